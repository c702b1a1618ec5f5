"""Ids of articles of an archive: the whole one that a beginning means, the short one that tells it from all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from baosou.index.ids import DIGITS, NAMED, SHOWN, AskedId, asked_id, shown_id
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.counting import ARTICLES, how_many

_PREFIXES = 10_000
"""Beginnings of ids that are counted in a request."""


class Names:
    """Knows the ids of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def resolved(self, id: str) -> str:
        """The whole id that an id, or the beginning of one, means; raises UnknownId."""
        return self.all_resolved([id])[0]

    def all_resolved(self, ids: Sequence[str]) -> list[str]:
        """The whole ids that some ids, or beginnings of ids, mean; raises UnknownId."""
        asked = [asked_id(id) for id in ids]
        known = self._standing([shown_id(each.first, DIGITS) for each in asked if each.first == each.last])
        begun = {each.typed: each for each in asked if each.first != each.last}
        resolved = dict(zip(begun, self._resolved(list(begun.values())), strict=True))
        whole: list[str] = []
        for each in asked:
            id = resolved.get(each.typed) or shown_id(each.first, DIGITS)
            if each.first == each.last and id not in known:
                raise each.none()
            whole.append(id)
        return whole

    def _standing(self, whole: Sequence[str]) -> set[str]:
        """Those of some whole ids that an article has."""
        bodies = []
        for start in range(0, len(whole), _PREFIXES):
            some = list(whole[start : start + _PREFIXES])
            query = {"bool": {"filter": [ARTICLES, {"terms": {"article": some}}]}}
            bodies.append({"size": len(some), "_source": ["article"], "track_total_hits": False, "query": query})
        answers = self._archive.client.msearch(bodies, index=self._archive.text) if bodies else []
        return {hit["_source"]["article"] for found in answers for hit in found["hits"]["hits"]}

    def _resolved(self, begun: Sequence[AskedId]) -> Iterator[str]:
        """The whole id that each beginning of one means; raises UnknownId."""
        bodies = []
        for each in begun:
            first, last = shown_id(each.first, DIGITS), shown_id(each.last, DIGITS)
            query = {"bool": {"filter": [ARTICLES, {"range": {"article": {"gte": first, "lte": last}}}]}}
            page = {"size": NAMED, "sort": ["article"], "_source": ["article"], "track_total_hits": True}
            bodies.append({**page, "query": query})
        answers = self._archive.client.msearch(bodies, index=self._archive.text) if bodies else []
        for each, found in zip(begun, answers, strict=True):
            held = [hit["_source"]["article"] for hit in found["hits"]["hits"]]
            if not held:
                raise each.none()
            if len(held) > 1:
                short = self.short([asked_id(id).first for id in held])
                raise each.several(list(short.values()), found["hits"]["total"]["value"])
            yield held[0]

    def short(self, ids: Sequence[int]) -> Mapping[int, str]:
        """The shortest form of each id that no other article has."""
        named = {id: shown_id(id, DIGITS) for id in dict.fromkeys(ids)}
        sharing = self._sharing(sorted({name[: SHOWN[0]] for name in named.values()}))
        digits = self._digits([name for name in named.values() if sharing.get(name[: SHOWN[0]], 1) > 1])
        return {id: name[: digits.get(name, SHOWN[0])] for id, name in named.items()}

    def _sharing(self, prefixes: Sequence[str]) -> dict[str, int]:
        """How many articles have an id that begins with each of the shortest forms."""
        found: dict[str, int] = {}
        for start in range(0, len(prefixes), _PREFIXES):
            some = prefixes[start : start + _PREFIXES]
            body = {
                "size": 0,
                "query": {"bool": {"filter": [ARTICLES, {"terms": {"short": some}}]}},
                "aggs": {"ids": {"terms": {"field": "short", "include": some, "size": len(some)}}},
            }
            (answer,) = self._archive.client.msearch([body], index=self._archive.text)
            found |= {each["key"]: each["doc_count"] for each in answer["aggregations"]["ids"]["buckets"]}
        return found

    def _digits(self, names: Sequence[str]) -> dict[str, int]:
        """How many digits tell each of some ids from all others."""
        found = dict.fromkeys(names, DIGITS)
        for digits in reversed(SHOWN[1:-1]):
            bodies = [how_many([ARTICLES, {"prefix": {"article": name[:digits]}}]) for name in names]
            answers = self._archive.client.msearch(bodies, index=self._archive.text) if bodies else []
            for name, answer in zip(names, answers, strict=True):
                if answer["hits"]["total"]["value"] <= 1:
                    found[name] = digits
        return found
