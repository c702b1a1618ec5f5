"""Whatever an archive, a file name, a user's word or a query holds: nothing of it is obeyed by what shows it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.cli import main
from baosou.cli.output.tables import FORMULA_STARTS
from baosou.cli.output.visible import UNSAFE

NASTY = (
    "\x1b[2J\x1b]0;报\x07",
    "\x1b]8;;http://example.invalid\x1b\\",
    "\x9b31m",
    "\x7f\x08\x0b\x0c",
    "\u202e报徽\u2066",
    "零\u200b宽\u2060字\ufeff",
    "\u00ad\u061c\u200f",
    "[bold red]粗[/bold red]",
    "[link=http://example.invalid]链",
    "=HYPERLINK(1)",
    "+1",
    "-2",
    "@SUM",
    "＝全",
    '"引,号"\t表',
    "第一\u2028二\u2029三\u0085四",
    "\U000e0041\U000e007f",
    "\ufff9注\ufffa释\ufffb",
    "</script><!--",
    "%s{0}\\n",
)
FORMS: tuple[tuple[str, ...], ...] = (
    *(("search", *form) for form in ((), ("--json",), ("--format", "jsonl"), ("--explain",), ("-l", "--json"))),
    ("search", "--format", "trec"),
    *(("timeline", *form) for form in ((), ("--json",), ("--by", "month", "--spark"), ("--format", "csv"))),
    *(("kwic", *form) for form in ((), ("--json",), ("--format", "jsonl"), ("--format", "vimgrep"))),
    ("kwic", "--collocates", "--min", "1"),
)
"""What is asked of each query."""

TEXTS = st.lists(st.sampled_from(NASTY) | st.sampled_from(("渔港", "志愿", "苍南县", " ")), min_size=1, max_size=4).map(
    "".join
)
_UNSAFE_LINES = re.compile(UNSAFE.pattern.replace("\\x00-\\x1f", "").replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))


def nothing_obeyed(text: str, *, tabs: bool = False) -> None:
    """Fail where a terminal would obey or hide anything of a text."""
    found = _UNSAFE_LINES.search(text.replace("\t", "") if tabs else text)
    assert found is None, (found, text[max(0, found.start() - 40) : found.end() + 10] if found else "")


def ran(*arguments: str, stdin: str = "") -> tuple[str, str]:
    """What a command writes to standard output and to standard error."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(list(arguments))
    assert code in (0, 1, 2), (arguments, code, err.getvalue())
    out.flush()
    raw = out.buffer.getvalue()
    return raw.decode("utf-8", "surrogateescape"), err.getvalue()


def archived(folder: Path, text: str) -> str:
    """An index over records and pages that hold a text wherever one can stand."""
    record: dict[str, Any] = {
        "title": f"渔港{text}",
        "text": f"渔港志愿{text}者。\n{text}",
        "authors": [text, "林一帆"],
        "publication": text,
        "edition": text,
        "column": text,
        "places": [text],
        "date": text,
        "url": text,
        "id": text,
        text: text,
        "版面": [text],
    }
    (folder / "a.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n{不是\n", encoding="utf-8")
    name = "".join(c for c in text if c not in "/\0\n")[:20]
    (folder / f"页{name}.txt").write_text(f"渔港的潮\n本报讯　{text}渔港清晨五点亮灯，志愿者到岗。\n", encoding="utf-8")
    (folder / f"坏{name}.gz").write_bytes(b"\x1f\x8bnot gzip")
    return str(folder / "idx")


@settings(max_examples=8)
@given(TEXTS)
def test_no_command_sends_anything_to_a_terminal_that_it_obeys_or_hides(text: str) -> None:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        index = archived(folder, text)
        here = os.getcwd()
        try:
            os.chdir(folder)
            for output in commands(folder, index, text):
                nothing_obeyed(output)
        finally:
            os.chdir(here)


def commands(folder: Path, index: str, text: str) -> Iterator[str]:
    """What all commands write, for reading and as JSON."""
    at = ("--index", index)
    yield from ran("add", str(folder), *at, "--jobs", "1")
    yield from ran("add", str(folder), *at, "--jobs", "1", "--json")
    (folder / "words.txt").write_text(f"{text}\n渔港{text}\n", encoding="utf-8")
    yield from ran("dict", "add", "--file", str(folder / "words.txt"), *at)
    yield from ran("dict", "add", *at, "--", text.replace("\0", ""))
    yield from ran("dict", "list", *at)
    yield from ran("dict", "list", "--json", *at)
    ids = ran("search", "渔港", "--format", "ids", *at)[0].split()
    assert ids
    for id in ids:
        yield from ran("show", id, *at, "--no-pager")
        yield from ran("show", id, *at, "--json")
        yield from ran("why", id, f"渔港 {text}", *at, "--no-pager")
        yield from ran("why", id, "渔港 志愿", *at, "--json")
        yield from ran("similar", id, *at, "--no-pager")
    for style in ("gbt7714", "biblatex", "csl-json", "plain"):
        yield from ran("cite", *ids, "--format", style, *at)
    yield from ran("export", *at)
    yield from ran("export", "--of", "hits", "渔港", *at)
    for query in ("渔港", text, f'"{text}"', f"渔港 {text}"):
        for form in FORMS:
            yield from ran(*form, "--no-pager", *at, "--", query)
        yield from ran("suggest", *at, "--", query)
        yield from ran("analyze", *at, "--no-pager", "--", query)
    fields = json.loads(ran("status", "--json", *at)[0])["fields"]
    for field in fields:
        yield from ran("facets", "渔港", f"-f{field}", *at, "--no-pager")
        yield from ran("facets", "渔港", f"-f{field}", "--json", *at)
        yield from ran("search", "渔港", "-w", f"{field}={text}", *at, "--no-pager")
    yield from ran("status", *at)
    for path in folder.glob("*.txt"):
        yield from ran("segment", str(path))
    yield from ran("remove", str(folder / f"无{text}".replace("\0", "")), *at)


@pytest.mark.parametrize("form", ["csv", "tsv"])
@settings(max_examples=5)
@given(text=TEXTS)
def test_a_table_keeps_its_cells_and_runs_no_formula(form: str, text: str) -> None:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        index = archived(folder, text)
        ran("add", str(folder), "--index", index, "--jobs", "1")
        fields = ("place", "author", "publication", "column")
        facets = [word for field in fields for word in ("-f", field)]
        for command in (
            ("search",),
            ("facets", *facets),
            ("timeline",),
            ("kwic",),
            ("kwic", "--collocates", "--min", "1"),
        ):
            written = ran(*command, "渔港", "--index", index, "--format", form)[0]
            nothing_obeyed(written, tabs=form == "tsv")
            rows = rows_of(form, written)
            assert len({len(row) for row in rows}) == 1
            cells = [cell for row in rows[1:] for cell in row]
            assert not [each for each in cells if each.startswith(FORMULA_STARTS) and not is_number(each)]


def rows_of(form: str, written: str) -> list[list[str]]:
    """The rows of a table as a spreadsheet reads them."""
    if form == "tsv":
        return [line.split("\t") for line in written.rstrip("\n").split("\n")]
    return list(csv.reader(io.StringIO(written, newline="")))


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def test_a_file_name_that_is_not_utf8_is_told_in_a_line(tmp_path: Path, baosou: Callable[..., Any]) -> None:
    name = os.fsencode(str(tmp_path)) + b"/\xd3\xe6\x1b[2J\xb8\xdb\xff.pdf"
    Path(os.fsdecode(name)).write_bytes(b"%PDF")
    done = ran("add", str(tmp_path), "--index", str(tmp_path / "idx"), "--jobs", "1")
    assert "no PDF" in done[1]
    for output in done:
        nothing_obeyed(output)
