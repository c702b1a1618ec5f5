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
_NAMES = {"encoded": "content", "contenttitle": "title", "hl1": "title", "short_text": "text", "docno": "id"}
_RECORDS = frozenset(("article", "articles", "news", "passage", "文章", "新闻", "报道"))
"""What is a text as a record's key, and as an element the record."""

_KNOWN_PREFIXES = frozenset(("", "content", "dc", "dcterms", "atom", "rss", "rdf"))
"""What has another prefix (media:title) is said of something else."""

_NAMED = frozenset(("field", "column", "str", "arr", "property", "字段"))
_NAME_OF = re.compile(r"""\sname\s*=\s*["']([^"']{1,60})["']""")
"""Rows of data bases: <field name="title">, <column name="title">."""

MARKS = frozenset(
    ("p", "para", "paragraph", "br", "b", "i", "u", "em", "strong", "a", "img", "div", "span", "font", "s")
)
"""What marks up a text, and is no field of a record."""

HEAD = 1 << 14
"""Bytes of a file by which it is told."""

_OPENING = re.compile(
    r"\ufeff?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE\s[^>\[]*(?:\[[^\]]*\])?>\s*)*<(?P<name>[^\W\d][\w:.-]*)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_NO_RECORDS = frozenset(("html", "svg", "xsl:stylesheet", "plist", "alto", "pcgts", "project", "opml", "urlset"))
_NONE_ITSELF = frozenset(
    ("rss", "feed", "channel", "image", "img", "textinput", "source", "author", "comment", "comments", "category")
)
"""What has a title or a text of its own, and is no article: a feed, its logo, whence an article came."""

_SEEN_THROUGH = MARKS | frozenset(
    "head header front meta metadata info teiheader filedesc titlestmt revision body.head body.content hedline".split()  # noqa: SIM905
)
"""What stands in these is said of what they stand in."""

_TITLED = re.compile(r"\s(?:title|标题)\s*=", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|a|span|font|s)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SAID = re.compile(r"[^\W\d][^<>]{4}")
_SENTENCE = re.compile(r"[\u3400-\u9fff][。！？]")


class _Open:
    """An element that is open, and what of an article it holds."""

    def __init__(self, name: str, tag: str) -> None:
        self.name, self.tag = name, tag
        self.holds: set[str] = set()


def element_of(data: bytes) -> str | None:
    """The name of the element that is a record, in small letters, by how a file begins; None for all other files.

    It holds a text, and mostly a title; of several such the most frequent, and the inner one of an equal number. In
    a feed a title is enough.
    """
    head = _head(data)
    opening = _OPENING.match(head)
    if opening is None or opening["name"].lower() in _NO_RECORDS:
        return None
    head = _INLINE.sub("", opened(head))
    depths: dict[str, int] = {}
    whole: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    above: list[_Open] = []
    at = 0

    def close(element: _Open) -> None:
        whole[element.name] += "title" in element.holds and not element.holds.isdisjoint(("text", "loose"))
        titles[element.name] += "title" in element.holds
        texts[element.name] += "sentence" in element.holds

    for found in ELEMENT.finditer(head):
        owner = _owner(above)
        _hold(above, owner, head, at, found.start())
        at = found.end()
        tag = (found["name"] or "").lower()
        if found["close"] and any(each.tag == tag for each in above):
            while (closed := above.pop()).tag != tag:
                close(closed)
            close(closed)
        if not tag or found["close"] or found["empty"]:
            continue
        name = element_name(tag, found["attributes"]).lower()
        if owner is not None and _is(name, "title"):
            owner.holds.add("title")
        above.append(_Open(name, tag))
        if _may_be_record(name):
            depths.setdefault(name, len(above))
            if _TITLED.search(found["attributes"]):
                above[-1].holds.add("title")
    _hold(above, _owner(above), head, at, len(head))
    for each in above:
        close(each)
    in_feed = opening["name"].lower() in ("rss", "feed", "rdf:rdf")
    names = +whole or (+titles if in_feed else +texts)
    return max(names, key=lambda name: (names[name], depths.get(name, 0)), default=None)


def _hold(above: list[_Open], owner: _Open | None, head: str, start: int, end: int) -> None:
    """Note what the text between two tags is to the element that may be the record."""
    if owner is None or not _SAID.search(head, start, end):
        return
    if _is(above[-1].name, "text"):
        owner.holds.update(("text", *(("sentence",) if _SENTENCE.search(head, start, end) else ())))
    elif above[-1] is owner or above[-1].name in _SEEN_THROUGH:
        owner.holds.add("loose")


def _owner(above: list[_Open]) -> _Open | None:
    """The innermost open element that may be a record."""
    return next((each for each in reversed(above) if _may_be_record(each.name)), None)


def _may_be_record(name: str) -> bool:
    return name not in _NONE_ITSELF and name not in _SEEN_THROUGH and told_by(name) is None and ":" not in name


def _is(name: str, key: str) -> bool:
    return told_by(name) == key or (key == "text" and name in ("description", "summary", "abstract"))


def element_name(name: str, attributes: str) -> str:
    """What an element is called, or what it says that it is (<field name="title">)."""
    if name.lower() in _NAMED and (named := _NAME_OF.search(attributes)) is not None:
        return named[1]
    return name


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
    prefix, _, own = name.rpartition(":")
    return _NAMES.get(own.lower(), own) if prefix.lower() in _KNOWN_PREFIXES else name


def told_by(name: str) -> str | None:
    """ "title" or "text" where an element of this name is one of an article."""
    plain = plain_name(name)
    found = key_of(plain) if plain.lower() not in _RECORDS else None
    return found[0] if found is not None and found[0] in ("title", "text") else None
