"""Which of the user's words a pattern or a fuzzy word stands for, beside the words that segments list.

Segments list the occurrences of dictionary words only; a word of the user's is looked for in the text, as a phrase is,
so that no segment need be written anew for it.
"""

from __future__ import annotations

import re
from collections import Counter

from baosou.corpus.folding import fold_text
from baosou.index.errors import QueryError
from baosou.index.query import Fuzzy, Wildcard
from baosou.index.vocabulary import Vocabulary
from baosou.index.whoosh_engine.expansion import MOST_WORDS


def own_words(vocabulary: Vocabulary, leaf: Wildcard | Fuzzy) -> list[str]:
    """The user's words that a leaf stands for; raises QueryError for too many."""
    words = [word.text for word in vocabulary.user_words()]
    if isinstance(leaf, Wildcard):
        pattern = fold_text(leaf.pattern)
        signs = "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern)
        fits = re.compile(signs, re.DOTALL).fullmatch
        found = [word for word in words if fits(word)]
    else:
        pattern = fold_text(leaf.text)
        found = [word for word in words if _within(word, pattern, leaf.distance)]
    if len(found) > MOST_WORDS:
        raise QueryError(f"{pattern} stands for more than {MOST_WORDS} words; write more of it", query=pattern)
    return found


def _within(first: str, second: str, distance: int) -> bool:
    """Whether one text becomes the other by at most so many characters put in, left out or changed (Levenshtein)."""
    if abs(len(first) - len(second)) > distance:
        return False
    if sum((Counter(first) & Counter(second)).values()) < max(len(first), len(second)) - distance:
        return False
    row = list(range(len(second) + 1))
    for number, character in enumerate(first, start=1):
        before, row[0] = row[0], number
        for at, other in enumerate(second, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (character != other))
    return row[-1] <= distance
