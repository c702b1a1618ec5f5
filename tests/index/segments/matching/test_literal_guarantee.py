"""The literal guarantee, end to end: what -F and quotation marks find is what a scan of the passages as read finds."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.corpus.models import Article, Passage, Section
from baosou.corpus.readers import read_records
from baosou.corpus.sections import sections_of
from baosou.corpus.spellings import spellings
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.query.signs import quoted
from baosou.index.results import Hit

MakeIndex = Callable[..., Engine]

MARKS = '“”"〝〞「」『』‘’'
SAME = str.maketrans({**dict.fromkeys('“”"〝〞「」『』', '"'), **dict.fromkeys("‘’", "’")})

HOSTILE = [
    *"渔港的灯火老街潮汐表王伟国",
    *"漁燈龍體臺",
    *"aZ07ＡＺ０７％é",
    *"，。！？：—…·",
    *MARKS,
    *" \t\u3000\xa0\u2003\u205f\u1680",  # blanks
    *"\n\r\x0b\x0c\x1c\x85\u2028\u2029",  # what ends a line somewhere
    *"\0\ufffd\x01\x07\x1b\x7f\x9f",  # what shows nothing, or that something was lost
    *"\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f",  # of no width
    *"\u0301\u0323\u20dd\u3099",  # combining marks
    *"e\u0301",
    *"㎏①Ⅳ㈠ﬁ½℃ｶﾞ",  # what folds to one or several others
    *"\ue000\uf8ff\U000f0000",  # private use
    *"𠮷😀👩\U0001f3fd\U000e0100",  # beyond the basic plane
    *"\u1112\u1161\u11ab한ㅎ",  # Hangul, apart and joined
    *"שלום\u202eم\u0651ر",  # from right to left
    *"\ufffe\uffff\ufdd0",  # no characters
]
PIECES = st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=["Cs"]))
TEXTS = st.lists(PIECES, max_size=30).map("".join)
RECORDS = st.lists(
    st.fixed_dictionaries({"title": TEXTS, "text": st.lists(TEXTS, max_size=3).map("\n".join)}),
    min_size=1,
    max_size=5,
)


def read(records: list[dict[str, str]]) -> list[tuple[Article, tuple[Section, ...]]]:
    lines = "".join(json.dumps({**record, "id": f"r{n}"}) + "\n" for n, record in enumerate(records))
    articles = [each for each in read_records(io.BytesIO(lines.encode())) if isinstance(each, Article)]
    return [(article, sections_of(article)) for article in articles]


def holds(passage: Passage, query: str) -> bool:
    """The guarantee in one line, but for quotation marks: a query without any steps over them."""
    text, wanted = fold_text(passage.text), fold_text(query).replace("\0", "\ufffd")
    if any(mark in wanted for mark in MARKS):
        return wanted.translate(SAME) in text.translate(SAME)
    return wanted in "".join(character for character in text if character not in MARKS)


def scanned(made: list[tuple[Article, tuple[Section, ...]]], query: str) -> set[tuple[str, int]]:
    """Every section that has a passage with the text; a title stands in the first."""
    return {
        (str(article.record_id), section.number)
        for article, sections in made
        for section in sections
        for passage in [
            *([article.title] if article.title and section.number == 1 else []),
            *(block.passage for block in section.blocks),
        ]
        if holds(passage, query)
    }


def hits(engine: Engine, query: str, **how: object) -> tuple[Hit, ...]:
    return ask(engine, Question(text=query, limit=1000, strict=True, **how)).results.hits  # type: ignore[arg-type]


def assert_found_as_scanned(engine: Engine, made: list[tuple[Article, tuple[Section, ...]]], query: str) -> None:
    expected = scanned(made, query)
    for text, mode in ((query, "literal"), (quoted(query), "all")):
        by_section = hits(engine, text, mode=mode, by="section")
        assert sorted((str(hit.record_id), int(hit.section.rpartition(".")[2])) for hit in by_section) == sorted(
            expected
        )
        for hit in by_section:
            assert hit.title_highlights or any(snippet.highlights for snippet in hit.snippets), "nothing is marked"
        by_article = hits(engine, text, mode=mode, by="article")
        assert sorted(str(hit.record_id) for hit in by_article) == sorted({number for number, _ in expected})


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(records=RECORDS, data=st.data())
def test_hostile_text_is_found_exactly_where_a_scan_of_the_passages_finds_it(
    records: list[dict[str, str]], data: st.DataObject, make_index: MakeIndex
) -> None:
    """By section and by article, with -F and in quotation marks; what is found is marked."""
    made = read(records)
    engine = make_index(made)
    sources = [text for record in records for text in (record["title"], record["text"])]
    for _ in range(4):
        source = data.draw(st.sampled_from([*sources, data.draw(TEXTS)]))
        start = data.draw(st.integers(0, len(source)))
        query = source[start : start + data.draw(st.integers(1, 6))]
        folded = fold_text(query)
        if any(c not in MARKS and not c.isspace() for c in folded) and len(spellings(folded)) == 1:
            assert_found_as_scanned(engine, made, query)


TWO_PAGES = [
    {"title": "渔港新事", "text": "码头的灯亮了\n老街也亮了"},
    {"title": "老街\n旧事", "text": "渔港 的 灯\u3000火\ufffd老"},
]


@pytest.mark.parametrize(
    "query",
    [
        "\0",
        "\0老",
        "事\0码",
        "了\0老",
        "\ufffd老",
        "了\n老",
        "街\n旧",
        "事\n码",
        "了 老",
        "港 的 灯",
        "港的灯",
        "灯 火",
        "灯火",
        " 的",
        "事 ",
    ],
)
def test_no_text_goes_on_in_the_next_and_a_line_break_is_one_in_a_title_alone(
    query: str, make_index: MakeIndex
) -> None:
    made = read(TWO_PAGES)
    assert_found_as_scanned(make_index(made), made, query)


@pytest.mark.parametrize("query", ["了?老", "灯*老", '"了 老"~9', '"灯 火"~3 事?码', "事~1", "新?码"])
def test_patterns_and_near_words_mark_nothing_across_passages(query: str, make_index: MakeIndex) -> None:
    """What is marked of each hit lies within one passage, though texts are searched together."""
    made = read(TWO_PAGES)
    for hit in ask(make_index(made), Question(text=query)).results.hits:
        for snippet in hit.snippets:
            for start, end in snippet.highlights:
                assert "\n" not in snippet.text[start:end]
                assert "\0" not in snippet.text[start:end]
