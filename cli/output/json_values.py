"""JSON on standard output, and paths as they are shown beside it."""

from __future__ import annotations

import json
import os
import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from baosou.cli.output.visible import UNSAFE, readable
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from baosou.index.results import SourcePlace


def to_json(value: object) -> str:
    """One line of JSON in UTF-8, with what a terminal would obey written as \\u escapes."""
    try:
        text = msgspec.json.encode(value).decode("utf-8")
    except UnicodeEncodeError:  # a text with the half of a surrogate pair, or a name with bytes that are not UTF-8
        text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
        if sys.getfilesystemencoding() != "utf-8":
            text = readable(text)
    # nothing unsafe is printable, and to be told so takes a third of the time of a search
    return text if text.isprintable() else UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]


@lru_cache(maxsize=1024)
def shown_path(path: str, cwd: str) -> str:
    """A source's path for reading: relative where it lies below the working folder, absolute elsewhere."""
    below = cwd.rstrip(os.sep) + os.sep
    return readable(path[len(below) :] if path.startswith(below) and len(path) > len(below) else path)


def shown_place(place: SourcePlace, cwd: str) -> str:
    """Where something stands, for reading: pages/a.txt:7, of what is printed on pages papers/a.pdf page 3."""
    path = shown_path(place.path, cwd)
    if place.page is None:
        return f"{path}:{place.line}"
    return worded("{path} page {page}", path=path, page=place.page)


def file_url(path: str, host: str, page: int | None = None) -> str:
    """The file:// URL of an absolute path (RFC 8089), percent-encoded byte by byte, and of a page in it (RFC 8118)."""
    return f"file://{host}{quote(os.fsencode(path))}" + ("" if page is None else f"#page={page}")
