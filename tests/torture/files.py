"""Files that ask for more than they are worth: each gets a reason in bounded memory and time, and the rest goes on."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

MEMORY_MB = 256
"""What `--memory` is given."""

CONSTANT_MB = 1024
"""How much more than that a process may take, whatever it reads (see SECURITY.md)."""

SECONDS = 60.0
"""In what time any one of the files must be done with."""

GOOD = {"title": "石浦镇渔港修缮", "text": "石浦镇的渔港修好了，清晨五点亮灯。"}


def _zeros(path: Path, *, gigabytes: int) -> None:
    """Zeros that compress a thousand times: gzip files may be laid end to end."""
    _repeated(path, b"\0" * (100 << 20), 10 * gigabytes)


def _repeated(path: Path, content: bytes, times: int) -> None:
    member = gzip.compress(content, 6)
    with path.open("wb") as file:
        for _ in range(times):
            file.write(member)


def _pieces(path: Path, piece: bytes, times: int, *, before: bytes = b"", after: bytes = b"") -> None:
    with path.open("wb") as file:
        file.write(before)
        for _ in range(times):
            file.write(piece)
        file.write(after)


def _text(folder: Path, name: str, content: str | bytes) -> None:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def _gz_in_gz(folder: Path) -> None:
    inner = gzip.compress(b"\0" * (200 << 20))
    _text(folder, "bad.txt.gz", gzip.compress(inner))


def _loop(folder: Path) -> None:
    (folder / "bad").mkdir()
    (folder / "bad" / "up").symlink_to(folder / "bad")
    (folder / "bad" / "a.txt").symlink_to(folder / "bad" / "b.txt")
    (folder / "bad" / "b.txt").symlink_to(folder / "bad" / "a.txt")


def _special(folder: Path) -> None:
    os.mkfifo(folder / "bad.txt")
    (folder / "zero.jsonl").symlink_to("/dev/zero")


MB = "的".encode() * 349_525

CASES: Mapping[str, Callable[[Path], None]] = {
    "10 GB of zeros, text": lambda folder: _zeros(folder / "bad.txt.gz", gigabytes=10),
    "10 GB of zeros, records": lambda folder: _zeros(folder / "bad.jsonl.gz", gigabytes=10),
    "10 GB in one line": lambda folder: _repeated(folder / "bad.jsonl.gz", b"a" * (100 << 20), 100),
    "10 GB of bad lines": lambda folder: _repeated(folder / "bad.jsonl.gz", b"x\n" * (50 << 20), 100),
    "a good record before bad lines": lambda folder: _pieces(
        folder / "bad.jsonl", b"x\n", 5_000_000, before=b'{"text": "\xe6\xbd\xae"}\n'
    ),
    "10 GB of blank lines": lambda folder: _repeated(folder / "bad.jsonl.gz", b"\n" * (100 << 20), 100),
    "10 GB of bad rows": lambda folder: _repeated(
        folder / "bad.csv.gz", b"title,text\n" + b"a,b,c\n" * (17 << 20), 100
    ),
    "gzip in gzip": _gz_in_gz,
    "a record of 1 GB": lambda folder: _pieces(folder / "bad.jsonl", MB, 1024, before=b'{"text": "', after=b'"}\n'),
    "a page of one line of 1 GB": lambda folder: _pieces(folder / "bad.txt", MB, 1024),
    "a page of one line of 60 MB": lambda folder: _pieces(folder / "bad.txt", MB, 60),
    "a page of 60 MB in lines": lambda folder: _pieces(folder / "bad.txt", ("渔" * 42 + "\n").encode(), 490_000),
    "a page of many lines": lambda folder: _pieces(folder / "bad.txt", "的\n".encode(), 13 << 20),
    "a cell of 1 GB": lambda folder: _pieces(folder / "bad.csv", MB, 1024, before=b'title,text\n"'),
    "a row of endless lines": lambda folder: _pieces(folder / "bad.csv", b'x","y\n', 60 << 20, before=b'title,text\n"'),
    "a million columns": lambda folder: _text(folder, "bad.csv", "title," + ",".join(map(str, range(1_000_000)))),
    "a row of a million cells": lambda folder: _text(folder, "bad.csv", "title,text\n" + "a," * 1_000_000 + "\n"),
    "deep JSON": lambda folder: _text(folder, "bad.jsonl", '{"title":' + "[" * 5_000_000 + "\n"),
    "deep JSON, closed": lambda folder: _text(folder, "bad.jsonl", '{"a":' * 900 + "1" + "}" * 900 + "\n"),
    "a million keys": lambda folder: _text(
        folder, "bad.jsonl", json.dumps({**GOOD, **{f"k{n}": n for n in range(1_000_000)}})
    ),
    "deep HTML": lambda folder: _text(folder, "bad.html", "<div>" * 2_000_000 + "渔港"),
    "unclosed HTML": lambda folder: _text(folder, "bad.html", "<a <b <!--" * 1_600_000),
    "open tags of HTML": lambda folder: _text(folder, "bad.html", "<" * 16_000_000),
    "entities of HTML": lambda folder: _text(folder, "bad.html", "<p>" + "&#x" * 5_000_000),
    "articles of HTML": lambda folder: _text(folder, "bad.html", "<article><h1>渔</h1>港</article>" * 120_000),
    "junk HTML of paragraphs": lambda folder: _text(folder, "bad.html", "<p>a" * 490_000),
    "titles and headings of HTML": lambda folder: _text(folder, "bad.html", "<h1>渔</h1><title>港</title>" * 120_000),
    "a tag of a million attributes": lambda folder: _text(
        folder, "bad.html", "<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">渔港"
    ),
    "records of a hundred thousand keys": lambda folder: _text(
        folder, "bad.jsonl", "".join(json.dumps({"text": "潮水", f"k{n}": n}) + "\n" for n in range(100_000))
    ),
    "deep Markdown": lambda folder: _text(folder, "bad.md", ">" * 1_000_000 + "渔港\n"),
    "lists of Markdown": lambda folder: _text(folder, "bad.md", "- " * 100_000 + "渔港\n"),
    "brackets of Markdown": lambda folder: _text(folder, "bad.md", "[" * 200_000 + "渔" + "](" * 200_000),
    "stars of Markdown": lambda folder: _text(folder, "bad.md", "*渔_" * 500_000),
    "links in a ring": _loop,
    "pipes and devices": _special,
    "a name of stray bytes": lambda folder: _text(folder, os.fsdecode(b"bad\xff\xfe\x1b.txt"), b"\x00\x01\x02"),
}


def tried(case: str, folder: Path, *, jobs: str = "1") -> tuple[float, int, str]:
    """Add a bad file beside a good record: seconds, peak memory in MB, and what was said of it.

    Fails where the good record is not found, or where it takes too much.
    """
    sources = folder / "sources"
    sources.mkdir()
    CASES[case](sources)
    (sources / "好.jsonl").write_text(json.dumps(GOOD, ensure_ascii=False) + "\n", encoding="utf-8")
    index = str(folder / "index")
    command = [sys.executable, "-m", "baosou.cli", "add", str(sources), "--index", index, "--jobs", jobs]
    started = time.monotonic()
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([*command, "--memory", str(MEMORY_MB)], stderr=said)
        peak = _watched(process, SECONDS)
    seconds = time.monotonic() - started
    told = (folder / "said").read_text("utf-8", "replace")
    assert process.returncode in (0, 2), f"{case}: exit code {process.returncode} after {seconds:.0f} s: {told[-500:]}"
    assert "Traceback" not in told, f"{case}: {told[-2000:]}"
    assert len(told) < 100_000, f"{case}: {len(told):,} characters are told"
    assert peak < MEMORY_MB + CONSTANT_MB, f"{case}: {peak} MB"
    found = subprocess.run(
        [sys.executable, "-m", "baosou.cli", "search", "-c", "渔港修缮", "--index", index],
        capture_output=True,
        check=False,
    )
    assert found.stdout == b"1\n", f"{case}: the good record is not found: {told[-500:]}"
    return seconds, peak, told.splitlines()[0] if told else ""


def _watched(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Wait for a process, and kill it after so many seconds; its peak memory in MB."""
    end = time.monotonic() + seconds
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_maxrss // 1024
        if time.monotonic() > end:
            process.kill()
        time.sleep(0.02)


def order(seed: int) -> Iterator[str]:
    """All cases in an order of chance."""
    cases = list(CASES)
    random.Random(seed).shuffle(cases)
    yield from cases


def run(seconds: float, seed: int) -> str:
    """Each case once, as long as the time goes; the figures, and each case on standard error."""
    end = time.monotonic() + seconds
    chance = random.Random(seed)
    done, most, slowest = 0, 0, 0.0
    for case in order(seed):
        with tempfile.TemporaryDirectory(prefix="baosou-torture-") as scratch:
            jobs = chance.choice("12")
            took, peak, told = tried(case, Path(scratch), jobs=jobs)
        print(f"  {case} ({jobs} jobs): {took:.1f} s, {peak} MB: {told[:100]}", file=sys.stderr)
        done, most, slowest = done + 1, max(most, peak), max(slowest, took)
        if time.monotonic() > end:
            break
    return f"files: {done} of {len(CASES)} bad files, at most {most} MB and {slowest:.1f} s each (seed {seed})"
