"""Keeps arrays that were costly to make, the recently used ones, within a bounded memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from numpy.typing import NDArray

Arrays = tuple[NDArray[Any], ...]
Kept = TypeVar("Kept", bound=Arrays)


class RecentArrays:
    """Arrays by the key they were made for, at most `limit` bytes of them; those unused for longest go first.

    Threads may share it. Two that ask for the same key at once may both make it.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Arrays] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The arrays of a key, made where they are not kept; read-only, since others get them too.

        What takes more than a quarter of the memory is not kept, so that one long list does not push out all else.
        """
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return cast(Kept, known)
        arrays = make()
        for array in arrays:
            array.flags.writeable = False
        size = _size(arrays)
        if size <= self._limit // 4:
            with self._lock:
                before = self._kept.pop(key, None)  # another thread was sooner
                self._held += size - (0 if before is None else _size(before))
                self._kept[key] = arrays
                while self._held > self._limit:
                    self._held -= _size(self._kept.popitem(last=False)[1])
        return arrays


def _size(arrays: Arrays) -> int:
    """The bytes of some arrays, with something for the entry itself, so that empty ones count too."""
    return 256 + sum(array.nbytes for array in arrays)
