"""What the searches of one process share is right when several threads use it at once."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, local

import numpy as np
import pytest

from baosou.index.errors import IndexDamaged
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.cache import Arrays, RecentArrays
from baosou.index.segments.checksums import BLOCK_BYTES, LONG

BLOCKS = 2 * LONG // BLOCK_BYTES


def test_a_damaged_block_is_found_after_two_threads_have_verified_the_same_other_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.seg"
    writer = ArrayFileWriter(path)
    values = np.arange(2 * LONG // 8, dtype=np.uint64)
    writer.add("page", values)
    writer.close()
    data = bytearray(path.read_bytes())
    data[2 * LONG - 1] ^= 1  # in the last block
    path.write_bytes(data)
    page = ArrayFile(path).checked("page")
    met, seen, checksum = Barrier(2), local(), zlib.crc32

    def met_first(*arguments: bytes) -> int:
        """The checksum, once both threads are about to verify."""
        if not hasattr(seen, "met"):
            seen.met = met.wait(timeout=60) >= 0
        return checksum(*arguments)  # type: ignore[arg-type]

    # half of the blocks by each of two threads are as many as there are
    with monkeypatch.context() as patched, ThreadPoolExecutor(2) as pool:
        patched.setattr(zlib, "crc32", met_first)
        list(pool.map(lambda _: page.need(0, len(values) // 2), range(2)))
    with pytest.raises(IndexDamaged, match="page is damaged"):
        page.between(len(values) - 1, len(values))


def test_arrays_that_two_threads_made_for_one_key_are_held_once() -> None:
    recent = RecentArrays(5000)

    def arrays() -> Arrays:
        return (np.zeros(900, dtype=np.uint8),)

    def made_meanwhile() -> Arrays:
        """Made for a key for which another thread was sooner."""
        recent.get("渔汛", arrays)
        return arrays()

    recent.get("渔汛", made_meanwhile)
    for key in ("台风", "潮汐", "休渔"):
        recent.get(key, arrays)
    # four times 1,156 bytes have room
    recent.get("渔汛", lambda: pytest.fail("it was pushed out"))
