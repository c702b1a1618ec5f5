"""People and organisations: how many are right in marked articles, how long finding them takes, how large they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from baosou.index import Index, open_index
from tests.bench.articles import SHARED, Record, news, records_of, write_records
from tests.bench.engines import BAOSOU
from tests.bench.marked_names import Counts, Marked, counts, marked_news, marked_passages
from tests.bench.measuring import run
from tests.bench.tables import megabytes, table
from tests.bench.workshop import Workshop, say

FIELDS = ("person", "org")
READ = 200
"""Values that are printed for reading."""

_OTHERS = ("bedtimenews", "tech_magazines")
_OF_OTHERS = 2_000
"""Articles of each other collection at most."""

Archive = tuple[str, list[Record], list[Marked]]


def names(workshop: Workshop) -> Iterator[str]:
    """For each archive what its names take, how they compare with marks, and the most frequent ones."""
    most = min(workshop.every, _OF_OTHERS)
    others = [record for name in _OTHERS for record in islice(records_of(SHARED / f"{name}.jsonl.gz"), most)]
    archives: list[Archive] = [
        (f"{workshop.small:,} news articles", list(news(workshop.small)), list(marked_news())),
        (f"{len(others):,} commentaries and articles of magazines", others, list(marked_passages())),
    ]
    for number, archive in enumerate(archives):
        yield from _of_archive(workshop, number, archive)


def _of_archive(workshop: Workshop, number: int, archive: Archive) -> Iterator[str]:
    called, records, marked = archive
    file = workshop.folder / f"names-{number}.jsonl"
    written = write_records([*records, *(each.record for each in marked)], file)
    folder = workshop.folder / f"names-{number}-index"
    if not folder.exists():
        say(f"indexing {written.articles:,} articles")
        run([BAOSOU, "add", str(file), "--index", str(folder), "--quiet"])
    say("searching them for names")
    for old in folder.glob("*.names"):
        raise SystemExit(f"{old}: searched before; --keep another folder")
    took = run([BAOSOU, "enrich", "--index", str(folder), "--jobs", "1", "--quiet"], memory=True)
    again = run([BAOSOU, "enrich", "--index", str(folder), "--jobs", "1", "--quiet"])
    with open_index(folder) as index:
        characters = index.status().characters
        yield f"Names in {called}, {characters:,} characters, by one worker"
        size = sum(path.stat().st_size for path in folder.glob("*.names"))
        of = sum(path.stat().st_size for path in folder.glob("*.seg"))
        yield table(
            ("", "wall s", "CPU s", "characters/s", "once more s", "memory MB", "MB", "of the index"),
            [
                (
                    "enrich",
                    f"{took.wall:.1f}",
                    f"{took.cpu:.1f}",
                    f"{characters / took.wall:,.0f}",
                    f"{again.wall:.1f}",
                    megabytes(took.together),
                    megabytes(size),
                    f"{size / of:.1%}",
                )
            ],
        )
        yield table(("marked articles of", "articles", *_HEADER), list(_compared(index, marked)))
        for field in FIELDS:
            values = [each.value for each in index.facets(None, {field: READ})[field]]
            yield f"the {len(values)} most frequent values of {field}, to be read:\n{' '.join(values)}"


_HEADER = ("names", "people precision", "recall", "organisations precision", "recall")


def _compared(index: Index, marked: Sequence[Marked]) -> Iterator[tuple[str, ...]]:
    for collection in sorted({each.collection for each in marked}):
        of = [each for each in marked if each.collection == collection]
        for every, called in ((False, "shown"), (True, "all")):
            found = {field: sum((_counts(index, each, field, every) for each in of), Counts()) for field in FIELDS}
            figures = (f"{figure:.3f}" for each in found.values() for figure in (each.precision, each.recall))
            yield collection, f"{len(of)}", called, *figures


def _counts(index: Index, each: Marked, field: str, every: bool) -> Counts:
    where = {"marked": each.record["marked"]}
    told = [found.value for found in index.facets(None, {field: 0}, where=where, all_names=every)[field]]
    return counts(told, each.marks[field])
