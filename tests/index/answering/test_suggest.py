"""What an index suggests: its own words and names, by beginning, sound, pinyin and likeness."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from baosou.index.analysis.pinyin import pinyin
from baosou.index.answering.suggest import suggest
from baosou.index.engine import Engine
from baosou.index.errors import IndexDamaged
from baosou.index.lookups import Beginning, OneEdit, Sounding, Standing
from baosou.index.segments.reader import Segment
from baosou.index.segments.writing.merger import merge
from baosou.index.whoosh_engine.engine import WhooshEngine

Library = Callable[..., Engine]
Record = dict[str, Any]

RECORDS: list[Record] = [
    {
        "title": "苍南县的清晨",
        "authors": ["罗永康", "单小楼"],
        "publication": "浙东日报",
        "column": "海风",
        "text": "苍南县霞关镇的志愿者走进渔港。\n志愿者说，苍南的海风大。"
        "幸福小站是他们的名字，幸福小站开了三年，幸福小站人人都知道。",
    },
    {
        "title": "鳌江镇的灯火",
        "authors": ["罗永康"],
        "publication": "浙东日报",
        "text": "平阳县鳌江镇的志愿者走进社区，事实上他们实施了许多计划。",
    },
    {"title": "老街", "authors": ["沈宇鸿"], "publication": "江南晚报", "text": "乐清市的老街上，covid 已经过去。"},
]


def texts(engine: Engine, typed: str) -> list[str]:
    return [each.text for each in suggest(engine, typed)]


def first(engine: Engine, typed: str) -> tuple[str, str, int]:
    found = suggest(engine, typed)[0]
    return found.text, found.kind, found.count


@pytest.fixture
def engine(library: Library) -> Engine:
    return library(RECORDS[:2], RECORDS[2:])


def test_a_beginning_is_completed_by_words_and_names_the_most_frequent_first(engine: Engine) -> None:
    assert texts(engine, "苍")[:2] == ["苍南", "苍南县"]
    assert first(engine, "罗") == ("罗永康", "completion", 2)
    assert first(engine, "浙东") == ("浙东日报", "completion", 2)


def test_only_the_last_of_several_words_is_completed(engine: Engine) -> None:
    assert texts(engine, "渔港 志愿")[:2] == ["渔港 志愿", "渔港 志愿者"]


def test_a_word_that_is_typed_comes_first_and_no_syllable_of_one_does(engine: Engine) -> None:
    assert first(engine, "志愿者")[:2] == ("志愿者", "exact")
    assert "exact" not in {each.kind for each in suggest(engine, "志")}
    assert "exact" not in {each.kind for each in suggest(engine, "幸福小")}


def test_a_text_that_begins_no_word_goes_on_as_it_stands(engine: Engine) -> None:
    assert first(engine, "幸福小") == ("幸福小站", "completion", 3)


@pytest.mark.parametrize(
    ("typed", "meant"), [("沧南县", "苍南县"), ("敖江镇", "鳌江镇"), ("志愿着", "志愿者"), ("罗咏康", "罗永康")]
)
def test_a_homophone_of_what_stands_nowhere_is_found(engine: Engine, typed: str, meant: str) -> None:
    text, kind, _ = first(engine, typed)
    assert (text, kind) == (meant, "homophone")


def test_a_near_homophone_is_found_where_no_homophone_is(engine: Engine) -> None:
    assert first(engine, "仓兰县") == ("苍南县", "near-homophone", 2)


def test_text_that_is_no_word_is_corrected_by_what_stands_in_its_place(engine: Engine) -> None:
    assert first(engine, "幸福小占") == ("幸福小站", "homophone", 3)
    assert first(engine, "幸福大站") == ("幸福小站", "similar", 3)


def test_a_character_too_many_is_dropped_and_a_letter_too_many_too(library: Library) -> None:
    engine = library([{"text": "志愿者来了，志愿者走了，志愿者又来了，covid 与 covid。"}])
    assert first(engine, "志愿人者") == ("志愿者", "similar", 3)
    assert first(engine, "covvid") == ("covid", "similar", 2)


def test_a_word_that_stands_in_the_index_is_not_corrected(engine: Engine) -> None:
    assert "实施" not in texts(engine, "事实")


def test_nothing_unlike_is_suggested(engine: Engine) -> None:
    for typed in ("饕餮鑫", "鲸", "xwqz", "2031", "苍南县渔港志愿者鲸鱼", "  ", "！？", "𠮷𠮷𠮷", "?南县", "*"):
        assert texts(engine, typed) == []


@pytest.mark.parametrize(
    ("typed", "meant", "kind"),
    [
        ("cangnan", "苍南", "pinyin"),
        ("cang nan xian", "苍南县", "pinyin"),
        ("Cāngnán", "苍南", "pinyin"),
        ("luo yongkang", "罗永康", "pinyin"),
        ("shan xiaolou", "单小楼", "pinyin"),
        ("dan xiaolou", "单小楼", "pinyin"),
        ("yueqing", "乐清", "pinyin"),
        ("zhiyuanz", "志愿者", "pinyin"),
        ("zyz", "志愿者", "initials"),
        ("cnx", "苍南县", "initials"),
    ],
)
def test_pinyin_finds_words_and_names_whole_begun_or_by_initials(
    engine: Engine, typed: str, meant: str, kind: str
) -> None:
    found = {each.text: each.kind for each in suggest(engine, typed)}
    assert found[meant] == kind


def test_a_place_is_read_as_it_is_called(engine: Engine) -> None:
    assert "乐清" not in texts(engine, "leqing")


def test_letters_also_begin_words_of_the_alphabet(engine: Engine) -> None:
    assert first(engine, "cov") == ("covid", "completion", 1)


def test_traditional_and_full_width_text_is_the_same(engine: Engine) -> None:
    assert first(engine, "滄南縣")[0] == "苍南县"
    assert first(engine, "ｃｏｖ")[0] == "covid"


def test_as_many_are_given_as_are_wanted(engine: Engine) -> None:
    assert len(suggest(engine, "苍", limit=1)) == 1
    assert suggest(engine, "苍", limit=0) == ()


def test_what_stands_only_in_deleted_articles_is_not_suggested(
    make_article: Callable[..., Any], make_index: Callable[..., WhooshEngine]
) -> None:
    gone = make_article("苍南县的渔港。鹿城区也有。", authors=("罗永康",), places=("浙江省/温州市/苍南县",))
    kept = make_article("鹿城区的老街。", authors=("沈宇鸿",))
    engine = make_index([gone, kept], deleted={0: ((0, 1),)})
    for typed in ("苍", "沧南县", "cangnan", "罗咏康", "luoyongkang", "温州"):
        assert texts(engine, typed) == []
    assert [(each.text, each.kind, each.count) for each in suggest(engine, "鹿城")] == [
        ("鹿城", "exact", 1),
        ("鹿城区", "completion", 1),
    ]
    assert engine.vocabulary.known(Standing("?城区"))[0].count == 1


def test_counts_are_of_all_segments_together(
    make_article: Callable[..., Any], make_index: Callable[..., WhooshEngine]
) -> None:
    groups = [[make_article("苍南县的渔港，苍南县的船。", authors=("罗永康",))] for _ in range(3)]
    engine = make_index(*groups)
    assert [(each.text, each.count) for each in engine.vocabulary.known(Beginning("苍南"))] == [("苍南县", 6)]
    assert [(each.text, each.count) for each in engine.vocabulary.known(Beginning("罗"))] == [("罗永康", 3)]
    assert engine.vocabulary.known(Standing("?南县"))[0].count == 6


def test_a_look_up_gives_the_most_frequent_first_and_no_more_than_wanted(engine: Engine) -> None:
    syllables = pinyin().sounds("志愿者")
    assert syllables is not None
    assert [each.text for each in engine.vocabulary.known(Sounding(syllables))] == ["志愿者"]
    assert [each.text for each in engine.vocabulary.known(Sounding(syllables[:2], further=True), limit=1)] == ["志愿"]
    assert [each.text for each in engine.vocabulary.known(OneEdit("鳌山镇"))] == ["鳌江镇"]


def test_a_segment_tells_names_and_what_begins_with_a_text(
    make_article: Callable[..., Any], write_segment: Callable[..., Segment]
) -> None:
    places = ("浙江省/温州市/苍南县", "浙江省/温州市/平阳县")
    segment = write_segment(
        [make_article("渔港。", authors=("林一帆", "林小满"), places=places, publication="海岳/早报")]
    )
    assert [segment.has_name(name) for name in ("林一帆", "温州市", "海岳/早报", "林一", "渔港", "")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    for beginning, names in (("林", ["林一帆", "林小满"]), ("浙江", ["浙江省"])):
        assert [segment.names[n] for n in range(*segment.names.beginning(beginning.encode()))] == names
        assert segment.names_begin(beginning)
    assert not segment.names_begin("渔")


def test_a_merge_knows_the_same_names_and_sounds_as_one_segment(
    make_article: Callable[..., Any], write_segment: Callable[..., Segment], tmp_path: Path
) -> None:
    choose = random.Random(7)
    words = ["苍南县", "鳌江镇", "志愿者", "渔港", "银行", "重庆", "5G", "covid"]
    people = ["林一帆", "單小樓", "曾可", "Anna", "王　伟"]
    made = [
        make_article(
            "".join(choose.choices(words, k=5)),
            authors=tuple(choose.sample(people, k=2)),
            places=tuple(choose.sample(["浙江省/温州市/苍南县", "江苏省/南京市/鼓楼区", "江苏省/徐州市/鼓楼区"], k=2)),
        )
        for _ in range(40)
    ]
    whole = write_segment([each for number, each in enumerate(made) if not 10 <= number < 15])
    parts = [write_segment(made[:20], deleted=((10, 15),)), write_segment(made[20:], first=20)]
    merge(parts, tmp_path / "merged.seg")
    merged = Segment(tmp_path / "merged.seg")
    arrays = [f"name_{part}" for part in ("blob", "bounds", "counts", "postings", "sound_keys", "sounds")]
    for each in [*arrays, "word_sound_keys", "word_sounds"]:
        assert np.array_equal(whole.file.array(each), merged.file.array(each)), each
    carried = sum("曾可" in article.authors for number, (article, _) in enumerate(made) if not 10 <= number < 15)
    number = merged.names.number("曾可".encode())
    assert number is not None
    assert len(merged.names.lists.values(number)) == carried


def test_sounds_of_words_that_are_not_there_are_damage(
    make_article: Callable[..., Any], make_index: Callable[..., WhooshEngine]
) -> None:
    engine = make_index([make_article("苍南县的渔港。")])
    engine.segments[0].words.sounding = np.array([1 << 30] * 4, dtype=np.uint32)
    with pytest.raises(IndexDamaged, match="a sound belongs to no word"):
        suggest(engine, "沧南县")
