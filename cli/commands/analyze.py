"""`baosou analyze`: how text is folded and cut, and how it is understood as a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, UsageError
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from baosou.index import Walkthrough

EXAMPLES = """
  baosou analyze 苍南縣志願服務
  baosou analyze '"乡村振兴" AND date:>2024'
  baosou analyze '二〇二四年５月' --json
  baosou analyze 幸福小站提供哪些服务 --index ~/papers.index

JSON: text, folded, changes [{kind, original, folded, start, end}], tokens
[{text, kind, start, end}], query, interpreted, tree {kind, text, field,
spellings, boost, children}, left_aside, and query_error and query_error_at
where the text is no valid query; offsets are those of the text as typed.
"""


def analyze(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="The text; several arguments are joined.")],
    any_word: options.Any = False,
    json: options.Json = False,
    index: options.Index = None,
) -> int:
    """Show how text is folded, cut and understood as a query.

    The words and names of the index count, where there is one.
    """
    from baosou.cli.asking import query_text
    from baosou.cli.output.terminal import terminal, write

    typed = query_text(text)
    if typed is None:
        raise UsageError(worded("a text is missing"))
    found = _analyzed(typed, any_word=any_word, index=index)
    if json:
        from baosou.cli.output.json_values import to_json

        write(to_json(found.to_dict()) + "\n")
        return DONE

    from baosou.cli.output.styled import encode
    from baosou.cli.render.analysis import render_analysis

    target = terminal()
    lines = render_analysis(found, columns=target.columns)
    write(encode(lines, colour=target.colour))
    return DONE


def _analyzed(text: str, *, any_word: bool, index: str | None) -> Walkthrough:
    """What the words of the index that is named make of a text, or those of the one in use, if there is any."""
    from baosou.cli.settings import index_location, load_settings, open_index
    from baosou.index import IndexMissing

    settings = load_settings()
    try:
        with open_index(index_location(index, settings), saved=settings.saved) as opened:
            return opened.analyze(text, any=any_word)
    except IndexMissing:
        if index is not None:
            raise
    from baosou.index.answering.analyze import walk_through

    return walk_through(text, "any" if any_word else "all")
