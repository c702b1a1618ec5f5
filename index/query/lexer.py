"""Reads a query's parts from left to right: words, phrases, values, operators, factors.

A full-width sign means what its ASCII form means; only ？ is always a question mark, ： ends a Latin word that names no
field, and what Chinese marks leave open is text. Reading takes time in proportion to the query's length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from baosou.corpus.errors import and_more, worded
from baosou.corpus.folding import fold_text
from baosou.index.errors import QueryError
from baosou.index.query.signs import (
    NOT_FIRST,
    OPERATORS,
    PARTS,
    Sign,
    ascii_form,
    half_width,
    opens,
    says_something,
    separates,
    trimmed,
    unquoted,
)

_OPENS_OPERATOR = frozenset(["&", "|", *(typed[0] for typed in OPERATORS)])
_VALUE_ENDS = "^,;!|，。；！｜？、…"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLAIN = re.compile(r"[^\W_]+")  # what `isalnum` is true of; no sign is
_LONGEST_NAME = 64
_NAMED = 40  # fields at most, where one is unknown
_SCHEME_END = re.compile('[^\x21-\x7e]|[()"<>]')
_OPERATOR = re.compile(r"(?:AND|OR|NOT)(?![A-Za-z0-9])")
_DISTANCE = re.compile("[~～]([0-9.０-９．]*)")
_FACTOR = re.compile(r"[\^＾]([0-9０-９]{1,9}(?:[.．][0-9０-９]{1,9})?)")


class Word(Struct, frozen=True):
    """An unquoted word: plain text, or a pattern (`*`, `?`), or fuzzy with the distance as typed ("" is 1)."""

    text: str
    at: int
    pattern: bool = False
    distance: str | None = None


class FieldName(Struct, frozen=True):
    """A known field's name and its colon: `name` is canonical, `typed` is what stands there."""

    name: str
    typed: str
    at: int


class Reader(Struct):
    """A query and how far it was read; `fields` maps folded names to canonical ones."""

    query: str
    fields: Mapping[str, str]
    at: int = 0

    def error(self, message: str, at: int | None = None) -> QueryError:
        """A QueryError at a position, by default where reading stands."""
        return QueryError(message, query=self.query, position=self.at if at is None else at)

    def sign(self, ahead: int = 0) -> str:
        """The next character in its ASCII form, "" at the end."""
        at = self.at + ahead
        return ascii_form(self.query[at]) if at < len(self.query) else ""

    def skip(self) -> None:
        """Passes what separates: blanks, punctuation, and signs that nothing stands before."""
        while self.at < len(self.query) and not self.query[self.at].isalnum():
            sign = self.sign()
            if sign == "|" or (sign == "&" and self.sign(1) == sign) or (sign == "!" and self.negates()):
                return
            if not (separates(self.query[self.at]) or sign in "]}[{<>;!:^~" or self._is_unclosed()):
                return
            self.at += 1

    def skip_unclosed(self) -> None:
        """Passes opening marks of Chinese text that open nothing."""
        while self._is_unclosed():
            self.at += 1

    def skip_blanks(self) -> None:
        """Passes blanks alone."""
        while self.sign().isspace():
            self.at += 1

    def operator(self) -> tuple[str, str]:
        """The operator that stands here, as AND, OR or NOT and as typed; two empty texts where there is none."""
        sign = self.sign()
        if sign not in _OPENS_OPERATOR:
            return "", ""
        if sign in ("&", "|") and sign == self.sign(1):
            return ("AND" if sign == "&" else "OR"), self.query[self.at : self.at + 2]
        if sign == "|":
            return "OR", self.query[self.at]
        for typed, meant in OPERATORS.items():
            if self.query.startswith(typed, self.at) and self._stands_alone(self.at, self.at + len(typed)):
                return meant, typed
        return "", ""

    def negates(self) -> bool:
        """Whether a minus or an exclamation mark stands here that excludes what follows it without a blank.

        What a ! excludes stands alone, for it ends Chinese text: 加油！渔船 excludes nothing.
        """
        sign, after = self.sign(), self.sign(1)
        if sign not in ("-", "!") or after in ("", "-", "!", "|", "&", ")") or separates(self.query[self.at + 1]):
            return False
        before = ascii_form(self.query[self.at - 1]) if self.at else " "
        if sign == "!":
            return before in "(|&:" or before.isspace()
        return before in "([{<>|&;!,:" or separates(before)

    def opens_phrase(self) -> bool:
        """Whether an opening quotation mark stands here."""
        return opens(self.query, self.at)

    def opens_group(self) -> bool:
        """Whether a parenthesis opens here; a full-width one opens nothing where none closes after it (（上)."""
        if self.sign() != "(":
            return False
        return self.query[self.at] == "(" or any(self.query.find(mark, self.at) >= 0 for mark in ")）")

    def closes_nothing(self) -> bool:
        """Whether, outside all groups, a full-width closing parenthesis stands here; it is text then (下）)."""
        return self.query.startswith("）", self.at)

    def phrase(self) -> str:
        """The text between the quotation mark here and its closing one."""
        found = unquoted(self.query, self.at)
        if found is None:
            raise self.error(worded("expected a closing quotation mark"))
        text, self.at = found
        return text

    def slop(self) -> int | None:
        """The number of `~5` right after a phrase; None where there is no ~."""
        found = _DISTANCE.match(self.query, self.at)
        if found is None:
            return None
        if not found[1].isdecimal() or len(found[1]) > 4:
            raise self.error(worded("expected a number of characters, at most 9999, after ~"))
        self.at = found.end()
        return int(found[1])

    def factor(self) -> float | None:
        """The number of `^2` right after a part of the query; None where there is no ^."""
        if self.sign() != "^":
            return None
        found = _FACTOR.match(self.query, self.at)
        if found is None or not self._ends_part(found.end()) or self.sign(len(found.group())) == "^":
            raise self.error(worded("expected one number after ^"))
        factor = float(half_width(found[1]))
        if not 0 < factor <= 1000:
            raise self.error(worded("the number after ^ must be above 0 and at most 1000"))
        self.at = found.end()
        return factor

    def value(self) -> str:
        """A field's value as typed, up to a blank, a parenthesis or a stop, or between quotation marks."""
        if self.opens_phrase():
            return self.phrase().strip()
        start = self.at
        while self.at < len(self.query):
            character = self.query[self.at]
            if character.isspace() or ascii_form(character) in '()"' or character in "“「『" + _VALUE_ENDS:
                break
            self.at += 1
        return self.query[start : self.at]

    def word(self) -> Word | FieldName | None:
        """The next word or field name; None for punctuation alone, which is passed.

        Raises QueryError for an unknown field, and for a pattern without a character.
        """
        start = self.at
        plain = _PLAIN.match(self.query, start)
        if plain is not None and (plain.end() == len(self.query) or self.query[plain.end()].isspace()):
            self.at = plain.end()
            return Word(plain.group(), start)
        signs: list[Sign] = []
        while self.at < len(self.query):
            if self._escapes(first=not signs):
                signs.append(Sign(self.query[self.at + 1], escaped=True))
                self.at += 2
                continue
            sign = self.sign()
            if sign == ":":
                name = self._field_before_colon(signs, start)
                if name is not None:
                    return name
                if self._scheme_stands_before(signs, start):
                    return self._address(start)
            if self._ends_word(sign, signs):
                break
            signs.append(Sign(self.query[self.at]))
            self.at += 1
        if self.at == start:
            self.at += 1
            return None
        return self._finished(signs, start)

    def _finished(self, signs: list[Sign], start: int) -> Word | None:
        """The word of these signs, without punctuation at its edges."""
        signs = trimmed(signs)
        text = "".join(sign.character for sign in signs)
        if any(sign.is_one_of("*?") for sign in signs):
            if not says_something(text):
                if all(sign.is_one_of("?") for sign in signs):
                    return None
                raise self.error(worded("a pattern needs at least one character besides * and ?"), start)
            if any(sign.escaped and sign.character in "*?＊" for sign in signs):
                raise self.error(worded("a pattern cannot hold an escaped * or ?"), start)
            text = text.replace("＊", "*")
            return Word(text, start, pattern=True, distance=self._distance())
        if not says_something(text):
            return None
        return Word(text, start, distance=None if text.isdecimal() else self._distance())

    def _distance(self) -> str | None:
        found = _DISTANCE.match(self.query, self.at)
        if found is None or not (found[1] or found.group() == "~"):
            return None
        self.at = found.end()
        return half_width(found[1])

    def _ends_word(self, sign: str, signs: list[Sign]) -> bool:
        """Whether a word of `signs` ends before the sign here."""
        if sign in PARTS or sign == "^":
            return True
        if sign == "&":
            return self.sign(1) == "&"
        before = ascii_form(signs[-1].character) if signs else ""
        if sign == ",":
            return not (before.isdecimal() and self.sign(1).isdecimal())
        if sign == ":":
            joins = str.isdecimal if self.query[self.at] == "：" else _is_latin
            return not (joins(before) and joins(self.sign(1)))
        if sign == "~":
            found = _DISTANCE.match(self.query, self.at)
            ends = found is None or self._ends_part(found.end())
            return ends and not all(each.character.isdecimal() for each in signs)
        return separates(self.query[self.at])

    def _ends_part(self, at: int) -> bool:
        """Whether a part of the query may end before `at`: at a blank, a parenthesis, a stop, the end."""
        if at >= len(self.query):
            return True
        return separates(self.query[at]) or ascii_form(self.query[at]) in PARTS + "^,"

    def _is_unclosed(self) -> bool:
        return self.sign() in ("“", "「", "『", "(") and not (self.opens_phrase() or self.opens_group())

    def _escapes(self, *, first: bool) -> bool:
        """Whether a backslash stands here before a sign or, at a word's start, before AND, OR or NOT.

        Before any other letter or digit it is text itself.
        """
        following = self.query[self.at + 1 : self.at + 2]
        if self.query[self.at] != "\\" or not following:
            return False
        if following.isascii() and following.isalnum():
            return first and _OPERATOR.match(self.query, self.at + 1) is not None
        return True

    def _field_before_colon(self, signs: list[Sign], start: int) -> FieldName | None:
        """The field that the signs before a word's first colon name.

        Latin names that are no field are an error before : and text before ：; Chinese text before any colon is text
        (多国人士：…).
        """
        if len(signs) > _LONGEST_NAME or any(sign.escaped or sign.is_one_of(":") for sign in signs):
            return None
        typed = "".join(sign.character for sign in signs).lstrip(NOT_FIRST)
        name = self.fields.get(fold_text(typed)) if typed else None
        if name is not None:
            self.at += 1
            return FieldName(name, typed, start)
        if self.query[self.at] == ":" and _NAME.fullmatch(typed) and not self.query.startswith("//", self.at + 1):
            raise self.error(
                worded(
                    'unknown field "{typed}"; fields are: {listed}; text with a colon goes between quotation marks',
                    typed=typed,
                    listed=_listed(self.fields),
                ),
                start,
            )
        return None

    def _scheme_stands_before(self, signs: list[Sign], start: int) -> bool:
        typed = self.query[start : self.at]
        return (
            len(typed) == len(signs)
            and self.query.startswith("//", self.at + 1)
            and typed.isascii()
            and typed.isalpha()
        )

    def _address(self, start: int) -> Word:
        """A web address from its scheme to the first blank or character that no address holds."""
        end = _SCHEME_END.search(self.query, self.at)
        self.at = end.start() if end else len(self.query)
        return Word(self.query[start : self.at].rstrip(".,;:!?'"), start)

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether blanks, parentheses or the query's ends stand on both sides."""
        before, after = self.query[start - 1 : start] or " ", self.query[end : end + 1] or " "
        return all(side.isspace() or ascii_form(side) in "()" for side in (before, after))


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _listed(fields: Mapping[str, str]) -> str:
    """Every field (of very many the first) with the first of its other names: title 标题, author 作者."""
    names: dict[str, list[str]] = {}
    for name, canonical in fields.items():
        names.setdefault(canonical, [canonical]).append(name)
    listed = [" ".join(list(dict.fromkeys(several))[:2]) for several in names.values()]
    return and_more(", ".join(listed[:_NAMED]), len(listed) - _NAMED)
