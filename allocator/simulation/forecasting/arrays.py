"""Items of many paths side by side (并行路径), and picking runs out of flat arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocator.simulation.calibration.office_days import Numbers, Places


@dataclass(frozen=True)
class Items:
    """Work items of simulated paths: step, time of start, and the path each belongs to."""

    step: Places
    start: Numbers
    path: Places

    def __len__(self) -> int:
        """Count them."""
        return len(self.step)

    def where(self, chosen: NDArray[np.bool_] | Places) -> "Items":
        """Take some of them."""
        return Items(self.step[chosen], self.start[chosen], self.path[chosen])


def joined(parts: Sequence[Items]) -> Items:
    """Put items one behind the other."""
    return Items(
        np.concatenate([part.step for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.path for part in parts]),
    )


def runs(first: Places, chosen: Places) -> tuple[Places, Places]:
    """Give the places of the runs chosen (run k lies from `first[k]` to `first[k + 1]`), and which choice each serves."""
    counts = first[chosen + 1] - first[chosen]
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first[chosen] - (ends - counts), counts) + np.arange(total), np.repeat(
        np.arange(len(chosen)), counts
    )


def starts_of(keys: Places, count: int) -> Places:
    """Give where each key's run begins in keys that are sorted; one more entry for the end."""
    return np.searchsorted(keys, np.arange(count + 1)).astype(np.int64)
