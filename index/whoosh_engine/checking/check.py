"""Checks an index: each file by its checksums, what stands in it by what stands elsewhere, all by the sources."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from baosou.corpus.folding import fold_text
from baosou.index.analysis.units import Units, fold_table, posted_units, quote_units, text_of
from baosou.index.errors import IndexDamaged
from baosou.index.ingest.against_files import against_files
from baosou.index.ingest.sources import SourceEntry
from baosou.index.reports import CheckProgress, CheckReport, Finding
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.enriched import Enriched
from baosou.index.segments.matching import literal
from baosou.index.segments.matching.patterns import listed_slots, pattern_of
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.checking import names, soundness
from baosou.index.whoosh_engine.generation import open_segment
from baosou.index.whoosh_engine.storage.catalogue import Catalogue, read_catalogue
from baosou.index.whoosh_engine.storage.files import NAME, NAMES, sources_name
from baosou.index.whoosh_engine.storage.source_list import read_sources
from baosou.index.whoosh_engine.vocabulary.wordbook import Wordbook

Tell = Callable[[CheckProgress], None]

SAMPLES = 40
"""How many texts of each segment are counted."""

_SEED = 20240701
_LONGEST_SAMPLE = 6
MOST_COUNTED = 8_000_000
"""Occurrences that are counted, about a second for each two million; archives of ordinary text have fewer."""


def first_finding(segments: Iterable[Segment], files: Iterable[ArrayFile]) -> str | None:
    """Something that is wrong with open files; None where nothing is."""
    for file in files:
        for finding in file.verify():
            return finding
    for segment in segments:
        for finding in (*segment.file.verify(), *soundness.findings(segment)):
            return finding
        if segment.enriched is not None:
            for finding in segment.enriched.file.verify() or names.findings(segment.enriched):
                return finding
    return None


def check(folder: Path, *, sources: bool, progress: Tell) -> CheckReport:
    """See `index.backend.Backend.check`.

    Where a writer replaces the generation meanwhile, files of the old one go; the new one is checked instead.
    """
    while True:
        before = _generation(folder)
        report = _checked(folder, sources=sources, progress=progress)
        if not report.findings or before is None or _generation(folder) in (before, None):
            return report


def _generation(folder: Path) -> int | None:
    try:
        return read_catalogue(folder).generation
    except IndexDamaged:
        return None


def _checked(folder: Path, *, sources: bool, progress: Tell) -> CheckReport:
    started = time.monotonic()
    try:
        current = read_catalogue(folder)
    except IndexDamaged as error:
        return _report([_finding(folder / NAME, str(error))], 1, 0, 0, 0, started)
    total = sum(_size(folder / name) for name in current.names())
    done = 0
    found: list[Finding] = []
    segments: list[Segment] = []
    for name in sorted(current.names()):
        progress(CheckProgress(done, total, name))
        found += (_finding(folder / name, line) for line in _of_file(folder, current, name, segments))
        done += _size(folder / name)
    known: dict[str, SourceEntry] = {}
    counted = 0
    if not found:
        try:
            known = read_sources(folder, current.generation, checksum=current.sources_checksum)
        except IndexDamaged as error:
            found.append(_finding(folder / sources_name(current.generation), str(error)))
    if not found:
        found += (_finding(folder / NAME, line) for line in _of_sources(folder, current, known, segments))
    if sources and not found:
        for finding in against_files(known, progress):
            found.append(finding)
        for segment in segments:
            progress(CheckProgress(done, total, f"counting in {segment.path.name}"))
            wrong, count = counted_otherwise(segment)
            found += (Finding("counts", str(segment.path), line) for line in wrong)
            counted += count
    return _report(found, len(current.names()), total, len(known) if sources else 0, counted, started)


def _report(found: Sequence[Finding], files: int, size: int, sources: int, counted: int, started: float) -> CheckReport:
    return CheckReport(tuple(found), files, size, sources, counted, round(time.monotonic() - started, 3))


def _finding(path: Path, line: str) -> Finding:
    """A finding in a file of the index; the line may begin with the file's path."""
    reason = line.removeprefix(str(path)).removeprefix(":").strip()
    return Finding("index", str(path), reason)


def _size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def _of_file(folder: Path, current: Catalogue, name: str, segments: list[Segment]) -> Iterator[str]:
    """What is wrong with one file of the generation; segments that could be opened are kept for later."""
    try:
        if current.wordbook is not None and name == current.wordbook.name:
            wordbook = Wordbook(folder / name, current.wordbook.checksum)
            yield from wordbook.file.verify() or _of_wordbook(wordbook)
        elif name == sources_name(current.generation):
            read_sources(folder, current.generation, checksum=current.sources_checksum)
        elif name.endswith(NAMES):
            entry = next(each for each in current.segments if each.names is not None and each.names.name == name)
            enriched = Enriched(folder / name, entry.articles, 0 if entry.names is None else entry.names.checksum)
            yield from enriched.file.verify() or names.findings(enriched)
        elif name != NAME:
            entry = next(each for each in current.segments if each.name == name)
            segment = open_segment(folder, replace(entry, names=None))
            findings = segment.file.verify()
            yield from findings or soundness.findings(segment)
            segments.append(segment)
    except IndexDamaged as error:
        yield str(error)


def _of_wordbook(wordbook: Wordbook) -> Iterator[str]:
    words = [word.text for word in wordbook.words()]
    wordbook.rules()
    if words != sorted(set(words)) or wordbook.total < 0:
        yield f"{wordbook.file.path}: its words are not in order"


def _of_sources(
    folder: Path, current: Catalogue, known: dict[str, SourceEntry], segments: Sequence[Segment]
) -> Iterator[str]:
    """Whether the catalogue, the list of sources and the segments speak of the same sources and articles."""
    if len(known) != current.source_count:
        yield f"it counts {current.source_count} sources, its list has {len(known)}"
    live: dict[str, int] = {}
    for segment in segments:
        counts = np.bincount(segment.article_source[segment.live], minlength=len(segment.sources)).tolist()
        for key, count in zip(segment.sources, counts, strict=True):
            live[key] = live.get(key, 0) + count
    for key in sorted(known.keys() | {key for key, count in live.items() if count}):
        listed = known[key].articles if key in known else 0
        if live.get(key, 0) != listed:
            yield f"{key} has {live.get(key, 0)} articles in the segments, {listed} in the list of sources"


def counted_otherwise(
    segment: Segment, *, samples: int = SAMPLES, most: int = MOST_COUNTED, seed: int = _SEED
) -> tuple[list[str], int]:
    """Texts taken at random from a segment that a search counts otherwise than a scan of all its texts does.

    Also gives how many were counted: fewer where they stand there so often that counting would take minutes, as in a
    word of millions of letters. The scan goes over the folded text as one string and knows no lists.
    """
    chance = random.Random(seed)
    folded = fold_table().take(segment.file.array("text"))
    # what a search steps over is no part of what is scanned
    scanned = text_of(folded.compress(~quote_units().take(folded)))
    wrong, count, occurrences = [], 0, 0
    for _ in range(samples if len(segment.slot_base) else 0):
        text = _sample(segment, chance)
        if text is None:
            continue
        count += 1
        wanted = pattern_of(text, exact=True)
        listed = listed_slots(segment, wanted)
        found = len(literal.find(segment, wanted).starts if listed is None else listed)
        expected = _occurrences(scanned, text)
        if found != expected:
            wrong.append(f"a search finds {text} {found} times, it stands there {expected} times")
        occurrences += expected
        if occurrences > most:
            break
    return wrong, count


def _sample(segment: Segment, chance: random.Random) -> str | None:
    """Some neighbouring characters of a text, all of which can be searched for."""
    slot = chance.randrange(len(segment.slot_base))
    units: Units = fold_table().take(segment.slot_units(slot))
    units = units.compress(~quote_units().take(units))
    length = chance.randint(1, _LONGEST_SAMPLE)
    start = chance.randrange(max(len(units) - length, 0) + 1)
    chosen = units[start : start + length]
    if not len(chosen) or not posted_units().take(chosen).all():
        return None
    text = text_of(chosen)
    return text if fold_text(text) == text else None


def _occurrences(text: str, wanted: str) -> int:
    """How often a text stands in another, overlapping places too."""
    count, at = 0, text.find(wanted)
    while at >= 0:
        count, at = count + 1, text.find(wanted, at + 1)
    return count
