"""`baosou cite`: ids from the command line and from a pipe, safe on a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baosou.cli import main
from baosou.index import Index, open_index
from tests.cli.conftest import Baosou

Printed = pytest.CaptureFixture[str]


def test_ids_of_a_search_are_cited_in_their_order(archive: Path, baosou: Baosou) -> None:
    index = ("--index", str(archive / "idx"))
    ids = baosou("search", "-w", "place=浙江省", "--sort", "-date", "--format", "ids", *index).stdout
    done = baosou("cite", "-", *index, stdin=ids)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == (
        "林一帆，周可. 霞关渔村:老船长带火海上课堂[N]. 浙东日报，2024-07-02（A03）.\n"
        "郑小满. 平阳县鳌江镇:志愿服务点亮万家灯火[N]. 江南晚报，2023-11.\n"
        "坏␛[31m字符也不丢[N]. =江南晚报，2022.\n"
    )
    nul = baosou("search", "-w", "place=浙江省", "--sort", "-date", "--format", "ids", "-0", *index).stdout
    assert baosou("cite", "-", *index, stdin=nul).stdout == done.stdout


@pytest.mark.usefixtures("in_the_archive")
def test_the_object_is_that_of_python_and_keys_are_full_ids(archive: Path, capsys: Printed) -> None:
    with open_index(archive / "idx") as index:
        (hit,) = index.search("鳌江")
        assert main(["cite", hit.section, hit.id, "--json", "--format", "bibtex"]) == 0
        out = capsys.readouterr().out
        assert json.loads(out) == index.cite(hit.section, hit.id, form="bibtex").to_dict()
        key = json.loads(out)["citations"][0]["id"]
        assert len(key) == 16
        assert index.article(key).id == hit.id
        assert str(index.cite(hit.id, form="ris")).endswith("ER  - \r\n")


@pytest.mark.usefixtures("in_the_archive")
def test_an_unknown_id_cites_nothing_and_no_ids_are_no_hits(archive: Path, capsys: Printed, baosou: Baosou) -> None:
    with open_index(archive / "idx") as index:
        (hit,) = index.search("鳌江")
    assert main(["cite", hit.id, "k000000000000000"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "no article has this id" in err
    assert main(["cite", "-", "-"]) == 2
    assert main(["cite", " "]) == 2
    assert baosou("cite", "-", "--index", str(archive / "idx")).returncode == 1


def test_first_words_in_place_of_a_title_are_told(tmp_path: Path, capsys: Printed) -> None:
    index = Index(tmp_path / "idx")
    index.add(records=[{"text": "清晨五点的渔港，灯还亮着。", "date": "2024"}])
    (hit,) = index.search("渔港")
    assert main(["cite", hit.id, "--index", str(tmp_path / "idx")]) == 0
    out, err = capsys.readouterr()
    assert out == "“清晨五点的渔港…”[N]. 2024.\n"
    assert "has no title; the first words" in err
