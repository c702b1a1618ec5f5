"""All sentences that users are told: those that the code gives to `worded`, and those of the commands' help."""

from __future__ import annotations

import ast
import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from baosou.cli.app import COMMANDS, FIRST_DAY, command_line
from baosou.cli.manual.page import paragraphs, purposes

ROOT = Path(__file__).parents[3]
"""The folder of the packages: the project's own, where the catalogue is made."""

PACKAGES = ("cli", "corpus", "index")

TELLING = ("worded", "NotRead")
"""What sentences are given to; a `NotRead` is put into words by the process that is told of it."""

SYSTEM = tuple(
    os.strerror(getattr(errno, name))
    for name in (
        *("ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT", "EROFS", "EIO"),
        *("EMFILE", "ENFILE", "ENAMETOOLONG", "ELOOP", "EFBIG", "ENOMEM", "EBUSY", "EINVAL", "ENODEV", "ESTALE"),
    )
)
"""What a system says that does not do what it is asked to."""


class Unknown(Exception):  # noqa: N818 - named after what is wrong
    """A sentence whose words cannot be told from the code: name it in `ELSEWHERE`."""


def elsewhere() -> Mapping[str, Sequence[str]]:
    """What a call of `worded` may be given whose argument is looked up in another module, by the argument's text."""
    from baosou.cli.commands import export
    from baosou.cli.render import analysis, hits, overview
    from baosou.corpus import decoding, unreadable
    from baosou.corpus.pages import bylines, decisions
    from baosou.index import explanations
    from baosou.index.answering import analyze, suggest
    from baosou.index.query import named_periods, tree

    parts = [*decisions.NAMES.values(), "no article", "running head"]
    return {
        "error.strerror or str(error)": SYSTEM,
        "UNTITLED": [hits.UNTITLED],
        "kind": [kind for _, kind in decoding._MAGIC],
        "reason": list(unreadable.UNREADABLE.values()),
        "UNREADABLE[ending]": list(unreadable.UNREADABLE.values()),
        "UNREADABLE['.doc']": [unreadable.UNREADABLE[".doc"]],
        "FORMS": [named_periods.FORMS],
        "SOME_LACKING if answer.total else ALL_LACKING": [hits.SOME_LACKING, hits.ALL_LACKING],
        "ALL_LACKING": [hits.ALL_LACKING],
        "of": get_args(export.Of),
        "found.by": ["year", "month", "day"],
        "heading": list(overview._DRAWN.values()),
        "calendar.of": ["year", "decade"],
        "sentence": (),  # of a `NotRead`
        "style": [style.value for style in bylines.Style],
        "each.part": parts,
        "each.rival": parts,
        "each.kind": get_args(suggest.Kind),
        "token_kind(token.text)": get_args(analyze.TokenKind),
        "PART_NAMES.get(part.kind, part.kind)": list(explanations.PART_NAMES.values()),
        "NODES[node.kind]": list(analysis.NODES.values()),
        "CHANGES[kind]": list(analysis.CHANGES.values()),
        "node.kind": ["all of", "any of"],
        "field": sorted(tree.NAMED),
        "f'{{count:,}} {noun}' if count == 1 else COUNTED[noun]": [
            *(f"{{count:,}} {noun}" for noun in hits.COUNTED),
            *hits.COUNTED.values(),
        ],
        "others.replace('{unit}', unit)": [
            *(f"does not match (1 other {unit} does)" for unit in ("article", "section")),
            *(f"does not match ({{others:,}} other {unit}s do)" for unit in ("article", "section")),
        ],
        **dict.fromkeys(
            (
                *("argument.metavar", "param.metavar", "option.metavar", "each", "each.help or ''"),
                *("paragraphs(each.help)[0]", "paragraphs(command.help)[0]", "param.help or ''", "found[3]"),
            ),
            (),  # of the commands, which are gone through below
        ),
    }


def sentences() -> dict[str, list[str]]:
    """All sentences in the order of the code, each with the modules that have it; raises Unknown."""
    found: dict[str, list[str]] = {}
    known = elsewhere()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "generate" in path.parts:
                continue
            name = path.relative_to(ROOT).as_posix()
            for sentence in of_module(path.read_text("utf-8"), known):
                _note(found, sentence, name)
    for command, sentence in of_commands():
        _note(found, sentence, command)
    return found


def _note(found: dict[str, list[str]], sentence: str, where: str) -> None:
    places = found.setdefault(sentence, [])
    if where not in places:
        places.append(where)


def of_module(source: str, known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The sentences that a module gives to `worded`, or to what is worded elsewhere."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TELLING):
            continue
        inside = [each for each in functions if any(node is inner for inner in ast.walk(each))]
        yield from _texts(node.args[0], (*inside[::-1], tree), known)


def _texts(value: ast.expr, scopes: Sequence[ast.AST], known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The texts that an expression may be, as far as its module says."""
    if (text := ast.unparse(value)) in known:
        yield from known[text]
        return
    match value:
        case ast.Constant(value=str(sentence)):
            yield sentence
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one, scopes, known)
            yield from _texts(other, scopes, known)
        case ast.Dict(values=values) | ast.Tuple(elts=values) | ast.List(elts=values):
            for each in values:
                yield from _texts(each, scopes, known)
        case ast.Subscript(value=table):
            yield from _texts(table, scopes, known)
        case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[_, other]):
            yield from _texts(table, scopes, known)
            yield from _texts(other, scopes, known)
        case ast.Call(func=ast.Name(id="worded")):
            return  # which is gone through by itself
        case ast.Call(func=ast.Name(id=called)):
            yield from _returned(called, scopes, known)
        case ast.Name(id=name):
            yield from _named(name, scopes, known)
        case _:
            raise Unknown(text)


def _returned(called: str, scopes: Sequence[ast.AST], known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What a function of the module gives back."""
    for node in ast.walk(scopes[-1]):
        if isinstance(node, ast.FunctionDef) and node.name == called:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    yield from _texts(inner.value, (node, scopes[-1]), known)
            return
    raise Unknown(called)


def _named(name: str, scopes: Sequence[ast.AST], known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What a name of a function, or else of the module, is set to."""
    for scope in scopes:
        values = list(_set_to(name, scope))
        if values:
            for value in values:
                yield from _texts(value, scopes, known)
            return
    raise Unknown(name)


def _set_to(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                yield from (value for target, value in zip(targets, values, strict=False) if _is(target, name))
            case ast.comprehension(target=target, iter=ast.Tuple() | ast.List() as value) if _is(target, name):
                yield value


def _is(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name


@cache
def _root() -> Any:
    return command_line(())


def of_commands() -> Iterator[tuple[str, str]]:
    """The sentences of each command's help, with the command."""
    for name, command in (("baosou", _root()), *_root().commands.items()):
        epilog = FIRST_DAY if name == "baosou" else import_module(f"baosou.cli.commands.{name}").EXAMPLES
        texts = [*paragraphs(command.help), *purposes(epilog), *epilog.strip("\n").split("\n\n")[1:]]
        for param in command.params:
            texts += filter(None, (getattr(param, "help", None), None if _is_flag(param) else param.metavar))
        texts += ["Show this message and exit."]
        yield from ((name, text) for text in texts)
    assert set(_root().commands) == set(COMMANDS)


def _is_flag(param: Any) -> bool:
    return bool(getattr(param, "is_flag", False))
