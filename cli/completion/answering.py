"""Candidates as the scripts of the shells read them. Whatever is wrong, the answer is none."""

from __future__ import annotations

from collections.abc import Sequence

from baosou.cli.completion.candidate import Candidate, Files
from baosou.cli.completion.candidates import CommandLine, completed
from baosou.cli.completion.line import Line, split
from baosou.cli.output.terminal import write
from baosou.cli.output.visible import shorten, visible

_ABOUT_COLUMNS = 60
_PART = "\x1f"
"""Between the parts of a line: no blank, of which shells take several as one."""

_BREAKS = "=:"
"""Where bash parts words beside blanks."""

_SPECIAL = frozenset(" \t\\'\"`$&|;<>()[]{}*?!#~")


def answer(shell: str, arguments: Sequence[str], command_line: CommandLine) -> None:
    """Write a line for each candidate: the word, what it is, and "open" where it goes on; or what the shell knows."""
    try:
        text = "".join(f"{line}\n" for line in _lines(shell, arguments, command_line))
    except Exception:  # noqa: BLE001 - no index, a damaged one, half a word: whoever presses TAB wants no message
        return
    write(text)


def _lines(shell: str, arguments: Sequence[str], command_line: CommandLine) -> list[str]:
    line = split(arguments[0]) if shell == "bash" else Line(tuple(arguments[:-1]), arguments[-1])
    words = line.words[1:] if shell == "bash" else line.words
    found = completed(words, line.typed, command_line)
    if isinstance(found, Files):
        return [":folders" if found.folders else ":files"]

    def shown(each: Candidate) -> str:
        text = _for_bash(each.text, line) if shell == "bash" else each.text
        return _PART.join((visible(text), shorten(visible(each.about), _ABOUT_COLUMNS), "open" if each.open else ""))

    return [shown(each) for each in found]


def _for_bash(text: str, line: Line) -> str:
    """A word as bash takes it: without what stands before its last break, and quoted where it is not within quotes."""
    if line.quote:
        return text
    start = max(line.typed.rfind(sign) for sign in _BREAKS) + 1
    return "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in text[start:])
