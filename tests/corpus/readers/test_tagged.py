"""Dumps of tagged records: corpora of newspapers, feeds, XML of data bases."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, PassedOver, SourceFile, discover
from baosou.corpus.dumps import element_of
from baosou.corpus.models import Article
from baosou.corpus.readers import Limits, explain_source, read_source
from baosou.corpus.readers.original import original_lines

SOGOU = """<doc>
<url>http://news.example/20240702/n1.shtml?a=1&b=2</url>
<docno>f7a5-1</docno>
<contenttitle>平湾渔港开市</contenttitle>
<content>　　本报讯　平湾渔港昨天开市。\ue40c渔船靠岸。</content>
</doc>
<doc>
<url>http://news.example/20240703/n2.shtml</url>
<docno>f7a5-2</docno>
<contenttitle>冷库动工</contenttitle>
<content>镇上的冷库动工了。</content>
</doc>
"""
LDC = """<DOC id="HYD_CMN_20240702.0001" type="story" >
<HEADLINE>
平湾渔港开市
</HEADLINE>
<DATELINE>
平湾７月２日电
</DATELINE>
<TEXT>
<P>
渔港昨天开市，渔
船靠岸。
</P>
<P>
码头上人多。
</P>
</TEXT>
</DOC>
<DOC id="HYD_CMN_20240703.0002" type="story" >
<HEADLINE>
冷库动工
</HEADLINE>
<TEXT>
镇上的冷库动工了。
</TEXT>
</DOC>
"""
TREC = """<DOC>
<DOCNO> hy-0001 </DOCNO>
<DATE>2024-07-02</DATE>
<BODY><HEADLINE>平湾渔港开市</HEADLINE>
<TEXT><P>渔港昨天开市。</P></TEXT></BODY>
</DOC>
<DOC><DOCNO>hy-0002</DOCNO><DATE>2024-07-03</DATE><HEADLINE>冷库动工</HEADLINE><TEXT>镇上的冷库动工了。</TEXT></DOC>
"""
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="x"><channel><title>海岳日报</title><image><title>徽</title><url>a.png</url></image>
<item><title>平湾渔港开市</title><link>https://a.example/1</link><pubDate>Tue, 02 Jul 2024 08:00:00 +0800</pubDate>
<dc:creator>林小满</dc:creator><description><![CDATA[<p>渔港昨天开市。</p><p>渔船靠岸。</p>]]></description></item>
<item><title><![CDATA[冷库动工]]></title><pubDate>Wed, 03 Jul 2024 08:00:00 +0800</pubDate>
<description>镇上的冷库动工了。</description></item>
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>海岳日报</title>
<entry><title>平湾渔港开市</title><link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/>
<updated>2024-07-02T08:00:00+08:00</updated><author><name>林小满</name></author><author><name>周川</name></author>
<content type="html">&lt;p&gt;渔港昨天开市。&lt;/p&gt;&lt;p&gt;渔船靠岸。&lt;/p&gt;</content></entry>
<entry><title>冷库动工</title><updated>2024-07-03T08:00:00+08:00</updated><summary>镇上的冷库动工了。</summary></entry></feed>
"""
ROWS = """<articles>
<article><title>平湾渔港开市</title><date>2024-07-02</date><author>林小满</author><content>渔港昨天开市。</content></article>
<article><title>冷库动工</title><date>2024-07-03</date><content>镇上的冷库动工了。</content></article></articles>
"""
LOOSE = """<doc id="7" url="https://a.example/7" title="平湾渔港开市" date="2024-07-02">
平湾渔港开市

渔港昨天开市。
</doc>
<doc id="8" title="冷库动工" date="2024-07-03">
冷库动工

镇上的冷库动工了。
</doc>
"""
CHINESE = """<文章><标题>平湾渔港开市</标题><日期>2024年7月2日</日期><正文>渔港昨天开市。</正文></文章>
<文章><标题>冷库动工</标题><日期>2024年7月3日</日期><正文>镇上的冷库动工了。</正文></文章>
"""
ALL = {"sogou": SOGOU, "ldc": LDC, "trec": TREC, "rss": RSS, "atom": ATOM, "rows": ROWS, "loose": LOOSE, "zh": CHINESE}


def source_of(path: Path) -> SourceFile:
    (found,) = discover([path])
    assert isinstance(found, SourceFile)
    return found


def read(path: Path, text: str | bytes, **options: object) -> tuple[list[Article], list[Failure]]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = list(read_source(source_of(path), **options))  # type: ignore[arg-type]
    articles = [each for each in found if isinstance(each, Article) and not each.aside]
    return articles, [each for each in found if isinstance(each, Failure)]


def texts(article: Article) -> list[str]:
    return [block.passage.text for block in article.blocks]


@pytest.mark.parametrize("name", list(ALL))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_each_tagged_record_is_an_article_with_its_line(tmp_path: Path, name: str, encoding: str) -> None:
    text = ALL[name].replace("UTF-8", encoding)
    (harbour, store), failures = read(tmp_path / "dump.txt", text.encode(encoding))
    assert failures == []
    assert [each.title and each.title.text for each in (harbour, store)] == ["平湾渔港开市", "冷库动工"]
    assert (harbour.date, store.date) == ("2024-07-02", "2024-07-03")
    assert texts(store) == ["镇上的冷库动工了。"]
    lines = [each.title.spans[0].line for each in (harbour, store) if each.title]
    assert [text.split("\n")[line - 1].lstrip().startswith("<") for line in lines] == [True, True]
    assert text.split("\n")[lines[1] - 1].count("<") >= 1


def test_a_sogou_record_has_its_address_and_number_and_paragraphs(tmp_path: Path) -> None:
    (harbour, _), _ = read(tmp_path / "a.dat", SOGOU.encode("gb18030"))
    assert (harbour.url, harbour.record_id) == ("http://news.example/20240702/n1.shtml?a=1&b=2", "f7a5-1")


def test_an_ldc_record_has_the_day_of_its_number_and_its_dateline_before_its_paragraphs(tmp_path: Path) -> None:
    (harbour, _), _ = read(tmp_path / "a.sgml", LDC)
    assert texts(harbour) == ["平湾７月２日电", "渔港昨天开市，渔船靠岸。", "码头上人多。"]
    assert (harbour.record_id, harbour.extra) == ("HYD_CMN_20240702.0001", {"type": ("story",)})


def test_feeds_give_authors_links_and_the_paper_that_they_are_of(tmp_path: Path) -> None:
    for name, authors in (("rss", ("林小满",)), ("atom", ("林小满", "周川"))):
        (harbour, _), _ = read(tmp_path / f"{name}.xml", ALL[name])
        assert texts(harbour) == ["渔港昨天开市。", "渔船靠岸。"]
        assert (harbour.authors, harbour.url, harbour.publication) == (authors, "https://a.example/1", "海岳日报")


def test_what_stands_outside_of_records_is_an_aside(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS)
    (aside,) = (each for each in read_source(source_of(path)) if isinstance(each, Article) and each.aside)
    assert texts(aside) == ["海岳日报", "徽", "a.png"]
    lines = RSS.split("\n")
    for block in aside.blocks:
        (span,) = block.passage.spans
        assert lines[span.line - 1][span.start : span.end] == block.passage.text


def test_a_record_that_is_never_closed_takes_no_other_with_it(tmp_path: Path) -> None:
    broken = SOGOU.replace("</doc>", "", 1)
    (harbour, store), (warning,) = read(tmp_path / "a.txt", broken)
    assert texts(harbour)[-1].endswith("渔船靠岸。")
    assert (texts(store), warning.line, warning.warning) == (["镇上的冷库动工了。"], 1, True)
    cut = SOGOU[: SOGOU.rindex("动工了")]
    articles, (warning,) = read(tmp_path / "b.txt", cut)
    assert texts(articles[1]) == ["镇上的冷库"]
    assert warning.line == 7


def test_a_record_without_end_is_bounded_and_one_without_text_is_told(tmp_path: Path) -> None:
    endless = "<doc><title>渔港</title>\n" + "潮水退了。\n" * 100
    articles, (failure,) = read(tmp_path / "a.txt", endless, limits=Limits(record=500))
    assert (articles, failure.line, failure.warning) == ([], 1, False)
    articles, (failure,) = read(tmp_path / "b.txt", SOGOU + "<doc>\n<url>http://a.example</url>\n</doc>\n")
    assert (len(articles), failure.line) == (2, 13)


def test_a_folders_other_xml_is_passed_over_and_dumps_of_any_ending_are_read(tmp_path: Path) -> None:
    (tmp_path / "config.xml").write_text("<settings><option>3</option></settings>")
    (tmp_path / "picture.xml").write_text('<svg><title>图</title><text x="1">字</text></svg>')
    (tmp_path / "dump.xml").write_text(ROWS)
    (tmp_path / "news.dat").write_text(SOGOU)
    (tmp_path / "other.dat").write_bytes(b"\0\1\2<doc>")
    found = {each.path.name: type(each) for each in discover([tmp_path])}
    assert found == {
        "config.xml": PassedOver,
        "dump.xml": SourceFile,
        "news.dat": SourceFile,
        "other.dat": PassedOver,
        "picture.xml": PassedOver,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_long_dump_is_told_by_its_beginning_wherever_that_is_cut(encoding: str) -> None:
    for added in range(4):
        dump = (CHINESE.replace("渔港", "潮水" + "x" * added) * 400).encode(encoding)
        assert element_of(dump) == "文章"
        assert element_of((SOGOU * 200).encode(encoding)) == "doc"


@pytest.mark.parametrize(
    "text", ["<平湾>一文\n\n渔港昨天开市。", "<doc>\n渔港昨天开市。\n", "潮水退了。\n<doc><title>a</title></doc>"]
)
def test_a_page_that_only_looks_alike_is_a_page(text: str) -> None:
    assert element_of(text.encode()) is None


def test_a_web_page_that_is_called_text_is_read_as_one(tmp_path: Path) -> None:
    text = "<h1>平湾渔港开市</h1><p>渔港昨天开市，渔船靠岸。码头上的人多了。</p>"
    page = f"<!DOCTYPE html><html><head><title>平湾渔港开市</title></head><body>{text}</body></html>"
    (article,), failures = read(tmp_path / "page.txt", page)
    assert article.title is not None
    assert (article.title.text, failures) == ("平湾渔港开市", [])
    assert explain_source(source_of(tmp_path / "page.txt")) == []


def test_a_record_is_shown_as_it_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SOGOU)
    assert original_lines(path, 7, 7) == SOGOU.split("\n")[6:12]
    assert explain_source(source_of(path)) == []


FIELD = st.sampled_from(["title", "content", "author", "note", "date", "P"])
WORDS = st.text("渔港开市潮水退了。 \n", min_size=1, max_size=12)


@given(st.lists(st.lists(st.tuples(FIELD, WORDS, st.booleans()), min_size=1, max_size=5), min_size=1, max_size=4))
def test_no_letter_of_a_dump_is_lost(
    tmp_path_factory: pytest.TempPathFactory, records: list[list[tuple[str, str, bool]]]
) -> None:
    dump = "<doc><title>首</title><content>文</content></doc>\n"
    for record in records:
        fields = (f"<{name}>{said}</{name}>" if closed else f"<{name}>{said}" for name, said, closed in record)
        dump += f"<doc>{''.join(fields)}</doc>\n"
    path = tmp_path_factory.mktemp("dump") / "a.txt"
    path.write_text(dump, newline="")
    kept = ""
    for each in read_source(source_of(path)):
        if isinstance(each, Failure):
            assert "\n" not in each.reason
            return  # a record with neither title nor text, or a date that is none, is told
        kept += each.title.text if each.title else ""
        kept += "".join(texts(each)) + "".join(each.authors) + "".join(sum(each.extra.values(), ()))
        kept += each.byline.text if each.byline else ""
    letters = [each for record in records for _, said, _ in record for each in said if not each.isspace()]
    assert not set(letters) - set(kept)


@pytest.mark.parametrize(
    "inner",
    [
        "<!--" * 20_000,
        "<![CDATA[" * 20_000,
        "<a>" * 50_000,
        "<a>" * 50_000 + "</a>",
        "<a><b>" * 20_000,
        "<a " * 50_000,
        "<doc>" * 50_000,
        "".join(f"<n{number}>" for number in range(20_000)),
        "&" * 100_000,
    ],
    ids=range(9),
)
def test_what_is_made_to_take_long_takes_no_longer_than_its_length(tmp_path: Path, inner: str) -> None:
    dump = SOGOU + f"<doc><title>渔港</title>{inner}</doc>\n" + SOGOU
    articles, _ = read(tmp_path / "a.txt", dump)
    assert [each.title.text for each in articles if each.title].count("冷库动工") == 2


MEDIA = """<rss version="2.0"><channel><title>海岳日报</title><item><title>平湾渔港开市</title>
<media:group><media:title>渔港一角</media:title></media:group><media:title>又一角</media:title>
<pubDate>Mon, 01 Jul 2024 16:30:00 GMT</pubDate><description>渔港昨天开市。</description>
<comments><comment><author>网友</author><text>写得好，再来一篇。</text></comment></comments></item></channel></rss>
"""
ENTRY = """<feed><title>聚合</title><entry><source><title>海岳晚报</title></source><title>平湾渔港开市</title>
<published>2024-07-02T08:00:00+08:00</published><updated>2024-07-04T08:00:00+08:00</updated>
<summary>渔港昨天开市。</summary></entry></feed>
"""
FIELDS = """<database name="news"><table name="a">
<column name="title">平湾渔港开市</column><column name="author">林小满</column>
<column name="content">渔港昨天开市。</column><column name="pub_date">2024-07-02</column></table></database>
"""
PICTURED = """<doc><title>平湾渔港开市</title><date>2024-07-02</date>
<img><title>渔港一角</title><author>周川</author></img>
<content><p>渔港<b>昨天</b>开市。</p></content></doc>
"""
MARKED = """<doc id="1" title="平湾渔港开市" date="2024-07-02"><p>渔港<b>昨天</b>开市。</p></doc>
"""


@pytest.mark.parametrize("text", [MEDIA, ENTRY, FIELDS, PICTURED, MARKED], ids=range(5))
def test_the_article_is_told_from_its_pictures_comments_and_sources(tmp_path: Path, text: str) -> None:
    (article,), failures = read(tmp_path / "a.xml", text)
    assert failures == []
    assert article.title is not None
    assert (article.title.text, texts(article), article.date) == ("平湾渔港开市", ["渔港昨天开市。"], "2024-07-02")
    assert set(article.authors) <= {"林小满"}


@pytest.mark.parametrize(
    "text",
    [
        '<settings><window title="主窗口"><content>确定</content></window></settings>',
        "<configuration><property><name>a</name><description>说明</description></property><text>你好</text></configuration>",
        '<opml><head><title>订阅</title></head><body><outline text="海岳日报" title="海岳日报"/></body></opml>',
        "<urlset><url><loc>a</loc><image:image><image:title>渔港一角</image:title></image:image></url></urlset>",
        "<mets><dmdSec><mods><titleInfo><title>海岳日报</title></titleInfo></mods></dmdSec></mets>",
    ],
)
def test_xml_of_other_kinds_is_no_dump_and_refused_where_it_is_named(tmp_path: Path, text: str) -> None:
    assert element_of(text.encode()) is None
    path = tmp_path / "a.xml"
    path.write_text(text)
    (failure,) = discover([path])
    assert isinstance(failure, Failure)
    assert "XML of another kind" in failure.reason


def test_a_dump_of_which_most_stands_elsewhere_is_told(tmp_path: Path) -> None:
    other = f"<news><title>冷库</title><content>{'镇上的冷库动工了，说是年底能用。' * 5}</content></news>\n"
    articles, (warning,) = read(
        tmp_path / "a.txt", "<doc><title>渔港</title><content>昨天开市。</content></doc>\n" + other
    )
    assert len(articles) == 1
    assert warning.warning
    assert "<doc>" in warning.reason
