"""What the terminal is taken for, and when the pager is opened."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from baosou.cli.output.terminal import Terminal, page, progress_wanted, terminal, write


class Screen(io.StringIO):
    """A standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


def show_on_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes standard output a terminal; called in a test's body, since pytest puts its own there between."""
    monkeypatch.setattr(sys, "stdout", Screen())


def test_a_pipe_gets_no_colour_links_or_pager() -> None:
    found = terminal(environment={"TERM": "xterm"})
    assert (found.colour, found.links, found.pager, found.interactive) == (False, False, None, False)


def test_a_terminal_gets_colour_links_and_less(monkeypatch: pytest.MonkeyPatch) -> None:
    show_on_a_screen(monkeypatch)
    found = terminal(environment={"TERM": "xterm"})
    assert (found.colour, found.links, found.pager, found.interactive) == (True, True, "less", True)


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
def test_no_color_and_a_dumb_terminal_get_neither_colour_nor_links(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    show_on_a_screen(monkeypatch)
    found = terminal(environment=environment)
    assert (found.colour, found.links) == (False, False)


def test_an_empty_no_color_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    show_on_a_screen(monkeypatch)
    assert terminal(environment={"TERM": "xterm", "NO_COLOR": ""}).colour


def test_color_always_wins_over_everything_and_never_too(monkeypatch: pytest.MonkeyPatch) -> None:
    show_on_a_screen(monkeypatch)
    assert terminal(colour="always", environment={"TERM": "dumb", "NO_COLOR": "1"}).colour
    assert not terminal(colour="never", environment={"TERM": "xterm"}).colour


@pytest.mark.parametrize("wanted", ["", "cat", " "])
def test_an_empty_pager_or_cat_is_no_pager(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    show_on_a_screen(monkeypatch)
    assert terminal(environment={"TERM": "xterm", "PAGER": wanted}).pager is None


def test_no_pager_switches_the_pager_off(monkeypatch: pytest.MonkeyPatch) -> None:
    show_on_a_screen(monkeypatch)
    assert terminal(pager=False, environment={"TERM": "xterm"}).pager is None


def test_progress_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not progress_wanted({"TERM": "xterm"})
    monkeypatch.setattr(sys, "stderr", Screen())
    assert progress_wanted({"TERM": "xterm"})
    assert not progress_wanted({"TERM": "dumb"})
    assert not progress_wanted({"TERM": "xterm", "NO_COLOR": "1"})


def paged(text: str, tmp_path: Path, rows: int) -> str:
    """What a pager that copies its input to a file was given."""
    copy = tmp_path / "paged.txt"
    target = Terminal(80, rows, colour=False, links=False, pager=f"sh -c 'cat > {copy}'", interactive=True)
    page(text, target)
    return copy.read_text(encoding="utf-8") if copy.exists() else ""


def test_text_longer_than_the_screen_goes_to_the_pager(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "渔港灯火\n" * 30
    assert paged(text, tmp_path, rows=24) == text
    assert capsys.readouterr().out == ""


def test_text_that_fits_the_screen_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert paged("渔港灯火\n", tmp_path, rows=24) == ""
    assert capsys.readouterr().out == "渔港灯火\n"


def test_a_pager_that_does_not_exist_or_leaves_early_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    missing = Terminal(80, 2, colour=False, links=False, pager="no-such-pager-here", interactive=True)
    page("一\n二\n三\n", missing)
    assert capsys.readouterr().out == "一\n二\n三\n"
    page("渔港灯火\n" * 200_000, Terminal(80, 2, colour=False, links=False, pager="true", interactive=True))


def test_a_lone_surrogate_is_written_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8"))
    write("坏\ud800字")
    sys.stdout.flush()
    assert raw.getvalue().decode() == "坏\\ud800字"
