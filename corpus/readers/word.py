"""Word documents (.docx): their articles by styles, with notes, text boxes and tables, as all changes are accepted."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import worded
from baosou.corpus.models import Article
from baosou.corpus.readers.clippings import read_clippings
from baosou.corpus.readers.composing import Role
from baosou.corpus.readers.databases import clippings_of_document
from baosou.corpus.readers.manuscript import Paragraph, articles_of
from baosou.corpus.readers.opening import Limits
from baosou.corpus.readers.package import Package, open_package
from baosou.corpus.readers.properties import Properties, completed, read_properties
from baosou.corpus.readers.word_numbers import read_numbers
from baosou.corpus.readers.word_styles import Styles, read_styles
from baosou.corpus.readers.word_text import Part, read_part
from baosou.corpus.readers.xml_events import local, xml_events

_MAIN = "word/document.xml"
_MOST_HEADS = 60
"""A document has up to three heads and three feet a section."""


class _Relation(Struct, frozen=True):
    kind: str
    target: str


def read_word(file: BinaryIO, path: Path, name: str, *, limits: Limits) -> Iterator[Article | Failure]:
    """The articles of a document, and its heads and feet as an aside.

    What was deleted while changes were tracked is left out; hidden text is aside. Raises SourceError.
    """
    package = open_package(file, limits, "Word (.docx)")
    relations = _relations(package, "")
    main = next((each.target for each in relations if each.kind == "officeDocument"), _MAIN)
    properties = next((each.target for each in relations if each.kind == "core-properties"), "docProps/core.xml")
    parts = _relations(package, main)
    styles = next((read_styles(package.read(each.target)) for each in _of(package, parts, "styles")), Styles())
    notes: dict[tuple[str, str], list[Paragraph]] = {}
    for each in (*_of(package, parts, "footnotes"), *_of(package, parts, "endnotes")):
        notes |= read_part(package.read(each.target), styles, {}).notes
    numbers = next((read_numbers(package.read(each.target)) for each in _of(package, parts, "numbering")), None)
    body = read_part(package.read(main), styles, notes, numbers)
    heads = [
        line
        for each in (*_of(package, parts, "header"), *_of(package, parts, "footer"))[:_MOST_HEADS]
        for line in _shown(read_part(package.read(each.target), styles, {}))
    ]
    paragraphs = [*(Paragraph(text, Role.ASIDE) for text in dict.fromkeys(heads)), *body.paragraphs]
    about = read_properties(package.read(properties)) if properties in package else Properties()
    if not body.paragraphs:
        package.refuse_pictures()
    exported = clippings_of_document([(each.text, each.role is Role.ASIDE) for each in paragraphs])
    if exported is not None:
        yield from read_clippings(exported, path)
    else:
        for article in articles_of(paragraphs, name, about.title):
            yield completed(article, about)
    if body.included:
        told = (
            "1 part in another format that the document includes (altChunk) is not read"
            if body.included == 1
            else "{parts} parts in other formats that the document includes (altChunk) are not read"
        )
        yield Failure(path, worded(told, parts=body.included), warning=True)


def _shown(part: Part) -> list[str]:
    return [paragraph.text for paragraph in part.paragraphs]


def _of(package: Package, relations: Sequence[_Relation], kind: str) -> list[_Relation]:
    return [each for each in relations if each.kind == kind and each.target in package]


def _relations(package: Package, part: str) -> list[_Relation]:
    """What a part (or the package) refers to inside the package, by the last word of the relation's type."""
    folder, own = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{own}.rels")
    if name not in package:
        return []
    found = []
    for kind, element, attributes in xml_events(package.read(name), {}):
        if kind == "start" and local(element) == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            found.append(_Relation(attributes.get("Type", "").rpartition("/")[2], target.lstrip("/")))
    return found
