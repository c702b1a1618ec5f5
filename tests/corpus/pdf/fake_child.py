"""A child process whose files say what becomes of each of their pages: good, bad, dies, hangs, grows or babbles."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from baosou.corpus.layout.printed import Glyph, PrintedPage
from baosou.corpus.pdf.child import bound, own_output, serve
from baosou.corpus.pdf.messages import NotRead, Request


class Script:
    """A file: a word a page."""

    restricted = False

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.pages = len(words)

    def page(self, number: int) -> PrintedPage:
        word = self.words[number - 1]
        if word == "bad":
            raise NotRead("torn")
        if word == "faulty":
            raise ZeroDivisionError("a fault of ours")
        if word == "dies":
            os.abort()
        if word == "hangs":
            threading.Event().wait()
        if word == "grows":
            held = [bytearray(1 << 20)]
            while True:
                held.append(bytearray(1 << 24))
        if word == "babbles":
            os.write(int(os.environ["REPLIES"]), b"\0" * 7 + b"\3abc" + b"x" * 100)
        count = int(word) if word.isdigit() else 2
        glyph = Glyph("渔", (10, 10, 20, 20), 10, 12, 10)
        return PrintedPage(number, 595, 842, (glyph,) * count)


@contextmanager
def opened(request: Request) -> Iterator[Script]:
    words = Path(os.fsdecode(request.path)).read_text("utf-8").split()
    if words == ["locked"]:
        if "渔火" not in request.passwords:
            raise NotRead("{tried} passwords do not open it", tried=len(request.passwords))
        words = ["good"]
    if words == ["dies-at-once"]:
        os.abort()
    if words == ["hangs-at-once"]:
        with open(f"{os.fsdecode(request.path)}.pid", "w", encoding="utf-8") as told:
            told.write(f"{os.getpid()}\n")
        threading.Event().wait()
    if words == ["pid"]:
        raise NotRead(str(os.getpid()))
    yield Script(words)


if __name__ == "__main__":
    if sys.argv[1] != "0":  # what is bound may write no files, not even its number
        bound(int(sys.argv[1]))
    replies = own_output()
    os.environ["REPLIES"] = str(replies.fileno())
    serve(sys.stdin.buffer, replies, opened)
