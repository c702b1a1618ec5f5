"""Headers of crawlers, lines between articles, and news in brief."""

from __future__ import annotations

import pytest

from baosou.corpus.metadata import with_metadata
from baosou.corpus.models import Kind, Page
from baosou.corpus.pages import segment_page

KILN = "沉寂三十年的龙窑上周重新点火，十几位老窑工守了三天三夜，烧出六百件青瓷。"
KILN_TOO = "窑主说，火候全凭眼睛看，看火苗的颜色，也看窑壁的颜色。"
BOAT = "湖边的造船厂今年接到九条木船的订单，最远的一条要送到外省的景区。"
BOAT_TOO = "厂里最年轻的船匠二十六岁，已经能独自捻缝、上桐油。"


def titles(page: Page) -> list[str | None]:
    return [article.title.text if article.title else None for article in page.articles]


@pytest.mark.parametrize(
    "header",
    [
        "标题：龙窑重新点火\n时间：2023-11-08 09:15\n来源：东山晚报\n作者：杜若溪\n正文：\n",
        "【标题】龙窑重新点火\n【日期】2023年11月8日\n【来源】东山晚报\n【作者】杜若溪\n【正文】\n",
        "龙窑重新点火\n2023年11月08日09:15 来源：东山晚报 作者：杜若溪\n",
        "龙窑重新点火\n来源：东山晚报 发布时间：2023-11-08 作者：杜若溪\n",
    ],
)
def test_the_header_of_a_crawler_gives_title_date_source_and_author(header: str) -> None:
    page = segment_page(f"{header}　　{KILN}\n　　{KILN_TOO}\n")
    article, *_ = with_metadata(page, "0001.txt")
    assert titles(page) == ["龙窑重新点火"]
    assert article.texts(Kind.PARAGRAPH) == [KILN, KILN_TOO]
    assert (article.date, article.publication, article.authors) == ("2023-11-08", "东山晚报", ("杜若溪",))


def test_a_date_alone_below_the_title_is_the_articles_and_no_text() -> None:
    page = segment_page(f"龙窑重新点火\n\n2023-11-08 09:15:31\n\n{KILN}\n\n{KILN_TOO}\n")
    (article,) = with_metadata(page, "0001.txt")
    assert (titles(page), article.date) == (["龙窑重新点火"], "2023-11-08")
    assert article.texts(Kind.PARAGRAPH) == [KILN, KILN_TOO]


@pytest.mark.parametrize(
    ("head", "date", "edition"),
    [
        ("中華民國一一二年十一月八日 星期三 東山時報 B2版 社會", "2023-11-08", "B2"),
        ("民國36年11月8日 東山時報 第三版", "1947-11-08", "3"),
        ("东山晚报  2023年11月8日  第 十二 版", "2023-11-08", "12"),
    ],
)
def test_running_heads_give_dates_of_the_republic_and_spaced_editions(head: str, date: str, edition: str) -> None:
    page = segment_page(f"{head}\n龙窑重新点火\n{KILN}\n{KILN_TOO}\n")
    (article,) = with_metadata(page, "page.txt")
    assert titles(page) == ["龙窑重新点火"]
    assert (article.date, article.edition) == (date, edition)


@pytest.mark.parametrize(
    "line",
    [
        "第5版()",
        "第05版：要闻",
        "05/社会新闻",
        "专栏：手艺人",
        "（下转第7版）",
        "上接第一版",
        "下转3版",
        "■今日关注",
        "【手艺人】",
    ],
)
def test_lines_between_articles_belong_to_neither(line: str) -> None:
    page = segment_page(
        f"龙窑重新点火\n本报记者 杜若溪\n{KILN}\n{KILN_TOO}\n{line}\n湖边造船忙\n本报记者 季明\n{BOAT}\n{BOAT_TOO}\n"
    )
    assert titles(page) == ["龙窑重新点火", "湖边造船忙"]
    assert line in [passage.text for passage in page.other]


@pytest.mark.parametrize("sign", "▲●◆■")
def test_news_in_brief_is_an_article_an_item(sign: str) -> None:
    items = [KILN, BOAT, "昨天夜里的一场大雨让水库涨了两米，下游的农田都喝饱了水。"]
    page = segment_page("简讯\n" + "".join(f"{sign}{item}\n" for item in items))
    assert titles(page) == [None, None, None]
    assert [article.texts(Kind.PARAGRAPH) for article in page.articles] == [[sign + item] for item in items]
    assert [passage.text for passage in page.other] == ["简讯"]


def test_briefs_with_titles_keep_them() -> None:
    page = segment_page(f"一句话新闻\n●龙窑重新点火\n{KILN}\n●湖边造船忙\n{BOAT}\n●木匠收徒\n{BOAT_TOO}\n")
    assert titles(page) == ["●龙窑重新点火", "●湖边造船忙", "●木匠收徒"]


def test_a_list_within_an_article_is_no_news_in_brief() -> None:
    (article,) = segment_page(
        f"龙窑重新点火\n{KILN}\n点火前要做三件事：\n●清扫窑膛，把旧灰铲干净，再铺上一层新沙。\n"
        "●检查窑门，裂缝用泥糊好，湿布盖上。\n●备足松柴，按粗细码成三堆，离窑口五步远。\n"
    ).articles
    assert len(article.texts(Kind.PARAGRAPH)) == 5


def test_a_title_directly_above_a_dateline_needs_no_blank_line() -> None:
    page = segment_page(
        f"龙窑重新点火\n本报讯（记者 杜若溪）{KILN}\n{KILN_TOO}\n湖边造船忙\n东山讯　{BOAT}\n{BOAT_TOO}\n"
        f"水库涨了两米\n新华社东山11月8日电（记者 季明）昨天夜里的一场大雨让水库涨了两米，下游的农田都喝饱了水。\n"
    )
    assert titles(page) == ["龙窑重新点火", "湖边造船忙", "水库涨了两米"]


def test_a_subhead_between_blank_lines_opens_no_article() -> None:
    page = segment_page(
        f"龙窑重新点火\n本报记者 杜若溪\n　　{KILN}\n　　{KILN_TOO}\n\n看火的本事\n\n"
        "　　窑主从十二岁起学看火，龙窑的火苗有十几种颜色。\n"
        "　　青瓷的釉色也跟着火走，差一点就烧成了灰色。\n\n谁来接班\n\n"
        "　　今年有三个年轻人来学烧窑，窑主说龙窑有了接班人。\n"
        f"　　学烧窑要三年，先从劈柴、扫窑做起。\n湖边造船忙\n本报记者 季明\n　　{BOAT}\n　　{BOAT_TOO}\n"
    )
    assert titles(page) == ["龙窑重新点火", "湖边造船忙"]
    assert page.articles[0].texts(Kind.HEAD) == ["看火的本事", "谁来接班"]


@pytest.mark.parametrize(
    "turn",
    [
        "主持人：各位观众晚上好，欢迎收看今天的",
        "主持人：欢迎",
        "编辑：这篇稿子是什么时候写的呢，改过几遍",
        "主编 老赵常常一个人坐到半夜",
        "主任：杜德海",
    ],
)
def test_who_speaks_or_is_spoken_of_is_no_editor_of_the_page(turn: str) -> None:
    page = segment_page(f"龙窑重新点火\n{KILN}\n{turn}\n{KILN_TOO}\n")
    assert not page.other


@pytest.mark.parametrize(
    "desk",
    [
        "编辑 杜若溪 校对 林满仓",
        "编辑：杜若溪",
        "■ 主持人：杜 薇",
        "值班主任 杜若溪",
        "主任：杜若溪 编辑：林满仓",
        "总编辑：杜若溪/版式：林满仓",
    ],
)
def test_editors_of_the_page_belong_to_no_article(desk: str) -> None:
    page = segment_page(f"龙窑重新点火\n{KILN}\n{KILN_TOO}\n{desk}\n")
    assert [passage.text for passage in page.other] == [desk]


@pytest.mark.parametrize(
    "masthead", ["东山晚报\nDONGSHAN WANBAO\n", "DONGSHAN EVENING NEWS\n东山晚报\n2023年11月8日\n"]
)
def test_the_papers_name_in_latin_letters_is_no_title(masthead: str) -> None:
    page = segment_page(f"{masthead}龙窑重新点火\n{KILN}\n{KILN_TOO}\n")
    assert titles(page) == ["龙窑重新点火"]
    assert len(page.other) == masthead.count("\n")
