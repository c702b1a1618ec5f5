"""The slow campaigns of `make torture`: a line of figures each; a traceback and exit code 1 where a promise is broken.

`python -m tests.torture --only kills --seconds 600 --seed 7` runs one of them for ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

OTHERS = ("specimen", "storage", "workplace")


def campaigns() -> list[str]:
    """The modules of this folder that have a `run`."""
    names = (path.stem for path in sorted(Path(__file__).parent.glob("*.py")))
    return [name for name in names if not name.startswith(("_", "test_")) and name not in OTHERS]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all campaigns or some, each for some seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--only", choices=campaigns(), action="append", help="this campaign (again for several)")
    parser.add_argument("--seconds", type=float, default=60, help="how long each campaign goes on [60]")
    parser.add_argument("--seed", type=int, default=None, help="what chance begins with [the time]")
    options = parser.parse_args(arguments)
    seed = int(time.time()) if options.seed is None else options.seed
    broken = 0
    for name in options.only or campaigns():
        try:
            print(import_module(f"tests.torture.{name}").run(options.seconds, seed), flush=True)
        except Exception:  # noqa: BLE001 (the other campaigns go on)
            broken += 1
            print(f"{name}: a promise was broken (seed {seed})", file=sys.stderr)
            traceback.print_exc()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
