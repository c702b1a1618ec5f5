"""Rolls of names on a page name no author, and bylines stay what they are."""

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
