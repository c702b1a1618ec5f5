"""Whether a page's text layer says what is printed: rewritten files look right and hold other characters."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from baosou.corpus.errors import worded
from baosou.corpus.layout.page_names import pages_named
from baosou.corpus.layout.printed import PrintedPage

_FEWEST = 12
_WRONG = 0.03  # of the characters: honest pages have none, rewritten ones 7 to 25 in a hundred
_SURELY = 0.008
_PRIVATE = 0.1
_SIGNS = frozenset("·×÷°±«»§¶©®¥£")
_SCANNED = 40  # characters: a page with fewer, mostly a picture, has its text in the picture
_COVERED = 0.5


class TextLayer(Enum):
    """What a page's text layer is worth."""

    SOUND = "sound"
    WRONG = "wrong"
    MISSING = "missing"


def text_layer(page: PrintedPage) -> TextLayer:
    """Whether the page's characters can be trusted, cannot, or are not there though it shows pictures."""
    text = [glyph.text for glyph in page.glyphs if not glyph.text.isspace()]
    if len(text) < _SCANNED:
        covered = sum((box[2] - box[0]) * (box[3] - box[1]) for box in page.pictures)
        if covered > _COVERED * page.width * page.height or (not text and page.pictures):
            return TextLayer.MISSING
    return TextLayer.WRONG if _is_wrong(text) else TextLayer.SOUND


def _is_wrong(text: Sequence[str]) -> bool:
    """Whether control characters, letters such as ÿ and ð and lone digits stand where Chinese characters would."""
    surely = lone = private = han = 0
    for index, character in enumerate(text):
        before = text[index - 1] if index else ""
        after = text[index + 1] if index + 1 < len(text) else ""
        if _is_han(character):
            han += 1
        elif _is_control(character):
            surely += 1
        elif "\u00a0" < character <= "\u024f" and character not in _SIGNS:
            surely += _is_han(before) or _is_han(after) or _is_control(before) or _is_control(after)
        elif "\ue000" <= character[:1] <= "\uf8ff":
            private += 1
        elif character.isascii() and character.isalnum():
            lone += _is_han(before) and _is_han(after)
    if surely + private + lone < _FEWEST or han == 0:
        return surely + private > max(_FEWEST, 0.5 * len(text))
    if private > _PRIVATE * len(text):
        return True
    return surely > _SURELY * len(text) and surely + lone > _WRONG * len(text)


def _is_control(character: str) -> bool:
    return character < " " or "\x7f" <= character <= "\x9f" or character in ("\ufffd", "\ufffe", "\uffff")


def _is_han(character: str) -> bool:
    return "\u3400" <= character[:1] <= "\u9fff" or character[:1] >= "\U00020000"


def warnings_of(layers: Sequence[tuple[int, TextLayer]]) -> tuple[str, ...]:
    """What a person is told of the pages of a document, given by their numbers."""
    found = []
    wrong = [(number, number) for number, layer in layers if layer is TextLayer.WRONG]
    missing = [(number, number) for number, layer in layers if layer is TextLayer.MISSING]
    if wrong:
        found.append(
            worded(
                "{pages}: the text layer has other characters than are printed; it is kept aside and searched only on "
                "request. Run OCR on it (ocrmypdf --force-ocr), or print it anew from its source",
                pages=pages_named(wrong),
            )
        )
    if missing:
        found.append(worded("{pages}: no text layer; run OCR first (ocrmypdf -l chi_sim)", pages=pages_named(missing)))
    return tuple(found)
