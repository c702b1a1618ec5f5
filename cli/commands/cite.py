"""`baosou cite`: articles as references."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from baosou.cli import options
from baosou.cli.exits import DONE, NO_HITS, say
from baosou.corpus.errors import worded

EXAMPLES = """
  baosou cite k3fa9c1d
  baosou cite k3fa9c1d m77ab01c --format gbt7714-2015
  baosou search 海水稻 --format ids | baosou cite - --format ris > papers.ris

gbt7714 is GB/T 7714-2025, in force since July 2026. What is not known of an
article is left out: nothing is made up. Only the title of one that has none
is: its first words, in quotation marks, which is said. Zotero reads ris and
csl-json as newspaper articles, and any BibTeX as those of journals; bibtex
and biblatex are for LaTeX (gbt7714, biblatex-gb7714). Keys are the ids.
JSON: format, citations [{id, text, untitled}].
Exit codes: 0 done, 1 no ids on standard input, 2 an unknown id, 3 no index.
"""

Form = Literal["gbt7714", "gbt7714-2015", "bibtex", "biblatex", "ris", "csl-json", "plain"]


def cite(
    ids: options.Ids,
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            metavar="FORM",
            show_default=False,
            help="gbt7714 [default], gbt7714-2015, bibtex, biblatex, ris, csl-json or plain.",
        ),
    ] = "gbt7714",
    json: options.Json = False,
    index: options.Index = None,
) -> int:
    """Cite articles: GB/T 7714, BibTeX, RIS, CSL-JSON."""
    from baosou.cli.asking import given_ids
    from baosou.cli.settings import index_location, load_settings, open_index

    wanted = given_ids(ids)
    if not wanted:
        return NO_HITS
    with open_index(index_location(index, load_settings())) as opened:
        found = opened.cite(*wanted, form=form)

    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.output.visible import visible

    for each in found.citations:
        if each.untitled:
            say(worded("{id} has no title; the first words of its text stand for one", id=each.id))
    if json:
        write(to_json(found.to_dict()) + "\n")
    else:
        lines = (line.partition("\r") for line in str(found).split("\n"))  # those of RIS end with both signs
        write("\n".join(f"{visible(line)}{end}" for line, end, _ in lines))
    return DONE
