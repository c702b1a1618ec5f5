"""Every engine finds the articles that are like one of them, by the words that say most about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from baosou.index.answering.article import similar
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine
from baosou.index.errors import UnknownId
from baosou.index.request import FacetRequest, Filter
from baosou.index.results import Answer

Record = dict[str, Any]
Library = Callable[..., Engine]

SEAWEED = "苍南县霞关镇的海带晒场添了烘干机，老渔民不再看天晒海带，雨天也能烘干。"

RECORDS: list[Record] = [
    {"id": "seaweed", "title": "海带晒场上新机器", "date": "2024-05", "text": f"{SEAWEED}\n罗舒窈说，烘干机很省力。"},
    {"id": "copy", "title": "海帶晒場上新機器", "date": "2024-06", "text": f"{SEAWEED}罗舒窈说，烘干机很省力。"},
    {
        "id": "farm",
        "title": "海带苗下海",
        "date": "2023",
        "text": "老渔民把海带苗一根根夹上苗绳，苍南县霞关镇的海面热闹起来。",
    },
    {"id": "name", "title": "一位技师的一天", "date": "2024-03", "text": "天刚亮，罗舒窈就背着工具箱出门修船。"},
    {"id": "film", "title": "露天电影", "date": "2024-03", "text": "晚上，村里的晒场放起露天电影，孩子们早早占了座。"},
    {"id": "lonely", "title": "鹦鹉", "date": "2024", "text": "鹦鹉螺化石。"},
]


@pytest.fixture
def archive(library: Library) -> Engine:
    return library(RECORDS[:3], RECORDS[3:])


@pytest.fixture
def like(archive: Engine) -> Callable[..., Answer]:
    """What is like a record, by its own id."""
    ids = {hit.record_id: hit.id for hit in ask(archive, Question()).results.hits}
    return lambda record, **wishes: similar(archive, [ids[record]], Question(sort="relevance", **wishes))


def found(answer: Answer) -> list[str | None]:
    return [hit.record_id for hit in answer.results.hits]


def words(answer: Answer) -> list[str]:
    return list(answer.sought)


def test_the_article_with_most_in_common_comes_first_and_the_article_itself_is_left_out(
    like: Callable[..., Answer],
) -> None:
    answer = like("seaweed")
    assert found(answer)[:2] == ["copy", "farm"]
    assert "seaweed" not in found(answer)
    assert "lonely" not in found(answer)


def test_an_article_with_the_same_text_is_marked_whatever_its_script_and_its_line_breaks(
    like: Callable[..., Answer],
) -> None:
    answer = like("seaweed")
    assert answer.copies == tuple(hit.id for hit in answer.results.hits if hit.record_id == "copy")


def test_the_words_are_those_that_say_most_function_words_and_numbers_aside(like: Callable[..., Answer]) -> None:
    sought = words(like("seaweed"))
    assert sought[0] == "海带"
    assert {"海带", "烘干机", "晒场"} <= {*sought}
    assert not {"的", "也", "很", "天", "2024"} & {*sought}


def test_a_name_that_is_in_no_dictionary_leads_to_other_articles_of_that_person(like: Callable[..., Answer]) -> None:
    assert "罗舒窈" in words(like("seaweed"))
    assert "name" in found(like("seaweed"))


def test_a_place_is_one_word_with_its_kind(like: Callable[..., Answer]) -> None:
    assert "霞关镇" in words(like("seaweed"))


def test_nothing_is_like_an_article_whose_words_stand_nowhere_else(like: Callable[..., Answer]) -> None:
    answer = like("lonely")
    assert (answer.results.total, found(answer), answer.interpreted) == (0, [], "")


def test_filters_limits_and_facets_go_with_it(like: Callable[..., Answer]) -> None:
    answer = like("seaweed", since="2024", filters=(Filter("date", ("2024-06",), True),), limit=1)
    assert {*found(answer)} < {"name", "film"}
    assert (len(found(answer)), answer.results.total) == (1, 2)
    (counts,) = like("seaweed", facets=(FacetRequest("year"),)).results.facets.values()
    assert sum(each.count for each in counts) == like("seaweed").results.total


def test_a_section_is_asked_for_by_its_own_words(library: Library) -> None:
    film = "露天电影在晒场放映，放映员把电影胶片挂上放映机。" * 25
    weed = "海带在海面随着潮水起伏，养殖户驾船查看海带苗绳。" * 25
    archive = library(
        [
            {"id": "both", "title": "一个村的两件事", "text": f"{film}\n{weed}"},
            {"id": "film", "title": "老放映员", "text": "放映员和他的放映机，还有露天电影。"},
            {"id": "weed", "title": "苗绳", "text": "养殖户把海带苗夹上苗绳。"},
        ]
    )
    (both,) = (hit.id for hit in ask(archive, Question()).results.hits if hit.record_id == "both")
    first, second = (similar(archive, [f"{both}.{n}"], Question(sort="relevance")) for n in (1, 2))
    assert (found(first), found(second)) == (["film"], ["weed"])


def test_the_answer_is_the_same_on_every_run(archive: Engine, library: Library, like: Callable[..., Answer]) -> None:
    again = library(RECORDS[:3], RECORDS[3:], name="again")
    (id,) = (hit.id for hit in ask(again, Question()).results.hits if hit.record_id == "seaweed")
    once, twice = like("seaweed"), similar(again, [id], Question(sort="relevance"))
    assert once.interpreted == twice.interpreted
    assert found(once) == found(twice)


def test_an_unknown_id_is_an_error(archive: Engine) -> None:
    with pytest.raises(UnknownId):
        similar(archive, ["g0000000"], Question())
