"""Runs of one scenario done together (一批推演): all that a helping process needs to know, so that it begins at once."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from allocator.simulation.engine import run_once
from allocator.simulation.paths import Path
from allocator.simulation.staging import Staged

Run: TypeAlias = Callable[[Staged, int], Path]
Batch: TypeAlias = tuple[Run, Staged, tuple[int, ...]]


def run_many(staging: Staged, numbers: Sequence[int], run: Run = run_once) -> tuple[Path, ...]:
    """Run some replications of one staging, one after the other."""
    return tuple(run(staging, number) for number in numbers)


def run_batch(batch: Batch) -> tuple[Path, ...]:
    """Run what was dealt out together."""
    run, staging, numbers = batch
    return run_many(staging, numbers, run)
