"""What the keys of records mean, under whatever names crawlers, feeds and data bases have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache


def _names(*lines: str) -> tuple[str, ...]:
    return tuple(name for line in lines for name in line.split())


NOUNS = ("article", "passage", "文章", "新闻", "报道", "博文", "推文")
"""What names an article's text, or counts articles."""

# The keys of the contract, and the other names under which crawlers, feeds and data bases write the same, those that
# are surest first. They are told without regard to case, _, - and blanks (pub_date, pubDate, PUBDATE).
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": _names("title 标题 標題 题名 題名 篇名 题目 題目 headline heading 主标题 主標題 大标题 标题名"),
    "text": _names(
        "text content body 正文 内容 內容 articlebody maintext fulltext 全文 contenttext contenthtml bodytext bodyhtml",
        "正文内容 正文內容 全文内容 文本 文本内容 文字内容 文字 texthtml plaintext rawtext rawcontent htmlcontent",
        "文章全文",
        *NOUNS,
    ),
    "date": _names(
        "date 日期 publishtime publishdate pubdate pubtime published publishedat publishedtime publisheddate",
        "publishedon publishat datepublished publicationdate publictime releasedate releasetime postedat issuedate",
        "发布时间 发布日期 發布時間 發布日期 發佈時間 發佈日期 发表时间 发表日期 發表時間 發表日期 刊登日期 刊登时间",
        "刊登時間 刊发时间 刊发日期 刊载日期 刊载时间 刊出日期 出版日期 出版时间 见报日期 见报时间 見報日期 发稿时间",
        "发稿日期 發稿時間 發稿日期 发布于 发表于 发刊日期 报纸日期 報紙日期 出报日期 datetime time 时间 時間 日期时间",
    ),
    "authors": _names(
        "authors author 作者 authorname authornames byline writer writers 记者 記者 作者姓名 作者名 作者名称 撰稿人",
        "撰稿 撰文 撰文者 creator",
    ),
    "publication": _names(
        "publication 报纸 報紙 newspaper newspapername papername publicationname publicationtitle 报刊 報刊 报刊名称",
        "报刊名 报纸名称 報紙名稱 报纸名 刊名 期刊 期刊名称 journal journalname magazine 媒体 媒體 media medianame",
        "媒体名称 媒體名稱 媒体名 发布媒体 刊发媒体 来源媒体 来源报纸 paper",
    ),
    "edition": _names("edition 版次 版号 版號 版序 版面号 报纸版次"),
    "column": _names("column 栏目 欄目 专栏 專欄 columnname 栏目名称 栏目名 所属栏目 版名 版面名称 版面名"),
    "places": _names("places 地区 地區 place"),
    "url": _names(
        "url link 链接 鏈接 連結 网址 網址 articleurl sourceurl permalink pageurl weburl href canonicalurl",
        "原文链接 原文地址 原文网址 链接地址 网页地址 网页链接 来源链接 来源网址 detailurl",
    ),
    "id": _names("id docid guid docno docnumber uuid 编号 編號 _id"),
}

SUMMARIES = _names(
    "summary abstract 摘要 内容摘要 內容摘要 简介 簡介 内容简介 导语 導語 导读 導讀 提要 概要 digest excerpt lead",
    "intro description desc 描述",
)
"""What says an article in short: its text where a record has no other."""

SOURCES = _names("来源 來源 出处 出處 source sourcename mediasource 稿源 消息来源 来源名称")
"""Whoever an article was taken from: its publication where that is a newspaper or a magazine."""

PAGES = _names("版面 版")
"""The page of a newspaper by its number, its name or both (03版：要闻)."""

RESERVED = frozenset(("country", "国家", "person", "人物", "人名", "org", "机构", "组织", "words"))
"""Fields that an index tells of articles by itself: a record's own key of such a name is known as x.NAME."""

_BLANKS = str.maketrans("", "", "_- \u3000")
_OF_AN_ARTICLE = re.compile(
    r"(?:news|articles?|post|item|story|doc(?:ument)?|新闻|新聞|文章|报道|報道|報導|稿件|原文|本文|帖子|资讯|資訊|消息|信息|微博|博文|推文|博客)的?"
)
"""What a key may say before what is meant: 新闻标题, article_title."""

_OF_CNKI = re.compile(r"([a-z]{3,12})-([\u4e00-\u9fff]{1,8})")
"""The columns of CNKI's tables: Title-题名, Source-报纸."""
_CNKI_NAMES = {"source": "publication", "summary": "text", "pubtime": "date", "link": "url"}

_KEYS = {name: (key, place) for key, names in NAMES.items() for place, name in enumerate(names)}


@lru_cache(maxsize=4096)
def key_of(name: str) -> tuple[str, int] | None:
    """The contract's key that a record's key means, and how far down among its names it is; None for any other."""
    plain = name.strip().casefold()
    if (both := _OF_CNKI.fullmatch(plain)) is not None:
        english, chinese = both.groups()
        # the Chinese half tells more: Page-版号, Page-页码
        key = _KEYS.get(chinese, _KEYS.get(english, ("", 0)))[0] or _CNKI_NAMES.get(english)
        return (key, len(NAMES[key]) - 1) if key else None
    known = _KEYS.get(plain) or _KEYS.get(close := plain.translate(_BLANKS))
    if known is not None:
        return known
    of_an_article = _OF_AN_ARTICLE.match(close)
    found = _KEYS.get(close[of_an_article.end() :]) if of_an_article is not None else None
    return None if found is None else (found[0], len(NAMES[found[0]]) + found[1])


@lru_cache(maxsize=4096)
def is_among(name: str, names: tuple[str, ...]) -> bool:
    """Whether a key is one of some names, or one of them of an article (新闻来源)."""
    close = name.strip().casefold().translate(_BLANKS)
    of_an_article = _OF_AN_ARTICLE.match(close)
    return close in names or (of_an_article is not None and close[of_an_article.end() :] in names)
