"""What the benchmarks on instances of others share: what they are asked, and one table of found and proven."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks._table import machine, parser, print_machine, print_table

PER_CENT = 100


@dataclass(frozen=True)
class Solved:
    """One instance: value found (None: no plan that places everything), proven bound, best known value, seconds.

    Without a plan there is no bound of its cost either; `impossible` says that there can be none, which is proven.
    """

    name: str
    shape: str
    found: int | None
    bound: int | None
    best_known: int | None
    seconds: float
    impossible: bool = False

    @property
    def gap_to_best_known(self) -> float | None:
        """Per cent of the best known value by which the found one is worse (negative: better)."""
        return _gap(self.found, self.best_known, self.bound)

    @property
    def gap_to_bound(self) -> float | None:
        """Per cent of the bound between the bound and the value found."""
        return _gap(self.found, self.bound, self.bound)


def _gap(found: int | None, other: int | None, bound: int | None) -> float | None:
    """Give the difference so that it grows with a worse value, whichever way the values are to go."""
    if found is None or other is None or bound is None:
        return None
    worse = other - found if bound > found else found - other
    return PER_CENT * worse / max(1, abs(other))


def arguments(about: str, given: Sequence[str] | None, *flags: tuple[str, str]) -> argparse.Namespace:
    """Read what both benchmarks are asked, and flags of one of them."""
    asked = parser(about)
    asked.add_argument("files", type=Path, nargs="+", help="instances")
    asked.add_argument("--seconds", type=float, default=60, help="wall seconds for each")
    asked.add_argument("--workers", type=int, default=2, help="cores; with one, every run is alike")
    asked.add_argument("--records", type=Path, help="best known values (records.csv beside the files)")
    for flag, meaning in flags:
        asked.add_argument(flag, action="store_true", help=meaning)
    return asked.parse_args(given)


def show_solved(title: str, rows: Sequence[Solved], asked: argparse.Namespace) -> None:
    """Print the rows as a table, or as one JSON document."""
    if asked.json:
        found = [
            asdict(row) | {"gap_to_best_known": row.gap_to_best_known, "gap_to_bound": row.gap_to_bound} for row in rows
        ]
        limits = {"seconds": asked.seconds, "workers": asked.workers}
        json.dump({"benchmark": title, "machine": machine(), **limits, "rows": found}, sys.stdout, indent=2)
        print()
        return
    print(f"{title}, {asked.seconds:g} s each, {asked.workers} worker(s)")
    head = ("instance", "size", "found", "bound", "best known", "gap to best known", "gap to bound", "seconds")
    print_table(head, [_cells(row) for row in rows])
    print_machine()


def _cells(row: Solved) -> tuple[str, ...]:
    known, proven = _share(row.gap_to_best_known), _share(row.gap_to_bound)
    values = [str(value) if value is not None else "" for value in (row.found, row.bound, row.best_known)]
    values[0] = "impossible" if row.impossible else values[0]
    return (row.name, row.shape, *values, known, proven, f"{row.seconds:.1f}")


def _share(gap: float | None) -> str:
    return "" if gap is None else f"{gap:.3f} %"
