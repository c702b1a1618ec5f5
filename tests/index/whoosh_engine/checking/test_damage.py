"""A damaged index tells of it in one line or answers as if it were whole; a check finds every changed byte."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from baosou.index import api
from baosou.index.adding import AddOptions
from baosou.index.answering.ask import ask
from baosou.index.answering.question import Question
from baosou.index.api import open_engine
from baosou.index.errors import IndexDamaged, IndexMissing
from baosou.index.segments.array_file import ArrayFile
from baosou.index.segments.checksums import BLOCK_BYTES, LONG, BlockSums
from baosou.index.segments.reader import Segment
from baosou.index.whoosh_engine.checking.check import counted_otherwise
from baosou.index.whoosh_engine.storage.catalogue import FORMAT
from tests.torture.damage import CHANGES, Change, Victim, tried
from tests.torture.hostile import catalogued, rewritten
from tests.torture.specimen import ASKS, make

ONE = AddOptions(jobs=1)


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Victim:
    return Victim(tmp_path_factory.mktemp("victim"))


@pytest.fixture
def whole(victim: Victim) -> Iterator[Victim]:
    yield victim
    victim.heal()


def test_whatever_happens_to_a_file_answers_stay_or_the_damage_is_told(victim: Victim) -> None:
    chance = random.Random(5)
    counts: Counter[str] = Counter()
    for name, content in islice(victim.damages(chance), 250):
        counts += tried(victim, name, content, chance.sample(list(ASKS), 3))
    assert min(counts["told"], counts["answered"]) > 100


@pytest.mark.parametrize("change", dict.fromkeys(CHANGES))
def test_every_ask_stands_up_to_every_kind_of_damage(whole: Victim, change: Change) -> None:
    chance = random.Random(3)
    name = next(name for name in whole.files if name.endswith(".seg"))
    content = change(chance, whole.files[name], whole.files["catalogue.json"])
    tried(whole, name, content, list(ASKS))


def test_segments_that_are_swapped_are_told(whole: Victim) -> None:
    first, second = (name for name in whole.files if name.endswith(".seg"))
    whole.hurt(first, whole.files[second])
    whole.hurt(second, whole.files[first])
    assert all(whole.answer(name) is None for name in ASKS if name != "add")
    findings = api.check(str(whole.index)).findings
    assert {Path(finding.path).name for finding in findings} == {first, second}


def test_a_file_of_an_earlier_generation_is_told(whole: Victim, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(whole.index, index)
    old = (index / "catalogue.json").read_bytes()
    sources = next(index.glob("sources-*"))
    content = sources.read_bytes()
    api.remove(str(index), [whole.index.parent / "1.jsonl"])
    next(index.glob("sources-*")).write_bytes(content)
    assert len(api.check(str(index)).findings) == 1
    (index / "catalogue.json").write_bytes(old)
    assert api.check(str(index)).findings


def test_what_is_damaged_is_not_merged_into_something_sound(whole: Victim, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(whole.index, index)
    segment = max(index.glob("*.seg"))
    content = bytearray(segment.read_bytes())
    code, count, offset, _ = ArrayFile(segment).directory["text"]
    content[offset + count * int(code[1]) // 2] ^= 4
    segment.unlink()
    segment.write_bytes(content)
    more = tmp_path / "more.jsonl"
    shutil.copy(whole.index.parent / "0.jsonl", more)
    with pytest.raises(IndexDamaged, match="text is damaged"):
        api.add(str(index), [more], ONE)
    assert len(api.check(str(index)).findings) == 1


def test_a_check_names_the_file_the_array_and_the_bytes(whole: Victim) -> None:
    name = next(name for name in whole.files if name.endswith(".seg"))
    file = ArrayFile(whole.index / name)
    code, count, offset, _ = file.directory["stored_blob"]
    content = bytearray(whole.files[name])
    content[offset] ^= 1
    content[file.directory["article_id"][2]] ^= 1
    whole.hurt(name, bytes(content))
    told = [(finding.path, finding.reason) for finding in api.check(str(whole.index)).findings]
    last = offset + min(count * int(code[1]), BLOCK_BYTES)
    first = file.directory["article_id"]
    assert told == [
        (str(file.path), f"article_id is damaged (bytes {first[2]} to {first[2] + first[1] * 8})"),
        (str(file.path), f"stored_blob is damaged (bytes {offset} to {last})"),
    ]


def test_a_lost_catalogue_is_damage_and_no_reason_to_begin_anew(whole: Victim) -> None:
    whole.hurt("catalogue.json", None)
    with pytest.raises(IndexDamaged, match=r"catalogue\.json is missing"):
        open_engine(str(whole.index))
    with pytest.raises(IndexDamaged, match=r"catalogue\.json is missing"):
        api.add(str(whole.index), [whole.index.parent / "1.jsonl"], ONE)


@pytest.mark.parametrize("sizes", [[], [1], [LONG], [LONG - 1, 2], [5, LONG, 3 * BLOCK_BYTES, 1]])
def test_checksums_of_blocks_do_not_depend_on_how_the_bytes_come(sizes: list[int]) -> None:
    content = random.Random(1).randbytes(sum(sizes))
    at_once, in_pieces = BlockSums(), BlockSums()
    at_once.add(content)
    at = 0
    for size in sizes:
        in_pieces.add(content[at : at + size])
        at += size
    (first, table), (second, other) = at_once.done(), in_pieces.done()
    assert first == second
    assert (table is None) == (other is None) == (len(content) <= LONG)
    assert table is None or table.tolist() == (other.tolist() if other is not None else None)


# Sources and counts


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return make(tmp_path)


def test_check_compares_the_index_with_its_sources(own: Path) -> None:
    assert api.check(str(own), sources=True).findings == ()
    (own.parent / "1.jsonl").unlink()
    changed = own.parent / "0.jsonl"
    changed.write_text(changed.read_text("utf-8").replace("鳌江", "瓯江"), "utf-8")
    report = api.check(str(own), sources=True)
    assert {(each.kind, Path(each.path).name, each.reason) for each in report.findings} == {
        ("source", "1.jsonl", "missing"),
        ("source", "0.jsonl", "changed since it was indexed"),
    }
    assert (report.sources, report.counted > 30) == (3, True)
    assert api.check(str(own)).findings == ()


def test_counts_of_samples_tell_lists_that_are_not_those_of_the_texts(own: Path) -> None:
    """Somebody changed a word of the texts and made all checksums right; the arrays fit together as before."""
    path = max(own.glob("*.seg"))
    assert counted_otherwise(Segment(path), samples=300)[0] == []
    assert counted_otherwise(Segment(path), samples=300, most=0) == ([], 1), "enough is counted"
    rewritten(path, lambda name, array: np.where(array == ord("灯"), ord("船"), array) if name == "text" else array)
    catalogued(own)
    assert api.check(str(own)).findings == ()
    findings = api.check(str(own), sources=True).findings
    assert findings
    assert {finding.kind for finding in findings} == {"counts"}
    assert "times, it stands there" in findings[0].reason


# Made anew


def answers(index: Path) -> dict[str, str]:
    """What is answered but for `status`, which tells of files and times."""
    return {name: ask(index) for name, ask in ASKS.items() if name not in ("status", "add")}


@pytest.mark.parametrize("lost", ["segments", "catalogue", "both", "version", "newer"])
def test_an_index_is_made_anew_from_its_sources(own: Path, lost: str) -> None:
    before = answers(own)
    if lost in ("segments", "both"):
        for path in own.glob("*.seg"):
            path.write_bytes(path.read_bytes()[:999])
    if lost in ("catalogue", "both"):
        (own / "catalogue.json").unlink()
    if lost in ("version", "newer"):
        values = json.loads((own / "catalogue.json").read_bytes())
        del values["checksum"]
        (own / "catalogue.json").write_text(
            json.dumps({**values, "format": FORMAT + (-1 if lost == "version" else 1)}), "utf-8"
        )
    summary = api.add(str(own), [], AddOptions(jobs=1, rebuild=True))
    assert summary.failed == ()
    assert (summary.updated, summary.new) == (3, 0)
    assert api.check(str(own), sources=True).findings == ()
    after = answers(own)
    assert {name for name in before if _places(before[name]) != _places(after[name])} == set()


def _places(answer: str) -> int:
    """How many hits, words or suggestions an answer has; ids and ranks may be others by the order of the segments."""
    return answer.count("id='") + answer.count("WordCount") + answer.count("Suggestion(")


def test_ids_stay_when_an_index_is_made_anew(own: Path) -> None:
    before = {hit.id for hit in ask(open_engine(str(own)), Question("灯", limit=100)).results.hits}
    api.add(str(own), [], AddOptions(jobs=1, rebuild=True))
    assert {hit.id for hit in ask(open_engine(str(own)), Question("灯", limit=100)).results.hits} == before


def test_an_index_is_left_as_it_was_where_a_source_is_gone(own: Path) -> None:
    (own.parent / "1.jsonl").unlink()
    before = {path.name: path.read_bytes() for path in own.iterdir()}
    summary = api.add(str(own), [], AddOptions(jobs=1, rebuild=True))
    assert [(Path(each.path).name, each.reason) for each in summary.failed] == [
        ("1.jsonl", "no such file or folder"),
        ("index", "left as it was, for sources of it cannot be read; leave these out with --prune"),
    ]
    assert {path.name: path.read_bytes() for path in own.iterdir()} == before
    summary = api.add(str(own), [], AddOptions(jobs=1, rebuild=True, prune=True))
    assert (summary.updated, summary.removed, len(summary.failed)) == (2, 1, 1)
    assert open_engine(str(own)).status().sources == 2


def test_the_encoding_that_was_forced_is_kept(tmp_path: Path) -> None:
    index, page = tmp_path / "index", tmp_path / "page.txt"
    page.write_bytes("渔港夜市\n本报记者 周可\n　　夜市的灯还亮着。\n".encode("big5hkscs", "replace"))
    api.add(str(index), [page], AddOptions(jobs=1, encoding="big5hkscs"))
    assert api.check(str(index), sources=True).findings == ()
    before = _shown(index)
    assert "夜市" in before
    api.add(str(index), [], AddOptions(jobs=1, rebuild=True))
    assert api.check(str(index), sources=True).findings == ()
    assert _shown(index) == before


def _shown(index: Path) -> str:
    engine = open_engine(str(index))
    return repr([engine.article(hit.id).to_dict() for hit in ask(engine, Question("灯")).results.hits])


def test_what_was_indexed_is_named_where_the_list_of_sources_is_lost_too(own: Path) -> None:
    for path in own.glob("sources-*"):
        path.write_bytes(b"[")
    with pytest.raises(Exception, match=r"name it: baosou add PATH\.\.\. --rebuild"):
        api.add(str(own), [], AddOptions(jobs=1, rebuild=True))
    summary = api.add(str(own), [own.parent / "1.jsonl"], AddOptions(jobs=1, rebuild=True))
    assert (summary.new, len(summary.warnings)) == (1, 1)
    assert [word.text for word in open_engine(str(own)).vocabulary.user_words()] == ["幸福小站", "海上课堂"]


def test_words_that_cannot_be_read_are_told(own: Path) -> None:
    (path,) = own.glob("wordbook-*")
    path.write_bytes(path.read_bytes()[:-3])
    summary = api.add(str(own), [], AddOptions(jobs=1, rebuild=True))
    assert "your words and synonyms cannot be read" in summary.warnings[0].reason
    assert api.check(str(own)).findings == ()


def test_where_there_is_no_index_nothing_is_made_anew(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        api.add(str(tmp_path / "none"), [], AddOptions(rebuild=True))
    assert not (tmp_path / "none").exists()


def test_a_folder_is_made_for_its_owner_unless_the_one_above_is_shared(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("夜市的灯还亮着。\n", "utf-8")
    api.add(str(tmp_path / "own"), [page], ONE)
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2775)
    api.add(str(shared / "index"), [page], ONE)
    assert (shared / "index").stat().st_mode & 0o050 == 0o050
