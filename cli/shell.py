"""What a shell took from a query before it came here, as quotation marks, > and *: it is told, not mended."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence

from baosou.cli.exits import UsageError
from baosou.corpus.errors import worded
from baosou.index.query.tree import FIELDS
from baosou.index.results import Note

_QUOTES = '"“”「」『』'
_NEAR = re.compile(r"(.*)~(\d{1,4})")
_DATE = re.compile(r"=?[\d年月日./-]+")
_MOST_EDITS = 2
_OPERATORS = frozenset(("AND", "OR", "NOT", "TO", "与", "或", "非"))


def shell_notes(words: Sequence[str]) -> tuple[Note, ...]:
    """What a shell may have taken from the words of a query; raises UsageError where they mean nothing without it."""
    return tuple(Note("shell", told) for told in _told(words))


def _told(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        field = FIELDS.get(word.rstrip(":：").casefold())
        if word.endswith((":", "：")) and field is not None:
            raise UsageError(_redirected(word))
        if " " not in word.strip() or any(quote in word for quote in _QUOTES):
            continue
        near = _NEAR.fullmatch(word)
        named, colon, text = word.partition(":")
        if near is not None:
            told = worded(
                "the shell took the quotation marks: words near each other are written {query}",
                query=f"'\"{near[1]}\"~{near[2]}'",
            )
            if int(near[2]) > _MOST_EDITS:
                raise UsageError(told)
            yield told
        elif colon and named.casefold() in FIELDS and _is_phrase(text):
            told = (
                "the shell took the quotation marks: {field}: is for the first word alone; for the text write {query}"
            )
            yield worded(told, field=named, query=f"'{named}:\"{text}\"'")
        elif len(words) > 1 and _is_phrase(word):
            told = (
                "the shell took the quotation marks: the words may stand apart; for the text as it stands write {query}"
            )
            yield worded(told, query=f"'\"{word}\"'")
    files = [word for word in words if os.path.lexists(word)]
    if len(files) > 1 or any(os.path.splitext(word)[1] for word in files):
        told = "{names}: there are files of this name; if you typed * or ?, put the query between '…'"
        yield worded(told, names=" ".join(files[:3]))


def _is_phrase(text: str) -> bool:
    """Whether a text is several words and nothing else, which somebody put between quotation marks for a reason."""
    parts = text.split()
    return len(parts) > 1 and all(part.isalnum() for part in parts) and _OPERATORS.isdisjoint(parts)


def _redirected(word: str) -> str:
    """Why nothing follows a field: with a file that takes the answer, for what followed began with >."""
    if file := _file_of_output():
        told = "the shell took what follows {field} for a file, {file}, and wrote to it; put the query between '…'"
        return worded(told, field=word, file=file)
    return worded("nothing follows {field}; if the shell took it, put the query between '…'", field=word)


def _file_of_output() -> str | None:
    """The name of the file that standard output goes to, where it is a date."""
    try:
        if stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode):
            name = os.path.basename(os.readlink(f"/proc/self/fd/{sys.stdout.fileno()}"))
            return name if _DATE.fullmatch(name) else None
    except (OSError, ValueError, AttributeError):
        return None
    return None
