"""HTML pages: the article that a page was made for, by its tags alone; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.dates import parse_date
from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError
from baosou.corpus.metadata import with_name
from baosou.corpus.models import Article, Block, Kind, Passage, Span
from baosou.corpus.readers.html_page import MOST_SAID, Head, Stretch, read_page
from baosou.corpus.readers.records import split_names
from baosou.corpus.readers.text import replacement_warning

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096  # browsers look through the first 1,024; old sites put their comments first


MOST_TAGS = 500_000
"""A page of more is junk; as many take some seconds."""

_HEADINGS = 1000  # which of so many the title may be


class _Part(Struct, frozen=True):
    """The stretches of one article of a page, its title among them or not."""

    stretches: list[Stretch]
    title: Stretch | None


def read_html(data: bytes, path: Path, name: str, *, encoding: str | None) -> Iterator[Article | Failure]:
    """The page's article (several if it holds several <article> with headings), and the rest as an aside.

    A span's `start` and `end` count in the article's own extracted text: the title, then the blocks, one a
    line, with space collapsed and references replaced. `line` is the line of the file. Raises SourceError for a page
    of more than MOST_TAGS tags.
    """
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    decoded = decode(data, encoding=encoding, declared=declared[1].decode("ascii") if declared else None)
    if decoded.text.count("<") > MOST_TAGS:
        raise SourceError(f"more than {MOST_TAGS:,} tags; split it, or make it one record a line (.jsonl)")
    head, stretches = read_page(decoded.text)
    parts, rest = _parts(stretches, head)
    for part in parts:
        yield with_name(_article(part, head, alone=len(parts) == 1), name)
    if rest:
        yield with_name(replace(_article(_Part(rest, None), head, alone=False), aside=True), name)
    if decoded.replaced:
        yield replacement_warning(path, decoded.replaced, decoded.encoding)


def _parts(stretches: list[Stretch], head: Head) -> tuple[list[_Part], list[Stretch]]:
    """The articles of a page, and the stretches that belong to none."""
    inside = [stretch for stretch in stretches if stretch.scope is not None]
    own: dict[int, list[Stretch]] = {}
    for stretch in inside:
        if stretch.scope:
            own.setdefault(stretch.scope, []).append(stretch)
    titled = {number: next((each for each in held if each.level), None) for number, held in own.items()}
    mostly = 2 * sum(len(each.text) for each in inside) >= sum(len(each.text) for each in stretches)
    if mostly and len(own) > 1 and all(titled.values()):
        parts = [_Part(held, titled[number]) for number, held in sorted(own.items())]
        return parts, [each for each in stretches if not each.scope]
    title = _title(stretches, head)
    body = [each for each in (inside if mostly and inside else stretches) if each is not title]
    rest = [each for each in stretches if each.scope is None and each is not title] if mostly and inside else []
    return ([_Part(body, title)] if body or title else []), rest


def _title(stretches: list[Stretch], head: Head) -> Stretch | None:
    """The first-level heading that the head's own titles confirm, else the first, else a title of the head."""
    every = (each for each in stretches if each.level == 1 and each.text != head.publication)
    headings = list(islice(every, _HEADINGS))
    named = [title for title in head.titles if title]
    confirmed = (each for each in headings if any(each.text in title for title in named))
    written = next(iter(named), None)
    found = next(confirmed, next(iter(headings), None))
    if found is not None or written is None:
        return found
    return Stretch(written, Kind.HEAD, 1, 1, None)


def _article(part: _Part, head: Head, *, alone: bool) -> Article:
    """An article with what its page's head says; authors and date of several are only their own."""
    at = 0
    title = None
    if part.title is not None:
        title = _passage(part.title, at)
        at += len(part.title.text) + 1
    blocks = []
    for stretch in part.stretches:
        if stretch is part.title:
            continue
        blocks.append(Block(stretch.kind, _passage(stretch, at)))
        at += len(stretch.text) + 1
    times = islice((time for stretch in part.stretches for time in stretch.times), MOST_SAID)
    dates = (
        parse_date(written) for written in [*(head.dates if alone else []), *times, *(head.times if alone else [])]
    )
    return Article(
        blocks=tuple(blocks),
        title=title,
        authors=tuple(split_names(head.authors)) if alone else (),
        date=next((date for date in dates if date is not None), None),
        publication=head.publication or None,
        column=head.column or None if alone else None,
        url=head.url or None if alone else None,
    )


def _passage(stretch: Stretch, at: int) -> Passage:
    return Passage(stretch.text, (Span(0, stretch.line, at, at + len(stretch.text)),))
