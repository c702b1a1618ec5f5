"""Help screens and man pages: Chinese and English in their columns, and the pages that are shipped are current."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli import main
from baosou.cli.app import COMMANDS
from baosou.cli.manual.generate.pages import FOLDER, pages
from baosou.cli.manual.page import Page
from baosou.cli.manual.roff import man_page
from baosou.cli.manual.screen import help_text
from baosou.cli.output.styled import NOT_FIRST
from baosou.cli.output.visible import width_of
from baosou.corpus.errors import speak

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak(None)


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_its_columns_and_breaks_no_line_before_a_closing_mark(
    command: str, language: str, columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["--lang", language, *filter(None, [command]), "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if width_of(line) > 80] == []
    assert [line for line in lines if line.strip() and line.strip()[0] in NOT_FIRST - frozenset(".")] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", ["", "search", "add"])
def test_help_looks_as_in_the_case(
    command: str,
    language: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    matches_case: Callable[[str, str], None],
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["--lang", language, *filter(None, [command]), "-h"]) == 0
    matches_case(f"help_{command or 'baosou'}_{language}.txt", capsys.readouterr().out)


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_man_page_is_as_the_command_says_of_itself(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == pages()[name], "run: make man"


def test_no_page_is_left_of_a_command_that_is_gone_and_the_wheel_has_all() -> None:
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.1")} == set(pages())
    shipped = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["data-files"]
    found = {path.relative_to(FOLDER).as_posix() for (each,) in shipped.values() for path in ROOT.glob(each)}
    assert found == set(pages())
    assert all(folder.removeprefix("share/") == each.rpartition("/")[0] for folder, (each,) in shipped.items())


def shown_by_groff(source: str) -> str:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-rLL=78n", "-P-c", "-P-b", "-P-u", "-P-o"],
        input=source.encode(),
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return done.stdout.decode()


@pytest.mark.parametrize("name", sorted(pages()))
def test_groff_shows_a_page_without_a_warning_in_its_columns(name: str) -> None:
    assert [line for line in shown_by_groff(pages()[name]).splitlines() if width_of(line) > 80] == []


TEXT = st.text(alphabet="ab.'\\-^~`\"（，。）渔港 ", min_size=1, max_size=40).map(str.strip).filter(bool)


@given(TEXT)
def test_whatever_a_text_holds_it_is_no_request_of_roff(text: str) -> None:
    page = Page("baosou x", text, (text, text), ((text, text),), (), (), (text,), ((text,),))
    lines = man_page(page).splitlines()
    assert not [line for line in lines if line.startswith("'")]
    assert {line.split()[0] for line in lines if line.startswith(".")} <= {
        *(".TH", ".SH", ".PP", ".TP", ".nf", ".fi", ".in", ".ad", ".nh", ".BR")
    }
    assert "\\\n" not in man_page(page)


@given(TEXT, st.integers(50, 80))
def test_help_of_any_text_fits_the_columns(text: str, columns: int) -> None:
    page = Page("baosou x", text, (text,), ((text[:20], text),), (), (), (), ())
    assert all(width_of(line) <= columns for line in help_text(page, columns=columns).splitlines())
