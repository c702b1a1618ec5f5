"""Progress bars on standard error, on a terminal only."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from baosou.cli.output.json_values import shown_path
from baosou.cli.output.terminal import progress_wanted
from baosou.cli.output.visible import shorten, visible
from baosou.corpus.errors import worded
from baosou.index.adding import EnrichProgress, Progress
from baosou.index.reports import CheckProgress

PATH_COLUMNS = 30
_SECONDS_SHOWN = 0.1


@contextmanager
def add_progress(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A bar over the bytes of the sources with what is being read; nothing where it is not wanted."""
    if quiet or not progress_wanted():
        yield lambda _: None
        return
    from rich import progress as bars
    from rich.console import Console
    from rich.table import Column

    bar = bars.Progress(
        bars.BarColumn(bar_width=16),
        bars.TaskProgressColumn(),
        bars.TimeRemainingColumn(compact=True),
        bars.TextColumn("{task.fields[told]}", markup=False, table_column=Column(no_wrap=True, ratio=1)),
        console=Console(stderr=True, markup=False, emoji=False, highlight=False),
        transient=True,
        expand=True,  # what is told is cut where a line is too short, and not the time that is left
        redirect_stdout=False,
        # no thread of its own: a process with one cannot be copied, and copies are the workers that start soonest
        auto_refresh=False,
    )
    cwd = os.getcwd()
    began = shown = time.monotonic()
    with bar:
        task = bar.add_task("", total=None, told=worded("looking for what is new"))
        bar.refresh()

        def told(done: Progress) -> None:
            nonlocal shown
            now = time.monotonic()
            if now - shown < _SECONDS_SHOWN:
                return
            shown = now
            path = shorten(visible(shown_path(done.path, cwd)), PATH_COLUMNS)
            words = worded("{sources:,} sources, {amount}", sources=done.sources, amount=_amount(done, now - began))
            if done.pages > 1:
                path += " " + worded("page {page:,} of {pages:,}", page=done.page, pages=done.pages)
            bar.update(task, completed=done.done, total=done.total, told=f"{words}  {path}", refresh=True)

        yield told


@contextmanager
def enrich_progress(*, quiet: bool) -> Iterator[Callable[[EnrichProgress], None]]:
    """A bar over the articles that are searched for names; nothing where it is not wanted."""
    if quiet or not progress_wanted():
        yield lambda _: None
        return
    from rich import progress as bars
    from rich.console import Console

    bar = bars.Progress(
        bars.BarColumn(bar_width=24),
        bars.TaskProgressColumn(),
        bars.TimeRemainingColumn(compact=True),
        bars.TextColumn("{task.fields[told]}", markup=False),
        console=Console(stderr=True, markup=False, emoji=False, highlight=False),
        transient=True,
        redirect_stdout=False,
        # see `add_progress`
        auto_refresh=False,
    )
    began = time.monotonic()
    with bar:
        task = bar.add_task("", total=None, told=worded("looking for what is new"))
        bar.refresh()

        def told(done: EnrichProgress) -> None:
            words = worded("deciding what is a name")
            if not done.judging:
                rate = done.characters / max(time.monotonic() - began, _SECONDS_SHOWN)
                words = worded("{articles:,} articles, {rate:,.0f} characters/s", articles=done.done, rate=rate)
            bar.update(task, completed=done.done, total=done.total, told=words, refresh=True)

        yield told


def _amount(done: Progress, seconds: float) -> str:
    """What has been read and how fast: by pages where there are such, since these are what takes the time."""
    if done.turned:
        return worded(
            "{pages:,} pages, {articles:,} articles, {rate:,.1f} pages/s",
            pages=done.turned,
            articles=done.articles,
            rate=done.turned / seconds,
        )
    return worded("{articles:,} articles, {rate:,.0f}/s", articles=done.articles, rate=done.articles / seconds)


@contextmanager
def shown_meanwhile(text: str) -> Iterator[None]:
    """A line that says what is being done until it is; without a thread, for a process with one cannot be copied."""
    wanted = progress_wanted()
    if wanted:
        print(f"{text} …", end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        if wanted:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


@contextmanager
def check_progress() -> Iterator[Callable[[CheckProgress], None]]:
    """A bar over the bytes that a check reads; nothing where it is not wanted."""
    if not progress_wanted():
        yield lambda _: None
        return
    from rich import progress as bars
    from rich.console import Console

    bar = bars.Progress(
        bars.BarColumn(bar_width=24),
        bars.TaskProgressColumn(),
        bars.TextColumn("{task.fields[told]}", markup=False),
        console=Console(stderr=True, markup=False, emoji=False, highlight=False),
        transient=True,
        redirect_stdout=False,
    )
    cwd = os.getcwd()
    with bar:
        task = bar.add_task("", total=None, told="")

        def told(done: CheckProgress) -> None:
            words = shorten(visible(shown_path(done.told, cwd)), PATH_COLUMNS)
            bar.update(task, completed=done.done, total=done.total, told=words)

        yield told


@contextmanager
def count_progress(noun: str, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A running count of things done, such as queries, with their rate."""
    # Where the answers themselves run over the screen, a count between them would only be in the way.
    if quiet or not progress_wanted() or sys.stdout.isatty():
        yield lambda _: None
        return
    from rich import progress as bars
    from rich.console import Console

    bar = bars.Progress(
        bars.SpinnerColumn(),
        bars.TextColumn(f"{{task.completed:,.0f}} {noun}", markup=False),
        bars.TimeElapsedColumn(),
        console=Console(stderr=True, markup=False, emoji=False, highlight=False),
        transient=True,
        redirect_stdout=False,
    )
    with bar:
        task = bar.add_task("", total=None)
        yield lambda count: bar.advance(task, count)
