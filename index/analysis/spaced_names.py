"""Names of two characters that pages part with a blank (王　伟), so that they take the room of three characters.

`ordinary_words.txt` holds the words of the `dict.txt` in the PyPI package jieba 0.42.1 (MIT licence, copyright 2013 Sun
Junyi) that only look like names; `generate/spaced_names.py` makes it.
"""

from __future__ import annotations

from functools import cache
from pkgutil import get_data

from baosou.corpus.errors import BaosouError, worded
from baosou.corpus.names import is_name

WORDS = "ordinary_words.txt"

HARDLY_SURNAMES = frozenset("年国海都能通经后有占降化原初养种相行时")
"""Surnames that are so much more often words that a blank after them ends one (1974年 上海, 中国 上海)."""


def parts_as_name(whole: str) -> bool:
    """Whether two folded characters are a name that may be parted."""
    return len(whole) == 2 and whole[0] not in HARDLY_SURNAMES and is_name(whole) and whole not in _ordinary_words()


def parted_spelling(folded: str) -> str | None:
    """Such a name with a blank within (王 伟), and one that has it without; None for any other text."""
    if len(folded) > 3:
        return None
    whole = folded.replace(" ", "", 1)
    if " " in whole or folded != folded.strip() or not parts_as_name(whole):
        return None
    return f"{whole[0]} {whole[1]}" if folded == whole else whole


@cache
def _ordinary_words() -> frozenset[str]:
    try:
        return frozenset((get_data("baosou.index.analysis", WORDS) or b"").decode("utf-8").split())
    except OSError as error:
        raise BaosouError(worded("baosou's own file {name} is missing; install baosou again", name=WORDS)) from error
