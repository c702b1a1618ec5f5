"""JSON Lines: one article a record, read as a stream."""

from __future__ import annotations

import ast
import json
import math
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article
from baosou.corpus.readers.lines import Line, text_lines
from baosou.corpus.readers.nested_records import completed, is_action, is_container, nested_records
from baosou.corpus.readers.opening import Limits
from baosou.corpus.readers.record_values import kind_of
from baosou.corpus.readers.records import told_of


def read_jsonl(
    chunks: Iterator[bytes], path: Path, *, encoding: str | None, limits: Limits
) -> Iterator[Article | Failure]:
    """The records of a stream, and a failure for each line that is none; blank lines are passed over."""
    return records_of(text_lines(chunks, encoding=encoding, limit=limits.record, blank=False), path)


def records_of(lines: Iterable[Line], path: Path) -> Iterator[Article | Failure]:
    """The records that lines hold, as `read_jsonl` gives them."""
    for line in lines:
        if line.text is None:
            yield Failure(path, line.problem or worded("not text"), line.number)
            continue
        if not line.text or line.text.isspace():
            continue
        yield from records_of_text(line.text, path, line.number)
        if line.problem:
            yield Failure(path, line.problem, line.number, warning=True)


def records_of_text(text: str, path: Path, line: int) -> Iterable[Article | Failure]:
    """The record that an object of JSON on a line is, or those that it has within, and what is wrong with them."""
    try:
        record = parse_record(text)
    except SourceError as error:
        return [Failure(path, str(error), line)]
    if is_container(record):
        return _within(text, path, line)
    return [] if is_action(record) else told_of(record, path, line)


def _within(text: str, path: Path, line: int) -> Iterator[Article | Failure]:
    counted = 0
    for each in nested_records(text):
        line += text.count("\n", counted, each.start)
        counted = each.start
        yield from told_of(completed(parse_record(text[each.start : each.end]), each.said), path, line)


def parse_record(text: str) -> dict[str, object]:
    """One line's JSON object; SourceError with the reason if it is anything else. An escaped NUL is U+FFFD."""
    if "\\u0000" in text:
        text = _NUL.sub(r"\1\\ufffd", text)
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        if (printed := _printed(text)) is not None:
            return printed
        reason = error.msg.removesuffix(" at")  # as in "Invalid control character at"
        raise SourceError(
            worded("not valid JSON: {reason} at character {pos}", reason=reason, pos=error.pos + 1)
        ) from error
    except RecursionError as error:
        raise SourceError(worded("nested too deep")) from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise SourceError(worded("not valid JSON: a number out of range")) from error
    if not isinstance(value, dict):
        raise SourceError(worded("not a JSON object but {kind}; write one object a line", kind=kind_of(value)))
    if "\\u" in text and _has_lone_surrogate(value):
        raise SourceError(worded("a \\u escape that is half a character (a lone surrogate)"))
    return value


def printed_records(text: str) -> list[str] | None:
    """What Python prints for a list of records, each as JSON; None of anything else."""
    value = _literal(text) if _PRINTED_LIST.match(text) else None
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return None
    try:
        return [json.dumps(each, allow_nan=False, ensure_ascii=False) for each in value]
    except (TypeError, ValueError):  # what JSON has no word for
        return None


def _printed(text: str) -> dict[str, object] | None:
    """A record as Python prints it ({'title': …, 'url': None}); None of anything else."""
    value = _literal(text) if _PRINTED.match(text) else None
    if not isinstance(value, dict):
        return None
    try:
        return parse_record(json.dumps(value, allow_nan=False))
    except (SourceError, TypeError, ValueError):
        return None


def _literal(text: str) -> object:
    if len(text) > _LONGEST_PRINTED:
        return None
    try:
        with warnings.catch_warnings(action="ignore"):  # of escapes that Python does not know
            value: object = ast.literal_eval(_ID.sub(r"\1", _MOMENT.sub(r"'\1-\2-\3'", text.strip())))
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return value


_PRINTED = re.compile(r"\s*\{\s*'")
_PRINTED_LIST = re.compile(r"\ufeff?\s*\[\s*\{\s*'")
_MOMENT = re.compile(r"\bdatetime\.date(?:time)?\((\d{4}), (\d{1,2}), (\d{1,2})(?:, [^()]{0,60})?\)")
_ID = re.compile(r"\bObjectId\(('[0-9a-f]{1,40}')\)")
_LONGEST_PRINTED = 1_000_000

_NUL = re.compile(r"((?<!\\)(?:\\\\)*)\\u0000")
"""After a backslash that is itself escaped, u0000 is text."""


def _has_lone_surrogate(value: object) -> bool:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            try:
                item.encode("utf-8")
            except UnicodeEncodeError:
                return True
        elif isinstance(item, dict):
            pending += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            pending += item
    return False


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in record if keys.count(key) > 1)
        raise SourceError(worded('the key "{twice}" stands twice', twice=twice[:40]))
    return record


def _refuse(constant: str) -> NoReturn:
    raise SourceError(worded("{constant} is not valid JSON", constant=constant))


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise SourceError(worded("the number {digits} is out of range", digits=digits[:40]))
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_finite)
