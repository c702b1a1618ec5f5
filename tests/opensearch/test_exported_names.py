"""People and organisations that were found in a folder go along where its articles are exported to a cluster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baosou.index import open_index
from baosou.index.adding import EnrichOptions
from baosou.index.whoosh_engine.backend import WhooshBackend
from tests.index.names.marking import ORG, PERSON, Marking
from tests.opensearch.test_same_answers import Both, run

TEXTS = (
    ("渔港开渔", "沙浦渔港管理局局长林一帆说，开渔了。周可在场。"),
    ("夜里的灯", "林一帆和周可夜里守着灯塔，沙浦渔港管理局送来姜茶。"),
    ("修船的人", "林一帆、周可同罗莎·林德曼在船坞修船。"),
    ("读书的人", "方文一个人读书，罗莎·林德曼寄来一箱。"),
    ("空船坞", "船坞里没有人，潮水涨到第三级台阶。"),
)
KNOWN = {"林一帆": PERSON, "周可": PERSON, "方文": PERSON, "罗莎·林德曼": PERSON, "沙浦渔港管理局": ORG}


@pytest.fixture
def both(cluster_location: str, tmp_path: Path) -> Both:
    """An index whose articles were searched for names, and what it exports on a cluster."""
    folder = tmp_path / "index"
    with open_index(folder, create=True) as index:
        index.add(
            records=[
                {"id": f"r{at}", "title": title, "text": text, "date": f"2024-0{at}-01"}
                for at, (title, text) in enumerate(TEXTS, start=1)
            ]
        )
    WhooshBackend(folder).enrich(EnrichOptions(jobs=1), tagger=Marking(KNOWN))
    code, exported, err = run("export", "--index", str(folder))
    assert code == 0, err
    code, _, err = run("add", "-", "--index", cluster_location, stdin=exported.encode())
    assert code == 0, err
    return Both(str(folder), cluster_location, run)


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        (("person:林一帆",), {"渔港开渔", "夜里的灯", "修船的人"}),
        (("人物:罗莎·林德曼",), {"修船的人", "读书的人"}),
        (("org:沙浦渔港管理局 灯塔",), {"夜里的灯"}),
        (("机构:沙浦渔港管理局",), {"渔港开渔", "夜里的灯"}),
        (("船坞 -人物:周可",), {"空船坞"}),
        (("-w", "person=林一帆,罗莎·林德曼"), {"渔港开渔", "夜里的灯", "修船的人", "读书的人"}),
        (("-w", "机构=沙浦渔港管理局", "-w", "人物=周可"), {"渔港开渔", "夜里的灯"}),
        (("-w", "person!=林一帆"), {"读书的人", "空船坞"}),
    ],
    ids=str,
)
def test_names_are_found_on_the_cluster_as_in_the_folder(
    both: Both, arguments: tuple[str, ...], titles: set[str]
) -> None:
    for place in (both.folder, both.cluster):
        code, out, err = run("search", *arguments, "--json", "--strict", "--index", place)
        assert code == 0, err
        assert {hit["title"] for hit in json.loads(out)["hits"]} == titles, place


def test_names_are_counted_on_the_cluster_as_in_the_folder(both: Both) -> None:
    for asked in (
        ("facets", "-f", "person:0", "-f", "org:0"),
        ("facets", "-w", "person=林一帆"),
        ("facets", "船坞", "-f", "人物", "-w", "机构=沙浦渔港管理局"),
        ("timeline", "人物:林一帆", "--by", "month"),
    ):
        both.agree(asked[0], *asked[1:], "--json")
