"""An index from somebody else: nothing outside of it is opened, and no memory is taken for what it claims."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from baosou.index import api
from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.errors import IndexDamaged, IndexMissing, IndexVersion
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.stored import decoded
from baosou.index.whoosh_engine.storage.files import sealed
from tests.torture.hostile import TWISTS, Forge, asked, catalogued, memory
from tests.torture.specimen import ASKS
from tests.work import no_longer_than

SMALL = 64 << 20
"""Bytes by which memory may grow."""

Values = dict[str, Any]


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    return Forge(tmp_path_factory.mktemp("forge"))


@pytest.fixture
def index(forge: Forge) -> Iterator[Path]:
    """An index to be forged; it is whole again afterwards."""
    yield forge.index
    forge.restore()


@contextmanager
def little_memory() -> Iterator[None]:
    before = memory()
    yield
    assert memory() - before < SMALL


def is_told(index: Path) -> str:
    """What a search says of the index; a check must say something too."""
    with pytest.raises((IndexDamaged, IndexMissing, IndexVersion)) as told:
        ask(api.open_engine(str(index)), Question("渔港"))
    if isinstance(told.value, IndexDamaged):
        assert api.check(str(index)).findings
    else:
        with pytest.raises(type(told.value), match=re.escape(str(told.value))):
            api.check(str(index))
    return str(told.value)


def catalogue_of(index: Path) -> Values:
    values: Values = json.loads((index / "catalogue.json").read_bytes())
    del values["checksum"]
    return values


# Names


@pytest.mark.parametrize(
    "name", ["../outside.seg", "/etc/passwd", "a/b.seg", ".seg", "..seg", "x\0.seg", 5, None, ["a"]]
)
def test_a_catalogue_names_files_of_its_own_folder_only(index: Path, name: object) -> None:
    (first, *_) = catalogue_of(index)["segments"]
    shutil.copy(index / first["name"], index.parent / "outside.seg")
    values = {**catalogue_of(index), "segments": [{**first, "name": name}]}
    (index / "catalogue.json").write_bytes(sealed(values))
    assert "catalogue.json is damaged" in is_told(index)
    values = {**catalogue_of(index), "segments": [], "wordbook": name}
    (index / "catalogue.json").write_bytes(sealed(values))
    assert "catalogue.json is damaged" in is_told(index)


@pytest.mark.parametrize("kind", ["link", "fifo", "folder"])
def test_only_regular_files_are_opened(index: Path, kind: str) -> None:
    for name in [path.name for path in index.iterdir() if path.name != "lock"]:
        path, aside = index / name, index.parent / "aside"
        path.rename(aside)
        if kind == "link":
            path.symlink_to(aside)
        elif kind == "fifo":
            os.mkfifo(path)
        else:
            path.mkdir()
        with no_longer_than():  # to open a pipe that nobody writes to would take for ever
            if name.startswith("sources"):
                assert api.check(str(index)).findings
            else:
                assert name in is_told(index)
        path.rmdir() if kind == "folder" else path.unlink()
        aside.rename(path)


def test_writing_follows_no_link(index: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("不可写", "utf-8")
    generation = catalogue_of(index)["generation"]
    (index / "lock").unlink()
    for name in ("catalogue.json.new", f"sources-{generation + 1:06d}.jsonl", f"wordbook-{generation + 1:06d}"):
        (index / name).symlink_to(precious)
    api.change_words(str(index), ["渔港夜市"])
    assert precious.read_text("utf-8") == "不可写"
    assert not api.check(str(index)).findings


# Sizes


def tail(directory: bytes, length: int | None = None) -> bytes:
    return directory + struct.pack(
        "<QQ8s", len(directory) if length is None else length, zlib.crc32(directory), b"baosou01"
    )


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    "content",
    [
        tail(json.dumps({"text": ["u8", 10**12, 0, 0]}).encode()),
        tail(json.dumps({"text": ["u8", 2**63, 0, 0]}).encode()),
        tail(json.dumps({"text": ["u8", -1, 0, 0]}).encode()),
        tail(json.dumps({"text": ["u8", 1e300, 0, 0]}).encode()),
        tail(json.dumps({"text": ["u8", 0, 10**30, 0]}).encode()),
        tail(b'{"text": ["u8", 1e999, 0, 0]}'),
        tail(b'{"text": ["u8", ' + b"9" * 5000 + b", 0, 0]}"),
        tail(json.dumps({"text": ["O", 1, 0, 0]}).encode()),
        tail(nested(100_000)),
        tail(b"{}", length=2**63),
        tail(b"{}"),
        b"\0" * 100,
    ],
    ids=range(12),
)
def test_a_small_file_that_claims_to_be_large_is_damaged(index: Path, content: bytes) -> None:
    values = catalogue_of(index)
    (index / values["segments"][0]["name"]).write_bytes(content)
    values["segments"][0]["checksum"] = int.from_bytes(content[-16:-8], "little")
    with little_memory():
        (index / "catalogue.json").write_bytes(sealed(values))
        assert values["segments"][0]["name"] in is_told(index)


@pytest.mark.parametrize(
    "content", [nested(200_000), b'{"format": ' * 50_000, b"1" * 9000, b"\xff\xfe", b"{}", b"null"]
)
def test_a_catalogue_that_is_nested_or_nonsense_is_damaged(index: Path, content: bytes) -> None:
    (index / "catalogue.json").write_bytes(content)
    assert "catalogue.json is damaged" in is_told(index)


def test_a_catalogue_of_a_gigabyte_is_not_read(index: Path) -> None:
    with (index / "catalogue.json").open("r+b") as file:
        file.truncate(1 << 30)
    with little_memory():
        assert "longer than any catalogue" in is_told(index)


@pytest.mark.parametrize(
    "change",
    [
        {"generation": -1},
        {"generation": 1e300},
        {"generation": "5"},
        {"generation": True},
        {"source_count": None},
        {"segments": {"a": 1}},
        {"segments": [[]]},
        {"sources_checksum": "x"},
        {"wordbook": {"name": "wordbook-000001"}},
    ],
)
def test_numbers_of_a_catalogue_that_are_none_are_damage(index: Path, change: Values) -> None:
    (index / "catalogue.json").write_bytes(sealed({**catalogue_of(index), **change}))
    assert "catalogue.json is damaged" in is_told(index)


@pytest.mark.parametrize(
    "deleted", [[[0, 10**15]], [[5, 5]], [[4, 2]], [[0, 2], [1, 3]], [[-1, 2]], [["a", "b"]], [[1]], 7]
)
def test_ranges_of_deleted_articles_that_are_none_are_damage(index: Path, deleted: object) -> None:
    values = catalogue_of(index)
    values["segments"][0]["deleted"] = deleted
    (index / "catalogue.json").write_bytes(sealed(values))
    assert "catalogue.json is damaged" in is_told(index)


@pytest.mark.parametrize("line", [nested(100_000), b"5", b"{}", b'{"path": 5}', b"\xff", b'{"path": "\\ud800"}'])
def test_a_list_of_sources_that_makes_no_sense_is_damage(index: Path, line: bytes) -> None:
    values = catalogue_of(index)
    path = index / f"sources-{values['generation']:06d}.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n")
    catalogued(index, sources_checksum=zlib.crc32(path.read_bytes()))
    (finding,) = api.check(str(index)).findings
    assert finding.path == str(path)
    assert "is damaged at byte" in finding.reason
    with pytest.raises(IndexDamaged, match="at byte"):
        api.add(str(index), [index.parent / "1.jsonl"], AddOptions(jobs=1))


# What is stored of articles


@pytest.mark.parametrize(
    "data",
    [
        b"\xdd\xff\xff\xff\xff",  # an array of four thousand million values
        b"\xdf\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\x9d\xdd\xff\xff\xff\xff",
        b"\x91" * 100_000,
        b"\xc1" + nested(100_000),
        b"\xc1" + b"9" * 10_000,
        b"\xc7\xff\x01" + b"\0" * 255,  # a value of a type of its own
        msgspec.msgpack.encode([5] * 13),
    ],
    ids=range(9),
)
def test_a_stored_article_that_claims_to_be_large_is_none(data: bytes) -> None:
    with little_memory(), pytest.raises(ValueError, match="no stored article"):
        decoded(data)


def test_a_text_that_swells_when_it_is_unpacked_is_damage(forge: Forge, index: Path) -> None:
    bomb = zlib.compress(bytes((1 << 28) + 1), 1)
    name = forge.files[0]
    forge.forge(name, "irregular_blob", lambda _: np.frombuffer(bomb, dtype=np.uint8))
    count = len(ArrayFile(index / name).array("irregular_bounds"))
    forge.forge(name, "irregular_bounds", lambda _: np.array([0] + [len(bomb)] * (count - 1), dtype=np.uint32))
    finding = api.check(str(index)).findings[0]
    assert "irregular 0 is damaged" in finding.reason


# Arrays


@pytest.mark.parametrize("twist", TWISTS, ids=lambda twist: twist.__name__.strip("_"))
def test_whatever_an_array_holds_asks_answer_or_tell(forge: Forge, index: Path, twist: Callable[..., Any]) -> None:
    chance = random.Random(twist.__name__)
    arrays = [each for each in forge.arrays() if each[0] in (forge.files[0], forge.files[-1])]
    before = memory()
    for name, array in chance.sample(arrays, 12):
        forge.forge(name, array, lambda content: twist(chance, content))
        asked(index, chance.sample(list(ASKS), 3))
        forge.restore()
    assert memory() - before < SMALL


@pytest.mark.parametrize(
    "name", ["slot_length", "slot_section", "section_article", "word_counts", "column/author/value"]
)
def test_counts_that_are_far_too_great_take_no_memory(forge: Forge, index: Path, name: str) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    forge.forge(forge.files[0], name, lambda content: np.full(len(content), 1 << 40, dtype=np.uint64))
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, hard))
    try:
        asked(index, list(ASKS))
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    assert api.check(str(index)).findings


@pytest.mark.parametrize("name", ["text", "character", "gram_first", "word_postings", "article_id"])
def test_numbers_of_more_bytes_than_they_have_are_damage(forge: Forge, index: Path, name: str) -> None:
    wide = np.dtype(np.uint64 if name != "article_id" else np.uint8)
    forge.forge(forge.files[0], name, lambda content: np.full(len(content), 1 << 31 | 7).astype(wide))
    asked(index, list(ASKS))
    assert f"{name} has not" in api.check(str(index)).findings[0].reason


def test_a_missing_array_is_damage(forge: Forge, index: Path) -> None:
    forge.forge(forge.files[0], "slot_base", lambda _: None)
    assert "slot_base is missing" in is_told(index)
