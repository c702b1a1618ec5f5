"""Whether the arrays of a segment fit together: all that readers rely on, and that no checksum can tell.

Checksums tell that a file is what was written. Whoever wrote it may have written anything; what passes here can be
read without surprise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from baosou.index.analysis.units import Unquoted, fold_table
from baosou.index.errors import IndexDamaged
from baosou.index.segments.checksums import Array
from baosou.index.segments.frequent import MANY
from baosou.index.segments.layout import BLOCK_BITS, SECTION_PLACES, Field, Slots
from baosou.index.segments.numbering import prefixes_of
from baosou.index.segments.postings import Lists, decode_list
from baosou.index.segments.reader import Segment

ERRORS = (ArithmeticError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
"""What arrays that do not fit together lead to where they are used."""

_SLOT_TABLES = ("slot_base", "slot_length", "slot_field", "slot_section", "slot_article", "slot_words")
_ARTICLE_TABLES = ("article_id", "article_aside", "article_source", "article_words", "id_prefix", "title_rank")

_BYTES = {
    **dict.fromkeys(("slot_field", "article_aside", "gram_count", "frequent_slots", "frequent_halves"), 1),
    **dict.fromkeys(("text", "character", "frequent", "gram_first", "gram_second", "pair_first", "pair_second"), 2),
    **dict.fromkeys(("slot_base", "slot_section", "slot_article", "section_article"), 4),
    **dict.fromkeys(
        ("article_source", "article_dates", "id_prefix", "title_rank", "irregular_slot", "character_occurrences"), 4
    ),
    "article_id": 8,
    "number_keys": 8,
}
"""How many bytes each number of an array has, where that does not depend on the greatest of them."""

_BYTES_OF_ENDING = {"_blob": 1, "_postings": 1, "_counts": 4, "_lasts": 4, "_sound_keys": 8, "/values": 1}

Check = Callable[[Segment], Iterator[str]]


def findings(segment: Segment) -> Iterator[str]:
    """What does not fit together, each as a line; nothing of it is read that was not verified by its checksum.

    One check builds on another, so the first that finds anything is the last.
    """
    for check in CHECKS:
        found = False
        try:
            for reason in check(segment):
                found = True
                yield f"{segment.path}: {reason}"
        except IndexDamaged as error:
            found = True
            yield str(error)
        except ERRORS as error:
            found = True
            yield f"{segment.path}: {check.__name__.strip('_')} make no sense ({type(error).__name__}: {error})"
        if found:
            return


def _ascends(array: Array, *, strictly: bool = False) -> bool:
    return bool(np.all(array[1:] > array[:-1] if strictly else array[1:] >= array[:-1]))


def _below(array: Array, limit: int) -> bool:
    return not len(array) or int(array.max()) < limit


def _are_bounds(bounds: Array, count: int, end: int) -> bool:
    return len(bounds) == count + 1 and int(bounds[0]) == 0 and int(bounds[-1]) == end and _ascends(bounds)


def _widths(segment: Segment) -> Iterator[str]:
    file = segment.file
    for name in file.names():
        ending = next((ending for ending in _BYTES_OF_ENDING if name.endswith(ending)), None)
        wanted = _BYTES.get(name) if ending is None else _BYTES_OF_ENDING[ending]
        if wanted is not None and file.checked(name).array.itemsize != wanted:
            yield f"{name} has not {wanted} bytes a number"


def _tables(segment: Segment) -> Iterator[str]:
    file = segment.file
    slots = len(segment.slot_base)
    for name in _SLOT_TABLES:
        if len(file.array(name)) != slots:
            yield f"{name} has not a number for each of {slots} texts"
    for name in _ARTICLE_TABLES:
        if len(file.array(name)) != segment.articles:
            yield f"{name} has not a number for each of {segment.articles} articles"
    if segment.dates.shape != (segment.articles, 2):
        yield "article_dates has not two days for each article"


def _numberings(segment: Segment) -> Iterator[str]:
    articles, sections = segment.section_article, segment.slot_section
    if not _ascends(articles) or len(np.unique(articles)) != segment.articles or not _below(articles, segment.articles):
        yield "section_article does not go through all articles"
    elif not _ascends(sections) or not _below(sections, segment.sections):
        yield "slot_section does not go through the sections"
    elif not np.array_equal(segment.slot_article, articles.take(sections)):
        yield "slot_article is not what slot_section and section_article say"
    if not _below(segment.slot_field, len(Field)):
        yield "slot_field names a field that is none"
    if not _below(segment.article_source, len(segment.sources)):
        yield "article_source names a source that is none"
    if not np.array_equal(prefixes_of(segment.file.array("article_id")), segment.file.array("id_prefix")):
        yield "id_prefix is not what article_id says"
    totals = segment.file.json("totals")
    if segment.lengths.shape != (2, len(Field)) or not isinstance(totals["characters"], int):
        yield "totals make no sense"


def _text(segment: Segment) -> Iterator[str]:
    text = segment.file.array("text")
    blocks = int((segment.slot_length >> BLOCK_BITS).sum(dtype=np.uint64)) + len(segment.slot_length) + 2
    if len(text) != blocks << BLOCK_BITS:
        yield "text is not as long as slot_length says"
        return
    slots = Slots.of(segment.slot_length.astype(np.int64))
    if not np.array_equal(slots.bases, segment.slot_base):
        yield "slot_base is not what slot_length says"
    elif text[: 1 << BLOCK_BITS].any() or text[-(1 << BLOCK_BITS) :].any():
        yield "text does not begin and end with an empty block"
    elif text.take(slots.bases + slots.lengths).any():
        yield "text runs from one article into the next"
    elif Unquoted.of(fold_table().take(text)).longest_run() > segment.longest_quotes:
        yield "totals tell of fewer quotation marks in a row than there are"


def _lists(segment: Segment) -> Iterator[str]:
    blocks = len(segment.text) >> BLOCK_BITS
    for name, lists, limit in (
        ("word", segment.word_lists, len(segment.slot_base)),
        ("character", segment.character_lists, blocks),
        ("name", segment.names.lists, segment.articles),
        ("number", segment.number_lists, len(segment.slot_base)),
    ):
        reason = fault_of(lists, limit)
        if reason:
            yield f"{name}_postings {reason}"


def fault_of(lists: Lists, limit: int) -> str | None:
    """What is wrong with lists of numbers below a limit, if anything is."""
    bounds = lists.bounds.astype(np.int64)
    if not _are_bounds(bounds, len(lists), len(lists.data)) or len(lists.lasts) != len(lists):
        return "are not parted into lists"
    filled = lists.counts > 0
    if not np.array_equal(filled, bounds[1:] > bounds[:-1]):
        return "have lists of other lengths than their counts"
    if (lists.data.take(bounds[1:].compress(filled) - 1) > 0x7F).any():
        return "have a list that is cut short"
    for first, last in lists.chunks():
        start, end = bounds[[first, last]].tolist()
        ends = (lists.data[start:end] <= 0x7F).nonzero()[0]
        if not np.array_equal(np.diff(ends.searchsorted(bounds[first : last + 1] - start)), lists.counts[first:last]):
            return "have lists of other lengths than their counts"
        gaps = np.diff(decode_list(lists.data[start:end]), prepend=0)
        values = lists.between(first, last)
        sizes = lists.counts[first:last].astype(np.int64)
        lasts = values.take((np.cumsum(sizes) - 1).compress(sizes > 0))
        if (gaps < 0).any() or not _below(values, limit) or (values < 0).any():
            return "lead outside of the segment"
        if not np.array_equal(lasts, lists.lasts[first:last].compress(sizes > 0)):
            return "do not end where their last values say"
    return None


def _words(segment: Segment) -> Iterator[str]:
    for name, count in (("word", len(segment.word_lists)), ("name", len(segment.names.lists))):
        table = segment.words if name == "word" else segment.names
        if not _are_bounds(table.bounds.astype(np.int64), count, len(table.blob)):
            yield f"{name}_bounds do not part the {name}s"
            continue
        previous = b""
        for number in range(count):
            text = table.spelled(number)
            if number and text <= previous:
                yield f"{name} {number} is not in order"
                break
            previous = text
        keys, owners = table.sound_keys, table.sounding
        if len(keys) != len(owners) or not _ascends(keys) or not _below(owners, count):
            yield f"{name}_sounds: a sound belongs to no {name}"


def _numbers(segment: Segment) -> Iterator[str]:
    if not _ascends(segment.number_keys, strictly=True) or len(segment.number_keys) != len(segment.number_lists):
        yield "number_keys are not in order"


def _characters(segment: Segment) -> Iterator[str]:
    count = len(segment.characters)
    if not _ascends(segment.characters, strictly=True):
        yield "character is not in order"
    if not len(segment.character_occurrences) == len(segment.character_lists) == count:
        yield "character_occurrences has not a number for each character"
    file = segment.file
    firsts, seconds, counts = file.array("gram_first"), file.array("gram_second"), file.array("gram_count")
    many, more = file.array("gram_many"), file.array("gram_many_count")
    bounds = file.array("gram_bounds").astype(np.int64)
    if not _ascends(firsts, strictly=True) or len(seconds) != len(counts):
        yield "gram_first is not in order"
    elif not _are_bounds(bounds, len(firsts), len(seconds)):
        yield "gram_bounds do not part the pairs"
    elif not np.array_equal(many, (counts == 0xFF).nonzero()[0]) or len(many) != len(more):
        yield "gram_many names other pairs than gram_count"


def _frequent(segment: Segment) -> Iterator[str]:
    frequent = segment.frequent
    unlisted = segment.character_lists.counts == 0
    if not np.array_equal(segment.character_lists.counts, np.where(unlisted, 0, segment.character_occurrences)):
        yield "character_postings have not a block for each occurrence"
    elif not np.array_equal(frequent.units, segment.characters.compress(unlisted)):
        yield "frequent names other characters than those without a list"
    elif not _are_bounds(
        segment.file.array("frequent_many_bounds").astype(np.int64),
        len(frequent.units),
        len(segment.file.array("frequent_many")),
    ):
        yield "frequent_many_bounds do not part the counts"
    elif segment.file.array("frequent_many").min(initial=MANY) < MANY:
        yield "frequent_many tells of what is not so many"
    else:
        for number, occurrences in enumerate(segment.character_occurrences.compress(unlisted).tolist()):
            slots, counts = frequent.slots(number), frequent.counts(number)
            if len(slots) != len(counts) or (counts == 0).any() or int(counts.sum()) != occurrences:
                yield f"frequent {number} has other counts than slots"
                return


def _pairs(segment: Segment) -> Iterator[str]:
    bounds = segment.file.array("pair_bounds").astype(np.int64)
    if not _are_bounds(bounds, len(segment.file.array("pair_first")), len(segment.file.array("pair_second"))):
        yield "pair_bounds do not part the pairs"
        return
    keys, lists = segment.pairs.keys, segment.pairs.lists
    reason = fault_of(lists, len(segment.slot_base))
    if not _ascends(keys, strictly=True):
        yield "pair_first is not in order"
    elif reason:
        yield f"pair_postings {reason}"
    elif not lists.counts.all():
        yield "pair_postings have a list without a value"


def _columns(segment: Segment) -> Iterator[str]:
    for name in segment.column_names:
        column = segment.column(name)
        limit = segment.sections if name == SECTION_PLACES else segment.articles
        if column is None or not _ascends(column.owners) or not _below(column.owners, limit):
            yield f"the column {name!r} belongs to no article"
        elif column.values != sorted(set(column.values)) or len(column.values) != column.size:
            yield f"the values of the column {name!r} are not in order"


def _articles(segment: Segment) -> Iterator[str]:
    bounds = segment.file.array("stored_bounds").astype(np.int64)
    if not _are_bounds(bounds, segment.articles, len(segment.file.array("stored_blob"))):
        yield "stored_bounds do not part the articles"
        return
    sections = np.bincount(segment.section_article, minlength=segment.articles).tolist()
    for article in range(segment.articles):
        stored = segment.stored(article)
        for section in stored.sections:
            segment.blocks_of_section(article, section)
        segment.heading_printed(article, stored)
        for number in range(len(stored.sections)):
            segment.origin_of_section(article, stored, number)
        if len(stored.sections) != sections[article]:
            yield f"stored {article} has other sections than section_article says"
            return


def _originals(segment: Segment) -> Iterator[str]:
    slots = segment.file.array("irregular_slot")
    bounds = segment.file.array("irregular_bounds").astype(np.int64)
    if not _ascends(slots, strictly=True) or not _below(slots, len(segment.slot_base)):
        yield "irregular_slot names a text that is none"
    elif not _are_bounds(bounds, len(slots), len(segment.file.array("irregular_blob"))):
        yield "irregular_bounds do not part the texts"
    else:
        for slot in slots.tolist():
            segment.slot_text(slot)


def _abbreviations(segment: Segment) -> Iterator[str]:
    keys = [entry.key for entry in segment.abbreviations.all()]
    if keys != sorted(keys):
        yield "abbreviations are not in order"


def _titles(segment: Segment) -> Iterator[str]:
    titles = list(segment.titles)
    if titles != sorted(set(titles)):
        yield "titles are not in order"


CHECKS: tuple[Check, ...] = (
    _widths,
    _tables,
    _numberings,
    _text,
    _lists,
    _words,
    _numbers,
    _characters,
    _frequent,
    _pairs,
    _columns,
    _articles,
    _originals,
    _abbreviations,
    _titles,
)
