"""Which tagged strings are names of an archive: by what most tags say, how they stand in its texts, and spelling."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec import Struct

from baosou.corpus.characters import is_any_han
from baosou.corpus.names import surnames
from baosou.index.names.evidence import Evidence
from baosou.index.names.spelling import (
    can_be_org,
    can_be_person,
    is_joined,
    is_listed_org,
    is_spelled_as_person,
)
from baosou.index.names.tags import Kind

RULES = 2
"""Of these rules: an index that was judged by others is judged anew by the next run."""

_LEAST_TAGGED = 0.5
"""How many of its occurrences have to be tagged."""

_LEAST_OF_WORD = 0.9
"""The same of what is an ordinary word too."""

_USUAL, _LEAST_OF_USUAL = 3, 0.3
"""The same of a surname with a given name of two characters that is no word."""

_LONG, _LEAST_OF_LONG = 4, 0.15
"""The same of an organisation whose name has so many characters, the last of them those of such names."""

_CERTAIN = 3
"""Characters of an organisation that is listed from which on it is one wherever it stands."""

_LEAST_OF_ODD = 0.55
"""The same of what is not spelled as Chinese names are, or a longer word."""

_LEAST_TO_SPREAD, _LEAST_ARTICLES_TO_SPREAD = 0.6, 3
"""From how many on all occurrences count, tagged or not."""

_ALONE = 0.85
"""How often a character has to stand beside a string that is part of a longer name."""

_MOST_INSIDE = 0.6
"""How many of its occurrences stand inside of a longer word or a place, at most."""

_MOST_HELD = 0.6
"""How many of its occurrences are part of a longer string that is tagged, at most; full forms aside."""

_MOST_WITHIN = 0.2
"""How many of the occurrences of a name stand behind 在, which places do."""

_BOUND, _LEAST_BOUND = 0.95, 8
"""How often one character stands beside what is part of a saying, if that stands at least so often."""

_MOST_OTHERWISE = 0.5
"""How many tags of other kinds a name has at most, for each of its own."""

_DOT = "·"
_MOST_STEPS = 3
"""Characters that a name is lengthened by, at most."""

_NEVER_FIRST = frozenset(
    "长席理统员者记任帅家官王后民师手授士生军将使臣卿相督卡兵友工农户委总常代副原前和与及同对由被把给向为以等是即叫名袖书俄黎韩美英法德日中柬伊叙埃奏的"
)
"""What stands before a name and is the end of a title, or a country or a word for itself."""

_FUNCTION = frozenset("对与和同为在的")
"""What stands before or behind many names, and never nearly always beside one of them."""

_NEVER_LAST = frozenset(
    "说表指在和同对与强的于是会见出等介认称宣向就将率主参作因曾任为从告来带到了也又则还并把给用以一二三四五六七八九十今当先女夫致签发提坦透谈访举接获担赴抵应首分近日"
)
"""What stands behind a name and is a word of what is told of it."""


class Judged(Struct, frozen=True):
    """A name of the archive. All its occurrences count where `spreads`, else those that are tagged."""

    text: str
    kind: Kind
    tagged: int
    stands: int
    spreads: bool

    @property
    def share(self) -> float:
        """How many of its occurrences are tagged."""
        return min(self.tagged / max(self.stands, 1), 1.0)


class Names(Struct, frozen=True):
    """The names of an archive by kind and text; by kind and tagged string the longer one that it is part of."""

    known: Mapping[tuple[Kind, str], Judged]
    lengthened: Mapping[tuple[Kind, str], str]

    def meant(self, kind: Kind, text: str) -> str:
        """The whole of what is tagged."""
        for _ in range(_MOST_STEPS):
            longer = self.lengthened.get((kind, text))
            if longer is None:
                break
            text = longer
        return text


def judged(found: Sequence[Evidence], words: Container[str]) -> Names:
    """The names among tagged strings; `words` are those of a dictionary."""
    known = {each.text: each for each in found}
    lengthened = {
        (kind, each.text): longer
        for kind in (Kind.PERSON, Kind.ORG)
        for each in found
        if each.tagged[kind] and (longer := _longer(each, kind, known))
    }
    names = Names({}, lengthened)
    gathered: dict[tuple[Kind, str], list[Evidence]] = {}
    for kind in (Kind.PERSON, Kind.ORG):
        for each in found:
            if each.tagged[kind]:
                gathered.setdefault((kind, names.meant(kind, each.text)), []).append(each)
    accepted = (_name(kind, text, parts, known, words) for (kind, text), parts in gathered.items())
    every = {(name.kind, name.text): name for name in accepted if name is not None}
    return Names(every, lengthened)


def _longer(each: Evidence, kind: Kind, known: Mapping[str, Evidence]) -> str | None:
    """What a string is part of: hardly ever it stands without one character beside it, and with it is a name."""
    before, after = chr(each.before[0]), chr(each.after[0])
    enough = _ALONE * each.stands
    if is_any_han(before) and each.before[1] >= enough:
        longer = before + each.text
        if _is_better(longer, each, kind, known, before not in _NEVER_FIRST):
            return longer
        given = len(each.text) <= 2 and each.stands > 1 and before not in _NEVER_FIRST
        if kind is Kind.PERSON and before in surnames() and given:
            return longer
    if is_any_han(after) and each.after[1] >= enough:
        longer = each.text + after
        if _is_better(longer, each, kind, known, after not in _NEVER_LAST):
            return longer
    return None


def _is_better(longer: str, each: Evidence, kind: Kind, known: Mapping[str, Evidence], likely: bool) -> bool:
    """Whether a longer string is tagged too; where what it has more is hardly ever part of a name, more often."""
    tagged = known[longer].tagged[kind] if longer in known else 0
    return tagged > (0 if likely else each.tagged[kind])


def _name(
    kind: Kind, text: str, parts: Iterable[Evidence], known: Mapping[str, Evidence], words: Container[str]
) -> Judged | None:
    """What is known of a string that is tagged itself or as its `parts`, if it is a name."""
    parts = list(parts)
    own = known.get(text)
    tagged = sum(part.tagged[kind] for part in parts)
    otherwise = 0 if own is None else sum(own.tagged) - own.tagged[kind]
    stands = max(tagged, own.apart if own is not None else max(part.stands for part in parts))
    share = tagged / stands
    least_to_spread = _LEAST_TO_SPREAD
    if kind is Kind.ORG and is_listed_org(text):
        if len(text) >= _CERTAIN:
            least_to_spread = 0
    elif otherwise > _MOST_OTHERWISE * tagged:
        return None
    elif kind is Kind.PERSON:
        if not can_be_person(text) or (own is not None and _is_otherwise(own)):
            return None
        if share < _least_share(text, text in words):
            return None
    else:
        least = _LEAST_OF_LONG if len(text) >= _LONG else _LEAST_TAGGED
        if share < least or not can_be_org(text) or is_joined(text, lambda name: _is_org(known.get(name))):
            return None
        least_to_spread = min(least_to_spread, least)
    articles = sum(part.articles[kind] for part in parts)
    return Judged(text, kind, tagged, stands, share >= least_to_spread and articles >= _LEAST_ARTICLES_TO_SPREAD)


def _is_org(each: Evidence | None) -> bool:
    """Whether a string is tagged as an organisation anywhere."""
    return each is not None and each.tagged[Kind.ORG] > 0


def _least_share(text: str, is_word: bool) -> float:
    """How many of the occurrences of a person's name have to be tagged, by how it is spelled."""
    if not is_spelled_as_person(text):
        return _LEAST_OF_WORD if is_word or len(text) == 2 else _LEAST_OF_ODD
    if is_word:
        return _LEAST_OF_WORD if len(text) == 2 else _LEAST_OF_ODD
    return _LEAST_OF_USUAL if len(text) == _USUAL else _LEAST_TAGGED


def _is_otherwise(each: Evidence) -> bool:
    """Whether what stands around it says that it is a place, a disease, a thing, or part of a word or saying."""
    least = max(2, each.stands * 0.05)
    if each.held > _MOST_HELD * each.stands or each.within >= max(3, _MOST_WITHIN * each.stands):
        return True
    if each.inside > _MOST_INSIDE * each.stands or (each.stands >= _LEAST_BOUND and _is_bound(each)):
        return True
    return each.as_place >= max(2, each.stands * 0.1) or each.as_disease >= least or each.as_thing >= least


def _is_bound(each: Evidence) -> bool:
    before, after = chr(each.before[0]), chr(each.after[0])
    if after == _DOT and each.after[1] >= _BOUND * each.stands:
        return True
    return any(
        is_any_han(beside) and often >= _BOUND * each.stands and beside not in never
        for beside, often, never in (
            (before, each.before[1], _NEVER_FIRST - _FUNCTION),
            (after, each.after[1], _NEVER_LAST - _FUNCTION),
        )
    )
