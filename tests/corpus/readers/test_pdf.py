"""PDFs of all kinds, each beside a good one: what can be read is, what cannot be is told in one line."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.pdf.reading import PdfLimits
from baosou.corpus.readers import read_source
from baosou.corpus.readers.pdf import read_pdf
from tests.corpus.pdf import made
from tests.work import LONGEST_WAIT

LESSON = made.article(
    "渔港灯火",
    [
        "清晨五点，霞关渔港的灯还亮着，陈海生把救生衣搬上甲板，等着第一批来上课的孩子。",
        "潮水退去，孩子们在滩涂上辨认蛏子和弹涂鱼，记下它们的名字。",
    ],
)
BRIDGE = made.article("新桥通车", ["东山新桥昨日通车，两岸往来由四十分钟缩短为五分钟，摆渡船从此停航。"])


def read(path: Path, *, passwords: tuple[str, ...] = ()) -> tuple[list[Article], list[Failure]]:
    (source,) = discover([path])
    assert isinstance(source, SourceFile)
    found = list(read_source(source, passwords=passwords))
    return [each for each in found if isinstance(each, Article)], [each for each in found if isinstance(each, Failure)]


def written(folder: Path, data: bytes, name: str = "a.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def titles(articles: list[Article]) -> list[str]:
    return [article.title.text for article in articles if article.title is not None]


def told(path: Path, passwords: tuple[str, ...] = ()) -> str:
    """The one line that is said of a file of which nothing can be read."""
    articles, (failure,) = read(path, passwords=passwords)
    assert articles == []
    assert not failure.warning
    assert "\n" not in failure.reason
    return failure.reason


def test_articles_know_the_pages_they_are_printed_on(tmp_path: Path) -> None:
    articles, failures = read(written(tmp_path, made.text_pdf(LESSON, BRIDGE)))
    assert failures == []
    assert titles(articles) == ["渔港灯火", "新桥通车"]
    assert [{region.page for region in article.regions} for article in articles] == [{1}, {2}]
    left, bottom, right, top = articles[0].regions[0].box
    assert left == pytest.approx(60, abs=2)
    assert right == pytest.approx(60 + 4 * 22, abs=2)
    assert 740 < bottom < top < 790


def test_a_compressed_file_is_read_as_it_is_uncompressed(tmp_path: Path) -> None:
    data = made.text_pdf(LESSON)
    plain, _ = read(written(tmp_path, data))
    packed, failures = read(written(tmp_path, gzip.compress(data), "a.pdf.gz"))
    assert (packed, failures) == (plain, [])


def test_a_name_of_any_bytes_is_opened(tmp_path: Path) -> None:
    path = Path(f"{tmp_path}/渔港 \udcd3\udce6 #1.pdf")
    try:
        path.write_bytes(made.text_pdf(LESSON))
    except OSError:
        pytest.skip("names here are of characters")
    assert titles(read(path)[0]) == ["渔港灯火"]


def test_a_scan_is_told_with_what_reads_it(tmp_path: Path) -> None:
    scan = written(tmp_path, made.text_pdf(None, None))
    assert told(scan) == "pages 1 to 2: no text layer; run OCR first (ocrmypdf -l chi_sim)"
    assert told(written(tmp_path, made.text_pdf([]))) == "no text on its pages"


def test_of_mixed_files_the_pages_with_text_are_kept_and_the_others_told(tmp_path: Path) -> None:
    articles, (failure,) = read(written(tmp_path, made.text_pdf(LESSON, None, None, BRIDGE, None, [])))
    assert titles(articles) == ["渔港灯火", "新桥通车"]
    assert failure.warning
    assert failure.reason.startswith("pages 2 to 3 and 5: no text layer; run OCR first")


def test_a_password_is_asked_for_and_the_first_that_fits_opens(tmp_path: Path) -> None:
    path = written(tmp_path, made.encrypted(LESSON, user="yuhuo", owner="bianji"))
    assert told(path) == "it needs a password; give it in a file with --password-file"
    assert told(path, ("no",)) == "the password of --password-file does not open it"
    assert told(path, ("no", "neither")) == "none of the 2 passwords of --password-file opens it"
    for password in ("yuhuo", "bianji"):
        articles, failures = read(path, passwords=("no", password))
        assert (titles(articles), failures) == (["渔港灯火"], [])


def test_a_file_that_may_not_be_copied_is_searched_and_says_so(tmp_path: Path) -> None:
    no_copying = -4 & ~(1 << 4)
    for rights, said in ((-4, {}), (no_copying, {"rights": ("no copying",)})):
        articles, failures = read(written(tmp_path, made.encrypted(LESSON, user="", owner="bianji", rights=rights)))
        assert (titles(articles), failures) == (["渔港灯火"], [])
        assert articles[0].extra == said


GOOD = made.text_pdf(LESSON)
REFUSED = {
    "empty": b"",
    "zeros": bytes(5000),
    "half": GOOD[: len(GOOD) // 2],
    "head": GOOD[:100],
    "text": "渔港的灯还亮着。\n".encode() * 40,
    "a tree that holds itself": made.tree_that_holds_itself(),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_is_no_pdf_is_told_in_one_line(tmp_path: Path, data: bytes) -> None:
    assert told(written(tmp_path, data))


ODD = {
    "rubbish before it": b"rubbish \n" * 100 + GOOD,
    "rubbish behind it": GOOD + b"\0rubbish" * 100,
    "no table of its objects": GOOD.replace(b"\nxref\n", b"\nxrxx\n"),
    "a page without bounds": GOOD.replace(b"595 842", b"9999999999 9999999999"),
    "two billion pages": made.tree_of(2_000_000_000, LESSON),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_odd_files_are_read_all_the_same(tmp_path: Path, data: bytes) -> None:
    articles, _ = read(written(tmp_path, data))
    assert titles(articles) == ["渔港灯火"]


HOSTILE = {
    "a form that draws itself": made.draws_itself(),
    "forms in forms": made.nested_forms(8, 10),
    "blanks": made.bomb(b" ", 1 << 29),
    "strokes": made.bomb(b"0 0 m 1 1 l S\n", 1 << 23),
    "characters": made.bomb(b"BT /F 9 Tf <6e2f706f> Tj ET\n", 1 << 21),
}


@pytest.mark.skipif(sys.platform != "linux", reason="where memory has no limit, these files take a minute each")
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_would_never_end_or_take_all_memory_is_ended_and_told(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data)
    limits = PdfLimits(page_seconds=LONGEST_WAIT, file_seconds=LONGEST_WAIT, memory=300 << 20)
    found = list(read_pdf(path, "a.pdf", limits=limits))
    assert [isinstance(each, Failure) and not each.warning for each in found] == [True]
    assert titles(list(read(written(tmp_path, GOOD, "good.pdf"))[0])) == ["渔港灯火"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_with_any_damage_is_read_or_told_beside_a_good_one(tmp_path: Path, data: st.DataObject) -> None:
    body = bytearray(made.text_pdf(LESSON, BRIDGE))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        piece = data.draw(st.binary(min_size=0, max_size=12) | st.sampled_from([b"<<", b"0 R", b"99999999", b"/Kids"]))
        body[at : at + data.draw(st.integers(0, 40))] = piece
    articles, failures = read(written(tmp_path, bytes(body)))
    assert articles or failures
    assert all("fault to report" not in failure.reason and "\n" not in failure.reason for failure in failures)
    assert titles(read(written(tmp_path, GOOD, "good.pdf"))[0]) == ["渔港灯火"]


def test_progress_is_told_a_page_at_a_time(tmp_path: Path) -> None:
    (source,) = discover([written(tmp_path, made.text_pdf(LESSON, None, BRIDGE))])
    assert isinstance(source, SourceFile)
    turned: list[tuple[int, int]] = []
    list(read_source(source, progress=lambda page, pages: turned.append((page, pages))))
    assert turned == [(0, 3), (1, 3), (2, 3), (3, 3)]
