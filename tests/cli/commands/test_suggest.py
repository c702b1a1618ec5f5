"""`baosou suggest`, and how a search tells that it was rescued by spelling."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from baosou.cli import main

pytestmark = pytest.mark.usefixtures("in_the_archive")

Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Runs a command and gives its exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_suggestions_are_a_line_each_with_count_and_kind(told: Told) -> None:
    assert told("suggest", "鳌") == (0, "鳌江镇  1 time  completion\n", "")
    assert told("suggest", "敖江镇") == (0, "鳌江镇  1 time  homophone\n", "")
    assert told("suggest", "lin", "yifan") == (0, "林一帆  1 time  pinyin\n", "")
    assert told("suggest", "志愿", "-n", "1") == (0, "志愿  4 times  exact\n", "")


def test_nothing_to_suggest_is_1(told: Told) -> None:
    assert told("suggest", "鲸鱼") == (1, "", "nothing to suggest\n")
    code, out, err = told("suggest", "鲸鱼", "--json")
    assert (code, err) == (1, "")
    assert json.loads(out) == {"version": 1, "text": "鲸鱼", "suggestions": []}


def test_json_has_text_kind_and_count(told: Told) -> None:
    code, out, _ = told("suggest", "敖江镇", "--json")
    assert code == 0
    assert json.loads(out) == {
        "version": 1,
        "text": "敖江镇",
        "suggestions": [{"text": "鳌江镇", "kind": "homophone", "count": 1}],
    }


def test_a_rescue_by_spelling_is_told_on_standard_error_and_in_json(told: Told) -> None:
    code, out, err = told("search", "敖江镇", "--json")
    found = json.loads(out)
    assert code == 0
    assert err == "no article has 敖江镇; showing 鳌江镇 instead (--strict searches what was typed)\n"
    assert (found["rescue"], found["interpreted"], found["suggestion"]) == ("spelling", "鳌江镇", "鳌江镇")
    assert found["total"] == 1


def test_what_was_added_to_a_page_is_told_once_and_marked(told: Told) -> None:
    code, out, err = told("search", "渔港", "志愿服务", "鲸鱼")
    assert code == 1
    assert err == "no article has all the words; these have most of them (--strict leaves them out)\n"
    assert "鲸鱼" in out.partition("lacks ")[2].partition("\n")[0]
    assert told("search", "渔港", "志愿服务", "鲸鱼", "--format", "ids") == (1, "", "")


def test_no_rescue_finds_nothing_and_still_suggests(told: Told) -> None:
    assert told("search", "敖江镇", "--strict") == (1, "", "did you mean: 鳌江镇\nnothing found\n")


def test_batch_and_facets_tell_the_same(told: Told) -> None:
    code, out, _ = told("facets", "敖江镇", "-f", "author", "--json")
    assert (code, json.loads(out)["rescue"], json.loads(out)["suggestion"]) == (0, "spelling", "鳌江镇")
