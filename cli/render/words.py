"""The user's words with where they stand, and synonyms, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from baosou.cli.output.visible import pad, visible
from baosou.cli.render.hits import plural

if TYPE_CHECKING:
    from baosou.index import WordChange, WordCount

WORD_COLUMNS = 24


def word_line(count: WordCount) -> str:
    """A word and, where that was counted, in how many sections and articles it stands."""
    if count.sections is None or count.articles is None:
        return visible(count.word)
    sections = f"{count.sections:>9,} {plural('section', count.sections):<8}"
    articles = f"{count.articles:>9,} {plural('article', count.articles)}"
    return f"{pad(visible(count.word), WORD_COLUMNS)} {sections} {articles}"


def synonym_lines(rules: Iterable[str]) -> list[str]:
    """Each rule as a line, named as a synonym."""
    return [f"{pad('synonyms', WORD_COLUMNS)} {visible(rule)}" for rule in rules]


def change_line(changed: WordChange, action: str) -> str:
    """What was done, in one line."""
    count, others = len(changed.words), len(changed.unchanged)
    done = {"add": "added", "remove": "removed"}[action]
    same = {"add": "already in the dictionary", "remove": "not in the dictionary"}[action]
    told = f"would be {done}" if changed.dry_run else done
    line = f"{told}: {count:,} {plural('word', count)}"
    return f"{line}; {same}: {_named(changed.unchanged)}" if others else line


def _named(words: Sequence[str]) -> str:
    """The words, or how many there are of many."""
    return " ".join(map(visible, words)) if len(words) <= 5 else f"{len(words):,} words"
