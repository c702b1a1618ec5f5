"""What of an archive matches a request, as the cluster is asked for it: exactly, filters and all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct

from baosou.corpus.errors import worded
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.errors import QueryError
from baosou.index.ids import DIGITS, section_id, shown_id
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.candidates import Reader
from baosou.index.opensearch_engine.counting import ARTICLES, SECTIONS
from baosou.index.opensearch_engine.naming import Names
from baosou.index.opensearch_engine.queries import (
    ALL,
    NOTHING,
    Asked,
    Dsl,
    any_of,
    asked_of,
    dated,
    leaf_of,
    leaves_of,
    phrases_in,
    valued,
    word_leaves,
)
from baosou.index.opensearch_engine.words import ArchiveWords
from baosou.index.query.tree import Fuzzy, Query, TextLeaf, Wildcard
from baosou.index.request import Filter, SearchRequest
from baosou.index.segments.doc_sets import numbers_of
from baosou.index.segments.matching.matcher import Deadline, SegmentMatcher

MOST_LOOKED_AT = 20_000
"""Articles that are read to tell which of them match, where the cluster cannot tell; more are refused."""

MOST_PHRASES = 1_000
"""A server takes 1,024 clauses in a query."""

_MOST_KEPT = 2_000

AT_ONCE = 2_000
"""Articles that are made a segment together on a walk."""


class Matching(Struct, frozen=True):
    """What matches a query, whatever the filters say.

    `leaves` are the sections in which anything stands that speaks for a match; None where nothing of that kind is
    asked for.
    """

    articles: Dsl
    leaves: Dsl | None


class Matches:
    """Tells what matches, for one engine; what was found out of a query is kept."""

    def __init__(
        self, archive: Archive, reader: Reader, names: Names, words: ArchiveWords, vocabulary: Vocabulary
    ) -> None:
        self._archive = archive
        self._reader = reader
        self._names = names
        self._words = words
        self._vocabulary = vocabulary
        self._kept: dict[Query, Matching] = {}
        self._listed: dict[TextLeaf, Sequence[str]] = {}

    def leaf(self, leaf: TextLeaf) -> Dsl:
        """Where a leaf stands, and perhaps some more articles where the cluster cannot tell."""
        return leaf_of(leaf, self._vocabulary, self._words_of(leaf)).dsl

    def words_for(self, leaf: Wildcard | Fuzzy) -> Sequence[str]:
        """The words of the archive that fit a leaf, also where it is sought without them."""
        known = self._words_of(leaf).get(leaf)
        return self._words.standing_for([leaf])[0] if known is None else known

    def exactly(self, leaves: Sequence[TextLeaf]) -> list[Dsl]:
        """Where each of some leaves stands, by article."""
        return [self.of(leaf).articles for leaf in leaves]

    def of(self, query: Query) -> Matching:
        """What matches a query; what the cluster cannot tell is told by texts."""
        kept = self._kept.get(query)
        if kept is None:
            kept = self._made(query)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[query] = kept
        return kept

    def _made(self, query: Query) -> Matching:
        listed = self._words_of(query)
        asked = asked_of(query, self._vocabulary, listed)
        leaves = [leaf_of(leaf, self._vocabulary, listed) for leaf in leaves_of(query)]
        if phrases_in(asked.dsl) > MOST_PHRASES:
            raise QueryError(worded("the words and patterns stand for too many others together; write more of them"))
        if asked.exact and all(leaf.exact for leaf in leaves):
            return Matching(asked.dsl, any_of([leaf.dsl for leaf in leaves]) if leaves else None)
        return self._looked_at(query, asked)

    def _words_of(self, query: Query) -> Mapping[TextLeaf, Sequence[str]]:
        """The words that the fuzzy words and patterns of a query stand for."""
        wanted = word_leaves(query)
        known: dict[TextLeaf, Sequence[str]] = {
            leaf: words for leaf in wanted if (words := self._listed.get(leaf)) is not None
        }
        missing = [leaf for leaf in wanted if leaf not in known]
        if missing:
            known.update(zip(missing, self._words.standing_for(missing), strict=True))
            if len(self._listed) >= _MOST_KEPT:
                self._listed.clear()
            self._listed.update(known)
        return known

    def _looked_at(self, query: Query, asked: Asked) -> Matching:
        """What matches of all that may, by the texts of these."""
        walked = self._reader.walked(in_order([ARTICLES, asked.dsl]))
        articles: list[str] = []
        sections: list[str] = []
        seen = 0
        while hits := list(islice(walked, AT_ONCE)):
            seen += len(hits)
            if seen > MOST_LOOKED_AT:
                raise QueryError(
                    worded(
                        "the words stand in too many articles to look at each of them on a cluster; leave out the most "
                        "frequent ones, or write more of a pattern"
                    )
                )
            segment = self._reader.segment(hits)
            matcher = SegmentMatcher(segment, Deadline(None, units=len(segment.text)), self._vocabulary)
            matching = set(numbers_of(matcher.articles(query)).tolist())
            ids = [shown_id(id, DIGITS) for id in segment.article_id.tolist()]
            articles += [ids[number] for number in sorted(matching)]
            for section in sorted({each for leaf in leaves_of(query) for each in matcher.sections(leaf).tolist()}):
                article = int(segment.section_article[section])
                if article in matching:
                    sections.append(section_id(ids[article], section - segment.sections_of_article(article)[0] + 1))
        held = {"ids": {"values": sections}} if leaves_of(query) else None
        return Matching({"terms": {"article": articles}} if articles else NOTHING, held)

    def filters(self, request: SearchRequest, filters: Sequence[Filter] | None = None) -> list[Dsl]:
        """What passes a request (or the same with other filters): of articles, or by section of sections."""
        matching = self.of(request.query)
        own: list[Dsl] = [] if request.aside else [{"term": {"aside": False}}]
        if request.since or request.until:
            own.append(dated(request.since, request.until))
        if request.without:
            ids = self._names.all_resolved(request.without)
            own.append({"bool": {"must_not": [{"terms": {"article": ids}}]}})
        for each in request.filters if filters is None else filters:
            found = valued(each.field, each.values)
            own.append({"bool": {"must_not": [found]}} if each.negated else found)
        if request.by == "article":
            return [ARTICLES, matching.articles, *own]
        sections = [SECTIONS, *own]
        if matching.articles != ALL:
            sections.append({"has_parent": {"parent_type": "article", "query": matching.articles}})
        if matching.leaves is not None:
            sections.append(matching.leaves)
        return sections


def in_order(filters: Sequence[Dsl], scores: Sequence[Dsl] = (), sort: str = "id") -> dict[str, Any]:
    """A search for what passes some filters, in an order in which no two are the same."""
    query: Dsl = {"bool": {"filter": list(filters)}}
    keys: list[Dsl] = []
    if scores:
        query["bool"]["should"] = list(scores)
        keys = [{"_score": {"order": "desc"}}]
    elif sort in ("date", "-date"):
        keys = [{"first": {"order": "asc" if sort == "date" else "desc", "missing": "_last"}}]
    elif sort == "title":
        keys = [{"title_key": {"order": "asc", "missing": "_last"}}]
    elif sort == "source":
        keys = [{"path": {"order": "asc"}}, {"position": {"order": "asc"}}]
    keys += [{"article": {"order": "asc"}}, {"number": {"order": "asc", "missing": 0}}]
    return {"query": query, "sort": keys, "track_total_hits": False}
