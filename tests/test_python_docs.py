"""The examples of docs/python.md are run in order and print what the page shows (UPDATE_CASES=1 rewrites it)."""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "python.md"
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def printed(source: str, names: dict[str, Any]) -> str:
    """What an interactive interpreter prints for a statement."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "<docs/python.md>", "single"), names)
    return out.getvalue()


def run_again(block: str, names: dict[str, Any]) -> str:
    """A block with what its statements print now."""
    shown = []
    for example in doctest.DocTestParser().get_examples(block):
        first, *rest = example.source.rstrip("\n").split("\n")
        shown += [f">>> {first}", *(f"... {line}".rstrip() for line in rest)]
        # a statement of several lines ends with an empty one
        shown += printed(example.source + "\n" * bool(rest), names).rstrip("\n").split("\n")
    return "".join(f"{line.rstrip()}\n" for line in shown if line)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the sample pages of a checkout."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "samples").symlink_to(ROOT / "corpus" / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_every_example_prints_what_the_page_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas", reason="the page shows how answers become tables of pandas")
    text = PAGE.read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "__main__"}
    monkeypatch.setattr(sys, "displayhook", sys.__displayhook__)
    fresh = BLOCK.sub(lambda found: f"```pycon\n{run_again(found[1], names)}```", text)
    names["index"].close()
    if os.environ.get("UPDATE_CASES"):
        PAGE.write_text(fresh, encoding="utf-8")
    assert sum(block.count(">>> ") for block in BLOCK.findall(text)) > 30
    assert fresh == PAGE.read_text(encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_the_script_at_the_end_runs(capsys: pytest.CaptureFixture[str]) -> None:
    from baosou.index import Index

    (script,) = SCRIPT.findall(PAGE.read_text(encoding="utf-8"))
    Index("papers.index").add("corpus/samples")
    exec(compile(ast.parse(script), "<docs/python.md>", "exec"), {})
    assert "小板凳围出暖心市集" in capsys.readouterr().out
