"""Printed pages: which article a line belongs to, in which order it is read and what part it plays."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.layout.reading import Reading, read_pages
from baosou.corpus.models import Kind
from tests.corpus.layout.press import (
    BODY,
    BRIDGE,
    FERRY,
    GUTTER,
    HEI,
    KAI,
    LEADING,
    ORCHARD,
    RED,
    Press,
    apart,
    broken,
    paragraphs,
    titles,
)


def read(*presses: Press, name: str = "page.pdf") -> Reading:
    return read_pages([press.page() for press in presses], name)


def two_side_by_side() -> Press:
    press = Press()
    press.article(40, 700, [120, 120], FERRY, 9)
    press.article(310, 700, [120, 120], BRIDGE, 8)
    return press


def test_articles_side_by_side_are_told_apart_by_what_their_headlines_stand_over() -> None:
    reading = read(two_side_by_side())
    assert titles(reading) == [FERRY[0], BRIDGE[0]]
    assert [paragraphs(reading, 0), paragraphs(reading, 1)] == [FERRY[1], BRIDGE[1]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_file_says_nothing(seed: int) -> None:
    press = two_side_by_side()
    random.Random(seed).shuffle(press.glyphs)
    reading = read(press)
    assert sorted(filter(None, titles(reading))) == sorted([FERRY[0], BRIDGE[0]])
    assert [paragraphs(reading, 0), paragraphs(reading, 1)] == [FERRY[1], BRIDGE[1]]


def test_a_text_goes_on_in_the_column_beside_its_headline() -> None:
    press = Press()
    lines = broken(FERRY[1], 12)
    press.centred(40, 40 + 2 * 120 + GUTTER, 680, FERRY[0], 20)
    for place, (top, own) in enumerate(((672, lines[:5]), (672, lines[5:9]), (700, lines[9:]))):
        press.column(40 + place * (120 + GUTTER), top, 120, own)
    reading = read(press)
    assert titles(reading) == [FERRY[0]]
    assert paragraphs(reading, 0) == FERRY[1]


def test_kicker_subtitle_and_byline_are_told_by_their_place_at_the_headline() -> None:
    press = Press()
    press.centred(40, 295, 720, "青石渡口夜里亮了", 13, KAI)
    press.centred(40, 295, 690, FERRY[0], 22)
    press.centred(40, 295, 668, "——十二盏航灯和一位老船工", 12, KAI)
    press.centred(40, 295, 648, "本报记者 柳思远 通讯员 秦舟", BODY, KAI)
    lines = broken(FERRY[1], 12)
    press.column(40, 640, 120, lines[:9])
    press.column(175, 640, 120, lines[9:])
    reading = read(press)
    article = reading.articles[0]
    assert article.title is not None
    assert article.title.text.startswith("青石渡口夜里亮了 渡口添新灯 夜航更安心")
    assert "——十二盏航灯和一位老船工" in [article.title.text[-13:], *article.texts(Kind.HEAD)]
    assert article.authors == ("柳思远", "秦舟")
    assert paragraphs(reading, 0) == FERRY[1]


def test_a_rule_ends_what_stands_above_it_and_a_frame_is_a_page_of_its_own() -> None:
    press = Press()
    press.article(40, 720, [120, 120], FERRY, 9)
    press.rule(40, 540, 295, 540)
    press.article(40, 530, [120, 120], BRIDGE, 8)
    press.frame(310, 560, 570, 740, fill=0xE0E0E0)
    press.article(320, 730, [115, 115], ORCHARD, 6)
    reading = read(press)
    assert sorted(filter(None, titles(reading))) == sorted([FERRY[0], BRIDGE[0], ORCHARD[0]])
    bodies = {tuple(paragraphs(reading, number)) for number in range(3)}
    assert bodies == {tuple(FERRY[1]), tuple(BRIDGE[1]), tuple(ORCHARD[1])}


def test_rules_between_the_columns_below_one_headline_part_nothing_and_those_beside_it_do() -> None:
    press = Press()
    for left, story, deep in ((40, FERRY, 9), (310, BRIDGE, 8)):
        press.article(left, 700, [120, 120], story, deep)
        press.rule(left + 127, 540, left + 127, 670)
    press.rule(302, 530, 302, 705)
    reading = read(press)
    assert titles(reading) == [FERRY[0], BRIDGE[0]]
    assert [paragraphs(reading, 0), paragraphs(reading, 1)] == [FERRY[1], BRIDGE[1]]


def test_a_picture_with_its_caption_interrupts_a_column_and_no_paragraph() -> None:
    press = Press()
    lines = broken(FERRY[1], 12)
    press.centred(40, 295, 700, FERRY[0], 20)
    press.column(40, 690, 120, lines[:7])
    press.column(175, 690, 120, lines[7:9])
    press.pictures.append((175, 580, 295, 655))
    press.line(175, 569, "图为渡口的新航灯 秦舟 摄", 8, KAI)
    press.column(175, 562, 120, lines[9:])
    reading = read(press)
    assert paragraphs(reading, 0) == FERRY[1]
    assert reading.articles[0].texts(Kind.CAPTION) == ["图为渡口的新航灯 秦舟 摄"]


def test_heads_on_the_grid_of_the_lines_are_subheads_and_heads_with_space_above_begin_briefs() -> None:
    press = Press()
    press.centred(40, 295, 700, FERRY[0], 20)
    left = press.column(40, 690, 120, broken(FERRY[1][:1], 12))
    press.line(40, left - LEADING, "上游也要换新灯", 10.5, HEI)
    press.column(40, left - LEADING, 120, broken(FERRY[1][1:], 12))
    top = 720.0
    for title, texts in (BRIDGE, ORCHARD):
        press.line(330, top - 12, title, 11.5, HEI)
        top = press.column(330, top - 16, 160, broken(texts[:1], 16)) - 12
    reading = read(press)
    assert sorted(filter(None, titles(reading))) == sorted([FERRY[0], BRIDGE[0], ORCHARD[0]])
    ferry = next(article for article in reading.articles if article.title and article.title.text == FERRY[0])
    assert ferry.texts(Kind.HEAD) == ["上游也要换新灯"]
    assert ferry.texts(Kind.PARAGRAPH) == FERRY[1]


def test_a_page_set_vertically_is_read_from_its_right_edge() -> None:
    press = Press()
    x = 540.0
    for character, y in zip("荒坡变果园", range(680, 500, -24), strict=False):
        press.line(x, y, character, 20, HEI)
    for line in broken(ORCHARD[1], 20):
        x -= 18
        for place, character in enumerate(line.replace("  ", "　　")):
            press.line(x, 690 - BODY * place, character)
    reading = read(press)
    assert titles(reading) == [ORCHARD[0]]
    assert paragraphs(reading, 0) == ORCHARD[1]
    first = reading.articles[0].regions[0].box
    assert (first[0], first[2]) == (540, 560)


def test_running_heads_stand_aside_and_date_and_edition_are_taken_from_them() -> None:
    press = two_side_by_side()
    press.line(40, 770, "海岳晚报", 11, HEI)
    press.line(250, 770, "2023年4月18日 星期二", 11, HEI)
    press.line(500, 770, "A05 综合新闻", 11, HEI)
    press.rule(40, 760, 560, 760)
    press.line(40, 20, "责任编辑：秦思远　版式：柳叶眉", 8)
    press.rule(40, 34, 560, 34)
    reading = read(press)
    assert titles(reading) == [FERRY[0], BRIDGE[0]]
    article = reading.articles[0]
    assert (article.date, article.publication, article.edition) == ("2023-04-18", "海岳晚报", "A05")
    assert [text.replace(" ", "") for text in apart(reading)] == [
        "海岳晚报",
        "2023年4月18日星期二",
        "A05综合新闻",
        "责任编辑：秦思远版式：柳叶眉",
    ]


def test_a_text_goes_on_over_the_page_and_what_every_page_repeats_stands_aside() -> None:
    lines = broken(FERRY[1] + BRIDGE[1], 24)
    pages = []
    for number, own in enumerate((lines[:4], lines[4:7], lines[7:]), start=1):
        press = Press(number)
        press.line(250, 765, "海岳县志资料", 8)
        press.line(280, 30, f"第 {number} 页", 8)
        if number == 1:
            press.centred(100, 340, 700, "渡口与廊桥", 22)
        press.column(100, 680, 240, own)
        pages.append(press)
    reading = read(*pages)
    assert titles(reading) == ["渡口与廊桥"]
    assert paragraphs(reading, 0) == FERRY[1] + BRIDGE[1]
    assert {region.page for region in reading.articles[0].regions} == {1, 2, 3}


def test_a_short_line_over_everything_is_the_title_whatever_its_size() -> None:
    press = Press()
    press.line(100, 700, "荒坡变果园")
    press.column(100, 680, 240, broken(ORCHARD[1], 24))
    reading = read(press)
    assert titles(reading) == [ORCHARD[0]]
    assert paragraphs(reading, 0) == ORCHARD[1]


def test_a_quotation_set_large_within_a_column_heads_nothing() -> None:
    press = Press()
    lines = broken(FERRY[1], 12)
    press.centred(40, 160, 700, "航灯亮了", 20)
    foot = press.column(40, 690, 120, lines[:6])
    press.line(40, foot - 24, "“心里踏实”", 15, KAI, RED)
    press.column(40, foot - 34, 120, lines[6:])
    reading = read(press)
    assert titles(reading) == ["航灯亮了"]
    assert paragraphs(reading, 0) == FERRY[1]
    assert "“心里踏实”" in apart(reading)


def test_names_keep_the_blanks_between_them_and_spaced_letters_are_one_word() -> None:
    press = Press()
    press.line(60, 700, "荒坡变果园", 20, HEI, space=10)
    press.line(60, 676, "柳　叶　秦思远", BODY, KAI)
    press.column(40, 668, 200, broken(ORCHARD[1], 20))
    reading = read(press)
    assert titles(reading) == ["荒坡变果园"]
    assert reading.articles[0].authors == ("柳叶", "秦思远")


def test_where_each_line_is_printed_is_told_in_points() -> None:
    press = Press(number=3)
    press.line(100, 700, "荒坡变果园", 20, HEI)
    press.column(100, 680, 240, broken(ORCHARD[1], 24))
    title, first, *_ = read(press).articles[0].regions
    assert (title.page, title.box) == (3, (100, 697.6, 200, 717.6))
    assert first.box[0] == 120


def test_a_page_of_nothing_but_scattered_words_is_read_row_by_row() -> None:
    press, chance = Press(), random.Random(7)
    for row in range(50):
        for place in range(16):
            press.line(20 + 35 * place + chance.uniform(0, 9), 780 - 15 * row + chance.uniform(0, 5), "渡口", 5)
    reading = read(press)
    assert titles(reading) == [None]
    assert len(reading.articles[0].regions) == 800


LOOKS = st.tuples(
    st.floats(0, 560),
    st.floats(10, 780),
    st.sampled_from([7.0, 9.0, 10.0, 10.5, 14.0, 24.0]),
    st.sampled_from([0, 1, 2]),
)
TEXTS = st.one_of(
    st.sampled_from(
        [
            "渡口添新灯",
            "本报记者 柳思远",
            "（秦舟）",
            "图为渡口。",
            "简讯",
            "第3版",
            "广告",
            "“心里踏实”",
            "下转第4版",
            "——记一座桥",
            "。",
            "1",
        ]
    ),
    st.text("渡口添新灯夜航更安心，。“”（）ABC123", min_size=1, max_size=30),
)


def test_what_is_said_of_pictures_is_the_text_of_a_page_that_has_nothing_else() -> None:
    press = Press()
    press.line(40, 100, "本报记者 柳思远", 7)
    press.line(40, 105, "图为渡口昨晨开渡。", 7)
    reading = read(press)
    texts = [block.passage.text for article in reading.articles for block in article.blocks]
    assert any("图为渡口昨晨开渡。" in text for text in texts)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(LOOKS, TEXTS), max_size=25),
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 700), st.floats(1, 300), st.floats(1, 300)), max_size=4),
)
def test_each_visible_character_stands_in_one_place_of_the_result(
    lines: list[tuple[tuple[float, float, float, int], str]], boxes: list[tuple[float, float, float, float]]
) -> None:
    press = Press()
    for (x, y, size, font), text in lines:
        press.line(x, y, text, size, font)
    for left, bottom, wide, high in boxes:
        press.frame(left, bottom, left + wide, bottom + high)
        press.pictures.append((left, bottom, left + wide / 2, bottom + high / 2))
    reading = read(press)
    found: Counter[str] = Counter()
    spans = []
    for article in reading.articles:
        passages = [article.title, article.byline, *(block.passage for block in article.blocks)]
        for passage in passages:
            if passage is None:
                continue
            for span in passage.spans:
                piece = reading.text[span.start : span.end]
                assert passage.text[span.at : span.at + len(piece)] == piece
                found.update(piece.replace(" ", ""))
                spans.append((span.start, span.end))
    assert found == Counter(glyph.text for glyph in press.glyphs)
    spans.sort()
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_a_headline_at_the_head_of_the_page_is_none_of_its_margin_for_a_rule_beside_it() -> None:
    press = Press()
    press.line(40, 775, "海岳晚报", 9, HEI)
    press.line(470, 775, "2023年4月18日", 9, HEI)
    press.rule(40, 768, 560, 768)
    press.frame(36, 500, 370, 758)
    press.line(44, 736, "简讯", 12, HEI, RED)
    press.rule(44, 728, 362, 728)
    press.line(44, 710, BRIDGE[0], 11.5, HEI)
    press.column(44, 706, 160, broken(BRIDGE[1][:1], 16))
    press.centred(390, 560, 738, FERRY[0], 16)
    press.column(390, 722, 170, broken(FERRY[1], 17))
    reading = read(press)
    assert sorted(filter(None, titles(reading))) == sorted([FERRY[0], BRIDGE[0]])
    assert FERRY[0] not in apart(reading)


def test_a_headline_between_two_long_rules_is_none_of_the_margin() -> None:
    press = Press()
    press.line(40, 775, "2023年4月18日", 9, HEI)
    press.rule(40, 768, 560, 768)
    press.centred(40, 560, 738, FERRY[0], 24)
    press.rule(40, 728, 560, 728)
    press.column(40, 722, 250, broken(FERRY[1], 25))
    reading = read(press)
    assert titles(reading) == [FERRY[0]]
    assert reading.articles[0].date == "2023-04-18"
