"""Where a term crosses two words of a text it is found, but counts less than where it stands for itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine

Library = Callable[..., Engine]

FILLING = [{"id": f"f{n}", "text": f"第{n}天，老街的灯笼铺子照常开门，掌柜给孩子们讲灯谜。"} for n in range(20)]


def first(engine: Engine, text: str) -> list[str | None]:
    return [hit.record_id for hit in ask(engine, Question(text=text)).results.hits]


@pytest.mark.parametrize(
    ("text", "crossing", "own"),
    [
        ("云江 封城", "云江到开封城际铁路今天开通", "云江从今天起宣布封城一周"),
        ("封城", "云江到开封城际铁路今天开通", "云江从今天起宣布封城一周"),
        ("云江 生物", "云江的大学生物理竞赛今天举行", "云江的海洋生物标本今天展出"),
    ],
)
def test_what_crosses_two_words_comes_after_what_does_not(library: Library, text: str, crossing: str, own: str) -> None:
    archive = library(
        [{"id": "crossing", "text": f"{crossing}，{crossing}。"}, {"id": "own", "text": f"昨天，{own}。"}, *FILLING]
    )
    assert first(archive, text) == ["own", "crossing"]


def test_it_is_still_found_and_its_score_adds_up(library: Library) -> None:
    archive = library([{"id": "crossing", "text": "云江到开封城际铁路今天开通"}, *FILLING])
    (hit,) = ask(archive, Question(text="云江 封城", explain=True)).results.hits
    assert hit.record_id == "crossing"
    assert hit.explanation is not None
    assert sum(part.score for part in hit.explanation.parts) == pytest.approx(hit.explanation.score)
    assert "封城" in {part.text for part in hit.explanation.parts}


def test_what_was_typed_as_it_stands_in_the_text_loses_nothing(library: Library) -> None:
    archive = library([{"id": "whole", "text": "云江到开封城际铁路今天开通"}, *FILLING])
    coverage = {}
    for text in ("开封城际铁路 封城", "开封城际铁路"):
        (hit,) = ask(archive, Question(text=text, explain=True)).results.hits
        assert hit.explanation is not None
        coverage[text] = next(part.score for part in hit.explanation.parts if part.kind == "coverage")
    assert coverage["开封城际铁路 封城"] > coverage["开封城际铁路"]
