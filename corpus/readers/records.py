"""One record, from JSON Lines or a table, as an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article, Block, Passage
from baosou.corpus.readers import exported
from baosou.corpus.readers.authors import names_in
from baosou.corpus.readers.record_dates import day_of
from baosou.corpus.readers.record_hints import Hints, date_of_link, hints_of, page_of
from baosou.corpus.readers.record_text import line_of, paragraphs
from baosou.corpus.readers.record_values import (
    DEEPEST,
    is_nested,
    is_too_deep,
    scalar,
    string_of,
    strings_of,
    text_of,
    unwrapped,
)
from baosou.corpus.record_keys import NAMES, NOUNS, RESERVED, SUMMARIES, is_among, key_of

_LIST_BREAKS = re.compile(r"[、，,;；|\n]+")


_OF_A_BLOCK = frozenset(
    ("text", "content", "value", "insert", "html", "p", "paragraph", "paragraphs", "blocks", "children", "文本", "内容")
)

_LEAST_OF_A_NOUN = 20
_LEAST_SAID = 80
_HAN = re.compile(r"[\u3400-\u9fff]")
"""Under a key that nobody knows, so many characters with a sentence among them are the text of a record without one."""

_NOTHING = frozenset(("nan", "none", "null", "n/a", "na", "无", "無", "未知", "不详", "-", "--", "/", "\\n"))

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
    nested = [name for name, value in record.items() if is_nested(value)]
    if (deep := next((name for name in nested if is_too_deep(record[name])), None)) is not None:
        raise SourceError(worded('"{deep}" is nested more than {deepest} levels deep', deep=deep[:40], deepest=DEEPEST))
    if nested:
        record = {**record, **{key: said for name in nested for key, said in _opened(name, record[name]).items()}}
    used = _used(record)
    if len(record) > _KEYS_AT_MOST:
        raise SourceError(
            worded(
                "the record has {keys:,} keys; at most {most:,} are read",
                keys=len(record),
                most=_KEYS_AT_MOST,
            )
        )
    silent = [key for key in used if key not in ("title", "text") and _says_nothing(record[used[key]])]
    if silent:
        dropped = {used.pop(key) for key in silent}
        record = {name: value for name, value in record.items() if name not in dropped}
    values = {key: record[name] for key, name in used.items()}
    title = line_of(string_of(values, "title"), line)
    blocks = paragraphs(text_of(values.get("text")), line)
    if not blocks and (said := _other_text(record, used)) is not None:
        used["text"] = said
        blocks = paragraphs(text_of(record[said]), line)
    if title is None and not blocks:
        raise SourceError(worded("the record has neither title nor text"))
    return _described(record, used, values, title, blocks, line)


def told_of(record: Mapping[str, object], path: Path, line: int) -> list[Article | Failure]:
    """The article of a record and the warnings about it, or the failure that it is."""
    try:
        article, warnings = article_of(record, line=line)
    except SourceError as error:
        return [Failure(path, str(error), line)]
    return [article, *(Failure(path, warning, line, warning=True) for warning in warnings)]


def _other_text(record: Mapping[str, object], used: Mapping[str, str]) -> str | None:
    """The key that holds what there is to read of an article, where none means its text: a summary, or sentences."""
    texts = {name: value for name, value in record.items() if isinstance(value, str) and name not in used.values()}
    summaries = [name for name, value in texts.items() if is_among(name, SUMMARIES) and value.strip()]
    if summaries and (
        "title" in used or any(_is_prose(texts[name]) for name in summaries if len(texts[name]) >= _LEAST_SAID)
    ):
        return max(summaries, key=lambda name: len(texts[name]))
    said = [name for name, value in texts.items() if len(value) >= _LEAST_SAID and _is_prose(value)]
    return max(said, key=lambda name: len(texts[name]), default=None)


def _says_nothing(value: object) -> bool:
    """Whether it is what tables and data bases write where there is nothing."""
    return isinstance(value, str) and value.strip().casefold() in _NOTHING


def _is_prose(text: str) -> bool:
    return any(map(text.__contains__, "。！？")) and _HAN.search(text) is not None


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
    written = string_of(values, "date", numbers=True)
    date = day_of(written) if written else None
    taken = set(used.values())
    if written and date is None:
        if key_of(used["date"]) == ("date", 0):
            warnings.append(worded("the date {date} was not understood and is left out", date=_short(written)))
        else:
            told = "the date {date} was not understood and is kept as {key}"
            warnings.append(worded(told, date=_short(written), key=used["date"]))
            taken.discard(used["date"])
    said = strings_of(values, "authors")
    authors, all_names = names_in(said) if said else ([], True)
    hints = hints_of(record)
    url = string_of(values, "url") or hints.url
    edition, beside = _edition(string_of(values, "edition", numbers=True), hints)
    article = Article(
        blocks=blocks,
        title=title,
        byline=None if all_names else line_of("、".join(said), line),
        authors=tuple(authors),
        date=date or (date_of_link(url) if url is not None and not written else None),
        publication=string_of(values, "publication") or hints.publication,
        edition=edition,
        column=string_of(values, "column") or beside,
        places=_places(values),
        url=url,
        record_id=string_of(values, "id", numbers=True) or None,
        extra=_extra(record, frozenset(taken)),
    )
    return article, tuple(warnings)


def _edition(written: str, hints: Hints) -> tuple[str | None, str | None]:
    """The edition of a record and the column beside it (03版：要闻); one of another form as it is written."""
    if not written:
        return hints.edition, hints.column
    edition, column = page_of(written)
    return edition or written, column or hints.column


def _places(values: Mapping[str, object]) -> tuple[str, ...]:
    places = tuple(_split(strings_of(values, "places"))) if "places" in values else ()
    if any(place.count("/") >= DEEPEST for place in places):  # each level above is a place of its own
        raise SourceError(worded("a place of more than {deepest} levels", deepest=DEEPEST))
    return places


def _opened(name: str, value: object) -> dict[str, object]:
    """A nested value as keys have it: without wrappings, and people as their names (JSON Feed, JSON-LD, data bases).

    What else is said of people stands under keys of its own, such as authors.url.
    """
    value = unwrapped(value)
    key = (key_of(name) or ("", 0))[0]
    if key == "text" and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
        return _blocks(name, value)
    people = [each for each in value if each is not None] if isinstance(value, list) else [value]
    if key == "authors" and people and all(isinstance(each, str) for each in people):
        return {name: people}
    if (
        key != "authors"
        or not any(isinstance(each, dict) for each in people)
        or not all(isinstance(each.get("name") if isinstance(each, dict) else each, str) for each in people)
    ):
        return {name: value}
    found: dict[str, list[object]] = {name: []}
    for each in people:
        for key, said in each.items() if isinstance(each, dict) else [("name", each)]:
            found.setdefault(name if key == "name" else f"{name}.{key}", []).append(said)
    return dict(found)


def _blocks(name: str, value: object) -> dict[str, object]:
    """A text in blocks, as editors keep it ({"type": "p", "text": …}): the texts of all, and apart what has none."""
    others: list[object] = []
    texts = _texts_of(value, others)
    return {name: texts, f"{name}.others": others} if texts else {name: value}


def _texts_of(value: object, others: list[object]) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner: Sequence[object] = []
    if isinstance(value, list):
        inner = value
    elif isinstance(value, dict):
        inner = [said for key, said in value.items() if key in _OF_A_BLOCK and isinstance(said, (str, list))][:1]
    if not inner:
        others.append(value)
    return [text for each in inner for text in _texts_of(each, others)]


def _used(record: Mapping[str, object]) -> dict[str, str]:
    """The contract's keys that the record holds, each with the surest name under which it holds something."""
    held: dict[str, list[tuple[int, str]]] = {}
    for name, value in record.items():
        if (found := key_of(name)) is not None:
            key, place = found
            if place == 0 or _suits(key, name, value):
                held.setdefault(key, []).append((place, name))
    used = {}
    for key, names in held.items():
        if len(names) > 1:
            # every record has its keys by few names, mostly by one
            names.sort(
                key=lambda each: (record[each[1]] in (None, "", []), each[0], each[1] not in NAMES[key], each[1])
            )
        used[key] = names[0][1]
    return used


def _suits(key: str, name: str, value: object) -> bool:
    """Whether a value is of a type that the key may have; under another name than the key's it else means another."""
    if isinstance(value, list):
        return key in ("authors", "text", "places") and all(isinstance(item, str) for item in value)
    if key == "text" and isinstance(value, str) and len(value) < _LEAST_OF_A_NOUN and is_among(name, NOUNS):
        return False  # a column of numbers
    return not isinstance(value, dict) and (
        value is None or isinstance(value, str) or (key in ("date", "edition", "id") and not isinstance(value, bool))
    )


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
        listed = value if isinstance(value, list) and not any(map(is_nested, value)) else [value]
        texts = tuple(text for item in listed if (text := scalar(item)))
        if texts:
            extra[key] = texts
    return extra


def _split(parts: Iterable[str]) -> list[str]:
    pieces = (piece.strip() for part in parts for piece in _LIST_BREAKS.split(part))
    return list(dict.fromkeys(piece for piece in pieces if piece))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text}"' if len(text) <= 40 else f'"{text[:40]}…"'
