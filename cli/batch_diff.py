"""What is another in the second of two files of answers: hits that came, went or moved, and totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from baosou.cli.output.visible import visible
from baosou.corpus.errors import BaosouError, worded

Answers = dict[str | int, dict[str, Any]]


class Changed(Struct, frozen=True):
    """A query that is answered otherwise: its totals, and the ids of hits with their ranks before and after.

    `errors` are those of both, None where it was answered.
    """

    id: str | int
    query: str | None
    totals: tuple[int | None, int | None]
    gained: dict[str, int]
    lost: dict[str, int]
    moved: dict[str, tuple[int, int]]
    errors: tuple[str | None, str | None]


class Difference(Struct, frozen=True):
    """All queries that are answered otherwise, how many are not, and those that one file has alone.

    `overlap` is the mean share of hits that both have, of those that either has.
    """

    changed: tuple[Changed, ...]
    same: int
    removed: tuple[str | int, ...]
    added: tuple[str | int, ...]
    overlap: float

    @property
    def is_none(self) -> bool:
        """Whether both files answer the same queries alike."""
        return not (self.changed or self.removed or self.added)


def read_answers(path: str) -> Answers:
    """The answers of a batch by the ids of their queries; raises BaosouError for lines that are none, OSError."""
    found: Answers = {}
    with open(path, "rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                answer = msgspec.json.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise BaosouError(
                    worded(
                        "{path}:{number}: not valid JSON; --diff takes answers as JSON Lines", path=path, number=number
                    )
                ) from error
            if not isinstance(answer, dict) or not isinstance(answer.get("id"), str | int) or not _is_whole(answer):
                raise BaosouError(worded("{path}:{number}: no answer of a batch", path=path, number=number))
            if answer["id"] in found:
                raise BaosouError(
                    worded(
                        "{path}:{number}: the query {id} is answered twice",
                        path=path,
                        number=number,
                        id=answer["id"],
                    )
                )
            found[answer["id"]] = answer
    return found


def _is_whole(answer: Mapping[str, Any]) -> bool:
    hits = answer.get("hits")
    return "error" in answer or (
        isinstance(hits, list) and all(isinstance(hit, dict) and isinstance(hit.get("id"), str) for hit in hits)
    )


def compared(before: Answers, after: Answers) -> Difference:
    """What is another in the second answers."""
    both = [id for id in before if id in after]
    changes = [_change(before[id], after[id]) for id in both]
    changed = tuple(change for change in changes if change is not None)
    shares = [_share(before[id], after[id]) for id in both]
    return Difference(
        changed=changed,
        same=len(both) - len(changed),
        removed=tuple(id for id in before if id not in after),
        added=tuple(id for id in after if id not in before),
        overlap=sum(shares) / len(shares) if shares else 1.0,
    )


def _ranks(answer: Mapping[str, Any]) -> dict[str, int]:
    """The ids of the hits with their ranks; those of sections where an article has several."""
    hits = answer.get("hits", ())
    key = "id" if len({hit["id"] for hit in hits}) == len(hits) else "section"
    return {str(hit.get(key)): hit.get("rank", number) for number, hit in enumerate(hits, start=1)}


def _share(before: Mapping[str, Any], after: Mapping[str, Any]) -> float:
    first, second = _ranks(before).keys(), _ranks(after).keys()
    return len(first & second) / len(first | second) if first | second else 1.0


def _change(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changed | None:
    first, second = _ranks(before), _ranks(after)
    errors = _error(before), _error(after)
    totals = before.get("total"), after.get("total")
    moved = {id: (rank, second[id]) for id, rank in first.items() if id in second and rank != second[id]}
    if first == second and totals[0] == totals[1] and errors[0] == errors[1]:
        return None
    return Changed(
        id=before["id"],
        query=after.get("query", before.get("query")),
        totals=totals,
        gained={id: rank for id, rank in second.items() if id not in first},
        lost={id: rank for id, rank in first.items() if id not in second},
        moved=moved,
        errors=errors,
    )


def _error(answer: Mapping[str, Any]) -> str | None:
    error = answer.get("error")
    return str(error.get("message")) if isinstance(error, dict) else error


def change_lines(change: Changed) -> Iterator[str]:
    """A changed query for reading: its totals, then + came, - went, ~ moved, each with its rank."""
    before, after = (worded("an error") if total is None else f"{total:,}" for total in change.totals)
    totals = before if before == after else f"{before} -> {after}"
    yield f"{visible(str(change.id))}  {visible(change.query or '')}  {totals}"
    if change.errors[0] != change.errors[1]:
        yield from (f"  {sign} {visible(error)}" for sign, error in zip("-+", change.errors, strict=True) if error)
    yield from (f"  + {visible(id)}  {rank}" for id, rank in change.gained.items())
    yield from (f"  - {visible(id)}  {rank}" for id, rank in change.lost.items())
    yield from (f"  ~ {visible(id)}  {first} -> {second}" for id, (first, second) in change.moved.items())


def summary_line(found: Difference) -> str:
    """How much is another, in a line."""
    told = [
        worded("{count:,} answered otherwise", count=len(found.changed)),
        worded("{count:,} the same", count=found.same),
    ]
    if found.removed:
        told.append(worded("{count:,} only in the first", count=len(found.removed)))
    if found.added:
        told.append(worded("{count:,} only in the second", count=len(found.added)))
    return worded("{told}; overlap {overlap:.3f}", told=worded(", ").join(told), overlap=found.overlap)
