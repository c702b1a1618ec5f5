"""Which files are dumps of tagged records, and which of their elements is a record, by how they begin."""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from html import escape
from pathlib import Path

from baosou.corpus.decoding import decode
from baosou.corpus.errors import SourceError
from baosou.corpus.record_keys import key_of

NAME = r"[^\W\d][\w:.-]*"
ELEMENT = re.compile(
    rf"<\?[^<>]*>|<!DOCTYPE\s[^<>]*>|<(?P<close>/?)(?P<name>{NAME})(?P<attributes>(?:\s[^<>]*?)?)(?P<empty>/?)>"
)
"""A tag; declarations have no name."""

_SECTIONS = {"<!--": "-->", "<![CDATA[": "]]>"}
_NAMES = {
    "encoded": "content",
    "contenttitle": "title",
    "hl1": "title",
    "short_text": "text",
    "docno": "id",
    "updated": "date",
}
_RECORDS = frozenset(("article", "articles", "news", "passage", "文章", "新闻", "报道"))
"""What is a text as a record's key, and as an element the record."""

HEAD = 1 << 14
"""Bytes of a file by which it is told."""

_OPENING = re.compile(
    r"\ufeff?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE\s[^>\[]*(?:\[[^\]]*\])?>\s*)*<(?P<name>[^\W\d][\w:.-]*)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_NO_RECORDS = frozenset(
    ("html", "head", "body", "div", "p", "svg", "xsl:stylesheet", "plist", "alto", "pcgts", "project")
)
_NONE_ITSELF = frozenset(("image", "textinput"))  # a feed's logo has a title too
_TITLED = re.compile(r"\s(?:title|标题)\s*=", re.IGNORECASE)


def element_of(data: bytes) -> str | None:
    """The name of the element that is a record, in small letters, by how a file begins; None for all other files.

    It holds a title, or else a text; of several such the most frequent, and the inner one of an equal number (a feed
    has a title as well).
    """
    head = _head(data)
    opening = _OPENING.match(head)
    if opening is None or opening["name"].lower() in _NO_RECORDS:
        return None
    depths: dict[str, int] = {}
    held: dict[str, Counter[str]] = {"title": Counter(), "text": Counter()}
    above: list[tuple[str, set[str]]] = []  # the open elements, and what of both each holds
    for found in ELEMENT.finditer(opened(head)):
        name = (found["name"] or "").lower()
        if not name or found["empty"]:
            continue
        if found["close"]:
            while above and above.pop()[0] != name:
                pass
            continue
        if not told_by(name) and name not in _NONE_ITSELF:
            depths.setdefault(name, len(above))
            if _TITLED.search(found["attributes"]):
                held["title"][name] += 1
        owner = next((each for each in reversed(above) if each[0] in depths), None)
        if owner is not None and (key := told_by(name)) is not None and key not in owner[1]:
            owner[1].add(key)
            held[key][owner[0]] += 1
        above.append((name, set()))
    names = held["title"] or held["text"]
    return max(names, key=lambda name: (names[name], depths[name]), default=None)


def is_web_page(data: bytes) -> bool:
    """Whether a file is a page of HTML, whatever it is called."""
    opening = _OPENING.match(_head(data))
    return opening is not None and opening["name"].lower() == "html"


def _head(data: bytes) -> str:
    """The beginning of a file that begins with a tag; else nothing."""
    if not data[:256].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return ""
    head = data[:HEAD]
    if len(data) > HEAD and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: head.rindex(b">") + 1] if b">" in head else head  # not within a character
    try:
        return decode(head).text
    except SourceError:
        return ""


def is_dump(path: Path, *, compressed: bool) -> bool:
    """Whether a file holds tagged records; what cannot be opened is none."""
    try:
        with gzip.open(path) if compressed else path.open("rb") as file:
            return element_of(file.read(HEAD + 1)) is not None
    except (OSError, EOFError, zlib.error):
        return False


def opened(text: str) -> str:
    """The text without comments, and what sections of characters hold (CDATA) as it is written outside of them."""
    if "<!" not in text:
        return text
    pieces = []
    at = 0
    for begins, ends in _SECTIONS.items():
        while (begun := text.find(begins, at)) >= 0 and (ended := text.find(ends, begun + len(begins))) >= 0:
            pieces.append(text[at:begun])
            if begins == "<![CDATA[":
                pieces.append(escape(text[begun + len(begins) : ended], quote=False))
            at = ended + len(ends)
        text, pieces, at = "".join([*pieces, text[at:]]), [], 0
    return text


def plain_name(name: str) -> str:
    """The name of an element or an attribute as a record has it: without prefix (dc:creator), as far as it is known."""
    own = name.rpartition(":")[2]
    return _NAMES.get(own.lower(), own)


def told_by(name: str) -> str | None:
    """ "title" or "text" where an element of this name is one of an article."""
    plain = plain_name(name)
    found = key_of(plain) if plain not in _RECORDS else None
    return found[0] if found is not None and found[0] in ("title", "text") else None
