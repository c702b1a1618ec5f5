"""Fills a page that the matches of a query leave unfilled: with articles that have most of the words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from baosou.corpus.folding import fold_text
from baosou.index.analysis.analyzer import is_word, reads_as_question
from baosou.index.answering.question import Outcome, Question, read, request_of
from baosou.index.query.parser import render
from baosou.index.query.signs import OPERATORS
from baosou.index.query.tree import And, Not, Or, Phrase, Query, Words
from baosou.index.request import ALL_HITS, Part, SearchRequest
from baosou.index.results import Results
from baosou.index.understanding.rewrite import alternatives_in

if TYPE_CHECKING:
    from baosou.index.engine import Engine

MOST_ADDED = 100
"""So many articles are added at most to the matches of a query, on all of its pages together."""

_FEW_OF_QUESTION = 2
"""With fewer matches a question is answered in the order of any word: one article that has all the words of a question
is often not the answer."""


def filled(engine: Engine, question: Question, found: Outcome) -> Outcome:
    """What was found, with the articles added that the page has room for; each of these says what it lacks.

    The number of matches, facets and the like stay those of the query as it was understood.
    """
    loose = _loose(engine, question, found)
    if loose is None:
        return found
    total = found.results.total
    request = request_of(engine, question, loose, found.parsed)
    request = replace(request, facets=(), parts=tuple(_parts(found.understood)))
    if total < _FEW_OF_QUESTION and reads_as_question(question.text or ""):
        limit = min(question.limit, MOST_ADDED - question.offset)
        added = _search(engine, request, question.offset, limit)
        results = replace(found.results, hits=added.hits, reading=_joined(found.results, added).reading)
        return replace(found, results=results, also=sum(bool(hit.lacks) for hit in added.hits))
    first = max(question.offset - total, 0)
    room = min(question.limit - len(found.results.hits), MOST_ADDED - first)
    if room <= 0:
        return found
    added = _search(engine, replace(request, query=And((loose, Not(found.understood)))), first, room)
    hits = tuple(replace(hit, rank=total + hit.rank) for hit in added.hits)
    return replace(found, results=_joined(found.results, replace(added, hits=hits)), also=len(hits))


def _search(engine: Engine, request: SearchRequest, offset: int, limit: int) -> Results:
    return engine.search(replace(request, offset=offset, limit=max(limit, 0)))


def _joined(strict: Results, added: Results) -> Results:
    """The matches and what is added to them, and how both were read."""
    reading = strict.reading
    if reading is not None and added.reading is not None:
        known = {(term.text, term.field, term.kind) for term in reading.terms}
        more = [term for term in added.reading.terms if (term.text, term.field, term.kind) not in known]
        reading = replace(reading, terms=(*reading.terms, *(replace(term, asked=False) for term in more)))
    return replace(strict, hits=(*strict.hits, *added.hits), reading=reading)


def _loose(engine: Engine, question: Question, found: Outcome) -> Query | None:
    """The query for any of the words and quoted texts; None where nothing is to be added to the matches.

    Of a quoted text that stands nowhere its words are looked for too, as if they were typed without the marks.
    """
    if question.strict or not question.fill or question.mode != "all" or found.rescue == "literal":
        return None
    if (
        _is_boolean(question.text or "")
        or question.sort not in (None, "relevance")
        or not 0 < question.limit < ALL_HITS
    ):
        return None
    if question.offset + question.limit <= found.results.total:
        return None
    parts = found.parsed.children if isinstance(found.parsed, And) else (found.parsed,)
    plain = all(isinstance(part, Words | Phrase) and part.field is None for part in parts)
    if not plain or not any(isinstance(part, Words) for part in parts):
        return None
    quoted = [part.text for part in parts if isinstance(part, Phrase) and is_word(part.text)]
    stand = engine.vocabulary.together(lambda words: [words.stands(fold_text(text)) for text in quoted])
    parts = (*parts, *(Words(text) for text, stands in zip(quoted, stand, strict=True) if not stands))
    loose = read(engine, parts[0] if len(parts) == 1 else And(parts), "any", question)
    return None if loose == found.understood else loose


def _is_boolean(text: str) -> bool:
    """Whether a text says with an operator that it wants all of its parts."""
    return "&&" in text or "＆＆" in text or not OPERATORS.keys().isdisjoint(text.split())


def _parts(understood: Query) -> Iterator[Part]:
    """What an article has to hold, part by part, each as it was typed."""
    for part in understood.children if isinstance(understood, And) else (understood,):
        typed = next((typed for typed, _ in alternatives_in(part)), part) if isinstance(part, Or) else part
        yield Part(render(typed), part)
