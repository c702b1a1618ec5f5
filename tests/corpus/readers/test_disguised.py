"""Files that are called text and are records, and tables and lines in forms that are nearly right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baosou.corpus.readers import explain_source
from baosou.corpus.readers.disguised import format_of
from tests.corpus.readers.test_tagged import read, source_of, texts

HARBOUR = {"title": "渔港开市", "content": "渔船靠岸。", "date": "2024-07-02", "url": None}
STORE = {"title": "冷库动工", "content": "镇上的冷库动工了，说是“年底”能用。", "date": "2024-07-03", "url": None}
LINES = [json.dumps(each, ensure_ascii=False) for each in (HARBOUR, STORE)]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LINES),
        json.dumps([HARBOUR, STORE], ensure_ascii=False),
        json.dumps({"list": [HARBOUR, STORE]}, ensure_ascii=False, indent=1),
        "\n".join(map(str, (HARBOUR, STORE))),
        "标题\t日期\t正文\n渔港开市\t2024-07-02\t渔船靠岸。\n冷库动工\t2024-07-03\t镇上的冷库动工了，说是“年底”能用。\n",
        "标题,日期,正文\n渔港开市,2024-07-02,渔船靠岸。\n冷库动工,2024-07-03,镇上的冷库动工了，说是“年底”能用。\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_records_in_a_file_that_is_called_text_are_records(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "dump.txt"
    (harbour, store), failures = read(path, text.encode(encoding))
    assert failures == []
    assert [each.title and each.title.text for each in (harbour, store)] == ["渔港开市", "冷库动工"]
    assert (harbour.date, store.date) == ("2024-07-02", "2024-07-03")
    assert (texts(harbour), texts(store)) == (["渔船靠岸。"], ["镇上的冷库动工了，说是“年底”能用。"])
    assert explain_source(source_of(path)) == []


def test_a_label_and_a_text_a_line_are_so_many_articles(tmp_path: Path) -> None:
    text = "".join(f"{'渔事体育'[number % 2 * 2 :][:2]}\t渔船第{number}次靠岸，码头上很忙。\n" for number in range(60))
    articles, failures = read(tmp_path / "train.txt", text + "渔事\t\n没有标签的一行。\n")
    assert (len(articles), failures) == (61, [])
    assert texts(articles[1]) == ["渔船第1次靠岸，码头上很忙。"]
    assert [each.extra for each in articles[:2]] == [{"label": ("渔事",)}, {"label": ("体育",)}]
    assert (texts(articles[-1]), articles[-1].extra) == (["没有标签的一行。"], {})


@pytest.mark.parametrize(
    "text",
    [
        "渔港开市\n\n渔船靠岸。\n",
        "{渔港} 一文\n",
        '{"version": 3, "name": "页面"}\n',
        "标题, 日期, 正文是什么\n渔船靠岸。\n",
        "作者\t林小满\n渔船靠岸。\n",
        "".join(f"第{number}章\t渔船靠岸，码头上很忙，大家来看。\n" for number in range(30)),
        "[渔港新闻] 渔船靠岸。",
        "作者,标题\n林小满,《渔港》\n以上是名单。\n渔船靠岸，码头上很忙。\n大家来看。\n",
        '{ "title": "渡口" }\n以上是一行数据。\n渔船靠岸。\n',
    ],
)
def test_a_page_stays_a_page(text: str) -> None:
    assert format_of(text.encode()) is None


def test_what_a_sidecar_speaks_of_is_a_page_whatever_it_looks_like(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    (tmp_path / "dump.txt.baosou.json").write_text('{"articles": [{"lines": [1, 2], "title": "两行数据"}]}')
    (article,), failures = read(path, "\n".join(LINES))
    assert failures == []
    assert article.title is not None
    assert article.title.text == "两行数据"
    assert explain_source(source_of(path)) != []


def test_records_that_python_printed_are_read_and_programs_are_not_run(tmp_path: Path) -> None:
    harm = "{'title': __import__('os').getcwd()}\n"
    deep = "{'title': " + "(" * 5000 + "\n"
    articles, failures = read(
        tmp_path / "a.jsonl", str(HARBOUR) + "\n" + harm + deep + str({"title": "冷库", "text": {1}}) + "\n"
    )
    assert [each.title and each.title.text for each in articles] == ["渔港开市"]
    assert [each.line for each in failures] == [2, 3, 4]
    assert all("not valid JSON" in each.reason for each in failures)


def test_a_list_that_python_printed_is_read_with_moments_and_ids(tmp_path: Path) -> None:
    text = f"[{HARBOUR}, {{'_id': ObjectId('66a0b1'), 'title': '冷库', 'date': datetime.datetime(2024, 7, 3, 8, 0)}}]"
    for name in ("a.json", "a.txt"):
        (harbour, store), failures = read(tmp_path / name, text)
        assert failures == []
        assert texts(harbour) == ["渔船靠岸。"]
        assert (store.record_id, store.date) == ("66a0b1", "2024-07-03")


def test_what_stands_above_a_tables_header_is_told(tmp_path: Path) -> None:
    articles, (warning,) = read(
        tmp_path / "a.csv", "海岳日报七月数据,,\n标题,日期,正文\n渔港开市,2024-07-02,渔船靠岸。\n"
    )
    assert texts(articles[0]) == ["渔船靠岸。"]
    assert warning.warning
    assert "海岳日报七月数据" in warning.reason
