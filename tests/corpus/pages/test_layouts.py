"""Pages in the layouts of several newspapers: what is a title, a byline, a paragraph and what is neither."""

from __future__ import annotations

import pytest

from baosou.corpus.models import Article, Kind, Page
from baosou.corpus.pages import segment_page
from baosou.corpus.pages.bylines import Style, parse_byline, tail_byline
from baosou.corpus.pages.datelines import dateline_authors


def titles(page: Page) -> list[str | None]:
    return [article.title.text if article.title else None for article in page.articles]


def only(page: Page) -> Article:
    assert len(page.articles) == 1, titles(page)
    return page.articles[0]


FERRY = (
    "近日，温州市平阳县鳌江镇的老渡口装上了二十盏太阳能路灯，过江的村民不用再打着手电赶夜船。"
    "“灯一亮，心里就踏实了。”家住江南岸的船工周阿海说，他在渡口撑了四十年船。"
)
FERRY_TOO = (
    "渡口夜里行船一向靠经验。今年3月，镇里请来航道部门测量水深，把渡口的浮标换成了会发光的，又给渡船装上定位终端。"
)
BRIDGE = (
    "丽水市庆元县的廊桥下，木匠吴念祖正带着十二名学徒凿榫头。一座十米长的小廊桥要用三百多根木料，没有一根铁钉。"
    "“木头认得木头，急不得。”他说。"
)
BRIDGE_TOO = "去年，县里在廊桥边办起了木工学堂，二十八名年轻人报名学艺，其中九人已经能独立造桥。"
ORANGE = (
    "台州市黄岩区的橘园里，果农陈根福用手机就能给橘树浇水。园里的传感器每十分钟测一次土壤湿度，"
    "缺水的时候，手机上的图标会变成红色。"
)
ORANGE_TOO = "用上新设备以后，每亩橘园一年省水三十吨，省下的人工有六个。"


def test_titles_with_names_in_brackets_at_the_end_part_the_articles() -> None:
    page = segment_page(
        f"渡口添新灯 夜航更安心\n\n{FERRY}\n\n{FERRY_TOO}\n\n(林知远 苏晚晴)\n\n"
        f"庆元:廊桥下的木工学堂\n\n{BRIDGE}\n\n{BRIDGE_TOO}\n\n(王　伟)\n"
    )
    assert titles(page) == ["渡口添新灯 夜航更安心", "庆元:廊桥下的木工学堂"]
    assert [article.authors for article in page.articles] == [("林知远", "苏晚晴"), ("王伟",)]
    assert page.articles[1].byline is not None
    assert page.articles[1].byline.text == "(王　伟)"
    assert page.articles[0].texts(Kind.PARAGRAPH) == [FERRY, FERRY_TOO]


def test_bylines_under_titles_part_the_articles_without_any_blank_line() -> None:
    page = segment_page(
        f"渡口添新灯\n本报记者 林知远 通讯员 苏晚晴\n{FERRY}\n{FERRY_TOO}\n"
        f"廊桥下的木工学堂\n□ 王　伟\n{BRIDGE}\n{BRIDGE_TOO}\n"
    )
    assert titles(page) == ["渡口添新灯", "廊桥下的木工学堂"]
    assert [article.authors for article in page.articles] == [("林知远", "苏晚晴"), ("王伟",)]


def test_a_dateline_names_the_authors_and_stays_in_its_paragraph() -> None:
    page = segment_page(
        f"渡口添新灯\n\n本报讯（记者 林知远）{FERRY}\n\n廊桥下的木工学堂\n\n"
        f"新华社杭州7月1日电（记者王　伟、苏晚晴）{BRIDGE}\n"
    )
    assert titles(page) == ["渡口添新灯", "廊桥下的木工学堂"]
    assert [article.authors for article in page.articles] == [("林知远",), ("王伟", "苏晚晴")]
    assert page.articles[0].byline is None
    assert page.articles[0].texts(Kind.PARAGRAPH)[0].startswith("本报讯（记者 林知远）近日")


def test_names_at_the_end_of_the_last_paragraph_become_the_byline() -> None:
    article = only(segment_page(f"渡口添新灯\n\n{FERRY}\n\n{FERRY_TOO}（记者 林知远 王　伟）\n"))
    assert article.authors == ("林知远", "王伟")
    assert article.byline is not None
    assert article.byline.text == "（记者 林知远 王　伟）"
    assert article.texts(Kind.PARAGRAPH) == [FERRY, FERRY_TOO]


def test_a_paragraph_goes_on_after_column_breaks_and_captions() -> None:
    caption = "图为太阳能路灯下的鳌江渡口 王　伟 摄"
    text = f"渡口添新灯 夜航更安心\n\n林知远\n\n{FERRY[:41]}\n\n{caption}\n\n\n{FERRY[41:]}\n\n{FERRY_TOO}\n"
    article = only(segment_page(text))
    assert article.texts(Kind.PARAGRAPH) == [FERRY, FERRY_TOO]
    assert article.texts(Kind.CAPTION) == [caption]
    spans = article.blocks[0].passage.spans
    assert [(span.line, text[span.start : span.end]) for span in spans] == [(5, FERRY[:41]), (10, FERRY[41:])]


def test_a_paragraph_that_the_page_cuts_off_is_marked_and_swallows_nothing() -> None:
    page = segment_page(
        f"渡口添新灯 夜航更安心\n\n{FERRY}\n\n{FERRY_TOO[:-7]}\n\n(林知远)\n\n廊桥下的木工学堂\n\n{BRIDGE}\n\n(王伟)\n"
    )
    assert titles(page) == ["渡口添新灯 夜航更安心", "廊桥下的木工学堂"]
    assert [block.truncated for article in page.articles for block in article.blocks] == [False, True, False]


def wrapped(paragraph: str, width: int, *, indent: str = "　　") -> str:
    text = indent + paragraph
    lines: list[str] = []
    while text:
        end = width
        while end < len(text) and text[end] in "，。、；：？！”）":
            end += 1
        lines.append(text[:end])
        text = text[end:]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("width", "indent"), [(w, i) for w in (13, 17, 22, 28) for i in ("　　", "  ")] + [(w, "") for w in (13, 22, 28)]
)
def test_lines_wrapped_at_a_column_are_joined_to_paragraphs(width: int, indent: str) -> None:
    rows = ["渡口添新灯", "本报记者 林知远"]
    rows += [wrapped(text, width, indent=indent) for text in (FERRY, FERRY_TOO)]
    rows += ["", "廊桥下的木工学堂", "本报记者 王　伟"]
    rows += [wrapped(text, width, indent=indent) for text in (BRIDGE, BRIDGE_TOO)]
    page = segment_page("\n".join(rows))
    assert titles(page) == ["渡口添新灯", "廊桥下的木工学堂"]
    found = [text for article in page.articles for text in article.texts(Kind.PARAGRAPH)]
    assert found == [FERRY, FERRY_TOO, BRIDGE, BRIDGE_TOO]


def test_where_nothing_tells_a_full_line_that_ends_a_sentence_goes_on() -> None:
    """A phrase across the break is still found then; 17 is where a paragraph of BRIDGE just fills its last line."""
    rows = ["廊桥下的木工学堂", "本报记者 王　伟"]
    rows += [wrapped(text, 17, indent="") for text in (BRIDGE, BRIDGE_TOO)]
    assert only(segment_page("\n".join(rows))).texts(Kind.PARAGRAPH) == [BRIDGE + BRIDGE_TOO]


def test_a_title_of_two_lines_is_one_and_so_is_a_title_with_its_subtitle() -> None:
    page = segment_page(
        f"渡口添新灯\n——平阳县鳌江镇见闻\n本报记者 林知远\n{FERRY}\n{FERRY_TOO}\n\n"
        f"廊桥下的\n木工学堂\n本报记者 王伟\n{BRIDGE}\n{BRIDGE_TOO}\n"
    )
    assert titles(page) == ["渡口添新灯 ——平阳县鳌江镇见闻", "廊桥下的 木工学堂"]
    assert page.articles[0].title is not None
    assert [span.line for span in page.articles[0].title.spans] == [1, 2]


def test_of_kicker_headline_and_subtitle_the_subtitle_is_the_first_head() -> None:
    page = segment_page(
        f"夜航更安心\n渡口添新灯\n——平阳县鳌江镇见闻\n本报记者 林知远\n{FERRY}\n{FERRY_TOO}\n\n"
        f"廊桥下的木工学堂\n本报记者 王伟\n{BRIDGE}\n{BRIDGE_TOO}\n"
    )
    assert titles(page) == ["夜航更安心 渡口添新灯", "廊桥下的木工学堂"]
    assert page.articles[0].texts(Kind.HEAD) == ["——平阳县鳌江镇见闻"]


def test_running_heads_and_page_numbers_are_set_aside_even_inside_a_paragraph() -> None:
    page = segment_page(
        "海岳晚报　2023年4月18日　星期二\nA05 综合新闻\n\n渡口添新灯 夜航更安心\n\n林知远\n\n"
        f"{FERRY[:50]}\n\n— 5 —\n\n\f海岳晚报　2023年4月18日　星期二\n\n{FERRY[50:]}\n\n{FERRY_TOO}\n\n"
        "责任编辑：秦思远　版式：柳叶眉\n新闻热线：0577-5550123　投稿邮箱：news@example.com\n"
    )
    assert only(page).texts(Kind.PARAGRAPH) == [FERRY, FERRY_TOO]
    assert [passage.text for passage in page.other] == [
        "海岳晚报　2023年4月18日　星期二",
        "A05 综合新闻",
        "— 5 —",
        "海岳晚报　2023年4月18日　星期二",
        "责任编辑：秦思远　版式：柳叶眉",
        "新闻热线：0577-5550123　投稿邮箱：news@example.com",
    ]


def test_plain_subheads_of_one_report_are_no_titles() -> None:
    more = "渡口的路灯由镇里的志愿者轮流擦洗，坏了的灯泡当天就换。周阿海把擦灯的日子记在本子上，一次也没有漏。"
    article = only(
        segment_page(
            f"渡口添新灯\n本报记者 林知远\n{FERRY}\n灯从哪里来\n{FERRY_TOO}渡口的路灯一共花了九万元，村民凑了一半。\n"
            f"灯由谁来管\n{more}鳌江镇的渡口还要添灯。\n{FERRY_TOO}\n"
        )
    )
    assert article.texts(Kind.HEAD) == ["灯从哪里来", "灯由谁来管"]


def test_numbered_subheads_are_heads_and_numbered_sentences_are_paragraphs() -> None:
    article = only(
        segment_page(
            f"渡口添新灯\n本报记者 林知远\n一、从摸黑到见亮\n{FERRY}\n二、从凭经验到看屏幕\n{FERRY_TOO}\n"
            "（一）渡船每晚最后一班为九点。\n（二）大风天停航，以镇里的通知为准。\n"
        )
    )
    assert article.texts(Kind.HEAD) == ["一、从摸黑到见亮", "二、从凭经验到看屏幕"]
    assert article.texts(Kind.PARAGRAPH)[2:] == [
        "（一）渡船每晚最后一班为九点。",
        "（二）大风天停航，以镇里的通知为准。",
    ]


def test_an_essay_with_one_paragraph_a_line_is_one_article() -> None:
    essay = [
        "外婆的橘园在半山腰，一条石阶从村口一直铺到园门。小时候我总数台阶，数到一百二十就忘了后面的数。",
        "橘子红的时候，外婆天不亮就上山。她说太阳没出来的橘子最硬，经得起一路颠簸。",
        "后来我到城里读书，每年冬天都会收到一箱橘子，箱底压着一张字条：“橘子要趁早吃。”",
        "今年冬天没有箱子了。我一个人走完石阶，橘园还在，橘子红得像从前一样。",
    ]
    article = only(segment_page("外婆的橘园\n" + "\n".join(essay) + "\n"))
    assert article.title is not None
    assert article.title.text == "外婆的橘园"
    assert article.texts(Kind.PARAGRAPH) == essay


def test_reports_without_any_byline_are_parted_where_the_subject_changes() -> None:
    page = segment_page(
        f"渡口添新灯\n{FERRY}\n{FERRY_TOO}\n廊桥下的木工学堂\n{BRIDGE}\n{BRIDGE_TOO}\n橘园里的手机水龙头\n{ORANGE}\n{ORANGE_TOO}\n"
    )
    assert titles(page) == ["渡口添新灯", "廊桥下的木工学堂", "橘园里的手机水龙头"]


def test_turns_of_an_interview_stay_apart() -> None:
    turns = [
        "问：渡口的灯是什么时候装的？",
        "答：今年3月。镇里先装了六盏试用，大家说好，才又添了十四盏。",
        "问：夜里还有船吗？",
        "答：最后一班是九点。有急事的，打个电话我就起来开。",
    ]
    article = only(segment_page("“有急事，打个电话我就开船”\n——对话老船工周阿海\n采访/林知远\n" + "\n".join(turns)))
    assert article.texts(Kind.PARAGRAPH) == turns
    assert article.authors == ("林知远",)


def test_provisions_of_a_law_are_paragraphs_and_chapters_are_heads() -> None:
    rows = [
        "第一章　总则",
        "第一条　为了加强渡口安全管理，保障乘客生命财产安全，制定本办法。",
        "第二条　本县内河渡口的设置、经营和监督管理，适用本办法。",
        "第二章　渡船",
        "第三条　渡船应当配备下列设备：",
        "（一）救生衣；",
        "（二）灭火器；",
        "（三）定位终端。",
    ]
    article = only(segment_page("平阳县渡口管理办法\n" + "\n".join(rows)))
    assert article.texts(Kind.HEAD) == [rows[0], rows[3]]
    assert article.texts(Kind.PARAGRAPH) == [rows[1], rows[2], *rows[4:]]


def test_lines_of_english_are_joined_with_spaces_and_chinese_ones_without() -> None:
    article = only(
        segment_page(
            "Night ferry gets new lamps\nBy Lin Zhiyuan\n\n"
            "The old ferry at Aojiang now runs under twenty solar\nlamps, and the villagers who cross the river after\n"
            "dark no longer need their torches. The boatman says\nthat he can see the other bank for the first time.\n"
        )
    )
    assert article.texts(Kind.PARAGRAPH)[-1].startswith(
        "The old ferry at Aojiang now runs under twenty solar lamps, and the villagers who cross"
    )


def test_verses_keep_their_lines() -> None:
    verses = [
        "灯一盏一盏地亮",
        "船一只一只地回",
        "江水记得每一个名字",
        "却从来不说",
        "我在对岸等",
        "等最后一只船",
        "把整条江的灯光",
        "系在岸边的柳树上",
        "风来的时候",
        "它们一起摇晃",
    ]
    article = only(segment_page("渡口\n王　伟\n" + "\n".join(verses) + "\n"))
    assert article.title is not None
    assert article.title.text == "渡口"
    assert set(verses[3:7]) <= set(article.texts(Kind.PARAGRAPH))


def test_columns_side_by_side_are_read_one_after_the_other() -> None:
    left = wrapped(FERRY + FERRY_TOO, 20, indent="").split("\n")
    right = wrapped(BRIDGE + BRIDGE_TOO, 20, indent="").split("\n")
    rows = [["渡口添新灯", "廊桥下的木工学堂"], ["本报记者 林知远", "本报记者 王伟"]]
    count = max(len(left), len(right))
    left += [""] * (count - len(left))
    right += [""] * (count - len(right))
    rows += [[a, b] for a, b in zip(left, right, strict=True)]
    text = "\n".join(a + "　" * (24 - len(a)) + b for a, b in rows)
    text = text.replace("本报记者 林知远　", "本报记者 林知远 　")  # a half-width blank takes half a cell
    page = segment_page(text)
    assert titles(page) == ["渡口添新灯", "廊桥下的木工学堂"]
    assert page.articles[0].texts(Kind.PARAGRAPH) == [FERRY + FERRY_TOO]
    assert page.articles[1].texts(Kind.PARAGRAPH) == [BRIDGE + BRIDGE_TOO]


def test_a_page_that_is_one_unbroken_line_is_one_untitled_paragraph() -> None:
    text = (FERRY + FERRY_TOO) * 40
    article = only(segment_page(text))
    assert article.title is None
    assert article.texts(Kind.PARAGRAPH) == [text]


def test_soft_hyphens_and_zero_width_characters_stay_in_the_text_and_hide_nothing() -> None:
    text = f"渡口添\u200b新灯\n\n本报记\u00ad者 林知\u200b远\n\n{FERRY[:30]}\u200b{FERRY[30:]}\n"
    article = only(segment_page(text))
    assert article.title is not None
    assert article.title.text == "渡口添\u200b新灯"
    assert article.authors == ("林知远",)
    assert article.texts(Kind.PARAGRAPH) == [FERRY[:30] + "\u200b" + FERRY[30:]]


def test_every_kind_of_line_break_counts_as_a_line() -> None:
    page = segment_page(f"渡口添新灯\r\n林知远\r{FERRY}\n\f{FERRY_TOO}")
    spans = [block.passage.spans[0] for block in only(page).blocks]
    assert [span.line for span in spans] == [3, 5]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("本报记者 林知远 通讯员 苏晚晴", ("林知远", "苏晚晴")),
        ("□ 本报记者 林知远", ("林知远",)),
        ("■ 见习记者 王　伟", ("王伟",)),
        ("文/林知远 图/苏晚晴", ("林知远", "苏晚晴")),
        ("文|岑晚舟", ("岑晚舟",)),
        ("(林知远 王　伟 苏晚晴)", ("林知远", "王伟", "苏晚晴")),
        ("作者:欧阳一凡", ("欧阳一凡",)),
        ("本报评论员", ()),
        ("(作者单位:县文化馆)", ()),
        ("来源:海岳晚报", ()),
    ],
)
def test_a_byline_line_gives_its_authors(line: str, authors: tuple[str, ...]) -> None:
    byline = parse_byline(line)
    assert byline is not None
    assert byline.authors == authors


@pytest.mark.parametrize(
    "line", ["记者:您今年多大年纪?", "综合新闻", "平安建设", "数字乡村 高质量", "(完)", "渡口添新灯 夜航更安心"]
)
def test_questions_sections_and_titles_are_no_bylines(line: str) -> None:
    assert parse_byline(line) is None


def test_bare_names_are_told_from_names_with_a_role() -> None:
    bare, credited = parse_byline("林知远 苏晚晴"), parse_byline("记者 林知远")
    assert bare is not None
    assert credited is not None
    assert (bare.style, credited.style) == (Style.BARE, Style.CREDITED)


def test_brackets_that_hold_no_names_stay_in_the_paragraph() -> None:
    assert tail_byline("灯亮了。(记者 林知远)") == (4, ("林知远",))
    assert tail_byline("灯亮了。(每盏九百元)") is None
    assert tail_byline("灯亮了(林知远)") is None
    assert dateline_authors("本报讯(记者 林知远)昨天,灯亮了。") == ("林知远",)
    assert dateline_authors("昨天(星期二),灯亮了。") == ()
