"""`baosou show`: several articles, their page, the lines of their source, an editor, numbers of hits."""

from __future__ import annotations

import json
import os
import pty
import sys
from pathlib import Path

import pytest

from baosou.cli import main
from baosou.cli.editor import editor_command
from baosou.cli.exits import UsageError
from baosou.cli.output.visible import width_of
from baosou.cli.render.neighbours import render_neighbours
from baosou.index import Index, open_index
from tests.cli.conftest import Baosou, MakeHit

Printed = pytest.CaptureFixture[str]

PAGE = """渔港灯火照海堤
本报记者 林一帆
　　清晨五点，渔港的灯还亮着。老船长陈海生把救生衣一件件搬上甲板。

鳌江老街挂满灯笼
本报记者 郑小满
　　志愿者把灯笼挂满老街，
\t他们说明年还要再来。
"""


@pytest.fixture
def location(tmp_path: Path) -> str:
    """An index of a page, records, a table and a list of records over several lines."""
    (tmp_path / "页.txt").write_text(PAGE, encoding="utf-8")
    records = [
        {
            "title": f"{day}日{name}",
            "text": f"{name}的一天。",
            "date": f"2024-07-0{day}",
            "publication": "浙东日报",
            "edition": "2",
        }
        for day in (1, 2)
        for name in ("粮仓", "书屋")
    ]
    (tmp_path / "记录.jsonl").write_text("".join(f"{json.dumps(r)}\n" for r in records), encoding="utf-8")
    (tmp_path / "表.csv").write_text('title,text\n海带,"晒在\n沙滩上"\n紫菜,挂在竹竿上\n', encoding="utf-8")
    (tmp_path / "列.json").write_text(
        json.dumps([{"title": "桂花酒", "text": "酿在坛里。"}], indent=1), encoding="utf-8"
    )
    index = tmp_path / "idx"
    assert not Index(index).add(*(tmp_path / name for name in ("页.txt", "记录.jsonl", "表.csv", "列.json"))).failed
    return str(index)


def id_of(location: str, query: str) -> str:
    with open_index(location) as index:
        return index.search(query).hits[0].id


def shown(capsys: Printed, *arguments: str) -> str:
    assert main(["show", *arguments]) == 0
    return capsys.readouterr().out


def test_several_articles_are_shown_in_the_order_of_their_ids(location: str, capsys: Printed, baosou: Baosou) -> None:
    ids = [id_of(location, query) for query in ("鳌江", "渔港")]
    out = shown(capsys, *ids, "--index", location)
    assert out.index("鳌江老街") < out.index("────") < out.index("渔港灯火")
    lines = shown(capsys, *ids, "--index", location, "--json").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    piped = baosou("show", "-", "--index", location, "--json", stdin="\n".join(ids).encode())
    assert piped.stdout.decode().splitlines() == lines
    assert main(["show", ids[0], "zzz", "--index", location]) == 2
    assert capsys.readouterr().out == ""


def test_the_page_lists_its_articles_in_its_order(location: str, capsys: Printed) -> None:
    first, second = (id_of(location, query) for query in ("渔港", "鳌江"))
    out = shown(capsys, second, "--page", "--index", location)
    listed = out.partition("On the same page\n")[2].splitlines()
    assert listed == [f"  {first}  渔港灯火照海堤", f"▸ {second}  鳌江老街挂满灯笼"]
    found = json.loads(shown(capsys, second, "--page", "--json", "--index", location))
    assert [each["id"] for each in found["page"]] == [first, second]
    with open_index(location) as index:
        assert [hit.id for hit in index.neighbours(second)] == [first, second]


def test_the_page_of_a_record_is_its_day_paper_and_edition(location: str, capsys: Printed) -> None:
    found = json.loads(shown(capsys, id_of(location, "2日书屋"), "--page", "--json", "--index", location))
    assert [each["title"] for each in found["page"]] == ["2日粮仓", "2日书屋"]


def test_a_long_list_of_a_page_keeps_to_the_columns(make_hit: MakeHit, location: str) -> None:
    hits = [
        make_hit(title="很长的标题" * 20),
        make_hit(id="m77ab01c", title="坏\x1b[2J\n标题"),
        make_hit(id="n1", title=None),
    ]
    for columns in (80, 120):
        lines = ["".join(run.text for run in line) for line in render_neighbours(hits, own="m77ab01c", columns=columns)]
        assert max(map(width_of, lines)) <= columns
        assert [line[0] for line in lines[2:]] == [" ", "▸", " "]
        assert not any("\x1b" in line for line in lines)


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("渔港", PAGE.splitlines()[:3]),
        ("鳌江", PAGE.splitlines()[4:8]),
        ("海带", ['海带,"晒在', '沙滩上"']),
        ("紫菜", ["紫菜,挂在竹竿上"]),
    ],
)
def test_raw_lines_are_those_of_the_source(location: str, capsys: Printed, query: str, lines: list[str]) -> None:
    assert shown(capsys, id_of(location, query), "--raw", "--index", location).splitlines() == lines


def test_the_raw_lines_of_a_record_are_all_that_it_has(location: str, capsys: Printed) -> None:
    line = shown(capsys, id_of(location, "1日书屋"), "--raw", "--index", location)
    assert json.loads(line)["title"] == "1日书屋"
    lines = shown(capsys, id_of(location, "桂花酒"), "--raw", "--index", location)
    assert json.loads(lines) == {"title": "桂花酒", "text": "酿在坛里。"}


def test_a_source_that_is_gone_or_shorter_is_told(location: str, capsys: Printed, tmp_path: Path) -> None:
    id = id_of(location, "鳌江")
    (tmp_path / "页.txt").write_text("只剩一行\n", encoding="utf-8")
    assert main(["show", id, "--raw", "--index", location]) == 2
    assert "no line 5 any more" in capsys.readouterr().err
    (tmp_path / "页.txt").unlink()
    assert main(["show", id, "--raw", "--index", location]) == 2
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vim", ["vim", "+7", "a b.txt"]),
        ("/usr/bin/emacsclient -t", ["/usr/bin/emacsclient", "-t", "+7", "a b.txt"]),
        ("code -w", ["code", "-w", "-g", "a b.txt:7"]),
        ("subl", ["subl", "a b.txt:7"]),
        ("'my editor' --x", ["my editor", "--x", "a b.txt"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(editor: str, command: list[str]) -> None:
    assert editor_command(editor, "a b.txt", 7) == command


def test_what_is_no_editor_is_told() -> None:
    for editor in ("'", " "):
        with pytest.raises(UsageError):
            editor_command(editor, "a.txt", 1)


def test_a_page_opens_at_its_line_and_a_record_as_its_text(location: str, baosou: Baosou, tmp_path: Path) -> None:
    script = tmp_path / "vim"
    script.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\ncat "$2"\n', encoding="utf-8")
    script.chmod(0o755)
    environment = {"VISUAL": str(script), "EDITOR": "false", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = baosou("show", id_of(location, "鳌江"), "--open", "--index", location, environment=environment)
    assert done.stdout.decode().splitlines()[:2] == ["+5", str(tmp_path / "页.txt")]
    id = id_of(location, "2日书屋")
    for _ in range(2):
        done = baosou("show", id, "--open", "--index", location, environment=environment)
        out = done.stdout.decode().splitlines()
        assert (out[0], Path(out[1]).name, out[2:]) == ("+1", f"{id}.txt", ["2日书屋", "", "书屋的一天。"])
        assert "记录.jsonl:4".encode() in done.stderr
    failed = baosou("show", id, "--open", "--index", location, environment={**environment, "VISUAL": "false"})
    assert (failed.returncode, b"false ended with 1" in failed.stderr) == (2, True)
    missing = baosou("show", id, "--open", "--index", location, environment={**environment, "VISUAL": "/no/editor"})
    assert (missing.returncode, b"see VISUAL and EDITOR" in missing.stderr) == (2, True)


def on_terminal(*commands: list[str], home: Path) -> str:
    """What a terminal shows where these commands are run in it, one after another."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(XDG_STATE_HOME=str(home), COLUMNS="80", TERM="xterm", PAGER="cat", NO_COLOR="1")
        code = 0
        for command in commands:
            code = os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-m", "baosou.cli", *command])
        os._exit(code)
    pieces = []
    while True:
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:  # the terminal is closed with its last process
            break
        if not piece:
            break
        pieces.append(piece)
    os.waitpid(child, 0)
    os.close(terminal)
    return b"".join(pieces).decode("utf-8", "replace").replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform != "linux", reason="terminals are made as on Linux")
def test_a_number_is_a_hit_of_the_last_search_in_the_terminal(location: str, tmp_path: Path, capsys: Printed) -> None:
    at = ["--index", location]
    search = ["search", "书屋", "--sort", "title", *at]
    out = on_terminal(
        search, ["show", "2", *at], ["show", "9", *at], ["show", "2", "--index", "x"], home=tmp_path / "s"
    )
    assert "2 of: 书屋\n2日书屋" in out
    assert "9: the last search in this terminal had no such hit: 书屋" in out
    assert "was in another index" in out
    other = on_terminal(["show", "2", *at], home=tmp_path / "s")
    assert "nothing was searched for in this terminal yet" in other
    piped = on_terminal(["search", "书屋", "--format", "ids", *at], ["show", "1", *at], home=tmp_path / "t")
    assert "nothing was searched for in this terminal yet" in piped
    assert main(["show", "2", *at]) == 2
    assert "known on a terminal only" in capsys.readouterr().err


def test_similar_takes_several_ids(location: str, capsys: Printed, baosou: Baosou) -> None:
    ids = [id_of(location, query) for query in ("1日书屋", "1日粮仓")]
    main(["similar", *ids, "--json", "--index", location])
    found = json.loads(capsys.readouterr().out)
    with open_index(location) as index:
        answer = index.similar(ids)
        assert [hit["id"] for hit in found["hits"]] == [hit.id for hit in answer]
        assert {hit.title for hit in answer} >= {"2日书屋", "2日粮仓"}
        assert not set(ids) & {hit.id for hit in answer}
        assert {*index.similar(ids[0]).sought, *index.similar(ids[1]).sought} >= set(answer.sought)
    piped = baosou("similar", "-", "--json", "--index", location, stdin="\n".join(ids).encode())
    assert json.loads(piped.stdout)["query"] == " ".join(ids)
