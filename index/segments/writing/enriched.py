"""Writes what is known of the people and organisations of a segment's articles, and carries it from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, ranges
from baosou.index.request import NAME_FIELDS
from baosou.index.segments.array_file import ArrayFileWriter
from baosou.index.segments.columns import Carried, write_column
from baosou.index.segments.enriched import (
    DIGEST,
    JOINED,
    JUDGED,
    RULES,
    TAG,
    TAG_KIND,
    TAG_TIMES,
    TAGGER,
    Digests,
    Enrichment,
    NameColumn,
    Tags,
    shown_array,
)
from baosou.index.segments.layout import BLOCK_BITS
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.builder import write_names

_NONE = np.empty(0, dtype=np.int64)


def write_enrichment(path: Path, enrichment: Enrichment) -> None:
    """Write the file, durably."""
    writer = ArrayFileWriter(path)
    writer.add_json(TAGGER, enrichment.tagger)
    writer.add_json(RULES, enrichment.rules)
    writer.add(DIGEST, enrichment.digests)
    writer.add(JUDGED, enrichment.judged.astype(np.uint8))
    tags = enrichment.tags
    values, numbers = _sorted(tags.values, tags.numbers)
    write_column(writer, TAG, tags.owners, numbers, values)
    writer.add(TAG_KIND, tags.kinds.astype(np.uint8))
    writer.add_narrow(TAG_TIMES, tags.times)
    carried = []
    for field, column in enrichment.columns.items():
        if len(column.owners):
            values, numbers = _sorted(column.values, column.numbers)
            write_column(writer, field, column.owners, numbers, values)
            shown = {value for value, flag in zip(column.values, column.shown.tolist(), strict=True) if flag}
            writer.add(shown_array(field), np.array([value in shown for value in values], dtype=np.uint8))
            carried.append(Carried(field, column.owners, column.numbers, column.values))
    writer.add_json(JOINED, dict(enrichment.joined))
    write_names(writer, carried)
    writer.close()


def _sorted(values: Sequence[str], numbers: Integers) -> tuple[list[str], Integers]:
    """The values in order, and the numbers that they have there."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[order] = np.arange(len(values))
    return [values[number] for number in order], ranks.take(numbers)


def digests_of(segment: Segment) -> Digests:
    """A number for the text of each article: the same for the same title, byline and sections, and never 0."""
    firsts = segment.slot_article.searchsorted(np.arange(segment.articles + 1, dtype=np.uint32))
    bases = np.append(segment.slot_base, np.uint32(len(segment.text) - (1 << BLOCK_BITS))).take(firsts).tolist()
    found = np.empty(segment.articles, dtype=np.uint64)
    for number, (first, last) in enumerate(pairwise(bases)):
        digest = blake2b(segment.units_between(first, last).tobytes(), digest_size=8).digest()
        found[number] = int.from_bytes(digest, "little") or 1
    return found


def untagged(articles: int, tagger: str) -> Enrichment:
    """What is known of the names of a segment whose articles nobody has looked at."""
    nothing = Tags((), _NONE, _NONE, _NONE, _NONE)
    return Enrichment(tagger, 0, np.zeros(articles, np.uint64), np.zeros(articles, np.bool_), nothing, {}, {})


def united_tags(parts: Iterable[Tags]) -> Tags:
    """Tags of several, by article."""
    known: dict[str, int] = {}
    owners, numbers, kinds, times = ([_NONE] for _ in range(4))
    for part in parts:
        table = _numbered(part.values, known)
        owners.append(part.owners)
        numbers.append(table.take(part.numbers))
        kinds.append(part.kinds)
        times.append(part.times)
    every = np.concatenate(owners)
    order = np.argsort(every, kind="stable")
    rest = (np.concatenate(each).take(order) for each in (numbers, kinds, times))
    return Tags(list(known), every.take(order), *rest)


def carried(target: Segment, held: Sequence[Enrichment]) -> Enrichment | None:
    """What others know of the articles of a segment, by the digests of their texts; None where that is nothing."""
    digests = digests_of(target)
    order = np.argsort(digests, kind="stable")
    ordered = digests.take(order)
    found = untagged(target.articles, held[0].tagger if held else "")
    taken: list[tuple[Enrichment, Integers, Integers]] = []
    for each in held:
        if each.tagger != found.tagger:
            continue
        # of articles with one text all get what is known of it
        old = np.flatnonzero(each.digests)
        firsts, lasts = (ordered.searchsorted(each.digests.take(old), side) for side in ("left", "right"))
        new = order.take(ranges(firsts, lasts - firsts))
        old = np.repeat(old, lasts - firsts)
        fresh = found.digests.take(new) == 0
        new, once = np.unique(new.compress(fresh), return_index=True)
        old = old.compress(fresh).take(once)
        if len(new):
            found.digests[new] = digests.take(new)
            found.judged[new] = each.judged.take(old)
            taken.append((each, old, new))
    if not taken:
        return None
    tags = united_tags(_renumbered_tags(each, old, new) for each, old, new in taken)
    columns = {field: _united_column(field, taken) for field in NAME_FIELDS}
    joined = {other: value for each, _, _ in taken for other, value in each.joined.items()}
    rules = min(each.rules for each, _, _ in taken)
    return Enrichment(found.tagger, rules, found.digests, found.judged, tags, columns, joined)


def _entries(owners: Integers, old: Integers, new: Integers, articles: int) -> tuple[Integers, Integers]:
    """The entries of some owners, each with its owner's new number; an old owner may have several."""
    sizes = np.bincount(owners, minlength=articles)
    firsts = np.cumsum(sizes) - sizes
    entries = ranges(firsts.take(old), sizes.take(old))
    return entries, np.repeat(new, sizes.take(old))


def _renumbered_tags(each: Enrichment, old: Integers, new: Integers) -> Tags:
    entries, owners = _entries(each.tags.owners, old, new, len(each.digests))
    tags = each.tags
    numbers, kinds, times = (part.take(entries) for part in (tags.numbers, tags.kinds, tags.times))
    used, numbers = np.unique(numbers, return_inverse=True)
    return Tags([tags.values[number] for number in used.tolist()], owners, numbers, kinds, times)


def _united_column(field: str, taken: Sequence[tuple[Enrichment, Integers, Integers]]) -> NameColumn:
    known: dict[str, int] = {}
    shown: dict[int, bool] = {}
    owners, numbers = [_NONE], [_NONE]
    for each, old, new in taken:
        column = each.columns.get(field)
        if column is None:
            continue
        entries, own = _entries(column.owners, old, new, len(each.digests))
        used, compact = np.unique(column.numbers.take(entries), return_inverse=True)
        table = _numbered([column.values[number] for number in used.tolist()], known)
        for number, flag in zip(table.tolist(), column.shown.take(used).tolist(), strict=True):
            shown[number] = shown.get(number, False) or flag
        owners.append(own)
        numbers.append(table.take(compact))
    every = np.concatenate(owners)
    order = np.argsort(every, kind="stable")
    flags: NDArray[np.bool_] = np.array([shown[number] for number in range(len(known))], dtype=np.bool_)
    return NameColumn(list(known), every.take(order), np.concatenate(numbers).take(order), flags)


def _numbered(values: Sequence[str], known: dict[str, int]) -> Integers:
    """The numbers of values among the known ones, which grow by them."""
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)
