"""The shell lines of README and docs are run on the sample pages, and print what is shown (UPDATE_CASES=1 rewrites).

A block whose fence names a file (```json papers/page.json) is that file, for the lines below it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.work import LONGEST_WAIT

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = re.compile(r"in [\d.]+ s\b")
NOT_RUN = ("pip install", "baosou add ~")
MEASURED = ("performance.md", "comparison.md")
"""Pages that show what measuring printed."""

TUTORIAL, COOKBOOK = "tutorial.md", "cookbook.md"
"""Pages that are typed in a folder of one's own, with errors and notes as a terminal has them; one has no index yet."""

SHELLS = {"sh": ("sh", "-c"), "zsh": ("zsh", "-f", "-c")}
TOOLS = ("duckdb", "git", "jq", "rg", "sqlite-utils", "vim")
BESIDE_PYTHON = str(Path(sys.executable).parent)

PAGES = [
    page
    for page in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
    if page.name not in MEASURED and "```console" in page.read_text("utf-8")
]


def parts_of(page: Path) -> Iterator[tuple[str, str]]:
    """What is run by itself, with a name: the whole of a page, but each recipe of the cookbook."""
    text = page.read_text("utf-8")
    if page.name != COOKBOOK:
        yield page.name, text
        return
    for part in re.split(r"^(?=## )", text, flags=re.MULTILINE):
        if "```console" in part:
            yield f"{page.name}: {part.splitlines()[0].removeprefix('## ')}", part


PARTS = {name: (page, text) for page in PAGES for name, text in parts_of(page)}


def lines_of(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def all_lines(text: str) -> list[str]:
    return [line for language, _, block in BLOCK.findall(text) if language == "console" for line in lines_of(block)]


def absent(text: str) -> list[str]:
    """The tools that the lines of a text name and this machine has not."""
    lines = "\n".join(all_lines(text))
    named = [tool for tool in TOOLS if re.search(rf"(?<![\w.-]){tool}(?![\w.-])", lines)]
    return [tool for tool in named if not (shutil.which(tool) or shutil.which(tool, path=BESIDE_PYTHON))]


class Desk:
    """A home with `baosou` on the path, and the folder in which shell lines are typed."""

    def __init__(self, home: Path, page: Path, shell: tuple[str, ...]) -> None:
        self.shell = shell
        self.own = page.name in (TUTORIAL, COOKBOOK)
        self.folder = home / "archive" if self.own else ROOT
        (home / "bin").mkdir()
        (home / "archive").mkdir()
        (home / "baosou").symlink_to(ROOT)
        command = home / "bin" / "baosou"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m baosou.cli "$@"\n')
        command.chmod(0o755)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BAOSOU")},
            "PATH": os.pathsep.join((str(command.parent), BESIDE_PYTHON, os.environ["PATH"])),
            "HOME": str(home),
            **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "80",
        }
        if page.name == COOKBOOK:
            self.type("cp -r ~/baosou/corpus/samples papers")
        if page.name != TUTORIAL:
            self.type("baosou add papers" if self.own else "baosou add corpus/samples")

    def type(self, line: str) -> str:
        """What a shell line prints."""
        done = subprocess.run(
            [*self.shell, line],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if self.own else None,
            text=True,
            encoding="utf-8",
            timeout=LONGEST_WAIT,
        )
        return done.stdout

    def save(self, name: str, text: str) -> None:
        """A file that the page tells to save, which may be a command."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        path.chmod(0o755)


def as_printed(text: str, desk: Desk) -> str:
    """A page with its shell lines run anew; seconds, which differ every time, are as they were."""

    def block(found: re.Match[str]) -> str:
        language, file, body = found.groups()
        if language != "console":
            if file:
                desk.save(file, body)
            return found[0]
        shown = ""
        for line in lines_of(body):
            printed = "" if line.startswith(NOT_RUN) else desk.type(line)
            shown += f"$ {line}\n{printed.rstrip()}".rstrip() + "\n"
        seconds = iter(SECONDS.findall(body))
        return f"```console\n{SECONDS.sub(lambda found: next(seconds, found[0]), shown)}```"

    return BLOCK.sub(block, text)


def test_the_readme_shows_what_is_printed() -> None:
    assert ROOT / "README.md" in PAGES
    assert [page.name for page in PAGES if len(all_lines(page.read_text("utf-8"))) < 2] == []


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("part", PARTS)
def test_every_shell_line_of_a_page_prints_what_the_page_shows(part: str, shell: str, tmp_path: Path) -> None:
    page, text = PARTS[part]
    if missing := absent(text) or ([shell] if shutil.which(shell) is None else []):
        pytest.skip(f"needs {', '.join(missing)}")
    fresh = as_printed(text, Desk(tmp_path, page, SHELLS[shell]))
    if os.environ.get("UPDATE_CASES"):
        page.write_text(page.read_text("utf-8").replace(text, fresh), "utf-8")
    assert fresh in page.read_text("utf-8")
