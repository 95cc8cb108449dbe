"""What one run of a simulated office comes to (推演轨迹)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Path:
    """One replication (一次推演): figures of the whole time after the warm-up, and series by week from the first day on.

    Keys are those of `FIGURES` and `SERIES` of `domain.figures`, in their units: shares are fractions, money is fen. What a
    run does not have, such as the days to close where nothing was closed, is not a number (nan). `cuts` are the figures after
    each warm-up that may yet be chosen, by its days; only a pilot run has them.
    """

    figures: Mapping[str, float]
    weeks: Mapping[str, tuple[float, ...]]
    cuts: Mapping[int, Mapping[str, float]] = field(default_factory=dict)

    def after(self, warm_up_days: int) -> "Path | None":
        """Give a pilot run as it would have been counted after a warm-up; None where that was not counted."""
        figures = self.cuts.get(warm_up_days)
        return None if figures is None else Path(figures, self.weeks)
