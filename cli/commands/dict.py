"""`baosou dict`: the user's own words, which queries are cut by."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from baosou.cli import options
from baosou.cli.exits import BAD_INPUT, DONE, NO_HITS, UsageError, say
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baosou.index import WordChange, WordList

EXAMPLES = """
  baosou dict add 幸福小站 海上课堂
  baosou dict add --file words.txt   a word a line, as in jieba's
  baosou dict list --format jieba > words.txt   for another index
  baosou dict remove 幸福小站

A word of the dictionary is one term of a query: 幸福小站 stands in one piece,
where otherwise 幸福 and 小站 may stand apart. The index is not made anew.
Exit codes: 0 done, 1 nothing to list, 2 a bad word, 3 no index, 4 locked.
"""


_WANTED = {
    "add": "a word to add is missing (or give --file)",
    "remove": "a word to remove is missing (or give --file)",
}


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
    form: Annotated[
        options.WordsFormat,
        typer.Option(
            "--format",
            metavar="FORM",
            show_default=False,
            help="Of list: text [default], jieba (as --file reads words) or synonyms (as add --synonyms reads them).",
        ),
    ] = "text",
    dry_run: options.DryRun = False,
    wait: options.Wait = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    index: options.OneIndex = None,
) -> int:
    """Add, remove or list your own words.

    Each is told with the sections and articles in which it stands; list also shows the synonyms of `add --synonyms`.
    """
    from baosou.cli.asking import named_paths, typed
    from baosou.cli.settings import index_at, load_settings, one_index, open_index

    settings = load_settings()
    location = one_index(index, settings)
    asked = [typed(word) for word in words or ()]
    if action == "list":
        if file is not None:
            raise UsageError(worded("--file goes with add or remove"))
        if form != "text" and json:
            raise UsageError(worded("--json and --format are two forms of output; give one"))
        with open_index((location,)) as opened:
            found = opened.words(*asked, counted=form == "text" and not no_counts)
            return _list(found, asked, form, json=json, quiet=quiet)
    if form != "text":
        raise UsageError(worded("--format goes with list"))
    if not asked and file is None:
        raise UsageError(worded(_WANTED[action]))
    opened = index_at(location)
    change = opened.add_words if action == "add" else opened.remove_words
    changed = change(
        *asked,
        file=named_paths([file])[0] if file is not None else None,
        counted=not no_counts,
        wait=settings.add.wait if wait is None else wait,
        dry_run=dry_run,
    )
    return _told(changed, action, counted=not no_counts, json=json, quiet=quiet)


def _list(found: WordList, asked: Sequence[str], form: options.WordsFormat, *, json: bool, quiet: bool) -> int:
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.render.words import jieba_line, synonym_lines, word_line

    if json:
        write(to_json(found.to_dict()) + "\n")
    elif form == "jieba":
        write("".join(f"{jieba_line(word)}\n" for word in found.words))
    elif form == "synonyms":
        write("".join(f"{rule}\n" for rule in found.synonyms))
    else:
        write("".join(f"{line}\n" for line in (*map(word_line, found.words), *synonym_lines(found.synonyms))))
    if not (found.words or found.synonyms or quiet):
        none = "none of these is a word of yours" if asked else "no words yet; add some with: baosou dict add WORD..."
        say(worded(none))
    return DONE if found.words or found.synonyms else NO_HITS


def _told(changed: WordChange, action: str, *, counted: bool, json: bool, quiet: bool) -> int:
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.render.status import failure_lines
    from baosou.cli.render.words import change_line, word_line

    if json:
        write(to_json(changed.to_dict()) + "\n")
    else:
        for line in failure_lines(worded("warning"), changed.warnings, cwd=os.getcwd()):
            say(line)
        if counted:
            write("".join(f"{word_line(count)}\n" for count in changed.words))
        if not quiet:
            say(change_line(changed, action))
    return BAD_INPUT if action == "remove" and changed.unchanged else DONE
