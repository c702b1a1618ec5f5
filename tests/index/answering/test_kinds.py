"""The kinds of queries that users type, each against a page and records of our own, and against a real page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from baosou.corpus.folding import fold_text
from baosou.corpus.spellings import spellings
from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import add, open_engine
from baosou.index.engine import Engine
from baosou.index.errors import QueryError
from baosou.index.request import FacetRequest, Filter
from baosou.index.results import Answer

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed"

Texts = Mapping[str, list[str]]
"""The texts of each article, by its title: title, byline, paragraphs, captions."""

MARKET, SHIP = "灯塔亮起来 渔村热起来", "象山:“船”说老故事"
REEF, TIDE, STRAIT = "礁石上的课堂", "潮间带来了新邻居", "漁港的燈"

ARTICLES: Texts = {
    MARKET: [
        MARKET,
        "林小满 周可",
        "“以前修一盏渔灯要跑到县城,现在码头上就能修。”在老街的“渔灯维修”摊位前,阿海师傅开心地说。近日,台州市三门县"
        "健跳镇的渔光便民集市开张,24家单位和3家渔业合作社摆出摊位,为1200余人次送上服务。",
        "今年以来,三门县大力推进“渔光驿站”建设,将志愿服务的触角延伸到码头、渔市等地,让渔民感觉到服务就在身边。驿站里"
        "备有热水、雨衣、常用药等物资以及充电、打印等服务,为出海的人保驾护航。",
        "渔光便民集市 三门县委组织部供图",
        "如今,全县共开展“渔灯夜话”等活动20余次,组织1万余名党员志愿者参与,服务渔民3万人以上。",
    ],
    SHIP: [
        SHIP,
        "(王 伟 罗海康)",
        "从码头边的“灯”火通明,到礁石上的谁“浪”争锋,2024年“海潮·敢拼就能赢”渔民文化节在宁波市象山县石浦镇举行。"
        "渔民们用手机APP报名,3D打印的船模让人目不暇接。人大代表沈雨虹说,第三届文化节已完成投资3.92亿元,规上产值超"
        "35亿元,其中1.3万册图册免费发放。",
        "活动持续三个月,共有十二万人次参加。",
    ],
}

PAGE = "\n\n".join(
    [
        "",
        MARKET,
        "林小满 周可",
        *ARTICLES[MARKET][2:3],
        ARTICLES[MARKET][3].replace("等物资", "等\n\n物资"),
        "\n" + ARTICLES[MARKET][4],
        ARTICLES[MARKET][5].replace("党员志愿者", "党员\n\n志愿者"),
        SHIP,
        *ARTICLES[SHIP][2:],
        "(王 伟 罗海康)",
    ]
)
"""A page as it comes from its layout: columns cut two sentences in two, and a caption stands between them."""

RECORDS: list[dict[str, Any]] = [
    {
        "title": REEF,
        "text": "舟山市普陀区的渔家孩子在礁石上认潮水。课堂一共开了二十四次，来了三百二十五人。",
        "date": "2023-05-08",
        "authors": ["林小满"],
        "publication": "海岳日报",
        "edition": "02",
        "column": "教育",
    },
    {
        "title": TIDE,
        "text": "普陀区的潮间带里，勺嘴鹬来了。志愿者守了13个月，拍下照片12000张，投入325亿元的说法并不属实。",
        "date": "2024-05-20",
        "authors": ["周可"],
        "publication": "海岳日报",
        "edition": "01",
        "column": "生态",
    },
    {
        "title": STRAIT,
        "text": "蒼南縣霞關漁港的燈光亮了，二〇二四年的第一網魚上岸。",
        "date": "2024-06-02",
        "publication": "海潮周刊",
    },
]
ARTICLES = {**ARTICLES, **{each["title"]: [each["title"], each["text"], *each.get("authors", ())] for each in RECORDS}}

ALL = set(ARTICLES)
NONE: set[str] = set()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in RECORDS)
    (folder / "records.jsonl").write_text(lines, encoding="utf-8")
    add(str(folder / "index"), [folder / "page.txt", folder / "records.jsonl"], AddOptions(jobs=1))
    with closing(open_engine(str(folder / "index"))) as opened:
        yield opened


def titles(answer: Answer) -> set[str]:
    assert len(answer.results.hits) == answer.results.total
    return {hit.title or "" for hit in answer.results.hits}


@pytest.mark.parametrize(
    ("kind", "query", "expected"),
    [
        ("one character", "礁", {SHIP, REEF}),
        ("one character of a byline", "康", {SHIP}),
        ("two characters", "渔灯", {MARKET}),
        ("a function word alone", "的", {MARKET, SHIP, REEF, TIDE, STRAIT}),
        ("a single letter, which is not found in words", "p", NONE),
        ("an author", "林小满", {MARKET, REEF}),
        ("an author whose name is set with a blank", "王伟", {SHIP}),
        ("a name typed with a blank", "王　伟", {SHIP}),
        ("a long name typed with blanks", "林 小 满", {MARKET, REEF}),
        ("a name that no dictionary has", "沈雨虹", {SHIP}),
        ("a place", "三门县", {MARKET}),
        ("an institution", "三门县委组织部", {MARKET}),
        ("a phrase of several words", "人大代表", {SHIP}),
        ("a phrase across a broken column", '"常用药等物资"', {MARKET}),
        ("words across a broken column", "党员志愿者参与", {MARKET}),
        ("text beside a caption, which is no part of it", '"渔光便民集市如今"', NONE),
        ("a caption", '"渔光便民集市 三门县委组织部供图"', {MARKET}),
        ("text with quotation marks inside", "灯火通明", {SHIP}),
        ("text with quotation marks inside, quoted", '"灯火通明"', {SHIP}),
        ("quotation marks that are asked for", '"“灯”火"', {SHIP}),
        ("quotation marks that do not stand there", '"“灯火”"', NONE),
        ("an amount with a fraction", "3.92亿元", {SHIP}),
        ("part of an amount", "92亿元", NONE),
        ("part of an amount, quoted", '"92亿元"', {SHIP}),
        ("a number with its measure word", "24家", {MARKET}),
        ("a number in words for figures", "二十四家", {MARKET}),
        ("a number in figures for words", "24次", {REEF}),
        ("a large number in words", "三百二十五亿元", {TIDE}),
        ("a number of people in figures", "325人", {REEF}),
        ("a number with 万 for one without", "1.2万张", {TIDE}),
        ("a number in words for one without 万", "一万二千张", {TIDE}),
        ("an amount that is only a part of others", "三万", {MARKET}),
        ("an amount in words that is only a part of others", "2万", NONE),
        ("months in figures", "3个月", {SHIP}),
        ("an ordinal number", "第3届", {SHIP}),
        ("a year in words", "二〇二四年", {SHIP, STRAIT}),
        ("a year in figures", "2024年", {SHIP, STRAIT}),
        ("a year with a zero of another kind, quoted", '"二零二四年"', {SHIP, STRAIT}),
        ("letters in another case", "app", {SHIP}),
        ("letters in full width", "ＡＰＰ", {SHIP}),
        ("figures and letters", "３Ｄ打印", {SHIP}),
        ("traditional script for simplified text", "志願服務", {MARKET}),
        ("simplified script for traditional text", "苍南县", {STRAIT}),
        ("two words", "渔民 服务", {MARKET}),
        ("two words with 与", "礁石 与 潮水", {REEF}),
        ("either of two words", "潮水 或 勺嘴鹬", {REEF, TIDE}),
        ("a word and not another, in Chinese", "礁石 非 课堂", {SHIP}),
        ("a word and not another, with a minus", "礁石 -课堂", {SHIP}),
        ("parentheses in full width", "（潮水 或 服务） 渔家", {REEF}),
        ("everything but a word", "NOT 礁石", {MARKET, TIDE, STRAIT}),
        ("a field by its English name", "title:礁石", {REEF}),
        ("a field by its Chinese name and a wide colon", "篇名：礁石", {REEF}),
        ("an author's field", "作者:周可", {MARKET, TIDE}),
        ("a place's field, which holds its children", "地区:浙江省", {MARKET, SHIP, REEF, STRAIT}),
        ("an edition's field", "版次:01", {TIDE}),
        ("a column's field", "栏目:教育", {REEF}),
        ("a newspaper's field", "报纸:海岳日报", {REEF, TIDE}),
        ("a day", "date:2024-05-20", {TIDE}),
        ("a month in Chinese", "日期:2024年5月", {TIDE}),
        ("a day in one number", "date:20240520", {TIDE}),
        ("a range", "date:[2023 TO 2024-05]", {REEF, TIDE}),
        ("a range that is open at its end", "date:[2024 TO *]", {TIDE, STRAIT}),
        ("after a date", "date:>2024-05-20", {STRAIT}),
        ("the beginning of a word", "志愿*", {MARKET, TIDE}),
        ("the end of a word", "*驿站", {MARKET}),
        ("one character left open", "渔?节", NONE),
        ("one character left open that stands", "文?节", {SHIP}),
        ("a fuzzy word", "石铺镇~1", {SHIP}),
        ("words near each other", '"渔民 文化节"~3', {SHIP}),
        ("words that are further apart", '"渔民 宁波"~2', NONE),
        ("a boosted word", "潮水^3 课堂", {REEF}),
        ("Chinese quotation marks", "“便民集市”", {MARKET}),
        ("a title mark", "《海潮》", {SHIP}),
        ("Chinese punctuation between words", "渔民、服务；码头。", {MARKET}),
        ("a headline with a colon", "象山：“船”说老故事", {SHIP}),
        ("a question", "三门县的渔光驿站将哪些服务延伸到码头？", {MARKET}),
        ("a question with a verb and a noun that look like a name", "谁在石浦镇种文化节？", NONE),
        ("text that runs on", "线上", NONE),
        ("a stray opening mark of Chinese text", "“渔灯", {MARKET}),
    ],
)
def test_each_kind_of_query_finds_exactly_what_a_reader_expects(
    kind: str, query: str, expected: set[str], engine: Engine
) -> None:
    answer = ask(engine, Question(query, strict=True, limit=100))
    assert titles(answer) == expected, f"{kind}: {query} was read as {answer.interpreted}"


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("nosuch:渔灯", 0),
        ("版次:", 0),
        ('"渔灯', 0),
        ("(渔灯", 0),
        ("渔灯)", 2),
        ("渔灯 OR", 3),
        ("渔灯~3", 0),
        ("渔灯^0", 2),
        ("date:2024-13", 5),
        ("*", 0),
        ("！！", 0),
        ("渔" * 10_001, 10_000),
        ("(" * 60 + "渔", 50),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_place(query: str, position: int, engine: Engine) -> None:
    with pytest.raises(QueryError) as raised:
        ask(engine, Question(query))
    assert raised.value.position == position


@pytest.mark.parametrize(
    ("query", "rescue", "first"),
    [
        ("三闷县", "spelling", MARKET),
        ("sanmen", "spelling", MARKET),
        ("lin xiaoman", "spelling", None),
        ("亿元，规上", None, SHIP),
    ],
)
def test_what_finds_nothing_is_rescued_and_that_is_told(
    query: str, rescue: str | None, first: str | None, engine: Engine
) -> None:
    answer = ask(engine, Question(query))
    assert answer.rescue == rescue
    assert answer.results.total > 0
    assert first is None or answer.results.hits[0].title == first


@pytest.mark.parametrize(("query", "lacks"), [("渔民 勺嘴鹬 飞船", {"飞船"}), ("志愿者 1300个月", {"1300个月"})])
def test_where_nothing_has_all_the_words_the_page_holds_what_has_most(
    query: str, lacks: set[str], engine: Engine
) -> None:
    answer = ask(engine, Question(query))
    assert (answer.results.total, answer.rescue) == (0, None)
    assert answer.also == len(answer.results.hits) > 0
    assert all(lacks <= {*hit.lacks} for hit in answer.results.hits)


@pytest.mark.parametrize("query", ["一万三千张", "26家", "92亿元", "443人"])
def test_a_number_that_stands_nowhere_is_neither_corrected_nor_found_within_another(query: str, engine: Engine) -> None:
    answer = ask(engine, Question(query))
    assert (answer.results.total, answer.rescue, answer.suggestion) == (0, None, None)


def test_facets_filters_order_and_sections_go_with_any_query(engine: Engine) -> None:
    answer = ask(engine, Question("渔", facets=(FacetRequest("author"),), filters=(Filter("author", ("周可",)),)))
    assert titles(answer) == {MARKET}
    counts = {each.value: each.count for each in answer.results.facets["author"]}
    assert counts == {"林小满": 2, "周可": 1, "王伟": 1, "罗海康": 1}
    newest = ask(engine, Question("普陀区", sort="-date"))
    assert [hit.title for hit in newest.results.hits] == [TIDE, REEF]
    assert ask(engine, Question("渔民", by="section")).results.total >= ask(engine, Question("渔民")).results.total
    assert titles(ask(engine, Question("“灯”火通", mode="literal"))) == {SHIP}
    assert titles(ask(engine, Question("潮水 勺嘴鹬", mode="any"))) == {REEF, TIDE}


# Against a scan

NUMBER = "[0-9〇○◯零一二三四五六七八九十百千万亿两]"


def stands_in(text: str, phrase: str) -> bool:
    """The literal guarantee once more: folded, without quotation marks, numbers whole where written otherwise."""
    folded = re.sub('[“”"「」『』‘’]', "", fold_text(text))
    first, *others = spellings(re.sub('[“”"「」『』‘’]', "", fold_text(phrase)))
    whole = rf"(?<!{NUMBER})(?<![0-9][.,]){{}}(?!{NUMBER})"
    return first in folded or any(
        re.search(whole.format(re.escape(other)) if re.match(NUMBER, other) else re.escape(other), folded)
        for other in others
    )


_LENGTHS = (1, 2, 3, 4, 5, 6, 8)


def pieces(texts: list[str], every: int) -> Iterator[str]:
    """Pieces of one to eight characters, one at every so many, without quotation marks and blanks at their ends."""
    for text in texts:
        unquoted = re.sub("[“”‘’]", "", text)
        for number, at in enumerate(range(0, len(unquoted), every)):
            piece = unquoted[at : at + _LENGTHS[number % len(_LENGTHS)]].strip()
            if any(character.isalnum() for character in piece):
                yield piece


def differences(engine: Engine, articles: Texts, *, every: int = 1) -> list[tuple[str, set[str], set[str]]]:
    """Pieces of the articles' texts that are not found literally exactly where a scan finds them, or not marked."""
    wrong = []
    for piece in dict.fromkeys(piece for texts in articles.values() for piece in pieces(texts, every)):
        expected = {title for title, texts in articles.items() if any(stands_in(text, piece) for text in texts)}
        answer = ask(engine, Question(piece, mode="literal", limit=100, strict=True))
        found = titles(answer)
        marks = [
            re.sub("[“”‘’]", "", fold_text(snippet.text[start:end]))
            for hit in answer.results.hits
            for snippet in hit.snippets
            for start, end in snippet.highlights
        ]
        forms = spellings(fold_text(piece))
        if found != expected or not all(any(form in mark for form in forms) for mark in marks):
            wrong.append((piece, found, expected))
    return wrong


def test_every_piece_of_the_page_is_found_literally_where_a_scan_finds_it(engine: Engine) -> None:
    assert differences(engine, ARTICLES) == []


# The real page

needs_seed = pytest.mark.skipif(
    not (SEED / "truth.json").exists(), reason="the real page is not beside this checkout (../shared/seed)"
)


@pytest.fixture(scope="module")
def truth() -> Texts:
    articles = json.loads((SEED / "truth.json").read_text(encoding="utf-8"))["articles"]
    return {
        each["title"]: [
            each["title"],
            *each["authors"],
            *(paragraph["text"] for paragraph in each["paragraphs"]),
            *each["captions"],
        ]
        for each in articles
    }


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    index = str(tmp_path_factory.mktemp("seed") / "index")
    add(index, [SEED / "page.txt"], AddOptions(jobs=1))
    with closing(open_engine(index)) as opened:
        yield opened


@needs_seed
def test_every_piece_of_the_real_page_is_found_literally_where_a_scan_finds_it(seed: Engine, truth: Texts) -> None:
    assert differences(seed, truth, every=23) == []


@needs_seed
@pytest.mark.parametrize(
    "words",
    [
        *["电", "镇", "乒", "志愿", "志愿 服务", "人大代表", "苍南", "数字化 改革", "乡村 荷花", "沈宇鸿", "罗永康"],
        *["方苏芬", "审计 整改", "渔民 健康", "app", "pgu", "的 了", "鳌江镇", "电动 自行车", "幸福 小站", "普陀区"],
        *["联络站", "2022年", "技师"],
    ],
)
def test_words_are_found_in_the_articles_of_the_real_page_that_hold_them_all(
    words: str, seed: Engine, truth: Texts
) -> None:
    expected = {
        title for title, texts in truth.items() if all(any(stands_in(t, w) for t in texts) for w in words.split())
    }
    assert titles(ask(seed, Question(words, limit=100, strict=True))) == expected


@needs_seed
@pytest.mark.parametrize(
    ("query", "expected", "rescue"),
    [
        ("乒出精彩", ["海宁:乡村文体起“村潮”"], None),
        ("蒼南縣", ["增值零距离 服务更圈粉"], None),
        ("三万人", ["增值零距离 服务更圈粉"], None),
        ("三万份", ["联合行动 整顿“双电”"], None),
        ("二十四个月", ["蓝湾暖心 筑起平安共富屏障"], None),
        ("24口", [], None),
        ("3.92亿元", ["审计有力 守护安居"], None),
        ("92亿元", [], None),
        ("10大核心领域", ["蓝湾暖心 筑起平安共富屏障"], None),
        ("7个方面", ["审计有力 守护安居"], None),
        ("甘　凌峰 -鳌江", ["增值零距离 服务更圈粉"], None),
        ("作者：王燕飞", ["龙泉:厚培技能人才土壤"], None),
        ("地区:台州市 光电", ["聚光行动 聚引光电产业未来"], None),
        ("沧南县", ["增值零距离 服务更圈粉"], "spelling"),
        ("敖江镇", ["鳌江:数字化点亮万家灯火"], "spelling"),
        ("cangnan", ["增值零距离 服务更圈粉"], "spelling"),
        ("苍南县的幸福小站提供哪些服务？", ["增值零距离 服务更圈粉"], None),
        ("谁在双山村种荷花?", ["武莲海种 致富花开"], None),
    ],
)
def test_the_real_page_answers_as_a_reader_expects(
    query: str, expected: list[str], rescue: str | None, seed: Engine
) -> None:
    answer = ask(seed, Question(query))
    matches = [hit.title for hit in answer.results.hits if not hit.lacks]
    assert (matches, answer.rescue, answer.results.total) == (expected, rescue, len(expected))
