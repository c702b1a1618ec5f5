"""What completion answers beside the shells: never a word of an error, the likeliest first, little loaded."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli import main
from baosou.cli.app import command_line
from baosou.cli.completion.answering import answer
from baosou.cli.completion.candidate import Candidate, Files
from baosou.cli.completion.candidates import completed
from baosou.cli.completion.line import split

Baosou = Callable[..., subprocess.CompletedProcess[bytes]]

RECORDS = [
    {
        "title": "渔港灯火",
        "text": "清晨五点。",
        "authors": ["林一帆"],
        "places": ["浙江省/温州市/苍南县"],
        "栏目号": "7",
    },
    {
        "title": "潮声",
        "text": "潮水来了。",
        "date": "2023-11-15",
        "authors": ["林一帆", "林海"],
        "places": ["浙江省/温州市/苍南县"],
    },
    {
        "title": "剧团",
        "text": "山村来了剧团。",
        "date": "2023-05-20",
        "authors": ["周可"],
        "places": ["浙江省/温州市/平阳县"],
    },
    {"title": "灯塔", "text": "塔上有灯。", "date": "2024-07-02", "栏目号": "A (B), $C", "places": ["福建省/宁德市"]},
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("completion")
    records = folder / "a.jsonl"
    records.write_text("\n".join(json.dumps(each) for each in RECORDS), encoding="utf-8")
    assert main(["add", str(records), "--index", str(folder / "idx"), "--jobs", "1"]) == 0
    return str(folder / "idx")


def texts(words: Sequence[str], typed: str) -> list[str]:
    found = completed(tuple(words), typed, command_line)
    assert not isinstance(found, Files)
    return [each.text for each in found]


def test_values_come_by_their_count_with_it(index: str) -> None:
    found = completed(("search", "--index", index, "-w"), "author=林", command_line)
    assert found == [Candidate("author=林一帆", "2"), Candidate("author=林海", "1")]


def test_places_are_named_alone_or_by_their_paths_a_level_at_a_time(index: str) -> None:
    asked = ("facets", "--index", index, "-w")
    assert texts(asked, "place=苍") == ["place=苍南县"]
    assert texts(asked, "地区=温") == ["地区=温州市"]
    assert completed(asked, "place=浙江省/", command_line) == [Candidate("place=浙江省/温州市", "3", open=True)]
    assert texts(asked, "place=浙江省/温州市/") == ["place=浙江省/温州市/苍南县", "place=浙江省/温州市/平阳县"]


def test_a_further_value_and_one_that_is_excluded_are_completed(index: str) -> None:
    assert texts(("search", "--index", index, "--where"), "author=林海,林一") == ["author=林海,林一帆"]
    assert texts(("search", "--index", index, "--where"), "author!=林海") == ["author!=林海"]


def test_fields_are_completed_with_those_of_records_and_in_chinese(index: str) -> None:
    assert "栏目号" in texts(("search", "--index", index, "-f"), "栏")
    assert texts(("facets", "--index", index, "-f"), "wo") == ["words"]
    assert texts(("facets", "--index", index, "-w"), "wo") == []
    assert texts(("search", "--index", index, "-w"), "auth") == ["author="]
    assert texts(("search", "--index", index, "-w"), "作") == ["作者="]


@pytest.mark.parametrize(
    ("words", "typed", "found"),
    [
        ((), "se", ["search", "segment"]),
        (("--lang", "zh"), "stat", ["status"]),
        (("--lang",), "z", ["zh"]),
        ((), "--vers", ["--version"]),
        (("search", "--sort"), "-", ["-date"]),
        (("search", "--sort"), "r", ["relevance"]),
        (("search",), "--sort=re", ["--sort=relevance"]),
        (("search", "-n", "5"), "--no-p", ["--no-pager"]),
        (("search", "--"), "--no-p", []),
        (("search",), "渔", []),
        (("dict",), "re", ["remove"]),
        (("dict", "remove"), "渔", []),
        (("completion",), "", ["bash", "zsh", "fish"]),
        (("add", "--encoding"), "gb", ["gb18030"]),
        (("cite", "--format"), "gb", ["gbt7714", "gbt7714-2015"]),
        (("export", "--format"), "p", ["parquet"]),
        (("export", "--of"), "", ["articles", "sections", "hits"]),
        (("kwic", "--sort"), "r", ["right", "random"]),
        (("timeline", "--by"), "", ["year", "month", "day"]),
        (("status",), "--lan", ["--lang"]),
        (("nosuch",), "a", []),
    ],
)
def test_commands_options_and_their_choices_are_completed(words: tuple[str, ...], typed: str, found: list[str]) -> None:
    assert texts(words, typed) == found


@pytest.mark.parametrize(
    "words", [("add",), ("add", "a.txt"), ("add", "--user-dict"), ("segment",), ("batch",), ("batch", "--resume")]
)
def test_names_of_files_are_left_to_the_shell(words: tuple[str, ...]) -> None:
    assert completed(words, "a", command_line) == Files()
    assert completed(("status", "--index"), "", command_line) == Files(folders=True)


def test_an_id_that_is_begun_comes_with_its_title(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "剧团", "--format", "ids", "--index", index]) == 0
    id = capsys.readouterr().out.strip()
    assert completed(("show", "--index", index), id[:4], command_line) == [Candidate(id, "剧团")]
    assert completed(("show", "--index", index), "", command_line) == []


def test_fields_of_the_output_are_completed_one_after_another(index: str) -> None:
    assert texts(("search", "--index", index, "--fields"), "tit") == ["title", "title_highlights"]
    assert texts(("batch", "--index", index, "--fields"), "id,title,ti") == ["id,title,title_highlights"]
    assert texts(("search", "--index", index, "--fields"), "id,extra.") == ["id,extra.栏目号"]
    assert texts(("export", "--index", index, "--fields"), "ba") == ["baosou_id"]
    assert texts(("search", "--index", index), "--fields=source.l") == ["--fields=source.line"]


def test_dates_come_from_years_to_days_the_latest_first(index: str) -> None:
    asked = ("timeline", "--index", index, "--since")
    assert texts(asked, "20") == ["2024", "2023"]
    assert texts(asked, "2023") == ["2023-11", "2023-05"]
    assert texts(asked, "2023-11") == ["2023-11-15"]
    assert texts(asked, "今") == ["今天", "今年"]


def test_what_several_indexes_hold_is_completed_together(index: str, tmp_path: Path) -> None:
    records = tmp_path / "b.jsonl"
    records.write_text(json.dumps({"title": "船厂", "text": "新船下水。", "authors": ["林二月"]}), encoding="utf-8")
    other = str(tmp_path / "other")
    assert main(["add", str(records), "--index", other]) == 0
    asked = ("search", "--index", index, "--index", other, "-w")
    assert texts(asked, "author=林") == ["author=林一帆", "author=林二月", "author=林海"]


def test_bash_gets_what_follows_the_last_break_quoted(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer("bash", [f"baosou search --index {index} -w 栏目号=A"], command_line)
    answer("bash", [f"baosou search --index {index} -w '栏目号=A"], command_line)
    words = [line.partition("\x1f")[0] for line in capsys.readouterr().out.splitlines()]
    assert words == ["A\\ \\(B\\)\\\\,\\ \\$C", "栏目号=A (B)\\, $C"]


@given(st.text(alphabet="浙a \t'\"\\=:-$", max_size=30))
def test_any_line_whatever_can_be_completed(line: str) -> None:
    found = split(f"baosou search {line}")
    assert found.words[0] == "baosou"
    completed(found.words[1:], found.typed, command_line) if found.words[1:2] == (
        "search",
    ) and "-w" not in line else None


def test_without_an_index_and_with_a_damaged_one_nothing_is_said(baosou: Baosou, tmp_path: Path) -> None:
    folder = tmp_path / "idx"
    folder.mkdir()
    (folder / "index.json").write_text("{", encoding="utf-8")
    for place in ("nowhere", "idx"):
        for typed in ("place=", "pl"):
            done = baosou("search", "--index", place, "-w", typed, environment={"_BAOSOU_COMPLETE": "fish"})
            assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_what_candidates_are_is_told_in_the_language_that_is_spoken(baosou: Baosou) -> None:
    done = baosou("sta", environment={"_BAOSOU_COMPLETE": "zsh", "LC_ALL": "zh_CN.UTF-8"})
    assert "索引" in done.stdout.decode()


def test_saved_queries_are_completed_by_their_names_with_what_they_stand_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "baosou" / "config.toml"
    file.parent.mkdir()
    file.write_text('[saved]\n"渔业" = "渔港 OR 渔船"\nhelp = "志愿"\n', encoding="utf-8")
    asked = ("search", "灯塔")
    assert completed(asked, "query:渔", command_line) == [Candidate("query:渔业", "渔港 OR 渔船")]
    assert completed(asked, "-query:", command_line) == []  # where it would be an option
    assert texts((*asked, "--"), "-query:") == ["-query:渔业", "-query:help"]
    assert texts(("kwic",), "(qu") == ["(query:渔业", "(query:help"]
    assert texts(asked, "渔") == []
