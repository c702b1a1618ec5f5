"""Which of the user's words a pattern or a fuzzy word stands for, beside the words that segments list.

Segments list the occurrences of dictionary words only; a word of the user's is looked for in the text, as a phrase is,
so that no segment need be written anew for it.
"""

from __future__ import annotations

import re
from fnmatch import translate

from baosou.corpus.folding import fold_text
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.errors import QueryError
from baosou.index.query.tree import Fuzzy, Wildcard
from baosou.index.whoosh_engine.matching.expansion import MOST_WORDS, within


def own_words(vocabulary: Vocabulary, leaf: Wildcard | Fuzzy) -> list[str]:
    """The user's words that a leaf stands for; raises QueryError for too many."""
    words = [word.text for word in vocabulary.user_words()]
    if isinstance(leaf, Wildcard):
        pattern = fold_text(leaf.pattern)
        fits = re.compile(translate(pattern.replace("[", "[[]"))).match  # stars that never try again: bounded work
        found = [word for word in words if fits(word)]
    else:
        pattern = fold_text(leaf.text)
        found = [word for word in words if within(word, pattern, leaf.distance)]
    if len(found) > MOST_WORDS:
        raise QueryError(f"{pattern} stands for more than {MOST_WORDS} words; write more of it", query=pattern)
    return found
