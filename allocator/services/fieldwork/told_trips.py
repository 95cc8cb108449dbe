"""What the log says of trips (日志所记出车), held against the tables that say where each stands: trip, stops, bookings, hard work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from allocator.persistence.log import Break, Entry
from allocator.persistence.trips import FINISHED, PUBLISHED, WITHDRAWN
from allocator.persistence.unit_of_work import UnitOfWork

SET_DOWN = ("trips_published", "trips_repaired")


@dataclass(slots=True)
class Told:
    """What the log says last of one trip: its week, where it stands, the trip itself, what it left undone and of hard work."""

    seq: int
    monday: str
    state: str
    trip: Mapping[str, Any]
    undone: tuple[str, ...] = ()
    hard: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class ToldTrips:
    """What the log says of every trip, by code."""

    trips: dict[str, Told] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Remember what an entry says of trips."""
        body = entry.body
        if entry.kind in SET_DOWN:
            for trip in (*body["published"], *body["moved"]):
                self.trips[trip["code"]] = Told(entry.seq, body["week"], PUBLISHED, trip)
            for code in body["withdrawn"]:
                self._change(code, entry.seq, WITHDRAWN)
        elif entry.kind == "trip":
            self._change(body["trip"]["code"], entry.seq, body["how"])
            told = self.trips.get(body["trip"]["code"])
            if told and body["how"] == FINISHED:
                told.undone = tuple(body["undone"])
                told.hard = {who: some for who, some in body["hard"].items() if some}

    def _change(self, code: str, seq: int, state: str) -> None:
        told = self.trips.get(code)  # one nobody published is told by the tables, if they have it
        if told:
            told.seq, told.state = seq, state

    def against(self, uow: UnitOfWork) -> Iterator[Break]:
        """Name each entry that the tables contradict; a trip the log does not know of stands against its end."""
        left = dict(self.trips)
        booked, worked = uow.trips.bookings.all(), uow.trips.worked()
        for number, row in uow.trips.rows().items():
            told = left.pop(row["code"], None)
            if told is None:
                yield Break(uow.log.head()[0], "trips")
            elif (
                _said(told) != {name: row[name] for name in _said(told)}
                or worked.get(number, {}) != told.hard
                or not _is_booked(uow, row, booked.get(number, set()))
            ):
                yield Break(told.seq, "trips")
        yield from (Break(told.seq, "trips") for told in left.values())


def _said(told: Told) -> dict[str, Any]:
    """Give what the rows of a trip must be; what it did not do, and all of a withdrawn one, stands no more."""
    stops = [(stop["errand"], stop["starts"], stop["part"]) for stop in told.trip["stops"]]
    done = [told.state != WITHDRAWN and errand not in told.undone for errand, *_ in stops]
    itself = {name: told.trip[name] for name in ("code", "vehicle", "driver", "people", "leaves", "back")}
    where = {"monday": date.fromisoformat(told.monday), "state": told.state}
    return {**itself, **where, "stops": [(*stop, stands) for stop, stands in zip(stops, done, strict=True)]}


def _is_booked(uow: UnitOfWork, row: Mapping[str, Any], taken: set[tuple[str, datetime, datetime]]) -> bool:
    """Say whether vehicle and everybody aboard are booked from leaving to being back, and nothing outside of that."""
    if row["state"] == WITHDRAWN:
        return not taken
    begins, ends = (uow.trips.bookings.instant(row["monday"], row[name]) for name in ("leaves", "back"))
    whole = {(code, begins, ends) for code in (row["vehicle"], *row["people"])}
    return whole <= taken and all(begins <= first and last <= ends for _, first, last in taken)
