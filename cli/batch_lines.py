"""The lines of a batch: plain queries, `id<TAB>query`, or JSON objects, each as what it asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, get_args

from msgspec import Struct
from msgspec.structs import replace

from baosou.cli.asking import canonical_field, limit_of, mode_of, parse_facets, parse_period
from baosou.cli.errors import UsageError
from baosou.cli.options import InputFormat, SortChoice, UnitChoice
from baosou.index.answering.question import Question
from baosou.index.request import Filter

LONGEST_LINE = 1_000_000
"""Bytes of a line beyond which it is refused instead of held in memory."""


class BatchLine(Struct, frozen=True):
    """One query of a batch: its number in the input from 1, its id, and the question or why there is none."""

    number: int
    id: str | int
    question: Question | None
    error: str | None = None


def read_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines without their ends; None for a line that is longer than LONGEST_LINE."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield None
            continue
        yield line.rstrip(b"\r\n")


def parse_lines(lines: Iterable[bytes | None], form: InputFormat, defaults: Question) -> Iterator[BatchLine]:
    """Each line that is not blank as a question with `defaults` for whatever it does not say.

    "auto" decides by the first line: an object is JSON Lines, a tab makes it TSV, anything else is plain. A
    line without an id gets its number in the input as one.
    """
    for number, raw in enumerate(lines, start=1):
        if raw is None:
            yield BatchLine(number, str(number), None, f"the line is longer than {LONGEST_LINE:,} bytes")
            continue
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            yield BatchLine(number, str(number), None, "the line is not UTF-8")
            continue
        if not text.strip():
            continue
        if form == "auto":
            form = "jsonl" if text.lstrip().startswith("{") else "tsv" if "\t" in text else "plain"
        yield _parse(number, text, form, defaults)


def _parse(number: int, text: str, form: InputFormat, defaults: Question) -> BatchLine:
    if form == "plain":
        return BatchLine(number, str(number), replace(defaults, text=text))
    if form == "tsv":
        id, tab, query = text.partition("\t")
        if not tab:
            return BatchLine(number, str(number), None, "a tab between id and query is missing")
        return _asked(BatchLine(number, id.strip() or str(number), replace(defaults, text=query)))
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return BatchLine(number, str(number), None, "the line is not valid JSON")
    if not isinstance(record, dict):
        return BatchLine(number, str(number), None, "the line is not a JSON object")
    given = record.get("id", record.get("_id", str(number)))
    if not isinstance(given, str | int) or isinstance(given, bool):
        return BatchLine(number, str(number), None, '"id" must be a text or a whole number')
    try:
        return _asked(BatchLine(number, given, overridden(defaults, record)))
    except UsageError as mistake:
        return BatchLine(number, given, None, str(mistake))


def _asked(line: BatchLine) -> BatchLine:
    question = line.question
    assert question is not None
    if (question.text or "").strip():
        return line
    if question.filters or question.since or question.until:
        return replace(line, question=replace(question, text=None))
    return BatchLine(line.number, line.id, None, "the query is empty")


def overridden(defaults: Question, record: Mapping[str, object]) -> Question:
    """The defaults with what a JSON line says instead; keys that batch does not know are left alone.

    Keys: query (or text), where, since, until, limit, offset, sort, by, any, literal, aside, snippets, width,
    facet, strict, synonyms, explain. Raises UsageError for a value that cannot be meant.
    """
    question = replace(defaults, text=_text(record, "query") or _text(record, "text") or defaults.text)
    if "where" in record:
        filters = where_filters(record["where"])
        named = {(each.field, each.negated) for each in filters}
        kept = tuple(each for each in question.filters if (each.field, each.negated) not in named)
        question = replace(question, filters=(*kept, *filters))
    if "since" in record or "until" in record:
        since, until = parse_period(_text(record, "since"), _text(record, "until"))
        question = replace(
            question,
            since=since if "since" in record else question.since,
            until=until if "until" in record else question.until,
        )
    if "any" in record or "literal" in record:
        question = replace(question, mode=mode_of(_flag(record, "any"), _flag(record, "literal")))
    said: dict[str, Any] = {}
    said |= {key: _flag(record, key) for key in ("aside", "strict", "synonyms", "explain") if key in record}
    said |= {key: _number(record, key) for key in ("limit", "offset", "snippets", "width") if key in record}
    if "limit" in said:
        said["limit"] = limit_of(said["limit"], 0)
    choices = {"sort": get_args(SortChoice), "by": get_args(UnitChoice)}
    said |= {key: _choice(record, key, choices[key]) for key in choices if key in record}
    if "facet" in record:
        said["facets"] = parse_facets(_texts(record["facet"], '"facet"'))
    return replace(question, **said)


def where_filters(where: object) -> tuple[Filter, ...]:
    """{"place": "温州市", "author": ["林一帆", "周可"], "column!": "广告"} as filters; "!" means without."""
    if not isinstance(where, dict):
        raise UsageError('"where" must be an object of fields and values')
    filters = []
    for name, values in where.items():
        negated = name.endswith("!")
        field, wanted = name.rstrip("!").strip(), _texts(values, f'"where" {name}')
        if not field or not wanted:
            raise UsageError(f'"where" needs a value for "{name}"')
        filters.append(Filter(canonical_field(field), wanted, negated))
    return tuple(filters)


def _text(record: Mapping[str, object], key: str) -> str | None:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise UsageError(f'"{key}" must be a text')


def _texts(value: object, name: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str | int) and not isinstance(each, bool) for each in values):
        raise UsageError(f"{name} must be a text or a list of texts")
    return tuple(dict.fromkeys(str(each) for each in values))


def _flag(record: Mapping[str, object], key: str) -> bool:
    value = record.get(key, False)
    if not isinstance(value, bool):
        raise UsageError(f'"{key}" must be true or false')
    return value


def _number(record: Mapping[str, object], key: str) -> int:
    value = record[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UsageError(f'"{key}" must be a whole number of 0 or more')
    return value


def _choice(record: Mapping[str, object], key: str, choices: tuple[str, ...]) -> str:
    value = record[key]
    if not isinstance(value, str) or value not in choices:
        raise UsageError(f'"{key}" must be one of {", ".join(choices)}')
    return value
