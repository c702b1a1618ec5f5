"""What can be found: the query language, analysis, the engine seam and the engines behind it.

`from baosou.index import open_index` is the way in for Python (docs/python.md). Public is what `__all__` names; each
name is loaded when it is first asked for, so that to import the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baosou.corpus.errors import BaosouError
    from baosou.corpus.models import Kind
    from baosou.index.access import Access
    from baosou.index.adding import EnrichProgress, Progress
    from baosou.index.analysis.analyzer import Token
    from baosou.index.analysis.fold_changes import Change
    from baosou.index.answering.analyze import Walkthrough
    from baosou.index.answering.batch import BatchAnswer
    from baosou.index.answering.suggest import Suggestion, Suggestions
    from baosou.index.citing.citations import Citation, CitationForm, Citations
    from baosou.index.concordances import Collocate, Collocates, Concordance, Occurrence, Occurrences, Order, Score
    from baosou.index.errors import (
        IndexClosed,
        IndexDamaged,
        IndexForbidden,
        IndexIncomplete,
        IndexLocked,
        IndexMissing,
        IndexUnreachable,
        IndexVersion,
        PathMissing,
        QueryError,
        SearchTimeout,
        ServerError,
        UnknownId,
    )
    from baosou.index.explanations import Explanation, Reading, ScorePart, TermReading
    from baosou.index.opened_index import Index, open_index
    from baosou.index.reports import (
        AddSummary,
        CheckProgress,
        CheckReport,
        EndingCount,
        EnrichSummary,
        Finding,
        OptimizeSummary,
        Status,
        Unread,
        WordChange,
        WordCount,
        WordList,
    )
    from baosou.index.request import ExportUnit, FacetRequest, FacetSort, Filter, Sort, Unit
    from baosou.index.results import (
        Answer,
        ArticleText,
        BlockText,
        FacetCount,
        Facets,
        Hit,
        Note,
        Results,
        SectionText,
        Snippet,
        SourcePlace,
    )
    from baosou.index.search_options import CountingOptions, Day, FacetsWanted, ReadingOptions, SearchOptions, Where
    from baosou.index.timelines import Measure, Per, Period, Point, Series, Timeline
    from baosou.index.understanding.outline import Node
    from baosou.index.whoosh_engine.whoosh_api.analyzers import ChineseAnalyzer
    from baosou.index.why import Reason, Sighting, Why

__all__ = [
    "Access",
    "AddSummary",
    "Answer",
    "ArticleText",
    "BaosouError",
    "BatchAnswer",
    "BlockText",
    "Change",
    "CheckProgress",
    "CheckReport",
    "ChineseAnalyzer",
    "Citation",
    "CitationForm",
    "Citations",
    "Collocate",
    "Collocates",
    "Concordance",
    "CountingOptions",
    "Day",
    "EndingCount",
    "EnrichProgress",
    "EnrichSummary",
    "Explanation",
    "ExportUnit",
    "FacetCount",
    "FacetRequest",
    "FacetSort",
    "Facets",
    "FacetsWanted",
    "Filter",
    "Finding",
    "Hit",
    "Index",
    "IndexClosed",
    "IndexDamaged",
    "IndexForbidden",
    "IndexIncomplete",
    "IndexLocked",
    "IndexMissing",
    "IndexUnreachable",
    "IndexVersion",
    "Kind",
    "Measure",
    "Node",
    "Note",
    "Occurrence",
    "Occurrences",
    "OptimizeSummary",
    "Order",
    "PathMissing",
    "Per",
    "Period",
    "Point",
    "Progress",
    "QueryError",
    "Reading",
    "ReadingOptions",
    "Reason",
    "Results",
    "Score",
    "ScorePart",
    "SearchOptions",
    "SearchTimeout",
    "SectionText",
    "Series",
    "ServerError",
    "Sighting",
    "Snippet",
    "Sort",
    "SourcePlace",
    "Status",
    "Suggestion",
    "Suggestions",
    "TermReading",
    "Timeline",
    "Token",
    "Unit",
    "UnknownId",
    "Unread",
    "Walkthrough",
    "Where",
    "Why",
    "WordChange",
    "WordCount",
    "WordList",
    "open_index",
]

_HOMES = {
    "adding": (
        "EnrichProgress",
        "Progress",
    ),
    "analysis.analyzer": ("Token",),
    "analysis.fold_changes": ("Change",),
    "answering.analyze": ("Walkthrough",),
    "answering.batch": ("BatchAnswer",),
    "answering.suggest": (
        "Suggestion",
        "Suggestions",
    ),
    "access": ("Access",),
    "concordances": (
        "Collocate",
        "Collocates",
        "Concordance",
        "Occurrence",
        "Occurrences",
        "Order",
        "Score",
    ),
    "citing.citations": (
        "Citation",
        "CitationForm",
        "Citations",
    ),
    "errors": (
        "BaosouError",
        "IndexClosed",
        "IndexDamaged",
        "IndexForbidden",
        "IndexIncomplete",
        "IndexLocked",
        "IndexMissing",
        "IndexUnreachable",
        "IndexVersion",
        "PathMissing",
        "QueryError",
        "SearchTimeout",
        "ServerError",
        "UnknownId",
    ),
    "explanations": (
        "Explanation",
        "Reading",
        "ScorePart",
        "TermReading",
    ),
    "opened_index": (
        "Index",
        "open_index",
    ),
    "reports": (
        "AddSummary",
        "CheckProgress",
        "CheckReport",
        "EndingCount",
        "EnrichSummary",
        "Finding",
        "OptimizeSummary",
        "Status",
        "Unread",
        "WordChange",
        "WordCount",
        "WordList",
    ),
    "request": (
        "ExportUnit",
        "FacetRequest",
        "FacetSort",
        "Filter",
        "Sort",
        "Unit",
    ),
    "results": (
        "Answer",
        "ArticleText",
        "BlockText",
        "FacetCount",
        "Facets",
        "Hit",
        "Kind",
        "Note",
        "Results",
        "SectionText",
        "Snippet",
        "SourcePlace",
    ),
    "search_options": (
        "Day",
        "FacetsWanted",
        "CountingOptions",
        "ReadingOptions",
        "SearchOptions",
        "Where",
    ),
    "timelines": (
        "Measure",
        "Per",
        "Period",
        "Point",
        "Series",
        "Timeline",
    ),
    "understanding.outline": ("Node",),
    "whoosh_engine.whoosh_api.analyzers": ("ChineseAnalyzer",),
    "why": (
        "Reason",
        "Sighting",
        "Why",
    ),
}
"""The module of each public name."""


if not TYPE_CHECKING:  # which would take any name at all for one that there is

    def __getattr__(name: str) -> object:
        for home, names in _HOMES.items():
            if name in names:
                value = globals()[name] = getattr(import_module(f"baosou.index.{home}"), name)
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
