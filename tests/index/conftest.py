from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from baosou.corpus.models import Article, Block, Kind, Passage, Section, Span
from baosou.index.adding import AddOptions
from baosou.index.api import add, open_engine
from baosou.index.engine import Engine
from baosou.index.segments.numbering import DeletedRanges
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.builder import SegmentBuilder
from baosou.index.whoosh_engine.engine import WhooshEngine
from baosou.index.whoosh_engine.generation import new_entry
from baosou.index.whoosh_engine.storage.catalogue import Catalogue, commit

Record = dict[str, Any]
Build = Callable[[Article], tuple[Article, tuple[Section, ...]]]


def passage(text: str, start: int = 0, line: int = 1) -> Passage:
    """A text that stands in its source in one piece."""
    return Passage(text, (Span(0, line, start, start + len(text)),) if text else ())


def article(*sections: Sequence[str] | str, **fields: Any) -> tuple[Article, tuple[Section, ...]]:
    """An article with its sections, each given by its paragraphs; a string is a section of one paragraph."""
    at = line = 0
    parts = []
    for number, paragraphs in enumerate(sections, start=1):
        blocks = []
        for text in [paragraphs] if isinstance(paragraphs, str) else paragraphs:
            line += 1
            blocks.append(Block(Kind.PARAGRAPH, passage(text, at, line)))
            at += len(text) + 1
        parts.append(Section(number, tuple(blocks), tuple(fields.get("section_places", ()))))
    fields.pop("section_places", None)
    for name in ("title", "byline"):
        if isinstance(fields.get(name), str):
            fields[name] = passage(fields[name])
    blocks_of_all = tuple(block for part in parts for block in part.blocks)
    return Article(blocks_of_all, **fields), tuple(parts or [Section(1, ())])


Made = tuple[Article, tuple[Section, ...]]


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Made]:
    """Makes articles with given sections; see `article`."""
    return article


@pytest.fixture(scope="session")
def write_segment(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Segment]:
    """Writes articles as one segment; ids are made of their numbers from `first` on."""
    folder = tmp_path_factory.mktemp("segments")
    written = iter(range(10**9))

    def write(
        articles: Iterable[Made],
        *,
        first: int = 0,
        deleted: DeletedRanges = (),
        path: Path | None = None,
        source: str = "/archive/pages/{}.txt",
        whole: bool = True,
    ) -> Segment:
        builder = SegmentBuilder()
        for number, (each, sections) in enumerate(articles, start=first):
            digest = hashlib.blake2b(str(number).encode(), digest_size=8).digest()
            builder.add(each, sections, id=int.from_bytes(digest), source=source.format(number % 7))
        target = path or folder / f"{next(written):06d}.seg"
        builder.write(target, whole=whole)
        return Segment(target, deleted)

    return write


@pytest.fixture(scope="session")
def make_index(
    tmp_path_factory: pytest.TempPathFactory, write_segment: Callable[..., Segment]
) -> Callable[..., WhooshEngine]:
    """Makes an index whose segments hold the given groups of articles; ids count through all groups."""

    def make(*groups: Sequence[Made], deleted: Mapping[int, DeletedRanges] | None = None) -> WhooshEngine:
        folder = tmp_path_factory.mktemp("index")
        entries, first = [], 0
        for number, group in enumerate(groups):
            segment = write_segment(group, first=first, path=folder / f"{number + 1:06d}.seg")
            entry = new_entry(segment)
            entries.append(replace(entry, deleted=tuple((deleted or {}).get(number, ()))))
            first += len(group)
        commit(folder, Catalogue(len(groups), tuple(entries)))
        return WhooshEngine(folder)

    return make


ENGINES = ("cluster", "embedded")
"""The engines that each contract is of; the cluster is one node, where there is one."""


def location_of(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Where an engine's index is to be, given an empty folder."""
    if engine == "embedded":
        return str(folder / "index")
    names: Callable[[], str] = request.getfixturevalue("cluster_locations")
    return names()


@pytest.fixture(params=ENGINES)
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Opens an engine over records, added file by file: each argument is the records of one file."""
    opened: list[Engine] = []

    def make(*files: Sequence[Record], name: str = "archive") -> Engine:
        folder = tmp_path / name
        folder.mkdir()
        location = location_of(request.param, folder, request)
        for number, records in enumerate(files):
            path = folder / f"{number:02d}.jsonl"
            path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
            summary = add(location, [path], AddOptions(jobs=1))
            assert not summary.failed
        engine = open_engine(location)
        opened.append(engine)
        return engine

    yield make
    for engine in opened:
        engine.close()
