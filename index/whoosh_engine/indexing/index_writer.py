"""Changes an index: takes new segments in, marks articles of old sources deleted, merges, commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from baosou.index.ingest.facet_values import told_aside
from baosou.index.ingest.ids import Ids, parted
from baosou.index.ingest.sources import SourceEntry, SourceOutcome
from baosou.index.reports import Unread
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.merger import merge
from baosou.index.segments.writing.sizes import USUAL, Sizes
from baosou.index.whoosh_engine.generation import new_entry, open_segment, without
from baosou.index.whoosh_engine.storage.catalogue import Catalogue, NamesEntry, SegmentEntry, commit, live_articles
from baosou.index.whoosh_engine.storage.files import names_name, segment_name, sync

_BYTES_OF_CHARACTER = 4
_OTHERWISE_MB = 128
"""Memory that a character of a segment takes at most while it is merged into another, and what two processes take."""


class Writer:
    """The next generation of an index in the making; the caller holds the write lock.

    Merging takes at most about `memory_mb`, so no segment becomes larger than that allows.
    """

    def __init__(self, folder: Path, current: Catalogue, *, jobs: int, memory_mb: int, sizes: Sizes = USUAL) -> None:
        self._folder = folder
        self._jobs = jobs
        self._sizes = sizes
        self._most = max((memory_mb - _OTHERWISE_MB) * 1_000_000 // _BYTES_OF_CHARACTER, sizes.segment)
        self._entries = list(current.segments)
        self.named = [entry for entry in current.segments if entry.names is not None]
        self.generation = current.generation
        self._fresh: dict[str, Path] = {}
        self._ids: dict[str, Ids] = {}
        self.wordbook = current.wordbook
        self.sources: dict[str, SourceEntry] = dict(current.sources)
        self._keys_aside: dict[str, None] = {}

    def delete(self, keys: Iterable[str]) -> None:
        """Mark all articles of these sources deleted."""
        gone = set(keys) & self.sources.keys()
        if gone:
            self._entries = [self._without(entry, gone) for entry in self._entries]
            for key in gone:
                del self.sources[key]

    def keep(self, keys: Iterable[str]) -> None:
        """Leave out all sources but these, of an index that has no segments yet."""
        kept = set(keys)
        self.sources = {key: entry for key, entry in self.sources.items() if key in kept}

    def _without(self, entry: SegmentEntry, gone: set[str]) -> SegmentEntry:
        segment = open_segment(self._folder, entry)
        if gone.isdisjoint(segment.sources):
            return entry
        return replace(entry, deleted=without(segment, gone))

    def take(self, segments: Sequence[Path], outcomes: Iterable[SourceOutcome]) -> None:
        """Take segments in place of what the index held of their sources, and commit."""
        outcomes = list(outcomes)
        self.delete(outcome.source.key for outcome in outcomes)
        self.sources.update((outcome.source.key, outcome.entry) for outcome in outcomes)
        self._fresh = {path.name: path for path in segments}
        fresh = {path.name: Segment(path) for path in segments}
        self._ids = self._parted_ids(fresh)
        self._entries += map(new_entry, fresh.values())
        self.commit()

    def _parted_ids(self, segments: Mapping[str, Segment]) -> dict[str, Ids]:
        """The ids that articles of some new segments get, for others have theirs: those before them, or in the index.

        An index has articles with the ids of new ones where they were exported from it.
        """
        if not segments:
            return {}
        own = [segment.article_id for segment in segments.values()]
        ids = np.concatenate(own)
        held = [open_segment(self._folder, entry) for entry in self._entries]
        taken = [each.article_id[each.live & np.isin(each.article_id, ids)] for each in held]
        made = np.split(parted(ids, np.concatenate([ids[:0], *taken])), np.cumsum([len(each) for each in own])[:-1])
        return {name: new for name, old, new in zip(segments, own, made, strict=True) if not np.array_equal(old, new)}

    def optimized(self) -> int:
        """How many segments are left when all are merged that memory allows to be."""
        staying, groups = self._optimal()
        return len(staying) + len(groups)

    def commit(self, *, optimize: bool = False) -> None:
        """Merge what is new, small or mostly deleted, and make the result the current generation.

        With `optimize` all is merged that memory allows to be, and nothing deleted is kept.
        """
        self.generation += 1
        self._entries, groups = self._optimal() if optimize else self._plan()
        for number, group in enumerate(groups):
            target = self._folder / segment_name(self.generation, number)
            if len(group) == 1 and self._is_ready(group[0].name):
                sync(self._fresh[group[0].name])
                self._fresh[group[0].name].rename(target)
                self._entries.append(replace(group[0], name=target.name))
            else:
                ids = [self._ids.get(entry.name) for entry in group]
                merge([self._opened(entry) for entry in group], target, ids=ids, jobs=self._jobs, sizes=self._sizes)
                self._entries.append(new_entry(Segment(target)))
            self._keys_aside.update(dict.fromkeys(Segment(target).keys_aside))
        self._carry_names(len(groups))
        self._fresh, self._ids = {}, {}
        segments = tuple(self._entries)
        commit(
            self._folder,
            Catalogue(self.generation, segments, self.sources, len(self.sources), wordbook=self.wordbook),
        )

    def _carry_names(self, written: int) -> None:
        """Keep what is known of the names in articles of the segments just written, the last ones of the entries."""
        if not self.named or not written:
            return
        from baosou.index.segments.enriched import Enriched  # most indexes do without
        from baosou.index.segments.writing.enriched import carried, write_enrichment

        held = []
        for entry in self.named:
            if entry.names is not None:
                enriched = Enriched(self._folder / entry.names.name, entry.articles, entry.names.checksum)
                enriched.file.require()
                held.append(enriched.content)
        for number, entry in enumerate(self._entries[-written:]):
            known = carried(Segment(self._folder / entry.name), held)
            if known is not None:
                path = self._folder / names_name(self.generation, number)
                write_enrichment(path, known)
                names = NamesEntry(path.name, ArrayFile(path).checksum)
                self._entries[len(self._entries) - written + number] = replace(entry, names=names)
        self.named = [entry for entry in self._entries if entry.names is not None]

    def warnings(self) -> list[Unread]:
        """What is odd about what was committed, for the user to know."""
        return told_aside(str(self._folder), list(self._keys_aside), most=self._sizes.most_keys)

    def _is_ready(self, name: str) -> bool:
        """Whether a segment is new and all that one of an index has to be."""
        return name in self._fresh and name not in self._ids and Segment(self._fresh[name]).is_whole

    def _opened(self, entry: SegmentEntry) -> Segment:
        """A segment to merge; one that the index had is verified first, so that no damage is given new checksums."""
        if entry.name in self._fresh:
            return Segment(self._fresh[entry.name], entry.deleted)
        segment = open_segment(self._folder, entry)
        segment.file.require()
        return segment

    def _plan(self) -> tuple[list[SegmentEntry], list[list[SegmentEntry]]]:
        """Which segments stay, and the groups of those that become one each; what is wholly deleted goes.

        New segments are merged, and those before them as long as the last of these is less than twice their sum,
        so that sizes fall off geometrically and a text is rewritten a logarithmic number of times. Segments of
        which more than half is deleted are rewritten too. A group holds no more than one segment may have.
        """
        living = [entry for entry in self._entries if live_articles([entry])]
        stale = [entry for entry in living if 2 * live_articles([entry]) < entry.articles]
        sound = [entry for entry in living if entry not in stale and entry.name not in self._fresh]
        new = [entry for entry in living if entry not in stale and entry.name in self._fresh]
        size = sum(entry.characters for entry in (*new, *stale))
        first = len(sound)
        while first and (new or stale) and sound[first - 1].characters < min(2 * max(size, 1), self._most - size):
            first -= 1
            size += sound[first].characters
        return sound[:first], list(self._groups([*sound[first:], *stale, *new]))

    def _optimal(self) -> tuple[list[SegmentEntry], list[list[SegmentEntry]]]:
        """Which segments stay as they are, and the groups of those that become one each."""
        groups = list(self._groups(entry for entry in self._entries if live_articles([entry])))
        whole = [group for group in groups if len(group) == 1 and not group[0].deleted]
        return [entry for group in whole for entry in group], [group for group in groups if group not in whole]

    def _groups(self, entries: Iterable[SegmentEntry]) -> Iterator[list[SegmentEntry]]:
        group: list[SegmentEntry] = []
        for entry in entries:
            if group and sum(each.characters for each in group) + entry.characters > self._most:
                yield group
                group = []
            group.append(entry)
        if group:
            yield group
