"""What a page of HTML says: its head's metadata, and its visible text in stretches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from msgspec import Struct, field

from baosou.corpus.characters import WIDE
from baosou.corpus.models import Kind
from baosou.corpus.readers.markup import Token, tokens

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main ol option p pre section summary table"
        " tbody tfoot thead tr ul",
    )
)
_DROPPED = frozenset(["script", "style", "nav", "template", "noscript", "svg", "iframe"])
_CAPTIONS = frozenset(["figcaption", "caption"])
_CLOSE_HEADING = frozenset(["p", "table", "ul", "ol", "li", "dl", "section", "article", "main", "blockquote"])

_META = {
    "author": "authors",
    "article:author": "authors",
    "og:article:author": "authors",
    "article:published_time": "dates",
    "og:published_time": "dates",
    "datepublished": "dates",
    "pubdate": "dates",
    "publishdate": "dates",
    "publish-date": "dates",
    "dc.date": "dates",
    "dc.date.issued": "dates",
    "date": "dates",
    "og:title": "titles",
    "og:site_name": "publication",
    "publication": "publication",
    "source": "publication",
    "article:section": "column",
    "og:url": "url",
}
MOST_SAID = 100
"""So many titles, dates and authors of a page are looked at: junk has hundreds of thousands."""

_LONGEST_SAID = 1000
# A line end in the source of Chinese text is no space (CSS Text, segment break transformation).
_LINE_END = re.compile(rf"(?<=[{WIDE}])[ \t\f]*[\r\n]\s*(?=[{WIDE}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")


class Head(Struct):
    """A page's metadata as written, the first MOST_SAID of each.

    `titles` are og:title and <title>, `times` those of the whole page.
    """

    authors: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    publication: str = ""
    column: str = ""
    url: str = ""

    def take(self, attributes: Mapping[str, str]) -> None:
        """Keep what a <meta> tag says, if it is of a kind that we know."""
        content = unescape(attributes.get("content", "")).strip()
        for name in ("property", "name", "itemprop"):
            kind = _META.get(attributes.get(name, "").lower())
            if kind is None or not content:
                continue
            held = getattr(self, kind)
            if isinstance(held, list):
                say(held, content)
            elif not held:
                setattr(self, kind, content)


def say(held: list[str], text: str) -> None:
    """Add what a page says of itself to what it said before, unless that is enough."""
    if len(held) < MOST_SAID:
        held.append(text[:_LONGEST_SAID])


class Stretch(Struct, frozen=True, eq=False):
    """Text between two block tags. `level` is that of a heading, else 0; `line` that of the source.

    `scope` is the number (from 1) of the <article> it stands in, 0 in <main> alone, None elsewhere.
    """

    text: str
    kind: Kind
    level: int
    line: int
    scope: int | None
    times: tuple[str, ...] = ()


def read_page(source: str) -> tuple[Head, list[Stretch]]:
    """The head and the visible stretches of a page, in time linear in its length."""
    reader = _Reader(source, _DROPPED)
    if reader.dropping:  # never closed: better its text than none
        reader = _Reader(source, _DROPPED - {"nav", "template", "noscript", "svg"})
    return reader.head, reader.stretches


class _Reader:
    """One pass over a page's tokens."""

    def __init__(self, source: str, dropped: frozenset[str]) -> None:
        self.head = Head()
        self.stretches: list[Stretch] = []
        self.dropping = ""  # the dropped element that is open, and how many of its name
        self._depth = 0
        self._source = source
        self._dropped = dropped
        self._pieces: list[str] = []
        self._times: list[str] = []
        self._kind, self._level = Kind.PARAGRAPH, 0
        self._articles, self._open_articles, self._open_mains = 0, 0, 0
        self._in_title, self._pre = False, 0
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
        elif token.kind == "text":
            self._take_text(token)
        elif token.name in self._dropped:
            if token.kind == "start" and not self._source.endswith("/>", token.start, token.end):
                self.dropping, self._depth = token.name, 1
        elif token.kind == "start":
            self._start(token)
        else:
            self._end(token)

    def _take_text(self, token: Token) -> None:
        text = unescape(self._source[token.start : token.end])
        if self._in_title:
            say(self.head.titles, _SPACE.sub(" ", text).strip())
            return
        if not self._pieces and text.strip():
            self._line += self._source.count("\n", self._counted, token.start)
            self._counted = token.start
            blank = len(text) - len(text.lstrip())
            self._begun = self._line + text.count("\n", 0, blank)
        if self._pieces or text.strip():
            self._pieces.append(text)

    def _start(self, token: Token) -> None:
        name = token.name
        if name == "meta":
            self.head.take(token.attributes)
        elif name == "link" and token.attributes.get("rel", "").lower() == "canonical":
            self.head.url = unescape(token.attributes.get("href", "")) or self.head.url
        elif name == "title":
            self._in_title = True
        elif name == "time":
            written = unescape(token.attributes.get("datetime", ""))
            say(self._times, written)
            say(self.head.times, written)
        elif name in ("td", "th"):
            self._pieces += [" "] if self._pieces else []
        elif name == "br" and self._level:
            self._pieces.append(" ")
        elif name in _BLOCKS:
            self._flush()
            self._enter(name)

    def _enter(self, name: str) -> None:
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
        if name == "title":
            self._in_title = False
        if name not in _BLOCKS or (name == "br" and self._level):
            return
        self._flush()
        if name in _CAPTIONS or (self._level and name == f"h{self._level}"):
            self._kind, self._level = Kind.PARAGRAPH, 0
        elif name == "article":
            self._open_articles = max(0, self._open_articles - 1)
        elif name == "main":
            self._open_mains = max(0, self._open_mains - 1)
        elif name == "pre":
            self._pre = max(0, self._pre - 1)

    def _flush(self) -> None:
        """End the stretch at hand."""
        raw = "".join(self._pieces)
        times = tuple(self._times)
        self._pieces, self._times = [], []
        scope = self._articles if self._open_articles else 0 if self._open_mains else None
        for number, line in enumerate(re.split(r"\r\n|\r|\n", raw) if self._pre else [raw]):
            text = _SPACE.sub(" ", _LINE_END.sub("", line)).strip()
            if text:
                self.stretches.append(Stretch(text, self._kind, self._level, self._begun + number, scope, times))
