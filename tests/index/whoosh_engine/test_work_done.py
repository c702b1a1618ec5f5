"""How much of an index a query touches: counts of postings and text, which a slow machine does not change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.lookups import Known, Standing
from baosou.index.query.tree import And, Or, Phrase, Query
from baosou.index.ranking import reranking
from baosou.index.request import SearchRequest
from baosou.index.segments import postings
from baosou.index.segments.ranking import scoring
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.engine import WhooshEngine

MakeArticle = Callable[..., Any]
MakeIndex = Callable[..., WhooshEngine]

COMMON = "志愿者在渔港点亮灯火，老街的居民送来热茶。"
RARE = "沈宇鸿在鳌江边讲解新能源汽车的保养。"


class Work:
    """What has been read since `start`."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.posting_bytes = 0
        self.blocks = 0
        self.whole_texts = 0


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    done = Work()
    decode, addresses = postings.decode_list, Segment.character_addresses

    def decoding(data: Any) -> Any:
        done.posting_bytes += len(data)
        return decode(data)

    def looking(segment: Segment, unit: int, blocks: Any = None) -> Iterator[Any]:
        done.blocks += 0 if blocks is None else len(blocks)
        done.whole_texts += blocks is None
        return addresses(segment, unit, blocks)

    monkeypatch.setattr(postings, "decode_list", decoding)
    monkeypatch.setattr(Segment, "character_addresses", looking)
    return done


@pytest.fixture
def archive(make_article: MakeArticle, make_index: MakeIndex) -> Callable[[int], WhooshEngine]:
    """Makes an index of so many articles that all hold COMMON, three of them RARE too."""

    def make(count: int) -> WhooshEngine:
        texts = [f"{COMMON}第{number}天。{RARE if number in (5, 50, 95) else ''}" for number in range(count)]
        return make_index([make_article(text) for text in texts])

    return make


def done_by(work: Work, engine: WhooshEngine, query: Query, total: int) -> tuple[int, int, int]:
    work.start()
    assert engine.search(SearchRequest(query)).total == total
    return work.posting_bytes, work.blocks, work.whole_texts


def test_a_rare_word_costs_the_same_in_an_archive_ten_times_as_large(
    archive: Callable[[int], WhooshEngine], work: Work
) -> None:
    query = Phrase("新能源", whole=True)
    small, large = (done_by(work, archive(count), query, 3) for count in (200, 2000))
    assert small == large == (small[0], 0, 0)
    assert small[0] < 10


def test_a_dictionary_word_a_number_and_a_latin_word_are_found_without_a_look_at_the_text(
    archive: Callable[[int], WhooshEngine], work: Work
) -> None:
    engine = archive(200)
    for text, total in (("志愿者", 200), ("渔港", 200), ("199", 1), ("2024", 0), ("covid", 0)):
        posting_bytes, blocks, whole_texts = done_by(work, engine, Phrase(text, whole=True), total)
        assert (blocks, whole_texts) == (0, 0)
        assert posting_bytes <= 3 * total  # for ranking, the words within a word are read too


def test_a_number_with_its_measure_word_is_found_without_a_look_at_the_text(
    archive: Callable[[int], WhooshEngine], work: Work
) -> None:
    engine = archive(200)
    for text, total in (("7天", 1), ("七天", 1), ("十七天", 1), ("3万人", 0), ("2024年", 0)):
        _, blocks, whole_texts = done_by(work, engine, Phrase(text, whole=True), total)
        assert (blocks, whole_texts) == (0, 0), text


def test_a_longer_text_with_a_number_looks_at_the_places_of_that_number_alone(
    archive: Callable[[int], WhooshEngine], work: Work
) -> None:
    _, blocks, whole_texts = done_by(work, archive(2000), Phrase("第17天"), 1)
    assert blocks <= 2
    assert whole_texts == 0


def test_a_phrase_looks_at_the_places_of_its_rarest_word_alone(
    archive: Callable[[int], WhooshEngine], work: Work
) -> None:
    posting_bytes, blocks, whole_texts = done_by(work, archive(2000), Phrase("讲解新能源汽车的保养"), 3)
    assert posting_bytes < 30
    assert blocks <= 6
    assert whole_texts == 0


def test_a_name_that_is_in_no_dictionary_looks_at_the_places_of_its_rarest_character(
    archive: Callable[[int], WhooshEngine], work: Work
) -> None:
    _, blocks, whole_texts = done_by(work, archive(2000), Phrase("沈宇鸿", whole=True), 3)
    assert (blocks, whole_texts) == (3, 0)


LISTED = {
    "a character that stands everywhere": ("的", 2000),
    "a character that stands in few articles": ("沈", 3),
    "a character that stands nowhere": ("麟", 0),
    "a word": ("志愿者", 2000),
    "two words": ("渔港 热茶", 2000),
    "two frequent characters that are no word": ('"街的"', 2000),
    "such a pair and a word": ('"街的" 新能源', 3),
    "a piece of a headline": ("街的 民送", 2000),
    "a number": ("17天", 1),
    "a Latin word": ("covid", 0),
}
READ = {
    "a name": ("沈宇鸿", 3),
    "a phrase of frequent characters with a rare one": ('"江边讲"', 3),
    "a phrase of frequent and of rare words": ('"讲解新能源汽车的保养"', 3),
    "a phrase with a quotation mark": ('"鳌江边讲解"', 3),
    "a phrase that goes over a sign": ('"保养。"', 3),
    "a pattern": ("沈?鸿", 3),
    "a word like others": ("沈宇红~", 3),
    "near words": ('"沈宇鸿 新能源"~20', 3),
    "a question": ("沈宇鸿在哪里讲解保养？", 3),
}
"""What each kind of query finds in an archive of 2,000 articles."""


@pytest.mark.parametrize("kind", LISTED)
def test_what_is_listed_is_answered_without_a_look_at_any_text(
    archive: Callable[[int], WhooshEngine], work: Work, kind: str
) -> None:
    text, total = LISTED[kind]
    engine = archive(2000)
    work.start()
    assert ask(engine, Question(text, strict=True)).results.total == total
    assert (work.blocks, work.whole_texts) == (0, 0)


@pytest.mark.parametrize("kind", READ)
def test_of_what_is_not_listed_the_text_is_read_where_it_stands_alone(
    archive: Callable[[int], WhooshEngine], work: Work, kind: str
) -> None:
    text, total = READ[kind]
    read = []
    for articles in (400, 2000):
        engine = archive(articles)
        work.start()
        assert ask(engine, Question(text, strict=True)).results.total == total
        assert work.whole_texts == 0
        read.append(work.blocks)
    assert read[0] == read[1] <= 60 * total


def test_what_sounds_like_text_is_looked_for_only_where_its_pairs_stand_often_enough(
    archive: Callable[[int], WhooshEngine], work: Work
) -> None:
    words = archive(2000).vocabulary
    work.start()
    assert words.known(Standing("点亮灯?", heard_as="伙", fewest=2001)) == ()
    assert words.known(Standing("点亮?火", heard_as="等", fewest=2001)) == ()
    assert words.known(Standing("点亮灯?", heard_as="江")) == ()
    assert (work.blocks, work.whole_texts) == (0, 0)
    assert words.known(Standing("点亮灯?", heard_as="伙", fewest=2000)) == (Known("点亮灯火", 2000),)
    assert words.known(Standing("?点亮灯火", heard_as="火")) == ()


def test_an_odd_string_is_told_from_what_sounds_like_it_by_reading_no_more_of_a_larger_archive(
    archive: Callable[[int], WhooshEngine], work: Work
) -> None:
    read = []
    for articles in (400, 2000):
        engine = archive(articles)
        work.start()
        answer = ask(engine, Question("宇鸿在鳌 在鳌江边", fill=False))
        assert (answer.results.total, answer.suggestion) == (3, None)
        read.append(work.blocks)
    assert read[0] == read[1] <= 60
    assert work.whole_texts == 0


def test_how_often_words_stand_in_each_year_is_told_without_a_look_at_any_text(
    make_article: MakeArticle, make_index: MakeIndex, work: Work
) -> None:
    engine = make_index([make_article(f"{COMMON}志愿者来了。", date=f"{2019 + n % 2}-05-01") for n in range(40)])
    words = Or((Phrase("志愿者", whole=True), Phrase("灯火", whole=True)))
    work.start()
    counts = engine.period_counts(SearchRequest(words), "year").counts
    assert [(each.period, each.articles, each.occurrences) for each in counts] == [("2019", 20, 60), ("2020", 20, 60)]
    assert (work.blocks, work.whole_texts) == (0, 0)


def test_a_phrase_of_nothing_but_frequent_characters_is_looked_for_where_its_rarest_pairs_stand(
    make_article: MakeArticle, make_index: MakeIndex, work: Work
) -> None:
    texts = ["老街的居民", "居民的老街", "居老的街民", "街民老的居"]
    engine = make_index([make_article(f"{texts[n % 4]}，第{n}天，{texts[n % 4][::-1]}。") for n in range(800)])
    work.start()
    assert engine.search(SearchRequest(Phrase("老街的居民"))).total == 200
    assert 200 <= work.blocks <= 600
    assert work.whole_texts == 0


def test_a_word_asked_for_twice_is_read_once(archive: Callable[[int], WhooshEngine], work: Work) -> None:
    engine = archive(200)
    word = Phrase("志愿者", whole=True)
    once = done_by(work, engine, word, 200)
    assert done_by(work, engine, Or((word, And((word, Phrase("新能源", whole=True))))), 200)[0] < once[0]


def test_a_search_makes_as_many_array_passes_in_an_archive_ten_times_as_large(
    archive: Callable[[int], WhooshEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[int] = []
    kept, shares = Segment.kept, scoring.Shares.of

    def keeping(segment: Segment, key: Any, make: Callable[[], Any]) -> Any:
        made = kept(segment, key, make)
        passes.append(sum(len(array) for array in made))
        return made

    def sharing(self: scoring.Shares, slots: Any) -> Any:
        passes.append(len(slots))
        return shares(self, slots)

    monkeypatch.setattr(Segment, "kept", keeping)
    monkeypatch.setattr(scoring.Shares, "of", sharing)
    counts, lengths = [], []
    for articles in (200, 2000):
        engine = archive(articles)
        passes.clear()
        query = And((Phrase("讲解", whole=True), Phrase("新能源", whole=True)))
        assert engine.search(SearchRequest(query, typed="讲解 新能源")).total == 3
        counts.append(len(passes))
        lengths.append(sum(passes))
    assert counts[0] == counts[1] <= 12
    assert lengths[0] == lengths[1] < 100


def test_only_the_best_are_looked_at_closely_however_many_match(
    archive: Callable[[int], WhooshEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = []
    bonuses = reranking.bonuses

    def looking(candidates: reranking.Candidates, *rest: Any) -> Any:
        taken.append(len(candidates.covered))
        return bonuses(candidates, *rest)

    monkeypatch.setattr(reranking, "bonuses", looking)
    assert archive(2000).search(SearchRequest(Phrase("点亮灯火", whole=True), typed="点亮灯火")).total == 2000
    assert 0 < sum(taken) <= reranking.DEPTH
