"""A file of records read in batches gives just what it gives when read in one piece."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, Format, SourceFile
from baosou.corpus.models import Article
from baosou.corpus.readers import read_source
from baosou.corpus.readers.batches import Batch, batches, comes_in_batches, read_batch


def source_of(path: Path) -> SourceFile:
    return SourceFile(path, path.name, Format.JSONL, path, compressed=path.suffix == ".gz")


def in_batches(
    source: SourceFile, size: int, encoding: str | None = None
) -> tuple[list[Batch], list[Article | Failure]]:
    """The batches as another process gets them, and what they hold together."""
    taken = [pickle.loads(pickle.dumps(batch)) for batch in batches(source, encoding=encoding, size=size)]
    return taken, [found for batch in taken for found in read_batch(source, batch)]


def record(title: str, text: str) -> bytes:
    return json.dumps({"title": title, "text": text}, ensure_ascii=False).encode()


LINES = st.lists(
    st.one_of(
        st.text("渔港晨曦、開市。a1", max_size=12).map(lambda text: record("霞关渔港", text)),
        st.text("霞关é", min_size=1, max_size=6).map(
            lambda text: record("炎亭", text).decode().encode("gb18030", "replace")
        ),
        st.just(b'{"title": "\\u9cb8\\u6d77", "text": "only ASCII on this line"}'),
        st.sampled_from(
            [b"", b"  ", b"{", b"[1]", b'{"date": "2024-07-01"}', b'{"title": "\xff\xfe"}', "鳌江".encode()]
        ),
    ),
    max_size=12,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=LINES, end=st.sampled_from([b"\n", b"\r\n", b"\r"]), size=st.integers(0, 300), forced=st.booleans())
def test_batches_of_any_size_hold_what_the_whole_file_holds(
    tmp_path: Path, lines: list[bytes], end: bytes, size: int, forced: bool
) -> None:
    path = tmp_path / "渔港.jsonl"
    path.write_bytes(end.join(lines))
    encoding = "utf-8" if forced else None
    taken, found = in_batches(source_of(path), size, encoding)
    assert found == list(read_source(source_of(path), encoding=encoding))
    assert [batch.last for batch in taken] == [False] * (len(taken) - 1) + [True]


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_a_batch_knows_the_encoding_that_the_head_of_the_file_shows(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    lines = [record(f"第{n}则", "渔船在清晨的薄雾里回到港口，码头上已经站满了人。").decode() for n in range(9)]
    path.write_bytes("\n".join(lines).encode(encoding))
    taken, found = in_batches(source_of(path), 150)
    assert len(taken) > 3
    assert [each.title.text for each in found if isinstance(each, Article) and each.title] == [
        f"第{n}则" for n in range(9)
    ]


def test_what_breaks_a_file_off_is_told_after_all_that_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    whole = gzip.compress(b"\n".join(record(f"第{n}则", f"第{n * 7919}艘渔船回港。") for n in range(3000)))
    path.write_bytes(whole[: len(whole) * 2 // 3])
    taken, found = in_batches(source_of(path), 20_000)
    assert found == list(read_source(source_of(path)))
    assert len(taken) > 2
    assert isinstance(found[-1], Failure)
    assert "ends early" in found[-1].reason


def test_a_file_that_is_gone_is_one_last_batch_with_the_reason(tmp_path: Path) -> None:
    taken, found = in_batches(source_of(tmp_path / "gone.jsonl"), 100)
    assert [batch.last for batch in taken] == [True]
    assert [each.reason for each in found if isinstance(each, Failure)] == ["No such file or directory"]


def test_tables_are_not_parted_since_a_row_may_go_on_over_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert not comes_in_batches(SourceFile(path, path.name, Format.CSV, path))
    assert comes_in_batches(source_of(tmp_path / "a.jsonl.gz"))
