"""What is printed around the articles: running heads, page numbers, section names, editors and contacts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from baosou.corpus.pages.bylines import parse_byline
from baosou.corpus.pages.lines import Line

_ORNAMENT = r"[\s\-—–_·•.|~=*■□●◆▲★]*"
_FOLIO = r"(?:[A-Za-z]?\d{1,3}|[〇零一二三四五六七八九十百]{1,4})"
_PAGE_NUMBER = re.compile(
    rf"{_ORNAMENT}(?:第?\s*{_FOLIO}\s*[版页頁]|[A-Z]\d{{1,2}}|Page\s*\d+|P\.?\d+){_ORNAMENT}", re.I
)
_BARE_NUMBER = re.compile(rf"{_ORNAMENT}\d{{1,3}}{_ORNAMENT}")
_ORNAMENTED_NUMBER = re.compile(r"[\-—–·•]+\s*\d{1,4}\s*[\-—–·•]+")
_DATE = r"(?:(?:19|20)\d\d|二[〇○零0]..|一九..)\s*(?:年|[-./])\s*[\d〇一二三四五六七八九十]{1,3}\s*(?:月|[-./])\s*(?:[\d〇一二三四五六七八九十]{1,3}\s*日?)?"
_DATED = re.compile(_DATE)
_WEEKDAY = re.compile(
    r"星期[一二三四五六日天]|周[一二三四五六日](?=\s|$)|农历|农曆|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
)
_PAPER = r"[\u4e00-\u9fff]{1,10}(?:日报|晚报|时报|周报|早报|晨报|快报|商报|导报|都市报|农报|青年报|学报|画报|周刊|月刊|半月刊|旬刊|季刊|杂志|通讯社|报|日報|晚報|時報|週報)"
_PAPER_ALONE = re.compile(rf"[《]?{_PAPER}[》]?(?:\s*[A-Z][A-Z ]{{3,40}})?")
_SECTION = (
    r"(?:头版|要闻|综合|国内|国际|社会|民生|评论|时评|理论|经济|财经|金融|产经|教育|科技|科教|卫生|健康|体育|文化|文体|文娱|文艺|文学|副刊|读书|阅读|"
    r"人物|专题|专版|特刊|特别报道|深度|调查|视点|观察|聚焦|热点|焦点|广告|公告|农业|农村|三农|乡村|生态|环保|法治|法制|政法|党建|军事|旅游|汽车|房产|"
    r"生活|时尚|娱乐|视觉|影像|图片|地方|区域|县域|基层|一线|综合新闻|本地|都市|城事|天下|中国|世界)"
)
_SECTION_TAIL = r"(?:新闻|要闻|版|周刊|专刊|专栏|专题|专版|视窗|纵横|动态|观察|在线|天地|园地|广场|报道|经纬|前沿|建设|富裕|生活|周末|时空|论坛|聚焦|视界|看台|资讯|快讯|速递|副刊)"
_SECTION_NAME = re.compile(
    rf"{_ORNAMENT}(?:{_SECTION}{_SECTION_TAIL}?|[\u4e00-\u9fff]{{2}}{_SECTION_TAIL}|[\u4e00-\u9fff]·[\u4e00-\u9fff]|{_SECTION}[·/]{_SECTION}){_ORNAMENT}"
)
_FOLIO_SECTION = re.compile(
    rf"{_ORNAMENT}(?:[A-Z]?\d{{1,3}}|第{_FOLIO}版)(?:版|\s|[|·/:])+[\u4e00-\u9fff]{{2,8}}(?:[·•/\s][\u4e00-\u9fff]{{1,6}})?{_ORNAMENT}"
    rf"|{_ORNAMENT}[\u4e00-\u9fff]{{2,8}}\s*[·•/|\s]?\s*(?:[A-Z]?\d{{1,3}}|第{_FOLIO}版){_ORNAMENT}"
)
_ISSUE = re.compile(
    r"(?:总第?\s*\d+\s*期|第\s*\d+\s*期|国内统一(?:连续)?(?:刊|出版物)号|CN\s?\d\d-\d{4}|ISSN|邮发代号|今日\d+版|本报今日)"
)
_DESK = re.compile(
    r"(?:(?:本版|本期|值班|执行|责任|见习|文字|美术|图片|视觉|版面|首席|统筹|组版|实习|新媒体)*(?:责任?编辑?|责编|编辑|主编|编委|总编辑?|校对|版式|组版|设计|制版|排版|审读|美编|检校|美术编辑|版面设计|一读|二读|签发|终审)"
    r")(?:\s*[:：/／|]\s*|\s+)(?=\S)"
)
_CONTACT = re.compile(
    r"(?:(?:投稿|联系|读者|新闻|编辑部|本报|本版|广告|发行|订阅|订报|热线|爆料|服务|咨询|举报|监督|电子|官方|责编)*"
    r"(?:邮箱|信箱|电话|热线|邮编|地址|网址|微信号?|微博|传真|QQ|E-?mail|Email|Tel|电邮|订报热线|新闻热线|投稿邮箱))\s*[:：]\s*\S",
    re.I,
)
_ADDRESSES = re.compile(r"[\w.\-]+@[\w\-]+\.[\w.]+|\d{3,4}-\d{7,8}|www\.|https?://", re.I)
_LONGEST = 60
_REPEATS = 3


def find_furniture(lines: Sequence[Line]) -> set[int]:
    """The indices of the lines that belong to no article."""
    found = {index for index, line in enumerate(lines) if not line.view or _is_furniture(line)}
    found |= _numbers(lines)
    found |= _mastheads(lines, found)
    return found | _repeated(lines)


def _is_furniture(line: Line) -> bool:
    view = line.view
    if line.cells > _LONGEST or (view[-1:] in "。，,；;、!?”" and not _CONTACT.match(view)):
        return False
    if _PAGE_NUMBER.fullmatch(view) or _ORNAMENTED_NUMBER.fullmatch(view):
        return True
    if not any(map(str.isalnum, view)):
        return set(view) <= set("-—–_·•.|~=*■□●◆▲★ ─━…※☆◇○ ")
    if _FOLIO_SECTION.fullmatch(view) and (view.lstrip("-—·•■□ ")[:1] in "ABCDEFGHT第0" or _named_section(view)):
        return True
    if _desk(view) or _contact(view):
        return True
    dated = _DATED.search(view)
    if dated is not None:
        rest = view[: dated.start()] + " " + view[dated.end() :]
        plain = not any(sign in view for sign in ",，:：“”《》()、") or bool(_WEEKDAY.search(rest))
        words = rest.split()
        if plain and len(rest) <= 44 and all(map(_around_a_date, words)):
            return True
    return bool(_ISSUE.search(view)) and line.cells <= 50 and "," not in view


def _around_a_date(word: str) -> bool:
    """Whether a word can stand beside the date in a running head."""
    return (
        len(word) <= 2
        or bool(_WEEKDAY.search(word) or _PAGE_NUMBER.fullmatch(word) or _SECTION_NAME.fullmatch(word))
        or bool(_PAPER_ALONE.fullmatch(word) or _ISSUE.search(word))
        or bool(
            re.fullmatch(
                r"[A-Z]?\d{1,4}|[A-Za-z.]+|农历\S+|[正二三四五六七八九十冬腊]?\S?月\S{2,3}|[\u4e00-\u9fff]{2,5}", word
            )
        )
    )


def _named_section(view: str) -> bool:
    words = re.findall(r"[\u4e00-\u9fff]{2,}", view)
    return bool(words) and all(_SECTION_NAME.fullmatch(word) for word in words if word not in ("版",))


def _desk(view: str) -> bool:
    """责任编辑：… 版式：…; a text that opens in such a way is longer or has a sentence."""
    return _DESK.match(view.lstrip("■□●◆★ ")) is not None and "。" not in view and len(view) <= 48


def _contact(view: str) -> bool:
    if _CONTACT.match(view) is None:
        return False
    return bool(_ADDRESSES.search(view)) or len(view) <= 30


def _numbers(lines: Sequence[Line]) -> set[int]:
    """Bare numbers are page numbers, unless there are so many that they are the cells of a table."""
    found = {index for index, line in enumerate(lines) if len(line.view) <= 9 and _BARE_NUMBER.fullmatch(line.view)}
    pages = 1 + sum(line.fed for line in lines)
    return found if len(found) <= 3 * pages + len(lines) // 60 else set()


def _mastheads(lines: Sequence[Line], known: set[int]) -> set[int]:
    """Names of papers and sections at the edge of a page or beside a running head."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        if line.cells > 24 or index in known or not line.view:
            continue
        near_edge = index < 4 and all(before in known | found for before in range(index))
        edge = near_edge or line.fed or index >= len(lines) - 2
        beside = index - 1 in known or index - 1 in found or index + 1 in known
        paper = _PAPER_ALONE.fullmatch(line.view) is not None
        section = _SECTION_NAME.fullmatch(line.view) is not None
        signed = line.view[:1] in "■□●◆★·" and section
        if (paper and (edge or beside)) or (section and (beside or near_edge or signed)):
            found.add(index)
    return found


def _repeated(lines: Sequence[Line]) -> set[int]:
    """Short lines that come back on every page of a file, parted by form feeds or by much text."""
    counts = Counter(line.view for line in lines if 4 <= len(line.view) <= 24)
    often = {view for view, count in counts.items() if count >= _REPEATS}
    often = {view for view in often if view[-1] not in "。!?…，,；;：:”)" and parse_byline(view) is None}
    if not often:
        return set()
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.view in often:
            places.setdefault(line.view, []).append(index)
    found: set[int] = set()
    for indices in places.values():
        distances = [after - before for before, after in zip(indices, indices[1:], strict=False)]
        if min(distances) >= 12:  # a refrain or the cells of a table come back sooner
            found.update(indices)
    return found
