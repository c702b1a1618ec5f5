"""From arguments as typed to what is asked: paths, filters, dates, facets, the query's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from baosou.cli.errors import UsageError
from baosou.cli.output.visible import readable
from baosou.index.request import FacetRequest, Filter

if TYPE_CHECKING:
    from baosou.index.analysis.vocabulary import Vocabulary
    from baosou.index.answering.question import Mode
    from baosou.index.query.tree import Query

_SEPARATOR = re.compile(r"(?<!\\)[,，]")
_ESCAPE = re.compile(r"\\([,，\\])")


def typed(text: str) -> str:
    """An argument as Unicode, also in a locale that is not UTF-8; raises UsageError for stray bytes."""
    text = readable(text)
    if not text.isprintable():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise UsageError(f"not valid UTF-8 text: {text}") from error
    return text


def named_paths(names: Iterable[str]) -> list[Path]:
    """Files and folders as named; an empty name (an unset variable of a script) never stands for the folder at hand."""
    names = list(names)
    if "" in names:
        raise UsageError('a path is empty; the current folder is "."')
    return [Path(name) for name in names]


def query_text(words: Sequence[str] | None) -> str | None:
    """The words of the command line as one query; None where there is none but blanks."""
    text = " ".join(typed(word) for word in words or ())
    return text if text.strip() else None


def mode_of(any_word: bool, literal: bool) -> Mode:
    """How the query's words are meant."""
    if any_word and literal:
        raise UsageError("--any and --literal cannot be used together")
    return "any" if any_word else "literal" if literal else "all"


def canonical_field(name: str) -> str:
    """The name that filters and facets know a field by: 地区 and Place are place; other names stay."""
    from baosou.index.query.parser import FIELDS

    return FIELDS.get(name, FIELDS.get(name.lower(), name))


def parse_filter(text: str) -> Filter:
    r"""FIELD=V, FIELD=V,V2 (any of them) or FIELD!=V (none of them); `\,` is a comma in a value."""
    field, equals, values = typed(text).partition("=")
    if not equals:
        raise UsageError(f"-w {text}: write it as FIELD=VALUE or FIELD!=VALUE")
    negated = field.endswith(("!", "！"))
    field = field.rstrip("!！").strip()
    parts = [_ESCAPE.sub(r"\1", part).strip() for part in _SEPARATOR.split(values)]
    wanted = tuple(dict.fromkeys(part for part in parts if part))
    if not field or not wanted:
        raise UsageError(f"-w {text}: {'a value' if field else 'a field'} is missing")
    return Filter(canonical_field(field), wanted, negated)


def parse_facet(text: str, *, limit: int = 10) -> FacetRequest:
    """FIELD or FIELD:N; without N the `limit` most frequent values, with 0 all."""
    field, colon, count = typed(text).replace("：", ":").partition(":")
    if colon and not (count.isascii() and count.isdigit() and len(count) < 10):
        raise UsageError(f"-f {text}: what follows the colon must be a whole number")
    if not field.strip():
        raise UsageError(f"-f {text}: a field is missing")
    return FacetRequest(canonical_field(field.strip()), int(count) if colon else limit)


def parse_facets(texts: Sequence[str] | None, *, limit: int = 10) -> tuple[FacetRequest, ...]:
    """Each facet once, in the order given; a later number replaces an earlier one."""
    requests = {facet.field: facet for facet in (parse_facet(text, limit=limit) for text in texts or ())}
    return tuple(requests.values())


def parse_day(text: str | None, option: str) -> str | None:
    """A date of any precision as ISO 8601, such as 2024-05 for 2024年5月."""
    if text is None:
        return None
    from baosou.corpus.dates import parse_date

    day = parse_date(typed(text))
    if day is None:
        raise UsageError(f"{option} {text}: not a date; write 2024, 2024-05 or 2024-05-01")
    return day


def parse_period(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The days that --since and --until name; raises UsageError where nothing can lie between them."""
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    if first is not None and last is not None and first[: len(last)] > last:
        raise UsageError(f"--since {since} is later than --until {until}")
    return first, last


def limit_of(given: int | None, default: int) -> int:
    """How many hits are wanted, where 0 stands for all."""
    from baosou.index.answering.question import ALL_HITS

    wanted = default if given is None else given
    return wanted or ALL_HITS


def understood_query(text: str, fields: Iterable[str], vocabulary: Vocabulary) -> Query:
    """A query's tree with its words cut, for marking; `fields` and `vocabulary` are those of the index."""
    from baosou.index.query.parser import FIELDS, parse
    from baosou.index.understanding.rewrite import understand

    return understand(parse(text, fields={**{field: field for field in fields}, **FIELDS}), vocabulary=vocabulary)
