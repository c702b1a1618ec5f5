"""How the work on many sources, or on a long one, is parted among workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from baosou.corpus.readers.batches import batches, comes_in_batches
from baosou.index.whoosh_engine.building import Source, Task

_TASK_BYTES = 1 << 20
_LONG = 6 << 20
"""Bytes of records that one worker reads by itself: in the time it takes, another one only gets ready."""
_TURNS = 4
"""How many batches a worker gets of a long source, at least, so that all end at about the same time."""
_BYTES_OF_CHARACTER = 3
_EXPANSION = 3
"""How many times its size a compressed text has, about."""


class Plan(Struct, frozen=True):
    """Groups of sources in order, for so many workers; a long file of records is alone and shared by all."""

    groups: tuple[tuple[Source, ...], ...]
    workshop: Path
    encoding: str | None
    jobs: int
    characters: int

    @classmethod
    def of(cls, sources: Iterable[Source], workshop: Path, *, encoding: str | None, jobs: int, characters: int) -> Plan:
        """A plan for at most so many workers, of which each makes segments of at most about `characters`."""
        groups = tuple(_groups(sources))
        parts = sum(jobs if _is_long(group) else 1 for group in groups)
        return cls(groups, workshop, encoding, min(jobs, parts), characters)

    def tasks(self) -> Iterator[Task]:
        """The tasks in order; the batches of a long source are read when their turn comes."""
        number = 0
        for group in self.groups:
            if self.jobs > 1 and _is_long(group):
                size = min(_size(group) // (self.jobs * _TURNS), self.characters * _BYTES_OF_CHARACTER)
                for batch in batches(group[0].file, encoding=self.encoding, size=size):
                    yield Task(group, self._target(number), self.encoding, self.characters, batch)
                    number += 1
            else:
                yield Task(group, self._target(number), self.encoding, self.characters)
                number += 1

    def _target(self, number: int) -> Path:
        return self.workshop / f"part-{number:06d}"


def _groups(sources: Iterable[Source]) -> Iterator[tuple[Source, ...]]:
    """Sources in order, small ones together."""
    group: list[Source] = []
    for source in sources:
        if group and sum(each.size for each in group) + source.size > _TASK_BYTES:
            yield tuple(group)
            group = []
        group.append(source)
    if group:
        yield tuple(group)


def _is_long(group: Sequence[Source]) -> bool:
    return len(group) == 1 and comes_in_batches(group[0].file) and _size(group) > _LONG


def _size(group: Sequence[Source]) -> int:
    """About how many bytes the sources are when decompressed."""
    return sum(source.size * (_EXPANSION if source.file.compressed else 1) for source in group)
