"""E-books and magazines (.epub): a chapter of the table of contents is an article, in reading order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from baosou.corpus.dates import parse_date
from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure
from baosou.corpus.errors import worded
from baosou.corpus.metadata import paper_in
from baosou.corpus.models import Article, Kind
from baosou.corpus.readers.composing import Role, clean_line, compose
from baosou.corpus.readers.epub_chapters import ChapterLine, chapters
from baosou.corpus.readers.epub_contents import Entry, read_contents
from baosou.corpus.readers.epub_package import Book, read_book
from baosou.corpus.readers.html import MOST_TAGS, charset_of
from baosou.corpus.readers.html_page import Stretch, read_page
from baosou.corpus.readers.html_titles import key_of
from baosou.corpus.readers.html_wraps import unwrapped
from baosou.corpus.readers.issues import publication_of_issue
from baosou.corpus.readers.opening import Limits
from baosou.corpus.readers.package import open_package, shown
from baosou.corpus.readers.properties import people_of
from baosou.corpus.readers.text import replacement_warning

_ROLES = {Kind.PARAGRAPH: Role.TEXT, Kind.HEAD: Role.HEAD, Kind.CAPTION: Role.CAPTION}
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T16:00:00(?:\.0+)?(?:Z|\+00:00)")
_FIRST_YEAR = "1400"  # what Calibre writes for a day that is not known is in the year 101


def read_epub(file: BinaryIO, path: Path, name: str, *, limits: Limits) -> Iterator[Article | Failure]:
    """The chapters of a book with what it says of itself, and covers, contents and the like as an aside.

    Raises SourceError for a book that is encrypted, or none. A document of it that is missing is told of.
    """
    package = open_package(file, limits, "EPUB")
    book = read_book(package)
    contents = read_contents(package, book)
    wanted: dict[str, set[str]] = {}
    _gather(contents, wanted)
    lines: list[ChapterLine] = []
    tags = 0
    for number, item in enumerate(book.items):
        if item.path not in package:
            told = worded("its document {name} is missing; the others are read", name=shown(item.path))
            yield Failure(path, told, warning=True)
            continue
        data = package.read(item.path)
        decoded = decode(data, declared=charset_of(data))
        tags += decoded.text.count("<")
        if tags > MOST_TAGS:
            told = "more than {most:,} tags; what stands in it after {name} is not read"
            yield Failure(path, worded(told, most=MOST_TAGS, name=shown(item.path)))
            break
        found = read_page(decoded.text, wanted.get(item.path.casefold(), ())).stretches
        lines += _lines(unwrapped(found), number, aside=item.aside)
        if decoded.replaced:
            yield replacement_warning(path, decoded.replaced, decoded.encoding)
    if not lines:
        package.refuse_pictures()
    pieces = list(chapters(lines, contents, [item.path for item in book.items], book.title))
    yield from _described(list(compose(pieces, name)), book)


def _gather(entries: Sequence[Entry], wanted: dict[str, set[str]]) -> None:
    for entry in entries:
        if entry.anchor:
            wanted.setdefault(entry.path.casefold(), set()).add(entry.anchor)
        _gather(entry.entries, wanted)


def _lines(stretches: Sequence[Stretch], document: int, *, aside: bool) -> Iterator[ChapterLine]:
    for each in stretches:
        text = clean_line(each.text)
        if text:
            yield ChapterLine(text, _ROLES[each.kind], each.level, document, each.anchors, aside)


def _described(articles: Sequence[Article], book: Book) -> Iterator[Article]:
    """The articles with what the book says of all of them.

    Where any chapter is signed by somebody else, what the book says of its authors is of no chapter.
    """
    own = [article for article in articles if not article.aside]
    writers = [each.name for each in book.creators if each.role in ("", "aut")]
    creators = tuple(dict.fromkeys(name for each in writers for name in people_of(each)))
    authors = () if any({*article.authors} - {*creators} for article in own) else creators
    date = next(filter(None, map(_date, book.dates)), None)
    paper = publication_of_issue(book.title) or paper_in(book.publisher)
    extra = {"publisher": (book.publisher,)} if book.publisher else {}
    for article in articles:
        if article.aside:
            yield article
            continue
        title = article.title.text if article.title is not None else ""
        whole = book.title if len(own) > 1 or key_of(title) != key_of(book.title) else None
        yield replace(
            article,
            authors=article.authors or authors,
            date=article.date or date,
            publication=article.publication or paper or whole or None,
            extra={**extra, **article.extra},
        )


def _date(written: str) -> str | None:
    """A day; what is midnight in China is the day that begins there, as Calibre writes days in the time of London."""
    midnight = _MIDNIGHT.fullmatch(written)
    date = parse_date(midnight[1] if midnight is not None else written)
    if date is not None and midnight is not None:
        date = (datetime.date.fromisoformat(date) + datetime.timedelta(days=1)).isoformat()
    return date if date is not None and date >= _FIRST_YEAR else None
