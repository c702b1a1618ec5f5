"""The Whoosh schema of an index: its texts, what is known of its articles, and ids. A Whoosh document is a section.

`title` and `byline` hold words in an article's first section only, `body` in each; the values of an article stand in
all of its sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.fields import ID, TEXT, Schema

from baosou.corpus.folding import fold
from baosou.index.request import FACET_FIELDS
from baosou.index.segments.layout import FIELD_NAMES, SECTION_PLACES
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.analyzers import ChineseAnalyzer, cuts
from baosou.index.whoosh_engine.whoosh_api.columns import Descending, ValueColumn
from baosou.index.whoosh_engine.whoosh_api.parser import terms_of

SECTION_ID, ARTICLE_ID = "id", "article"

_NAME = re.compile(r"[^\W_]\w*")
"""What Whoosh can call a field."""


class ChineseText(TEXT):
    """Words, and whatever else stands in the text: what is typed is cut by `parser`, and phrases keep punctuation."""

    def __init__(self) -> None:
        super().__init__(analyzer=ChineseAnalyzer(), chars=True, stored=True)
        self.unique = False

    def process_text(self, qstring: str, mode: str = "", **options: Any) -> Iterator[str]:
        """The terms of a text as typed; a pattern (`tokenize=False`) stays whole."""
        if mode == "query" and options.get("tokenize", True):
            return iter(terms_of(qstring))
        return super().process_text(qstring, mode=mode, **options)

    def tokenize(self, value: str, **options: Any) -> Iterator[Token]:
        """The words of a text; those of a phrase (`mode="query"`) with the punctuation between them."""
        if options.get("mode") != "query" or not options.get("tokenize", True):
            yield from super().tokenize(value, **options)
            return
        token, folded = Token(positions=True, chars=True, mode="query"), fold(value)
        for piece in cuts(folded.text):
            token.text, token.boost, token.stopped, token.pos = piece.text, 1.0, False, piece.position
            token.startchar, token.endchar = folded.origin(piece.start, piece.end)
            yield token


class Value(ID):
    """One whole value, such as a date or a name, that sorts and groups."""

    def __init__(self, *, unique: bool = False) -> None:
        super().__init__(stored=True, unique=unique)
        self.column_type = ValueColumn()

    def from_column_value(self, value: object) -> str:
        """The value of a column, whichever way round it is ordered."""
        return str(self.from_bytes(value.value() if isinstance(value, Descending) else value))


class SortedText(ChineseText):
    """Words of a text that also sorts and groups."""

    def __init__(self) -> None:
        super().__init__()
        self.column_type = ValueColumn()

    def from_column_value(self, value: object) -> str:
        """The text of a column, whichever way round it is ordered."""
        return str(self.from_bytes(value.value() if isinstance(value, Descending) else value))


def schema_of(segments: Iterable[Segment]) -> Schema:
    """The schema of an index of some segments; keys of records are fields where Whoosh can call a field so."""
    fields: dict[str, Any] = {SECTION_ID: Value(unique=True), ARTICLE_ID: Value()}
    for name in FIELD_NAMES:
        fields[name] = SortedText() if name == "title" else ChineseText()
    for name in value_fields(segments):
        fields[name] = Value()
    return Schema(**fields)


def value_fields(segments: Iterable[Segment]) -> tuple[str, ...]:
    """The fields of articles' values: those that every index has, and the keys of records."""
    names = {name for segment in segments for name in segment.column_names if name != SECTION_PLACES}
    names.difference_update(FIELD_NAMES, FACET_FIELDS, (SECTION_ID, ARTICLE_ID))
    return (*FACET_FIELDS, *sorted(name for name in names if _NAME.fullmatch(name)))
