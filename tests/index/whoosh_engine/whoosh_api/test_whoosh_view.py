"""An index is a Whoosh index: what Whoosh's own searchers make of it is what baosou finds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.reading import TermNotFound
from whoosh.scoring import BM25F, Frequency

from baosou.index.query.tree import And, Fuzzy, Not, Or, Phrase, Query, Wildcard
from baosou.index.whoosh_engine.matching.matcher import Deadline, SegmentMatcher
from baosou.index.whoosh_engine.segment.doc_sets import numbers_of
from baosou.index.whoosh_engine.segment.reader import Segment
from baosou.index.whoosh_engine.whoosh_api.codec import ArrayCodec, ArraySegment, WhooshIndex
from baosou.index.whoosh_engine.whoosh_api.schema import CHARS, CharacterTokenizer, WordTokenizer

MakeArticle = Callable[..., Any]
WriteSegment = Callable[..., Segment]

TEXTS = [
    "苍南县的志愿者在霞关渔港点亮灯火。",
    "志愿者说，老街的灯火是志愿者点亮的。",
    "鳌江两岸，COVID-19期间也有志愿服务，共1280场。",
    "“书屋”里 有两盏灯，𠮷野的㎏秤还在。",
    "丽水市的山里下了雪。",
]
whoosh_query: Any = import_module("whoosh.query")  # which names its classes without exporting them

MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))


@pytest.fixture
def segment(make_article: MakeArticle, write_segment: WriteSegment) -> Segment:
    """Five articles of one section, the last of them deleted; the first with a title and a byline."""
    articles = [make_article(text) for text in TEXTS]
    articles[0] = make_article(TEXTS[0], title="渔港的灯火", byline="本报记者 林一帆")
    return write_segment(articles, deleted=[(4, 5)])


def whoosh_finds(segment: Segment, query: Any) -> set[int]:
    with WhooshIndex([segment]).searcher(weighting=Frequency()) as searcher:
        return {hit.docnum for hit in searcher.search(query, limit=None)}


def ours(segment: Segment, query: Query) -> set[int]:
    """Live articles, which are their sections here."""
    found = numbers_of(SegmentMatcher(segment, Deadline(None)).articles(query))
    return set(found.compress(segment.live.take(found)).tolist())


def letters(text: str, field: str = "body") -> Any:
    """Whoosh's phrase over the characters of a text."""
    characters = [token.text for token in CharacterTokenizer()(text)]
    if len(characters) == 1:
        return whoosh_query.Term(field + CHARS, characters[0])
    return whoosh_query.Phrase(field + CHARS, characters)


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (letters("志愿"), Phrase("志愿", "body")),
        (letters("灯"), Phrase("灯", "body")),
        (letters("灯火"), Phrase("灯火", "body")),
        (letters("灯火", "title"), Phrase("灯火", "title")),
        (letters("𠮷野"), Phrase("𠮷野", "body")),
        (letters("𠮷"), Phrase("𠮷", "body")),
        (letters("kg秤"), Phrase("㎏秤", "body")),
        (letters("书屋里"), Phrase("书屋里", "body")),
        (letters("雪"), Phrase("雪", "body")),
        (whoosh_query.And([letters("志愿"), letters("灯火")]), And((Phrase("志愿", "body"), Phrase("灯火", "body")))),
        (whoosh_query.Or([letters("书屋"), letters("1280")]), Or((Phrase("书屋", "body"), Phrase("1280", "body")))),
        (
            whoosh_query.And([letters("志愿"), whoosh_query.Not(letters("老街"))]),
            And((Phrase("志愿", "body"), Not(Phrase("老街", "body")))),
        ),
        (whoosh_query.Every(), Not(Phrase("不在任何报上"))),
        (whoosh_query.Wildcard("body", "志*者"), Wildcard("志*者", "body")),
        (whoosh_query.Prefix("body", "cov"), Wildcard("cov*", "body")),
        (whoosh_query.FuzzyTerm("body", "covit", maxdist=1, prefixlength=0), Fuzzy("covit", 1, "body")),
        (whoosh_query.FuzzyTerm("body", "灯光", maxdist=1, prefixlength=0), Fuzzy("灯光", 1, "body")),
    ],
)
def test_whoosh_and_baosou_find_the_same_sections(segment: Segment, theirs: Any, mine: Query) -> None:
    assert whoosh_finds(segment, theirs) == ours(segment, mine)


PIECES = st.sampled_from([*"苍南志愿灯火港。，aA1 “”𠮷", "㎏", "\n"])


@MANY
@given(texts=st.lists(st.lists(PIECES, min_size=1, max_size=12).map("".join), min_size=1, max_size=5), data=st.data())
def test_whooshs_phrase_over_characters_is_our_literal_search(
    texts: list[str], data: st.DataObject, make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    """For phrases without blanks, which only count as positions there, and without quotation marks."""
    segment = write_segment([make_article([text]) for text in texts])
    source = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(source) - 1))
    phrase = "".join(c for c in source[start : start + data.draw(st.integers(1, 5))] if c not in " \n“”")
    if phrase:
        assert whoosh_finds(segment, letters(phrase)) == ours(segment, Phrase(phrase, "body"))


@MANY
@given(texts=st.lists(st.lists(PIECES, min_size=1, max_size=12).map("".join), min_size=1, max_size=5))
def test_terms_counts_and_lengths_are_those_of_the_analysis(
    texts: list[str], make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    """What indexing each text by the schema's own analyzers would give."""
    reader = WhooshIndex([write_segment([make_article([text]) for text in texts])]).reader()
    for field, tokenizer in (("body", WordTokenizer()), ("body" + CHARS, CharacterTokenizer())):
        counts = [Counter(token.text for token in tokenizer(text)) for text in texts]
        terms = sorted({term for each in counts for term in each}, key=str.encode)
        assert [term.decode() for term in reader.lexicon(field)] == terms
        for term in terms:
            assert reader.doc_frequency(field, term) == sum(term in each for each in counts)
            assert reader.frequency(field, term) == sum(each[term] for each in counts)
            matcher = reader.postings(field, term)
            found = {}
            while matcher.is_active():
                found[matcher.id()] = matcher.weight()
                matcher.next()
            assert found == {n: each[term] for n, each in enumerate(counts) if term in each}
        if field == "body":
            for number, each in enumerate(counts):
                assert reader.doc_field_length(number, field) == sum(each.values())
            assert reader.field_length(field) == sum(sum(each.values()) for each in counts)


def test_positions_are_those_of_the_tokenizer(make_article: MakeArticle, write_segment: WriteSegment) -> None:
    for text in [*TEXTS, "a b\tc\n𠮷 𠮷“灯”灯", "ﬁn\u3000㎏"]:
        segment = write_segment([make_article(text)])
        expected: dict[str, list[int]] = {}
        for token in CharacterTokenizer()(text):
            expected.setdefault(token.text, []).append(token.pos)
        for character, positions in expected.items():
            matcher = WhooshIndex([segment]).reader().postings("body" + CHARS, character)
            assert matcher.value_as("positions") == positions


def test_whooshs_bm25f_over_our_arrays_is_the_formula(segment: Segment) -> None:
    """Its inverse frequency is ln(N / (n + 1)) + 1; lengths and frequencies come from our arrays."""
    with WhooshIndex([segment]).searcher(weighting=BM25F(B=0.75, K1=1.2)) as searcher:
        scores = {hit.docnum: hit.score for hit in searcher.search(whoosh_query.Term("body", "志愿者"), limit=None)}
    words = [[token.text for token in WordTokenizer()(text)] for text in TEXTS]
    holding = sum("志愿者" in each for each in words)
    mean = sum(map(len, words)) / len(words)
    idf = math.log(len(TEXTS) / (holding + 1)) + 1
    expected = {}
    for number, each in enumerate(words):
        if count := each.count("志愿者"):
            norm = 1.2 * (0.25 + 0.75 * len(each) / mean)
            expected[number] = idf * count * 2.2 / (count + norm)
    assert scores == pytest.approx(expected)


def test_deletions_and_stored_fields(segment: Segment) -> None:
    index = WhooshIndex([segment])
    reader = index.reader()
    assert (index.doc_count(), index.doc_count_all(), index.is_empty()) == (4, 5, False)
    assert reader.has_deletions()
    assert [number for number in range(5) if reader.is_deleted(number)] == [4]
    assert list(reader.all_doc_ids()) == [0, 1, 2, 3]
    stored = reader.stored_fields(0)
    assert (stored["text"], stored["title"], stored["byline"]) == (TEXTS[0], "渔港的灯火", "本报记者 林一帆")
    assert stored["id"].endswith(".1")
    assert "title" not in reader.stored_fields(1)
    assert whoosh_finds(segment, whoosh_query.Every()) == {0, 1, 2, 3}


def test_a_section_is_told_of_its_articles_segment_and_deletions(segment: Segment) -> None:
    as_whoosh_sees_it = ArraySegment(segment)
    assert (as_whoosh_sees_it.doc_count_all(), as_whoosh_sees_it.deleted_count()) == (5, 1)
    assert as_whoosh_sees_it.is_deleted(4)
    assert not as_whoosh_sees_it.is_deleted(0)
    assert list(as_whoosh_sees_it.deleted_docs()) == [4]


def test_several_segments_are_one_index_and_none_an_empty_one(
    make_article: MakeArticle, write_segment: WriteSegment
) -> None:
    parts = [write_segment([make_article(text)], first=n) for n, text in enumerate(TEXTS)]
    with WhooshIndex(parts).searcher() as searcher:
        assert {hit.docnum for hit in searcher.search(letters("志愿"), limit=None)} == {0, 1, 2}
        assert searcher.reader().doc_frequency("body", "志愿者") == 2
    nothing = WhooshIndex([])
    assert nothing.is_empty()
    assert nothing.reader().doc_count() == 0


def test_unknown_terms_are_not_found(segment: Segment) -> None:
    reader = WhooshIndex([segment]).reader()
    assert ("body", b"\xe6\x9c\x89\xe6\xb2\xa1") not in reader
    assert reader.doc_frequency("body", "有没") == 0
    with pytest.raises(TermNotFound):
        reader.postings("body", "有没")
    for odd in ("", "两字", "\U0001f600"):
        assert (f"body{CHARS}", odd.encode()) not in reader


def test_whoosh_can_write_nothing(segment: Segment) -> None:
    codec, whole = ArrayCodec(), ArraySegment(segment)
    writes: list[Callable[[], object]] = [
        lambda: codec.per_document_writer(None, whole),
        lambda: codec.field_writer(None, whole),
        lambda: codec.postings_writer(None),
        lambda: codec.postings_reader(None, None, None),
        lambda: codec.new_segment(None, "x"),
        lambda: whole.delete_document(0),
        lambda: WhooshIndex([segment]).writer(),
    ]
    for write in writes:
        with pytest.raises(ReadOnlyError, match="baosou add"):
            write()
