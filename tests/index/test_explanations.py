"""Every engine can say how it read a query, what makes up each score, and why an article matches or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.index.answering.article import why
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.errors import QueryError, UnknownId
from baosou.index.explanations import Reading, TermReading
from baosou.index.request import Filter
from baosou.index.results import Hit
from baosou.index.why import Reason, Why

Record = dict[str, Any]
Library = Callable[..., Engine]

TIDE = "潮水退下去以后，滩涂上留下一道道水纹，赶海的人提着竹篮慢慢走，天黑以前总能装满一篮花蛤。"

RECORDS: list[Record] = [
    {
        "id": "school",
        "title": "霞关渔港的海上课堂",
        "authors": ["林一帆", "周可"],
        "byline": "本报记者 林一帆 通讯员 周可",
        "date": "2024-07-02",
        "publication": "浙东日报",
        "text": "清晨五点，苍南县霞关镇的渔港还亮着灯。\n"
        "志愿者陈海生把救生衣搬上甲板，二〇二四年他已服务3万人次。志愿者的服务从不收钱。",
    },
    {
        "id": "lights",
        "title": "志愿服务点亮鳌江",
        "authors": ["郑小满"],
        "date": "2023-11",
        "publication": "江南晚报",
        "text": "平阳县鳌江镇的志愿者走进社区。\n志愿服务队把灯笼挂满老街，志愿者说还要再来。",
    },
    {
        "id": "kelp",
        "title": "海带丰收",
        "authors": ["林一帆"],
        "text": "\n".join(f"{TIDE}第{number}天，渔港里晒满海带。" * 5 for number in range(12))
        + "\n5G信号覆盖235个泊位。",
    },
    {"id": "market", "title": "早市", "date": "2024", "text": "苍南县的早市上，海带、紫菜和花蛤摆满渔港边的长街。"},
]

WORDS = [
    "苍南县",
    "渔港",
    "志愿者",
    "志愿服务",
    "海带",
    "花蛤",
    "二〇二四年",
    "鳌江",
    "的",
    "没有的词",
    "林一帆",
    "渔",
    "什么",
]
PARTS = [*WORDS, '"渔港"^2', "渔*", "海带~1", '"志愿者 社区"~9', "title:渔港", "-紫菜", "OR", "date:2024", "(", ")"]


@pytest.fixture
def archive(library: Library) -> Engine:
    """The records in two files, so that engines with segments have several."""
    return library(RECORDS[:2], RECORDS[2:])


@pytest.fixture
def id_of(archive: Engine) -> Callable[[str], str]:
    """The article id of a record."""
    ids = {hit.record_id: hit.id for hit in ask(archive, Question()).results.hits}
    return lambda record: ids[record]


def reading_of(engine: Engine, text: str, **wishes: Any) -> Reading:
    reading = ask(engine, Question(text=text, explain=True, **wishes)).results.reading
    assert reading is not None
    return reading


def term(reading: Reading, text: str) -> TermReading:
    return next(each for each in reading.terms if each.text == text)


def every(reason: Reason) -> Iterator[Reason]:
    yield reason
    for child in reason.children:
        yield from every(child)


def part(found: Why, text: str) -> Reason:
    return next(each for each in every(found.query) if each.node.text == text)


# How a query was read


def test_nothing_is_explained_unless_it_is_asked_for(archive: Engine) -> None:
    results = ask(archive, Question(text="渔港")).results
    assert results.reading is None
    assert [hit.explanation for hit in results.hits] == [None] * 3


def test_a_term_is_told_with_the_articles_that_hold_it(archive: Engine) -> None:
    reading = reading_of(archive, "渔港 没有的词", strict=True)
    assert term(reading, "渔港").articles == 3
    assert term(reading, "渔港").asked
    assert term(reading, "词").articles == 0


def test_the_rarer_term_weighs_more_and_a_boost_is_part_of_the_weight(archive: Engine) -> None:
    reading = reading_of(archive, "渔港 鳌江^3", mode="any")
    assert term(reading, "鳌江").boost == 3
    plain = term(reading_of(archive, "渔港 鳌江", mode="any"), "鳌江")
    assert term(reading, "鳌江").weight == pytest.approx(3 * plain.weight)
    assert plain.weight > term(reading, "渔港").weight


def test_words_that_only_rank_are_told_from_those_that_must_stand(archive: Engine) -> None:
    reading = reading_of(archive, "苍南县")
    assert [each.text for each in reading.terms if each.asked] == ["苍南县"]
    assert "苍南" in [each.text for each in reading.terms if not each.asked]


def test_other_spellings_of_a_number_are_told(archive: Engine) -> None:
    assert term(reading_of(archive, "三万"), "三万").spellings == ("3万", "30000")


def test_the_words_that_a_pattern_stands_for_are_told(archive: Engine) -> None:
    assert "渔港" in term(reading_of(archive, "渔*"), "渔*").words


def test_function_words_are_told_to_be_left_aside(archive: Engine) -> None:
    assert reading_of(archive, "苍南县的渔港有哪些？").aside == ("的", "有", "哪些")
    assert reading_of(archive, "的").aside == ()


def test_what_is_added_to_a_page_is_explained_too(archive: Engine) -> None:
    answer = ask(archive, Question(text="鳌江 花蛤", explain=True))
    assert answer.results.total == 0
    assert answer.results.hits[0].lacks
    assert answer.results.hits[0].explanation is not None
    assert answer.results.reading is not None


def test_filters_and_dates_are_told(archive: Engine) -> None:
    given = Filter("author", ("林一帆",))
    reading = reading_of(archive, "渔港", filters=(given,), since="2024", until="2024-07")
    assert (reading.filters, reading.since, reading.until) == ((given,), "2024", "2024-07")


# Scores in parts


def adds_up(hit: Hit) -> bool:
    explanation = hit.explanation
    assert explanation is not None
    assert hit.score == round(explanation.score, 6)
    return abs(sum(each.score for each in explanation.parts) - explanation.score) <= 1e-9


@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=7).map(" ".join),
    st.sampled_from(["article", "section"]),
    st.sampled_from(["all", "any"]),
    st.sampled_from([None, "date", "title"]),
    st.integers(0, 3),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_parts_of_a_score_add_up_to_it(
    archive: Engine, text: str, by: Any, mode: Any, sort: Any, offset: int
) -> None:
    try:
        answer = ask(archive, Question(text=text, by=by, mode=mode, sort=sort, offset=offset, limit=5, explain=True))
    except QueryError:
        return
    assert all(map(adds_up, answer.results.hits))


def test_the_parts_of_hits_beyond_the_closer_look_add_up_too(library: Library) -> None:
    archive = library(
        [{"title": f"第{n}天", "text": f"志愿者{'在渔港' * (n % 5)}服务，{TIDE * (n % 7)}"} for n in range(130)]
    )
    hits = ask(archive, Question(text="志愿者 渔港 服务", mode="any", limit=200, explain=True)).results.hits
    assert len(hits) == 130
    assert all(map(adds_up, hits))


def test_an_explained_search_gives_the_same_hits_as_one_that_is_not(archive: Engine) -> None:
    plain, explained = (
        [
            (hit.id, hit.score, hit.section, hit.snippets)
            for hit in ask(archive, Question(text="苍南县 渔港", mode="any", explain=explain)).results.hits
        ]
        for explain in (False, True)
    )
    assert plain == explained


def test_a_share_says_in_which_fields_and_sections_its_term_stands(archive: Engine) -> None:
    hits = ask(archive, Question(text="渔港", explain=True)).results.hits
    by_record = {hit.record_id: hit for hit in hits}
    school = by_record["school"].explanation
    kelp = by_record["kelp"].explanation
    assert school is not None
    assert kelp is not None
    assert (school.parts[0].counts, len(school.parts[0].sections)) == ({"title": 1, "body": 1}, 1)
    assert kelp.parts[0].counts == {"body": 60}
    assert len(kelp.parts[0].sections) > 1
    assert all(section.startswith(by_record["kelp"].id) for section in kelp.parts[0].sections)


# Why an article matches or not


QUERIES = [*PARTS[:-2], "苍南县 渔港", "(海带 OR 鳌江) -志愿者", "author:林一帆 渔港", "date:2023", "NOT (渔港 花蛤)"]


@pytest.mark.parametrize("text", [each for each in QUERIES if each != "OR"])
@pytest.mark.parametrize("mode", ["all", "any"])
def test_an_article_matches_where_search_finds_it_with_its_rank_and_score(
    archive: Engine, text: str, mode: Any
) -> None:
    hits = ask(archive, Question(text=text, mode=mode, strict=True, explain=True)).results.hits
    found = {hit.id: hit for hit in hits}
    for everyone in ask(archive, Question()).results.hits:
        reasons = why(archive, everyone.id, Question(text=text, mode=mode))
        hit = found.get(everyone.id)
        assert reasons.matches == (hit is not None) == reasons.query.holds
        assert reasons.total == len(hits)
        if hit is not None:
            assert (reasons.rank, reasons.explanation) == (hit.rank, hit.explanation)


def test_a_section_matches_where_search_by_section_finds_it(archive: Engine, id_of: Callable[[str], str]) -> None:
    hits = ask(archive, Question(text="5G 海带", by="section", strict=True)).results.hits
    article = archive.article(id_of("kelp"))
    assert {hit.section for hit in hits} <= {section.id for section in article.sections}
    for section in article.sections:
        reasons = why(archive, section.id, Question(text="5G 海带"))
        rank = next((hit.rank for hit in hits if hit.section == section.id), None)
        assert (reasons.id, reasons.matches, reasons.rank) == (section.id, rank is not None, rank)


def test_a_section_that_holds_none_of_the_words_does_not_match_though_its_article_does(
    archive: Engine, id_of: Callable[[str], str]
) -> None:
    reasons = why(archive, f"{id_of('kelp')}.1", Question(text="5G"))
    assert (reasons.matches, reasons.query.holds) == (False, True)
    assert [each.cause for each in reasons.filters] == ["other section"]


def test_a_word_is_shown_where_it_stands_with_its_line(archive: Engine, id_of: Callable[[str], str]) -> None:
    reasons = why(archive, id_of("school"), Question(text="渔港", width=20))
    found = reasons.query
    assert (found.counts, found.articles) == ({"title": 1, "body": 1}, 3)
    assert [(each.field, each.section) for each in found.sightings] == [
        ("title", None),
        ("body", f"{id_of('school')}.1"),
    ]
    for each in found.sightings:
        (start, end), *_ = each.snippet.highlights
        assert each.snippet.text[start:end] == "渔港"
        assert each.snippet.line == 1


def test_a_word_that_stands_nowhere_is_told_from_one_that_stands_elsewhere(
    archive: Engine, id_of: Callable[[str], str]
) -> None:
    reasons = why(archive, id_of("lights"), Question(text="紫菜 鲸鱼 鳌江"))
    assert (part(reasons, "紫菜").cause, part(reasons, "紫菜").articles) == ("elsewhere", 1)
    assert (part(reasons, "鲸鱼").cause, part(reasons, "鲸鱼").articles) == ("nowhere", 0)
    assert part(reasons, "鳌江").cause is None


def test_a_word_in_another_field_is_told(archive: Engine, id_of: Callable[[str], str]) -> None:
    found = why(archive, id_of("school"), Question(text="title:志愿者")).query
    assert (found.holds, found.cause, found.other_counts) == (False, "other field", {"body": 2})


def test_a_phrase_whose_parts_stand_apart_is_shown_where_they_are_nearest(
    archive: Engine, id_of: Callable[[str], str]
) -> None:
    found = why(archive, id_of("school"), Question(text='"志愿服务"')).query
    assert (found.holds, found.closeness) == (False, "apart")
    assert found.closest is not None
    snippet = found.closest.snippet
    assert [snippet.text[start:end] for start, end in snippet.highlights] == ["志愿", "服务"]
    assert "志愿者的服务" in snippet.text
    assert found.pieces == (("志愿", 2), ("服务", 2))


def test_a_number_within_a_longer_one_is_told(archive: Engine, id_of: Callable[[str], str]) -> None:
    found = why(archive, id_of("kelp"), Question(text="35")).query
    assert (found.holds, found.closeness) == (False, "within")
    assert found.closest is not None
    assert found.closest.snippet.text.startswith("5G信号覆盖235个")


def test_a_word_with_one_other_character_is_told(archive: Engine, id_of: Callable[[str], str]) -> None:
    found = why(archive, id_of("school"), Question(text="沧南县")).query
    assert (found.holds, found.closeness) == (False, "similar")
    assert found.closest is not None
    (start, end), *_ = found.closest.snippet.highlights
    assert found.closest.snippet.text[start:end] == "苍南县"


def test_another_spelling_of_a_number_is_found_and_shown(archive: Engine, id_of: Callable[[str], str]) -> None:
    found = why(archive, id_of("school"), Question(text="2024年 三万")).query
    assert found.holds
    marked = [
        each.snippet.text[slice(*each.snippet.highlights[0])] for child in found.children for each in child.sightings
    ]
    assert marked == ["二〇二四年", "3万"]


def test_what_is_excluded_is_shown_where_it_stands(archive: Engine, id_of: Callable[[str], str]) -> None:
    reasons = why(archive, id_of("lights"), Question(text="鳌江 -志愿者"))
    negation = next(each for each in every(reasons.query) if each.node.kind == "not")
    assert (negation.holds, negation.cause) == (False, "excluded")
    assert negation.children[0].counts == {"body": 2}


def test_a_filter_that_does_not_hold_tells_what_the_article_has_instead(
    archive: Engine, id_of: Callable[[str], str]
) -> None:
    asked = Question(text="渔港", filters=(Filter("author", ("郑小满",)), Filter("publication", ("浙东日报",), True)))
    reasons = why(archive, id_of("school"), asked)
    author, publication = reasons.filters
    assert not reasons.matches
    assert (author.holds, author.cause, author.values) == (False, "value", ("林一帆", "周可"))
    assert (publication.holds, publication.cause) == (False, "excluded")
    assert publication.children[0].values == ("浙东日报",)


@pytest.mark.parametrize(
    ("record", "holds", "cause", "values"),
    [
        ("school", True, None, ("2024-07-02",)),
        ("lights", False, "date", ("2023-11",)),
        ("kelp", False, "undated", ()),
    ],
)
def test_a_date_outside_the_period_is_told_from_none(
    archive: Engine, id_of: Callable[[str], str], record: str, holds: bool, cause: str, values: Any
) -> None:
    (period,) = why(archive, id_of(record), Question(text="林一帆", since="2024")).filters
    assert (period.holds, period.cause, period.values) == (holds, cause, values)


def test_without_a_query_the_filters_alone_decide(archive: Engine, id_of: Callable[[str], str]) -> None:
    asked = Question(filters=(Filter("author", ("林一帆",)),))
    assert why(archive, id_of("kelp"), asked).matches
    assert not why(archive, id_of("lights"), asked).matches


@given(
    st.one_of(
        st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map(" ".join),
        st.text(st.sampled_from('苍南县霞关渔港志愿者服务的5G2 “”"()*?~^-:～'), min_size=1, max_size=14),
    ),
    st.sampled_from(["all", "any", "literal"]),
    st.integers(0, 3),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_query_is_answered_with_reasons_that_agree_with_search(
    archive: Engine, text: str, mode: Any, number: int
) -> None:
    asked = Question(text=text, mode=mode, strict=True, limit=100)
    try:
        hits = ask(archive, asked).results.hits
    except QueryError:
        return
    article = ask(archive, Question()).results.hits[number]
    reasons = why(archive, article.id, asked)
    assert reasons.matches == reasons.query.holds == (article.id in {hit.id for hit in hits})
    for found in every(reasons.query):
        for each in (*found.sightings, *([found.closest] if found.closest else ())):
            assert each.snippet.highlights


def test_the_function_words_of_a_question_are_told_too(archive: Engine, id_of: Callable[[str], str]) -> None:
    assert why(archive, id_of("school"), Question(text="苍南县有哪些渔港？")).aside == ("有", "哪些")


def test_an_unknown_id_and_an_unknown_field_are_errors(archive: Engine, id_of: Callable[[str], str]) -> None:
    with pytest.raises(UnknownId):
        why(archive, "g0000000", Question(text="渔港"))
    with pytest.raises(QueryError, match="unknown field"):
        why(archive, id_of("kelp"), Question(text="渔港", filters=(Filter("nosuch", ("x",)),)))
