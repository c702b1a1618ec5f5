"""Pages part names of two characters with a blank (王　伟): they are found as if they had none, and words are not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pkgutil import get_data

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.index.analysis.generate.dictionary import read_words, source
from baosou.index.analysis.generate.spaced_names import ordinary_words
from baosou.index.analysis.spaced_names import WORDS, parted_spelling, parts_as_name
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.segments.writing.inversion import words_of

Library = Callable[..., Engine]

RECORDS = [
    {"id": "parted", "title": "渔港", "text": "本报记者 王　伟 摄\n编辑：李  强，校对“张”　华。"},
    {"id": "joined", "title": "渔港", "text": "记者王伟报道，李强、张华参加。"},
    {"id": "neither", "title": "渔港", "text": "大王的伟业。渔王\n伟岸。国 王 来了。"},
]


@pytest.fixture
def archive(library: Library) -> Engine:
    return library(RECORDS[:1], RECORDS[1:])


def found(engine: Engine, text: str) -> set[str | None]:
    return {hit.record_id for hit in ask(engine, Question(text=text, strict=True)).results.hits}


@pytest.mark.parametrize("query", ["王伟", "王　伟", "李强", "張華", "body:王伟"])
def test_a_name_is_found_parted_or_not_however_it_is_typed_without_quotation_marks(archive: Engine, query: str) -> None:
    assert found(archive, query) == {"parted", "joined"}


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ('"王伟"', "joined"),
        ('"王　伟"', "parted"),
        ('"王 伟"', "parted"),
        ('"李强"', "joined"),
        ('"李  强"', "parted"),
        ('"张 华"', "parted"),
        ('"張華"', "joined"),
    ],
)
def test_a_quoted_name_is_found_as_it_is_typed(archive: Engine, query: str, where: str) -> None:
    assert found(archive, query) == {where}
    assert {hit.record_id for hit in ask(archive, Question(text=query[1:-1], mode="literal")).results.hits} == {where}


def test_the_blank_is_marked_with_the_name(archive: Engine) -> None:
    hits = ask(archive, Question(text="王伟")).results.hits
    marked = {snippet.text[start:end] for hit in hits for snippet in hit.snippets for start, end in snippet.highlights}
    assert marked == {"王　伟", "王伟"}


def test_what_is_no_name_stays_as_it_was_typed(archive: Engine) -> None:
    assert found(archive, '"国王"') == set()
    assert found(archive, '"国 王"') == {"neither"}


def test_a_parted_name_is_suggested_in_one_piece(archive: Engine) -> None:
    from baosou.index.answering.suggest import suggest

    assert [each.text for each in suggest(archive, "李")] == ["李强"]


@pytest.mark.parametrize(
    ("folded", "spelling"),
    [
        ("王伟", "王 伟"),
        ("王 伟", "王伟"),
        ("的伟", None),
        ("王", None),
        (" 王伟", None),
        ("欧阳 晴", None),
        ("ab", None),
    ],
)
def test_only_short_names_have_a_parted_spelling(folded: str, spelling: str | None) -> None:
    assert parted_spelling(folded) == spelling


@given(st.text("王李伟强的国安全 　\t“”\n,aA陈明", max_size=30))
def test_all_parted_names_are_listed_and_stand_where_it_is_said(text: str) -> None:
    folded = fold_text(text)
    plain = re.sub("[“”]", "", folded)
    pairs = re.findall(r"(?=([\u4e00-\u9fff])[^\S\n]+([\u4e00-\u9fff]))", plain)
    expected = Counter(f"{first} {second}" for first, second in pairs if parts_as_name(first + second))
    parted = [(word, start, end) for word, start, end in words_of(folded) if " " in word]
    assert Counter(word for word, _, _ in parted) == expected
    for word, start, end in parted:
        assert " ".join(folded[start:end].replace("“", "").replace("”", "").split()) == word


@pytest.mark.parametrize("word", ["国王", "方面", "高兴", "温州", "江山"])
def test_words_in_their_own_right_are_no_parted_names(word: str) -> None:
    assert parted_spelling(word) is None


def test_building_the_ordinary_words_again_gives_the_same_file() -> None:
    with source().open("rb") as lines:
        assert ordinary_words(read_words(lines)[0]).encode() == get_data("baosou.index.analysis", WORDS)
