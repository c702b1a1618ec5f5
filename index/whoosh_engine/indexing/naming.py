"""From the tags of all articles of an index to the people and organisations that each of them names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from baosou.corpus.characters import QUOTES
from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Integers
from baosou.index.names.evidence import Evidence, Tally, evidence, tallied
from baosou.index.names.finding import NameTrie
from baosou.index.names.joining import joined_forms
from baosou.index.names.judging import RULES, Judged, Names, judged
from baosou.index.names.spelling import is_listed_org
from baosou.index.names.tags import Kind
from baosou.index.names.words import Dictionary
from baosou.index.request import NAME_FIELDS
from baosou.index.segments.enriched import Enrichment, NameColumn
from baosou.index.segments.named_texts import article_texts, searched_for_names
from baosou.index.segments.reader import Segment

_SHORTEST, _LONGEST = 2, 24
"""Characters of strings that may be names."""

_UNQUOTED = str.maketrans(dict.fromkeys(QUOTES))
_BITS = 32

_LEAST_PEOPLE, _LEAST_ORGS = 2, 50
"""In how many articles names stand that are shown where nobody asks for all: people and organisations."""

_LEAST_USUAL = 0.5
"""How many of its occurrences are tagged of a string that names are no part of."""

_LEAST_TAGGED = 0.9
"""How many of its occurrences are tagged of an organisation that is shown in fewer, unless it is listed."""


class Part(Struct, frozen=True):
    """A segment and what is known of it; names are judged by its articles that are tagged and not deleted."""

    segment: Segment
    known: Enrichment

    @property
    def articles(self) -> NDArray[np.bool_]:
        """Which articles count."""
        return np.asarray(searched_for_names(self.segment) & (self.known.digests != 0), dtype=np.bool_)


class _Folded(Struct, frozen=True):
    """The tags of a part that count: the folded text of each value ("" for what cannot be a name), and which count."""

    texts: Sequence[str]
    owners: Integers
    numbers: Integers
    kinds: Integers
    times: Integers


def named(parts: Sequence[Part]) -> list[Enrichment]:
    """What is known of each part, with the people and organisations that its articles name, as all articles tell."""
    tags = [_folded(part) for part in parts]
    tallies = _tallies(tags)
    words = Dictionary()
    found = evidence(tallies, _all_units(parts), words.holding(list(tallies)))
    names = judged(found, words)
    every = list(names.known.values())
    around = _around(every, found, words)
    pairs = [_pairs(part, each, names, every, around) for part, each in zip(parts, tags, strict=True)]
    spelled = _spellings(parts, tags, every)
    shown: dict[int, bool] = {}
    joined: dict[int, int] = {}
    for kind in (Kind.PERSON, Kind.ORG):
        of_kind = [number for number, name in enumerate(every) if name.kind is kind]
        articles = _articles(pairs, of_kind)
        if kind is Kind.PERSON:
            forms = joined_forms([every[number].text for number in of_kind], [articles[n] for n in of_kind])
            joined = {of_kind[full]: of_kind[short] for full, short in forms.items()}
            for full, short in joined.items():
                articles[short] = np.union1d(articles[short], articles[full])
        shown.update((number, _is_shown(every[number], len(articles[number]))) for number in of_kind)
    meant = np.arange(len(every), dtype=np.int64)
    meant[list(joined)] = list(joined.values())
    told = {spelled[full]: spelled[short] for full, short in joined.items()}
    return [_enriched(part, own, meant, every, spelled, shown, told) for part, own in zip(parts, pairs, strict=True)]


def _folded(part: Part) -> _Folded:
    tags, counting = part.known.tags, part.articles
    texts = [fold_text(value.translate(_UNQUOTED)).strip() for value in tags.values]
    texts = [text if _SHORTEST <= len(text) <= _LONGEST and "\0" not in text else "" for text in texts]
    usable = np.array([bool(text) for text in texts], dtype=np.bool_)
    kept = counting.take(tags.owners) & usable.take(tags.numbers)
    return _Folded(texts, *(each.compress(kept) for each in (tags.owners, tags.numbers, tags.kinds, tags.times)))


def _tallies(tags: Sequence[_Folded]) -> dict[str, Tally]:
    return tallied((each.texts, each.numbers, each.kinds, each.times) for each in tags)


def _all_units(parts: Sequence[Part]) -> Iterable[NDArray[np.uint16]]:
    return (texts.units for part in parts for texts in article_texts(part.segment, part.articles))


def _around(every: Sequence[Judged], found: Sequence[Evidence], words: Dictionary) -> list[str]:
    """Strings in which names stand that are none of these: places, what else is mostly tagged, and words."""
    usual = [each.text for each in found if sum(each.tagged) >= _LEAST_USUAL * max(each.apart, 1)]
    return [*usual, *words.holding([name.text for name in every])]


def _pairs(part: Part, tags: _Folded, names: Names, every: Sequence[Judged], around: Sequence[str]) -> Integers:
    """The names of each article, as article << 32 | number of the name, ascending.

    A name counts where it was tagged in the article, or is one of which all occurrences count that are no part of what
    stands `around` names, or of longer ones.
    """
    numbers = {(name.kind, name.text): number for number, name in enumerate(every)}
    texts = sorted({name.text for name in every})
    places = {text: place for place, text in enumerate(texts)}
    # a text may be the name of a person and of an organisation
    of_text = [[numbers.get((kind, text), -1) for text in texts] for kind in (Kind.PERSON, Kind.ORG)]
    tagged = _tagged_pairs(tags, names, places)
    spreads = np.array([name.spreads for name in every] or [False], dtype=np.bool_)
    standing, apart = _standing_pairs(part, texts, sorted(set(around) - places.keys()))
    found = [np.empty(0, dtype=np.int64)]
    for kind, column in zip((Kind.PERSON, Kind.ORG), of_text, strict=True):
        name = np.array(column or [-1], dtype=np.int64).take(standing & (1 << _BITS) - 1) if len(standing) else found[0]
        counts = (name >= 0) & (spreads.take(name) & apart | np.isin(standing, tagged[kind]))
        found.append((standing.compress(counts) >> _BITS << _BITS) | name.compress(counts))
    return np.sort(np.concatenate(found))


def _tagged_pairs(tags: _Folded, names: Names, places: Mapping[str, int]) -> dict[Kind, Integers]:
    """The articles and the places of texts in which these, or parts of them, are tagged as names of a kind."""
    found = {}
    for kind in (Kind.PERSON, Kind.ORG):
        meant = np.array([places.get(names.meant(kind, text), -1) for text in tags.texts] or [-1], dtype=np.int64)
        of_kind = tags.kinds == kind
        place = meant.take(tags.numbers.compress(of_kind))
        owners = tags.owners.compress(of_kind)
        found[kind] = ((owners << _BITS) | place).compress(place >= 0)
    return found


def _standing_pairs(part: Part, texts: Sequence[str], around: Sequence[str]) -> tuple[Integers, NDArray[np.bool_]]:
    """The articles in which texts stand, with the places of the texts, and whether one stands there by itself."""
    trie = NameTrie([*texts, *around])
    found, alone = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for piece in article_texts(part.segment, part.articles):
        standing = trie.standing_in(piece.units)
        apart = standing.apart()
        wanted = standing.names < len(texts)
        pairs = (piece.articles_at(standing.starts) << _BITS) | standing.names
        found.append(np.unique(pairs.compress(wanted)))
        alone.append(np.unique(pairs.compress(wanted & apart)))
    every = np.unique(np.concatenate(found))
    return every, np.isin(every, np.concatenate(alone))


def _articles(found: Sequence[Integers], of_kind: Sequence[int]) -> dict[int, Integers]:
    """The articles of some names, numbered through all parts."""
    wanted = set(of_kind)
    every = np.concatenate(
        [np.empty(0, np.int64), *((pairs & (1 << _BITS) - 1) << _BITS | pairs >> _BITS for pairs in found)]
    )
    part = np.concatenate([np.empty(0, np.int64), *(np.full(len(pairs), n) for n, pairs in enumerate(found))])
    names = every >> _BITS
    articles = (part << _BITS) | (every & (1 << _BITS) - 1)
    order = np.lexsort((articles, names))
    names, articles = names.take(order), articles.take(order)
    edges = np.flatnonzero(np.diff(names, prepend=-1)).tolist()
    held = {
        int(names[first]): articles[first:last]
        for first, last in zip(edges, [*edges[1:], len(names)], strict=False)
        if int(names[first]) in wanted
    }
    return {number: held.get(number, articles[:0]) for number in of_kind}


def _is_shown(name: Judged, articles: int) -> bool:
    if name.kind is Kind.PERSON:
        return articles >= _LEAST_PEOPLE
    certain = name.share >= _LEAST_TAGGED or is_listed_org(name.text)
    return articles >= _LEAST_ORGS or (articles > 0 and certain)


def _spellings(parts: Sequence[Part], tags: Sequence[_Folded], every: Sequence[Judged]) -> list[str]:
    """How each name is spelled most often where it is tagged: folded texts have no capital letters."""
    spelled: dict[tuple[int, str], Counter[str]] = {}
    values = [[value.translate(_UNQUOTED).strip() for value in part.known.tags.values] for part in parts]
    # hardly any is spelled otherwise than folded
    others = {
        text
        for own, each in zip(values, tags, strict=True)
        for value, text in zip(own, each.texts, strict=True)
        if value != text
    }
    for own, each in zip(values, tags, strict=True):
        chosen = np.array([text in others for text in each.texts] or [False]).take(each.numbers)
        for number, kind, times in zip(
            *(array.compress(chosen).tolist() for array in (each.numbers, each.kinds, each.times)), strict=True
        ):
            spelled.setdefault((kind, each.texts[number]), Counter())[own[number]] += times
    return [
        spelled[name.kind, name.text].most_common(1)[0][0] if (name.kind, name.text) in spelled else name.text
        for name in every
    ]


def _enriched(
    part: Part,
    pairs: Integers,
    meant: Integers,
    every: Sequence[Judged],
    spelled: Sequence[str],
    shown: Mapping[int, bool],
    joined: Mapping[str, str],
) -> Enrichment:
    columns = {}
    pairs = np.unique((pairs >> _BITS << _BITS) | meant.take(pairs & (1 << _BITS) - 1))
    owners, numbers = pairs >> _BITS, pairs & (1 << _BITS) - 1
    kinds = np.array([int(name.kind) for name in every] or [0], dtype=np.int64)
    for field, kind in zip(NAME_FIELDS, (Kind.PERSON, Kind.ORG), strict=True):
        of_kind = kinds.take(numbers) == kind
        used, compact = np.unique(numbers.compress(of_kind), return_inverse=True)
        # two names may be spelled alike where their folds differ in what is not seen
        values: dict[str, int] = {}
        table = np.array([values.setdefault(spelled[n], len(values)) for n in used.tolist()], dtype=np.int64)
        flags = np.zeros(len(values), dtype=np.bool_)
        for number, place in zip(used.tolist(), table.tolist(), strict=True):
            flags[place] |= shown[number]
        columns[field] = NameColumn(list(values), owners.compress(of_kind), table.take(compact), flags)
    return replace(part.known, rules=RULES, judged=part.articles, columns=columns, joined=dict(joined))
