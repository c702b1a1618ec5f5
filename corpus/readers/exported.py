"""Records as `export` writes them, told by their `baosou_id`: what an index knew of an article, taken at its word.

Beside the keys of all records they have `byline` (as it was printed), the lines of `text` that are `heads` and
`captions` (numbers from 1), `aside`, the `source` that the article was read from, and the record's own keys in
`extra`. From a table lists are texts with ";" between them, and each own key is a column `extra.KEY`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from baosou.corpus.errors import SourceError, worded
from baosou.corpus.models import Article, Block, Kind, Passage, Span

KEY = "baosou_id"

_ID = re.compile(r"[g-v][0-9a-f]{15}")
_OWN = frozenset(
    (
        *(KEY, "authors", "byline", "heads", "captions", "aside", "extra", "characters"),
        *("source", "line", "page", "box", "start", "end"),
    )
)
_COLUMN = "extra."
_TRUE = frozenset(("true", "True", "1"))


def plain(record: Mapping[str, object]) -> dict[str, object]:
    """What an exported record says under the keys of all records."""
    return {key: value for key, value in record.items() if key not in _OWN and not key.startswith(_COLUMN)}


def restored(article: Article, record: Mapping[str, object], *, line: int) -> Article:
    """The article of the plain keys with all else that the record says; raises SourceError for what it cannot mean."""
    id = record[KEY]
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise SourceError(worded('"{key}" must be a whole id such as k3fa9c1d00000000', key=KEY))
    byline = record.get("byline")
    if byline is not None and not isinstance(byline, str):
        raise SourceError(worded('"byline" must be a string'))
    extra = _extra(record.get("extra"))
    columns = {key.removeprefix(_COLUMN): key for key in record if key.startswith(_COLUMN)}
    extra |= {key: values for key, name in columns.items() if (values := tuple(_texts(record, name)))}
    source = record.get("source")
    if isinstance(source, str) and source and "source" not in extra:
        extra["source"] = (source,)
    return replace(
        article,
        baosou_id=id,
        blocks=_blocks(record, line),
        authors=tuple(_texts(record, "authors")),
        byline=Passage(byline, (Span(0, line, 0, len(byline)),)) if byline else None,
        aside=record.get("aside") in (True, *_TRUE),
        extra={**extra, **article.extra},
    )


def _blocks(record: Mapping[str, object], line: int) -> tuple[Block, ...]:
    """The lines of the text as the blocks that they were."""
    text = record.get("text")
    kinds = dict.fromkeys(_numbers(record, "captions"), Kind.CAPTION)
    kinds |= dict.fromkeys(_numbers(record, "heads"), Kind.HEAD)
    blocks, at = [], 0
    for number, each in enumerate(text.split("\n") if isinstance(text, str) else (), start=1):
        if each.strip():
            passage = Passage(each, (Span(0, line, at, at + len(each)),))
            blocks.append(Block(kinds.get(number, Kind.PARAGRAPH), passage))
        at += len(each) + 1
    return tuple(blocks)


def _numbers(record: Mapping[str, object], key: str) -> list[int]:
    """Numbers of lines."""
    said = record.get(key) or []
    try:
        return [int(str(each)) for each in (said.split(";") if isinstance(said, str) else _listed(said))]
    except (TypeError, ValueError) as error:
        raise SourceError(worded('"{key}" must be a list of the numbers of lines', key=key)) from error


def _texts(record: Mapping[str, object], key: str) -> list[str]:
    said = record.get(key) or []
    found = [each for each in said.split(";") if each] if isinstance(said, str) else _listed(said)
    if not all(isinstance(each, str) for each in found):
        raise SourceError(worded('"{key}" must be a list of strings', key=key))
    return [str(each) for each in found]


def _listed(said: object) -> list[object]:
    if not isinstance(said, list):
        raise TypeError
    return said


def _extra(said: object) -> dict[str, tuple[str, ...]]:
    """A record's own keys, each with its values."""
    held = said or {}
    if not isinstance(held, dict) or not all(isinstance(values, list) for values in held.values()):
        raise SourceError(worded('"extra" must be an object of lists of strings'))
    return {key: values for key in held if (values := tuple(_texts(held, key)))}
