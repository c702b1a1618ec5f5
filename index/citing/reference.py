"""What of an article is cited: what is known of it, and nothing that is not."""

from __future__ import annotations

import re

from msgspec import Struct

from baosou.corpus.characters import HAN
from baosou.corpus.numerals import value
from baosou.index.results import ArticleText

_CHINESE = re.compile(f"[{HAN}]")
_FIRST_WORDS = 20
_BREAK = re.compile(r"[，。！？；：、,.!?;:\s]")
_EDITION = re.compile(r"第?([0-9０-９]+|[一二三四五六七八九十百]+)版?")


class Reference(Struct, frozen=True):
    """An article as it is cited; what is not known of it is None or empty.

    `untitled` says that the title is the first words of the text, in quotation marks. `date` is ISO 8601 of the
    precision that is known.
    """

    id: str
    title: str
    untitled: bool
    authors: tuple[str, ...]
    publication: str | None
    date: str | None
    edition: str | None
    column: str | None
    url: str | None
    path: str
    line: int

    @property
    def in_paper(self) -> bool:
        """Whether it is cited as printed in a paper; else it is known from the web alone."""
        return self.publication is not None or self.url is None

    @property
    def is_chinese(self) -> bool:
        """Whether it is cited as a Chinese text."""
        return _CHINESE.search("".join((self.title, self.publication or "", *self.authors))) is not None


def reference_of(article: ArticleText) -> Reference:
    """What is cited of an article, each thing in one line."""
    title = _line(article.title)
    return Reference(
        id=article.id,
        title=title or _first_words(article.text),
        untitled=not title,
        authors=tuple(author for each in article.authors if (author := _line(each))),
        publication=_line(article.publication) or None,
        date=article.date,
        edition=_edition(article.edition),
        column=_line(article.column) or None,
        url="".join((article.url or "").split()) or None,
        path=article.source.path,
        line=article.source.line,
    )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _first_words(text: str) -> str:
    """“清晨五点…”: the text up to its first pause that is not at once, for want of a title."""
    line = _line(text)
    pause = next((found.start() for found in _BREAK.finditer(line) if found.start() > 3), len(line))
    words = line[: min(pause, _FIRST_WORDS)]
    return f"“{words}{'…' if len(words) < len(line) else ''}”"


def _edition(text: str | None) -> str | None:
    """The edition as it is cited: 4 for 第4版, 04 and 第四版; A7, 第1张第4版 and the like as they are."""
    edition = _line(text)
    found = _EDITION.fullmatch(edition)
    if found is None:
        return (edition.removesuffix("版") if edition[:1].isascii() else edition) or None
    number = int(found[1]) if found[1].isdecimal() else value(found[1])
    return str(number) if number else edition
