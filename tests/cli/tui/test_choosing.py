"""`baosou search -i` in a terminal of its own: it draws there, and its output is the id."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select

import pytest

from baosou.cli import main
from tests.work import LONGEST_WAIT, no_longer_than


class Terminal:
    """A terminal and the command that runs in it; its standard output and error are files, as in `$(…)`."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self.master, self.process = master, process
        self.drawn = b""

    def until(self, text: str) -> None:
        """Read what is drawn until this is."""
        with no_longer_than():
            while text.encode() not in self.drawn:
                self.drawn += os.read(self.master, 65536)
        self.drawn = b""

    def write(self, keys: str) -> None:
        """Press keys."""
        os.write(self.master, keys.encode())

    def ended(self) -> tuple[int, str]:
        """The exit code and the standard output of the command once it has ended."""
        with no_longer_than():
            while self.process.poll() is None:
                if select([self.master], [], [], 0.05)[0]:
                    try:
                        self.drawn += os.read(self.master, 65536)
                    except OSError:  # the command has left the terminal
                        break
        out, _ = self.process.communicate(timeout=LONGEST_WAIT)
        return self.process.returncode, out.decode()


@contextmanager
def terminal(*arguments: str, environment: dict[str, str] | None = None) -> Iterator[Terminal]:
    """The command in a terminal of 90 columns."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 90, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "baosou.cli", *arguments],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "60", **(environment or {})},
    )
    os.close(slave)
    try:
        yield Terminal(master, process)
    finally:
        process.kill()
        process.communicate()
        os.close(master)


@pytest.fixture
def index(archive: Path) -> str:
    return str(archive / "idx")


def test_the_id_that_is_chosen_is_its_whole_output(index: str) -> None:
    with terminal("search", "-i", "霞", "--index", index) as screen:
        screen.until("老船长")
        screen.write("关\r")
        code, out = screen.ended()
    assert code == 0
    assert main(["show", out.strip(), "--index", index]) == 0
    assert out == f"{out.strip()}\n"


def test_the_screen_is_as_wide_as_the_terminal_though_the_output_is_a_pipe(index: str) -> None:
    with terminal("search", "-i", "霞关", "--index", index) as screen:
        screen.until("\x1b[1;3H")  # the cursor in the query
        screen.write("")
        screen.until("2024-07-02")
        screen.write("\x1b")
        assert screen.ended() == (1, "")


def test_the_pager_shows_the_article_on_the_terminal_and_gives_the_screen_back(index: str) -> None:
    script = "sh -c 'cat; echo =gelesen=; read _ < /dev/tty'"
    with terminal("search", "-i", "霞关", "--index", index, environment={"PAGER": script}) as screen:
        screen.until("清晨五点")
        screen.write("\x0f")
        screen.until("=gelesen=")
        screen.write("\n")
        screen.until("Quit")
        screen.write("\x03")
        assert screen.ended() == (1, "")


@pytest.mark.parametrize("mouse", [True, False])
def test_the_mouse_is_left_to_the_terminal_where_that_is_wanted(index: str, mouse: bool, tmp_path: Path) -> None:
    (tmp_path / "baosou").mkdir()
    (tmp_path / "baosou" / "config.toml").write_text(f"mouse = {str(mouse).lower()}\n")
    with terminal("search", "-i", "--index", index, environment={"XDG_CONFIG_HOME": str(tmp_path)}) as screen:
        screen.until("\x1b[?1000h" if mouse else "\x1b[?1049h")
        screen.until("Quit")
        screen.write("\x11")
        screen.ended()
        assert (b"\x1b[?1000l" in screen.drawn) is mouse


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_the_terminal_is_as_before(index: str, number: signal.Signals) -> None:
    with terminal("search", "-i", "霞关", "--index", index) as screen:
        screen.until("老船长")
        os.kill(screen.process.pid, number)
        assert screen.ended() == (1, "")
        assert b"\x1b[?1049l" in screen.drawn


def test_an_index_that_is_not_there_is_told_when_the_screen_is_gone(tmp_path: Path) -> None:
    with terminal("search", "-i", "--index", str(tmp_path / "无")) as screen, no_longer_than():
        code, out = screen.ended()
        assert (code, out) == (3, "")


@pytest.mark.parametrize(
    ("environment", "told"), [({"TERM": "xterm"}, "-i needs a terminal"), ({"TERM": "dumb"}, "TERM is dumb")]
)
def test_without_a_terminal_it_is_one_line(index: str, environment: dict[str, str], told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "baosou.cli", "search", "-i", "--index", index],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        env={**os.environ, **environment},
        timeout=LONGEST_WAIT,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert told in done.stderr.decode().splitlines()[0]


def test_where_the_extra_is_not_installed_it_says_how(
    index: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "textual", None)
    assert main(["search", "-i", "霞关", "--index", index]) == 2
    assert capsys.readouterr() == ("", "error: -i needs the extra: pip install 'baosou[tui]'\n")


@pytest.mark.parametrize("option", ["--json", "-c", "-l", "-0", "--explain", "--offset=3", "--format=ids"])
def test_other_forms_of_output_do_not_go_with_it(index: str, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "-i", "霞关", option, "--index", index]) == 2
    assert "-i prints the id" in capsys.readouterr().err
