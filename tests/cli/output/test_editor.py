"""The user's editor is found and told the line, each in its own way."""

from __future__ import annotations

import pytest

from baosou.cli.output.editor import edit, editor_command
from baosou.corpus.errors import BaosouError


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vim", ["vim", "+7", "/报/a.txt"]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+7", "/报/a.txt"]),
        ("emacsclient -t", ["emacsclient", "-t", "+7", "/报/a.txt"]),
        ("hx", ["hx", "/报/a.txt:7"]),
        ("code --new-window", ["code", "--new-window", "--wait", "-g", "/报/a.txt:7"]),
        ("'/opt/my editor/ed'", ["/opt/my editor/ed", "/报/a.txt"]),
    ],
)
def test_an_editor_is_told_the_line_in_its_own_way(editor: str, command: list[str]) -> None:
    assert editor_command("/报/a.txt", 7, environment={"EDITOR": editor}) == command


def test_visual_comes_before_editor_and_an_empty_one_is_none() -> None:
    assert editor_command("a", 1, environment={"VISUAL": "nano", "EDITOR": "ed"})[0] == "nano"
    assert editor_command("a", 1, environment={"VISUAL": "", "EDITOR": "ed"})[0] == "ed"


def test_what_is_no_command_is_an_error_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BaosouError, match="EDITOR is not a command"):
        editor_command("a", 1, environment={"EDITOR": "'vi"})
    monkeypatch.setenv("VISUAL", "/nowhere/editor")
    with pytest.raises(BaosouError, match="/nowhere/editor: No such file"):
        edit("a", 1)


def test_without_any_editor_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BaosouError, match="set EDITOR"):
        editor_command("a", 1, environment={})
