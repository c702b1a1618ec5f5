"""`baosou dict`: the user's own words, which queries are cut by."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from baosou.cli import options
from baosou.cli.errors import UsageError
from baosou.cli.exits import BAD_INPUT, DONE, NO_HITS, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baosou.index.results import WordsSummary

EXAMPLES = """
  baosou dict add 幸福小站 海上课堂
  baosou dict add --file words.txt   a word a line, as in jieba's
  baosou dict list --json
  baosou dict remove 幸福小站

A word of the dictionary is one term of a query: 幸福小站 stands in one piece,
where otherwise 幸福 and 小站 may stand apart. The index is not made anew.
Exit codes: 0 done, 1 nothing to list, 2 a bad word, 3 no index, 4 locked.
"""


def dict(
    action: Annotated[
        Literal["add", "remove", "list"],
        typer.Argument(metavar="add|remove|list", show_choices=False, help="What to do with the words."),
    ],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]...", show_default=False, help="The words; list takes all.")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="The words of a file too, one a line.")
    ] = None,
    no_counts: Annotated[bool, typer.Option("--no-counts", help="Do not count where the words stand.")] = False,
    dry_run: options.DryRun = False,
    wait: options.Wait = None,
    json: options.Json = False,
    index: options.Index = None,
) -> int:
    """Add, remove or list your own words.

    Each is told with the sections and articles in which it stands; list also shows the synonyms of `add --synonyms`.
    """
    from baosou.cli.asking import named_paths, typed
    from baosou.cli.settings import index_location, load_settings
    from baosou.index import api

    settings = load_settings()
    location = index_location(index, settings)
    asked = [typed(word) for word in words or ()]
    if action == "list":
        if file is not None:
            raise UsageError("--file goes with add or remove")
        return _list(location, asked, counted=not no_counts, json=json)
    if not asked and file is None:
        raise UsageError(f"a word to {action} is missing (or give --file)")
    summary = api.change_words(
        location,
        asked,
        file=named_paths([file])[0] if file is not None else None,
        remove=action == "remove",
        wait=settings.add.wait if wait is None else wait,
        dry_run=dry_run,
    )
    return _told(location, summary, action, counted=not no_counts, json=json)


def _list(location: str, wanted: Sequence[str], *, counted: bool, json: bool) -> int:
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.output.visible import visible
    from baosou.cli.render.words import synonym_lines, word_line, words_object
    from baosou.corpus.folding import fold_text
    from baosou.index.api import count_words, open_engine

    with closing(open_engine(location)) as engine:
        folded = {fold_text(word).strip() for word in wanted}
        known = [word for word in engine.vocabulary.user_words() if not folded or word.text in folded]
        rules = [] if folded else engine.vocabulary.synonyms()
        counts = count_words(engine, known) if counted else None
        if json:
            write(to_json(words_object(known, counts) | {"synonyms": [str(rule) for rule in rules]}) + "\n")
        elif counts is not None:
            for count in counts:
                write(word_line(count) + "\n")
        else:
            write("".join(f"{visible(word.text)}\n" for word in known))
        if not json:
            write("".join(f"{line}\n" for line in synonym_lines(rules)))
    if not (known or rules):
        say("none of these is a word of yours" if folded else "no words yet; add some with: baosou dict add WORD...")
    return DONE if known or rules else NO_HITS


def _told(location: str, summary: WordsSummary, action: str, *, counted: bool, json: bool) -> int:
    import os

    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.render.status import failure_lines
    from baosou.cli.render.words import change_line, word_line, words_object
    from baosou.index.analysis.user_words import UserWord
    from baosou.index.api import count_words, open_engine

    cwd = os.getcwd()
    changed = [UserWord(word) for word in summary.changed]
    missing = summary.unchanged if action == "remove" else ()
    with closing(open_engine(location)) as engine:
        counts = count_words(engine, changed) if counted else None
        if json:
            told = words_object(changed, counts) | {
                "unchanged": list(summary.unchanged),
                "warnings": list(summary.warnings),
            }
            write(to_json(told) + "\n")
        else:
            for line in failure_lines("warning", summary.warnings, cwd=cwd):
                say(line)
            for count in counts or ():
                write(word_line(count) + "\n")
            say(change_line(summary, action))
    return BAD_INPUT if missing else DONE
