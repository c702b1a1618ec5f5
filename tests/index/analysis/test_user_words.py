"""The user's own words: what may be one, how queries are cut by them, and how an index keeps them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.errors import BaosouError
from baosou.index.adding import AddOptions
from baosou.index.analysis.tokenizer import LightCutter, cutter_with
from baosou.index.analysis.user_words import LONGEST, UserWord, read_words, user_word
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, change_words, count_words, open_engine
from baosou.index.engine import Engine
from baosou.index.errors import IndexDamaged, IndexLocked, IndexMissing
from baosou.index.segments.term_table import SortedTexts
from baosou.index.understanding.terms import terms
from baosou.index.whoosh_engine.storage.lock import write_lock
from baosou.index.whoosh_engine.vocabulary.wordbook import Wordbook
from baosou.index.whoosh_engine.vocabulary.wordbook_writing import write_wordbook

RECORDS = [
    {"title": "桥头的灯", "authors": ["岑晚舟"], "text": "渔村的幸福小站开门了，老人来喝茶。"},
    {"title": "车站", "text": "这座小站很老，站台上的人说起幸福的日子。"},
    {"title": "幸福小站又添三处", "text": "镇里的志愿者把幸福小站的钥匙交给了居民。\n海上课堂也开讲了。"},
    {"title": "读书", "text": "阿依古丽·买买提在夜校讲5G消息，听的人都记下来。"},
]


# What may be a word


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("幸福小站", "幸福小站"), ("蒼南縣", "苍南县"), (" ５Ｇ消息 ", "5g消息"), ("阿依古丽·买买提",) * 2],
)
def test_a_word_is_kept_folded(typed: str, folded: str) -> None:
    assert user_word(typed) == UserWord(folded)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("幸福 小站", "a blank stands in it"),
        ("幸福　小站", "a blank stands in it"),
        ("。，！", "must stand in it"),
        ("", "must stand in it"),
        ("幸福\u0007", "must stand in it"),
        ("站", "single characters"),
        ("站" * (LONGEST + 1), "too long"),
    ],
)
def test_what_is_no_word_is_refused_with_the_reason(typed: str, told: str) -> None:
    with pytest.raises(BaosouError, match=told):
        user_word(typed)


def test_a_file_of_words_is_that_of_jieba_or_a_plain_list() -> None:
    words, mistakes = read_words(
        "\ufeff幸福小站\n云课堂 12 n\n海上课堂 nz\n\n云课堂 7\n渔 光 曲\n桥 3\n灯塔 0\n夜校 3 n 4\n"
    )
    assert words == [UserWord("幸福小站"), UserWord("云课堂", 7), UserWord("海上课堂")]
    assert [mistake.line for mistake in mistakes] == [6, 7, 8, 9]


# How text is cut by them


class Words:
    """Words with their frequencies, as a cutter asks for them."""

    def __init__(self, words: dict[str, int]) -> None:
        self.words = words
        self.total = sum(words.values())

    def standing_in(self, text: str) -> list[tuple[str, int]]:
        return [(word, frequency) for word, frequency in self.words.items() if word in text]


@pytest.fixture(scope="module")
def stock() -> Callable[[], Any]:
    """Makes jieba's own Tokenizer over its whole dictionary."""
    from baosou.index.analysis.dictionary import jieba_dictionary
    from baosou.index.analysis.tokenizer import _import_jieba

    dictionary = jieba_dictionary()
    dictionary.learn_all()

    def make() -> Any:
        tokenizer = _import_jieba().Tokenizer()
        tokenizer.initialized = True
        tokenizer.FREQ, tokenizer.total = dict(dictionary.frequencies), dictionary.total
        return tokenizer

    return make


@settings(max_examples=40)
@given(
    st.text(alphabet="幸福小站海上课堂志愿者的灯乒出精彩", min_size=2, max_size=5),
    st.one_of(st.none(), st.integers(1, 10**7)),
    st.text(alphabet="幸福小站海上课堂志愿者的灯乒出精彩，A1", max_size=20),
)
def test_a_text_is_cut_as_jieba_cuts_it_after_add_word(
    stock: Callable[[], Any], word: str, frequency: int | None, text: str
) -> None:
    tokenizer = stock()
    tokenizer.add_word(word, frequency)
    given_frequency = LightCutter().frequency_of_one_word(word) if frequency is None else frequency
    cutter = cutter_with(Words({word: given_frequency}))
    for sentence in (text, text + word, word + text, text + word + text):
        assert cutter.plain(sentence) == list(tokenizer.cut(sentence, HMM=False))
        assert cutter.search(sentence) == list(tokenizer.cut_for_search(sentence, HMM=False))


def test_a_file_of_a_hundred_thousand_words_is_read_a_little_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(7)
    alphabet = [chr(unit) for unit in range(0x4E00, 0x5200)]
    texts = {"".join(rng.choices(alphabet, k=rng.randint(2, 5))) for _ in range(100_000)} | {"幸福小站"}
    write_wordbook(tmp_path / "book", [UserWord(text, 3) for text in sorted(texts)], [])
    book = Wordbook(tmp_path / "book")
    read: list[int] = []
    spelled = SortedTexts.spelled

    def reading(self: SortedTexts, number: int) -> bytes:
        read.append(number)
        return spelled(self, number)

    monkeypatch.setattr(SortedTexts, "spelled", reading)
    assert ("幸福小站", 3) in book.standing_in("渔村的幸福小站开门了")
    assert len(read) < 800
    assert len(book) == len(texts)


@settings(max_examples=50)
@given(st.sets(st.text(alphabet="渔港灯火a1", min_size=2, max_size=4)), st.text(alphabet="渔港灯火a1", max_size=12))
def test_all_words_that_stand_in_a_text_are_found(
    tmp_path_factory: pytest.TempPathFactory, texts: set[str], text: str
) -> None:
    path = tmp_path_factory.mktemp("book") / "book"
    write_wordbook(path, [UserWord(each, 2) for each in sorted(texts)], [])
    found = Wordbook(path).standing_in(text)
    assert sorted(found) == sorted((each, 2) for each in texts if each in text)


# How an index keeps them


@pytest.fixture
def index(tmp_path: Path) -> str:
    """An index of the records, in two files."""
    location = str(tmp_path / "index")
    for number, records in enumerate((RECORDS[:2], RECORDS[2:])):
        path = tmp_path / f"{number}.jsonl"
        path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")
        add(location, [path], AddOptions(jobs=1))
    return location


def asked(engine: Engine, text: str, **how: Any) -> tuple[str, list[tuple[str | None, float]]]:
    answer = ask(engine, Question(text, strict=True, **how))
    return answer.interpreted, [(hit.title, hit.score) for hit in answer.results.hits]


QUERIES = (
    "幸福小站",
    "老人去幸福小站喝茶",
    "幸福小站提供哪些服务",
    "幸福大小站~1",
    "幸*站",
    "幸福小?",
    "小站 -幸福小站",
    "5G消息 夜校",
    "阿依古丽·买买提讲什么",
    "海上课堂",
    "title:幸福小站",
    '"幸福"',
)


def test_a_word_added_later_answers_as_in_an_index_that_had_it_from_the_start(index: str, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("幸福小站\n海上课堂 9\n5G消息\n阿依古丽·买买提\n", encoding="utf-8")
    before = open_engine(index)
    change_words(index, file=words)
    from_the_start = str(tmp_path / "other")
    paths = [tmp_path / "0.jsonl", tmp_path / "1.jsonl"]
    add(from_the_start, paths, AddOptions(jobs=1, user_dict=words))
    later, first = open_engine(index), open_engine(from_the_start)
    for query in QUERIES:
        for mode in ("all", "any"):
            assert asked(later, query, mode=mode) == asked(first, query, mode=mode)
    assert later.status().analysis == first.status().analysis != before.status().analysis
    assert any(asked(before, query) != asked(later, query) for query in QUERIES)


def test_a_word_of_the_users_is_one_term_and_stands_in_one_piece(index: str) -> None:
    engine = open_engine(index)
    assert asked(engine, "幸福小站")[0] == "幸福 AND 小站"
    assert {title for title, _ in asked(engine, "幸福小站")[1]} == {"桥头的灯", "车站", "幸福小站又添三处"}
    change_words(index, ["幸福小站"])
    engine = open_engine(index)
    assert asked(engine, "幸福小站的老人")[0] == "幸福小站 AND 老人"
    assert {title for title, _ in asked(engine, "幸福小站")[1]} == {"桥头的灯", "幸福小站又添三处"}
    change_words(index, ["幸福小站"], remove=True)
    assert asked(open_engine(index), "幸福小站")[0] == "幸福 AND 小站"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("5G消息的夜校", ["5g消息", "夜校"]),
        ("2024年5G消息", ["2024年", "5g消息"]),
        ("听阿依古丽·买买提讲课", ["听", "阿依古丽·买买提", "讲课"]),
        ("幸福小站长", ["幸福", "小", "站长"]),
    ],
)
def test_digits_and_dots_within_a_word_do_not_part_it(index: str, typed: str, found: list[str]) -> None:
    change_words(index, ["5G消息", "阿依古丽·买买提"])
    assert terms(typed, vocabulary=open_engine(index).vocabulary) == found


def test_a_fuzzy_word_and_a_pattern_also_stand_for_words_of_the_users(index: str) -> None:
    assert asked(open_engine(index), "幸福大小站~1")[1] == []
    assert asked(open_engine(index), "幸*站")[1] == []
    change_words(index, ["幸福小站"])
    for query in ("幸福大小站~1", "幸*站"):
        found = ask(open_engine(index), Question(query)).results.hits
        assert {hit.title for hit in found} == {"桥头的灯", "幸福小站又添三处"}
        assert "幸福小站" in {s.text[a:b] for hit in found for s in hit.snippets for a, b in s.highlights}


def test_words_are_counted_where_they_stand(index: str) -> None:
    change_words(index, ["幸福小站", "月亮船"])
    engine = open_engine(index)
    counts = {each.word: (each.sections, each.articles) for each in count_words(engine, engine.vocabulary.user_words())}
    assert counts == {"幸福小站": (2, 2), "月亮船": (0, 0)}


def test_what_changes_nothing_makes_no_new_generation(index: str) -> None:
    assert change_words(index, ["幸福小站"]).changed == ("幸福小站",)
    before = sorted(path.name for path in Path(index).iterdir())
    again = change_words(index, ["幸福小站"])
    assert (again.changed, again.unchanged) == ((), ("幸福小站",))
    assert change_words(index, ["没有的词"], remove=True).unchanged == ("没有的词",)
    assert change_words(index, ["海上课堂"], dry_run=True).changed == ("海上课堂",)
    assert sorted(path.name for path in Path(index).iterdir()) == before


def test_words_stay_when_sources_change_and_go_with_the_last_of_them(index: str, tmp_path: Path) -> None:
    change_words(index, ["幸福小站"])
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps({"title": "新", "text": "幸福小站又开了一处。"}, ensure_ascii=False), encoding="utf-8")
    add(index, [more], AddOptions(jobs=1))
    assert [word.text for word in open_engine(index).vocabulary.user_words()] == ["幸福小站"]
    change_words(index, ["幸福小站"], remove=True)
    assert not list(Path(index).glob("wordbook-*"))
    assert "+words" not in open_engine(index).status().analysis


def test_a_reader_keeps_the_words_of_its_generation(index: str) -> None:
    change_words(index, ["幸福小站"])
    reader = open_engine(index)
    change_words(index, ["幸福小站"], remove=True)
    assert asked(reader, "幸福小站")[0] == "幸福小站"
    assert asked(open_engine(index), "幸福小站")[0] == "幸福 AND 小站"


def test_a_wordbook_of_another_generation_is_refused(index: str) -> None:
    change_words(index, ["幸福小站"])
    (first,) = Path(index).glob("wordbook-*")
    kept = first.read_bytes()
    change_words(index, ["海上课堂"])
    (second,) = Path(index).glob("wordbook-*")
    for content in (kept, kept[:-30], b""):
        second.write_bytes(content)
        with pytest.raises(IndexDamaged, match=second.name):
            open_engine(index)
    second.unlink()
    with pytest.raises(IndexDamaged, match=second.name):
        open_engine(index)


def test_a_catalogue_opens_no_file_outside_the_index(index: str) -> None:
    change_words(index, ["幸福小站"])
    path = Path(index) / "catalogue.json"
    catalogue = json.loads(path.read_text())
    for name in ("../outside", "wordbook-../x", "000001.seg", 7, None):
        path.write_text(json.dumps({**catalogue, "wordbook": name}))
        with pytest.raises(IndexDamaged):
            open_engine(index)


def test_what_a_killed_writer_left_is_in_nobodys_way(index: str) -> None:
    generation = json.loads((Path(index) / "catalogue.json").read_text())["generation"]
    (Path(index) / f"wordbook-{generation + 1:06d}").write_bytes(b"half a file")
    change_words(index, ["幸福小站"])
    assert [word.text for word in open_engine(index).vocabulary.user_words()] == ["幸福小站"]


def test_one_writer_at_a_time_and_none_without_an_index(index: str, tmp_path: Path) -> None:
    with write_lock(Path(index), wait=0), pytest.raises(IndexLocked):
        change_words(index, ["幸福小站"])
    with pytest.raises(IndexMissing):
        change_words(str(tmp_path / "none"), ["幸福小站"])
    with pytest.raises(BaosouError, match=r"words\.txt: no such file"):
        change_words(index, file=tmp_path / "words.txt")


def test_odd_lines_are_told_and_the_rest_is_taken(index: str, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_bytes("幸福小站\n渔 光 曲\n".encode("gb18030"))
    summary = add(index, [tmp_path / "0.jsonl"], AddOptions(jobs=1, user_dict=words))
    assert [(failure.path, failure.line) for failure in summary.warnings] == [(str(words), 2)]
    assert [word.text for word in open_engine(index).vocabulary.user_words()] == ["幸福小站"]


def test_a_function_word_within_a_word_of_the_users_is_not_left_aside(index: str) -> None:
    change_words(index, ["点灯的人"])
    reading = ask(open_engine(index), Question("点灯的人 幸福", mode="any", explain=True)).results.reading
    assert reading is not None
    assert reading.aside == ()
