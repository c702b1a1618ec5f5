"""What is stored of an article comes back as it was, and bytes that are none are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.models import Article, Block, Kind, Passage, Region, Section, Span
from baosou.index.segments.stored import Origin, Printed, StoredBlock, decoded, encoded, spans_of

words = st.text("志愿者灯火\ud800a\0", min_size=1, max_size=4)
spans = st.lists(
    st.builds(
        lambda at, line, start, size: Span(at, line, start, start + size),
        st.integers(0, 900),
        st.integers(1, 10**6),
        st.integers(0, 10**7),
        st.integers(0, 900),
    ),
    max_size=3,
)
passages = st.one_of(
    st.builds(Passage, st.text("灯火", max_size=5), spans.map(tuple)),
    st.integers(0, 10**7).map(lambda start: Passage("灯火", (Span(0, 7, start, start + 2),))),
)
blocks = st.lists(st.builds(Block, st.sampled_from(Kind), passages, st.booleans()), max_size=4).map(tuple)
sections = st.lists(st.builds(Section, st.just(1), blocks, st.lists(words, max_size=2).map(tuple)), max_size=3)


@given(
    sections,
    st.none() | passages,
    st.lists(words, max_size=2).map(tuple),
    st.none() | words,
    st.sampled_from(["主题", "source", "author"]),
)
def test_an_article_comes_back_as_it_was_stored(
    parts: list[Section], title: Passage | None, names: tuple[str, ...], paper: str | None, key: str
) -> None:
    article = Article((), title=title, authors=names, publication=paper, places=names, extra={key: ("海洋",)})
    stored = decoded(encoded(article, parts))
    assert (stored.authors, stored.publication, stored.places, stored.date) == (names, paper, names, None)
    assert bool(stored.title) == (title is not None)
    assert spans_of(stored.title) == (title.spans if title else ())
    assert [section.places for section in stored.sections] == [section.places for section in parts]
    assert [section.blocks() for section in stored.sections] == [
        [StoredBlock(b.kind, len(b.passage.text), b.truncated, b.passage.spans) for b in section.blocks]
        for section in parts
    ]
    # the other values stand in columns of their own
    assert stored.extra == ({"author": ("海洋",)} if key == "author" else {})
    assert stored.own_source == (key == "source")


@given(blocks)
def test_the_origin_of_a_section_is_that_of_its_blocks(parts: tuple[Block, ...]) -> None:
    stored = decoded(encoded(Article(()), [Section(1, parts)]))
    lines, starts, ends, first = [], [], [], 0
    for block in parts:
        lines += [(first + span.at, span.line) for span in block.passage.spans]
        starts += [span.start for span in block.passage.spans]
        ends += [span.end for span in block.passage.spans]
        first += len(block.passage.text) + 1
    expected = Origin(lines[0][1], min(starts), max(ends), lines) if lines else Origin()
    assert Origin.of(stored.sections[0].coded) == expected


sides = st.tuples(*[st.floats(-1e6, 1e6)] * 4)
regions = st.lists(st.builds(Region, st.integers(1, 9), st.integers(1, 3), sides), max_size=6)


@given(blocks, regions)
def test_a_section_is_printed_where_its_lines_on_the_page_of_its_first_line_are(
    parts: tuple[Block, ...], known: list[Region]
) -> None:
    places = {region.line: region for region in known}
    article = Article((), title=Passage("灯火", (Span(0, 1, 0, 2),)), regions=tuple(places.values()))
    stored = decoded(encoded(article, [Section(1, parts)]))
    lines = [span.line for block in parts for span in block.passage.spans if span.line in places]
    printed = Origin.of(stored.sections[0].coded, stored.sections[0].printed).printed
    if not lines:
        assert printed is None
    else:
        assert printed is not None
        boxes = [each.box for line in lines if (each := places[line]).page == places[lines[0]].page]
        assert printed.page == places[lines[0]].page
        around = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        assert printed.box == pytest.approx(around, abs=0.051)
    heading = Printed.of(stored.printed)
    assert (heading is None) == (1 not in places)
    assert heading is None or heading.page == places[1].page


def test_boxes_of_pages_without_bounds_are_stored_within_bounds() -> None:
    passage = Passage("灯火", (Span(0, 1, 0, 2),))
    for side, kept in ((float("inf"), 2.0**40 / 10), (float("-inf"), -(2.0**40) / 10), (float("nan"), 0.0)):
        article = Article((), regions=(Region(1, 1, (side, side, side, side)),))
        stored = decoded(encoded(article, [Section(1, (Block(Kind.PARAGRAPH, passage),))]))
        assert Printed.of(stored.sections[0].printed) == Printed(1, (kept, kept, kept, kept))


@pytest.mark.parametrize("coded", [(1,), (1, 2, 3, 4), (1, 2, 3, 4, 5, 6)])
def test_numbers_that_are_no_place_are_told(coded: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="to unpack"):
        Printed.of(coded)


@pytest.mark.parametrize("data", [b"", b"\x90", b"\xc1[]", b"\xc1", b"\xff" * 40, b"\x81\xa1a\x01"])
def test_bytes_that_are_no_article_are_told(data: bytes) -> None:
    with pytest.raises(ValueError, match="no stored article"):
        decoded(data)
