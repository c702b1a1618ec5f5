"""The words that tell the matches of a question from all other articles, counted as if they were a facet's values."""

from __future__ import annotations

import re

from msgspec.structs import replace

from baosou.index.contexts.significant import significant_words
from baosou.index.engine import Engine
from baosou.index.query.tree import Fuzzy, Near, Phrase, TextLeaf, Wildcard, text_leaves
from baosou.index.request import LOOKED_AT, FacetRequest, SearchRequest
from baosou.index.results import FacetCount

_CHARACTERS = 1_200
"""What an article is about stands at its beginning; a longer part of it takes longer to read."""

_ALL = 1_000


def _texts(leaf: TextLeaf) -> tuple[str, ...]:
    match leaf:
        case Phrase(text) | Fuzzy(text):
            return (text,)
        case Near(phrases):
            return phrases
        case Wildcard(pattern):
            return tuple(filter(None, re.split(r"[*?＊？]", pattern)))


def words_of_hits(engine: Engine, request: SearchRequest, wanted: FacetRequest) -> tuple[FacetCount, ...]:
    """The most telling words of the best matches of a request, each with how many of these hold it."""
    best = replace(request, limit=LOOKED_AT, offset=0, by="article", facets=(), snippets=0, explain=False, parts=())
    sample = engine.sample(best, characters=_CHARACTERS)
    found = significant_words(
        sample.texts,
        engine,
        articles=sample.articles,
        sought={text for leaf, _ in text_leaves(request.query) for text in _texts(leaf)},
        own=[word.text for word in engine.vocabulary.user_words()],
        limit=wanted.limit or _ALL,
    )
    return tuple(FacetCount(each.word, each.held) for each in found)
