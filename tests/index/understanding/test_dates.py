"""A date typed whole is found in every spelling and nowhere else, with and without other words around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baosou.index.analysis.vocabulary import PlainVocabulary
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.understanding.terms import terms

Library = Callable[..., Engine]

SPELLINGS = [
    "2021年6月8日",
    "二〇二一年六月八日",
    "二零二一年六月八日",
    "2021-06-08",
    "2021-6-8",
    "2021.06.08",
    "2021/6/8",
    "20210608",
    "２０２１年６月８号",
    "2021 年 6 月 8 日",
]
OTHERS = ["2021-06-081", "12021-06-08", "2021年6月18日", "2021年16月8日", "120210608", "2021.06.18", "2021年6月28日"]


def titles(engine: Engine, query: str, mode: str = "all") -> set[str | None]:
    answer = ask(engine, Question(text=query, mode=mode, strict=True, limit=100))  # type: ignore[arg-type]
    return {hit.title for hit in answer.results.hits}


@pytest.fixture
def harbour(library: Library) -> Engine:
    return library(
        [
            *({"title": text, "text": f"望潮渔港定于{text}开渔，渔船待发。"} for text in SPELLINGS),
            *({"title": text, "text": f"望潮渔港编号{text}，渔船待发。"} for text in OTHERS),
            {"title": "同一天", "text": "每年6月8日都是望潮渔港的晒网日，六月八号也有集市。"},
            {"title": "同一月", "text": "2021年6月起，望潮渔港的渔船加装灯塔信标。"},
        ]
    )


@pytest.mark.parametrize("typed", [text for text in SPELLINGS if " " not in text])
def test_a_date_typed_whole_finds_all_its_spellings_and_nothing_within_longer_numbers(
    harbour: Engine, typed: str
) -> None:
    assert titles(harbour, typed) == set(SPELLINGS)
    assert titles(harbour, f"{typed}望潮渔港开渔") == set(SPELLINGS)
    assert titles(harbour, f"渔船 {typed}") == set(SPELLINGS)


def test_a_day_without_a_year_is_that_day_of_any_year(harbour: Engine) -> None:
    found = titles(harbour, "6月8日")
    assert {"同一天", "2021年6月8日", "二〇二一年六月八日", "２０２１年６月８号"} <= found
    assert found.isdisjoint({"2021年6月18日", "2021年16月8日", "2021年6月28日"})


def test_a_month_of_a_year_is_one_term(harbour: Engine) -> None:
    found = titles(harbour, "2021年6月")
    assert {"同一月", "2021年6月8日", "2021-06-08", "二〇二一年六月八日", "2021年6月18日"} <= found
    assert found.isdisjoint({"12021-06-08", "同一天", "2021年16月8日"})
    assert titles(harbour, "2021-06") == found


@pytest.mark.parametrize("typed", ["2021-06-08", "2021年6月8日"])
def test_quoted_dates_and_literal_ones_are_found_as_before(harbour: Engine, typed: str) -> None:
    quoted = titles(harbour, f"“{typed}”")
    assert quoted == titles(harbour, typed, "literal")
    assert typed in quoted
    assert "2021/6/8" not in quoted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年6月8日望潮渔港开渔", ["2021年6月8日", "望潮", "渔港", "开渔"]),
        ("渔港2021-06-08开渔", ["渔港", "2021-06-08", "开渔"]),
        ("六月八日晒网", ["六月八日", "晒网"]),
        ("9·3阅兵", ["9·3", "阅兵"]),
        ("2021年6月30日报道", ["2021年6月30日", "报道"]),
        ("2021年13月的渔汛", ["2021年", "13月", "渔汛"]),
    ],
)
def test_a_date_is_a_term_of_its_own(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_day_with_a_dot_is_found_whatever_dot_it_has_and_within_quotation_marks(library: Library) -> None:
    engine = library(
        [
            {"title": "间隔号", "text": "老兵回望9·3阅兵，热泪盈眶。"},
            {"title": "点", "text": "参加过“9.3”阅兵的方队再次集合。"},
            {"title": "片假名点", "text": "“9・3”阅兵之后，老船长收藏了一面旗。"},
            {"title": "别的数", "text": "9月有3场阅兵，行程93.9里。"},
            {"title": "更长的数", "text": "阅兵路线全长19·3里，编号9·31。"},
        ]
    )
    for typed in ("9·3阅兵", "9.3 阅兵", "9・3阅兵", "阅兵9•3"):
        assert titles(engine, typed) == {"间隔号", "点", "片假名点"}


class OwnWord(PlainVocabulary):
    """jieba's dictionary and a ship's name."""

    def own_words(self, text: str) -> frozenset[str]:
        return frozenset({"6月8日号"} if "6月8日号" in text else ())


def test_a_word_of_the_user_is_not_cut_by_a_date() -> None:
    assert "6月8日" not in terms("6月8日号渔船", vocabulary=OwnWord())
    assert "6月8日" in terms("6月8日渔船", vocabulary=OwnWord())


@pytest.mark.parametrize("typed", ["2021年6月8日渔港", "2021-06-08 渔港", "渔港2021.06.08"])
def test_the_numbers_of_a_date_do_not_rank_without_it(harbour: Engine, typed: str) -> None:
    reading = ask(harbour, Question(text=typed, explain=True)).results.reading
    assert reading is not None
    assert {term.text for term in reading.terms} == {"渔港", typed.replace("渔港", "").strip()}
