"""References for reference managers: RIS, and CSL-JSON.

Names are literal: which part of one is the family name is a guess.
Zotero takes the paper from T2, the column from SE and the edition as the page, SP; its own "edition" means morning or
evening. A day that is not known is left out of the date.
"""

from __future__ import annotations

from typing import Any

from baosou.index.citing.reference import Reference


def ris(reference: Reference) -> str:
    """The record for RIS, its lines ended as the format wants them."""
    year, month, day = (*(reference.date or "").split("-"), "", "")[:3]
    paper = reference.in_paper
    tags = [
        ("TY", "NEWS" if paper else "ELEC"),
        ("TI", reference.title),
        *(("AU", author) for author in reference.authors),
        ("T2", reference.publication),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else None),
        ("SP" if paper else "ET", reference.edition),
        ("SE", reference.column),
        ("UR", reference.url),
        ("LA", "zh-CN" if reference.is_chinese else None),
        ("ID", reference.id),
    ]
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "".join(f"{line}\r\n" for line in (*lines, "ER  - "))


def csl(reference: Reference) -> dict[str, Any]:
    """The item of CSL-JSON."""
    parts = [int(part) for part in (reference.date or "").split("-") if part]
    found = {
        "id": reference.id,
        "type": "article-newspaper" if reference.in_paper else "webpage",
        "title": reference.title,
        "author": [{"literal": author} for author in reference.authors],
        "container-title": reference.publication,
        "issued": {"date-parts": [parts]} if parts else None,
        "page": reference.edition,
        "section": reference.column,
        "URL": reference.url,
        "language": "zh-CN" if reference.is_chinese else None,
    }
    return {key: value for key, value in found.items() if value}
