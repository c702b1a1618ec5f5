"""Corpora that are cut into words, with and without tags."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.readers import explain_source
from baosou.corpus.readers.cut_text import as_printed
from tests.corpus.readers.test_tagged import read, source_of, texts

NUMBERED = """\
20240702-01-001-001/m  平湾/ns  渔港/n  开市/v  
20240702-01-001-002/m  （/w  记者/n  林/nr  小满/nr  ）/w [平湾/ns  渔业/n  公司/n]nt  昨天/t  派/v  船/n  。/w  

20240702-01-002-001/m  冷库/n  动工/v  
20240702-01-002-002/m  镇/n  上/f  的/u  冷库/n  动工/v  了/u  。/w  
20240703-02-001-001/m  潮水/n  退/v  了/u  
"""
CUT = "平湾 渔港 昨天 开市 ， 三十 条 船 靠 岸 。 镇 上 的 冷库 也 动工 了 。 码头 上 的 人 多 了 ， 大家 来 看 。"
PRINTED = "平湾渔港昨天开市，三十条船靠岸。镇上的冷库也动工了。码头上的人多了，大家来看。"


def test_the_paragraphs_of_a_numbered_corpus_are_articles_with_day_and_edition(tmp_path: Path) -> None:
    path = tmp_path / "202407.txt"
    (harbour, store, tide), failures = read(path, NUMBERED.encode("gb18030"))
    assert failures == []
    assert [each.title and each.title.text for each in (harbour, store, tide)] == [
        "平湾渔港开市",
        "冷库动工",
        "潮水退了",
    ]
    assert texts(harbour) == ["（记者林小满）平湾渔业公司昨天派船。"]
    assert [(each.date, each.edition) for each in (harbour, tide)] == [("2024-07-02", "01"), ("2024-07-03", "02")]
    assert harbour.record_id == "20240702-01-001"
    assert [each.title.spans[0].line for each in (harbour, store, tide) if each.title] == [1, 4, 6]
    assert explain_source(source_of(path)) == []


@pytest.mark.parametrize("tag", ["", "/n", "_NN"])
def test_a_text_that_is_cut_into_words_is_read_as_it_was_printed(tmp_path: Path, tag: str) -> None:
    text = "\n".join(" ".join(f"{word}{tag}" for word in CUT.split()) for _ in range(3))
    articles, failures = read(tmp_path / "a.txt", text)
    assert failures == []
    assert "".join(paragraph for article in articles for paragraph in texts(article)) == PRINTED * 3


def test_latin_words_and_figures_keep_their_blanks() -> None:
    assert as_printed(f"{CUT} New York 的 5 G 网 。") == f"{PRINTED}New York的5 G网。"


@pytest.mark.parametrize(
    "text",
    [
        "出席名单\n" + "张三 李四 王五 赵六 陈平 周川 " * 8,
        "潮水 退了，渔船靠岸。码头上的人多了起来，大家都来看。" * 6,
        "第一名 平湾队 30 分\n第二名 海岳队 28 分\n第三名 云溪队 25 分\n" * 5,
        "and/or yes/no " * 30,
        "春 眠 不 觉 晓 处 处 闻 啼 鸟 夜 来 风 雨 声 花 落 知 多 少 " * 2,
    ],
)
def test_rolls_of_names_tables_and_printed_text_stay_as_they_are(text: str) -> None:
    assert as_printed(text) == text


@given(st.lists(st.text("渔港开市潮水ab12，。 /\n", min_size=1, max_size=6), max_size=60))
def test_no_sign_is_lost_by_joining(words: list[str]) -> None:
    text = f"{CUT} {' '.join(words)}"
    assert "".join(as_printed(text).split()) == "".join(text.split())
    assert as_printed(text).count("\n") == text.count("\n")
