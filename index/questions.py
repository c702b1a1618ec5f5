"""From what a user typed to an answer: parse, understand, search, and rescue a question that finds nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.folding import fold_text
from baosou.corpus.spellings import amounts
from baosou.index.analysis import reads_as_question
from baosou.index.engine import Engine, FacetRequest, Filter, SearchRequest, Sort, Unit
from baosou.index.errors import QueryError
from baosou.index.notes import notes_on
from baosou.index.query import And, Boost, Everything, Or, Phrase, Query, Words, text_leaves
from baosou.index.results import Answer, Results
from baosou.index.syntax import FIELDS, LONGEST_QUERY, parse, render
from baosou.index.understanding import understand

if TYPE_CHECKING:
    pass

Mode = Literal["all", "any", "literal"]

_FEW = 3
"""In a query of at most so many words one is also taken for misspelt that stands somewhere, in pieces."""

_MANY = 32
"""Of a query of more words so many are looked at for mistakes."""


class Question(Struct, frozen=True):
    """Everything a user can ask of one search, with the text as typed.

    `text` None asks for all that passes the filters, newest first. `mode` "any" matches any word,
    "literal" the text exactly as typed. `synonyms` lets words also stand for what the index has for them: synonyms,
    and abbreviations that its texts explain. With `suggest` the answer says how words that stand nowhere may have been
    meant; without, that is looked for only where it rescues the search. The rest is as in `SearchRequest`.
    """

    text: str | None = None
    mode: Mode = "all"
    rescue: bool = True
    synonyms: bool = True
    suggest: bool = True
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
    found = _Found(understood, results)
    if results.total == 0 and text:
        found = _rescued(engine, question, text, parsed, found, started)
    results = found.results
    if results.reading is not None:
        aside = _words_aside(engine, parsed, found.understood)
        results = replace(results, reading=replace(results.reading, aside=aside))
    return Answer(
        query=question.text or "",
        interpreted=render(found.understood),
        understood=found.understood,
        rescue=found.rescue,
        took_ms=round((time.perf_counter() - started) * 1000, 3),
        results=results,
        suggestion=found.suggestion,
        replaced=found.replaced,
        notes=notes_on(engine, request_of(question, found.understood, parsed), matches=results.total),
    )


def _words_aside(engine: Engine, parsed: Query, understood: Query) -> tuple[str, ...]:
    from baosou.index.outline import left_aside

    return left_aside(parsed, understood, engine.vocabulary)


class _Found(Struct, frozen=True):
    """What was searched for and found, and how it came to that; the rest is as in `Answer`."""

    understood: Query
    results: Results
    rescue: str | None = None
    suggestion: str | None = None
    replaced: tuple[tuple[str, str], ...] = ()


def _rescued(engine: Engine, question: Question, text: str, parsed: Query, nothing: _Found, started: float) -> _Found:
    """What the text as it stands finds, else any of its words, else its words as they may have been meant.

    Spelling comes before any word where no word as typed stands anywhere: what is found then are parts of words.
    """
    rescuing = question.rescue and question.mode != "literal"
    loosened = nothing
    if rescuing and question.mode == "all":
        for name, attempt in _rescues(engine, text, parsed, question):
            if attempt != nothing.understood:
                results = engine.search(request_of(question, attempt, parsed))
                if results.total:
                    loosened = _Found(attempt, results, name)
                    break
        if loosened.rescue == "literal" or (loosened.rescue and not _worth_correcting(engine, question, nothing)):
            return loosened
    from baosou.index.correcting import correct  # loads the readings, which a search that finds something does without

    left = None if question.timeout is None else question.timeout - (time.perf_counter() - started)
    if left is not None and left <= 0:
        return loosened
    correction = correct(engine, parsed, text, parse=lambda typed: _parsed(engine, typed, question), seconds=left)
    if correction is None:
        return loosened
    modes: tuple[Literal["all", "any"], ...] = ("any",) if question.mode == "any" else ("all", "any")
    for mode in modes:
        meant = _read(engine, correction.query, mode, question)
        results = engine.search(request_of(question, meant, correction.query))
        if not results.total:
            continue
        if rescuing and (loosened.rescue is None or correction.none_stands):
            return _Found(meant, results, "spelling", correction.typed, correction.replaced)
        return replace(loosened, suggestion=correction.typed)
    return loosened


def _worth_correcting(engine: Engine, question: Question, nothing: _Found) -> bool:
    """Whether any of the words may be misspelt, where any of them finds something.

    Where a suggestion is wanted, words that stand nowhere are, and those of a query of a few words: they may stand
    somewhere in pieces. Where none is, the correction is of use only if no word stands anywhere.
    """
    from baosou.index.lookups import Standing

    texts = (fold_text(leaf.text) for leaf, _ in text_leaves(nothing.understood) if isinstance(leaf, Phrase))
    standing = (bool(engine.known(Standing.of(text), limit=1)) for text in islice(texts, _MANY))
    if not question.suggest:
        return not any(standing)
    stand = list(standing)
    return len(stand) <= _FEW or not all(stand)


def understood_text(engine: Engine, text: str, question: Question) -> tuple[Query, Query]:
    """The query of a question's text as parsed and as understood; raises QueryError."""
    if question.text is None:
        return Everything(), Everything()
    if not text:
        raise QueryError("nothing to search for; give words, or a filter such as -w place=苍南县")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryError("half a character (a lone surrogate)", query=text, position=error.start) from error
    if question.mode == "literal":
        phrase = _parsed(engine, text, question)
        return phrase, phrase
    parsed = _parsed(engine, text, question)
    try:
        return parsed, _read(engine, parsed, "any" if question.mode == "any" else "all", question)
    except QueryError as error:
        raise QueryError(str(error), query=text, position=error.position) from error


def _parsed(engine: Engine, text: str, question: Question) -> Query:
    if question.mode == "literal":
        if len(text) > LONGEST_QUERY:
            raise QueryError(f"a query has at most {LONGEST_QUERY:,} characters", query=text, position=LONGEST_QUERY)
        return Phrase(text)
    return parse(text, fields={**FIELDS, **{name: name for name in engine.fields() if name not in FIELDS}})


def _read(engine: Engine, parsed: Query, mode: Literal["all", "any"], question: Question) -> Query:
    return understand(parsed, mode, vocabulary=engine.vocabulary, expand=question.synonyms)


def _rescues(engine: Engine, text: str, parsed: Query, question: Question) -> Iterator[tuple[str, Query]]:
    """What is tried, in this order, for a query that finds nothing: its text as it stands, then any of its words."""
    if _only_words(parsed):
        # within other numbers nothing is meant: 92亿元 is not in 3.92亿元
        yield "literal", Phrase(text, whole=bool(amounts(fold_text(text))) or text[:1].isdigit() or text[-1:].isdigit())
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
