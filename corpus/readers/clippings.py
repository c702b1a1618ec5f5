"""Articles of data bases of newspapers, as their exports have them one after another in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.dates import dates_in, parse_date
from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article, Block, Kind, Passage, Span
from baosou.corpus.readers.authors import names_in
from baosou.corpus.readers.records import article_of

_BREAK = re.compile(r"\r\n|[\n\r\f]")
_BRACKET = re.compile(r"[(（\[【〔［〈<]")


class Row(Struct, frozen=True, gc=False):
    """A line of an export that is not blank, without its outer blanks: its number, where it starts, and its text.

    `apart` says that a blank line stands above it.
    """

    number: int
    start: int
    text: str
    apart: bool = False


class Clipping(Struct, frozen=True):
    """One article of an export: all its rows, what its head says as a record says it, and what is odd about it.

    `title`, `byline` and `body` are the rows of these; what has none stands in the record.
    """

    rows: Sequence[Row]
    record: Mapping[str, object]
    title: Sequence[Row] = ()
    byline: Sequence[Row] = ()
    body: Sequence[Row] = ()
    odd: tuple[str, ...] = ()


class Clippings(Struct, frozen=True):
    """What an export holds: its articles, and the rows that belong to none."""

    articles: Sequence[Clipping]
    apart: Sequence[Row] = ()


def rows_of(text: str) -> list[Row]:
    """The lines of a text that are not blank."""
    rows: list[Row] = []
    at, number, apart = 0, 1, False
    for found in [*_BREAK.finditer(text), None]:
        line = text[at : found.start() if found is not None else len(text)]
        if said := line.strip():
            rows.append(Row(number, at + line.index(said[0]), said, apart))
        apart = not said
        number += 1
        at = found.end() if found is not None else at
    return rows


def read_clippings(clippings: Clippings, path: Path) -> Iterator[Article | Failure]:
    """The articles of an export, warnings of what in it is odd, and last as an aside what belongs to no article."""
    left = list(clippings.apart)
    for clipping in clippings.articles:
        line = clipping.rows[0].number
        record, odd = _dated(_whole(clipping))
        try:
            article, warnings = article_of(record, line=line)
        except SourceError as error:
            told = worded("{reason}; its lines are kept aside", reason=error)
            yield Failure(path, told, line, warning=True)
            left += clipping.rows
            continue
        yield _placed(article, clipping)
        for warning in (*clipping.odd, *odd, *warnings):
            yield Failure(path, warning, line, warning=True)
    if left:
        left.sort(key=lambda row: row.number)
        yield Article(blocks=tuple(Block(Kind.PARAGRAPH, _passage([row])) for row in left), aside=True)


def _whole(clipping: Clipping) -> dict[str, object]:
    record = dict(clipping.record)
    if clipping.title:
        record["title"] = _passage(clipping.title).text
    if clipping.byline:
        record["authors"] = [row.text for row in clipping.byline]
    if clipping.body:
        record["text"] = [row.text for row in clipping.body]
    return record


def _dated(record: dict[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
    """The record with what is said for a date and is more than one, or none, under a key of its own."""
    written = record.get("date")
    if not isinstance(written, str) or parse_date(written) is not None:
        return record, ()
    found = set(dates_in(written))
    rest = {**record, "written_date": written}
    if len(found) == 1:
        return {**rest, "date": found.pop()}, ()
    del rest["date"]
    told = worded("the date {date} was not understood and is kept as {key}", date=f'"{written}"', key="written_date")
    return rest, (told,)


def _placed(article: Article, clipping: Clipping) -> Article:
    """The article with its title, its byline and its paragraphs where they stand in the text."""
    if clipping.title:
        article = replace(article, title=_passage(clipping.title))
    # what brackets say of an author is no name, but is said
    if clipping.byline and (article.byline is not None or any(_BRACKET.search(row.text) for row in clipping.byline)):
        article = replace(article, byline=_passage(clipping.byline))
    if clipping.body:
        blocks = tuple(Block(Kind.PARAGRAPH, _passage([row])) for row in clipping.body)
        article = replace(article, blocks=blocks)
    return article


def _passage(rows: Sequence[Row]) -> Passage:
    """Rows as one passage, a space between two of them."""
    spans, at = [], 0
    for row in rows:
        spans.append(Span(at, row.number, row.start, row.start + len(row.text)))
        at += len(row.text) + 1
    return Passage(" ".join(row.text for row in rows), tuple(spans))


_CREDIT = re.compile(
    r"(?:[Bb][Yy] |作者|记者|記者|通讯员|通訊員|[文图圖]\s*[/／])"
    r"|(?:[■●▲◆□○]\s*)?(?:本报|本報|新华社|新華社|中新社|新华网)\S{0,12}$"
    r"|\S{2,12}(?:记者|記者|通讯员|评论员|評論員|编辑部|社论)$"
)
_OFFICE_AT_MOST = 16
_PAGE = re.compile(
    r"(?P<first>第)?\s?(?P<page>[A-Za-z]{0,3}-?\d{1,3}(?:\s?[-–,，;；、/]\s?[A-Za-z]{0,3}\d{1,3}){0,4})\s?(?P<sign>[版页頁])?"
    r"(?:\s?[:：/／·-]?\s?(?P<name>[\u3400-\u9fff]{2,8}))?"
)
_LATIN_NAME = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}")


def is_byline(text: str) -> bool:
    """Whether a line that stands below a title names its authors."""
    if len(text) > 80:
        return False
    if _CREDIT.match(text) is not None:
        return True
    from baosou.corpus.names import is_name

    names, _ = names_in([text.strip("■●▲◆□○ ")])
    return bool(names) and all(is_name(name) or _LATIN_NAME.fullmatch(name) is not None for name in names)


def is_office(text: str) -> bool:
    """Whether a short line is an agency or an office, where authors may stand."""
    if len(text) > _OFFICE_AT_MOST:
        return False
    names, people = names_in([text])
    return not names and not people and not any(map(str.isdigit, text))


def page_of(text: str) -> tuple[str, str | None] | None:
    """The page that a line of a head names, and the column beside it: A03, 第 01 版：要闻; None for another."""
    found = _PAGE.fullmatch(text)
    if found is None or (found["name"] and found["page"].isdecimal() and not (found["first"] or found["sign"])):
        return None
    return found["page"], found["name"]
