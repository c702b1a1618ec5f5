"""From what a user typed to an answer: parse, understand, search, and rescue a question that finds nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from baosou.index.analysis import reads_as_question
from baosou.index.engine import Engine, FacetRequest, Filter, SearchRequest, Sort, Unit
from baosou.index.errors import QueryError
from baosou.index.query import And, Boost, Everything, Or, Phrase, Query, Words
from baosou.index.results import Answer, Results
from baosou.index.syntax import FIELDS, parse, render
from baosou.index.understanding import understand

if TYPE_CHECKING:
    from baosou.index.explaining import Reading

Mode = Literal["all", "any", "literal"]


class Question(Struct, frozen=True):
    """Everything a user can ask of one search, with the text as typed.

    `text` None asks for all that passes the filters, newest first. `mode` "any" matches any word,
    "literal" the text exactly as typed. `synonyms` lets words also stand for what the index has for them: synonyms,
    and abbreviations that its texts explain. The rest is as in `SearchRequest`.
    """

    text: str | None = None
    mode: Mode = "all"
    rescue: bool = True
    synonyms: bool = True
    filters: tuple[Filter, ...] = ()
    since: str | None = None
    until: str | None = None
    limit: int = 10
    offset: int = 0
    sort: Sort | None = None
    by: Unit = "article"
    facets: tuple[FacetRequest, ...] = ()
    snippets: int = 2
    width: int = 80
    aside: bool = False
    timeout: float | None = None
    explain: bool = False


def ask(engine: Engine, question: Question) -> Answer:
    """Answer a question; raises QueryError for one that cannot be understood."""
    started = time.perf_counter()
    text = "" if question.text is None else question.text.strip()
    parsed, understood = understood_text(engine, text, question)
    results = engine.search(request_of(question, understood, parsed))
    rescue = None
    if results.total == 0 and question.rescue and question.mode == "all" and text:
        for name, attempt in _rescues(engine, text, parsed, question):
            if attempt != understood:
                attempted = engine.search(request_of(question, attempt, parsed))
                if attempted.total:
                    rescue, understood, results = name, attempt, attempted
                    break
    if results.reading is not None:
        results = _with_words_aside(results, results.reading, parsed, understood)
    return Answer(
        query=question.text or "",
        interpreted=render(understood),
        understood=understood,
        rescue=rescue,
        took_ms=round((time.perf_counter() - started) * 1000, 3),
        results=results,
    )


def _with_words_aside(results: Results, reading: Reading, parsed: Query, understood: Query) -> Results:
    from baosou.index.outline import left_aside

    return replace(results, reading=replace(reading, aside=left_aside(parsed, understood)))


def understood_text(engine: Engine, text: str, question: Question) -> tuple[Query, Query]:
    """The query of a question's text as parsed and as understood; raises QueryError."""
    if question.text is None:
        return Everything(), Everything()
    if not text:
        raise QueryError("nothing to search for; give words, or a filter such as -w place=苍南县")
    if question.mode == "literal":
        phrase = Phrase(text)
        return phrase, phrase
    parsed = parse(text, fields={**FIELDS, **{name: name for name in engine.fields() if name not in FIELDS}})
    try:
        return parsed, _read(engine, parsed, "any" if question.mode == "any" else "all", question)
    except QueryError as error:
        raise QueryError(str(error), query=text, position=error.position) from error


def _read(engine: Engine, parsed: Query, mode: Literal["all", "any"], question: Question) -> Query:
    return understand(parsed, mode, vocabulary=engine.vocabulary, expand=question.synonyms)


def _rescues(engine: Engine, text: str, parsed: Query, question: Question) -> Iterator[tuple[str, Query]]:
    """What is tried, in this order, for a query that finds nothing: its text as it stands, then any of its words."""
    if _only_words(parsed):
        yield "literal", Phrase(text)
    yield "any", _read(engine, parsed, "any", question)


def _only_words(query: Query) -> bool:
    return isinstance(query, Words) or (isinstance(query, And) and all(_only_words(child) for child in query.children))


def _typed(query: Query) -> Iterator[str]:
    """The unquoted texts that speak for a match, in order."""
    match query:
        case Words(text, None):
            yield text
        case And(children) | Or(children):
            for child in children:
                yield from _typed(child)
        case Boost(child, _):
            yield from _typed(child)
        case _:
            return


def request_of(question: Question, query: Query, parsed: Query) -> SearchRequest:
    """What an engine is asked: the question with its query as understood, and as parsed for what was typed."""
    newest_first = isinstance(query, Everything)
    return SearchRequest(
        query=query,
        typed=" ".join(_typed(parsed)),
        filters=question.filters,
        since=question.since,
        until=question.until,
        limit=question.limit,
        offset=question.offset,
        sort=question.sort or ("-date" if newest_first else "relevance"),
        by=question.by,
        facets=question.facets,
        snippets=question.snippets,
        width=question.width,
        aside=question.aside,
        timeout=question.timeout,
        explain=question.explain,
        feedback=reads_as_question(question.text or ""),
    )
