"""The public names of the library: all that its functions take, give and raise, each documented, and free to import."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import types
import typing
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

import baosou.index

ROOT = Path(__file__).parents[2]
PUBLIC: dict[str, Any] = {name: getattr(baosou.index, name) for name in baosou.index.__all__}
CLASSES = {name: value for name, value in PUBLIC.items() if inspect.isclass(value)}
PAGE = (ROOT / "docs" / "python.md").read_text("utf-8")


def names_for(module: str) -> dict[str, Any]:
    """What annotations of a module may name: its own names, and those imported only for annotations."""
    import datetime
    from types import TracebackType

    import whoosh.index

    return {
        **vars(typing),
        **vars(import_module("collections.abc")),
        **PUBLIC,
        "whoosh": whoosh,
        "datetime": datetime,
        "TracebackType": TracebackType,
        "Location": str,
        **vars(import_module(module)),
    }


def functions_of(value: Any) -> Iterator[types.FunctionType]:
    """A function, or the public methods and properties of a class."""
    if inspect.isfunction(value):
        yield value
    elif inspect.isclass(value):
        ours = [each for each in value.__mro__ if each.__module__.startswith("baosou")]
        for name, member in (item for each in ours for item in vars(each).items()):
            member = member.fget if isinstance(member, property) else member
            if inspect.isfunction(member) and (not name.startswith("_") or name == "__init__"):
                yield member


def types_in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for argument in typing.get_args(annotation):
        yield from types_in(argument)


def mentioned(value: Any) -> set[str]:
    """The names of baosou's own types in the signatures and fields of a public value."""
    annotations = [
        annotation
        for function in functions_of(value)
        for annotation in typing.get_type_hints(function, names_for(function.__module__)).values()
    ]
    if typing.is_typeddict(value) or (inspect.isclass(value) and issubclass(value, msgspec.Struct)):
        annotations += typing.get_type_hints(value, names_for(value.__module__)).values()
    each = (part for annotation in annotations for part in types_in(annotation))
    return {part.__name__ for part in each if str(getattr(part, "__module__", "")).startswith("baosou")}


def test_every_type_that_a_public_name_takes_or_gives_is_public() -> None:
    assert len(CLASSES) > 40
    hidden = {name: mentioned(value) - set(PUBLIC) for name, value in PUBLIC.items()}
    assert {name: names for name, names in hidden.items() if names} == {}


def test_the_types_of_signatures_are_really_read() -> None:
    assert {"Answer", "Why", "Status", "SearchOptions"} <= mentioned(PUBLIC["Index"])
    assert mentioned(PUBLIC["Why"]) >= {"ArticleText", "Reason", "Explanation"}
    assert mentioned(PUBLIC["open_index"]) == {"Access", "Index"}


def test_every_error_that_is_raised_is_public_and_of_one_tree() -> None:
    import baosou.index.errors

    errors = {
        name: value
        for name, value in vars(baosou.index.errors).items()
        if inspect.isclass(value) and issubclass(value, Exception)
    }
    assert set(errors) <= set(PUBLIC)
    assert all(issubclass(error, PUBLIC["BaosouError"]) for error in errors.values())
    told = inspect.getdoc(baosou.index.errors) or ""
    assert all(name in told for name in errors)


def test_every_public_name_and_method_is_documented() -> None:
    named = set(re.findall(r"`([A-Za-z_]+)", PAGE))
    assert set(PUBLIC) - named == set()
    methods = {name for name in dir(PUBLIC["Index"]) if not name.startswith("_")}
    assert {name for name in methods if f"index.{name}" not in PAGE and f"`{name}" not in PAGE} == set()


def test_every_public_class_and_function_says_what_it_is_for() -> None:
    silent = [
        name
        for name, value in PUBLIC.items()
        if inspect.isroutine(value) or inspect.isclass(value)
        if not (value.__doc__ or "").strip()
    ]
    assert silent == []


def test_values_are_frozen_and_their_objects_plain() -> None:
    values = [value for value in CLASSES.values() if issubclass(value, msgspec.Struct)]
    assert len(values) > 30
    assert [value for value in values if not value.__struct_config__.frozen] == []


def test_names_are_sorted_each_once_and_all_are_found() -> None:
    assert len(baosou.index.__all__) == len(set(baosou.index.__all__))
    assert dir(baosou.index) == baosou.index.__all__
    with pytest.raises(AttributeError, match="open_door"):
        baosou.index.open_door  # type: ignore[attr-defined]  # noqa: B018


def test_to_import_the_package_loads_nothing() -> None:
    script = "import baosou.index, sys; print([n for n in sys.modules if n.startswith('baosou')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True, timeout=60)
    assert set(re.findall(r"'([^']+)'", done.stdout)) <= {"baosou", "baosou.index"}
