"""The lines of a source as they stand in the file, from which an article was read."""

from __future__ import annotations

import json
import re
from pathlib import Path

from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure, Format, PassedOver, SourceFile, discover
from baosou.corpus.dumps import element_of
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.readers.lines import text_lines
from baosou.corpus.readers.opening import DEFAULT_LIMITS, Limits, open_chunks, whole

_BREAK = re.compile(r"\r\n|[\n\r\f]")


def original_lines(
    path: Path, first: int, last: int, *, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> list[str]:
    """Lines `first` to `last` (from 1) of a file, without their ends; of a record all lines that it goes on over.

    Raises SourceError for a file that is no text or has no such lines, and OSError as `open`.
    """
    path.stat()
    found = next(iter(discover([path])), None)
    if not isinstance(found, SourceFile):
        reason = found.reason if isinstance(found, Failure) else worded("there is no reader for such files")
        gone = not isinstance(found, Failure | PassedOver)
        raise SourceError(worded("{path}: {reason}", path=path, reason=worded("not a file") if gone else reason))
    lines = (
        _records(found, first, encoding, limits) if _is_table(found) else _page(found, first, last, encoding, limits)
    )
    if not lines:
        raise SourceError(worded("{path}: the file has no line {first} any more; add it again", path=path, first=first))
    return lines


def _is_table(source: SourceFile) -> bool:
    return source.format in (Format.JSONL, Format.CSV, Format.TSV)


def _records(source: SourceFile, first: int, encoding: str | None, limits: Limits) -> list[str]:
    """The record that begins on a line; a row goes on as long as a quotation mark is open."""
    lines: list[str] = []
    with open_chunks(source, limits) as chunks:
        for line in text_lines(chunks, encoding=encoding, limit=limits.record):
            if line.number >= first:
                lines.append(line.text or "")
                if source.format is Format.JSONL or sum(each.count('"') for each in lines) % 2 == 0:
                    break
    return lines


def _page(source: SourceFile, first: int, last: int, encoding: str | None, limits: Limits) -> list[str]:
    with open_chunks(source, limits) as chunks:
        data = whole(chunks, source, limits)
    lines = _BREAK.split(decode(data, encoding=encoding).text)
    rest = "\n".join(lines[first - 1 :])
    if source.format in (Format.TEXT, Format.TAGGED) and (element := element_of(data)) is not None:
        ended = re.search(rf"</{re.escape(element)}\s*>", rest, re.IGNORECASE)
        return rest[: ended.end()].split("\n") if ended is not None else lines[first - 1 : last]
    if source.format is not Format.JSON:
        return lines[first - 1 : last]
    try:
        _, end = json.JSONDecoder().raw_decode(rest, rest.index("{"))
    except (RecursionError, ValueError):
        return lines[first - 1 : last]
    return rest[:end].split("\n")
