"""The paragraphs of a part of a Word document, as its readers see them once all its changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from baosou.corpus.readers.composing import Role, clean_line, clean_lines
from baosou.corpus.readers.manuscript import Look, Paragraph
from baosou.corpus.readers.rows import as_row
from baosou.corpus.readers.word_numbers import Numbers
from baosou.corpus.readers.word_styles import PLAIN, PREFIXES, Setting, Styles, take
from baosou.corpus.readers.xml_events import xml_events

# What was deleted or moved away, how things were before a change, and the readings above characters.
_SKIPPED = frozenset(["w:del", "w:moveFrom", "w:rt"])
_SKIPPED |= {f"w:{part}PrChange" for part in ("r", "p", "sect", "tbl", "tr", "tc")}
_MARKS = {"w:tab": " ", "w:ptab": " ", "w:cr": "\n", "w:br": "\n", "w:noBreakHyphen": "-"}
_CONTENTS = "table of contents"


class Part(Struct):
    """The paragraphs of a part in order; its notes by kind and id; how many pieces in other formats it includes."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: dict[tuple[str, str], list[Paragraph]] = field(default_factory=dict)
    included: int = 0


class _Open(Struct):
    """A paragraph that is being read; `boxed` are those of text boxes that hang on it."""

    style: str = ""
    own: Setting = PLAIN
    runs: list[tuple[str, Setting]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxed: list[Paragraph] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    joined: bool = False  # its mark is deleted: what comes next goes on in it


class _Row(Struct):
    cells: list[list[Paragraph]] = field(default_factory=list)
    deleted: bool = False


def read_part(
    data: bytes, styles: Styles, notes: Mapping[tuple[str, str], list[Paragraph]], numbers: Numbers | None = None
) -> Part:
    """What a part says; `notes` come below the paragraphs that refer to them, `numbers` before what is counted."""
    reader = _Reader(styles, notes, numbers or Numbers())
    for event in xml_events(data, PREFIXES):
        if event.kind == "start":
            reader.start(event.text, event.attributes)
        elif event.kind == "end":
            reader.end(event.text)
        else:
            reader.take_text(event.text)
    return reader.part


class _Reader:
    """One pass over a part. What is nested (boxes in paragraphs, tables in cells) is kept on stacks."""

    def __init__(self, styles: Styles, notes: Mapping[tuple[str, str], list[Paragraph]], numbers: Numbers) -> None:
        self.part = Part()
        self._styles = styles
        self._notes = notes
        self._numbers = numbers
        self._sinks = [self.part.paragraphs]
        self._open: list[_Open] = []
        self._carried: _Open | None = None
        self._rows: list[_Row] = []
        self._choices: list[bool] = []  # of each open choice between renderings, whether one was taken
        self._run = PLAIN
        self._in_paragraph_properties = self._in_run_properties = self._in_text = False
        self._skipping = 0
        self._note = ("", "")
        self._noted: set[tuple[str, str]] = set()
        self._contents: list[bool] = []  # of each open content control, whether it is a table of contents

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
            return
        if self._starts_skipped(name):
            self._skipping = 1
            return
        match name:
            case "w:p":
                self._open.append(self._carried or _Open())
                self._carried = None
            case "w:pPr":
                self._in_paragraph_properties = True
            case "w:rPr":
                self._in_run_properties = True
            case "w:r":
                self._run = PLAIN
            case "w:t" | "m:t":
                self._in_text = True
            case "w:tr":
                self._rows.append(_Row())
            case "w:tc" | "w:txbxContent":
                self._sinks.append([])
            case "w:footnote" | "w:endnote":
                self._note = (name, attributes.get("w:id", ""))
                self._sinks.append([])
            case "w:footnoteReference" | "w:endnoteReference" if self._open:
                self._open[-1].notes.append((name.removesuffix("Reference"), attributes.get("w:id", "")))
            case "mc:AlternateContent":
                self._choices.append(False)
            case "mc:Choice" if self._choices:
                self._choices[-1] = True
            case "w:sdt":
                self._contents.append(False)
            case "w:docPartGallery" if self._contents:
                self._contents[-1] = attributes.get("w:val", "").casefold() == _CONTENTS
            case "v:textpath":  # a headline drawn as a picture of itself
                self._add(attributes.get("string", ""))
            case "w:altChunk":
                self.part.included += 1
            case _:
                self._take_property(name, attributes)

    def _starts_skipped(self, name: str) -> bool:
        if name == "w:del" and (self._in_paragraph_properties or (self._rows and not self._open)):
            return False  # the mark of a paragraph, or a row, is deleted
        return name in _SKIPPED or (name in ("mc:Fallback", "mc:Choice") and bool(self._choices and self._choices[-1]))

    def _take_property(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._open:
            if name == "w:del" and self._rows:
                self._rows[-1].deleted = True
            return
        paragraph = self._open[-1]
        if self._in_paragraph_properties:
            if name == "w:pStyle":
                paragraph.style = attributes.get("w:val", "")
            elif self._in_run_properties:
                paragraph.joined = paragraph.joined or name == "w:del"
            else:
                paragraph.own = take(paragraph.own, name, attributes)
        elif self._in_run_properties:
            if name == "w:rStyle":
                self._run = self._run.over(self._styles.setting_of(attributes.get("w:val", "")))
            else:
                self._run = take(self._run, name, attributes)
        elif name in _MARKS:
            self._add(" " if attributes.get("w:type") in ("page", "column") else _MARKS[name])
        elif name == "w:sym":
            code = attributes.get("w:char", "")
            if 1 <= len(code) <= 6 and all(digit in "0123456789abcdefABCDEF" for digit in code):
                self._add(_character(int(code, 16)))

    def take_text(self, text: str) -> None:
        if self._in_text and not self._skipping:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._open:
            paragraph = self._open[-1]
            hidden = self._run.hidden
            if hidden is None:
                hidden = self._styles.of(paragraph.style).setting.hidden
            if hidden:
                paragraph.hidden.append(text)
            else:
                paragraph.runs.append((text, self._run))

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        match name:
            case "w:p" if self._open:
                self._end_paragraph(self._open.pop())
            case "w:pPr":
                self._in_paragraph_properties = self._in_run_properties = False
            case "w:rPr":
                self._in_run_properties = False
            case "w:r":
                self._run = PLAIN
            case "w:t" | "m:t":
                self._in_text = False
            case "w:txbxContent" if len(self._sinks) > 1:
                boxed = self._sinks.pop()
                (self._open[-1].boxed if self._open else self._sinks[-1]).extend(boxed)
            case "w:tc" if len(self._sinks) > 1 and self._rows:
                self._rows[-1].cells.append(self._sinks.pop())
            case "w:tr" if self._rows:
                row = self._rows.pop()
                if not row.deleted:
                    self._sinks[-1].extend(as_row(row.cells))
            case "w:footnote" | "w:endnote" if len(self._sinks) > 1:
                self.part.notes[self._note] = self._sinks.pop()
            case "mc:AlternateContent" if self._choices:
                self._choices.pop()
            case "w:sdt" if self._contents:
                self._contents.pop()

    def _end_paragraph(self, paragraph: _Open) -> None:
        if paragraph.joined:
            self._carried = paragraph
            paragraph.joined = False
            return
        sink = self._sinks[-1]
        style = self._styles.of(paragraph.style)
        label = self._label(paragraph, paragraph.own.over(style.setting))
        if label and paragraph.runs:
            paragraph.runs.insert(0, (label, paragraph.runs[0][1]))
        for line in _lines(paragraph.runs):
            sink.append(self._paragraph(line, paragraph, style.setting))
        for text in clean_lines("".join(paragraph.hidden)):
            sink.append(Paragraph(text, Role.ASIDE))
        sink.extend(paragraph.boxed)
        for note in paragraph.notes:
            if note not in self._noted:  # a note that is referred to again is not told again
                self._noted.add(note)
                sink.extend(Paragraph(each.text, Role.NOTE) for each in self._notes.get(note, ()))

    def _label(self, paragraph: _Open, setting: Setting) -> str:
        """The number before a paragraph that is counted."""
        if not setting.numbering:
            return ""
        level = paragraph.own.list_level
        if level is None:
            level = self._numbers.level_of(paragraph.style, setting.numbering)
        return self._numbers.next(setting.numbering, setting.list_level or 0 if level is None else level)

    def _paragraph(self, runs: list[tuple[str, Setting]], paragraph: _Open, base: Setting) -> Paragraph:
        text = clean_line("".join(text for text, _ in runs))
        standing = self._styles.of(paragraph.style).standing
        if paragraph.own.outline is not None and standing.level is None and standing.role is Role.TEXT:
            # level 10 is that of text
            level = paragraph.own.outline if paragraph.own.outline < 10 else None
            role = Role.TEXT if level is None else Role.HEAD
        else:
            role, level = standing.role, standing.level
        if any(self._contents):
            role, level = Role.ASIDE, None
        weights: dict[int | None, int] = {}
        bold = True
        for piece, run in runs:
            if piece.strip():
                own = run.over(base)
                weights[own.size] = weights.get(own.size, 0) + len(piece)
                bold = bold and bool(own.bold)
        size = max(weights, key=weights.__getitem__, default=None)
        look = Look((size or 0) / 2, bold, bool(paragraph.own.over(base).centred))
        return Paragraph(text, role, level, look)


def _lines(runs: list[tuple[str, Setting]]) -> Iterator[list[tuple[str, Setting]]]:
    """The runs of each line that shows something: a break in a paragraph is where a new line was wanted."""
    line: list[tuple[str, Setting]] = []
    for text, run in runs:
        first, *others = text.split("\n")
        line.append((first, run))
        for other in others:
            if "".join(piece for piece, _ in line).strip():
                yield line
            line = [(other, run)]
    if "".join(piece for piece, _ in line).strip():
        yield line


def _character(code: int) -> str:
    """The character of a code; those of no meaning, and halves of one, are a square."""
    return "\u25a1" if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
