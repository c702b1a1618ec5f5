"""People and organisations are found in a second pass, which goes on where it was stopped and outlasts all changes."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from baosou.index import Index, QueryError, open_index
from baosou.index.adding import EnrichOptions
from baosou.index.names.tags import Kind, Tag
from baosou.index.reports import EnrichSummary
from baosou.index.segments.writing.sizes import USUAL, Sizes
from baosou.index.whoosh_engine.backend import WhooshBackend
from tests.index.names.marking import ORG, PERSON, Marking

KNOWN: Mapping[str, Kind] = {
    "林一帆": PERSON,
    "周可": PERSON,
    "安娜·林德曼": PERSON,
    "林德曼": PERSON,
    "沙浦渔港管理局": ORG,
    "沙浦大学": ORG,
}

ARTICLES = (
    {"title": "渔港开渔", "text": "沙浦渔港管理局局长林一帆说，开渔了。周可在场。", "date": "2024-05-01", "id": "a"},
    {"title": "夜里的灯", "text": "林一帆和周可夜里守着灯塔。", "date": "2024-06-02", "id": "b"},
    {"title": "大学来客", "text": "安娜·林德曼到沙浦大学讲课，林德曼谈渔业，周可主持，林一帆提问。", "id": "c"},
    {"title": "安娜·林德曼的信", "text": "信里谈到了渔业。", "id": "d"},
    {"title": "一天", "text": "没有人来。", "authors": ["林一帆"], "id": "e"},
)


def write(folder: Path, articles: object, name: str = "papers.jsonl") -> Path:
    import json

    assert isinstance(articles, list | tuple)
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in articles), encoding="utf-8")
    return file


def enrich(
    index: Index, tagger: Marking | None = None, *, sizes: Sizes = USUAL, dry_run: bool = False
) -> EnrichSummary:
    options = EnrichOptions(jobs=1, dry_run=dry_run)
    summary = WhooshBackend(Path(index.location), sizes).enrich(options, tagger=tagger or Marking(KNOWN))
    index.refresh()
    return summary


def values(index: Index, field: str, *, every: bool = True, **where: str) -> dict[str, int]:
    counts = index.facets(None, f"{field}:0", all_names=every, where=where)[field]
    return {each.value: each.count for each in counts}


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = open_index(tmp_path / "index", create=True)
    index.add(write(tmp_path / "papers", ARTICLES))
    return index


def test_what_articles_name_becomes_fields(index: Index) -> None:
    summary = enrich(index)
    assert (summary.articles, summary.people, summary.organisations) == (5, 3, 2)
    assert values(index, "person") == {"林一帆": 3, "周可": 3, "林德曼": 2}
    assert values(index, "org") == {"沙浦渔港管理局": 1, "沙浦大学": 1}
    assert index.count(None, where={"person": "林一帆"}) == 3
    assert index.count("person:林一帆 NOT 人物:安娜·林德曼") == 2
    assert index.count("渔业 机构:沙浦大学") == 1


def test_who_wrote_an_article_is_not_named_in_it(index: Index) -> None:
    enrich(index)
    assert index.count(None, where={"author": "林一帆"}) == 1
    assert index.count(None, where={"author": "林一帆", "person": "林一帆"}) == 0


def test_the_short_and_the_full_form_of_a_name_are_one_value_and_both_find_it(index: Index) -> None:
    enrich(index)
    assert index.count(None, where={"person": "安娜·林德曼"}) == index.count(None, where={"person": "林德曼"}) == 2


def test_before_it_a_query_says_what_to_do(index: Index) -> None:
    with pytest.raises(QueryError, match="baosou enrich"):
        index.search(None, where={"person": "林一帆"})
    with pytest.raises(QueryError, match="baosou enrich"):
        index.search("org:沙浦大学")
    assert not {"person", "org"} & set(index.fields())
    assert index.status().unenriched is None


def test_people_named_once_are_shown_on_request(index: Index, tmp_path: Path) -> None:
    more = {**KNOWN, "方文": PERSON}
    index.add(write(tmp_path / "more", [{"title": "来客", "text": "来了方文。"}]))
    enrich(index, Marking(more))
    assert "方文" not in values(index, "person", every=False)
    assert values(index, "person")["方文"] == 1
    assert index.count(None, where={"person": "方文"}) == 1


class Inattentive(Marking):
    """Tags three of every five mentions."""

    def _tags(self, text: str) -> list[Tag]:
        return [tag for number, tag in enumerate(super()._tags(text)) if number % 5 < 3]


def test_an_organisation_that_is_seldom_recognised_is_shown_if_it_is_listed(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index", create=True)
    text = "上合组织的代表到了沙浦。" * 5 + "沙浦渔港管理局的人也到了。" * 5
    index.add(records=[{"title": "到了", "text": text}])
    enrich(index, Inattentive({"上合组织": ORG, "沙浦渔港管理局": ORG}))
    assert values(index, "org", every=False) == {"上合组织": 1}
    assert values(index, "org") == {"上合组织": 1, "沙浦渔港管理局": 1}


def test_only_what_is_new_is_read_again(index: Index, tmp_path: Path) -> None:
    enrich(index)
    again = Marking(KNOWN)
    assert enrich(index, again).articles == 0
    assert not again.seen
    index.add(write(tmp_path / "more", [{"title": "周可来信", "text": "周可写信给林一帆。"}]))
    assert index.status().unenriched == 1
    assert values(index, "person")["周可"] == 3
    assert enrich(index, again).articles == 1
    assert again.seen == ["周可来信\n周可写信给林一帆。"]
    assert values(index, "person")["周可"] == 4
    assert index.status().unenriched == 0


def test_a_source_that_is_read_again_keeps_the_names_of_articles_that_stay(index: Index, tmp_path: Path) -> None:
    enrich(index)
    changed = [{**ARTICLES[0], "text": "周可说，明天开渔。"}, *ARTICLES[1:]]
    index.add(write(tmp_path / "papers", changed))
    assert index.status().unenriched == 1
    assert values(index, "person") == {"林一帆": 2, "周可": 2, "林德曼": 2}
    again = Marking(KNOWN)
    enrich(index, again)
    assert again.seen == ["渔港开渔\n周可说，明天开渔。"]
    assert values(index, "person") == {"林一帆": 2, "周可": 3, "林德曼": 2}


def test_deleted_articles_count_no_more(index: Index, tmp_path: Path) -> None:
    more = write(tmp_path / "more", [{"title": "三人", "text": "林一帆、周可在沙浦大学。"}])
    index.add(more)
    enrich(index)
    assert values(index, "person")["林一帆"] == 4
    index.remove(more)
    assert values(index, "person")["林一帆"] == 3
    assert enrich(index).articles == 0
    index.optimize()
    assert values(index, "person")["林一帆"] == 3
    assert index.check().ok


def test_merges_keep_what_is_known(index: Index, tmp_path: Path) -> None:
    enrich(index)
    for number in range(4):
        index.add(
            write(tmp_path / "more", [{"title": f"{number}", "text": f"第{number}次，周可来。"}], f"{number}.jsonl")
        )
    again = Marking(KNOWN)
    assert enrich(index, again).articles == 4
    before = values(index, "person"), values(index, "org")
    index.optimize()
    assert (values(index, "person"), values(index, "org")) == before
    assert index.status().segments == 1
    assert enrich(index, again).articles == 0
    assert index.check().ok


def test_what_was_kept_before_somebody_stopped_it_stays(index: Index) -> None:
    often = Sizes(tagged=1, kept=1)
    with pytest.raises(KeyboardInterrupt):
        enrich(index, Marking(KNOWN, fails_after=3), sizes=often)
    index.refresh()
    assert index.check().ok
    assert index.status().unenriched == 5
    assert values(index, "person") == {}
    rest = Marking(KNOWN)
    assert enrich(index, rest).articles == 2
    assert len(rest.seen) == 2
    assert values(index, "person") == {"林一帆": 3, "周可": 3, "林德曼": 2}


def test_another_tagger_reads_all_anew(index: Index) -> None:
    enrich(index)
    assert enrich(index, Marking({"周可": PERSON}, version="marking 2")).articles == 5
    assert values(index, "person") == {"周可": 3}


def test_a_dry_run_tells_how_many_articles_are_new(index: Index) -> None:
    tagger = Marking(KNOWN)
    assert enrich(index, tagger, dry_run=True).articles == 5
    assert not tagger.seen
    assert index.status().unenriched is None


def test_a_changed_file_is_found_by_its_checksums(index: Index) -> None:
    enrich(index)
    index.close()
    (file,) = Path(index.location).glob("*.names")
    content = bytearray(file.read_bytes())
    content[10] ^= 1
    file.write_bytes(content)
    report = Index(index.location).check()
    assert [finding.path for finding in report.findings] == [str(file)]
    file.unlink()
    assert not Index(index.location).check().ok


def test_files_that_are_no_more_named_go(index: Index, tmp_path: Path) -> None:
    enrich(index)
    index.add(write(tmp_path / "more", [{"title": "又", "text": "周可来。"}]))
    enrich(index)
    index.optimize()
    assert len(list(Path(index.location).glob("*.names"))) == 1


def test_who_is_named_with_whom(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index", create=True)
    texts = ["林一帆和周可出海。"] * 3 + ["林一帆和方文上山。"] * 2 + ["方文说好。"] * 6 + ["林一帆在沙浦大学。"]
    articles = [{"title": f"第{n}天", "text": text, "date": f"2024-0{n % 3 + 1}-02"} for n, text in enumerate(texts)]
    index.add(write(tmp_path / "papers", articles))
    enrich(index, Marking({**KNOWN, "方文": PERSON}))
    page = index.facets(None, where={"person": "林一帆"})
    assert list(page.fields) == ["person", "org", "place", "month", "words"]
    # 方文 is there twice, which may be chance
    assert [(each.value, each.count) for each in page["person"]] == [("周可", 3)]
    assert [(each.value, each.count) for each in page["org"]] == [("沙浦大学", 1)]
    assert sum(each.count for each in page["month"]) == 6


def test_names_complete_and_are_suggested(index: Index) -> None:
    enrich(index)
    assert "林一帆" in [each.text for each in index.suggest("林一")]
    assert "林一帆" in [each.text for each in index.suggest("lin yifan")]
    (note,) = index.search(None, where={"person": "林一凡"}).notes
    assert "林一帆" in note.message


def test_traditional_text_counts_with_simplified(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index", create=True)
    articles = [{"title": "一", "text": "歐陽萬里來了。"}, {"title": "二", "text": "欧阳万里来了，欧阳万里说。"}]
    index.add(write(tmp_path / "papers", articles))
    enrich(index, Marking({"欧阳万里": PERSON, "歐陽萬里": PERSON}))
    assert values(index, "person") == {"欧阳万里": 2}
    assert index.count(None, where={"person": "歐陽萬里"}) == 2


def test_running_heads_are_not_searched(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index", create=True)
    (tmp_path / "page.txt").write_text("周可\n\n周可的一天\n今天没有风，渔港很静。\n", encoding="utf-8")
    index.add(tmp_path / "page.txt")
    tagger = Marking(KNOWN)
    summary = enrich(index, tagger)
    assert summary.articles == len(tagger.seen) == index.status().articles


def test_what_an_article_names_goes_along_where_it_is_exported(index: Index, tmp_path: Path) -> None:
    enrich(index)
    (record,) = index.export(where={"org": "沙浦大学"})
    assert record["extra"] == {"org": ["沙浦大学"], "person": ["周可", "林一帆", "林德曼"]}
    other = open_index(tmp_path / "other", create=True)
    other.add(records=[dict(each) for each in index.export()])
    assert values(other, "person") == {"林一帆": 3, "周可": 3, "林德曼": 2}
    assert other.count("org:沙浦大学") == 1
    enrich(other, Marking({"周可": PERSON}))
    assert values(other, "person") == {"周可": 3}


KILLED = """
import os, signal, sys
from pathlib import Path
from baosou.index.adding import EnrichOptions
from baosou.index.segments.writing.sizes import Sizes
from baosou.index.whoosh_engine.backend import WhooshBackend
from tests.index.names.marking import PERSON, Marking

class Deadly(Marking):
    def tagged(self, texts):
        if len(self.seen) >= 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().tagged(texts)

sizes = Sizes(tagged=1, kept=1)
tagger = Deadly({"周可": PERSON}, version=sys.argv[2])
WhooshBackend(Path(sys.argv[1]), sizes).enrich(EnrichOptions(jobs=1), tagger=tagger)
"""


def test_a_killed_run_leaves_a_sound_index_and_the_next_goes_on(index: Index) -> None:
    index.close()
    root = Path(__file__).parents[4]
    killed = subprocess.run([sys.executable, "-c", KILLED, index.location, "marking 1"], cwd=root, check=False)
    assert killed.returncode == -signal.SIGKILL
    again = open_index(index.location)
    assert again.check().ok
    rest = Marking({"周可": PERSON})
    assert enrich(again, rest).articles == len(rest.seen) == 2
    assert values(again, "person") == {"周可": 3}
    # the same where all articles are tagged anew
    again.close()
    subprocess.run([sys.executable, "-c", KILLED, index.location, "marking 2"], cwd=root, check=False)
    assert open_index(index.location).check().ok


def test_articles_that_name_nobody_are_searched_once(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index", create=True)
    index.add(write(tmp_path / "papers", [{"title": "一天", "text": "没有人来。"}]))
    assert enrich(index, Marking({})).articles == 1
    assert (values(index, "person"), values(index, "org")) == ({}, {})
    assert enrich(index, Marking({})).articles == 0
    assert index.status().unenriched == 0
    assert index.check().ok


def test_an_index_that_is_made_anew_keeps_what_it_knows_of_its_articles(index: Index) -> None:
    enrich(index)
    before = values(index, "person")
    index.add(rebuild=True)
    assert values(index, "person") == before
    assert enrich(index).articles == 0
    index.close()
    (file,) = Path(index.location).glob("*.names")
    file.write_bytes(file.read_bytes()[:-9])
    anew = Index(index.location)
    anew.add(rebuild=True)
    assert anew.status().unenriched is None
    assert enrich(anew).articles == 5
