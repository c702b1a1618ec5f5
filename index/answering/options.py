"""What is wanted of a search, in plain values as a caller gives them, made a `Question`; mistakes are QueryErrors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from baosou.corpus.errors import worded
from baosou.index.errors import QueryError
from baosou.index.request import ALL_HITS, NAME_FIELDS, FacetRequest, FacetSort, Filter, Sort, Unit

if TYPE_CHECKING:
    from baosou.index.answering.question import Mode, Question
    from baosou.index.concordances import Drawn
    from baosou.index.search_options import Day, FacetsWanted, Where
    from baosou.index.timelines import Measure, Per

FACET_SORTS: tuple[FacetSort, ...] = ("count", "value")
SORTS: tuple[Sort, ...] = ("relevance", "date", "-date", "title", "source")
UNITS: tuple[Unit, ...] = ("article", "section")

_WITHOUT = "!！"
_Choice = TypeVar("_Choice", bound=str)


def canonical_field(name: str) -> str:
    """The name that filters and facets know a field by: 地区 and Place are place; other names stay."""
    from baosou.index.query.tree import FIELDS

    return FIELDS.get(name, FIELDS.get(name.lower(), name))


def filters_of(where: Where | None) -> tuple[Filter, ...]:
    """{"place": "温州市", "author": ["林一帆", "周可"], "!column": "广告"} as filters; "!" at an end means without."""
    if where is None:
        return ()
    if not isinstance(where, Mapping):
        filters = list(where) if isinstance(where, Iterable) else [where]
        if not all(isinstance(each, Filter) for each in filters):
            raise QueryError(worded('"where" must be an object of fields and values'))
        return tuple(filters)
    found = []
    for name, values in where.items():
        bare = str(name).strip()
        negated = bare.startswith(tuple(_WITHOUT)) or bare.endswith(tuple(_WITHOUT))
        field, wanted = bare.strip(_WITHOUT).strip(), texts_of(values, f'"where" {name}')
        if not field or not wanted:
            raise QueryError(worded('"where" needs a value for "{name}"', name=name))
        found.append(Filter(canonical_field(field), wanted, negated))
    return tuple(found)


def texts_of(value: object, name: str) -> tuple[str, ...]:
    """A text, or each text of several once; whole numbers are texts too."""
    if isinstance(value, str | int) or not isinstance(value, Iterable) or isinstance(value, Mapping | bytes):
        value = [value]
    values = list(value)
    if not all(isinstance(each, str | int) and not isinstance(each, bool) for each in values):
        raise QueryError(worded("{name} must be a text or a list of texts", name=name))
    return tuple(dict.fromkeys(map(str, values)))


def facet_of(text: str, *, name: str = '"facets"', limit: int = 10) -> FacetRequest:
    """FIELD or FIELD:N, or place=浙江省 for the places in one; without N the `limit` most frequent, with 0 all."""
    field, colon, count = text.replace("：", ":").rpartition(":") if ":" in text or "：" in text else (text, "", "")
    if colon and not (count.isascii() and count.isdigit() and len(count) < 10):
        raise QueryError(worded("{name} {text}: what follows the colon must be a whole number", name=name, text=text))
    if not field.strip():
        raise QueryError(worded("{name} {text}: a field is missing", name=name, text=text))
    field, equals, place = field.partition("=")
    field = canonical_field(field.strip())
    if equals and (field != "place" or not place.strip()):
        told = "{name} {text}: write FIELD, FIELD:N or place=浙江省; only places have places in them"
        raise QueryError(worded(told, name=name, text=text))
    return FacetRequest(field, int(count) if colon else limit, place.strip() if equals else None)


def facets_of(facets: FacetsWanted | None, *, name: str = '"facets"', limit: int = 10) -> tuple[FacetRequest, ...]:
    """Each facet once, in the order given; a later number replaces an earlier one."""
    if facets is None:
        return ()
    if isinstance(facets, Mapping):
        facets = [facet_of(f"{field}:{whole(count, name)}", name=name) for field, count in facets.items()]
    each = [facets] if isinstance(facets, str | FacetRequest) or not isinstance(facets, Iterable) else list(facets)
    if not all(isinstance(one, str | FacetRequest) for one in each):
        raise QueryError(worded("{name} must be a text or a list of texts", name=name))
    requests = [one if isinstance(one, FacetRequest) else facet_of(one, name=name, limit=limit) for one in each]
    return tuple({facet.name: facet for facet in requests}.values())


FACETED = ("place", "author", "year", "publication")
"""The fields that are counted where none is named."""

FACETED_OF_NAME = ("place", "month", "words")
"""Those beside people and organisations that are counted where a name is filtered by."""


def counted_fields(
    facets: FacetsWanted | None, where: Where | None, *, all_names: bool = False
) -> tuple[FacetRequest, ...]:
    """The facets that are wanted; where none is named and a name is filtered by, those of its page."""
    if facets is not None:
        requests = facets_of(facets)
    else:
        named = {each.field for each in filters_of(where) if each.field in NAME_FIELDS and not each.negated}
        requests = facets_of(FACETED)
        if named:
            people = (FacetRequest(field, beside=field in named) for field in NAME_FIELDS)
            requests = (*people, *facets_of(FACETED_OF_NAME))
    return tuple(replace(each, every=True) if all_names and each.field in NAME_FIELDS else each for each in requests)


def day_of(value: Day | None, name: str, *, last: bool = False) -> str | None:
    """A date of any precision as ISO 8601: 2024-05 for 2024年5月; dates of Python are days.

    Of a period it is the first day or the `last`; 7d is the day seven days ago for both.
    """
    if value is None:
        return None
    from baosou.index.query.named_periods import FORMS, period, point

    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    ends = period(text)
    if ends is None:
        raise QueryError(
            worded("{name} {value}: not a date; write {forms}", name=name, value=value, forms=worded(FORMS))
        )
    day = point(text) or ends[last]
    if day is None:
        told = "{name} {value}: the period has no last day" if last else "{name} {value}: the period has no first day"
        raise QueryError(worded(told, name=name, value=value))
    return day


def period_of(
    since: Day | None, until: Day | None, names: tuple[str, str] = ("since", "until")
) -> tuple[str | None, str | None]:
    """The first and the last day of a period; raises QueryError where nothing can lie between them."""
    first, last = day_of(since, names[0]), day_of(until, names[1], last=True)
    if first is not None and last is not None and first[: len(last)] > last:
        raise QueryError(
            worded(
                "{first} {since} is later than {last} {until}",
                first=names[0],
                since=since,
                last=names[1],
                until=until,
            )
        )
    return first, last


def mode_of(any: bool, literal: bool, names: tuple[str, str] = ("any", "literal")) -> Mode:
    """How the query's words are meant."""
    if any and literal:
        raise QueryError(worded("{one} and {other} cannot be used together", one=names[0], other=names[1]))
    return "any" if any else "literal" if literal else "all"


def measure_of(count: Measure | None, per: Per | None, names: tuple[str, str] = ("count", "per")) -> Measure:
    """What a timeline counts; raises QueryError for what cannot be meant."""
    if count is not None:
        choice(count, f'"{names[0]}"', ("articles", "occurrences"))
    if per is not None:
        choice(per, f'"{names[1]}"', ("million", "article"))
    if per == "million" and count == "articles":
        raise QueryError(worded("{name} million is for occurrences; articles go {name} article", name=names[1]))
    return count or ("occurrences" if per == "million" else "articles")


def whole(value: object, name: str) -> int:
    """A whole number of 0 or more."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise QueryError(worded("{name} must be a whole number of 0 or more", name=name))
    return value


def seconds(value: object) -> float:
    """A number of seconds, however large."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not value >= 0:  # which nan is not either
        raise QueryError(worded('"timeout" must be a number of seconds of 0 or more'))
    return value


def hits_of(limit: int | None) -> int:
    """How many hits are wanted, where None and 0 stand for all."""
    return ALL_HITS if limit is None else whole(limit, '"limit"') or ALL_HITS


def drawn_of(sample: int | None, seed: int) -> Drawn:
    """How many are drawn, where None and 0 stand for all."""
    from baosou.index.concordances import Drawn

    return Drawn(None if sample is None else whole(sample, '"sample"') or None, whole(seed, '"seed"'))


def choice(value: object, name: str, choices: tuple[_Choice, ...]) -> _Choice:
    """One of some names."""
    for each in choices:
        if value == each:
            return each
    raise QueryError(worded("{name} must be one of {choices}", name=name, choices=", ".join(choices)))


def question_of(
    text: str | None,
    *,
    where: Where | None = None,
    since: Day | None = None,
    until: Day | None = None,
    facets: FacetsWanted | None = None,
    facet_sort: FacetSort = "count",
    limit: int | None = 10,
    offset: int = 0,
    sort: Sort | None = None,
    by: Unit = "article",
    any: bool = False,
    literal: bool = False,
    strict: bool = False,
    synonyms: bool = True,
    aside: bool = False,
    snippets: int = 2,
    width: int = 80,
    explain: bool = False,
    timeout: float | None = None,
    fill: bool = True,
    suggest: bool = True,
    hits: bool = True,
    fold: bool = False,
    stories: bool = False,
    saved: Mapping[str, str] | None = None,
) -> Question:
    """The question that is asked with these values, or without `hits` how many there are; raises QueryError."""
    if text is not None and not isinstance(text, str):
        raise QueryError(worded('"query" must be a text'))
    from baosou.index.answering.question import Question  # needs what cuts texts, which mistakes are told without

    first, last = period_of(since, until)
    return Question(
        text=text,
        mode=mode_of(any, literal),
        strict=strict,
        fill=fill,
        synonyms=synonyms,
        suggest=suggest,
        filters=filters_of(where),
        since=first,
        until=last,
        limit=hits_of(limit) if hits else 0,
        offset=whole(offset, '"offset"'),
        sort=None if sort is None else choice(sort, '"sort"', SORTS),
        by=choice(by, '"by"', UNITS),
        facets=facets_of(facets),
        facet_sort=choice(facet_sort, '"facet_sort"', FACET_SORTS),
        snippets=whole(snippets, '"snippets"'),
        width=whole(width, '"width"'),
        aside=aside,
        timeout=None if timeout is None else seconds(timeout),
        explain=explain,
        fold=fold,
        stories=stories,
        saved=saved or {},
    )
