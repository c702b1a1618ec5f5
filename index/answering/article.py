"""Questions about one article: why it matches a query or not, and which others are like it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from baosou.index.answering.question import Question, request_of, understood_text
from baosou.index.answering.reprints import Asked
from baosou.index.engine import Engine
from baosou.index.query.tree import Boost, Everything, Or, Phrase, Query
from baosou.index.query.writer import render
from baosou.index.reprints.likeness import Compared
from baosou.index.reprints.stories import are_one
from baosou.index.request import ALL_HITS, Filter, SearchRequest
from baosou.index.results import Answer, ArticleText, Hit, Results
from baosou.index.understanding.outline import left_aside
from baosou.index.why import Why

TELLING_WORDS = 20
"""How many words of an article are looked for in others."""

_COMPARED = 50
"""So many of the hits are compared; what is the same comes first, since it holds all the words."""


def why(engine: Engine, id: str, question: Question) -> Why:
    """Why the article or section of an id answers a question or not; raises UnknownId, and QueryError as `ask` does.

    The query is taken at its word: what a search does beside it when hardly anything is found is not done.
    """
    text = "" if question.text is None else question.text.strip()
    parsed, understood = understood_text(engine, text, question)
    found = engine.why(id, request_of(engine, replace(question, offset=0), understood, parsed))
    return replace(found, aside=left_aside(parsed, understood, engine.vocabulary))


def marked_by(engine: Engine, text: str, saved: Mapping[str, str]) -> Query:
    """The query whose words are marked in an article; raises QueryError."""
    return understood_text(engine, text.strip(), Question(text=text, saved=saved))[1]


def neighbours(engine: Engine, id: str) -> tuple[Hit, ...]:
    """All articles of the page that an article stands on, in its order: those of its source with its date, paper and
    edition, as far as they are known, and of what is printed those that begin on its page. A file of records has many
    pages.
    """
    own = engine.article(id)
    known = (
        ("source", own.source.path),
        ("date", own.date),
        ("publication", own.publication),
        ("edition", own.edition),
    )
    filters = tuple(Filter(field, (value,)) for field, value in known if value)
    request = SearchRequest(Everything(), filters=filters, sort="source", limit=ALL_HITS, snippets=0)
    found = engine.search(request).hits
    pages = {hit.source.page for hit in found if hit.id == own.id}
    same = (hit for hit in found if hit.source.path == own.source.path and hit.date == own.date)
    return tuple(hit for hit in same if hit.source.page in pages)


def similar(engine: Engine, ids: Sequence[str], question: Question) -> Answer:
    """Articles like those of some ids (or like one section of each), the most alike first; raises UnknownId.

    Their most telling words are asked for, any of them, each as much as it says of the articles together. They
    themselves are left out; those that hold the same text stand in `copies`, for a reprint is news to some and noise
    to others, and others that share much in `alike` and `contained`. The question's text is not used.
    """
    started = time.perf_counter()
    own = [engine.article(id) for id in ids]
    weights: Counter[str] = Counter()
    for id in ids:
        weights.update(dict(engine.telling_words(id, limit=TELLING_WORDS)))
    words = list(weights.items()) if len(ids) == 1 else weights.most_common(TELLING_WORDS)
    alternatives = tuple(_weighted(Phrase(word, whole=True), round(weight, 2)) for word, weight in words)
    results = Results(0, ())
    query: Query = Or(alternatives)
    if alternatives:
        query = alternatives[0] if len(alternatives) == 1 else query
        request = request_of(engine, question, query, query)
        results = engine.search(replace(request, typed="", without=tuple(dict.fromkeys(each.id for each in own))))
    likeness = _likeness(engine, own, results.hits[:_COMPARED])
    return Answer(
        query=" ".join(ids),
        interpreted=render(query),
        rescue=None,
        took_ms=round((time.perf_counter() - started) * 1000, 3),
        results=results,
        copies=tuple(id for id, is_like in likeness.items() if is_like == "copy"),
        alike=tuple(id for id, is_like in likeness.items() if is_like == "alike"),
        contained=tuple(id for id, is_like in likeness.items() if is_like == "contained"),
        sought=tuple(word for word, _ in words),
    )


def _weighted(leaf: Phrase, weight: float) -> Query:
    return leaf if weight == 1 else Boost(leaf, weight)


def _likeness(engine: Engine, own: Sequence[ArticleText], hits: Sequence[Hit]) -> dict[str, str]:
    """How hits are like one of some articles, by their ids; only those that are more than by some words."""
    texts = engine.bodies([each.id.partition(".")[0] for each in own] + [hit.id for hit in hits])
    dates = [*(each.date for each in own), *(hit.date for hit in hits)]
    archive = Asked(engine)
    compared = Compared(texts, archive.pairs)
    found = {}
    for number, hit in enumerate(hits, start=len(own)):
        for first in range(len(own)):
            shared = compared.shared(first, number)
            if shared is None:
                continue
            if shared.lighter == shared.heavier == 1 or are_one(first, number, dates, compared, archive):
                found[hit.id] = "copy"
            elif shared.is_same or shared.is_contained:
                found.setdefault(hit.id, "alike" if shared.is_same else "contained")
    return found
