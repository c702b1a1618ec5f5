"""HTML pages: the article that a page was made for, by its tags and its sentences; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.dates import date_in_path, parse_date
from baosou.corpus.decoding import decode
from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.metadata import with_name
from baosou.corpus.models import Article, Block, Kind, Passage, Span
from baosou.corpus.readers.html_credits import (
    Credits,
    authors_of_text,
    credits_of,
    date_within,
    persons,
    publication_of,
)
from baosou.corpus.readers.html_founder import take_founder
from baosou.corpus.readers.html_head import MOST_SAID, Head
from baosou.corpus.readers.html_page import Stretch, WebPage, read_page
from baosou.corpus.readers.html_prose import has_sentences, main_text
from baosou.corpus.readers.html_titles import find_title
from baosou.corpus.readers.html_wraps import unwrapped
from baosou.corpus.readers.text import replacement_warning

_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE
)
_HEAD_BYTES = 4096  # browsers look through the first 1,024; old sites put their comments first

MOST_TAGS = 500_000
"""A page of more is junk; as many take some seconds."""

_ABOVE, _BELOW = 10, 6  # so many lines above and below the text may tell of it
_MOST_BETWEEN = 40  # and so many between its title and itself


class _Part(Struct, frozen=True):
    """The stretches of one article of a page, and what is known of it; `named` is a title that no line is."""

    stretches: Sequence[Stretch]
    title: Stretch | None = None
    named: str | None = None
    credits: Credits = Credits()
    signed: Sequence[Stretch] = ()


def read_html(
    data: bytes, path: Path, name: str, *, encoding: str | None, declared: str | None = None
) -> Iterator[Article | Failure]:
    """The page's article (several if it holds several <article> with headings), and the rest as an aside.

    A span's `start` and `end` count in the article's own extracted text: title, byline and blocks, a line of the page
    each, with space collapsed and references replaced. `line` is the line of the file. `declared` is the encoding
    that the page came under. Raises SourceError for a page of more than MOST_TAGS tags.
    """
    decoded = decode(data, encoding=encoding, declared=declared or charset_of(data))
    if decoded.text.count("<") > MOST_TAGS:
        raise SourceError(
            worded("more than {most_tags:,} tags; split it, or make it one record a line (.jsonl)", most_tags=MOST_TAGS)
        )
    page = read_page(decoded.text)
    take_founder(decoded.text, page.head)
    parts, rest = _parts(page)
    for part in parts:
        yield with_name(_article(part, page.head, alone=len(parts) == 1), name)
    if rest:
        yield with_name(replace(_article(_Part(rest), page.head, alone=False), aside=True), name)
    if decoded.replaced:
        yield replacement_warning(path, decoded.replaced, decoded.encoding)


def charset_of(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    found = _DECLARED.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii") if found is not None else None


def _parts(page: WebPage) -> tuple[list[_Part], list[Stretch]]:
    """The articles of a page, and the stretches that belong to none."""
    stretches = unwrapped(page.stretches)
    own: dict[int, list[Stretch]] = {}
    for stretch in stretches:
        if stretch.scope:
            own.setdefault(stretch.scope, []).append(stretch)
    titled = {number: next((each for each in held if each.level), None) for number, held in own.items()}
    inside = sum(len(each.text) for each in stretches if each.scope is not None)
    mostly = 2 * inside >= sum(len(each.text) for each in stretches)
    if mostly and len(own) > 1 and all(titled.values()) and sum(map(has_sentences, own.values())) > 1:
        parts = [
            _Part([each for each in held if each is not titled[number]], titled[number])
            for number, held in sorted(own.items())
        ]
        return parts, [each for each in stretches if not each.scope]
    return _single(stretches, page)


def _single(stretches: Sequence[Stretch], page: WebPage) -> tuple[list[_Part], list[Stretch]]:
    """The one article of a page, and the rest."""
    kept = main_text(stretches, page.elements, None)
    first = next((place for place, is_kept in enumerate(kept) if is_kept), None)
    dated = next((place for place in _lines(stretches, _before(first)) if date_within(stretches[place].text)), first)
    title, named = find_title(stretches, page.head, dated or 0, first or 0)
    if title is not None:
        kept = main_text(stretches, page.elements, title)
        kept[title] = False
        first = next((place for place, is_kept in enumerate(kept) if is_kept and place > title), first)
        for place in _lines(stretches, range(title + 1, first or 0)):
            kept[place] = stretches[place].level > 0 and not stretches[place].linked  # a subtitle
        if title > 0 and stretches[title - 1].text == page.head.kicker:
            kept[title - 1] = True
    last = max((place for place, is_kept in enumerate(kept) if is_kept), default=-1)
    above = [place for place in _lines(stretches, _before(first, 1)) if place != title]
    if title is not None and first is not None and title < first:
        above = [
            place
            for place in _lines(stretches, range(max(0, title - 2), min(first + 2, title + _MOST_BETWEEN)))
            if place != title
        ]
    below = [place for place in _lines(stretches, range(max(0, last - 1), last + _BELOW)) if place not in above]
    credits = credits_of([each.text for each in stretches], above, below)
    signed = set(credits.places) - {title}
    text = [each for place, each in enumerate(stretches) if kept[place] and place not in signed]
    rest = [each for place, each in enumerate(stretches) if not kept[place] and place != title and place not in signed]
    if not text and title is None and not named:
        return [], [*(stretches[place] for place in sorted(signed)), *rest]
    part = _Part(
        text,
        None if title is None else stretches[title],
        named,
        credits,
        [stretches[place] for place in sorted(signed)],
    )
    return [part], rest


def _before(first: int | None, further: int = 0) -> range:
    return range(0) if first is None else range(max(0, first - _ABOVE), first + further)


def _lines(stretches: Sequence[Stretch], places: Iterable[int]) -> list[int]:
    """The places that hold lines rather than sentences."""
    return [place for place in places if 0 <= place < len(stretches) and not has_sentences([stretches[place]])]


def _article(part: _Part, head: Head, *, alone: bool) -> Article:
    """An article with what its page's head says; authors and date of several are only their own."""
    at = 0
    title = byline = None
    if part.title is not None or part.named:
        title = _passage([part.title or Stretch(part.named or "", Kind.HEAD, 1, 1, None)], at)
        at += len(title.text) + 1
    if part.signed:
        byline = _passage(part.signed, at)
        at += len(byline.text) + 1
    blocks = []
    for stretch in part.stretches:
        passage = _passage([stretch], at)
        blocks.append(Block(stretch.kind, passage))
        at += len(passage.text) + 1
    times = list(islice((time for stretch in part.stretches for time in stretch.times), MOST_SAID))
    if not alone:
        return Article(
            blocks=tuple(blocks),
            title=title,
            date=_first_date(times),
            publication=publication_of(head.publication) or publication_of(head.site),
        )
    credits = part.credits
    authors = credits.authors or authors_of_text(
        [block.passage.text for block in blocks if block.kind is Kind.PARAGRAPH]
    )
    return Article(
        blocks=tuple(blocks),
        title=title,
        byline=byline,
        authors=authors or persons(head.authors, credits.editors),
        date=_first_date(head.dates)
        or credits.date
        or _first_date([*times, *head.times])
        or date_in_path(_path(head.url)),
        publication=publication_of(head.publication) or credits.publication or publication_of(head.site),
        edition=credits.edition or head.edition or None,
        column=head.column or None,
        url=head.url or None,
    )


def _first_date(written: Iterable[str]) -> str | None:
    dates = (parse_date(text) or date_within(text) for text in written)
    return next((date for date in dates if date is not None), None)


def _path(url: str) -> str:
    return re.sub(r"^\w+://[^/]*|[?#].*", "", url)


def _passage(stretches: Sequence[Stretch], at: int) -> Passage:
    """Stretches as one passage, a space between them, from `at` in the extracted text; lines of one stand as in it."""
    text = ""
    spans = []
    for stretch in stretches:
        text += " " if text else ""
        begun = len(text)
        text += stretch.text
        for line, number in stretch.lines or ((stretch.text, stretch.line),):
            place = text.index(line, begun)
            spans.append(Span(place, number, at + place, at + place + len(line)))
            begun = place + len(line)
    return Passage(text, tuple(spans))
