"""Changes which words and synonyms of the user an index has: a new generation with all else as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from baosou.index.analysis.synonyms import SynonymRule
from baosou.index.analysis.user_words import UserWord, united
from baosou.index.ingest.user_words import changed, synonyms_of, words_of
from baosou.index.reports import Unread, WordsSummary
from baosou.index.segments.array_file import ArrayFile
from baosou.index.whoosh_engine.storage.catalogue import Catalogue, WordbookEntry, commit
from baosou.index.whoosh_engine.storage.files import wordbook_name
from baosou.index.whoosh_engine.storage.lock import locked
from baosou.index.whoosh_engine.vocabulary.wordbook import Wordbook
from baosou.index.whoosh_engine.vocabulary.wordbook_writing import write_wordbook


def change(folder: Path, words: Sequence[UserWord], *, remove: bool, wait: float, dry_run: bool) -> WordsSummary:
    """See `index.backend.Backend.change_words`."""
    with locked(folder, wait=wait) as current:
        known, rules = contents(folder, current)
        after, summary = changed(known, words, remove=remove)
        if summary.changed and not dry_run:
            entry = write(folder, current, after, rules)
            commit(folder, current.next(current.segments, wordbook=entry))
    return replace(summary, dry_run=dry_run)


def given(
    user_dict: Path | None, synonyms: Path | None
) -> tuple[Callable[[Path, Catalogue], WordbookEntry | None], list[Unread]]:
    """What writes the words of a file beside those that an index has, and synonyms in place of its own; the mistakes.

    Raises BaosouError where a file cannot be read.
    """
    words, mistakes = words_of(user_dict) if user_dict is not None else ([], [])
    rules, more = synonyms_of(synonyms) if synonyms is not None else (None, [])

    def write_beside(folder: Path, current: Catalogue) -> WordbookEntry | None:
        known, before = contents(folder, current)
        return write(folder, current, united(known, words), before if rules is None else rules)

    return write_beside, mistakes + more


def contents(folder: Path, current: Catalogue) -> tuple[list[UserWord], list[SynonymRule]]:
    """The words and synonyms of a generation."""
    if current.wordbook is None:
        return [], []
    wordbook = Wordbook(folder / current.wordbook.name, current.wordbook.checksum)
    return wordbook.words(), wordbook.rules()


def write(
    folder: Path, current: Catalogue, words: Sequence[UserWord], rules: Sequence[SynonymRule]
) -> WordbookEntry | None:
    """Write words and synonyms for the generation after the current one; none where there is nothing to write."""
    if not words and not rules:
        return None
    path = folder / wordbook_name(current.generation + 1)
    path.unlink(missing_ok=True)  # a writer may have been killed before it named the file in a catalogue
    write_wordbook(path, words, rules)
    written = WordbookEntry(path.name, ArrayFile(path).checksum)
    if current.wordbook is not None and written.checksum == current.wordbook.checksum:
        path.unlink()
        return current.wordbook
    return written
