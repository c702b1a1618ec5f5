"""Occurrences as `rg --vimgrep` prints matches: path, line, column in bytes and the line, for editors."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from baosou.cli.output.json_values import shown_path
from baosou.cli.output.visible import visible
from baosou.corpus.decoding import decode
from baosou.corpus.discovery import is_page
from baosou.corpus.errors import SourceError
from baosou.corpus.folding import fold_text
from baosou.corpus.readers.text import as_read
from baosou.index.concordances import Occurrence

_LARGEST = 64 << 20
_BREAK = re.compile(r"\r\n|[\n\r\f]")


def vimgrep_line(each: Occurrence, cwd: str) -> str:
    """`path:line:column:text`, one line, without colour.

    Of pages of text the line is as the file has it. A record's line is the record, and the line of a page that has
    changed since, or is compressed, is not known: there the column is 1, and the text what stands around.
    """
    place = each.source
    known = _line_at(place.path, place.line, place.start, each.match)
    column, text = known or (1, f"{each.left}{each.match}{each.right}")
    return f"{visible(shown_path(place.path, cwd))}:{place.line}:{column}:{visible(text)}\n"


def _line_at(path: str, line: int, start: int, match: str) -> tuple[int, str] | None:
    """The column of a character of a page, and the line around it; None where the match does not stand there."""
    text = _text_of(path)
    if text is None or fold_text(text[start : start + 1]) != fold_text(match[:1]):
        return None
    first = last = 0
    for number, found in enumerate(_BREAK.finditer(text, 0, start), start=2):
        first, last = found.end(), number
    if max(last, 1) != line:
        return None
    end = _BREAK.search(text, start)
    column = len(text[first:start].encode("utf-8", "surrogatepass")) + 1
    return column, text[first : len(text) if end is None else end.start()]


@lru_cache(maxsize=4)
def _text_of(path: str) -> str | None:
    """The text of a page as its reader counts it; None for what is no page, or cannot be read."""
    try:
        if not is_page(Path(path)) or os.path.getsize(path) > _LARGEST:
            return None
        return as_read(decode(Path(path).read_bytes()).text)
    except (OSError, SourceError):
        return None
