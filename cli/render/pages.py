"""A segmented source drawn for the eye: its articles one after the other, and why each line is what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baosou.cli.output.styled import Line, Run, Style, run, wrap
from baosou.cli.render.article import READING_COLUMNS, render_block
from baosou.cli.render.hits import UNTITLED, about_line
from baosou.cli.render.sheets import render_sheets
from baosou.corpus.errors import worded
from baosou.corpus.models import Article, Page, Region
from baosou.corpus.pages.decisions import Decision
from baosou.index.results import BlockText

_SHOWN = 24
_DOUBTFUL = 0.8


def render_page(page: Page, source: str, regions: Mapping[int, Region], *, columns: int) -> list[Line]:
    """The source's path, plans of its printed pages, its articles with a rule before each, last what belongs to none.

    `regions` say where its lines are printed, if anywhere.
    """
    columns = min(columns, READING_COLUMNS)
    lines: list[Line] = [(run(source, Style.PATH),), *render_sheets(page, regions, columns=columns)]
    for number, article in enumerate(page.articles, start=1):
        lines += [(), (Run(f"── {number} " + "─" * max(columns // 2 - 6, 4), Style.DIM),), *_article(article, columns)]
    if page.other:
        lines += [(), (Run(f"── {worded('other')} " + "─" * max(columns // 2 - 10, 4), Style.DIM),)]
        for passage in page.other:
            lines += wrap([run(passage.text, Style.DIM)], columns)
    return lines


def _article(article: Article, columns: int) -> list[Line]:
    title = Run(worded(UNTITLED), Style.DIM) if article.title is None else run(article.title.text, Style.BOLD)
    lines = wrap([title], columns)
    if article.byline is not None:
        lines += wrap([run(article.byline.text)], columns)
    about = about_line(
        article.authors, article.date, article.publication, article.edition, article.column, article.places
    )
    if about:
        lines += wrap([run(about, Style.DIM)], columns)
    for block in article.blocks:
        spans = block.passage.spans
        lines += render_block(BlockText(block.kind, block.passage.text, spans[0].line if spans else 0), columns=columns)
    return lines


def render_decisions(decisions: Sequence[Decision], *, columns: int) -> list[Line]:
    """A line for each line of the page: its number, its part and how sure that is, its beginning, what was seen."""
    lines: list[Line] = []
    width = max((len(str(each.line)) for each in decisions), default=1)
    for each in decisions:
        doubt = each.confidence < _DOUBTFUL
        rival = worded(" (else {part})", part=worded(each.rival)) if doubt and each.rival else ""
        shown = each.text if len(each.text) <= _SHOWN else each.text[:_SHOWN] + "…"
        runs = [
            Run(f"{each.line:>{width}} ", Style.DIM),
            Run(f"{worded(each.part)} {each.confidence:.2f}{rival}  ", Style.FAILS if doubt else Style.HOLDS),
            run(shown),
            run("  " + worded(", ").join(each.signs), Style.DIM),
        ]
        lines += wrap(runs, columns, rest=" " * (width + 1))
    return lines
