"""`baosou analyze`: how text is folded and cut, and how it is understood as a query."""

from __future__ import annotations

from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, UsageError

EXAMPLES = """
  baosou analyze 苍南縣志願服務
  baosou analyze '"乡村振兴" AND date:>2024'
  baosou analyze '二〇二四年５月' --json

JSON: text, folded, tokens [{text, start, end}] with offsets in the text as
typed, query, interpreted, and query_error where the text is no valid query.
"""


def analyze(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="The text; several arguments are joined.")],
    any_word: options.Any = False,
    json: options.Json = False,
) -> int:
    """Show how text is folded, cut and understood as a query."""
    from baosou.cli.asking import query_text
    from baosou.cli.terminal import terminal, write

    typed = query_text(text)
    if typed is None:
        raise UsageError("a text is missing")
    from baosou.index import analysis
    from baosou.index.errors import QueryError
    from baosou.index.syntax import parse, render
    from baosou.index.understanding import understand

    found = analysis.analyze(typed)
    query = interpreted = mistake = None
    try:
        parsed = parse(typed)
        query = render(parsed)
        interpreted = render(understand(parsed, "any" if any_word else "all"))
    except QueryError as error:
        mistake = str(error)
    if json:
        from baosou.cli.records import VERSION, to_json

        tokens = [{"text": token.text, "start": token.start, "end": token.end} for token in found.tokens]
        record = {"version": VERSION, "text": typed, "folded": found.folded, "tokens": tokens}
        record |= {"query": query, "interpreted": interpreted, "query_error": mistake}
        write(to_json(record) + "\n")
        return DONE

    from baosou.cli.render_analysis import render_analysis
    from baosou.cli.styled import encode

    target = terminal()
    lines = render_analysis(typed, found, query=query, interpreted=interpreted, mistake=mistake, columns=target.columns)
    write(encode(lines, colour=target.colour))
    return DONE
