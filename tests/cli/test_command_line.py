"""The command line before any index is read: help, usage errors, exit codes, streams, what is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from baosou.cli import main
from baosou.cli.output.visible import width_of
from tests.work import LONGEST_WAIT

Baosou = Callable[..., subprocess.CompletedProcess[bytes]]

COMMANDS = [
    "add",
    "search",
    "facets",
    "timeline",
    "kwic",
    "batch",
    "show",
    "similar",
    "cite",
    "export",
    "why",
    "suggest",
    "segment",
    "analyze",
    "dict",
    "mcp",
    "completion",
    "status",
    "check",
    "enrich",
    "optimize",
    "remove",
]


@pytest.fixture(autouse=True)
def _nobody_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BAOSOU_INDEX", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_shows_examples_and_fits_80_columns(command: str, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, option]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert [line for line in out.splitlines() if width_of(line) > 80] == []
    examples = out.partition("Examples:\n")[2].splitlines()
    shown = [line for line in examples if line.startswith("    ") and f"baosou {command}" in line]
    assert 2 <= len(shown) <= 4


def test_the_root_lists_the_commands_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    listed = out.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in listed] == COMMANDS
    assert not [line for line in listed if line.endswith("...")]


def test_without_a_command_the_help_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Usage: baosou")


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("baosou ")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device to write to")
@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_text_that_has_nowhere_to_go_is_an_error_in_one_line(option: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "baosou.cli", option], stdout=full, stderr=subprocess.PIPE, timeout=LONGEST_WAIT
        )
    assert done.returncode == 2
    assert done.stderr == b"error: the output could not be written: No space left on device\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["search"], "a query is missing"),
        (["search", "  "], "a query is missing"),
        (["search", "渔", "--limit", "many"], "-n, --limit: a whole number of 0 or more is needed"),
        (["search", "渔", "-n", "-1"], "-n"),
        (["search", "渔", "--sort", "size"], "--sort: one of relevance, date, -date, title, source is needed"),
        (["search", "渔", "--nosuch"], "no such option: --nosuch"),
        (["search", "渔", "-志愿"], "put -- before it"),
        (["search", "渔", "-0"], "-0 goes with -l or --format ids"),
        (["search", "渔", "--any", "-F"], "--any and --literal"),
        (["search", "渔", "-w", "place"], "FIELD=VALUE"),
        (["search", "渔", "-f", "place:x"], "whole number"),
        (["search", "渔", "--since", "某年某月"], "not a date"),
        (["search", "坏\udcff字节"], "not valid UTF-8 text: 坏⟦U+DCFF⟧字节"),
        (["search", "渔", "--limt", "3"], "there is --limit"),
        (["search", "渔", "-n"], "-n needs a value"),
        (["search", "渔", "--json=3"], "--json takes no value"),
        (["status", "3fa8"], "unexpected: 3fa8"),
        (["status", "--lang", "fr"], "--lang: one of en, zh is needed"),
        (["serach"], "no such command: serach; there is search"),
        (["show"], "ID"),
        (["why"], "ID"),
        (["why", "k3fa9c1d"], "a query is missing"),
        (["similar", " "], "an id is missing"),
        (["add", "-", "-"], "only once"),
        (["add", "pages", "--explain"], "--explain goes with --dry-run"),
        (["add", "-", "--dry-run", "--explain"], "--explain goes with --dry-run"),
        (["add", "pages", "--wait", "nan"], "nan is no number of seconds"),
        (["search", "渔", "--timeout", "nan"], "nan is no number of seconds"),
        (["analyze", " "], "a text is missing"),
        (["suggest", " "], "a text is missing"),
        (["suggest", "渔", "-n", "0"], "-n"),
    ],
)
def test_bad_usage_is_one_clear_line_and_where_to_look(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    error, hint = err.splitlines()
    assert out == ""
    assert error.startswith("error: ")
    assert told in error
    assert hint.startswith("try: baosou")
    assert hint.endswith(" --help")


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "渔"],
        ["facets"],
        ["timeline", "渔"],
        ["kwic", "渔"],
        ["show", "3fa9"],
        ["why", "3fa9", "渔"],
        ["similar", "3fa9"],
        ["suggest", "渔"],
        ["status"],
        ["remove", "a.txt"],
        ["optimize"],
        ["batch"],
        ["dict", "list"],
    ],
)
def test_a_missing_index_is_3_and_says_how_to_make_one(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", open(os.devnull, encoding="utf-8"))  # noqa: SIM115 - for the test's life
    assert main([*arguments, "--index", str(tmp_path / "报库")]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0].startswith(f"error: no index at {tmp_path}/报库; make one with: baosou add PATH")


def test_an_unknown_setting_is_one_line_naming_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "config" / "baosou" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[search]\nlimt = 5\n")
    assert main(["search", "渔"]) == 2
    assert capsys.readouterr().err.startswith(f"error: {file}: unknown setting search.limt; there are: index,")


def imported_after(statement: str) -> set[str]:
    """The top-level modules in memory after a statement in a fresh interpreter."""
    script = f"{statement}; import json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=plain, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["search", "--help"], ["add", "-h"], ["search"]])
def test_help_and_usage_errors_load_no_heavy_library(arguments: list[str]) -> None:
    loaded = imported_after(f"from baosou.cli import main; main({arguments!r})")
    assert "baosou.cli.app" in loaded
    assert not loaded & {"whoosh", "jieba", "rjieba", "numpy", "rich.table", "rich.console", "rich.progress"}


def test_a_search_loads_its_own_command_and_no_library_that_it_can_do_without(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("渔港灯火\n本报记者 林一帆\n　　清晨五点，渔港的灯还亮着。\n", encoding="utf-8")
    index = str(tmp_path / "idx")
    assert main(["add", str(page), "--index", index, "--jobs", "1"]) == 0
    loaded = imported_after(
        f"from baosou.cli import main; assert main(['search', '渔港 灯', '--index', {index!r}]) == 0"
    )
    assert {"numpy", "jieba", "baosou.cli.commands.search"} <= loaded
    assert not loaded & {
        "whoosh",
        "rjieba",
        "rich.table",
        "rich.console",
        "numpy.ma",
        "hashlib",
        "socket",
        "csv",
        "zipfile",
    }
    assert not loaded & {"textual", "baosou.cli.tui", "baosou.cli.render.overview"}
    assert not loaded & {
        "baosou.cli.commands.add",
        "baosou.cli.commands.batch",
        "baosou.index.analysis.abbreviations",
        "baosou.index.answering.correct",
        "baosou.index.analysis.trie",
        "baosou.index.analysis.pinyin",
        "baosou.index.analysis.synonyms",
        "baosou.index.analysis.user_words",
        "baosou.index.whoosh_engine.vocabulary.wordbook",
        "baosou.index.whoosh_engine.whoosh_api.codec",
        "baosou.index.explanations",
        "baosou.index.understanding.outline",
        "baosou.cli.render.explanation",
    }
    # a start pays for each of them; more should be worth it
    assert len([name for name in loaded if name.startswith("baosou")]) <= 98


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["timeline", "渔港", "灯", "--smooth", "1"], set()),
        (["kwic", "渔港"], set()),
        (["kwic", "渔港", "--format", "vimgrep"], set()),
        (["kwic", "渔港", "--collocates", "--min", "1"], {"rjieba"}),
    ],
)
def test_to_count_and_to_read_loads_heavy_libraries_where_they_are_asked_for(
    arguments: list[str], heavy: set[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("渔港灯火\n本报记者 林一帆\n　　清晨五点，渔港的灯还亮着。\n", encoding="utf-8")
    index = str(tmp_path / "idx")
    assert main(["add", str(page), "--index", index, "--jobs", "1"]) == 0
    loaded = imported_after(f"from baosou.cli import main; assert main({[*arguments, '--index', index]!r}) == 0")
    known = {"whoosh", "rjieba", "matplotlib", "pandas", "rich.table", "rich.console", "socket", "zipfile"}
    assert loaded & known <= heavy


@pytest.mark.parametrize("query", ["渔*灯", "渔港~1", "vertigo~2", "*火", '"渔 灯"~5'])
def test_no_query_loads_whoosh(tmp_path: Path, query: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text("渔港灯火\n　　清晨五点，渔港的灯还亮着。\n", encoding="utf-8")
    index = str(tmp_path / "idx")
    assert main(["add", str(page), "--index", index, "--jobs", "1"]) == 0
    loaded = imported_after(f"from baosou.cli import main; main(['search', {query!r}, '--index', {index!r}])")
    assert "numpy" in loaded
    assert [name for name in loaded if name.partition(".")[0] == "whoosh"] == []


def test_completion_loads_no_heavy_library() -> None:
    environment = {**os.environ, "_BAOSOU_COMPLETE": "bash"}
    script = (
        "import atexit, sys; atexit.register(lambda: print(' '.join(sys.modules), file=sys.stderr));"
        "from baosou.cli import main; main(['baosou se'])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True)
    assert [line.partition(b"\x1f")[0] for line in done.stdout.splitlines()] == [b"search", b"segment"]
    assert not set(done.stderr.decode().split()) & {"whoosh", "jieba", "rjieba", "numpy", "rich.table"}


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_text_is_utf_8_in_a_locale_without_it(baosou: Baosou, locale: dict[str, str]) -> None:
    done = baosou("search", "渔", "--since", "某年", environment=locale)
    assert done.returncode == 2
    assert done.stderr.decode("utf-8").splitlines()[0] == (
        "error: --since 某年: not a date; write 2024, 2024-05, 2024-05-01, 2018..2020, 7d or 去年"
    )


def test_a_closed_pipe_ends_quietly(baosou: Baosou) -> None:
    for arguments in ("--help", "search --help"):
        script = f"{sys.executable} -m baosou.cli {arguments} | true; exit ${{PIPESTATUS[0]}}"
        done = baosou(command=["bash", "-c", script])
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_full_disk_is_one_line(baosou: Baosou, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    page = tmp_path / "page.txt"
    page.write_text("渔港灯火\n本报记者 林一帆\n　　清晨五点，渔港的灯还亮着。\n", encoding="utf-8")
    script = f"{sys.executable} -m baosou.cli segment {page} > /dev/full"
    done = baosou(command=["bash", "-c", script])
    assert done.returncode == 2
    assert done.stderr.decode() == "error: the output could not be written: No space left on device\n"


def test_closed_standard_streams_are_no_reason_for_a_traceback(baosou: Baosou) -> None:
    done = baosou(command=["bash", "-c", f"{sys.executable} -m baosou.cli --version <&- >&-"])
    assert (done.returncode, done.stderr) == (0, b"")
