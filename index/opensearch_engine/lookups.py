"""Each question about words as searches: what to ask the cluster, what to ask next, what the answers say.

A question gives a list of searches and is sent their answers; when it asks nothing more it returns its own. Whoever
runs several of them asks for all together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from baosou.corpus.characters import is_ideograph
from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.analysis.pinyin import KEY_SYLLABLES, pinyin
from baosou.index.analysis.spaced_names import parted_spelling
from baosou.index.analysis.vocabulary import Expansion, Usage
from baosou.index.errors import QueryError
from baosou.index.highlight.marker import FoldedText, Form, phrase_forms
from baosou.index.lookups import HOLE, Beginning, Known, Lookup, OneEdit, Sounding, Spoken, Standing
from baosou.index.opensearch_engine.counting import ARTICLES, how_many, of_often, often
from baosou.index.opensearch_engine.documents import Stored
from baosou.index.opensearch_engine.mapping import PAIR
from baosou.index.opensearch_engine.marks import HOLE as ANY_TOKEN
from baosou.index.opensearch_engine.marks import NUMBER, Spelling
from baosou.index.opensearch_engine.queries import Dsl, any_of, escaped, phrase_of, stands
from baosou.index.query.tree import Fuzzy, Phrase, Wildcard
from baosou.index.segments.abbreviations import are_one_name
from baosou.index.segments.matching.expansion import MOST_WORDS, fitting, within

_PLACES = 48
"""At how many places it is looked at how a text is used."""

_AROUND = 5
_SAMPLED = 200
"""Articles whose texts are looked at for what stands in a hole, or sounds like something."""

_SPARE = 64
"""Words beyond those that are wanted whose counts are asked for: the list knows about how often each stands."""
_MOST_OTHERS = 8
_MOST_SPOKEN = 32
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
    return _total(found) > 0


def standing(text: str) -> Steps:
    """Whether a text stands anywhere."""
    dsl = _phrase(text)
    if dsl is None:
        return False
    (found,) = yield [Search(how_many([ARTICLES, dsl]))]
    return _total(found) > 0


def occurrences(text: str) -> Steps:
    """How often a text stands; letters and figures whole, but for two characters that are neighbours."""
    if len(text) == 2 and text.isalnum() and max(text) <= "\uffff":
        return (yield from _often([_part_of_word(text)]))[0]
    return (yield from _often([forms_of(text)]))[0]


def _often(groups: Sequence[Sequence[str]]) -> Generator[list[Search], list[Answer], list[int]]:
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
    (count,) = yield from _often([_part_of_word(character)])
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
    contexts = [each for folded in _texts(hits) for each in _contexts(folded, text)]
    if len(contexts) > _PLACES:
        contexts = [contexts[at] for at in np.linspace(0, len(contexts) - 1, _PLACES).astype(np.int64).tolist()]
    return Usage(count, tuple(contexts))


def _texts(hits: Iterable[Answer]) -> Iterator[FoldedText]:
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


def listed_words(leaf: Wildcard | Fuzzy) -> Steps:
    """The words of an archive that a leaf stands for, ascending; raises QueryError for too many."""
    if isinstance(leaf, Wildcard):
        pattern = fold_text(leaf.pattern)
        query: Dsl = {"wildcard": {"text": {"value": pattern.replace("\\", "\\\\")}}}
    else:
        pattern = fold_text(leaf.text)
        fuzzy = {"value": pattern, "fuzziness": leaf.distance, "transpositions": False, "rewrite": "constant_score"}
        # of a text as short as that, any other would be near: one of its characters is kept
        keeps = any_of([{"wildcard": {"text": {"value": f"*{escaped(each)}*"}}} for each in sorted(set(pattern))])
        query = {"bool": {"filter": [{"fuzzy": {"text": fuzzy}}, keeps]}}
    both = {"bool": {"filter": [{"term": {"kind": "word"}}, query]}}
    (found,) = yield [Search({"size": MOST_WORDS + 1, "query": both, "sort": ["text"]}, of_words=True)]
    words = [hit["_source"]["text"] for hit in found["hits"]["hits"]]
    if isinstance(leaf, Wildcard):
        words = [word for word in words if fitting(pattern).match(word)]
    else:
        words = [w for w in words if _is_near(pattern, leaf.distance, w) and not set(pattern).isdisjoint(w)]
    if len(words) > MOST_WORDS:
        raise QueryError(
            worded(
                "{pattern} stands for more than {most} words; write more of it",
                pattern=pattern,
                most=MOST_WORDS,
            ),
            query=pattern,
        )
    return words


def _is_near(text: str, distance: int, word: str) -> bool:
    codes = np.array([ord(each) for each in word], dtype=np.uint32)
    return bool(within(text, distance, codes, np.zeros(1, np.int64), np.array([len(word)]))[0])


def known(lookup: Lookup, limit: int) -> Steps:
    """What an archive knows, the most frequent first, equal counts by text; see `Vocabulary.known`."""
    match lookup:
        case Standing(pattern) if HOLE not in pattern:
            counts = {pattern: (yield from _often([forms_of(pattern)]))[0]}
        case Standing(pattern):
            counts = yield from _filled(pattern)
        case Spoken(syllables):
            counts = yield from _spoken(syllables)
        case _:
            counts = yield from _listed(lookup, limit)
    ordered = sorted((-count, text) for text, count in counts.items() if count > 0)
    return tuple(Known(text, -count) for count, text in ordered[:limit])


Counted = Generator[list[Search], list[Answer], dict[str, int]]


def _filled(pattern: str) -> Counted:
    """A text with any ideograph in its hole, as it stands in the texts of some articles; each is counted in all."""
    left, _, right = pattern.partition(HOLE)
    holes = (ANY_TOKEN, f"{NUMBER}{ANY_TOKEN}{NUMBER}", f"{ANY_TOKEN}{NUMBER}", f"{NUMBER}{ANY_TOKEN}")
    # at an edge a hole asks for nothing, and a server finds nothing by it
    spelled = [f"{_core(left)}{hole}{_core(right)}".strip(ANY_TOKEN + NUMBER) for hole in holes]
    return (yield from _sampled(list(dict.fromkeys(spelled)), f"{re.escape(left)}(.){re.escape(right)}"))


def _core(text: str) -> str:
    return Spelling(Form(text, whole=False)).texts[0] if text else ""


def _sampled(spelled: Sequence[str], expression: str) -> Counted:
    query = {"bool": {"filter": [ARTICLES, any_of([stands("all", each) for each in spelled])]}}
    return (yield from _counted_in(query, re.compile(f"(?=({expression}))")))


def _counted_in(query: Dsl, expression: re.Pattern[str]) -> Counted:
    """What fits an expression in the texts of some articles, if it is all ideographs where it is open."""
    sample = {"size": _SAMPLED, "query": query, "sort": ["article"], "track_total_hits": False}
    (found,) = yield [Search(sample)]
    seen: Counter[str] = Counter()
    for text in _texts(found["hits"]["hits"]):
        for match in expression.finditer(text.unquoted):
            if all(is_ideograph(ord(each)) for each in "".join(match.groups()[1:])):
                seen[match[1]] += 1
    texts = [text for text, _ in seen.most_common(_MOST_SPOKEN)]
    counts = yield from _often([forms_of(text) for text in texts])
    return dict(zip(texts, counts, strict=True))


def _spoken(syllables: Sequence[Sequence[int]]) -> Counted:
    """Texts that are read so, each character in any of its readings."""
    if len(syllables) < 2:
        return {}
    sounding = [_sounding(each) for each in syllables]
    if not all(sounding):
        return {}
    parts = [{"any_of": {"intervals": [{"match": {"query": each}} for each in characters]}} for characters in sounding]
    near = {"all_of": {"ordered": True, "max_gaps": 2 * (len(parts) - 1), "intervals": parts}}
    query = {"bool": {"filter": [ARTICLES, {"intervals": {"all": near}}]}}
    classes = "".join(f"[{each}]" for each in sounding)
    return (yield from _counted_in(query, re.compile(f"(?=({classes}))")))


def _sounding(syllables: Sequence[int]) -> str:
    """The characters that are read as any of some syllables."""
    tables = pinyin()
    wanted = np.zeros(1 << 16, dtype=np.bool_)
    wanted[list(syllables)] = True
    right = wanted.take(tables.first)
    for other in tables.others:
        right |= wanted.take(other)
    return "".join(map(chr, np.flatnonzero(right).tolist()))


def _listed(lookup: Beginning | Sounding | OneEdit, limit: int) -> Counted:
    """Words and names of the list; of many those that were seen most."""
    query = _in_list(lookup)
    if query is None:
        return {}
    body = {"size": limit + _SPARE, "sort": [{"count": "desc"}, "text"]}
    found = yield [
        Search({**body, "query": {"bool": {"filter": [{"term": {"kind": kind}}, query]}}}, of_words=True)
        for kind in ("word", "name")
    ]
    words, names = ([hit["_source"]["text"] for hit in each["hits"]["hits"]] for each in found)
    own = dict.fromkeys([text.replace(" ", "") for text in words] + names)
    texts = [text for text in own if _fits(lookup, text)]
    carrying = {text: Search(how_many([ARTICLES, {"term": {"name": text}}])) for text in texts}
    told = yield list(carrying.values())
    carried = {text: _total(each) for text, each in zip(texts, told, strict=True)}
    listed = yield from _are_words([each for text in texts for each in (text, parted_spelling(text) or "") if each])
    groups = [
        [spelled for each in (text, parted_spelling(text) or "") if each in listed for spelled in _whole(each)]
        for text in texts
    ]
    counts = yield from _often(groups)
    return {text: max(count, carried[text]) for text, count in zip(texts, counts, strict=True)}


def _are_words(texts: Sequence[str]) -> Generator[list[Search], list[Answer], set[str]]:
    if not texts:
        return set()
    query = {"bool": {"filter": [{"term": {"kind": "word"}}, {"terms": {"text": list(texts)}}]}}
    (found,) = yield [Search({"size": len(texts), "query": query}, of_words=True)]
    return {hit["_source"]["text"] for hit in found["hits"]["hits"]}


def _whole(text: str) -> Sequence[str]:
    return Spelling(Form(text, whole=True)).texts


def _in_list(lookup: Beginning | Sounding | OneEdit) -> Dsl | None:
    match lookup:
        case Beginning(text):
            return {"bool": {"filter": [{"prefix": {"text": text}}], "must_not": [{"term": {"text": text}}]}}
        case OneEdit(text):
            if len(text) < 2:
                return None
            fuzzy = {"value": text, "fuzziness": 1, "transpositions": False, "rewrite": "constant_score"}
            return {"bool": {"filter": [{"fuzzy": {"text": fuzzy}}], "must_not": [{"term": {"text": text}}]}}
        case Sounding(syllables, further):
            if not syllables:
                return None
            first = [_one_of(each) for each in syllables[:KEY_SYLLABLES]]
            expression = "".join(first) + (".*" if further else "")
            clauses: list[Dsl] = [{"regexp": {"sound": {"value": expression, "max_determinized_states": 100_000}}}]
            if len(syllables) >= KEY_SYLLABLES and not further:
                clauses.append({"term": {"length": len(syllables)}})
            return {"bool": {"filter": clauses}}


def _one_of(syllables: Iterable[int]) -> str:
    return f"({'|'.join(map(str, syllables))})\\."


def _fits(lookup: Lookup, text: str) -> bool:
    """Whether a text is of the kind that is asked for: all ideographs or all letters for one edit of such."""
    if not isinstance(lookup, OneEdit):
        return True
    widths = {len(each.encode()) for each in text}
    return widths == {len(lookup.text[0].encode())}


def _total(found: Answer) -> int:
    total: int = found["hits"]["total"]["value"]
    return total
