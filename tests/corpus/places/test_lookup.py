"""What a user's filter value may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.places import resolve
from baosou.corpus.places.gazetteer import gazetteer


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("温州", ("浙江省/温州市",)),
        ("温州市", ("浙江省/温州市",)),
        ("浙江", ("浙江省",)),
        ("普陀", ("上海市/普陀区", "浙江省/舟山市/普陀区")),
        ("舟山普陀", ("浙江省/舟山市/普陀区",)),
        ("温州市/苍南县", ("浙江省/温州市/苍南县",)),
        ("浙江省/温州市", ("浙江省/温州市",)),
        ("浙江/温州/苍南", ("浙江省/温州市/苍南县",)),
        ("浙江省温州市苍南县", ("浙江省/温州市/苍南县",)),
        (" 浙江 > 温州 ", ("浙江省/温州市",)),
        ("平阳县鳌江镇", ("浙江省/温州市/平阳县/鳌江镇",)),
        ("和孚镇", ("浙江省/湖州市/南浔区/和孚镇",)),
        ("和孚", ("浙江省/湖州市/南浔区/和孚镇",)),
        ("浦东", ("上海市/浦东新区",)),
        ("仙桃", ("湖北省/仙桃市",)),
        ("襄樊", ("湖北省/襄阳市",)),
        ("台湾", ("台湾省",)),
    ],
)
def test_names_and_paths_lead_to_official_paths(name: str, paths: tuple[str, ...]) -> None:
    assert resolve(name) == paths


@pytest.mark.parametrize(("name", "path"), [("南昌", "江西省/南昌市"), ("海南", "海南省"), ("吉林", "吉林省")])
def test_of_places_with_one_short_name_the_upper_is_meant(name: str, path: str) -> None:
    assert resolve(name) == (path,)


def test_words_that_are_left_out_of_running_text_can_still_be_filtered_by() -> None:
    assert resolve("公安") == ("湖北省/荆州市/公安县",)
    assert "天津市/和平区" in resolve("和平")


def test_a_township_of_many_counties_gives_all_of_them() -> None:
    found = resolve("高桥街道")
    assert "浙江省/台州市/黄岩区/高桥街道" in found
    assert len(found) > 1


@pytest.mark.parametrize("name", ["", "/", "无何有之乡", "苍南县/温州市", "县", "Wenzhou"])
def test_what_is_no_place_gives_nothing(name: str) -> None:
    assert resolve(name) == ()


@given(st.sampled_from(sorted(gazetteer().level)))
def test_every_path_of_the_table_leads_to_itself(path: str) -> None:
    assert resolve(path) == (path,)


@given(st.text(max_size=20))
def test_any_text_gives_sorted_unique_paths(name: str) -> None:
    found = resolve(name)
    assert list(found) == sorted(set(found))
