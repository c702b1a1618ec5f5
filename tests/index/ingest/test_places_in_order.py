"""The places of an article are told in the order of their weight: dateline, title, first paragraph, mentions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.models import Article, Block, Kind, Passage
from baosou.corpus.places import places_in
from baosou.index.ingest.documents import placed


def article(title: str, *paragraphs: str, heads: Sequence[int] = (), places: tuple[str, ...] = ()) -> Article:
    """An article of these paragraphs, some of them heads; `places` are what its record says."""
    kinds = [Kind.HEAD if number in heads else Kind.PARAGRAPH for number in range(len(paragraphs))]
    blocks = tuple(Block(kind, Passage(text, ())) for kind, text in zip(kinds, paragraphs, strict=True))
    return Article(blocks, title=Passage(title, ()), places=places)


def told(made: Article) -> list[str]:
    """The last part of each place of the article, in order."""
    ((whole, _),) = placed([made])
    return [path.rpartition("/")[2] for path in whole.places]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            article(
                "三门：渔村有了夜校",
                "三门县健跳镇的码头上亮起了灯。",
                "学员中有来自云南省昭通市的工友，昭通的工友说，昭通也有夜校。",
            ),
            ["健跳镇", "昭通市"],
        ),
        (
            article("渔灯", "苍南县的灯匠到了玉环市。", "安吉县也来了人，安吉县还要再来。"),
            ["苍南县", "玉环市", "安吉县"],
        ),
        (article("渔灯", "灯匠出了门。", "先到玉环市。", "又到苍南县，在苍南县住下。"), ["苍南县", "玉环市"]),
        (article("苍南县的灯", "新华社杭州7月1日电（记者 林一帆）苍南县的灯亮了。"), ["杭州市", "苍南县"]),
        (article("苍南县的灯", "本报玉环讯 灯匠到了苍南县。", "苍南县来了人。"), ["玉环市", "苍南县"]),
        (article("苍南县的灯", "（本报记者 林一帆 玉环报道）灯匠到了苍南县。"), ["玉环市", "苍南县"]),
        (article("苍南县的灯", "玉环市来了电，灯匠到了苍南县。"), ["苍南县", "玉环市"]),
        (article("渔灯", "灯匠说", "安吉县的灯亮了。", "苍南县有灯，苍南县有船。", heads=[0]), ["安吉县", "苍南县"]),
        (
            article("苍南县的灯", "苍南县的灯亮了。", "玉环市也亮了。", places=("安吉县", "玉环市")),
            ["安吉县", "玉环市", "苍南县"],
        ),
    ],
)
def test_dateline_then_title_then_first_paragraph_then_mentions(made: Article, expected: list[str]) -> None:
    assert told(made) == expected


def test_each_section_tells_its_own_places_in_the_order_of_its_own_text() -> None:
    made = article(
        "苍南县的灯", "灯匠上路", "先到玉环市。", "灯匠归来", "玉环市来了人。", "安吉县、安吉县、苍南县。", heads=[0, 2]
    )
    ((_, sections),) = placed([made])
    assert [[path.rpartition("/")[2] for path in section.places] for section in sections] == [
        ["苍南县", "玉环市"],
        ["玉环市", "安吉县", "苍南县"],
    ]


NAMES = ["苍南县", "温州市", "浙江省", "平阳县鳌江镇", "鳌江", "云南省昭通市", "昭通", "三门县", "玉环市"]
TEXTS = st.lists(st.sampled_from([*NAMES, "新华社杭州7月1日电", "本报三门讯 ", "的灯。", "，", "\n"]), max_size=8)


@given(st.lists(TEXTS.map("".join), min_size=2, max_size=5))
def test_order_changes_nothing_of_what_is_told(texts: list[str]) -> None:
    """The narrowest of all places that the texts name, each once; the same order whatever the articles around."""
    made = article(*texts)
    ((whole, sections),) = placed([made])
    named = {path for places in places_in([texts[0], *(s.text for s in sections)]) for path in places}
    narrowest = {path for path in named if not any(other.startswith(path + "/") for other in named)}
    assert sorted(whole.places) == sorted(narrowest)
    assert {path for section in sections for path in section.places} == named
    assert list(placed([article("苍南", "苍南县。"), made, made]))[1:] == [(whole, sections)] * 2
