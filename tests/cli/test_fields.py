"""Fields chosen by name, in every form for programs; numbers and paths as JSON; a quiet run; the order of facets."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from baosou.cli import main

Printed = pytest.CaptureFixture[str]


def printed(arguments: list[str], capsys: Printed) -> tuple[int, str]:
    code = main(arguments)
    return code, capsys.readouterr().out


def refused(arguments: list[str], capsys: Printed) -> str:
    """What a command that cannot mean anything says."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()[0]


@pytest.mark.usefixtures("in_the_archive")
def test_a_record_s_own_keys_stand_in_its_hit(capsys: Printed) -> None:
    _, out = printed(["search", "鳌江", "--json"], capsys)
    assert json.loads(out)["hits"][0]["extra"] == {"版面": ["民生"]}


@pytest.mark.usefixtures("in_the_archive")
def test_fields_are_columns_in_their_order_under_their_names(capsys: Printed) -> None:
    fields = "title,extra.版面,path,source.start,authors,lacks"
    _, out = printed(["search", "志愿 渔港", "--any", "--sort", "title", "--format", "csv", "--fields", fields], capsys)
    heads, *rows = csv.reader(io.StringIO(out))
    assert heads == fields.split(",")
    assert [
        "平阳县鳌江镇:志愿服务点亮万家灯火",
        "民生",
        str(Path("records.jsonl").resolve()),
        "0",
        "郑小满",
        "",
    ] in rows
    assert {row[1] for row in rows} == {"", "民生"}


@pytest.mark.usefixtures("in_the_archive")
def test_fields_make_smaller_objects_nested_as_the_whole_ones_are(capsys: Printed) -> None:
    wanted = ["--fields", "id,extra.版面,source.line,date"]
    _, out = printed(["search", "鳌江", "--format", "jsonl", *wanted], capsys)
    found = json.loads(out)
    assert list(found) == ["id", "extra", "source", "date"]
    assert (found["extra"], found["source"], found["date"]) == ({"版面": ["民生"]}, {"line": 2}, "2023-11")
    _, out = printed(["search", "霞关", "--json", *wanted], capsys)
    answer = json.loads(out)
    assert answer["total"] == 1
    assert answer["hits"][0]["extra"] == {"版面": []}
    file = Path("问.txt")
    file.write_text("鳌江\n", encoding="utf-8")
    _, out = printed(["batch", str(file), "--format", "tsv", "--jobs", "1", "--fields", "id,date"], capsys)
    assert out == f"query_id\tid\tdate\n1\t{found['id']}\t2023-11\n"
    _, out = printed(["batch", str(file), "--jobs", "1", *wanted], capsys)
    assert json.loads(out)["hits"] == [found]


@pytest.mark.parametrize(
    "command", [["search", "渔", "--format", "csv"], ["similar", "k3", "--format", "json"], ["batch"]]
)
@pytest.mark.usefixtures("in_the_archive")
def test_an_unknown_field_is_told_with_those_that_there_are(command: list[str], capsys: Printed) -> None:
    for name in ("titel", "extra.版", "source.row", "place", "id.x"):
        line = refused([*command, "--fields", f"id，{name}"], capsys)
        told = line if line.startswith("error: ") else json.loads(line)["error"]["message"]
        assert f"--fields {name}: no such field" in told
        assert "source.end, path, line, page, snippet, extra.版面" in told


@pytest.mark.usefixtures("in_the_archive")
def test_fields_go_with_forms_that_have_them(capsys: Printed) -> None:
    for form in ([], ["--format", "ids"], ["--json", "-c"], ["--json", "-l"], ["--format", "trec"]):
        assert "--fields goes with" in refused(["search", "渔", "--fields", "id", *form], capsys)
    assert "names no field" in refused(["search", "渔", "--format", "csv", "--fields", " ,"], capsys)


@pytest.mark.usefixtures("in_the_archive")
def test_the_number_of_matches_and_the_paths_are_objects_too(capsys: Printed) -> None:
    path = str(Path("records.jsonl").resolve())
    assert json.loads(printed(["search", "志愿", "-c", "--json"], capsys)[1]) == {"version": 1, "total": 2}
    assert json.loads(printed(["search", "志愿", "-l", "--json"], capsys)[1]) == {"version": 1, "sources": [path]}
    code, out = printed(["search", "鲸鱼座", "-c", "--json", "--strict"], capsys)
    assert (code, json.loads(out)) == (1, {"version": 1, "total": 0})


@pytest.mark.usefixtures("in_the_archive")
def test_a_quiet_run_says_nothing_on_standard_error_but_errors(capsys: Printed, tmp_path: Path) -> None:
    (tmp_path / "问.txt").write_text("渔港\n", encoding="utf-8")
    quiet = [
        ["search", "沧南县", "-q"],
        ["search", "鲸鱼座", "-q", "--strict"],
        ["facets", "鲸鱼座", "-q", "--strict"],
        ["batch", str(tmp_path / "问.txt"), "-q", "--jobs", "1"],
        ["dict", "list", "-q"],
        ["add", "records.jsonl", "--dry-run", "-q", "--index", str(tmp_path / "idx")],
    ]
    for arguments in quiet:
        main(arguments)
        assert capsys.readouterr().err == "", arguments
    assert main(["add", "无此页.txt", "-q", "--index", str(tmp_path / "idx")]) == 2
    assert "无此页.txt" in capsys.readouterr().err
    assert main(["search", '"渔', "-q"]) == 2
    assert capsys.readouterr().err


def test_paths_come_byte_for_byte_out_of_a_pipe(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    names = [b"\xc9\xcf\xba\xa3.txt", "渔\u202e港\x1b[31m.txt".encode()]
    for name in names:
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_text(
            "渔港\n　　清晨五点，渔港的灯还亮着。\n", encoding="utf-8"
        )
    index = ["--index", str(tmp_path / "idx")]
    assert main(["add", str(tmp_path), *index, "--jobs", "1"]) == 0
    capsysbinary.readouterr()
    main(["search", "渔港", "-l", *index])
    lines = capsysbinary.readouterr().out.splitlines()
    assert {os.path.basename(line) for line in lines} == set(names)
    main(["search", "渔港", "-l", "--json", *index])
    out = capsysbinary.readouterr().out
    assert b"\x1b" not in out
    assert all(path.startswith("/") for path in json.loads(out.decode("utf-8", "surrogateescape"))["sources"])


def facets(capsys: Printed, *arguments: str) -> dict[str, list[dict[str, Any]]]:
    main(["facets", "--json", *arguments])
    found: dict[str, list[dict[str, Any]]] = json.loads(capsys.readouterr().out)["facets"]
    return found


@pytest.mark.usefixtures("in_the_archive")
def test_the_places_in_a_place_are_counted_by_its_name(capsys: Printed) -> None:
    found = facets(capsys, "-f", "place=浙江省", "-f", "place=温州:1", "-f", "地区=苍南县", "-f", "place:1")
    assert found == {
        "place=浙江省": [{"value": "浙江省/温州市", "count": 2}, {"value": "浙江省/台州市", "count": 1}],
        "place=温州": [{"value": "浙江省/温州市/平阳县", "count": 1}],
        "place=苍南县": [{"value": "浙江省/温州市/苍南县/霞关镇", "count": 1}],
        "place": [{"value": "浙江省", "count": 3}],
    }


@pytest.mark.usefixtures("in_the_archive")
def test_a_place_that_no_article_has_is_told_and_only_places_hold_places(capsys: Printed) -> None:
    assert main(["facets", "-f", "place=清江县"]) == 0
    assert "no article has place 清江县" in capsys.readouterr().err
    assert "only places" in refused(["facets", "-f", "year=2024"], capsys)
    assert "only places" in refused(["facets", "-f", "place=:3"], capsys)


@pytest.mark.usefixtures("in_the_archive")
def test_facets_stand_by_value_where_that_is_asked_for(capsys: Printed) -> None:
    found = facets(capsys, "-f", "year", "--facet-sort", "value")
    assert [each["value"] for each in found["year"]] == ["2022", "2023", "2024"]
    assert next(each["value"] for each in facets(capsys, "-f", "place:3")["place"]) == "浙江省"
    by_value = [each["value"] for each in facets(capsys, "-f", "place:3", "--facet-sort", "value")["place"]]
    assert by_value == sorted(by_value)
