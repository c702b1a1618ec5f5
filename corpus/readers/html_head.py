"""What the head of an HTML page says of it: <title>, <meta>, <link> and JSON-LD, as written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from baosou.corpus.readers.markup import unescaped

_META = {
    "author": "authors",
    "article:author": "authors",
    "og:article:author": "authors",
    "dc.creator": "authors",
    "mediaid": "publication",
    "article:published_time": "dates",
    "og:published_time": "dates",
    "og:release_date": "dates",
    "datepublished": "dates",
    "pubdate": "dates",
    "publishdate": "dates",
    "publish-date": "dates",
    "publish_date": "dates",
    "publish_time": "dates",
    "firstpublishedtime": "dates",
    "dc.date": "dates",
    "dc.date.issued": "dates",
    "date": "dates",
    "og:title": "titles",
    "articletitle": "titles",
    "headline": "titles",
    "og:site_name": "site",
    "sitename": "site",
    "publication": "publication",
    "source": "publication",
    "contentsource": "publication",
    "article:section": "column",
    "columnname": "column",
    "og:url": "url",
}
MOST_SAID = 100
"""So many titles, dates and authors of a page are looked at: junk has hundreds of thousands."""

_LONGEST_SAID = 1000
_LONGEST_DATA, _MOST_DATA, _MOST_THINGS = 500_000, 20, 2000
_ARTICLES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "report", "socialmediaposting")


class Head(Struct):
    """A page's metadata as written, the first MOST_SAID of each; what JSON-LD says of its article stands first.

    `titles` are those of og:title and <title>, `times` those of <time> in the whole page; `site` is the site's name.
    """

    authors: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    publication: str = ""
    site: str = ""
    kicker: str = ""
    edition: str = ""
    column: str = ""
    url: str = ""
    data: list[str] = field(default_factory=list)

    def take(self, attributes: Mapping[str, str]) -> None:
        """Keep what a <meta> tag says, if it is of a kind that we know."""
        content = unescaped(attributes.get("content", "")).strip()
        if not content:
            return
        for name in ("property", "name", "itemprop"):
            kind = _META.get(attributes.get(name, "").lower())
            if kind is None:
                continue
            held = getattr(self, kind)
            if isinstance(held, list):
                say(held, content)
            elif not held:
                setattr(self, kind, content[:_LONGEST_SAID])

    def take_data(self, script: str) -> None:
        """Keep a script of JSON-LD, to be read once the page is known."""
        if len(self.data) < _MOST_DATA and len(script) <= _LONGEST_DATA:
            self.data.append(script)

    def read_data(self) -> None:
        """Put what the kept JSON-LD says of an article before what the tags say."""
        titles: list[str] = []
        dates: list[str] = []
        authors: list[str] = []
        for thing in _things(self.data):
            kinds = {kind.lower() for kind in _texts(thing.get("@type"))}
            if kinds.isdisjoint(_ARTICLES):
                continue
            titles += _texts(thing.get("headline"))
            dates += _texts(thing.get("datePublished"))
            authors += _names(thing.get("author"))
            self.site = self.site or next(iter(_names(thing.get("publisher"))), "")
            self.column = self.column or next(iter(_texts(thing.get("articleSection"))), "")
        for held, said in ((self.titles, titles), (self.dates, dates), (self.authors, authors)):
            held[:0] = [unescaped(text).strip()[:_LONGEST_SAID] for text in said[:MOST_SAID]]
            del held[MOST_SAID:]


def say(held: list[str], text: str) -> None:
    """Add what a page says of itself to what it said before, unless that is enough."""
    if len(held) < MOST_SAID:
        held.append(text[:_LONGEST_SAID])


def _things(scripts: list[str]) -> Iterator[dict[str, object]]:
    """All objects of the scripts, outer ones first; what is no JSON is passed over: pages hold much of it."""
    count = 0
    for script in scripts:
        try:
            pending: list[object] = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue
        while pending and count < _MOST_THINGS:
            thing = pending.pop(0)
            count += 1
            if isinstance(thing, dict):
                yield thing
                pending += [value for value in thing.values() if isinstance(value, (dict, list))]
            elif isinstance(thing, list):
                pending += thing[:MOST_SAID]


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, str) and each]


def _names(value: object) -> list[str]:
    """Names as JSON-LD gives them: a string, an object with a name, or several of these."""
    listed = value if isinstance(value, list) else [value]
    return [
        name for each in listed[:MOST_SAID] for name in _texts(each.get("name") if isinstance(each, dict) else each)
    ]
