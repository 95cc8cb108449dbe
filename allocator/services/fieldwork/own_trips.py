"""Somebody's trips as they are told to who goes (本人外勤): hours, towns, car and company, and what is done where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from allocator.domain.fieldwork.trips import Errand
from allocator.domain.hidden import BLACKED_OUT, Hidden
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text
from allocator.persistence.trips import STARTED, WITHDRAWN, KeptTrip
from allocator.persistence.unit_of_work import UnitOfWork

DARK = Text(BLACKED_OUT, BLACKED_OUT)


@dataclass(frozen=True, slots=True)
class OwnStop:
    """One errand of somebody's trip (一项任务): from when, in which town and village, its kind, for which case.

    Whoever rides along to a case that is not for them is told the town and no more.
    """

    at: datetime
    town: str
    village: str
    kind: Text
    case_no: str

    @property
    def hour(self) -> str:
        """Say from when, by the office's clock."""
        return f"{self.at:%H:%M}"

    @property
    def is_dark(self) -> bool:
        """Say whether the case is not for who goes."""
        return self.kind == DARK


@dataclass(frozen=True, slots=True)
class OwnTrip:
    """A trip as somebody aboard reads it (一趟外勤): people and car by name; `off` when it is withdrawn or goes without them."""

    kept: KeptTrip
    begins: datetime
    ends: datetime
    car: str
    aboard: tuple[str, ...]
    stops: tuple[OwnStop, ...]
    off: bool

    @property
    def hours(self) -> str:
        """Say from when to when it is out, by the office's clock."""
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"

    @property
    def towns(self) -> tuple[str, ...]:
        """Give its towns in the order of the way, each once."""
        return tuple(dict.fromkeys(stop.town for stop in self.stops))

    @property
    def is_out(self) -> bool:
        """Say whether it has left and is not back yet."""
        return self.kept.state == STARTED


@dataclass(frozen=True)
class OwnTrips:
    """The trips of one officer, as far as `hidden` lets them know of the cases."""

    uow: UnitOfWork
    office: Office
    rulebook: Rulebook
    officer: str
    hidden: Hidden

    def since(self, day: date) -> tuple[OwnTrip, ...]:
        """Give the trips of the weeks from a day's on, withdrawn ones too, in their order; four queries."""
        with self.uow.for_the_office():
            kept = self.uow.trips.of_person(self.officer, day)
            found = self.uow.errands.by_code(sorted({stop.errand for one in kept for stop in one.trip.stops}))
        errands = {code: one.errand for code, one in found.items()}
        told = [self._told(one, errands) for one in kept]
        return tuple(sorted(told, key=lambda one: (one.begins, one.kept.id)))

    def _told(self, kept: KeptTrip, errands: Mapping[str, Errand]) -> OwnTrip:
        trip, instant = kept.trip, self.uow.trips.bookings.instant
        names = self.office.officer_by_code
        return OwnTrip(
            kept=kept,
            begins=instant(kept.monday, trip.leaves),
            ends=instant(kept.monday, trip.back),
            car=self._cars.get(trip.vehicle, trip.vehicle),
            aboard=tuple(names[code].name for code in trip.people if code in names),
            stops=tuple(self._stop(instant(kept.monday, stop.starts), errands[stop.errand]) for stop in trip.stops),
            off=kept.state == WITHDRAWN or self.officer not in trip.people,
        )

    def _stop(self, at: datetime, errand: Errand) -> OwnStop:
        if errand.code in self.hidden.errands:
            return OwnStop(at, errand.place.town, "", DARK, BLACKED_OUT)
        kind = self.rulebook.errands.get(errand.kind)
        name = kind.name if kind else Text(errand.kind, errand.kind)
        return OwnStop(at, errand.place.town, errand.place.village, name, errand.case_no)

    @cached_property
    def _cars(self) -> Mapping[str, str]:
        return {one.code: one.name for one in self.office.vehicles}
