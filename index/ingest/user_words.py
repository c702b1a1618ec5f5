"""The user's words and synonyms as they come to an index: out of files, and beside the words that it has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baosou.corpus.decoding import decode
from baosou.corpus.errors import BaosouError, SourceError, system_reason, worded
from baosou.corpus.readers.opening import whole_file
from baosou.index.analysis.synonyms import SynonymRule, read_synonyms
from baosou.index.analysis.user_words import Mistake, UserWord, read_words, united
from baosou.index.reports import Unread, WordsSummary


def changed(
    known: Sequence[UserWord], words: Sequence[UserWord], *, remove: bool
) -> tuple[list[UserWord], WordsSummary]:
    """The known words after some are added or removed, and what that changes."""
    before = {word.text: word for word in known}
    if remove:
        gone = {word.text for word in words}
        after = [word for word in known if word.text not in gone]
        told = [word.text for word in words if word.text in before]
    else:
        after = united(known, words)
        told = [word.text for word in words if before.get(word.text) != word]
    others = {word.text for word in words}.difference(told)
    same = tuple(word.text for word in words if word.text in others)
    return after, WordsSummary(changed=tuple(told), unchanged=same)


def words_of(file: Path) -> tuple[list[UserWord], list[Unread]]:
    """The words of a file, and the lines that hold none; raises BaosouError where it cannot be read."""
    words, mistakes = read_words(_text_of(file))
    return words, _failures(file, mistakes)


def synonyms_of(file: Path) -> tuple[list[SynonymRule], list[Unread]]:
    """The synonyms of a file, and the lines that are none; raises BaosouError where it cannot be read."""
    rules, mistakes = read_synonyms(_text_of(file))
    return rules, _failures(file, mistakes)


def _text_of(file: Path) -> str:
    try:
        return decode(whole_file(file)).text
    except OSError as error:
        raise BaosouError(worded("{file}: {reason}", file=file, reason=system_reason(error).lower())) from error
    except SourceError as error:
        raise BaosouError(worded("{file}: {error}", file=file, error=error)) from error


def _failures(file: Path, mistakes: Sequence[Mistake]) -> list[Unread]:
    return [Unread(str(file), mistake.reason, mistake.line) for mistake in mistakes]
