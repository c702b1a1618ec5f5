"""`baosou suggest`: what may have been meant, from the index's own words and names."""

from __future__ import annotations

from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, NO_HITS, UsageError, say
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou suggest 苍                 how it may go on
  baosou suggest 沧南县             what sounds like it or is spelled like it
  baosou suggest luo yongkang       what is spelled so in pinyin
  baosou suggest cnx --json         what has these initials

Of several words the last is completed or corrected, or else all are. Each
suggestion has its kind (exact, completion, pinyin, initials, homophone,
near-homophone, similar) and how often it stands in the index, or how many
articles have it as a name.
Exit codes: 0 suggestions, 1 none, 2 bad usage, 3 no index.
"""


def suggest(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="A word, its beginning, or pinyin.")],
    limit: Annotated[
        int, typer.Option("-n", "--limit", metavar="N", min=1, show_default=False, help="Suggestions to give [10].")
    ] = 10,
    timeout: options.Timeout = None,
    json: options.Json = False,
    color: options.Color = None,
    index: options.Index = None,
) -> int:
    """Suggest words of the index, also for pinyin and misspellings."""
    from baosou.cli.asking import query_text
    from baosou.cli.settings import index_location, load_settings, open_index

    typed = query_text(text)
    if typed is None:
        raise UsageError(worded("a text is missing"))
    settings = load_settings()

    from baosou.cli.process import time_limit

    with open_index(index_location(index, settings)) as opened, time_limit(timeout):
        found = opened.suggest(typed, limit=limit)

    from baosou.cli.output.terminal import terminal, write

    if json:
        from baosou.cli.output.json_values import to_json

        write(to_json(found.to_dict()) + "\n")
    else:
        from baosou.cli.output.styled import encode
        from baosou.cli.render.suggestions import render_suggestions

        target = terminal(colour=color or settings.color)
        write(encode(render_suggestions(found.suggestions, columns=target.columns), colour=target.colour))
        if not found:
            say(worded("nothing to suggest"))
    return DONE if found else NO_HITS
