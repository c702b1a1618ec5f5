"""Where things stand in the articles of the memory engine, told as plainly as can be: the measure of other engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from baosou.corpus.folding import fold_text
from baosou.corpus.models import Passage
from baosou.index.analysis.units import units_of
from baosou.index.concordances import Contexts, Occurrence
from baosou.index.contexts.order import REACH, TELLING, ranks
from baosou.index.highlight.marker import FoldedText, Marker
from baosou.index.ids import section_id, shown_id
from baosou.index.ingest.facet_values import date_bounds
from baosou.index.query.tree import Near, Phrase, Query, text_leaves
from baosou.index.results import SourcePlace
from baosou.index.timelines import Period

if TYPE_CHECKING:
    from tests.index.memory_engine import Held


class Standing(Struct, frozen=True):
    """An occurrence: characters [start, end) of text `number` of an article, counted from its title on."""

    held: Held
    number: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """The text in which it stands."""
        return list(self.held.texts())[self.number][1]

    @property
    def folded_start(self) -> int:
        """Where it begins in the folded text."""
        return len(fold_text(self.text[: self.start]))

    @property
    def folded_end(self) -> int:
        """Where it ends in the folded text."""
        return len(fold_text(self.text[: self.end]))

    def beside(self) -> tuple[str, str]:
        """All of the text before and after it: the body of an article is one text, a section a passage of it."""
        texts = list(self.held.texts())
        before, after = self.text[: self.start], self.text[self.end :]
        if texts[self.number][0] == "body":
            bodies = [text if field == "body" else None for field, text in texts]
            before = "\n".join([*(body for body in bodies[: self.number] if body is not None), before])
            after = "\n".join([after, *(body for body in bodies[self.number + 1 :] if body is not None)])
        return before, after

    def key(self, sort: str) -> list[int]:
        """What it is sorted by."""
        if sort == "date":
            return [date_bounds(self.held.document.article.date)[0] or 99999999]
        before, after = self.beside()
        units = units_of(fold_text(after if sort == "right" else before)).tolist()
        units = units if sort == "right" else units[::-1]
        told = [rank for unit in units[:REACH] if (rank := int(ranks()[unit]))]
        return [*told, *([0xFFFF] * TELLING if len(units) < REACH else [0] * TELLING)][:TELLING]

    def line(self, wanted: Contexts) -> Occurrence:
        """The line of a concordance."""
        article = self.held.document.article
        field = list(self.held.texts())[self.number][0]
        heads = len(list(self.held.texts())) - len(self.held.document.sections)
        section = max(self.number - heads, 0)
        before, after = self.beside()
        id = shown_id(self.held.document.id)
        title = None if article.title is None else article.title.text
        if field == "body":
            passages = [block.passage for block in self.held.document.sections[section].blocks]
        else:
            passages = [each for each in (article.title if field == "title" else article.byline,) if each is not None]
        return Occurrence(
            id=id,
            section=section_id(id, section + 1),
            field=field,
            left=before[-wanted.before :] if wanted.before else "",
            match=self.text[self.start : self.end],
            right=after[: wanted.after],
            title=title,
            date=article.date,
            source=_source_at(self.held.source, passages, self.start, self.end),
        )


def standing(held: Held, query: Query) -> Iterator[Standing]:
    """The occurrences of what of a query speaks for a match, in the order of the article."""
    for number, (field, text) in enumerate(held.texts()):
        found: list[tuple[int, int]] = []
        for leaf, _ in text_leaves(query):
            if leaf.field in (None, field):
                places = (
                    near_places(leaf, text) if isinstance(leaf, Near) else Marker(leaf).find(FoldedText(text), field)
                )
                found += [place[:2] for place in places]
        taken: list[tuple[int, int]] = []
        for start, end in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
        yield from (Standing(held, number, start, end) for start, end in sorted(taken))


def near_places(leaf: Near, text: str) -> list[tuple[int, int]]:
    """Where near words stand together: for each end of such a row the shortest one."""
    every = [[place[:2] for place in Marker(Phrase(word)).find(FoldedText(text))] for word in leaf.phrases]
    shortest: dict[tuple[int, int], tuple[int, int]] = {}

    def follow(left: frozenset[int], first: int, end: int) -> None:
        for n in left:
            for start, stop in every[n]:
                if not end <= start <= end + leaf.slop or "\n" in text[end:start]:
                    continue
                if len(left) > 1:
                    follow(left - {n}, first, stop)
                else:
                    shortest[start, stop] = max((first, stop), shortest.get((start, stop), (-1, -1)))

    for n, places in enumerate(every):
        for start, stop in places:
            follow(frozenset(range(len(every))) - {n}, start, stop)
    return sorted(set(shortest.values()))


def _source_at(path: str, passages: Sequence[Passage], start: int, end: int) -> SourcePlace:
    """Where characters of a text came from; `passages` with a line end between them are the text."""
    runs, at = [], 0
    for passage in passages:
        runs += [(at + span.at, span) for span in passage.spans]
        at += len(passage.text) + 1
    own = [run for run in runs if run[0] <= start][-1]
    last = [run for run in runs if run[0] < end][-1]
    begin = own[1].start + min(start - own[0], own[1].end - own[1].start)
    stop = last[1].start + min(end - last[0], last[1].end - last[1].start)
    return SourcePlace(path, own[1].line, None, None, begin, stop)


def period_of(date: str | None, by: Period) -> str | None:
    """The year, month or day of an article, as far as its date goes."""
    length = {"year": 4, "month": 7, "day": 10}[by]
    return None if date is None or len(date) < length else date[:length]
