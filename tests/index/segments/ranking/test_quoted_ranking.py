"""Quoted text ranks as what is typed without marks does: its words, and the pairs of its characters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine

Library = Callable[..., Engine]

RECORDS = [
    {"id": "song", "text": "渔民摇橹时唱的歌，去年由文化馆录了音，编进了乡土教材，歌名是青石渡号子。"},
    {"id": "other", "text": "内容丰富的展览，内容都与青石有关：石匠的锤子、渡口的石阶，还有孩子们画的石狮子。"},
    *({"id": f"n{n}", "text": f"渔港的第{n}盏灯亮了，船回来了。"} for n in range(20)),
]


def kinds(engine: Engine, text: str) -> dict[str | None, set[str | None]]:
    hits = ask(engine, Question(text=text, mode="any", explain=True)).results.hits
    return {hit.record_id: {part.text for part in hit.explanation.parts} for hit in hits if hit.explanation}


def test_an_article_with_the_quoted_text_comes_first_though_other_words_stand_elsewhere(library: Library) -> None:
    hits = ask(library(RECORDS), Question(text="“青石渡号子”的内容是什么？", mode="any")).results.hits
    assert hits[0].record_id == "song"


def test_the_words_of_quoted_text_rank_too(library: Library) -> None:
    assert {"青石", "号子"} <= kinds(library(RECORDS), '"青石渡号子" 教材')["song"]


def test_a_lone_character_of_quoted_text_does_not_rank_beside_it_and_one_that_is_asked_for_does(
    library: Library,
) -> None:
    engine = library(RECORDS)
    assert "渡" not in kinds(engine, '"青石渡号子" 教材')["song"]
    assert "渡" in kinds(engine, "青石 渡 号子")["song"]


@pytest.mark.parametrize(
    ("text", "matching"),
    [
        ('"青石渡号子" 教材', {"song"}),
        ('"青石渡" 内容', set()),
        ('"青石"', {"song", "other"}),
        ('内容 -"青石渡"', {"other"}),
    ],
)
def test_what_matches_is_what_the_marks_say(library: Library, text: str, matching: set[str]) -> None:
    answer = ask(library(RECORDS), Question(text=text, strict=True))
    assert {hit.record_id for hit in answer.results.hits} == matching


def test_what_is_excluded_does_not_rank(library: Library) -> None:
    assert all("号子" not in own for own in kinds(library(RECORDS), '教材 -"青石渡号子"').values())
