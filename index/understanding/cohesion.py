"""Keeps names whole that a cut tears at a function character: 上合组织, 在轨, 何立峰, 文化和旅游部, 《平凡的世界》.

Whether a character such as 的 在 和 上 stands between words or within a name is told by the archive's own text: by how
often the run stands there compared with its parts, and by what stands around it. In a small archive, where that says
little, what is typed together stays together wherever it stands. Titles of works come first, then runs of loose
characters (`loose_runs`), then words that a function character links (`linked_words`).
"""

from __future__ import annotations

from collections.abc import Sequence

from baosou.index.analysis.analyzer import is_function_word
from baosou.index.analysis.vocabulary import Vocabulary
from baosou.index.understanding.evidence import Evidence
from baosou.index.understanding.linked_words import LinkedWords
from baosou.index.understanding.loose_runs import LooseRuns
from baosou.index.understanding.tokens import Tokens, is_han

_TITLED = 0.25
"""Share of the places of a text at which it is a title, for it to be one where it stands among other words."""


def with_names_whole(
    words: Sequence[str], known: frozenset[str], vocabulary: Vocabulary
) -> tuple[list[str], frozenset[str]]:
    """The words of a folded text with those joined that are a name in the archive, and these names.

    The `known` words stay as they are. The words still join up to the text.
    """
    if not vocabulary.characters or not any(_is_torn(word) for word in words if word not in known):
        return list(words), frozenset()
    tokens, evidence = Tokens(words, known, vocabulary), Evidence(vocabulary)
    _join_titles(tokens, evidence, vocabulary.titles(tokens.text(0, len(tokens))))
    linked = LinkedWords(tokens, evidence)
    LooseRuns(tokens, evidence, linked).join()
    linked.join()
    return [token.text for token in tokens], frozenset(tokens.names)


def _is_torn(word: str) -> bool:
    return is_function_word(word) or (len(word) == 1 and is_han(word))


def _join_titles(tokens: Tokens, evidence: Evidence, titles: Sequence[tuple[int, int]]) -> None:
    """Join titles of works, the longest first: what is typed by itself, or is a title often enough."""
    text = tokens.text(0, len(tokens))
    for start, end in sorted(titles, key=lambda place: place[0] - place[1]):
        starts = tokens.starts()
        first, last = starts.get(start), starts.get(end)
        if first is None or last is None or last - first < 2:
            continue
        within = tokens.between(first, last)
        if any(each.text in tokens.names for each in within) or not any(each.function for each in within):
            continue
        if len(text) == end - start or evidence.titled(text[start:end]) >= _TITLED:
            tokens.join(first, last)
