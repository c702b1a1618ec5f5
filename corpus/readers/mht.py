"""Web pages saved whole (.mht, .mhtml): the page among the parts of a MIME message, read as any page is."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from itertools import islice
from pathlib import Path

from msgspec.structs import replace

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article
from baosou.corpus.readers.html import read_html
from baosou.corpus.readers.opening import Limits

_MOST_PARTS = 5000
_PAGES = ("text/html", "application/xhtml+xml")
_OPENINGS = (b"Content-Type:", b"content-type:", b"Content-type:")
_HEAD = 1 << 14


def read_mht(
    data: bytes, path: Path, name: str, *, encoding: str | None, limits: Limits
) -> Iterator[Article | Failure]:
    """The articles of the page that was saved, and of its frames where it has no text itself.

    Raises SourceError where there is no page among the parts.
    """
    if not any(word in data[:_HEAD] for word in _OPENINGS):
        raise SourceError(worded("no web page saved as MHTML: no MIME message begins there"))
    try:
        message = message_from_bytes(data)
        parts = list(islice(message.walk(), _MOST_PARTS))
    except RecursionError as error:
        raise SourceError(worded("its parts are nested deeper than any browser nests them")) from error
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    if not pages:
        raise SourceError(worded("no web page among its parts"))
    root = _root(message, pages)
    found = list(_read(root, path, name, encoding, limits))
    if not any(isinstance(each, Article) for each in found):
        for part in pages:
            if part is not root:
                found += _read(part, path, name, encoding, limits)
    yield from found


def _root(message: Message, pages: list[Message]) -> Message:
    """The page that is shown: the one that the message calls its start, else the first."""
    start = message.get_param("start")
    named = start.strip() if isinstance(start, str) else ""
    return next((page for page in pages if named and str(page.get("Content-ID", "")).strip() == named), pages[0])


def _read(part: Message, path: Path, name: str, encoding: str | None, limits: Limits) -> Iterator[Article | Failure]:
    try:
        content = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (ValueError, LookupError, AssertionError) as error:
        raise SourceError(
            worded("a part of it is damaged ({reason})", reason=" ".join(str(error).split())[:120])
        ) from error
    if not isinstance(content, bytes):
        return
    if len(content) > limits.markup:
        raise SourceError(worded("its page is larger than {megabytes} MB; split it", megabytes=limits.markup >> 20))
    address = " ".join(str(part.get("Content-Location", "")).split())
    url = address if address.startswith(("http://", "https://")) else None
    for found in read_html(content, path, name, encoding=encoding, declared=charset):
        if isinstance(found, Article) and found.url is None and not found.aside:
            found = replace(found, url=url)
        yield found
