"""What the index that is in use knows: its fields, their values, the ids of its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from baosou.cli.completion.candidate import Candidate
from baosou.cli.settings import index_location, load_settings
from baosou.corpus.folding import fold_text
from baosou.index import Index, UnknownId, open_index
from baosou.index.answering.options import canonical_field
from baosou.index.query.tree import FIELDS

SHOWN = 50
"""Values of a field that are given at most: nobody looks at more."""


def _opened(option: str | None) -> Index:
    return open_index(index_location(option, load_settings()))


def fields(option: str | None, typed: str) -> list[Candidate]:
    """The fields of the index, and their Chinese names where those are begun."""
    with _opened(option) as index:
        known = index.fields()
    names = [*known, *(name for name, meant in FIELDS.items() if meant in known and not name.isascii())]
    return [Candidate(name) for name in names if name.startswith(typed) and (typed or name.isascii())]


def filters(option: str | None, typed: str) -> list[Candidate]:
    """FIELD= as long as the field is typed, then its values, the most frequent first; after a comma a further one."""
    name, equals, values = typed.partition("=")
    if not equals:
        return [Candidate(f"{each.text}=", open=True) for each in fields(option, typed)]
    before, comma, value = values.rpartition(",")
    kept = f"{name}={before}{comma}"
    field = canonical_field(name.rstrip("!！").strip())
    with _opened(option) as index:
        counts = {each.value: each.count for each in index.facets(None, {field: 0})[field]}
    named = _places(counts, value) if field == "place" else counts
    begun = fold_text(value)
    parents = {path.rpartition("/")[0] for path in counts} if "/" in value else set()
    return [
        Candidate(kept + text.replace("\\", "\\\\").replace(",", "\\,"), f"{count:,}", open=text in parents)
        for text, count in islice(
            ((text, count) for text, count in named.items() if fold_text(text).startswith(begun)), SHOWN
        )
    ]


def _places(counts: Mapping[str, int], typed: str) -> Mapping[str, int]:
    """The names of all places, each of the most frequent one that has it; or the paths below the one that is typed."""
    if "/" in typed:
        return {path: count for path, count in counts.items() if path.count("/") == typed.count("/")}
    names: dict[str, int] = {}
    for path, count in counts.items():
        names.setdefault(path.rpartition("/")[2], count)
    return names


def ids(option: str | None, typed: str) -> list[Candidate]:
    """The ids that begin as was typed, where they are few enough to be told one by one."""
    if not typed or typed == "-":
        return []
    with _opened(option) as index:
        try:
            found: Sequence[str] = (index.article(typed).id,)
        except UnknownId as error:
            found = error.ids
        articles = {id: index.article(id) for id in found}
    return [Candidate(id, article.title or "") for id, article in articles.items() if id.startswith(typed)]
