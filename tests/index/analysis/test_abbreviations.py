"""Abbreviations that texts explain: which are learnt, and what queries find by them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.index.analysis.abbreviations import Abbreviation, explained
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.errors import IndexDamaged
from baosou.index.segments.abbreviations import Entry, are_one_name
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.merger import merge
from baosou.index.whoosh_engine.engine import WhooshEngine

MakeArticle = Callable[..., Any]
MakeIndex = Callable[..., WhooshEngine]

INSTITUTE = "东海科学院滨州精密光学机械研究所"


def learnt(text: str) -> list[str] | None:
    """Short form, long form and whole name that a text explains at 简称 or 下称; None where it is nothing."""
    at = max(text.find(word) for word in ("简称", "下称"))
    found = explained(text[:at], text[at + 2 :])
    return None if found is None else [found.short, found.long, found.whole]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"日前,{INSTITUTE}(以下简称滨州光机所)与企业签约", ["滨州光机所", "滨州精密光学机械研究所", INSTITUTE]),
        ("中国渔港灯塔协调委员会(简称“灯塔协委会”)成立", ["灯塔协委会", "灯塔协调委员会", "中国渔港灯塔协调委员会"]),
        ("《海岛淡水使用管理办法》(以下简称:淡水管法)施行", ["淡水管法", "淡水使用管理办法", "海岛淡水使用管理办法"]),
        ("《海岛淡水使用管理法》(以下简称《淡水管法》)施行", ["淡水管法", "淡水使用管理法", "海岛淡水使用管理法"]),
        ("根据《中华人民共和国渔船检验法》(下称「渔检法」)", ["渔检法", "渔船检验法", "中华人民共和国渔船检验法"]),
        ("第三届全国海岛运动会(以下简称“三届岛运会”)", ["三届岛运会", "三届全国海岛运动会", "第三届全国海岛运动会"]),
        ("报请云屿市海洋与渔业局(下称云屿渔业局)批准", ["云屿渔业局", "云屿市海洋与渔业局", "云屿市海洋与渔业局"]),
        ("节约用水(以下简称节水)", ["节水", "节约用水", "节约用水"]),
        ("云屿县人民法院(以下统一简称为‘云屿法院’)", ["云屿法院", "云屿县人民法院", "云屿县人民法院"]),
        # a piece of the long form says nothing new
        ("《海岛供水条例》(以下简称《条例》)施行", None),
        ("云屿渔业有限公司(以下简称公司)", None),
        ("云屿渔业银行(以下简称本行)", None),
        # what stands for another body in each place
        ("云屿市发展和改革委员会(以下简称市发改委)", None),
        ("云屿县卫生健康局(下称县卫健局)", None),
        # words left out are no shorter words: the short form means more than the long one
        ("海上突发大雾事件(以下简称突发事件)", None),
        ("受检查工作人员(以下简称检查人员)", None),
        # no name, no order, not near
        ("云屿至白沙航线(以下简称云沙线)", None),
        ("出海的渔民和家属(以下简称渔属)", ["渔属", "渔民和家属", "渔民和家属"]),
        ("渔民其他家属(以下简称渔属)", None),
        ("渔船检验法(以下简称法检渔)", None),
        ("灯塔建成以后岛上的人每天晚上都能望见它协调一致地亮起来委员会(简称灯委)", None),
        ("公司称将简称改为(简称X)", None),
        ("他们简称这里为老街", None),
        ("(以下简称甲方)", None),
    ],
)
def test_what_is_an_abbreviation(text: str, found: list[str] | None) -> None:
    assert learnt(text) == found


@settings(max_examples=300)
@given(
    st.text(alphabet="云屿渔港灯塔协调委员会的和市《》“”,()以下1a\n", max_size=40),
    st.text(alphabet="云屿渔港灯塔协委会市《》“”:,()为", max_size=14),
)
def test_the_characters_of_a_short_form_stand_in_the_long_one_in_order_but_not_in_one_piece(
    before: str, after: str
) -> None:
    found = explained(before, after)
    if found is not None:
        assert found.whole.endswith(found.long)
        assert found.long[0] == found.short[0]
        assert found.short not in found.whole
        assert are_one_name([found.long, found.short])
        assert found.whole in before
        assert found.short in after


def test_long_forms_are_one_name_where_one_is_the_other_more_fully() -> None:
    assert are_one_name(["海岛运动会", "海岛群众运动会"])
    assert are_one_name(["海岛运动会"])
    assert not are_one_name(["城市管理综合执法部门", "城市管理行政执法部门"])
    assert not are_one_name([])


# In an index

EXPLAINS = f"日前，{INSTITUTE}（以下简称滨州光机所）与企业签约，设备已调试完毕。"
SHORT = "滨州光机所的镜片送到了海岛学校。"
LONG = f"{INSTITUTE}建于渔港旁边。"


def found_by(engine: WhooshEngine, text: str, **how: Any) -> list[str | None]:
    return [hit.title for hit in ask(engine, Question(text, strict=True, **how)).results.hits]


@pytest.fixture
def groups(make_article: MakeArticle) -> Sequence[Sequence[Any]]:
    """Articles in two segments: what explains the name, and what only uses it."""
    return (
        [make_article(EXPLAINS, title="签约"), make_article("渔港的灯塔亮了。", title="灯塔")],
        [make_article(SHORT, title="短"), make_article(LONG, title="长")],
    )


def test_either_form_finds_the_other_whatever_segment_explains_it(
    groups: Sequence[Sequence[Any]], make_index: MakeIndex
) -> None:
    engine = make_index(*groups)
    for query in ("滨州光机所", INSTITUTE, "滨州精密光学机械研究所"):
        assert set(found_by(engine, query)) == {"签约", "短", "长"}
        assert set(found_by(engine, query, synonyms=False)) != {"签约", "短", "长"}
    assert set(found_by(engine, f'"{INSTITUTE}"')) == {"签约", "长"}
    assert found_by(engine, "滨州光机所", mode="literal") == found_by(engine, '"滨州光机所"')
    assert ask(engine, Question("滨州光机所")).interpreted.endswith("OR 滨州精密光学机械研究所^0.8")


def test_the_form_that_was_typed_ranks_first(groups: Sequence[Sequence[Any]], make_index: MakeIndex) -> None:
    engine = make_index(*groups)
    assert found_by(engine, "滨州光机所").index("短") < found_by(engine, "滨州光机所").index("长")
    assert found_by(engine, INSTITUTE).index("长") < found_by(engine, INSTITUTE).index("短")


def test_only_live_articles_explain(groups: Sequence[Sequence[Any]], make_index: MakeIndex) -> None:
    engine = make_index(*groups, deleted={0: [(0, 1)]})
    assert found_by(engine, "滨州光机所") == ["短"]


def test_a_short_form_of_two_names_stands_for_none(make_article: MakeArticle, make_index: MakeIndex) -> None:
    one = make_article("云屿渔业管理委员会（简称云屿委）成立。", title="渔")
    other = make_article("云屿林业保护委员会（简称云屿委）成立。", title="林")
    assert "渔业" in ask(make_index([one]), Question("云屿委")).interpreted
    assert "业" not in ask(make_index([one], [other]), Question("云屿委")).interpreted
    assert "云屿委" not in ask(make_index([one, other]), Question("云屿渔业管理委员会")).interpreted


def test_a_merge_keeps_what_live_articles_explain(
    make_article: MakeArticle, write_segment: Callable[..., Segment], tmp_path: Path
) -> None:
    first = write_segment([make_article("无关。"), make_article(EXPLAINS)], deleted=[(0, 1)])
    second = write_segment([make_article("节约用水（以下简称“节水”）。"), make_article(EXPLAINS)], deleted=[(0, 1)])
    merge([first, second], tmp_path / "merged.seg")
    entries = list(Segment(tmp_path / "merged.seg").abbreviations.all())
    at_once = write_segment([make_article(EXPLAINS), make_article(EXPLAINS)])
    assert entries == list(at_once.abbreviations.all())
    assert entries == sorted(
        Entry(key, other, is_long, article)
        for key, other, is_long in (
            ("滨州光机所", "滨州精密光学机械研究所", False),
            ("滨州精密光学机械研究所", "滨州光机所", True),
            (INSTITUTE, "滨州光机所", True),
        )
        for article in (0, 1)
    )


def test_an_explanation_does_not_reach_into_another_text(
    make_article: MakeArticle, write_segment: Callable[..., Segment]
) -> None:
    segment = write_segment([make_article("节约用水", "（以下简称节水）。"), make_article("简称", title="称")])
    assert list(segment.abbreviations.all()) == []


def test_every_sign_and_script_explains_alike(make_article: MakeArticle, write_segment: Callable[..., Segment]) -> None:
    texts = (
        "節約用水（以下簡稱「節水」），",
        "节约用水(下称'节水')。",
        "节约用水（简称：《节水》）",
        "“节约用水”（以下简称为“节水”，下同）",
    )
    for text in texts:
        entries = write_segment([make_article(f"岛上推行{text}")]).abbreviations.all()
        assert {(entry.key, entry.other) for entry in entries} >= {("节水", "节约用水"), ("节约用水", "节水")}, text


def test_changed_bytes_are_damage_and_nothing_worse(groups: Sequence[Sequence[Any]], make_index: MakeIndex) -> None:
    engine = make_index(*groups)
    path = engine.segments[0].path
    content = bytearray(path.read_bytes())
    for name in ("abbreviation_other", "abbreviation_article", "abbreviation_firsts"):
        code, count, offset, _ = engine.segments[0].file.directory[name]
        changed = bytearray(content)
        changed[offset : offset + count * int(code[1])] = b"\xff" * (count * int(code[1]))
        path.unlink()
        path.write_bytes(changed)
        with pytest.raises(IndexDamaged, match=name):
            ask(WhooshEngine(engine.folder), Question("滨州光机所"))


def test_what_is_explained_is_a_value() -> None:
    assert explained("节约用水(以下", "节水)") == Abbreviation("节水", "节约用水", "节约用水")
