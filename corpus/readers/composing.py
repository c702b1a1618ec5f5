"""Articles put together from the paragraphs of a document that says itself which of them is what.

The text of such a source is its paragraphs, a line each, in the order of the document; spans count in it. Bylines,
datelines and captions are told by the rules of raw pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.metadata import with_metadata
from baosou.corpus.models import Article, Block, Kind, Page, Passage, Span
from baosou.corpus.pages import Print, segment_printed
from baosou.corpus.pages.assembly import assemble
from baosou.corpus.pages.bylines import Style, as_written, parse_byline
from baosou.corpus.pages.captions import is_caption
from baosou.corpus.pages.credits import people
from baosou.corpus.pages.furniture import find_furniture
from baosou.corpus.pages.geometry import measure_page
from baosou.corpus.pages.heads import opens_with_dash
from baosou.corpus.pages.lines import Line, fold, split_lines
from baosou.corpus.pages.parts import Odds, Part

_MOST_SIGNATURES = 3
_LONGEST_SUBTITLE = 40
_BLANKS = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_NO_MEASURE = measure_page(())
_WHOLE: Odds = {part: 0.0 for part in Part if part not in (Part.MORE, Part.MORE_SIGNED, Part.CAPTION)}
_PARAGRAPH: Odds = {Part.PARAGRAPH: 0.0, Part.PARAGRAPH_SIGNED: 0.0}
"""What a paragraph may be: never the rest of the one before it."""
_SIGNS = (Style.BRACKETED, Style.CREDITED, Style.SOURCE)
"""How the lines below a text name its authors; names alone are there as often those who are written of."""


class Role(Enum):
    """What a paragraph is by what its document says of it."""

    TEXT = "text"
    TITLE = "title"
    SUBTITLE = "subtitle"
    AUTHOR = "author"
    HEAD = "head"
    CAPTION = "caption"
    NOTE = "note"
    ASIDE = "aside"


class Told(Struct, frozen=True):
    """A paragraph and its role. `fixed` says that it is no heading, however short: it stands in a table."""

    text: str
    role: Role = Role.TEXT
    fixed: bool = False


class Piece(Struct, frozen=True):
    """The paragraphs of one article, or of none where all of them are aside. `title` is one that no paragraph is."""

    paragraphs: Sequence[Told]
    title: str | None = None
    column: str | None = None


def clean_line(text: str) -> str:
    """Text as one line: every run of blanks and of what else ends a line is one blank, none at its ends."""
    return _BLANKS.sub(" ", text).strip()


def clean_lines(text: str) -> list[str]:
    """The lines of a text that show something."""
    return [clean_line(line) for line in text.split("\n") if line.strip()]


def compose(pieces: Sequence[Piece], name: str) -> Iterator[Article]:
    """The articles of the pieces in their order, and what belongs to none as one last aside."""
    text, lines = _laid_out(pieces)
    articles: list[Article] = []
    other: list[Passage] = []
    at = 0
    for piece in pieces:
        own = lines[at : at + len(piece.paragraphs)]
        at += len(own)
        article, rest = _composed(text, own, piece)
        other += rest
        if article is not None:
            articles.append(article)
    aside = [Article(tuple(Block(Kind.PARAGRAPH, passage) for passage in other), aside=True)] if other else []
    yield from with_metadata(Page((*articles, *aside), tuple(other)), name)


def compose_plain(paragraphs: Sequence[Told], name: str) -> Iterator[Article]:
    """The articles of a document that says nothing of its paragraphs: by their words, as those of a page are found."""
    text, lines = _laid_out([Piece(paragraphs)])
    aside: set[int] = set()
    captions: dict[int, int] = {}
    odds: dict[int, Odds] = {}
    for line, told in zip(lines, paragraphs, strict=True):
        if told.role is Role.ASIDE or (told.role is Role.TEXT and _is_desk(line)):
            aside.add(line.number)
        elif told.role is Role.CAPTION or (told.role is Role.TEXT and not told.fixed and is_caption(line)):
            captions[line.number] = line.number
        else:
            odds[line.number] = _WHOLE if told.role is Role.TEXT and not told.fixed else _PARAGRAPH
    page, _ = segment_printed(text, Print(odds, captions, aside))
    articles = tuple(_uncut(article) for article in page.articles)
    if page.other:
        articles += (Article(tuple(Block(Kind.PARAGRAPH, passage) for passage in page.other), aside=True),)
    yield from with_metadata(Page(articles, page.other), name)


def _laid_out(pieces: Sequence[Piece]) -> tuple[str, list[Line]]:
    text = "\n".join(each.text for piece in pieces for each in piece.paragraphs)
    return text, list(split_lines(text))


def _composed(text: str, lines: Sequence[Line], piece: Piece) -> tuple[Article | None, list[Passage]]:
    """The article of one piece, and what in it belongs to none."""
    other: list[Line] = []
    notes: list[Line] = []
    body: list[tuple[Line, Role]] = []
    for line, told in zip(lines, piece.paragraphs, strict=True):
        if told.role is Role.ASIDE or not line.view:
            other.append(line)
        elif told.role is Role.NOTE:
            notes.append(line)
        else:
            body.append((line, told.role))
    other += _desks(body)
    body.sort(key=lambda each: each[1] is not Role.TITLE)  # what stands above the title is text below it
    if not body and not notes:
        return None, _passages(text, other)
    ordered = [line for line, _ in body]
    parts, captions = _parts(body)
    page = assemble(text, ordered, parts, captions, set(), _NO_MEASURE)
    article = _uncut(page.articles[0]) if page.articles else Article(())
    signed = [line for line, role in body if role is Role.AUTHOR]
    title = article.title
    if title is None and piece.title is not None:
        first = min(lines, key=lambda line: line.number)
        title = Passage(piece.title, (Span(0, first.number, 0, len(piece.title)),))
    article = replace(
        article,
        title=title,
        blocks=(*article.blocks, *(Block(Kind.PARAGRAPH, _whole(text, line)) for line in notes)),
        authors=tuple(dict.fromkeys([*_named(text, signed), *article.authors])),
        column=piece.column,
    )
    return article, [*page.other, *_passages(text, other)]


def _desks(body: list[tuple[Line, Role]]) -> Iterator[Line]:
    """What stands below a text and is not of it, taken away: its editors, addresses."""
    while len(body) > 1 and body[-1][1] is Role.TEXT and _is_desk(body[-1][0]):
        yield body.pop()[0]


def _is_desk(line: Line) -> bool:
    """Whether a line is furniture of a printed page; a number alone is one of the text, for documents have no pages."""
    return any(map(str.isalpha, line.view)) and bool(find_furniture([line]))


def _parts(body: Sequence[tuple[Line, Role]]) -> tuple[dict[int, Part], dict[int, int]]:
    """The part that each paragraph plays by its place, and the places of captions."""
    parts: dict[int, Part] = {}
    captions: dict[int, int] = {}
    above = True  # whether no text has come yet
    for place, (line, role) in enumerate(body):
        if role is Role.CAPTION or (role is Role.TEXT and is_caption(line)):
            captions[place] = place  # each a line of its own
            continue
        after_title = above and Part.TITLE in parts.values() and Part.BYLINE not in parts.values()
        subtitle = role is Role.SUBTITLE or (
            role is Role.TEXT and opens_with_dash(line.view) and line.cells <= _LONGEST_SUBTITLE
        )
        if role is Role.TITLE or (subtitle and after_title):
            parts[place] = Part.TITLE_MORE if after_title else Part.TITLE
        elif role is Role.AUTHOR or (above and role is Role.TEXT and parse_byline(line.view) is not None):
            parts[place] = Part.BYLINE if above else Part.END_BYLINE
        elif role in (Role.HEAD, Role.SUBTITLE):
            parts[place] = Part.HEAD
            above = False
        else:
            parts[place] = Part.PARAGRAPH
            above = False
    for place in reversed([place for place, part in parts.items() if part is Part.PARAGRAPH][-_MOST_SIGNATURES:]):
        byline = parse_byline(body[place][0].view)
        if byline is None or byline.style not in _SIGNS:
            break
        parts[place] = Part.END_BYLINE
    return parts, captions


def _named(text: str, signed: Sequence[Line]) -> Iterator[str]:
    """The people that paragraphs in the style of authors name, rare surnames too."""
    for line in signed:
        raw = text[line.start : line.end]
        found = people(fold(f"作者 {raw}"))
        if found is not None:
            yield from as_written(found.names, raw)


def _uncut(article: Article) -> Article:
    """The article without what is said of paragraphs that a printed page breaks off: a document ends where it ends."""
    return replace(article, blocks=tuple(replace(block, truncated=False) for block in article.blocks))


def _passages(text: str, lines: Sequence[Line]) -> list[Passage]:
    return [_whole(text, line) for line in sorted(lines, key=lambda line: line.start)]


def _whole(text: str, line: Line) -> Passage:
    """A paragraph as it stands."""
    return Passage(text[line.start : line.end], (Span(0, line.number, line.start, line.end),))
