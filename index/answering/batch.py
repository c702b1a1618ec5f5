"""Many queries, each a text or the keys of a JSON line, answered one after another; a mistake is told in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.errors import BaosouError, worded
from baosou.index.answering.ask import ask
from baosou.index.answering.options import (
    FACET_SORTS,
    SORTS,
    UNITS,
    choice,
    facets_of,
    filters_of,
    hits_of,
    mode_of,
    period_of,
    whole,
)
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.errors import QueryError, SearchTimeout, error_object
from baosou.index.results import Answer, JsonObject

KEYS = (
    *("id", "_id", "query", "text", "where", "since", "until", "limit", "offset", "sort", "by", "any", "literal"),
    *("aside", "snippets", "width", "facet", "facets", "facet_sort", "strict", "synonyms", "explain"),
)
"""What can be said of one query. `_id` and `text` are what other tools call `id` and `query`."""


class BatchAnswer(Struct, frozen=True):
    """What became of one query of a batch: its answer, or the error why there is none; one of the two is None.

    `id` is the one that was given, or the number of the query from 1 as a text.
    """

    id: str | int
    answer: Answer | None = None
    error: BaosouError | None = None

    def __repr__(self) -> str:
        return f"<BatchAnswer {self.id!r}: {self.answer if self.error is None else f'error: {self.error}'}>"

    def to_dict(self) -> JsonObject:
        """The line of `batch`: the object of a search and the id, or the id and the error."""
        if self.answer is None:
            assert self.error is not None
            return {"id": self.id, "error": error_object(self.error)}
        return {"id": self.id, **self.answer.to_dict()}


def answered(engine: Engine, query: str | Mapping[str, Any], defaults: Question, *, number: int) -> BatchAnswer:
    """The answer to one query, the given number of its batch; what is wrong with an index is raised."""
    id: str | int = str(number)
    try:
        if isinstance(query, Mapping):
            id = id_of(query, number)
            question = overridden(defaults, query)
        elif isinstance(query, str):
            question = replace(defaults, text=query)
        else:
            raise QueryError(worded("a query must be a text or an object"))
        return BatchAnswer(id, answer=ask(engine, _asking(question)))
    except (QueryError, SearchTimeout) as error:
        return BatchAnswer(id, error=error)


def id_of(record: Mapping[str, Any], number: int) -> str | int:
    """The id of a query: its own, or its number as a text."""
    id = record.get("id", record.get("_id", str(number)))
    if not isinstance(id, str | int) or isinstance(id, bool):
        raise QueryError(worded('"id" must be a text or a whole number'))
    return id


def _asking(question: Question) -> Question:
    """A question that asks for something: without text, it needs a filter or a date."""
    if (question.text or "").strip():
        return question
    if question.filters or question.since or question.until:
        return replace(question, text=None)
    raise QueryError(worded("the query is empty"))


def overridden(defaults: Question, record: Mapping[str, Any]) -> Question:
    """The defaults with what a query says instead; raises QueryError for a key or a value that cannot be meant.

    A filter takes the place of the default for the same field.
    """
    unknown = [str(key) for key in record if key not in KEYS]
    if unknown:
        raise QueryError(worded("a query has no key {key}; keys are: {keys}", key=unknown[0], keys=", ".join(KEYS)))
    question = replace(defaults, text=_text(record, "query") or _text(record, "text") or defaults.text)
    if "where" in record:
        filters = filters_of(record["where"])
        named = {(each.field, each.negated) for each in filters}
        kept = tuple(each for each in question.filters if (each.field, each.negated) not in named)
        question = replace(question, filters=(*kept, *filters))
    if "since" in record or "until" in record:
        since, until = period_of(record.get("since", question.since), record.get("until", question.until))
        question = replace(question, since=since, until=until)
    if "any" in record or "literal" in record:
        question = replace(question, mode=mode_of(_flag(record, "any"), _flag(record, "literal")))
    said: dict[str, Any] = {}
    said |= {key: _flag(record, key) for key in ("aside", "strict", "synonyms", "explain") if key in record}
    said |= {key: whole(record[key], f'"{key}"') for key in ("offset", "snippets", "width") if key in record}
    if "limit" in record:
        said["limit"] = hits_of(record["limit"])
    if "sort" in record:
        said["sort"] = None if record["sort"] is None else choice(record["sort"], '"sort"', SORTS)
    if "by" in record:
        said["by"] = choice(record["by"], '"by"', UNITS)
    if "facet_sort" in record:
        said["facet_sort"] = choice(record["facet_sort"], '"facet_sort"', FACET_SORTS)
    for key in ("facet", "facets"):
        if key in record:
            said["facets"] = facets_of(record[key], name=f'"{key}"')
    return replace(question, **said)


def _text(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise QueryError(worded('"{key}" must be a text', key=key))


def _flag(record: Mapping[str, Any], key: str) -> bool:
    value = record.get(key, False)
    if not isinstance(value, bool):
        raise QueryError(worded('"{key}" must be true or false', key=key))
    return value
