"""Whatever a page holds, each visible character comes out once, where its span says it stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus import pages
from baosou.corpus.models import Page, Passage
from baosou.corpus.pages import segment_page

BREAK = re.compile(r"\r\n|[\n\r\f]")
LINES = st.sampled_from(
    [
        "",
        "　　",
        "海岳晚报　2023年4月18日　星期二",
        "A05 综合新闻",
        "第03版",
        "— 7 —",
        "12",
        "责任编辑：秦思远　版式：柳叶眉",
        "新闻热线：0577-5550123",
        "渡口添新灯 夜航更安心",
        "泰顺：廊桥边的木工课",
        "——一座山村小学的三十年",
        "【读者来信】",
        "一、补短板",
        "第十二条 任何单位不得占用消防通道。",
        "本报记者 林知远 通讯员 苏晚晴",
        "□ 王　伟",
        "林知远 周若溪",
        "(陈海若)",
        "（作者单位：县文化馆）",
        "来源：海岳晚报",
        "本报讯（记者 范　岳）昨天，渡口的新灯亮了。",
        "近日，县里的渡口装上了太阳能灯，夜里过河的人不用再摸黑。（记者 范岳 王伟）",
        "“去年这个时候，我们还要打着手电过河，”船工老周说，“现在一抬头就看得",
        "见对岸。”他今年六十一岁，在渡口撑了四十年船，",
        "服务群众10万余人次。",
        "▲船工在渡口检查新灯 资料图片",
        "图为渡口夜景 王　伟 摄",
        "问：灯是谁装的？",
        "答：大家凑钱装的。",
        "The ferry runs every ten minutes, and the lamps stay",
        "lit until the last passenger has crossed the river.",
        "春眠不觉晓，",
        "处处闻啼鸟。",
        "姓名　　票数　　名次",
        "左边一栏的文字排到这里为止　　　右边一栏的文字从这里开始",
        "渡\u00ad口的\u200b灯",
        "\ufeff\u200b",
        "\x00\x01",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\f", "\n\n", "\n\f\n"])
NEWSPAPER = st.lists(st.tuples(LINES, ENDS), max_size=60).map(lambda rows: "".join(a + b for a, b in rows))
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]))


def passages(page: Page) -> list[Passage]:
    found = list(page.other)
    for article in page.articles:
        found += [passage for passage in (article.title, article.byline) if passage is not None]
        found += [block.passage for block in article.blocks]
    return found


def assert_holds_all_once(page: Page, text: str) -> None:
    seen = [0] * len(text)
    starts = [0, *(found.end() for found in BREAK.finditer(text))]
    for passage in passages(page):
        rest = list(passage.text)
        for span in passage.spans:
            length = span.end - span.start
            assert passage.text[span.at : span.at + length] == text[span.start : span.end]
            rest[span.at : span.at + length] = [""] * length
            assert starts[span.line - 1] <= span.start
            assert span.line == len(starts) or span.end <= starts[span.line]
            for at in range(span.start, span.end):
                seen[at] += 1
        assert set(rest) <= {"", " "}, "a passage holds nothing that the page does not, except joining spaces"
        assert passage.text.strip()
    for at, character in enumerate(text):
        assert seen[at] == 1 or (character.isspace() and seen[at] == 0)


@settings(max_examples=300)
@given(NEWSPAPER)
def test_no_character_of_a_newspaper_page_is_lost_or_doubled(text: str) -> None:
    page = segment_page(text)
    assert page.warnings == ()
    assert_holds_all_once(page, text)


@settings(max_examples=300)
@given(ANYTHING)
def test_no_character_of_any_text_is_lost_or_doubled(text: str) -> None:
    page = segment_page(text)
    assert page.warnings == ()
    assert_holds_all_once(page, text)


@settings(max_examples=100)
@given(st.lists(st.tuples(LINES, LINES), min_size=8, max_size=40))
def test_no_character_of_columns_side_by_side_is_lost_or_doubled(rows: list[tuple[str, str]]) -> None:
    text = "\n".join(left.strip() + "\u3000" * max(2, 30 - len(left)) + right for left, right in rows)
    assert_holds_all_once(segment_page(text), text)


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\r\n", "　　\n\t\f\n"])
def test_a_blank_page_has_no_articles(text: str) -> None:
    assert segment_page(text) == Page(())


def test_a_page_that_the_rules_would_tear_is_kept_whole_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "渡口添新灯\n\n近日，县里的渡口装上了太阳能灯。\n(陈海若)\n"
    monkeypatch.setattr(pages, "_segmented", lambda *_: Page(()))
    page = segment_page(text)
    assert page.warnings == (pages.NOT_ALL_HELD,)
    assert len(page.articles) == 1
    assert page.articles[0].title is None
    assert [block.passage.text for block in page.articles[0].blocks] == text.split()
