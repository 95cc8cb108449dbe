"""How long drives take (车程): the office's town table, the way on to the village, and winter."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from allocator.domain.errors import NotFound
from allocator.domain.fieldwork import Place
from allocator.domain.office import Office
from allocator.domain.words import Text

PERMILLE = 1000


@dataclass(frozen=True)
class Travel:
    """The drives between places (车程表), in whole minutes, one way.

    From the seat to a village it is the town's drive and the village's; between two towns that of the table (without a row:
    through the seat) with both villages'; between two villages of a town through its centre. All this takes `factor` per mille,
    rounded up, and never less than `least` between two places. Raises NotFound for a town nobody has declared.
    """

    office: Office
    factor: int = PERMILLE
    least: int = 0

    @property
    def seat(self) -> Place:
        """Give where trips begin and end."""
        return Place(self.office.bureau.seat or "")

    def from_seat(self, place: Place) -> int:
        """Give the drive from the seat to a place, which is as long as the one back."""
        return self.minutes(self.seat, place)

    def minutes(self, one: Place, other: Place) -> int:
        """Give the drive between two places."""
        if one == other:
            return 0
        plain = self._between(one.town, other.town) + one.minutes + other.minutes
        return max(self.least, -(-plain * self.factor // PERMILLE))

    def matrix(self, places: Iterable[Place]) -> list[list[int]]:
        """Give the drives between all of some places, by row and column."""
        places = tuple(places)
        return [[self.minutes(one, other) for other in places] for one in places]

    def _between(self, one: str, other: str) -> int:
        if one == other:
            return 0
        found = self._rows.get((one, other))
        return self._to_seat(one) + self._to_seat(other) if found is None else found

    def _to_seat(self, town: str) -> int:
        if town == self.seat.town:
            return 0
        if town not in self._towns:
            raise NotFound(
                Text(f"没有乡镇“{town}”。", f'There is no town "{town}".'),
                Text("请先在 towns.csv 中添加。", "Add it to towns.csv first."),
                code="town-unknown",
            )
        return self._towns[town]

    @cached_property
    def _towns(self) -> dict[str, int]:
        return {town.name: town.minutes for town in self.office.towns}

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        """Both directions of every row; a written direction stands above the turned one."""
        rows = self.office.town_minutes
        turned = {(row.target, row.origin): row.minutes for row in rows}
        return turned | {(row.origin, row.target): row.minutes for row in rows}
