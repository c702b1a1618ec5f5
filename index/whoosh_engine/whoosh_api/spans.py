"""What Whoosh's span queries make of the spans of their parts, for whole arrays: each as its matcher does it.

Spans are in order of their first positions; positions tell of which text they are (see `positions.GROUP`).
"""

from __future__ import annotations

from functools import reduce

import numpy as np
from msgspec import Struct

from baosou.index.analysis.units import Integers, ranges
from baosou.index.whoosh_engine.whoosh_api.positions import GROUP, Placed

_FARTHEST = 1 << (GROUP - 2)
"""A distance that is farther than any text is long."""


class Nearness(Struct, frozen=True):
    """How near is near: in positions, from the end of one to the beginning of the other, 0 where they overlap.

    With `beginning` what stands before must begin so near, with its end nearer still.
    """

    slop: int
    ordered: bool
    mindist: int = 1
    beginning: bool = False


def near(one: Placed, other: Placed, nearness: Nearness) -> Placed:
    """Each of one with each of the other that is near, together."""
    slop = min(nearness.slop, _FARTHEST)
    longest = 0 if nearness.beginning else int((other.lasts - other.firsts).max(initial=0))
    lowest = one.firsts if nearness.ordered else one.firsts - slop - longest
    begin = other.firsts.searchsorted(lowest)
    sizes = np.maximum(other.firsts.searchsorted(one.lasts + slop, "right") - begin, 0)
    a, b = np.repeat(np.arange(len(sizes)), sizes), ranges(begin, sizes)
    distance = np.maximum(other.firsts.take(b) - one.lasts.take(a), one.firsts.take(a) - other.lasts.take(b))
    distance = np.maximum(distance, 0)
    kept = ((nearness.mindist <= distance) & (distance <= slop)).nonzero()[0]
    a, b = a.take(kept), b.take(kept)
    return _distinct(
        np.minimum(one.firsts.take(a), other.firsts.take(b)),
        np.maximum(one.lasts.take(a), other.lasts.take(b)),
        np.minimum(one.starts.take(a), other.starts.take(b)),
        np.maximum(one.ends.take(a), other.ends.take(b)),
    )


def any_of(parts: list[Placed]) -> Placed:
    """The spans of all parts."""
    joined = (np.concatenate([getattr(part, name) for part in parts]) for name in Placed.__struct_fields__)
    return _distinct(*joined)


def merged(parts: list[Placed]) -> Placed:
    """The spans of all parts; what overlaps or touches is one."""
    spans = any_of(parts)
    if not len(spans.firsts):
        return spans
    reached = np.maximum.accumulate(spans.lasts)
    opening = np.concatenate(([True], spans.firsts[1:] > reached[:-1] + 1)).nonzero()[0]
    return Placed(
        spans.firsts.take(opening),
        np.maximum.reduceat(spans.lasts, opening),
        np.minimum.reduceat(spans.starts, opening),
        np.maximum.reduceat(spans.ends, opening),
    )


def apart(one: Placed, other: Placed) -> Placed:
    """Those of one that overlap none of the other."""
    reached = np.concatenate(([-1], np.maximum.accumulate(other.lasts)))
    return _taken(one, reached.take(other.firsts.searchsorted(one.lasts, "right")) < one.firsts)


def around(one: Placed, other: Placed) -> Placed:
    """Those of one within which any of the other stands."""
    beyond = np.iinfo(np.int64).max
    nearest = np.append(np.minimum.accumulate(other.lasts[::-1])[::-1], beyond)
    return _taken(one, nearest.take(other.firsts.searchsorted(one.firsts)) <= one.lasts)


def before(one: Placed, other: Placed) -> Placed:
    """Those of one that end before the first of the other begins in the same text."""
    first = np.append(other.firsts, -1).take(other.firsts.searchsorted(_text_starts(one)))
    return _taken(one, (first >> GROUP == one.firsts >> GROUP) & (one.lasts < first))


def beside(one: Placed, other: Placed) -> Placed:
    """Those of one in whose text any of the other stands."""
    first = np.append(other.firsts, -1).take(other.firsts.searchsorted(_text_starts(one)))
    return _taken(one, first >> GROUP == one.firsts >> GROUP)


def at_first(spans: Placed, limit: int) -> Placed:
    """Those that end at a position of at most so much."""
    return _taken(spans, spans.lasts - _text_starts(spans) <= limit)


def in_turn(parts: list[Placed], nearness: Nearness) -> Placed:
    """Each part near to what those before it make together."""
    return reduce(lambda one, other: near(one, other, nearness), parts)


def _text_starts(spans: Placed) -> Integers:
    return spans.firsts >> GROUP << GROUP


def _taken(spans: Placed, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Placed:
    return Placed(
        spans.firsts.compress(kept), spans.lasts.compress(kept), spans.starts.compress(kept), spans.ends.compress(kept)
    )


def _distinct(firsts: Integers, lasts: Integers, starts: Integers, ends: Integers) -> Placed:
    """Spans in order, none twice."""
    order = np.lexsort((ends, starts, lasts, firsts))
    columns = [column.take(order) for column in (firsts, lasts, starts, ends)]
    kept = np.ones(len(order), dtype=np.bool_)
    if len(order):
        kept[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return Placed(*(column.compress(kept) for column in columns))
