"""The work of a query is bounded: what would look at too much ends with a line, and ordinary queries never do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from baosou.index.adding import AddOptions
from baosou.index.answering.article import why
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, open_engine
from baosou.index.engine import Engine
from baosou.index.errors import QueryError
from baosou.index.query.tree import Fuzzy, Phrase
from baosou.index.segments.matching.matcher import Deadline, SegmentMatcher
from tests.work import steps

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Any]

TOO_MANY = "the words stand in too many places"
MOST_STEPS = 3_000_000
"""What a query may take before it is refused: five times what the worst of these does."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("bounds")
    lines = (f'{{"text": "石浦镇的渔港里，第{n}盏灯亮着，潮水涨到了{chr(0x4E00 + n)}号码头。"}}\n' for n in range(300))
    (folder / "灯.jsonl").write_text("".join(lines), "utf-8")
    add(str(folder / "index"), [folder / "灯.jsonl"], AddOptions(jobs=1))
    return open_engine(str(folder / "index"))


@pytest.mark.parametrize(
    "text",
    [
        " OR ".join(f"{a}{b}*" for a in LETTERS for b in LETTERS[:10]),
        " OR ".join(f"渔港{chr(0x4E00 + n)}~1" for n in range(300)),
        " OR ".join(f"“渔 灯 {chr(0x4E00 + n)}”~9" for n in range(300)),
    ],
    ids=["patterns", "fuzzy words", "near words"],
)
def test_hundreds_of_what_takes_long_are_refused_at_once_and_again(engine: Engine, text: str) -> None:
    id = ask(engine, Question("渔港")).results.hits[0].id
    asks: list[Callable[[], object]] = [lambda: ask(engine, Question(text)), lambda: why(engine, id, Question(text))]

    def refused(ask: Callable[[], object]) -> None:
        with pytest.raises(QueryError, match=TOO_MANY):
            ask()

    for each in (*asks, *asks):
        assert steps(lambda each=each: refused(each)) < MOST_STEPS  # type: ignore[misc]


def test_as_many_alternatives_as_a_query_may_have_are_answered(engine: Engine) -> None:
    text = " OR ".join(f"{chr(0x4E00 + n)}号" for n in range(1000))
    assert ask(engine, Question(text)).results.total == 300
    assert ask(engine, Question(" ".join(chr(0x4E00 + n) for n in range(990)), mode="any")).results.total == 300


def test_a_whole_page_is_a_query_in_quotation_marks(engine: Engine) -> None:
    page = "石浦镇的渔港里，" * 400
    with pytest.raises(QueryError, match="put longer text in quotation marks"):
        ask(engine, Question(page))
    assert ask(engine, Question(f'"{page}"', strict=True)).results.total == 0
    assert ask(engine, Question(page, mode="literal")).results.total == 0


def test_what_a_query_may_look_at_grows_with_the_index() -> None:
    small, large = Deadline(None), Deadline(None, units=1 << 30)
    small.spend(1_000_000)
    large.spend(10_000_000)
    with pytest.raises(QueryError, match=TOO_MANY):
        small.spend(1_000_000)


def test_a_few_phrases_are_looked_for_however_often_they_stand(
    make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    segment = write_segment([make_article(["的一是在不了有和人这中大为上个国我以要他" * 400]) for _ in range(40)])
    deadline = Deadline(None)
    matcher = SegmentMatcher(segment, deadline)
    for character in "的一是在不了有和人这中大为上个国":
        assert len(matcher.evidence(Phrase(character)).articles) == 40


def test_a_name_nearly_right_is_found_within_quotation_marks(
    make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    texts = [
        "记者岑晚舟报道",
        "记者岑“晚”船报道",
        "记者“岑晚”舟报道",
        "记者岑晚“”周报道",
        "记者岑，晚舟报道",
        "岑晚。报道",
    ]
    segment = write_segment([make_article([text]) for text in texts])
    matcher = SegmentMatcher(segment, Deadline(None))
    leaf = Fuzzy("岑晚洲", 1)
    assert matcher.evidence(leaf).articles.tolist() == [0, 1, 2, 3]
    assert matcher.evidence(leaf).counts.tolist() == [1, 1, 1, 1]
    assert set(matcher.words(leaf)) == {"岑晚舟", "岑晚船", "岑晚周"}
