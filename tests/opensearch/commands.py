"""Commands in processes of their own, on an index of a cluster, with a home folder that nobody has used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from baosou.cli import main
from tests.work import LONGEST_WAIT


class Commands(Struct, frozen=True):
    """Commands on one index."""

    location: str
    home: Path

    def process(
        self, *arguments: str, environment: Mapping[str, str] | None = None, location: str | None = None
    ) -> subprocess.Popen[str]:
        """A command that has been started."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("BAOSOU", "XDG_", "LC_"))}
        place = location or self.location
        return subprocess.Popen(
            [sys.executable, "-m", "baosou.cli", *arguments, *([] if place == "-" else ["--index", place])],
            env={**clean, "HOME": str(self.home), "LANG": "C.UTF-8", "COLUMNS": "80", **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home,
        )

    def run(
        self, *arguments: str, environment: Mapping[str, str] | None = None, location: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """What a command gave."""
        process = self.process(*arguments, environment=environment, location=location)
        out, err = process.communicate(timeout=LONGEST_WAIT)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def here(self, *arguments: str) -> int:
        """The exit code of a command in this process, for tables of many; what it prints is the test's to capture."""
        return main([*arguments, "--index", self.location])

    def told(self, *arguments: str) -> Any:
        """What a command that goes well gives as JSON."""
        done = self.run(*arguments, "--json")
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)


def records(name: str, count: int) -> str:
    """Articles of a source: each is one of its own."""
    lines = (
        {
            "id": f"{name}-{number}",
            "title": f"{name}第{number}号渔船的归航",
            "authors": ["林一帆"],
            "date": f"20{number % 20:02d}-0{number % 9 + 1}-11",
            "text": f"清晨五点，{name}第{number}号渔船回到霞关镇的渔港。\n志愿者陈海生把{number}件救生衣搬上甲板。" * 3,
        }
        for number in range(count)
    )
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
