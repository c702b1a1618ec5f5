"""The articles of a source ready to index: under their ids, in sections, with the places that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, chain

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.discovery import Failure
from baosou.corpus.models import Article, Kind, Section
from baosou.corpus.places import named_in_each, resolve
from baosou.corpus.places.weight import Mentions, Opening, by_weight
from baosou.corpus.readers import Limits, PageProgress, read_source
from baosou.corpus.readers.batches import Batch, read_batch
from baosou.corpus.sections import sections_of
from baosou.index.ingest.ids import title_id
from baosou.index.ingest.sources import Source

_GROUP, _GROUP_CHARACTERS = 128, 100_000
"""How many articles are searched for places at a time, and of how many characters if they are long."""


def byline_of(article: Article) -> str | None:
    """The text that is searched as the byline: as it stands on the page, else the names that a record tells."""
    if article.byline is not None:
        return article.byline.text
    return " ".join(article.authors) if article.authors else None


class Document(Struct, frozen=True):
    """An article with its sections, all with their places; `id` is what those with its title share (see `ids`)."""

    id: int
    article: Article
    sections: tuple[Section, ...]


def load_tables() -> None:
    """Load what reading needs, so that processes copied from this one have it."""
    from baosou.corpus.readers import jsonl  # noqa: F401 (the format of long sources)

    named_in_each([(["北京"], ())])


def documents_of(
    source: Source, batch: Batch | None, failures: list[Failure], progress: PageProgress | None = None
) -> Iterator[Document]:
    """The articles of a source, or of a batch of its lines, in order; what could not be read goes to `failures`."""
    if batch is None:
        found = read_source(
            source.file,
            encoding=source.encoding,
            passwords=source.passwords.every,
            limits=Limits(memory=source.memory),
            progress=progress,
        )
    else:
        found = read_batch(source.file, batch)
    for article, sections in _placed_in_turn(found, failures):
        yield Document(title_id(source, article), article, sections)


class _Parted(Struct, frozen=True, gc=False):
    """An article in sections; `texts` are its title and theirs."""

    article: Article
    sections: tuple[Section, ...]
    texts: list[str]

    @classmethod
    def of(cls, article: Article) -> _Parted:
        """The article, parted."""
        sections = sections_of(article)
        title = article.title.text if article.title else ""
        return cls(article, sections, [title, *[section.text for section in sections]])


def _placed_in_turn(
    found: Iterable[Article | Failure], failures: list[Failure]
) -> Iterator[tuple[Article, tuple[Section, ...]]]:
    """The articles with their places, some at a time, in order; what could not be read goes to `failures`."""
    group: list[_Parted] = []
    characters = 0
    for each in found:
        if isinstance(each, Failure):
            failures.append(each)
            continue
        parted = _Parted.of(each)
        group.append(parted)
        characters += sum(map(len, parted.texts))
        if len(group) == _GROUP or characters >= _GROUP_CHARACTERS:
            yield from _placed(group)
            group, characters = [], 0
    yield from _placed(group)


def placed(articles: Iterable[Article]) -> Iterator[tuple[Article, tuple[Section, ...]]]:
    """Each article with the countries and places that it names, and its sections with the places that they name.

    Those of the most weight come first. A record's own places come before those that its text names; what was exported
    has the places alone that it had.
    """
    return _placed(list(map(_Parted.of, articles)))


def _placed(group: Sequence[_Parted]) -> Iterator[tuple[Article, tuple[Section, ...]]]:
    named = [each for each in group if not each.article.aside]
    anchors = [_anchors(each.article) for each in named]
    read = zip(
        anchors, named_in_each([(each.texts, own) for each, own in zip(named, anchors, strict=True)]), strict=True
    )
    for each in group:
        article = each.article
        if article.aside:
            yield article, each.sections
            continue
        own, found = next(read)
        if article.baosou_id is None:
            places, sections = _placed_by_text(each, own, found.places)
        else:
            places, sections = article.places, _with_known_places(each, found.places)
        countries = _countries(found.countries) or article.countries
        yield replace(article, places=places, countries=countries) if places or countries else article, sections


def _countries(found: Sequence[Mentions]) -> tuple[str, ...]:
    """The countries that an article names: those in its title, then those that it names most."""
    counts: dict[str, int] = {}
    for named in found:
        for country, starts in named.items():
            counts[country] = counts.get(country, 0) + len(starts)
    if len(counts) > 1:
        return tuple(sorted(counts, key=lambda each: (each not in found[0], -counts[each])))
    return tuple(counts)


def _with_known_places(parted: _Parted, found: Sequence[Mentions]) -> tuple[Section, ...]:
    """The sections of what was exported with its places, with those of them that they name."""
    paths = parted.article.places
    known = {above for path in paths for above in accumulate(path.split("/"), "{}/{}".format)}
    return _sections_with_places(parted, [{path: at for path, at in each.items() if path in known} for each in found])


def _placed_by_text(
    parted: _Parted, own: tuple[str, ...], found: Sequence[Mentions]
) -> tuple[tuple[str, ...], tuple[Section, ...]]:
    """The places of an article, and its sections with theirs.

    `found` are the places of the title and of each section; the title's are the first section's too.
    """
    sections = parted.sections
    everywhere = {*own, *chain.from_iterable(found)}
    if not everywhere:
        return parted.article.places, sections
    title, *named = found
    places = _ordered(_most_specific(everywhere), title, named, sections[0], parted.texts[1])
    if own:
        places.sort(key=lambda path: next((n for n, known in enumerate(own) if _is_within(path, known)), len(own)))
    elif len(sections) == 1 and len(places) == len(everywhere):
        told = tuple(places)
        return told, (Section(1, sections[0].blocks, told),)
    return tuple(places), _sections_with_places(parted, found)


def _sections_with_places(parted: _Parted, found: Sequence[Mentions]) -> tuple[Section, ...]:
    title, *named = found
    titles: list[Mentions] = [title, *({} for _ in named[1:])]
    return tuple(
        Section(section.number, section.blocks, tuple(_ordered({*above, *inside}, above, [inside], section, text)))
        for section, above, inside, text in zip(parted.sections, titles, named, parted.texts[1:], strict=True)
    )


def _ordered(
    paths: Collection[str], title: Mentions, texts: Sequence[Mentions], first: Section, text: str
) -> list[str]:
    """The places that a title and texts name by their weight; the first text is that of a section."""
    return list(paths) if len(paths) < 2 else by_weight(paths, title, texts, _opening(first, text))


def _opening(section: Section, text: str) -> Opening:
    """The first paragraph of a section, given with its text; its first block where it has none."""
    start = 0
    for block in section.blocks:
        end = start + len(block.passage.text)
        if block.kind is Kind.PARAGRAPH:
            return Opening.of(text, start, end)
        start = end + 1
    return Opening(0, 0, len(section.blocks[0].passage.text) if section.blocks else 0)


def _is_within(path: str, above: str) -> bool:
    """Whether a place is another one or lies in it."""
    return path == above or path.startswith(f"{above}/")


def _anchors(article: Article) -> tuple[str, ...]:
    """The places that a record names."""
    return tuple([path for name in article.places for path in _paths(name)]) if article.places else ()


def _paths(name: str) -> Iterator[str]:
    """The official path of a place that a record names, or the name itself where there is none or several."""
    paths = resolve(name)
    yield paths[0] if len(paths) == 1 else name


def _most_specific(paths: Iterable[str]) -> list[str]:
    known = sorted(paths)
    above: set[str] = set()
    for path in known:
        upper = path.rpartition("/")[0]
        while upper and upper not in above:
            above.add(upper)
            upper = upper.rpartition("/")[0]
    return [path for path in known if path not in above]
