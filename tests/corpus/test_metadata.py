"""What a page's running heads, datelines and name say of its articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.metadata import paper_in, with_metadata, with_name
from baosou.corpus.models import Article, Block, Kind, Page, Passage, Span


def passage(text: str) -> Passage:
    return Passage(text, (Span(0, 1, 0, len(text)),))


def written(*paragraphs: str, byline: str | None = None) -> Article:
    return Article(
        tuple(Block(Kind.PARAGRAPH, passage(text)) for text in paragraphs),
        title=passage("渔港新事"),
        byline=passage(byline) if byline else None,
    )


def one(article: Article, *heads: str, name: str = "page.txt") -> Article:
    (found,) = with_metadata(Page((article,), tuple(map(passage, heads))), name)
    return found


PLAIN = written("平湾镇的码头上一片繁忙，渔民们忙着卸货。")


def test_a_running_head_gives_date_and_paper() -> None:
    found = one(PLAIN, "浙东日报 2024年7月1日 星期一")
    assert (found.date, found.publication) == ("2024-07-01", "浙东日报")


def test_a_running_head_may_stand_in_full_width_or_without_spaces() -> None:
    found = one(PLAIN, "浙东日报２０２４年７月１日第５版")
    assert (found.date, found.publication, found.edition) == ("2024-07-01", "浙东日报", "5")


@pytest.mark.parametrize(
    ("head", "edition", "column"),
    [
        ("第3版", "3", None),
        ("第三版", "3", None),
        ("第十二版", "12", None),
        ("A04 要闻", "A04", "要闻"),
        ("要闻 A04", "A04", "要闻"),
        ("03 综合新闻", "03", "综合新闻"),
        ("2024-07-01 A05版 平湾观察", "A05", "平湾观察"),
        ("星期一 A08", "A08", None),
        ("3", None, None),
        ("— 3 —", None, None),
        ("责任编辑：林小满 版式：周川", None, None),
        ("今日8版", None, None),
        ("新闻热线：85310001", None, None),
        ("■ 要闻", None, None),
    ],
)
def test_the_edition_is_taken_where_a_head_names_one(head: str, edition: str | None, column: str | None) -> None:
    found = one(PLAIN, head)
    assert (found.edition, found.column) == (edition, column)


def test_heads_of_several_pages_keep_what_they_agree_on() -> None:
    found = one(PLAIN, "浙东日报 2024年7月1日 星期一", "第3版 要闻", "浙东日报 2024年7月1日 星期一", "第4版 民生")
    assert (found.date, found.publication) == ("2024-07-01", "浙东日报")
    assert (found.edition, found.column) == (None, None)


def test_heads_that_disagree_on_the_day_give_none() -> None:
    assert one(PLAIN, "浙东日报 2024年7月1日", "滨海晚报 2024年7月2日").date is None
    assert one(PLAIN, "浙东日报 2024年7月1日", "滨海晚报 2024年7月2日").publication is None


def test_the_same_edition_with_and_without_a_zero_is_no_disagreement() -> None:
    assert one(PLAIN, "03 要闻", "第3版").edition in ("03", "3")


def test_a_pages_own_section_is_no_newspaper() -> None:
    found = one(PLAIN, "B02 文化周刊", "浙东日报 2024年7月1日")
    assert (found.publication, found.column) == ("浙东日报", "文化周刊")
    assert one(PLAIN, "B02 文化周刊").publication is None


def test_a_magazine_beside_its_date_is_the_publication() -> None:
    assert one(PLAIN, "滨海周刊 2023年5月20日 总第618期", "12").publication == "滨海周刊"


@pytest.mark.parametrize(
    "text", ["本版编辑：葛青", "情况通报", "天气预报", "工作简报", "年度财报", "会议公报", "大海报", "本报", "综合新闻"]
)
def test_words_that_only_end_like_a_newspaper_are_none(text: str) -> None:
    assert paper_in(text) is None


@pytest.mark.parametrize(
    "text", ["浙东日报", "《西部农报》", "平湾青年报 A1", "滨海周刊", "半月谈", "海岳都市报", "文汇报"]
)
def test_newspapers_and_magazines_are_known_by_their_names(text: str) -> None:
    assert paper_in(text) is not None


@pytest.mark.parametrize(
    "opening",
    [
        "本报平湾7月1日电（记者 林小满）码头上一片繁忙。",
        "本报平湾7月1日讯 码头上一片繁忙。",
        "新华社平湾、北京７月１日电 码头上一片繁忙。",
        "（本报平湾7月1日电）码头上一片繁忙。",
        "据新华社平湾7月1日电 码头上一片繁忙。",
    ],
)
def test_a_dateline_dates_its_article_with_the_pages_year(opening: str) -> None:
    assert one(written(opening), "浙东日报 2024年7月2日 星期二").date == "2024-07-01"


def test_a_dateline_in_the_byline_counts_too() -> None:
    article = written("码头上一片繁忙。", byline="本报平湾7月1日电（记者 林小满）")
    assert one(article, name="2024/a.txt").date == "2024-07-01"


def test_a_dateline_with_its_own_year_needs_no_page() -> None:
    assert one(written("新华社平湾2023年12月31日电 码头上一片繁忙。")).date == "2023-12-31"


def test_a_december_dateline_in_a_january_paper_is_of_the_year_before() -> None:
    assert one(written("本报平湾12月31日电 码头。"), "浙东日报 2024年1月1日").date == "2023-12-31"


def test_a_dateline_that_the_page_contradicts_gives_way_to_the_page() -> None:
    assert one(written("本报平湾7月3日电 码头。"), "浙东日报 2024年7月2日").date == "2024-07-02"
    assert one(written("本报平湾2月30日电 码头。"), "浙东日报 2024年7月2日").date == "2024-07-02"


def test_a_december_dateline_with_a_year_alone_is_left_at_the_year() -> None:
    assert one(written("本报平湾12月31日电 码头。"), name="2024/a.txt").date == "2024"


def test_a_dateline_without_any_year_is_not_given_one() -> None:
    assert one(written("本报平湾7月1日电 码头。")).date is None


def test_a_report_without_a_dateline_has_the_pages_date() -> None:
    article = written("本报讯（记者 林小满）7月1日，平湾镇的码头上一片繁忙。")
    assert one(article, "浙东日报 2024年7月2日").date == "2024-07-02"


def test_the_dateline_may_name_its_paper() -> None:
    assert one(written("滨海晚报平湾7月1日电 码头。")).publication == "滨海晚报"
    assert one(written("新华社平湾7月1日电 码头。")).publication is None


def test_file_and_folder_names_fill_what_the_page_does_not_say() -> None:
    found = one(PLAIN, name="滨海晚报/2024/07/01/A05.txt")
    assert (found.date, found.publication, found.edition) == ("2024-07-01", "滨海晚报", None)
    assert one(PLAIN, name="2024-07-01/滨海晚报-A05.txt").edition == "A05"


def test_the_page_wins_over_its_name() -> None:
    found = one(PLAIN, "浙东日报 2024年7月1日", name="滨海晚报-2023-01-01.txt")
    assert (found.date, found.publication) == ("2024-07-01", "浙东日报")


def test_what_an_article_has_already_stays() -> None:
    article = Article((), title=passage("渔港新事"), date="1998", publication="平湾报", edition="7")
    found = one(article, "浙东日报 2024年7月1日 第3版", name="2020-01-01.txt")
    assert (found.date, found.publication, found.edition) == ("1998", "平湾报", "7")
    assert with_name(article, "滨海晚报-2023-01-01.txt") == article


def test_nothing_known_is_nothing_said() -> None:
    assert one(PLAIN, "新闻热线：85310001", "12", "责任编辑：周川") == PLAIN


@given(st.lists(st.text("浙东日报周刊第版A04 三要闻2024年7月1日-·：", max_size=25), max_size=5), st.text(max_size=30))
def test_any_running_heads_and_names_leave_the_text_alone(heads: list[str], name: str) -> None:
    page = Page((PLAIN, PLAIN), tuple(passage(head) for head in heads if head))
    found = with_metadata(page, name)
    assert [(each.title, each.blocks) for each in found] == [(PLAIN.title, PLAIN.blocks)] * 2
