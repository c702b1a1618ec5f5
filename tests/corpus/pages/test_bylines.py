"""Bylines and datelines in the forms that papers, agencies and crawlers write, and labels that only look so."""

from __future__ import annotations

import pytest

from baosou.corpus.models import Kind
from baosou.corpus.pages import segment_page
from baosou.corpus.pages.bylines import as_written, parse_byline, tail_byline
from baosou.corpus.pages.datelines import dateline_authors, opens_with_dateline
from baosou.corpus.pages.lines import fold

WELL = (
    "山脚下的石井村今年打出三口深井，两百多户人家告别了挑水的日子。村民说，从前一到旱季，天不亮就要去三里外的水潭排队。"
)
WELL_TOO = "井水经化验合格以后，村里又铺了四千米水管，拧开龙头就有水。"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("记者杜若溪、通讯员潘小舟、季明", ("杜若溪", "潘小舟", "季明")),
        ("本报记者杜若溪见习记者潘小舟发自石井", ("杜若溪", "潘小舟")),
        ("本报记者杜若溪报道", ("杜若溪",)),
        ("记者 杜若溪 潘小舟 石井报道", ("杜若溪", "潘小舟")),
        ("记者杜若溪／石井报导", ("杜若溪",)),
        ("【记者杜若溪／石井综合报导】", ("杜若溪",)),
        ("〔记者 杜若溪〕", ("杜若溪",)),
        ("东山晚报记者 杜若溪", ("杜若溪",)),
        ("东山晚报讯 （记者 杜若溪）", ("杜若溪",)),
        ("本报记者 杜若溪 文/图", ("杜若溪",)),
        ("本报记者 杜若溪 摄影报道", ("杜若溪",)),
        ("文/杜若溪 图/潘小舟 编辑/季明", ("杜若溪", "潘小舟")),
        ("（本报记者 杜若溪 电话13900000000）（完）", ("杜若溪",)),
        ("□影评人 杜若溪", ("杜若溪",)),
        ("2023-11-08 09:15 来源：东山晚报 作者：杜若溪", ("杜若溪",)),
        ("【作者】杜若溪", ("杜若溪",)),
        ("【杜若溪 潘小舟】", ("杜若溪", "潘小舟")),
        ("(杜若溪)", ("杜若溪",)),
    ],
)
def test_a_byline_in_any_form_gives_its_authors(line: str, authors: tuple[str, ...]) -> None:
    byline = parse_byline(fold(line))
    assert byline is not None
    assert byline.authors == authors


@pytest.mark.parametrize(
    "line",
    [
        "■延伸阅读",
        "□支招",
        "◆向海而生",
        "●平安建设·亮点解读",
        "记者手记",
        "编辑 杜若溪",
        "石井村打出三口深井",
        "记者从村里了解到",
        "文章说",
        "【红土地】",
        "【金沙滩】",
    ],
)
def test_labels_columns_and_sentences_are_no_bylines(line: str) -> None:
    assert parse_byline(fold(line)) is None


@pytest.mark.parametrize("line", ["新华社记者", "本报评论员", "来源：新华社", "据中新社电", "2023年11月8日"])
def test_agencies_and_dates_sign_without_naming_anyone(line: str) -> None:
    byline = parse_byline(fold(line))
    assert byline is not None
    assert byline.authors == ()


@pytest.mark.parametrize(
    ("opening", "authors"),
    [
        ("本报讯（记者 杜若溪 通讯员 潘小舟）石井村", ("杜若溪", "潘小舟")),
        ("【本报石井讯】记者杜若溪报道：石井村", ("杜若溪",)),
        ("〔記者杜若溪／石井報導〕石井村", ("杜若溪",)),
        ("本报讯　记者杜若溪、实习生潘小舟报道：石井村", ("杜若溪", "潘小舟")),
        ("东山晚报讯（记者杜若溪）石井村", ("杜若溪",)),
        ("新华社石井11月8日电（记者季　明）石井村", ("季明",)),
        ("石井讯　昨天，三口深井出水了。", ()),
    ],
)
def test_a_dateline_in_any_form_opens_a_report(opening: str, authors: tuple[str, ...]) -> None:
    assert opens_with_dateline(fold(opening))
    assert dateline_authors(fold(opening)) == authors


@pytest.mark.parametrize("opening", ["手机短讯　昨天收到三条。", "记者从村里了解到，三口深井出水了。", "资讯 石井村"])
def test_words_that_end_like_datelines_are_none(opening: str) -> None:
    assert not opens_with_dateline(fold(opening))


def test_names_in_heavy_brackets_at_the_end_are_a_byline_and_an_end_mark_changes_nothing() -> None:
    assert tail_byline(fold("拧开龙头就有水。【杜若溪、潘小舟】")) == (8, ("杜若溪", "潘小舟"))
    assert tail_byline(fold("拧开龙头就有水。（记者 杜若溪）（完）")) == (8, ("杜若溪",))


def test_names_are_given_in_the_script_of_the_page_and_radicals_as_characters() -> None:
    assert as_written(("钱丽华",), "記者 錢麗華") == ("錢麗華",)
    assert as_written(("方立高",), "记者 ⽅⽴⾼") == ("方立高",)
    assert as_written(("王伟",), "记者 王　偉") == ("王偉",)


def test_a_glued_byline_below_a_title_is_no_part_of_the_text() -> None:
    (article,) = segment_page(f"石井村喝上深井水\n　　本报记者杜若溪报道\n　　{WELL}\n　　{WELL_TOO}\n").articles
    assert article.authors == ("杜若溪",)
    assert article.texts(Kind.PARAGRAPH) == [WELL, WELL_TOO]


def test_labels_behind_a_sign_are_heads_of_one_article() -> None:
    page = segment_page(
        f"石井村喝上深井水\n　　{WELL}\n　　■支招\n　　{WELL_TOO}\n　　■村里人说\n　　“水是甜的。”村民说。\n"
    )
    (article,) = page.articles
    assert article.authors == ()
    assert article.texts(Kind.HEAD) == ["■支招", "■村里人说"]


def test_a_byline_at_the_end_that_the_line_breaks_is_one() -> None:
    page = segment_page(
        "石井村喝上深井水\n山脚下的石井村今年打出三口深井，\n两百多户人家告别了挑水的日子。从\n"
        "前一到旱季，天不亮就要去三里外的\n"
        "水潭排队，如今拧开龙头就有水，老\n人孩子都说水是甜的。（通讯员 杜若\n溪）\n后山种下万棵油茶\n"
        "去年冬天，村民在后山种下一万棵油\n"
        "茶，今年春天成活了九成。油茶要五\n年才能结果，村里打算先在林下种上\n药材，让大家早一点有收入。（季明）\n"
    )
    assert [article.title.text for article in page.articles if article.title] == [
        "石井村喝上深井水",
        "后山种下万棵油茶",
    ]
    assert [article.authors for article in page.articles] == [("杜若溪",), ("季明",)]


@pytest.mark.parametrize("note", ["（本版稿件由本报记者采写）", "（本报记者采访整理）", "本报记者 综合", "通讯员 供图"])
def test_what_reporters_did_is_no_reporter(note: str) -> None:
    page = segment_page(f"渡口修缮完工\n　　渡口的石阶昨日修缮完工，船工们重新开渡，乡亲们站满了两岸。\n{note}\n")
    assert [name for article in page.articles for name in article.authors] == []


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Helen Carter", ("Helen Carter",)),
        ("BY HELEN CARTER and J. P. O'Neill", ("HELEN CARTER", "J. P. O'Neill")),
    ],
)
def test_an_english_byline_is_none_of_the_title(line: str, authors: tuple[str, ...]) -> None:
    body = "Workers finished repairing the old ferry steps on Tuesday, and the boats are running again.\n"
    (article,) = segment_page(f"Old Ferry Reopens\n{line}\n{body}").articles
    assert article.title is not None
    assert (article.title.text, article.authors) == ("Old Ferry Reopens", authors)
