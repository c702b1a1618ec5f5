"""What folding changed of a text, and of which kind each change is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from baosou.corpus.folding import fold

ChangeKind = Literal["letter case", "width", "simplified", "other form", "dropped"]


class Change(Struct, frozen=True):
    """Characters [start, end) of a text and what folding made of them: nothing where they were dropped.

    "width" is a full-width or half-width form, "simplified" a traditional character or a variant of one.
    """

    kind: ChangeKind
    original: str
    folded: str
    start: int
    end: int


def fold_changes(text: str) -> tuple[Change, ...]:
    """All changes that folding makes, in their order; neighbouring ones of a kind are one."""
    changes: list[Change] = []
    for start, end, folded in _clusters(text):
        original = text[start:end]
        if original == folded:
            continue
        kind = _kind(original, folded)
        last = changes[-1] if changes else None
        if last is not None and last.end == start and last.kind == kind:
            changes[-1] = Change(kind, last.original + original, last.folded + folded, last.start, end)
        else:
            changes.append(Change(kind, original, folded, start, end))
    return tuple(changes)


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """What folds together: its characters [start, end) and its fold; what is dropped folds to nothing."""
    found = fold(text)
    at = done = 0
    while at < len(found.text):
        first, (start, end) = at, found.origin(at, at + 1)
        while at < len(found.text) and found.origin(at, at + 1) == (start, end):
            at += 1
        if start > done:
            yield done, start, ""
        yield start, end, found.text[first:at]
        done = end
    if done < len(text):
        yield done, len(text), ""


def _kind(original: str, folded: str) -> ChangeKind:
    if not folded:
        return "dropped"
    if original.lower() == folded:
        return "letter case"
    if unicodedata.normalize("NFKC", original).lower() == folded and unicodedata.east_asian_width(original[0]) in "FH":
        return "width"
    both = original + folded
    if len(both) == 2 and all(unicodedata.category(character) == "Lo" for character in both):
        return "simplified"
    return "other form"
