"""The shell lines of README and docs are run on the sample pages, and print what is shown (UPDATE_CASES=1 rewrites)."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.work import LONGEST_WAIT

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_RUN = ("pip install", "baosou add ~")
MEASURED = ("performance.md",)
"""Pages that show what measuring printed."""

PAGES = [
    page
    for page in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
    if page.name not in MEASURED and "```console" in page.read_text("utf-8")
]


@pytest.fixture
def shell(tmp_path: Path) -> Callable[[str], str]:
    """Runs a shell line with `baosou` on an index of the sample pages."""
    folder = tmp_path
    command = folder / "baosou"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m baosou.cli "$@"\n')
    command.chmod(0o755)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BAOSOU")},
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "BAOSOU_INDEX": str(folder / "index"),
        "XDG_CONFIG_HOME": str(folder),
        "COLUMNS": "80",
    }

    def run(line: str) -> str:
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            timeout=LONGEST_WAIT,
        )
        return done.stdout

    run("baosou add corpus/samples")
    return run


def lines_of(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def test_the_readme_shows_what_is_printed() -> None:
    assert ROOT / "README.md" in PAGES
    for page in PAGES:
        assert sum(len(lines_of(block)) for block in BLOCK.findall(page.read_text("utf-8"))) > 1, page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_shell_line_of_a_page_prints_what_the_page_shows(page: Path, shell: Callable[[str], str]) -> None:
    text = page.read_text("utf-8")

    def rerun(found: re.Match[str]) -> str:
        shown = []
        for line in lines_of(found[1]):
            printed = "" if line.startswith(NOT_RUN) else shell(line)
            shown.append(f"$ {line}\n{printed.rstrip()}".rstrip() + "\n")
        return "```console\n" + "".join(shown) + "```"

    fresh = BLOCK.sub(rerun, text)
    if os.environ.get("UPDATE_CASES"):
        page.write_text(fresh, "utf-8")
    assert fresh == page.read_text("utf-8")
