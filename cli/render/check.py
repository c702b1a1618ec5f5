"""What a check of an index found, in words."""

from __future__ import annotations

from baosou.cli.output.json_values import shown_path
from baosou.cli.output.visible import visible
from baosou.cli.render.hits import plural
from baosou.cli.render.status import size_text
from baosou.index.reports import CheckReport, Finding

_MENDED_BY = {
    "index": "mend it with: baosou add --rebuild",
    "source": "bring it up to date with: baosou add PATH",
    "counts": "mend it with: baosou add --rebuild",
}


def finding_line(finding: Finding, cwd: str) -> str:
    """Where and what: idx/000001.seg: text is damaged (bytes 0 to 16384)."""
    return visible(f"{shown_path(finding.path, cwd)}: {finding.reason}")


def report_line(report: CheckReport) -> str:
    """What was looked at, what was found, and what mends it."""
    looked = [f"{report.files:,} {plural('file', report.files)}, {size_text(report.bytes)}"]
    if report.sources:
        looked.append(f"{report.sources:,} {plural('source', report.sources)}")
    if report.counted:
        looked.append(f"{report.counted:,} {plural('text', report.counted)} counted")
    count = len(report.findings)
    told = "all is well" if not count else f"{count:,} {plural('finding', count)}; {_mended(report)}"
    return f"checked {', '.join(looked)} in {report.seconds:.1f} s: {told}"


def _mended(report: CheckReport) -> str:
    kinds = {finding.kind for finding in report.findings}
    return _MENDED_BY[next(kind for kind in _MENDED_BY if kind in kinds)]
