"""E-books and magazines: a chapter of the contents is an article, wherever in the documents it begins and ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from baosou.corpus.models import Article
from tests.documents import articles, aside, chapter, epub, outline, point, read, reason

TEXT = "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱。"
MORE = "傍晚，灯塔亮了，最后一条船回了港。"


def titles(found: list[Article]) -> list[str | None]:
    return [outline(each)[0] for each in found]


def texts(article: Article) -> list[str]:
    return [text for _, text in outline(article)[1]]


def test_each_document_that_the_contents_name_is_an_article_in_reading_order(tmp_path: Path) -> None:
    data = epub(
        {
            "b.xhtml": chapter(f"<h1>出海</h1><p>文/林小满</p><p>{TEXT}</p>"),
            "a.xhtml": chapter(f"<h1>归航</h1><p>{MORE}</p>"),
        },
        contents=point("归航", "a.xhtml") + point("出海", "b.xhtml"),
    )
    first, second = articles(tmp_path, "a.epub", data)
    assert (outline(first), first.authors) == (("出海", [("paragraph", TEXT)]), ("林小满",))
    assert (outline(second), second.authors) == (("归航", [("paragraph", MORE)]), ())


def test_a_chapter_goes_on_in_documents_that_the_contents_do_not_name(tmp_path: Path) -> None:
    data = epub(
        {
            "a.xhtml": chapter(f"<h1>出海</h1><p>{TEXT}</p>"),
            "a2.xhtml": chapter(f"<p>{MORE}</p>"),
            "b.xhtml": chapter("<p>灯塔。</p>"),
        },
        contents=point("出海", "a.xhtml") + point("灯塔", "b.xhtml"),
    )
    first, second = articles(tmp_path, "a.epub", data)
    assert texts(first) == [TEXT, MORE]
    assert outline(second) == ("灯塔", [("paragraph", "灯塔。")])


def test_several_chapters_in_one_document_begin_at_their_anchors(tmp_path: Path) -> None:
    body = f'<h2 id="c1">出海</h2><p>{TEXT}</p><a name="c2"></a><h2>归航</h2><p>{MORE}</p>'
    body += '<p id="c三">灯塔</p><p>灯下有人。</p>'
    contents = point("出海", "all.xhtml#c1") + point("归航", "all.xhtml#c2") + point("灯塔", "all.xhtml#c三")
    found = articles(tmp_path, "a.epub", epub({"all.xhtml": chapter(body)}, contents=contents))
    assert [(outline(each)[0], texts(each)) for each in found] == [
        ("出海", [TEXT]),
        ("归航", [MORE]),
        ("灯塔", ["灯下有人。"]),
    ]


def test_an_anchor_that_is_not_there_is_looked_for_by_its_words(tmp_path: Path) -> None:
    body = f"<p>出海</p><p>{TEXT}</p><p>归航</p><p>{MORE}</p>"
    contents = point("出海", "all.xhtml#x1") + point("归航", "all.xhtml#x2")
    found = articles(tmp_path, "a.epub", epub({"all.xhtml": chapter(body)}, contents=contents))
    assert [(outline(each)[0], texts(each)) for each in found] == [("出海", [TEXT]), ("归航", [MORE])]


def test_a_title_over_two_lines_is_one(tmp_path: Path) -> None:
    data = epub(
        {
            "a.xhtml": chapter(f"<h2>第一章</h2><h2>出海</h2><p>{TEXT}</p>"),
            "b.xhtml": chapter(f"<h2>第二章</h2><p>{MORE}</p>"),
        },
        contents=point("第一章 出海", "a.xhtml") + point("第二章", "b.xhtml"),
    )
    assert titles(articles(tmp_path, "a.epub", data)) == ["第一章 出海", "第二章"]


def test_parts_are_columns_and_sections_of_a_chapter_are_heads(tmp_path: Path) -> None:
    documents = {
        "p1.xhtml": chapter("<h1>要闻</h1>"),
        "a.xhtml": chapter(f'<h2>渔港改造开工</h2><p>{TEXT}</p><h3 id="s2">分三期进行</h3><p>{MORE}</p>'),
        "b.xhtml": chapter(f"<h2>龙舟赛</h2><p>{MORE}</p>"),
        "c.xhtml": chapter(f"<h2>灯塔</h2><p>{MORE}</p>"),
    }
    inner = point("渔港改造开工", "a.xhtml", point("分三期进行", "a.xhtml#s2")) + point("龙舟赛", "b.xhtml")
    navigation = (
        '<ol><li><a href="p1.xhtml">要闻</a><ol><li><a href="a.xhtml">渔港改造开工</a><ol><li>'
        '<a href="a.xhtml#s2">分三期进行</a></li></ol></li><li><a href="b.xhtml">龙舟赛</a></li></ol></li>'
        '<li><span>副刊</span><ol><li><a href="c.xhtml">灯塔</a></li></ol></li></ol>'
    )
    contents = point("要闻", "p1.xhtml", inner) + point("副刊", "", point("灯塔", "c.xhtml"))
    for told in ({"navigation": navigation}, {"contents": contents}):
        data = epub(documents, **told)
        found = articles(tmp_path, "a.epub", data)
        assert [(outline(each)[0], each.column) for each in found] == [
            ("渔港改造开工", "要闻"), ("龙舟赛", "要闻"), ("灯塔", "副刊"),
        ]  # fmt: skip
        assert ("head", "分三期进行") in outline(found[0])[1]
        assert "要闻" in aside(tmp_path, "a.epub", data)


def test_a_chapter_with_a_text_of_its_own_above_its_parts_is_an_article_too(tmp_path: Path) -> None:
    documents = {"p.xhtml": chapter(f"<h1>渔业志</h1><p>{TEXT}</p>"), "a.xhtml": chapter(f"<h2>渔船</h2><p>{MORE}</p>")}
    contents = point("渔业志", "p.xhtml", point("渔船", "a.xhtml"))
    found = articles(tmp_path, "a.epub", epub(documents, contents=contents))
    assert [(outline(each)[0], each.column) for each in found] == [("渔业志", None), ("渔船", "渔业志")]


def test_covers_contents_and_colophons_are_aside(tmp_path: Path) -> None:
    documents = {
        "cover.xhtml": chapter("<p>平湾渔港的春天</p>"),
        "toc.xhtml": chapter("<p>目录</p><p>出海</p>"),
        "a.xhtml": chapter(f"<h1>出海</h1><p>{TEXT}</p>"),
        "b.xhtml": chapter(f"<h1>归航</h1><p>{MORE}</p>"),
        "c.xhtml": chapter("<p>海岳出版社出版</p>"),
    }
    contents = (
        point("目录", "toc.xhtml") + point("出海", "a.xhtml") + point("归航", "b.xhtml") + point("版权信息", "c.xhtml")
    )
    data = epub(documents, contents=contents)
    assert titles(articles(tmp_path, "a.epub", data)) == ["出海", "归航"]
    assert {"平湾渔港的春天", "目录", "海岳出版社出版"} <= set(aside(tmp_path, "a.epub", data))


def test_without_contents_headings_open_the_chapters(tmp_path: Path) -> None:
    documents = {
        "a.xhtml": chapter(f"<h2>出海</h2><p>{TEXT}</p>"),
        "b.xhtml": chapter(f"<p>{MORE}</p>"),
        "c.xhtml": chapter(f"<h2>归航</h2><p>{MORE}</p><h2>灯塔</h2><p>{TEXT}</p>"),
    }
    for contents in ("", point("开始", "a.xhtml")):
        found = articles(tmp_path, "a.epub", epub(documents, contents=contents))
        assert [(outline(each)[0], texts(each)) for each in found] == [
            ("出海", [TEXT, MORE]), ("归航", [MORE]), ("灯塔", [TEXT]),
        ]  # fmt: skip


def test_a_title_that_the_chapter_does_not_print_comes_from_the_contents(tmp_path: Path) -> None:
    documents = {"a.xhtml": chapter(f"<p>{TEXT}</p>"), "b.xhtml": chapter(f"<h2>灯塔下</h2><p>{MORE}</p>")}
    found = articles(tmp_path, "a.epub", epub(documents, contents=point("出海", "a.xhtml") + point("2", "b.xhtml")))
    assert titles(found) == ["出海", "灯塔下"]


def test_a_book_tells_of_its_chapters(tmp_path: Path) -> None:
    about = (
        "<dc:title>平湾渔港的春天</dc:title><dc:creator opf:role='aut'>林小满</dc:creator>"
        "<dc:creator opf:role='edt'>王秋实</dc:creator><dc:publisher>海岳出版社</dc:publisher>"
        "<dc:date opf:event='modification'>2025-01-01</dc:date><dc:date>2011-05-31T16:00:00+00:00</dc:date>"
    )
    documents = {"a.xhtml": chapter(f"<h1>出海</h1><p>{TEXT}</p>"), "b.xhtml": chapter(f"<h1>归航</h1><p>{MORE}</p>")}
    contents = point("出海", "a.xhtml") + point("归航", "b.xhtml")
    for each in articles(tmp_path, "a.epub", epub(documents, about=about, contents=contents)):
        assert (each.authors, each.date, each.publication) == (("林小满",), "2011-06-01", "平湾渔港的春天")
        assert each.extra["publisher"] == ("海岳出版社",)


@pytest.mark.parametrize(
    ("title", "publication"),
    [
        ("《潮声》2024年第3期", "潮声"),
        ("海岳日报 2024-03-05", "海岳日报"),
        ("潮声 2024年3月号", "潮声"),
        ("潮声（总第128期）", "潮声"),
    ],
)
def test_an_issue_of_a_magazine_gives_its_name_and_signed_chapters_keep_their_authors(
    tmp_path: Path, title: str, publication: str
) -> None:
    about = f"<dc:title>{title}</dc:title><dc:creator>王秋实</dc:creator><dc:date>0101-01-01T00:00:00+00:00</dc:date>"
    documents = {
        "a.xhtml": chapter(f"<h1>出海</h1><p>文/林小满</p><p>{TEXT}</p>"),
        "b.xhtml": chapter(f"<h1>归航</h1><p>{MORE}</p>"),
    }
    contents = point("出海", "a.xhtml") + point("归航", "b.xhtml")
    first, second = articles(tmp_path, "issue.epub", epub(documents, about=about, contents=contents))
    assert {first.publication, second.publication} == {publication}
    assert (first.authors, second.authors) == (("林小满",), ())
    assert first.date is None


def test_an_encrypted_book_is_refused_and_obfuscated_fonts_are_no_encryption(tmp_path: Path) -> None:
    def encryption(algorithm: str, target: str) -> str:
        return (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
            f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
            f'<enc:CipherReference URI="{target}"/></enc:CipherData></enc:EncryptedData></encryption>'
        )

    documents = {"a.xhtml": chapter(f"<h1>出海</h1><p>{TEXT}</p>")}
    shop = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/a.xhtml")
    assert "encrypted" in reason(tmp_path, "a.epub", epub(documents, encryption_xml=shop))
    fonts = encryption("http://www.idpf.org/2008/embedding", "OEBPS/fonts/a.ttf")
    assert titles(articles(tmp_path, "a.epub", epub(documents, encryption_xml=fonts))) == ["出海"]


def test_a_document_that_is_missing_is_told_of_and_the_others_are_read(tmp_path: Path) -> None:
    whole = epub({"a.xhtml": chapter(f"<h1>出海</h1><p>{TEXT}</p>"), "b.xhtml": chapter("<p>灯塔</p>")})
    lost = whole.replace(b"OEBPS/b.xhtml", b"OEBPS/x.xhtml")
    found = read(tmp_path, "a.epub", lost)
    assert [each.reason for each in found if not isinstance(each, Article)] == [
        "its document OEBPS/b.xhtml is missing; the others are read"
    ]
    assert titles([each for each in found if isinstance(each, Article)]) == ["出海"]


def test_marks_of_notes_are_no_text_and_cells_of_a_table_stay_apart(tmp_path: Path) -> None:
    body = (
        f'<h1>出海</h1><p>{TEXT}<a epub:type="noteref" href="#n1">[1]</a></p>'
        "<table><tr><th>船名</th>\n<th>吨位</th></tr></table>"
        '<aside epub:type="footnote" id="n1"><p>据县志。<a role="doc-backlink" href="#r1">↩</a></p></aside>'
    )
    (article,) = articles(tmp_path, "a.epub", epub({"a.xhtml": chapter(body)}))
    assert texts(article) == [TEXT, "船名 吨位", "据县志。"]


def test_old_books_in_gb_encodings_are_read(tmp_path: Path) -> None:
    page = chapter(f"<h1>出海</h1><p>{TEXT}</p>").replace("utf-8", "gb2312")
    contents = f'<?xml version="1.0" encoding="gb2312"?><ncx><navMap>{point("出海", "a.xhtml")}</navMap></ncx>'
    data = epub({"a.xhtml": page.encode("gb18030"), "toc.ncx": contents.encode("gb18030")})  # type: ignore[dict-item]
    found = articles(tmp_path, "a.epub", data)
    assert titles(found)[0] == "出海"
    assert texts(found[0])[0] == TEXT
