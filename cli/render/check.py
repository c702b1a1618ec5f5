"""What a check of an index found, in words."""

from __future__ import annotations

from baosou.cli.output.json_values import shown_path
from baosou.cli.output.visible import visible
from baosou.cli.render.hits import counted
from baosou.cli.render.status import size_text
from baosou.corpus.errors import worded
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
    looked = [counted(report.files, "file"), size_text(report.bytes)]
    if report.sources:
        looked.append(counted(report.sources, "source"))
    if report.counted:
        looked.append(worded("{texts} counted", texts=counted(report.counted, "text")))
    count = len(report.findings)
    told = f"{counted(count, 'finding')}; {worded(_mended(report))}" if count else worded("all is well")
    return worded(
        "checked {what} in {seconds:.1f} s: {told}", what=worded(", ").join(looked), seconds=report.seconds, told=told
    )


def _mended(report: CheckReport) -> str:
    kinds = {finding.kind for finding in report.findings}
    return _MENDED_BY[next(kind for kind in _MENDED_BY if kind in kinds)]
