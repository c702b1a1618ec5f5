"""How the work on many sources, or on a long one, is parted among workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from baosou.corpus.readers.batches import batches, comes_in_batches
from baosou.index.ingest.sources import Source, Task

_TASK_BYTES, _TASK_BYTES_AT_MOST = 1 << 20, 8 << 20
"""How large the groups are that small sources are worked on in; what each makes has to be put together in the end."""

_LONG = 2 << 20
"""Bytes of records that one worker reads by itself: in the time it takes, another one only gets ready."""
_TURNS = 2
"""How many batches a worker gets of a long source, at least, so that all end at about the same time.

What more of them would save of waiting, it takes to put together what becomes of them."""
_BYTES_OF_CHARACTER = 3
_EXPANSION = 3
"""How many times its size a compressed text has, about."""


class Plan(Struct, frozen=True):
    """Groups of sources in order, for so many workers; a long file of records is alone and shared by all."""

    groups: tuple[tuple[Source, ...], ...]
    workshop: Path
    jobs: int
    characters: int

    @classmethod
    def of(cls, sources: Iterable[Source], workshop: Path, *, jobs: int, characters: int) -> Plan:
        """A plan for at most so many workers, of which each makes files of at most about `characters`."""
        sources = tuple(sources)
        share = sum(source.size for source in sources) // (jobs * _TURNS)
        groups = tuple(_groups(sources, min(max(share, _TASK_BYTES), _TASK_BYTES_AT_MOST)))
        parts = sum(jobs if _is_long(group) else 1 for group in groups)
        return cls(groups, workshop, min(jobs, parts), characters)

    def tasks(self) -> Iterator[Task]:
        """The tasks in order; the batches of a long source are read when their turn comes."""
        number = 0
        for group in self.groups:
            if self.jobs > 1 and _is_long(group):
                size = min(-(-_size(group) // (self.jobs * _TURNS)), self.characters * _BYTES_OF_CHARACTER)
                for batch in batches(group[0].file, encoding=group[0].encoding, size=size):
                    yield Task(group, self._target(number), self.characters, batch, alone=False)
                    number += 1
            else:
                yield Task(group, self._target(number), self.characters, alone=len(self.groups) == 1)
                number += 1

    def _target(self, number: int) -> Path:
        return self.workshop / f"part-{number:06d}"


def _groups(sources: Iterable[Source], size: int) -> Iterator[tuple[Source, ...]]:
    """Sources in order, small ones together up to so many bytes."""
    group: list[Source] = []
    held = 0
    for source in sources:
        if group and held + source.size > size:
            yield tuple(group)
            group, held = [], 0
        group.append(source)
        held += source.size
    if group:
        yield tuple(group)


def _is_long(group: Sequence[Source]) -> bool:
    return len(group) == 1 and comes_in_batches(group[0].file) and _size(group) > _LONG


def _size(group: Sequence[Source]) -> int:
    """About how many bytes the sources are when decompressed."""
    return sum(source.size * (_EXPANSION if source.file.compressed else 1) for source in group)
