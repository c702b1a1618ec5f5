"""An index's status and what an `add` or `remove` did, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from baosou.cli.output.json_values import shown_path
from baosou.cli.output.styled import Line, Run, Style, run, wrap
from baosou.cli.output.visible import visible
from baosou.cli.render.hits import plural
from baosou.corpus.unreadable import UNREADABLE
from baosou.index.reports import AddSummary, EndingCount, OptimizeSummary, Status, Unread

FAILURES_SHOWN = 20
ENDINGS_SHOWN = 12
LABEL_COLUMNS = 12


def render_status(status: Status, *, columns: int) -> list[Line]:
    """The status as aligned names and values."""
    rows = {
        "index": status.location,
        "sources": f"{status.sources:,}",
        "articles": f"{status.articles:,}",
        "sections": f"{status.sections:,}",
        "characters": f"{status.characters:,}",
        "size": size_text(status.bytes),
        "fields": " ".join(status.fields),
        "analysis": status.analysis,
        "format": str(status.format),
        "segments": f"{status.segments:,}" + (f" ({status.deleted:,} deleted articles)" if status.deleted else ""),
        "updated": status.updated or "never",
    }
    lines: list[Line] = []
    for name, value in rows.items():
        wrapped = wrap([run(value)], columns, first=" " * LABEL_COLUMNS, rest=" " * LABEL_COLUMNS)
        lines.append((Run(f"{name:<{LABEL_COLUMNS}}", Style.BOLD), *(wrapped[0][1:] if wrapped else ())))
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
    lines = failure_lines("warning", summary.warnings, cwd=cwd) + failure_lines("failed", summary.failed, cwd=cwd)
    counts = {
        "new": summary.new,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "failed": len(summary.failed),
    }
    if summary.skipped:
        lines.append(f"passed over: {passed_over(summary.skipped)}")
    if len(summary.endings) > 1:
        lines.append(f"read: {_read_by_ending(summary.endings)}")
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "nothing to do"
    articles = f"{summary.articles:,} {plural('article', summary.articles)}"
    written = f"; {articles}, {summary.sections:,} {plural('section', summary.sections)}" if summary.articles else ""
    if summary.dry_run:
        return [*lines, f"would be done: {told}"]
    return [*lines, f"sources: {told}{written} in {summary.seconds:.1f} s"]


def _read_by_ending(endings: Mapping[str, EndingCount]) -> str:
    told = [
        f"{count.files:,} {ending or 'without an ending'} ({count.articles:,} {plural('article', count.articles)})"
        for ending, count in islice(endings.items(), ENDINGS_SHOWN)
    ]
    more = sum(count.files for count in islice(endings.values(), ENDINGS_SHOWN, None))
    return ", ".join([*told, *([f"{more:,} with other endings (--json lists all)"] if more else [])])


def passed_over(skipped: Mapping[str, int]) -> str:
    """How many files of each ending were passed over, the most frequent first, and why where that is known."""
    told = []
    for ending, count in islice(skipped.items(), ENDINGS_SHOWN):
        reason = UNREADABLE.get(ending, "").partition(";")[0]  # what to do about it is said of a file that is named
        told.append(f"{count:,} {ending or 'without an ending'}{f' ({reason})' if reason else ''}")
    more = sum(islice(skipped.values(), ENDINGS_SHOWN, None))
    return ", ".join([*told, *([f"{more:,} with other endings (--json lists all)"] if more else [])])


def optimize_line(summary: OptimizeSummary) -> str:
    """What a merge of the segments did, or would do, in one line."""
    before, after = summary.segments_before, summary.segments_after
    if before == after and not summary.deleted:
        return f"nothing to do: {before} {plural('segment', before)}, no deleted articles"
    segments = f"{before:,} {plural('segment', before)} to {after:,}"
    dropped = f", {summary.deleted:,} deleted {plural('article', summary.deleted)} dropped" if summary.deleted else ""
    if summary.dry_run:
        return f"would be done: {segments}{dropped}"
    sizes = f"{size_text(summary.bytes_before)} to {size_text(summary.bytes_after)}"
    return f"merged {segments}{dropped}; {sizes} in {summary.seconds:.1f} s"


def failure_lines(label: str, failures: Sequence[Unread], *, cwd: str) -> list[str]:
    """A line for each failure, and how many more there are beyond FAILURES_SHOWN."""
    lines = [f"{label}: {failure_text(failure, cwd=cwd)}" for failure in failures[:FAILURES_SHOWN]]
    more = len(failures) - FAILURES_SHOWN
    return [*lines, f"{label}: and {more:,} more (--json lists all)"] if more > 0 else lines


def failure_text(failure: Unread, *, cwd: str) -> str:
    """Where and why: pages/a.txt:3: not a JSON object."""
    place = shown_path(failure.path, cwd)
    if failure.line is not None:
        place = f"{place}:{failure.line}"
    return visible(f"{place}: {failure.reason}")
