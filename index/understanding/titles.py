"""Titles of works between 《 and 》 in texts that hold a function character: 《平凡的世界》, 《我和我的祖国》.

Cut into words such a title falls apart, and its function words would be left out of what is looked for.
"""

from __future__ import annotations

import re

from baosou.index.analysis.analyzer import holds_function_word

LONGEST = 24
"""Characters of the longest title that is kept."""

OPENS, CLOSES = "《", "》"
_TITLE = re.compile(f"{OPENS}([^{OPENS}{CLOSES}\\s\0]{{2,{LONGEST}}}){CLOSES}")


def torn_title(text: str) -> str | None:
    """The title that a folded text begins with, from its opening mark on; None where it is none that may be torn."""
    found = _TITLE.match(text)
    if found is None or not holds_function_word(found[1]):
        return None
    return found[1]
