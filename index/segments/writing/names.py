"""The names that articles of a segment carry (see NAME_COLUMNS), and which articles do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from baosou.corpus.characters import utf8_of
from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import runs
from baosou.index.segments.columns import Carried
from baosou.index.segments.layout import LONGEST_WORD
from baosou.index.segments.postings import Lists, lists_of

_HALF, _LOW = 32, 0xFFFFFFFF


def names_in(columns: Iterable[Carried]) -> tuple[list[bytes], Lists]:
    """The names of some columns, folded and in byte order (UTF-8), and the articles that carry each.

    Of the path of a place the last part is the name, for articles carry the places above too; what takes more than
    LONGEST_WORD ideographs' bytes is none.
    """
    known: dict[str, int] = {}
    pairs = [np.empty(0, dtype=np.int64)]
    for column in columns:
        paths = column.column == "place"
        names = _folded([value.rpartition("/")[2] for value in column.values] if paths else column.values)
        table = np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)
        pairs.append(table.take(column.numbers) << _HALF | column.owners.astype(np.int64))
    spelled = sorted((utf8_of(name), number) for name, number in known.items())
    kept = [(name, number) for name, number in spelled if 0 < len(name) <= 3 * LONGEST_WORD]
    ranks = np.full(len(known), len(kept), dtype=np.int64)
    ranks[[number for _, number in kept]] = np.arange(len(kept), dtype=np.int64)
    together = np.concatenate(pairs)
    together, _ = runs(np.sort(ranks.take(together >> _HALF) << _HALF | together & _LOW))
    counts = np.bincount(together >> _HALF, minlength=len(kept) + 1)[: len(kept)]
    articles = together[: int(counts.sum())] & _LOW
    return [name for name, _ in kept], lists_of(articles, counts)


def _folded(values: Sequence[str]) -> list[str]:
    """The values folded, all at once unless one of them holds a line break."""
    folded = fold_text("\n".join(values)).split("\n")
    return folded if len(folded) == len(values) else [fold_text(value) for value in values]
