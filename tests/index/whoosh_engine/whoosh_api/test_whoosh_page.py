"""The examples of docs/whoosh.md are run on an index of the sample pages, and give what the page shows."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from baosou.index.adding import AddOptions
from baosou.index.api import add

ROOT = Path(__file__).parents[4]
PAGE = ROOT / "docs" / "whoosh.md"
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_give_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(str(tmp_path / "idx"), [ROOT / "corpus" / "samples"], AddOptions(jobs=1))
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    assert len(examples.examples) > 15
    shown: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(examples, out=shown.append)
    assert result.failed == 0, "".join(shown)
