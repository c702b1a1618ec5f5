"""The slow campaigns of `make torture`: a line of figures each; a traceback and exit code 1 where a promise is broken.

`python -m tests.torture --only kills --seconds 600 --seed 7` runs one of them for ten minutes. When it begins and how
it ended is told on standard error, whatever ends it: a log that says neither was cut off from outside (kill -9).
"""

from __future__ import annotations

import argparse
import faulthandler
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import NoReturn

OTHERS = ("fuzzing", "specimen", "storage", "workplace")


def campaigns() -> list[str]:
    """The modules of this folder that have a `run`."""
    names = (path.stem for path in sorted(Path(__file__).parent.glob("*.py")))
    return [name for name in names if not name.startswith(("_", "test_")) and name not in OTHERS]


class Stopped(BaseException):
    """Someone sent a signal that ends the campaign."""


def _stop(number: int, _: FrameType | None) -> NoReturn:
    raise Stopped(signal.Signals(number).name)


def told(name: str, run: Callable[[float, int], str], seconds: float, seed: int) -> bool:
    """Run a campaign and tell how it ended, whether it kept its promises; all but a broken promise is raised."""
    say = f"{name}: {{}} (seed {seed})"
    started = time.monotonic()
    try:
        print(say.format(f"begins at {time.strftime('%H:%M:%S')} for {seconds:g} s"), file=sys.stderr, flush=True)
        print(run(seconds, seed), flush=True)
    except Exception:  # noqa: BLE001 (the other campaigns go on)
        print(say.format("a promise was broken"), file=sys.stderr)
        traceback.print_exc()
        return False
    except BaseException as end:
        took = f"{time.monotonic() - started:.0f} s"
        print(say.format(f"stopped by {str(end) or type(end).__name__} after {took}"), file=sys.stderr, flush=True)
        raise
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all campaigns or some, each for some seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--only", choices=campaigns(), action="append", help="this campaign (again for several)")
    parser.add_argument("--seconds", type=float, default=60, help="how long each campaign goes on [60]")
    parser.add_argument("--seed", type=int, default=None, help="what chance begins with [the time]")
    options = parser.parse_args(arguments)
    seed = int(time.time()) if options.seed is None else options.seed
    # before signals are taken: what a handler raises while libraries are loaded, they take for an error of their own
    runs = {name: import_module(f"tests.torture.{name}").run for name in options.only or campaigns()}
    faulthandler.enable()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        kept = [told(name, run, options.seconds, seed) for name, run in runs.items()]
    except Stopped:
        return 1
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
