"""One record, from JSON Lines or a table, as an article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from baosou.corpus.dates import date_of_epoch, dates_in, parse_date
from baosou.corpus.errors import SourceError
from baosou.corpus.models import Article, Block, Kind, Passage, Span
from baosou.corpus.readers import exported
from baosou.corpus.readers.authors import names_in

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

RESERVED = frozenset(("country", "person", "org", "words"))
"""Fields that an index tells of articles by itself: a record's own key of such a name is known as x.NAME."""

_KEYS = {name: (key, place) for key, names in NAMES.items() for place, name in enumerate(names)}


@lru_cache(maxsize=4096)
def key_of(name: str) -> tuple[str, int] | None:
    """The contract's key that a record's key means, and how far down among its names it is; None for any other."""
    plain = name.strip().casefold()
    return _KEYS.get(plain) or _KEYS.get(plain.replace("_", "").replace("-", "").replace(" ", ""))


_RARE_ENDS = "\r\v\f\x85\u2028\u2029"
_ENDS = str.maketrans(dict.fromkeys(_RARE_ENDS, "\n"))
_PARAGRAPH = Kind.PARAGRAPH
_LIST_BREAKS = re.compile(r"[、，,;；|\n]+")
_WRAPPINGS = frozenset(["$date", "$oid", "$numberLong", "$numberInt"])
_NUMBER = re.compile(r"\d{9,13}(?:\.\d+)?")
_DEEPEST = 64
"""Levels of lists and objects within a value: deeper ones are no data that somebody means to look for."""


_KEYS_AT_MOST = 10_000
"""Each key is a field of the index."""


def article_of(record: Mapping[str, object], *, line: int) -> tuple[Article, tuple[str, ...]]:
    """The article of one record, and warnings about values that were not understood.

    Every paragraph's span counts in the record's text value (in the lines of a list joined by newlines).
    Keys without a meaning of their own become `extra`. Raises SourceError for a record with neither title nor
    text, and for a value of a type that its key cannot have. What `export` wrote is restored (see `exported`).
    """
    if exported.KEY in record:
        article, warnings = article_of(exported.plain(record), line=line)
        return exported.restored(article, record, line=line), warnings
    nested = [name for name, value in record.items() if _is_nested(value)]
    if (deep := next((name for name in nested if _is_too_deep(record[name])), None)) is not None:
        raise SourceError(f'"{deep[:40]}" is nested more than {_DEEPEST} levels deep')
    if nested:
        record = {**record, **{key: said for name in nested for key, said in _opened(name, record[name]).items()}}
    used = _used(record)
    if len(record) > _KEYS_AT_MOST:
        raise SourceError(f"the record has {len(record):,} keys; at most {_KEYS_AT_MOST:,} are read")
    values = {key: record[name] for key, name in used.items()}
    title = _passage(_string(values, "title"), line)
    blocks = _paragraphs(_text(values.get("text")), line)
    if title is None and not blocks:
        raise SourceError("the record has neither title nor text")
    return _described(record, used, values, title, blocks, line)


def described(record: Mapping[str, object]) -> tuple[Article, tuple[str, ...]]:
    """What a document's front matter or a page's sidecar says: an article without title and blocks.

    What keys of titles and texts hold is kept as `extra`: the document has its own.
    """
    used = {key: name for key, name in _used(record).items() if key not in ("title", "text")}
    return _described(record, used, {key: record[name] for key, name in used.items()}, None, (), 1)


def _described(
    record: Mapping[str, object],
    used: Mapping[str, str],
    values: Mapping[str, object],
    title: Passage | None,
    blocks: tuple[Block, ...],
    line: int,
) -> tuple[Article, tuple[str, ...]]:
    """An article of this title and these blocks, with what the record says beside them."""
    warnings = []
    written = _string(values, "date", numbers=True)
    date = _date(written) if written else None
    taken = set(used.values())
    if written and date is None:
        if key_of(used["date"]) == ("date", 0):
            warnings.append(f"the date {_short(written)} was not understood and is left out")
        else:
            warnings.append(f"the date {_short(written)} was not understood and is kept as {used['date']}")
            taken.discard(used["date"])
    said = _strings(values, "authors")
    authors, all_names = names_in(said) if said else ([], True)
    article = Article(
        blocks=blocks,
        title=title,
        byline=None if all_names else _passage("、".join(said), line),
        authors=tuple(authors),
        date=date,
        publication=_string(values, "publication") or None,
        edition=_string(values, "edition", numbers=True) or None,
        column=_string(values, "column") or None,
        places=_places(values),
        url=_string(values, "url") or None,
        record_id=_string(values, "id", numbers=True) or None,
        extra=_extra(record, frozenset(taken)),
    )
    return article, tuple(warnings)


def _places(values: Mapping[str, object]) -> tuple[str, ...]:
    places = tuple(_split(_strings(values, "places"))) if "places" in values else ()
    if any(place.count("/") >= _DEEPEST for place in places):  # each level above is a place of its own
        raise SourceError(f"a place of more than {_DEEPEST} levels")
    return places


def _date(written: str) -> str | None:
    """The date that a value is, or speaks of: 来源：本站 2024-07-01."""
    date = parse_date(written.removesuffix(".0"))
    if date is None and _NUMBER.fullmatch(written):
        date = date_of_epoch(float(written))
    if date is None and len(written) <= 60:
        found = set(dates_in(written))
        date = found.pop() if len(found) == 1 else None
    return date


def split_names(parts: Iterable[str]) -> list[str]:
    """The names of people in author lines; see `names_in`."""
    return names_in(parts)[0]


def _unwrapped(value: object) -> object:
    """What MongoDB's exports wrap in an object of one key: {"$date": …}, {"$oid": …}."""
    while isinstance(value, dict) and len(value) == 1 and (inner := _WRAPPINGS.intersection(value)):
        value = value[next(iter(inner))]
    return value


def _opened(name: str, value: object) -> dict[str, object]:
    """A nested value as keys have it: without wrappings, and people as their names (JSON Feed, JSON-LD, data bases).

    What else is said of people stands under keys of its own, such as authors.url.
    """
    value = _unwrapped(value)
    people = value if isinstance(value, list) else [value]
    if (
        (key_of(name) or ("", 0))[0] != "authors"
        or not any(isinstance(each, dict) for each in people)
        or not all(isinstance(each.get("name") if isinstance(each, dict) else each, str) for each in people)
    ):
        return {name: value}
    found: dict[str, list[object]] = {name: []}
    for each in people:
        for key, said in each.items() if isinstance(each, dict) else [("name", each)]:
            found.setdefault(name if key == "name" else f"{name}.{key}", []).append(said)
    return dict(found)


def _used(record: Mapping[str, object]) -> dict[str, str]:
    """The contract's keys that the record holds, each with the surest name under which it holds something."""
    held: dict[str, list[tuple[bool, int, bool, str]]] = {}
    for name, value in record.items():
        if (found := key_of(name)) is not None:
            key, place = found
            if place == 0 or _suits(key, value):
                held.setdefault(key, []).append((value in (None, "", []), place, name != NAMES[key][place], name))
    return {key: min(names)[-1] for key, names in held.items()}


def _suits(key: str, value: object) -> bool:
    """Whether a value is of a type that the key may have; under another name than the key's it else means another."""
    if isinstance(value, list):
        return key in ("authors", "text", "places") and all(isinstance(item, str) for item in value)
    return not isinstance(value, dict) and (
        value is None or isinstance(value, str) or (key in ("date", "edition", "id") and not isinstance(value, bool))
    )


def _string(values: Mapping[str, object], key: str, *, numbers: bool = False) -> str:
    value = values.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value if key == "title" else value.strip()
    if numbers and isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise SourceError(f'"{key}" must be a string, not {kind_of(value)}')


def _strings(values: Mapping[str, object], key: str) -> list[str]:
    value = values.get(key)
    if value is None:
        return []
    strings = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            strings.append(item)
        elif item is not None:
            raise SourceError(f'"{key}" must be a string or a list of strings, not {kind_of(item)}')
    return strings


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        wrong = next((item for item in value if not isinstance(item, str)), None)
        if wrong is None:
            return "\n".join(value)
        raise SourceError(f'"text" must be a string or a list of strings, not of {kind_of(wrong)}')
    raise SourceError(f'"text" must be a string or a list of strings, not {kind_of(value)}')


def _passage(text: str, line: int) -> Passage | None:
    stripped = text.strip()
    if not stripped:
        return None
    start = text.index(stripped[0])
    return Passage(stripped, (Span(0, line, start, start + len(stripped)),))


def _paragraphs(text: str, line: int) -> tuple[Block, ...]:
    if any(map(text.__contains__, _RARE_ENDS)):
        text = text.translate(_ENDS)
    blocks = []
    at = 0
    for whole in text.split("\n"):  # sooner than a search
        paragraph = whole.strip()
        if paragraph:
            start = at if len(paragraph) == len(whole) else at + len(whole) - len(whole.lstrip())
            span = Span(0, line, start, start + len(paragraph))
            blocks.append(Block(_PARAGRAPH, Passage(paragraph, (span,))))
        at += len(whole) + 1
    return tuple(blocks)


def _extra(record: Mapping[str, object], used: frozenset[str]) -> dict[str, tuple[str, ...]]:
    extra: dict[str, tuple[str, ...]] = {}
    for name, value in record.items():
        if name in used:
            continue
        key = f"x.{name}" if name in RESERVED else name
        if isinstance(value, str):
            if value:
                extra[key] = (value,)
            continue
        listed = value if isinstance(value, list) and not any(map(_is_nested, value)) else [value]
        texts = tuple(text for item in listed if (text := _scalar(item)))
        if texts:
            extra[key] = texts
    return extra


def _is_too_deep(value: object) -> bool:
    level = [value] if _is_nested(value) else []
    for _ in range(_DEEPEST):
        if not level:
            return False
        within = (item.values() if isinstance(item, dict) else item for item in level if isinstance(item, (dict, list)))
        level = [each for items in within for each in items if _is_nested(each)]
    return bool(level)


def _is_nested(value: object) -> bool:
    return isinstance(value, (dict, list))


def _scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _split(parts: Iterable[str]) -> list[str]:
    pieces = (piece.strip() for part in parts for piece in _LIST_BREAKS.split(part))
    return list(dict.fromkeys(piece for piece in pieces if piece))


def kind_of(value: object) -> str:
    """What JSON calls a value's type, with its article."""
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


def _short(text: str) -> str:
    return f'"{text}"' if len(text) <= 40 else f'"{text[:40]}…"'
