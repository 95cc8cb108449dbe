"""A fitted figure with its 95 % interval (估计值与区间), and the bootstrap (自助法) that gives it, with a fixed seed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from allocator.simulation.calibration.office_days import Numbers

DRAWS, SEED = 200, 20171231
LOW, HIGH = 2.5, 97.5


@dataclass(frozen=True, slots=True)
class Fitted:
    """A figure and the bounds between which it lies with 95 % confidence; None where the log tells no bound."""

    value: float | None
    low: float | None
    high: float | None

    def as_dict(self) -> dict[str, float | None]:
        """Give the figure for a document, to six digits."""
        return {"value": _six(self.value), "low": _six(self.low), "high": _six(self.high)}


def _six(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")


def bootstrap(rows: Numbers, figure: Callable[[Numbers], Numbers]) -> Numbers:
    """Draw rows anew with replacement many times and give the figure of each draw (draws × the figure's own size)."""
    chance = np.random.default_rng(SEED)
    return np.array([figure(rows[chance.integers(0, len(rows), len(rows))]) for _ in range(DRAWS)])


def estimate(value: float, drawn: Numbers) -> Fitted:
    """Give a figure the interval of its draws (percentiles)."""
    low, high = np.percentile(drawn, (LOW, HIGH))
    return Fitted(value, float(low), float(high))


def share(part: int, whole: int) -> Fitted:
    """Give a share of so many with Wilson's interval."""
    z = 1.959964
    middle = (part + z * z / 2) / (whole + z * z)
    reach = z * (part * (whole - part) / whole + z * z / 4) ** 0.5 / (whole + z * z)
    return Fitted(part / whole, max(0.0, middle - reach), min(1.0, middle + reach))
