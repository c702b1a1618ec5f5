"""A name with the number that belongs to it is one term where the archive has it so; other numbers stay apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baosou.corpus.spellings import spellings
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.engine import Engine

Library = Callable[..., Engine]


@pytest.fixture
def archive(library: Library) -> Engine:
    """Ships and a fighter with numbers, and a captain whose name numbers follow once among two hundred times."""
    captain = [
        {"title": f"船长手记{number}", "text": "老船长陈海若出海。陈海若归港，陈海若修网，陈海若点灯。"}
        for number in range(60)
    ]
    return library(
        [
            {"title": "numerals", "text": "望舟十二号今天下水，望舟十二号的船员列队。"},
            {"title": "figures", "text": "“望舟12号”完成首航。"},
            {"title": "apart", "text": "望舟九号的船员12号上午来到苍南。"},
            {"title": "hyphen", "text": "海岳-20战机飞越海岳湾。"},
            {"title": "glued", "text": "海岳20首次亮相。"},
            {"title": "count", "text": "苍南的12个村修好了路，苍南另有三个村通了船。"},
            {"title": "day", "text": "陈海若12号到访。"},
            {"title": "day apart", "text": "陈海若说，12号还要出海。"},
            *captain,
        ]
    )


def asked(engine: Engine, query: str) -> tuple[str, set[str | None]]:
    answer = ask(engine, Question(text=query, strict=True, limit=100))
    return answer.interpreted, {hit.title for hit in answer.results.hits}


@pytest.mark.parametrize("typed", ["望舟12号", "望舟十二号", "望舟１２号"])
def test_a_name_with_its_number_is_one_term_in_figures_and_in_words(archive: Engine, typed: str) -> None:
    interpreted, found = asked(archive, typed)
    assert " AND " not in interpreted
    assert found == {"numerals", "figures"}
    assert asked(archive, f"{typed}船员")[1] == {"numerals"}


@pytest.mark.parametrize("typed", ["海岳20", "海岳-20"])
def test_figures_after_a_name_have_a_hyphen_or_none(archive: Engine, typed: str) -> None:
    assert asked(archive, typed)[1] == {"hyphen", "glued"}
    assert asked(archive, f"{typed}战机")[1] == {"hyphen"}


@pytest.mark.parametrize(
    ("typed", "interpreted", "titles"),
    [
        ("苍南12个村", "苍南 AND 12个 AND 村", {"count"}),
        ("陈海若12号到访", "陈海若 AND 12号 AND 到访", {"day"}),
        ("陈海若12号", "陈海若 AND 12号", {"day", "day apart"}),
        ("望舟3号", "望舟 AND 3号", set()),
    ],
)
def test_counts_days_and_numbers_that_the_archive_does_not_know_stay_apart(
    archive: Engine, typed: str, interpreted: str, titles: set[str]
) -> None:
    assert asked(archive, typed) == (interpreted, titles)


@pytest.mark.parametrize(
    ("one", "other"),
    [("望舟12号", "望舟十二号"), ("望舟十二号", "望舟12号"), ("海岳20", "海岳-20"), ("海岳-20", "海岳20")],
)
def test_each_spelling_of_a_name_with_its_number_leads_to_the_other(one: str, other: str) -> None:
    assert other in spellings(one, measured=True)
    assert spellings(one) == (one,) or "号" in one


def test_a_misspelt_name_is_corrected_though_it_has_a_number(archive: Engine) -> None:
    answer = ask(archive, Question(text="网舟十二号"))
    assert answer.suggestion == "望舟十二号"


@pytest.mark.parametrize("typed", ["2021年6月9日", "十二个", "6月9日"])
def test_another_date_or_amount_is_never_what_was_meant(archive: Engine, typed: str) -> None:
    assert ask(archive, Question(text=typed)).suggestion is None
