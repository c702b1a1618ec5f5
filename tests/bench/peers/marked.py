"""What both peers show of a snippet: HTML with <b> marks as text with offsets, and hits as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape


def marked(html: str) -> tuple[str, list[list[int]]]:
    """The text of a snippet and its highlights as [start, end) offsets."""
    text, highlights = "", []
    for number, piece in enumerate(re.split(r"<b[^>]*>(.*?)</b>", html)):
        piece = unescape(piece)
        if number % 2:
            highlights.append([len(text), len(text) + len(piece)])
        text += piece
    return text, highlights


def show(hits: Iterable[tuple[str, str, str]]) -> None:
    """Print title, date and snippet of hits as a table by rich."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("title", "date", "text")
    for title, date, html in hits:
        text, highlights = marked(html)
        snippet = Text(text)
        for start, end in highlights:
            snippet.stylize("bold", start, end)
        table.add_row(Text(title), date, snippet)
    Console().print(table)
