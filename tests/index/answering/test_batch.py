"""What a query of a batch says beside the options of all becomes a question, or one line that says why not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from baosou.index.answering.batch import overridden
from baosou.index.answering.question import Question
from baosou.index.errors import QueryError
from baosou.index.request import ALL_HITS, Filter


def one(record: dict[str, Any], defaults: Question | None = None) -> Question:
    return overridden(defaults or Question(), record)


def test_json_says_filters_with_one_value_several_or_none_of_them() -> None:
    question = one({"query": "渔", "where": {"地区": "温州市", "author": ["林一帆", "周可"], "column!": "广告"}})
    assert question.filters == (
        Filter("place", ("温州市",)),
        Filter("author", ("林一帆", "周可")),
        Filter("column", ("广告",), negated=True),
    )


def test_a_filter_of_a_line_replaces_the_default_for_the_same_field_only() -> None:
    defaults = Question(filters=(Filter("place", ("温州市",)), Filter("year", ("2024",))))
    question = one({"query": "渔", "where": {"place": "台州市"}}, defaults)
    assert question.filters == (Filter("year", ("2024",)), Filter("place", ("台州市",)))


def test_json_overrides_the_options_and_leaves_the_others() -> None:
    defaults = Question(limit=5, snippets=1, by="section", mode="any", since="2020")
    question = one(
        {"query": "渔", "limit": 0, "offset": 2, "sort": "-date", "literal": True, "facet": ["place:3", "年份"]},
        defaults,
    )
    assert (question.limit, question.offset, question.sort, question.mode) == (ALL_HITS, 2, "-date", "literal")
    assert (question.snippets, question.by, question.since) == (1, "section", "2020")
    assert [(facet.field, facet.limit) for facet in question.facets] == [("place", 3), ("年份", 10)]


def test_null_says_what_none_does() -> None:
    question = one({"query": "渔", "limit": None, "sort": None, "since": None}, Question(sort="date", since="2020"))
    assert (question.limit, question.sort, question.since) == (ALL_HITS, None, None)


def test_a_day_of_a_line_must_fit_the_other_of_the_defaults() -> None:
    with pytest.raises(QueryError, match="since 2024 is later than until 2023"):
        one({"query": "渔", "until": "2023"}, Question(since="2024"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "a", "query": 5}', '"query" must be a text'),
        ('{"id": "a", "query": "渔", "limit": -1}', '"limit" must be a whole number of 0 or more'),
        ('{"id": "a", "query": "渔", "limit": true}', '"limit" must be a whole number of 0 or more'),
        ('{"id": "a", "query": "渔", "any": "yes"}', '"any" must be true or false'),
        ('{"id": "a", "query": "渔", "sort": "size"}', '"sort" must be one of'),
        ('{"id": "a", "query": "渔", "where": ["温州"]}', '"where" must be an object'),
        ('{"id": "a", "query": "渔", "where": {"place": {}}}', '"where" place must be a text'),
        ('{"id": "a", "query": "渔", "where": {"place": []}}', '"where" needs a value for "place"'),
        ('{"id": "a", "query": "渔", "since": "某年"}', "since 某年: not a date"),
        ('{"id": "a", "query": "渔", "any": true, "literal": true}', "cannot be used together"),
    ],
)
def test_what_a_query_cannot_say_is_told(line: str, told: str) -> None:
    with pytest.raises(QueryError) as raised:
        one(json.loads(line))
    assert told in str(raised.value)
