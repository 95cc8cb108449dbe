"""Trips as they are kept (出车): published, under way, back or withdrawn; the ledger of hard work they leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from allocator.domain.errors import Conflict, NotFound, Stale
from allocator.domain.fieldwork.trips import DAY, Ride, Stop, Trip, TripState
from allocator.domain.words import Text
from allocator.persistence.bookings import Bookings, Taking
from allocator.persistence.tables.base import core, is_in
from allocator.persistence.tables.fieldwork import ErrandRow, HardWorkRow, StopRow, TripRow

PUBLISHED, STARTED, FINISHED, WITHDRAWN = "published", "started", "finished", "withdrawn"
GONE_OUT = (STARTED, FINISHED)
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class KeptTrip:
    """A published trip of the week that begins on `monday`, with where it stands; `undone` are errands it could not do.

    `changed_at` is the instant of its present version; `formerly` are those who were to go and no longer are.
    """

    id: int
    version: int
    monday: date
    state: str
    trip: Trip
    changed_at: datetime
    undone: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """Give its day."""
        return self.monday + timedelta(days=self.trip.leaves // DAY)


@dataclass(frozen=True)
class Trips:
    """The trips of one unit of work."""

    session: Session
    bookings: Bookings

    def get(self, ref: str | int) -> KeptTrip:
        """Give a trip by code or id; raises NotFound."""
        found = self._list(TripRow.code == ref if isinstance(ref, str) else TripRow.id == min(ref, _LARGEST_ID))
        if not found:
            raise NotFound(
                Text(f"没有出车“{ref}”。", f'There is no trip "{ref}".'),
                Text("请核对编号；本周出车见周计划。", "Check the code; the week's plan lists its trips."),
                code="trip-unknown",
                facts={"trip": ref},
            )
        return found[0]

    def of_week(self, monday: date) -> tuple[KeptTrip, ...]:
        """Give the trips of a week that were not withdrawn, in the order of their numbers; two queries."""
        return self._list(TripRow.monday == monday, TripRow.state != WITHDRAWN)

    def nearest_week(self, monday: date) -> date | None:
        """Give the Monday of the week nearest to one that has a trip which was not withdrawn, of two the later; two queries."""
        there = sa.select(sa.func.min(TripRow.monday)).where(TripRow.state != WITHDRAWN, TripRow.monday > monday)
        gone = sa.select(sa.func.max(TripRow.monday)).where(TripRow.state != WITHDRAWN, TripRow.monday < monday)
        found = [day for day in (self.session.scalar(there), self.session.scalar(gone)) if day is not None]
        return min(found, key=lambda day: abs((day - monday).days), default=None)

    def rows(self) -> dict[int, dict[str, Any]]:
        """Give every trip that was ever published as its rows say, whatever that is, by id; two queries."""
        names = ("code", "monday", "state", "vehicle", "driver", "people", "leaves", "back")
        query = sa.select(TripRow.id, *(getattr(TripRow, name) for name in names))
        found = {row.id: {**row._mapping, "stops": []} for row in self.session.execute(query)}  # noqa: SLF001 - the public name
        columns = (StopRow.trip, ErrandRow.code, StopRow.starts, StopRow.part, StopRow.stands)
        stops = sa.select(*columns).join(ErrandRow, ErrandRow.id == StopRow.errand)
        for stop in self.session.execute(stops.order_by(StopRow.trip, StopRow.position)):
            found[stop.trip]["stops"].append((stop.code, stop.starts, stop.part, stop.stands))
        return found

    def of_person(self, officer: str, since: date) -> tuple[KeptTrip, ...]:
        """Give somebody's trips from the week of a day on, for a calendar: withdrawn ones, and those they no longer ride, too."""
        found = self._list(TripRow.monday >= since)
        return tuple(one for one in found if officer in (*one.trip.people, *one.formerly))

    def not_back(self, since: date, before: date) -> tuple[KeptTrip, ...]:
        """Give the trips of the weeks from a Monday on, before another, of which nobody has said that they came back; two queries."""
        return self._list(TripRow.monday >= since, TripRow.monday < before, TripRow.state.in_((PUBLISHED, STARTED)))

    def ahead(self, since: date) -> tuple[KeptTrip, ...]:
        """Give the trips of the weeks from a Monday on that were not withdrawn; two queries."""
        return self._list(TripRow.monday >= since, TripRow.state != WITHDRAWN)

    def serving(self, errand: str) -> tuple[KeptTrip, ...]:
        """Give the trips that serve an errand, of whatever week."""
        query = sa.select(StopRow.trip).join(ErrandRow, ErrandRow.id == StopRow.errand)
        return self._list(TripRow.id.in_(query.where(ErrandRow.code == errand, StopRow.stands)))

    def publish(
        self, monday: date, trips: Sequence[tuple[Trip, Sequence[Taking]]], at: datetime
    ) -> tuple[KeptTrip, ...]:
        """Put trips down as published, each with a code of its own, and book all they take; raises Conflict where one is taken."""
        last = self.session.scalar(sa.select(sa.func.max(TripRow.number)).where(TripRow.monday == monday)) or 0
        rows = [_new(monday, number, trip, at) for number, (trip, _) in enumerate(trips, last + 1)]
        self.session.add_all(rows)
        self.session.flush()
        ids = {row.id: pair for row, pair in zip(rows, trips, strict=True)}
        self._set_down(monday, ids)
        return self._list(is_in(self.session, TripRow.id, ids))

    def move(
        self, monday: date, trips: Sequence[tuple[KeptTrip, Trip, Sequence[Taking]]], at: datetime
    ) -> tuple[KeptTrip, ...]:
        """Give published trips other hours, people or stops, all at once; raises like `publish`."""
        ids = {old.id: (trip, takings) for old, trip, takings in trips}
        self.bookings.free(ids)
        self.session.execute(sa.delete(StopRow).where(is_in(self.session, StopRow.trip, ids)))
        for old, trip, _ in trips:
            self._update(old, {**_times(trip), "formerly": _fallen_away(old, trip), "changed_at": at})
        self._set_down(monday, ids)
        return self._list(is_in(self.session, TripRow.id, ids))

    def change(self, kept: KeptTrip, state: str, at: datetime, undone: Sequence[str] = ()) -> KeptTrip:
        """Let a trip start, come back or be withdrawn; what was not done, and all of a withdrawn one, may be served anew."""
        self._update(kept, {"state": state, "changed_at": at})
        if state == WITHDRAWN:
            self.bookings.free([kept.id])
        codes = sa.select(ErrandRow.id).where(is_in(self.session, ErrandRow.code, undone))
        given_up = sa.true() if state == WITHDRAWN else StopRow.errand.in_(codes)
        self.session.execute(sa.update(StopRow).where(StopRow.trip == kept.id, given_up).values(stands=False))
        return replace(kept, version=kept.version + 1, state=state, changed_at=at, undone=tuple(undone))

    def note_hard(self, kept: KeptTrip, minutes: Mapping[str, int]) -> None:
        """Write what a trip was of hard work, in minutes by person, into the ledger."""
        rows = [{"trip": kept.id, "officer": code, "day": kept.day, "minutes": some} for code, some in minutes.items()]
        worked = [row for row in rows if row["minutes"]]
        if worked:
            self.session.execute(sa.insert(core(HardWorkRow)), worked)

    def hard(self, since: date, before: date) -> dict[str, int]:
        """Add up hard work in minutes by person from a day on, up to but without another (重活台账); one query."""
        row = HardWorkRow
        query = sa.select(row.officer, sa.func.sum(row.minutes)).where(row.day >= since, row.day < before)
        return dict(self.session.execute(query.group_by(row.officer).order_by(row.officer)).all())

    def worked(self) -> dict[int, dict[str, int]]:
        """Give the whole ledger of hard work: minutes by trip and person; one query."""
        row, found = HardWorkRow, dict[int, dict[str, int]]()
        for one in self.session.execute(sa.select(row.trip, row.officer, row.minutes)):
            found.setdefault(one.trip, {})[one.officer] = one.minutes
        return found

    def rides(self, since: date, before: date) -> tuple[Ride, ...]:
        """Give the rides of the weeks from a Monday on, before another, in order; one query."""
        columns = (TripRow.id, TripRow.monday, TripRow.leaves, TripRow.people, ErrandRow.kind)
        query = sa.select(*columns).join(StopRow, StopRow.trip == TripRow.id).join(ErrandRow).where(StopRow.stands)
        query = query.where(TripRow.monday >= since, TripRow.monday < before).order_by(TripRow.id, StopRow.position)
        kinds = dict[Any, list[str]]()
        for row in self.session.execute(query):
            day = row.monday + timedelta(days=row.leaves // DAY)
            kinds.setdefault((row.id, day, tuple(row.people)), []).append(row.kind)
        return tuple(Ride(day, people, tuple(found)) for (_, day, people), found in kinds.items())

    def _update(self, kept: KeptTrip, values: Mapping[str, Any]) -> None:
        row = TripRow
        change = sa.update(row).where(row.id == kept.id, row.version == kept.version)
        done = self.session.execute(change.values({**values, "version": kept.version + 1}).returning(row.id))
        if done.one_or_none() is None:
            raise stale(self.get(kept.trip.code))

    def _set_down(self, monday: date, trips: Mapping[int, tuple[Trip, Sequence[Taking]]]) -> None:
        codes = {stop.errand for trip, _ in trips.values() for stop in trip.stops}
        query = sa.select(ErrandRow.code, ErrandRow.id).where(is_in(self.session, ErrandRow.code, sorted(codes)))
        ids = dict(self.session.execute(query).all())
        stops = [
            {"trip": number, "position": place, "errand": ids[stop.errand], "part": stop.part, "starts": stop.starts}
            for number, (trip, _) in trips.items()
            for place, stop in enumerate(trip.stops)
        ]
        self.bookings.take(monday, {number: takings for number, (_, takings) in trips.items()})
        try:
            with self.session.begin_nested():
                self.session.execute(sa.insert(core(StopRow)), [{**stop, "stands": True} for stop in stops])
        except IntegrityError as error:
            raise self._served(codes) from error

    def _served(self, codes: Iterable[str]) -> Conflict:
        """Say which of some errands another trip serves already."""
        query = sa.select(ErrandRow.code, TripRow.code).join(StopRow, StopRow.errand == ErrandRow.id)
        query = query.join(TripRow, TripRow.id == StopRow.trip).where(StopRow.stands).order_by(ErrandRow.code)
        found = self.session.execute(query.where(is_in(self.session, ErrandRow.code, sorted(codes)))).first()
        errand, trip = found or (min(codes), "")
        return Conflict(
            Text(f"任务 {errand} 已排入出车 {trip}。", f"Errand {errand} is on trip {trip} already."),
            Text("请重新生成本周方案，或只发布其余出车。", "Draft the week anew, or publish the other trips only."),
            code="errand-served",
            facts={"errand": errand, "trip": trip},
        )

    def _list(self, *wanted: sa.ColumnElement[bool]) -> tuple[KeptTrip, ...]:
        rows = self.session.execute(sa.select(core(TripRow)).where(*wanted).order_by(TripRow.monday, TripRow.number))
        found = rows.all()
        mine = is_in(self.session, StopRow.trip, [row.id for row in found])
        columns = (StopRow.trip, ErrandRow.code, StopRow.starts, StopRow.part, StopRow.stands)
        query = sa.select(*columns).join(ErrandRow, ErrandRow.id == StopRow.errand).where(mine)
        stops = dict[int, list[Any]]()
        for stop in self.session.execute(query.order_by(StopRow.trip, StopRow.position)):
            stops.setdefault(stop.trip, []).append(stop)
        # A trip none of whose stops are for whoever asks is not for them either.
        return tuple(_kept(row, stops[row.id]) for row in found if row.id in stops)


def stale(current: KeptTrip) -> Stale:
    """Make the error for a change that rests on an old view, with the trip's present state."""
    code = current.trip.code
    return Stale(
        Text(f"出车 {code} 已被他人更改。", f"Trip {code} was changed by somebody else meanwhile."),
        Text("请刷新后按当前状态再决定。", "Look at the current state, then decide again."),
        facts={"trip": code, "version": current.version, "state": current.state},
    )


def _new(monday: date, number: int, trip: Trip, at: datetime) -> TripRow:
    year, week, _ = monday.isocalendar()
    named = {"code": f"{year}W{week:02}-{number}", "monday": monday, "number": number}
    return TripRow(version=1, state=PUBLISHED, changed_at=at, formerly=[], **named, **_times(trip))


def _times(trip: Trip) -> dict[str, Any]:
    who = {"vehicle": trip.vehicle, "driver": trip.driver, "people": list(trip.people)}
    return {**who, "leaves": trip.leaves, "back": trip.back}


def _fallen_away(old: KeptTrip, now: Trip) -> list[str]:
    """Name who was to go on a trip, at whatever time, and does not go on it now."""
    return [code for code in dict.fromkeys((*old.formerly, *old.trip.people)) if code not in now.people]


def _kept(row: Any, stops: Iterable[Any]) -> KeptTrip:
    listed = list(stops)
    state = TripState.STARTED if row.state in GONE_OUT else TripState.PUBLISHED
    served = tuple(Stop(stop.code, stop.starts, stop.part) for stop in listed)
    trip = Trip(row.code, row.vehicle, row.driver, tuple(row.people), row.leaves, row.back, served, state)
    undone = [] if row.state == WITHDRAWN else [stop.code for stop in listed if not stop.stands]
    return KeptTrip(
        row.id, row.version, row.monday, row.state, trip, row.changed_at, tuple(undone), tuple(row.formerly)
    )
