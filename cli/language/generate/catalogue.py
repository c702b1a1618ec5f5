"""The catalogue of translations: `zh.po` kept in step with the code, `zh.mo` made of it (GNU gettext's formats)."""

from __future__ import annotations

import ast
import struct
from collections.abc import Mapping
from pathlib import Path

from baosou.cli.language.generate.sentences import sentences

FOLDER = Path(__file__).parents[1]
HEADER = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nLanguage: zh_CN\n"
_MAGIC = 0x950412DE


def read_po(text: str) -> dict[str, str]:
    """The translations of a .po file by their sentences, its header left out."""
    found: dict[str, str] = {}
    said: dict[str, str] = {}
    part = ""
    for line in [*text.splitlines(), ""]:
        keyword, _, rest = line.partition(" ")
        if keyword in ("msgid", "msgstr"):
            part, line = keyword, rest
            said[part] = ""
        if part and line.startswith('"'):
            said[part] += ast.literal_eval(line)
        if not line.strip() and "msgstr" in said:
            if said["msgid"]:
                found[said["msgid"]] = said["msgstr"]
            said, part = {}, ""
    return found


def write_po(translations: Mapping[str, str], places: Mapping[str, list[str]]) -> str:
    """A .po file, each sentence after the modules or commands that have it."""
    entries = [_entry("", HEADER, [])]
    entries += [_entry(sentence, said, places.get(sentence, [])) for sentence, said in translations.items()]
    return "\n".join(entries)


def _entry(sentence: str, said: str, places: list[str]) -> str:
    where = f"#: {' '.join(places)}\n" if places else ""
    return f"{where}msgid {_quoted(sentence)}\nmsgstr {_quoted(said)}\n"


def _quoted(text: str) -> str:
    lines = text.splitlines(keepends=True)
    quoted = [
        '"' + line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\b", "\\b") + '"'
        for line in lines
    ]
    return '""' if not lines else quoted[0] if len(quoted) == 1 else "\n".join(['""', *quoted])


def compiled(translations: Mapping[str, str]) -> bytes:
    """The .mo file of translations; sentences without one are left out."""
    pairs = sorted(
        (sentence.encode(), said.encode()) for sentence, said in {"": HEADER, **translations}.items() if said
    )
    count = len(pairs)
    texts, strings = b"", b""
    at = 28 + 16 * count
    for column in (0, 1):
        for pair in pairs:
            texts += struct.pack("<II", len(pair[column]), at + len(strings))
            strings += pair[column] + b"\0"
    return struct.pack("<7I", _MAGIC, 0, count, 28, 28 + 8 * count, 0, 0) + texts + strings


def main() -> None:
    """Bring `zh.po` in step with the code (what is new has no translation yet), and make `zh.mo` of it."""
    po, places = FOLDER / "zh.po", sentences()
    known = read_po(po.read_text("utf-8")) if po.exists() else {}
    translations = {sentence: known.get(sentence, "") for sentence in places}
    po.write_text(write_po(translations, places), "utf-8")
    (FOLDER / "zh.mo").write_bytes(compiled(translations))
    missing = sum(not said for said in translations.values())
    print(f"{len(translations)} sentences, {missing} without a translation")


if __name__ == "__main__":
    main()
