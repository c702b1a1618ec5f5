"""Numbers and places as files of character recognition write them; what is none is nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from baosou.corpus.layout.printed import Box

_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,9})?")
_LARGEST = 1e6


def number(attributes: Mapping[str, str], key: str) -> float:
    """A length; 0 where there is none, or one that no page has."""
    value = real(attributes.get(key))
    return value if value is not None and abs(value) <= _LARGEST else 0.0


def real(text: str | None) -> float | None:
    """A number; None where the text is none."""
    if text is None or len(text) > 40:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def fraction(text: str | None, whole: float) -> float | None:
    """How sure a program is, from 0 to 1, of which `whole` is all; None where it does not say."""
    value = real(text)
    return value / whole if value is not None and 0 <= value <= whole else None


def points_of(text: str) -> Box | None:
    """The box around points (x,y x,y or x y x y); None where there are none."""
    numbers = [float(found) for found in _NUMBER.findall(text[:100_000])]
    across, down = numbers[0::2], numbers[1::2]
    if len(down) < 2:
        return None
    box = (min(across), min(down), max(across), max(down))
    return box if box[2] > box[0] and box[3] > box[1] else None
