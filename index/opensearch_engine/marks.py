"""Text as the cluster holds it: folded, a character a token, with marks where words and numbers end.

A mark stands at both ends of each run of digits or of letters, another one at both ends of each number, in figures or
in words: a whole word is looked for with the mark at its edge, part of one without. A run of blanks is two tokens, one
that is the same for all runs and one that tells which it is, so that one blank may be looked for as any run of them. A
line break is two tokens, too. Quotation marks are left out; texts that have any are held with them once more.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from baosou.corpus.characters import NUMBER_SIGNS, QUOTES
from baosou.corpus.folding import fold_text, without_nuls
from baosou.corpus.spellings import POINTS
from baosou.index.highlight.marker import Form, as_sought, edge_class, has_quotes, same_quotes

EDGE, NUMBER, BLANKS, HOLE = "\U0010f000", "\U0010f001", "\U0010f002", "\U0010f003"
"""The marks: private characters of the last plane, which texts lose (see `_own`)."""

_SPACES = 0x10F010
_MOST_SPACES = 64
_LONGER_OF_BOTH = 24
_OTHER_BLANKS, _KINDS_OF_BLANKS = 0xF0000, 0xF000

_NO_QUOTES = dict.fromkeys(map(ord, QUOTES))
_RUN_OF_BLANKS = re.compile(r"[^\S\n]+")
_RESERVED = re.compile("[\U000f0000-\U0010ffff\ud800-\udfff]")
_ODD = "�"


def spelled(text: str) -> str:
    """A text as it is held, without quotation marks."""
    return _marked(_own(text).translate(_NO_QUOTES))


def spelled_with_quotes(text: str) -> str | None:
    """A text as it is held with its quotation marks, each kind the same; None where it has none."""
    own = _own(text)
    return _marked(same_quotes(own)) if has_quotes(own) else None


def _own(text: str) -> str:
    """A folded text without what marks are made of, or what no UTF-8 can hold."""
    return _RESERVED.sub(_ODD, without_nuls(fold_text(text)))


class Spelling:
    """What of a form is looked for: the texts to be found, in the field with quotation marks or in that without."""

    def __init__(self, form: Form, *, left: bool | None = None, right: bool | None = None) -> None:
        """`left` and `right` say of which edges words may not go on, where these are not both or none."""
        sought = _RESERVED.sub(_ODD, as_sought(form.text, exact=not form.whole))
        self.quoted = has_quotes(sought)
        self.breaks = "\n" in sought
        text = same_quotes(sought) if self.quoted else sought.translate(_NO_QUOTES)
        self._left = form.whole if left is None else left
        self._right = form.whole if right is None else right
        self._number = form.number
        self._loose = form.whole
        self.texts = tuple(dict.fromkeys(self._texts(text)))

    @property
    def edged(self) -> bool:
        """Whether what stands beyond an edge matters: there a quotation mark ends a word, too."""
        return any(text[0] in EDGE + NUMBER or text[-1] in EDGE + NUMBER for text in self.texts)

    def _texts(self, text: str) -> Iterator[str]:
        if not text:
            return
        core = _marked(text, loose=self._loose).strip(EDGE + NUMBER)
        # where a number begins or ends with a figure, so does a run of figures
        first, last = (NUMBER if self._number and each in NUMBER_SIGNS else "" for each in (text[0], text[-1]))
        head = first + (EDGE if (self._left or first) and edge_class(text[0]) else "")
        tail = (EDGE if (self._right or last) and edge_class(text[-1]) else "") + last
        for each in _open_edges(core):
            yield head + each + tail
            if text[0] in POINTS and NUMBER in each[:4]:
                # what stands before the point tells whether a number begins after it
                yield head + each.replace(NUMBER, "", 1) + tail


def _open_edges(core: str) -> Iterator[str]:
    """A text of which a run of blanks at an edge may be the end, or the beginning, of a longer one."""
    before, after = core[0] == BLANKS and len(core) > 1, len(core) > 2 and core[-2] == BLANKS
    most = _LONGER_OF_BOTH if before and after else _MOST_SPACES
    firsts = _longer(core[1], most) if before else None
    lasts = _longer(core[-1], most) if after else None
    for first in firsts or (None,):
        for last in lasts or (None,):
            text = core if first is None else f"{BLANKS}{first}{core[2:]}"
            yield text if last is None else f"{text[:-1]}{last}"


def _longer(code: str, most: int) -> list[str]:
    """The codes of runs of spaces that are as long or longer, so many at most; of other blanks that run alone."""
    length = ord(code) - _SPACES
    return [chr(_SPACES + n) for n in range(length, min(length + most, _MOST_SPACES))] if length > 0 else [code]


def _code(run: str) -> str:
    """What tells a run of blanks from others."""
    if run.count(" ") == len(run) < _MOST_SPACES:
        return chr(_SPACES + len(run))
    return chr(_OTHER_BLANKS + zlib.crc32(run.encode()) % _KINDS_OF_BLANKS)


def _marked(text: str, *, loose: bool = False) -> str:
    """A text with its marks; `loose` is a pattern of which one blank is any run of them."""
    out: list[str] = []
    last, before = 0, ""
    at = 0
    while at < len(text):
        character = text[at]
        blank = _RUN_OF_BLANKS.match(text, at) if character.isspace() else None
        kind = edge_class(character)
        if kind != last and last:
            out.append(EDGE)
        if before and before in NUMBER_SIGNS and character not in NUMBER_SIGNS:
            out.append(NUMBER)
        if character in NUMBER_SIGNS and _begins(text, at):
            out.append(NUMBER)
        if kind != last and kind:
            out.append(EDGE)
        if blank is not None:
            out += (BLANKS, HOLE if loose else _code(blank[0]))
            at = blank.end()
        else:
            out.append("\n\n" if character == "\n" else character)
            at += 1
        last, before = kind, text[at - 1]
    if last:
        out.append(EDGE)
    if before and before in NUMBER_SIGNS:
        out.append(NUMBER)
    return "".join(out)


def _begins(text: str, at: int) -> bool:
    """Whether a number begins with the sign at a place."""
    before = text[at - 1] if at else ""
    if before and before in NUMBER_SIGNS:
        return False
    return not (at > 1 and before in POINTS and text[at - 2] in POINTS[before])
