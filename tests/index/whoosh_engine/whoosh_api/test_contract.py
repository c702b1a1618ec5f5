"""What Whoosh expects of a reader, a matcher, a cursor and a column, asked of our index and of a stock one alike."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import Any

import pytest
from whoosh.matching.mcore import ReadTooFar
from whoosh.reading import TermNotFound

WORDS = ["志愿者", "渔港", "记者", "covid", "1280", "的", "水"]
FIELDS = {
    "title": "见闻",
    "byline": "记者",
    "body": "渔港",
    "year": "2021",
    "author": "林一帆",
    "place": "东海省",
    "column": "副刊",
}


@pytest.fixture(params=["ours", "stock"])
def index(request: pytest.FixtureRequest, archive: Any) -> Any:
    return getattr(archive, request.param)


@pytest.fixture
def leaves(index: Any) -> Any:
    return [leaf for leaf, _ in index.reader().leaf_readers()]


def walked(matcher: Any) -> list[tuple[int, float]]:
    found = []
    while matcher.is_active():
        found.append((matcher.id(), matcher.weight()))
        matcher.next()
    return found


# Terms


@pytest.mark.parametrize("field", [*FIELDS, "id", "article"])
def test_a_field_lists_its_terms_in_byte_order_and_each_stands_in_it(leaves: Any, field: str) -> None:
    for leaf in leaves:
        texts = list(leaf.lexicon(field))
        assert texts
        assert texts == sorted(set(texts))
        for text in texts[:: max(len(texts) // 60, 1)]:
            assert (field, text) in leaf
            info = leaf.term_info(field, text)
            numbers = walked_with_deleted(leaf, field, text)
            assert info.doc_frequency() == leaf.doc_frequency(field, text) >= len(numbers)
            assert info.weight() == leaf.frequency(field, text)
            assert info.min_id() <= min(numbers, default=info.min_id())
            assert info.max_id() >= max(numbers, default=info.max_id())
            assert info.max_weight() <= info.weight()


def walked_with_deleted(leaf: Any, field: str, text: bytes) -> list[int]:
    return [number for number, _ in walked(leaf.postings(field, text))]


@pytest.mark.parametrize("prefix", ["", "渔", "渔港", "渔港人家", "灯", "co", "1", "\U0001f600"])
def test_terms_from_a_text_on_are_the_rest_of_the_list(leaves: Any, prefix: str) -> None:
    for leaf in leaves:
        every = list(leaf.lexicon("body"))
        start = bisect_left(every, prefix.encode())
        size = len(every) - start
        assert [text for _, text in islice(leaf.terms_from("body", prefix.encode()), size)] == every[start:]
        assert list(leaf.expand_prefix("body", prefix)) == [text for text in every if text.startswith(prefix.encode())]
        assert all(name >= "body" for name, _ in leaf.terms_from("body", prefix.encode()))


def test_all_terms_are_those_of_all_fields_in_order(leaves: Any) -> None:
    for leaf in leaves:
        terms = list(leaf.all_terms())
        assert terms == sorted(set(terms))
        assert {name for name, _ in terms} == set(leaf.indexed_field_names())
        assert [term for term, _ in leaf.iter_from("year", "2021")] == [t for t in terms if t >= ("year", b"2021")]
        assert [text for text, _ in leaf.iter_field("year")] == list(leaf.lexicon("year"))


def test_what_no_section_has_is_not_found(index: Any, leaves: Any) -> None:
    for leaf in leaves:
        for field, text in (
            ("body", "无人知晓的词"),
            ("body", ""),
            ("year", "1999"),
            ("id", "渔港"),
            ("title", "covid"),
        ):
            assert (field, text.encode()) not in leaf
            assert leaf.doc_frequency(field, text) == leaf.frequency(field, text) == 0
            with pytest.raises(TermNotFound):
                leaf.term_info(field, text)
            with pytest.raises(TermNotFound):
                leaf.postings(field, text)
        for ask, asked in ((leaf.lexicon, ()), (leaf.postings, ("渔港",)), (leaf.doc_frequency, ("渔港",))):
            with pytest.raises(TermNotFound):
                ask("nothing", *asked)
    with index.searcher() as searcher, pytest.raises(KeyError):
        searcher.search(searcher.find("body", "渔港").q, sortedby="nothing")


def test_a_term_of_another_field_is_not_listed(leaves: Any) -> None:
    for leaf in leaves:
        assert b"covid" not in set(leaf.lexicon("title"))
        assert "见闻".encode() not in set(leaf.lexicon("body"))


# Documents


def test_documents_are_counted_without_and_with_deleted_ones(leaves: Any) -> None:
    deletions = 0
    for leaf in leaves:
        live = list(leaf.all_doc_ids())
        dead = [number for number in range(leaf.doc_count_all()) if leaf.is_deleted(number)]
        assert sorted(live + dead) == list(range(leaf.doc_count_all()))
        assert leaf.doc_count() == len(live)
        assert leaf.has_deletions() == bool(dead)
        assert not leaf.is_deleted(leaf.doc_count_all() + 3)
        assert [number for number, _ in leaf.iter_docs()] == live
        assert len(list(leaf.all_stored_fields())) == len(live)
        deletions += len(dead)
        for word in WORDS:
            if ("body", word.encode()) in leaf:
                assert not set(walked_with_deleted(leaf, "body", word.encode())) & set(dead)
    assert deletions == 8


@pytest.mark.parametrize("field", ["title", "byline", "body"])
def test_lengths_add_up(archive: Any, field: str) -> None:
    """Those of a stock index are rounded to what a byte can tell."""
    for leaf, _ in archive.ours.reader().leaf_readers():
        lengths = [leaf.doc_field_length(number, field) for number in range(leaf.doc_count_all())]
        assert sum(lengths) == leaf.field_length(field) > 0
        assert max(lengths) == leaf.max_field_length(field)
        assert min(lengths) == leaf.min_field_length(field) or leaf.min_field_length(field) == min(
            filter(None, lengths)
        )
        assert leaf.doc_field_length(0, "year", 7) == 7


def test_stored_fields_are_what_is_known_and_no_more(index: Any) -> None:
    with index.searcher() as searcher:
        stored = list(searcher.all_stored_fields())
        assert len(stored) == searcher.doc_count()
        assert all({"id", "article", "body", "source", "edition"} <= each.keys() for each in stored)
        assert {each.get("publication") for each in stored} == {"潮汐日报", "雁溪晚报", None}
        assert all(value not in (None, "", []) for each in stored for value in each.values())
        some = stored[5]
        assert searcher.document(id=some["id"])["body"] == some["body"]
        assert searcher.document(id="0" * 16 + ".1") is None
        assert {each["id"] for each in searcher.documents(article=some["article"])} == {
            each["id"] for each in stored if each["article"] == some["article"]
        }


# Matchers


@pytest.mark.parametrize(("field", "word"), [*FIELDS.items(), *(("body", word) for word in WORDS)])
def test_a_matcher_walks_skips_and_is_copied(index: Any, archive: Any, leaves: Any, field: str, word: str) -> None:
    whole = index is archive.ours  # a stock matcher of postings cannot be copied, and says nothing of its end
    for leaf in leaves:
        if (field, word.encode()) not in leaf:
            continue
        every = walked(leaf.postings(field, word))
        numbers = [number for number, _ in every]
        assert numbers == sorted(set(numbers))
        assert list(leaf.postings(field, word).all_ids()) == numbers
        for target in range(leaf.doc_count_all()):
            matcher = leaf.postings(field, word)
            copied = matcher.copy() if whole else leaf.postings(field, word)
            matcher.skip_to(target)
            rest = [number for number in numbers if number >= target]
            assert [number for number, _ in walked(matcher)] == rest
            assert [number for number, _ in walked(copied)] == numbers
        matcher = leaf.postings(field, word)
        while matcher.is_active():
            matcher.next()
        if whole:
            for too_far in (matcher.next, lambda matcher=matcher: matcher.skip_to(0)):
                with pytest.raises(ReadTooFar):
                    too_far()
        matcher.reset()
        assert walked(matcher) == every


def test_a_matcher_knows_where_its_term_stands(leaves: Any) -> None:
    for leaf in leaves:
        for word in ("渔港", "记者", "covid", "志愿者"):
            matcher = leaf.postings("body", word)
            while matcher.is_active():
                text = leaf.stored_fields(matcher.id())["body"]
                assert all(matcher.supports(kind) for kind in ("frequency", "positions", "characters"))
                places = matcher.value_as("characters")
                assert [text[start:end].lower() for _, start, end in places] == [word] * int(matcher.weight())
                assert [position for position, _, _ in places] == matcher.value_as("positions")
                assert [(span.start, span.startchar, span.endchar) for span in matcher.spans()] == places
                matcher.next()
        values = leaf.postings("year", "2021")
        assert not values.supports("positions")


def test_block_quality_never_hides_a_better_document(index: Any) -> None:
    with index.searcher() as searcher:
        for word in ("渔港", "记者", "的"):
            query = searcher.find("body", word).q
            every = sorted((hit.score for hit in searcher.search(query, limit=None)), reverse=True)
            for limit in (1, 3, 10):
                best = [hit.score for hit in searcher.search(query, limit=limit)]
                assert best == pytest.approx(every[:limit])


# Cursors


def test_a_cursor_walks_the_terms_and_finds_the_next(leaves: Any) -> None:
    for leaf in leaves:
        texts = [text.decode() for text in leaf.lexicon("body")]
        cursor = leaf.cursor("body")
        walked_texts = [cursor.first()]
        while cursor.next() is not None:
            walked_texts.append(cursor.text())
        assert walked_texts == texts
        assert not cursor.is_valid()
        for wanted in ("渔", "渔港", "灯", "covid", "0", "\U0010ffff"):
            expected = next((text for text in texts if text.encode() >= wanted.encode()), None)
            cursor.find(wanted)
            assert cursor.text() == expected


# Columns


@pytest.mark.parametrize(
    "field", ["year", "publication", "edition", "column", "date", "month", "source", "id", "article"]
)
def test_a_column_has_a_value_a_document_and_orders_both_ways(index: Any, leaves: Any, field: str) -> None:
    for leaf in leaves:
        assert leaf.has_column(field)
        column = leaf.column_reader(field)
        values = [column[number] for number in range(leaf.doc_count_all())]
        assert list(column) == column.load() == values
        assert len(column) == leaf.doc_count_all()
        assert values == [leaf.stored_fields(number).get(field, "") for number in range(leaf.doc_count_all())]
        raw = leaf.column_reader(field, translate=False)
        keys = [raw.sort_key(number) for number in range(leaf.doc_count_all())]
        assert sorted(range(len(keys)), key=keys.__getitem__) == sorted(range(len(values)), key=values.__getitem__)
    reader = index.reader()
    whole = reader.column_reader(field)
    assert [whole[number] for number in range(reader.doc_count_all())] == [
        reader.stored_fields(number).get(field, "") for number in range(reader.doc_count_all())
    ]
    assert not reader.has_column("body")
