"""What the lines around a web article's title say: when it appeared, where, and who wrote it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from baosou.corpus.dates import dates_in, parse_date
from baosou.corpus.metadata import paper_in
from baosou.corpus.names import is_credited, is_name
from baosou.corpus.pages.bylines import Style, parse_byline, tail_byline
from baosou.corpus.pages.datelines import dateline_authors

_LONGEST_LINE = 120

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?![\d.])\s*[日号]?")
_DATED = re.compile(r"发布|发表|發布|发稿|时间|時間|日期|更新")
_CLOCK = re.compile(r"今天是|今日是|现在是|©|copyright|版权|备案|许可证|电话", re.IGNORECASE)
_PAPER_LINE = re.compile(r"第\s*(?P<edition>[A-Z]?\d{1,3})\s*版")
_PAPER_NAME = re.compile(r"《([^《》]{2,20})》")

_WRITES = (
    r"(?:作\s*者|撰稿人?|文字|口述|编译|編譯|供稿|文[/·、]?图|图[/·、]?文|文)(?=\s*[:/丨|—])"
    r"|(?:撰\s*文|执笔|執筆|采写|采访)(?=[\s:/丨|—])|(?P<reporter>[记記]者(?![注从從])|通讯员|通訊員)"
)
_OTHERS = (
    r"责\s*任\s*编\s*辑|責任編輯|责\s*编|責編|编\s*辑(?!部)|編輯(?!部)|值班|监制|审核|审校|校对|审读|主编|来\s*源|來源|稿源|信息来源|发布(?:时间|日期|者|人|机构|单位)?"
    r"|发表(?:时间|于)?|发稿(?:时间)?|更新(?:时间)?|時間|时间|日期|浏览|点击|阅读|字号|字体|评论|分享|打印|来自|供图|摄影|攝影|图片?(?=\s*[:/])|标签|关键词|栏目|分类|人气|次数|访问"
)
_LABEL = re.compile(rf"(?P<writes>{_WRITES})|(?P<others>{_OTHERS})")
_EDITOR = re.compile(r"^(?:责\s*任\s*编\s*辑|責任編輯|责\s*编|責編|编\s*辑|編輯|主编|校对|审核)")
_SOURCE = re.compile(r"(?:来\s*源|來源|稿源)\s*[:：]?\s*(?P<name>[^\s|;,，。]{2,40})")
_SOURCE_ALONE, _LONGEST_SOURCE = re.compile(r"(?:来\s*源|來源)\s*:\s*$"), 24
_LABELS_OF_SOURCE = re.compile(
    r"^(?:(?:文章|稿件|信息|新闻|本文|图文)?(?:来\s*源|來源)|稿源|转自|来自|摘自)\s*[:：]\s*"
)
_BREAKS = re.compile(r"[\s、,，&/|;；:：和丨—()（）\[\]【】《》_]+")
_NO_PERSON = re.compile(
    r"网|報|报|新闻|新聞|频道|体育|娱乐|财经|编辑|編輯|小编|综合|綜合|整理|佚名|匿名|未知|管理员|原创|官方|中心|小组|团队|工作室|观察|日报|晚报"
    r"|发布|头条|科技|家居|公司|集团|大学|学院|协会|委员|办公|编者|报道|報導|来源|本站|网友|客户端|公众号|电视|广播|通讯社|事业部|支付|视频"
)
_ROLE = re.compile(
    r"^(?:本报|本網|本网|本站|本刊|新华社|特约|见习|实习|驻[^记]{1,4}|首席|全媒体|融媒体?)*(?:记者|記者|通讯员|通訊員|作者|实习生|特派员|撰文|文|摄影)"
)
_IN_BRACKETS = re.compile(
    r"[(〔【\[](?P<said>[^()〔〕【】\[\]]{0,12}?(?:记者|記者|通讯员|作者|文/|撰文)\s*[^()〔〕【】\[\]]{2,48})[)〕】\]]"
)
_WIRE = re.compile(r"[记記]者(?P<name>[\u4e00-\u9fff]{2,9}?)(?:\d{1,2}日[專专]?[电電]|[報报][道導])")
_FROM_PLACE = re.compile(r"\s*/\s*[^/\s]{2,12}(?:报道|報導)")
_REPORTS = re.compile(r"(?<=..)(?:(?:综合|綜合|摄影|攝影|现场)?(?:报道|報導)|[摄攝文图]|整理|编译)$")
_OPENING, _ENDING = 90, 60


class Credits(Struct, frozen=True):
    """What lines say: `places` are those of the lines that say only that."""

    date: str | None = None
    publication: str | None = None
    edition: str | None = None
    authors: tuple[str, ...] = ()
    editors: frozenset[str] = frozenset()
    places: tuple[int, ...] = ()


def credits_of(lines: Sequence[str], around: Sequence[int], below: Sequence[int]) -> Credits:
    """What the lines at the places `around` a title say, and those `below` the text where they say nothing."""
    date = publication = edition = None
    authors: dict[str, None] = {}
    editors: set[str] = set()
    places = []
    for place, near in [*((place, True) for place in around), *((place, False) for place in below)]:
        line = lines[place]
        if len(line) > _LONGEST_LINE:
            continue
        view = unicodedata.normalize("NFKC", line)
        when = date_within(view)
        source = _source_of(view)
        alone = _SOURCE_ALONE.search(view) and place + 1 < len(lines) and len(lines[place + 1]) <= _LONGEST_SOURCE
        if alone:
            source = publication_of(lines[place + 1])
        writers, others = _people(view)
        paper = _PAPER_LINE.search(view) if when else None
        if paper is not None:
            edition = edition or paper["edition"]
            named = _PAPER_NAME.search(view)
            source = source or (named[1] if named else paper_in(view))
        editors.update(others)
        if near or writers or paper is not None or _DATED.search(view):
            date = date or when
            publication = publication or source
        if near or not authors:
            authors.update(dict.fromkeys(writers))
        if (when and (near or _DATED.search(view))) or writers or (source and near) or paper is not None:
            places += [place, place + 1] if alone and source else [place]
    return Credits(date, publication, edition, tuple(authors), frozenset(editors), tuple(places))


def authors_of_text(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Who the first or the last paragraph says wrote it: 本报讯（记者 甲）, （記者甲桃園19日電）, 。（记者 甲 乙）."""
    if not paragraphs:
        return ()
    for opening in paragraphs[:2]:
        view = unicodedata.normalize("NFKC", opening[:_OPENING])
        wired = _WIRE.search(view)
        if wired is not None and is_name(name := _before_place(wired["name"])):
            return (name,)
        bracketed = _IN_BRACKETS.search(view)
        found = _people(bracketed["said"])[0] if bracketed is not None else list(dateline_authors(view))
        if found:
            return tuple(found)
    ending = unicodedata.normalize("NFKC", paragraphs[-1][-_ENDING:]).rstrip()
    bracketed = next((each for each in _IN_BRACKETS.finditer(ending) if each.end() == len(ending)), None)
    if bracketed is not None:
        return tuple(_people(bracketed["said"])[0])
    tail = None if _EDITOR.match(ending[ending.rfind("(") + 1 :].lstrip()) else tail_byline(ending)
    return tail[1] if tail is not None else ()


def publication_of(written: str) -> str | None:
    """The name of a paper or site out of what a page writes for it; None for addresses and numbers."""
    text = _LABELS_OF_SOURCE.sub("", unicodedata.normalize("NFKC", written).strip()).strip()
    quoted = _PAPER_NAME.search(text)
    if quoted is not None:
        return quoted[1]
    name = paper_in(text) or re.split(r"\s|[-–—|_,，;；](?=[\u4e00-\u9fff])", text)[0].strip("()（）[]【】")
    if not 2 <= len(name) <= 24 or "/" in name or "@" in name or name.isdigit():
        return None
    return name


def persons(written: Iterable[str], editors: frozenset[str]) -> tuple[str, ...]:
    """The people among names that a page's head gives for its authors: no numbers, addresses, media, editors."""
    found: dict[str, None] = {}
    for text in written:
        view = unicodedata.normalize("NFKC", text)
        if "@" in view or "//" in view:
            continue
        for token in _tokens(view):
            if is_name(token) and not _NO_PERSON.search(token) and token not in editors:
                found[token] = None
    return tuple(found)


def date_within(text: str) -> str | None:
    """The first date of year, month and day in a line; None for a clock's and for that of a copyright."""
    view = unicodedata.normalize("NFKC", text[:_LONGEST_LINE])
    if _CLOCK.search(view):
        return None
    for found in _DATE.finditer(view):
        date = parse_date(f"{found[1]}-{found[3]}-{found[4]}")
        if date is not None:
            return date
    return next(iter(dates_in(view)), None)


def _source_of(view: str) -> str | None:
    found = _SOURCE.search(view)
    name = _LABEL.split(found["name"])[0] if found is not None else ""
    return publication_of(name) if name else None


def _people(view: str) -> tuple[list[str], list[str]]:
    """The writers and the editors that a line names after labels such as 作者：, 记者 and 责任编辑：."""
    writers: list[str] = []
    editors: list[str] = []
    labels = list(_LABEL.finditer(view))
    ends = [*(label.start() for label in labels[1:]), len(view)]
    for label, end in zip(labels, ends, strict=False):
        value = view[label.end() : end]
        if label["writes"]:
            writers += _leading_names(value, surely=label["reporter"] is not None)
        elif _EDITOR.match(label[0]):
            editors += _leading_names(value, surely=False)
    if not labels:
        byline = parse_byline(view)
        if byline is not None and byline.style is Style.BRACKETED:
            writers += byline.authors
    return writers, editors


def _leading_names(value: str, *, surely: bool) -> Iterator[str]:
    """The names that a text begins with; all of them, or else further ones of two characters, have a known surname."""
    further = False
    for token in _tokens(_FROM_PLACE.sub("", value)):
        name = _REPORTS.sub("", _ROLE.sub("", token))
        if not name:
            continue
        known = is_name(name) if surely or (further and len(name) == 2) else is_credited(name)
        if not known or _NO_PERSON.search(name):
            return
        further = True
        yield name
        surely = len(name) == 2 or surely


def _tokens(text: str) -> Iterator[str]:
    """The words of a list of names; a name of two characters with space between them is one word."""
    half = ""
    for token in _BREAKS.split(text):
        if len(token) == 1 and half:
            token, half = half + token, ""
        elif len(token) == 1:
            half = token
            continue
        if token:
            yield token


def _before_place(written: str) -> str:
    """邱大川 out of 邱大川桃園: what stands before a place of at least two characters."""
    return written if len(written) <= 3 else written[: min(3, len(written) - 2)]
