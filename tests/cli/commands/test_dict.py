"""`baosou dict` and what else a user sees of words, synonyms and abbreviations."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from baosou.cli import main
from baosou.cli.output.visible import width_of

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def index(tmp_path: Path, records: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    """An index of its own for each test, in use."""
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (tmp_path / "records.jsonl").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("BAOSOU_INDEX", str(tmp_path / "idx"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    assert main(["add", "records.jsonl", "--jobs", "1"]) == 0
    capsys.readouterr()
    return tmp_path


def run(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    return code, *capsys.readouterr()


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no file without an end here")
def test_lists_of_words_without_an_end_are_an_error_and_an_unused_pipe_is_empty(index: Path, capsys: Captured) -> None:
    endless = "error: /dev/zero: larger than 64 MB, or without an end\n"
    assert run(capsys, "dict", "add", "--file", "/dev/zero") == (2, "", endless)
    for option in ("--user-dict", "--synonyms"):
        assert run(capsys, "add", "records.jsonl", option, "/dev/zero") == (2, "", endless)
    os.mkfifo(index / "words")
    assert run(capsys, "dict", "add", "--file", "words") == (0, "", "added: 0 words\n")


def test_words_are_added_listed_and_removed(index: Path, capsys: Captured) -> None:
    assert run(capsys, "dict", "list") == (1, "", "no words yet; add some with: baosou dict add WORD...\n")
    code, out, err = run(capsys, "dict", "add", "海上課堂", "服务队")
    assert (code, err) == (0, "added: 2 words\n")
    assert out == (
        "海上课堂                         1 section          1 article\n"
        "服务队                           1 section          1 article\n"
    )
    assert run(capsys, "dict", "add", "海上课堂")[2] == "added: 0 words; already in the dictionary: 海上课堂\n"
    code, out, _ = run(capsys, "dict", "list")
    assert (code, [line.split()[0] for line in out.splitlines()]) == (0, ["服务队", "海上课堂"])
    assert all(width_of(line) <= 80 for line in out.splitlines())
    assert run(capsys, "dict", "list", "--no-counts") == (0, "服务队\n海上课堂\n", "")
    assert run(capsys, "dict", "remove", "服务队", "月亮船")[0] == 2
    assert run(capsys, "dict", "list", "--no-counts") == (0, "海上课堂\n", "")
    assert run(capsys, "dict", "list", "月亮船") == (1, "", "none of these is a word of yours\n")


def test_json_has_the_words_with_where_they_stand(index: Path, capsys: Captured) -> None:
    (index / "words.txt").write_text("海上课堂 9 n\n坏 行 呀\n", encoding="utf-8")
    code, out, err = run(capsys, "dict", "add", "服务队", "--file", "words.txt", "--json")
    added = json.loads(out)
    assert (code, err) == (0, "")
    assert added.pop("warnings") == [
        {
            "path": "words.txt",
            "line": 2,
            "reason": "“坏 行 呀” is no line of a word, its frequency and its part of speech",
        }
    ]
    assert added == {
        "version": 1,
        "words": [
            {"word": "海上课堂", "frequency": None, "sections": 1, "articles": 1},
            {"word": "服务队", "frequency": None, "sections": 1, "articles": 1},
        ],
        "unchanged": [],
    }
    assert json.loads(run(capsys, "dict", "list", "--json")[1]) == {
        "version": 1,
        "words": [
            {"word": "服务队", "frequency": None, "sections": 1, "articles": 1},
            {"word": "海上课堂", "frequency": 9, "sections": 1, "articles": 1},
        ],
        "synonyms": [],
    }


def test_words_and_synonyms_go_to_another_index_by_files(index: Path, capsys: Captured) -> None:
    (index / "rules.txt").write_text("服务队, 志愿队\n航标 => 灯塔\n", encoding="utf-8")
    (index / "own.txt").write_text("海上课堂 9\n服务队\n", encoding="utf-8")
    assert run(capsys, "add", "--user-dict", "own.txt", "--synonyms", "rules.txt")[0] == 0
    for form, name in (("jieba", "words.txt"), ("synonyms", "synonyms.txt")):
        code, out, _ = run(capsys, "dict", "list", "--format", form)
        assert code == 0
        (index / name).write_text(out, encoding="utf-8")
    files = ("--user-dict", "words.txt", "--synonyms", "synonyms.txt")
    assert run(capsys, "add", "records.jsonl", *files, "--index", "other")[0] == 0
    before, after = (run(capsys, "dict", "list", "--json", "--no-counts", *at)[1] for at in ((), ("--index", "other")))
    assert before == after
    assert "海上课堂 9\n" in (index / "words.txt").read_text("utf-8")


def test_a_dry_run_says_what_would_be_done(index: Path, capsys: Captured) -> None:
    assert run(capsys, "dict", "add", "海上课堂", "--dry-run")[::2] == (0, "would be added: 1 word\n")
    assert run(capsys, "dict", "list")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["dict"], "add|remove|list"),
        (["dict", "sort"], "one of add, remove, list is needed"),
        (["dict", "add"], "a word to add is missing"),
        (["dict", "remove"], "a word to remove is missing"),
        (["dict", "list", "--file", "words.txt"], "--file goes with add or remove"),
        (["dict", "add", "海上课堂", "--format", "jieba"], "--format goes with list"),
        (["dict", "list", "--format", "jieba", "--json"], "two forms of output"),
        (["dict", "add", "海上 课堂"], "a blank stands in it"),
        (["dict", "add", "\u001b[31m"], "must stand in it"),
        (["dict", "add", "--file", "nosuch.txt"], "nosuch.txt: no such file"),
        (["add", "records.jsonl", "--synonyms", "nosuch.txt"], "nosuch.txt: no such file"),
    ],
)
def test_bad_words_and_usage_are_one_line_and_change_nothing(
    index: Path, capsys: Captured, arguments: list[str], told: str
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert told in err.splitlines()[0]
    assert "\u001b" not in err
    assert run(capsys, "dict", "list")[0] == 1


def test_searches_and_analyses_are_cut_by_the_words(index: Path, capsys: Captured) -> None:
    def interpreted(*arguments: str) -> str:
        return str(json.loads(run(capsys, *arguments)[1])["interpreted"])

    assert interpreted("search", "海上课堂的学生", "--json") == "海上 AND 课堂 AND 学生"
    run(capsys, "dict", "add", "海上课堂")
    assert interpreted("search", "海上课堂的学生", "--json") == "海上课堂 AND 学生"
    assert interpreted("analyze", "海上课堂的学生", "--json") == "海上课堂 AND 学生"
    assert interpreted("analyze", "海上课堂的学生", "--json", "--index", str(index / "idx")) == "海上课堂 AND 学生"
    (index / "queries.txt").write_text("海上课堂的学生\n", encoding="utf-8")
    assert interpreted("batch", "queries.txt", "--jobs", "1") == "海上课堂 AND 学生"
    id = json.loads(run(capsys, "search", "海上课堂", "--json")[1])["hits"][0]["id"]
    assert "[海上课堂]" in run(capsys, "show", id, "-H", "海上课堂")[1]


def test_analyze_needs_no_index_but_one_that_is_named_must_be_there(
    index: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOSOU_INDEX", str(index / "none"))
    assert run(capsys, "analyze", "海上课堂")[0] == 0
    assert run(capsys, "analyze", "海上课堂", "--index", str(index / "none"))[0] == 3


def test_synonyms_are_remembered_shown_and_turned_off(index: Path, capsys: Captured) -> None:
    (index / "synonyms.txt").write_text("渔港,港湾\n小孩 => 学生\n孤单\n", encoding="utf-8")
    code, _, err = run(capsys, "add", "records.jsonl", "--synonyms", "synonyms.txt")
    assert code == 0
    assert "warning: synonyms.txt:3: “孤单” is neither “a, b” nor “a => b”" in err
    assert run(capsys, "dict", "list") == (
        0,
        "synonyms                 渔港, 港湾\nsynonyms                 小孩 => 学生\n",
        "",
    )
    code, out, _ = run(capsys, "search", "港湾的小孩", "--json")
    assert (code, json.loads(out)["interpreted"]) == (0, "(港湾 OR 渔港^0.8) AND (小孩 OR 学生^0.8)")
    off = ("--no-synonyms", "--strict")
    assert run(capsys, "search", "港湾的小孩", *off)[0] == 1
    assert run(capsys, "facets", "港湾的小孩", "-f", "author", *off)[0] == 1
    assert run(capsys, "facets", "港湾的小孩", "-f", "author")[0] == 0
    (index / "queries.txt").write_text('{"query": "港湾"}\n{"query": "港湾", "synonyms": false, "strict": true}\n')
    totals = [json.loads(line)["total"] for line in run(capsys, "batch", "queries.txt")[1].splitlines()]
    assert totals == [1, 0]


def test_the_words_show_in_the_status(index: Path, capsys: Captured) -> None:
    plain = json.loads(run(capsys, "status", "--json")[1])["analysis"]
    run(capsys, "dict", "add", "海上课堂")
    analysis = json.loads(run(capsys, "status", "--json")[1])["analysis"]
    assert analysis.startswith(f"{plain}+words:")
    assert len(analysis) == len(plain) + len("+words:12ab34cd")
