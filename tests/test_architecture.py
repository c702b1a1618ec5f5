"""The map names what is there, all rooms are on it, and what CONTRIBUTING.md shows to copy works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import typer

from baosou.cli.app import Command
from baosou.corpus.models import Article
from baosou.index import open_index

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "docs" / "architecture.md").read_text("utf-8")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", GUIDE, re.DOTALL))


def paths_named(text: str) -> Iterator[str]:
    """All files and folders of the project that a text names."""
    for path in re.findall(r"`((?:cli|index|corpus|tests|docs)/[\w/.]*)`", text):
        if path not in EXAMPLES:
            yield path


@pytest.mark.parametrize("path", sorted({*paths_named(MAP), *paths_named(GUIDE)}))
def test_what_the_map_and_the_guide_name_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_modules_that_a_document_names_are_there(page: Path) -> None:
    modules = [
        f"/{path.relative_to(ROOT)}"
        for part in ("cli", "index", "corpus", "tests")
        for path in (ROOT / part).rglob("*.py")
    ]
    named = re.findall(r"`([\w/]+\.py)`", page.read_text("utf-8"))
    assert [name for name in named if not any(path.endswith(f"/{name}") for path in modules)] == []


def test_all_rooms_are_on_the_map() -> None:
    rooms = {path.parent for root in ("cli", "index", "corpus") for path in (ROOT / root).rglob("__init__.py")}
    drawn = MAP.partition("```")[2].partition("```")[0]
    missing = {room.name for room in rooms if room.name != "generate" and not re.search(rf"\b{room.name}/", drawn)}
    assert missing == set()


def test_each_row_of_features_has_a_room_and_a_test() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", MAP.partition("| feature |")[2], re.MULTILINE)
    assert len(rows) > 20
    for feature, room, test in rows[1:]:
        assert re.search(r"`(cli|index|corpus|tests)/", room), feature
        assert re.search(r"`(tests/|make )", test), feature


def loaded(name: str) -> ModuleType:
    """An example of the guide as the module that it would be."""
    module = ModuleType(Path(name).stem)
    exec(compile(EXAMPLES[name], name, "exec"), module.__dict__)
    return module


def test_the_reader_to_copy_reads_paragraphs_with_their_places(tmp_path: Path) -> None:
    first = "1\n00:00:01,000 --> 00:00:03,500\n渔港的灯还亮着。\n"
    text = f"{first}\n2\n00:00:04,000 --> 00:00:06,000\n  陈海生把救生衣搬上甲板。\n"
    read = loaded("corpus/readers/subtitles.py").read_subtitles
    found = list(read(text.encode(), tmp_path / "a.srt", "海岳日报/2024-03-05.srt", encoding=None))
    (article,) = found
    assert isinstance(article, Article)
    passages = [block.passage for block in article.blocks]
    assert [passage.text for passage in passages] == ["渔港的灯还亮着。", "陈海生把救生衣搬上甲板。"]
    assert [(span.line, text[span.start : span.end]) for passage in passages for span in passage.spans] == [
        (3, "渔港的灯还亮着。"),
        (7, "陈海生把救生衣搬上甲板。"),
    ]
    assert article.date == "2024-03-05"


def test_the_command_to_copy_counts_and_has_help(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_text("渔港灯火\n本报记者 林一帆\n　　清晨五点，渔港的灯还亮着。\n", encoding="utf-8")
    index = str(tmp_path / "idx")
    with open_index(index, create=True) as opened:
        opened.add(page, jobs=1)
    module = loaded("cli/commands/tally.py")
    app = typer.Typer(rich_markup_mode=None)
    app.command(cls=Command, epilog=module.EXAMPLES)(module.tally)

    def run(*arguments: str) -> tuple[int, str]:
        code = typer.main.get_command(app).main(args=list(arguments), standalone_mode=False)
        return code, capsys.readouterr().out

    assert run("渔港", "--index", index) == (0, "1\n")
    assert run("鲸鱼", "--index", index) == (1, "0\n")
    code, out = run("渔港", "--index", index, "--json")
    assert (code, json.loads(out)["total"]) == (0, 1)
    assert "baosou tally 海水稻" in run("--help")[1]
