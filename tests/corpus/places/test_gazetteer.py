"""The table of divisions: what it holds, how it is made, what it costs, and how it does on a real page."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

import pytest

from baosou.corpus.errors import BaosouError
from baosou.corpus.generate import gazetteer as gazetteer_build
from baosou.corpus.generate.divisions import main, table
from baosou.corpus.places import gazetteer as gazetteers
from baosou.corpus.places import places_in
from baosou.corpus.places.gazetteer import GAZETTEER, gazetteer, phrases_by_name, text_of
from baosou.corpus.places.names import other_full_forms, stem
from tests.work import growth, steps

_SEED = Path(__file__).parents[3].parent / "shared" / "seed" / "truth.json"
_ROWS = [
    (1, "330000", "", "浙江省"),
    (2, "330300", "330000", "温州市"),
    (3, "330327", "330300", "苍南县"),
    (4, "330327100", "330327", "灵溪镇"),
    (4, "330327101", "330327", "沿浦镇"),
]


def test_the_table_has_all_levels_and_no_pseudo_levels() -> None:
    level = gazetteer().level
    assert sum(value == 1 for value in level.values()) == 34
    assert sum(value == 2 for value in level.values()) == 333
    assert sum(value == 3 for value in level.values()) > 2800
    assert not [path for path in level if "市辖区" in path or "直辖" in path]


def test_every_ancestor_of_a_path_is_in_the_table() -> None:
    level = gazetteer().level
    for path in level:
        assert all(above in level for above in accumulate(path.split("/"), "{}/{}".format))


def test_former_names_lead_to_places_of_the_table() -> None:
    lines = files("baosou.corpus.places").joinpath("former.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.split("\t")[1] not in gazetteer().level] == []


def test_every_phrase_brackets_a_name_that_would_otherwise_be_read() -> None:
    names = gazetteer().names
    assert [name for name in phrases_by_name() if name not in names] == []


def test_the_shipped_gazetteer_is_what_is_built() -> None:
    assert text_of(GAZETTEER) == gazetteer_build.table()


@pytest.mark.parametrize("damage", [lambda _: "", lambda text: text[: len(text) // 2], lambda text: text[9:]])
def test_a_damaged_gazetteer_is_named(damage: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = damage(text_of(GAZETTEER))
    monkeypatch.setattr(gazetteers, "text_of", lambda _: damaged)
    gazetteer.cache_clear()
    try:
        with pytest.raises(BaosouError, match=r"gazetteer\.txt is missing or damaged"):
            gazetteer()
    finally:
        gazetteer.cache_clear()


def test_building_sorts_by_path_and_lists_townships_under_their_county(tmp_path: Path) -> None:
    source, target = tmp_path / "divisions.json", tmp_path / "out.tsv.gz"
    source.write_text(json.dumps({"divisions": list(reversed(_ROWS))}), encoding="utf-8")
    main(source, target)
    assert gzip.decompress(target.read_bytes()).decode("utf-8") == table(_ROWS)
    assert table(_ROWS).splitlines() == [
        "1\t台湾省\t",
        "1\t浙江省\t",
        "2\t浙江省/温州市\t",
        "3\t浙江省/温州市/苍南县\t沿浦镇 灵溪镇",
    ]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("内蒙古自治区", "内蒙古"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("东乡族自治县", "东乡"),
        ("神农架林区", "神农架"),
        ("万柏林区", "万柏林"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("赵县", "赵"),
    ],
)
def test_suffixes_and_peoples_are_taken_off(name: str, short: str) -> None:
    assert stem(name) == short


def test_an_autonomous_county_is_also_called_a_county() -> None:
    assert "龙胜县" in other_full_forms("龙胜各族自治县")


def test_importing_the_package_reads_no_table() -> None:
    code = (
        "import sys, baosou.corpus.places\n"
        "sys.exit(any(name.startswith('baosou.corpus.places.') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_work_of_finding_places_is_in_proportion_to_the_text() -> None:
    paragraph = (
        "近日，浙江省温州市苍南县沿浦镇的老街上摆出了三十五个摊位，家电维修、健康体检、农技咨询样样都有。"
        "从杭州赶来的志愿者说，这样的市集今年已经办了二十多场，乡亲们在家门口就能把事情办好，省时又省心。"
    )

    def places_of(paragraphs: int) -> None:
        # no paragraph says the same as another, so that nothing is kept from one to the next
        places_in([f"{paragraph}这是第{number}场。" for number in range(paragraphs)])

    assert growth(places_of, 50, 8) < 8.5
    assert steps(lambda: places_of(50)) / 50 / len(paragraph) < 25  # a character has no more than so many rules to meet


def _with_ancestors(paths: set[str]) -> set[str]:
    return {above for path in paths for above in accumulate(path.split("/"), "{}/{}".format)}


@pytest.mark.skipif(not _SEED.exists(), reason="the real page with its truth is not beside this checkout")
def test_the_real_page_has_the_places_that_a_reader_marked() -> None:
    right = wrong = missed = 0
    for article in json.loads(_SEED.read_text(encoding="utf-8"))["articles"]:
        texts = [article["title"], *(p["text"] for p in article["paragraphs"]), *article["captions"]]
        found = _with_ancestors({path for paths in places_in(texts) for path in paths})
        marked = _with_ancestors(
            {
                "/".join(place["hierarchy"])
                for place in article["places"]
                if place.get("level") in ("province", "city", "county", "town") and "note" not in place
            }
        )
        right += len(found & marked)
        wrong += len(found - marked)
        missed += len(marked - found)
    assert right / (right + wrong) >= 0.97
    assert right / (right + missed) >= 0.97
