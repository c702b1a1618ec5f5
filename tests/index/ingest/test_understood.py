"""What would be made of files is what an add makes of them."""

from __future__ import annotations

from pathlib import Path

from baosou.index.adding import AddOptions
from baosou.index.api import add, open_engine
from baosou.index.ingest.understood import understood
from baosou.index.query.tree import Everything
from baosou.index.request import SearchRequest

PAGE = (
    "霞浦晚报 2024年7月2日 星期二 A03\n\n渔港的早市\n本报记者 林一帆\n"
    "　　清晨五点，苍南县霞关渔港的灯还亮着，渔民们把一筐筐带鱼抬上岸，等着来自各地的买主。\n"
    "　　“今年的鱼比去年多。”老船长说，他已经在这里卖了三十年的鱼，认得每一位老主顾。\n"
)
RECORDS = '{"title": "灯塔", "authors": ["周可"], "date": "2024-05", "版别": "要闻"}\n{坏掉的一行\n'


def test_what_would_be_made_of_files_is_what_an_add_makes_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE, "utf-8")
    (folder / "b.jsonl").write_text(RECORDS, "utf-8")
    (folder / "c.jpg").write_bytes(b"")
    page, records, picture = understood([folder], AddOptions())
    assert [failure.line for failure in records.failures] == [2]
    assert (picture.articles, [failure.warning for failure in picture.failures]) == ((), [True])
    assert [article.aside for article, _ in page.articles][-1:] == [True]
    summary = add(str(tmp_path / "index"), [folder], AddOptions(jobs=1))
    engine = open_engine(str(tmp_path / "index"))
    hits = engine.search(SearchRequest(Everything(), limit=10, sort="source")).hits
    found = [each for read in (page, records) for each in read.articles if not each[0].aside]
    assert summary.sections == sum(len(sections) for _, sections in found)
    assert [(hit.authors, hit.date, hit.publication, hit.places) for hit in hits] == [
        (article.authors, article.date, article.publication, article.places) for article, _ in found
    ]
    engine.close()


def test_files_that_the_options_leave_out_are_not_shown(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(PAGE, "utf-8")
    (read,) = understood([tmp_path], AddOptions(include=("b.*",)))
    assert read.path.name == "b.txt"
