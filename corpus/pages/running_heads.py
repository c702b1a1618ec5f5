"""Running heads: lines made of nothing but dates, page numbers, names of papers and of sections."""

from __future__ import annotations

import re

from baosou.corpus.characters import HAN_COMMON

_NUMERAL = "〇零一二三四五六七八九十廿"
_DATE = re.compile(
    rf"(?:中华)?民国\s*[\d{_NUMERAL}]{{1,4}}\s*年\s*[\d{_NUMERAL}]{{1,3}}\s*月\s*(?:[\d{_NUMERAL}]{{1,3}}\s*[日号]?)?"
    rf"|(?:(?:19|20)\d\d|[一二][九〇○零0][{_NUMERAL}○]{{2}})\s*(?:年|[-./])"
    rf"\s*[\d{_NUMERAL}]{{1,3}}\s*(?:月|[-./])\s*(?:[\d{_NUMERAL}]{{1,3}}\s*[日号]?)?"
)
_WEEKDAY = re.compile(
    r"[(（]?(?:星期|礼拜|周)[一二三四五六日天][)）]?|农历\S*|\S?[月年][初十廿三]\S{1,2}"
    r"|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S*"
)
_PAGE = re.compile(
    rf"[A-Z]\d{{1,2}}版?|第?[A-Z]?\d{{1,3}}[版页张]|第[{_NUMERAL}]{{1,4}}[版页张]"
    r"|\d{1,3}-\d{1,3}版|(?i:page|p\.?)\d{1,3}"
)
_NUMBER = re.compile(r"\d{1,3}")
_VOLUME = re.compile(
    r"总?第?\d+期|今日\S{0,4}版|本报今日\S+|国内统一\S+"
    r"|国际标准\S+|CN\d\d-\d{4}\S*|ISSN\S*|邮发代号\S*|代号\S*\d|Vol\.?\d*|No\.?\d*"
)
_PAPER = re.compile(
    rf"《?[{HAN_COMMON}]{{1,10}}(?:日报|晚报|时报|周报|早报|晨报|快报|商报|导报|农报|青年报|学报|画报|周刊|月刊|旬刊|季刊|杂志|报)》?"
)
_TOPICS = (
    "头版 要闻 综合 国内 国际 社会 民生 评论 时评 理论 经济 财经 金融 产经 教育 科技 科教 卫生 健康 体育 文化 文体 "
    "文娱 文艺 文学 副刊 读书 阅读 人物 专题 专版 特刊 深度 调查 视点 观察 聚焦 热点 焦点 广告 公告 农业 农村 三农 "
    "乡村 生态 环保 法治 法制 政法 党建 军事 旅游 汽车 房产 生活 时尚 娱乐 视觉 影像 图片 地方 区域 县域 基层 一线 "
    "本地 都市 城事 天下 中国 世界 新闻"
).replace(" ", "|")
_KINDS = (
    "新闻 要闻 版 周刊 专刊 专栏 专题 专版 视窗 纵横 动态 观察 在线 天地 园地 广场 报道 经纬 前沿 周末 时空 论坛 "
    "聚焦 视界 看台 资讯 快讯 速递 副刊 建设 生活 富裕"
).replace(" ", "|")
_SECTION = re.compile(
    rf"(?:{_TOPICS})(?:{_KINDS})?|[{HAN_COMMON}]{{2}}(?:{_KINDS})|(?:{_TOPICS})[·•/|][{HAN_COMMON}]{{2,6}}"
    r"|(?:专栏|栏目|专题|封面专题|封面故事|特别策划)[·•/|:][^,。]{2,12}"
)
_HINT = re.compile(r"\d|[版页张报刊志期〇]|二[○零]|星期|农历|民国")
_APART = re.compile(rf"(?<=第)\s+(?=[\d{_NUMERAL}])|(?<=[\d{_NUMERAL}])\s+(?=[版页张](?:\W|$))")  # 第 二 版
_WORDS = re.compile(rf"\s+|(?<=[版页])[:：(（]*(?=[{HAN_COMMON}])|(?<=\d)[/:：|｜]\s*(?=[{HAN_COMMON}])|[|｜]")
_TURN = re.compile(
    rf"[(（\[【]?\s*(?:(?:下|上|紧|后)?(?:转|接)(?:自|到)?\s*(?:今日)?第?\s*[A-Z]?[\d{_NUMERAL}]{{1,3}}\s*版|(?:下|上|紧)(?:转|接)\S{{1,8}}版\S{{0,8}}|下转\S{{1,6}}|上接\S{{1,6}}|未完待续|接上期)\s*[)）\]】]?[▲▼◀▶→←]?"
)
_COLUMN = re.compile(r"(?:专栏|栏目|本期专题|专题)\s*[:：]\s*[^,，。]{2,14}")
_EMPTY = "()（）[]【】:："
_MOST_WORDS = 24
_ORNAMENT = " -—–_·•.|/~=*■□●◆◇▲★☆"
_ENGLISH = re.compile(r"[A-Z][A-Za-z.&]*")


def is_running_head(view: str) -> bool:
    """Whether all words of the folded line belong to a running head and one of them to nothing else.

    A lone number, section or date does not suffice: see is_page_number, is_section and is_date.
    """
    if _HINT.search(view) is None or view.count(" ") > _MOST_WORDS:
        return False
    view = _APART.sub("", view)
    dated = _DATE.search(view)
    rest = view if dated is None else view[: dated.start()] + "  " + view[dated.end() :]
    words = [word.strip(_ORNAMENT + _EMPTY) for word in _WORDS.split(rest)]
    words = [word for word in words if word]
    kinds = [_kind(word) for word in words]
    if dated is not None:
        # Beside a date a short word more may be the name of a paper or section that no list has.
        known = sum(kind != "" for kind in kinds)
        return bool(known) and all(kind or len(word) <= 6 for kind, word in zip(kinds, words, strict=True))
    if "page" in kinds or "volume" in kinds:
        loose = [word for kind, word in zip(kinds, words, strict=True) if not kind]
        return len(loose) <= 1 and all(len(word) <= 6 and word.isalnum() for word in loose)
    if "paper" in kinds or "weekday" in kinds:
        return len(words) > 1 and "" not in kinds
    return len(words) > 1 and "number" in kinds and all(kind in ("number", "section") for kind in kinds)


def _kind(word: str) -> str:
    if _PAGE.fullmatch(word):
        return "page"
    if _NUMBER.fullmatch(word):
        return "number"
    if _WEEKDAY.fullmatch(word):
        return "weekday"
    if _VOLUME.fullmatch(word):
        return "volume"
    if _PAPER.fullmatch(word):
        return "paper"
    if _SECTION.fullmatch(word):
        return "section"
    return "english" if _ENGLISH.fullmatch(word) else ""


def is_turn(view: str) -> bool:
    """Whether the line sends the reader to another page: 下转第2版, （上接第一版）."""
    return len(view) <= 24 and ("版" in view or "接" in view or "转" in view) and _TURN.fullmatch(view) is not None


def names_column(view: str) -> bool:
    """Whether the line says itself that it names a column: 专栏：…."""
    return ":" in view and _COLUMN.fullmatch(view.strip(_ORNAMENT)) is not None


def is_page_number(view: str) -> bool:
    """Whether the line is a bare number of up to three digits, perhaps between dashes."""
    return _NUMBER.fullmatch(view.strip(_ORNAMENT)) is not None


def is_section(view: str) -> bool:
    """Whether the line is the name of a section, such as 综合新闻 or ■ 民生视窗."""
    return _SECTION.fullmatch(view.strip(_ORNAMENT)) is not None


def is_paper(view: str) -> bool:
    """Whether the line is the name of a paper, with its English name or without."""
    name, _, english = view.strip(_ORNAMENT).partition(" ")
    return _PAPER.fullmatch(name) is not None and (not english or english.replace(" ", "").isascii())


def is_date(view: str) -> bool:
    """Whether the line is a date and nothing else."""
    return _DATE.fullmatch(view.strip(_ORNAMENT)) is not None
