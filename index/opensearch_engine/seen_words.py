"""The words of articles that are being added, until they are written to the list of words with how often they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from baosou.index.opensearch_engine.archive import Archive
from baosou.index.opensearch_engine.bulk import operation
from baosou.index.opensearch_engine.documents import Word

_ASKED_AT_ONCE = 5_000

_LITTLE = 8
"""A count that grows by less than an eighth is let be: it is a hint which of many words are worth a look, and most
words that an archive has are in all that is added to it."""


class SeenWords:
    """Words and how often they were seen."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, str], Word] = {}

    def __len__(self) -> int:
        return len(self._words)

    def see(self, words: Iterable[Word]) -> None:
        """Add to what was seen."""
        for word in words:
            key = (word.kind, word.text)
            seen = self._words.get(key)
            self._words[key] = word if seen is None else replace(seen, count=seen.count + word.count)

    def written(self, archive: Archive) -> Iterator[bytes]:
        """What writes down those that an archive does not know, and those that it knows to be much rarer.

        Counts are written as they are to be, so that to send them twice changes nothing.
        """
        archive.client.request("POST", f"/{archive.words}/_refresh")
        words = list(self._words.values())
        for start in range(0, len(words), _ASKED_AT_ONCE):
            some = {_id_of(word): word for word in words[start : start + _ASKED_AT_ONCE]}
            known = _known(archive, list(some))
            for id, word in some.items():
                before = known.get(id)
                if before is None or word.count * _LITTLE >= before:
                    yield operation("index", archive.words, id, _document(word, word.count + (before or 0)))
        self._words.clear()


def _known(archive: Archive, ids: list[str]) -> dict[str, int]:
    """The counts of those words that are in the list."""
    body = {"size": len(ids), "query": {"ids": {"values": ids}}, "_source": ["count"]}
    hits = archive.client.request("POST", f"/{archive.words}/_search", body)["hits"]["hits"]
    return {hit["_id"]: hit["_source"]["count"] for hit in hits}


def _id_of(word: Word) -> str:
    return f"{word.kind}:{word.text}"


def _document(word: Word, count: int) -> dict[str, object]:
    return {
        "kind": word.kind,
        "text": word.text,
        "length": len(word.text),
        "sound": word.sounds,
        "count": count,
    }
