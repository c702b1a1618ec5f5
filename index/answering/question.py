"""What a user asks: the text as typed with all that is wanted of one search, and how its text is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from baosou.corpus.errors import worded
from baosou.index.analysis.analyzer import reads_as_question
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.errors import QueryError
from baosou.index.query.parser import LONGEST_QUERY, parse
from baosou.index.query.tree import FIELDS, And, Boost, Everything, Or, Phrase, Query, Words
from baosou.index.request import FacetRequest, FacetSort, Filter, SearchRequest, Sort, Unit
from baosou.index.results import Results
from baosou.index.understanding.rewrite import understand
from baosou.index.understanding.terms import without_asking

if TYPE_CHECKING:
    from baosou.index.engine import Engine

Mode = Literal["all", "any", "literal"]

HEARD = range(3, 13)
"""How many characters text has that may sound like other text and be no accident."""


class Question(Struct, frozen=True):
    """Everything a user can ask of one search, with the text as typed.

    `text` None asks for all that passes the filters, newest first. `mode` "any" matches any word,
    "literal" the text exactly as typed. A `strict` question is answered as it was typed: nothing is corrected, and
    nothing added to a page that its matches do not `fill`. `synonyms` lets words also stand for what the index has for
    them: synonyms, and abbreviations that its texts explain. With `suggest` the answer says how words that stand
    nowhere, or hardly, may have been meant; without, that is looked for only where it finds what the search does not.
    With `fold` hits that are one story are one, wherever it was printed; with `stories` counts are of stories.
    `saved` are queries by name, for query:NAME in the text. The rest is as in `SearchRequest`.
    """

    text: str | None = None
    mode: Mode = "all"
    strict: bool = False
    fill: bool = True
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
    facet_sort: FacetSort = "count"
    snippets: int = 2
    width: int = 80
    aside: bool = False
    timeout: float | None = None
    explain: bool = False
    full_ids: bool = False
    fold: bool = False
    stories: bool = False
    saved: Mapping[str, str] = field(default_factory=dict)


class Outcome(Struct, frozen=True):
    """What was searched for, as parsed and as understood, what was found, and how it came to that (see `Answer`)."""

    parsed: Query
    understood: Query
    results: Results
    also: int = 0
    rescue: Literal["literal", "spelling"] | None = None
    suggestion: str | None = None
    suggested: int | None = None
    replaced: tuple[tuple[str, str], ...] = ()


def understood_text(engine: Engine, text: str, question: Question) -> tuple[Query, Query]:
    """The query of a question's text as parsed and as understood; raises QueryError."""
    if question.text is None:
        return Everything(), Everything()
    if not text:
        raise QueryError(worded("nothing to search for; give words, or a filter such as -w place=苍南县"))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryError(worded("half a character (a lone surrogate)"), query=text, position=error.start) from error
    parsed = parsed_text(engine, text, question)
    if question.mode == "literal":
        return parsed, parsed
    try:
        return parsed, read(engine, parsed, question.mode, question)
    except QueryError as error:
        raise QueryError(str(error), query=text, position=error.position) from error


def parsed_text(engine: Engine, text: str, question: Question) -> Query:
    """The tree of a text as typed; raises QueryError."""
    if question.mode == "literal":
        if len(text) > LONGEST_QUERY:
            raise QueryError(
                worded("a query has at most {most:,} characters", most=LONGEST_QUERY),
                query=text,
                position=LONGEST_QUERY,
            )
        return Phrase(text)
    fields = {**FIELDS, **{name: name for name in engine.fields() if name not in FIELDS}}
    return parse(text, fields=fields, saved=question.saved)


def read(engine: Engine, parsed: Query, mode: Literal["all", "any"], question: Question) -> Query:
    """A parsed query with its words cut, as `understand` does with the words of the index."""
    return understand(parsed, mode, vocabulary=engine.vocabulary, expand=question.synonyms)


def is_only_words(query: Query) -> bool:
    """Whether a parsed query is unquoted text and nothing else."""
    return isinstance(query, Words) or (isinstance(query, And) and all(map(is_only_words, query.children)))


def words_of(query: Query) -> Iterator[Words]:
    """The unquoted texts of a query that is only words."""
    if isinstance(query, Words):
        yield query
    elif isinstance(query, And):
        for child in query.children:
            yield from words_of(child)


def _typed(query: Query, vocabulary: Vocabulary) -> Iterator[str]:
    """The texts that speak for a match, in order: what is quoted as it is, of the rest what does not only ask."""
    match query:
        case Words(text, None):
            yield without_asking(text, vocabulary)
        case Phrase(text, None):
            yield text
        case And(children) | Or(children):
            for child in children:
                yield from _typed(child, vocabulary)
        case Boost(child, _):
            yield from _typed(child, vocabulary)
        case _:
            return


def request_of(engine: Engine, question: Question, query: Query, parsed: Query) -> SearchRequest:
    """What an engine is asked: the question with its query as understood, and as parsed for what was typed."""
    newest_first = isinstance(query, Everything)
    return SearchRequest(
        query=query,
        typed=engine.vocabulary.together(lambda words: " ".join(_typed(parsed, words))),
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
        asks=reads_as_question(question.text or ""),
        full_ids=question.full_ids,
    )
