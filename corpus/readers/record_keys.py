"""What the keys of records mean, under whatever names crawlers, feeds and data bases have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

# The keys of the contract, and the other names under which crawlers, feeds and data bases write the same, those that
# are surest first. They are told without regard to case, _ and - (pub_date, pubDate, PUBDATE).
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": (
        "title",
        "标题",
        "標題",
        "题名",
        "篇名",
        "headline",
        "newstitle",
        "articletitle",
        "posttitle",
        "文章标题",
        "新闻标题",
    ),
    "text": (
        *("text", "content", "body", "正文", "内容", "內容", "articlebody", "maintext", "fulltext", "全文"),
        *("newscontent", "articlecontent", "postcontent", "contenttext", "articletext", "文章内容", "新闻内容"),
    ),
    "date": (
        *(
            "date",
            "日期",
            "publishtime",
            "publishdate",
            "pubdate",
            "pubtime",
            "published",
            "publishedat",
            "publishedtime",
        ),
        *("publisheddate", "datepublished", "publicationdate", "publictime", "releasedate", "releasetime", "postdate"),
        *(
            "posttime",
            "postedat",
            "newsdate",
            "newstime",
            "articledate",
            "issuedate",
            "发布时间",
            "发布日期",
            "發布時間",
        ),
        *(
            "發布日期",
            "發佈時間",
            "發佈日期",
            "发表时间",
            "发表日期",
            "發表時間",
            "刊登日期",
            "刊发时间",
            "出版日期",
            "见报日期",
        ),
        *("datetime", "time", "时间", "時間"),
    ),
    "authors": (
        "authors",
        "author",
        "作者",
        "authorname",
        "authornames",
        "byline",
        "writer",
        "writers",
        "记者",
        "記者",
        "作者姓名",
    ),
    "publication": (
        *(
            "publication",
            "报纸",
            "報紙",
            "newspaper",
            "newspapername",
            "papername",
            "publicationname",
            "报刊",
            "报刊名称",
        ),
        *("报纸名称", "刊名", "期刊", "journal", "journalname", "magazine", "媒体", "媒體", "media", "medianame"),
    ),
    "edition": ("edition", "版次", "版号"),
    "column": ("column", "栏目", "欄目", "专栏", "專欄", "columnname"),
    "places": ("places", "地区", "地區", "place"),
    "url": (
        "url",
        "link",
        "链接",
        "鏈接",
        "网址",
        "網址",
        "原文链接",
        "articleurl",
        "newsurl",
        "sourceurl",
        "permalink",
    ),
    "id": ("id", "docid", "articleid", "newsid", "guid", "编号", "_id"),
}

RESERVED = frozenset(("country", "国家", "person", "人物", "人名", "org", "机构", "组织", "words"))
"""Fields that an index tells of articles by itself: a record's own key of such a name is known as x.NAME."""

_KEYS = {name: (key, place) for key, names in NAMES.items() for place, name in enumerate(names)}


_OF_CNKI = re.compile(r"([a-z]{3,12})-([\u4e00-\u9fff]{1,8})")
"""The columns of CNKI's tables: Title-题名, Source-报纸."""
_CNKI_NAMES = {
    "source": "publication",
    "summary": "text",
    "pubtime": "date",
    "link": "url",
}


@lru_cache(maxsize=4096)
def key_of(name: str) -> tuple[str, int] | None:
    """The contract's key that a record's key means, and how far down among its names it is; None for any other."""
    plain = name.strip().casefold()
    if (both := _OF_CNKI.fullmatch(plain)) is not None:
        english, chinese = both.groups()
        # the Chinese half tells more: Page-版号, Page-页码
        key = _KEYS.get(chinese, _KEYS.get(english, ("", 0)))[0] or _CNKI_NAMES.get(english)
        return (key, len(NAMES[key]) - 1) if key else None
    return _KEYS.get(plain) or _KEYS.get(plain.replace("_", "").replace("-", "").replace(" ", ""))
