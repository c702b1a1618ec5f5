"""Names of people and places that an index holds are words for the cut of its queries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.index.analysis.vocabulary import PlainVocabulary
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.understanding.terms import terms


class Names(PlainVocabulary):
    """jieba's dictionary and some names; what was looked up is kept."""

    def __init__(self, *names: str) -> None:
        self._names = names
        self.asked: list[str] = []

    def has_name(self, text: str) -> bool:
        self.asked.append(text)
        return text in self._names


@pytest.mark.parametrize(
    ("typed", "without", "found"),
    [
        ("罗永康采访苍南", ["罗永康", "采访", "苍南"], ["罗永康", "采访", "苍南"]),
        ("石浦镇志愿者", ["石浦", "镇", "志愿者"], ["石浦镇", "志愿者"]),
        ("欧阳雪屿报道渔港", None, ["欧阳雪屿", "报道", "渔港"]),
        ("陈思明日前报道", None, ["陈思明", "日前", "报道"]),
        ("记者陈思明和石浦镇的志愿者", None, ["记者", "陈思明", "石浦镇", "志愿者"]),
        ("石浦镇", ["石浦镇"], ["石浦镇"]),
        ("陈思明", ["陈思明"], ["陈思明"]),
        ("2024年石浦镇", None, ["2024年", "石浦镇"]),
        ("志愿者服务", ["志愿者", "服务"], ["志愿者", "服务"]),
    ],
)
def test_a_name_of_the_index_is_one_term(typed: str, without: list[str] | None, found: list[str]) -> None:
    names = Names("罗永康", "石浦镇", "欧阳雪屿", "陈思明", "志愿")
    assert terms(typed, vocabulary=names) == found
    if without is not None:
        assert terms(typed) == without


def test_only_what_the_dictionary_leaves_in_pieces_is_looked_up() -> None:
    names = Names()
    terms("苍南志愿者服务队组织活动", vocabulary=names)
    assert names.asked == []
    terms("苍南石浦镇志愿者", vocabulary=names)
    assert names.asked
    assert all("镇" in name and 2 <= len(name) <= 10 for name in names.asked)


@given(st.text(alphabet="苍南石浦镇陈思明的了志愿者2024年，aA", min_size=1, max_size=14))
def test_every_term_stands_in_what_was_typed_in_order(typed: str) -> None:
    names = Names("石浦镇", "陈思明", "明镇", "思明志")
    at = 0
    folded = typed.lower().replace("，", ",")
    for term in terms(typed, vocabulary=names):
        at = folded.find(term, at)
        assert at >= 0
        at += len(term)
    assert len(names.asked) <= 10 * len(typed)


def test_authors_and_places_of_an_index_are_names(library: Callable[..., Engine]) -> None:
    engine = library(
        [
            {
                "title": "赶集",
                "authors": ["欧阳雪屿"],
                "places": ["浙江省/宁波市/象山县/石浦镇"],
                "text": "赶集的人多。",
            },
            {"title": "石浦镇的集", "text": "欧阳雪屿采访了志愿者。"},
            {"title": "无关", "text": "石浦的老镇上，欧阳家的人踏雪上屿的志愿者接受采访。"},
        ]
    )
    vocabulary = engine.vocabulary
    known = ("欧阳雪屿", "石浦镇", "象山县", "浙江省")
    assert [name for name in (*known, "雪屿", "浦镇", "屿") if vocabulary.has_name(name)] == list(known)
    answer = ask(engine, Question("欧阳雪屿采访志愿者", strict=True))
    assert answer.interpreted == "欧阳雪屿 AND 采访 AND 志愿者"
    assert [hit.title for hit in answer.results.hits] == ["石浦镇的集"]
