"""What shells take from queries is told; the README's queries reach the command as printed in bash, zsh and fish."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from baosou.cli.asking import lost_to_shell
from baosou.cli.exits import UsageError
from tests.work import LONGEST_WAIT

Baosou = Callable[..., subprocess.CompletedProcess[bytes]]
ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SHELLS = ("bash", "zsh", "fish", "sh")

PAGE = """渔港灯火
本报记者 林一帆
　　2024年6月2日，清晨五点，渔船避风归港。乡村振兴的灯还亮着，苍南县的孩子上了船。
"""


@pytest.fixture
def index(baosou: Baosou, tmp_path: Path) -> str:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    baosou("add", "a.txt", "--index", "idx")
    return str(tmp_path / "idx")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["渔船 避风~2"], "words near each other are written '\"渔船 避风\"~2'"),
        (["title:乡村 振兴"], "title: is for the first word alone; for the text write 'title:\"乡村 振兴\"'"),
        (["标题:乡村 振兴", "温州"], "标题: is for the first word alone"),
        (["乡村 振兴", "温州"], "for the text as it stands write '\"乡村 振兴\"'"),
    ],
)
def test_lost_quotation_marks_are_told_with_what_is_to_be_written(words: Sequence[str], told: str) -> None:
    (note,) = lost_to_shell(words)
    assert note.kind == "shell"
    assert told in note.message


@pytest.mark.parametrize(
    "words",
    [
        ["苍南", "志愿服务"],
        ["苍南 志愿服务"],
        ['"乡村 振兴"', "温州"],
        ['"渔船 避风"~5'],
        ["“渔船 避风”~5"],
        ["海带 OR 紫菜", "温州"],
        ["海带 -养殖", "温州"],
        ["date:[2023 TO 2024-06]", "渔"],
        ["title:渔 date:2024"],
        ["苍楠县~1"],
        ["共富*"],
        [""],
        [],
    ],
)
def test_of_queries_that_are_whole_nothing_is_said(
    words: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert lost_to_shell(words) == ()
    assert lost_to_shell(["乡村 振兴", "温州"], literal=True) == ()


@pytest.mark.parametrize("words", [["渔船 避风~5"], ["date:"], ["渔", "日期："]])
def test_what_means_nothing_any_more_is_an_error_with_the_way_out(words: Sequence[str]) -> None:
    with pytest.raises(UsageError, match=r"'"):
        lost_to_shell(words)


def test_a_pattern_that_became_the_names_of_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("共富村.txt", "渔港"):
        (tmp_path / name).write_text("")
    assert "共富村.txt: there are files of this name" in lost_to_shell(["共富村.txt"])[0].message
    assert lost_to_shell(["渔港"]) == ()


def test_a_date_that_became_a_file_is_told_with_its_name(baosou: Baosou, index: str, tmp_path: Path) -> None:
    line = f'"{sys.executable}" -m baosou.cli search date:>2024-05-01 --index "{index}"'
    done = baosou(command=["sh", "-c", line])
    assert done.returncode == 2
    assert (tmp_path / "2024-05-01").read_bytes() == b""
    error = done.stderr.decode().splitlines()[0]
    where = "for a file, 2024-05-01, and wrote to it" if sys.platform == "linux" else "nothing follows date:"
    assert where in error


def test_the_note_is_among_those_of_the_answer(baosou: Baosou, index: str) -> None:
    done = baosou("search", "乡村 振兴", "渔港", "--json", "--index", index)
    notes = json.loads(done.stdout)["notes"]
    assert [note["kind"] for note in notes] == ["shell"]
    assert notes[0]["message"] in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "step"),
    [
        (["search", "渔", "--index", "nowhere"], "make one with: baosou add PATH..."),
        (["search", "渔港", "-w", "author=林一凡"], "like it: 林一帆"),
        (["search", "渔港", "-w", "auther=林一帆"], "fields are: "),
        (["search", "苍楠县"], "(--strict searches what was typed)"),
        (["show", ""], "an id is missing"),
        (["show", "zz"], "an id looks like k3fa9c1d"),
        (["search", "鲸鱼"], "baosou suggest TEXT"),
        (["search", "鲸鱼", "-F"], "without -F"),
        (["search", "鲸鱼", "--strict"], "without --strict"),
        (["search", "渔港", "--since", "2031"], "without -w, --since and --until"),
        (["facets", "鲸鱼", "--since", "2031"], "without -w, --since and --until"),
        (["serach", "渔"], "there is search"),
    ],
)
def test_a_stumble_has_one_next_step(baosou: Baosou, index: str, arguments: list[str], step: str) -> None:
    given = arguments if "--index" in arguments or arguments[0] == "serach" else [*arguments, "--index", index]
    assert step in baosou(*given).stderr.decode()


def queries() -> list[str]:
    """What the README's table says is typed after `baosou search`."""
    table = README.partition("| you type | you get |")[2].partition("\n\n")[0]
    cells = [re.split(r"(?<!\\)\|", line)[1] for line in table.splitlines()[2:]]
    return [typed.replace("\\|", "|") for cell in cells for typed in re.findall(r"`(.+?)`", cell)]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_queries_of_the_readme_survive_the_shell_as_printed(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    command = tmp_path / "baosou"
    command.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    command.chmod(0o755)
    found = queries()
    assert len(found) > 12
    for query in found:
        done = subprocess.run(
            [shell, "-c", f"{command} {query}"], cwd=tmp_path, capture_output=True, text=True, timeout=LONGEST_WAIT
        )
        assert (done.returncode, done.stderr, done.stdout.splitlines()) == (0, "", shlex.split(query)), query


@pytest.mark.parametrize("query", queries())
def test_the_queries_of_the_readme_are_read_without_a_note(
    query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert lost_to_shell([word for word in shlex.split(query) if not word.startswith("-")]) == ()
