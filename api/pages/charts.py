"""Drawings of pages (图): where points of a curve lie on a sheet, drawn by the template as SVG beside its table."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, BELOW, ABOVE = 520, 190, 46, 28, 26


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of a curve: what it shows, and where on the sheet."""

    at: int
    value: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve on a sheet of so many units, the lowest and the highest value at the edges."""

    width: int
    height: int
    left: int
    marks: tuple[Mark, ...]

    @property
    def line(self) -> str:
        """Write the points as SVG takes them."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)

    @property
    def floor(self) -> int:
        """Give where the lower edge lies."""
        return self.height - BELOW


def curve(points: Sequence[tuple[int, int]]) -> Curve | None:
    """Lay points (place, value) out on a sheet, the value from nought up; None for fewer than two."""
    if len(points) < 2:
        return None
    span, highest = max(1, points[-1][0] - points[0][0]), max(1, *(value for _, value in points))
    wide, high = WIDTH - LEFT - 16, HEIGHT - BELOW - ABOVE
    marks = (
        Mark(at, value, LEFT + (at - points[0][0]) * wide // span, HEIGHT - BELOW - value * high // highest)
        for at, value in points
    )
    return Curve(WIDTH, HEIGHT, LEFT, tuple(marks))
