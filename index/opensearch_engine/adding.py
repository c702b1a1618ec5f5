"""Brings an archive on a cluster up to date with files, and takes sources out of it.

Documents have ids, so that to send them twice is to send them once. What a source was made of is written down last: of
one that a killed process has left half written, the next `add` writes all again.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import msgspec
import numpy as np
from msgspec.structs import replace

from baosou.corpus.discovery import Failure
from baosou.corpus.errors import BaosouError, worded
from baosou.index.adding import AddOptions, Progress
from baosou.index.analysis.user_words import UserWord, united
from baosou.index.ids import DIGITS, SHOWN, section_id, shown_id
from baosou.index.ingest.facet_values import MOST_KEYS, told_aside
from baosou.index.ingest.ids import Ids, parted
from baosou.index.ingest.planning import Plan
from baosou.index.ingest.roots import roots_of, sources_at
from baosou.index.ingest.sources import Built, SourceEntry, SourceOutcome, Work
from baosou.index.ingest.survey import Survey
from baosou.index.ingest.user_words import changed, synonyms_of, words_of
from baosou.index.ingest.workers import Teller, run
from baosou.index.opensearch_engine.archive import Archive, State, with_keys
from baosou.index.opensearch_engine.bulk import MOST_OPERATIONS, BulkFailure, operation
from baosou.index.opensearch_engine.documents import Made, Part, Word, build, parts_of
from baosou.index.opensearch_engine.lease import Lease
from baosou.index.reports import AddSummary, Unread, WordsSummary
from baosou.index.segments.writing.builder import load_tables

_CHARACTERS = 400_000
"""Of so many characters what a worker makes is put down, to be sent while it goes on."""

_COMMIT_SECONDS = 300.0
_MOST_PATHS = 1_000
"""Paths of sources in one request; a server takes 65,536 terms."""

_IDS_AT_ONCE = 10_000
_WORDS_AT_ONCE = 5_000
"""Words in one request; each is some hundred bytes."""


def add(
    archive: Archive,
    paths: Sequence[Path],
    options: AddOptions,
    *,
    records: BinaryIO | None,
    progress: Callable[[Progress], None],
) -> AddSummary:
    """See `index.backend.Backend.add`."""
    started = time.monotonic()
    if options.rebuild:
        raise BaosouError(
            worded("an index on a cluster is not made anew in its place yet; add its sources to another name")
        )
    words, odd = words_of(options.user_dict) if options.user_dict is not None else ([], [])
    rules, more_odd = synonyms_of(options.synonyms) if options.synonyms is not None else (None, [])
    odd = [*odd, *more_odd]
    archive.settled()
    if not paths and records is None:
        paths = roots_of(archive.sources())
    with tempfile.TemporaryDirectory(prefix="baosou-") as folder:
        workshop = Path(folder)
        if options.dry_run:
            survey = Survey(archive.sources(), paths, options)
            if records is not None:
                survey.take_stream(records, workshop)
            return _told(survey.forecast(), odd, started)
        archive.create(shards=options.shards, replicas=options.replicas)
        with _writing(archive, wait=options.wait) as lease:
            state = archive.settled()
            survey = Survey(archive.sources(), paths, options)
            if records is not None:
                survey.take_stream(records, workshop)
            writer = _Writer(archive, lease, state)
            writer.words(united(state.words, words), state.synonyms if rules is None else rules)
            reselected = survey.reselected()
            outcomes = _write(writer, survey, workshop, options, progress)
            gone = survey.gone()
            writer.commit(reselected.values(), gone)
        summary = survey.summary(outcomes, removed=len(gone))
    return _told(replace(summary, warnings=(*summary.warnings, *writer.warnings())), odd, started)


def remove(archive: Archive, paths: Iterable[Path], *, wait: float, dry_run: bool) -> AddSummary:
    """See `index.backend.Backend.remove`."""
    started = time.monotonic()
    archive.state()
    with _writing(archive, wait=wait) as lease:
        found, failed = sources_at(archive.sources(), paths)
        if found and not dry_run:
            _Writer(archive, lease, archive.state()).commit((), found)
    seconds = round(time.monotonic() - started, 3)
    return AddSummary(removed=len(found), failed=tuple(failed), seconds=seconds, dry_run=dry_run)


def change_words(
    archive: Archive, words: Sequence[UserWord], *, remove: bool, wait: float, dry_run: bool
) -> WordsSummary:
    """See `index.backend.Backend.change_words`."""
    archive.state()
    with _writing(archive, wait=wait) as lease:
        state = archive.state()
        after, summary = changed(state.words, words, remove=remove)
        if summary.changed and not dry_run:
            writer = _Writer(archive, lease, state)
            writer.words(after, state.synonyms)
            writer.commit((), ())
    return replace(summary, dry_run=dry_run)


@contextmanager
def _writing(archive: Archive, *, wait: float) -> Iterator[Lease]:
    lease = Lease(archive)
    lease.take(wait=wait)
    with lease.kept():
        yield lease


def _told(summary: AddSummary, odd: Sequence[Unread], started: float) -> AddSummary:
    return replace(summary, warnings=(*odd, *summary.warnings), seconds=round(time.monotonic() - started, 3))


def _write(
    writer: _Writer, survey: Survey, workshop: Path, options: AddOptions, progress: Callable[[Progress], None]
) -> list[SourceOutcome]:
    """Read and send what is new or changed, and now and then write down what is done."""
    sources = survey.changed
    plan = Plan.of(sources, workshop, jobs=options.workers, characters=_CHARACTERS)
    outcomes: list[SourceOutcome] = []
    committed = time.monotonic()
    for built in run(plan.tasks(), plan.jobs, Teller(sources, progress), Work(build, load_tables)):
        settled = [survey.settled(outcome) for outcome in built.outcomes]
        outcomes += writer.take(built, settled)
        if time.monotonic() - committed > _COMMIT_SECONDS:
            writer.commit((), ())
            committed = time.monotonic()
    return outcomes


class _Writer:
    """Sends what was made of sources, in place of what the archive holds of them; the caller has the lease."""

    def __init__(self, archive: Archive, lease: Lease, state: State) -> None:
        self._archive = archive
        self._lease = lease
        self._state = state
        self._run = uuid4().hex
        self._seen: dict[tuple[str, str], Word] = {}
        self._exported: Ids = np.empty(0, dtype=np.uint64)
        self._done: list[SourceEntry] = []

    def words(self, words: Iterable[UserWord], synonyms: Iterable[Any]) -> None:
        """Make these the user's words and synonyms."""
        self._state = replace(self._state, words=tuple(words), synonyms=tuple(synonyms))

    def take(self, built: Built, outcomes: Sequence[SourceOutcome]) -> list[SourceOutcome]:
        """Send what some sources were made into; what the cluster refuses of it is a failure of its source."""
        read = [outcome for outcome in outcomes if outcome.read]
        if not read:
            return list(outcomes)
        # until all is written, these sources are as if they had changed
        self._note(self._archive.put_sources(replace(each.entry, digest="") for each in read))
        refused: dict[str, list[str]] = {}
        ids = iter(self._ids(built, {each.source.key for each in read}).tolist())
        positions: dict[str, int] = {}
        owners: dict[str, str] = {}
        for part in parts_of(built.files):
            sent = self._operations(part, ids, positions, owners)
            for failure in self._bulk(sent):
                refused.setdefault(failure.id.partition(".")[0], []).append(failure.reason)
            self._see(part.words)
            keys, aside = with_keys(self._state, part.keys, part.keys_aside, most=MOST_KEYS)
            self._state = replace(self._state, keys=tuple(keys), keys_aside=tuple(aside))
        told = [_with_refusals(outcome, owners, refused) for outcome in outcomes]
        self._done += [outcome.entry for outcome in told if outcome.read]
        return told

    def _ids(self, built: Built, keys: set[str]) -> Ids:
        """The ids of the articles of a task, each another one; those that others were exported with are taken."""
        rows = [(made.id, made.exported) for part in parts_of(built.files) for made in part.articles]
        ids = np.array([id for id, _ in rows], dtype=np.uint64)
        exported = ids[np.array([own for _, own in rows], dtype=np.bool_)]
        before = np.concatenate([self._exported[:0], self._exported[np.isin(self._exported, ids)]])
        if len(exported):
            before = np.concatenate([before, self._held_elsewhere(np.unique(exported), keys)])
            self._exported = np.concatenate([self._exported, exported])
        return parted(ids, before)

    def _held_elsewhere(self, ids: Ids, keys: set[str]) -> Ids:
        """Those of some ids that articles of other sources have."""
        names = [shown_id(id, DIGITS) for id in ids.tolist()]
        held: set[str] = set()
        self._archive.client.request("POST", f"/{self._archive.text}/_refresh")
        for start in range(0, len(names), _IDS_AT_ONCE):
            some = names[start : start + _IDS_AT_ONCE]
            query = {
                "bool": {
                    "filter": [{"term": {"kind": "article"}}, {"terms": {"article": some}}],
                    "must_not": [{"terms": {"path": sorted(keys)[:_MOST_PATHS]}}, {"term": {"run": self._run}}],
                }
            }
            body = {"size": len(some), "query": query, "_source": ["article"]}
            hits = self._archive.client.request("POST", f"/{self._archive.text}/_search", body)["hits"]["hits"]
            held |= {hit["_source"]["article"] for hit in hits}
        return ids[np.array([name in held for name in names], dtype=np.bool_)]

    def _operations(
        self, part: Part, ids: Iterator[int], positions: dict[str, int], owners: dict[str, str]
    ) -> Iterator[bytes]:
        for made, id in zip(part.articles, ids, strict=False):
            position = positions.get(made.source, 0)
            positions[made.source] = position + 1
            whole = shown_id(id, DIGITS)
            owners[whole] = made.source
            yield from self._documents(made, whole, position)

    def _documents(self, made: Made, id: str, position: int) -> Iterator[bytes]:
        index = self._archive.text
        own = {"article": id, "run": self._run, "position": position}
        yield operation("index", index, id, routing=id) + _with({**own, "short": id[: SHOWN[0]]}, made.body)
        for number, section in enumerate(made.sections, 1):
            child = {**own, "kind": {"name": "section", "parent": id}}
            yield operation("index", index, section_id(id, number), routing=id) + _with(child, section)

    def _see(self, words: Iterable[Word]) -> None:
        """Remember words until all that was sent can be found."""
        for word in words:
            key = (word.kind, word.text)
            seen = self._seen.get(key)
            self._seen[key] = word if seen is None else replace(seen, count=seen.count + word.count)

    def _seen_words(self) -> Iterator[bytes]:
        """What writes the words down, or adds to how often they were seen: a hint which of many are worth a look."""
        for word in self._seen.values():
            script = {"source": "ctx._source.count += params.count", "params": {"count": word.count}}
            document = {
                "kind": word.kind,
                "text": word.text,
                "length": len(word.text),
                "sound": word.sounds,
                "count": word.count,
            }
            changed = {"script": script, "upsert": document}
            yield operation("update", self._archive.words, f"{word.kind}:{word.text}", changed)

    def _bulk(self, operations: Iterable[bytes], *, most: int = MOST_OPERATIONS) -> list[BulkFailure]:
        """Send operations; given back are those that were refused."""
        self._lease.require()
        return list(self._archive.client.bulk(operations, most=most).failures)

    def _note(self, operations: Iterable[bytes], *, most: int = MOST_OPERATIONS) -> None:
        """Send what is noted beside the articles; raises BaosouError where any of it is refused."""
        for failure in self._bulk(operations, most=most):
            told = "{location}: {id} is refused: {reason}"
            where = self._archive.client.location
            raise BaosouError(worded(told, location=where, id=failure.id, reason=failure.reason))

    def commit(self, changed: Iterable[SourceEntry], gone: Iterable[str]) -> None:
        """Let all that was sent be found, without what it takes the place of, and write down the sources."""
        client, text, gone = self._archive.client, self._archive.text, list(gone)
        self._lease.require()
        self._note(self._seen_words(), most=_WORDS_AT_ONCE)
        self._seen.clear()
        client.request("POST", f"/{text},{self._archive.words}/_refresh")
        # words reach the disks now, and not each by itself as texts do
        client.request("POST", f"/{self._archive.words}/_flush")
        self._delete([each.path for each in self._done], {"must_not": [{"term": {"run": self._run}}]})
        self._delete(gone, {})
        entries = {entry.path: entry for entry in [*changed, *self._done]}
        self._note(self._archive.put_sources(entries.values(), gone))
        self._done = []
        updated = datetime.now(UTC).isoformat(timespec="seconds")
        self._state = replace(self._state, generation=self._state.generation + 1, updated=updated)
        self._lease.require()
        self._archive.put_state(self._state)

    def _delete(self, paths: Sequence[str], further: dict[str, Any]) -> None:
        """Delete the documents of some sources."""
        for start in range(0, len(paths), _MOST_PATHS):
            own = {"terms": {"path": list(paths[start : start + _MOST_PATHS])}}
            self._archive.client.request(
                "POST",
                f"/{self._archive.text}/_delete_by_query",
                {"query": {"bool": {"filter": [own], **further}}},
                {"conflicts": "proceed", "refresh": True},
                seconds=600,
            )

    def warnings(self) -> list[Unread]:
        """What is odd about what was written, for the user to know."""
        return told_aside(str(self._archive.client.location), list(self._state.keys_aside))


def _with(own: dict[str, Any], document: bytes) -> bytes:
    """A line with the members of an object before those of a document."""
    return msgspec.json.encode(own)[:-1] + b"," + document[1:] + b"\n"


def _with_refusals(outcome: SourceOutcome, owners: dict[str, str], refused: dict[str, list[str]]) -> SourceOutcome:
    """The outcome of a source with what of it the cluster refused; then all of it is sent again the next time."""
    reasons = {reason: None for id, told in refused.items() if owners.get(id) == outcome.source.key for reason in told}
    if not reasons:
        return outcome
    told = "refused by the cluster: {reason}"
    failures = [Failure(outcome.source.file.path, worded(told, reason=reason)) for reason in reasons]
    source = replace(outcome.source, digest="")
    return replace(outcome, source=source, failures=(*outcome.failures, *failures))
