"""PDFs through the command line: pages in answers, passwords, failures beside what is good, processes that end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from baosou.index import open_index
from baosou.index.adding import Progress
from tests.corpus.pdf import made
from tests.work import LONGEST_WAIT, wait_until

Baosou = Callable[..., "subprocess.CompletedProcess[bytes]"]

LESSON = made.article("渔港灯火", ["清晨五点，霞关渔港的灯还亮着，陈海生把救生衣搬上甲板，等着第一批来上课的孩子。"])
BRIDGE = made.article("新桥通车", ["东山新桥昨日通车，两岸往来由四十分钟缩短为五分钟，摆渡船从此停航。"])
SECRET = "yuhuo-9161"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(made.text_pdf(BRIDGE, LESSON, None))
    (folder / "b.pdf").write_bytes(made.encrypted(LESSON, user=SECRET, owner="bianji"))
    (folder / "c.pdf").write_bytes(made.text_pdf(None))
    (folder / "d.pdf").write_bytes(made.text_pdf(LESSON)[:300])
    (folder / "e.txt").write_text("水车重新转起来\n\n　　田里的老水车修好了，一天能车上三十立方水。\n", "utf-8")
    return folder


def answer(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_cannot_be_read_is_told_and_all_else_is_found_on_its_page(papers: Path, baosou: Baosou, jobs: str) -> None:
    done = baosou("add", "papers", "--index", "idx", "--jobs", jobs, "--json")
    summary = answer(done)
    assert done.returncode == 2
    assert (summary["new"], summary["articles"]) == (2, 3)
    failed = {Path(each["path"]).name: each["reason"] for each in summary["failed"]}
    assert list(failed) == ["b.pdf", "c.pdf", "d.pdf"]
    assert "--password-file" in failed["b.pdf"]
    assert "ocrmypdf" in failed["c.pdf"]
    (warning,) = summary["warnings"]
    assert warning["reason"].startswith("page 3: no text layer")
    (hit,) = answer(baosou("search", "救生衣", "--index", "idx", "--json"))["hits"]
    place = hit["source"]
    assert (Path(place["path"]).name, place["page"]) == ("a.pdf", 2)
    left, bottom, right, top = place["box"]
    assert 55 < left < right < 330
    assert 650 < bottom < top < 780
    shown = answer(baosou("show", hit["id"], "--index", "idx", "--json"))
    assert (shown["source"]["page"], shown["sections"][0]["source"]) == (2, place)
    assert shown["source"]["box"][3] > top, "the headline stands above its section"
    assert baosou("search", "救生衣", "--index", "idx").stdout.decode().endswith("papers/a.pdf page 2\n")
    in_chinese = baosou("search", "救生衣", "--index", "idx", "--lang", "zh").stdout.decode()
    assert in_chinese.endswith("papers/a.pdf 第 2 页\n")
    again = answer(baosou("add", "papers", "--index", "idx", "--json"))
    assert (again["unchanged"], again["new"], len(again["failed"]), again["warnings"]) == (2, 0, 3, [warning])


def test_what_has_no_pages_has_none_in_json_and_its_line_in_text(papers: Path, baosou: Baosou) -> None:
    baosou("add", "papers/e.txt", "--index", "idx")
    (hit,) = answer(baosou("search", "水车", "--index", "idx", "--json"))["hits"]
    assert (hit["source"]["line"], hit["source"]["page"], hit["source"]["box"]) == (3, None, None)
    assert baosou("search", "水车", "--index", "idx").stdout.decode().endswith("papers/e.txt:3\n")


NEWSPAPER = [
    (60.0, 800.0, 9.0, "海岳日报 2023年4月18日 星期二 第5版"),
    *made.article(
        "渡口添新灯", ["平湾镇的渡口昨晚亮起十二盏航灯，夜里过河的人看得清每一级石阶。"], top=740, measure=18
    ),
    *made.article("老厂房变书屋", ["停产多年的织布厂改成了书屋，"], left=330, top=740, measure=18),
    *made.article(
        "山路通到村口", ["青石岭的村民修了三年的路昨天通车，第一辆班车载着九个学生上山，"], top=500, measure=18
    ),
    *made.article(
        "夜校开课", ["镇上的夜校教人修船补网，渡口的老船工当了老师，航灯下也能上课。"], left=330, top=500, measure=18
    ),
]


@pytest.fixture
def newspaper(tmp_path: Path, baosou: Baosou) -> str:
    """An index of a page with four articles; gives what the folder is called in answers."""
    folder = tmp_path / "newspaper"
    folder.mkdir()
    (folder / "05.pdf").write_bytes(made.text_pdf(BRIDGE, NEWSPAPER))
    assert baosou("add", "newspaper", "--index", "idx", "--jobs", "1").returncode == 0
    return str(tmp_path.resolve())


def without_chance(said: dict[str, Any]) -> dict[str, Any]:
    """An object without how long it took and what ranking gave it."""
    kept = {key: value for key, value in said.items() if key not in ("took_ms", "score")}
    return {key: list(map(without_chance, value)) if key == "hits" else value for key, value in kept.items()}


@pytest.mark.parametrize(
    ("case", "command"),
    [
        ("pdf_search", ["search", "航灯"]),
        ("pdf_search_json", ["search", "航灯", "--json", "--by", "section"]),
        ("pdf_search_csv", ["search", "航灯", "--format", "csv", "--fields", "title,path,page,source.box"]),
        ("pdf_show", ["show", "--page"]),
        ("pdf_show_json", ["show", "--json", "--page"]),
        ("pdf_export", ["export", "石阶"]),
        ("pdf_export_hits", ["export", "航灯", "--of", "hits", "--format", "csv", "--fields", "title,source,page,box"]),
        ("pdf_kwic", ["kwic", "航灯", "--json"]),
    ],
)
def test_answers_say_which_page_and_where_on_it(
    newspaper: str, baosou: Baosou, matches_case: Callable[[str, str], None], case: str, command: list[str]
) -> None:
    first = baosou("search", "渡口 石阶", "--strict", "--index", "idx", "--format", "ids").stdout.decode().strip()
    done = baosou(*command, *([first] if command[0] == "show" else []), "--index", "idx")
    assert done.returncode == 0
    told = done.stdout.decode().replace(newspaper, "/archive")
    if told.startswith("{"):
        told = json.dumps(without_chance(json.loads(told)), ensure_ascii=False, indent=1) + "\n"
    matches_case(f"{case}.txt", told)


def test_passwords_are_tried_and_stand_nowhere_afterwards(papers: Path, baosou: Baosou, tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    passwords.write_text(f"\ufeffwrong\r\n\r\n{SECRET}\r\n", "utf-8")
    done = baosou("add", "papers/b.pdf", "--index", "idx", "--jobs", "2", "--password-file", str(passwords), "--json")
    assert answer(done)["new"] == 1
    assert answer(baosou("search", "救生衣", "--index", "idx", "--json"))["total"] == 1
    kept = [path.read_bytes() for path in (tmp_path / "idx").rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in data for data in (*kept, done.stdout, done.stderr))
    assert answer(baosou("add", "papers", "--index", "idx", "--json"))["unchanged"] == 1
    done = baosou("segment", "papers/b.pdf", "--password-file", str(passwords))
    assert answer(done)["articles"][0]["title"] == "渔港灯火"
    done = baosou("add", "--dry-run", "--explain", "papers/b.pdf", "--password-file", str(passwords))
    assert "  page 1: 渔港灯火" in done.stdout.decode()


def test_the_process_that_reads_pdfs_is_answered_for_in_the_language_that_is_spoken(
    papers: Path, baosou: Baosou
) -> None:
    done = baosou("add", "papers", "--index", "idx", "--json", "--lang", "zh")
    failed = {Path(each["path"]).name: each["reason"] for each in answer(done)["failed"]}
    assert failed == {
        "b.pdf": "需要密码；请用 --password-file 给出密码文件",
        "c.pdf": "第 1 页：没有文字层；请先作文字识别（ocrmypdf -l chi_sim）",
        "d.pdf": "已损坏、不完整，或不是 PDF",
    }


@pytest.mark.parametrize(("data", "said"), [(None, "No such file"), (b"\xd3\xe6\xbb\xf0\n", "UTF-8")])
def test_a_file_of_passwords_that_cannot_be_read_is_told(
    papers: Path, baosou: Baosou, tmp_path: Path, data: bytes | None, said: str
) -> None:
    if data is not None:
        (tmp_path / "passwords").write_bytes(data)
    for command in (["add", "papers", "--index", "idx"], ["segment", "papers/a.pdf"]):
        done = baosou(*command, "--password-file", "passwords")
        assert done.returncode == 2
        (line,) = done.stderr.decode().splitlines()
        assert said in line


def test_segment_tells_pages_and_boxes_and_draws_the_page(papers: Path, baosou: Baosou) -> None:
    record = answer(baosou("segment", "papers/a.pdf"))
    pieces = [piece for article in record["articles"] for span in article["spans"] for piece in span["pieces"]]
    assert {piece["page"] for piece in pieces} == {1, 2}
    assert all(len(piece["box"]) == 4 for piece in pieces)
    drawn = baosou("segment", "papers/a.pdf", "--format", "text").stdout.decode()
    first, second = (drawn.partition(f"page {page}\n")[2].partition("page")[0] for page in (1, 2))
    assert "1━━━" in first
    assert "1───" in first
    assert "2━━━" in second
    assert drawn.index("2───") < drawn.index("── 1 ──") < drawn.index("新桥通车")
    (piece, *_) = answer(baosou("segment", "papers/e.txt"))["articles"][0]["spans"][0]["pieces"]
    assert (piece["line"], piece["page"], piece["box"]) == (1, None, None)


def children_of(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text("utf-8").split()]
    except OSError:
        return []


def descendants_of(pid: int) -> list[int]:
    below = children_of(pid)
    return [*below, *(each for child in below for each in descendants_of(child))]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def reads_pdfs(pid: int) -> bool:
    try:
        return b"corpus.pdf.child" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="it is not told who the children of a process are")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_an_add_ends_no_process_of_it_is_left(tmp_path: Path, ending: signal.Signals, jobs: str) -> None:
    for name in ("a", "b", "c", "d"):
        (tmp_path / f"{name}.pdf").write_bytes(made.nested_forms(5, 15))
    command = [sys.executable, "-m", "baosou.cli", "add", str(tmp_path), "--index", str(tmp_path / "idx")]
    with subprocess.Popen([*command, "--jobs", jobs], stderr=subprocess.DEVNULL, env={**os.environ}) as process:
        wait_until(lambda: process.poll() is not None or any(map(reads_pdfs, descendants_of(process.pid))))
        below = descendants_of(process.pid)
        process.send_signal(ending)
        process.wait(LONGEST_WAIT)
    wait_until(lambda: not any(map(is_running, below)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_add_tells_how_many_pages_are_read_of_all_files(papers: Path, tmp_path: Path, jobs: int) -> None:
    told: list[Progress] = []
    with open_index(tmp_path / "idx", create=True) as index:
        index.add(papers, jobs=jobs, progress=told.append)
    assert told[-1].turned == 3 + 1, "of the good file, and of the one that is a picture"
    assert all(before.turned <= after.turned for before, after in pairwise(told))
    assert {each.pages for each in told} >= {0, 3}


def test_what_a_pdf_may_take_is_of_the_memory_given(papers: Path, tmp_path: Path, baosou: Baosou) -> None:
    pytest.importorskip("resource", reason="only Unix bounds the memory of a process")
    for memory, most in (("100", "256 MB"), ("600", "300 MB")):
        (papers / "f.pdf").write_bytes(made.bomb(b"0 0 m 1 1 l S\n", 1 << 23))
        done = baosou(
            "add", "papers/f.pdf", "papers/a.pdf", "--index", memory, "--memory", memory, "--jobs", "2", "--json"
        )
        summary = answer(done)
        assert summary["new"] == 1
        assert most in summary["failed"][0]["reason"]


def test_explain_says_of_printed_lines_what_they_are_and_how_they_are_set(newspaper: str, baosou: Baosou) -> None:
    (record,) = map(json.loads, baosou("segment", "--explain", "newspaper/05.pdf").stdout.splitlines())
    told = {line["text"]: line for line in record["lines"]}
    title = told["渡口添新灯"]
    assert (title["part"], title["page"], title["box"]) == ("title", 2, [60.0, 737.4, 170.0, 759.4])
    assert "22 pt, text 10.5" in title["signs"]
    assert told["海岳日报 2023年4月18日 星期二 第5版"]["part"] == "running head"
    numbers = {piece["line"] for article in record["articles"] for span in article["spans"] for piece in span["pieces"]}
    assert numbers <= {line["line"] for line in record["lines"]}


def test_a_sidecar_puts_right_what_a_printed_page_was_taken_for(newspaper: str, baosou: Baosou, tmp_path: Path) -> None:
    def lines(title: str) -> list[int]:
        (record,) = map(json.loads, baosou("segment", "newspaper/05.pdf").stdout.splitlines())
        (found,) = (each for each in record["articles"] if each["title"] == title)
        return [piece["line"] for span in found["spans"] for piece in span["pieces"]]

    first, last = lines("渡口添新灯")[0], lines("老厂房变书屋")[-1]
    ferry = {"lines": [first, last], "title": [first, first], "authors": ["柳思远"], "date": "2023-04-19"}
    said = {"articles": [ferry, {"lines": lines("夜校开课")[:1] + lines("夜校开课")[-1:], "kind": "other"}]}
    sidecar = tmp_path / "newspaper" / "05.pdf.baosou.json"
    sidecar.write_text(json.dumps(said), encoding="utf-8")
    summary = answer(baosou("add", "newspaper", "--index", "idx", "--json"))
    assert (summary["updated"], summary["skipped"], summary["warnings"]) == (1, {}, [])
    (hit,) = answer(baosou("search", "author:柳思远", "--index", "idx", "--json"))["hits"]
    assert (hit["title"], hit["date"], hit["source"]["page"]) == ("渡口添新灯", "2023-04-19", 2)
    shown = answer(baosou("show", hit["id"], "--index", "idx", "--json"))
    assert [block["text"] for block in shown["sections"][-1]["blocks"]][-2:] == [
        "老厂房变书屋",
        "停产多年的织布厂改成了书屋，",
    ]
    assert answer(baosou("search", "船工", "--index", "idx", "--json"))["total"] == 0
    assert answer(baosou("search", "山路", "--index", "idx", "--json"))["hits"][0]["date"] == "2023-04-18"
    sidecar.write_text('{"articles": [{"lines": [900, 901]}]}', encoding="utf-8")
    (warning,) = answer(baosou("add", "newspaper", "--index", "idx", "--json"))["warnings"]
    assert warning["reason"] == "the sidecar speaks of lines 900 to 901, where the page has no text"


def test_a_text_and_a_pdf_of_one_name_have_sidecars_of_their_own(baosou: Baosou, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "05.pdf").write_bytes(made.text_pdf(LESSON))
    (folder / "05.txt").write_text("水车重新转起来\n田里的老水车修好了，一天能车上三十立方水。\n", "utf-8")
    (folder / "05.baosou.json").write_text('{"articles": [{"lines": [1, 2], "title": "老水车"}]}', encoding="utf-8")
    records = [json.loads(line) for line in baosou("segment", "pages").stdout.splitlines()]
    assert [record["articles"][0]["title"] for record in records] == ["渔港灯火", "老水车"]
