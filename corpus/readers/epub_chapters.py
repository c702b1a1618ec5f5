"""The chapters of an EPUB: which lines of its documents the table of contents makes an article, and of what title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from baosou.corpus.pages.lines import fold
from baosou.corpus.readers.composing import Piece, Role, Told
from baosou.corpus.readers.epub_contents import Entry
from baosou.corpus.readers.html_titles import key_of

_FRONT = re.compile(
    r"封面|封底|目录|目錄|目次|版权(?:页|信息|声明)?|版權(?:頁|信息|聲明)?|扉页|扉頁|书名页|書名頁|cover"
    r"|(?:table of )?contents|title ?page|copyright(?: page)?|导航|導航|nav(?:igation)?",
    re.IGNORECASE,
)
_NAMELESS = re.compile(
    r"[\d\W_]*|[\w.\-]+\.x?html?|(?:unknown|untitled|start|开始|正文|未知|无标题|chapter|section|part|text)[\d\W_]*",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVX]{1,4})[)）]?(?:[、.．\s].*)?")
_OWN = 20  # characters of text below the name of a part, before its first chapter, that make it an article itself
_NEAR, _MOST_LINES = 6, 4
_LONGEST_LABEL = 150
_SAID = 200


class ChapterLine(Struct, frozen=True):
    """A line of a book: its role and, of a heading, its level; the number of its document; what leads to it."""

    text: str
    role: Role
    level: int
    document: int
    anchors: tuple[str, ...] = ()
    aside: bool = False


class _Start(Struct, frozen=True):
    """Where an article begins; one that is `aside` is the cover, the contents or the name of a part."""

    label: str
    column: str | None = None
    aside: bool = False


def chapters(
    lines: Sequence[ChapterLine], contents: Sequence[Entry], paths: Sequence[str], title: str
) -> Iterator[Piece]:
    """The chapters in reading order; `paths` are those of the documents by their numbers, `title` is the book's."""
    book = _Book(lines, paths)
    for entry in contents:
        book.open(entry, None)
    if sum(not start.aside for start in book.starts.values()) < 2 and not book.nested:
        book.open_headings()
    yield from _pieces(lines, book.starts, book.heads, title)


class _Book:
    """The lines of a book while its contents are laid over them."""

    def __init__(self, lines: Sequence[ChapterLine], paths: Sequence[str]) -> None:
        self.starts: dict[int, _Start] = {}
        self.heads: set[int] = set()
        self.nested = False
        self._lines = lines
        self._first: dict[str, int] = {}
        self._anchored: dict[tuple[str, str], int] = {}
        self._worded: dict[tuple[str, str], int] = {}
        self._sums = [0]
        for place, line in enumerate(lines):
            self._sums.append(self._sums[-1] + len(line.text) * (line.role is Role.TEXT))
            path = paths[line.document].casefold()
            self._first.setdefault(path, place)
            for anchor in line.anchors:
                self._anchored.setdefault((path, anchor), place)
            if len(line.text) <= _LONGEST_LABEL:
                self._worded.setdefault((path, key_of(line.text)), place)

    def open(self, entry: Entry, column: str | None) -> None:
        """Make an entry and what stands below it articles, or heads of one."""
        place = self._place(entry)
        if _FRONT.fullmatch(entry.label) and place is not None and not entry.entries:
            self.starts.setdefault(place, _Start(entry.label, aside=True))
            return
        if not entry.entries:
            if place is not None:
                self._start(place, entry.label, column)
            return
        below = [found for each in entry.entries if (found := self._place(each)) is not None]
        sections = all(_NUMBERING.fullmatch(each.label) for each in entry.entries)
        if place is not None and (sections or self._said(place, entry, below) >= _OWN):
            self._start(place, entry.label, column)
            self.nested = True
            for each in entry.entries:
                self._open_below(each, place, entry.label, sections=sections)
            return
        if place is not None and place not in below:
            self.starts.setdefault(place, _Start(entry.label, aside=True))
        for each in entry.entries:
            self.open(each, entry.label or column)

    def _start(self, place: int, label: str, column: str | None) -> None:
        before = self.starts.get(place)
        if before is None or before.aside:
            self.starts[place] = _Start(label, column)

    def _open_below(self, entry: Entry, place: int, column: str, *, sections: bool) -> None:
        """What stands below an article: a head in it where it stands in the same document, else one of its own."""
        own = self._place(entry)
        if own is not None and not sections and self._lines[own].document != self._lines[place].document:
            self.open(entry, column)
            return
        if own is not None and own != place:
            self.heads.add(own)
        for each in entry.entries:
            self._open_below(each, place, column, sections=sections)

    def _place(self, entry: Entry) -> int | None:
        """The line that an entry leads to: its anchor's, else one that says what it says, else the document's first."""
        path = entry.path.casefold()
        first = self._first.get(path)
        if first is None or not entry.anchor:
            return first
        found = self._anchored.get((path, entry.anchor))
        if found is not None:
            return found
        key = key_of(entry.label)
        return self._worded.get((path, key), first) if key else first

    def _said(self, place: int, entry: Entry, below: Sequence[int]) -> int:
        """How much text stands between an entry's line and the first that stands below it in the contents."""
        end = min((each for each in below if each >= place), default=place)
        own = key_of(entry.label)
        repeated = sum(
            len(line.text)
            for line in self._lines[place : min(end, place + _MOST_LINES)]
            if line.role is Role.TEXT and key_of(line.text) in own
        )
        return self._sums[end] - self._sums[place] - repeated

    def open_headings(self) -> None:
        """Where there are no contents to speak of: each heading of the highest level, else each document, opens one."""
        levels = [line.level for line in self._lines if line.level and not line.aside]
        top = min(levels, default=0)
        documents: set[int] = set()
        for place, line in enumerate(self._lines):
            opens = line.level == top if top else line.document not in documents
            documents.add(line.document)
            if opens and not line.aside:
                self.starts.setdefault(place, _Start(""))


def _pieces(lines: Sequence[ChapterLine], starts: Mapping[int, _Start], heads: set[int], title: str) -> Iterator[Piece]:
    places = sorted(starts)
    if not places or places[0] > 0:
        yield from _front(lines[: places[0] if places else len(lines)], titled=bool(places))
    for place, end in zip(places, [*places[1:], len(lines)], strict=False):
        start = starts[place]
        told = [_told(line, head=place + number in heads) for number, line in enumerate(lines[place:end])]
        if start.aside:
            yield Piece([Told(each.text, Role.ASIDE) for each in told])
        else:
            yield _titled(told, start, title)


def _front(lines: Sequence[ChapterLine], *, titled: bool) -> Iterator[Piece]:
    """What stands before the first chapter: aside, but for a text that has a heading of its own."""
    told = [_told(line, head=False) for line in lines]
    said = sum(len(each.text) for each in told if each.role is Role.TEXT)
    head = next((place for place, each in enumerate(told) if each.role is Role.HEAD), None)
    if titled and (said < _SAID or head is None):
        yield Piece([Told(each.text, Role.ASIDE) for each in told])
    elif head is None:
        yield Piece(told)
    else:
        yield Piece([Told(each.text, Role.ASIDE) for each in told[:head]])
        yield _titled(told[head:], _Start(""), "")


def _told(line: ChapterLine, *, head: bool) -> Told:
    if line.aside:
        return Told(line.text, Role.ASIDE)
    return Told(line.text, Role.HEAD if head and line.role is Role.TEXT else line.role)


def _titled(told: list[Told], start: _Start, title: str) -> Piece:
    """A chapter with its title: the lines that say what the contents say, else its first heading, else the contents."""
    label = "" if _NAMELESS.fullmatch(fold(start.label)) else start.label
    found = _repeated(told, label) if label else None
    if found is None and (not label or _contains(told, label)):
        found = next(((place, place + 1) for place, each in enumerate(told[:_NEAR]) if each.role is Role.HEAD), None)
    if found is None and not label:
        found = _repeated(told, title)
    if found is None:
        return Piece(told, title=label or None, column=start.column)
    titles = [Told(each.text, Role.TITLE) for each in told[found[0] : found[1]]]
    return Piece([*told[: found[0]], *titles, *told[found[1] :]], column=start.column)


def _repeated(told: Sequence[Told], label: str) -> tuple[int, int] | None:
    """The lines among the first that together say the label."""
    wanted = key_of(label)
    if not wanted:
        return None
    for first in range(min(_NEAR, len(told))):
        said = ""
        for end in range(first + 1, min(first + _MOST_LINES, len(told)) + 1):
            said += key_of(told[end - 1].text)
            if said == wanted:
                return first, end
            if not wanted.startswith(said):
                break
    return None


def _contains(told: Sequence[Told], label: str) -> bool:
    """Whether the first heading says the label and more, or less of it."""
    heading = next((key_of(each.text) for each in told[:_NEAR] if each.role is Role.HEAD), "")
    wanted = key_of(label)
    return bool(heading) and (wanted in heading or heading in wanted)
