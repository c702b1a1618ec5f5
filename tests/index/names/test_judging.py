"""What the texts of an archive say of tagged strings decides what is a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from baosou.index.analysis.units import units_of
from baosou.index.names.evidence import evidence, tallied
from baosou.index.names.judging import Names, judged
from baosou.index.names.tags import Kind
from tests.index.names.marking import ORG, PERSON, PLACE, Marking


def names_of(
    articles: Sequence[str], known: Mapping[str, Kind], *, words: Sequence[str] = (), missed: Sequence[str] = ()
) -> Names:
    """The names among what is tagged in articles; in those that are `missed` nothing is."""
    tags = Marking(known).tagged(articles)
    tags += [[] for _ in missed]
    texts = list(known)
    rows = [
        (texts.index(text), int(kind), often)
        for each in tags
        for (text, kind), often in Counter((tag.text, tag.kind) for tag in each).items()
    ]
    numbers, kinds, times = np.array(rows, dtype=np.int64).T
    units = units_of("\0".join([*articles, *missed]))
    return judged(evidence(tallied([(texts, numbers, kinds, times)]), [units], words), words)


def accepted(names: Names, kind: Kind) -> set[str]:
    return {text for of, text in names.known if of is kind}


def test_a_string_is_a_person_if_most_tags_say_so() -> None:
    names = names_of(["林一帆来了", "林一帆说好", "到沙浦去"], {"林一帆": PERSON, "沙浦": PLACE})
    assert accepted(names, PERSON) == {"林一帆"}


def test_a_town_that_is_mostly_tagged_as_a_place_is_no_person() -> None:
    texts, numbers, kinds = ["赫林诺"], np.array([0, 0]), np.array([int(PERSON), int(PLACE)])
    tallies = tallied([(texts, numbers, kinds, np.array([2, 9]))])
    found = evidence(tallies, [units_of("\0".join(["在赫林诺一带"] * 11))], ())
    assert not judged(found, ()).known


def test_a_string_that_hardly_ever_is_tagged_is_no_name() -> None:
    names = names_of(["马上来"], {"马上": PERSON}, missed=["马上就好", "马上开始", "他马上到"])
    assert not accepted(names, PERSON)


def test_an_ordinary_word_has_to_be_tagged_nearly_always() -> None:
    articles, missed = ["高明来访", "高明说", "高明走了"], ["手段高明"]
    assert accepted(names_of(articles, {"高明": PERSON}, missed=missed), PERSON) == {"高明"}
    assert not accepted(names_of(articles, {"高明": PERSON}, missed=missed, words=["高明"]), PERSON)


def test_a_name_that_was_cut_off_is_lengthened_by_what_always_stands_beside_it() -> None:
    articles = ["总统萨林诺娃到访", "萨林诺娃说", "林诺娃会见了代表"]
    tags = {"萨林诺娃": PERSON}
    assert names_of(articles[:2], tags).meant(PERSON, "萨林诺娃") == "萨林诺娃"
    texts, numbers = ["萨林诺娃", "林诺娃"], np.array([0, 1])
    tallies = tallied([(texts, numbers, np.array([0, 0]), np.array([2, 5]))])
    found = evidence(tallies, [units_of("\0".join(["总统萨林诺娃到访"] * 7))], ())
    assert judged(found, ()).meant(PERSON, "林诺娃") == "萨林诺娃"


def test_a_given_name_that_only_stands_after_a_surname_is_lengthened_by_it() -> None:
    texts, numbers = ["一帆"], np.array([0])
    tallies = tallied([(texts, numbers, np.array([0]), np.array([3]))])
    found = evidence(tallies, [units_of("\0".join(["局长林一帆说", "林一帆走了", "问林一帆"]))], ())
    names = judged(found, ())
    assert names.meant(PERSON, "一帆") == "林一帆"
    assert accepted(names, PERSON) == {"林一帆"}


def test_the_end_of_a_title_is_no_part_of_a_name() -> None:
    texts, numbers = ["林一帆", "长林一帆"], np.array([0, 1])
    tallies = tallied([(texts, numbers, np.array([0, 0]), np.array([3, 1]))])
    found = evidence(tallies, [units_of("\0".join(["局长林一帆说"] * 4))], ())
    assert judged(found, ()).meant(PERSON, "林一帆") == "林一帆"


def test_storms_diseases_and_towns_are_told_by_what_stands_beside_them() -> None:
    for text in ("台风马力娜将登陆", "感染马力娜病毒的人", "在马力娜州以东"):
        assert not accepted(names_of([text] * 4, {"马力娜": PERSON}), PERSON), text
    assert accepted(names_of(["马力娜市长说", "马力娜说"], {"马力娜": PERSON}), PERSON) == {"马力娜"}


def test_organisations_end_as_such_do_or_are_listed() -> None:
    articles = ["沙浦渔港管理局与新华社", "沙浦渔港管理局和沙浦"] * 2
    names = names_of(articles, {"沙浦渔港管理局": ORG, "新华社": ORG, "沙浦": ORG})
    assert accepted(names, ORG) == {"沙浦渔港管理局", "新华社"}


def test_an_organisation_that_is_listed_is_one_however_it_is_tagged() -> None:
    texts, numbers, kinds = ["上合组织", "高通"], np.array([0, 0, 1]), np.array([int(ORG), int(PLACE), int(ORG)])
    tallies = tallied([(texts, numbers, kinds, np.array([3, 5, 1]))])
    found = evidence(tallies, [units_of("\0".join(["上合组织开会了", "高通道里"] * 9))], ())
    known = judged(found, ()).known
    assert known[ORG, "上合组织"].tagged == 3
    assert not known[ORG, "高通"].spreads


def test_two_organisations_that_are_tagged_as_one_are_none() -> None:
    articles = ["海岳公司同渔业委员会签约", "渔业委员会说", "海岳公司说"]
    joined = "海岳公司同渔业委员会"
    names = names_of(articles, {joined: ORG, "渔业委员会": ORG, "海岳公司": ORG})
    assert joined not in accepted(names, ORG)


def test_all_occurrences_of_a_name_count_where_most_are_tagged() -> None:
    articles = ["林一帆到了", "林一帆走了", "见林一帆"]
    (name,) = names_of(articles, {"林一帆": PERSON}, missed=["林一帆又来"]).known.values()
    assert name.spreads
    (name,) = names_of(articles[:2], {"林一帆": PERSON}).known.values()
    assert not name.spreads
