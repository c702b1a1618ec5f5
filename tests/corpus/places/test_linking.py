"""Linking places in articles: hierarchy, ambiguity, names that are also words, organisations."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baosou.corpus.places import places_in, places_in_each
from baosou.corpus.places.gazetteer import gazetteer


def in_text(text: str) -> tuple[str, ...]:
    return places_in([text])[0]


def test_a_county_after_its_city_gives_one_path_from_the_province_down() -> None:
    assert in_text("近日，温州市苍南县的夜市重新开张。") == ("浙江省/温州市/苍南县",)


def test_a_township_after_its_county_gives_the_whole_path() -> None:
    assert in_text("平阳县鳌江镇的码头上停着三条渔船。") == ("浙江省/温州市/平阳县/鳌江镇",)


def test_a_city_named_by_itself_is_given_beside_its_county() -> None:
    assert in_text("温州市苍南县的茶农进城，温州的茶馆多了起来。") == ("浙江省/温州市", "浙江省/温州市/苍南县")


def test_each_text_gets_its_own_places() -> None:
    title, first, second = places_in(["老街新灯", "湖州市南浔区的老街修好了。", "从绍兴市赶来的林师傅做了六十盏灯。"])
    assert title == ()
    assert first == ("浙江省/湖州市/南浔区",)
    assert second == ("浙江省/绍兴市",)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("上海市浦东新区的花市", "上海市/浦东新区"),
        ("在重庆市云阳县，橙子熟了", "重庆市/云阳县"),
        ("北京市海淀区中关村街道的书店", "北京市/海淀区/中关村街道"),
        ("湖北省仙桃市彭场镇的工厂", "湖北省/仙桃市/彭场镇"),
        ("海南省琼海市的渔民", "海南省/琼海市"),
        ("东莞市虎门镇的服装街", "广东省/东莞市/虎门镇"),
        ("甘肃省嘉峪关市", "甘肃省/嘉峪关市"),
    ],
)
def test_levels_that_do_not_exist_are_not_invented(text: str, path: str) -> None:
    assert in_text(text) == (path,)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("景宁县的畲族歌会", "浙江省/丽水市/景宁畲族自治县"),
        ("恩施州利川市的山歌", "湖北省/恩施土家族苗族自治州/利川市"),
        ("内蒙古自治区鄂温克旗的牧场", "内蒙古自治区/呼伦贝尔市/鄂温克族自治旗"),
        ("广西壮族自治区南宁市", "广西壮族自治区/南宁市"),
        ("青海海南州共和县", "青海省/海南藏族自治州/共和县"),
    ],
)
def test_autonomous_units_are_found_by_full_and_shortened_names(text: str, path: str) -> None:
    assert in_text(text) == (path,)


def test_former_names_lead_to_the_place_of_today() -> None:
    assert in_text("那年他从玉环县坐船去襄樊市，路过萧山市。") == (
        "浙江省/台州市/玉环市",
        "浙江省/杭州市/萧山区",
        "湖北省/襄阳市",
    )


def test_provinces_and_well_known_cities_need_no_suffix() -> None:
    assert in_text("车队从杭州出发，经安徽到了武汉。") == ("安徽省", "浙江省/杭州市", "湖北省/武汉市")


def test_a_short_county_is_read_once_the_article_names_it_in_full() -> None:
    assert places_in(["椒江的灯", "台州市椒江区的灯会开了十天。"])[0] == ("浙江省/台州市/椒江区",)


def test_a_short_county_after_its_province_or_city_is_read() -> None:
    assert in_text("浙江苍南和江苏宜兴的陶工，在广西南宁见面。") == (
        "广西壮族自治区/南宁市",
        "江苏省/无锡市/宜兴市",
        "浙江省/温州市/苍南县",
    )


def test_a_short_county_in_a_list_of_its_neighbours_is_read() -> None:
    assert in_text("平阳县、苍南、泰顺的茶农都来了。") == (
        "浙江省/温州市/平阳县",
        "浙江省/温州市/泰顺县",
        "浙江省/温州市/苍南县",
    )


def test_a_title_head_before_a_colon_is_read_as_a_place() -> None:
    assert places_in(["苍南：小市集办成大服务", "老街上摆出了三十个摊位。"])[0] == ("浙江省/温州市/苍南县",)


def test_a_short_county_without_any_evidence_is_left_out() -> None:
    assert in_text("苍南牌面条上市") == ()


def test_a_township_named_in_full_is_also_found_by_its_short_name() -> None:
    title, body = places_in(["鳌江：数字点灯", "平阳县鳌江镇的路灯换了新装。"])
    assert title == body == ("浙江省/温州市/平阳县/鳌江镇",)


def test_puto_goes_to_zhoushan_where_the_article_speaks_of_zhoushan() -> None:
    found = places_in(["普陀的渔港里停满了船", "沈家门的码头上，舟山渔民老周补着网。"])
    assert found[0] == ("浙江省/舟山市/普陀区",)


def test_puto_goes_to_shanghai_where_the_article_speaks_of_shanghai() -> None:
    assert places_in(["普陀：弄堂里的食堂", "上海的老食堂又开门了。"])[0] == ("上海市/普陀区",)


def test_a_township_of_many_counties_is_found_by_its_county() -> None:
    assert in_text("台州市黄岩区高桥街道的消防站") == ("浙江省/台州市/黄岩区/高桥街道",)


@pytest.mark.parametrize("text", ["普陀区的早市", "鼓楼区的巷子", "高桥街道的小店", "朝阳区的学校"])
def test_an_ambiguous_name_alone_is_left_out(text: str) -> None:
    assert in_text(text) == ()


def test_an_anchor_decides_between_places_of_one_name_without_being_given_back() -> None:
    assert places_in(["鼓楼区的巷子"], anchors=["福州市"]) == [("福建省/福州市/鼓楼区",)]


def test_an_unknown_anchor_changes_nothing() -> None:
    assert places_in(["鼓楼区的巷子"], anchors=["无何有之乡", ""]) == [()]


def test_districts_named_together_settle_each_other() -> None:
    assert in_text("石家庄市桥西区、长安区、裕华区同时供暖。") == (
        "河北省/石家庄市/桥西区",
        "河北省/石家庄市/裕华区",
        "河北省/石家庄市/长安区",
    )


def test_jilin_is_the_province_unless_it_is_called_a_city() -> None:
    assert in_text("吉林的雪") == ("吉林省",)
    assert in_text("吉林市的雪") == ("吉林省/吉林市",)


@pytest.mark.parametrize(
    "text",
    [
        "深化合作，延长期限，振兴乡村，万安千家",
        "安居工程与绿色通道同时建成，来宾鼓掌",
        "祝大家长治久安、幸福安康，日照充足",
        "三明治和大理石桌面",
        "隆重庆祝丰收，扩大同各方的往来",
        "学习水平不断提高，公共同江水一样流",
        "这座老城区和新城区之间有一条河，郊区的菜新鲜",
        "沿海城市与新兴城市的专项城市设计",
        "西南山区的孩子有了新课桌",
    ],
)
def test_common_words_are_not_places(text: str) -> None:
    assert in_text(text) == ()


@pytest.mark.parametrize(
    "text",
    ["村民罗永康说", "孙中山先生题字", "记者王长春报道", "演员陈瑞丽谢幕", "穆罕默德·阿里获胜", "安吉拉·沃克到访"],
)
def test_names_of_persons_are_not_places(text: str) -> None:
    assert in_text(text) == ()


@pytest.mark.parametrize("text", ["南京路上的灯", "沿着北京东路走", "长安街的清晨", "中山路的骑楼", "延安路口"])
def test_names_of_roads_are_not_places(text: str) -> None:
    assert in_text(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "浙江大学的讲座",
        "上海光机所的激光器",
        "景德镇陶瓷大学的窑",
        "温州东方实业有限公司",
        "中国美院龙泉研究院",
        "南昌舰返航",
    ],
)
def test_a_place_inside_a_proper_name_of_an_organisation_does_not_count(text: str) -> None:
    assert in_text(text) == ()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("苍南县委组织部的同志", "浙江省/温州市/苍南县"),
        ("台州市椒江区委人才办", "浙江省/台州市/椒江区"),
        ("南浔区和孚镇人大联络站", "浙江省/湖州市/南浔区/和孚镇"),
        ("宁波市审计局", "浙江省/宁波市"),
        ("台州温岭市检察院", "浙江省/台州市/温岭市"),
    ],
)
def test_offices_of_a_place_name_the_place(text: str, path: str) -> None:
    assert in_text(text) == (path,)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("黄河南岸的麦田", ()),
        ("车到上海南站", ("上海市",)),
        ("长江西岸的船", ()),
        ("湖南山区的茶", ("湖南省",)),
        ("东京的樱花、提格雷州的集市", ()),
        ("鄱阳湖的候鸟", ()),
        ("中国人民大学里的北京时间", ()),
        ("温州市场上的杨梅", ("浙江省/温州市",)),
        ("峨眉山市的猴子", ("四川省/乐山市/峨眉山市",)),
        ("来宾县和澜沧县", ("云南省/普洱市/澜沧拉祜族自治县",)),
    ],
)
def test_a_name_is_not_cut_out_of_a_longer_one(text: str, paths: tuple[str, ...]) -> None:
    assert in_text(text) == paths


@pytest.mark.parametrize(
    "rest",
    [
        "路",
        "东路",
        "中大街",
        "大道",
        "街",
        "”舰",
        "舰",
        "号",
        "镇上",
        "乡里",
        "街道",
        "村里",
        "庄村",
        "家村",
        "屯村",
        "苏木",
        "河畔",
        "湖边",
        "湾里",
        "溪边",
        "水库",
        "山上",
        "寺里",
        "塔下",
        "风景",
        "景区",
        "国际机场",
        "际机场",
        "机场",
        "公园",
        "大桥",
        "隧道",
        "新区",
        "高新区",
        "航天城",
        "卫星",
        "发射场",
        "火车站",
        "湿地",
        "草原",
        "国家级",
        "尔",
        "莎",
    ],
)
def test_a_word_like_name_that_goes_on_as_something_else_is_no_place(rest: str) -> None:
    assert in_text("北京市说，朝阳，热闹起来。") == ("北京市", "北京市/朝阳区")
    assert in_text(f"北京市说，朝阳{rest}热闹起来。") == ("北京市",)


@pytest.mark.parametrize("rest", ["部", "岸", "麓", "侧", "端", "缘"])
def test_a_name_that_ends_in_a_direction_may_be_a_side_of_something(rest: str) -> None:
    assert in_text(f"他说，海南{rest}热闹起来。") == ()


def test_no_texts_give_no_places() -> None:
    assert places_in([]) == []
    assert places_in(["", "\n"]) == [(), ()]


@given(st.sampled_from(sorted(gazetteer().level)))
@example("山西省/阳泉市/城区")
@example("河北省/石家庄市/赵县")
def test_every_place_is_found_by_its_own_full_path_without_slashes(path: str) -> None:
    assert in_text(f"记者在{path.replace('/', '')}看到，") == (path,)


_PIECES = st.sampled_from(
    [
        "浙江省",
        "温州",
        "普陀",
        "城关镇",
        "镇",
        "市",
        "区",
        "县",
        "·",
        "：",
        "、",
        "海南",
        "山东",
        "永康",
        "王",
        "路",
        "大学",
    ]
)


@given(st.lists(st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=12).map("".join), max_size=4))
def test_any_text_gives_sorted_unique_paths_of_the_table(texts: list[str]) -> None:
    found = places_in(texts)
    table = gazetteer()
    assert len(found) == len(texts)
    for paths in found:
        assert list(paths) == sorted(set(paths))
        for path in paths:
            above, _, last = path.rpartition("/")
            assert path in table.level or above in table.above(last)


@given(st.lists(st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=12).map("".join), max_size=6))
def test_many_articles_at_once_are_read_like_each_alone(texts: list[str]) -> None:
    articles = [(texts[number : number + 2], ["温州市"][: number % 2]) for number in range(len(texts))]
    assert places_in_each(articles) == [places_in(own, anchors=anchors) for own, anchors in articles]


def test_characters_beyond_the_basic_plane_move_no_name() -> None:
    assert places_in(["𠮷𠮷在温州市苍南县", "𠮷在平阳县鳌江镇"]) == [
        ("浙江省/温州市/苍南县",),
        ("浙江省/温州市/平阳县/鳌江镇",),
    ]


def test_traditional_text_names_the_same_places() -> None:
    assert places_in(["溫州市蒼南縣霞關鎮的漁港", "乾县与臺灣省"]) == places_in(
        ["温州市苍南县霞关镇的渔港", "乾县与台湾省"]
    )
    assert places_in(["😀溫州市蒼南縣"]) == [("浙江省/温州市/苍南县",)]
