"""The closer look at the best candidates: the same as looking at each text by itself, character by character."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baosou.corpus.characters import QUOTES
from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import word_units
from baosou.index.ranking import reranking
from baosou.index.ranking.bm25 import inverse_frequency
from baosou.index.ranking.texts import of_query, read
from baosou.index.segments import layout
from baosou.index.segments.layout import Field
from baosou.index.segments.ranking.evidence import Places, texts_of
from baosou.index.segments.ranking.scoring import Collection, collection
from baosou.index.segments.reader import Segment

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Segment]
Terms = Sequence[tuple[str, float]]


EACH_ONCE = reranking.Weights(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)


def lines_of(segment: Segment, article: int) -> list[str]:
    """Title, byline and bodies of an article, folded, without quotation marks."""
    first, last = segment.sections_of_article(article)
    texts = [segment.section_text(first, field) for field in (Field.TITLE, Field.BYLINE)]
    texts += [segment.section_text(section) for section in range(first, last)]
    return ["".join(c for c in fold_text(text) if c not in QUOTES) for text in texts]


def saturated(count: int, lines: list[str], known: Collection, k1: float, b: float) -> float:
    mean = max(reranking.CHARACTERS_OF_WORD * known.mean_body, 1.0)
    return (k1 + 1) * count / (count + k1 * (1 - b + b * sum(map(len, lines)) / mean))


def weights_of_pairs(query: str, segment: Segment, known: Collection) -> dict[str, float]:
    weights = {}
    for pair in {query[at : at + 2] for at in range(len(query) - 1)}:
        if all(word_units()[ord(character)] for character in pair):
            key = np.array([ord(pair[0]) << 16 | ord(pair[1])], dtype=np.uint32)
            count = min(int(segment.gram_counts(key)[0]), known.sections)
            weights[pair] = inverse_frequency(count, known.sections)
    return weights


def standing(text: str, lines: list[str]) -> list[tuple[int, int]]:
    """The line and the place in it of each occurrence."""
    return [(n, at) for n, line in enumerate(lines) for at in range(len(line)) if line.startswith(text, at)]


def by_pairs(lines: list[str], weights: dict[str, float], known: Collection) -> dict[str, float]:
    ahead = [sum(map(len, lines[:n])) for n in range(len(lines))]
    pairs = early = 0.0
    for pair, weight in weights.items():
        places = [ahead[n] + at for n, at in standing(pair, lines)]
        pairs += weight * saturated(len(places), lines, known, reranking.GRAM_K1, reranking.GRAM_B)
        early += weight * (reranking.LEAD / (reranking.LEAD + min(places)) if places else 0.0)
    return {"pairs": pairs, "early": early, "passage": richest(lines, list(weights.items()))}


def richest(lines: list[str], texts: Terms) -> float:
    """The most weight of distinct texts that begin within one window; each line, unless empty, begins a block."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + ((len(line) // layout.BLOCK + 1) * layout.BLOCK if line else 0))
    places = {text: [starts[n] + at for n, at in standing(text, lines)] for text, _ in texts}
    return max(
        (
            sum(weight for text, weight in texts if any(end - reranking.WINDOW <= at <= end for at in places[text]))
            for end in {place for own in places.values() for place in own}
        ),
        default=0.0,
    )


def by_characters(lines: list[str], query: str, segment: Segment, known: Collection) -> float:
    total = 0.0
    for character in {each for each in query if word_units()[ord(each)]}:
        count = sum(fold_text(segment.slot_text(slot)).count(character) for slot in range(len(segment.slot_field)))
        holding = round(known.sections * (1 - math.exp(-count / known.sections)))
        weight = inverse_frequency(holding, known.sections)
        own = sum(line.count(character) for line in lines)
        total += weight * saturated(own, lines, known, reranking.CHARACTER_K1, reranking.CHARACTER_B)
    return total


def of_title(title: str, asked: dict[str, float], terms: Terms) -> float:
    pairs = [title[at : at + 2] for at in range(len(title) - 1)]
    pairs = [pair for pair in pairs if all(word_units()[ord(character)] for character in pair)]
    return sum(pair in asked for pair in pairs) / max(len(pairs), 1) * sum(weight for _, weight in terms)


def by_nearness(lines: list[str], terms: Terms) -> float:
    """Every pair of places tried; between two lines lie some blanks, at most a block and one."""
    places = [standing(term, lines) for term, _ in terms]
    pairs = 0.0
    for n in range(len(terms) - 1):
        (term, weight), (_, other) = terms[n], terms[n + 1]
        gaps = [
            second - first - len(term)
            for line, first in places[n]
            for same, second in places[n + 1]
            if line == same and 0 <= second - first - len(term) <= reranking.NEIGHBOUR_DISTANCE
        ]
        if gaps:
            pairs += min(weight, other) / (1 + min(gaps) / 2)
    return pairs


def parts(
    segment: Segment, query: str, terms: Terms, known: Collection, weights: reranking.Weights = EACH_ONCE
) -> dict[str, float]:
    seeking = of_query(terms, query, known)
    slots = segment.slots_from(np.array([1]))
    texts = texts_of(segment, Places(np.array([0]), slots, np.array([0])), 1)
    candidate = reranking.Candidates(texts, read(texts, seeking), np.array([5.0]))
    found = reranking.bonus_parts(candidate, seeking, known, weights)
    total = reranking.bonuses(candidate, seeking, known, weights)
    assert total[0] == pytest.approx(sum(float(part[0]) for part in found.values()))
    return {kind: float(part[0]) for kind, part in found.items()}


@given(
    text=st.text("渔港灯火志愿者，“”", max_size=70),
    title=st.text("渔港灯火志愿者，", max_size=8),
    terms=st.lists(st.text("渔港灯火志愿者", min_size=1, max_size=3), min_size=2, max_size=4, unique=True),
)
@example(text="志志", title="志愿", terms=["志", "愿志志"])
def test_a_bonus_is_what_trying_all_places_of_one_article_gives(
    text: str, title: str, terms: list[str], make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    segment = write_segment([make_article(text or "海", title=title), make_article("渔港的灯")])
    known = collection([segment])
    weighed = [(term, float(n + 1)) for n, term in enumerate(terms)]
    query = "".join(terms)
    lines = lines_of(segment, 0)
    pairs = weights_of_pairs(query, segment, known)
    expected = {
        **by_pairs(lines, pairs, known),
        "neighbours": by_nearness(lines, weighed),
        "coverage": 5.0,
        "characters": by_characters(lines, query, segment, known),
        "title": of_title(lines[0], pairs, weighed),
    }
    for weights in (reranking.PLAIN, reranking.ASKING):
        weighted = {kind: pytest.approx(getattr(weights, kind) * part) for kind, part in expected.items()}
        assert parts(segment, query, weighed, known, weights) == weighted


def test_candidates_do_not_lend_one_another_their_words(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    segment = write_segment([make_article(text) for text in ("渔港", "志愿者", "渔港的志愿者", "渔港")])
    known = collection([segment])
    terms = [("渔港", 2.0), ("志愿者", 3.0)]
    numbers = np.arange(4)
    texts = texts_of(segment, Places(numbers, numbers + 1, numbers), 4)
    seeking = of_query(terms, "渔港志愿者", known)
    candidates = reranking.Candidates(texts, read(texts, seeking), np.zeros(4))
    found = reranking.bonus_parts(candidates, seeking, known, EACH_ONCE)
    assert found["neighbours"].tolist() == [0, 0, pytest.approx(by_nearness(["渔港的志愿者"], terms)), 0]
    pairs = weights_of_pairs("渔港志愿者", segment, known)
    alone = [richest([text], list(pairs.items())) for text in ("渔港", "志愿者", "渔港的志愿者", "渔港")]
    assert found["passage"].tolist() == pytest.approx(alone)


def test_a_query_of_more_characters_than_are_numbered_still_earns_a_bonus(
    make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    query = "渔港" + "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
    segment = write_segment([make_article("渔港的灯"), make_article("海")])
    found = parts(segment, query, [("渔港", 1.0), (chr(0x4E00 + 390), 1.0)], collection([segment]))
    assert found["pairs"] > 0
