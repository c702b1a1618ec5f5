"""Every sentence that users are told has a translation that fits it, and the catalogue that is shipped is of these."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.cli.language.catalogue import chinese
from baosou.cli.language.generate.catalogue import FOLDER, compiled, read_po, write_po
from baosou.cli.language.generate.sentences import Unknown, of_module, sentences

ROOT = Path(__file__).parents[3]
KNOWN = read_po((FOLDER / "zh.po").read_text("utf-8"))
SAID = sentences()
TEXT = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x00")
)


def test_every_sentence_has_a_translation() -> None:
    assert [f"{sentence} ({', '.join(places)})" for sentence, places in SAID.items() if not KNOWN.get(sentence)] == []


def test_nothing_is_translated_that_nobody_says() -> None:
    assert sorted(KNOWN.keys() - SAID.keys()) == []


def test_the_catalogue_that_is_shipped_is_made_of_the_translations() -> None:
    assert (FOLDER / "zh.mo").read_bytes() == compiled(KNOWN)


def places_in(sentence: str) -> dict[str, str]:
    """The places for values, each with how the value is shown."""
    try:
        return {
            name: f"{sign}{form}"
            for _, name, form, sign in Formatter().parse(sentence)
            if name and name.isascii() and name.isidentifier()
        }
    except ValueError:  # braces of a text that is not filled in
        return {}


@pytest.mark.parametrize("sentence", sorted(KNOWN))
def test_a_translation_has_the_places_of_its_sentence_and_is_chinese(sentence: str) -> None:
    said = KNOWN[sentence]
    filled = any("/" in place for place in SAID.get(sentence, ()))  # and no text of a command's help
    needed, found = (places_in(text) if filled else {} for text in (sentence, said))
    assert {name: form for name, form in found.items() if needed.get(name) != form} == {}
    if needed.keys() != found.keys():  # a number that the sentence spells out, or a name that goes without saying
        assert needed.keys() - found.keys() <= {"names"}
    letters = re.sub(r"\{[^}]*\}", "", sentence)
    if re.search(r"[a-z]{3,} [a-z]{2,}", letters):
        assert re.search(r"[\u4e00-\u9fff]", said)
        assert not re.search(r"[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff]", said), "a Latin mark in Chinese text"


@given(st.dictionaries(TEXT.filter(bool), TEXT, max_size=5))
def test_what_is_written_as_po_is_read_again(translations: dict[str, str]) -> None:
    assert read_po(write_po(translations, {})) == translations


def test_gettext_reads_what_is_compiled(tmp_path: Path) -> None:
    say = chinese()
    assert say("nothing found") == "没有找到"
    assert say("a sentence that nobody says") == "a sentence that nobody says"
    assert say("") == ""


def test_gnu_msgfmt_agrees(tmp_path: Path) -> None:
    try:
        done = subprocess.run(
            ["msgfmt", "--check-format", "-o", str(tmp_path / "zh.mo"), str(FOLDER / "zh.po")], capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("GNU gettext is not installed")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_sentence_that_cannot_be_told_from_the_code_is_refused() -> None:
    with pytest.raises(Unknown):
        list(of_module("worded(text_of(error))", {}))
    assert list(of_module("worded('one' if x else OTHER)\nOTHER = 'two'", {})) == ["one", "two"]


TELLING = {"say": 0, "Failure": 1, "Unread": 1, "Note": 1, "PassedOver": 9}
ERRORS = re.compile(r"(?:[A-Z]\w*)?(?:Error|Missing|Damaged|Forbidden|Version|Locked|Closed|UnknownId|Timeout)")
OF_PYTHON = {
    "ValueError",
    "TypeError",
    "AttributeError",
    "AssertionError",
    "RuntimeError",
    "KeyError",
    "IndexError",
    "OSError",
    "ReadOnlyError",
}
WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def told_past_the_catalogue(source: str) -> Iterator[str]:
    """The texts in English that a module tells users as they stand."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="Run" | "run"), args=[ast.Constant(value=str(text)), *_]) if re.search(
                "[A-Za-z]{2}", text
            ):
                yield f"{node.lineno}: {text}"
            case ast.Call(func=ast.Name(id=name), args=args):
                if name in OF_PYTHON or not (name in TELLING or ERRORS.fullmatch(name)):
                    continue
                for said in args[TELLING.get(name, 0) :][:1]:
                    shown = ast.unparse(said)
                    if (
                        "worded" not in shown
                        and WORDS.search(shown)
                        and isinstance(said, ast.Constant | ast.JoinedStr | ast.IfExp)
                    ):
                        yield f"{node.lineno}: {shown}"


@pytest.mark.parametrize(
    "path",
    [
        path
        for room in ("cli", "corpus", "index")
        for path in sorted((ROOT / room).rglob("*.py"))
        if "generate" not in path.parts
    ],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_nothing_reaches_users_past_the_catalogue(path: Path) -> None:
    assert list(told_past_the_catalogue(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "say('nothing was found')",
        "say(f'{count} articles were found')",
        "raise UsageError('a word is missing')",
        "raise IndexDamaged(f'{path} is damaged', folder=folder)",
        "yield Failure(path, 'not a file' if gone else 'a folder')",
        "lines.append(Run('left aside', Style.DIM))",
    ],
)
def test_what_goes_past_it_is_seen(line: str) -> None:
    assert list(told_past_the_catalogue(line)) != []
