"""How names are compared with marks."""

from __future__ import annotations

from tests.bench.marked_names import Counts, Marks, counts, parsed

LINE = "bedtimenews bed-0 0 9|P 林一帆 安娜·林德曼|PO 老周|O 沙浦大学/沙大 渔港局|OO 渔协"


def test_a_line_of_marks_has_names_of_both_kinds_in_all_forms() -> None:
    head, marks = parsed(LINE)
    assert head.split() == ["bedtimenews", "bed-0", "0", "9"]
    assert marks["org"] == Marks((frozenset({"沙浦大学", "沙大"}), frozenset({"渔港局"})), frozenset({"渔协"}))


def test_any_form_of_a_name_is_right_once_and_what_may_be_told_is_not_wrong() -> None:
    _, marks = parsed(LINE)
    assert counts(["沙大", "沙浦大学", "渔协", "海浪"], marks["org"]) == Counts(right=1, wrong=1, missed=1)
    assert counts(["林德曼", "老周"], marks["person"]) == Counts(right=1, wrong=0, missed=1)


def test_precision_and_recall_are_of_all_articles_together() -> None:
    found = Counts(3, 1, 0) + Counts(1, 0, 2)
    assert (found.precision, found.recall) == (4 / 5, 4 / 6)
