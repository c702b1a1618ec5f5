"""The occurrences of a request: drawn, in the order that is wanted, and read with the text around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from baosou.index.analysis.units import Integers, fold_table, runs, text_of
from baosou.index.concordances import Contexts, Drawn, Occurrence, Occurrences, Stretch, Surroundings
from baosou.index.contexts.order import REACH, Keys, keys_of, shuffled
from baosou.index.ids import section_id
from baosou.index.results import SourcePlace
from baosou.index.segments.layout import FIELD_NAMES, Field
from baosou.index.segments.matching.places import CountedPlaces, Places
from baosou.index.segments.reader import Segment
from baosou.index.segments.results.around import Around, second_halves
from baosou.index.segments.results.hits import ShortIds, short_ids
from baosou.index.segments.stored import Printed, Run, StoredArticle, runs_of

_READ = 1 << 12
"""How many occurrences are read at a time, so that memory does not grow with their number."""

_SORTED = 1 << 14
"""Of how many the texts around are looked at at a time for their order."""

_UNDATED = 1 << 40
_FIELDS = {int(field): name for name, field in FIELD_NAMES.items()}

Found = tuple[Segment, Places | CountedPlaces]


def occurrences(found: Sequence[Found], wanted: Contexts, short: ShortIds | None = None) -> Occurrences:
    """The occurrences that are wanted."""
    everything = _InOrder(found)
    order = everything.drawn(wanted.drawn)
    drawn = len(order)
    if wanted.sort == "random":
        order = order.take(shuffled(drawn, wanted.drawn.seed))
    elif wanted.sort != "source":
        # lexsort keeps equal ones in their order
        order = order.take(np.lexsort(everything.keys(order, wanted.sort)))
    named = short or partial(short_ids, [segment for segment, _ in found])
    lines = _Lines(found, everything.at.take(order[: wanted.limit], axis=0), wanted, named)
    return Occurrences(len(everything.at), _articles_of(found), drawn, lines)


def _articles_of(found: Sequence[Found]) -> int:
    """How many articles have an occurrence."""
    return sum(len(runs(segment.slot_article.take(places.slots))[0]) for segment, places in found)


class _InOrder:
    """All occurrences in the order of their sources: by path, then as they stand; `at` are (segment, place) rows."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._found = found
        paths = sorted({path for segment, _ in found for path in segment.sources})
        rank = {path: number for number, path in enumerate(paths)}
        keys, rows = [], []
        for number, (segment, places) in enumerate(found):
            ranks = np.array([rank[path] for path in segment.sources] or [0], dtype=np.int64)
            keys.append(ranks.take(segment.article_source.take(segment.slot_article.take(places.slots))))
            count = np.arange(len(places.slots))
            rows.append(np.stack((np.full_like(count, number), count), axis=1))
        none = np.empty((0, 2), dtype=np.int64)
        # a stable order keeps segments, and places within them, as they are
        order = np.argsort(np.concatenate([np.empty(0, dtype=np.int64), *keys]), kind="stable")
        self.at: Integers = np.concatenate([none, *rows]).take(order, axis=0)

    def drawn(self, drawn: Drawn) -> Integers:
        """Which of them are drawn, ascending."""
        if drawn.sample is None or drawn.sample >= len(self.at):
            return np.arange(len(self.at))
        chosen: Integers = np.sort(shuffled(len(self.at), drawn.seed)[: drawn.sample])
        return chosen

    def keys(self, order: Integers, sort: str) -> list[NDArray[np.generic]]:
        """The keys of some of them, the least first, as lexsort wants them."""
        rows = self.at.take(order, axis=0)
        columns = 1 if sort == "date" else keys_of(np.empty((0, REACH), np.uint16), np.empty(0, np.int64)).shape[1]
        keys = np.zeros((len(rows), columns), dtype=np.uint64)
        for number, (segment, places) in enumerate(self._found):
            mine = (rows[:, 0] == number).nonzero()[0]
            picked = places.picked(rows[mine, 1])
            if sort == "date":
                first = segment.dates[:, 0].take(segment.slot_article.take(picked.slots)).astype(np.uint64)
                keys[mine, 0] = np.where(first == 0, np.uint64(_UNDATED), first)
            else:
                keys[mine] = _text_keys(segment, picked, after=sort == "right")
        return [keys[:, column] for column in range(columns - 1, -1, -1)]


def _text_keys(segment: Segment, places: Places, *, after: bool) -> Keys:
    around = Around(segment)
    parts = [keys_of(np.empty((0, REACH), np.uint16), np.empty(0, np.int64))]
    for first in range(0, len(places.starts), _SORTED):
        some = places.picked(np.arange(first, min(first + _SORTED, len(places.starts))))
        windows = around.windows(some, REACH, after=after)
        parts.append(keys_of(windows.units, windows.ends))
    return np.concatenate(parts)


class _Lines:
    """Reads lines as they are walked through, some thousand at a time."""

    def __init__(self, found: Sequence[Found], rows: Integers, wanted: Contexts, short: ShortIds) -> None:
        self._found = found
        self._short = short
        self._rows = rows
        self._wanted = wanted

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Occurrence]:
        around = [Around(segment) for segment, _ in self._found]
        for first in range(0, len(self._rows), _READ):
            rows = self._rows[first : first + _READ]
            read: list[tuple[int, Occurrence]] = []
            for number in np.unique(rows[:, 0]).tolist():
                mine = (rows[:, 0] == number).nonzero()[0]
                picked = self._found[number][1].picked(rows[mine, 1])
                read += zip(mine.tolist(), self._read(around[number], number, picked), strict=True)
            read.sort(key=lambda each: each[0])
            yield from (line for _, line in read)

    def _read(self, around: Around, number: int, places: Places) -> Iterator[Occurrence]:
        segment = self._found[number][0]
        before = around.texts(places, self._wanted.before, after=False)
        after = around.texts(places, self._wanted.after, after=True)
        characters = around.characters(places)
        matches = around.matches(places, characters)
        articles = segment.slot_article.take(places.slots).tolist()
        sections = segment.slot_section.take(places.slots).tolist()
        fields = segment.slot_field.take(places.slots).tolist()
        known = {article: _Known(segment, article) for article in dict.fromkeys(articles)}
        ids = self._short([each.id for each in known.values()])
        for at, (article, section, field) in enumerate(zip(articles, sections, fields, strict=True)):
            of = known[article]
            yield Occurrence(
                id=ids[of.id],
                section=section_id(ids[of.id], section - of.first + 1),
                field=_FIELDS[field],
                left=before[at],
                match=matches[at],
                right=after[at],
                title=of.title,
                date=of.stored.date,
                source=of.source(field, section, *characters[at]),
            )


class _Known:
    """What of an article its lines show."""

    def __init__(self, segment: Segment, article: int) -> None:
        self._segment, self._article = segment, article
        self.id: int = segment.article_id.item(article)
        self.stored: StoredArticle = segment.stored(article)
        self.first, _ = segment.sections_of_article(article)
        self.path = segment.sources[segment.article_source.item(article)]
        self._runs: dict[int, Sequence[Run]] = {}
        self._printed: dict[int, Printed | None] = {}
        self.title = segment.section_text(self.first, Field.TITLE) if self.stored.title else None

    def source(self, field: int, section: int, start: int, end: int) -> SourcePlace:
        """Where characters of one of its texts came from; page and box are those of the section."""
        line, begin, stop = place_in(self.runs(field, section), start, end)
        printed = self._printed_of(field, section)
        page, box = (None, None) if printed is None else (printed.page, printed.box)
        return SourcePlace(self.path, line, page, box, begin, stop)

    def _printed_of(self, field: int, section: int) -> Printed | None:
        key = section if field == Field.BODY else -1
        if key not in self._printed:
            segment, article, stored = self._segment, self._article, self.stored
            self._printed[key] = (
                segment.origin_of_section(article, stored, section - self.first).printed
                if field == Field.BODY
                else segment.heading_printed(article, stored)
            )
        return self._printed[key]

    def runs(self, field: int, section: int) -> Sequence[Run]:
        """The runs of the source that one of its texts was joined of."""
        key = section if field == Field.BODY else -field - 1
        if key not in self._runs:
            stored = self.stored
            heads = stored.title if field == Field.TITLE else stored.byline
            coded = stored.sections[section - self.first].coded if field == Field.BODY else heads
            try:
                self._runs[key] = list(runs_of(coded))
            except ValueError as error:
                raise self._segment.part_damaged("stored", self._article) from error
        return self._runs[key]


def place_in(runs: Sequence[Run], start: int, end: int) -> tuple[int, int, int]:
    """The line, and the first and last character [start, end) of the source, that characters of a text came from."""
    if not runs:
        return 1, 0, 0
    own = max(bisect_right(runs, start, key=_beginning) - 1, 0)
    last = max(bisect_left(runs, end, key=_beginning) - 1, own)
    at, line, begin, stop = runs[own]
    # what stands between two runs came from where the one before it ends
    begin = min(begin + max(start - at, 0), stop)
    at, _, first, stop = runs[last]
    return line, begin, max(min(first + max(end - at, 0), stop), begin)


def _beginning(run: Run) -> int:
    return run[0]


def surroundings(found: Sequence[Found], reach: int, drawn: Drawn, characters: int) -> Surroundings:
    """The folded text around what is drawn, `reach` units on each side, what touches joined."""
    everything = _InOrder(found)
    order = everything.drawn(drawn)
    rows = everything.at.take(order, axis=0)
    stretches: list[Stretch] = []
    for number, (segment, places) in enumerate(found):
        stretches += _stretches(segment, places.picked(np.sort(rows[rows[:, 0] == number, 1])), reach)
    return Surroundings(len(everything.at), _articles_of(found), len(order), characters, tuple(stretches))


def _stretches(segment: Segment, places: Places, reach: int) -> Iterator[Stretch]:
    if not len(places.starts):
        return
    base = segment.slot_base.astype(np.int64).take(places.slots)
    end = base + segment.slot_length.astype(np.int64).take(places.slots)
    firsts = np.maximum(places.starts - reach, base)
    lasts = np.minimum(places.lasts + 1 + reach, end)
    apart = np.ones(len(firsts), dtype=np.bool_)
    apart[1:] = firsts[1:] > lasts[:-1]
    heads = apart.nonzero()[0]
    fold = fold_table()
    seconds = second_halves(segment)
    starts, stops = places.starts.tolist(), (places.lasts + 1).tolist()
    edges = zip(heads.tolist(), [*heads[1:].tolist(), len(firsts)], strict=True)
    for head, tail in edges:
        first, last = int(firsts[head]), int(lasts[tail - 1])
        begins, ends = first == base[head], last == end[head]
        if len(seconds):
            # no half a character at an edge
            first += _goes_on(seconds, first)
            last -= _goes_on(seconds, last)
        text = text_of(fold.take(segment.units_between(first, last)))
        inner = [(starts[n] - first, stops[n] - first) for n in range(head, tail)]
        if len(text) != last - first:
            bounds = np.array(inner)
            bounds -= seconds.searchsorted(bounds + first) - seconds.searchsorted(first)
            inner = [(start, stop) for start, stop in bounds.tolist()]
        yield Stretch(text, tuple(inner), bool(begins), bool(ends))


def _goes_on(seconds: Integers, address: int) -> int:
    """1 where a character goes on at the address, else 0."""
    at = int(seconds.searchsorted(address))
    return int(at < len(seconds) and int(seconds[at]) == address)
