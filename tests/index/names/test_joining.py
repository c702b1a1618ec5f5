"""The short and the full form of a name are one where articles have both."""

from __future__ import annotations

import numpy as np

from baosou.index.names.joining import joined_forms


def joined(forms: dict[str, list[int]]) -> dict[str, str]:
    names = list(forms)
    found = joined_forms(names, [np.array(articles, dtype=np.int64) for articles in forms.values()])
    return {names[full]: names[short] for full, short in found.items()}


def test_forms_that_one_article_has_are_one_name() -> None:
    assert joined({"林德曼": [1, 2, 3], "安娜·林德曼": [2, 5]}) == {"安娜·林德曼": "林德曼"}


def test_forms_that_no_article_has_together_stay_two() -> None:
    assert joined({"林德曼": [1, 3], "安娜·林德曼": [2, 5]}) == {}


def test_a_short_form_that_is_two_peoples_stays_by_itself() -> None:
    assert joined({"林德曼": [1, 2, 3], "安娜·林德曼": [1, 2], "保罗·林德曼": [2, 3]}) == {}


def test_a_full_form_that_is_hardly_ever_meant_stays_by_itself() -> None:
    forms = {"林德曼": list(range(12)), "安娜·林德曼": list(range(9)), "保罗·林德曼": [10]}
    assert joined(forms) == {"安娜·林德曼": "林德曼"}
