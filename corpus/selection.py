"""Which files of an added folder are wanted, by patterns as .gitignore has them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from baosou.corpus.errors import BaosouError, worded

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Selection(Struct, frozen=True):
    """Patterns of paths inside a root: with `include` only what one of these names, and nothing that `exclude` names.

    A pattern without "/" is one of names at any depth, one that ends with it of folders with all that they hold.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @classmethod
    def of(cls, include: Sequence[str], exclude: Sequence[str]) -> Selection:
        """The selection by patterns that a user gives; raises BaosouError for what is none."""
        for pattern in (*include, *exclude):
            if not _is_pattern(pattern):
                raise BaosouError(worded("{pattern!r} is no pattern of paths, as *.txt or drafts/ is", pattern=pattern))
        return cls(tuple(include), tuple(exclude))

    def takes(self, name: str) -> bool:
        """Whether a file with this path inside the root is wanted."""
        if self.include and not _spec(self.include).match_file(name):
            return False
        return not (self.exclude and _spec(self.exclude).match_file(name))

    def enters(self, name: str) -> bool:
        """Whether a folder may hold what is wanted."""
        return not (self.exclude and _spec(self.exclude).match_file(f"{name}/"))


EVERYTHING = Selection()


def _is_pattern(text: str) -> bool:
    """Whether a text names anything: a blank one and a comment do not."""
    try:
        patterns = list(_spec((text,)).patterns)
        return bool(patterns) and all(pattern.include is not None for pattern in patterns)
    except ValueError:
        return False


@cache
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # only who selects loads it

    return GitIgnoreSpec.from_lines(patterns)
