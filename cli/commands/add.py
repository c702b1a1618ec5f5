"""`baosou add`: index files and folders."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from baosou.cli import options
from baosou.cli.exits import BAD_INPUT, DONE, UsageError, say
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from pathlib import Path

    from baosou.index.adding import AddOptions

EXAMPLES = """
  baosou add ~/papers
  baosou add ~/papers --exclude drafts/ --include '2024/**/*.txt'
  baosou add --prune        the folders that the index knows, once more
  baosou add --rebuild      a damaged index, or one of another version

A GLOB without / names files at any depth, one that ends with / folders;
others go by the path inside the folder that is added. The index remembers
them for that folder until others are given (--include '*' takes all again).

A user dictionary has a word a line, and if wanted its frequency (as jieba's);
synonyms are lines such as 发改委, 发展改革委 or 轻轨 => 地铁 (one way).
Formats: .txt .md .html .json .jsonl .csv .tsv .pdf, each also .gz; a file
that is itself named is read whatever its ending. What else a folder holds is
counted as passed over. Running heads and page numbers count as no articles.
Pages of a PDF that cannot be read are named, and the others indexed; a scan
needs OCR first (such as ocrmypdf -l chi_sim).
Exit codes: 0 done, 2 some sources failed, now or at an earlier add (the rest
is indexed; --rebuild then changes nothing, with --prune it leaves them out),
3 a damaged index, 4 it is being written.

--dry-run --explain shows title, byline, date, places, sections and all else
that is understood of each article of a file. Names of folders tell dates and
papers too: name the folder, and the file with --include, to see it with them.
"""


def add(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...",
            show_default=False,
            help="Files and folders; - is standard input as JSON Lines. Without any: those that the index knows.",
        ),
    ] = None,
    encoding: options.Encoding = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, help="Worker processes [the processors].")
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option("--include", metavar="GLOB", help="Of folders, only what a GLOB names (as in .gitignore)."),
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="GLOB", help="Of folders, nothing that a GLOB names.")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove what is gone from disk (or left out) below these paths.")
    ] = False,
    user_dict: Annotated[
        str | None,
        typer.Option("--user-dict", metavar="FILE", help="Words that queries are cut by, added to those of the index."),
    ] = None,
    synonyms: Annotated[
        str | None,
        typer.Option("--synonyms", metavar="FILE", help="Synonyms for queries, instead of those of the index."),
    ] = None,
    password_file: options.PasswordFile = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the index anew from all its sources (and these paths).")
    ] = False,
    dry_run: options.DryRun = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="With --dry-run: show what would be made of each file (--json: a line each)."),
    ] = False,
    memory: Annotated[
        int | None,
        typer.Option("--memory", metavar="MB", min=1, help="Memory for all workers together [512]."),
    ] = None,
    shards: Annotated[
        int | None,
        typer.Option("--shards", metavar="N", min=1, help="Parts of a new index on a cluster [1]; they stay as many."),
    ] = None,
    replicas: Annotated[
        int | None,
        typer.Option("--replicas", metavar="N", min=0, help="Copies of each part on a cluster [1, if it has servers]."),
    ] = None,
    wait: options.Wait = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    index: options.OneIndex = None,
) -> int:
    """Index files and folders; again updates what changed.

    Folders are read recursively, hidden files skipped. What cannot be read is named and the rest goes on.
    """
    from baosou.cli.asking import named_paths, passwords_of
    from baosou.cli.output.progress import add_progress
    from baosou.cli.output.terminal import write
    from baosou.cli.process import keep_freed_memory, processes, tidied, workers_keep_freed_memory
    from baosou.cli.settings import index_at, load_settings, one_index

    settings = load_settings()
    paths = paths or []
    if paths.count("-") > 1:
        raise UsageError(worded("standard input (-) can be read only once"))
    from baosou.index import Progress
    from baosou.index.adding import AddOptions

    if explain:
        if not dry_run or not paths or "-" in paths:
            raise UsageError(worded("--explain goes with --dry-run and with files"))
        how = AddOptions(
            encoding=encoding,
            include=tuple(include or ()),
            exclude=tuple(exclude or ()),
            passwords=passwords_of(password_file),
        )
        return _explained(named_paths(paths), how, json=json)
    words, rules = (named_paths([file])[0] if file is not None else None for file in (user_dict, synonyms))
    files = named_paths(path for path in paths if path != "-")
    records = sys.stdin.buffer if "-" in paths else None
    location = one_index(index, settings)
    if "://" not in location and (shards is not None or replicas is not None):
        raise UsageError(
            worded("--shards and --replicas are of an index on a cluster: --index opensearch://host:9200/name")
        )
    workers = processes(jobs or settings.add.jobs or os.cpu_count() or 1)
    (workers_keep_freed_memory if workers > 1 else keep_freed_memory)()
    try:
        with tidied() as look, add_progress(quiet=quiet) as tell:

            def progress(seen: Progress) -> None:
                look()
                tell(seen)

            summary = index_at(location).add(
                *files,
                records=records,
                encoding=encoding,
                jobs=workers,
                prune=prune,
                user_dict=words,
                synonyms=rules,
                rebuild=rebuild,
                include=include or (),
                exclude=exclude or (),
                dry_run=dry_run,
                memory_mb=memory or settings.add.memory,
                wait=settings.add.wait if wait is None else wait,
                password_file=None if password_file is None else named_paths([password_file])[0],
                shards=shards,
                replicas=replicas,
                progress=progress,
            )
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(worded("interrupted; what was committed stays")) from stop

    from baosou.cli.output.json_values import to_json
    from baosou.cli.render.status import failure_lines, summary_lines

    cwd = os.getcwd()
    if json:
        write(to_json(summary.to_dict()) + "\n")
    else:
        lines = summary_lines(summary, cwd=cwd)
        for line in failure_lines("failed", summary.failed, cwd=cwd) if quiet else lines:
            say(line)
    return BAD_INPUT if summary.failed else DONE


def _explained(paths: list[Path], how: AddOptions, *, json: bool) -> int:
    """Show what would be made of each file."""
    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.terminal import write
    from baosou.cli.render.understood import understood_lines, understood_object
    from baosou.index.ingest.understood import understood

    failed = False
    for found in understood(paths, how):
        lines = [to_json(understood_object(found))] if json else understood_lines(found, cwd=os.getcwd())
        write("".join(f"{line}\n" for line in lines))
        failed = failed or not all(each.warning for each in found.failures)
    return BAD_INPUT if failed else DONE
