"""Tests give the sizes that they need as arguments: none of them patches a constant of a module of ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CONSTANT = re.compile(r"_{0,2}[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_?")
OURS = ("baosou", "tests")
PATCHERS = frozenset({"setattr", "delattr", "setitem", "delitem", "object", "multiple", "dict", "patch"})


def origins(tree: ast.Module) -> Mapping[str, str]:
    """What each imported name of a module stands for, in full."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update((alias.asname or alias.name.partition(".")[0], alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
    return found


def text_in(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def root_of(node: ast.expr) -> str | None:
    """The name that an expression begins with: m for m.part, vars(m) and m.__dict__."""
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Call(func=ast.Name("vars"), args=[inner]):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return None


def is_namespace(node: ast.expr) -> bool:
    """Whether an expression is the dictionary of an object's names."""
    return (isinstance(node, ast.Call) and getattr(node.func, "id", None) == "vars") or (
        isinstance(node, ast.Attribute) and node.attr == "__dict__"
    )


def changed(node: ast.AST) -> Iterator[tuple[ast.expr | str, str]]:
    """The names that a statement or call changes of something: (the thing, or its dotted name; the name)."""
    match node:
        case ast.Attribute(value=thing, attr=name, ctx=ast.Store() | ast.Del()):
            yield thing, name
        case ast.Subscript(value=names, slice=ast.Constant(value=str(name)), ctx=ast.Store() | ast.Del()):
            if is_namespace(names):
                yield names, name
        case ast.Call(func=ast.Attribute(attr=called) | ast.Name(id=called), args=[first, *rest]) if called in PATCHERS:
            if called not in ("setitem", "delitem", "dict") or is_namespace(first):
                dotted = text_in(first)
                if dotted is not None and "." in dotted and called not in ("object", "multiple"):
                    yield dotted.rpartition(".")[0], dotted.rpartition(".")[2]
                named = text_in(rest[0]) if rest else None
                if named is not None:
                    yield first if dotted is None else dotted, named
                for keyword in node.keywords:
                    yield first if dotted is None else dotted, keyword.arg or ""


def patched_constants(source: str) -> list[str]:
    """The constants of modules of ours that a test's text changes, with their lines."""
    tree = ast.parse(source)
    known = origins(tree)
    found = []
    for node in ast.walk(tree):
        for thing, name in changed(node):
            root = thing if isinstance(thing, str) else known.get(root_of(thing) or "", "")
            if CONSTANT.fullmatch(name) and root.partition(".")[0] in OURS:
                found.append(f"{getattr(node, 'lineno', 0)}: {name}")
    return found


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: str(path.relative_to(TESTS)))
def test_no_test_patches_a_constant(path: Path) -> None:
    assert patched_constants(path.read_text("utf-8")) == []


IMPORTS = "import os\nimport baosou.index.api\nfrom unittest.mock import patch\nfrom baosou.index import api as door\n"


@pytest.mark.parametrize(
    "line",
    [
        "monkeypatch.setattr(door, '_SIZE', 3)",
        "monkeypatch.setattr(baosou.index.api, 'BACKENDS', {})",
        "monkeypatch.setattr('baosou.index.api.BACKENDS', {})",
        "monkeypatch.delattr(door, 'BACKENDS')",
        "monkeypatch.setitem(vars(door), '_SIZE', 3)",
        "monkeypatch.setitem(door.__dict__, '_SIZE', 3)",
        "setattr(door, '_SIZE', 3)",
        "door._SIZE = 3",
        "door._SIZE += 3",
        "del door._SIZE",
        "door.Engine.MOST_2 = 3",
        "vars(door)['_SIZE'] = 3",
        "patch('baosou.index.api._SIZE', 3)",
        "patch.object(door, '_SIZE', 3)",
        "patch.multiple(door, _SIZE=3)",
        "patch.multiple('baosou.index.api', _SIZE=3)",
        "patch.dict(vars(door), _SIZE=3)",
    ],
)
def test_every_way_to_patch_a_constant_is_seen(line: str) -> None:
    assert patched_constants(IMPORTS + line) != []


@pytest.mark.parametrize(
    "line",
    [
        "monkeypatch.setattr(os, 'fsync', fails)",
        "monkeypatch.setattr(os, 'O_TMPFILE', 0)",
        "monkeypatch.setattr(door, 'add', counting)",
        "monkeypatch.setattr(door.Engine, 'search', counting)",
        "monkeypatch.setenv('COLUMNS', '80')",
        "monkeypatch.setitem(os.environ, 'COLUMNS', '80')",
        "patch.dict(os.environ, TMPDIR='somewhere')",
        "add(door.BACKENDS, most=door._SIZE)",
        "_SIZE = 3",
    ],
)
def test_faults_of_the_system_and_counted_calls_are_no_constants(line: str) -> None:
    assert patched_constants(IMPORTS + line) == []
