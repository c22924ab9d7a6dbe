"""Measures Leadlight side by side with what it is compared to; prints a table and writes build/bench.json.

Usage: python tests/bench [--only NAME] [--size ADS]. NAME is a figure ("match.4k_over_split") or its beginning.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from checks_bench import MEASURES as CHECK_MEASURES
from contacts_bench import MEASURES as CONTACT_MEASURES
from crowd_bench import MEASURES as CROWD_MEASURES
from extension_bench import MEASURES as EXTENSION_MEASURES
from fetch_bench import MEASURES as FETCH_MEASURES
from figures import Figure, Measure
from matchers_bench import MEASURES as MATCHER_MEASURES
from meaning_bench import MEASURES as MEANING_MEASURES
from memory_bench import MEASURES as MEMORY_MEASURES
from redis_bench import MEASURES as REDIS_MEASURES
from registers_bench import MEASURES as REGISTER_MEASURES
from rich.console import Console
from rich.table import Table
from wording_bench import MEASURES as WORDING_MEASURES

OUTPUT = Path("build/bench.json")


def main() -> int:
    """Run the measures whose names were asked for; the exit code is 1 when a name is unknown or a measure failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="NAME", help="names of figures, or their beginnings, with commas")
    parser.add_argument("--size", default="", metavar="ADS", help="ads for the figures of linking ads; default: few")
    options = parser.parse_args()
    only = tuple(options.only.split(","))
    if options.size:
        os.environ["LEADLIGHT_BENCH_ADS"] = str(int(options.size))
    measures: dict[str, Measure] = {
        **WORDING_MEASURES,
        **MATCHER_MEASURES,
        **MEANING_MEASURES,
        **CHECK_MEASURES,
        **CROWD_MEASURES,
        **FETCH_MEASURES,
        **MEMORY_MEASURES,
        **REDIS_MEASURES,
        **REGISTER_MEASURES,
        **CONTACT_MEASURES,
        **EXTENSION_MEASURES,
    }
    chosen = {name: measure for name, measure in measures.items() if name.startswith(only)}
    if not chosen:
        print(f"No figure is named {options.only!r}. There are: {', '.join(sorted(measures))}.", file=sys.stderr)  # noqa: T201
        return 1
    figures, failed = measured(chosen, Console(stderr=True))
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps([as_json(figure) for figure in figures], indent=1) + "\n", "utf-8")
    Console().print(as_table(figures))
    if failed:
        print(f"Failed, see above: {', '.join(failed)}.", file=sys.stderr)  # noqa: T201
    return 1 if failed else 0


def measured(chosen: Mapping[str, Measure], console: Console) -> tuple[list[Figure], list[str]]:
    """Take every measure and return its figures, and the names of those that failed: an hour of others is not lost."""
    figures: list[Figure] = []
    failed: list[str] = []
    for name, measure in chosen.items():
        try:
            with console.status(f"measuring {name}"):
                figures += measure()
        except Exception:
            console.print_exception()
            failed.append(name)
    return figures, failed


def as_json(figure: Figure) -> dict[str, str | float | None]:
    """Shape one figure for build/bench.json."""
    return {key: getattr(figure, key) for key in ("name", "value", "unit", "goal", "a", "b")}


def as_table(figures: list[Figure]) -> Table:
    """Shape the figures for a terminal."""
    table = Table("figure", "value", "goal", "met", "a", "b", title="Leadlight, side by side")
    words = {True: "yes", False: "no", None: ""}
    for figure in figures:
        parts = [f"{part:,.1f} {figure.part_unit}" if part is not None else "" for part in (figure.a, figure.b)]
        table.add_row(figure.name, f"{figure.value:.2f} {figure.unit}", figure.goal, words[figure.met()], *parts)
    return table


if __name__ == "__main__":
    sys.exit(main())
