"""An article as `show` gives it: headline, byline, paragraphs wrapped to the terminal, source."""

from __future__ import annotations

from baosou.cli.output.json_values import shown_place
from baosou.cli.output.styled import Line, Run, Style, marked, run, wrap
from baosou.cli.render.hits import UNTITLED, about_line
from baosou.corpus.errors import worded
from baosou.corpus.models import Kind
from baosou.index.results import ArticleText, BlockText

READING_COLUMNS = 100
"""Lines longer than this (50 Chinese characters) are hard to read."""

PARAGRAPH_INDENT = "    "  # two Chinese characters, as newspapers set it
CAPTION_MARK = "▲ "


def render_article(
    article: ArticleText, *, columns: int, cwd: str, brackets: bool = False, link: str | None = None
) -> list[Line]:
    """The article in lines of at most `columns` (or READING_COLUMNS), `link` being the source's URL."""
    columns = min(columns, READING_COLUMNS)
    title = marked(article.title or "", article.title_highlights, base=Style.BOLD, brackets=brackets)
    lines = wrap(title or [Run(worded(UNTITLED), Style.DIM)], columns)
    if article.byline:
        lines += wrap([run(article.byline)], columns)
    authors = () if article.byline else article.authors
    places = article.places
    about = about_line(authors, article.date, article.publication, article.edition, article.column, places)
    if about:
        lines += wrap([run(about, Style.DIM)], columns)
    for section in article.sections:
        for block in section.blocks:
            lines += [(), *render_block(block, columns=columns, brackets=brackets)]
    lines.append(())
    where = run(shown_place(article.source, cwd), Style.PATH)
    lines.append((Run(where.text, where.style, link), Run("  "), run(article.id, Style.ID)))
    if article.url:
        lines.append((run(article.url, Style.PATH),))
    return lines


def render_block(block: BlockText, *, columns: int, brackets: bool = False) -> list[Line]:
    """A paragraph indented by two characters, a subhead in bold, or a caption, dim after a ▲."""
    if block.kind is Kind.HEAD:
        return wrap(marked(block.text, block.highlights, base=Style.BOLD, brackets=brackets), columns)
    if block.kind is Kind.CAPTION:
        runs = marked(block.text, block.highlights, base=Style.DIM, brackets=brackets)
        # A caption that brings a mark of its own keeps it and gets no second one.
        first = "" if block.text.startswith(("▲", "△", "■", "【", "图")) else CAPTION_MARK
        return wrap(runs, columns, first=first, rest=" " * len(first))
    runs = marked(block.text.lstrip(), _moved(block), brackets=brackets)
    return wrap(runs, columns, first=PARAGRAPH_INDENT)


def _moved(block: BlockText) -> list[tuple[int, int]]:
    """The highlights after the paragraph's own indent is taken off, which the layout replaces."""
    cut = len(block.text) - len(block.text.lstrip())
    return [(max(start - cut, 0), max(end - cut, 0)) for start, end in block.highlights if end > cut]
