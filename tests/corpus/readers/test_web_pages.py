"""Web pages as they are saved: the article among menus, comments and footers, and what the page says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baosou.corpus.models import Article, Kind, Passage
from baosou.corpus.readers.html import read_html
from tests.work import growth, no_longer_than

BODY = (
    "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱，一箱一箱送上冷链车。",
    "“今年的收成比去年好，价钱也稳。”船老大说，他家的两条船都换了新网。",
    "镇里新修的冷库投入使用以后，鱼货可以先存再卖，再也不怕台风天压价了。",
)
PARAGRAPHS = "".join(f"<p>　　{text}</p>" for text in BODY)


def read(page: str | bytes, name: str = "page.html") -> list[Article]:
    data = page if isinstance(page, bytes) else page.encode()
    return [each for each in read_html(data, Path(name), name, encoding=None) if isinstance(each, Article)]


def site(*, head: str = "", above: str = "", title: str = "<h1>渔港新事</h1>", line: str = "", body: str = PARAGRAPHS,
         below: str = "") -> str:  # fmt: skip
    """A page as sites make them: menu, path, title, line, text, and what stands below."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>"
        "<div class='top'><a href='/'>首页</a> <a href='/yw'>要闻</a> <a href='/ms'>民生</a></div>"
        f"<div class='path'>当前位置：<a href='/'>首页</a> &gt; <a href='/yw'>要闻</a></div>{above}"
        f"<div class='wrap'>{title}{line}<div class='text'>{body}</div></div>{below}"
        "<div><ul><li><a href='/1'>山坪镇修通了上山的路</a><li><a href='/2'>平湾小学有了新操场</a></ul></div>"
        "<div>版权所有 平湾网 未经书面授权，不得转载、摘编本网内容。备案号：00000000</div></body></html>"
    )


def text_of(article: Article) -> tuple[str, ...]:
    return tuple(block.passage.text for block in article.blocks)


def title_of(article: Article) -> str | None:
    return article.title.text if article.title is not None else None


def all_text(found: list[Article]) -> str:
    passages: list[Passage | None] = []
    for each in found:
        passages += [each.title, each.byline, *(block.passage for block in each.blocks)]
    return "".join(passage.text for passage in passages if passage is not None)


# -- the text, and the rest --


def test_the_article_stands_without_menus_and_footers_and_these_are_kept_aside() -> None:
    article, rest = read(site())
    assert (title_of(article), text_of(article)) == ("渔港新事", BODY)
    assert rest.aside
    for text in ("首页 要闻 民生", "山坪镇修通了上山的路", "平湾小学有了新操场"):
        assert text in text_of(rest)


COMMENTS = (
    "<h3>网友评论</h3><div class='list'>"
    + "".join(f"<p>海边人{n}：写得真好，我家就在码头边上，天天看得见这些船，盼着冷库早点建好。</p>" for n in range(12))
    + "</div>"
)


def test_comments_longer_than_the_article_are_no_part_of_it() -> None:
    article, rest = read(site(below=COMMENTS))
    assert text_of(article) == BODY
    assert sum("海边人" in text for text in text_of(rest)) == 12


@pytest.mark.parametrize(
    "line",
    [
        "（责任编辑：周川）",
        "责编：周川 审核：王晓",
        "原标题：渔港有了新冷库",
        "本文来源：平湾网",
        "免责声明：本文仅代表作者个人观点，与本网无关。",
        "【纠错】",
        "转载请注明出处。",
        "分享到：",
        "新闻热线：0000-00000000",
    ],
)
def test_lines_that_sites_put_below_an_article_are_set_aside(line: str) -> None:
    article, rest = read(site(body=f"{PARAGRAPHS}<p>{line}</p>"))
    assert text_of(article) == BODY
    assert line in text_of(rest)


@pytest.mark.parametrize(
    "opening", ["评论认为", "返回码头的渔船", "举报电话一响", "打印店的老板说", "声明发出以后", "分享经验的时候"]
)
def test_a_sentence_that_opens_like_a_button_stays_in_the_text(opening: str) -> None:
    sentence = f"{opening}，大家都盼着早点出海，把网补好，把冰装满，趁着好天气再捕一次鱼。"
    article, *_ = read(site(body=f"{PARAGRAPHS}<p>{sentence}</p><p>{BODY[0]}</p>"))
    assert sentence in text_of(article)


def test_heads_captions_verses_and_short_lines_between_sentences_stay_in_their_place() -> None:
    body = (
        f"<p>{BODY[0]}</p><h2>数字</h2><p>两座冷库</p><figure><img src=a><figcaption>图为码头</figcaption></figure>"
        f"<p>{BODY[1]}</p><p>海风吹，</p><p>渔灯亮</p><table><tr><td>带鱼<td>12 元</table>"
    )
    article, *_ = read(site(body=body))
    expected = (BODY[0], "数字", "两座冷库", "图为码头", BODY[1], "海风吹，", "渔灯亮", "带鱼 12 元")
    assert text_of(article) == expected
    assert [block.kind for block in article.blocks][1] is Kind.HEAD


def test_a_lead_in_a_box_of_its_own_belongs_to_the_text() -> None:
    lead = "平湾镇新修的冷库昨天投入使用，渔民的带鱼从此不愁存放。"
    article, *_ = read(site(line=f"<div class='lead'>{lead}</div>"))
    assert text_of(article) == (lead, *BODY)


def test_text_laid_out_by_tables_is_found_in_its_cell() -> None:
    page = (
        "<title>渔港新事</title><table><tr><td><a href=a>首页</a><br><a href=b>要闻</a><br><a href=c>副刊</a></td><td>"
        f"<b>渔港新事</b><br><br>　　{BODY[0]}<br><br>　　{BODY[1]}<br><br>　　{BODY[2]}</td></tr></table>"
    )
    article, *_ = read(page)
    assert (title_of(article), text_of(article)) == ("渔港新事", BODY)


def test_text_in_latin_letters_is_found_by_its_sentences_too() -> None:
    lines = ("The harbour of Pingwan was busy all day long.", "Boats came in and ice was loaded before noon.")
    article, *_ = read(site(body="".join(f"<p>{line}</p>" for line in lines)))
    assert text_of(article) == lines


def test_a_page_without_sentences_is_kept_whole() -> None:
    (article,) = read("<h1>渔港的船</h1><p>平湾一号</p><p>平湾二号</p><p>山坪号</p>")
    assert text_of(article) == ("平湾一号", "平湾二号", "山坪号")


def test_a_class_that_sounds_like_furniture_around_the_whole_text_is_not_believed() -> None:
    article, *_ = read(f"<title>渔港新事</title><div class='sidebar'><h1>渔港新事</h1>{PARAGRAPHS}</div>")
    assert text_of(article) == BODY


def test_the_pictures_that_a_page_keeps_in_a_control_are_no_text_however_many() -> None:
    pictures = "".join(
        f"<li><a href=#{n}>图{n}</a><p>第{n}张：船进了港，人们上了岸，灯一盏一盏亮起来。</p></li>" for n in range(30)
    )
    article, rest = read(site(body=f"<p>{BODY[0]}</p><textarea>{pictures}</textarea><p>{BODY[1]}</p><p>{BODY[2]}</p>"))
    assert text_of(article) == BODY
    assert "第7张：船进了港，人们上了岸，灯一盏一盏亮起来。" in text_of(rest)


# -- titles --


@pytest.mark.parametrize(
    "named",
    [
        "渔港新事_平湾网",
        "渔港新事-平湾网",
        "渔港新事 - 平湾网 - 要闻",
        "渔港新事 | 平湾日报",
        "渔港新事—平湾新闻网",
        "渔港新事--要闻--平湾网",
    ],
)
@pytest.mark.parametrize("line", ["<h1>渔港新事</h1>", "<div class='t'>渔港新事</div>", "<b>渔港新事</b><br>", ""])
def test_a_title_is_without_the_name_of_its_site(named: str, line: str) -> None:
    article, *_ = read(site(head=f"<title>{named}</title>", title=line))
    assert title_of(article) == "渔港新事"


def test_the_name_that_the_page_gives_its_site_is_cut_off_whatever_it_is() -> None:
    head = "<title>渔港新事_海角茶座</title><meta property='og:site_name' content='海角茶座'>"
    article, *_ = read(site(head=head, title=""))
    assert (title_of(article), article.publication) == ("渔港新事", "海角茶座")


def test_a_dash_that_belongs_to_the_title_stays() -> None:
    article, *_ = read(site(head="<title>渔港—一座小镇的四季_平湾网</title>", title="<h1>渔港—一座小镇的四季</h1>"))
    assert title_of(article) == "渔港—一座小镇的四季"


def test_the_heading_of_the_site_is_no_title() -> None:
    article, *_ = read(
        site(head="<title>渔港新事_平湾网</title>", above="<h1>平湾网新闻中心</h1>", title="<h2>渔港新事</h2>")
    )
    assert title_of(article) == "渔港新事"


def test_where_the_head_names_only_the_site_the_line_above_the_dateline_is_the_title() -> None:
    for named in ("要闻--平湾网", "平湾日报电子版"):
        article, *_ = read(
            site(head=f"<title>{named}</title>", title="<div>渔港新事</div>", line="<div>2024-03-05 来源：平湾网</div>")
        )
        assert title_of(article) == "渔港新事"


# -- dates, papers, editions --


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2019-09-07 13:43:45　来源: 平湾晚报", "2019-09-07"),
        ("2019年11月25日 16:04:30", "2019-11-25"),
        ("2024年03月05日08:18 | 来源：<a href=x>平湾晚报</a>", "2024-03-05"),
        ("发布时间：2018-05-17 | 浏览次数: 2168", "2018-05-17"),
        ("发表于2014-08-24 由 admin", "2014-08-24"),
        ("2024/3/5 8:18", "2024-03-05"),
        ("更新时间：二〇二四年三月五日", "2024-03-05"),
    ],
)
def test_the_line_below_the_heading_dates_the_article(line: str, date: str) -> None:
    article, *_ = read(site(line=f"<div>{line}</div>"))
    assert article.date == date
    assert text_of(article) == BODY
    assert article.byline is not None
    assert article.byline.text[:4] == line[:4]


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-03-05T08:18:00+08:00">',
        '<meta name="PubDate" content="2024-03-05 08:18">',
        '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"NewsArticle","datePublished":'
        '"2024-03-05T08:18:00+08:00"}]}</script>',
        '<link rel="canonical" href="http://news.example/2024/03/05/渔港.html">',
    ],
)
def test_the_head_dates_the_article(head: str) -> None:
    assert read(site(head=head))[0].date == "2024-03-05"


def test_neither_the_clock_nor_the_copyright_of_a_page_dates_it() -> None:
    article, *_ = read(
        site(above="<div>今天是2026年3月5日 星期四</div>", below="<div>© 2009-2024 平湾网 备案日期 2009-05-06</div>")
    )
    assert article.date is None


def test_other_articles_below_do_not_date_the_article() -> None:
    article, *_ = read(
        site(below="<ul><li><a href=x>山坪镇修路</a> 2021-01-02<li><a href=y>小学操场</a> 2021-01-03</ul>")
    )
    assert article.date is None


@pytest.mark.parametrize(
    ("line", "publication"),
    [
        ("2024-03-05 来源：平湾晚报", "平湾晚报"),
        ("来源：平湾网-文化频道 原创稿 2024-03-05", "平湾网"),
        ("2024-03-05 来源：平湾网－《平湾日报》", "平湾日报"),
        ("2024-03-05 来源：http://news.example/", None),
    ],
)
def test_the_line_says_where_the_article_appeared(line: str, publication: str | None) -> None:
    assert read(site(line=f"<div>{line}</div>"))[0].publication == publication


def test_a_source_in_a_box_of_its_own_is_taken_with_its_label() -> None:
    article, *_ = read(site(line="<div>2024-03-05</div><div>来源：</div><div>平湾晚报</div>"))
    assert article.publication == "平湾晚报"
    assert text_of(article) == BODY


def test_the_page_of_an_electronic_edition_gives_paper_date_and_edition() -> None:
    line = "<p>本报记者　林小满</p><p>《平湾日报》（2024年03月05日 第 02 版）</p>"
    article, *_ = read(site(head="<title>渔港新事-平湾日报</title>", line=line))
    assert (article.publication, article.date, article.edition) == ("平湾日报", "2024-03-05", "02")
    assert article.authors == ("林小满",)


# -- authors --


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("2024-03-05 作者：林小满", ("林小满",)),
        ("2024-03-05 平湾报 記者林小滿／平灣機場報導", ("林小滿",)),
        ("文/林小满 图/周川", ("林小满",)),
        ("本报记者 林小满 通讯员 周川 摄影报道", ("林小满", "周川")),
        ("作者︱春生", ("春生",)),
        ("采写：平湾网记者林小满、周川", ("林小满", "周川")),
        ("作者：平湾网综合", ()),
        ("作者：佚名", ()),
        ("编辑：林小满", ()),
        ("最新文章", ()),
    ],
)
def test_the_line_below_the_heading_names_the_authors(line: str, authors: tuple[str, ...]) -> None:
    assert read(site(line=f"<div>{line}</div>"))[0].authors == authors


@pytest.mark.parametrize(
    ("first", "last", "authors"),
    [
        ("平湾网3月5日讯（记者林小满 整合）", "", ("林小满",)),
        ("（平湾社記者林小滿平灣19日電）", "", ("林小滿",)),
        ("【记者林小满山坪报道】", "", ("林小满",)),
        ("", "（记者 林小满、周川）", ("林小满", "周川")),
        ("", "（编辑 林小满）", ()),
        ("", "（文中人物均为化名）", ()),
        ("记者从镇里获悉，", "", ()),
    ],
)
def test_the_first_and_the_last_paragraph_name_the_authors(first: str, last: str, authors: tuple[str, ...]) -> None:
    body = f"<p>{first}{BODY[0]}</p><p>{BODY[1]}</p><p>{BODY[2]}{last}</p>"
    assert read(site(body=body))[0].authors == authors


@pytest.mark.parametrize(
    ("content", "authors"),
    [
        ("林小满", ("林小满",)),
        ("林小满，周川", ("林小满", "周川")),
        ("104512", ()),
        ("name, mail@news.example", ()),
        ("https://social.example/pingwan", ()),
        ("平湾日报", ()),
        ("PINGWAN.NET", ()),
        ("admin", ()),
    ],
)
def test_of_the_head_only_names_of_people_are_authors(content: str, authors: tuple[str, ...]) -> None:
    assert read(site(head=f'<meta name="author" content="{content}">'))[0].authors == authors


def test_the_editor_whom_the_head_gives_as_author_is_none() -> None:
    head, below = '<meta name="author" content="林小满">', "<p>责任编辑：林小满</p>"
    assert read(site(head=head, body=PARAGRAPHS + below))[0].authors == ()
    assert read(site(head=head))[0].authors == ("林小满",)


def test_what_the_head_says_of_an_article_in_json_is_taken() -> None:
    said = {
        "@type": "NewsArticle",
        "headline": "渔港新事",
        "author": [{"@type": "Person", "name": "林小满"}, {"@type": "Organization", "name": "平湾网"}],
        "publisher": {"@type": "Organization", "name": "平湾网"},
        "articleSection": "民生",
    }
    data = json.dumps(said, ensure_ascii=False)
    article, *_ = read(site(head=f'<script type="application/ld+json">{data}</script>'))
    assert (article.authors, article.publication, article.column) == (("林小满",), "平湾网", "民生")


# -- hard wraps --

WRAPPED = (
    "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装",
    "箱，一箱一箱送上冷链车，赶在天亮以前运到城里的早市",
    "去，再也不怕压价了。",
)


@pytest.mark.parametrize("page", ["<pre>\n{}\n</pre>", "<table><tr><td>　　{}</td></tr></table>"])
def test_lines_broken_at_the_width_of_a_screen_are_one_paragraph(page: str) -> None:
    lines = ("\n" if "<pre>" in page else "<br>\n").join(WRAPPED)
    (article,) = read(f"<title>渔港</title>{page.format(lines)}".encode("gb18030"))
    assert text_of(article) == ("".join(WRAPPED),)
    spans = article.blocks[0].passage.spans
    assert [article.blocks[0].passage.text[span.at :][: span.end - span.start] for span in spans] == list(WRAPPED)
    assert [span.line for span in spans] == [spans[0].line + number for number in range(3)]


def test_an_indented_line_opens_a_paragraph_in_wrapped_text() -> None:
    page = "<br>".join(f"　　{WRAPPED[0]}<br>{WRAPPED[1]}<br>{WRAPPED[2]}" for _ in range(2))
    (article,) = read(f"<div>{page}</div>")
    assert text_of(article) == ("".join(WRAPPED),) * 2


@pytest.mark.parametrize(
    "lines",
    [
        ("海风吹过平湾的桅杆，", "渔灯照着归来的船。", "一网一网都是银光，", "一步一步走回家乡。"),
        ("平湾镇修通了上山的路，山里的茶叶半天就能进城", "平湾小学有了新操场，孩子们第一次在塑胶道上跑步"),
        BODY,
    ],
)
def test_verses_lists_and_whole_paragraphs_are_not_joined(lines: tuple[str, ...]) -> None:
    (article,) = read(f"<div>{'<br>'.join(lines)}</div>")
    assert text_of(article) == lines


# -- whatever a page holds --


def test_a_reference_of_thousands_of_digits_is_one_wrong_character() -> None:
    (article,) = read(f"<h1>渔港&#{'9' * 5000};新事</h1><p>{BODY[0]}&#{'0' * 5000}65;</p>")
    assert title_of(article) == "渔港\ufffd新事"
    assert text_of(article) == (f"{BODY[0]}A",)


def test_json_that_is_none_is_passed_over() -> None:
    for broken in ("{", "[" * 100_000, '{"datePublished": ' + "9" * 5000 + "}", "null", '"NewsArticle"', "[1, null]"):
        article, *_ = read(site(head=f'<script type="application/ld+json">{broken}</script>'))
        assert text_of(article) == BODY


PIECES = [
    "<div>", "</div>", "<p>", "</p>", "<br>", "<td>", "</td>", "<tr>", "<table>", "</table>", "<a href=x>", "</a>",
    "<li>", "<ul>", "</ul>", "<h1>", "</h1>", "<pre>", "</pre>", "<nav>", "</nav>", "<textarea>", "<select><option>",
    "<div class=comment>", "<div style='display:none'>", "<figcaption>", "\n", "　　", "来源：", "2024-03-05 ", "记者 ",
    "作者：", "（", "）", "，", "责任编辑：", "&#0;", "&nbsp;",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "渔港", "平湾的灯亮了。", "港" * 30]), max_size=80).map("".join))
def test_nothing_of_a_page_is_lost_or_said_twice(page: str) -> None:
    said = all_text(read(f"<body>{page}"))
    for character in "渔港平湾灯亮":
        assert said.count(character) == page.count(character)


@pytest.mark.parametrize(
    "piece",
    [
        "<div class='a b c'>渔",
        "<td>渔",
        "<li>渔<li>",
        "<p>渔港，来源：</p>",
        "<p>2024-03-05</p>",
        "<br>渔港的灯，亮了",
        "<a href=x>渔",
        "<option>渔",
        "<title>渔_港-",
        "<h1>记者林小满记者</h1>",
        "<meta property=og:title content=渔_港>",
        "<script type='application/ld+json'>{}</script>",
        "<p>评论</p><p>渔港的灯亮了。</p>",
    ],
)
def test_the_work_of_reading_much_of_anything_is_in_proportion_to_it(piece: str) -> None:
    page = f"<title>渔港</title><p>{BODY[0]}</p>"
    assert growth(lambda times: read(page + piece * times), 500, 8) < 8.5
    with no_longer_than():
        read(page + piece * 16_000)
