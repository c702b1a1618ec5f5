"""Documents: pages of text, Markdown and HTML."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.errors import SourceError
from baosou.corpus.models import Article, Kind, Passage
from baosou.corpus.readers import Limits, read_source
from baosou.corpus.readers.front_matter import front_matter
from baosou.corpus.readers.html import read_html
from baosou.corpus.readers.markdown import read_markdown
from tests.work import growth

PARAGRAPH = "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱。"


def read_all(
    folder: Path, name: str, data: str | bytes, *, limits: Limits | None = None, encoding: str | None = None
) -> list[Article | Failure]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (source,) = discover([path])
    assert isinstance(source, SourceFile)
    return list(read_source(source, limits=limits or Limits(), encoding=encoding))


def markdown(text: str, name: str = "page.md") -> list[Article]:
    found = list(read_markdown(text.encode(), Path(name), name, encoding="utf-8"))
    return [each for each in found if isinstance(each, Article)]


def html(text: str | bytes, name: str = "page.html") -> list[Article]:
    data = text if isinstance(text, bytes) else text.encode()
    found = list(read_html(data, Path(name), name, encoding=None))
    return [each for each in found if isinstance(each, Article)]


def title_of(article: Article) -> str | None:
    return article.title.text if article.title is not None else None


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, block.passage.text) for block in article.blocks]


def passages(article: Article) -> list[Passage]:
    return [*([article.title] if article.title else []), *(block.passage for block in article.blocks)]


def assert_exact(article: Article, source: str) -> None:
    """Every span stands verbatim in its passage, and what stands between spans is at most one space."""
    for passage in passages(article):
        end = 0
        for span in passage.spans:
            assert passage.text[end : span.at] in ("", " ")
            verbatim = source[span.start : span.end]
            assert verbatim
            assert passage.text[span.at : span.at + len(verbatim)] == verbatim
            assert source.count("\n", 0, span.start) + 1 == span.line
            end = span.at + len(verbatim)
        assert end == len(passage.text)


# -- text --

PAGE = """浙东日报 2024年7月1日 星期一

A04 要闻

渔港新事

本报记者 林小满

近日，平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱。“今年的收成比去年好！”船老大说。

镇里新修的冷库投入使用以后，鱼货可以先存再卖，价格也比往年稳定。
"""


def test_a_page_of_text_gives_articles_with_metadata_and_last_its_furniture(tmp_path: Path) -> None:
    found = [each for each in read_all(tmp_path, "a.txt", PAGE) if isinstance(each, Article)]
    assert [title_of(each) for each in found if not each.aside] == ["渔港新事"]
    assert {(each.date, each.publication, each.edition) for each in found} == {("2024-07-01", "浙东日报", "A04")}
    assert found[-1].aside
    assert "A04 要闻" in [text for _, text in kinds(found[-1])]
    for each in found:
        assert_exact(each, PAGE)


def test_no_visible_character_of_a_page_is_lost(tmp_path: Path) -> None:
    found = read_all(tmp_path, "a.txt.gz", gzip.compress(PAGE.encode("gb18030")))
    kept = sorted(
        char
        for each in found
        if isinstance(each, Article)
        for passage in [*passages(each), *([each.byline] if each.byline else [])]
        for char in passage.text
        if not char.isspace()
    )
    assert kept == sorted("".join(PAGE.split()))


def test_the_name_dates_a_page_that_does_not(tmp_path: Path) -> None:
    text = PAGE.split("\n\n", 2)[2]
    folder = tmp_path / "滨海晚报"
    (folder / "2024-07-02").mkdir(parents=True)
    (folder / "2024-07-02" / "a.txt").write_text(text, encoding="utf-8")
    (source,) = discover([folder])
    assert isinstance(source, SourceFile)
    first = next(iter(read_source(source)))
    assert isinstance(first, Article)
    assert (first.date, first.publication) == ("2024-07-02", "滨海晚报")


def test_replaced_bytes_are_a_warning(tmp_path: Path) -> None:
    found = read_all(tmp_path, "a.txt", PAGE.encode() + b"\xff\n")
    (warning,) = [each for each in found if isinstance(each, Failure)]
    assert warning.warning
    assert "1 place" in warning.reason


def test_an_image_called_txt_is_one_failure(tmp_path: Path) -> None:
    (failure,) = read_all(tmp_path, "a.txt", b"\x89PNG\r\n\x1a\n\0\0")
    assert isinstance(failure, Failure)
    assert not failure.warning
    assert "binary" in failure.reason


def test_a_wrong_or_unknown_encoding_is_one_failure(tmp_path: Path) -> None:
    for encoding, reason in (("utf-8", "not valid utf-8"), ("klingon", "unknown encoding")):
        (failure,) = read_all(tmp_path, "a.txt", PAGE.encode("gb18030"), encoding=encoding)
        assert isinstance(failure, Failure)
        assert reason in failure.reason


def test_a_document_beyond_the_bound_is_one_failure(tmp_path: Path) -> None:
    small = Limits(document=1000)
    for name, data in (("a.txt", PAGE.encode() * 10), ("a.html.gz", gzip.compress(PAGE.encode() * 10))):
        (failure,) = read_all(tmp_path, name, data, limits=small)
        assert isinstance(failure, Failure)
        assert "larger than" in failure.reason


def test_a_compressed_bomb_is_one_failure_before_it_fills_the_memory(tmp_path: Path) -> None:
    (failure,) = read_all(tmp_path, "a.txt.gz", gzip.compress(bytes(40 << 20)))
    assert isinstance(failure, Failure)
    assert "bomb" in failure.reason


def test_a_compressed_page_that_ends_early_is_one_failure(tmp_path: Path) -> None:
    (failure,) = read_all(tmp_path, "a.txt.gz", gzip.compress(PAGE.encode())[:-9])
    assert isinstance(failure, Failure)
    assert "ends early" in failure.reason


def test_a_file_that_vanishes_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    (source,) = discover([tmp_path / "a.txt"])
    assert isinstance(source, SourceFile)
    source.path.unlink()
    (failure,) = read_source(source)
    assert isinstance(failure, Failure)


# -- Markdown --

DOCUMENT = """---
title: "渔港新事"
author: [林小满, 周川]
date: 2024-07-01
publication: 浙东日报
tags:
  - 海洋
  - 渔业
---

# 渔港新事

近日，**平湾镇**的[码头](https://news.example/平湾 "平湾(港)")上
一片繁忙，`冷库`和 *new
port* 已经开放。

数字
----

1. 第一项
2. 第二项 &amp; \\*星号\\*

- 项甲
  - 项乙

> 老船长说：
> “收成好。”

| 鱼 | 价 |
|----|----|
| 带鱼 | 12 |

![图为平湾码头。林小满 摄](a(1).jpg)

<div>块里的字<br>又一行</div>

```
原样 一行
```

[平湾]: https://news.example
"""


def test_a_document_is_an_article_without_its_markup() -> None:
    (article,) = markdown(DOCUMENT)
    assert title_of(article) == "渔港新事"
    assert kinds(article) == [
        ("paragraph", "近日，平湾镇的码头上一片繁忙，冷库和 new port 已经开放。"),
        ("head", "数字"),
        ("paragraph", "1. 第一项"),
        ("paragraph", "2. 第二项 & *星号*"),
        ("paragraph", "项甲"),
        ("paragraph", "项乙"),
        ("paragraph", "老船长说：“收成好。”"),
        ("paragraph", "鱼 价"),
        ("paragraph", "带鱼 12"),
        ("caption", "图为平湾码头。林小满 摄"),
        ("paragraph", "块里的字 又一行"),
        ("paragraph", "原样 一行"),
    ]
    assert_exact(article, DOCUMENT)


def test_front_matter_is_metadata() -> None:
    (article,) = markdown(DOCUMENT)
    assert article.authors == ("林小满", "周川")
    assert (article.date, article.publication) == ("2024-07-01", "浙东日报")
    assert article.extra == {"tags": ("海洋", "渔业")}


def test_a_front_matter_title_that_differs_keeps_the_heading_as_a_head() -> None:
    (article,) = markdown("---\ntitle: 平湾来信\n---\n# 渔港新事\n\n码头。\n")
    assert title_of(article) == "平湾来信"
    assert kinds(article) == [("head", "渔港新事"), ("paragraph", "码头。")]


@pytest.mark.parametrize(
    "text", ["---\n\n码头上。\n\n---\n", "---\n一片繁忙。\n---\n", "---\ntitle: 甲", "正文\n---\ntitle: 甲\n---\n"]
)
def test_rules_are_not_taken_for_front_matter(text: str) -> None:
    assert front_matter(text).lines == 0


def test_several_first_level_headings_are_several_articles() -> None:
    text = "卷首语。\n\n# 渔港新事\n\n码头。\n\n## 数字\n\n# 冷库\n\n鱼货。\n\n尾声\n===\n\n完。\n"
    found = markdown(text)
    assert [title_of(each) for each in found] == [None, "渔港新事", "冷库", "尾声"]
    assert kinds(found[1]) == [("paragraph", "码头。"), ("head", "数字")]
    for each in found:
        assert_exact(each, text)


def test_a_paragraph_over_a_rule_is_no_heading() -> None:
    (article,) = markdown(f"{PARAGRAPH}\n---\n\n完。\n")
    assert kinds(article) == [("paragraph", PARAGRAPH), ("paragraph", "完。")]


def test_windows_line_ends_keep_spans_exact() -> None:
    text = DOCUMENT.replace("\n", "\r\n")
    (article,) = markdown(text)
    assert kinds(article) == kinds(markdown(DOCUMENT)[0])
    assert_exact(article, text)


def test_the_name_dates_a_document_that_does_not() -> None:
    (article,) = markdown("# 渔港\n", "滨海周刊/2024-07-01.md")
    assert (article.date, article.publication) == ("2024-07-01", "滨海周刊")


def test_text_nested_deeper_than_the_parser_goes_is_kept_as_written() -> None:
    text = "".join("  " * level + f"- 第{level}层\n" for level in range(300))
    (article,) = markdown(text)
    said = "".join(text for _, text in kinds(article))
    assert all(f"第{level}层" in said for level in range(300))


@pytest.mark.parametrize(
    "note",
    [
        "[^1]: 脚注里说，码头建于1950年。",
        "[^甲]: 县志",
        "[注]: 本文据一九五〇年的档案整理",
        "[注]: 据1950.3的档案，略有删节。",
        "[注]:\n据县志",
    ],
)
def test_notes_are_text_although_the_standard_takes_them_for_references(note: str) -> None:
    (article,) = markdown(f"# 码头讲古\n\n老人们讲古[^1]。\n\n{note}\n")
    assert "".join(note.split()) in "".join("".join(block.passage.text.split()) for block in article.blocks)
    assert_exact(article, f"# 码头讲古\n\n老人们讲古[^1]。\n\n{note}\n")


@pytest.mark.parametrize("address", ["https://pingwan.example/1", "<码头 旧事>", "旧事/码头.md", "#码头", "码头.md"])
def test_the_address_of_a_reference_is_no_text(address: str) -> None:
    (article,) = markdown(f"# 码头讲古\n\n老人们讲[旧事][一]。\n\n[一]: {address}\n")
    assert kinds(article) == [("paragraph", "老人们讲旧事。")]


def test_words_that_look_like_markup_are_found_at_their_own_place() -> None:
    text = "见[新港](http://新港.example/新港)的新港，**新**港 `新港`。\n"
    (article,) = markdown(text)
    assert kinds(article) == [("paragraph", "见新港的新港，新港 新港。")]
    assert_exact(article, text)
    assert text[article.blocks[0].passage.spans[2].start - 1] == ")"


MARKUP = ["渔港", "新事。", "port", " ", "\n", "\n\n", "**", "*", "_", "[", "# ", "> ", "- ", "1. ", "&amp;", "\\",
          "---", "!", "\t", "===", "    "]  # fmt: skip
HIDING = ["`", "```", "](http://a.example)", "<b>", "</b>", "<!--", "-->", "|", "|-|-|", "]: "]


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join))
def test_any_markup_around_words_leaves_every_word(text: str) -> None:
    said = "".join(passage.text for each in markdown(text) for passage in passages(each))
    assert "".join(char for char in said if char in "渔港新事") == "".join(char for char in text if char in "渔港新事")


@given(st.lists(st.sampled_from([*MARKUP, *HIDING]), max_size=40).map("".join))
def test_any_markdown_is_read_into_exact_spans(text: str) -> None:
    for each in markdown(text):
        assert_exact(each, text)


# -- HTML --

SITE = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">
<title>渔港新事_浙东在线</title>
<meta name="author" content="林小满 周川"><meta property="og:site_name" content="浙东在线">
<meta property="article:published_time" content="2024-07-01T08:00:00+08:00">
<link rel="canonical" href="https://news.example/1">
<style>p { color: red }</style></head><body>
<nav><ul><li>首页<li>要闻</ul></nav>
<h1>渔港<em>新事</em></h1>
<p>　　近日，<b>平湾镇</b>的码头
上一片繁忙。
<p>&ldquo;收成好&rdquo;，A&amp;B 公司说&#12290;
<h2>数字</h2>
<div>冷库<figure><img src="a.jpg"><figcaption>图为码头。</figcaption></figure></div>
<script>document.write("<p>不是正文</p>")</script>
</body></html>"""


def test_a_site_page_is_an_article_with_the_metadata_of_its_head() -> None:
    article, menu = html(SITE)
    assert menu.aside
    assert kinds(menu) == [("paragraph", "首页"), ("paragraph", "要闻")]
    assert title_of(article) == "渔港新事"
    assert kinds(article) == [
        ("paragraph", "近日，平湾镇的码头上一片繁忙。"),
        ("paragraph", "“收成好”，A&B 公司说。"),
        ("head", "数字"),
        ("paragraph", "冷库"),
        ("caption", "图为码头。"),
    ]
    assert article.authors == ("林小满", "周川")
    assert (article.date, article.publication) == ("2024-07-01", "浙东在线")
    assert article.url == "https://news.example/1"


def test_spans_count_in_the_extracted_text_and_lines_in_the_file() -> None:
    article, _ = html(SITE)
    extracted = "\n".join(passage.text for passage in passages(article))
    for passage in passages(article):
        (span,) = passage.spans
        assert extracted[span.start : span.end] == passage.text
    assert [passage.spans[0].line for passage in passages(article)] == [8, 9, 11, 12, 13, 13]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="渔港新事"><title>浙东在线</title>', "渔港新事"),
        ("<title>渔港新事</title>", "渔港新事"),
        ("", None),
    ],
)
def test_without_a_heading_the_head_gives_the_title(head: str, title: str | None) -> None:
    (article,) = html(f"<head>{head}</head><p>{PARAGRAPH}</p>")
    assert title_of(article) == title


def test_of_several_headings_the_one_that_the_head_confirms_is_the_title() -> None:
    article, rest = html(
        f"<title>渔港新事 - 浙东在线</title><h1>浙东在线</h1><h1>渔港新事</h1><p>{PARAGRAPH}</p>"
        '<meta property="og:site_name" content="浙东在线">'
    )
    assert title_of(article) == "渔港新事"
    assert ("head", "浙东在线") in kinds(rest)


def test_what_stands_outside_the_article_is_an_aside() -> None:
    found = html(f"<header>浙东在线</header><article><h1>渔港</h1><p>{PARAGRAPH}</p></article><footer>备案号</footer>")
    assert [(title_of(each), each.aside) for each in found] == [("渔港", False), (None, True)]
    assert [text for _, text in kinds(found[1])] == ["浙东在线", "备案号"]


def test_articles_with_headings_of_their_own_are_several() -> None:
    found = html(
        f'<article><h2>渔港</h2><time datetime="2024-07-01">昨天</time><p>{PARAGRAPH}</p></article>'
        f"<article><h2>冷库</h2><p>{PARAGRAPH}</p></article>"
    )
    assert [title_of(each) for each in found] == ["渔港", "冷库"]
    assert [each.date for each in found] == ["2024-07-01", None]


def test_teasers_in_article_tags_do_not_push_the_text_aside() -> None:
    (article,) = html(f"<h1>渔港</h1><div>{PARAGRAPH * 4}</div><article>另见：冷库</article>")
    assert not article.aside
    assert len(article.blocks) == 2


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_the_declared_encoding_is_honoured(declared: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>朱镕</p>'
    assert kinds(html(page.encode("gb18030"))[0]) == [("paragraph", "朱镕")]


def test_a_wrongly_declared_encoding_is_overruled() -> None:
    page = f"<meta charset=gb2312><p>{PARAGRAPH}</p>"
    assert kinds(html(page.encode())[0]) == [("paragraph", PARAGRAPH)]
    page = f'<meta charset="iso-8859-1"><p>{PARAGRAPH}</p>'
    assert kinds(html(page.encode("gb18030"))[0]) == [("paragraph", PARAGRAPH)]


def test_lines_broken_by_br_are_paragraphs_and_cells_stand_apart() -> None:
    (article,) = html("<div>　　第一段。<br><br>　　第二段。</div><table><tr><td>带鱼<td>12 元</table>")
    assert [text for _, text in kinds(article)] == ["第一段。", "第二段。", "带鱼 12 元"]


def test_a_navigation_that_is_never_closed_does_not_swallow_the_page() -> None:
    article, *_ = html(f"<nav><a>首页</a><p>{PARAGRAPH}</p>")
    assert ("paragraph", PARAGRAPH) in kinds(article)


def test_a_lone_less_than_sign_is_text() -> None:
    (article,) = html("<p>3 < 5，a <中> b")
    assert kinds(article) == [("paragraph", "3 < 5，a <中> b")]


def test_a_page_without_text_is_no_article() -> None:
    assert html("<html><body><script>x</script></body></html>") == []


BROKEN = ["<div>", "<!--", "<a ", '<a b=">"', "<a b='", "<title>", "<nav>字", "</p", "<![CDATA[", "<article><p>段",
          "<h1>", "&#", "<table><td>", "<script>", "<", "<pre>\n", " \n", "<a/", "<textarea>"]  # fmt: skip


@pytest.mark.parametrize("piece", BROKEN)
def test_the_work_of_reading_broken_markup_is_in_proportion_to_it(piece: str) -> None:
    assert growth(lambda times: html(f"<p>{PARAGRAPH}</p>" + piece * times), 500, 8) < 8.5


@pytest.mark.parametrize("piece", BROKEN)
def test_broken_markup_a_hundred_thousand_times_over_is_read(piece: str) -> None:
    html(f"<p>{PARAGRAPH}</p>" + piece * 100_000)


@pytest.mark.parametrize(
    "piece",
    [
        "<article><h1>渔</h1>港</article>",
        "<h1>渔</h1><title>港</title>",
        "<time datetime=某日>渔<p>",
        "<meta name=date content=某日><meta name=author content=林>",
    ],
)
def test_the_work_of_reading_junk_is_in_proportion_to_it(piece: str) -> None:
    """Each of these once took the square of it."""
    assert growth(lambda times: html("<p>港口</p>" + piece * times), 500, 8) < 8.5
    assert html("<p>港口</p>" + piece * 20_000)


def test_a_page_of_too_many_tags_is_told() -> None:
    source = "<p>渔" * 500_001
    with pytest.raises(SourceError, match="more than 500,000 tags"):
        html(source)


def test_only_the_first_attributes_of_a_tag_are_read() -> None:
    (article,) = html(f"<p {'a=1 ' * 200} b='>'>渔港</p><meta {'a=1 ' * 50} name=author content=林一帆>")
    assert article.texts(Kind.PARAGRAPH) == ["渔港"]
    assert article.authors == ("林一帆",)


def test_text_a_hundred_thousand_divisions_deep_is_read() -> None:
    (article,) = html("<div>" * 100_000 + PARAGRAPH + "</div>" * 100_000)
    assert kinds(article) == [("paragraph", PARAGRAPH)]


TAGS = ["<p>", "</p>", "<div>", "</div>", "<h1>", "</h1>", "<h2>", "<br>", "<b>", "</b>", "<article>", "</article>",
        "<main>", "</main>", "<figcaption>", "<td>", "<pre>", "</pre>", "\n", " ", "<!-- x -->", "<", "<nav>",
        "&amp;", "<li>", "<time>", "<a href='x'>"]  # fmt: skip


@given(st.lists(st.sampled_from([*TAGS, "渔", "港"]), max_size=60).map("".join))
def test_any_tags_around_text_leave_every_word_once(page: str) -> None:
    found = html(page)
    said = "".join(passage.text for each in found for passage in passages(each))
    if "<渔" not in page and "<港" not in page:
        # what stands outside the article comes last, so only the order may differ
        assert sorted("".join(said.replace("&", "").replace("<", "").split())) == sorted(
            char for char in page if char in "渔港"
        )
    for each in found:
        extracted = "\n".join(passage.text for passage in passages(each))
        for passage in passages(each):
            for span in passage.spans:
                line = extracted[span.start : span.end]
                assert passage.text[span.at : span.at + len(line)] == line
        assert all(block.kind in Kind for block in each.blocks)


# -- a real page, where it is at hand --

SEED = Path(__file__).parents[3] / ".." / "shared" / "seed" / "page.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the shared real page is not beside this checkout")
def test_a_real_page_without_running_heads_has_articles_and_nothing_invented(tmp_path: Path) -> None:
    data = SEED.read_bytes()
    found = [each for each in read_all(tmp_path, "page.txt", data) if isinstance(each, Article)]
    assert len([each for each in found if not each.aside]) > 5
    assert {(each.publication, each.edition, each.date) for each in found} == {(None, None, None)}
    for each in found:
        assert_exact(each, data.decode())


def test_a_document_fetches_nothing_and_opens_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不该被读到的字", encoding="utf-8")
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY secret SYSTEM "file://{secret}">]>'
        '<html><head><base href="http://127.0.0.1:9/"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">'
        f'<script src="http://127.0.0.1:9/a.js"></script><meta http-equiv="refresh" content="0;url=file://{secret}">'
        f"</head><body><p>渔港的灯亮着。&secret;</p><img src=http://127.0.0.1:9/a.png><iframe src='file://{secret}'>"
        f"</iframe><object data='file://{secret}'></object></body></html>"
    )
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "urllib.Request"):
            opened.append(f"{event} {arguments[0]}")

    read_all(tmp_path, "warm.html", "<p>先读一遍，好把模块都装进来。</p>")
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    sys.addaudithook(watch)
    try:
        found = read_all(tmp_path, "page.html", page)
        markdown_found = read_all(tmp_path, "page.md", f"# 渔港\n\n![灯](file://{secret})\n\n{page}\n")
    finally:
        watching = False
    assert not [each for each in opened if not each.startswith("open ") or str(secret) in each]
    texts = [
        passage.text for each in (*found, *markdown_found) if isinstance(each, Article) for passage in passages(each)
    ]
    assert any("渔港的灯亮着" in text for text in texts)
    assert not any("不该被读到" in text for text in texts)


def test_entities_in_a_text_are_the_characters_they_stand_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "渔港新事\n平湾镇&nbsp;的&#30721;头&#x4E0A;&ldquo;一片繁忙&rdquo;，AT&T 与 R&D; 照旧。\n", encoding="utf-8"
    )
    (source,) = discover([path])
    assert isinstance(source, SourceFile)
    texts = [block.passage.text for each in read_source(source) if isinstance(each, Article) for block in each.blocks]
    assert texts == ["平湾镇\xa0的码头上“一片繁忙”，AT&T 与 R&D; 照旧。"]
