"""The rows of a document's tables as lines."""

from __future__ import annotations

from collections.abc import Iterator

from baosou.corpus.readers.composing import Role
from baosou.corpus.readers.manuscript import Paragraph

_LONGEST_CELL = 60


def as_row(cells: list[list[Paragraph]]) -> Iterator[Paragraph]:
    """A row of a table as one line; its paragraphs by themselves where the table only lays a page out."""
    filled = [cell for cell in cells if cell]
    if all(len(cell) == 1 and len(cell[0].text) <= _LONGEST_CELL for cell in filled) and len(filled) > 1:
        shown = [cell[0] for cell in filled if cell[0].role is not Role.ASIDE]
        if shown:
            yield Paragraph(" ".join(each.text for each in shown), fixed=True)
        yield from (cell[0] for cell in filled if cell[0].role is Role.ASIDE)
        return
    for cell in filled:
        yield from cell
