"""Records: JSON Lines and tables."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import Limits, read_records, read_source
from baosou.corpus.readers.authors import names_in

RECORD = {
    "title": "渔港新事",
    "text": "平湾镇的码头上一片繁忙。\n\n　　渔民们忙着卸货。",
    "date": "2024年7月1日",
    "authors": "林小满、周川",
    "publication": "浙东日报",
    "edition": 3,
    "column": "要闻",
    "places": ["浙江省/温州市/苍南县"],
    "url": "https://news.example/1",
    "id": "zd-000001",
    "source": "平湾站",
    "words": 24,
}


def source_of(path: Path) -> SourceFile:
    (found,) = discover([path])
    assert isinstance(found, SourceFile)
    return found


def read(folder: Path, name: str, data: bytes | str, **options: object) -> list[Article | Failure]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_source(source_of(path), **options))  # type: ignore[arg-type]


def articles(found: list[Article | Failure]) -> list[Article]:
    return [each for each in found if isinstance(each, Article)]


def failures(found: list[Article | Failure]) -> list[Failure]:
    return [each for each in found if isinstance(each, Failure)]


def line(**record: object) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def from_line(**record: object) -> Article:
    (article,) = read_records(io.BytesIO(line(**record).encode()))
    assert isinstance(article, Article)
    return article


def test_a_record_is_an_article_with_its_metadata() -> None:
    article = from_line(**RECORD)
    assert article.title is not None
    assert article.title.text == "渔港新事"
    assert article.authors == ("林小满", "周川")
    assert (article.date, article.publication, article.edition) == ("2024-07-01", "浙东日报", "3")
    assert (article.column, article.record_id) == ("要闻", "zd-000001")
    assert article.places == ("浙江省/温州市/苍南县",)
    assert article.url == "https://news.example/1"


def test_every_line_of_a_records_text_is_a_paragraph_with_its_place_in_the_value() -> None:
    text = str(RECORD["text"])
    blocks = from_line(**RECORD).blocks
    assert [block.passage.text for block in blocks] == ["平湾镇的码头上一片繁忙。", "渔民们忙着卸货。"]
    for block in blocks:
        (span,) = block.passage.spans
        assert text[span.start : span.end] == block.passage.text


def test_the_records_own_source_and_all_other_keys_are_kept() -> None:
    article = from_line(
        title="渔港",
        source="平湾站",
        words=24,
        price=1.5,
        good=True,
        tags=["海洋", "渔业"],
        nothing=None,
        nested={"甲": [1, {"乙": None}]},
    )
    assert article.extra == {
        "source": ("平湾站",),
        "x.words": ("24",),
        "price": ("1.5",),
        "good": ("true",),
        "tags": ("海洋", "渔业"),
        "nested": ('{"甲":[1,{"乙":null}]}',),
    }


@pytest.mark.parametrize("key", ["content", "body", "正文"])
def test_the_text_may_stand_under_other_names(key: str) -> None:
    article = from_line(**{"text": "", key: "码头上一片繁忙。"})
    assert [block.passage.text for block in article.blocks] == ["码头上一片繁忙。"]


def test_a_second_text_is_kept_as_an_extra() -> None:
    assert from_line(text="甲", content="乙").extra == {"content": ("乙",)}


def test_text_may_be_a_list_of_paragraphs() -> None:
    blocks = from_line(text=["第一段。", "第二段。"]).blocks
    assert [block.passage.text for block in blocks] == ["第一段。", "第二段。"]
    assert blocks[1].passage.spans[0].start == 5


def test_a_title_alone_is_an_article() -> None:
    assert from_line(title="渔港新事", text="").blocks == ()


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("林小满、周川", ["林小满", "周川"]),
        ("林小满，周川;王伟；赵一", ["林小满", "周川", "王伟", "赵一"]),
        ("林小满 周川", ["林小满", "周川"]),
        ("李　明 林小满", ["李明", "林小满"]),
        ("林小满 李　明", ["林小满", "李明"]),
        ("本报记者 林小满 通讯员 周川", ["林小满", "周川"]),
        ("John Smith, Anna Lee", ["John Smith", "Anna Lee"]),
        ("阿不都热依木·艾山 周川", ["阿不都热依木·艾山", "周川"]),
        ("林小满、林小满", ["林小满"]),
        ("本报记者林小满实习记者周川", ["林小满", "周川"]),
        ("记者林小满通讯员周川", ["林小满", "周川"]),
        ("新华社记者林小满", ["林小满"]),
        ("文/林小满", ["林小满"]),
        ("文：林小满 图：周川", ["林小满", "周川"]),
        ("林小满（平湾大学教授）", ["林小满"]),
        ("（平湾大学教授、博士生导师）林小满", ["林小满"]),
        ("林小满（通讯员 周川）", ["林小满", "周川"]),
        ("（本报记者 林小满 周川）", ["林小满", "周川"]),
        ("[美]约翰·史密斯", ["约翰·史密斯"]),
        ("記者林小滿／平灣報導", ["林小滿"]),
        ("林小满 摄影报道", ["林小满"]),
        ("作者：林小满", ["林小满"]),
        ("文天祥、图雅", ["文天祥", "图雅"]),
        ("一只会飞的鱼", ["一只会飞的鱼"]),
        ("新华社", []),
        ("海岳日报评论员", []),
        ("平湾县气象局", []),
        ("佚名", []),
        ("admin", []),
        ("20240305", []),
        ("news@pingwan.example", []),
        ("https://pingwan.example/a 林小满", ["林小满"]),
        ("", []),
    ],
)
def test_author_lines_fall_into_names(written: str, names: list[str]) -> None:
    assert names_in([written])[0] == names


def test_what_is_said_of_authors_and_names_nobody_is_kept_as_the_byline() -> None:
    article = from_line(title="渔港", author="海岳日报编辑部、林小满")
    assert article.authors == ("林小满",)
    assert article.byline is not None
    assert article.byline.text == "海岳日报编辑部、林小满"
    assert from_line(title="渔港", author="本报记者 林小满").byline is None


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("date", "Tue, 05 Mar 2024 10:00:00 +0800"),
        ("pubDate", "Tue, 5 Mar 2024 02:00:00 GMT"),
        ("publish_time", "2024-03-05 10:22 星期二"),
        ("publishTime", 1709604000),
        ("pub_time", 1709604000000),
        ("pubdate", "1709604000"),
        ("published_at", "2024-03-05T10:00:00.000Z"),
        ("发布时间", "2024年3月5日 上午10:00"),
        ("發布日期", "民國113年3月5日"),
        ("见报日期", "20240305"),
        ("date", "20240305100000"),
        ("date", "20240305 10:00"),
        ("date", 20240305.0),
        ("date", "Mar 5, 2024"),
        ("date", "2024.03.05"),
        ("date", "2024-03-05 来源：海岳日报"),
        ("date", {"$date": "2024-03-05T02:00:00Z"}),
    ],
)
def test_the_day_of_a_record_is_understood_as_crawlers_and_feeds_write_it(key: str, written: object) -> None:
    (article,) = read_records(io.BytesIO(line(title="渔港", **{key: written}).encode()))
    assert isinstance(article, Article)
    assert (article.date, article.extra) == ("2024-03-05", {})


@pytest.mark.parametrize("number", [12345, 5, 9_999_999_999, 3.5, -1709604000])
def test_numbers_that_are_no_plausible_moment_are_no_date(tmp_path: Path, number: float) -> None:
    found = read(tmp_path, "a.jsonl", line(title="渔港", date=number))
    assert articles(found)[0].date is None
    assert failures(found)[0].warning


def test_another_name_of_a_key_gives_way_to_the_key_and_to_what_has_its_type() -> None:
    article = from_line(title="渔港", date="2024-03-05", publish_time="2024-03-06", link={"a": 1}, Title="码头")
    assert (article.title and article.title.text, article.date, article.url) == ("渔港", "2024-03-05", None)
    assert article.extra == {"publish_time": ("2024-03-06",), "link": ('{"a":1}',), "Title": ("码头",)}


def test_a_time_that_is_no_date_is_kept_as_what_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, "a.jsonl", line(title="渔港", time="昨天"))
    assert articles(found)[0].extra == {"time": ("昨天",)}
    assert "昨天" in failures(found)[0].reason


def test_chinese_and_english_names_of_keys_are_understood() -> None:
    article = from_line(
        篇名="渔港", 内容="码头。", 記者="林小滿", newspaper_name="海岳日报", 版号="A3", 专栏="渔事", 网址="https://a"
    )
    assert article.title is not None
    assert article.title.text == "渔港"
    assert (article.authors, article.publication, article.edition) == (("林小滿",), "海岳日报", "A3")
    assert (article.column, article.url, article.extra) == ("渔事", "https://a", {})


def test_a_record_that_is_nested_without_end_is_one_failure(tmp_path: Path) -> None:
    deep = '{"title": "渔港", "a": ' + '{"浙江": ' * 900 + "1" + "}" * 900 + "}"
    found = read(tmp_path, "a.jsonl", line(title="甲") + deep + "\n" + line(title="乙"))
    assert len(articles(found)) == 2
    (failure,) = failures(found)
    assert (failure.line, "levels deep" in failure.reason) == (2, True)


def test_a_place_of_twenty_thousand_levels_is_one_failure(tmp_path: Path) -> None:
    found = read(tmp_path, "a.jsonl", line(title="甲", places=["/".join(["村"] * 20_000)]) + line(title="乙"))
    assert [each.title.text for each in articles(found) if each.title] == ["乙"]
    assert "levels" in failures(found)[0].reason


@pytest.mark.parametrize("key", ["authors", "author", "作者"])
def test_authors_may_be_objects_with_names(key: str) -> None:
    people = [{"name": "林小满", "url": "https://pingwan.example/lin"}, {"name": "记者 周川"}]
    article = from_line(title="渔港新事", text="码头上一片繁忙。", **{key: people})
    assert (article.authors, article.byline) == (("林小满", "周川"), None)
    assert article.extra == {f"{key}.url": ("https://pingwan.example/lin",)}
    assert from_line(title="渔港新事", **{key: {"name": "林小满"}}).authors == ("林小满",)
    assert from_line(title="渔港新事", **{key: ["周川", {"name": "林小满"}]}).authors == ("周川", "林小满")


def test_authors_may_be_a_list_or_a_single_author() -> None:
    assert from_line(title="甲", authors=["林小满", "周川"]).authors == ("林小满", "周川")
    assert from_line(title="甲", author="周川").authors == ("周川",)


BAD_LINES = {
    "not JSON": '{"title": "渔港"',
    "a bare word": "渔港新事",
    "an array": '["渔港"]',
    "a string": '"渔港"',
    "neither title nor text": '{"x": 1}',
    "an empty object": "{}",
    "a title that is a number": '{"title": 5}',
    "a title that is a list": '{"title": ["渔港"]}',
    "a text that is an object": '{"text": {"甲": 1}}',
    "a text of numbers": '{"text": [1, 2]}',
    "authors that are a number": '{"title": "渔港", "authors": 7}',
    "a date that is a boolean": '{"title": "渔港", "date": true}',
    "NaN": '{"title": "渔港", "x": NaN}',
    "infinity": '{"title": "渔港", "x": -Infinity}',
    "a number beyond all": '{"title": "渔港", "x": 1e999}',
    "an integer of 5,000 digits": '{"title": "渔港", "x": ' + "9" * 5000 + "}",
    "a key twice": '{"title": "渔港", "title": "码头"}',
    "a lone surrogate": '{"title": "\\ud800渔"}',
    "a lone surrogate as a key": '{"title": "渔", "\\udc00": 1}',
    "nesting": "[" * 100_000,
    "nested objects": '{"a":' * 100_000,
    "two objects": '{"title": "甲"} {"title": "乙"}',
}


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_on(tmp_path: Path, bad: str) -> None:
    found = read(tmp_path, "a.jsonl", line(title="甲") + bad + "\n\n" + line(title="乙"))
    assert [each.title.text for each in articles(found) if each.title] == ["甲", "乙"]
    (failure,) = failures(found)
    assert failure.line == 2
    assert failure.path.name == "a.jsonl"
    assert not failure.warning
    assert "\n" not in failure.reason
    assert len(failure.reason) < 200


def test_an_escaped_pair_of_surrogates_is_one_character() -> None:
    (article,) = read_records(io.BytesIO(b'{"title": "\\ud842\\udfb7\\u91ce\\u5bb6"}'))
    assert isinstance(article, Article)
    assert article.title is not None
    assert article.title.text == "𠮷野家"


def test_a_date_that_is_not_understood_is_a_warning_and_the_article_stays(tmp_path: Path) -> None:
    found = read(tmp_path, "a.jsonl", line(title="甲", date="昨天"))
    assert articles(found)[0].date is None
    (warning,) = failures(found)
    assert warning.warning
    assert "昨天" in warning.reason


def test_a_line_beyond_the_bound_is_reported_and_not_held(tmp_path: Path) -> None:
    data = line(title="甲") + line(title="大", text="鱼" * 4_000_000) + line(title="乙")
    path = tmp_path / "a.jsonl"
    path.write_text(data, encoding="utf-8")
    tracemalloc.start()
    found = list(read_source(source_of(path), limits=Limits(record=1_000_000)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [each.title.text for each in articles(found) if each.title] == ["甲", "乙"]
    assert failures(found) == [Failure(path, "a line of more than 1,000,000 bytes", 2)]
    assert peak < 8_000_000


def test_a_line_of_fifty_megabytes_works() -> None:
    data = line(title="大", text="鱼汛来了。" * 3_500_000).encode()
    assert len(data) > 50_000_000
    (article,) = read_records(io.BytesIO(data))
    assert isinstance(article, Article)
    assert len(article.blocks[0].passage.text) == 17_500_000


def test_a_long_compressed_stream_is_never_held_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    one = line(title="渔港", text="平湾镇的码头上一片繁忙。" * 50).encode()
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(200):
            file.write(one * 100)
    tracemalloc.start()
    count = sum(isinstance(each, Article) for each in read_source(source_of(path)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 12_000_000 < 20_000 * len(one)


def test_the_first_records_of_a_pipe_come_before_it_ends() -> None:
    class Pipe(io.RawIOBase):
        """Hands out one line a read, and fails the test when it is asked for more than was needed."""

        def __init__(self) -> None:
            self.given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            self.given += 1
            data = line(title=f"第{self.given}号", text="鱼" * 3000).encode()
            buffer[: len(data)] = data
            return len(data)

    pipe = Pipe()
    found = read_records(io.BufferedReader(pipe, 1 << 16))
    assert isinstance(next(iter(found)), Article)
    assert pipe.given < 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_records_are_read_in_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    data = (line(**RECORD) * 3).replace("\n", end)
    for forced in (None, encoding):
        found = read(tmp_path, "a.jsonl", data.encode(encoding), encoding=forced)
        assert [each.date for each in articles(found)] == ["2024-07-01"] * 3
        assert failures(found) == []


def test_the_encoding_may_show_only_after_a_long_ascii_head(tmp_path: Path) -> None:
    head = json.dumps({"title": "渔港"}) + "\n"
    data = head.encode() * 5000 + line(title="码头新事").encode("gb18030")
    last = articles(read(tmp_path, "a.jsonl", data))[-1]
    assert last.title is not None
    assert last.title.text == "码头新事"


def test_a_forced_encoding_that_does_not_fit_is_one_failure(tmp_path: Path) -> None:
    (failure,) = read(tmp_path, "a.jsonl", (line(**RECORD) * 3).encode("gb18030"), encoding="utf-8")
    assert isinstance(failure, Failure)
    assert "not valid utf-8" in failure.reason


def test_invalid_bytes_within_a_record_are_replaced_and_noted(tmp_path: Path) -> None:
    data = line(**RECORD).encode() + b'{"title": "\xe6\xb8\xe6\xb8\x94\xe6\xb8\xaf"}\n'
    found = read(tmp_path, "a.jsonl", data)
    broken = articles(found)[1]
    assert broken.title is not None
    assert broken.title.text == "\ufffd渔港"
    (warning,) = failures(found)
    assert (warning.line, warning.warning) == (2, True)


@pytest.mark.parametrize("keep", [20, -12, -3])
def test_a_compressed_file_that_ends_early_keeps_the_records_before_it(tmp_path: Path, keep: int) -> None:
    whole = gzip.compress("".join(line(title=f"第{n}号", text=f"{n * n}条鱼。") for n in range(5000)).encode())
    found = read(tmp_path, "a.jsonl.gz", whole[:keep])
    assert "ends early" in failures(found)[-1].reason
    if keep < 0:
        assert len(articles(found)) > 4000


def test_a_file_that_is_only_called_gz_is_reported(tmp_path: Path) -> None:
    (failure,) = read(tmp_path, "a.jsonl.gz", line(title="甲"))
    assert isinstance(failure, Failure)
    assert "no gzip file" in failure.reason


def test_a_damaged_compressed_file_is_reported(tmp_path: Path) -> None:
    data = bytearray(gzip.compress("".join(line(title=f"第{n}号") for n in range(3000)).encode()))
    data[len(data) // 2] ^= 0xFF
    found = read(tmp_path, "a.jsonl.gz", bytes(data))
    assert not failures(found)[-1].warning


def test_records_that_are_an_image_are_refused() -> None:
    (failure,) = read_records(io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0"))
    assert isinstance(failure, Failure)
    assert "binary" in failure.reason


def test_an_empty_stream_has_no_articles_and_no_failures() -> None:
    assert list(read_records(io.BytesIO(b"\n\n  \n"))) == []


def test_damage_in_a_table_in_utf16_is_told(tmp_path: Path) -> None:
    data = "title,text\n渔港,码头。\n".encode("utf-16") + b"\x00\xd8" + "夜市,摊位。\n".encode("utf-16-le")
    found = read(tmp_path, "a.csv", data)
    assert [each.title.text for each in articles(found) if each.title] == ["渔港", "\ufffd夜市"]
    (warning,) = failures(found)
    assert (warning.line, warning.warning) == (3, True)


def test_an_escaped_nul_is_read_as_the_replacement_character(tmp_path: Path) -> None:
    data = rb'{"title": "\u0000\u6e14\\u0000", "text": "\\\u0000", "\u0000": "\u0000"}' + b"\n"
    (article,) = articles(read(tmp_path, "a.jsonl", data))
    assert article.title is not None
    assert article.title.text == "\ufffd渔\\u0000"
    assert [block.passage.text for block in article.blocks] == ["\\\ufffd"]
    assert article.extra == {"\ufffd": ("\ufffd",)}
    (row,) = articles(read(tmp_path, "a.csv", "title,text\n渔港,灯\0火\n".encode()))
    assert [block.passage.text for block in row.blocks] == ["灯\ufffd火"]


VALUES = st.text(max_size=20).map(lambda text: text.replace("\0", "\ufffd"))


@given(st.lists(st.dictionaries(st.sampled_from([*RECORD, "甲", "乙"]), VALUES), max_size=5))
def test_no_visible_character_of_a_record_of_strings_is_lost(records: list[dict[str, str]]) -> None:
    found = list(read_records(io.BytesIO("".join(line(**record) for record in records).encode())))
    kept = iter(articles(found))
    for number, record in enumerate(records, start=1):
        if not (record.get("title", "").strip() or record.get("text", "").strip()):
            assert any(failure.line == number for failure in failures(found))
            continue
        article = next(kept)
        title = article.title.text if article.title else ""
        assert title == record.get("title", "").strip()
        text = "".join(block.passage.text for block in article.blocks)
        assert "".join(text.split()) == "".join(record.get("text", "").split())
        for block in article.blocks:
            for span in block.passage.spans:
                assert record["text"][span.start : span.end] == block.passage.text
                assert span.line == number
        for key in ("甲", "乙", "source", "pages"):
            if record.get(key, "").strip():
                assert article.extra[key] == (record[key],)


@given(st.binary(max_size=400))
def test_any_bytes_are_records_or_failures(data: bytes) -> None:
    for each in read_records(io.BytesIO(data)):
        assert isinstance(each, Article) or "\n" not in each.reason


# -- tables --


def rows(folder: Path, text: str, name: str = "a.csv") -> list[Article | Failure]:
    return read(folder, name, text)


def test_a_table_has_the_keys_of_records_in_its_header(tmp_path: Path) -> None:
    (article,) = rows(
        tmp_path, 'title,text,authors,date,words\n渔港新事,"甲，乙。\n第二段。","林小满、周川",2024/7/1,24\n'
    )
    assert isinstance(article, Article)
    assert [block.passage.text for block in article.blocks] == ["甲，乙。", "第二段。"]
    assert (article.authors, article.date) == (("林小满", "周川"), "2024-07-01")
    assert article.extra == {"x.words": ("24",)}


def test_the_line_of_a_row_is_that_of_its_first_cell(tmp_path: Path) -> None:
    found = rows(tmp_path, 'title,text\n\n甲,"一\n\n二"\n乙,三\n')
    lines = [article.blocks[0].passage.spans[0].line for article in articles(found)]
    assert lines == [3, 6]


def test_chinese_headers_capitals_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.csv", "标题,正文,作者,Date\r\n渔港,码头。,周川,2024\r\n".encode("utf-8-sig"))
    assert isinstance(article, Article)
    assert article.title is not None
    assert (article.title.text, article.authors, article.date) == ("渔港", ("周川",), "2024")


@pytest.mark.parametrize(("name", "mark"), [("a.tsv", "\t"), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", ",")])
def test_the_delimiter_is_the_one_that_the_header_makes_sense_with(tmp_path: Path, name: str, mark: str) -> None:
    (article,) = rows(tmp_path, f"title{mark}text\n渔港{mark}码头。\n", name)
    assert isinstance(article, Article)
    assert article.texts(article.blocks[0].kind) == ["码头。"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_end_their_lines_in_every_way(tmp_path: Path, end: str) -> None:
    found = rows(tmp_path, f"title,text{end}甲,一。{end}乙,二。{end}")
    assert len(articles(found)) == len(found) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the table is empty"),
        ("\n\n", "the table is empty"),
        ("渔港新事,码头上一片繁忙\n甲,乙\n", "must name the columns"),
        ("title,title\n甲,乙\n", "twice"),
        ("title," + ",".join(map(str, range(20_000))) + "\n", "columns"),
    ],
)
def test_a_table_without_a_usable_header_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    (failure,) = rows(tmp_path, text)
    assert isinstance(failure, Failure)
    assert reason in failure.reason


def test_rows_that_do_not_fit_are_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    found = rows(tmp_path, "title,text,x\n甲,一,1\n乙,二,2,多余\n,,3\n丙\n,四\n丁,五,,\n")
    assert [each.title.text if each.title else None for each in articles(found)] == ["甲", "丙", None, "丁"]
    assert [failure.line for failure in failures(found)] == [3, 4]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rows_after_it(tmp_path: Path) -> None:
    found = rows(tmp_path, 'title,text\n甲,一\n乙,"二\n丙,三\n丁,四\n')
    assert [each.title.text for each in articles(found) if each.title] == ["甲", "丙", "丁"]
    (failure,) = failures(found)
    assert (failure.line, "never closed" in failure.reason) == (3, True)


def test_quotation_marks_that_are_text_neither_vanish_nor_join_rows(tmp_path: Path) -> None:
    text = 'title\tdate\ttext\n"渔歌"唱响\t2024\t今年。\n"甲\t2023\t一\n乙\t2022\t二"。\n"丙"丁\t2021\t"三\n'
    found = rows(tmp_path, text, "a.tsv")
    told = [(each.title.text, each.date, each.blocks[0].passage.text) for each in articles(found) if each.title]
    assert told == [
        ('"渔歌"唱响', "2024", "今年。"),
        ('"甲', "2023", "一"),
        ("乙", "2022", '二"。'),
        ('"丙"丁', "2021", '"三'),
    ]
    assert [(each.line, each.warning) for each in failures(found)] == [(2, True), (3, True), (5, True)]


def test_a_last_cell_that_is_never_closed_is_told(tmp_path: Path) -> None:
    found = rows(tmp_path, 'title,text\n甲,一\n乙,"二\n')
    assert [each.title.text for each in articles(found) if each.title] == ["甲", "乙"]
    assert [(each.line, each.warning) for each in failures(found)] == [(3, True)]


def test_a_column_without_a_name_is_an_extra_such_as_the_numbers_of_a_data_frame(tmp_path: Path) -> None:
    found = rows(tmp_path, ",title,text,\n0,甲,一\n1,乙,二,注\n")
    assert failures(found) == []
    assert [each.extra for each in articles(found)] == [{"column 1": ("0",)}, {"column 1": ("1",), "column 4": ("注",)}]


def test_a_cell_of_many_megabytes_works(tmp_path: Path) -> None:
    (article,) = rows(tmp_path, 'title,text\n甲,"' + "鱼汛来了。\n" * 300_000 + '"\n')
    assert isinstance(article, Article)
    assert len(article.blocks) == 300_000


def test_a_row_of_a_million_cells_is_bounded(tmp_path: Path) -> None:
    found = rows(tmp_path, "title,text\n甲," + "鱼," * 1_000_000 + "\n乙,二\n")
    assert len(failures(found)) == len(articles(found)) == 1


def test_a_compressed_table_that_ends_early_keeps_its_first_rows(tmp_path: Path) -> None:
    whole = gzip.compress(("title,text\n" + "".join(f"第{n}号,{n * n}条鱼。\n" for n in range(5000))).encode())
    found = read(tmp_path, "a.csv.gz", whole[:-300])
    assert len(articles(found)) > 3000
    assert "ends early" in failures(found)[-1].reason


def cells() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(cells(), cells()), max_size=6))
def test_what_a_spreadsheet_writes_is_what_is_read(pairs: list[tuple[str, str]]) -> None:
    import csv

    from baosou.corpus.readers.table import read_table

    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([("title", "text"), *pairs])

    def chunks() -> Iterator[bytes]:
        yield buffer.getvalue().encode()

    found = list(read_table(chunks(), Path("a.csv"), delimiter=",", encoding="utf-8", limits=Limits()))
    expected = [(title.strip(), text) for title, text in pairs if title.strip() or text.strip()]
    assert [each.title.text if each.title else "" for each in articles(found)] == [title for title, _ in expected]
    joined = ["".join("".join(block.passage.text for block in each.blocks).split()) for each in articles(found)]
    assert joined == ["".join(text.split()) for _, text in expected]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_table_in_another_encoding_is_read_with_and_without_its_last_newline(
    tmp_path: Path, encoding: str, end: str
) -> None:
    (article,) = read(tmp_path, "a.csv", f"title,text\n渔港新事,码头上一片繁忙。{end}".encode(encoding))
    assert isinstance(article, Article)
    assert article.title is not None
    assert article.title.text == "渔港新事"
    assert [block.passage.text for block in article.blocks] == ["码头上一片繁忙。"]


def test_a_nul_in_a_line_is_told_and_loses_no_record(tmp_path: Path) -> None:
    lines = [b'{"title": "fish"}'] * 20 + [b'{"title": "fi\0sh"}', b'{"title": "boat"}\x1a', b"\0" * 400]
    found = read(tmp_path, "a.jsonl", b"\n".join(lines))
    titles = [each.title.text for each in articles(found) if each.title]
    assert titles == ["fish"] * 20 + ["fi\ufffdsh", "boat"]
    (warning,) = failures(found)
    assert (warning.line, warning.warning) == (21, True)


@pytest.mark.parametrize("name", ["country", "国家", "person", "人物", "人名", "org", "机构", "组织", "words"])
def test_a_key_named_like_what_an_index_finds_itself_is_kept_under_another_name(name: str) -> None:
    article = from_line(title="渔港", text="灯亮了。", **{name: "本国"})
    assert article.extra == {f"x.{name}": ("本国",)}
