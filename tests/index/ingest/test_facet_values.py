"""What an article counts as, and which of its record's keys are facets, for any engine."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.discovery import Format, SourceFile
from baosou.corpus.models import Article, Block, Kind, Passage
from baosou.index.ingest.facet_values import LONGEST_KEY, FacetKeys, told_aside
from baosou.index.ingest.ids import Salts
from baosou.index.ingest.sources import Source, SourceEntry, SourceOutcome

BLOCKS = (Block(Kind.PARAGRAPH, Passage("霞关渔港清晨开市。", ())),)
PAGE = "/archive/渔讯.txt"


def test_an_article_counts_under_every_place_above_its_own_and_under_every_period_of_its_date() -> None:
    made = Article(BLOCKS, authors=("林一帆",), date="2024-07", places=("浙江省/温州市/苍南县", "浙江省/台州市"))
    values, aside = FacetKeys().values_of(made, PAGE)
    assert values["place"] == ("浙江省", "浙江省/台州市", "浙江省/温州市", "浙江省/温州市/苍南县")
    assert (values["year"], values["month"], values["source"]) == (("2024",), ("2024-07",), (PAGE,))
    assert "date" not in values
    assert aside == {}


def test_a_records_key_that_is_named_like_a_facet_adds_to_it_and_its_own_source_takes_the_files_place() -> None:
    made = Article(BLOCKS, authors=("林一帆",), extra={"author": ("周可",), "source": ("浙东日报网",), "空": ()})
    values, aside = FacetKeys(most=0).values_of(made, PAGE)
    assert (values["author"], values["source"]) == (("林一帆", "周可"), ("浙东日报网",))
    assert "空" not in values
    assert aside == {}


@given(st.lists(st.sampled_from(["体裁", "版式", "栏花", "字数", "键" * (LONGEST_KEY + 1), "自用"]), max_size=12))
def test_the_first_keys_that_come_are_facets_and_no_value_is_lost(keys: list[str]) -> None:
    known = FacetKeys(most=2, reserved=("自用",))
    short = [key for key in dict.fromkeys(keys) if len(key) <= LONGEST_KEY and key != "自用"]
    for key in keys:
        values, aside = known.values_of(Article(BLOCKS, extra={key: ("消息",)}), PAGE)
        held = [each for each in (values, aside) if key in each]
        assert held == ([] if key == "自用" else [values] if key in short[:2] else [aside])
    assert [*known.aside] == [key for key in dict.fromkeys(keys) if key != "自用" and key not in short[:2]]
    (warning,) = told_aside("/idx", [*known.aside], most=2) or (None,)
    assert (warning is None) == (not known.aside)


def source(key: str, name: str) -> Source:
    path = Path(key)
    return Source(SourceFile(path, name, Format.TEXT, path.parent), key, "0", 0, 0)


def entry(each: Source) -> SourceEntry:
    return SourceOutcome.of(each, (), articles=1, sections=1, asides=0).entry


def test_sources_of_one_name_in_several_roots_have_salts_of_their_own_and_keep_them() -> None:
    salts = Salts({})
    first, second = salts.given(source("/a/渔讯.txt", "渔讯.txt")), salts.given(source("/b/渔讯.txt", "渔讯.txt"))
    other = salts.given(source("/b/海讯.txt", "海讯.txt"))
    assert (first.salt, second.salt, other.salt) == (0, 1, 0)
    later = Salts({second.key: entry(second)})
    assert later.given(source("/c/渔讯.txt", "渔讯.txt")).salt == 0
    assert later.given(source("/b/渔讯.txt", "渔讯.txt")).salt == 1
    assert later.given(source("/d/渔讯.txt", "渔讯.txt")).salt == 2
