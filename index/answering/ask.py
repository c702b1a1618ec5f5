"""From what a user typed to an answer: parse, understand, search, and make the best of what is hardly found."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec.structs import replace

from baosou.corpus.characters import has_numbers
from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.answering.question import (
    HEARD,
    Outcome,
    Question,
    is_only_words,
    request_of,
    understood_text,
    words_of,
)
from baosou.index.query.parser import render
from baosou.index.query.tree import Query
from baosou.index.request import NAME_FIELDS, WORDS, SearchRequest, places_wanted
from baosou.index.results import Answer, FacetCount, Hit, Note

if TYPE_CHECKING:
    from baosou.index.engine import Engine

_HARDLY = 3
"""So few matches may be of a misspelling."""


def ask(engine: Engine, question: Question) -> Answer:
    """Answer a question; raises QueryError for one that cannot be understood."""
    return settled(engine, question)[0]


def settled(engine: Engine, question: Question) -> tuple[Answer, SearchRequest]:
    """The answer to a question, and what an engine is asked for it after all, where it was rescued as it was then."""
    started = time.perf_counter()
    end = None if question.timeout is None else time.monotonic() + question.timeout
    text = question.text or ""
    if question.mode != "literal":  # that is looked for with the blanks at its ends
        text = text.strip()
    parsed, understood = understood_text(engine, text, question)
    words = [facet for facet in question.facets if facet.field == WORDS]
    asked, question = question.facets, replace(question, facets=tuple(f for f in question.facets if f.field != WORDS))
    found = Outcome(parsed, understood, engine.search(request_of(engine, question, understood, parsed)))
    if text:
        found = _completed(engine, question, text, found, end)
    results = found.results
    if results.reading is not None:
        aside = _words_aside(engine, found.parsed, found.understood)
        results = replace(results, reading=replace(results.reading, aside=aside))
    request = request_of(engine, question, found.understood, found.parsed)
    also, apart = found.also, tuple[Hit, ...]()
    if question.fold and max(results.total, len(results.hits)) > 1:
        from baosou.index.answering.reprints import MOST, MOST_COUNTED, folded

        results, apart = folded(engine, request, results, most=MOST_COUNTED if question.stories else MOST)
        also = sum(bool(hit.lacks) for hit in results.hits)
    if question.stories:
        from baosou.index.answering.story_counts import in_stories

        results = in_stories(engine, request, results)
    if any(facet.beside for facet in question.facets):
        from baosou.index.answering.beside import named_beside  # few searches ask who is named with whom

        beside = {each.name: named_beside(engine, request, each) for each in question.facets if each.beside}
        results = replace(results, facets={**results.facets, **beside})
    if words:
        from baosou.index.answering.hit_words import words_of_hits  # few searches ask for words

        told = {each.name: words_of_hits(engine, request, each) for each in words}
        results = replace(results, facets={f.name: {**results.facets, **told}[f.name] for f in asked})
    if question.facet_sort == "value":
        by_value = {name: tuple(sorted(counts, key=_value)) for name, counts in results.facets.items()}
        results = replace(results, facets=by_value)
    answer = Answer(
        query=question.text or "",
        interpreted=render(found.understood),
        rescue=found.rescue,
        took_ms=round((time.perf_counter() - started) * 1000, 3),
        results=results,
        also=also,
        suggestion=found.suggestion,
        replaced=found.replaced,
        notes=_notes(engine, question, found, request),
        folded=apart,
    )
    return answer, request


def _value(count: FacetCount) -> str:
    return count.value


def _completed(engine: Engine, question: Question, text: str, found: Outcome, end: float | None) -> Outcome:
    """What was found, rescued where that is nothing, and with a page that is not full filled."""
    if found.results.total == 0:
        from baosou.index.answering.rescue import rescued  # most searches find something

        found = rescued(engine, question, text, found, end)
    elif found.results.total <= _HARDLY and _may_be_misheard(question, found):
        from baosou.index.answering.rescue import likelier

        found = likelier(engine, question, text, found)
    if found.results.total < question.offset + question.limit:
        from baosou.index.answering.filling import filled

        found = filled(engine, question, found)
    return found


def _may_be_misheard(question: Question, found: Outcome) -> bool:
    """Whether what was asked holds text, and nothing but text, that may sound like other text by a mistake."""
    if not question.suggest or question.mode != "all" or question.filters or question.since or question.until:
        return False
    return is_only_words(found.parsed) and any(len(each.text) in HEARD for each in words_of(found.parsed))


def _notes(engine: Engine, question: Question, found: Outcome, request: SearchRequest) -> tuple[Note, ...]:
    notes: tuple[Note, ...] = ()
    text = fold_text(question.text or "")
    wanted = {facet.field for facet in question.facets}
    if request.filters or places_wanted(request.facets) or wanted & {*NAME_FIELDS} or ":" in text or has_numbers(text):
        from baosou.index.answering.notes import notes_on  # most searches ask for no day and no value

        notes = notes_on(engine, request, matches=found.results.total)
    if found.suggested is None:
        return notes
    return (
        *notes,
        Note(
            "spelling",
            worded(
                "did you mean {suggestion}? {suggested:,} articles have it",
                suggestion=found.suggestion,
                suggested=found.suggested,
            ),
        ),
    )


def _words_aside(engine: Engine, parsed: Query, understood: Query) -> tuple[str, ...]:
    from baosou.index.understanding.outline import left_aside

    return left_aside(parsed, understood, engine.vocabulary)
