"""What atheris fuzzes: a target takes bytes and may raise nothing but what users are told.

`python -m tests.torture.fuzzing query -max_total_time=60 -seed=7` fuzzes one of them; options are libFuzzer's.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["baosou", "index", "corpus"]):
    from baosou.corpus.errors import BaosouError
    from baosou.corpus.models import Article
    from baosou.corpus.readers.html import read_html
    from baosou.corpus.readers.jsonl import read_jsonl
    from baosou.corpus.readers.markdown import read_markdown
    from baosou.corpus.readers.opening import Limits
    from baosou.corpus.readers.table import read_table
    from baosou.corpus.readers.text import read_text
    from baosou.corpus.sections import sections_of
    from baosou.index.answering.analyze import walk_through
    from baosou.index.answering.article import why
    from baosou.index.answering.ask import ask
    from baosou.index.answering.correct import suggestions
    from baosou.index.answering.question import Question
    from baosou.index.api import open_engine
    from baosou.index.errors import QueryError
    from baosou.index.ingest.documents import placed
    from baosou.index.query.parser import parse, render
    from baosou.index.segments.writing.builder import SegmentBuilder

import numpy as np

from tests.torture.hostile import Forge, asked
from tests.torture.queries import answered
from tests.torture.specimen import ASKS
from tests.torture.workplace import PLACES, Workplace

Target = Callable[[bytes], None]
LONGEST = 20_000
"""Bytes of what is tried, at most."""


def _query(scratch: Path) -> Target:
    engine = open_engine(str(Workplace(scratch).index))
    id = ask(engine, Question(text=PLACES[0])).results.hits[0].id

    def target(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        question = Question(
            mode=given.PickValueInList(["all", "any", "literal"]),
            by=given.PickValueInList(["article", "section"]),
            explain=given.ConsumeBool(),
            limit=given.PickValueInList([0, 1, 10]),
            sort=given.PickValueInList([None, "date", "title", "source"]),
        )
        text = given.ConsumeUnicode(1000)
        answered(engine, text, id, Question(**{**_fields(question), "text": text}))

    return target


def _fields(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in question.__struct_fields__}


def _syntax(scratch: Path) -> Target:
    """A parsed query, written out and parsed again, is the same."""

    def target(data: bytes) -> None:
        text = atheris.FuzzedDataProvider(data).ConsumeUnicode(1000)
        try:
            parsed = parse(text)
        except QueryError as error:
            if not 0 <= error.position <= len(text):
                raise ValueError(f"an error that points nowhere: {error.position}") from error
            return
        written = render(parsed)
        assert render(parse(written)) == written, (text, written)

    return target


def _readers(scratch: Path) -> Target:
    path = Path("页.txt")

    def target(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        kind = given.PickValueInList(["text", "html", "markdown", "jsonl", "csv", "tsv"])
        encoding = given.PickValueInList([None, None, None, "utf-8", "gb18030", "big5", "utf-16"])
        content = given.ConsumeBytes(LONGEST)
        limits, chunks = Limits(), iter([content[: len(content) // 2], content[len(content) // 2 :]])
        try:
            if kind == "text":
                found = list(read_text(content, path, "报/页.txt", encoding=encoding))
            elif kind == "html":
                found = list(read_html(content, path, "报/页.html", encoding=encoding))
            elif kind == "markdown":
                found = list(read_markdown(content, path, "报/页.md", encoding=encoding))
            elif kind == "jsonl":
                found = list(read_jsonl(chunks, path, encoding=encoding, limits=limits))
            else:
                mark = "," if kind == "csv" else "\t"
                found = list(read_table(chunks, path, delimiter=mark, encoding=encoding, limits=limits))
        except BaosouError as error:
            if "\n" in str(error):
                raise ValueError("more than a line") from error
            return
        articles = [each for each in found if isinstance(each, Article)]
        builder = SegmentBuilder()
        for number, (article, sections) in enumerate(placed(articles)):
            assert sections == sections_of(article) or article.places
            builder.add(article, sections, id=number, source=str(path))
        if articles:
            segment = scratch / "页.seg"
            segment.unlink(missing_ok=True)
            builder.write(segment)

    return target


def _analysis(scratch: Path) -> Target:
    engine = open_engine(str(Workplace(scratch).index))
    id = ask(engine, Question(text=PLACES[0])).results.hits[0].id

    def target(data: bytes) -> None:
        text = atheris.FuzzedDataProvider(data).ConsumeUnicodeNoSurrogates(500)
        walk_through(text, vocabulary=engine.vocabulary)
        suggestions(engine, text, limit=5)
        try:
            why(engine, id, Question(text, mode="any"))
        except QueryError:
            return

    return target


def _index(scratch: Path) -> Target:
    forge = Forge(scratch)
    arrays = sorted(forge.arrays())

    def target(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        name, array = given.PickValueInList(arrays)
        code = np.dtype(given.PickValueInList(["u1", "u2", "u4", "u8"]))
        chance = random.Random(given.ConsumeInt(4))
        content = given.ConsumeBytes(LONGEST)
        content = content[: len(content) // code.itemsize * code.itemsize]
        forge.forge(name, array, lambda _: np.frombuffer(content, dtype=code))
        try:
            asked(forge.index, chance.sample(list(ASKS), 3))
        finally:
            forge.restore()

    return target


def _catalogue(scratch: Path) -> Target:
    """The files of an index that are JSON, without any of their checksums being right."""
    forge = Forge(scratch)
    names = sorted(path.name for path in forge.index.iterdir() if path.suffix in (".json", ".jsonl"))

    def target(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        path = forge.index / given.PickValueInList(names)
        path.unlink()
        path.write_bytes(given.ConsumeBytes(LONGEST))
        try:
            asked(forge.index, ["status", "search 0", "add"])
        finally:
            forge.restore()

    return target


TARGETS: Mapping[str, Callable[[Path], Target]] = {
    "query": _query,
    "syntax": _syntax,
    "readers": _readers,
    "analysis": _analysis,
    "index": _index,
    "catalogue": _catalogue,
}


def main() -> None:
    """Fuzz the target that the first argument names; ends the process."""
    scratch = tempfile.mkdtemp(prefix="baosou-fuzz-")
    target = TARGETS[sys.argv[1]](Path(scratch))
    atheris.Setup([sys.argv[0], *sys.argv[2:], f"-max_len={LONGEST}"], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
