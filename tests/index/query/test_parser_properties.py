"""Any string whatever is a query or an error with a position, soon; and a query survives being written out."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from baosou.index.errors import QueryError
from baosou.index.query.parser import LONGEST_QUERY, MOST_LEVELS, parse, render
from baosou.index.query.tree import And, Boost, Not, Or, Query
from tests.work import steps

MOST_STEPS = 500
"""What a character of a query may take to be read and written: five times what the worst of these does."""

SOUP = [
    "苍南",
    "志愿服务",
    "列夫·托尔斯泰",
    "COVID-19",
    "12:30",
    "1,000",
    "2024-05",
    "鳌江:数字化",
    "http://a.cn/x?y=1",
    "C++",
    "，",
    "。",
    "？",
    "…",
    "！",
    "AND",
    "OR",
    "NOT",
    "与",
    "或",
    "非",
    "&&",
    "||",
    "-",
    "--",
    "－",
    "(",
    ")",
    "（",
    "）",
    '"',
    "“",
    "”",
    "「",
    "」",
    "『",
    "』",
    "＂",
    "\\",
    "~",
    "~1",
    "~2",
    "~5",
    "～",
    "^",
    "^2",
    "^1.5",
    "＾3",
    "*",
    "?",
    "＊",
    "title:",
    "标题：",
    "作者:",
    "place:",
    "地区：",
    "date:",
    "source:",
    "body:",
    "nosuch:",
    "：",
    ":",
    "[2023",
    "TO",
    "2024]",
    "{2023",
    "*}",
    ">2024",
    "<=2024-05",
    "2023..2024",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "|",
    "&",
    ";",
    "!",
    "!苍南",
    "｜",
    "＆",
    "Nautica：",
    "'",
    "’",
    "℃",
    "☆",
    "·",
    "😀",
    "\u200b",
    "\u0301",
    "\x00",
]

soups = st.lists(st.sampled_from([*SOUP, " ", " ", "\u3000", "\n"]), max_size=25).map("".join)
queries = st.one_of(
    st.text(max_size=60), soups, st.text(alphabet='苍a1 "“”(（)）:：~^*?-\\,，.&|!！｜[]{}<>', max_size=40)
)


@given(queries)
@example("\\")
@example('"\\')
@example("title:")
@example("a^")
@example("a~")
@example("(-)")
def test_any_string_is_a_query_or_an_error_that_names_a_position_in_it(text: str) -> None:
    read = attempt(text)
    if isinstance(read, QueryError):
        assert str(read)
        assert read.query == text
        assert 0 <= read.position <= len(text)
    else:
        assert depth(read) <= 3 * MOST_LEVELS


@given(queries)
@example("title:(a OR 作者:张三)^2 -(b c)")
@example('"a\\"b\\\\" \\与 \\-5 1\\:2 a\\ b')
@example('来源：「a（1）.txt」 地区:"-温州*" source:与')
@example("((a^2)^3 -b)^0.000001")
@example("date:>2024-02-28 date:<2024-03-01 date:[* TO *]")
@example("http://a.cn/x?y=1＾3 2023&~ ~2'~2")
@example("!(a|！b) c||(d&&!e) Nautica：f \\!g h\\|i 作者:j|k")
@example("12:30：45 a.b:80 ５*５ １,０００")
def test_a_query_written_out_is_read_as_the_same_query(text: str) -> None:
    try:
        query = parse(text)
    except QueryError:
        return
    written = render(query)
    assert parse(written) == query
    assert render(parse(written)) == written


@given(queries, queries)
def test_a_query_that_joins_two_by_and_holds_the_parts_of_both(left: str, right: str) -> None:
    quoted = [set(side) & set('"＂“”「」『』') for side in (left, right)]
    assume(not all(quoted) and not set(left + right) & set(")）"))
    try:
        first, second = parse(left), parse(right)
        both = parse(f"({left}) AND ({right})")
    except QueryError:
        return
    assert leaves(both) == leaves(first) + leaves(second)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2000 + "苍南" + ")" * 2000,
        "（" * 5000,
        "苍" * 100_000,
        "a" * LONGEST_QUERY,
        "苍南 " * 3333,
        "-" * LONGEST_QUERY,
        "- " * 5000,
        "NOT " * 2500,
        "!" * LONGEST_QUERY,
        "! " * 5000,
        " !a" * 3333,
        "|" * LONGEST_QUERY,
        "a|" * 1000 + "a",
        "a：" * 5000,
        "title:" * 1600,
        "~" * LONGEST_QUERY,
        "1~" * 5000,
        "1:" * 5000,
        "a://" * 2500,
        "“" * LONGEST_QUERY,
        '"' * 9999,
        "\\" * LONGEST_QUERY,
        "*" * LONGEST_QUERY,
        "a?" * 5000,
        "苍?" * 5000,
        "^1" * 5000,
        "date:[" * 1600,
        "date:[" + " " * 9000,
        "." * LONGEST_QUERY,
        " " * LONGEST_QUERY,
        "１，" * 5000,
        "\u0301" * LONGEST_QUERY,
    ],
    ids=lambda text: text[:8].encode("unicode_escape").decode(),
)
def test_no_query_takes_many_steps(text: str) -> None:
    def read_and_written() -> None:
        read = attempt(text)
        if not isinstance(read, QueryError):
            render(read)

    assert steps(read_and_written) < MOST_STEPS * LONGEST_QUERY


def attempt(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


def depth(query: Query) -> int:
    match query:
        case And(children) | Or(children):
            return 1 + max(map(depth, children))
        case Not(child) | Boost(child, _):
            return 1 + depth(child)
        case _:
            return 1


def leaves(query: Query) -> list[Query]:
    match query:
        case And(children) | Or(children):
            return [leaf for child in children for leaf in leaves(child)]
        case Not(child) | Boost(child, _):
            return leaves(child)
        case _:
            return [query]
