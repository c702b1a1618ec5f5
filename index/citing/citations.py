"""Several articles cited in one form, in the order that they are given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec import Struct

from baosou.index.citing.gbt7714 import gbt7714_2015, gbt7714_2025, plain
from baosou.index.citing.latex import biblatex, bibtex
from baosou.index.citing.managers import csl, ris
from baosou.index.citing.reference import Reference, reference_of
from baosou.index.results import VERSION, ArticleText, JsonObject
from baosou.index.results import plain as as_json

CitationForm = Literal["gbt7714", "gbt7714-2015", "bibtex", "biblatex", "ris", "csl-json", "plain"]


def _csl_json(reference: Reference) -> str:
    return json.dumps(csl(reference), ensure_ascii=False)


FORMS: Mapping[CitationForm, Callable[[Reference], str]] = {
    "gbt7714": gbt7714_2025,
    "gbt7714-2015": gbt7714_2015,
    "bibtex": bibtex,
    "biblatex": biblatex,
    "ris": ris,
    "csl-json": _csl_json,
    "plain": plain,
}


class Citation(Struct, frozen=True):
    """An article as it is cited; `untitled` says that the first words of its text stand for a title."""

    id: str
    text: str
    untitled: bool


class Citations(Struct, frozen=True):
    """Articles cited in one form; as a text it is what a file of that form holds."""

    form: CitationForm
    citations: tuple[Citation, ...]

    def __str__(self) -> str:
        texts = [each.text for each in self.citations]
        if self.form == "csl-json":
            return f"[{(',' + chr(10)).join(texts)}]\n"
        ends = {"ris": "", "bibtex": "\n", "biblatex": "\n"}
        return "".join(f"{text}{ends.get(self.form, chr(10))}" for text in texts)

    def __repr__(self) -> str:
        return f"<Citations {self.form}: {', '.join(each.id for each in self.citations)}>"

    def to_dict(self) -> JsonObject:
        """The object of `cite --json`."""
        found: JsonObject = as_json({"version": VERSION, "format": self.form, "citations": self.citations})
        return found


def cited(articles: Iterable[ArticleText], form: CitationForm) -> Citations:
    """The articles in this form, each under its id."""
    references = [reference_of(article) for article in articles]
    return Citations(form, tuple(Citation(each.id, FORMS[form](each), each.untitled) for each in references))
