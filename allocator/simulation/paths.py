"""What one run of a simulated office comes to (推演轨迹)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Path:
    """One replication (一次推演): figures of the whole time after the warm-up, and series by week from the first day on.

    Keys are those of `FIGURES` and `SERIES` of `domain.figures`, in their units: shares are fractions, money is fen. What a
    run does not have, such as the days to close where nothing was closed, is not a number (nan).
    """

    figures: Mapping[str, float]
    weeks: Mapping[str, tuple[float, ...]]
