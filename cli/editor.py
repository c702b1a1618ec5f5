"""A file in the user's editor, at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from baosou.cli.exits import UsageError
from baosou.corpus.errors import system_reason, worded

_PLUS = frozenset(("vi", "vim", "nvim", "gvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe"))
_GOTO = frozenset(("code", "codium", "code-insiders", "cursor"))
_COLON = frozenset(("subl", "zed", "zeditor", "hx", "helix", "atom"))


def editor_command(editor: str, path: str, line: int) -> list[str]:
    """The command that opens a file at a line; one that is not known gets the file alone. Raises UsageError."""
    try:
        command = shlex.split(editor)
    except ValueError as error:
        raise UsageError(worded("the editor {editor} is no command: {error}", editor=editor, error=error)) from error
    if not command:
        raise UsageError(worded("the name of the editor is empty"))
    name = Path(command[0]).name.removesuffix(".exe")
    if name in _PLUS:
        return [*command, f"+{line}", path]
    if name in _GOTO:
        return [*command, "-g", f"{path}:{line}"]
    return [*command, f"{path}:{line}" if name in _COLON else path]


def open_in_editor(path: str, line: int, *, environment: Mapping[str, str] = os.environ) -> None:
    """Open a file in $VISUAL, $EDITOR or what the system opens files with; raises UsageError where that cannot be."""
    editor = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if not editor:
        editor = "open" if sys.platform == "darwin" else "xdg-open"
        if shutil.which(editor) is None:
            raise UsageError(worded("no editor is known; set VISUAL or EDITOR"))
    command = editor_command(editor, path, line)
    try:
        done = subprocess.run(command, check=False)
    except OSError as error:
        raise UsageError(
            worded("{command}: {reason}; see VISUAL and EDITOR", command=command[0], reason=system_reason(error))
        ) from error
    if done.returncode:
        raise UsageError(worded("{command} ended with {code}", command=command[0], code=done.returncode))
