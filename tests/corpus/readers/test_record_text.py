"""The texts of records: what crawlers keep of web pages in them, and under which names."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure
from baosou.corpus.models import Article, Kind
from baosou.corpus.readers import read_records
from tests.corpus.readers.test_records import from_line, line

PAPER = "https://paper.example"


def texts(article: Article) -> list[str]:
    return [block.passage.text for block in article.blocks]


@pytest.mark.parametrize(
    "written",
    [
        "<p>潮水退了。</p><p>渔船<b>靠岸</b>。</p>",
        '<div class="c">\n<p>　　潮水退了。</p>\n<p><span style="x">渔船靠岸。</span></p>\n<img src="a.jpg"/></div>',
        "潮水退了。<br/>渔船靠岸。",
        "潮水退了。<br>\n渔船<a href='#'>靠岸</a>。",
        "潮水退了。\n渔船靠岸。",
        "<P>潮水退了。<P>渔船靠岸。<script>var a = 1;</script>",
    ],
)
def test_html_in_a_text_is_its_paragraphs(written: str) -> None:
    article = from_line(title="退潮", text=written)
    assert texts(article) == ["潮水退了。", "渔船靠岸。"]
    for block in article.blocks:
        (span,) = block.passage.spans
        assert "潮水退了。\n渔船靠岸。".find(block.passage.text) in (span.start, span.start - 2)


def test_headings_and_captions_of_html_are_told_apart_and_entities_are_characters() -> None:
    article = from_line(
        title="<em>退潮</em>&middot;平湾",
        text="<h3>码头</h3><p>渔船&nbsp;靠岸&mdash;&mdash;</p><figcaption>渔港一角</figcaption>",
    )
    assert article.title is not None
    assert article.title.text == "退潮·平湾"
    assert [(block.kind, block.passage.text) for block in article.blocks] == [
        (Kind.HEAD, "码头"),
        (Kind.PARAGRAPH, "渔船\xa0靠岸——"),
        (Kind.CAPTION, "渔港一角"),
    ]
    assert texts(from_line(title="退潮", text="潮水&ldquo;退&rdquo;了。")) == ["潮水“退”了。"]


@pytest.mark.parametrize(
    "written",
    [
        "网页里用<p>标签分段。\n换行写<br>。\n这一行没有。\n再一行也没有。\n还有一行。",
        "若a<b且b>c，则停。",
        "《<渔港>》一文",
    ],
)
def test_a_text_that_speaks_of_tags_or_has_other_signs_stays_as_it_is(written: str) -> None:
    assert "\n".join(texts(from_line(title="网页", text=written))) == written


@pytest.mark.parametrize(
    "record",
    [
        {"新闻标题": "退潮", "新闻正文": "渔船靠岸。", "新闻时间": "2024-07-02", "新闻作者": "林小满"},
        {"文章标题": "退潮", "文章正文": "渔船靠岸。", "发稿时间": "2024/7/2 08:00", "撰稿人": "林小满"},
        {"article_title": "退潮", "article_text": "渔船靠岸。", "postDate": "2024-07-02", "article_author": "林小满"},
        {"newsTitle": "退潮", "newsBody": "渔船靠岸。", "news_publish_time": "2024-07-02", "newsAuthor": "林小满"},
        {"題目": "退潮", "正文內容": "渔船靠岸。", "發布日期": "2024年7月2日", "記者": "林小满"},
        {"题目": "退潮", "文本": "渔船靠岸。", "原文链接": f"{PAPER}/html/2024-07/02/content_1.htm", "作者": "林小满"},
        {"title": "退潮", "summary": "渔船靠岸。", "link": f"{PAPER}/pc/202407/02/c_1.html", "author": "林小满"},
    ],
)  # fmt: skip
def test_records_say_the_same_under_many_names(record: dict[str, str]) -> None:
    article = from_line(**record)
    assert article.title is not None
    assert (article.title.text, texts(article), article.date) == ("退潮", ["渔船靠岸。"], "2024-07-02")
    assert article.authors == ("林小满",)


def test_a_summary_is_the_text_only_where_there_is_no_other() -> None:
    article = from_line(title="退潮", text="渔船靠岸。", 摘要="渔船回来了。")
    assert (texts(article), article.extra) == (["渔船靠岸。"], {"摘要": ("渔船回来了。",)})


def test_sentences_under_a_key_that_nobody_knows_are_the_text_of_a_record_without_one() -> None:
    said = "潮水退去以后，码头上的人多了起来。" * 6
    article = from_line(title="退潮", zhengwen=said, tags="渔港，潮水", remark="已校对。")
    assert texts(article) == [said]
    assert article.extra == {"tags": ("渔港，潮水",), "remark": ("已校对。",)}
    assert texts(from_line(title="退潮", remark="已校对。")) == []


@pytest.mark.parametrize(
    ("written", "edition", "column"),
    [
        ("03版：要闻", "03", "要闻"),
        ("第3版", "3", None),
        ("A03", "A03", None),
        ("A03 民生", "A03", "民生"),
        ("7", "7", None),
        ("民生", None, None),
        ("要闻版", None, None),
    ],
)
def test_a_page_is_an_edition_only_where_it_has_a_number(written: str, edition: str | None, column: str | None) -> None:
    article = from_line(title="退潮", 版面=written)
    assert (article.edition, article.column, article.extra) == (edition, column, {"版面": (written,)})


@pytest.mark.parametrize(
    ("key", "source", "publication"),
    [
        ("来源", "海岳日报", "海岳日报"),
        ("新闻来源", "来源：海岳晚报", "海岳晚报"),
        ("source", "平湾网", None),
        ("来源", "网络", None),
    ],
)
def test_a_source_that_is_a_newspaper_is_the_publication_and_stays_a_field(
    key: str, source: str, publication: str | None
) -> None:
    article = from_line(title="退潮", **{key: source})
    assert (article.publication, article.extra) == (publication, {key: (source,)})


def test_a_source_that_is_an_address_is_the_link() -> None:
    link = f"{PAPER}/2024-07/02/content_1.htm"
    article = from_line(title="退潮", source=link)
    assert (article.url, article.date, article.publication, article.extra) == (
        link,
        "2024-07-02",
        None,
        {"source": (link,)},
    )


def test_an_author_that_is_a_page_of_notes_is_a_name() -> None:
    assert from_line(title="退潮", author=["[[林小满]]", "[[people/zhou|周川]]"]).authors == ("林小满", "周川")


def test_a_links_day_gives_way_to_any_date_and_a_month_is_none() -> None:
    link = f"{PAPER}/2024-07/02/content_1.htm"
    assert from_line(title="退潮", url=link).date == "2024-07-02"
    assert from_line(title="退潮", url=link, date="2024-07-01").date == "2024-07-01"
    assert from_line(title="退潮", url=f"{PAPER}/2024-07/c1.htm").date is None
    article, warning = read_records(io.BytesIO(line(title="退潮", url=link, 发布时间="昨天").encode()))
    assert isinstance(article, Article)
    assert isinstance(warning, Failure)
    assert (article.date, warning.warning) == (None, True)


@given(st.lists(st.sampled_from(["潮水", "<b>", "</b>", "<br>", "\n", "a<b", "&lt;", "渔船。", " "]), max_size=12))
def test_no_letter_of_a_text_without_blocks_is_lost(parts: list[str]) -> None:
    said = "".join(texts(from_line(title="退潮", text="".join(parts))))
    letters = [each for part in parts for each in part if "\u3400" <= each <= "\u9fff"]
    assert [each for each in said if "\u3400" <= each <= "\u9fff"] == letters


@pytest.mark.parametrize(
    "written", ["如何用<script>标签写网页？老师说，先学语法。", "气温x<a 且湿度y>3 时停航。", "产量<s 级而需求>供给。"]
)
def test_signs_and_words_that_are_like_tags_stay_text(written: str) -> None:
    assert texts(from_line(title="渔港", text=written)) == [written]


def test_a_moment_in_utc_is_the_day_that_it_was_in_china() -> None:
    assert from_line(title="退潮", date={"$date": "2024-07-01T16:00:00Z"}).date == "2024-07-02"
    assert from_line(title="退潮", date="2024-07-01T15:59:00.000Z").date == "2024-07-01"
    assert from_line(title="退潮", date="Mon, 01 Jul 2024 16:30:00 GMT").date == "2024-07-02"
    assert from_line(title="退潮", date="2024-07-01T16:00:00+08:00").date == "2024-07-01"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("平湾镇第一中学", ()),
        ("平湾镇文化站", ()),
        ("国务院", ()),
        ("责任编辑：王芳", ()),
        ("林小满 责任编辑：王芳", ("林小满",)),
        ("林小满等", ("林小满",)),
        ("林小满，男，海岳日报记者，著有《渡口》", ("林小满",)),
        ("Smith, John", ("John Smith",)),
        ("林小满、" * 2000, ()),
    ],
)
def test_offices_editors_and_what_is_said_of_somebody_are_no_authors(written: str, names: tuple[str, ...]) -> None:
    assert from_line(title="退潮", author=written).authors == names


@pytest.mark.parametrize("written", ["nan", "None", "NULL", "无", "--"])
def test_what_says_nothing_is_no_value(written: str) -> None:
    article = from_line(title="退潮", edition=written, author=written, publication=written)
    assert (article.edition, article.authors, article.publication) == (None, (), None)
    assert article.extra == {}


def test_numbers_of_data_frames_are_whole() -> None:
    assert from_line(title="退潮", edition=3.0, id="1001.0").edition == "3"
    assert from_line(title="退潮", edition="3.0", id="1001.0").record_id == "1001"


def test_a_column_that_counts_articles_is_no_text() -> None:
    assert texts(from_line(title="海岳日报", 文章="1200", 报道=98)) == []
