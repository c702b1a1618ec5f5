"""ProQuest: articles between lines of ____, the text after "Full text:", and below it a field a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baosou.corpus.errors import worded
from baosou.corpus.readers.clippings import Clipping, Clippings, Row, rows_of

MARK = re.compile(r"^[ \t]*(?:ProQuest document ID|ProQuest ?文档 ?ID|ProQuest ?文件 ?ID)[ \t]*[:：]", re.MULTILINE)
_RULE = re.compile(r"_{20,}")
_KEYS = {
    "title": "title",
    "author": "authors",
    "abstract": "abstract",
    "full text": "text",
    "publication title": "publication",
    "publication date": "date",
    "publication year": "year",
    "year": "year",
    "pages": "edition",
    "page": "edition",
    "section": "column",
    "subject": "subjects",
    "publisher": "publisher",
    "language of publication": "language",
    "proquest document id": "id",
    "document url": "url",
    "copyright": "copyright",
    **dict.fromkeys(("标题", "標題"), "title"),
    "作者": "authors",
    "摘要": "abstract",
    "全文": "text",
    **dict.fromkeys(("出版物名称", "出版物名稱", "出版物标题", "出版物標題"), "publication"),
    **dict.fromkeys(("出版日期", "出版物日期"), "date"),
    **dict.fromkeys(("出版年份", "出版年"), "year"),
    **dict.fromkeys(("页", "页码", "頁", "頁碼"), "edition"),
    **dict.fromkeys(("版块", "栏目", "部分"), "column"),
    **dict.fromkeys(("proquest 文档 id", "proquest文档id", "proquest 文件 id"), "id"),
    **dict.fromkeys(("文档 url", "文件 url"), "url"),
}
_OTHERS = (
    *("publication info", "links", "credit", "business indexing term", "location", "people", "company / organization"),
    *(
        "classification",
        "identifier / keyword",
        "first page",
        "volume",
        "issue",
        "number of pages",
        "publication subject",
    ),
    *("place of publication", "country of publication", "issn", "source type", "document type", "document feature"),
    *("last updated", "database", "alternate title", "correspondence author", "supplement", "e-issn", "column"),
    *("ethnicity", "narrow subject", "broad subject", "source attribution", "dateline", "edition", "original language"),
)
_FIELD = re.compile(
    rf"(?P<label>{'|'.join(map(re.escape, sorted((*_KEYS, *_OTHERS), key=len, reverse=True)))})\s*[:：]\s*",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?:Document|文档|文件) ?\d+ ?(?:of|/|，共) ?\d+.{0,3}|\d+\.")
_LINK = re.compile(r"\[?ProQuest document link\]?", re.IGNORECASE)
_BELOW_TEXT = ("title", "publication", "id")
"""Fields that stand below each text: what of it looks like a field and stands above them is text."""


def clippings_of(text: str) -> Clippings | None:
    """The articles of an export; None for a text that is none."""
    articles: list[Clipping] = []
    apart: list[Row] = []
    whole = 0
    for block in _blocks(rows_of(text)):
        keys = [_key(row) for row in block]
        if "id" in keys and "publication" in keys:
            whole += 1
            articles.append(_article(block, keys, ()))
        elif "text" in keys or len([key for key in keys if key is not None]) >= len(_BELOW_TEXT):
            odd = worded("this article lacks most of its fields")
            articles.append(_article(block, keys, (odd,)))
        else:
            apart += block
    return Clippings(articles, apart) if whole and whole * 2 >= len(articles) else None


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows between lines of ____; without these, up to each row that names the data base."""
    blocks: list[list[Row]] = [[]]
    ruled = any(_RULE.fullmatch(row.text) for row in rows)
    for row in rows:
        if _RULE.fullmatch(row.text) is not None:
            blocks.append([])
            continue
        if not ruled and _OPENING.fullmatch(row.text) is not None and row.text[0] not in "0123456789":
            blocks.append([])
        blocks[-1].append(row)
    return [block for block in blocks if block]


def _key(row: Row) -> str | None:
    """What the field is that a row begins; None for a row that begins none."""
    found = _FIELD.match(row.text)
    if found is None:
        return None
    label = found["label"].casefold()
    return _KEYS.get(label) or re.sub(r"\W+", "_", label)


def _article(rows: Sequence[Row], keys: Sequence[str | None], odd: tuple[str, ...]) -> Clipping:
    begin, end = _text_of(keys)
    held: dict[str, list[Row]] = {}
    key = "title"
    for at, row in enumerate(rows):
        if (at == 0 and _OPENING.fullmatch(row.text)) or _LINK.fullmatch(row.text):
            continue
        found = _FIELD.match(row.text) if not begin < at < end else None
        value = row
        if found is not None:
            key = keys[at] or key
            said = row.text[found.end() :]
            value = Row(row.number, row.start + found.end(), said)
        if value.text:
            held.setdefault(key, []).append(value)
    title = held.pop("title", [])
    again = [row.text for row in title[1:] if title and row.text != title[0].text]
    byline, body = held.pop("authors", []), held.pop("text", [])
    if not body:
        body = held.pop("abstract", [])
    record: dict[str, object] = {
        key: values[0].text if len(values) == 1 else " ".join(row.text for row in values)
        for key, values in held.items()
        if key not in ("date", "year")
    }
    paper, _, place = str(record.get("publication", "")).partition(";")
    if place.strip():  # Haiyue Daily; Haiyue
        record["publication"], record["place_of_paper"] = paper.strip(), place.strip()
    if again:
        record["further_titles"] = again
    _put_date(record, held)
    return Clipping(rows, record, title[:1], byline, body, odd)


def _text_of(keys: Sequence[str | None]) -> tuple[int, int]:
    """The rows at which the text begins, and the fields below it do.

    Those are the run of fields that the last title or name of a paper stands in.
    """
    if "text" not in keys:
        return len(keys), len(keys)
    begin = keys.index("text")
    below = [at for at, key in enumerate(keys) if at > begin and key in _BELOW_TEXT]
    if not below:
        return begin, len(keys)
    last = [at for at in below if keys[at] == "publication"] or below
    end = last[-1]
    while end - 1 > begin and keys[end - 1] is not None:
        end -= 1
    return begin, end


def _put_date(record: dict[str, object], held: dict[str, list[Row]]) -> None:
    """The day, or else the year; what is said besides stays."""
    days = [row.text for row in held.get("date", [])]
    years = [row.text for row in held.get("year", [])]
    for written in (days or years)[:1]:
        record["date"] = written
    if days[1:] or years[1:]:
        record["head"] = [*days[1:], *years[1:]]
