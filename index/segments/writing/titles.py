"""The titles of works in the texts of a segment that a cut would tear (see `understanding.titles`), as a table."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from baosou.index.analysis.units import Integers, Units, fold_table, text_of
from baosou.index.segments.array_file import ArrayFileWriter
from baosou.index.segments.term_table import TITLES, write_sorted_texts
from baosou.index.understanding.titles import LONGEST, OPENS, torn_title

_WIDTH = LONGEST + 2


def opening_marks(text: Units) -> Integers:
    """Where the opening marks of titles stand in the text of a segment."""
    return np.flatnonzero(text == ord(OPENS))


def titles_at(text: Units, opening: Integers) -> set[str]:
    """The titles that begin at some of the marks."""
    # every mark with what may follow it, as one text: a title ends before the next mark or the end of its text
    around = text.take(opening[:, None] + np.arange(_WIDTH), mode="clip")
    texts = text_of(fold_table().take(around).reshape(-1))
    found = (torn_title(texts[at : at + _WIDTH]) for at in range(0, len(texts), _WIDTH))
    return {title for title in found if title is not None}


def write_titles(writer: ArrayFileWriter, titles: Iterable[str]) -> None:
    """Write titles, each once."""
    write_sorted_texts(writer, TITLES, sorted(set(titles)))
