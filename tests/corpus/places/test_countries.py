"""Countries and regions named in texts: what else has their characters is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.corpus.places import countries_named, country_meant, named_in_each, places_in, resolve
from baosou.corpus.places.countries import countries
from baosou.corpus.places.gazetteer import gazetteer
from tests.bench.labelled import agreement, marked

NAMES = sorted(countries().country)
MEANT = {**{name: (country,) for name, country in countries().country.items()}, **countries().both}


def test_the_marked_passages_are_read_as_marked() -> None:
    found = agreement(marked("countries.txt"), countries_named)
    assert found.right > 90
    assert found.precision >= 0.98, found.told
    assert found.recall >= 0.97, found.told


@pytest.mark.parametrize("name", NAMES)
def test_each_name_means_its_country_in_either_script_and_in_filters(name: str) -> None:
    country = countries().country[name]
    assert country_meant(name) == country
    assert country_meant(fold_text(name)) == country
    # what is short for a country, or a county too, needs what goes on about two countries or a state
    after = "两国关系" if name.startswith("中") and len(name) == 2 else "中央" if name == "越共" else "总统访华"
    assert countries_named(f"据悉，{name}{after}") == (country,)


@pytest.mark.parametrize("name", sorted(countries().both))
def test_two_countries_in_two_characters_are_both(name: str) -> None:
    assert countries_named(f"据悉，{name}两国关系缓和") == countries().both[name]
    assert set(countries().both[name]) <= set(countries().country.values())


def test_pairs_that_share_a_character_are_all_read() -> None:
    assert countries_named("中美日韩四国的渔业部长同桌") == ("美国", "日本", "韩国")
    assert countries_named("俄乌法德四国外长") == ("俄罗斯", "乌克兰", "法国", "德国")


def test_traditional_text_names_the_same_countries() -> None:
    assert countries_named("義大利與澳大利亞的樂手來了，還有北韓的畫家。") == ("意大利", "澳大利亚", "朝鲜")


def test_a_country_is_not_cut_out_of_a_longer_one() -> None:
    assert countries_named("白俄罗斯、南苏丹、印度尼西亚、北爱尔兰、赤道几内亚") == (
        "白俄罗斯",
        "南苏丹",
        "印度尼西亚",
        "英国",
        "赤道几内亚",
    )


def test_what_only_begins_like_something_else_is_still_looked_at() -> None:
    assert countries_named("一国首都柏林") == ("德国",)


def test_china_and_its_parts_are_places_and_no_countries() -> None:
    text = "中国香港、中国台湾和内蒙古的乐手同台。"
    assert countries_named(text) == ()
    assert places_in([text])[0] == ("内蒙古自治区", "台湾省", "香港特别行政区")


@given(st.lists(st.sampled_from([*NAMES, "渔", "港", "，", "灯市", "温州市", "\n"]), max_size=20).map("".join))
def test_each_mention_begins_with_a_name_of_its_country(text: str) -> None:
    (named,) = named_in_each([([text], ())])
    for country, starts in [item for each in named.countries for item in each.items()]:
        assert starts == sorted(set(starts))
        for start in starts:
            assert any(text.startswith(name, start) for name in MEANT if country in MEANT[name])


@given(st.lists(st.sampled_from([*NAMES, "长三角", "浙江", "的", "，"]), min_size=1, max_size=8))
def test_many_texts_are_read_as_one_by_one(texts: list[str]) -> None:
    together = named_in_each([([text], ()) for text in texts])
    assert together == [named_in_each([([text], ())])[0] for text in texts]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("京津冀协同发展十年了", ("北京市", "天津市", "河北省")),
        ("長三角的渔船都来了", ("上海市", "安徽省", "江苏省", "浙江省")),
        ("粤港澳大湾区的青年", ("广东省", "澳门特别行政区", "香港特别行政区")),
        ("成渝两地的火锅", ("四川省/成都市", "重庆市")),
        ("镇江浙菜馆的灯笼", ("江苏省/镇江市",)),
        ("香港澳门同胞", ("澳门特别行政区", "香港特别行政区")),
    ],
)
def test_a_region_names_the_places_in_it(text: str, places: tuple[str, ...]) -> None:
    assert places_in([text])[0] == places


def test_a_wanted_region_means_the_places_in_it() -> None:
    assert resolve("川渝") == ("四川省", "重庆市")
    assert resolve("成渝") == ("四川省/成都市", "重庆市")


def test_regions_are_made_of_places_of_the_table() -> None:
    assert {path for paths in countries().region.values() for path in paths} <= gazetteer().level.keys()


@pytest.mark.parametrize(
    "text",
    [
        "打通武夷山的通道",
        "山海关之内下了头一场雪",
        "松花江、嫩江等干流水位回落",
        "主队客场战平上海申花",
        "北京国安和山东鲁能的球迷",
        "贵州茅台的股价",
        "青岛海尔的冰箱",
    ],
)
def test_waters_mountains_passes_clubs_and_firms_are_no_places(text: str) -> None:
    assert places_in([text])[0] == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("武夷山市的茶农", "福建省/南平市/武夷山市"),
        ("福建省武夷山的茶农", "福建省/南平市/武夷山市"),
        ("始于1931年的锦州", "辽宁省/锦州市"),
        ("上海的申花球迷", "上海市"),
    ],
)
def test_the_places_that_they_are_named_after_stay_places(text: str, place: str) -> None:
    assert place in places_in([text])[0]
