"""Sidecars: what a person says of a page in NAME.baosou.json beside it, which beats what was understood."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.discovery import sidecar_of
from baosou.corpus.errors import worded
from baosou.corpus.models import Article, Passage, Span
from baosou.corpus.pages import Mark
from baosou.corpus.pages.parts import Part
from baosou.corpus.readers.records import described

_LARGEST = 1 << 20
_OWN_KEYS = frozenset(("lines", "kind", "title", "byline", "heads", "captions"))


class Entry(Struct, frozen=True):
    """What a sidecar says of one article: its lines, and its metadata in place of what was understood.

    `given` are the fields of `described` that the entry speaks of.
    """

    mark: Mark
    described: Article
    given: frozenset[str]


class Sidecar(Struct, frozen=True):
    """The entries of a sidecar in page order, and what in it was not understood."""

    entries: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def marks(self) -> list[Mark]:
        """What it says of lines."""
        return [entry.mark for entry in self.entries]

    def warnings_of(self, numbers: Collection[int | None]) -> Iterator[str]:
        """What is odd about it on a page where the marks of these numbers gave articles."""
        yield from self.warnings
        for number, entry in enumerate(self.entries):
            if number not in numbers and not entry.mark.aside:
                yield worded(
                    "the sidecar speaks of lines {first} to {last}, where the page has no text",
                    first=entry.mark.first,
                    last=entry.mark.last,
                )


def sidecar_beside(path: Path) -> Sidecar:
    """What the sidecar of a page says, nothing where it has none; OSError as `open`."""
    beside = sidecar_of(path)
    return Sidecar() if beside is None else read_sidecar(beside)


def read_sidecar(path: Path) -> Sidecar:
    """What a sidecar says; entries that are not understood are left out with a warning. OSError as `open`."""
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        return Sidecar(
            warnings=(
                worded(
                    "{name} is larger than {megabytes} MB and is left aside", name=path.name, megabytes=_LARGEST >> 20
                ),
            )
        )
    try:
        said = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        return Sidecar(
            warnings=(worded("{name} is not understood ({error}) and is left aside", name=path.name, error=error),)
        )
    articles = said.get("articles") if isinstance(said, dict) else None
    if not isinstance(articles, list):
        return Sidecar(warnings=(worded('{name} has no list "articles" and is left aside', name=path.name),))
    entries: list[Entry] = []
    warnings: list[str] = []
    for number, item in enumerate(articles, start=1):
        try:
            entry, odd = _entry(item)
        except ValueError as error:
            told = "{name}, article {number}: {error}; it is left aside"
            warnings.append(worded(told, name=path.name, number=number, error=error))
            continue
        entries.append(entry)
        warnings.extend(
            worded("{name}, article {number}: {told}", name=path.name, number=number, told=each) for each in odd
        )
    entries.sort(key=lambda entry: entry.mark.first)
    if any(before.mark.last >= after.mark.first for before, after in pairwise(entries)):
        return Sidecar(
            warnings=(*warnings, worded("{name} gives a line to two articles and is left aside", name=path.name))
        )
    return Sidecar(tuple(entries), tuple(warnings))


def _entry(item: object) -> tuple[Entry, tuple[str, ...]]:
    if not isinstance(item, dict):
        raise ValueError(worded("not an object"))
    lines = _range(item.get("lines"), "lines")
    kind = item.get("kind", "article")
    if kind not in ("article", "other"):
        raise ValueError(worded('"kind" is "article" or "other"'))
    title = item.get("title")
    parts: dict[int, Part] = {}
    if title is not None and not isinstance(title, str):
        first, last = _inside(_range(title, "title"), lines, "title")
        parts |= dict.fromkeys(range(first + 1, last + 1), Part.TITLE_MORE) | {first: Part.TITLE}
        title = None
    if item.get("byline") is not None:
        first, last = _inside(_range(item["byline"], "byline"), lines, "byline")
        parts |= dict.fromkeys(range(first, last + 1), Part.BYLINE)
    for key, part in (("heads", Part.HEAD), ("captions", Part.CAPTION)):
        for line in _numbers(item.get(key, []), key):
            parts[_inside((line, line), lines, key)[0]] = part
    about = {key: value for key, value in item.items() if key not in _OWN_KEYS}
    article, odd = described(about)
    given = {key for key in ("authors", "date", "publication", "edition", "column", "places", "url") if key in about}
    mark = Mark(*lines, aside=kind == "other", title=(title or "").strip() or None, parts=parts)
    return Entry(mark, article, frozenset(given)), odd


def _range(value: object, key: str) -> tuple[int, int]:
    numbers = _numbers(value if isinstance(value, list) else [value], key)
    if len(numbers) not in (1, 2) or numbers[0] > numbers[-1]:
        raise ValueError(worded('"{key}" is [first, last], lines counted from 1', key=key))
    return numbers[0], numbers[-1]


def _numbers(value: object, key: str) -> list[int]:
    if not isinstance(value, list) or not all(type(each) is int and each >= 1 for each in value):
        raise ValueError(worded('"{key}" holds numbers of lines, counted from 1', key=key))
    return value


def _inside(lines: tuple[int, int], outer: tuple[int, int], key: str) -> tuple[int, int]:
    if not outer[0] <= lines[0] <= lines[1] <= outer[1]:
        raise ValueError(worded('"{key}" lies outside its "lines"', key=key))
    return lines


def corrected(articles: Sequence[Article], numbers: Sequence[int | None], entries: Sequence[Entry]) -> list[Article]:
    """The articles of a page with what the entries of their numbers say of them."""
    return [
        article if number is None else _corrected(article, entries[number])
        for article, number in zip(articles, numbers, strict=True)
    ]


def _corrected(article: Article, entry: Entry) -> Article:
    changes: Mapping[str, object] = {key: getattr(entry.described, key) for key in entry.given}
    article = replace(article, **changes)
    if entry.mark.title is not None and article.title is None:
        # a title that the page does not print: a value, as those of records, with the article's line
        title = Passage(entry.mark.title, (Span(0, entry.mark.first, 0, len(entry.mark.title)),))
        article = replace(article, title=title)
    if entry.described.record_id is not None:
        article = replace(article, record_id=entry.described.record_id)
    return replace(article, extra={**article.extra, **entry.described.extra}) if entry.described.extra else article
