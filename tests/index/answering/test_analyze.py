"""A text step by step: what folding changed, and a query as a tree with what was left aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.folding import fold_text
from baosou.index.analysis.fold_changes import fold_changes
from baosou.index.analysis.vocabulary import PLAIN
from baosou.index.answering.analyze import token_kind, walk_through
from baosou.index.query.parser import parse
from baosou.index.understanding.outline import Node, left_aside, outline
from baosou.index.understanding.rewrite import understand


def tree(text: str) -> Node:
    return outline(understand(parse(text)))


def kinds(node: Node) -> object:
    """The kinds of a tree, nested as it is."""
    return (node.kind, [kinds(child) for child in node.children]) if node.children else node.kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("蒼南縣", [("simplified", "蒼", "苍"), ("simplified", "縣", "县")]),
        ("５Ｇ信号", [("width", "５Ｇ", "5g")]),
        ("海带Covid", [("letter case", "C", "c")]),
        ("渔\u200b港", [("dropped", "\u200b", "")]),
        ("渔港㎏", [("other form", "㎏", "kg")]),
        ("渔港", []),
    ],
)
def test_each_change_of_folding_is_named(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(each.kind, each.original, each.folded) for each in fold_changes(text.replace("蒼南", "蒼 南"))] == expected


@given(st.text(st.characters(codec="utf-16") | st.sampled_from("縣願ＡＢ５㎏é\u200b\u0301，Ⅷ"), max_size=30))
def test_a_text_with_its_changes_made_is_the_folded_text(text: str) -> None:
    done, folded = 0, []
    for change in fold_changes(text):
        assert text[change.start : change.end] == change.original
        folded += [text[done : change.start], change.folded]
        done = change.end
    assert "".join((*folded, text[done:])) == fold_text(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渔港", "word"),
        ('"渔港"', "phrase"),
        ("渔港 海带", ("all of", ["word", "word"])),
        ("渔港 OR (海带 -紫菜)", ("any of", ["word", ("all of", ["word", ("not", ["word"])])])),
        ('"渔船 避风"~5', ("near", ["phrase", "phrase"])),
        ("渔* 苍楠县~1", ("all of", ["pattern", "similar to"])),
        ("place:温州 date:2024", ("all of", ["field", "date"])),
    ],
)
def test_a_query_is_shown_as_a_tree(text: str, expected: object) -> None:
    assert kinds(tree(text)) == expected


def test_the_tree_says_what_a_part_is_limited_to_and_how_much_it_counts() -> None:
    title, heavy, year = tree("title:渔港 海带^2 二〇二四年").children
    assert (title.text, title.field) == ("渔港", "title")
    assert (heavy.text, heavy.boost) == ("海带", 2)
    assert "2024年" in year.spellings


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("苍南县的志愿者做了什么？", ("的", "做", "了", "什么")),
        ("渔港 的 海带", ("的",)),
        ("的", ()),
        ("什么是海带", ("什么", "是")),
        ('"渔港的海带"', ()),
        ("目的地", ()),
    ],
)
def test_the_function_words_that_are_not_looked_for_are_told(text: str, aside: tuple[str, ...]) -> None:
    parsed = parse(text)
    assert left_aside(parsed, understand(parsed), PLAIN) == aside


@given(st.text(st.sampled_from('苍南县的志愿者做了什么和海带？ "-()5'), max_size=20))
def test_what_is_left_aside_is_never_looked_for(text: str) -> None:
    found = walk_through(text)
    if found.tree is not None:
        assert not {leaf.text for leaf in leaves(found.tree)} & {*found.aside}


def leaves(node: Node) -> list[Node]:
    return [leaf for child in node.children for leaf in leaves(child)] if node.children else [node]


def test_a_mistake_is_told_with_its_place_and_the_words_are_there_all_the_same() -> None:
    found = walk_through("渔港 date:某天")
    assert found.mistake is not None
    assert (found.mistake.position, found.tree, found.interpreted) == (8, None, None)
    assert [token.text for token in found.tokens][:1] == ["渔港"]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("渔港", "word"), ("的", "function word"), ("渔", "single character"), ("2024", "number"), ("app", "letters")],
)
def test_words_are_told_by_their_kind(word: str, kind: str) -> None:
    assert token_kind(word) == kind
