"""How long drives take (车程): the office's town table, the way on to the village, and winter."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from allocator.domain.errors import NotFound
from allocator.domain.fieldwork.trips import Place
from allocator.domain.office import Office
from allocator.domain.words import Text

PERMILLE = 1000


@dataclass(frozen=True)
class Travel:
    """The drives between places (车程表), in whole minutes, one way.

    A drive goes from the village to its town, on to the other town and from there to the village. Between towns it takes the
    shortest way over the table's rows and the seat, so that no way is shorter with a stop between; two villages of one town
    are joined through its centre. All this takes `factor` per mille, rounded up, and never less than `least` between two
    places. Raises NotFound for a town nobody has declared.
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
        for town in (one, other):
            if town not in self._ways:
                raise NotFound(
                    Text(f"没有乡镇“{town}”。", f'There is no town "{town}".'),
                    Text("请先在 towns.csv 中添加。", "Add it to towns.csv first."),
                    code="town-unknown",
                )
        return self._ways[one][other]

    @cached_property
    def _ways(self) -> dict[str, dict[str, int]]:
        """The shortest ways between all towns and the seat, found over each town in turn (Floyd and Warshall)."""
        seat, rows = self.seat.town, self._rows
        to_seat = {town.name: town.minutes for town in self.office.towns} | {seat: 0}
        ways = {
            one: {
                other: 0 if one == other else rows.get((one, other), to_seat[one] + to_seat[other]) for other in to_seat
            }
            for one in to_seat
        }
        for over in to_seat:
            for one in to_seat:
                for other in to_seat:
                    ways[one][other] = min(ways[one][other], ways[one][over] + ways[over][other])
        return ways

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        """Both directions of every row; a written direction stands above the turned one."""
        rows = self.office.town_minutes
        turned = {(row.target, row.origin): row.minutes for row in rows}
        return turned | {(row.origin, row.target): row.minutes for row in rows}
