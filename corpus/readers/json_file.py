"""A JSON file: an array of records, one record, or an object that has some within; objects a line are JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article
from baosou.corpus.readers.jsonl import printed_records, records_of, records_of_text
from baosou.corpus.readers.lines import Line
from baosou.corpus.readers.record_values import kind_of
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
    if (printed := printed_records(text)) is not None:
        for record in printed:
            yield from records_of_text(record, path, 1)
    elif text.startswith("[", begun):
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
        for each in records_of_text(text[at:end], path, line):
            if isinstance(each, Failure) and not each.warning:
                failures.append(each)
            else:
                records += isinstance(each, Article)
                yield each
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
    """The one record that the text is, or those within it."""
    end = _end_of_value(text, at)
    following = _end_of_space(text, end)
    if text.startswith("{", at) and text.startswith("{", following):
        yield from _several(text, at, path)
        return
    if following < len(text):
        raise SourceError(worded("not valid JSON: more follows the first value at character {end}", end=end + 1))
    if not text.startswith("{", at):
        yield _no_records(path, kind_of(_EXTENTS.decode(text)))
        return
    found = list(records_of_text(text[at:end], path, 1 + text.count("\n", 0, at)))
    if any(isinstance(each, Article) for each in found):
        yield from found
    else:
        yield from (_no_records(path, each.reason) for each in found[:1] if isinstance(each, Failure))


def _several(text: str, at: int, path: Path) -> Iterator[Article | Failure]:
    """The records of objects one after another, each on as many lines as it takes."""
    line, counted = 1, 0
    while text.startswith("{", at):
        line += text.count("\n", counted, at)
        counted = at
        end = _end_of_value(text, at)
        yield from records_of_text(text[at:end], path, line)
        at = _end_of_space(text, end)
    if at < len(text):
        raise SourceError(worded("not valid JSON: more follows the first value at character {end}", end=at + 1))


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
        and _LINE_END.search(text, at, end) is None
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
