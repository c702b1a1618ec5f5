"""From arguments as typed to what is asked: paths, filters, dates, facets, the query's text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from baosou.cli.exits import UsageError
from baosou.cli.output.visible import readable
from baosou.corpus.errors import worded
from baosou.index.answering.options import canonical_field, facets_of, measure_of, mode_of, period_of
from baosou.index.errors import QueryError
from baosou.index.request import FacetRequest, Filter
from baosou.index.results import Note

if TYPE_CHECKING:
    from baosou.corpus.readers.passwords import Passwords
    from baosou.index import Index
    from baosou.index.timelines import Measure, Per

_SEPARATOR = re.compile(r"(?<!\\)[,，]")
_ESCAPE = re.compile(r"\\([,，\\])")


def typed(text: str) -> str:
    """An argument as Unicode, also in a locale that is not UTF-8; raises UsageError for stray bytes."""
    text = readable(text)
    if not text.isprintable():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise UsageError(worded("not valid UTF-8 text: {text}", text=text)) from error
    return text


def named_paths(names: Iterable[str]) -> list[Path]:
    """Files and folders as named; an empty name (an unset variable of a script) never stands for the folder at hand."""
    names = list(names)
    if "" in names:
        raise UsageError(worded('a path is empty; the current folder is "."'))
    return [Path(name) for name in names]


def passwords_of(name: str | None) -> Passwords:
    """The passwords of a file as it is named; none where none is."""
    from baosou.corpus.readers.passwords import Passwords, read_passwords

    return Passwords() if name is None else read_passwords(named_paths([name])[0])


def given_ids(arguments: Sequence[str]) -> list[str]:
    """The ids of the command line, in place of - those of standard input, a line (or by NUL) each; each id once."""
    if arguments.count("-") > 1:
        raise UsageError(worded("standard input (-) can be read only once"))
    ids = [id for each in arguments for id in (_lines_of_input() if each == "-" else [typed(each)])]
    if "" in (id.strip() for id in ids):
        raise UsageError(worded("an id is missing"))
    return list(dict.fromkeys(ids))


def _lines_of_input() -> list[str]:
    import sys

    text = sys.stdin.buffer.read().decode("utf-8", "backslashreplace")
    return [id for line in text.replace("\0", "\n").splitlines() if (id := line.strip())]


def query_text(words: Sequence[str] | None) -> str | None:
    """The words of the command line as one query; None where there is none but blanks."""
    text = " ".join(typed(word) for word in words or ())
    return text if text.strip() else None


def lost_to_shell(words: Sequence[str] | None, *, literal: bool = False) -> tuple[Note, ...]:
    """What a shell took from the words of a query, as far as they show it; raises UsageError where nothing is left."""
    words = [typed(word) for word in words or ()]
    grouped = any(" " in word and (len(words) > 1 or "~" in word or ":" in word) for word in words)
    if not grouped and not any(word.endswith((":", "：")) or os.path.lexists(word) for word in words):
        return ()
    from baosou.cli.shell import shell_notes

    return () if literal else shell_notes(words)


def parse_filter(text: str) -> Filter:
    r"""FIELD=V, FIELD=V,V2 (any of them) or FIELD!=V (none of them); `\,` is a comma in a value."""
    field, equals, values = typed(text).partition("=")
    if not equals:
        raise UsageError(worded("-w {text}: write it as FIELD=VALUE or FIELD!=VALUE", text=text))
    negated = field.endswith(("!", "！"))
    field = field.rstrip("!！").strip()
    parts = [_ESCAPE.sub(r"\1", part).strip() for part in _SEPARATOR.split(values)]
    wanted = tuple(dict.fromkeys(part for part in parts if part))
    if not field or not wanted:
        missing = "-w {text}: a value is missing" if field else "-w {text}: a field is missing"
        raise UsageError(worded(missing, text=text))
    return Filter(canonical_field(field), wanted, negated)


def hit_fields(text: str | None, form: str, index: Index) -> list[str] | None:
    """The fields of hits that --fields names; raises UsageError as `parse_fields` does, and for a form without."""
    if text is None:
        return None
    if form not in ("json", "jsonl", "csv", "tsv"):
        raise UsageError(worded("--fields goes with --format json, jsonl, csv or tsv"))
    from baosou.index.request import FACET_FIELDS

    return parse_fields(text, known_hit_fields(index), also=[f"extra.{key}" for key in FACET_FIELDS])


def known_hit_fields(index: Index) -> list[str]:
    """The fields that hits have, those of the index's own keys last."""
    from baosou.cli.output.fields import names_of
    from baosou.index.request import FACET_FIELDS, NAME_FIELDS
    from baosou.index.results import Hit, SourcePlace

    keys = [key for key in index.fields() if key not in (*FACET_FIELDS, *NAME_FIELDS)]
    return names_of(Hit, {"source": SourcePlace}, keys)


def parse_fields(text: str, known: Sequence[str], *, also: Sequence[str] = ()) -> list[str]:
    """The fields that a list names, each once, in its order; raises UsageError for one that is not `known`.

    Those that `also` may be there are not told of.
    """
    names = list(dict.fromkeys(name for part in _SEPARATOR.split(typed(text)) if (name := part.strip())))
    if not names:
        raise UsageError(worded("--fields names no field; fields are: {known}", known=", ".join(known)))
    for name in names:
        if name not in known and name not in also:
            raise UsageError(
                worded("--fields {name}: no such field; fields are: {known}", name=name, known=", ".join(known))
            )
    return names


def parse_facets(texts: Sequence[str] | None) -> tuple[FacetRequest, ...]:
    """Each FIELD or FIELD:N once, in the order given; a later number replaces an earlier one."""
    with _as_usage():
        return facets_of([typed(text) for text in texts or ()], name="-f")


def parse_period(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The days that --since and --until name; raises UsageError where nothing can lie between them."""
    first, last = (None if day is None else typed(day) for day in (since, until))
    with _as_usage():
        return period_of(first, last, ("--since", "--until"))


def check_mode(any_word: bool, literal: bool) -> None:
    """Raise UsageError where the words are meant in two ways."""
    with _as_usage():
        mode_of(any_word, literal, ("--any", "--literal"))


def check_measure(count: Measure | None, per: Per | None) -> None:
    """Raise UsageError where a timeline cannot count what is wanted."""
    with _as_usage():
        measure_of(count, per, ("--count", "--per"))


@contextmanager
def _as_usage() -> Iterator[None]:
    """Raise UsageError for what options cannot mean."""
    try:
        yield
    except QueryError as mistake:
        raise UsageError(str(mistake)) from mistake
