"""Writes sources into an archive on a cluster, in place of what it holds of them; whoever does so has the lease."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any
from uuid import uuid4

import msgspec
import numpy as np
from msgspec.structs import replace

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import BaosouError, worded
from baosou.index.analysis.user_words import UserWord
from baosou.index.ids import DIGITS, SHOWN, section_id, shown_id
from baosou.index.ingest.facet_values import MOST_KEYS, told_aside
from baosou.index.ingest.ids import Ids, parted
from baosou.index.ingest.sources import Built, SourceEntry, SourceOutcome
from baosou.index.opensearch_engine.archive import Archive, State, with_keys
from baosou.index.opensearch_engine.bulk import MOST_OPERATIONS, operation
from baosou.index.opensearch_engine.documents import Made, Part, parts_of
from baosou.index.opensearch_engine.lease import Lease
from baosou.index.opensearch_engine.seen_words import SeenWords
from baosou.index.opensearch_engine.sending import Sending
from baosou.index.reports import Unread

_MOST_PATHS = 1_000
"""Paths of sources in one clause."""

_WORDS_AT_ONCE = 5_000
"""Words in one request; each is some hundred bytes."""

_MOST_WORDS = 1_000_000
"""Words that are held until they are written down: some three hundred megabytes."""


class Writer:
    """Sends what was made of sources; what it has sent is found, and the sources are written down, by `commit`."""

    def __init__(self, archive: Archive, lease: Lease, state: State, *, at_once: int = 1) -> None:
        """So many requests are sent at once."""
        self._archive = archive
        self._lease = lease
        self._state = state
        self._run = uuid4().hex
        self._sending = Sending(archive.client, lease, at_once=at_once)
        self._seen = SeenWords()
        self._ids = _Ids(archive, self._run)
        self._begun: set[str] = set()
        self._positions: dict[str, int] = {}
        self._done: list[SourceOutcome] = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._sending.__exit__(kind, error, at)

    def words(self, words: Iterable[UserWord], synonyms: Iterable[Any]) -> None:
        """Make these the user's words and synonyms."""
        self._state = replace(self._state, words=tuple(words), synonyms=tuple(synonyms))

    def send(self, built: Built) -> None:
        """Send what some sources, or a part of one, were made into; the files are gone then."""
        read = [outcome for outcome in built.outcomes if outcome.read]
        # until all is written, these sources are as if they had changed
        self._note(
            self._archive.put_sources(
                replace(each.entry, digest="") for each in read if each.source.key not in self._begun
            )
        )
        self._begun.update(each.source.key for each in read)
        for part in parts_of(built.files):
            ids = self._ids.given(part, [each.source.key for each in read])
            owners = {shown_id(id, DIGITS): made.source for id, made in zip(ids, part.articles, strict=True)}
            self._sending.send(self._operations(part, ids), owners)
            self._seen.see(part.words)
            keys, aside = with_keys(self._state, part.keys, part.keys_aside, most=MOST_KEYS)
            self._state = replace(self._state, keys=tuple(keys), keys_aside=tuple(aside))
        if len(self._seen) > _MOST_WORDS:
            self._write_words()

    def finished(self, outcomes: Iterable[SourceOutcome]) -> None:
        """Take it that all of some sources was sent."""
        for each in outcomes:
            if each.read:
                self._done.append(each)
            self._begun.discard(each.source.key)
            self._positions.pop(each.source.key, None)
        self._ids.next_source()

    def _operations(self, part: Part, ids: Iterable[int]) -> Iterator[bytes]:
        for made, id in zip(part.articles, ids, strict=True):
            position = self._positions.get(made.source, 0)
            self._positions[made.source] = position + 1
            yield from self._documents(made, shown_id(id, DIGITS), position)

    def _documents(self, made: Made, id: str, position: int) -> Iterator[bytes]:
        index = self._archive.text
        own = {"article": id, "run": self._run, "position": position}
        yield operation("index", index, id, routing=id) + _with({**own, "short": id[: SHOWN[0]]}, made.body)
        for number, section in enumerate(made.sections, 1):
            child = {**own, "kind": {"name": "section", "parent": id}}
            yield operation("index", index, section_id(id, number), routing=id) + _with(child, section)

    def _write_words(self) -> None:
        self._note(self._seen.written(self._archive), most=_WORDS_AT_ONCE)
        # words reach the disks now, and not each by itself as texts do
        self._archive.client.request("POST", f"/{self._archive.words}/_flush")

    def _note(self, operations: Iterable[bytes], *, most: int = MOST_OPERATIONS) -> None:
        """Send what is noted beside the articles; raises BaosouError where any of it is refused."""
        self._lease.require()
        for failure in self._archive.client.bulk(operations, most=most).failures:
            told = "{location}: {id} is refused: {reason}"
            where = self._archive.client.location
            raise BaosouError(worded(told, location=where, id=failure.id, reason=failure.reason))

    def commit(self, changed: Iterable[SourceEntry], gone: Iterable[str]) -> None:
        """Let all that was sent be found, without what it takes the place of, and write down the sources."""
        client, gone = self._archive.client, list(gone)
        done = self.told(self._done)
        self._lease.require()
        self._write_words()
        client.request("POST", f"/{self._archive.text},{self._archive.words}/_refresh")
        if self._holds_others():
            self._delete([each.source.key for each in done], {"must_not": [{"term": {"run": self._run}}]})
            self._delete(gone, {})
            client.request("POST", f"/{self._archive.text}/_refresh")
        entries = {entry.path: entry for entry in [*changed, *(each.entry for each in done)]}
        self._note(self._archive.put_sources(entries.values(), gone))
        self._done = []
        updated = datetime.now(UTC).isoformat(timespec="seconds")
        self._state = replace(self._state, generation=self._state.generation + 1, updated=updated)
        self._lease.require()
        self._archive.put_state(self._state)

    def _holds_others(self) -> bool:
        """Whether the archive has anything that was not sent by this one."""
        others = {"query": {"bool": {"must_not": [{"term": {"run": self._run}}]}}}
        held = self._archive.client.request("POST", f"/{self._archive.text}/_count", others)
        return bool(held["count"])

    def _delete(self, paths: Sequence[str], further: dict[str, Any]) -> None:
        """Delete the documents of some sources."""
        for own in _of_paths(paths):
            query = {"bool": {"filter": [own], **further}}
            path = f"/{self._archive.text}/_delete_by_query"
            self._archive.client.request("POST", path, {"query": query}, {"conflicts": "proceed"}, seconds=600)

    def told(self, outcomes: Iterable[SourceOutcome]) -> list[SourceOutcome]:
        """The outcomes of sources with what of them the cluster refused; then all of these is sent again next time."""
        refused = self._sending.arrived()
        return [_with_refusals(outcome, refused.get(outcome.source.key, ())) for outcome in outcomes]

    def warnings(self) -> list[Unread]:
        """What is odd about what was written, for the user to know."""
        return told_aside(str(self._archive.client.location), list(self._state.keys_aside))


class _Ids:
    """Gives each article of a run an id that no other one has, whichever part of its source it comes in."""

    def __init__(self, archive: Archive, run: str) -> None:
        self._archive = archive
        self._run = run
        self._of_source: Counter[int] = Counter()
        self._exported: Counter[int] = Counter()
        self._is_found = False

    def given(self, part: Part, sources: Sequence[str]) -> list[int]:
        """The ids of the articles of a part of some sources; those that others were exported with are taken."""
        ids = np.array([made.id for made in part.articles], dtype=np.uint64)
        exported = [made.id for made in part.articles if made.exported]
        before = [id for id in {*ids.tolist()} for _ in range(self._of_source[id] + self._exported[id])]
        if exported:
            before += self._held_elsewhere(list(dict.fromkeys(exported)), sources)
        self._of_source.update(made.id for made in part.articles if not made.exported)
        self._exported.update(exported)
        found: Ids = parted(ids, np.array(before, dtype=np.uint64))
        given: list[int] = found.tolist()
        return given

    def next_source(self) -> None:
        """Forget what only matters within a source."""
        self._of_source.clear()

    def _held_elsewhere(self, ids: Sequence[int], sources: Sequence[str]) -> Iterable[int]:
        """Those of some ids that articles of other sources have."""
        client, text = self._archive.client, self._archive.text
        if not self._is_found:  # whoever has the lease finds all that others wrote, and asks for nothing of his own
            client.request("POST", f"/{text}/_refresh")
            self._is_found = True
        names = {shown_id(id, DIGITS): id for id in ids}
        query = {
            "bool": {
                "filter": [{"term": {"kind": "article"}}, {"terms": {"article": list(names)}}],
                "must_not": [*_of_paths(sources), {"term": {"run": self._run}}],
            }
        }
        body = {"size": len(names), "query": query, "_source": ["article"]}
        hits = client.request("POST", f"/{text}/_search", body)["hits"]["hits"]
        return [names[hit["_source"]["article"]] for hit in hits]


def _of_paths(paths: Sequence[str]) -> list[dict[str, Any]]:
    """The documents of some sources, so many of these in a clause."""
    return [{"terms": {"path": list(paths[at : at + _MOST_PATHS])}} for at in range(0, len(paths), _MOST_PATHS)]


def _with(own: Mapping[str, Any], document: bytes) -> bytes:
    """A line with the members of an object before those of a document."""
    return msgspec.json.encode(own)[:-1] + b"," + document[1:] + b"\n"


def _with_refusals(outcome: SourceOutcome, reasons: Iterable[str]) -> SourceOutcome:
    told = "refused by the cluster: {reason}"
    failures = [Failure(outcome.source.file.path, worded(told, reason=reason)) for reason in reasons]
    if not failures:
        return outcome
    return replace(outcome, source=replace(outcome.source, digest=""), failures=(*outcome.failures, *failures))
