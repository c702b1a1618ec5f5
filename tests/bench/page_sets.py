"""Pages and documents whose articles are known: PDFs of two engines, and what word processors and book makers write."""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from html import escape
from importlib.util import find_spec
from pathlib import Path

from tests import documents
from tests.bench import html_pages
from tests.bench.html_pages import Story, Truth

SHARED = Path(__file__).parents[3] / "shared"
ARTICLES = SHARED / "pages" / "articles.jsonl.gz"
SCORER = SHARED / "pages" / "score_pages.py"
MAKER = SHARED / "pdf" / "make_pdf_pages.py"
SEED = 29
_FONTS = Path("/usr/share/fonts/truetype/arphic/uming.ttc")

Make = Callable[[Path], None]
"""Writes files and their truth.jsonl into a folder."""


def page_sets() -> Iterator[tuple[str, Make | str]]:
    """What is to be read by its name: how it is made, or why it cannot be."""
    for level in (1, 2, 3):
        lacks = "needs reportlab and pillow (--group bench)" if find_spec("reportlab") is None else ""
        lacks = lacks or ("" if _FONTS.exists() else "needs fonts-arphic-uming, fonts-arphic-ukai, fonts-wqy-zenhei")
        yield f"PDF, make_pdf_pages level {level}", lacks or _by_reportlab(level)
    for level, called in html_pages.LEVELS.items():
        lacks = "" if shutil.which(html_pages.CHROMIUM[0]) else "needs chromium and fonts-noto-cjk"
        yield f"PDF, Chromium, {called}", lacks or _by_chromium(level)
    yield "Word with heading styles", _documents("docx", _styled)
    yield "Word without styles", _documents("docx", _unstyled)
    yield "EPUB", _documents("epub", _book)


def stories() -> list[Story]:
    """The shared articles as they may be printed."""
    found = []
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            title, *texts = (re.sub(r"\s+", " ", each).strip() for each in (said["title"], *said["paragraphs"]))
            texts = [each for each in texts if len(each) >= 15]
            if texts and 5 <= len(title) <= 28:
                found.append(Story(title, tuple(texts)))
    return found


def _by_reportlab(level: int) -> Make:
    def make(folder: Path) -> None:
        options = ["--articles", str(ARTICLES), "--n", "10", "--level", str(level), "--seed", str(SEED)]
        subprocess.run([sys.executable, str(MAKER), "--out", str(folder), *options], check=True, capture_output=True)

    return make


def _by_chromium(level: int) -> Make:
    return lambda folder: _write(folder, html_pages.pages(stories(), folder, level, 6, SEED))


def _write(folder: Path, truths: Iterator[Truth]) -> None:
    lines = [json.dumps(each, ensure_ascii=False) for each in truths]
    (folder / "truth.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _documents(ending: str, write: Callable[[Sequence[Story]], bytes]) -> Make:
    def made(folder: Path) -> Iterator[Truth]:
        chance = random.Random(SEED)
        every = stories()
        for number in range(20):
            own = chance.sample(every, chance.randint(2, 8))
            (folder / f"{number:02}.{ending}").write_bytes(write(own))
            articles = [html_pages.truth_of(each) for each in own]
            yield {"page": f"{number:02}", "level": 1, "layout": ending, "articles": articles, "furniture": []}

    return lambda folder: _write(folder, made(folder))


def _styled(own: Sequence[Story]) -> bytes:
    return documents.word("".join(documents.p(escape(each.title), "1") + _paragraphs(each) for each in own))


def _unstyled(own: Sequence[Story]) -> bytes:
    """Titles are told by their size alone."""
    large = '<w:b/><w:sz w:val="36"/>'
    return documents.word(
        "".join(documents.p("", inside=documents.run(escape(each.title), large)) + _paragraphs(each) for each in own)
    )


def _paragraphs(story: Story) -> str:
    return "".join(documents.p(escape(each)) for each in story.paragraphs)


def _book(own: Sequence[Story]) -> bytes:
    chapters = {
        f"c{number}.xhtml": documents.chapter(
            f"<h1>{escape(each.title)}</h1>" + "".join(f"<p>{escape(text)}</p>" for text in each.paragraphs)
        )
        for number, each in enumerate(own)
    }
    points = (documents.point(escape(each.title), f"c{number}.xhtml") for number, each in enumerate(own))
    return documents.epub(chapters, contents=documents.ncx("".join(points)))
