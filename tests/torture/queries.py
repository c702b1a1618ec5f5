"""Queries that nobody meant: from the typed string to the answer, each ends in time with an answer or a clear error."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from baosou.corpus.errors import BaosouError
from baosou.index.answering.article import why
from baosou.index.answering.ask import ask
from baosou.index.answering.correct import suggestions
from baosou.index.answering.question import Question
from baosou.index.api import open_engine
from baosou.index.engine import Engine
from baosou.index.errors import QueryError, SearchTimeout
from tests.torture.workplace import MATTERS, PLACES, Workplace

SIGNS = (
    *(
        '"',
        "“",
        "”",
        "(",
        ")",
        "（",
        "）",
        "*",
        "?",
        "~",
        "~1",
        "~2",
        "~99",
        "^",
        "^2",
        "^0",
        "-",
        "!",
        ":",
        "：",
        "[",
        "]",
    ),
    *(
        "AND",
        "OR",
        "NOT",
        "与",
        "或",
        "非",
        " TO ",
        ">",
        "<",
        "=",
        "\\",
        "/",
        "+",
        "，",
        "。",
        "…",
        " ",
        "\u3000",
        "\t",
        "\n",
    ),
    *("title:", "日期:", "date:", "date:[2023 TO", "place:", "nosuch:", "source:", "edition:"),
    *(
        "\x00",
        "\x1b",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\ud800",
        "\U0001f600",
        "𠀀",
        "é",
        "㎏",
        "①",
        "２０２４年",
        "二〇二四年",
    ),
    *("的", "一", "是", "zhongguo", "yugang", "a", "9" * 40, "2024", "2024-13-99", "x" * 300),
    *PLACES,
    *MATTERS,
)
SECONDS = 2.0
"""What any query of a small index may take."""

TIMEOUTS = (None, None, 0.0, 0.01)
"""Within how many seconds an answer is wanted."""


def typed(chance: random.Random) -> str:
    """A query of signs and words by chance; one in eight says the same over and over."""
    text = "".join(chance.choice(SIGNS) for _ in range(chance.randint(1, chance.choice((4, 12, 60)))))
    return text * chance.choice((50, 500)) if chance.random() < 0.125 else text


def answered(engine: Engine, text: str, id: str, question: Question) -> bool:
    """Ask in every way; whether there was an answer. Fails on any other error than those that users are told."""
    try:
        answer = ask(engine, question)
        if answer.results.total:
            assert answer.results.hits or question.limit == 0 or question.offset
        why(engine, id, question)
    except QueryError as error:
        if not str(error) or not 0 <= error.position <= max(len(error.query), len(text)):
            raise AssertionError(f"an error that points nowhere: {error!r}") from error
        return False
    except SearchTimeout:
        assert question.timeout is not None
        return False
    suggestions(engine, text, limit=5)
    return True


def asked(
    engine: Engine, id: str, chance: random.Random, *, timeouts: Sequence[float | None] = TIMEOUTS
) -> tuple[str, bool]:
    """One query by chance: what was asked, and whether it was answered."""
    text = typed(chance)
    question = Question(
        text=text,
        mode=chance.choice(("all", "any", "literal")),
        by=chance.choice(("article", "section")),
        explain=chance.random() < 0.2,
        timeout=chance.choice(timeouts),
        limit=chance.choice((0, 1, 10)),
    )
    try:
        return str(question)[:400], answered(engine, text, id, question)
    except BaosouError as error:
        raise AssertionError(f"{text!r}: {error!r}") from error
    except Exception as error:
        raise AssertionError(f"{str(question)[:400]}: {error!r}") from error


def run(seconds: float, seed: int) -> str:
    """Queries by chance as long as the time goes; the figures."""
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    slowest, count, good = 0.0, 0, 0
    with tempfile.TemporaryDirectory(prefix="baosou-torture-") as scratch:
        engine = open_engine(str(Workplace(Path(scratch)).index))
        id = ask(engine, Question(text=PLACES[0])).results.hits[0].id
        while time.monotonic() < end:
            started = time.monotonic()
            question, answer = asked(engine, id, chance)
            took = time.monotonic() - started
            assert took < SECONDS, f"{took:.1f} s: {question}"
            slowest, count, good = max(slowest, took), count + 1, good + answer
        engine.close()
    return (
        f"queries: {count:,} strings, {good:,} answered, the others a clear error, "
        f"at most {slowest:.2f} s each (seed {seed})"
    )
