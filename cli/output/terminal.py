"""Where output goes: what the terminal can show, UTF-8 streams whatever the locale, and the pager."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Literal

from msgspec import Struct

from baosou.corpus.errors import BaosouError, system_reason, worded

ColourChoice = Literal["auto", "always", "never"]
DEFAULT_PAGER = "less"
LESS_OPTIONS = "FRX"


class Terminal(Struct, frozen=True):
    """What standard output can show: its size in characters; whether colour, links and a pager are wanted."""

    columns: int
    rows: int
    colour: bool
    links: bool
    pager: str | None
    interactive: bool


def terminal(
    *, colour: ColourChoice = "auto", pager: bool = True, environment: Mapping[str, str] = os.environ
) -> Terminal:
    """Standard output as the environment describes it.

    Honours NO_COLOR (https://no-color.org), TERM=dumb, COLUMNS, PAGER and LESS. `colour` "always" wins.
    """
    size = shutil.get_terminal_size()
    interactive = sys.stdout.isatty() and environment.get("TERM") != "dumb"
    plain = bool(environment.get("NO_COLOR"))
    wanted = environment.get("PAGER", DEFAULT_PAGER).strip()
    return Terminal(
        columns=max(size.columns, 20),
        rows=size.lines,
        colour=colour == "always" or (colour == "auto" and interactive and not plain),
        links=interactive and not plain and colour != "never",
        pager=wanted if interactive and pager and wanted not in ("", "cat") else None,
        interactive=interactive,
    )


def progress_wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a progress bar may be drawn on standard error."""
    return sys.stderr.isatty() and environment.get("TERM") != "dumb" and not environment.get("NO_COLOR")


def prepare_streams() -> None:
    """Make the standard streams UTF-8 whatever the locale is, and give closed ones a place to go.

    Undecodable bytes of a file name come out as they went in; on standard error they are escaped.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - it lasts as long as the process
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")


def write(text: str) -> None:
    """Write text to standard output; a lone surrogate that is no file name's byte is written escaped."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def page(text: str, target: Terminal) -> None:
    """Write text, through the pager where there is one and the text is longer than the screen."""
    page_all((text,), target)


def page_all(texts: Iterable[str], target: Terminal) -> None:
    """Write texts as they come, through the pager as soon as they are longer than the screen, where there is one."""
    waiting: list[str] = []
    lines = 0
    texts = iter(texts)
    for text in texts:
        if target.pager is None:
            write(text)
            continue
        waiting.append(text)
        lines += text.count("\n")
        if lines >= target.rows:
            _through_pager(chain(waiting, texts), target.pager)
            return
    for text in waiting:
        write(text)


def _through_pager(texts: Iterable[str], pager_command: str) -> None:
    try:
        pager = _started(pager_command, os.environ.get("LESS", LESS_OPTIONS))
    except OSError:
        for text in texts:
            write(text)
        return
    _feed(pager, (text.encode("utf-8", "backslashreplace") for text in texts))


def page_alone(text: str, target: Terminal) -> None:
    """Show text in the pager until its reader leaves it, however short it is; raises BaosouError without a pager."""
    if target.pager is None:
        raise BaosouError(worded("there is no pager (set PAGER)"))
    try:
        pager = _started(target.pager, f"{os.environ.get('LESS', 'R')} -+F")
    except OSError as error:
        raise BaosouError(f"{target.pager}: {system_reason(error)}") from error
    _feed(pager, [text.encode("utf-8", "backslashreplace")])


def _started(named: str, options: str) -> subprocess.Popen[bytes]:
    try:
        command = shlex.split(named)
    except ValueError as error:
        raise BaosouError(worded("PAGER is not a command: {error}", error=error)) from error
    environment = {**os.environ, "LESS": options, "LESSCHARSET": "utf-8"}
    sys.stdout.flush()
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)


def _feed(pager: subprocess.Popen[bytes], texts: Iterable[bytes]) -> None:
    assert pager.stdin is not None
    try:
        for text in texts:
            pager.stdin.write(text)
        pager.stdin.close()
    except BrokenPipeError:
        # The reader left before the end; that is what a pager is for.
        pager.stdin = None
    while True:
        try:
            pager.wait()
        except KeyboardInterrupt:
            # Ctrl-C belongs to the pager (it stops a search in less) as long as it runs.
            continue
        return
