"""Suggestions as an aligned table."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.cli.output.styled import Line, Run, Style, run
from baosou.cli.output.visible import pad, shorten, width_of
from baosou.cli.render.hits import counted
from baosou.corpus.errors import worded
from baosou.index.answering.suggest import Suggestion


def render_suggestions(found: Sequence[Suggestion], *, columns: int) -> list[Line]:
    """A line for each suggestion: its text, how often it is in the index, and of what kind it is."""
    texts = [run(each.text).text for each in found]
    number_width = max((len(f"{each.count:,}") for each in found), default=0)
    counts = [counted(each.count, "time", columns=number_width) for each in found]
    count_width = max(map(width_of, counts), default=0)
    kinds = [worded(each.kind) for each in found]
    kind_width = max(map(width_of, kinds), default=0)
    # a long text is cut, so that each suggestion stays on its line
    text_width = min(max(map(width_of, texts), default=0), max(columns - count_width - kind_width - 4, 8))
    return [
        (Run(f"{pad(shorten(text, text_width), text_width)}  {pad(count, count_width)}  "), Run(kind, Style.DIM))
        for text, count, kind in zip(texts, counts, kinds, strict=True)
    ]
