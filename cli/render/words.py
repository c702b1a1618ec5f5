"""The user's words with where they stand, and synonyms, as lines and as a JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from baosou.cli.output.visible import pad, visible
from baosou.cli.render.hits import plural
from baosou.index.results import VERSION, JsonObject

if TYPE_CHECKING:
    from baosou.index.analysis.synonyms import SynonymRule
    from baosou.index.analysis.user_words import UserWord
    from baosou.index.results import WordCount, WordsSummary

WORD_COLUMNS = 24


def word_line(count: WordCount) -> str:
    """A word and in how many sections and articles it stands."""
    sections = f"{count.sections:>9,} {plural('section', count.sections):<8}"
    articles = f"{count.articles:>9,} {plural('article', count.articles)}"
    return f"{pad(visible(count.word), WORD_COLUMNS)} {sections} {articles}"


def synonym_lines(rules: Iterable[SynonymRule]) -> list[str]:
    """Each rule as a line, named as a synonym."""
    return [f"{pad('synonyms', WORD_COLUMNS)} {visible(str(rule))}" for rule in rules]


def change_line(summary: WordsSummary, action: str) -> str:
    """What was done, in one line."""
    count, others = len(summary.changed), len(summary.unchanged)
    done = {"add": "added", "remove": "removed"}[action]
    same = {"add": "already in the dictionary", "remove": "not in the dictionary"}[action]
    told = f"would be {done}" if summary.dry_run else done
    line = f"{told}: {count:,} {plural('word', count)}"
    return f"{line}; {same}: {_named(summary.unchanged)}" if others else line


def _named(words: Sequence[str]) -> str:
    """The words, or how many there are of many."""
    return " ".join(map(visible, words)) if len(words) <= 5 else f"{len(words):,} words"


def words_object(words: Iterable[UserWord], counts: Iterable[WordCount] | None) -> JsonObject:
    """The words as an object: each with its frequency where one was given, and where it stands if that was counted."""
    rows: list[JsonObject]
    if counts is None:
        rows = [{"word": word.text, "frequency": word.frequency} for word in words]
    else:
        rows = [
            {
                "word": count.word,
                "frequency": count.frequency,
                "sections": count.sections,
                "articles": count.articles,
            }
            for count in counts
        ]
    return {"version": VERSION, "words": rows}
