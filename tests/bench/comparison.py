"""baosou beside tools that people use for the same: what each finds for ten questions, and what that costs."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bench.articles import Record, Written, news, records_of, write_records
from tests.bench.contenders import CONTENDERS, Contender, Question
from tests.bench.measuring import Measured, folder_bytes, interleave, median, run
from tests.bench.tables import megabytes, ms, table
from tests.bench.workshop import Workshop, say

RUNS = 3
NO_HITS = 1

QUESTIONS = (
    Question("a word of two characters", "台风", ("台风",), ("台风",)),
    Question("of three", "海水稻", ("海水稻",), ("海水稻",)),
    Question("a long name", "人类命运共同体", ("人类命运共同体",), ("人类命运共同体",)),
    Question("one character", "鲸", ("鲸",), ("鲸",)),
    Question("a text that begins and ends within words", '"民大会堂举"', ("民大会堂举",), ("民大会堂举",)),
    Question("typed in traditional characters", '"颱風"', ("颱風",), ("台风",)),
    Question("typed in full width", '"ＡＰＥＣ"', ("ＡＰＥＣ",), ("apec",)),
    Question("two words, anywhere in the article", "台风 救灾", ("台风", "救灾"), ("台风", "救灾")),
    Question("either of two words", "高铁 OR 动车", ("高铁", "动车"), ("高铁", "动车"), any=True),
    Question("one word without another", "洪水 NOT 台风", ("洪水",), ("洪水",), without=("台风",)),
)


def plain(articles: int) -> Iterator[Record]:
    """News with what all of the tools are given, and nothing else that one of them would search too."""
    for record in news(articles):
        yield {key: record[key] for key in ("id", "date", "title", "text")}


def scanned(file: Path) -> dict[Question, set[str]]:
    """The ids of the articles in which what was asked stands: a scan of the folded titles and texts."""
    found: dict[Question, set[str]] = {question: set() for question in QUESTIONS}
    for record in records_of(file):
        folded = unicodedata.normalize("NFKC", f"{record['title']}\n{record['text']}").lower()
        for question, ids in found.items():
            if question.holds(folded):
                ids.add(record["id"])
    return found


def compared(found: set[str], true: set[str]) -> str:
    """How many were found; where they are others than those of the scan, how many are missing and how many too many."""
    missing, more = len(true - found), len(found - true)
    differs = [f"-{missing:,}"] * bool(missing) + [f"+{more:,}"] * bool(more)
    return f"{len(found):,}" + (f" ({' '.join(differs)})" if differs else "")


def comparison(workshop: Workshop) -> Iterator[str]:
    """A table of what is found, and one of time and size."""
    file = workshop.written(f"plain-{workshop.every}", lambda path: write_records(plain(workshop.every), path))
    present = [each for each in CONTENDERS if not each.absent]
    if missing := [each.name for each in CONTENDERS if each.absent]:
        yield f"Not installed here: {', '.join(missing)}"
    indexed = {each: indexed_by(each, file, workshop.folder / "comparison") for each in present}
    true = scanned(file.path)
    listing = workshop.folder / "listed"
    rows = []
    for question in QUESTIONS:
        row = [f"{question.kind}: {question.typed}", f"{len(true[question]):,}"]
        for each in present:
            listed = each.listed(file.path, indexed[each][0], question)
            run(listed, output=listing, accepted=(0, NO_HITS))
            row.append(compared(set(each.ids.findall(listing.read_text("utf-8"))), true[question]))
        rows.append(row)
    yield f"Articles found among {file.articles:,}; in brackets how many a scan finds beyond them (-), or does not (+)"
    yield table(("question", "scan", *(each.name for each in present)), rows)
    yield f"Indexing {megabytes(file.text_bytes)} MB of text, and a page of ten hits in a process of its own"
    yield table(
        ("tool", "indexing s", "CPU s", "index MB", "a page, ms", "CPU ms", "the slowest page, CPU ms"),
        [costs(each, file, *indexed[each]) for each in present],
    )


def indexed_by(contender: Contender, file: Written, folder: Path) -> tuple[Path, Measured | None]:
    """A fresh index, and what it took; tools that have none read the file itself."""
    own = folder / contender.name
    if contender.index is None:
        return own, None
    say(f"indexing {file.articles:,} articles with {contender.name}")
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    if contender.prepare is not None:
        contender.prepare(file.path, own)
    return own, run(contender.index(file.path, own))


def costs(contender: Contender, file: Written, folder: Path, indexing: Measured | None) -> list[str]:
    """A row of seconds and megabytes; the questions are asked in turn, each several times."""
    say(f"asking {contender.name}")
    commands = {
        question.kind: lambda question=question: run(
            contender.shown(file.path, folder, question), accepted=(0, NO_HITS)
        )
        for question in QUESTIONS
    }
    asked: Mapping[str, Measured] = interleave(commands, RUNS)
    made = folder / "pages"
    size = folder_bytes(folder) - (folder_bytes(made) if made.exists() else 0) if indexing else 0
    return [
        contender.name,
        f"{indexing.wall:,.1f}" if indexing else "none",
        f"{indexing.cpu:,.1f}" if indexing else "none",
        megabytes(size) if indexing else "none",
        ms(median(asked.values()).wall),
        ms(median(asked.values()).cpu),
        ms(max(each.cpu for each in asked.values())),
    ]
