"""The closer look at the best candidates: the same as looking at each text by itself, character by character."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.index.marking import QUOTES
from baosou.index.whoosh_engine import layout, reranking
from baosou.index.whoosh_engine.layout import Field
from baosou.index.whoosh_engine.scoring import Collection, collection, inverse_frequency
from baosou.index.whoosh_engine.segment import Segment

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Segment]
Terms = Sequence[tuple[str, float]]


def lines_of(segment: Segment, article: int) -> list[str]:
    """Title, byline and bodies of an article, folded, without quotation marks."""
    first, last = segment.sections_of_article(article)
    texts = [segment.section_text(first, field) for field in (Field.TITLE, Field.BYLINE)]
    texts += [segment.section_text(section) for section in range(first, last)]
    return ["".join(c for c in fold_text(text) if c not in QUOTES) for text in texts]


def by_pairs(lines: list[str], query: str, segment: Segment, known: Collection) -> float:
    norm = reranking.GRAM_K1 * (
        1
        - reranking.GRAM_B
        + reranking.GRAM_B * sum(map(len, lines)) / max(reranking.CHARACTERS_OF_WORD * known.mean_body, 1.0)
    )
    total = 0.0
    for pair in {query[at : at + 2] for at in range(len(query) - 1)}:
        if not all(layout.word_units()[ord(character)] for character in pair):
            continue
        key = np.array([ord(pair[0]) << 16 | ord(pair[1])], dtype=np.uint32)
        weight = inverse_frequency(min(int(segment.gram_counts(key)[0]), known.sections), known.sections)
        ahead = [sum(map(len, lines[:n])) for n in range(len(lines))]
        places = [ahead[n] + at for n, line in enumerate(lines) for at in range(len(line)) if line.startswith(pair, at)]
        frequent = (reranking.GRAM_K1 + 1) * len(places) / (len(places) + norm)
        early = reranking.LEAD / (reranking.LEAD + min(places)) if places else 0.0
        total += weight * (reranking.GRAM_WEIGHT * frequent + reranking.LEAD_WEIGHT * early)
    return total


def by_nearness(lines: list[str], terms: Terms) -> float:
    """Every pair of places tried; between two lines lie some blanks, at most a block and one."""
    places = []
    for term, _ in terms:
        places.append([(n, at) for n, line in enumerate(lines) for at in range(len(line)) if line.startswith(term, at)])
    if sum(map(bool, places)) < 2:
        return 0.0
    pairs = 0.0
    for n in range(len(terms) - 1):
        (term, weight), (_, other) = terms[n], terms[n + 1]
        gaps = [
            second - first - len(term)
            for line, first in places[n]
            for same, second in places[n + 1]
            if line == same and 0 <= second - first - len(term) <= reranking.PAIR_DISTANCE
        ]
        if gaps:
            pairs += min(weight, other) / (1 + min(gaps) / 2)
    richest = max(
        sum(
            weight
            for (_, weight), stand in zip(terms, places, strict=True)
            if any(other == line and end - reranking.WINDOW <= at <= end for other, at in stand)
        )
        for line, end in sorted(place for stand in places for place in stand)
    )
    return reranking.PAIR_WEIGHT * pairs + reranking.WINDOW_WEIGHT * richest / math.sqrt(len(terms))


def bonus(segment: Segment, query: str, terms: Terms, known: Collection) -> float:
    sought = reranking.wanted(terms, query, [segment], known)
    slots = np.array([len(segment.slot_field)])
    texts = reranking.texts_of(segment, np.array([0]), slots, np.array([0]), 1)
    return float(reranking.bonuses(texts, sought, known)[0])


@given(
    text=st.text("渔港灯火志愿者，“”", max_size=40),
    terms=st.lists(st.text("渔港灯火志愿者", min_size=1, max_size=3), min_size=1, max_size=4, unique=True),
)
def test_a_bonus_is_what_trying_all_places_of_one_text_gives(
    text: str, terms: list[str], make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    segment = write_segment([make_article(text or "海")])
    known = collection([segment])
    weighed = [(term, float(n + 1)) for n, term in enumerate(terms)]
    query = "".join(terms)
    lines = lines_of(segment, 0)
    expected = by_nearness(lines, weighed) + by_pairs(lines, query, segment, known)
    assert bonus(segment, query, weighed, known) == pytest.approx(expected, rel=1e-9)


def test_candidates_do_not_lend_one_another_their_words(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    segment = write_segment([make_article(text) for text in ("渔港", "志愿者", "渔港的志愿者", "渔港")])
    known = collection([segment])
    terms = [("渔港", 2.0), ("志愿者", 3.0)]
    numbers = np.arange(4)
    texts = reranking.texts_of(segment, numbers, numbers + 1, numbers, 4)
    near = reranking.bonuses(texts, reranking.wanted(terms, "", [segment], known), known)
    assert near.tolist() == [0, 0, pytest.approx(by_nearness(["渔港的志愿者"], terms)), 0]


def test_a_query_of_more_characters_than_are_numbered_still_earns_a_bonus(
    make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    query = "渔港" + "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
    segment = write_segment([make_article("渔港的灯")])
    assert bonus(segment, query, [("渔港", 1.0), (chr(0x4E00 + 390), 1.0)], collection([segment])) > 0
