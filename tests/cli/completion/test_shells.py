"""TAB pressed in real shells, each on a terminal of its own: what becomes of the line is what the command gets."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from baosou.cli import main
from tests.work import LONGEST_WAIT

Typed = Callable[[str], str]

PAGES = {
    "苍南县渔港灯火.txt": "渔港灯火\n本报记者 林一帆\n　　苍南县的渔港清晨五点还亮着灯。苍南县的孩子上了船。\n",
    "平阳县.txt": "山村来了剧团\n本报记者 郑小满\n　　平阳县的山村来了剧团，浙江省平阳县水头镇也来了人。\n",
    "温州市.txt": "潮声\n本报记者 林一帆\n　　温州市苍南县的老船长说起潮声。\n",
}

START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "--private", "-i"],
}
LOADED = {
    "bash": 'bind "set enable-bracketed-paste off"; eval "$(baosou completion bash)"',
    "zsh": 'autoload -Uz compinit; compinit -D; eval "$(baosou completion zsh)"',
    "fish": "baosou completion fish | source",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index, and a `baosou` that completes, but else only prints what it was given."""
    folder = tmp_path_factory.mktemp("shells")
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    pages = [str(folder / name) for name in PAGES]
    assert main(["add", *pages, "--index", str(folder / "idx"), "--jobs", "1"]) == 0
    command = folder / "bin" / "baosou"
    command.parent.mkdir()
    run = f'exec "{sys.executable}" -m baosou.cli "$@"'
    command.write_text(
        f'#!/bin/sh\nif [ "$_BAOSOU_COMPLETE" ] || [ "$1" = completion ]; then {run}; fi\n'
        "printf '<<'; printf '[%s]' \"$@\"; printf '>>'\n"
    )
    command.chmod(0o755)
    return folder


@pytest.fixture(params=list(START))
def typed(request: pytest.FixtureRequest, home: Path) -> Iterator[Typed]:
    """Types a line with tabs into a shell and gives what `baosou` was called with, as [one][another]."""
    shell: str = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    environment = {
        "HOME": str(home),
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "BAOSOU_INDEX": str(home / "idx"),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "PS1": "> ",
    }
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(home)
        os.execvpe(START[shell][0], START[shell], environment)
    seen = bytearray()

    def until(marker: bytes) -> str:
        while marker not in seen:
            ready, _, _ = select.select([terminal], [], [], LONGEST_WAIT)
            assert ready, bytes(seen)
            seen.extend(os.read(terminal, 4096))
        text = bytes(seen).partition(marker)[0].decode("utf-8", "replace")
        seen.clear()
        return text

    def enter(line: str) -> str:
        os.write(terminal, f"{line}\r".encode())
        return until(b">>").rpartition("<<")[2]

    os.write(terminal, f"{LOADED[shell]}\r".encode())
    enter("baosou ready")
    yield enter
    os.kill(child, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(child, 0)


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("baosou sea\t渔", "[search][渔]"),
        ("baosou search --no-hi\t渔", "[search][--no-highlight][渔]"),
        ("baosou search --format=tr\t", "[search][--format=trec]"),
        ("baosou search --format tr\t", "[search][--format][trec]"),
        ("baosou search -f publi\t", "[search][-f][publication]"),
        ("baosou search -w plac\t苍\t渔", "[search][-w][place=苍南县][渔]"),
        ("baosou search -w author=郑\t", "[search][-w][author=郑小满]"),
        ("baosou search -w author=林一帆,郑\t", "[search][-w][author=林一帆,郑小满]"),
        ("baosou search -w 'author=郑\t", "[search][-w][author=郑小满]"),
        ("baosou facets -w 作者=郑\t", "[facets][-w][作者=郑小满]"),
        ("baosou dict li\t", "[dict][list]"),
        ("baosou add 平\t", "[add][平阳县.txt]"),
        ("baosou search -w nosuchfield=x\t", "[search][-w][nosuchfield=x]"),
        ("baosou search --index ./nowhere -w author=郑\t", "[search][--index][./nowhere][-w][author=郑]"),
    ],
)
def test_what_is_begun_is_completed(typed: Typed, line: str, given: str) -> None:
    assert typed(line) == given


def test_an_id_is_completed_from_its_beginning(typed: Typed, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "baosou.cli", "search", "山村", "--format", "ids", "--index", str(home / "idx")],
        capture_output=True,
        text=True,
        check=True,
    )
    id = done.stdout.strip()
    assert typed(f"baosou show {id[:5]}\t") == f"[show][{id}]"
