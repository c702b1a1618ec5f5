"""`baosou export`: forms, files, fields, and what is said where nothing is exported."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from baosou.cli import main
from baosou.index import Index, open_index
from tests.cli.conftest import Baosou

Printed = pytest.CaptureFixture[str]


def lines(capsys: Printed, *arguments: str) -> list[dict[str, Any]]:
    assert main(["export", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("in_the_archive")
def test_the_lines_are_the_records_that_python_gets(archive: Path, capsys: Printed) -> None:
    with open_index(archive / "idx") as index:
        assert lines(capsys) == list(index.export())
        assert lines(capsys, "志愿", "--of", "sections") == list(index.export("志愿", of="sections"))
        hits = list(index.export("志愿", of="hits", sort="date", limit=1))
        assert lines(capsys, "志愿", "--of", "hits", "--sort", "date", "-n", "1") == hits
        filtered = list(index.export(where={"author": "郑小满"}, since="2023"))
        assert lines(capsys, "-w", "author=郑小满", "--since", "2023") == filtered
        assert len(filtered) == 1


@pytest.mark.usefixtures("in_the_archive")
def test_a_pipe_from_export_to_add_makes_the_index_once_more(baosou: Baosou, archive: Path, tmp_path: Path) -> None:
    out = baosou("export", "--index", str(archive / "idx"))
    assert (out.returncode, out.stderr) == (0, b"")
    added = baosou("add", "-", "--index", str(tmp_path / "copy"), stdin=out.stdout)
    assert added.returncode == 0
    again = baosou("export", "--index", str(tmp_path / "copy"), "--fields", "id,baosou_id,title,text,date")
    whole = baosou("export", "--index", str(archive / "idx"), "--fields", "id,baosou_id,title,text,date")
    assert again.stdout == whole.stdout


@pytest.mark.usefixtures("in_the_archive")
def test_a_table_has_a_column_for_each_of_the_records_own_keys(capsys: Printed) -> None:
    assert main(["export", "--format", "csv"]) == 0
    heads, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    assert "extra" not in heads
    assert {row["extra.版面"] for row in found} == {"", "民生"}
    assert {row["authors"] for row in found} == {"林一帆;周可", "郑小满", ""}
    assert all(chr(27) not in cell for row in rows for cell in row)
    assert "'=江南晚报" in {row["publication"] for row in found}
    assert any("\n" in row["text"] for row in found)
    assert main(["export", "鳌江", "--format", "tsv", "--fields", "extra.版面,title,line"]) == 0
    assert capsys.readouterr().out == "extra.版面\ttitle\tline\n民生\t平阳县鳌江镇:志愿服务点亮万家灯火\t2\n"


@pytest.mark.usefixtures("in_the_archive")
def test_a_table_comes_back_by_add_with_its_ids(tmp_path: Path, archive: Path, capsys: Printed) -> None:
    file = tmp_path / "表.csv"
    assert main(["export", "渔港 OR 鳌江", "--format", "csv", "-o", str(file)]) == 0
    assert main(["add", str(file), "--index", str(tmp_path / "idx"), "--jobs", "1"]) == 0
    with open_index(tmp_path / "idx") as copy, open_index(archive / "idx") as index:
        before, after = (list(each.export("渔港 OR 鳌江")) for each in (index, copy))
        for old, new in zip(before, after, strict=True):
            for key in ("id", "baosou_id", "title", "authors", "date", "places", "text"):
                assert old[key] == new[key]
            assert new["extra"] == {"source": [old["source"]], **old["extra"]}


@pytest.mark.usefixtures("in_the_archive")
def test_parquet_has_types_and_the_bounds_of_dates(tmp_path: Path, archive: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow writes Parquet, and is an extra")
    file = tmp_path / "a.parquet"
    assert main(["export", "--format", "parquet", "-o", str(file)]) == 0
    table = pq.read_table(file)
    types = {field.name: str(field.type) for field in table.schema}
    assert types["authors"] == types["places"] == "list<element: string>"
    assert (types["text"], types["date"], types["date_first"], types["line"]) == (
        "large_string",
        "string",
        "date32[day]",
        "int64",
    )
    assert types["extra"].startswith("map<string, list<")
    with open_index(archive / "idx") as index:
        records = list(index.export())
    rows = table.to_pylist()
    for row, record in zip(rows, records, strict=True):
        assert {**row, "extra": dict(row["extra"])} == {
            **record,
            "date_first": row["date_first"],
            "date_last": row["date_last"],
        }
    bounds = {row["date"]: (row["date_first"], row["date_last"]) for row in rows}
    day = datetime.date(2024, 7, 2)
    assert bounds == {
        "2024-07-02": (day, day),
        "2023-11": (datetime.date(2023, 11, 1), datetime.date(2023, 11, 30)),
        "2022": (datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)),
    }
    assert main(["export", "鲸鱼座", "--format", "parquet", "-o", str(file)]) == 1
    assert pq.read_table(file).num_rows == 0
    assert (
        main(["export", "鳌江", "--format", "parquet", "-o", str(file), "--fields", "baosou_id,extra.版面,date"]) == 0
    )
    assert pq.read_table(file).to_pylist()[0]["extra.版面"] == ["民生"]


def test_parquet_goes_out_of_a_pipe_in_row_groups(tmp_path: Path, baosou: Baosou) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow writes Parquet, and is an extra")
    index = Index(tmp_path / "idx")
    index.add(records=({"title": f"简讯{n}", "text": "渔港亮灯。"} for n in range(5_003)))
    out = baosou("export", "--format", "parquet", "--index", str(tmp_path / "idx"))
    assert (out.returncode, out.stderr) == (0, b"")
    file = pq.ParquetFile(io.BytesIO(out.stdout))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [5_000, 3]


def test_without_the_library_parquet_is_refused_with_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Printed
) -> None:
    monkeypatch.setattr("baosou.cli.commands.export.find_spec", lambda name: None)
    assert main(["export", "--format", "parquet", "-o", str(tmp_path / "x"), "--index", str(tmp_path / "none")]) == 2
    assert "pip install 'baosou[parquet]'" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


@pytest.mark.usefixtures("in_the_archive")
def test_a_file_is_there_whole_or_stays_as_it_was(tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("früher", encoding="utf-8")
    file.chmod(0o640)
    assert main(["export", '"渔', "-o", str(file)]) == 2
    assert file.read_text(encoding="utf-8") == "früher"
    assert os.listdir(tmp_path) == ["a.jsonl"]
    assert main(["export", "-o", str(file)]) == 0
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3
    assert file.stat().st_mode & 0o777 == 0o640
    assert capsys.readouterr().out == ""
    assert main(["export", "-o", str(tmp_path / "无此夹" / "a.jsonl")]) == 2


@pytest.mark.usefixtures("in_the_archive")
def test_where_nothing_is_exported_the_next_step_is_told(capsys: Printed) -> None:
    assert main(["export", "-w", "author=林一番"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "no article has author 林一番; like it: 林一帆" in err
    assert main(["export", "渔", "--sort", "date"]) == 2
    assert main(["export", "--fields", "rank"]) == 2
    assert "--fields rank: no such field; fields are: id, baosou_id, title" in capsys.readouterr().err
