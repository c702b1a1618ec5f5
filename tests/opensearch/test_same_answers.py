"""The same articles in a folder and on a cluster: every command gives the same, in text and in JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from baosou.cli import main
from tests.opensearch.fixtures import archive_name
from tests.opensearch.nodes import Nodes

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
OF_THE_MOMENT = frozenset(
    {"took_ms", "index", "bytes", "format", "segments", "generation", "updated", "seconds", "deleted"}
)
"""What says something of an index, or of the moment, and nothing of the archive."""

QUERIES = (
    "渔港",
    "苍南 志愿服务",
    "苍南县志愿者 渔港",
    "蒼南縣志願服務",
    "海",
    "志",
    "，",
    "2024年",
    "二〇二四年",
    "10月23日",
    '"志愿服务"',
    '"清晨五点"',
    '"老 街"~5',
    "养殖~1",
    "志愿* 海?",
    "title:渔港 OR body:志愿者",
    "author:林一帆",
    "place:温州市 -渔港",
    "date:2024 渔",
    "date:[2023 TO 2024-06]",
    "(渔港 | 老街) !志愿者",
    "沧南县",
    "渔缸",
    "鲸鱼与飞船",
    "yugang",
    "源自记者的报道中的一句话",
    "志愿者^3 渔港",
    "source:2024",
)
SEARCHES = (
    (),
    ("--any",),
    ("-F",),
    ("--strict",),
    ("--by", "section"),
    ("--sort", "-date"),
    ("--sort", "title"),
    ("--sort", "source", "-n", "0"),
    ("-w", "place=温州市", "-f", "place", "-f", "year", "-f", "author:0"),
    ("--since", "2023", "--until", "2024-06", "-f", "month"),
    ("-n", "3", "--offset", "2"),
    ("--explain",),
    ("--aside",),
    ("-c",),
    ("-l",),
)


STORY = (
    "清晨五点，霞关渔港的灯一盏盏亮起来，老船长陈海岩把第一筐带鱼搬上码头。今年的伏季休渔刚刚结束，"
    "二百多艘渔船连夜出海，第一网就满了舱。日本和挪威的客商在合作社门口等着，价钱比去年高出一成。"
    "镇里在码头边搭起凉棚，免费给船工送姜茶，修船铺的师傅罗永康说，他一夜没有合眼。"
)
REPRINTED = (
    ("浙东日报", "2024-08-16", STORY),
    ("江南晚报", "2024-08-17", f"本报霞关讯（记者 林一帆）{STORY}"),
    ("滨海周刊", "2024-08-18", STORY[: len(STORY) * 7 // 10]),
    ("海岳日报", "2024-08-20", STORY[70:] + STORY[:70]),
    ("海岳日报", "2023-08-20", STORY),
    ("浙东日报", "2024-09-01", "东京的鱼市上，霞关渔港的带鱼卖出了好价钱，首尔的商人也来问路。"),
)
"""A story in several papers, that of another year, and another one; all name countries."""


class Both(Struct, frozen=True):
    """The archive in a folder, and on a cluster."""

    folder: str
    cluster: str
    given: Callable[..., tuple[int, str, str]]

    def agree(self, command: str, *arguments: str) -> None:
        own, far = (self.given(command, "--index", place, *arguments) for place in (self.folder, self.cluster))
        assert own[0] != 3, own  # both have an index
        assert _told(far) == _told(own), (command, arguments)


def _told(given: tuple[int, str, str]) -> tuple[int, Any, Any]:
    code, out, err = given
    return code, _plain(out), _plain(err)


def _plain(text: str) -> Any:
    """JSON without what is the index's own, a line each; other text as it is."""
    try:
        return [_without(json.loads(line)) for line in text.splitlines()]
    except ValueError:
        return text


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(each) for key, each in value.items() if key not in OF_THE_MOMENT}
    return [_without(each) for each in value] if isinstance(value, list) else value


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """A command in this process: its code, and what it printed."""
    held = sys.stdin, sys.stdout, sys.stderr
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin), "utf-8"), out, err
    try:
        code = main(list(arguments))
        out.flush()
        err.flush()
        return code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()
    finally:
        sys.stdin, sys.stdout, sys.stderr = held


@pytest.fixture(scope="module")
def both(node: Nodes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with archive_name(node) as location:
        folder = str(tmp_path_factory.mktemp("same") / "index")
        lines = [
            {"id": f"r{n}", "title": "霞关开渔", "publication": paper, "date": date, "text": text, "words": "24"}
            for n, (paper, date, text) in enumerate(REPRINTED)
        ]
        news = tmp_path_factory.mktemp("news") / "news.jsonl"
        news.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
        for place in (folder, location):
            code, _, err = run("add", str(SAMPLES), str(news), "--jobs", "1", "--index", place)
            assert code == 0, err
        yield Both(folder, location, run)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_answered_alike_with_every_option(both: Both, query: str) -> None:
    for options in SEARCHES:
        form = () if options in (("-l",), ("-c",)) else ("--json",)
        both.agree("search", *options, *form, "--", query)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_shown_counted_and_drawn_alike(both: Both, query: str) -> None:
    both.agree("search", "--", query)
    both.agree("facets", "--json", "--", query)
    both.agree("analyze", "--json", "--", query)
    both.agree("timeline", "--json", "--", query)
    both.agree("kwic", "--json", "-n", "0", "--", query)
    both.agree("suggest", "--json", "--", query)


def test_a_story_is_folded_and_counted_alike(both: Both) -> None:
    _, out, _ = both.given("search", "霞关渔港", "--json", "--index", both.folder)
    assert sorted(len(hit["reprints"]) for hit in json.loads(out)["hits"])[-1] == 3
    for options in ((), ("--no-fold",), ("--fold", "-f", "publication:0", "-f", "month:0"), ("--sort", "date")):
        both.agree("search", "霞关渔港", *options, "--json")
        both.agree("search", "霞关渔港", *options)
    both.agree("search", "霞关渔港", "-c", "--fold")
    both.agree("facets", "霞关渔港", "--fold", "-w", "publication=江南晚报", "-f", "publication", "--json")
    both.agree("search", "霞关渔港", "-n", "1", "--offset", "1", "--json")


def test_countries_are_counted_and_chosen_alike(both: Both) -> None:
    _, out, _ = both.given("facets", "-f", "country", "--json", "--index", both.folder)
    assert {"value": "日本", "count": 6} in json.loads(out)["facets"]["country"]
    both.agree("facets", "-f", "country:0", "-f", "x.words", "--json")
    for value in ("日本", "东京", "韩国", "挪威王国", "nowhere"):
        both.agree("search", "-w", f"country={value}", "--json")
        both.agree("search", f"country:{value} 渔港", "--json")
    both.agree("search", "渔港", "--by", "section", "-w", "国家=日本", "--json")
    both.agree("timeline", "渔港", "-w", "country=日本", "--json")


@pytest.mark.parametrize("query", [*QUERIES[:9], "霞关渔港", "的"])
def test_the_words_that_tell_the_hits_are_alike(both: Both, query: str) -> None:
    both.agree("facets", "-f", "words:30", "-f", "place", "--json", "--", query)


@pytest.mark.parametrize("form", ["--json", "--format=csv", "--format=tsv", "--format=trec", "--format=ids"])
def test_each_form_of_output_is_alike(both: Both, form: str) -> None:
    both.agree("search", "渔港 志愿者", "-n", "0", form)


def test_all_that_passes_filters_is_alike(both: Both) -> None:
    for filters in (("-w", "place=温州市"), ("-w", "author!=林一帆"), ("--since", "2024"), ("-w", "year=2023")):
        both.agree("search", *filters, "-n", "0", "--json")
        both.agree("export", *filters)
    both.agree("facets", "--json")
    both.agree("export")
    both.agree("export", "--unit", "section")


def test_each_article_is_shown_explained_cited_and_likened_alike(both: Both) -> None:
    _, out, _ = both.given("search", "志愿者 | 渔 | 的", "--format=ids", "-n", "0", "--index", both.folder)
    ids = out.split()
    assert len(ids) > 10
    both.agree("cite", *ids)
    for id in ids:
        both.agree("show", id, "--json")
        both.agree("similar", id, "--json")
        for query in ("志愿者 渔港", '"清晨"', "鲸鱼", "title:海*", "渔港~1"):
            both.agree("why", id, query, "--json")


def test_mistakes_are_told_alike(both: Both) -> None:
    for query in (
        "nosuch:渔",
        '"渔',
        "(渔",
        "渔 AND",
        "date:2024-13",
        "a*" * 30,
        "渔" * 3000,
        "~",
        '""',
        "*",
        "NOT",
        "-",
    ):
        both.agree("search", "--json", "--", query)
    for arguments in (("show", "zzz"), ("why", "k", "渔"), ("search", "渔", "-w", "nosuch=1"), ("similar", "0")):
        both.agree(*arguments, "--json")


def test_what_is_exported_and_added_again_is_the_same_archive(both: Both, node: Nodes, tmp_path: Path) -> None:
    _, exported, _ = both.given("export", "--index", both.folder)
    folder, back = str(tmp_path / "folder"), str(tmp_path / "back")
    with archive_name(node) as location:
        for place in (folder, location):
            code, _, err = run("add", "-", "--index", place, stdin=exported.encode())
            assert code == 0, err
        moved = Both(folder, location, both.given)
        moved.agree("export")
        for query in QUERIES[:8]:
            moved.agree("search", "--json", "-n", "0", "--", query)
        _, again, _ = run("export", "--index", location)
        assert run("add", "-", "--index", back, stdin=again.encode())[0] == 0
    texts = [
        [{key: record[key] for key in ("baosou_id", "id", "title", "authors", "text", "date")} for record in records]
        for records in ([json.loads(line) for line in told.splitlines()] for told in (exported, again))
    ]
    assert texts[0] == texts[1]
    assert run("search", "志愿者", "-c", "--index", back) == run("search", "志愿者", "-c", "--index", both.folder)
