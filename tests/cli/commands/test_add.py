"""What `add` says of files: before they are added, and of what it passes over."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Baosou = Callable[..., "subprocess.CompletedProcess[bytes]"]

RECORD = {
    "title": "渔港灯火",
    "authors": ["林一帆", "周可"],
    "date": "2024-07-02",
    "text": "苍南县的渔港亮着灯。",
    "体裁": "消息",
}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.jsonl").write_text(json.dumps(RECORD, ensure_ascii=False) + "\n{坏掉的一行\n", "utf-8")
    (folder / "b.jpg").write_bytes(b"")
    return folder


def test_what_would_be_made_of_a_file_is_shown_and_nothing_is_written(papers: Path, baosou: Baosou) -> None:
    done = baosou("add", "--dry-run", "--explain", "papers/a.jsonl", "--index", "idx")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 2
    assert lines[:-1] == [
        "papers/a.jsonl",
        "  1: 渔港灯火",
        "      authors: 林一帆、周可",
        "      date: 2024-07-02",
        "      places: 浙江省/温州市/苍南县",
        "      体裁: 消息",
        "      sections: 1 (10 characters)",
    ]
    assert lines[-1].startswith("  failed: papers/a.jsonl:2: ")
    assert not (papers.parent / "idx").exists()


def test_what_would_be_made_of_a_file_as_json(papers: Path, baosou: Baosou) -> None:
    done = baosou("add", "--dry-run", "--explain", "--json", "papers", "--index", "idx")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["version"], first["source"]) == (1, str(papers / "a.jsonl"))
    (article,) = first["articles"]
    assert (article["title"], article["authors"], article["date"]) == ("渔港灯火", ["林一帆", "周可"], "2024-07-02")
    assert (article["extra"], article["aside"], article["line"]) == ({"体裁": ["消息"]}, False, 1)
    assert article["sections"] == [{"number": 1, "places": ["浙江省/温州市/苍南县"], "text": "苍南县的渔港亮着灯。"}]
    assert [each["line"] for each in first["failed"]] == [2]
    assert (second["articles"], len(second["warnings"])) == ([], 1)


def test_passed_over_files_are_said_in_the_summary_and_counted_in_json(papers: Path, baosou: Baosou) -> None:
    (papers / "c.txt").write_text("渔港的清晨\n\n　　渔船一早就出海了。\n", "utf-8")
    done = baosou("add", "papers", "--index", "idx")
    told = done.stderr.decode().splitlines()
    assert "passed over: 1 .jpg (a picture)" in told
    assert "read: 1 .jsonl (1 article), 1 .txt (1 article)" in told
    done = baosou("add", "--json", "--index", "idx")
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["unchanged"], summary["skipped"], summary["endings"]) == (2, 2, {".jpg": 1}, {})
