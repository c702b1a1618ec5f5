"""`baosou segment`: the articles found in sources, as JSON Lines or drawn for the eye; indexes nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from baosou.cli import options
from baosou.cli.exits import BAD_INPUT, DONE, say
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from baosou.corpus.discovery import Failure, SourceFile
    from baosou.corpus.models import Page, Region
    from baosou.corpus.pages.decisions import Decision

EXAMPLES = """
  baosou segment page.txt
  baosou segment pages/*.txt | jq -r '.articles[].title'
  baosou segment page.txt --format text --explain   drawn, and why
  iconv -f big5 page.txt | baosou segment -

One JSON object a file: {"source", "articles": [{"title", "authors", "byline",
"heads", "captions", "paragraphs", "spans"}], "other", "other_spans"}. Each
non-blank character of a file stands in exactly one of the strings. Files are
read as `add` reads them, PDF, Markdown, HTML and records too.
"spans" goes through an article in page order: {"kind": "title", "byline",
"head", "caption" or "paragraph", "index": its place in that list, "pieces":
[{"at", "line", "page", "box", "start", "end"}]}: from character `at` of the
string on stand the characters [start, end) of the decoded file (its &nbsp;
and the like as the characters that they stand for), which begin on that line.
Of a PDF, lines and characters count in the text that was read; the line is
printed on that page in that box (left, bottom, right, top in points).

--format text draws the pages of a PDF as plans, with its articles numbered.

--explain adds "lines": [{"line", "page", "box", "start", "text", "part",
"confidence", "rival", "signs"}] for raw text, PDF and OCR: what each line
was taken for, how surely (0 to 1), what else it might be, what was seen.

What is wrong is put right in a sidecar, page.txt.baosou.json beside page.txt
(page.pdf.baosou.json beside page.pdf, with the lines that --explain counts):
{"articles": [{"lines": [3, 20], "title": "…", "authors": ["…"], "date": "…",
"publication", "edition", "column", "places", "url", ...}]}. Lines count from
1; the lines of an entry are one article. "title" may also be the lines that
are the title ([3, 4]); "byline": [5, 5], "heads": [9, 14] and "captions":
[12] say what single lines are, "kind": "other" that they are no article.
"""

PageFormat = Literal["text", "json"]


def segment(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Sources; - is page text on standard input.")],
    encoding: options.Encoding = None,
    password_file: options.PasswordFile = None,
    format: Annotated[
        PageFormat, typer.Option("--format", metavar="FORMAT", show_default=False, help="json [default] or text.")
    ] = "json",
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each line what it was taken for, and why.")
    ] = False,
    color: options.Color = None,
    no_pager: options.NoPager = False,
) -> int:
    """Print the articles found in pages as JSON Lines or text.

    The index is neither read nor written.
    """
    from baosou.cli.asking import passwords_of
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.segmented import decision_object, page_object
    from baosou.cli.output.styled import encode
    from baosou.cli.output.terminal import page as paged
    from baosou.cli.output.terminal import terminal, write
    from baosou.cli.output.visible import readable
    from baosou.corpus.discovery import Failure

    passwords = passwords_of(password_file).every
    failed = False
    drawn: list[str] = []
    target = terminal(colour=color or "auto", pager=not no_pager)
    for name, source in _sources(files):
        if isinstance(source, Failure):
            failed = failed or not source.warning
            _tell(name, source)
            continue
        page, regions, odd = _read(name, source, encoding, passwords)
        for failure in odd:
            failed = failed or not failure.warning
            _tell(name, failure)
        if page is None:
            continue
        decisions = _decisions(name, source, encoding, passwords) if explain else []
        if format == "json":
            record = page_object(page, readable(name), regions)
            if explain:
                record["lines"] = [decision_object(each, regions) for each in decisions]
            write(to_json(record) + "\n")
        else:
            from baosou.cli.render.pages import render_decisions, render_page

            lines = render_page(page, readable(name), regions, columns=target.columns)
            if explain:
                lines += [(), *render_decisions(decisions, columns=target.columns)]
            drawn.append(encode([*lines, ()], colour=target.colour))
    if format == "text" and drawn:
        paged("".join(drawn), target)
    return BAD_INPUT if failed else DONE


def _sources(names: list[str]) -> Iterator[tuple[str, SourceFile | bytes | Failure]]:
    """The named sources; standard input and pipes are raw page text."""
    import os

    from baosou.cli.asking import named_paths
    from baosou.corpus.discovery import Failure, PassedOver, discover
    from baosou.corpus.errors import SourceError
    from baosou.corpus.readers.opening import whole_file, whole_stream

    for name, path in zip(names, named_paths(names), strict=True):
        try:
            if name == "-":
                yield name, whole_stream(sys.stdin.buffer)
                continue
            if _is_pipe(name):
                yield name, whole_file(path)
                continue
        except SourceError as error:
            yield name, Failure(path, str(error))
            continue
        for found in discover([path]):
            shown = str(found.path) if os.path.isdir(name) else name
            if isinstance(found, PassedOver):
                yield shown, Failure(found.path, worded("passed over: there is no reader for such files"), warning=True)
            else:
                yield shown, found


def _is_pipe(name: str) -> bool:
    import os
    import stat

    try:
        return stat.S_ISFIFO(os.stat(name).st_mode)
    except (OSError, ValueError):
        return False


def _read(
    name: str, source: SourceFile | bytes, encoding: str | None, passwords: Sequence[str]
) -> tuple[Page | None, Mapping[int, Region], list[Failure]]:
    """A source's articles, where its lines are printed, and what could not be read or is odd."""
    from pathlib import Path

    from baosou.corpus.discovery import Failure
    from baosou.corpus.errors import SourceError
    from baosou.corpus.models import Article, Page
    from baosou.corpus.readers import read_source
    from baosou.corpus.readers.text import read_text

    articles: list[Article] = []
    odd: list[Failure] = []
    try:
        for found in (
            read_text(source, Path(name), "", encoding=encoding)
            if isinstance(source, bytes)
            else read_source(source, encoding=encoding, passwords=passwords)
        ):
            if isinstance(found, Failure):
                odd.append(found)
            else:
                articles.append(found)
    except SourceError as error:
        odd.append(Failure(Path(name), str(error)))
    if not articles and any(not failure.warning for failure in odd):
        return None, {}, odd
    other = tuple(block.passage for article in articles if article.aside for block in article.blocks)
    regions = {region.line: region for article in articles for region in article.regions}
    return Page(tuple(article for article in articles if not article.aside), other), regions, odd


def _decisions(name: str, source: SourceFile | bytes, encoding: str | None, passwords: Sequence[str]) -> list[Decision]:
    """What each line of a page was taken for; nothing of sources that say themselves what is what."""
    from pathlib import Path

    from baosou.corpus.readers import explain_source
    from baosou.corpus.readers.text import explain_text

    if isinstance(source, bytes):
        return explain_text(source, Path(name), encoding=encoding)
    return explain_source(source, encoding=encoding, passwords=passwords)


def _tell(name: str, failure: Failure) -> None:
    from baosou.cli.output.visible import visible

    kind = worded("warning" if failure.warning else "failed")
    line = "" if failure.line is None else f":{failure.line}"
    say(
        worded(
            "{kind}: {name}{line}: {reason}", kind=kind, name=visible(name), line=line, reason=visible(failure.reason)
        )
    )
