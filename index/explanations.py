"""What an answer is explained with: how a query was read, and a score in parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from baosou.index.request import Filter


class TermReading(Struct, frozen=True):
    """What was looked for, and how much it says.

    `asked` terms decide what matches; the others only rank. `spellings` are all forms that count as the text (三万,
    3万), `words` what a pattern or fuzzy word stands for, `articles` how many articles hold any of it, `boost` the
    factor that the query gives it and `weight` what one full share of it adds to a score, boost included.
    """

    text: str
    field: str | None
    kind: str
    asked: bool
    spellings: tuple[str, ...]
    words: tuple[str, ...]
    articles: int
    boost: float
    weight: float


class Reading(Struct, frozen=True):
    """How a query was read: its terms, the function words left aside, and the filters beside it."""

    terms: tuple[TermReading, ...]
    aside: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    since: str | None = None
    until: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """What stands under `reading` in an explained answer."""
        return {
            "terms": [msgspec.to_builtins(term) for term in self.terms],
            "left_aside": self.aside,
            "filters": [msgspec.to_builtins(each) for each in self.filters],
            "since": self.since,
            "until": self.until,
        }


class ScorePart(Struct, frozen=True):
    """One summand of a score: a term's share with where the term stands, or what nearness added.

    A term's `kind` is "term" and its `counts` say how often it stands in each text field; other kinds are the engine's
    names for what it looked at beside single terms (see PART_NAMES) and have no text.
    """

    kind: str
    score: float
    text: str | None = None
    field: str | None = None
    counts: Mapping[str, int] = msgspec.field(default_factory=dict)
    sections: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """One of the `parts` of an explanation: only a term's has a text, and where that stands."""
        return {"kind": self.kind, "score": self.score} if self.text is None else asdict(self)


PART_NAMES: Mapping[str, str] = {
    "characters": "single characters",
    "pairs": "neighbouring characters",
    "early": "early in the text",
    "coverage": "how many of the words",
    "title": "a title that is asked for",
    "neighbours": "words side by side",
    "passage": "much of the wording in one place",
    "topic": "what the best matches tell",
}
"""What a kind of part that is no term means, for readers; another kind stands for itself."""


class Explanation(Struct, frozen=True):
    """A score, unrounded, and the parts that add up to it."""

    score: float
    parts: tuple[ScorePart, ...]

    def to_dict(self) -> dict[str, Any]:
        """What stands under `explanation` in a hit, and in the reasons for an article."""
        return {"score": self.score, "parts": [part.to_dict() for part in self.parts]}
