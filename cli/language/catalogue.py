"""The sentences that users are told, in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from gettext import GNUTranslations
from io import BytesIO
from pkgutil import get_data

NAME = "zh.mo"


def chinese() -> Callable[[str], str]:
    """From a sentence as it stands in the code to the same in simplified Chinese; one without translation stays."""
    known = GNUTranslations(BytesIO(get_data("baosou.cli.language", NAME) or b""))
    return lambda sentence: known.gettext(sentence) if sentence else ""  # "" is the name of its header
