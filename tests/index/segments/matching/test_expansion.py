"""Patterns and fuzzy words stand for the words that a slow look at every one of them finds."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.support.levenshtein import levenshtein

from baosou.index.analysis.user_words import UserWord
from baosou.index.analysis.vocabulary import PlainVocabulary
from baosou.index.errors import QueryError
from baosou.index.query.tree import Fuzzy, Phrase, Wildcard
from baosou.index.segments.matching.expansion import own_words, similar_words, wildcard_words, within
from baosou.index.segments.matching.matcher import Deadline, SegmentMatcher
from baosou.index.segments.reader import Segment

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Segment]

MANY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))

TEXT = (
    "石浦镇的志愿者和志愿服务队在渔港修灯塔，灯火映着渔船；社会主义现代化建设中的老渔民王 一说，国际渔业大会将在"
    "中国召开，中国人和外国人都来。COVID-19期间的colour与color，cold和code，2018年12月、2008年1.5万人、2019、209。"
    "研究生命科学的研究生，现代化的港口，化学工业，工业化。a[b]c x-y ab abc acb"
)


@pytest.fixture(scope="module")
def segment(make_article: MakeArticle, write_segment: WriteSegment) -> Segment:
    return write_segment([make_article(TEXT)])


def spelled(segment: Segment, numbers: list[int]) -> list[str]:
    return [segment.words[number] for number in numbers]


def fits(word: str, pattern: str) -> bool:
    return fnmatchcase(word, pattern.replace("[", "[[]"))


def edits(first: str, second: str) -> int:
    return int(levenshtein(first, second))  # type: ignore[no-untyped-call]


PATTERNS = st.text(st.sampled_from("*?中国人志愿者渔现代化灯02189ac[]-ocld "), max_size=6)


@pytest.mark.parametrize(
    "pattern", ["渔*", "*渔*", "志*者", "?国*", "c*d", "co?o*r", "2*8", "2??", "*", "王 *", "[*", "*化"]
)
def test_a_pattern_stands_for_the_words_that_fit_it(segment: Segment, pattern: str) -> None:
    assert spelled(segment, wildcard_words(segment, pattern)) == [w for w in segment.words if fits(w, pattern)]


@MANY
@given(pattern=PATTERNS)
def test_any_pattern_stands_for_the_words_that_fit_it(segment: Segment, pattern: str) -> None:
    assert spelled(segment, wildcard_words(segment, pattern)) == [w for w in segment.words if fits(w, pattern)]


@MANY
@given(
    text=st.text(st.sampled_from("中国人志愿者渔船现代化灯0218acolrde"), max_size=6), distance=st.sampled_from([1, 2])
)
def test_a_fuzzy_word_stands_for_the_words_within_its_edits_that_keep_any_of_it(
    segment: Segment, text: str, distance: int
) -> None:
    expected = [w for w in segment.words if edits(w, text) <= distance and {*w} & {*text}]
    assert spelled(segment, similar_words(segment, text, distance)) == expected


LETTERS = st.text(st.sampled_from("abc𠮷"), max_size=8)


@MANY
@given(text=LETTERS, words=st.lists(LETTERS, max_size=6), distance=st.integers(0, 3))
def test_edits_are_counted_as_the_whole_table_counts_them(text: str, words: list[str], distance: int) -> None:
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    codes = np.array([ord(character) for word in words for character in word], dtype=np.uint32)
    near = within(text, distance, codes, np.cumsum(lengths) - lengths, lengths).tolist()
    assert near == [edits(word, text) <= distance for word in words]


class Taught(PlainVocabulary):
    """Knows words of the user's."""

    def __init__(self, *words: str) -> None:
        self._words = [UserWord(word) for word in words]

    def user_words(self) -> list[UserWord]:
        return self._words


def test_the_users_words_are_told_as_the_listed_ones_are() -> None:
    vocabulary = Taught("渔灯节", "共富工坊", "渔灯街", "霞关", "a[1]")
    assert own_words(vocabulary, Wildcard("渔*节")) == ["渔灯节"]
    assert own_words(vocabulary, Wildcard("漁?*")) == ["渔灯节", "渔灯街"]
    assert own_words(vocabulary, Wildcard("A[*")) == ["a[1]"]
    assert own_words(vocabulary, Fuzzy("渔灯结", 1)) == ["渔灯节", "渔灯街"]
    assert own_words(vocabulary, Fuzzy("共富", 2)) == ["共富工坊"]
    assert own_words(Taught(), Fuzzy("共富", 2)) == []


def test_what_stands_for_too_many_words_is_refused(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    numbers = " ".join(f"7{n:03}" for n in range(1001))
    segment = write_segment([make_article(f"渔港编号：7 {numbers}")])
    refused: list[Callable[[], object]] = [
        lambda: wildcard_words(segment, "7*"),
        lambda: similar_words(segment, "7", 3),
        lambda: own_words(Taught(*(f"村{n}" for n in range(1001))), Wildcard("村*")),
    ]
    for each in refused:
        with pytest.raises(QueryError, match="more than 1000 words"):
            each()
    assert len(wildcard_words(segment, "70*")) == 100


@pytest.mark.parametrize("typed", ["云鲸", "渔", "鲸", "捕渔", "他", "x-y", "今天", "沙塘鳢", "云鲸号", "𠮷"])
def test_a_fuzzy_word_is_found_as_it_is_typed_whatever_the_dictionary_knows(
    typed: str, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    texts = ["渔政船云鲸今天下水，捕渔去了。", "他见到鲸。云鲸号回港。", "沙塘鳢和x-y", "𠮷", "7只5座，3号a"]
    matcher = SegmentMatcher(write_segment([make_article(text) for text in texts]), Deadline(None))
    found = matcher.evidence(Fuzzy(typed, 1))
    exact = matcher.evidence(Phrase(typed, whole=True))
    assert set(exact.articles.tolist()) <= set(found.articles.tolist())
    assert len(exact.articles)
    assert 4 not in found.articles
    assert typed in matcher.words(Fuzzy(typed, 1))


def test_what_is_found_as_it_is_typed_counts_once(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    matcher = SegmentMatcher(write_segment([make_article("云鲸和云鲸")]), Deadline(None), Taught("云鲸"))
    assert matcher.evidence(Fuzzy("云鲸", 1)).counts.tolist() == [2]
    assert matcher.words(Fuzzy("渔灯", 1)) == []
