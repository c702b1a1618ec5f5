"""Records that stand within objects: answers of sites' interfaces, feeds, exports of data bases, issues by pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from baosou.corpus.metadata import paper_in
from baosou.corpus.readers.record_hints import hints_of
from baosou.corpus.readers.record_values import is_nested
from baosou.corpus.record_keys import PAGES, SUMMARIES, is_among, key_of

_DEEPEST = 8
"""Levels of objects and lists around a record."""

_OF_ALL = ("date", "publication", "edition", "column")
"""What an issue or a page says is so of each of its articles that does not say it itself."""

_WRAPPED = "_source"
"""Under which Elasticsearch and OpenSearch have a record, beside its `_id`."""

_ACTIONS = frozenset(("index", "create", "update", "delete"))
_LEAST = 40
"""Characters of a text without a title that is no label of a button."""

_SPACE = re.compile(r"[ \t\r\n]*")
_VALUES = json.JSONDecoder()


class Nested(Struct, frozen=True):
    """Where a record stands in the text of JSON, and what is said of it by what it stands in."""

    start: int
    end: int
    said: Mapping[str, object] = {}


def is_action(value: Mapping[str, object]) -> bool:
    """Whether a line of a bulk request says what is to be done with the record on the next, and is none itself."""
    return len(value) == 1 and _ACTIONS.issuperset(value) and isinstance(next(iter(value.values())), dict)


def is_container(value: Mapping[str, object]) -> bool:
    """Whether an object is no article but has some within it, at any depth that data have."""
    inside = [each for each in value.values() if type(each) is list or type(each) is dict]  # of every record
    if not inside or _says(value, "text"):
        return False
    whole = _says(value, "title")
    return isinstance(value.get(_WRAPPED), dict) or any(_holds(each, whole=whole) for each in inside)


def nested_records(text: str, at: int = 0) -> Iterator[Nested]:
    """The records within the JSON object or array that begins at `at`; an object that is no container is one itself.

    Raises ValueError and RecursionError as the decoder does.
    """
    value, end = _VALUES.raw_decode(text, at)
    if isinstance(value, dict) and not is_container(value):
        yield Nested(at, end)
    else:
        yield from _within(text, at, value, {}, _holds(value, whole=True), _DEEPEST)


def completed(record: Mapping[str, object], said: Mapping[str, object]) -> dict[str, object]:
    """A record with what is said of all beside it, where it does not say that itself."""
    own = {found[0] for name in record if (found := key_of(name)) is not None}
    own |= {"publication"} if hints_of(record).publication else set()
    added = {
        name: value
        for name, value in said.items()
        if name not in record and ((found := key_of(name)) is None or found[0] not in own)
    }
    return {**record, **added}


def _within(
    text: str, at: int, value: object, said: Mapping[str, object], whole: bool, levels: int
) -> Iterator[Nested]:
    """The records in a list or an object; where some are whole, lists of titles alone (menus, links) have none."""
    told = _is_whole if whole else _is_whole_or_listed
    records = isinstance(value, list) and any(isinstance(each, dict) and told(each) for each in value)
    if isinstance(value, dict):
        said = {**said, **_of_all(value)}
    wrapped = isinstance(value, dict) and isinstance(value.get(_WRAPPED), dict)
    del value  # as large as the file; its parts are decoded one by one
    for start, end, each in _parts(text, at):
        if isinstance(each, dict) and not is_container(each):
            if records or wrapped or _is_whole(each):
                yield Nested(start, end, _believed(said))
        elif levels and is_nested(each):
            yield from _within(text, start, each, said, whole, levels - 1)


def _believed(said: Mapping[str, object]) -> dict[str, object]:
    """What is said of all where that is an issue's or a page's: the time at which a server answered is none's date."""
    kinds = {name: (key_of(name) or ("",))[0] for name in said}
    papers = [name for name, kind in kinds.items() if kind == "publication" and paper_in(str(said[name])) == said[name]]
    of_an_issue = papers or any(kind == "edition" or is_among(name, PAGES) for name, kind in kinds.items())
    return {
        name: value
        for name, value in said.items()
        if (kinds[name] != "publication" or name in papers)
        and (kinds[name] != "date" or (of_an_issue and ":" not in str(value)))
    }


def _parts(text: str, at: int) -> Iterator[tuple[int, int, object]]:
    """The values of an object, or the elements of an array, each with where it begins and ends."""
    close = "}" if text[at] == "{" else "]"
    at = _after_space(text, at + 1)
    while text[at] != close:
        if close == "}":
            _, at = _VALUES.raw_decode(text, at)
            at = _after_space(text, _after_space(text, at) + 1)
        value, end = _VALUES.raw_decode(text, at)
        yield at, end, value
        at = _after_space(text, end)
        if text[at] == ",":
            at = _after_space(text, at + 1)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


def _holds(value: object, *, whole: bool, levels: int = _DEEPEST) -> bool:
    """Whether a value is or holds an article, `whole` with title and text; if not, lists may have some of one alone."""
    if isinstance(value, list):
        return any(
            (isinstance(each, dict) and (_is_whole(each) or (not whole and _is_listed(each))))
            or (levels > 0 and is_nested(each) and _holds(each, whole=whole, levels=levels - 1))
            for each in value
        )
    return isinstance(value, dict) and (
        _is_whole(value)
        or (
            levels > 0
            and any(_holds(each, whole=whole, levels=levels - 1) for each in value.values() if is_nested(each))
        )
    )


def _is_whole(value: Mapping[str, object]) -> bool:
    return _says(value, "title") and (_says(value, "text") or _sums_up(value))


def _sums_up(value: Mapping[str, object]) -> bool:
    """Whether an object has a summary that is a sentence, as settings have none."""
    summaries = (said for name, said in value.items() if isinstance(said, str) and is_among(name, SUMMARIES))
    return any("。" in said or len(said) >= _LEAST for said in summaries)


def _is_whole_or_listed(value: Mapping[str, object]) -> bool:
    return _is_whole(value) or _is_listed(value)


def _is_listed(value: Mapping[str, object]) -> bool:
    """Whether an object in a list is an article: a title alone is a menu's too."""
    told = _says(value, "date") or _says(value, "authors")
    return (_says(value, "title") and told) or _says(value, "text", _LEAST) or isinstance(value.get(_WRAPPED), dict)


def _says(value: Mapping[str, object], key: str, least: int = 1) -> bool:
    """Whether an object has a text of some characters, or a list of texts, under a name of a key."""
    return any(
        found[0] == key and len("".join(said) if isinstance(said, list) else said) >= least
        for name, said in value.items()
        if (isinstance(said, str) or (isinstance(said, list) and all(isinstance(each, str) for each in said)))
        and (found := key_of(name)) is not None
    )


def _of_all(value: Mapping[str, object]) -> dict[str, object]:
    """What an object says of the records within it: an issue's day and paper, a page's number, the id of a record."""
    names = [name for name, said in value.items() if isinstance(said, str) and said]
    told = [name for name in names if is_among(name, PAGES) or ((found := key_of(name)) and found[0] in _OF_ALL)]
    if _WRAPPED in value and "_id" in value:
        told.append("_id")
    return {name: value[name] for name in told}
