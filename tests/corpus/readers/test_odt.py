"""OpenDocument texts: as Word's, by their styles."""

from __future__ import annotations

from pathlib import Path

from tests.documents import archive, articles, aside, outline, reason

TEXT = "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱。"
MORE = "傍晚，灯塔亮了，最后一条船回了港。"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("meta", "meta"), ("manifest", "manifest"),
    )
)  # fmt: skip
STYLES = """
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Caption" style:family="paragraph"/>
"""


def odt(body: str, *, automatic: str = "", masters: str = "", meta: str = "", manifest: str = "") -> bytes:
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_NAMESPACES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_NAMESPACES}><office:styles>{STYLES}</office:styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>",
    }
    if meta:
        dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
        parts["meta.xml"] = (
            f"<office:document-meta {_NAMESPACES} {dc}><office:meta>{meta}</office:meta></office:document-meta>"
        )
    if manifest:
        parts["META-INF/manifest.xml"] = f"<manifest:manifest {_NAMESPACES}>{manifest}</manifest:manifest>"
    return archive(parts)


def p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int = 1) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{text}</text:h>'


def test_headings_bylines_and_captions(tmp_path: Path) -> None:
    body = h("渔港改造开工") + p("本报记者 林小满") + p(TEXT) + h("归航", 2) + p(MORE) + p("渔港的早晨", "Caption")
    first, second = articles(tmp_path, "a.odt", odt(body + h("龙舟赛昨日举行") + p(MORE)))
    assert outline(first) == (
        "渔港改造开工",
        [("paragraph", TEXT), ("head", "归航"), ("paragraph", MORE), ("caption", "渔港的早晨")],
    )
    assert first.authors == ("林小满",)
    assert outline(second) == ("龙舟赛昨日举行", [("paragraph", MORE)])


def test_a_style_made_on_the_spot_is_what_its_parent_is(tmp_path: Path) -> None:
    automatic = '<style:style style:name="P3" style:family="paragraph" style:parent-style-name="Title"/>'
    (article,) = articles(tmp_path, "a.odt", odt(p("平湾渔港的春天", "P3") + h("出海") + p(TEXT), automatic=automatic))
    assert outline(article) == ("平湾渔港的春天", [("head", "出海"), ("paragraph", TEXT)])


def test_titles_are_told_by_how_they_are_set_where_no_style_says(tmp_path: Path) -> None:
    automatic = (
        '<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-size="12pt" '
        'style:font-size-asian="22pt"/></style:style>'
    )
    body = (
        p("渔港改造开工", "P1")
        + p(f"本报讯（记者 林小满）{TEXT}")
        + p("龙舟赛昨日举行", "P1")
        + p(f"本报讯（记者 陈大川）{MORE}")
    )
    found = articles(tmp_path, "a.odt", odt(body, automatic=automatic))
    assert [(outline(each)[0], each.authors) for each in found] == [
        ("渔港改造开工", ("林小满",)), ("龙舟赛昨日举行", ("陈大川",)),
    ]  # fmt: skip


def test_deletions_comments_and_numbers_of_notes_are_left_out(tmp_path: Path) -> None:
    deleted = f"<text:changed-region><text:deletion>{p('删去的话')}</text:deletion></text:changed-region>"
    deleted = f"<text:tracked-changes>{deleted}</text:tracked-changes>"
    note = f"<text:note-citation>1</text:note-citation><text:note-body>{p('据平湾县志。')}</text:note-body>"
    note = f"<text:note>{note}</text:note>"
    comment = f"<office:annotation>{p('请核实')}</office:annotation>"
    body = deleted + h("灯塔") + p(f"灯塔亮了{note}。{comment}") + p(MORE)
    (article,) = articles(tmp_path, "a.odt", odt(body))
    assert [text for _, text in outline(article)[1]] == ["灯塔亮了。", MORE, "据平湾县志。"]


def test_rows_boxes_breaks_and_blanks(tmp_path: Path) -> None:
    row = "".join(f"<table:table-cell>{p(text)}</table:table-cell>" for text in ("平渔一号", "120"))
    box = f"<draw:frame><draw:text-box>{p('海不等人')}</draw:text-box></draw:frame>"
    body = h("灯塔") + p(f"海上有灯<text:line-break/>灯下<text:s text:c='4'/>有<text:tab/>人{box}")
    (article,) = articles(
        tmp_path, "a.odt", odt(body + f"<table:table><table:table-row>{row}</table:table-row></table:table>")
    )
    assert [text for _, text in outline(article)[1]] == ["海上有灯", "灯下 有 人", "海不等人", "平渔一号 120"]


def test_contents_hidden_text_and_heads_of_pages_are_aside(tmp_path: Path) -> None:
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    contents = f"<text:table-of-content><text:index-body>{p('灯塔 1')}</text:index-body></text:table-of-content>"
    head = p("海岳日报 2024年3月5日")
    masters = f'<style:master-page style:name="S"><style:header>{head}</style:header></style:master-page>'
    data = odt(
        contents + h("灯塔") + p(f'{TEXT}<text:span text:style-name="T1">存疑</text:span>'),
        automatic=automatic,
        masters=masters,
    )
    (article,) = articles(tmp_path, "a.odt", data)
    assert outline(article) == ("灯塔", [("paragraph", TEXT)])
    assert (article.publication, article.date) == ("海岳日报", "2024-03-05")
    assert sorted(aside(tmp_path, "a.odt", data)) == sorted(["海岳日报 2024年3月5日", "灯塔 1", "存疑"])


def test_properties_name_the_first_author_not_the_last_typist(tmp_path: Path) -> None:
    meta = "<dc:title>灯塔</dc:title><meta:initial-creator>林小满</meta:initial-creator><dc:creator>王秋实</dc:creator>"
    meta += "<meta:creation-date>2021-05-04T08:00:00</meta:creation-date>"
    (article,) = articles(tmp_path, "a.odt", odt(p(TEXT) + p(MORE), meta=meta))
    assert (outline(article)[0], article.authors, article.date) == ("灯塔", ("林小满",), "2021-05-04")


def test_a_password_is_told_of(tmp_path: Path) -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert "password" in reason(tmp_path, "a.odt", odt(p(TEXT), manifest=manifest))


def test_an_export_of_a_data_base_is_read_as_one(tmp_path: Path) -> None:
    lines = (
        *("平湾渔港重新启用", "林小满", "312 字", "2024 年 3 月 5 日", "海岳日报", "HAIYRB", "A03", "简体中文"),
        *("(c) 2024 Haiyue Daily", "平湾渔港五日重新启用。", "文件 HAIYRB0020240305ek3500012"),
    )
    (article,) = articles(tmp_path, "a.odt", odt("".join(f"<text:p>{line}</text:p>" for line in lines)))
    assert article.title is not None
    assert (article.title.text, article.authors, article.edition) == ("平湾渔港重新启用", ("林小满",), "A03")
