"""From sources to documents: what one worker makes of the files it is given, for whoever sends it to the cluster.

A segment is written of them by the way: it counts the words of each text, and has the names, the abbreviations and
the words that stand in it, as the embedded engine finds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.folding import fold_text
from baosou.corpus.models import Article, Section
from baosou.index.analysis.pinyin import KEY_SYLLABLES, SYLLABLE_BITS
from baosou.index.ingest.documents import byline_of
from baosou.index.ingest.facet_values import FacetKeys, FacetValues, date_bounds, with_ancestors
from baosou.index.ingest.reading import read_task
from baosou.index.ingest.sources import Built, Report, Task
from baosou.index.opensearch_engine.mapping import FACETS, PAIR
from baosou.index.opensearch_engine.marks import spelled, spelled_with_quotes
from baosou.index.segments.layout import BLOCK_BITS, Field
from baosou.index.segments.reader import Segment
from baosou.index.segments.results.periods import characters
from baosou.index.segments.sounds import shift_of
from baosou.index.segments.term_table import TextTable
from baosou.index.segments.writing.builder import SegmentBuilder


class Stored(Struct, frozen=True):
    """What is kept of an article to show it and to look at it closely; its blocks are those of the sections."""

    source: str
    article: Article
    sections: tuple[Section, ...]


class Made(Struct, frozen=True, array_like=True):
    """An article as it goes to the cluster, but for its id, which is still to be parted from others.

    `body` and `sections` are JSON objects. `exported` says that the id was given.
    """

    id: int
    source: str
    body: bytes
    sections: tuple[bytes, ...]
    exported: bool


class Word(Struct, frozen=True, array_like=True):
    """A word, a name or a title of a work that stands in some articles, how it sounds, and how often it was seen."""

    kind: str
    text: str
    sounds: tuple[str, ...]
    count: int


class Part(Struct, frozen=True, array_like=True):
    """What a task made, as it is put down for whoever sends it: articles, their words, keys of records."""

    articles: tuple[Made, ...]
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    keys_aside: tuple[str, ...]


def build(task: Task, report: Report) -> Built:
    """Read the sources of a task and put down their documents; what cannot be read is recorded."""
    parts = _Parts(task)
    outcomes = read_task(task, report, parts)
    return Built(tuple(parts.written()), outcomes)


def parts_of(paths: Iterable[Path]) -> Iterator[Part]:
    """What tasks put down."""
    decoder = msgspec.msgpack.Decoder(Part)
    return (decoder.decode(path.read_bytes()) for path in paths)


class _Parts:
    """Puts down the documents of a task, so many characters at a time."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._paths: list[Path] = []
        self.characters = 0
        self._held = 0
        self._begin()

    def _begin(self) -> None:
        self._builder = SegmentBuilder()
        self._keys = FacetKeys()
        self._extra: dict[str, None] = {}
        self._made: list[tuple[int, str, dict[str, Any], list[dict[str, Any]], bool]] = []

    def add(self, article: Article, sections: Sequence[Section], *, id: int, source: str) -> None:
        """Add an article of a source."""
        article, sections = _utf8(article, sections)
        before = self._builder.characters
        self._builder.add(article, sections, id=id, source=source)
        self._held += self._builder.characters - before
        self.characters += self._builder.characters - before
        values, _ = self._keys.values_of(article, source)
        self._extra.update(dict.fromkeys(key for key in values if key not in FACETS))
        shared = _shared(article, values, source)
        body = {
            "kind": "article",
            **shared,
            **_texts(article, sections),
            "sections": len(sections),
            "stored": Stored(source, replace(article, blocks=()), tuple(sections)),
        }
        children = [
            {**shared, **_texts(article, [section], first=n == 0), **_places(section), "number": n + 1}
            for n, section in enumerate(sections)
        ]
        self._made.append((id, source, body, children, article.baosou_id is not None))
        if self._held >= self._task.characters:
            self._write()

    def written(self) -> list[Path]:
        """All that was put down."""
        if self._made:
            self._write()
        return self._paths

    def _write(self) -> None:
        target = self._task.target.with_name(f"{self._task.target.name}-{len(self._paths)}")
        path = target.with_suffix(".seg")
        self._builder.write(path, every_character=True)
        segment = Segment(path)
        told = _told_by(segment)
        made = tuple(
            Made(id, source, _json({**body, **told[n]}), tuple(map(_json, children)), exported)
            for n, (id, source, body, children, exported) in enumerate(self._made)
        )
        part = Part(made, tuple(_words(segment)), tuple(self._extra), tuple(self._keys.aside))
        target.write_bytes(msgspec.msgpack.encode(part))
        path.unlink()
        self._paths.append(target)
        self._held = 0
        self._begin()


def _json(document: Mapping[str, Any]) -> bytes:
    """A document without what it does not have."""
    return msgspec.json.encode({key: value for key, value in document.items() if value not in (None, "", [], ())})


def _utf8(article: Article, sections: Sequence[Section]) -> tuple[Article, Sequence[Section]]:
    """An article without halves of surrogate pairs, which no JSON holds; each is what a decoder puts in its place."""
    try:
        msgspec.json.encode((article, sections))
    except UnicodeEncodeError:
        whole = _whole(msgspec.to_builtins((article, tuple(sections))))
        return msgspec.convert(whole, tuple[Article, tuple[Section, ...]])
    return article, sections


def _whole(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode() if not value.isascii() else value
        case dict():
            return {_whole(key): _whole(each) for key, each in value.items()}
        case list() | tuple():
            return [_whole(each) for each in value]
        case _:
            return value


def _texts(article: Article, sections: Sequence[Section], *, first: bool = True) -> dict[str, Any]:
    """The texts of an article, or of one section with those above it, as they are looked through.

    An empty text holds the place of a title or byline that is none.
    """
    byline = byline_of(article)
    heads = [article.title.text if article.title else "", byline or ""] if first else ["", ""]
    texts = [*heads, *(section.text for section in sections)]
    spelled_texts = [spelled(text) for text in texts]
    found: dict[str, Any] = {"all": spelled_texts, "title": spelled_texts[0], "byline": spelled_texts[1]}
    quoted = [spelled_with_quotes(text) for text in texts]
    if any(quoted):
        found["quoted"] = [text or "" for text in quoted]
        found["quoted_title"], found["quoted_byline"] = quoted[0], quoted[1]
    return found


def _shared(article: Article, values: FacetValues, source: str) -> dict[str, Any]:
    """What an article and its sections are filtered and sorted by."""
    first, last = date_bounds(article.date)
    found: dict[str, Any] = {
        "aside": article.aside,
        "path": source,
        "source_path": fold_text(source),
        "title_key": fold_text(article.title.text) if article.title else None,
    }
    if first:
        found |= {"first": first, "last": last}
    more = []
    for key, each in values.items():
        if key in FACETS:
            found[key] = list(dict.fromkeys(each))
            found[f"{key}_f"] = list(dict.fromkeys(map(fold_text, each)))
        else:
            more += [(key, value) for value in each]
    found["more"] = [f"{key}{PAIR}{value}" for key, value in dict.fromkeys(more)]
    found["more_f"] = [f"{key}{PAIR}{fold_text(value)}" for key, value in dict.fromkeys(more)]
    found["place_name"] = _endings(values.get("place", ()))
    return found


def _places(section: Section) -> dict[str, Any]:
    places = with_ancestors(section.places)
    return {"place": list(places), "place_f": list(map(fold_text, places)), "place_name": _endings(places)}


def _endings(paths: Iterable[str]) -> list[str]:
    """The names that find a place: each of its paths' ends."""
    ends = (("/".join(names[n:])) for names in (path.split("/") for path in paths) for n in range(len(names)))
    return list(dict.fromkeys(ends))


def _told_by(segment: Segment) -> list[dict[str, Any]]:
    """What a segment tells of each of its articles: how much text it has, its names, the abbreviations it explains."""
    articles = segment.slot_article
    fields = segment.slot_field
    told: list[dict[str, Any]] = [{} for _ in range(segment.articles)]
    sizes = (segment.slot_length.astype(np.int64) >> BLOCK_BITS) + 1 << BLOCK_BITS
    counts = {"characters": characters(segment), "units": np.bincount(articles, sizes, segment.articles)}
    for field in Field:
        own = fields == field
        name = field.name.lower()
        counts[f"{name}_words"] = np.bincount(articles[own], segment.slot_words[own], segment.articles)
        counts[f"{'bodie' if field is Field.BODY else name}s"] = np.bincount(articles[own], minlength=segment.articles)
    for name, values in counts.items():
        for each, value in zip(told, values.astype(np.int64).tolist(), strict=True):
            each[name] = value
    for number, name in enumerate(segment.names):
        for article in segment.names.lists.values(number).tolist():
            told[article].setdefault("name", []).append(name)
    for entry in segment.abbreviations.all():
        own_forms = told[entry.article]
        own_forms.setdefault("form", []).append(entry.key)
        own_forms.setdefault("explained", []).append(explained(entry.key, entry.other, is_long=entry.is_long))
    return told


def explained(form: str, other: str, *, is_long: bool) -> str:
    """An abbreviation as one value: one of its forms, which of the two it is, and the other one."""
    return PAIR.join((form, "long" if is_long else "short", other))


def _words(segment: Segment) -> Iterator[Word]:
    for kind, table in (("word", segment.words), ("name", segment.names)):
        sounds = _sounds(table)
        counts = table.lists.counts.tolist()
        for number, text in enumerate(table):
            yield Word(kind, text, tuple(sounds.get(number, ())), counts[number])
    for title in segment.titles:
        yield Word("title", title, (), 1)


def _sounds(table: TextTable) -> dict[int, list[str]]:
    """How each text of a table sounds, by its number: the syllables of each of its readings."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, number in zip(table.sound_keys.tolist(), table.sounding.tolist(), strict=True):
        found[number].append(sound_of(key))
    return found


def sound_of(key: int) -> str:
    """The syllables of a key of sound, each with a point after it."""
    syllables = (key >> shift_of(place) & (1 << SYLLABLE_BITS) - 1 for place in range(KEY_SYLLABLES))
    return "".join(f"{syllable}." for syllable in syllables if syllable)
