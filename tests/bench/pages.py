"""How well printed pages and documents are read, against what is known of them; and how fast beside pdftotext."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.engines import BAOSOU
from tests.bench.measuring import MeasuringError, interleave, run
from tests.bench.page_sets import ARTICLES, MAKER, SCORER, page_sets
from tests.bench.tables import short, table
from tests.bench.workshop import Workshop, say

RUNS = 3


def pages(workshop: Workshop) -> Iterator[str]:
    """Scores a set of pages, and pages a second of those that are PDFs."""
    if missing := [path for path in (ARTICLES, MAKER, SCORER) if not path.exists()]:
        raise MeasuringError(f"absent: {', '.join(map(str, missing))}")
    rows, absent, printed = [], [], []
    for name, make in page_sets():
        if isinstance(make, str):
            absent.append(f"{name}: not measured, {make}")
            continue
        folder = workshop.folder / "pages" / name.replace(" ", "-")
        if not (folder / "truth.jsonl").exists():
            say(f"making {name}")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            make(folder)
        rows.append([name, *scored(folder)])
        printed += sorted(folder.glob("*.pdf"))
    yield "How well pages are read, by score_pages.py: F1 of beginnings, exact titles, F1 of paragraphs and of names"
    yield table(("pages", "n", "begins", "title", "paragraph", "authors", "text lost"), rows)
    yield from absent
    if printed:
        yield f"{len(printed)} pages of PDF, a file each, in one process; medians of {RUNS} interleaved runs"
        yield table(("program", "wall s", "pages/s"), list(_speeds(printed)))


def scored(folder: Path) -> list[str]:
    """How the files of a folder are read beside its truth.jsonl: their number, and the figures of a row."""
    files = sorted(str(path) for path in folder.iterdir() if path.suffix in (".pdf", ".docx", ".epub"))
    told = folder / "told.jsonl"
    run([BAOSOU, "segment", *files], output=told)
    command = [sys.executable, str(SCORER), str(folder / "truth.jsonl"), str(told), "--by", "layout"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = next(each["all"] for line in said.splitlines() if "all" in (each := json.loads(line)))
    figures = (found["article_boundary"]["F1"], found["title_exact"], found["paragraph"]["F1"], found["byline"]["F1"])
    return [str(len(files)), *(f"{each:.3f}" for each in figures), f"{found['text_loss']:.2%}"]


def _speeds(files: Sequence[Path]) -> Iterator[list[str]]:
    names = [str(path) for path in files]
    loop = 'for file in "$@"; do pdftotext "$file" -; done'
    commands = {"baosou segment": lambda: run([BAOSOU, "segment", *names])}
    if shutil.which("pdftotext"):
        commands["pdftotext (poppler), a process a file"] = lambda: run(["sh", "-c", loop, "sh", *names])
    for name, each in interleave(commands, RUNS).items():
        yield [name, short(each.wall), f"{len(files) / each.wall:,.1f}"]
