"""Articles of an archive read to be looked at closely: as a segment, which all that is shared reads."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from baosou.index.ids import asked_id
from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.documents import Stored
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.builder import SegmentBuilder

PAGE = 10_000
"""The farthest hit that is found without walking there."""

_WALKED = 1_000
"""Documents that are read in a request on a walk."""

_KEEP_ALIVE = "2m"

Hit = Mapping[str, Any]


class Reader:
    """Reads articles; the files that it makes of them are gone when it is closed."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._folder = tempfile.TemporaryDirectory(prefix="baosou-")
        self._numbers = count(1)

    def segment(self, hits: Iterable[Hit]) -> Segment:
        """A segment of some articles, in their order."""
        builder = SegmentBuilder()
        for hit in hits:
            source = hit["_source"]
            stored = msgspec.convert(source["stored"], Stored)
            builder.add(stored.article, stored.sections, id=asked_id(source["article"]).first, source=stored.source)
        path = Path(self._folder.name) / f"{next(self._numbers)}.seg"
        builder.write(path, every_character=True)
        segment = Segment(path)
        path.unlink()
        return segment

    def hits(self, body: dict[str, Any], *, first: int, size: int, seconds: float | None = None) -> list[Hit]:
        """The hits of a search from one on, however far it is; the search has an order in which no two are the same."""
        if first + size <= PAGE:
            return self._search({**body, "from": first, "size": size}, seconds)
        walked = self.walked(body, seconds=seconds)
        return [hit for n, hit in zip(range(first + size), walked, strict=False) if n >= first]

    def walked(self, body: dict[str, Any], *, seconds: float | None = None) -> Iterator[Hit]:
        """All hits of a search in their order, some at a time, as the archive was when the walk began."""
        client, path = self._archive.client, f"/{self._archive.text}/_search/point_in_time"
        pit = client.request("POST", path, params={"keep_alive": _KEEP_ALIVE})["pit_id"]
        try:
            after: list[Any] | None = None
            while True:
                page = {**body, "size": _WALKED, "pit": {"id": pit, "keep_alive": _KEEP_ALIVE}}
                if after is not None:
                    page["search_after"] = after
                hits = client.request("POST", "/_search", page, seconds=seconds)["hits"]["hits"]
                yield from hits
                if len(hits) < _WALKED:
                    return
                after = hits[-1]["sort"]
        finally:
            client.request("DELETE", "/_search/point_in_time", {"pit_id": [pit]})

    def _search(self, body: dict[str, Any], seconds: float | None) -> list[Hit]:
        if not body["size"]:
            return []
        (found,) = self._archive.client.msearch([body], index=self._archive.text, seconds=seconds)
        hits: list[Hit] = found["hits"]["hits"]
        return hits

    def stored(self, ids: Sequence[str]) -> list[Hit]:
        """The articles of some whole ids, in the order of these; one that is gone by now is left out."""
        distinct = list(dict.fromkeys(ids))
        found: dict[str, Hit] = {}
        for start in range(0, len(distinct), _WALKED):
            some = distinct[start : start + _WALKED]
            body = {"size": len(some), "query": {"ids": {"values": some}}}
            for hit in self._search(body, None):
                found[hit["_id"]] = hit
        return [found[id] for id in distinct if id in found]

    def close(self) -> None:
        """Let go of the folder."""
        self._folder.cleanup()
