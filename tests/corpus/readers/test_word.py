"""Word documents: articles by styles, what was changed, noted and boxed, and what the properties are worth."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.models import Article
from tests.documents import STYLES, articles, aside, outline, p, read, run, word

TEXT = "平湾镇的码头上一片繁忙，渔民们忙着把刚上岸的带鱼装箱。"
MORE = "傍晚，灯塔亮了，最后一条船回了港。"
REAL = Path(__file__).parents[3].parent / "shared" / "pdf" / "real" / "xyy.docx"


def test_one_first_heading_is_the_title_and_lower_ones_are_heads(tmp_path: Path) -> None:
    data = word(p("平湾渔港的春天", "1") + p("本报记者 林小满") + p(TEXT) + p("归航", "2") + p(MORE))
    (article,) = articles(tmp_path, "a.docx", data)
    assert outline(article) == ("平湾渔港的春天", [("paragraph", TEXT), ("head", "归航"), ("paragraph", MORE)])
    assert article.authors == ("林小满",)
    assert article.byline is not None
    assert article.byline.text == "本报记者 林小满"


def test_several_first_headings_are_several_articles(tmp_path: Path) -> None:
    found = articles(tmp_path, "a.docx", word(p("渔港改造开工", "1") + p(TEXT) + p("龙舟赛昨日举行", "1") + p(MORE)))
    assert [outline(each)[0] for each in found] == ["渔港改造开工", "龙舟赛昨日举行"]


def test_a_title_above_first_headings_makes_them_heads_of_one_article(tmp_path: Path) -> None:
    data = word(p("平湾渔港的春天", "a4") + p("出海", "1") + p(TEXT) + p("归航", "1") + p(MORE))
    (article,) = articles(tmp_path, "a.docx", data)
    assert outline(article)[0] == "平湾渔港的春天"
    assert [kind for kind, _ in outline(article)[1]] == ["head", "paragraph", "head", "paragraph"]


def test_signed_headings_below_a_title_are_articles_of_an_issue(tmp_path: Path) -> None:
    body = p("《潮声》2024年第3期", "a4")
    for title, name in (("码头上的人", "林小满"), ("灯塔", "周海生"), ("山乡小学", "王秋实")):
        body += p(title, "1") + p(f"文/{name}") + p(TEXT) + p("尾声", "2") + p(MORE)
    found = articles(tmp_path, "a.docx", word(body))
    assert [(outline(each)[0], each.authors) for each in found] == [
        ("码头上的人", ("林小满",)), ("灯塔", ("周海生",)), ("山乡小学", ("王秋实",)),
    ]  # fmt: skip
    assert {each.publication for each in found} == {"潮声"}
    assert "《潮声》2024年第3期" in aside(tmp_path, "a.docx", word(body))


def test_headings_over_headings_alone_are_columns(tmp_path: Path) -> None:
    body = p("要闻", "1") + p("渔港改造开工", "2") + p(TEXT) + p("龙舟赛昨日举行", "2") + p(MORE)
    body += p("副刊", "1") + p("灯塔", "2") + p(MORE)
    found = articles(tmp_path, "a.docx", word(body))
    assert [(outline(each)[0], each.column) for each in found] == [
        ("渔港改造开工", "要闻"), ("龙舟赛昨日举行", "要闻"), ("灯塔", "副刊"),
    ]  # fmt: skip


def test_numbered_first_headings_are_sections_of_the_article_that_the_first_line_titles(tmp_path: Path) -> None:
    data = word(p("平湾渔业调查") + p("一、渔船", "1") + p(TEXT) + p("二、渔民", "1") + p(MORE))
    (article,) = articles(tmp_path, "a.docx", data)
    assert outline(article)[0] == "平湾渔业调查"
    assert [text for kind, text in outline(article)[1] if kind == "head"] == ["一、渔船", "二、渔民"]


def test_a_style_is_known_by_its_name_and_by_what_it_is_based_on(tmp_path: Path) -> None:
    styles = STYLES + '<w:style w:type="paragraph" w:styleId="zz9"><w:name w:val="三级标题"/></w:style>'
    data = word(p("渔港改造开工", "a6") + p(TEXT) + p("尾声", "zz9") + p(MORE), styles=styles)
    (article,) = articles(tmp_path, "a.docx", data)
    assert outline(article) == ("渔港改造开工", [("paragraph", TEXT), ("head", "尾声"), ("paragraph", MORE)])


def test_styles_that_are_based_on_each_other_do_no_harm(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{own}"><w:name w:val="{own}"/><w:basedOn w:val="{other}"/></w:style>'
        for own, other in (("x", "y"), ("y", "x"))
    )
    (article,) = articles(tmp_path, "a.docx", word(p("灯塔", "x") + p(TEXT, "y"), styles=styles))
    assert TEXT in str(outline(article))


@pytest.mark.parametrize(
    "look", ['<w:sz w:val="36"/>', "<w:b/>", '<w:b w:val="true"/><w:sz w:val="32"/>'], ids=["large", "bold", "both"]
)
def test_without_styles_titles_are_told_by_how_they_are_set(tmp_path: Path, look: str) -> None:
    body = ""
    for title, name in (("渔港改造开工", "林小满"), ("龙舟赛昨日举行", "陈大川")):
        body += p("", inside=run(title, look)) + p(f"本报讯（记者 {name}）{TEXT}") + p(MORE)
    found = articles(tmp_path, "a.docx", word(body))
    assert [(outline(each)[0], each.authors) for each in found] == [
        ("渔港改造开工", ("林小满",)), ("龙舟赛昨日举行", ("陈大川",)),
    ]  # fmt: skip


def test_a_bold_line_in_a_text_of_one_title_is_a_head(tmp_path: Path) -> None:
    centred = '<w:jc w:val="center"/>'
    body = p("", inside=run("平湾渔港的春天", '<w:sz w:val="36"/>'), properties=centred) + p(
        "林小满", properties=centred
    )
    body += p(TEXT) + p("", inside=run("出海", "<w:b/>")) + p(MORE) + p("", inside=run("归航", "<w:b/>")) + p(TEXT)
    (article,) = articles(tmp_path, "a.docx", word(body))
    assert outline(article)[0] == "平湾渔港的春天"
    assert article.authors == ("林小满",)
    assert [text for kind, text in outline(article)[1] if kind == "head"] == ["出海", "归航"]


def test_deletions_are_left_out_and_insertions_kept(tmp_path: Path) -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>七</w:delText><w:t>七</w:t></w:r></w:del>'
    moved = '<w:moveFrom w:id="3"><w:r><w:t>昨天</w:t></w:r></w:moveFrom>'
    inserted = '<w:ins w:id="2"><w:r><w:t>八</w:t></w:r></w:ins>'
    body = p("灯塔", "1") + p("", inside=run("渔船") + deleted + inserted + run("条，") + moved + run("都回了港。"))
    row = '<w:tr><w:trPr><w:del w:id="4"/></w:trPr><w:tc>' + p("旧船") + "</w:tc><w:tc>" + p("九吨") + "</w:tc></w:tr>"
    (article,) = articles(tmp_path, "a.docx", word(body + f"<w:tbl>{row}</w:tbl>"))
    assert outline(article) == ("灯塔", [("paragraph", "渔船八条，都回了港。")])


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    first = p("", inside=run("渔船回了港，"), properties='<w:rPr><w:del w:id="1"/></w:rPr>')
    (article,) = articles(tmp_path, "a.docx", word(p("灯塔", "1") + first + p("灯塔亮了。")))
    assert outline(article) == ("灯塔", [("paragraph", "渔船回了港，灯塔亮了。")])


def test_hidden_text_and_tables_of_contents_are_aside(tmp_path: Path) -> None:
    contents = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    contents += f"<w:sdtContent>{p('灯塔 1')}</w:sdtContent></w:sdt>" + p("渔港 2", "10")
    data = word(contents + p("灯塔", "1") + p("", inside=run(TEXT) + run("编者存疑", "<w:vanish/>")))
    (article,) = articles(tmp_path, "a.docx", data)
    assert outline(article) == ("灯塔", [("paragraph", TEXT)])
    assert sorted(aside(tmp_path, "a.docx", data)) == ["渔港 2", "灯塔 1", "编者存疑"]


def test_notes_stand_at_the_end_of_their_article(tmp_path: Path) -> None:
    referred = run("码头建于一九五〇年") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("。")
    ended = run("灯塔更早。") + '<w:r><w:endnoteReference w:id="1"/></w:r>'
    notes = '<w:footnote w:type="separator" w:id="0">' + p("", inside="<w:r><w:separator/></w:r>") + "</w:footnote>"
    notes += f'<w:footnote w:id="2">{p("据平湾县志。", "a7")}</w:footnote>'
    body = (
        p("渔港", "1")
        + p("", inside=referred)
        + p("", inside=ended)
        + p(f"{TEXT}（林小满）")
        + p("龙舟", "1")
        + p(MORE)
    )
    data = word(body, footnotes=notes, endnotes=f'<w:endnote w:id="1">{p("据海岳港志。")}</w:endnote>')
    first, second = articles(tmp_path, "a.docx", data)
    assert [text for _, text in outline(first)[1]] == [
        "码头建于一九五〇年。", "灯塔更早。", TEXT, "据平湾县志。", "据海岳港志。",
    ]  # fmt: skip
    assert first.authors == ("林小满",)
    assert [text for _, text in outline(second)[1]] == [MORE]


def test_a_text_box_is_read_once_though_it_is_drawn_in_two_ways(tmp_path: Path) -> None:
    box = p("老船长说：“海不等人。”")
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{box}</w:txbxContent>"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{box}</w:txbxContent>"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    (article,) = articles(tmp_path, "a.docx", word(p("灯塔", "1") + p("", inside=run(TEXT) + drawn)))
    assert [text for _, text in outline(article)[1]] == [TEXT, "老船长说：“海不等人。”"]
    old = f"<w:r><w:pict><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></w:pict></w:r>"
    (article,) = articles(tmp_path, "a.docx", word(p("灯塔", "1") + p("", inside=run(TEXT) + old)))
    assert [text for _, text in outline(article)[1]] == [TEXT, "老船长说：“海不等人。”"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Heading 2", "head"), ("标题 3", "head"), ("二级标题", "head"), ("2级标题", "head"), ("小标题", "head"),
        ("Caption", "caption"), ("题注", "caption"), ("图片说明", "caption"),
        ("Body Text", "paragraph"), ("正文", "paragraph"),
    ],
)  # fmt: skip
def test_styles_are_named_in_many_ways(tmp_path: Path, name: str, kind: str) -> None:
    styles = STYLES + f'<w:style w:type="paragraph" w:styleId="zz9"><w:name w:val="{name}"/></w:style>'
    (article,) = articles(
        tmp_path, "a.docx", word(p("灯塔", "1") + p(TEXT) + p("归航的船", "zz9") + p(MORE), styles=styles)
    )
    assert (kind, "归航的船") in outline(article)[1]


def test_a_stack_of_titles_is_one_title_and_its_subtitle(tmp_path: Path) -> None:
    styles = STYLES + '<w:style w:type="paragraph" w:styleId="s1"><w:name w:val="肩题"/></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="s2"><w:name w:val="副标题"/></w:style>'
    body = p("平湾镇春汛过后", "s1") + p("渔港改造开工", "a4") + p("——三千万元分三期投入", "s2") + p("林小满") + p(TEXT)
    (article,) = articles(tmp_path, "a.docx", word(body, styles=styles))
    assert outline(article) == ("平湾镇春汛过后 渔港改造开工", [("head", "——三千万元分三期投入"), ("paragraph", TEXT)])
    assert article.authors == ("林小满",)


def test_a_headline_that_is_drawn_is_read(tmp_path: Path) -> None:
    drawn = '<w:r><w:pict><v:shape><v:textpath string="渔港改造开工"/></v:shape></w:pict></w:r>'
    (article,) = articles(tmp_path, "a.docx", word(p("", "1", inside=drawn) + p(TEXT)))
    assert outline(article)[0] == "渔港改造开工"


def test_a_row_of_a_table_is_a_line_and_a_layout_in_cells_its_paragraphs(tmp_path: Path) -> None:
    def table(*cells: str) -> str:
        return "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"

    body = p("渔船", "1") + table(p("平渔一号"), p("120 吨"), p("")) + table(p(TEXT) + p(MORE), table(p("甲"), p("乙")))
    (article,) = articles(tmp_path, "a.docx", word(body))
    assert [text for _, text in outline(article)[1]] == ["平渔一号 120 吨", TEXT, MORE, "甲 乙"]


def test_captions_are_told_by_their_style_and_by_their_words(tmp_path: Path) -> None:
    data = word(p("渔港", "1") + p("渔港的早晨", "a5") + p(TEXT) + p("图为码头上的渔民。周海生 摄") + p(MORE))
    (article,) = articles(tmp_path, "a.docx", data)
    assert [text for kind, text in outline(article)[1] if kind == "caption"] == [
        "渔港的早晨",
        "图为码头上的渔民。周海生 摄",
    ]


def test_a_break_in_a_paragraph_is_a_new_line_and_tabs_are_blanks(tmp_path: Path) -> None:
    verse = "<w:r><w:t>海上有灯</w:t><w:br/><w:t>灯下</w:t><w:tab/><w:t>有人</w:t><w:br w:type='page'/></w:r>"
    (article,) = articles(tmp_path, "a.docx", word(p("灯塔", "1") + p("", inside=verse)))
    assert [text for _, text in outline(article)[1]] == ["海上有灯", "灯下 有人"]


def test_heads_and_feet_of_its_pages_say_when_and_where_it_appeared(tmp_path: Path) -> None:
    head = p("海岳日报 2024年3月5日 第3版 副刊")
    data = word(p("灯塔", "1") + p(TEXT), header=head, footer=p("责任编辑：王秋实"))
    (article,) = articles(tmp_path, "a.docx", data)
    assert (article.publication, article.date, article.edition) == ("海岳日报", "2024-03-05", "3")
    assert "责任编辑：王秋实" in aside(tmp_path, "a.docx", data)


def test_properties_say_what_the_text_does_not(tmp_path: Path) -> None:
    core = "<dc:title>灯塔</dc:title><dc:creator>林小满</dc:creator><dc:publisher>海岳日报</dc:publisher>"
    core += "<dcterms:created>2021-05-04T08:00:00Z</dcterms:created>"
    (article,) = articles(tmp_path, "a.docx", word(p(TEXT) + p(MORE), core=core))
    assert outline(article)[0] == "灯塔"
    assert (article.authors, article.date, article.publication) == (("林小满",), "2021-05-04", "海岳日报")
    signed = p("渔港", "1") + p("2024年3月5日 来源：平湾时报 作者：周海生") + p(TEXT)
    (article,) = articles(tmp_path, "a.docx", word(signed, core=core))
    assert outline(article)[0] == "渔港"
    assert (article.authors, article.date, article.publication) == (("周海生",), "2024-03-05", "平湾时报")


@pytest.mark.parametrize(
    "creator",
    [
        "Administrator",
        "微软用户",
        "Microsoft 帐户",
        "admin",
        "User",
        "海岳市渔业局",
        "python-docx",
        "平湾科技公司",
        "12345",
        "lenovo",
        "dell",
    ],
)
def test_an_account_or_an_office_is_no_author(tmp_path: Path, creator: str) -> None:
    (article,) = articles(
        tmp_path, "a.docx", word(p("灯塔", "1") + p(TEXT), core=f"<dc:creator>{creator}</dc:creator>")
    )
    assert article.authors == ()


@pytest.mark.parametrize("title", ["无标题", "Microsoft Word - 新建文档.doc", "Untitled", "稿件.docx", "文档1"])
def test_what_programs_put_for_a_title_is_none(tmp_path: Path, title: str) -> None:
    (article,) = articles(tmp_path, "a.docx", word(p(TEXT) + p(MORE), core=f"<dc:title>{title}</dc:title>"))
    assert article.title is None


def test_the_day_of_a_template_is_no_date(tmp_path: Path) -> None:
    core = "<dcterms:created>2013-12-23T23:15:00Z</dcterms:created>"
    (article,) = articles(tmp_path, "a.docx", word(p("灯塔", "1") + p(TEXT), core=core))
    assert article.date is None


def test_the_line_that_the_properties_call_the_title_is_the_title(tmp_path: Path) -> None:
    body = p("海岳文学") + p("灯塔") + p("林小满") + p(TEXT) + p("归航", "1") + p(MORE)
    (article,) = articles(tmp_path, "a.docx", word(body, core="<dc:title>灯塔</dc:title>"))
    assert outline(article)[0] == "灯塔"
    assert ("head", "归航") in outline(article)[1]


def level(depth: int, kind: str, text: str, style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    told = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{named}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{told}</w:lvl>'


def counted(numbering: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{numbering}"/></w:numPr>'


def test_numbers_that_word_counts_out_are_part_of_the_text(tmp_path: Path) -> None:
    lists = '<w:abstractNum w:abstractNumId="7">' + level(0, "chineseCounting", "第%1条") + level(1, "decimal", "%1.%2")
    lists += '</w:abstractNum><w:abstractNum w:abstractNumId="8">' + level(0, "bullet", "•") + "</w:abstractNum>"
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="21"/></w:lvlOverride>'
    for own, listed, told in ((1, 7, ""), (2, 8, ""), (3, 7, anew)):
        lists += f'<w:num w:numId="{own}"><w:abstractNumId w:val="{listed}"/>{told}</w:num>'
    body = p("海岳市渔港管理办法", "1") + "".join(
        p(text, properties=counted(*place))
        for text, place in (
            ("渔港由市人民政府管理。", (1,)), ("进港须登记。", (1, 1)), ("出港也须登记。", (1, 1)),
            ("本办法自公布之日起施行。", (1,)), ("另附图一张。", (2,)), ("附则另定。", (3,)),
        )
    )  # fmt: skip
    (article,) = articles(tmp_path, "a.docx", word(body, numbering=lists))
    assert [text for _, text in outline(article)[1]] == [
        "第一条 渔港由市人民政府管理。", "一.1 进港须登记。", "一.2 出港也须登记。", "第二条 本办法自公布之日起施行。",
        "另附图一张。", "第二十一条 附则另定。",
    ]  # fmt: skip


def test_headings_that_are_counted_by_their_style_are_sections(tmp_path: Path) -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="7">' + level(0, "chineseCountingThousand", "%1、", "1") + "</w:abstractNum>"
    )
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    styles = STYLES.replace(
        '<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr>'
    )
    data = word(p("平湾渔业调查") + p("渔船", "1") + p(TEXT) + p("渔民", "1") + p(MORE), styles=styles, numbering=lists)
    (article,) = articles(tmp_path, "a.docx", data)
    assert outline(article)[0] == "平湾渔业调查"
    assert [text for kind, text in outline(article)[1] if kind == "head"] == ["一、渔船", "二、渔民"]


@pytest.mark.parametrize(
    ("kind", "number", "written"),
    [
        ("chineseCounting", 10, "十"), ("chineseCounting", 12, "十二"), ("chineseCounting", 110, "一百一十"),
        ("chineseCounting", 205, "二百零五"), ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircle", 5, "⑤"), ("upperRoman", 14, "XIV"), ("lowerLetter", 28, "bb"), ("unheardOf", 3, "3"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_their_list_says(tmp_path: Path, kind: str, number: int, written: str) -> None:
    lists = '<w:abstractNum w:abstractNumId="7">' + level(0, kind, "%1）").replace(
        'w:start w:val="1"', f'w:start w:val="{number}"'
    )
    lists += '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    (article,) = articles(tmp_path, "a.docx", word(p("灯塔", "1") + p(TEXT, properties=counted(1)), numbering=lists))
    assert outline(article)[1] == [("paragraph", f"{written}）{TEXT}")]


def test_paragraphs_of_a_plain_document_stay_apart(tmp_path: Path) -> None:
    lines = ["海岳渔讯", "今日进港渔船 120 艘", "平渔一号 带鱼 3 吨", "平渔二号 鲳鱼 2 吨", "平渔三号 小黄鱼 4 吨"]
    found = articles(tmp_path, "a.docx", word("".join(map(p, lines))))
    assert all(text in lines for each in found for _, text in outline(each)[1])


def test_included_documents_that_are_not_read_are_told_of(tmp_path: Path) -> None:
    found = read(tmp_path, "a.docx", word(p("灯塔", "1") + p(TEXT) + '<w:altChunk w:id="x"/>'))
    assert [each.reason for each in found if not isinstance(each, Article)] == [
        "1 part in another format that the document includes (altChunk) is not read"
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "1", "2", "a4", "a5", "10"]),
            st.text("渔港灯塔的春天。，记者 林小满文/摄□《》第3期一、（）", min_size=0, max_size=24),
        ),
        max_size=12,
    )
)
def test_every_character_stands_in_one_place(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("word")
    found = read(folder, "a.docx", word("".join(p(text, style) for style, text in made)))
    passages = [
        passage
        for each in found
        if isinstance(each, Article)
        for passage in (each.title, each.byline, *(block.passage for block in each.blocks))
        if passage is not None
    ]
    shown = sorted("".join("".join(passage.text.split()) for passage in passages))
    assert shown == sorted("".join("".join(text.split()) for _, text in made))
    spans = sorted((span for passage in passages for span in passage.spans), key=lambda span: span.start)
    assert all(left.end <= right.start and left.line <= right.line for left, right in pairwise(spans))


@pytest.mark.skipif(not REAL.exists(), reason="the real Word file is not at hand")
def test_a_real_document_of_word(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, "xyy.docx", REAL.read_bytes())
    assert len(article.blocks) == 7
    assert outline(article)[0] == "逍遥游"
    assert article.authors == ("庄周",)
