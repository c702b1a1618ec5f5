"""The user's editor, at a line of a file."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from baosou.corpus.errors import BaosouError

_PLUS = frozenset(
    {"vi", "vim", "nvim", "view", "gvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "mg"}
)
_COLON = frozenset({"subl", "zed", "zeditor", "hx", "helix"})
_GOTO = frozenset({"code", "code-insiders", "codium", "cursor"})


def editor_command(path: str, line: int, *, environment: Mapping[str, str] = os.environ) -> list[str]:
    """The command that opens a file at a line: VISUAL, else EDITOR, else vi; raises BaosouError where there is none.

    An editor whose way to name a line is not known is given the file alone.
    """
    named = environment.get("VISUAL") or environment.get("EDITOR") or ("vi" if shutil.which("vi") else "")
    try:
        command = shlex.split(named)
    except ValueError as error:
        raise BaosouError(f"EDITOR is not a command: {error}") from error
    if not command:
        raise BaosouError("there is no editor (set EDITOR)")
    name = Path(command[0]).stem
    if name in _PLUS:
        return [*command, f"+{line}", path]
    if name in _COLON:
        return [*command, f"{path}:{line}"]
    if name in _GOTO:
        return [*command, "--wait", "-g", f"{path}:{line}"]
    return [*command, path]


def edit(path: str, line: int) -> None:
    """Open a file at a line and wait for the editor to end; raises BaosouError where it cannot be started."""
    command = editor_command(path, line)
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        raise BaosouError(f"{command[0]}: {error.strerror}") from error
