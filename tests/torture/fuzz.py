"""Queries, files and indexes that grow out of one another by what code they reach (atheris, libFuzzer)."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

TARGETS = ("query", "syntax", "readers", "analysis", "index", "catalogue")
"""See `tests.torture.fuzzing`, which cannot be loaded without atheris."""

SLOWEST, MOST_MB = 20, 3000
"""What any one input may take: seconds, and megabytes of the whole process."""


def fuzzed(target: str, seconds: float, seed: int, kept: Path) -> int:
    """Fuzz one target; how many inputs were tried. Fails, keeping the input in a folder, where one breaks a promise."""
    root = Path(__file__).parents[2]
    options = [f"-max_total_time={max(int(seconds), 1)}", f"-seed={seed % 2**31 or 1}", f"-timeout={SLOWEST}"]
    with tempfile.TemporaryDirectory(prefix="baosou-fuzz-") as corpus:
        command = [sys.executable, "-m", "tests.torture.fuzzing", target, *options, f"-rss_limit_mb={MOST_MB}"]
        done = subprocess.run(
            [*command, f"-artifact_prefix={kept}/{target}-", corpus],
            cwd=root,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    runs = re.search(r"Done (\d+) runs", done.stderr)
    if done.returncode or runs is None:
        raise AssertionError(f"{target}: exit code {done.returncode}, kept in {kept}\n{done.stderr[-4000:]}")
    return int(runs[1])


def run(seconds: float, seed: int) -> str:
    """All targets, each its part of the time; the figures."""
    if find_spec("atheris") is None:
        return "fuzz: not tried, for atheris is not installed: pip install --group fuzz"
    kept = Path(tempfile.mkdtemp(prefix="baosou-fuzzed-"))
    counts = {target: fuzzed(target, seconds / len(TARGETS), seed, kept) for target in TARGETS}
    kept.rmdir()
    tried = ", ".join(f"{count:,} of {target}" for target, count in counts.items())
    return f"fuzz: {sum(counts.values()):,} inputs ({tried}), each answered or told (seed {seed})"
