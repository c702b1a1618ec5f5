"""How Whoosh sees a segment: its codec interface over our arrays, so that an index is a Whoosh index.

A Whoosh document is a section. `title`, `byline` and `body` hold jieba's words (title and byline stand in the
article's first section); `title_chars`, `byline_chars` and `body_chars` hold one token a character with its
position, so that Whoosh's own Phrase finds text literally. Segments are written whole by `builder`; this module
reads. Nothing is ever pickled or unpickled.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from whoosh import columns as whoosh_columns
from whoosh.analysis import Token, Tokenizer
from whoosh.codec import base
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.formats import Positions
from whoosh.index import Index
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import EmptyReader, IndexReader, MultiReader, SegmentReader, TermInfo, TermNotFound
from whoosh.searching import Searcher

from baosou.corpus.folding import fold
from baosou.index.analysis import analyze
from baosou.index.whoosh_engine.layout import FIELD_NAMES, LONGEST_WORD, Field, fold_table, posted_units
from baosou.index.whoosh_engine.segment import Segment

CHARS = "_chars"


class WordTokenizer(Tokenizer):  # type: ignore[misc]
    """Whoosh's view of `index.analysis`: folded jieba words in search mode, positions counting tokens."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:
        token = Token(positions=True, chars=True, mode=options.get("mode", ""))
        for position, word in enumerate(analyze(value).tokens):
            if len(word.text) <= LONGEST_WORD:
                token.text, token.original = word.text, word.text
                token.pos, token.boost, token.stopped = position, 1.0, False
                token.startchar, token.endchar = word.start, word.end
                yield token


class CharacterTokenizer(Tokenizer):  # type: ignore[misc]
    """One token a folded character, blanks and quotation marks left out; a blank takes up a position."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:
        token = Token(positions=True, chars=True, mode=options.get("mode", ""))
        posted, position = posted_units(), 0
        folded = fold(value)
        for number, character in enumerate(folded.text):
            if ord(character) > 0xFFFF or posted[ord(character)]:
                token.text, token.original = character, character
                token.pos, token.boost, token.stopped = position, 1.0, False
                token.startchar, token.endchar = folded.origin(number, number + 1)
                yield token
            if character.isspace() or ord(character) > 0xFFFF or posted[ord(character)]:
                position += 1


@cache
def schema() -> Schema:
    """The Whoosh schema of every index."""
    fields: dict[str, Any] = {"id": ID(stored=True), "path": STORED, "text": STORED}
    for name in FIELD_NAMES:
        fields[name] = TEXT(analyzer=WordTokenizer(), phrase=False)
        fields[name + CHARS] = TEXT(analyzer=CharacterTokenizer(), phrase=True)
    return Schema(**fields)


class ArrayMatcher(ListMatcher):  # type: ignore[misc]
    """Walks one term's postings in one segment; positions are made only when they are asked for."""

    def __init__(
        self, terms: ArrayTermsReader, term: tuple[str, bytes], info: TermInfo, scorer: Any, positions: bool
    ) -> None:
        self._reader, self._positions = terms, positions
        slots, counts = terms.postings(*term)
        self._slots = slots
        ids = terms.segment.slot_section[slots].tolist()
        super().__init__(ids, counts.astype(float).tolist(), scorer=scorer, term=term, terminfo=info)

    def copy(self) -> ArrayMatcher:
        other = object.__new__(ArrayMatcher)
        other.__dict__.update(self.__dict__)
        return other

    def skip_to(self, id: int) -> None:
        self._i = bisect_left(self._ids, id, lo=self._i)

    def supports(self, astype: str) -> bool:
        return astype in ("frequency", "weight") or (astype == "positions" and self._positions)

    def value_as(self, astype: str) -> Any:
        if astype == "positions":
            return self._reader.positions(self._term[1], int(self._slots[self._i]))
        return self.weight()


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]
    """The dictionary and postings of one segment."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return len(self.postings(*term)[0]) > 0

    def postings(self, fieldname: str, text: bytes) -> tuple[np.ndarray, np.ndarray]:
        """Slots of the field that hold the term, and how often; both empty where none does."""
        segment = self.segment
        field = FIELD_NAMES.get(fieldname.removesuffix(CHARS))
        values = np.empty(0, dtype=np.int64)
        if fieldname.endswith(CHARS):
            number = segment.character_number(ord(text.decode())) if len(text.decode()) == 1 else None
            if number is not None:
                values = segment.slots_at(segment.character_lists.values(number))
        elif field is not None and (number := segment.word_number(text)) is not None:
            values = segment.word_lists.values(number)
        slots, counts = np.unique(values, return_counts=True)
        right = segment.slot_field[slots] == field
        return slots[right], counts[right]

    def positions(self, text: bytes, slot: int) -> list[int]:
        """Positions of a character in a slot, as CharacterTokenizer counts them."""
        folded = fold_table()[self.segment.slot_units(slot)]
        counted = posted_units()[folded] | np.isin(folded, (0x20, 0x0A, 0x09))
        places = np.cumsum(counted) - 1
        found: list[int] = places[folded == ord(text.decode())].tolist()
        return found

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        slots, counts = self.postings(fieldname, text)
        if not len(slots):
            raise TermNotFound(f"{fieldname}:{text!r}")
        lengths = field_lengths(self.segment, fieldname)[self.segment.slot_section[slots]]
        sections = self.segment.slot_section[slots]
        return TermInfo(
            weight=float(counts.sum()),
            df=len(slots),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(counts.max()),
            minid=int(sections[0]),
            maxid=int(sections[-1]),
        )

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        info = self.term_info(fieldname, text)
        return ArrayMatcher(self, (fieldname, text), info, scorer, isinstance(format_, Positions))

    def _texts(self, fieldname: str, first: bytes = b"") -> Iterator[bytes]:
        if fieldname.endswith(CHARS):
            units = (chr(unit) for unit in self.segment.characters.tolist() if not 0xD800 <= unit < 0xE000)
            return (text for text in map(str.encode, units) if text >= first)
        return self.segment.words_from(self.segment.word_from(first))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((name, text) for name in self.indexed_field_names() for text in self._texts(name))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return ((fieldname, text) for text in self._texts(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms() if term in self)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix) if term in self)

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        return ArrayCursor(self.segment)

    def indexed_field_names(self) -> list[str]:
        return sorted(name + suffix for name in FIELD_NAMES for suffix in ("", CHARS))


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the words of a segment in byte order; what Whoosh's automata step along."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._number = 0

    def is_valid(self) -> bool:
        return self._number < len(self._segment.word_lists)

    def text(self) -> str | None:
        return self._segment.word_bytes(self._number).decode("utf-8", "replace") if self.is_valid() else None

    def first(self) -> str | None:
        self._number = 0
        return self.text()

    def find(self, text: str) -> str | None:
        self._number = self._segment.word_from(text.encode("utf-8", "surrogatepass"))
        return self.text()

    def next(self) -> str | None:
        self._number += 1
        return self.text()


def field_lengths(segment: Segment, fieldname: str) -> np.ndarray:
    """The length of a field in each section: words, or characters for the character fields."""
    own = segment.slot_field == FIELD_NAMES[fieldname.removesuffix(CHARS)]
    lengths = np.zeros(segment.sections, dtype=np.int64)
    source = segment.slot_length if fieldname.endswith(CHARS) else segment.slot_words
    lengths[segment.slot_section[own]] = source[own]
    return lengths


class ArrayDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Lengths, deletions and stored fields of the sections of one segment."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._deleted = ~segment.live[segment.section_article]
        self._lengths: dict[str, np.ndarray] = {}

    def doc_count(self) -> int:
        return int((~self._deleted).sum())

    def doc_count_all(self) -> int:
        return self.segment.sections

    def has_deletions(self) -> bool:
        return bool(self._deleted.any())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._deleted[docnum])

    def deleted_docs(self) -> Iterable[int]:
        deleted: list[int] = np.flatnonzero(self._deleted).tolist()
        return deleted

    def _of(self, fieldname: str) -> np.ndarray:
        if fieldname not in self._lengths:
            self._lengths[fieldname] = field_lengths(self.segment, fieldname)
        return self._lengths[fieldname]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._of(fieldname)[docnum])

    def field_length(self, fieldname: str) -> int:
        return int(self._of(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self._of(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self._of(fieldname).max(initial=0))

    def column_reader(self, fieldname: str, column: Any) -> Any:
        return whoosh_columns.EmptyColumnReader(column.default_value(), self.doc_count_all())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        segment = self.segment
        article = int(segment.section_article[docnum])
        number = docnum - int(segment.first_section[article]) + 1
        values = {
            "id": f"{int(segment.article_id[article]):016x}.{number}",
            "path": segment.sources[int(segment.article_source[article])],
            "text": segment.section_text(docnum),
        }
        for name in ("title", "byline"):
            text = segment.section_text(int(segment.first_section[article]), FIELD_NAMES[name])
            if text:
                values[name] = text
        return values


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A segment as Whoosh's readers expect one."""

    def __init__(self, segment: Segment) -> None:
        super().__init__("baosou")
        self.segid = segment.path.stem
        self.segment = segment

    def codec(self) -> ArrayCodec:
        return ArrayCodec()


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Gives Whoosh its readers."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTermsReader:
        return ArrayTermsReader(segment.segment)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocumentReader:
        return ArrayDocumentReader(segment.segment)


class WhooshIndex(Index):  # type: ignore[misc]
    """The index as a `whoosh.index.Index`, for whatever Whoosh can do with one."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self.schema = schema()

    def reader(self, reuse: Any = None) -> IndexReader:
        """An IndexReader over all segments."""
        readers = [SegmentReader(None, self.schema, ArraySegment(each)) for each in self._segments]
        if not readers:
            return EmptyReader(self.schema)
        return readers[0] if len(readers) == 1 else MultiReader(readers)

    def searcher(self, **options: Any) -> Searcher:
        """A Searcher over all segments."""
        return Searcher(self.reader(), fromindex=self, **options)

    def doc_count(self) -> int:
        """How many live sections there are."""
        return int(self.reader().doc_count())

    def doc_count_all(self) -> int:
        """How many sections there are with those of deleted articles."""
        return int(self.reader().doc_count_all())

    def is_empty(self) -> bool:
        """Whether there is none."""
        return self.doc_count_all() == 0


__all__ = ["CHARS", "ArrayCodec", "Field", "WhooshIndex", "schema"]
