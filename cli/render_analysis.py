"""How a text was folded and cut, as an aligned table."""

from __future__ import annotations

from baosou.cli.styled import Line, Run, Style, run, wrap
from baosou.cli.visible import pad, visible, width_of
from baosou.index.analysis import Analysis

LABEL_COLUMNS = 13


def render_analysis(
    text: str,
    found: Analysis,
    *,
    query: str | None,
    interpreted: str | None,
    mistake: str | None,
    columns: int,
) -> list[Line]:
    """The folded text, its words with their place in the original, and the query or what is wrong with it."""
    lines = _labelled("text", text, columns) + _labelled("folded", found.folded, columns)
    lines += _labelled("words", " / ".join(token.text for token in found.tokens) or "(none)", columns)
    if query is not None:
        lines += _labelled("query", query, columns)
    if interpreted is not None:
        lines += _labelled("interpreted", interpreted, columns)
    if mistake is not None:
        lines += _labelled("no query", mistake, columns)
    if not found.tokens:
        return lines
    words = [visible(token.text) for token in found.tokens]
    word_columns = max(width_of(word) for word in (*words, "word"))
    lines += [(), (Run(f"{pad('word', word_columns)}  {'start':>6} {'end':>6}  original", Style.BOLD),)]
    for word, token in zip(words, found.tokens, strict=True):
        original = visible(text[token.start : token.end])
        lines.append((Run(f"{pad(word, word_columns)}  {token.start:>6} {token.end:>6}  {original}"),))
    return lines


def _labelled(label: str, value: str, columns: int) -> list[Line]:
    indent = " " * LABEL_COLUMNS
    wrapped = wrap([run(value)], columns, first=indent, rest=indent) or [()]
    return [(Run(f"{label:<{LABEL_COLUMNS}}", Style.BOLD), *wrapped[0][1:]), *wrapped[1:]]
