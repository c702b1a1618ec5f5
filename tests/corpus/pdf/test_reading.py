"""A child process reads PDFs: what a page does to it costs neither other pages nor other files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.errors import SourceError
from baosou.corpus.layout.printed import PrintedPage
from baosou.corpus.pdf.messages import Opened
from baosou.corpus.pdf.process import child_command
from baosou.corpus.pdf.reading import PdfLimits, Unread, read_printed
from tests.work import LONGEST_WAIT, wait_until

FAKE = Path(__file__).with_name("fake_child.py")
PATIENT = PdfLimits(page_seconds=LONGEST_WAIT, file_seconds=LONGEST_WAIT, deaths=100)


def fake(memory: int = 0) -> tuple[str, ...]:
    return (sys.executable, str(FAKE), str(memory))


def script(folder: Path, *words: str) -> Path:
    path = folder / f"{'-'.join(words[:8])}.pdf"
    path.write_text(" ".join(words), encoding="utf-8")
    return path


def outcomes(path: Path, limits: PdfLimits = PATIENT, *, memory: int = 0) -> list[int | Unread]:
    """The numbers of the pages that were read, and the others with the reason."""
    first, *found = read_printed(path, limits=limits, command=fake(memory))
    assert isinstance(first, Opened)
    return [each.number if isinstance(each, PrintedPage) else each for each in found if not isinstance(each, Opened)]


def reason_of(path: Path, limits: PdfLimits = PATIENT, passwords: tuple[str, ...] = ()) -> str:
    with pytest.raises(SourceError) as raised:
        list(read_printed(path, limits=limits, passwords=passwords, command=fake()))
    return str(raised.value)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_pages_come_in_order_and_one_child_reads_many_files(tmp_path: Path) -> None:
    assert outcomes(script(tmp_path, "good", "good", "good")) == [1, 2, 3]
    pids = {reason_of(script(tmp_path, "pid")) for _ in range(3)}
    assert len(pids) == 1
    assert pids != {str(os.getpid())}


def test_a_child_is_replaced_after_so_many_files_and_where_it_keeps_too_much(tmp_path: Path) -> None:
    for limits in (PdfLimits(files=1), PdfLimits(kept=1)):
        before = reason_of(script(tmp_path, "pid"))
        assert outcomes(script(tmp_path, "good"), limits) == [1]
        assert reason_of(script(tmp_path, "pid")) != before


def test_a_page_that_ends_the_child_costs_no_other_page(tmp_path: Path) -> None:
    told = outcomes(script(tmp_path, "good", "dies", "good", "bad", "good"))
    assert [each.first if isinstance(each, Unread) else each for each in told] == [1, 2, 3, 4, 5]
    died, torn = (each for each in told if isinstance(each, Unread))
    assert "ends the process that reads it" in died.reason
    assert torn == Unread(4, 4, "torn")


def test_a_fault_of_ours_on_a_page_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    first, fault, last = outcomes(script(tmp_path, "good", "faulty", "good"))
    assert (first, last) == (1, 3)
    assert isinstance(fault, Unread)
    assert "a fault to report (ZeroDivisionError: a fault of ours)" in fault.reason


def test_answers_that_are_none_end_the_child(tmp_path: Path) -> None:
    first, odd, last = outcomes(script(tmp_path, "good", "babbles", "good"))
    assert (first, last) == (1, 3)
    assert isinstance(odd, Unread)
    assert odd.first == 2


def test_a_page_that_takes_all_memory_costs_no_other_page(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="only Unix bounds the memory of a process")
    first, grown, last = outcomes(script(tmp_path, "good", "grows", "good"), memory=400 << 20)
    assert (first, last) == (1, 3)
    assert grown == Unread(2, 2, "it needs more memory than it may take (add --memory)")


def test_after_some_pages_that_end_it_the_rest_is_not_tried(tmp_path: Path) -> None:
    limits = PdfLimits(page_seconds=LONGEST_WAIT, deaths=2)
    told = outcomes(script(tmp_path, "good", "dies", "dies", "good", "good"), limits)
    assert [(each.first, each.last) if isinstance(each, Unread) else each for each in told] == [
        1,
        (2, 2),
        (3, 3),
        (4, 5),
    ]
    assert isinstance(told[-1], Unread)
    assert told[-1].reason == "not tried after 2 pages that cannot be read"


def test_a_page_tree_that_claims_pages_without_end_is_not_believed(tmp_path: Path) -> None:
    told = outcomes(script(tmp_path, "good", *["bad"] * 200))
    assert told[0] == 1
    assert [each.last for each in told[1:] if isinstance(each, Unread)] == [*range(2, 22), 201]


def test_pages_and_characters_beyond_the_limits_are_told(tmp_path: Path) -> None:
    limits = PdfLimits(page_seconds=LONGEST_WAIT, pages=3, characters=50)
    assert outcomes(script(tmp_path, "50", "51", "2", "good", "good"), limits) == [
        1,
        Unread(2, 2, "more than 50 characters on one page"),
        3,
        Unread(4, 5, "beyond the 3 pages that are read of a file"),
    ]


def test_what_never_ends_is_ended_and_told(tmp_path: Path) -> None:
    path = script(tmp_path, "hangs-at-once")
    assert reason_of(path, PdfLimits(page_seconds=0.5)) == "not read within 0.5 s"
    assert reason_of(path, PdfLimits(file_seconds=0.5)) == "not opened within 0.5 s"
    told = path.with_name(f"{path.name}.pid")
    if told.exists():
        wait_until(lambda: not is_running(int(told.read_text("utf-8"))))
    assert outcomes(script(tmp_path, "good")) == [1]


def test_a_page_that_never_ends_is_told_beside_those_before_it(tmp_path: Path) -> None:
    path = script(tmp_path, *["good"] * 5, "hangs")
    hung = 0
    for part in read_printed(path, limits=PdfLimits(page_seconds=LONGEST_WAIT), command=fake()):
        hung += isinstance(part, PrintedPage)
        if hung == 5:
            break
    assert hung == 5, "each page is given before the next one is waited for"


def test_what_dies_at_its_opening_fails_as_a_whole_and_leaves_its_neighbour(tmp_path: Path) -> None:
    assert "ends the process that reads it" in reason_of(script(tmp_path, "dies-at-once"))
    assert outcomes(script(tmp_path, "good")) == [1]


def test_a_child_that_is_killed_while_it_waits_is_replaced(tmp_path: Path) -> None:
    pid = int(reason_of(script(tmp_path, "pid")))
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_running(pid))
    assert outcomes(script(tmp_path, "good", "good")) == [1, 2]


def test_passwords_go_to_the_child_and_stand_in_no_message(tmp_path: Path) -> None:
    path = script(tmp_path, "locked")
    assert reason_of(path, passwords=("灯塔", "潮汐")) == "2 passwords do not open it"
    found = list(read_printed(path, passwords=("灯塔", "渔火"), limits=PATIENT, command=fake()))
    assert [each.number for each in found if isinstance(each, PrintedPage)] == [1]


def test_a_child_that_cannot_be_started_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be started: No such file"):
        list(read_printed(script(tmp_path, "good"), command=(str(tmp_path / "nowhere"),)))


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_child_ends_with_whoever_started_it_whatever_it_does(tmp_path: Path, ending: signal.Signals) -> None:
    path = script(tmp_path, "hangs-at-once")
    code = (
        "from pathlib import Path; from baosou.corpus.pdf.reading import *; limits = PdfLimits(1e6, 1e6, 1e6, 1e6)\n"
        f"list(read_printed(Path({str(path)!r}), limits=limits, command={fake()!r}))"
    )
    told = path.with_name(f"{path.name}.pid")
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL) as reader:
        wait_until(lambda: told.exists() and told.read_text("utf-8").endswith("\n"))
        reader.send_signal(ending)
        reader.wait(LONGEST_WAIT)
    wait_until(lambda: not is_running(int(told.read_text("utf-8"))))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system copies no processes")
def test_a_copy_of_a_process_keeps_no_child_of_it_alive(tmp_path: Path) -> None:
    path = script(tmp_path, "pid")
    code = (
        "import os, sys, time; from pathlib import Path; from baosou.corpus.pdf.reading import *\n"
        f"try: list(read_printed(Path({str(path)!r}), command={fake()!r}))\n"
        "except Exception as error: print(error, flush=True)\n"
        "if os.fork() == 0:\n"
        "    os.close(1)\n"
        "    sys.stdin.read()\n"
        "os._exit(0)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        pid = int(parent.stdout.read())
        parent.wait(LONGEST_WAIT)
        wait_until(lambda: not is_running(pid))
        parent.stdin.close()


def test_the_child_imports_nothing_from_the_folder_it_is_started_in(tmp_path: Path) -> None:
    (tmp_path / "pypdfium2.py").write_text("raise SystemExit('taken from the working folder')", encoding="utf-8")
    (tmp_path / "msgspec.py").write_text("raise SystemExit('taken from the working folder')", encoding="utf-8")
    done = subprocess.run(
        child_command(0), cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST_WAIT, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["good", "bad", "dies"]), min_size=1, max_size=6))
def test_each_page_is_read_or_told_once_and_in_order(tmp_path: Path, words: list[str]) -> None:
    told = outcomes(script(tmp_path, *words))
    assert [each.first if isinstance(each, Unread) else each for each in told] == list(range(1, len(words) + 1))
    assert [isinstance(each, Unread) for each in told] == [word != "good" for word in words]
