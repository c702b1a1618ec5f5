"""What the index that is in use knows: its fields, their values, the ids of its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from baosou.cli.completion.candidate import Candidate
from baosou.cli.settings import index_locations, load_settings
from baosou.corpus.folding import fold_text
from baosou.index import Index, UnknownId, open_index
from baosou.index.answering.options import canonical_field
from baosou.index.query.tree import FIELDS
from baosou.index.request import WORDS

SHOWN = 50
"""Values of a field that are given at most: nobody looks at more."""
_PERIODS = ("7d", "1m", "1y", "today", "今天", "本周", "本月", "上月", "今年", "去年")


def _opened(option: Sequence[str]) -> Index:
    return open_index(index_locations(option, load_settings()))


def fields(option: Sequence[str], typed: str) -> list[Candidate]:
    """The fields of the index, and their Chinese names where those are begun."""
    with _opened(option) as index:
        known = index.fields()
    names = [*known, *(name for name, meant in FIELDS.items() if meant in known and not name.isascii())]
    return [Candidate(name) for name in names if name.startswith(typed) and (typed or name.isascii())]


def counted(option: Sequence[str], typed: str) -> list[Candidate]:
    """What can be counted: the fields, and the words that tell the hits."""
    words = [Candidate(WORDS)] if WORDS.startswith(typed) else []
    return [*fields(option, typed), *words]


def filters(option: Sequence[str], typed: str) -> list[Candidate]:
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


def hit_columns(option: Sequence[str], typed: str) -> list[Candidate]:
    """The fields of hits that are not in the list yet, the index's own keys last."""
    from baosou.cli.asking import known_hit_fields

    with _opened(option) as index:
        return _further(known_hit_fields(index), typed)


def exported_columns(option: Sequence[str], typed: str) -> list[Candidate]:
    """The fields of what is exported, of hits at the end, that are not in the list yet."""
    from baosou.index.answering.exports import KEYS
    from baosou.index.request import FACET_FIELDS

    with _opened(option) as index:
        further = [f"extra.{key}" for key in index.fields() if key not in FACET_FIELDS]
    return _further(list(dict.fromkeys([*KEYS["articles"], *KEYS["hits"], *further])), typed)


def _further(names: Sequence[str], typed: str) -> list[Candidate]:
    before, comma, name = typed.rpartition(",")
    return [
        Candidate(f"{before}{comma}{each}") for each in names if each.startswith(name) and each not in before.split(",")
    ]


def dates(option: Sequence[str], typed: str) -> list[Candidate]:
    """The years, and what is begun of one: its months, its days; the latest first. And the names of some periods."""
    field = "year" if len(typed) < 4 else "month" if len(typed) < 7 else "date"
    with _opened(option) as index:
        found = index.facets(None, {field: 0})[field]
    counts = sorted(((each.value, each.count) for each in found if each.value.startswith(typed)), reverse=True)
    known = [Candidate(value, f"{count:,}", open=field != "date") for value, count in counts[:SHOWN]]
    return known + [Candidate(name) for name in _PERIODS if name.startswith(typed)]


def ids(option: Sequence[str], typed: str) -> list[Candidate]:
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
