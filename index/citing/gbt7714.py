"""References by the Chinese national standard GB/T 7714 and as plain text, one a line.

What a paper printed is [N], with the day and the edition: 报名，2024-07-01（4）. What is known from the web alone is
[EB/OL], its date in brackets. Of more than three authors the first three are named. What is not known is left out, as
the standard has it where entries are numbered: no 佚名, no [出版者不详]; nobody wrote down the day of the visit either.
In the edition of 2025, in force since July 2026, Chinese entries have full-width commas and brackets.
"""

from __future__ import annotations

from baosou.index.citing.reference import Reference

_NAMED = 3


def gbt7714_2025(reference: Reference) -> str:
    """The reference by the edition of 2025."""
    return _entry(reference, *(("，", "（", "）") if reference.is_chinese else (", ", "(", ")")))


def gbt7714_2015(reference: Reference) -> str:
    """The reference by the edition of 2015."""
    return _entry(reference, ", ", "(", ")")


def _entry(reference: Reference, comma: str, opening: str, closing: str) -> str:
    authors = reference.authors
    others = ("等" if reference.is_chinese else "et al.",) if len(authors) > _NAMED else ()
    by = comma.join((*authors[:_NAMED], *others))
    carrier = "/OL" if reference.url else ""
    what = f"{reference.title}[{'N' if reference.in_paper else 'EB'}{carrier}]"
    if reference.in_paper:
        where = comma.join(part for part in (reference.publication, reference.date) if part)
        if reference.edition:
            where += f"{opening}{reference.edition}{closing}"
    else:
        where = f"{opening}{reference.date}{closing}" if reference.date else ""
    ended = f"{by}{'' if by.endswith('.') else '.'}" if by else ""
    parts = (ended, f"{what}.", f"{where}." if where else "", f"{reference.url}." if reference.url else "")
    return " ".join(part for part in parts if part)


def plain(reference: Reference) -> str:
    """The reference as anyone reads it: who, what, where, when, and the file and line."""
    paper = " ".join(part for part in (reference.publication, reference.edition) if part)
    parts = ("、".join(reference.authors), reference.title, paper, reference.date, reference.url)
    return ". ".join((*(part for part in parts if part), f"{reference.path}:{reference.line}"))
