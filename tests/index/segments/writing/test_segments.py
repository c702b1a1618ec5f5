"""How segments lie on disk: posting lists, array files, and merging that changes no answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.index.analysis.units import runs
from baosou.index.answering.suggest import suggest
from baosou.index.errors import IndexDamaged, UnknownId
from baosou.index.ingest.facet_values import date_bounds, with_ancestors
from baosou.index.query.tree import And, Everything, Not, Or, Phrase, Query, Wildcard
from baosou.index.request import FacetRequest, Filter, SearchRequest, Unit
from baosou.index.segments.array_file import ArrayFile, ArrayFileWriter
from baosou.index.segments.layout import BLOCK_BITS
from baosou.index.segments.postings import decode_list, decode_lists, encode_gaps, encode_lists, lists_of
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.merger import merge
from baosou.index.segments.writing.sizes import Sizes
from baosou.index.whoosh_engine.engine import WhooshEngine

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Segment]
MakeIndex = Callable[..., WhooshEngine]

MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))
ASCENDING = st.lists(st.integers(0, 2**32 - 1), unique=True, max_size=40).map(sorted)


# Posting lists


@given(st.lists(st.integers(0, 2**35 - 1), max_size=60))
def test_gaps_come_back_as_they_were_written(gaps: list[int]) -> None:
    data, sizes = encode_gaps(np.array(gaps, dtype=np.int64))
    assert decode_list(data).tolist() == list(accumulate(gaps))
    assert len(data) == sizes.sum()


@given(st.lists(ASCENDING, max_size=12))
def test_lists_come_back_one_by_one_and_together(lists: list[list[int]]) -> None:
    values = np.array([value for each in lists for value in each], dtype=np.int64)
    counts = np.array([len(each) for each in lists], dtype=np.int64)
    stored = lists_of(values, counts)
    assert [stored.values(number).tolist() for number in range(len(lists))] == lists
    assert stored.lasts.tolist() == [each[-1] if each else 0 for each in lists]
    assert decode_lists(stored.data, counts).tolist() == values.tolist()
    assert stored.between(0, len(lists)).tolist() == values.tolist()
    chunks = list(stored.chunks(10))
    assert [n for first, last in chunks for n in range(first, last)] == list(range(len(lists)))
    assert [v for first, last in chunks for v in stored.between(first, last).tolist()] == values.tolist()


def test_an_empty_list_takes_no_bytes_and_a_small_gap_one() -> None:
    assert decode_list(np.empty(0, dtype=np.uint8)).tolist() == []
    data, sizes = encode_lists(np.array([5, 6, 7]), np.array([0, 3, 0]))
    assert (len(data), sizes.tolist()) == (3, [0, 3, 0])


@given(st.lists(st.integers(0, 9)).map(sorted))
def test_runs_are_what_unique_finds(values: list[int]) -> None:
    distinct, starts = runs(np.array(values, dtype=np.int64))
    expected, where = np.unique(np.array(values, dtype=np.int64), return_index=True)
    assert (distinct.tolist(), starts.tolist()) == (expected.tolist(), where.tolist())


# Columns


@pytest.mark.parametrize(
    ("date", "days"),
    [
        (None, (0, 0)),
        ("2024", (20240101, 20241231)),
        ("2024-07", (20240701, 20240731)),
        ("2024-07-02", (20240702, 20240702)),
    ],
)
def test_a_date_covers_its_days(date: str | None, days: tuple[int, int]) -> None:
    assert date_bounds(date) == days


def test_a_place_brings_its_parents() -> None:
    above = ("浙江省", "浙江省/温州市", "浙江省/温州市/苍南县")
    assert with_ancestors(("浙江省/温州市/苍南县",)) == above
    assert with_ancestors(("浙江省/温州市/苍南县", "浙江省/台州市")) == ("浙江省", "浙江省/台州市", *above[1:])


# Array files


def arrays(path: Path) -> Path:
    writer = ArrayFileWriter(path)
    writer.add("counts", np.array([1, 2, 3], dtype=np.uint32))
    writer.add("none", np.empty(0, dtype=np.uint64))
    writer.add_json("sources", ["/archive/霞关.txt", "坏\udce4名"])
    writer.add_parts("text", [np.arange(5, dtype=np.uint16), np.arange(3, dtype=np.uint16)], np.uint16)
    writer.close()
    return path


def test_arrays_come_back_from_their_file(tmp_path: Path) -> None:
    file = ArrayFile(arrays(tmp_path / "a.seg"))
    assert file.names() == ["counts", "none", "sources", "text"]
    assert file.array("counts").tolist() == [1, 2, 3]
    assert file.array("none").tolist() == []
    assert file.array("text").tolist() == [0, 1, 2, 3, 4, 0, 1, 2]
    assert file.json("sources") == ["/archive/霞关.txt", "坏\udce4名"]
    assert file.verify() == []
    with pytest.raises(IndexDamaged, match="nosuch is missing"):
        file.array("nosuch")
    with pytest.raises(IndexDamaged, match="text is damaged"):
        file.json("text")


def test_arrays_of_other_types_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="float"):
        ArrayFileWriter(tmp_path / "a.seg").add("scores", np.zeros(3))


def test_a_file_that_is_missing_empty_or_cut_short_is_damaged(tmp_path: Path) -> None:
    path = arrays(tmp_path / "a.seg")
    whole = path.read_bytes()
    with pytest.raises(IndexDamaged, match=r"b\.seg"):
        ArrayFile(tmp_path / "b.seg")
    with pytest.raises(IndexDamaged):
        ArrayFile(tmp_path)
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDamaged):
            ArrayFile(path)


def test_every_changed_byte_is_noticed(tmp_path: Path) -> None:
    """At the opening, where it stands in the directory or the closing bytes; by `verify` in and between arrays."""
    path = arrays(tmp_path / "a.seg")
    whole = bytearray(path.read_bytes())
    for at in range(len(whole)):
        changed = whole.copy()
        changed[at] ^= 0x55
        path.write_bytes(changed)
        try:
            assert ArrayFile(path).verify()
        except IndexDamaged:
            continue


def test_a_directory_that_makes_no_sense_is_damage(tmp_path: Path) -> None:
    import struct
    import zlib

    for directory in (b"[1]", b"{}x", b'{"a": 5}', b'{"a": ["u4", "x", 0, 0]}', b'{"a": ["u4", 99999, 0, 0]}', b"\xff"):
        path = tmp_path / "a.seg"
        tail = struct.pack("<QQ8s", len(directory), zlib.crc32(directory), b"baosou01")
        path.write_bytes(directory + tail)
        with pytest.raises(IndexDamaged):
            ArrayFile(path)


@pytest.mark.parametrize("name", ["stored_blob", "irregular_blob"])
def test_a_damaged_blob_is_damage_when_it_is_read(
    name: str, tmp_path: Path, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    path = tmp_path / "a.seg"
    segment = write_segment([make_article("重㎏的鱼" * 9)], path=path)
    start = segment.file.array(name).__array_interface__["data"][0]
    base = np.frombuffer(segment.file._map, dtype=np.uint8).__array_interface__["data"][0]
    content = bytearray(path.read_bytes())
    at = start - base
    content[at : at + 8] = b"\xff" * 8
    path.unlink()
    path.write_bytes(content)
    damaged = Segment(path)
    with pytest.raises(IndexDamaged, match="damaged"):
        damaged.stored(0) if name == "stored_blob" else damaged.section_text(0)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_byte_changes_a_search_answers_or_names_the_damage(
    data: st.DataObject, make_article: MakeArticle, make_index: MakeIndex
) -> None:
    fields: dict[str, Any] = {
        "title": "渔港的灯",
        "date": "2024-07",
        "places": ("浙江省/温州市",),
        "authors": ("周可",),
    }
    engine = make_index([make_article("苍南县的志愿者点亮灯火。" * 3, "重5㎏的鱼", **fields) for _ in range(3)])
    (path,) = engine.segments[0].path.parent.glob("*.seg")
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1
    path.unlink()
    path.write_bytes(content)
    try:
        damaged = WhooshEngine(engine.segments[0].path.parent)
        for query in (Phrase("灯火"), And((Phrase("志愿"), Phrase("渔港"))), Everything(), Wildcard("志*者")):
            found = damaged.search(SearchRequest(query, sort="title", facets=(FacetRequest("place"),), until="2025"))
            for hit in found.hits:
                damaged.article(hit.id)
        for typed in ("沧南县", "zhou", "点凉灯火", "周"):
            suggest(damaged, typed)
    except (IndexDamaged, UnknownId):
        return


# Merging

WORDS = ["苍南县", "志愿者", "渔港", "灯火", "老街", "2024年", "COVID-19", "㎏", "𠮷", "“书屋”", "。", "，", "\n"]
PARAGRAPHS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map("".join)
ARTICLES = st.fixed_dictionaries(
    {
        "sections": st.lists(PARAGRAPHS, max_size=3),
        "title": st.none() | PARAGRAPHS,
        "authors": st.lists(st.sampled_from(["林一帆", "周可"]), unique=True, max_size=2).map(tuple),
        "date": st.sampled_from([None, "2023", "2024-07", "2024-07-02"]),
        "publication": st.sampled_from([None, "浙东日报", "江南晚报"]),
        "places": st.sampled_from([(), ("浙江省/温州市/苍南县",), ("浙江省/台州市",)]),
        "extra": st.sampled_from([{}, {"主题": ("海洋",)}]),
        "aside": st.sampled_from([False, False, False, True]),
    }
)
QUERIES: list[Query] = [
    Phrase("志愿"),
    Phrase("渔港灯火"),
    Phrase("书屋"),
    Phrase("kg"),
    Phrase("𠮷"),
    Or((Phrase("苍南"), Phrase("老街"), Phrase("2024"))),
    And((Phrase("渔"), Not(Phrase("灯火")))),
    Everything(),
]


def made(make_article: MakeArticle, fields: dict[str, Any]) -> Any:
    fields = dict(fields)
    return make_article(*fields.pop("sections"), section_places=fields["places"], **fields)


def answers(engine: WhooshEngine) -> list[str]:
    told = []
    for query in QUERIES:
        for by in get_args(Unit):
            request = SearchRequest(
                query,
                limit=100,
                by=by,
                aside=True,
                facets=tuple(FacetRequest(name, 0) for name in ("place", "author", "year", "publication")),
            )
            told.append(repr(engine.search(request)))
    return told


@MANY
@given(
    groups=st.lists(st.lists(ARTICLES, min_size=1, max_size=4), min_size=1, max_size=4),
    dead=st.sets(st.integers(0, 15), max_size=6),
)
def test_merged_segments_answer_like_those_they_were_made_of(
    groups: list[list[dict[str, Any]]],
    dead: set[int],
    make_article: MakeArticle,
    write_segment: WriteSegment,
    make_index: MakeIndex,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """With deleted articles among them: three ways to hold the same live articles give one set of answers."""
    articles = [[made(make_article, fields) for fields in group] for group in groups]
    deleted, first = {}, 0
    for number, group in enumerate(articles):
        deleted[number] = [(n - first, n - first + 1) for n in sorted(dead) if first <= n < first + len(group)]
        first += len(group)
    several = make_index(*articles, deleted=deleted)
    live = int(sum(segment.live.sum() for segment in several.segments))
    if not live:
        assert all(segment.live.sum() == 0 for segment in several.segments)
        return
    path = tmp_path_factory.mktemp("merged") / "1.seg"
    merge(several.segments, path)
    one = make_index([])
    one.segments = [Segment(path)]
    assert one.segments[0].articles == live
    assert one.segments[0].file.verify() == []
    assert statistics(one) == statistics(several)
    again = tmp_path_factory.mktemp("again") / "1.seg"
    merge([Segment(path)], again)
    assert again.read_bytes() == path.read_bytes(), "a segment of live articles merges to itself"
    assert answers(one) == answers(several)


@MANY
@given(groups=st.lists(st.lists(ARTICLES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_parts_become_the_segment_that_would_have_been_made_at_once(
    groups: list[list[dict[str, Any]]],
    make_article: MakeArticle,
    write_segment: WriteSegment,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    articles = [[made(make_article, fields) for fields in group] for group in groups]
    firsts = accumulate((len(group) for group in articles), initial=0)
    parts = [write_segment(group, first=first, whole=False) for group, first in zip(articles, firsts, strict=False)]
    path = tmp_path_factory.mktemp("merged") / "1.seg"
    merge(parts, path)
    at_once = write_segment([each for group in articles for each in group]).file
    merged = Segment(path).file
    assert sorted(merged.names()) == sorted(at_once.names())
    for name in at_once.names():
        assert merged.array(name).tolist() == at_once.array(name).tolist(), name


def test_a_character_that_is_frequent_in_one_part_only_has_a_list_after_the_merge(
    make_article: MakeArticle, write_segment: WriteSegment, tmp_path: Path
) -> None:
    """It is rare in all of the text: its list is that of the part, or read from the text where that has none."""
    often, seldom = "渔港灯火" + "的" * 30, "沿浦镇里的书屋，" * 8
    for share in (1, 3, 60):
        texts = [[often] * share + [seldom] * (60 - share), [seldom] * 400]
        parts = [write_segment([make_article("讯", [text]) for text in each], whole=False) for each in texts]
        path = tmp_path / f"{share}.seg"
        merge(parts, path)
        segment = Segment(path)
        number = segment.character_number(ord("灯"))
        assert number is not None
        blocks = segment.character_blocks(number)
        assert blocks is not None
        found = segment.slots_at(blocks << BLOCK_BITS)
        assert sorted({segment.slot_text(int(slot)) for slot in found}) == [often]
        assert len(set(found.tolist())) == share


def test_pairs_of_characters_are_added_up_in_pieces_as_at_once(
    make_article: MakeArticle, make_index: MakeIndex, tmp_path: Path
) -> None:
    texts = ["".join(chr(0x4E00 + (n * n + k * 7) % 900) for k in range(600)) for n in range(6)]
    parts = make_index(*([make_article("渔讯", [text])] for text in texts)).segments
    merge(parts, tmp_path / "1.seg")
    merge(parts, tmp_path / "2.seg", sizes=Sizes(pairs=1 << 8))
    assert (tmp_path / "1.seg").read_bytes() == (tmp_path / "2.seg").read_bytes()
    assert len(ArrayFile(tmp_path / "1.seg").array("gram_second")) > 3 << 8


def statistics(engine: WhooshEngine) -> tuple[int, int, int]:
    status = engine.status()
    return status.articles, status.sections, status.characters


@MANY
@given(articles=st.lists(ARTICLES, min_size=2, max_size=10), data=st.data())
def test_the_order_does_not_depend_on_how_articles_lie_in_segments(
    articles: list[dict[str, Any]], data: st.DataObject, make_article: MakeArticle, make_index: MakeIndex
) -> None:
    everything = [made(make_article, fields) for fields in articles]
    cut = data.draw(st.integers(1, len(everything) - 1))
    whole, parted = make_index(everything), make_index(everything[:cut], everything[cut:])
    for query in (*QUERIES, Phrase("渔"), Phrase("愿"), Or((Phrase("渔"), Phrase("灯火", "title")))):
        first, second = (
            [(hit.section, hit.score, hit.more_sections) for hit in each.search(request).hits]
            for request in [SearchRequest(query, limit=100, aside=True)]
            for each in (whole, parted)
        )
        assert first == second


# Facets and filters against counting by hand

FACETS: dict[str, Callable[[dict[str, Any]], Sequence[str]]] = {
    "author": lambda fields: fields["authors"],
    "year": lambda fields: [fields["date"][:4]] if fields["date"] else [],
    "publication": lambda fields: [fields["publication"]] if fields["publication"] else [],
    "place": lambda fields: with_ancestors(fields["places"]),
}


@MANY
@given(
    articles=st.lists(ARTICLES, min_size=1, max_size=12),
    chosen=st.lists(
        st.tuples(
            st.sampled_from(sorted(FACETS)),
            st.lists(
                st.sampled_from(["林一帆", "周可", "2023", "2024", "浙东日报", "浙江省", "浙江省/台州市"]),
                min_size=1,
                max_size=2,
            ),
            st.booleans(),
        ),
        max_size=3,
    ),
)
def test_filters_and_facets_are_what_counting_by_hand_gives(
    articles: list[dict[str, Any]],
    chosen: Sequence[tuple[str, list[str], bool]],
    make_article: MakeArticle,
    make_index: MakeIndex,
) -> None:
    half = len(articles) // 2
    everything = [made(make_article, fields) for fields in articles]
    engine = make_index(everything[:half], everything[half:])
    filters = tuple(Filter(field, tuple(values), negated) for field, values, negated in chosen)
    results = engine.search(
        SearchRequest(Everything(), filters=filters, facets=tuple(FacetRequest(name, 0) for name in FACETS))
    )

    def passes(fields: dict[str, Any], but: str = "") -> bool:
        return not fields["aside"] and all(
            each.field == but or (bool(set(each.values) & set(FACETS[each.field](fields))) != each.negated)
            for each in filters
        )

    assert results.total == sum(passes(fields) for fields in articles)
    for name, values_of in FACETS.items():
        expected: dict[str, int] = {}
        for fields in articles:
            if passes(fields, but=name):
                for value in values_of(fields):
                    expected[value] = expected.get(value, 0) + 1
        ordered = sorted(expected.items(), key=lambda item: (-item[1], item[0]))
        assert [(each.value, each.count) for each in results.facets[name]] == ordered
