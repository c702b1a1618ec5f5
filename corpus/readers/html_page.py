"""What a page of HTML says: its head's metadata, and its visible text in stretches."""

from __future__ import annotations

import re
from collections.abc import Collection

from msgspec import Struct

from baosou.corpus.characters import WIDE
from baosou.corpus.models import Kind
from baosou.corpus.readers.html_elements import Elements, OpenElements
from baosou.corpus.readers.html_head import Head, say
from baosou.corpus.readers.markup import Token, tokens, unescaped

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section select"
        " summary table tbody textarea tfoot thead tr ul",
    )
)
_CELLS = frozenset(["td", "th"])
_VOID = frozenset(["br", "hr"])
_DROPPED = frozenset(["script", "style", "template", "noscript", "svg", "iframe"])
_CAPTIONS = frozenset(["figcaption", "caption"])
_CLOSE_HEADING = frozenset(["p", "table", "ul", "ol", "li", "dl", "section", "article", "main", "blockquote"])
_LONGEST_CELL = 60
_CHOICES = frozenset(["option", "button"])
_NAMES = frozenset(["id", "name"])
_NOTE_LINKS = frozenset(["doc-noteref", "doc-backlink", "noteref", "backlink"])
"""By their role, links to a note and back, whose text is no more than a mark."""

# A line end in the source of Chinese text is no space (CSS Text, segment break transformation).
_LINE_END = re.compile(rf"(?<=[{WIDE}])[ \t\f]*[\r\n]\s*(?=[{WIDE}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CELL_BREAK = "\0"
"""A blank that no line end swallows; no decoded text has a NUL of its own."""
_NEWLINE = re.compile(r"\r\n|\r|\n")
_INDENT = re.compile(r"[ \t\r\n\f]*[\u3000\xa0]|[ \t]{2}")


class Stretch(Struct, frozen=True, eq=False):
    """Text between two block tags or line breaks. `level` is that of a heading, else 0; `line` that of the source.

    `scope` is the number (from 1) of the <article> it stands in, 0 in <main> alone, None elsewhere; `element` is
    the number of the innermost element, `linked` how many characters are those of links. `breaks` line breaks stand
    between it and the stretch before it in the same element (0: it opens the element), `indented` says that it opens
    as a paragraph does. `lines` are those that it was made of where the page breaks it at a screen's width, each with
    that of the source. `anchors` are the names, of those asked for, that lead to it.
    """

    text: str
    kind: Kind
    level: int
    line: int
    scope: int | None
    times: tuple[str, ...] = ()
    element: int = 0
    linked: int = 0
    breaks: int = 0
    indented: bool = False
    lines: tuple[tuple[str, int], ...] = ()
    anchors: tuple[str, ...] = ()


class WebPage(Struct, frozen=True):
    """A page as it was read."""

    head: Head
    stretches: list[Stretch]
    elements: Elements


def read_page(source: str, anchors: Collection[str] = ()) -> WebPage:
    """The head and the visible stretches of a page, in time linear in its length; `anchors` are looked for."""
    reader = _Reader(source, _DROPPED, anchors)
    if reader.dropping:  # never closed: better its text than none
        reader = _Reader(source, _DROPPED - {"template", "noscript", "svg"}, anchors)
    reader.head.read_data()
    return WebPage(reader.head, reader.stretches, reader.elements.all)


class _Reader:
    """One pass over a page's tokens."""

    def __init__(self, source: str, dropped: frozenset[str], anchors: Collection[str]) -> None:
        self.head = Head()
        self.stretches: list[Stretch] = []
        self.elements = OpenElements()
        self.dropping = ""  # the dropped element that is open, and how many of its name
        self._depth = 0
        self._data = False  # whether that element is JSON-LD
        self._source = source
        self._dropped = dropped
        self._pieces: list[str] = []
        self._times: list[str] = []
        self._anchors = anchors
        self._led: list[str] = []
        self._kind, self._level = Kind.PARAGRAPH, 0
        self._articles, self._open_articles, self._open_mains = 0, 0, 0
        self._in_title, self._in_mark, self._pre = False, False, 0
        self._link = 0  # the depth at which a link was opened; it ends with what it stands in
        self._linked, self._breaks, self._element = 0, 0, 0
        self._line, self._counted, self._begun = 1, 0, 1
        for token in tokens(source):
            self._take(token)
        self._flush()

    def _take(self, token: Token) -> None:
        if self.dropping:
            if token.name == self.dropping:
                self._depth += 1 if token.kind == "start" else -1
                if not self._depth:
                    self.dropping = ""
            elif self._data and token.kind == "text":
                self.head.take_data(self._source[token.start : token.end])
        elif token.kind == "text":
            self._take_text(token)
        elif token.name in self._dropped:
            if token.kind == "start" and not self._source.endswith("/>", token.start, token.end):
                self.dropping, self._depth = token.name, 1
                self._data = token.attributes.get("type", "").strip().lower() == "application/ld+json"
        elif token.kind == "start":
            self._start(token)
        else:
            self._end(token)

    def _take_text(self, token: Token) -> None:
        text = unescaped(self._source[token.start : token.end])
        if self._in_mark:
            return
        if self._in_title:
            say(self.head.titles, _SPACE.sub(" ", text).strip())
            return
        if not self._pieces and text.strip():
            self._line += self._source.count("\n", self._counted, token.start)
            self._counted = token.start
            blank = len(text) - len(text.lstrip())
            self._begun = self._line + text.count("\n", 0, blank)
            self._element = self.elements.innermost
        if self._pieces or text.strip():
            self._pieces.append(text)
            if self._link:
                self._linked += len(text.strip())

    def _start(self, token: Token) -> None:
        name = token.name
        if name in _BLOCKS and not (name == "br" and self._level):
            self._flush()
            self._in_mark = False
        if self._anchors and (token.attributes.keys() & _NAMES):
            self._lead(token)
        if name == "a":
            self._link = self.elements.depth if "href" in token.attributes else 0
            self._in_mark = not _NOTE_LINKS.isdisjoint(
                (token.attributes.get("role", ""), token.attributes.get("epub:type", ""))
            )
        elif name == "meta":
            self.head.take(token.attributes)
        elif name == "link" and token.attributes.get("rel", "").lower() == "canonical":
            self.head.url = unescaped(token.attributes.get("href", "")) or self.head.url
        elif name == "title":
            self._in_title = True
        elif name == "time":
            written = unescaped(token.attributes.get("datetime", ""))
            say(self._times, written)
            say(self.head.times, written)
        elif name in _CELLS:
            self._start_cell(token)
        elif name == "br" and self._level:
            self._pieces.append(" ")
        elif name == "br":
            self._breaks += 1
        elif name in _BLOCKS:
            self._enter(token)

    def _lead(self, token: Token) -> None:
        """Keep the names of an element that lead to the text at hand, or else to the next."""
        names = {unescaped(token.attributes.get(key, "")) for key in _NAMES}
        self._led += [name for name in names if name in self._anchors]

    def _start_cell(self, token: Token) -> None:
        """Cells of a table's row stand in one line, but for those that only lay a page out."""
        if sum(map(len, self._pieces)) > _LONGEST_CELL:
            self._flush()
        elif self._pieces:
            self._pieces.append(_CELL_BREAK)
        self._breaks = 0
        self.elements.start(token.name, token.attributes)
        self._end_link()

    def _enter(self, token: Token) -> None:
        name = token.name
        self._breaks = 0
        if name not in _VOID:
            self.elements.start(name, token.attributes)
            self._end_link()
            if name in _CHOICES:
                self._link = self.elements.depth
        if name in _CAPTIONS:
            self._kind, self._level = Kind.CAPTION, 0
        elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
            self._kind, self._level = Kind.HEAD, int(name[1])
        elif name in _CLOSE_HEADING and self._kind is Kind.HEAD:
            self._kind, self._level = Kind.PARAGRAPH, 0
        if name == "article":
            self._articles += not self._open_articles
            self._open_articles += 1
        elif name == "main":
            self._open_mains += 1
        elif name == "pre":
            self._pre += 1

    def _end(self, token: Token) -> None:
        name = token.name
        if name == "a":
            self._link, self._in_mark = 0, False
        if name == "title":
            self._in_title = False
        elif name in _CELLS:
            self.elements.end(name)
            self._end_link()
        if name not in _BLOCKS or (name == "br" and self._level):
            return
        self._flush()
        if name == "br":
            self._breaks += 1
            return
        self._breaks = 0
        self.elements.end(name)
        self._end_link()
        if name in _CAPTIONS or (self._level and name == f"h{self._level}"):
            self._kind, self._level = Kind.PARAGRAPH, 0
        elif name == "article":
            self._open_articles = max(0, self._open_articles - 1)
        elif name == "main":
            self._open_mains = max(0, self._open_mains - 1)
        elif name == "pre":
            self._pre = max(0, self._pre - 1)

    def _end_link(self) -> None:
        if self.elements.depth < self._link:
            self._link = 0

    def _flush(self) -> None:
        """End the stretch at hand."""
        raw = "".join(self._pieces)
        times = tuple(self._times)
        linked, self._linked = self._linked, 0
        self._pieces, self._times = [], []
        scope = self._articles if self._open_articles else 0 if self._open_mains else None
        for number, line in enumerate(_NEWLINE.split(raw) if self._pre else [raw]):
            self._breaks += number > 0
            text = _SPACE.sub(" ", _LINE_END.sub("", line).replace(_CELL_BREAK, " ")).strip()
            if text:
                self.stretches.append(
                    Stretch(
                        text,
                        self._kind,
                        self._level,
                        self._begun + number,
                        scope,
                        times,
                        self._element,
                        min(linked, len(text)),
                        self._breaks,
                        _INDENT.match(line) is not None,
                        anchors=tuple(self._led),
                    )
                )
                self._breaks, self._led = 0, []
