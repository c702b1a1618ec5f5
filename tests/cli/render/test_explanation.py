"""Explanations for reading: laid out as the files in tests/cases/cli show, and from commands on a real index."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli import main
from baosou.cli.output.styled import Line, columns_of, encode
from baosou.cli.output.visible import width_of
from baosou.cli.render.analysis import render_analysis
from baosou.cli.render.explanation import render_explanation, render_reading
from baosou.cli.render.hits import SAME_TEXT, render_answer
from baosou.cli.render.why import render_why
from baosou.index.answering.analyze import walk_through
from baosou.index.explanations import Explanation, Reading, ScorePart, TermReading
from baosou.index.query.parser import parse
from baosou.index.request import Filter
from baosou.index.results import Answer, ArticleText, Hit, Results, Snippet
from baosou.index.understanding.outline import Node, outline
from baosou.index.understanding.rewrite import understand
from baosou.index.why import Reason, Sighting, Why

Case = Callable[[str, str], None]
MakeHit = Callable[..., Hit]
MakeAnswer = Callable[..., Answer]
Told = Callable[..., tuple[int, str, str]]

EXPLANATION = Explanation(
    14.25,
    (
        ScorePart("term", 5.5, "霞关镇", None, {"title": 1, "body": 3}, ("k3fa9c1d.1", "k3fa9c1d.2")),
        ScorePart("term", 4.125, "渔*", "body", {"body": 12}, ("k3fa9c1d.1",)),
        ScorePart("pairs", 3.5),
        ScorePart("some other evidence", 1.125),
    ),
)

READING = Reading(
    terms=(
        TermReading("霞关", None, "word", False, (), (), 12, 1.0, 4.75),
        TermReading("霞关镇", None, "word", True, (), (), 9, 1.0, 5.0),
        TermReading("三万", None, "phrase", True, ("3万",), (), 1203, 2.0, 3.5),
        TermReading("渔*", "body", "pattern", True, (), ("渔业", "渔家", "渔政", "渔期", "渔村", "渔港"), 1, 1.0, 8.0),
    ),
    aside=("的", "有", "哪些"),
    filters=(Filter("place", ("温州市", "台州市")), Filter("author", ("王伟",), True)),
    since="2023",
)


def plain(lines: list[Line]) -> str:
    return encode(lines, colour=False)


def reason(query: str, *, holds: bool, **told: object) -> Reason:
    """What was found out of a query of one word or phrase."""
    return Reason(outline(understand(parse(query))), holds, **told)  # type: ignore[arg-type]


def seen(text: str, marked: str, *, section: str | None = "k3fa9c1d.1", line: int = 26) -> Sighting:
    start = text.index(marked)
    snippet = Snippet(text, ((start, start + len(marked)),), line, cut_before=True, cut_after=True)
    return Sighting("title" if section is None else "body", section, snippet)


@pytest.fixture
def why_not(article: ArticleText) -> Why:
    """An article that lacks some of what is asked for, each thing for another reason."""
    children = (
        reason(
            "霞关",
            holds=True,
            counts={"title": 1, "body": 3},
            articles=4,
            sightings=(
                seen("霞关渔村:老船长带火海上课堂", "霞关", section=None, line=25),
                seen("清晨五点，霞关渔港的灯还亮着，老船长陈海生把一箱救生衣搬上甲板", "霞关"),
            ),
        ),
        reason("鲸鱼", holds=False, cause="nowhere", articles=0),
        reason("title:潮汐", holds=False, cause="other field", other_counts={"body": 1}, articles=0),
        reason(
            '"渔港灯火"',
            holds=False,
            cause="elsewhere",
            articles=1280,
            pieces=(("渔港", 2), ("灯火", 0)),
            closeness="apart",
            closest=seen("霞关渔港的灯", "渔港"),
        ),
        reason("三万", holds=False, cause="elsewhere", articles=1),
        Reason(
            outline(parse("-孩子")),
            holds=False,
            cause="excluded",
            children=(reason("孩子", holds=True, counts={"body": 1}, sightings=(seen("孩子们辨认网具", "孩子"),)),),
        ),
        Reason(
            Node("any of", "海带 OR 罗盘"),
            holds=True,
            children=(
                reason("海带", holds=False, cause="elsewhere", articles=3),
                reason("罗盘", holds=True, counts={"body": 1}, sightings=(seen("一只罗盘", "罗盘"),)),
            ),
        ),
        reason('"渔网 罗盘"~9', holds=True, counts={"body": 1}),
    )
    return Why(
        id="k3fa9c1d",
        article=article,
        matches=False,
        query=Reason(Node("all of", "…"), holds=False, children=children),
        filters=(
            Reason(Node("field", "台州市", "place"), False, cause="value", values=article.places),
            Reason(Node("field", "广告", "column"), False, cause="value"),
            Reason(Node("date", "from … to 2023", "date"), False, cause="date", values=("2024-07-02",)),
        ),
        total=1,
    )


@pytest.fixture
def why_yes(article: ArticleText) -> Why:
    """An article that matches a query of one word."""
    found = reason("霞关", holds=True, counts={"body": 1}, articles=4, sightings=(seen("霞关渔港", "霞关"),))
    return Why("k3fa9c1d", article, True, found, (), 1280, 3, EXPLANATION)


def test_why_an_article_does_not_match_is_laid_out_as_in_the_case(why_not: Why, matches_case: Case) -> None:
    matches_case("why_not_80.txt", plain(render_why(why_not, columns=80, cwd="/archive", brackets=True)))


def test_why_an_article_matches_is_laid_out_as_in_the_case(why_yes: Why, matches_case: Case) -> None:
    matches_case("why_80.txt", plain(render_why(why_yes, columns=80, cwd="/archive", brackets=True)))


def test_a_reading_and_a_score_are_laid_out_as_in_the_case(
    make_hit: MakeHit, make_answer: MakeAnswer, matches_case: Case
) -> None:
    results = Results(1, (make_hit(explanation=EXPLANATION),), {}, READING)
    answer = make_answer(interpreted='霞关镇 AND "三万"^2 AND body:渔*')
    answer = Answer(answer.query, answer.interpreted, None, 4.2, results)
    matches_case("explained_80.txt", plain(render_answer(answer, columns=80, cwd="/archive", brackets=True)))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_of_an_explanation_is_wider_than_the_terminal(columns: int, why_not: Why, why_yes: Why) -> None:
    lines = [
        line for why in (why_not, why_yes) for line in render_why(why, columns=columns, cwd="/archive", brackets=True)
    ]
    lines += render_reading(READING, interpreted='霞关镇 AND "三万"^2 AND body:渔*', columns=columns)
    lines += render_explanation(EXPLANATION, columns=columns, indent="    ")
    assert [plain([line]) for line in lines if columns_of(line) > columns] == []


def test_many_terms_share_a_line_so_that_a_hit_stays_short() -> None:
    parts = tuple(ScorePart("term", 1.0, f"词{n}", None, {"body": 1}, ("k3fa9c1d.1",)) for n in range(30))
    lines = plain(render_explanation(Explanation(30.0, parts), columns=80, indent="")).splitlines()
    assert len(lines) == 10
    assert lines[-1].split() == ["22.00", "22", "more"]


def test_a_hit_with_the_same_text_says_so(make_hit: MakeHit, make_answer: MakeAnswer) -> None:
    text = plain(render_answer(make_answer(make_hit(), copies=("k3fa9c1d",)), columns=80, cwd="/archive"))
    assert text.splitlines()[1].startswith(f"    {SAME_TEXT} · 林一帆")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("analyze_80.txt", "蒼南縣的志願服務有哪些？ ＡＰＰ -旅游 (海带 OR title:紫菜^2)"),
        ("analyze_dates_80.txt", '二〇二四年 三万 渔* 苍楠县~1 "渔船 避风"~5 date:2024 place:温州市'),
        ("analyze_mistake_80.txt", "渔港 date:某天"),
    ],
)
def test_an_analysis_is_laid_out_as_in_the_case(name: str, text: str, matches_case: Case) -> None:
    matches_case(name, plain(render_analysis(walk_through(text), columns=80)))


@given(st.text(max_size=40), st.sampled_from([40, 80]))
def test_any_text_can_be_analyzed_without_a_control_character_on_the_terminal(text: str, columns: int) -> None:
    lines = render_analysis(walk_through(text), columns=columns)
    assert "\x1b" not in plain(lines)
    assert "\u202e" not in plain(lines)


# The commands


@pytest.fixture
def told(in_the_archive: None, capsys: pytest.CaptureFixture[str]) -> Told:
    """Runs a command on the archive and gives its exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def ids(told: Told) -> list[str]:
    """The ids of the records, in their order."""
    return told("search", "--since", "1900", "--sort", "source", "--format", "ids")[1].split()


def test_a_search_explains_itself_before_and_below_its_hits(told: Told) -> None:
    code, out, _ = told("search", "苍南县的渔港", "--explain", "-n", "1")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("read as     苍南县 AND 渔港")
    assert "left aside  的 (function words)" in lines
    assert any(line.endswith("  score") for line in lines)
    assert "渔港" in out


def test_json_has_the_reading_and_the_explanations_only_where_they_are_asked_for(told: Told) -> None:
    plain_answer = json.loads(told("search", "渔港", "--json")[1])
    answer = json.loads(told("search", "渔港", "--json", "--explain")[1])
    assert "reading" not in plain_answer
    assert all("explanation" not in hit for hit in plain_answer["hits"])
    (hit,) = answer["hits"]
    parts = hit["explanation"]["parts"]
    assert abs(sum(part["score"] for part in parts) - hit["explanation"]["score"]) < 1e-9
    assert parts[0]["text"] == "渔港"
    assert parts[0]["sections"] == [hit["section"]]
    assert answer["reading"]["terms"][0]["articles"] == 1


def test_a_batch_explains_the_lines_that_ask_for_it(told: Told, tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text('{"query": "渔港", "explain": true}\n{"query": "渔港"}\n', encoding="utf-8")
    first, second = map(json.loads, told("batch", str(file), "--jobs", "1")[1].splitlines())
    assert "reading" in first
    assert "reading" not in second
    every = told("batch", str(file), "--jobs", "1", "--explain")[1].splitlines()
    assert all("reading" in json.loads(line) for line in every)


def test_why_exits_by_whether_the_article_matches(told: Told, ids: list[str]) -> None:
    code, out, err = told("why", ids[0], "渔港", "苍南县")
    assert (code, err) == (0, "")
    assert "matches: rank 1 of 1 article, score " in out
    assert "section 1, line 1" in out
    assert "[苍南县]" in out
    code, out, err = told("why", ids[1], "渔港", "志愿")
    assert (code, err) == (1, "")
    assert "does not match" in out
    assert "✗ 渔港" in out
    assert "✓ 志愿" in out


def test_why_says_which_filter_does_not_hold(told: Told, ids: list[str]) -> None:
    code, out, _ = told("why", ids[0], "渔港", "-w", "author=郑小满", "--until", "2023")
    assert code == 1
    assert "here: 林一帆、周可" in out
    assert "here: 2024-07-02" in out


def test_why_as_json_has_the_same(told: Told, ids: list[str]) -> None:
    code, out, _ = told("why", f"{ids[0]}.1", "渔港 -鲸鱼", "--json")
    answer = json.loads(out)
    assert (code, answer["id"], answer["matches"], answer["rank"]) == (0, f"{ids[0]}.1", True, 1)
    word, negation = answer["query"]["children"]
    assert (word["counts"], word["holds"]) == ({"body": 2}, True)
    sighting = word["sightings"][0]
    (start, end), *_ = sighting["highlights"]
    assert sighting["text"][start:end] == "渔港"
    assert (negation["kind"], negation["children"][0]["cause"]) == ("not", "nowhere")


@pytest.mark.parametrize("arguments", [["g0000000", "渔港"], ["xyz", "渔港"], ["IDS", "渔港 AND"], ["IDS"]])
def test_why_of_an_unknown_id_or_a_bad_query_is_2(told: Told, ids: list[str], arguments: list[str]) -> None:
    code, out, err = told("why", *(ids[0] if each == "IDS" else each for each in arguments))
    assert (code, out) == (2, "")
    assert err.startswith("error: ")


def test_similar_articles_come_in_the_forms_of_a_search(told: Told, ids: list[str]) -> None:
    code, out, err = told("similar", ids[1])
    assert code == 0
    assert "志愿者" in err
    assert out.startswith(" 1  ")
    _, listed, nothing = told("similar", ids[1], "--format", "ids")
    assert (listed.split(), nothing) == ([ids[2]], "")
    answer = json.loads(told("similar", ids[1], "--json", "-f", "year")[1])
    assert answer["query"] == ids[1]
    assert "志愿者" in answer["interpreted"]
    assert answer["facets"]["year"] == [{"value": "2022", "count": 1}]


def test_the_words_that_similar_articles_are_sought_by_stay_whole_in_lines_of_the_terminal(
    told: Told, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    whole = told("similar", ids[1])[2]
    monkeypatch.setenv("COLUMNS", "20")
    lines = told("similar", ids[1])[2].splitlines()
    assert len(lines) > 1
    assert all(width_of(line) <= 20 for line in lines)
    assert " ".join(lines).split() == whole.split()
    assert all(line.startswith("  ") for line in lines[1:])


def test_nothing_like_it_is_1_and_an_unknown_id_2(told: Told, ids: list[str]) -> None:
    assert told("similar", ids[1], "--since", "2024-08")[0] == 1
    assert told("similar", "g0000000")[0] == 2


def test_an_analysis_has_the_keys_of_the_contract_and_the_tree(told: Told) -> None:
    code, out, _ = told("analyze", "蒼南縣的渔港", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["folded"] == "苍南县的渔港"
    assert answer["interpreted"] == "苍南县 AND 渔港"
    assert answer["tree"]["kind"] == "all of"
    assert [child["text"] for child in answer["tree"]["children"]] == ["苍南县", "渔港"]
    assert answer["left_aside"] == ["的"]
    assert [(each["original"], each["folded"]) for each in answer["changes"]] == [("蒼", "苍"), ("縣", "县")]
    assert {"text", "tokens", "query", "query_error"} <= answer.keys()
