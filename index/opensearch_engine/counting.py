"""How much of an archive holds something: what ranking and understanding ask of all of it, many things in a round.

What was counted is kept: an engine answers from one generation.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Grams
from baosou.index.highlight.marker import Form
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.mapping import COUNTING, COUNTS
from baosou.index.opensearch_engine.marks import HOLE, Spelling
from baosou.index.opensearch_engine.queries import Dsl, stands
from baosou.index.query.tree import Fuzzy, Phrase, TextLeaf, Wildcard
from baosou.index.ranking.bm25 import Scores
from baosou.index.segments.matching.matcher import SegmentMatcher
from baosou.index.segments.writing.characters import most_listed

ARTICLES: Dsl = {"term": {"kind": "article"}}
SECTIONS: Dsl = {"term": {"kind": "section"}}

_MOST_KEPT = 50_000
_WORDS_AT_ONCE = 5_000

Key = TypeVar("Key", bound=Hashable)
Leaves = Callable[[Sequence[TextLeaf]], Sequence[Dsl]]
"""What gives leaves as the cluster is asked for them, exactly."""

ListedWords = Callable[[Wildcard | Fuzzy], Sequence[str]]
"""What gives the words of the archive that a leaf stands for."""


class Counts:
    """Implements `index.segments.ranking.scoring.Archive` over an archive on a cluster; see there."""

    def __init__(self, archive: Archive, leaves: Leaves, listed: ListedWords) -> None:
        self._archive = archive
        self._leaves = leaves
        self._words = listed
        self._holding: dict[TextLeaf, int] = {}
        self._often: dict[str, int] = {}
        self._listed: dict[str, int] = {}
        self._totals: Mapping[str, int] | None = None

    @property
    def totals(self) -> Mapping[str, int]:
        """What of all articles is added up; `articles` are how many there are."""
        # not a cached property, which lets no other thread in while the cluster is asked
        if self._totals is None:
            self._totals = self._added_up()
        return self._totals

    def _added_up(self) -> Mapping[str, int]:
        aggs = {name: {"sum": {"field": name}} for name in COUNTS}
        body = {"size": 0, "track_total_hits": True, "query": ARTICLES, "aggs": aggs}
        (found,) = self._archive.client.msearch([body], index=self._archive.text)
        sums = {name: int(found["aggregations"][name]["value"]) for name in COUNTS}
        return {**sums, "articles": found["hits"]["total"]["value"]}

    @property
    def articles(self) -> int:
        """See Statistics."""
        return self.totals["articles"]

    @property
    def sections(self) -> int:
        """See Statistics."""
        return self.totals["sections"]

    @property
    def means(self) -> Scores:
        """See Statistics."""
        pairs = (("title_words", "titles"), ("byline_words", "bylines"), ("body_words", "bodies"))
        return np.array([max(self.totals[words] / max(self.totals[texts], 1), 1.0) for words, texts in pairs])

    @property
    def mean_body(self) -> float:
        """See Statistics."""
        return max(self.totals["body_words"] / max(self.articles, 1), 1.0)

    def holding(self, terms: Sequence[TextLeaf | str]) -> Sequence[int]:
        """See Statistics."""
        lone = [term for term in terms if isinstance(term, str)]
        leaves = [Phrase(term) if isinstance(term, str) else term for term in terms]
        often = self._texts(_lone(character) for character in lone)
        held = _told(self._holding, leaves, self._count)
        most = most_listed(self.totals["units"]) if lone else 0
        return [
            0 if isinstance(term, str) and often[_lone(term)] > most else held[leaf]
            for term, leaf in zip(terms, leaves, strict=True)
        ]

    def held(self, terms: Sequence[TextLeaf | str], matchers: Sequence[SegmentMatcher]) -> Sequence[int]:
        """See Archive: the segments at hand are a few of its articles."""
        return self.holding(terms)

    def _count(self, leaves: Sequence[TextLeaf]) -> list[int]:
        bodies = [how_many([ARTICLES, dsl]) for dsl in self._leaves(leaves)]
        found = self._archive.client.msearch(bodies, index=self._archive.text)
        return [each["hits"]["total"]["value"] for each in found]

    def words(self, leaf: Wildcard | Fuzzy, matchers: Sequence[SegmentMatcher]) -> Set[str]:
        """See Archive."""
        return {*self._words(leaf), *(word for matcher in matchers for word in matcher.words(leaf))}

    def are_words(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """See Archive."""
        listed = _told(self._listed, texts, self._list)
        return np.array([listed[text] > 0 for text in texts])

    def seen(self, words: Sequence[str]) -> list[int]:
        """How often each of some texts was seen as a word of the archive, in articles that are gone too."""
        listed = _told(self._listed, words, self._list)
        return [listed[word] for word in words]

    def _list(self, texts: Sequence[str]) -> list[int]:
        """How often each of some texts was seen as a word of the archive; 0 for what is none."""
        bodies = []
        for start in range(0, len(texts), _WORDS_AT_ONCE):
            some = list(texts[start : start + _WORDS_AT_ONCE])
            query = {"bool": {"filter": [{"term": {"kind": "word"}}, {"terms": {"text": some}}]}}
            bodies.append({"size": len(some), "query": query})
        found = self._archive.client.msearch(bodies, index=self._archive.words)
        counts = {hit["_source"]["text"]: hit["_source"]["count"] for each in found for hit in each["hits"]["hits"]}
        return [counts.get(text, 0) for text in texts]

    def occurrences(self, words: Sequence[str]) -> Sequence[int]:
        """See Statistics."""
        listed = _told(self._listed, words, self._list)
        return [sum(each) for each in self.often([_whole(word) if listed[word] else () for word in words])]

    def pairs(self, grams: Grams) -> NDArray[np.int64]:
        """See Statistics."""
        texts = [chr(gram >> 16) + chr(gram & 0xFFFF) for gram in grams.tolist()]
        return np.array([sum(each) for each in self.often([_plain(text) for text in texts])], dtype=np.int64)

    def characters(self, units: Sequence[int]) -> Sequence[int]:
        """See Statistics."""
        return [sum(each) for each in self.often([_plain(chr(unit)) for unit in units])]

    def often(self, spellings: Sequence[Sequence[str]]) -> list[list[int]]:
        """How often each of some texts with marks stands in articles, given in groups."""
        found = self._texts(text for each in spellings for text in each)
        return [[found[text] for text in each] for each in spellings]

    def _texts(self, texts: Iterable[str]) -> Mapping[str, int]:
        """How often each of some texts with marks stands, all asked in a round."""
        return _told(self._often, texts, self._count_texts)

    def _count_texts(self, texts: Sequence[str]) -> list[int]:
        found = self._archive.client.msearch([often(text) for text in texts], index=self._archive.text)
        return [of_often(text, each) for text, each in zip(texts, found, strict=True)]


def _told(kept: dict[Key, int], keys: Iterable[Key], ask: Callable[[Sequence[Key]], Sequence[int]]) -> dict[Key, int]:
    """The numbers of some keys, kept or asked for; threads share what is kept."""
    known = {key: kept.get(key) for key in keys}
    missing = [key for key, number in known.items() if number is None]
    if missing:
        found = dict(zip(missing, ask(missing), strict=True))
        if len(kept) > _MOST_KEPT:
            kept.clear()
        kept.update(found)
        known.update(found)
    return {key: number for key, number in known.items() if number is not None}


def how_many(filters: Sequence[Dsl]) -> dict[str, Any]:
    """The search that counts what passes some filters."""
    return {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": list(filters)}}}


def often(text: str, filters: Sequence[Dsl] = (ARTICLES,)) -> dict[str, Any]:
    """The search that counts how often a text with its marks stands: its scores are that, a time for each token."""
    query = {"bool": {"filter": list(filters), "must": [stands("all", text, boost=COUNTING)]}}
    return {
        "size": 0,
        "track_total_hits": False,
        "query": query,
        "aggs": {"often": {"sum": {"script": {"source": "_score"}}}},
    }


def of_often(text: str, found: Mapping[str, Any]) -> int:
    """What such a search found."""
    tokens = len(text) - text.count(HOLE)
    summed: float = found["aggregations"]["often"]["value"]
    return round(summed / max(tokens, 1))


def _lone(character: str) -> str:
    return _plain(character)[0] if _plain(character) else ""


def _plain(text: str) -> Sequence[str]:
    return Spelling(Form(text, whole=False)).texts


def _whole(text: str) -> Sequence[str]:
    return Spelling(Form(text, whole=True)).texts
