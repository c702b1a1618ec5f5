"""What a page says about its articles beside their text: date, publication, edition and column.

Taken from datelines, running heads and the file's name, in that order; where these disagree or say nothing,
the value stays None.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.characters import HAN_COMMON
from baosou.corpus.dates import date_in_path, dates_in, parse_date
from baosou.corpus.folding import fold_text
from baosou.corpus.models import Article, Kind, Page

# Words such as 简报, 通报 and 海报 end like a newspaper's name and are none.
_PAPER = re.compile(
    rf"[{HAN_COMMON}]{{2,11}}(?:(?:(?<=[青少]年)|(?<![简通预捷汇举电海情喜警回申填墙板呈密公年季月财战播本上见登]))报"
    r"|周刊|月刊|旬刊|季刊|画刊|杂志|文摘|周末)"
    r"|文汇报|大公报|申报|半月谈|求是|瞭望|读者|参考消息|经济参考|今日浙江|环球人物"
)
_EDITION = re.compile(
    r"第?(?P<digits>[A-Z]?\d{1,3})版|第(?P<spelled>[一二三四五六七八九十]{1,3})版|(?P<letter>[A-Z]\d{1,2})"
)
_CLOSED_UP = re.compile(r"(?<=第)\s+(?=[\d一二三四五六七八九十])|(?<=[\d一二三四五六七八九十])\s+(?=版)")  # 第 二 版
_BARE_EDITION = re.compile(r"\d\d")  # an edition only beside a column or a paper's name, else a page number
_COLUMN = re.compile(rf"[{HAN_COMMON}]{{2,8}}")
_CREDITS = re.compile(r"责任|责编|编辑|版式|校对|美编|值班|组版|电话|热线|邮箱|信箱|投稿|总第|今日|本版|本期")
_NO_COLUMN = re.compile(rf"{_CREDITS.pattern}|星期|周[一二三四五六日]|农历|[版期页]$")
_BREAKS = re.compile(r"[\s|｜/·•■□◆◇●○:：,，、\-—_【】\[\]《》〈〉()（）]+")
_FULL_DATE = re.compile(
    r"(?:中[华華])?民[国國]\S{1,6}年\S{1,3}月\S{1,4}?[日号]|(?:\d{4}|[〇○零一二三四五六七八九]{4})年\S{1,3}月\S{1,4}?[日号]|\d{4}([-/.])\d{1,2}\1\d{1,2}"
)

_LABELS = {
    **dict.fromkeys(
        ["来源", "來源", "出处", "出處", "媒体", "媒體", "报纸", "報紙", "报刊", "報刊", "刊名"], "publication"
    ),
    **dict.fromkeys(["版次", "版面"], "edition"),
    **dict.fromkeys(["栏目", "欄目", "版名"], "column"),
}
_FIELD = re.compile(
    rf"(?<![{HAN_COMMON}])(?:新闻|稿件|文章|信息)?【?(?P<label>{'|'.join(_LABELS)})】?\s*:?\s*(?P<value>[^\s|,，;；:()（）【】]{{2,20}})"
)
_NO_SOURCES = (None, "网络", "網絡", "互联网", "本站", "本站原创", "原创", "未知", "佚名")

_DATELINE = re.compile(
    rf"\s*[（(【]?据?(?P<paper>[{HAN_COMMON}]{{2,8}}?报|本报|本刊|新华社|新华网|中新社|中新网|人民网|央视网)[{HAN_COMMON}、/]{{0,16}}?"
    r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:专?电|讯|消息|报道|[（(])"
)
_DATELINE_AGE = datetime.timedelta(days=45)  # a page does not print older reports; this parts December from January


class _Facts(Struct, frozen=True):
    """What running heads or a name say; None is unknown or in dispute."""

    date: str | None = None
    publication: str | None = None
    edition: str | None = None
    column: str | None = None


_NOTHING = _Facts()


def with_metadata(page: Page, name: str) -> tuple[Article, ...]:
    """The page's articles, one for one, with what its running heads and the source's name say of them.

    `name` is the source's path inside its root, with "/" between its parts. Values that an article has stay.
    """
    heads = _facts_of_heads(passage.text for passage in page.other)
    named = _facts_of_name(name)
    return tuple(_completed(article, heads, named) for article in page.articles)


def with_name(article: Article, name: str) -> Article:
    """The article with the date and publication that its source's name gives, where it has none itself."""
    named = _facts_of_name(name)
    return replace(
        article,
        date=article.date or named.date,
        publication=article.publication or named.publication,
    )


def paper_in(text: str) -> str | None:
    """The one newspaper or magazine that a running head or a file's name speaks of, else None."""
    tokens = _BREAKS.split(_FULL_DATE.sub(" ", unicodedata.normalize("NFKC", text)))
    return _only(token for token in tokens if _is_paper(token))


def _is_paper(token: str) -> bool:
    return _PAPER.fullmatch(fold_text(token)) is not None


def _completed(article: Article, heads: _Facts, named: _Facts) -> Article:
    imprint = _imprint(article)
    paper, date = _dateline(article, imprint.date or heads.date or named.date)
    return replace(
        article,
        date=article.date or imprint.date or date or heads.date or named.date,
        publication=article.publication or imprint.publication or heads.publication or paper or named.publication,
        edition=article.edition or imprint.edition or heads.edition or named.edition,
        column=article.column or imprint.column or heads.column,
    )


def _imprint(article: Article) -> _Facts:
    """What an article's own byline says of when and where it was published: 2024-03-05 来源：…."""
    if article.byline is None:
        return _NOTHING
    line = unicodedata.normalize("NFKC", article.byline.text)
    fields = {_LABELS[found["label"]]: found["value"] for found in _FIELD.finditer(line)}
    dates = dates_in(line)
    if not fields and not dates:
        return _NOTHING
    paper = fields.get("publication")
    edition = fields.get("edition")
    placed = edition_and_column(edition) if edition else None
    return _Facts(
        date=dates[0] if dates else None,
        publication=paper if paper not in _NO_SOURCES else None,
        edition=placed[0] if placed is not None else edition,
        column=fields.get("column"),
    )


def _facts_of_heads(texts: Iterable[str]) -> _Facts:
    """What the running heads agree on; one that differs from page to page is not known for an article."""
    lines = [_CLOSED_UP.sub("", unicodedata.normalize("NFKC", text)) for text in texts]
    placed = [found for line in lines if (found := edition_and_column(line)) is not None]
    editions = {edition.lstrip("0"): edition for edition, _ in placed}
    columns = {column for _, column in placed if column is not None}
    # 文化周刊 may be a magazine or a paper's page: beside a date it is the one, beside an edition the other.
    dated = {paper for line in lines if dates_in(line) and (paper := paper_in(line)) is not None}
    papers = {paper for line in lines if (paper := paper_in(line)) is not None}
    return _Facts(
        date=_only(date for line in lines for date in dates_in(line)),
        publication=_only(dated or papers - columns),
        edition=_only(editions.values()) if len(editions) == 1 else None,
        column=_only(columns - dated) if len(editions) == 1 else None,
    )


@lru_cache(maxsize=16)  # a file of many articles asks for each of them
def _facts_of_name(name: str) -> _Facts:
    parts = name.split("/")
    parts[-1] = re.sub(r"(?:\.[A-Za-z]\w*)+$", "", parts[-1])
    papers = [paper for part in reversed(parts) if (paper := paper_in(part)) is not None]
    placed = edition_and_column(unicodedata.normalize("NFKC", parts[-1]))
    return _Facts(
        date=date_in_path(name),
        publication=papers[0] if papers else None,
        edition=placed[0] if placed is not None and paper_in(parts[-1]) is not None else None,
    )


def edition_and_column(line: str) -> tuple[str, str | None] | None:
    """The edition that a running head names, with the column beside it ("A04 要闻", "第3版")."""
    if _CREDITS.match(fold_text(line.strip())):
        return None
    tokens = [token for token in _BREAKS.split(_FULL_DATE.sub(" ", line)) if token]
    for at, token in enumerate(tokens):
        near = [tokens[place] for place in (at + 1, at - 1) if 0 <= place < len(tokens)]
        column = next((other for other in near if _is_column(other)), None)
        found = _EDITION.fullmatch(token)
        if found is not None:
            spelled = found["spelled"]
            edition = _spelled_number(spelled) if spelled else found["digits"] or found["letter"]
            return edition, column
        if _BARE_EDITION.fullmatch(token) and (column or any(_is_paper(other) for other in near)):
            return token, column
    return None


def _is_column(token: str) -> bool:
    if _COLUMN.fullmatch(token) is None or _NO_COLUMN.search(fold_text(token)) is not None:
        return False
    return not (token.endswith(("报", "報")) and _is_paper(token))


def _spelled_number(numeral: str) -> str:
    """三 as 3 and 十二 as 12, by way of a date that has it as its day."""
    date = parse_date(f"二〇〇〇年一月{numeral}日")
    return str(int(date[-2:])) if date is not None else numeral


def _dateline(article: Article, page_date: str | None) -> tuple[str | None, str | None]:
    """The paper and the date of the article's own dateline; the year is the page's unless it is written."""
    openings = [article.byline.text] if article.byline is not None else []
    openings += article.texts(Kind.PARAGRAPH)[:1]
    for opening in openings:
        found = _DATELINE.match(unicodedata.normalize("NFKC", opening[:80]))
        if found is None:
            continue
        paper = found["paper"] if _PAPER.fullmatch(found["paper"]) else None
        if found["y"]:
            return paper, parse_date(f"{found['y']}-{found['m']}-{found['d']}")
        return paper, _in_year_of(page_date, int(found["m"]), int(found["d"]))
    return None, None


def _in_year_of(page_date: str | None, month: int, day: int) -> str | None:
    """The day that a page of `page_date` means by month and day; None where two years are possible."""
    if page_date is None:
        return None
    year = int(page_date[:4])
    first = datetime.date.fromisoformat((page_date + "-01-01")[:10])
    last = datetime.date.fromisoformat(page_date) if len(page_date) == 10 else _last_day(page_date)
    days = []
    for candidate in (year - 1, year):
        try:
            days.append(datetime.date(candidate, month, day))
        except ValueError:
            continue
    possible = [date for date in days if first - _DATELINE_AGE <= date <= last]
    return possible[0].isoformat() if len(possible) == 1 else None


def _last_day(period: str) -> datetime.date:
    """The last day of a year ("2024") or month ("2024-07")."""
    year, month = int(period[:4]), int(period[5:] or 12)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _only(values: Iterable[str]) -> str | None:
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None
