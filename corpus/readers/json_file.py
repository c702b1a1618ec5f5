"""A JSON file: an array of records, or one record; several objects one a line are read as JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article
from baosou.corpus.readers.jsonl import parse_record, records_of
from baosou.corpus.readers.lines import Line
from baosou.corpus.readers.record_keys import key_of
from baosou.corpus.readers.record_values import kind_of
from baosou.corpus.readers.records import article_of
from baosou.corpus.readers.text import replacement_warning

_SPACE = re.compile(r"[ \t\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_EXTENTS = json.JSONDecoder()


def read_json(data: bytes, path: Path, *, encoding: str | None) -> Iterator[Article | Failure]:
    """The file's records, a failure for each element that is none, and one warning if the file holds no record at all.

    Settings and other data are no damaged archives: they are told of, and the file counts as read. What follows an
    element that is no JSON cannot be read, and is a failure.
    """
    decoded = decode(data, encoding=encoding)
    text = decoded.text
    begun = _end_of_space(text, 0)
    if text.startswith("[", begun):
        yield from _array(text, begun + 1, path)
    elif _holds_lines(text, begun):
        lines = enumerate(_LINE_END.split(text), start=1)
        yield from records_of((Line(number, line) for number, line in lines), path)
    else:
        yield from _one(text, begun, path)
    if decoded.replaced:
        yield replacement_warning(path, decoded.replaced, decoded.encoding)


def _array(text: str, at: int, path: Path) -> Iterator[Article | Failure]:
    """The records of an array whose elements begin at `at`."""
    failures = []
    records, line, counted = 0, 1, 0
    at = _end_of_space(text, at)
    closed = text.startswith("]", at)
    while not closed:
        line += text.count("\n", counted, at)
        counted = at
        try:
            end = _end_of_value(text, at)
        except SourceError as error:
            yield Failure(path, worded("{error}; what follows is not read", error=error), line)
            return
        try:
            article, warnings = article_of(parse_record(text[at:end]), line=line)
        except SourceError as error:
            failures.append(Failure(path, str(error), line))
        else:
            records += 1
            yield article
            for warning in warnings:
                yield Failure(path, warning, line, warning=True)
        at = _end_of_space(text, end)
        closed = text.startswith("]", at)
        if not closed and not text.startswith(",", at):
            yield Failure(path, worded("the array breaks off"), line + text.count("\n", counted, at))
            break
        at = at if closed else _end_of_space(text, at + 1)
    if not records and closed:
        yield _no_records(path, worded("an array without records"))
        return
    yield from failures


def _one(text: str, at: int, path: Path) -> Iterator[Article | Failure]:
    """The one record that the text is."""
    end = _end_of_value(text, at)
    if _end_of_space(text, end) < len(text):
        raise SourceError(worded("not valid JSON: more follows the first value at character {end}", end=end + 1))
    value = _EXTENTS.decode(text)
    if not isinstance(value, dict):
        yield _no_records(path, kind_of(value))
        return
    try:
        article, warnings = article_of(parse_record(text), line=1 + text.count("\n", 0, at))
    except SourceError as error:
        yield _no_records(path, str(error))
        return
    yield article
    if not article.blocks and (key := _key_of_records(value)) is not None:
        told = '"{key}" holds {records:,} records, which are kept as one value; make an array of them'
        warnings = (*warnings, worded(told, key=key[:40], records=len(value[key])))
    for warning in warnings:
        yield Failure(path, warning, 1, warning=True)


def _key_of_records(record: dict[str, object]) -> str | None:
    """The key under which a feed, or the interface of a site, has its records; None for what is no such."""
    for key, value in record.items():
        if isinstance(value, list) and value and all(isinstance(each, dict) and _is_record(each) for each in value):
            return key
    return None


def _is_record(value: dict[str, object]) -> bool:
    return any(found is not None and found[0] in ("title", "text") for found in map(key_of, value))


def _no_records(path: Path, found: str) -> Failure:
    return Failure(path, worded("holds no records ({found}); nothing of it is indexed", found=found), warning=True)


def _holds_lines(text: str, at: int) -> bool:
    """Whether a whole object ends with its line, and another begins the next."""
    try:
        end = _end_of_value(text, at)
    except SourceError:
        return False
    following = _end_of_space(text, end)
    return (
        text.startswith("{", at)
        and text.startswith("{", following)
        and _LINE_END.search(text, end, following) is not None
    )


def _end_of_value(text: str, at: int) -> int:
    """Where the JSON value at `at` ends; SourceError if there is none."""
    try:
        return _EXTENTS.raw_decode(text, at)[1]
    except json.JSONDecodeError as error:
        raise SourceError(
            worded(
                "not valid JSON: {reason} at character {pos}", reason=error.msg.removesuffix(" at"), pos=error.pos + 1
            )
        ) from error
    except RecursionError as error:
        raise SourceError(worded("nested too deep")) from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise SourceError(worded("not valid JSON: a number out of range")) from error


def _end_of_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()
