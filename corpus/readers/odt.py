"""OpenDocument texts (.odt): their articles by styles, as those of Word are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article
from baosou.corpus.readers.clippings import read_clippings
from baosou.corpus.readers.composing import Role, clean_line, clean_lines
from baosou.corpus.readers.databases import clippings_of_document
from baosou.corpus.readers.manuscript import Look, Paragraph, articles_of
from baosou.corpus.readers.odt_styles import PLAIN, PREFIXES, OdtStyle, OdtStyles
from baosou.corpus.readers.opening import Limits
from baosou.corpus.readers.package import Package, open_package
from baosou.corpus.readers.properties import Properties, completed, read_properties
from baosou.corpus.readers.rows import as_row
from baosou.corpus.readers.xml_events import XmlEvent, xml_events

_PARAGRAPHS = ("text:p", "text:h")
_CELLS = ("table:table-cell", "table:covered-table-cell")
# What was deleted, what is said of the text beside it, the numbers of notes, and the readings above characters.
_SKIPPED = frozenset(
    [
        "text:tracked-changes",
        "office:annotation",
        "text:note-citation",
        "text:ruby-text",
        "svg:title",
        "svg:desc",
        "office:forms",
    ]
)
_CONTENTS = frozenset(
    [
        "text:table-of-content",
        "text:illustration-index",
        "text:table-index",
        "text:object-index",
        "text:alphabetical-index",
    ]
)
_MARKS = {"text:s": " ", "text:tab": " ", "text:line-break": "\n"}


class _Open(Struct):
    """A paragraph that is being read; `runs` are lines of its words with how they are set."""

    style: str
    level: int | None
    runs: list[tuple[str, OdtStyle]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    spans: list[OdtStyle] = field(default_factory=list)
    boxed: list[Paragraph] = field(default_factory=list)


def read_odt(file: BinaryIO, path: Path, name: str, *, limits: Limits) -> Iterator[Article | Failure]:
    """The articles of a document, and its heads and feet as an aside; raises SourceError.

    What was deleted while changes were tracked is left out; hidden text is aside.
    """
    package = open_package(file, limits, "OpenDocument (.odt)")
    _refuse_encrypted(package)
    styles = OdtStyles()
    around: list[Paragraph] = []
    if "styles.xml" in package:
        around = _paragraphs(package.read("styles.xml"), styles)
    body = _paragraphs(package.read("content.xml"), styles)
    heads = dict.fromkeys(each.text for each in around)
    about = read_properties(package.read("meta.xml")) if "meta.xml" in package else Properties()
    if not body:
        package.refuse_pictures()
    paragraphs = [*(Paragraph(text, Role.ASIDE) for text in heads), *body]
    exported = clippings_of_document([(each.text, each.role is Role.ASIDE) for each in paragraphs])
    if exported is not None:
        yield from read_clippings(exported, path)
    else:
        for article in articles_of(paragraphs, name, about.title):
            yield completed(article, about)


def _refuse_encrypted(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in package and any(
        event.text == "manifest:encryption-data" for event in xml_events(package.read(manifest), PREFIXES)
    ):
        raise SourceError(worded("encrypted with a password; save it without one"))


def _paragraphs(data: bytes, styles: OdtStyles) -> list[Paragraph]:
    reader = _Reader(styles)
    for event in xml_events(data, PREFIXES):
        styles.take(event)
        reader.take(event)
    return reader.paragraphs


class _Reader:
    """One pass over a part. What is nested (boxes in paragraphs, tables in cells) is kept on stacks."""

    def __init__(self, styles: OdtStyles) -> None:
        self.paragraphs: list[Paragraph] = []
        self._styles = styles
        self._sinks = [self.paragraphs]
        self._open: list[_Open] = []
        self._rows: list[list[list[Paragraph]]] = []
        self._skipping = self._contents = 0

    def take(self, event: XmlEvent) -> None:
        """Take the next event of the part."""
        if event.kind == "text":
            if self._open and not self._skipping:
                self._add(event.text.replace("\n", " "))
        elif self._skipping:
            self._skipping += 1 if event.kind == "start" else -1
        elif event.kind == "end":
            self._end(event.text)
        elif event.text in _SKIPPED:
            self._skipping = 1
        else:
            self._start(event)

    def _start(self, event: XmlEvent) -> None:
        name, attributes = event.text, event.attributes
        if name in _PARAGRAPHS:
            level = attributes.get("text:outline-level", "1") if name == "text:h" else ""
            self._open.append(
                _Open(attributes.get("text:style-name", ""), int(level) if level in tuple("123456789") else None)
            )
        elif name == "text:span" and self._open:
            own = self._styles.run(attributes.get("text:style-name", ""))
            self._open[-1].spans.append(own.over(self._open[-1].spans[-1]) if self._open[-1].spans else own)
        elif name in _MARKS and self._open:
            self._add(_MARKS[name])
        elif name in ("draw:text-box", "text:note-body", *_CELLS):
            self._sinks.append([])
        elif name == "table:table-row":
            self._rows.append([])
        elif name in _CONTENTS:
            self._contents += 1

    def _end(self, name: str) -> None:
        if name in _PARAGRAPHS and self._open:
            self._end_paragraph(self._open.pop())
        elif name == "text:span" and self._open and self._open[-1].spans:
            self._open[-1].spans.pop()
        elif name in ("draw:text-box", "text:note-body") and len(self._sinks) > 1:
            inner = self._sinks.pop()
            if name == "text:note-body":
                inner = [Paragraph(each.text, Role.NOTE) for each in inner]
            (self._open[-1].boxed if self._open else self._sinks[-1]).extend(inner)
        elif name in _CELLS and len(self._sinks) > 1 and self._rows:
            self._rows[-1].append(self._sinks.pop())
        elif name == "table:table-row" and self._rows:
            self._sinks[-1].extend(as_row(self._rows.pop()))
        elif name in _CONTENTS:
            self._contents -= 1

    def _add(self, text: str) -> None:
        paragraph = self._open[-1]
        run = paragraph.spans[-1] if paragraph.spans else PLAIN
        hidden = run.hidden
        if hidden is None:
            hidden = self._styles.look(paragraph.style).hidden
        if hidden:
            paragraph.hidden.append(text)
        else:
            paragraph.runs.append((text, run))

    def _end_paragraph(self, paragraph: _Open) -> None:
        sink = self._sinks[-1]
        base = self._styles.look(paragraph.style)
        role, level = self._standing(paragraph)
        runs = [(text, run.over(base)) for text, run in paragraph.runs if text.strip()]
        sizes: dict[float, int] = {}
        for text, run in runs:
            sizes[run.size or 0.0] = sizes.get(run.size or 0.0, 0) + len(text)
        bold = bool(runs) and all(run.bold for _, run in runs)
        look = Look(max(sizes, key=sizes.__getitem__, default=0.0), bold, bool(base.centred))
        for line in clean_lines("".join(text for text, _ in paragraph.runs)):
            sink.append(Paragraph(line, role, level, look))
        hidden = clean_line("".join(paragraph.hidden))
        if hidden:
            sink.append(Paragraph(hidden, Role.ASIDE))
        sink.extend(paragraph.boxed)

    def _standing(self, paragraph: _Open) -> tuple[Role, int | None]:
        if self._contents:
            return Role.ASIDE, None
        standing = self._styles.standing(paragraph.style)
        if paragraph.level is not None and standing.role in (Role.TEXT, Role.HEAD):
            return Role.HEAD, paragraph.level
        return standing.role, standing.level
