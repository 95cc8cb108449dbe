"""Who and what is booked when (预订): written so that the database itself can refuse to take anything twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from allocator.domain.errors import Conflict
from allocator.domain.fieldwork.trips import WEEK_DAYS, Span
from allocator.domain.words import Text
from allocator.persistence.tables.base import core, is_in
from allocator.persistence.tables.fieldwork import BookableRow, BookingRow, TripRow

UNITS = 1000
REFUSALS = ("booking taken", "ex_booking_twice")
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taking:
    """What a trip takes from when to when (minutes of the week): `count` of the `of` units there are of it."""

    code: str
    name: str
    span: Span
    count: int = 1
    of: int = 1


@dataclass(frozen=True)
class Bookings:
    """The bookings of one unit of work, in the office's own time zone."""

    session: Session
    zone: tzinfo

    def take(self, monday: date, wanted: Mapping[int, Sequence[Taking]]) -> None:
        """Book for trips, by their ids, all that they take; raises Conflict ("booking-taken") for the first that is taken.

        The units of a thing of which there are several are dealt anew for its whole week, so that none is wasted.
        """
        takings = [(trip, taking) for trip, takings in wanted.items() for taking in takings]
        numbers = self._numbers(sorted({taking.code for _, taking in takings}))
        single = [self._row(monday, trip, one, numbers[one.code]) for trip, one in takings if one.of == 1]
        try:
            with self.session.begin_nested():
                self._insert(single)
                self._insert(self._dealt(monday, [pair for pair in takings if pair[1].of > 1], numbers))
        except IntegrityError as error:
            if not any(refusal in str(error.orig) for refusal in REFUSALS):
                raise
            raise self._taken(monday, takings) from error

    def free(self, trips: Iterable[int]) -> None:
        """Give back all that some trips had booked."""
        self.session.execute(sa.delete(BookingRow).where(is_in(self.session, BookingRow.trip, trips)))

    def all(self) -> dict[int, set[tuple[str, datetime, datetime]]]:
        """Give by trip whom and what it has booked, from when to when; one query."""
        row, found = BookingRow, dict[int, set[tuple[str, datetime, datetime]]]()
        for one in self.session.execute(sa.select(row.trip, row.code, row.begins, row.ends)):
            found.setdefault(one.trip, set()).add((one.code, one.begins, one.ends))
        return found

    def instant(self, monday: date, minute: int) -> datetime:
        """Give the instant of a minute of a week, by the office's clock."""
        return (datetime.combine(monday, time()) + timedelta(minutes=minute)).replace(tzinfo=self.zone)

    def _numbers(self, codes: Sequence[str]) -> dict[str, int]:
        row = BookableRow
        query = sa.select(row.code, row.number).where(is_in(self.session, row.code, codes))
        known = dict(self.session.execute(query).all())
        missing = [{"code": code} for code in codes if code not in known]
        if not missing:
            return known
        self.session.execute(sa.insert(core(row)), missing)
        return dict(self.session.execute(query).all())

    def _row(self, monday: date, trip: int, one: Taking, number: int, unit: int = 0) -> Values:
        begins, ends = self.instant(monday, one.span.begins), self.instant(monday, one.span.ends)
        return {"trip": trip, "code": one.code, "unit": number * UNITS + unit, "begins": begins, "ends": ends}

    def _dealt(
        self, monday: date, takings: Sequence[tuple[int, Taking]], numbers: Mapping[str, int]
    ) -> Iterator[Values]:
        """Deal the units of each thing in the order of time: so many are enough as are taken at the busiest moment."""
        counts = {one.code: one.of for _, one in takings}
        rows = [self._row(monday, trip, one, numbers[one.code]) for trip, one in takings for _ in range(one.count)]
        rows += self._lifted(monday, sorted(counts))
        free = dict[int, datetime]()
        for row in sorted(rows, key=itemgetter("begins", "trip", "unit")):
            first = numbers[row["code"]] * UNITS
            units = range(first, first + counts[row["code"]])
            unit = next((one for one in units if one not in free or free[one] <= row["begins"]), units[0])
            free[unit] = row["ends"]
            yield {**row, "unit": unit}

    def _lifted(self, monday: date, codes: Sequence[str]) -> list[Values]:
        """Take up what is booked of some things in a week, to be dealt anew."""
        row = BookingRow
        week = (self.instant(monday, 0), self.instant(monday + timedelta(days=WEEK_DAYS), 0))
        mine = sa.and_(is_in(self.session, row.code, codes), row.begins >= week[0], row.begins < week[1])
        columns = (row.trip, row.code, row.unit, row.begins, row.ends)
        found = [dict(one._mapping) for one in self.session.execute(sa.select(*columns).where(mine))]  # noqa: SLF001 - the public name
        self.session.execute(sa.delete(row).where(mine))
        return found

    def _insert(self, values: Iterable[Values]) -> None:
        listed = list(values)
        if listed:
            self.session.execute(sa.insert(core(BookingRow)), listed)

    def _taken(self, monday: date, takings: Sequence[tuple[int, Taking]]) -> Conflict:
        """Say who or what is taken, when and by which trip."""
        for trip, one in takings:
            row = BookingRow
            begins, ends = self.instant(monday, one.span.begins), self.instant(monday, one.span.ends)
            met = (row.code == one.code, row.begins < ends, row.ends > begins, row.trip != trip)
            query = sa.select(TripRow.code, row.begins, row.ends).join(TripRow, TripRow.id == row.trip).where(*met)
            found = self.session.execute(query.order_by(row.begins).limit(1)).one_or_none()
            if found is not None:
                return booking_taken(one, found.code, found.begins.astimezone(self.zone), found.ends)
        trip, one = takings[0]
        return booking_taken(one, None, self.instant(monday, one.span.begins), self.instant(monday, one.span.ends))


def booking_taken(one: Taking, trip: str | None, begins: datetime, ends: datetime) -> Conflict:
    """Make the answer to whoever came second: who or what, when, on which trip, and what to do."""
    when = f"{begins:%Y-%m-%d %H:%M}–{ends.astimezone(begins.tzinfo):%H:%M}"
    by = Text(f"（出车 {trip}）", f" by trip {trip}") if trip else Text("", "")
    return Conflict(
        Text(f"{one.name}在 {when} 已被占用{by.zh}。", f"{one.name} is taken {when}{by.en}."),
        Text("请重新生成本周方案，或只发布其余出车。", "Draft the week anew, or publish the other trips only."),
        code="booking-taken",
        facts={"code": one.code, "name": one.name, "trip": trip, "begins": begins, "ends": ends},
    )
