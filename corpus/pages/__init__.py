"""Raw page text to articles: titles, bylines, paragraphs re-joined across columns, captions, running heads."""

from __future__ import annotations

from baosou.corpus.models import Article, Block, Kind, Page
from baosou.corpus.pages.assembly import assemble
from baosou.corpus.pages.briefs import Briefs, find_briefs
from baosou.corpus.pages.captions import is_caption
from baosou.corpus.pages.columns import unzip_columns
from baosou.corpus.pages.furniture import find_furniture
from baosou.corpus.pages.geometry import measure_page
from baosou.corpus.pages.headers import Headers, part_headers
from baosou.corpus.pages.joins import vocabulary_of
from baosou.corpus.pages.labels import label_lines
from baosou.corpus.pages.lines import split_lines
from baosou.corpus.pages.parts import Part
from baosou.corpus.pages.passages import holds_all, passage_of

__all__ = ["segment_page"]

NOT_ALL_HELD = "the page's articles did not hold all of its text once; kept as one article, a paragraph a line"


def segment_page(text: str) -> Page:
    """The articles of a decoded page, in page order, and what belongs to none.

    Lines end at CRLF, LF, CR or FF. Each visible character of `text` stands in exactly one title, byline,
    block or `other` passage; should the rules ever break that, the page comes back as one untitled article
    with a paragraph for each line and a warning.
    """
    page = _segment(text)
    return page if holds_all(page, text) else _unsegmented(text)


def _segment(text: str) -> Page:
    header = part_headers(text, unzip_columns(text, list(split_lines(text))))
    lines = header.lines
    furniture = find_furniture(lines) - header.titles | header.labels
    briefs = find_briefs(lines, furniture)
    furniture |= briefs.headings
    set_apart = furniture | header.titles | briefs.items | briefs.titles
    captions = {index for index, line in enumerate(lines) if index not in set_apart and is_caption(line)}
    kept = [index for index in range(len(lines)) if index not in furniture and index not in captions]
    core = [lines[index] for index in kept]
    geometry = measure_page(core)
    known = _known(kept, header, briefs)
    labels = label_lines(core, geometry, vocabulary_of(core), known)
    return assemble(text, lines, dict(zip(kept, labels, strict=True)), captions, furniture, geometry)


def _known(kept: list[int], header: Headers, briefs: Briefs) -> dict[int, Part]:
    """What is known of lines, by their place among those kept."""
    found: dict[int, Part] = {}
    for place, index in enumerate(kept):
        if index in header.titles or index in briefs.titles:
            found[place] = Part.TITLE
        elif index in briefs.items:
            found[place] = Part.UNTITLED
    return found


def _unsegmented(text: str) -> Page:
    blocks = tuple(Block(Kind.PARAGRAPH, passage_of(text, [line])) for line in split_lines(text))
    articles = (Article(blocks=blocks),) if blocks else ()
    return Page(articles, warnings=(NOT_ALL_HELD,))
