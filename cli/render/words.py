"""The user's words with where they stand, and synonyms, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from baosou.cli.output.visible import pad, visible
from baosou.cli.render.hits import counted
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from baosou.index import WordChange, WordCount

WORD_COLUMNS = 24
_COUNT_COLUMNS = 9


def word_line(count: WordCount) -> str:
    """A word and, where that was counted, in how many sections and articles it stands."""
    if count.sections is None or count.articles is None:
        return visible(count.word)
    sections = pad(counted(count.sections, "section", columns=_COUNT_COLUMNS), _COUNT_COLUMNS + 9)
    articles = counted(count.articles, "article", columns=_COUNT_COLUMNS)
    return f"{pad(visible(count.word), WORD_COLUMNS)} {sections} {articles}"


def jieba_line(count: WordCount) -> str:
    """A word as a line of jieba's dictionary, with its frequency where one was given."""
    return count.word if count.frequency is None else f"{count.word} {count.frequency}"


def synonym_lines(rules: Iterable[str]) -> list[str]:
    """Each rule as a line, named as a synonym."""
    return [f"{pad(worded('synonyms'), WORD_COLUMNS)} {visible(rule)}" for rule in rules]


def change_line(changed: WordChange, action: str) -> str:
    """What was done, in one line."""
    count, others = len(changed.words), len(changed.unchanged)
    told = {
        ("add", False): "added: {words}",
        ("add", True): "would be added: {words}",
        ("remove", False): "removed: {words}",
        ("remove", True): "would be removed: {words}",
    }[action, changed.dry_run]
    line = worded(told, words=counted(count, "word"))
    same = {"add": "{told}; already in the dictionary: {words}", "remove": "{told}; not in the dictionary: {words}"}
    return worded(same[action], told=line, words=_named(changed.unchanged)) if others else line


def _named(words: Sequence[str]) -> str:
    """The words, or how many there are of many."""
    return " ".join(map(visible, words)) if len(words) <= 5 else counted(len(words), "word")
