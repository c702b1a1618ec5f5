"""`baosou show`: articles or sections, whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, NO_HITS, UsageError, say
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from baosou.cli.output.terminal import Terminal
    from baosou.index import ArticleText, Hit, Index

EXAMPLES = """
  baosou show k3fa9c1d
  baosou show k3fa9c1d.2 -H '志愿服务'     one section, with words marked
  baosou show 3                          the third hit of the last search here
  baosou search 渔港 --format ids | baosou show - --json

A beginning that fits one id will do. --open is $VISUAL or $EDITOR at the line
of a page, web page or Markdown, and at the text of articles from other files.
JSON (a line each): id, title, title_highlights, byline, authors, date,
publication, edition, column, places, url, record_id, extra, aside, source
{path, line, page, box, start, end}, lines [first, last], sections [{id,
places, source, blocks [{kind, text, line, highlights}]}]; kind is paragraph,
head or caption, highlights are [start, end) in the text, page and box (left,
bottom, right, top in points) null for what has no pages. --page adds page
[{id, title, line}].
"""

_OPENED = (".txt", ".md", ".markdown", ".html", ".htm")


def show(
    ids: options.Ids,
    highlight: Annotated[
        str | None, typer.Option("-H", "--highlight", metavar="QUERY", help="Mark what a query matches.")
    ] = None,
    page: Annotated[bool, typer.Option("--page", help="Also list the other articles of the page.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="The lines of the source as they stand there.")] = False,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="That of the source, for --raw.")
    ] = None,
    edit: Annotated[bool, typer.Option("--open", help="Open the source in your editor, at the line.")] = False,
    json: options.Json = False,
    color: options.Color = None,
    no_pager: options.NoPager = False,
    index: options.Index = None,
) -> int:
    """Read articles, or sections of them, whole."""
    from baosou.cli.asking import given_ids, typed
    from baosou.cli.output.terminal import terminal
    from baosou.cli.settings import index_location, load_settings, open_index

    if sum((raw, edit, json)) > 1 or (page and (raw or edit)):
        raise UsageError(worded("--raw, --open, --json and --page are not for use together, but for --page --json"))
    settings = load_settings()
    location = index_location(index, settings)
    wanted = [_hit(id, location) for id in given_ids(ids)]
    if edit and len(wanted) != 1:
        raise UsageError(worded("--open takes one id"))
    if not wanted:
        return NO_HITS
    with open_index(location, saved=settings.saved) as opened:
        marks = None if highlight is None else typed(highlight)
        articles = list(opened.articles(wanted, highlight=marks))
        pages = [opened.neighbours(each.id) if page else () for each in articles]
        if edit:
            _open(articles[0], opened)
            return DONE
    if raw:
        _print_lines(articles, encoding)
    elif json:
        _print_objects(articles, pages if page else None)
    else:
        target = terminal(colour=color or settings.color, pager=settings.pager and not no_pager)
        _print_articles(articles, pages, target)
    return DONE


def _hit(id: str, location: str) -> str:
    """The id that a number of a hit means, or the id as it is."""
    if not (id.isascii() and id.isdigit()):
        return id
    from baosou.cli.last_search import hit_of
    from baosou.cli.output.visible import visible

    found, query = hit_of(id, location)
    say(worded("{id} of: {query}", id=id, query=visible(query)))
    return found


def _print_articles(articles: list[ArticleText], pages: list[tuple[Hit, ...]], target: Terminal) -> None:
    from baosou.cli.output.styled import Line, Run, Style, encode
    from baosou.cli.output.terminal import page as paged
    from baosou.cli.present import source_links
    from baosou.cli.render.article import READING_COLUMNS, render_article
    from baosou.cli.render.neighbours import render_neighbours

    cwd, url = os.getcwd(), source_links() if target.links else None
    lines: list[Line] = []
    for article, hits in zip(articles, pages, strict=True):
        if lines:
            lines += [(), (Run("─" * min(target.columns, READING_COLUMNS), Style.DIM),), ()]
        link = url(article.source) if url else None
        brackets = not target.colour
        lines += render_article(article, columns=target.columns, cwd=cwd, brackets=brackets, link=link)
        if hits:
            lines += render_neighbours(hits, own=article.id, columns=min(target.columns, READING_COLUMNS))
    paged(encode(lines, colour=target.colour, links=target.links), target)


def _print_objects(articles: list[ArticleText], pages: list[tuple[Hit, ...]] | None) -> None:
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write

    for number, article in enumerate(articles):
        found = article.to_dict()
        if pages is not None:
            found["page"] = [{"id": hit.id, "title": hit.title, "line": hit.source.line} for hit in pages[number]]
        write(to_json(found) + "\n")


def _print_lines(articles: list[ArticleText], encoding: str | None) -> None:
    """The lines of the sources; to a terminal nothing that it would obey."""
    import sys
    from pathlib import Path

    from baosou.cli.output.terminal import write
    from baosou.cli.output.visible import visible
    from baosou.corpus.readers.original import original_lines

    shown = visible if sys.stdout.isatty() else str
    for article in articles:
        for line in original_lines(Path(article.source.path), *article.lines, encoding=encoding):
            write("\t".join(map(shown, line.split("\t"))) + "\n")


def _open(article: ArticleText, opened: Index) -> None:
    """Open the source at the article's line, or its text where the source is nothing to read."""
    from baosou.cli.editor import open_in_editor

    path = article.source.path
    if path.lower().endswith(_OPENED) and os.path.isfile(path):
        open_in_editor(path, article.lines[0])
        return
    from platformdirs import user_cache_path

    folder = user_cache_path("baosou", appauthor=False) / "opened"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{article.id}.txt"
    file.unlink(missing_ok=True)
    parts = (article.title, article.byline, article.text)
    file.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8", errors="backslashreplace")
    file.chmod(0o400)
    say(
        worded(
            "the text of {id}, from {path}:{line}", id=article.id, path=article.source.path, line=article.source.line
        )
    )
    open_in_editor(str(file), 1)
