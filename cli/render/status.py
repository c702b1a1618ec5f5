"""An index's status and what an `add` or `remove` did, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from baosou.cli.output.json_values import shown_path
from baosou.cli.output.styled import Line, Run, Style, run, wrap
from baosou.cli.output.visible import pad, visible
from baosou.cli.render.hits import counted
from baosou.corpus.errors import worded
from baosou.corpus.unreadable import UNREADABLE
from baosou.index.reports import AddSummary, EndingCount, EnrichSummary, OptimizeSummary, Status, Unread

FAILURES_SHOWN = 20
ENDINGS_SHOWN = 12
LABEL_COLUMNS = 12

_DROPPED = "{told}, {deleted:,} deleted articles dropped"


def render_status(status: Status, *, columns: int) -> list[Line]:
    """The status as aligned names and values."""
    deleted = worded(
        "{segments} ({deleted:,} deleted articles)", segments=f"{status.segments:,}", deleted=status.deleted
    )
    rows = {
        worded("index"): status.location,
        worded("sources"): f"{status.sources:,}",
        worded("articles"): f"{status.articles:,}",
        worded("sections"): f"{status.sections:,}",
        worded("characters"): f"{status.characters:,}",
        worded("size"): size_text(status.bytes),
        worded("fields"): " ".join(status.fields),
        worded("analysis"): status.analysis,
        worded("format"): str(status.format),
        worded("segments"): deleted if status.deleted else f"{status.segments:,}",
        worded("updated"): status.updated or worded("never"),
    }
    if status.unenriched:
        waiting = counted(status.unenriched, "article")
        rows[worded("names")] = worded("{articles} not searched for names yet: baosou enrich", articles=waiting)
    lines: list[Line] = []
    for name, value in rows.items():
        wrapped = wrap([run(value)], columns, first=" " * LABEL_COLUMNS, rest=" " * LABEL_COLUMNS)
        lines.append((Run(pad(name, LABEL_COLUMNS), Style.BOLD), *(wrapped[0][1:] if wrapped else ())))
        lines += wrapped[1:]
    return lines


def size_text(size: int) -> str:
    """A number of bytes for reading: 812 B, 1.2 MB (powers of 1,000)."""
    value = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def summary_lines(summary: AddSummary, *, cwd: str) -> list[str]:
    """What was done, in one line, after what failed and what was odd."""
    lines = failure_lines(worded("warning"), summary.warnings, cwd=cwd)
    lines += failure_lines(worded("failed"), summary.failed, cwd=cwd)
    counts = (
        (summary.new, worded("{count:,} new", count=summary.new)),
        (summary.updated, worded("{count:,} updated", count=summary.updated)),
        (summary.unchanged, worded("{count:,} unchanged", count=summary.unchanged)),
        (summary.removed, worded("{count:,} removed", count=summary.removed)),
        (len(summary.failed), worded("{count:,} failed", count=len(summary.failed))),
    )
    if summary.skipped:
        lines.append(worded("passed over: {files}", files=passed_over(summary.skipped)))
    if len(summary.endings) > 1:
        lines.append(worded("read: {files}", files=_read_by_ending(summary.endings)))
    told = worded(", ").join(text for count, text in counts if count) or worded("nothing to do")
    if summary.dry_run:
        return [*lines, worded("would be done: {told}", told=told)]
    written = worded(
        "; {articles}, {sections}",
        articles=counted(summary.articles, "article"),
        sections=counted(summary.sections, "section"),
    )
    told += written if summary.articles else ""
    return [*lines, worded("sources: {told} in {seconds:.1f} s", told=told, seconds=summary.seconds)]


def _read_by_ending(endings: Mapping[str, EndingCount]) -> str:
    told = [
        f"{_of_ending(count.files, ending)} ({counted(count.articles, 'article')})"
        for ending, count in islice(endings.items(), ENDINGS_SHOWN)
    ]
    return _and_others(told, sum(count.files for count in islice(endings.values(), ENDINGS_SHOWN, None)))


def _of_ending(files: int, ending: str) -> str:
    return f"{files:,} {ending}" if ending else worded("{files:,} without an ending", files=files)


def _and_others(told: list[str], more: int) -> str:
    others = worded("{files:,} with other endings (--json lists all)", files=more)
    return worded(", ").join([*told, others] if more else told)


def _cause(reason: str) -> str:
    """What a file is that nothing reads, without what to do about it."""
    return worded(reason).replace("；", ";").partition(";")[0]


def passed_over(skipped: Mapping[str, int]) -> str:
    """How many files of each ending were passed over, the most frequent first, and why where that is known."""
    told = []
    for ending, count in islice(skipped.items(), ENDINGS_SHOWN):
        reason = UNREADABLE.get(ending)
        # what to do about it is said of a file that is named
        told.append(_of_ending(count, ending) + (f" ({_cause(reason)})" if reason else ""))
    return _and_others(told, sum(islice(skipped.values(), ENDINGS_SHOWN, None)))


def optimize_line(summary: OptimizeSummary) -> str:
    """What a merge of the segments did, or would do, in one line."""
    before, after = summary.segments_before, summary.segments_after
    if before == after and not summary.deleted:
        return worded("nothing to do: {segments}, no deleted articles", segments=counted(before, "segment"))
    told = worded("{segments} to {after:,}", segments=counted(before, "segment"), after=after)
    if summary.deleted:
        dropped = "{told}, 1 deleted article dropped" if summary.deleted == 1 else _DROPPED
        told = worded(dropped, told=told, deleted=summary.deleted)
    if summary.dry_run:
        return worded("would be done: {told}", told=told)
    return worded(
        "merged {told}; {before} to {after} in {seconds:.1f} s",
        told=told,
        before=size_text(summary.bytes_before),
        after=size_text(summary.bytes_after),
        seconds=summary.seconds,
    )


def enrich_line(summary: EnrichSummary) -> str:
    """What a search for names found, or would look at, in one line."""
    articles = counted(summary.articles, "article")
    if summary.dry_run:
        return worded("would be done: {articles} to search for names", articles=articles)
    return worded(
        "searched {articles}: {people:,} people, {organisations:,} organisations in {seconds:.1f} s",
        articles=articles,
        people=summary.people,
        organisations=summary.organisations,
        seconds=summary.seconds,
    )


def failure_lines(label: str, failures: Sequence[Unread], *, cwd: str) -> list[str]:
    """A line for each failure, and how many more there are beyond FAILURES_SHOWN."""
    lines = [f"{label}: {failure_text(failure, cwd=cwd)}" for failure in failures[:FAILURES_SHOWN]]
    more = len(failures) - FAILURES_SHOWN
    return (
        [*lines, worded("{label}: and {more:,} more (--json lists all)", label=label, more=more)] if more > 0 else lines
    )


def failure_text(failure: Unread, *, cwd: str) -> str:
    """Where and why: pages/a.txt:3: not a JSON object."""
    place = shown_path(failure.path, cwd)
    if failure.line is not None:
        place = f"{place}:{failure.line}"
    return visible(f"{place}: {failure.reason}")
