"""Every error is told in a line or two on standard error and has the exit code of its kind."""

from __future__ import annotations

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli.exits import exit_code, explain, point_at, settle
from baosou.cli.output.visible import width_of
from baosou.corpus.errors import BaosouError, SourceError
from baosou.index.errors import (
    IndexDamaged,
    IndexIncomplete,
    IndexLocked,
    IndexMissing,
    IndexUnreachable,
    IndexVersion,
    QueryError,
    SearchTimeout,
    ServerError,
    UnknownId,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (QueryError("nothing to search for"), 2),
        (UnknownId("no article has the id 77"), 2),
        (SearchTimeout("the search took longer than 0.1 s"), 2),
        (SourceError("looks like binary data"), 2),
        (IndexMissing("no index at ./idx"), 3),
        (IndexDamaged("segment 3 is cut short"), 3),
        (IndexVersion("made by version 9"), 3),
        (IndexUnreachable("no server of the index answers"), 3),
        (IndexIncomplete("part 2 of the 3 of 渔讯-text is on no server"), 3),
        (ServerError("the disk is full", status=429), 3),
        (IndexLocked("another process is writing"), 4),
        (PermissionError(errno.EACCES, "Permission denied", "/idx"), 2),
    ],
)
def test_each_kind_of_error_has_its_exit_code(error: BaosouError | OSError, code: int) -> None:
    assert exit_code(error) == code


def test_ctrl_c_is_130_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert settle(KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_a_query_error_points_at_the_character_by_columns() -> None:
    assert explain(QueryError('unknown field "作着"', query="苍南 作着:林", position=3)) == [
        'error: unknown field "作着"',
        "  苍南 作着:林",
        "       ^",
    ]


def test_a_query_error_at_the_end_points_behind_the_last_character() -> None:
    assert point_at("苍南 AND", 6) == ["  苍南 AND", f"  {' ' * 8}^"]
    assert point_at("苍南", 99) == ["  苍南", "      ^"]


def test_a_query_error_without_its_query_is_one_line() -> None:
    assert explain(QueryError("nothing to search for")) == ["error: nothing to search for"]


@given(st.text(min_size=1, max_size=300), st.integers(-5, 400))
def test_the_caret_stands_below_its_character_in_one_line_of_any_query(query: str, position: int) -> None:
    shown, caret = point_at(query, position)
    assert caret == " " * (width_of(caret) - 1) + "^"
    assert width_of(caret) <= width_of(shown) + 1
    assert width_of(shown) <= 75
    assert "\n" not in shown
    assert "\x1b" not in shown


def test_an_error_of_the_system_names_its_file_in_one_line() -> None:
    error = FileNotFoundError(errno.ENOENT, "No such file or directory", "第1版.txt")
    assert explain(error) == ["error: 第1版.txt: No such file or directory"]


def test_a_full_disk_is_told_as_output_that_could_not_be_written() -> None:
    error = OSError(errno.ENOSPC, "No space left on device")
    assert explain(error) == ["error: the output could not be written: No space left on device"]


def test_an_error_message_cannot_steer_the_terminal() -> None:
    assert explain(BaosouError("坏\x1b[2J文件\n名")) == ["error: 坏␛[2J文件 名"]
