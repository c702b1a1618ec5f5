"""Pages in traditional script, radicals, vertical forms and letter-spaced type are read as their plain twins."""

from __future__ import annotations

import unicodedata

import pytest

from baosou.corpus.models import Kind, Page
from baosou.corpus.pages import segment_page

PLAIN = """2022年9月16日 星期五 东山日报 B04 社会
山里学校来了木工老师
本报记者 高文立 通讯员 石玉
本报讯 山里小学的木工房开张了，老师傅高大木带着学生做小板凳。记者走进校门，就听见里面的刨子声。
高大木说，一块木头有一块木头的脾气，用力不用力，木头自己会说话。
图为学生在木工房里。 记者 石玉 摄
水车重新转起来
本报讯（记者 金小田）田里的老水车修好了，一天能车上三十立方水。
"""
TRADITIONAL = """2022年9月16日 星期五 東山日報 B04 社會
山裡學校來了木工老師
本報記者 高文立 通訊員 石玉
本報訊 山裡小學的木工房開張了，老師傅高大木帶著學生做小板凳。記者走進校門，就聽見裡面的刨子聲。
高大木說，一塊木頭有一塊木頭的脾氣，用力不用力，木頭自己會說話。
圖為學生在木工房裡。 記者 石玉 攝
水車重新轉起來
本報訊（記者 金小田）田裡的老水車修好了，一天能車上三十立方水。
"""
RADICALS = {ord(unicodedata.normalize("NFKC", chr(code))): chr(code) for code in range(0x2F00, 0x2FD6)}
VERTICAL = str.maketrans("，。：；！？（）", "︐︒︓︔︕︖︵︶")


def shape(page: Page) -> list[tuple[int, tuple[str, ...], int, int]]:
    """Of each article the length of its title, its authors, and how many paragraphs and captions it has."""
    return [
        (
            len(article.title.text) if article.title else 0,
            article.authors,
            len(article.texts(Kind.PARAGRAPH)),
            len(article.texts(Kind.CAPTION)),
        )
        for article in page.articles
    ]


EXPECTED = [(10, ("高文立", "石玉"), 2, 1), (7, ("金小田",), 1, 0)]


@pytest.mark.parametrize(
    "text",
    [PLAIN, TRADITIONAL, PLAIN.translate(RADICALS), PLAIN.translate(VERTICAL), TRADITIONAL.translate(VERTICAL)],
    ids=["plain", "traditional", "radicals", "vertical", "traditional and vertical"],
)
def test_a_page_falls_apart_in_the_same_way_in_every_script(text: str) -> None:
    page = segment_page(text)
    assert shape(page) == EXPECTED
    assert len(page.other) == 1


@pytest.mark.parametrize("sign", ["\ue012", "\uf06c ", "\U000f0001"])
def test_private_use_signs_before_datelines_and_bylines_hide_nothing(sign: str) -> None:
    text = PLAIN.replace("本报讯（", f"{sign}本报讯（").replace("本报记者", f"{sign}本报记者")
    assert shape(segment_page(text)) == EXPECTED


def test_letter_spaced_mastheads_and_headlines_are_words_and_shown_so() -> None:
    page = segment_page(
        "东 山 日 报\n第 二 版\n水 车 重 新 转 起 来\n本报记者 金　田\n"
        "田里的老水车修好了，一天能车上三十立方水。村里人说，夜里听见水声，睡得也香。\n"
    )
    (article,) = page.articles
    assert article.title is not None
    assert article.title.text == "水车重新转起来"
    assert [passage.text for passage in page.other] == ["东山日报", "第二版"]
    assert article.authors == ("金田",)


def test_a_wider_gap_parts_two_letter_spaced_phrases() -> None:
    page = segment_page("水 车 重 转   稻 谷 飘 香\n\n田里的老水车修好了，一天能车上三十立方水，稻子长得比人高。\n")
    assert [article.title.text for article in page.articles if article.title] == ["水车重转 稻谷飘香"]


def test_blanks_between_two_people_of_two_characters_stay() -> None:
    page = segment_page("水车重新转起来\n王 伟 李 明\n田里的老水车修好了，一天能车上三十立方水，稻子长得比人高。\n")
    assert page.articles[0].authors == ("王伟", "李明")
