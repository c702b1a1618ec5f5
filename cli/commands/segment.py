"""`baosou segment`: the articles found in raw pages, as JSON Lines; indexes nothing."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import BAD_INPUT, DONE, describe_os_error, say

EXAMPLES = """
  baosou segment page.txt
  baosou segment pages/*.txt | jq -r '.articles[].title'
  iconv -f big5 page.txt | baosou segment -

One JSON object a file: {"source", "articles": [{"title", "authors", "byline",
"heads", "captions", "paragraphs", "spans"}], "other", "other_spans"}. Each
non-blank character of a file stands in exactly one of the strings.
"spans" goes through an article in page order: {"kind": "title", "byline",
"head", "caption" or "paragraph", "index": its place in that list, "pieces":
[{"at", "line", "start", "end"}]}: from character `at` of the string on stand
the characters [start, end) of the decoded file, which begin on that line.
"""


def segment(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Raw page text; - is standard input.")],
    encoding: options.Encoding = None,
) -> int:
    """Print the articles found in raw pages as JSON Lines.

    The index is neither read nor written.
    """
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.segmented import page_object
    from baosou.cli.output.terminal import write
    from baosou.cli.output.visible import readable, visible
    from baosou.corpus.decoding import decode
    from baosou.corpus.errors import SourceError
    from baosou.corpus.pages import segment_page

    failed = False
    for name in files:
        shown = visible(name)
        try:
            page = segment_page(decode(_read(name), encoding=encoding).text)
        except OSError as error:
            failed = True
            say(f"failed: {describe_os_error(error)}")
            continue
        except SourceError as error:
            failed = True
            say(f"failed: {shown}: {visible(str(error))}")
            continue
        for warning in page.warnings:
            say(f"warning: {shown}: {visible(warning)}")
        write(to_json(page_object(page, readable(name))) + "\n")
    return BAD_INPUT if failed else DONE


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    with open(name, "rb") as file:
        return file.read()
