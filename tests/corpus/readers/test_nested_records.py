"""Records within objects: answers of sites, feeds, exports of data bases, issues by their pages."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure
from baosou.corpus.models import Article
from baosou.corpus.readers import read_records
from tests.corpus.readers.test_json_files import read

HARBOUR = {"title": "渔港新事", "content": "平湾镇的码头上一片繁忙。"}
COLD_STORE = {"title": "冷库开建", "content": "昨天，镇上的冷库动工了。"}
BOTH = ["渔港新事", "冷库开建"]


def titles(found: list[Article]) -> list[str]:
    return [each.title.text for each in found if each.title is not None]


def texts(article: Article) -> list[str]:
    return [block.passage.text for block in article.blocks]


@pytest.mark.parametrize(
    "value",
    [
        {"articles": [HARBOUR, COLD_STORE]},
        {"RECORDS": [HARBOUR, COLD_STORE]},
        {"code": 0, "msg": "ok", "data": {"total": 2, "list": [HARBOUR, COLD_STORE]}},
        {"title": "平湾网", "items": [HARBOUR, COLD_STORE], "menu": [{"title": "首页"}, {"title": "体育"}]},
        {"a1": HARBOUR, "a2": COLD_STORE},
        {"hits": {"total": 2, "hits": [{"_id": "1", "_source": HARBOUR}, {"_id": "2", "_source": COLD_STORE}]}},
        [{"page": 1, "items": [HARBOUR]}, {"page": 2, "items": [COLD_STORE]}],
    ],
)  # fmt: skip
@pytest.mark.parametrize("indent", [None, 1])
def test_records_are_found_under_whatever_keys_they_stand_each_with_its_line(
    tmp_path: Path, value: object, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    found, told = read(tmp_path, text)
    assert (titles(found), told) == (BOTH, [])
    lines = [each.title.spans[0].line for each in found if each.title]
    assert lines == [text.count("\n", 0, text.rindex("{", 0, text.index(title))) + 1 for title in BOTH]


def test_titles_with_dates_are_records_and_menus_and_settings_are_none(tmp_path: Path) -> None:
    headlines = [{"title": title, "time": "2024-07-02 08:00"} for title in BOTH]
    found, _ = read(tmp_path, json.dumps({"list": headlines}))
    assert titles(found) == BOTH
    found, told = read(
        tmp_path, json.dumps({"nav": [{"title": "首页"}], "list": [HARBOUR], "footer": {"text": "版权"}})
    )
    assert (titles(found), told) == (["渔港新事"], [])
    for settings in (
        {"menu": [{"title": "首页", "url": "/"}, {"title": "体育", "url": "/ty"}]},
        {
            "pages": {
                "home": {"title": "首页", "description": "欢迎"},
                "about": {"title": "关于", "description": "我们"},
            }
        },
        {"name": "news-reader", "description": "读报的小工具", "version": "1.0"},
    ):
        found, (warning,) = read(tmp_path, json.dumps(settings, ensure_ascii=False))
        assert (found, warning.warning) == ([], True)


def test_what_an_answer_says_of_itself_is_said_of_no_article(tmp_path: Path) -> None:
    answer = {"code": 200, "time": "2024-11-29 10:00:00", "media": "某网", "date": "2024-11-29", "data": [HARBOUR]}
    (article,), _ = read(tmp_path, json.dumps(answer, ensure_ascii=False))
    assert (article.date, article.publication) == (None, None)


def test_an_articles_own_source_is_believed_before_the_issues_paper(tmp_path: Path) -> None:
    issue = {"publication": "海岳日报", "date": "2024-07-02", "articles": [{**HARBOUR, "来源": "平湾晚报"}, COLD_STORE]}
    found, _ = read(tmp_path, json.dumps(issue, ensure_ascii=False))
    assert [(each.publication, each.date) for each in found] == [("平湾晚报", "2024-07-02"), ("海岳日报", "2024-07-02")]


def test_what_an_issue_and_its_pages_say_is_said_of_their_articles(tmp_path: Path) -> None:
    own = {**COLD_STORE, "date": "2024-07-01"}
    issue = {
        "报纸": "海岳日报",
        "date": "2024-07-02",
        "pages": [{"版面": "03版：要闻", "articles": [HARBOUR]}, {"版面": "B01", "articles": [own]}],
    }
    (harbour, store), told = read(tmp_path, json.dumps(issue, ensure_ascii=False))
    assert told == []
    assert (harbour.publication, harbour.date, harbour.edition, harbour.column) == (
        "海岳日报",
        "2024-07-02",
        "03",
        "要闻",
    )
    assert (store.publication, store.date, store.edition, store.column) == ("海岳日报", "2024-07-01", "B01", None)


@pytest.mark.parametrize(
    "record",
    [
        {**HARBOUR, "comments": [{"title": "顶", "content": "写得好"}]},
        {"title": "渔港新事", "related": [{"title": "冷库开建", "url": "https://a.example/2"}]},
        {"title": "渔港新事", "content": [{"type": "p", "text": "平湾镇的码头上一片繁忙。"}]},
    ],
)  # fmt: skip
def test_an_article_with_comments_links_or_blocks_within_it_is_one(tmp_path: Path, record: object) -> None:
    found, told = read(tmp_path, json.dumps(record, ensure_ascii=False))
    assert (titles(found), told) == (["渔港新事"], [])


def test_a_text_in_blocks_is_their_paragraphs_and_pictures_are_kept_apart(tmp_path: Path) -> None:
    blocks = [{"type": "p", "text": "潮水退了。"}, "渔船靠岸。", {"type": "img", "src": "a.jpg"}]
    (article,), _ = read(tmp_path, json.dumps({"title": "退潮", "content": blocks}))
    assert texts(article) == ["潮水退了。", "渔船靠岸。"]
    assert article.extra == {"content.others": ('[{"type":"img","src":"a.jpg"}]',)}


def test_what_search_servers_write_is_read_a_line_each_with_the_id_beside_it() -> None:
    dumped = [{"_index": "n", "_id": str(number), "_source": each} for number, each in enumerate((HARBOUR, COLD_STORE))]
    bulk = [{"index": {"_id": "a"}}, HARBOUR, {"create": {}}, COLD_STORE]
    for records, ids in ((dumped, ["0", "1"]), (bulk, [None, None])):
        lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in records)
        found = list(read_records(io.BytesIO(lines.encode())))
        assert not [each for each in found if isinstance(each, Failure)]
        assert titles(found) == BOTH  # type: ignore[arg-type]
        assert [each.record_id for each in found if isinstance(each, Article)] == ids


def test_an_element_that_is_no_record_is_told_with_its_line_and_settings_hold_none(tmp_path: Path) -> None:
    text = json.dumps({"list": [HARBOUR, {"views": 3}, COLD_STORE]}, ensure_ascii=False, indent=1)
    found, (failure,) = read(tmp_path, text)
    assert titles(found) == BOTH
    assert failure.line == text.count("\n", 0, text.index('"views"'))
    settings = {"chart": {"title": {"text": "销量"}, "buttons": [{"text": "确定"}]}, "info": {"title": "接口"}}
    found, (warning,) = read(tmp_path, json.dumps(settings, ensure_ascii=False))
    assert (found, warning.warning) == ([], True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(HARBOUR),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["title", "text", "items", "date", "_source", "_id", "index", "甲"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_nesting_is_articles_or_told(value: object) -> None:
    for each in read_records(io.BytesIO(json.dumps(value).encode())):
        assert isinstance(each, Article) or "\n" not in each.reason
