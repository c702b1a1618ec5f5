"""The slow campaigns: `python -m tests.torture [--seconds S] [--seed N] [NAME...]`, a line of figures for each."""

from __future__ import annotations

import argparse
from importlib import import_module

CAMPAIGNS = ("damage", "hostile")


def main() -> None:
    """Run the campaigns that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(CAMPAIGNS)}")
    parser.add_argument("--seconds", type=float, default=600.0, help="for each campaign")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for name in given.names or CAMPAIGNS:
        print(import_module(f"tests.torture.{name}").run(given.seconds, given.seed), flush=True)


if __name__ == "__main__":
    main()
