"""XML as a flat run of starts, ends and text, within bounds: no tree is built, and no entity of the file's own grows.

By expat itself, which ElementTree stands on: what is nested a million deep costs nothing, and is told in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from typing import NamedTuple
from xml.parsers import expat

from baosou.corpus.decoding import decode
from baosou.corpus.errors import SourceError, worded

_PIECE = 1 << 16
_DEEPEST = 1000
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,80}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})["']""")
_OF_EXPAT = frozenset(("utf-8", "utf8", "utf-16", "us-ascii", "ascii"))


class XmlEvent(NamedTuple):
    """`kind` is "start", "end" or "text". A name has the prefix that the reader asked for, whatever the file's is."""

    kind: str
    text: str
    attributes: Mapping[str, str] = {}  # a NamedTuple's default; never written to


def xml_events(data: bytes, prefixes: Mapping[str, str]) -> Iterator[XmlEvent]:
    """All of a document in order; SourceError where it is no XML, or XML that is out to harm.

    `prefixes` are those of namespaces by their addresses; names of all others come without one.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    declared = _DECLARED.match(data)
    encoding = None
    if declared is not None and (name := declared[1].decode("ascii").lower()) not in _OF_EXPAT:
        # expat reads no Chinese encodings, which old books are written in
        data, encoding = decode(data, declared=name).text.encode("utf-8", "replace"), "utf-8"
    reader = _Reader(prefixes, encoding)
    for at in range(0, max(1, len(data)), _PIECE):
        yield from reader.take(data[at : at + _PIECE], last=at + _PIECE >= len(data))


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


class _Reader:
    """Expat with what it has said since it was last asked."""

    def __init__(self, prefixes: Mapping[str, str], encoding: str | None) -> None:
        self._prefixes = prefixes
        self._names: dict[str, str] = {}
        self._events: list[XmlEvent] = []
        self._depth = 0
        parser = expat.ParserCreate(encoding, " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._declare
        parser.SkippedEntityHandler = self._skip
        self._parser = parser

    def take(self, piece: bytes, *, last: bool) -> list[XmlEvent]:
        self._events = []
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, ValueError) as error:
            said = " ".join(str(error).split())[:120]
            raise SourceError(worded("its XML is damaged ({said})", said=said)) from error
        return self._events

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SourceError(worded("its XML is nested more than {most:,} deep, as no document is", most=_DEEPEST))
        named = {self._named(key): value for key, value in attributes.items()}
        self._events.append(XmlEvent("start", self._named(name), named))

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._events.append(XmlEvent("end", self._named(name)))

    def _text(self, text: str) -> None:
        self._events.append(XmlEvent("text", text))

    def _declare(self, *_: object) -> None:
        raise SourceError(worded("its XML declares entities of its own, as no document does and bombs do"))

    def _skip(self, name: str, is_parameter: bool) -> None:
        """An entity of XHTML, such as &nbsp;, where the document type is not at hand."""
        if not is_parameter:
            self._text(html5.get(f"{name};", ""))

    def _named(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            address, _, own = name.rpartition(" ")
            prefix = self._prefixes.get(address)
            known = f"{prefix}:{own}" if prefix else own
            if len(self._names) < _DEEPEST:
                self._names[name] = known
        return known
