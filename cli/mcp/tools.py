"""The tools of `baosou mcp`: what an assistant may ask of an index. All only read; none names a file or an index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from baosou.cli.mcp.answers import counts, hits, periods, status, suggestions, texts
from baosou.cli.mcp.protocol import Object, ToolAnswer
from baosou.corpus.errors import BaosouError
from baosou.index.request import NAME_FIELDS

if TYPE_CHECKING:
    from baosou.index import Index

_SECONDS = 20.0
"""After which a search is given up: an assistant waits no longer, and other calls wait for it."""

_Count = Annotated[int, Meta(ge=1, le=50)]


class _Within(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What several tools take: which articles are looked at."""

    where: Annotated[
        dict[str, str | list[str]],
        Meta(description='{"place": "温州市", "author": ["甲", "乙"], "!column": "广告"}'),
    ] = msgspec.field(default_factory=dict)
    since: Annotated[str, Meta(description="2024, 2024-05 or 2024-05-01, inclusive")] = ""
    until: str = ""
    any: Annotated[bool, Meta(description="Any of the words instead of all")] = False

    def options(self) -> dict[str, Any]:
        """The options of a search of the index."""
        period = {"since": self.since or None, "until": self.until or None}
        return {"where": self.where or None, **period, "any": self.any, "timeout": _SECONDS}


class _Filters(_Within, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What several tools take of which the matches of a query are wanted."""

    query: Annotated[
        str, Meta(description='Words (all must stand in the article), "exact phrase", OR, -word, title:word')
    ] = ""
    stories: Annotated[bool, Meta(description="Count what several papers printed once")] = False


class _Search(_Filters, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Find articles, best first: titles, dates, snippets and ids to `read`."""

    limit: _Count = 10
    offset: Annotated[int, Meta(ge=0)] = 0
    newest: Annotated[bool, Meta(description="Newest first instead of best")] = False
    fold: Annotated[bool, Meta(description="One hit for a story")] = True

    def answer(self, index: Index) -> str:
        found = index.search(
            self.query or None,
            **self.options(),
            limit=self.limit,
            offset=self.offset,
            sort="-date" if self.newest else None,
            snippets=1,
            fold=self.fold,
            stories=self.stories,
        )
        return hits(found, offset=self.offset, limit=self.limit, stories=self.stories)


class _Facets(_Filters, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Count matching articles by a field (place, country, author, publication, year, month, words: telling ones)."""

    field: str
    limit: _Count = 20

    def answer(self, index: Index) -> str:
        from baosou.index.answering.options import canonical_field, facet_of

        wanted = facet_of(f"{self.field}:{self.limit}")
        if wanted.field in NAME_FIELDS and wanted.field in map(canonical_field, self.where):
            wanted = replace(wanted, beside=True)  # who is named with a name
        found = index.facets(self.query or None, wanted, **self.options(), stories=self.stories)
        return counts(found, stories=self.stories)


class _Timeline(_Within, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Articles that match and occurrences in them, of all articles, by period: several queries side by side."""

    queries: Annotated[list[str], Meta(min_length=1, max_length=5)]
    by: Literal["year", "month", "day"] = "year"

    def answer(self, index: Index) -> str:
        return periods(index.timeline(*self.queries, by=self.by, **self.options()))


class _Read(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Read articles or sections by their ids, a part of the text at a time."""

    ids: Annotated[list[str], Meta(min_length=1, max_length=20)]
    offset: Annotated[int, Meta(ge=0, description="Characters of the text to pass over")] = 0
    characters: Annotated[int, Meta(ge=100, le=10_000)] = 4_000

    def answer(self, index: Index) -> str:
        return texts(index.articles(self.ids), offset=self.offset, characters=self.characters)


class _Suggest(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words and names of the archive that begin, sound or are spelled like a text (also pinyin)."""

    text: str

    def answer(self, index: Index) -> str:
        return suggestions(index.suggest(self.text, limit=20))


class _Status(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is in the archive: how many articles, of which years and papers, and the fields for `where`."""

    def answer(self, index: Index) -> str:
        return status(index.status(), index.facets(None, ["year:60", "publication:10"]))


_TOOLS: Mapping[str, type[_Search | _Facets | _Timeline | _Read | _Suggest | _Status]] = {
    "search": _Search,
    "count": _Facets,
    "timeline": _Timeline,
    "read": _Read,
    "suggest": _Suggest,
    "status": _Status,
}


def listed() -> list[Object]:
    """The tools as the protocol lists them; every conversation pays for their length."""
    hints = {"readOnlyHint": True, "idempotentHint": True, "openWorldHint": False}
    return [
        {"name": name, "description": tool.__doc__, "inputSchema": _schema(tool), "annotations": hints}
        for name, tool in _TOOLS.items()
    ]


def _schema(tool: type[Struct]) -> Object:
    """The schema of a tool's arguments, without what goes without saying."""
    _, components = msgspec.json.schema_components([tool])
    schema = components[tool.__name__]
    properties = {
        name: {key: value for key, value in each.items() if key != "default" or value}
        for name, each in schema["properties"].items()
    }
    needed = {"required": schema["required"]} if schema["required"] else {}
    return {"type": "object", "properties": properties, **needed, "additionalProperties": False}


def calling(index: Index) -> Callable[[str, Mapping[str, Any]], ToolAnswer]:
    """The function that calls a tool by its name; what is wrong with the arguments or the index is an answer too."""

    def call(name: str, arguments: Mapping[str, Any]) -> ToolAnswer:
        tool = _TOOLS[name]
        unknown = next((key for key in arguments if key not in tool.__struct_fields__), None)
        if unknown is not None:
            return ToolAnswer(
                f"unknown argument {unknown}; there are: {', '.join(tool.__struct_fields__) or 'none'}", wrong=True
            )
        try:
            wanted = msgspec.convert(arguments, tool)
            index.refresh()
            return ToolAnswer(wanted.answer(index))
        except msgspec.ValidationError as error:
            return ToolAnswer(str(error), wrong=True)
        except (BaosouError, OSError, MemoryError) as error:
            from baosou.cli.exits import explain

            return ToolAnswer("\n".join(explain(error)), wrong=True)

    return call
