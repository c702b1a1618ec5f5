"""What it costs to look for a part of a query, in steps of about half a microsecond, as was measured on news.

It is told by how often things stand in a segment, never by the clock, so that a query is refused always or never.
"""

from __future__ import annotations

from collections.abc import Iterator

from baosou.corpus.folding import fold_text
from baosou.index.lookups import with_hole
from baosou.index.query.tree import Fuzzy, Phrase, TextLeaf, Wildcard
from baosou.index.segments.layout import BLOCK_BITS
from baosou.index.segments.matching.matcher import phrase_patterns, wildcard_pattern
from baosou.index.segments.matching.patterns import Pattern, listed_slots, pattern_of, posted_characters
from baosou.index.segments.reader import Segment

_PHRASE, _PATTERN, _FUZZY = 100, 10_000, 30_000
"""What a phrase takes that stands nowhere; a pattern, which is marked by an expression; a fuzzy word, compared with
all words.
"""

_TEXT = 200
"""What looking at the text takes, however rare what is looked for."""

_BLOCKS_A_STEP, _CANDIDATES_A_STEP = 32, 8


def steps(segment: Segment, leaf: TextLeaf, occurrences: int, *, alike: bool) -> int:
    """The steps for a leaf that stands so often, whether or not it is kept from an earlier search.

    `alike` says of a fuzzy word that texts are looked for that are like it.
    """
    own, each = {Phrase: (_PHRASE, 16), Fuzzy: (_FUZZY, 2)}.get(type(leaf), (_PATTERN, 2))
    patterns = _patterns(leaf, alike)
    return own + occurrences // each + sum(_steps_of_text(segment, pattern) for pattern in patterns)


def _patterns(leaf: TextLeaf, alike: bool) -> Iterator[Pattern]:
    """The patterns that are looked for in the text itself."""
    match leaf:
        case Phrase():
            yield from phrase_patterns(leaf)
        case Wildcard(pattern, _) if "*" not in pattern.strip("*"):
            yield wildcard_pattern(pattern)
        case Fuzzy(text, _, _) if alike:
            folded = fold_text(text)
            yield from (pattern_of(with_hole(folded, at), holes=True) for at in range(len(folded)))
        case Fuzzy(text):
            yield from phrase_patterns(Phrase(text, whole=True))


def _steps_of_text(segment: Segment, pattern: Pattern) -> int:
    characters = posted_characters(segment, pattern)
    if characters is None or listed_slots(segment, pattern) is not None:
        return 0
    rarest = min(characters.values(), key=lambda number: int(segment.character_occurrences[number]), default=None)
    if rarest is None:
        return (len(segment.text) >> BLOCK_BITS) // _BLOCKS_A_STEP
    read = int(segment.character_occurrences[rarest]) // _CANDIDATES_A_STEP
    return _TEXT + min(read, (len(segment.text) >> BLOCK_BITS) // _BLOCKS_A_STEP)
