"""What every benchmark prints: one table, the machine it ran on, and the ratio to the rival measured beside it."""

import argparse
import json
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, TypeVar

T = TypeVar("T")
VERSIONS = ("ortools", "numpy", "sqlalchemy")


@dataclass(frozen=True, slots=True)
class Row:
    """One measured state: what, of which size, the value and its target, the rival's value, and rival over value.

    `ratio` is None where the two are not times of the same work.
    """

    what: str
    size: str
    value: str
    target: str
    rival: str
    ratio: float | None


def parser(about: str) -> argparse.ArgumentParser:
    """Make the parser every benchmark shares."""
    found = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--json", action="store_true", help="print one JSON document instead of the table")
    return found


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Do some work and give its result with the seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def machine() -> dict[str, str]:
    """Say on what was measured: cores this process may use, versions that matter, and how busy all cores are."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    known = {name: version(name) for name in VERSIONS}
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "cores": str(cores),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **known,
        "load average": busy,
    }


def show(title: str, rows: Sequence[Row], *, as_json: bool, notes: Sequence[str] = (), **more: Any) -> None:
    """Print the rows as a table, or as one JSON document with whatever else was found (`more`)."""
    if as_json:
        document = {
            "benchmark": title,
            "machine": machine(),
            "rows": [asdict(row) for row in rows],
            "notes": list(notes),
        }
        json.dump({**document, **more}, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    head = ("what", "size", "measured", "target or bound", "rival in the same run", "rival / measured")
    print(title)
    print_table(head, [(r.what, r.size, r.value, r.target, r.rival, ratio_text(r.ratio)) for r in rows])
    for note in notes:
        print(f"  {note}")
    print_machine()


def print_machine() -> None:
    """Print the machine line."""
    print("machine: " + ", ".join(f"{name} {value}" for name, value in machine().items()))


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns as wide as their widest cell."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    for row in (head, ["-" * width for width in widths], *rows):
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def ratio_text(ratio: float | None) -> str:
    """Write a ratio as people read it."""
    return "-" if ratio is None else f"{ratio:,.1f}×"


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that a share of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def verdict(value: float, most: float) -> str:
    """Write a target with whether it was met."""
    return f"< {most:g} s: {'met' if value < most else 'MISSED'}"
