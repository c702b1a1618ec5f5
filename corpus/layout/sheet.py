"""What a page's shapes are to its text: rules that part it, frames that hold some of it, banners behind a headline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from baosou.corpus.layout.printed import Box, PrintedPage, Shape

_THIN = 3.5  # points
_SHORTEST = 18.0
_NARROWEST, _LOWEST = 50.0, 20.0
_WHOLE = 0.8  # of the page: a frame that holds more is the page's own
_WHITE = 0xF8
_NEAR = 3.0


class Frame(Struct, frozen=True):
    """A rectangle with text of its own; `fill` is its colour where it has one."""

    box: Box
    fill: int | None = None


class Sheet(Struct, frozen=True):
    """The rules of a page, lying and standing, its frames from the largest, and its pictures."""

    lying: tuple[Box, ...]
    standing: tuple[Box, ...]
    frames: tuple[Frame, ...]
    pictures: tuple[Box, ...]


def sheet_of(page: PrintedPage) -> Sheet:
    """The rules, frames and pictures of a page."""
    lying, standing, frames = [], [], []
    for shape in page.shapes:
        left, bottom, right, top = shape.box
        wide, high = right - left, top - bottom
        if not _is_seen(shape):
            continue
        if high <= _THIN and wide > high:
            lying.append(shape.box)
        elif wide <= _THIN and high > wide:
            standing.append(shape.box)
        elif wide >= _NARROWEST and high >= _LOWEST:
            frames.append(Frame(shape.box, shape.fill if shape.fill is not None and not _is_pale(shape.fill) else None))
    lying = _joined(lying, across=True)
    standing = _joined(standing, across=False)
    around, lying, standing = _framing(lying, standing)
    frames += [Frame(box) for box in around]
    whole = page.width * page.height * _WHOLE
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda frame: -area(frame.box)):
        if area(frame.box) < whole and not any(_same(frame.box, other.box) for other in kept):
            kept.append(frame)
    pictures = [box for box in page.pictures if area(box) < whole and min(box[2] - box[0], box[3] - box[1]) > 12]
    return Sheet(tuple(lying), tuple(standing), tuple(kept), tuple(pictures))


def area(box: Box) -> float:
    """The size of a box in square points."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def holds(outer: Box, x: float, y: float) -> bool:
    """Whether a place is inside a box."""
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _is_seen(shape: Shape) -> bool:
    return shape.stroke is not None or (shape.fill is not None and not _is_pale(shape.fill))


def _is_pale(colour: int) -> bool:
    return min(colour >> 16, colour >> 8 & 0xFF, colour & 0xFF) >= _WHITE


def _joined(rules: Iterable[Box], *, across: bool) -> list[Box]:
    """The rules with those made one that go on with each other, as dots and dashes do; short ones left out."""
    along, beside = (0, 1) if across else (1, 0)
    found: list[Box] = []
    for rule in sorted(rules, key=lambda rule: (round(rule[beside] / 2), rule[along])):
        last = found[-1] if found else None
        if last is not None and abs(last[beside] - rule[beside]) <= 1.5 and rule[along] - last[along + 2] <= 6:
            found[-1] = (
                min(last[0], rule[0]),
                min(last[1], rule[1]),
                max(last[2], rule[2]),
                max(last[3], rule[3]),
            )
        else:
            found.append(rule)
    return [rule for rule in found if rule[along + 2] - rule[along] >= _SHORTEST]


def _framing(lying: Sequence[Box], standing: Sequence[Box]) -> tuple[list[Box], list[Box], list[Box]]:
    """The frames that four rules make, and the rules that are left."""
    frames: list[Box] = []
    used: set[Box] = set()
    for foot in lying:
        for head in lying:
            if head[1] - foot[1] < _LOWEST or abs(head[0] - foot[0]) > _NEAR or abs(head[2] - foot[2]) > _NEAR:
                continue
            sides = [
                rule
                for rule in standing
                if rule[1] <= foot[3] + _NEAR
                and rule[3] >= head[1] - _NEAR
                and (abs(rule[0] - foot[0]) <= _NEAR or abs(rule[2] - foot[2]) <= _NEAR)
                and rule[3] - rule[1] <= head[3] - foot[1] + 2 * _NEAR
            ]
            if any(rule[0] <= foot[0] + _NEAR for rule in sides) and any(rule[2] >= foot[2] - _NEAR for rule in sides):
                frames.append((foot[0], foot[1], foot[2], head[3]))
                used.update((foot, head, *sides))
    return frames, [rule for rule in lying if rule not in used], [rule for rule in standing if rule not in used]


def _same(first: Box, second: Box) -> bool:
    return all(abs(one - other) <= 2 * _NEAR for one, other in zip(first, second, strict=True))
