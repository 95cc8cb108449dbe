"""What a simulated office remembers of its field work (外勤台账): errands that wait, trips of the week, trips that are back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Place, Ride, Trip
from allocator.simulation.life import Life, Piece


@dataclass(eq=False, slots=True)
class Asked:
    """An errand a case waits for (待办外勤): of a kind of the rulebook, at a place, since a day; `piece` stands for it in the stage.

    `served` are its parts that were done this week, `worked` the minutes for which people of each role were out for it.
    """

    code: str
    kind: str
    place: Place
    life: Life
    on: int
    piece: Piece
    served: set[int] = field(default_factory=set)
    worked: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Booked:
    """A trip of the week (已排车次): `monday` is the number of the day its minutes count from.

    `minutes` are those on the spot by errand, `kinds` the errands' kinds, `hard` what they count as hard work for each aboard.
    """

    trip: Trip
    monday: int
    minutes: Mapping[str, int]
    kinds: tuple[str, ...]
    hard: int


@dataclass(frozen=True, slots=True)
class Past:
    """A trip that is back (已归车次), with the minutes of hard work it was for each who was aboard."""

    ride: Ride
    hard: int


@dataclass(frozen=True, slots=True)
class Done:
    """An errand that is done: the days on which it was asked for and done."""

    asked: int
    done: int


@dataclass(eq=False)
class Outings:
    """The field work of one run.

    `asked` are errands that are not done, by code, booked ones among them; `booked` the trips of the week by day; `week` the
    Monday of the last week that was planned, `published` that week as it was planned, with its trips as they stand.
    `called_off` counts trips that did not leave and errands a repair left without a place, `beyond` remembers which kinds of
    errand the office cannot do itself in which towns.
    """

    asked: dict[str, Asked] = field(default_factory=dict)
    booked: dict[int, list[Booked]] = field(default_factory=dict)
    week: date | None = None
    published: FieldWeek | None = None
    past: list[Past] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    called_off: int = 0
    beyond: dict[tuple[str, str], bool] = field(default_factory=dict)
