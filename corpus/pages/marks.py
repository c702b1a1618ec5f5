"""Pages of which a person has said what is what: ranges of lines that are one article each, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from baosou.corpus.models import Article, Block, Kind, Passage
from baosou.corpus.pages.lines import Line, fold
from baosou.corpus.pages.parts import Part
from baosou.corpus.pages.passages import join


class Mark(Struct, frozen=True):
    """The lines first to last (from 1) are one article, or `aside` (running heads, advertisements).

    `parts` says what single lines of it are. `title` is its title as it should read: lines that say so become
    the title, whatever they look like.
    """

    first: int
    last: int
    aside: bool = False
    title: str | None = None
    parts: Mapping[int, Part] = field(default_factory=dict)


def within(mark: Mark, lines: Iterable[Line]) -> list[Line]:
    """The lines that the mark is about."""
    return [line for line in lines if mark.first <= line.number <= mark.last]


def parts_of(mark: Mark, lines: Sequence[Line]) -> Mapping[int, Part]:
    """What is known of the lines by their numbers: as the mark says, and which of them are its title."""
    if mark.title is None or Part.TITLE in mark.parts.values():
        return mark.parts
    wanted = "".join(fold(mark.title).split())
    for start, line in enumerate(lines):
        said, end = "", start
        while end < len(lines) and wanted.startswith(said) and said != wanted:
            said += "".join(lines[end].view.split())
            end += 1
        if said == wanted:
            more = dict.fromkeys((each.number for each in lines[start + 1 : end]), Part.TITLE_MORE)
            return {**mark.parts, line.number: Part.TITLE, **more}
    return mark.parts


def merged(articles: Sequence[Article], *, titled: bool) -> Article:
    """The articles as one: the first title is its title (none where it is `titled` otherwise), others are heads."""
    title: Passage | None = None
    blocks: list[Block] = []
    for article in articles:
        if article.title is not None:
            if title is None and not titled and not blocks:
                title = article.title
            else:
                blocks.append(Block(Kind.HEAD, article.title))
        blocks.extend(article.blocks)
    bylines = [article.byline for article in articles if article.byline is not None]
    authors = tuple(dict.fromkeys(name for article in articles for name in article.authors))
    return replace(
        articles[0], title=title, blocks=tuple(blocks), byline=join(bylines) if bylines else None, authors=authors
    )
