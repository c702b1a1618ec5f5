"""Bare names that are rolls or headings name no author, and bylines stay what they are."""

from __future__ import annotations

import pytest

from baosou.corpus.models import Article
from baosou.corpus.pages import segment_page

OPENING = "　　经评审委员会投票，第六届东山诗歌大赛昨日揭晓，共有九人获奖，最年轻的只有十七岁。"
CLOSING = "　　颁奖典礼将于下月在东山大剧院举行。"


def article_of(roll: str) -> Article:
    (article,) = segment_page(f"东山诗歌大赛揭晓\n{OPENING}\n{roll}\n{CLOSING}\n").articles
    return article


@pytest.mark.parametrize(
    "roll",
    [
        "周建国 吴敏 郑涛\n陈光明 冯玉兰 钱学文",
        "　　一等奖\n　　杜若溪\n　　二等奖（2名）\n　　林满仓 金小田",
        "　　入围者名单\n　　周建国 吴敏 郑涛",
        "　　东山队：\n　　张鹏 李雷 王刚 赵云飞\n　　刘洋 陈涛 杨帆 黄磊\n　　裁判：\n　　韩冬 秦岭",
        "王小明\n李晓红\n张子涵\n刘宇轩",
        "周 杰  吴 迪  郑 凯\n冯 雷  褚 健  卫 东",
        "陳秀英 楊海燕 黃文傑\n趙國棟 孫玉梅 鄭麗華",
    ],
)
def test_a_roll_of_names_is_text_of_its_article(roll: str) -> None:
    article = article_of(roll)
    assert (article.authors, article.byline) == ((), None)
    held = "".join("".join(block.passage.text.split()) for block in article.blocks)
    assert "".join(roll.split()) in held


@pytest.mark.parametrize(
    ("signature", "authors"),
    [
        ("杜若溪", ("杜若溪",)),
        ("杜若溪 林满仓", ("杜若溪", "林满仓")),
        ("杜若溪\n林满仓 译", ("杜若溪", "林满仓")),
        ("记者 杜若溪 金小田\n通讯员 林满仓 周建国", ("杜若溪", "金小田", "林满仓", "周建国")),
    ],
)
def test_a_byline_below_a_title_is_no_roll(signature: str, authors: tuple[str, ...]) -> None:
    (article,) = segment_page(f"龙窑重新点火\n{signature}\n{OPENING}\n{CLOSING}\n").articles
    assert article.authors == authors


def test_a_heading_that_looks_like_a_name_is_no_author_where_the_text_speaks_of_it() -> None:
    page = segment_page(
        "乡间手艺\n石匠\n　　村东头的石匠姓何，打了一辈子磨盘，手像石头一样硬。\n"
        "黄昏\n　　黄昏的时候，他坐在石阶上抽烟，看炊烟一缕一缕地升起来。\n"
    )
    assert [article.authors for article in page.articles if article.authors] == []


def test_a_title_that_looks_like_a_name_keeps_its_byline() -> None:
    (article,) = segment_page(f"江边记\n□ 杜若溪\n{OPENING}\n{CLOSING}\n").articles
    assert article.title is not None
    assert (article.title.text, article.authors) == ("江边记", ("杜若溪",))


def test_an_author_who_is_introduced_below_the_byline_is_one() -> None:
    bio = "杜若溪，1972年生，东山人，著有散文集三种。"
    (article,) = segment_page(f"龙窑重新点火\n杜若溪\n{bio}\n{OPENING}\n{CLOSING}\n").articles
    assert article.authors == ("杜若溪",)


@pytest.mark.parametrize("line", ["记者：杜先生", "林女士 周先生", "讲述/金师傅", "□ 石老师"])
def test_people_who_are_spoken_of_by_title_are_no_authors(line: str) -> None:
    page = segment_page(f"龙窑重新点火\n{line}\n{OPENING}\n{CLOSING}\n")
    assert [article.authors for article in page.articles if article.authors] == []


def test_a_teller_known_by_title_leaves_the_byline_its_writer() -> None:
    (article,) = segment_page(f"龙窑重新点火\n讲述/金师傅 整理/杜若溪\n{OPENING}\n{CLOSING}\n").articles
    assert article.authors == ("杜若溪",)
