"""What the editorial system of many newspapers (Founder's) says of a page's article in a comment that nobody sees."""

from __future__ import annotations

import re

from baosou.corpus.readers.html_head import Head
from baosou.corpus.readers.markup import unescaped
from baosou.corpus.readers.record_hints import page_of

_BEGINS, _ENDS = "<!--enpproperty", "/enpproperty-->"
_LONGEST = 10_000
_FIELD = re.compile(r"<(title|introtitle|author|date|nodename|url)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"\s+")


def take_founder(source: str, head: Head) -> None:
    """Put what the one such comment of a page says before what its head says; several are those of a list."""
    begun = source.find(_BEGINS)
    if begun < 0 or source.find(_BEGINS, begun + 1) >= 0:
        return
    ended = source.find(_ENDS, begun, begun + _LONGEST)
    if ended < 0:
        return
    said = {
        name.lower(): text
        for name, written in _FIELD.findall(source, begun, ended)
        if (text := _BLANKS.sub(" ", unescaped(_TAG.sub(" ", written))).strip())
    }
    for held, name in ((head.titles, "title"), (head.authors, "author"), (head.dates, "date")):
        held[:0] = [said[name]] if name in said else []
    edition, column = page_of(said.get("nodename", ""))
    head.kicker = said.get("introtitle", "")
    head.edition = edition or ""
    node = said.get("nodename", "")
    head.column = head.column or column or ("" if edition or any(map(str.isdigit, node)) else node)
    head.url = head.url or said.get("url", "")
