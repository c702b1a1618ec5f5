"""`baosou optimize`: one segment without what is deleted, and the same answers."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Baosou = Callable[..., "subprocess.CompletedProcess[bytes]"]

SEARCHES = (
    ["渔港", "志愿者"],
    ["第3天"],
    ['"送来热茶"', "--any"],
    ["-F", "三天"],
    ["老街", "-f", "date", "--by", "section"],
)


@pytest.fixture
def index(tmp_path: Path, baosou: Baosou) -> Path:
    """An index in several segments, some of whose articles are deleted; the larger ones come first."""
    for number, articles in enumerate((40, 18, 8)):
        lines = [
            json.dumps(
                {
                    "title": f"渔港灯火第{at}天",
                    "text": f"志愿者在老街送来热茶。\n第{number}批第{at}天，渔港开工三天。",
                    "date": f"2024-05-{at % 28 + 1:02d}",
                },
                ensure_ascii=False,
            )
            for at in range(articles)
        ]
        (tmp_path / f"{number}.jsonl").write_text("\n".join(lines), "utf-8")
        assert baosou("add", f"{number}.jsonl", "--index", "idx").returncode == 0
    text = (tmp_path / "0.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "0.jsonl").write_text("\n".join(text[:36]), "utf-8")
    return tmp_path / "idx"


def answers(baosou: Baosou) -> list[str]:
    found = [baosou("search", *words, "--json", "-n", "50", "--index", "idx").stdout.decode() for words in SEARCHES]
    return [re.sub(r'"took_ms":[0-9.]+', "", each) for each in found]


def status(baosou: Baosou) -> tuple[int, int]:
    found = json.loads(baosou("status", "--json", "--index", "idx").stdout)
    return found["segments"], found["deleted"]


def test_segments_become_one_and_every_answer_stays(index: Path, baosou: Baosou) -> None:
    assert status(baosou) == (3, 0)
    before = answers(baosou)
    would = baosou("optimize", "--dry-run", "--index", "idx")
    assert (would.returncode, would.stdout, would.stderr) == (0, b"", b"would be done: 3 segments to 1\n")
    assert status(baosou) == (3, 0)
    done = baosou("optimize", "--json", "--index", "idx")
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (found["version"], found["segments_before"], found["segments_after"], found["deleted"]) == (1, 3, 1, 0)
    assert 0 < found["bytes_after"] < found["bytes_before"]
    assert status(baosou) == (1, 0)
    assert answers(baosou) == before
    assert len(list(index.glob("*.seg"))) == 1
    assert baosou("check", "--sources", "--index", "idx").returncode == 3  # one of the files was changed since
    again = baosou("optimize", "--index", "idx")
    assert (again.returncode, again.stderr) == (0, b"nothing to do: 1 segment, no deleted articles\n")


def test_deleted_articles_give_back_their_room(index: Path, baosou: Baosou) -> None:
    assert baosou("add", "0.jsonl", "--index", "idx").returncode == 0
    baosou("optimize", "--index", "idx")
    (index.parent / "1.jsonl").write_text("", "utf-8")
    baosou("add", "1.jsonl", "--index", "idx")
    assert status(baosou) == (1, 18)
    before = answers(baosou)
    done = baosou("optimize", "--index", "idx")
    assert re.fullmatch(
        r"merged 1 segment to 1, 18 deleted articles dropped; [\d.]+ kB to [\d.]+ kB in [\d.]+ s\n",
        done.stderr.decode(),
    )
    assert status(baosou) == (1, 0)
    assert answers(baosou) == before


def test_little_memory_leaves_segments_as_large_as_it_allows(index: Path, baosou: Baosou) -> None:
    from baosou.index.segments.writing.sizes import Sizes
    from baosou.index.whoosh_engine.backend import WhooshBackend

    summary = WhooshBackend(index, Sizes(segment=1500)).optimize(memory_mb=1)
    assert (summary.segments_before, summary.segments_after) == (3, 2)
    assert status(baosou) == (2, 0)


def test_a_locked_index_is_left_alone(index: Path, baosou: Baosou) -> None:
    from baosou.index.whoosh_engine.storage.lock import write_lock

    with write_lock(index, wait=0):
        done = baosou("optimize", "--index", "idx")
    assert done.returncode == 4
    assert status(baosou) == (3, 0)


@pytest.mark.parametrize("damage", ["lost", "emptied"])
def test_a_segment_that_is_lost_is_damage_as_elsewhere(index: Path, baosou: Baosou, damage: str) -> None:
    baosou("optimize", "--index", "idx")
    (segment,) = index.glob("*.seg")
    if damage == "lost":
        segment.unlink()
    else:
        segment.write_bytes(b"")
    for arguments in ([], ["--dry-run"]):
        done = baosou("optimize", *arguments, "--index", "idx")
        assert done.returncode == 3
        assert len(done.stderr.splitlines()) == 1
