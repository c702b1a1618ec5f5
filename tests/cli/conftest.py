from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from baosou.cli import main
from baosou.corpus.models import Kind
from baosou.index.results import (
    Answer,
    ArticleText,
    BlockText,
    FacetCount,
    Hit,
    Results,
    SectionText,
    Snippet,
    SourcePlace,
)
from tests.work import LONGEST_WAIT

CASES = Path(__file__).parents[1] / "cases" / "cli"

Baosou = Callable[..., subprocess.CompletedProcess[bytes]]
MakeHit = Callable[..., Hit]


@pytest.fixture
def matches_case() -> Callable[[str, str], None]:
    """Compares text with a file of tests/cases/cli; with UPDATE_CASES=1 the file is written instead."""

    def compare(name: str, text: str) -> None:
        case = CASES / name
        if os.environ.get("UPDATE_CASES"):
            case.write_text(text, encoding="utf-8")
        assert text == case.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def baosou(tmp_path: Path) -> Baosou:
    """Runs the installed command in a process of its own, with a home folder that nobody has used."""

    def run(
        *arguments: str | bytes,
        stdin: bytes = b"",
        environment: dict[str, str] | None = None,
        cwd: Path = tmp_path,
        command: Sequence[str] = (sys.executable, "-m", "baosou.cli"),
    ) -> subprocess.CompletedProcess[bytes]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("BAOSOU", "XDG_", "LC_"))}
        home = {"HOME": str(tmp_path / "home"), "LANG": "C.UTF-8", "COLUMNS": "80"}
        return subprocess.run(
            [*command, *arguments],
            input=stdin,
            capture_output=True,
            env={**clean, **home, **(environment or {})},
            cwd=cwd,
            timeout=LONGEST_WAIT,
            check=False,
        )

    return run


def build_hit(rank: int = 1, **fields: object) -> Hit:
    """A hit about a fishing village, with any of its fields replaced."""
    given: dict[str, object] = {
        "rank": rank,
        "score": 12.25,
        "id": "k3fa9c1d",
        "section": "k3fa9c1d.2",
        "title": "霞关渔村:老船长带火海上课堂",
        "title_highlights": ((0, 2),),
        "authors": ("林一帆", "周可"),
        "date": "2024-07-02",
        "publication": "浙东日报",
        "edition": "A03",
        "column": None,
        "url": None,
        "record_id": None,
        "places": ("浙江省/温州市/苍南县",),
        "source": SourcePlace("/archive/pages/a.txt", 25, None, None, 812, 1290),
        "more_sections": ("k3fa9c1d.1",),
        "lacks": (),
        "reprints": (),
        "extra": {},
        "snippets": (
            Snippet(
                "近年来，霞关镇依托百年渔港开设海上课堂，已有 1,280 名学生随船出海，认识潮汐、网具与休渔制度。“孩子们"
                "第一次知道餐桌上的带鱼从哪里来。”老船长陈海生说",
                ((4, 6), (11, 13)),
                27,
                cut_before=True,
                cut_after=True,
            ),
        ),
    }
    return Hit(**{**given, **fields})  # type: ignore[arg-type]


def build_answer(*hits: Hit, **fields: object) -> Answer:
    """An answer with these hits, to the question 霞关."""
    facets = fields.pop("facets", {})
    total = fields.pop("total", len(hits))
    given: dict[str, object] = {
        "query": "霞关",
        "interpreted": "霞关",
        "rescue": None,
        "took_ms": 4.23456,
        "results": Results(total, hits, facets),  # type: ignore[arg-type]
        "suggestion": None,
    }
    return Answer(**{**given, **fields})  # type: ignore[arg-type]


@pytest.fixture
def three_hits() -> tuple[Hit, ...]:
    """A hit with everything, one with almost nothing, and one with a long headline of Latin and Chinese."""
    return (
        build_hit(),
        build_hit(
            2,
            id="n7ab01ce",
            section="n7ab01ce.1",
            title=None,
            title_highlights=(),
            authors=(),
            date=None,
            publication=None,
            edition=None,
            places=(),
            more_sections=(),
            source=SourcePlace("/elsewhere/散页.txt", 1, None, None, 0, 40),
            snippets=(Snippet("霞关老街修缮启事", ((0, 2),), 1),),
        ),
        build_hit(
            12,
            id="sc0ffee1",
            title="从“靠海吃海”到“养海护海”——浙南沿海乡镇探索 marine-ranching 与碳汇交易并举，霞关、炎亭等地率先试点",
            title_highlights=((49, 51),),
            authors=("郑小满",),
            date="2023-11",
            publication="滨海周刊",
            edition=None,
            column="深度",
            places=(
                "浙江省/温州市/苍南县/霞关镇",
                "浙江省/温州市/苍南县/炎亭镇",
                "福建省/宁德市/福鼎市",
                "浙江省/舟山市",
            ),
            snippets=(
                Snippet("第一段里说到霞关。", ((6, 8),), 40),
                Snippet("截至10月底，全县已投放人工鱼礁3.6万空方，霞关海域的岩礁性鱼类增加了两成", ((23, 25),), 44),
            ),
        ),
    )


@pytest.fixture
def article() -> ArticleText:
    """An article of two sections with a subhead and a caption."""
    place = SourcePlace("/archive/pages/a.txt", 25, None, None, 812, 1290)
    return ArticleText(
        id="k3fa9c1d",
        title="霞关渔村:老船长带火海上课堂",
        title_highlights=((0, 2),),
        byline="本报记者 林一帆 通讯员 周可 文/图",
        authors=("林一帆", "周可"),
        date="2024-07-02",
        publication="浙东日报",
        edition="A03",
        column=None,
        url="https://example.org/a?id=1",
        record_id=None,
        places=("浙江省/温州市/苍南县",),
        extra={"source": ("合订本",)},
        aside=False,
        source=place,
        lines=(25, 34),
        sections=(
            SectionText(
                "k3fa9c1d.1",
                ("浙江省/温州市/苍南县",),
                place,
                (
                    BlockText(
                        Kind.PARAGRAPH,
                        "　　清晨五点，霞关渔港的灯还亮着。老船长陈海生把一箱救生衣搬上甲板，等着他的“学生”"
                        "——来自县城的42名小学生。这堂课没有黑板，只有一张渔网、一只罗盘和一本翻旧了的潮汐表。",
                        26,
                        ((7, 9),),
                    ),
                    BlockText(Kind.CAPTION, "孩子们在甲板上辨认网具。林一帆 摄", 29),
                ),
            ),
            SectionText(
                "k3fa9c1d.2",
                (),
                place,
                (
                    BlockText(Kind.HEAD, "从一条船到一门课", 31),
                    BlockText(Kind.PARAGRAPH, "课程开设三年，霞关镇已有9条渔船加入。", 32, ((7, 9),)),
                    BlockText(Kind.CAPTION, "▲图为霞关渔港", 34, ((3, 5),)),
                ),
            ),
        ),
    )


@pytest.fixture
def facet_counts() -> dict[str, tuple[FacetCount, ...]]:
    """Places on several levels (one without its parent), years, and authors of different lengths."""
    return {
        "place": (
            FacetCount("浙江省", 1280),
            FacetCount("浙江省/温州市", 960),
            FacetCount("浙江省/温州市/苍南县", 411),
            FacetCount("浙江省/台州市", 75),
            FacetCount("福建省/宁德市/福鼎市", 9),
        ),
        "year": (FacetCount("2024", 900), FacetCount("2023", 379), FacetCount("1987", 1)),
        "author": (FacetCount("林一帆", 31), FacetCount("欧阳修远", 12), FacetCount("Anna K. Lindqvist", 1)),
        "column": (),
    }


@pytest.fixture
def make_hit() -> Callable[..., Hit]:
    """Builds hits; see build_hit."""
    return build_hit


@pytest.fixture
def make_answer() -> Callable[..., Answer]:
    """Builds answers; see build_answer."""
    return build_answer


RECORDS: list[dict[str, Any]] = [
    {
        "title": "霞关渔村:老船长带火海上课堂",
        "authors": ["林一帆", "周可"],
        "date": "2024-07-02",
        "publication": "浙东日报",
        "edition": "A03",
        "text": "清晨五点，霞关渔港的灯还亮着。老船长陈海生把一箱救生衣搬上甲板。\n"
        "近年来，苍南县霞关镇依托百年渔港开设海上课堂，已有1280名学生随船出海。",
        "id": "doc-1",
    },
    {
        "title": "平阳县鳌江镇:志愿服务点亮万家灯火",
        "authors": ["郑小满"],
        "date": "2023-11",
        "publication": "江南晚报",
        "text": "平阳县鳌江镇组织志愿者走进社区。\n志愿服务队队长何秋实说，三年来已服务2.3万人次。",
        "版面": "民生",
    },
    {
        "title": "坏\u001b[31m字符也不丢",
        "date": "2022",
        "publication": "=江南晚报",
        "text": "台州市椒江区的老报纸里夹着一个控制字符\u0007，志愿者把它认了出来。",
    },
]


@pytest.fixture
def records() -> list[dict[str, Any]]:
    """What was indexed: records of three articles, one with control characters."""
    return RECORDS


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with records and an index of them, made once."""
    folder = tmp_path_factory.mktemp("archive")
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS)
    (folder / "records.jsonl").write_text(lines, encoding="utf-8")
    assert main(["add", str(folder / "records.jsonl"), "--index", str(folder / "idx"), "--jobs", "1"]) == 0
    return folder


@pytest.fixture
def in_the_archive(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working folder is the archive's and its index the one in use."""
    monkeypatch.chdir(archive)
    monkeypatch.setenv("BAOSOU_INDEX", str(archive / "idx"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(archive / "config"))
    monkeypatch.setenv("COLUMNS", "80")
