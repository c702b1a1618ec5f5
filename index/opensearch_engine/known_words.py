"""What an archive knows of words, as searches: which begin, sound or are spelled like something, and how often.

As in `lookups`, a question gives a list of searches and is sent their answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable, Sequence

import numpy as np

from baosou.corpus.characters import is_ideograph
from baosou.corpus.errors import worded
from baosou.corpus.folding import fold_text
from baosou.index.analysis.pinyin import KEY_SYLLABLES, pinyin
from baosou.index.analysis.spaced_names import parted_spelling
from baosou.index.errors import QueryError
from baosou.index.highlight.marker import Form
from baosou.index.lookups import HOLE, Beginning, Known, Lookup, OneEdit, Sounding, Spoken, Standing
from baosou.index.opensearch_engine.counting import ARTICLES, how_many
from baosou.index.opensearch_engine.lookups import Answer, Search, Steps, forms_of, how_often, texts_of, total_of
from baosou.index.opensearch_engine.marks import HOLE as ANY_TOKEN
from baosou.index.opensearch_engine.marks import NUMBER, Spelling
from baosou.index.opensearch_engine.queries import Dsl, any_of, escaped, stands
from baosou.index.query.tree import Fuzzy, Wildcard
from baosou.index.segments.matching.expansion import MOST_WORDS, fitting, within

_SAMPLED = 200
"""Articles whose texts are looked at for what stands in a hole, or sounds like something."""

_SPARE = 64
"""Words beyond those that are wanted whose counts are asked for: the list knows about how often each stands."""
_MOST_SPOKEN = 32


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
    # a full page may go on: to look only at what of it is near would leave out words without saying so
    if len(words) > MOST_WORDS:
        raise QueryError(
            worded(
                "{pattern} stands for more than {most} words; write more of it",
                pattern=pattern,
                most=MOST_WORDS,
            ),
            query=pattern,
        )
    if isinstance(leaf, Wildcard):
        words = [word for word in words if fitting(pattern).match(word)]
    else:
        words = [w for w in words if _is_near(pattern, leaf.distance, w) and not set(pattern).isdisjoint(w)]
    return words


def _is_near(text: str, distance: int, word: str) -> bool:
    codes = np.array([ord(each) for each in word], dtype=np.uint32)
    return bool(within(text, distance, codes, np.zeros(1, np.int64), np.array([len(word)]))[0])


def known(lookup: Lookup, limit: int) -> Steps:
    """What an archive knows, the most frequent first, equal counts by text; see `Vocabulary.known`."""
    match lookup:
        case Standing(pattern) if HOLE not in pattern:
            counts = {pattern: (yield from how_often([forms_of(pattern)]))[0]}
        case Standing(pattern, heard_as):
            counts = yield from _filled(pattern, heard_as)
        case Spoken(syllables):
            counts = yield from _spoken(syllables)
        case _:
            counts = yield from _listed(lookup, limit)
    ordered = sorted((-count, text) for text, count in counts.items() if count > 0)
    return tuple(Known(text, -count) for count, text in ordered[:limit])


Counted = Generator[list[Search], list[Answer], dict[str, int]]


def _filled(pattern: str, heard_as: str) -> Counted:
    """A text with any ideograph in its hole, or another that sounds like one, as it stands in some articles.

    Each is counted in all.
    """
    left, _, right = pattern.partition(HOLE)
    alike = _sounding(pinyin().readings(heard_as)).replace(heard_as, "") if heard_as else ""
    hole = f"[{alike}]" if alike else "."
    holes = (ANY_TOKEN, f"{NUMBER}{ANY_TOKEN}{NUMBER}", f"{ANY_TOKEN}{NUMBER}", f"{NUMBER}{ANY_TOKEN}")
    # at an edge a hole asks for nothing, and a server finds nothing by it
    spelled = [f"{_core(left)}{hole}{_core(right)}".strip(ANY_TOKEN + NUMBER) for hole in holes]
    return (yield from _sampled(list(dict.fromkeys(spelled)), f"{re.escape(left)}({hole}){re.escape(right)}"))


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
    for text in texts_of(found["hits"]["hits"]):
        for match in expression.finditer(text.unquoted):
            if all(is_ideograph(ord(each)) for each in "".join(match.groups()[1:])):
                seen[match[1]] += 1
    texts = [text for text, _ in seen.most_common(_MOST_SPOKEN)]
    counts = yield from how_often([forms_of(text) for text in texts])
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
    return "".join(map(chr, np.flatnonzero(pinyin().sounding(syllables)).tolist()))


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
    carried = {text: total_of(each) for text, each in zip(texts, told, strict=True)}
    listed = yield from _are_words([each for text in texts for each in (text, parted_spelling(text) or "") if each])
    groups = [
        [spelled for each in (text, parted_spelling(text) or "") if each in listed for spelled in _whole(each)]
        for text in texts
    ]
    counts = yield from how_often(groups)
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
