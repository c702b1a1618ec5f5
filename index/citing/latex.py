"""References as entries of BibTeX and of biblatex.

Names and titles stand in double braces: they are neither parted nor put in lower case. Both dialects say
`entrysubtype = {newspaper}`, which biblatex-gb7714 and gbt7714 read, and give the edition as `number`, where these look
for it. BibTeX proper knows no days; `date` is there for the styles that do.
"""

from __future__ import annotations

import re

from baosou.index.citing.reference import Reference

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces whether there is a backslash before them or not
    "}": r"\textbraceright{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_SPECIAL = re.compile(r"[\\~^&%$#_{}]")
_IN_URL = re.compile(r"[\\{}^`\"<>|]|[^\x21-\x7e]")


def bibtex(reference: Reference) -> str:
    """The entry for BibTeX."""
    year, _, rest = (reference.date or "").partition("-")
    dated = {"date": reference.date, "year": year or None, "month": rest[:2].lstrip("0") or None}
    if reference.in_paper:
        return _entry("article", reference, {"journal": _text(reference.publication), **dated})
    return _entry("misc", reference, {"howpublished": f"\\url{{{_url(reference.url)}}}", **dated})


def biblatex(reference: Reference) -> str:
    """The entry for biblatex."""
    if reference.in_paper:
        return _entry("article", reference, {"journaltitle": _text(reference.publication), "date": reference.date})
    return _entry("online", reference, {"date": reference.date})


def _entry(kind: str, reference: Reference, of_kind: dict[str, str | None]) -> str:
    fields = {
        "title": f"{{{_text(reference.title)}}}",
        "author": " and ".join(f"{{{_text(author)}}}" for author in reference.authors),
        **of_kind,
        "number": _text(reference.edition),
        "entrysubtype": "newspaper" if reference.in_paper else None,
        "url": _url(reference.url),
        "langid": "chinese" if reference.is_chinese else None,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{reference.id},", *lines, "}"])


def _text(text: str | None) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], text or "")


def _url(url: str | None) -> str:
    """A URL, with what would end or break a field in its percent form."""
    return _IN_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), url or "")
