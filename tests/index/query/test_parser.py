"""What readers of newspapers type, and the tree it means."""

from __future__ import annotations

import pytest

from baosou.index.errors import QueryError
from baosou.index.query.parser import MOST_LEAVES, MOST_LEVELS, parse, render
from baosou.index.query.tree import (
    FIELDS,
    And,
    Boost,
    DateRange,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Value,
    Wildcard,
    Words,
)


def both(*children: Query) -> And:
    return And(children)


def words(*texts: str) -> And:
    return And(tuple(map(Words, texts)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("苍南县的幸福小站提供哪些服务？", Words("苍南县的幸福小站提供哪些服务")),
        ("苍南 志愿服务", words("苍南", "志愿服务")),
        ("苍南\u3000志愿服务\n", words("苍南", "志愿服务")),
        ("苍南，志愿；服务！", words("苍南", "志愿", "服务")),
        ("《海上日出》——读后", words("海上日出", "读后")),
        ("鳌江:数字化点亮万家灯火", words("鳌江", "数字化点亮万家灯火")),
        ("多国人士：航天项目创造新的里程碑", words("多国人士", "航天项目创造新的里程碑")),
        ("作着:何远山", words("作着", "何远山")),
        ("列夫·托尔斯泰", Words("列夫·托尔斯泰")),
        ("COVID-19 5-10 北京-上海", words("COVID-19", "5-10", "北京-上海")),
        ("1,000 3.5% 12:30 ２４：００", words("1,000", "3.5%", "12:30", "２４：００")),
        ("http://example.cn:80/a?b=1*2。", Words("http://example.cn:80/a?b=1*2")),
        ("C++ C# R&D Xi'an 'x'", words("C++", "C#", "R&D", "Xi'an", "x")),
        ("5~10 1～2", words("5~10", "1～2")),
        ("气温37℃", Words("气温37℃")),
        ("好吗? 去哪里？？", words("好吗", "去哪里")),
        ("好吃～", Words("好吃")),
        ("乒”出精彩", Words("乒”出精彩")),
        ("为什么叫”角瓜“？", Words("为什么叫”角瓜")),
        ("渔村办起“海上", both(Words("渔村办起"), Words("海上"))),
        ("龙港「新", both(Words("龙港"), Words("新"))),
        ("龙港 『新", both(Words("龙港"), Words("新"))),
        ("渔村故事（上", both(Words("渔村故事"), Words("上"))),
        ("下）渔村故事", both(Words("下"), Words("渔村故事"))),
        ("海上”渔村（上）“新", both(Words("海上”渔村"), Words("上"), Words("新"))),
        ("渔村 -“广告", both(Words("渔村"), Not(Words("广告")))),
        ("渔村 -（广告", both(Words("渔村"), Not(Words("广告")))),
        ("标题：“渔村", Words("渔村", "title")),
        ("地区：（龙港", Value("place", "龙港")),
        ("()^2 苍南 (。)^3", Words("苍南")),
        ("大道（）至斯特大道（）之间", words("大道", "至斯特大道", "之间")),
        ("and or not", words("and", "or", "not")),
        (r"\(甲\) \-5 \*", words("(甲)", "-5")),
        (r"\与 \AND a\b", words("与", "AND", r"a\b")),
    ],
)
def test_unquoted_text_is_words(typed: str, meant: Query) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    "typed", ['"幸福小站"', "“幸福小站”", "＂幸福小站＂", "「幸福小站」", "『幸福小站』", '“幸福小站"']
)
def test_quotation_marks_of_every_kind_make_a_phrase(typed: str) -> None:
    assert parse(typed) == Phrase("幸福小站")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("“乒”出精彩", both(Phrase("乒"), Words("出精彩"))),
        ("打好“攻坚战”", both(Words("打好"), Phrase("攻坚战"))),
        ('"他说：“好”"', Phrase("他说：“好”")),
        (r'"他说\"好\" \\ a\b"', Phrase(r'他说"好" \ a\b')),
        ('"苍南 志愿"~5', Near(("苍南", "志愿"), 5)),
        ("“苍南 志愿”～０", Near(("苍南", "志愿"), 0)),
        ('"苍南志愿"~5', Phrase("苍南志愿")),
        ('title:"苍南 — 志愿"~3^2', Boost(Near(("苍南", "志愿"), 3, "title"), 2)),
        ("'苍南 志愿'", words("苍南", "志愿")),
    ],
)
def test_phrases_stand_as_typed_and_may_stand_near_each_other(typed: str, meant: Query) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("苍南 AND 志愿", words("苍南", "志愿")),
        ("苍南 与 志愿", words("苍南", "志愿")),
        ("苍南 && 志愿", words("苍南", "志愿")),
        ("苍南 OR 龙港", Or((Words("苍南"), Words("龙港")))),
        ("苍南 或 龙港 || 平阳", Or((Words("苍南"), Words("龙港"), Words("平阳")))),
        ("苍南 NOT 龙港", both(Words("苍南"), Not(Words("龙港")))),
        ("苍南 非 龙港", both(Words("苍南"), Not(Words("龙港")))),
        ("苍南 AND NOT 龙港", both(Words("苍南"), Not(Words("龙港")))),
        ("苍南 -龙港 －平阳", both(Words("苍南"), Not(Words("龙港")), Not(Words("平阳")))),
        ("-“龙港”", Not(Phrase("龙港"))),
        ("-(龙港 平阳)", Not(words("龙港", "平阳"))),
        ("-标题：龙港", Not(Words("龙港", "title"))),
        ("NOT NOT 龙港", Not(Not(Words("龙港")))),
        ("渔船 !古樟", both(Words("渔船"), Not(Words("古樟")))),
        ("！渔船　！古樟", both(Not(Words("渔船")), Not(Words("古樟")))),
        ("(!渔船) AND !“古樟”", both(Not(Words("渔船")), Not(Phrase("古樟")))),
        ("!(龙港 平阳)", Not(words("龙港", "平阳"))),
        ("!标题：龙港", Not(Words("龙港", "title"))),
        ("渔船|!古樟", Or((Words("渔船"), Not(Words("古樟"))))),
        ("加油！渔船", words("加油", "渔船")),
        ("真的开渔了吗？！渔船！！", words("真的开渔了吗", "渔船")),
        ("渔船 ! 古樟 !!龙港", words("渔船", "古樟", "龙港")),
        ("渔船|古樟 ｜ 龙港", Or((Words("渔船"), Words("古樟"), Words("龙港")))),
        ("“渔船”|-古樟", Or((Phrase("渔船"), Not(Words("古樟"))))),
        ("作者:何远山|作者:林知秋", Or((Value("author", "何远山"), Value("author", "林知秋")))),
        ("date:2023|date:2024-05", Or((DateRange("2023", "2023"), DateRange("2024-05", "2024-05")))),
        ("苍南 -|龙港", Or((Words("苍南"), Words("龙港")))),
        ("苍南 - 龙港", words("苍南", "龙港")),
        ("苍南 --龙港", words("苍南", "龙港")),
        ("与民同乐 或许 非遗", words("与民同乐", "或许", "非遗")),
        ("“战争”与“和平”", both(Phrase("战争"), Words("与"), Phrase("和平"))),
    ],
)
def test_operators_join_and_exclude(typed: str, meant: Query) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a b OR c", Or((words("a", "b"), Words("c")))),
        ("a OR b AND c", Or((Words("a"), words("b", "c")))),
        ("(a OR b) c", both(Or((Words("a"), Words("b"))), Words("c"))),
        ("（a OR b）c", both(Or((Words("a"), Words("b"))), Words("c"))),
        ("NOT a b", both(Not(Words("a")), Words("b"))),
        ("NOT (a OR b)", Not(Or((Words("a"), Words("b"))))),
        ("((a) (b c))", words("a", "b", "c")),
        ("a(b)", words("a", "b")),
    ],
)
def test_not_binds_closer_than_and_and_and_closer_than_or(typed: str, meant: Query) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("title:苍南", Words("苍南", "title")),
        ("TITLE：苍南", Words("苍南", "title")),
        ("标题:“幸福小站”", Phrase("幸福小站", "title")),
        ("標題: 苍南", Words("苍南", "title")),
        ("body:(苍南 OR “志愿”)", Or((Words("苍南", "body"), Phrase("志愿", "body")))),
        ("正文:共富*", Wildcard("共富*", "body")),
        ("title:(苍南 body:龙港)", both(Words("苍南", "title"), Words("龙港", "body"))),
        ("title:苍南，志愿", both(Words("苍南", "title"), Words("志愿"))),
        ("作者：何远山", Value("author", "何远山")),
        ("author:“何远山 林小满”", Value("author", "何远山 林小满")),
        ("地区：（温州市 OR 台州市）", Or((Value("place", "温州市"), Value("place", "台州市")))),
        ("place:浙江省/温州市 版次:02版", both(Value("place", "浙江省/温州市"), Value("edition", "02版"))),
        ("source:pages/2024-05/a.txt", Value("source", "pages/2024-05/a.txt")),
        (
            "-报纸:晚报 column:要闻^2",
            both(Not(Value("publication", "晚报")), Boost(Value("column", "要闻"), 2)),
        ),
        ("byline:何远山", Words("何远山", "byline")),
    ],
)
def test_a_field_narrows_what_follows_its_colon(typed: str, meant: Query) -> None:
    assert parse(typed) == meant


def test_fields_of_records_are_accepted_where_the_caller_names_them() -> None:
    fields = {**FIELDS, "Topic": "topic", "主题": "topic"}
    assert parse("topic:教育 主题：教育", fields=fields) == both(Value("topic", "教育"), Value("topic", "教育"))
    with pytest.raises(QueryError, match='unknown field "topic"'):
        parse("topic:教育")


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("2024", "2024", "2024"),
        ("2024-05", "2024-05", "2024-05"),
        ("2024-05-01", "2024-05-01", "2024-05-01"),
        ("2024年5月", "2024-05", "2024-05"),
        ("二〇二四年五月一日", "2024-05-01", "2024-05-01"),
        ("20240501", "2024-05-01", "2024-05-01"),
        ('"2024年5月1日"', "2024-05-01", "2024-05-01"),
        ("[2023 TO 2024-06]", "2023", "2024-06"),
        ("［2023 TO *］", "2023", None),
        ("[* to 2024]", None, "2024"),
        ("{2022 TO 2024}", "2023", "2023"),
        ("{2023-12 TO 2024-03-01]", "2024-01", "2024-03-01"),
        ("[2023 TO 2024-03-01}", "2023", "2024-02-29"),
        (">2024-12-31", "2025-01-01", None),
        ("> 2024-12", "2025-01", None),
        ("＞2024", "2025", None),
        (">=2024-05", "2024-05", None),
        ("≥2024-05", "2024-05", None),
        ("<2024-01-01", None, "2023-12-31"),
        ("<2024-01", None, "2023-12"),
        ("<=2024", None, "2024"),
        ("2023..2024-06", "2023", "2024-06"),
        ("2023..*", "2023", None),
        ("2023-2024", "2023", "2024"),
        ("2023年至2024年", "2023", "2024"),
        ("2023-12", "2023-12", "2023-12"),
    ],
)
def test_dates_are_periods_with_both_ends_included(typed: str, since: str | None, until: str | None) -> None:
    assert parse(f"date:{typed}") == DateRange(since, until)
    assert parse(f"苍南 日期：{typed}") == both(Words("苍南"), DateRange(since, until))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("共富*", Wildcard("共富*")),
        ("＊务", Wildcard("*务")),
        ("电?车", Wildcard("电?车")),
        ("wom?n te?", both(Wildcard("wom?n"), Wildcard("te?"))),
        ("共富*？", Wildcard("共富*")),
        ("word~", Fuzzy("word", 1)),
        ("幸福小站~2", Fuzzy("幸福小站", 2)),
        ("苍南～１", Fuzzy("苍南", 1)),
        ("苍南^2", Boost(Words("苍南"), 2)),
        ("“苍南”^1.5", Boost(Phrase("苍南"), 1.5)),
        ("(苍南 OR 龙港)^2", Boost(Or((Words("苍南"), Words("龙港"))), 2)),
        ("word~1^0.5", Boost(Fuzzy("word", 1), 0.5)),
        ("-共富*^2", Not(Boost(Wildcard("共富*"), 2))),
    ],
)
def test_words_may_be_patterns_or_fuzzy_or_weigh_more(typed: str, meant: Query) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("渔具降价，Nautica：下月执行", words("渔具降价", "Nautica", "下月执行")),
        ("Nautica：Harbour 3", words("Nautica", "Harbour", "3")),
        ("nosuch：志愿", words("nosuch", "志愿")),
        ("Title：志愿", Words("志愿", "title")),
        ("比分3：2 18：30开赛", words("比分3：2", "18：30开赛")),
    ],
)
def test_a_full_width_colon_after_a_latin_word_that_names_no_field_is_punctuation(typed: str, meant: Query) -> None:
    assert parse(typed) == meant


FIELD_LIST = "fields are: title 标题, author 作者, place 地区, date 日期, publication 报纸"


@pytest.mark.parametrize(
    ("typed", "message", "position"),
    [
        ("", "nothing to search for", 0),
        (" \u3000\n", "nothing to search for", 0),
        ("。！？…… - :", "nothing to search for", 0),
        ("苍南 nosuch:志愿", f'unknown field "nosuch"; {FIELD_LIST}', 3),
        ("nosuch:：志愿", 'unknown field "nosuch"', 0),
        ("|渔船", 'expected something to search for before |; as text it is written "|"', 0),
        ("渔船 ｜", "expected something to search for after ｜", 3),
        ("渔船|||古樟", "expected something to search for before |", 4),
        ("title:!苍南", "put the ! before the field: !title:", 6),
        ("苍南 (nosuch:“志愿”)", 'unknown field "nosuch"', 4),
        ('苍南 "志愿', "expected a closing quotation mark", 3),
        ("苍南 ＂志愿", "expected a closing quotation mark", 3),
        ('苍南 "志愿\\"', "expected a closing quotation mark", 3),
        ('苍南 ""', "nothing to search for between the quotation marks", 3),
        ("苍南 (志愿", "expected a closing parenthesis", 3),
        ("苍南) 志愿", "a closing parenthesis without an opening one", 2),
        ("NOT ( )", "expected something to search for after NOT", 0),
        ("title:（）", "expected something to search for after title:", 0),
        ("苍南 AND", "expected something to search for after AND", 3),
        ("苍南 或", "expected something to search for after 或", 3),
        ("OR 苍南", "expected something to search for before OR", 0),
        ("苍南 AND OR 志愿", "expected something to search for after AND", 3),
        ("苍南 AND 与 志愿", "expected something to search for before 与", 7),
        ("苍南 非", 'expected something to search for after 非; as text it is written "非"', 3),
        ("title:", "expected something to search for after title:", 0),
        ("(标题：)", "expected something to search for after 标题:", 1),
        ("title:-苍南", "put the - before the field: -title:", 6),
        ("place:温*", "place is compared with whole values", 6),
        ("date:2024-13", '"2024-13" is not a date; write 2024, 2024-05, 2024-05-01, 2018..2020, 7d or 去年', 5),
        ("date:端午", '"端午" is not a date', 5),
        ("date:[2024 TO", "expected a closing ]", 5),
        ("date:[2024 2025]", "expected two dates with TO between them", 5),
        ("date:[2025 TO 2024]", "no date lies from 2025 to 2024", 5),
        ("date:{2023 TO 2024}", "no date lies from", 5),
        ("date:>2024-02-30", '"2024-02-30" is not a date', 6),
        ("苍南 *", "a pattern needs at least one character besides * and ?", 3),
        ("*?", "a pattern needs at least one character besides * and ?", 0),
        ("共富*~1", "a word is either a pattern", 0),
        (r"共富*\*", "a pattern cannot hold an escaped * or ?", 0),
        ("word~3", "the number after ~ must be 1 or 2", 0),
        ("“苍南 志愿”~", "expected a number of characters, at most 9999, after ~", 7),
        ("“苍南 志愿”~99999", "expected a number of characters, at most 9999, after ~", 7),
        ("苍南^", "expected one number after ^", 2),
        ("苍南^2^3", "expected one number after ^", 2),
        ("苍南^0", "the number after ^ must be above 0 and at most 1000", 2),
        ("苍南^1001", "the number after ^ must be above 0 and at most 1000", 2),
        ("(" * (MOST_LEVELS + 1) + "苍" + ")" * (MOST_LEVELS + 1), "a query is at most 50 levels deep", MOST_LEVELS),
        ("苍 " * (MOST_LEAVES + 1), "a query has at most 1,000 words and phrases", 2 * MOST_LEAVES),
        ("苍" * 1_500 + " " + "南" * 501, "words have at most 2,000 characters together", 1_501),
        ("苍" * 65 + "~1", "a fuzzy word has at most 64 characters", 0),
        ("苍" * 10_001, "a query has at most 10,000 characters", 10_000),
    ],
)
def test_what_cannot_be_understood_is_said_with_its_position(typed: str, message: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert message in str(caught.value)
    assert caught.value.position == position
    assert caught.value.query == typed


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("苍南 志愿", "苍南 AND 志愿"),
        ("苍南 或 (龙港 -平阳)", "苍南 OR 龙港 AND NOT 平阳"),
        ("(苍南 或 龙港) “幸福 小站”～5", '(苍南 OR 龙港) AND "幸福 小站"~5'),
        ("标题：苍南^2 作者：「何 远山」", 'title:苍南^2 AND author:"何 远山"'),
        ("日期:>2024-05-01 date:2024", "date:[2024-05-02 TO *] AND date:2024"),
        ("词~ 共富＊", "词~1 AND 共富*"),
        (r"\与 \"", r"\与"),
        ("-(甲 乙)^1.50", "NOT (甲 AND 乙)^1.5"),
        ("(非 甲)^2", "(NOT 甲)^2"),
        (r"甲?\\ 乙", r"\甲?\\ AND 乙"),
    ],
)
def test_a_query_is_written_out_in_one_form(typed: str, written: str) -> None:
    assert render(parse(typed)) == written
    assert parse(written) == parse(typed)


def test_whole_words_are_written_bare_and_other_phrases_quoted() -> None:
    found = both(Phrase("苍南", whole=True), Phrase("苍南"), Phrase("a b", "title", whole=True))
    assert render(found) == '苍南 AND "苍南" AND title:"a b"'
