"""What the title of a whole book or magazine says: which magazine it is an issue of."""

from __future__ import annotations

import re
import unicodedata

from baosou.corpus.metadata import paper_in

_ISSUE = re.compile(
    r"(?:总?第\s*[\d一二三四五六七八九十百〇]{1,4}\s*[期辑号]|\d{4}\s*年?\s*[\d一二三四五六七八九十]{1,3}\s*[月期号]|"
    r"(?:19|20)\d\d[-./年]\s*\d{1,2}(?:[-./月]|(?!\d))|[春夏秋冬]季?[号刊]|特刊|增刊|合刊)"
)
_QUOTED = re.compile(r"《([^《》]{2,24})》")
_NAME = re.compile(r"[^\s\d:：,，;；|｜/()（）\[\]【】《》第总\-–—.·]{2,24}")


def names_issue(title: str) -> bool:
    """Whether a title is that of an issue of a magazine or paper: 《潮声》2024年第3期."""
    return _ISSUE.search(unicodedata.normalize("NFKC", title)) is not None or paper_in(title) is not None


def publication_of_issue(title: str) -> str | None:
    """The magazine or paper whose issue a title names; None where it names none."""
    view = unicodedata.normalize("NFKC", title)
    if not names_issue(view):
        return None
    quoted = _QUOTED.search(view)
    if quoted is not None:
        return quoted[1]
    paper = paper_in(view)
    if paper is not None:
        return paper
    name = _NAME.match(_ISSUE.sub(" ", view).strip())
    return name[0] if name is not None else None
