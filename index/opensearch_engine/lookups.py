"""Each question about words as searches: what to ask the cluster, what to ask next, what the answers say.

A question gives a list of searches and is sent their answers; when it asks nothing more it returns its own. Whoever
runs several of them asks for all together.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from baosou.index.analysis.vocabulary import Expansion, Usage
from baosou.index.errors import QueryError
from baosou.index.highlight.marker import FoldedText, Form, phrase_forms
from baosou.index.opensearch_engine.counting import ARTICLES, how_many, of_often, often
from baosou.index.opensearch_engine.documents import Stored
from baosou.index.opensearch_engine.mapping import PAIR
from baosou.index.opensearch_engine.marks import Spelling
from baosou.index.opensearch_engine.queries import Dsl, any_of, phrase_of, stands
from baosou.index.query.tree import Phrase
from baosou.index.segments.abbreviations import are_one_name

_PLACES = 48
"""At how many places it is looked at how a text is used."""

_AROUND = 5

_MOST_OTHERS = 8
_LONGEST_FORM = 64
_PARTS_AT_ONCE = 20_000
"""Parts of a text that are looked up in a search; a server takes 65,536 terms."""


class Search(Struct, frozen=True):
    """A search of the texts, or of the list of words."""

    body: dict[str, Any]
    of_words: bool = False


Answer = Mapping[str, Any]
Steps = Generator[list[Search], list[Answer], Any]


def has_name(text: str) -> Steps:
    """Whether an article names an author, a place, a paper or a part of one so."""
    (found,) = yield [Search(how_many([ARTICLES, {"term": {"name": text}}]))]
    return total_of(found) > 0


def standing(text: str) -> Steps:
    """Whether a text stands anywhere."""
    dsl = _phrase(text)
    if dsl is None:
        return False
    (found,) = yield [Search(how_many([ARTICLES, dsl]))]
    return total_of(found) > 0


def occurrences(text: str) -> Steps:
    """How often a text stands; letters and figures whole, but for two characters that are neighbours."""
    if len(text) == 2 and text.isalnum() and max(text) <= "\uffff":
        return (yield from how_often([_part_of_word(text)]))[0]
    return (yield from how_often([forms_of(text)]))[0]


def how_often(groups: Sequence[Sequence[str]]) -> Generator[list[Search], list[Answer], list[int]]:
    """How often each of some groups of texts with marks stands, all of a group together."""
    texts = [text for group in groups for text in group]
    if not texts:
        return [0] * len(groups)
    found = yield [Search(often(text)) for text in texts]
    counts = iter([of_often(text, each) for text, each in zip(texts, found, strict=True)])
    return [sum(next(counts) for _ in group) for group in groups]


def forms_of(text: str) -> list[str]:
    """All that counts as a text that is whole, with marks; nothing for what cannot be found."""
    if _phrase(text) is None:
        return []
    spellings = [Spelling(form) for form in phrase_forms(Phrase(text, whole=True))]
    return list(dict.fromkeys(spelled for each in spellings if not each.quoted for spelled in each.texts))


def _part_of_word(text: str) -> Sequence[str]:
    return Spelling(Form(text, whole=False)).texts


def _phrase(text: str) -> Dsl | None:
    try:
        return phrase_of(Phrase(text, whole=True)).dsl
    except QueryError:
        return None


def share(character: str, characters: int) -> Steps:
    """What part of all text a character is."""
    (count,) = yield from how_often([_part_of_word(character)])
    return count / max(characters, 1)


def usage(text: str) -> Steps:
    """How often a text stands, and what stands around it in some articles that chance draws."""
    spelled = _part_of_word(text)
    if not spelled:
        return Usage(0)
    query = {"bool": {"filter": [ARTICLES, any_of([stands("all", each) for each in spelled])]}}
    sample = {"size": _PLACES, "query": query, "sort": ["article"], "docvalue_fields": ["path", "position"]}
    *counts, found = yield [*(Search(often(each)) for each in spelled), Search({**sample, "track_total_hits": False})]
    count = sum(of_often(each, told) for each, told in zip(spelled, counts, strict=True))
    hits = sorted(found["hits"]["hits"], key=lambda hit: (hit["fields"]["path"], hit["fields"]["position"]))
    contexts = [each for folded in texts_of(hits) for each in _contexts(folded, text)]
    if len(contexts) > _PLACES:
        contexts = [contexts[at] for at in np.linspace(0, len(contexts) - 1, _PLACES).astype(np.int64).tolist()]
    return Usage(count, tuple(contexts))


def texts_of(hits: Iterable[Answer]) -> Iterator[FoldedText]:
    """The texts of the articles that were found."""
    for hit in hits:
        stored = msgspec.convert(hit["_source"]["stored"], Stored)
        if stored.article.title is not None:
            yield FoldedText(stored.article.title.text)
        for section in stored.sections:
            yield FoldedText(section.text)


def _contexts(text: FoldedText, wanted: str) -> Iterator[tuple[str, str]]:
    at = text.unquoted.find(wanted)
    while at >= 0:
        ((start, end, _),) = text.requoted([(at, at + len(wanted), 0)])
        before = text.folded[max(start - _AROUND, 0) : start].rpartition("\n")[2]
        yield before, text.folded[end : end + _AROUND].partition("\n")[0]
        at = text.unquoted.find(wanted, at + 1)


def titles(text: str) -> Steps:
    """Where titles of works stand in a text that articles name."""
    parts = _parts(text)
    if not parts:
        return ()
    title = {"term": {"kind": "title"}}
    answers = yield [
        Search({"size": 10_000, "query": {"bool": {"filter": [title, {"terms": {"text": some}}]}}}, of_words=True)
        for some in _some_of(parts)
    ]
    named = {hit["_source"]["text"] for found in answers for hit in found["hits"]["hits"]}
    return sorted((at, at + len(title)) for title in named for at in range(len(text)) if text.startswith(title, at))


def _parts(text: str) -> list[str]:
    """All parts of a text of two or more characters."""
    return sorted(
        {text[at:end] for at in range(len(text)) for end in range(at + 2, min(len(text), at + _LONGEST_FORM) + 1)}
    )


def _some_of(parts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (parts[start : start + _PARTS_AT_ONCE] for start in range(0, len(parts), _PARTS_AT_ONCE))


def expansions(text: str, synonyms: Sequence[Expansion]) -> Steps:
    """What else may be said for parts of a text: synonyms, and the abbreviations that articles explain."""
    explained = yield from _explained(text)
    found: dict[tuple[int, int], dict[str, None]] = {}
    for each in (*synonyms, *explained):
        found.setdefault((each.start, each.end), {}).update(dict.fromkeys(each.alternatives))
    return [Expansion(start, end, tuple(others)[:_MOST_OTHERS]) for (start, end), others in found.items()]


def _explained(text: str) -> Generator[list[Search], list[Answer], list[Expansion]]:
    parts = _parts(text)
    if not parts:
        return []
    answers = yield [
        Search(
            {
                "size": 0,
                "query": {"terms": {"form": some}},
                "aggs": {"forms": {"terms": {"field": "form", "include": some, "size": len(some)}}},
            }
        )
        for some in _some_of(parts)
    ]
    forms = [each["key"] for answer in answers for each in answer["aggregations"]["forms"]["buckets"]]
    others = yield from _other_forms(forms)
    shorts = sorted({short for each in others.values() for short in each[0]})
    of_shorts = yield from _other_forms(shorts)
    found = []
    for form in forms:
        own_shorts, longs = others[form]
        told = longs if are_one_name(longs) else []
        told = [*told, *(short for short in own_shorts if are_one_name(of_shorts[short][1]))]
        for at in range(len(text)):
            if told and text.startswith(form, at):
                found.append(Expansion(at, at + len(form), tuple(told)))
    return sorted(found, key=lambda each: (each.start, each.end))


Forms = dict[str, tuple[list[str], list[str]]]


def _other_forms(forms: Sequence[str]) -> Generator[list[Search], list[Answer], Forms]:
    """The short forms of each form, and the long ones."""
    found: Forms = {form: ([], []) for form in forms}
    if not forms:
        return found
    answers = yield [
        Search(
            {
                "size": 0,
                "query": {"bool": {"filter": [ARTICLES, {"term": {"form": form}}]}},
                "aggs": {"pairs": {"terms": {"field": "explained", "size": 1000}}},
            }
        )
        for form in forms
    ]
    for form, answer in zip(forms, answers, strict=True):
        pairs = [each["key"].split(PAIR) for each in answer["aggregations"]["pairs"]["buckets"]]
        # an entry says of the form that it is the long one, or of the other that it is
        shorts = {other for key, kind, other in pairs if key == form and kind == "long"}
        longs = {other for key, kind, other in pairs if key == form and kind == "short"}
        found[form] = (sorted(shorts), sorted(longs))
    return found


def total_of(found: Answer) -> int:
    """How many documents were found."""
    total: int = found["hits"]["total"]["value"]
    return total
