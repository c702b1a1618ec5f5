"""Files of JSON: an array of records, one record, records a line, and what is none of these."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import read_source
from tests.work import growth, no_longer_than

RECORDS = [
    {
        "title": "渔港新事",
        "text": "平湾镇的码头上一片繁忙。\n渔民忙着装箱。",
        "date": "2024-07-01",
        "authors": ["林小满"],
        "船": 3,
    },
    {"title": "冷库", "text": "镇里新修的冷库投入使用。"},
]


def read(folder: Path, text: str | bytes) -> tuple[list[Article], list[Failure]]:
    path = folder / "a.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (source,) = discover([folder])
    assert isinstance(source, SourceFile)
    found = list(read_source(source))
    return [each for each in found if isinstance(each, Article)], [each for each in found if isinstance(each, Failure)]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_array_of_records_is_so_many_articles_each_with_its_line(
    tmp_path: Path, indent: int | None, encoding: str
) -> None:
    text = json.dumps(RECORDS, ensure_ascii=False, indent=indent)
    articles, failures = read(tmp_path, text.encode(encoding))
    assert failures == []
    assert [each.title.text for each in articles if each.title] == ["渔港新事", "冷库"]
    assert (articles[0].date, articles[0].authors, articles[0].extra) == ("2024-07-01", ("林小满",), {"船": ("3",)})
    lines = [each.title.spans[0].line for each in articles if each.title]
    starts = [at for at in range(len(text)) if text.startswith("{", at)]
    assert lines == [text.count("\n", 0, at) + 1 for at in starts]


def test_one_record_is_an_article(tmp_path: Path) -> None:
    (article,), failures = read(tmp_path, json.dumps(RECORDS[0], indent=1))
    assert [block.passage.text for block in article.blocks] == ["平湾镇的码头上一片繁忙。", "渔民忙着装箱。"]
    assert failures == []


def test_objects_one_after_another_on_several_lines_each_are_read_with_their_lines(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(each, ensure_ascii=False, indent=1) for each in RECORDS)
    articles, failures = read(tmp_path, text)
    assert failures == []
    lines = [each.title.spans[0].line for each in articles if each.title]
    assert lines == [1, json.dumps(RECORDS[0], indent=1).count("\n") + 2]
    _, (failure,) = read(tmp_path, f"{text} 渔")
    assert "more follows" in failure.reason


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_records_a_line_are_read_as_such_whatever_the_ending_says(tmp_path: Path, end: str) -> None:
    articles, failures = read(tmp_path, end.join(json.dumps(each) for each in RECORDS) + end)
    assert [each.title.spans[0].line for each in articles if each.title] == [1, 2]
    assert failures == []


def test_an_element_that_is_no_record_is_told_with_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    text = '[\n{"title": "甲", "title": "乙"},\n5,\n{"title": "渔港"},\n{"title": "\\ud800"},\n{}\n]'
    articles, failures = read(tmp_path, text)
    assert [each.title.text for each in articles if each.title] == ["渔港"]
    assert [(each.line, each.warning) for each in failures] == [(2, False), (3, False), (5, False), (6, False)]


@pytest.mark.parametrize(
    "text", ["{}", "[]", "5", '"字"', "null", '{"name": "site", "version": "1.0"}', '[1, {"a": 2}]', '{"title": 5}']
)
def test_a_file_without_records_is_one_warning(tmp_path: Path, text: str) -> None:
    articles, (warning,) = read(tmp_path, text)
    assert (articles, warning.warning) == ([], True)
    assert warning.reason.startswith("holds no records")


@pytest.mark.parametrize("text", ["{", '{"title": "渔"', "{'title': 1}", "[" * 100_000, "9" * 5000, "{} 5", "渔港"])
def test_what_is_no_json_is_a_failure(tmp_path: Path, text: str) -> None:
    articles, (failure,) = read(tmp_path, text)
    assert (articles, failure.warning) == ([], False)


@pytest.mark.parametrize("tail", [', {"title": "乙', ', {"title": "乙"}', ", {]", " {}"])
def test_of_an_array_that_breaks_off_what_came_before_is_read(tmp_path: Path, tail: str) -> None:
    articles, failures = read(tmp_path, '[{"title": "甲"}' + tail)
    assert articles[0].title is not None
    assert articles[0].title.text == "甲"
    assert failures
    assert not failures[-1].warning


def test_the_work_of_an_array_of_many_short_lines_is_in_proportion_to_it(tmp_path: Path) -> None:
    def read_so_many(count: int) -> None:
        articles, failures = read(tmp_path, "[\n\n\n\n\n" + '{"title":\n"渔"\n},\n' * count + "{}]")
        assert (len(articles), len(failures)) == (count, 1)

    assert growth(read_so_many, 500, 8) < 8.5


def test_an_array_of_very_many_short_lines_is_read(tmp_path: Path) -> None:
    with no_longer_than():
        articles, failures = read(tmp_path, "[\n\n\n\n\n" + '{"title":\n"渔"\n},\n' * 200_000 + "{}]")
    assert (len(articles), len(failures)) == (200_000, 1)


KEYS = st.sampled_from(["title", "text", "date", "x"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(VALUES, st.integers(0, 3), st.data())
def test_any_json_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, value: object, cut: int, data: st.DataObject
) -> None:
    text = json.dumps(value, indent=data.draw(st.sampled_from([None, 1])))
    articles, failures = read(tmp_path_factory.mktemp("json"), text[: len(text) - cut])
    assert articles or failures
    assert all("fault" not in each.reason for each in failures)
