"""An article in the pager or the editor, while the screen is theirs."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from baosou.cli.editor import open_in_editor
from baosou.cli.exits import message_of
from baosou.cli.output.styled import encode
from baosou.cli.output.terminal import ColourChoice, page_alone, terminal
from baosou.cli.render.article import render_article
from baosou.corpus.errors import BaosouError, worded
from baosou.index.results import ArticleText

PAGES = frozenset({"", ".txt", ".md", ".markdown", ".html", ".htm"})
"""Endings of sources whose lines are an article's; of others (records, .gz, .pdf) the article's text is shown."""


def read(article: ArticleText, *, colour: ColourChoice) -> str | None:
    """Show an article in the pager; gives what went wrong."""
    target = terminal(colour=colour)
    lines = render_article(article, columns=target.columns, cwd=os.getcwd(), brackets=not target.colour)
    try:
        page_alone(encode(lines, colour=target.colour), target)
    except BaosouError as mistake:
        return message_of(mistake)
    return None


def open_source(article: ArticleText) -> str | None:
    """Open an article's source in the editor at its line, or its text in a file of its own; gives what went wrong."""
    source = Path(article.source.path)
    try:
        if source.suffix.lower() in PAGES and source.is_file():
            open_in_editor(article.source.path, article.source.line)
            return None
        with TemporaryDirectory(prefix="baosou-") as folder:
            copy = Path(folder) / f"{article.id}.txt"
            copy.write_text(f"{article.title or ''}\n\n{article.text}\n", "utf-8", "backslashreplace")
            copy.chmod(0o400)
            open_in_editor(str(copy), 1)
    except (BaosouError, OSError) as mistake:
        return message_of(mistake)
    told = "{path} is not a page of text; the editor had a copy of the article"
    return worded(told, path=article.source.path)
