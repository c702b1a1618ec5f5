"""The table of contents of an EPUB, as entries one below another: a navigation document, or the older NCX."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from baosou.corpus.decoding import decode
from baosou.corpus.errors import SourceError
from baosou.corpus.readers.composing import clean_line
from baosou.corpus.readers.epub_package import Book, resolved
from baosou.corpus.readers.markup import tokens, unescaped
from baosou.corpus.readers.package import Package
from baosou.corpus.readers.xml_events import local, xml_events

_DEEPEST, _MOST = 12, 20_000
_LONGEST = 300


class Entry(Struct):
    """A line of the contents: where it leads (a document and, in it, an anchor), and what stands below it.

    A line that leads nowhere, the name of a part, has no path.
    """

    label: str = ""
    path: str = ""
    anchor: str = ""
    entries: list[Entry] = field(default_factory=list)


def read_contents(package: Package, book: Book) -> Sequence[Entry]:
    """The entries of the highest level; none where the book has no contents, or such as cannot be read."""
    for path, reader in ((book.navigation, _navigation), (book.ncx, _ncx)):
        if path is not None and path in package:
            try:
                entries = reader(package.read(path), path)
            except SourceError:  # the text is there without it
                continue
            if any(each.path or each.entries for each in entries):
                return entries
    return ()


class _Tree:
    """Entries while they are read; those nested deeper than _DEEPEST stand on its level."""

    def __init__(self) -> None:
        self.top = Entry()
        self._open = [self.top]
        self._depth = 0
        self._count = 0

    def take(self, kind: str) -> None:
        """Begin or end an entry."""
        if kind == "end":
            if len(self._open) > 1 and self._depth <= _DEEPEST:
                self._open.pop()
            self._depth = max(0, self._depth - 1)
            return
        self._depth += 1
        entry = Entry()
        if self._count < _MOST:
            self._count += 1
            self._open[-1].entries.append(entry)
        if self._depth <= _DEEPEST:
            self._open.append(entry)

    @property
    def entry(self) -> Entry:
        return self._open[-1]

    def lead(self, base: str, target: str) -> None:
        if target and self.entry is not self.top and not self.entry.path:
            self.entry.path, self.entry.anchor = resolved(base, target), unescaped(target).partition("#")[2]

    def name(self, label: str) -> None:
        if len(self.entry.label) < _LONGEST:
            self.entry.label += label


def _ncx(data: bytes, path: str) -> Sequence[Entry]:
    tree = _Tree()
    named = text = False
    for kind, name, attributes in xml_events(data, {}):
        own = local(name) if kind != "text" else ""
        if kind == "text":
            if named and text:
                tree.name(name)
        elif own == "navPoint":
            tree.take(kind)
        elif own == "navLabel":
            named = kind == "start" and tree.entry is not tree.top and not tree.entry.label
        elif own == "text":
            text = kind == "start"
        elif own == "content" and kind == "start":
            tree.lead(path, attributes.get("src", ""))
        elif own == "pageList":
            break
    return _cleaned(tree.top.entries)


def _navigation(data: bytes, path: str) -> Sequence[Entry]:
    source = decode(data).text
    tree = _Tree()
    inside = False
    for token in tokens(source):
        if token.kind == "text":
            if inside and tree.entry is not tree.top:
                tree.name(unescaped(source[token.start : token.end]))
        elif token.name == "nav":
            inside = token.kind == "start" and "toc" in token.attributes.get("epub:type", "").split()
            if token.kind == "end" and tree.top.entries:
                break
        elif not inside:
            continue
        elif token.name == "li":
            tree.take(token.kind)
        elif token.name == "a" and token.kind == "start":
            tree.lead(path, token.attributes.get("href", ""))
    return _cleaned(tree.top.entries)


def _cleaned(entries: list[Entry]) -> list[Entry]:
    for entry in entries:
        entry.label = clean_line(entry.label)[:_LONGEST]
        _cleaned(entry.entries)
    return entries
