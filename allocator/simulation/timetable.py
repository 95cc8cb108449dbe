"""What is known of an office before a run begins (时间表): its days, everybody's working time, what each has to give.

All replications of one staging share it, so that a day's capacity is worked out once.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from allocator.decisions.recommendation.duty import Duty, Known
from allocator.decisions.recommendation.shares import Parted
from allocator.decisions.triage.routing import Router, Seen, router_of
from allocator.domain.clocks.deadlines import due_on
from allocator.domain.clocks.nodes import Node
from allocator.domain.fieldwork.trips import Span
from allocator.domain.office import Office
from allocator.domain.scenarios.process import WORKING, Duration
from allocator.domain.snapshot import Snapshot
from allocator.domain.workload import Capacity
from allocator.simulation.chance import days as days_of
from allocator.simulation.day_snapshot import DaySnapshot
from allocator.simulation.engaged import minutes_left
from allocator.simulation.held import Held
from allocator.simulation.staging import Staged
from allocator.simulation.truth import Open
from allocator.simulation.ways import Ways
from allocator.simulation.working_time import DAY, OpeningHours, WorkingTime, opening_hours

VEHICLES = "/vehicle"
"""The queue for a vehicle; no desk has such a key, as every desk has a team."""


def vehicle_at(code: str) -> str:
    """Name a vehicle among those who work."""
    return f"{VEHICLES}/{code}"


MOST_PARTED = 50_000
"""Shares of cases that are kept; each takes about half a kilobyte."""

KEPT = 4
"""Timetables that are kept; what else is worked out once for a staging is kept as long."""


@dataclass(eq=False)
class Timetable:
    """The days of a staging, numbered from the first; times are minutes since its midnight.

    `looks` remembers how the filings of the bank look before anything is learned, and what nobody knows of them.
    """

    staged: Staged
    looks: dict[str, tuple[Seen, tuple[Open, ...]]] = field(default_factory=dict, repr=False)
    _capacities: dict[int, Capacity] = field(default_factory=dict, repr=False)
    _shares: dict[str, dict[tuple[str, date], int]] = field(default_factory=dict, repr=False)
    _duties: dict[int, Duty] = field(default_factory=dict, repr=False)
    _known: dict[str, dict[str, Known]] = field(default_factory=dict, repr=False)
    _parted: dict[tuple[str, tuple[str, ...]], Parted] = field(default_factory=dict, repr=False)
    _unlent: dict[str, Office] = field(default_factory=dict, repr=False)
    _due: dict[tuple[str, int], int] = field(default_factory=dict, repr=False)

    @cached_property
    def dates(self) -> list[date]:
        """Give the date of every day of the run."""
        return [self.staged.first + timedelta(days=number) for number in range(self.staged.days)]

    @cached_property
    def offices(self) -> list[Office]:
        """Give the office as it is arranged on every day."""
        return [self.staged.office_on(day) for day in self.dates]

    @cached_property
    def working(self) -> list[bool]:
        """Say of every day whether the office works."""
        return [office.calendar.is_working(day) for office, day in zip(self.offices, self.dates, strict=True)]

    @cached_property
    def opening(self) -> OpeningHours:
        """Give the office's hours."""
        bureau = self.staged.office.bureau
        return opening_hours(minute(bureau.opens), minute(bureau.closes), self.working)

    @cached_property
    def people(self) -> Mapping[str, WorkingTime]:
        """Give everybody's working time by code."""
        minutes: dict[str, list[int]] = {one.code: [0] * self.staged.days for one in self.staged.office.officers}
        for number, day in enumerate(self.dates):
            if self.working[number]:
                left = self._left[number]
                for code, count in self._present(number).over((day,)).items():
                    minutes[code][number] = min(count, left.get(code, count))
        return {code: WorkingTime(self.opening, own) for code, own in minutes.items()}

    @cached_property
    def _left(self) -> list[Mapping[str, int]]:
        """Give for each day what is left of it to those who are at the duty desk, in court or in the workshop for some of it."""
        open_, length = Span(self.opening.opens, self.opening.closes), self.staged.office.bureau.day_minutes
        taken = self.staged.means.engagements
        return [minutes_left(taken, day, open_, length) for day in self.dates]

    def _present(self, day: int) -> Capacity:
        """Give what everybody is there for on a day: who is out with a special action works, on what it has for him."""
        office = self.offices[day]
        if not self.staged.actions:
            return self.capacity(day)
        if office.digest not in self._unlent:
            self._unlent[office.digest] = replace(office, lendings=())
        whole = self._unlent[office.digest]
        return Capacity(whole, self.staged.rulebook, self.dates[day], shares=self._shares.setdefault(office.digest, {}))

    def lent(self, day: int) -> Mapping[str, tuple[int, int]]:
        """Give by officer the minutes that special actions take on a day and over the horizon from it."""
        there, left, dates = self._present(day), self.capacity(day), (self.dates[day],)
        today, after = there.over(dates), left.over(dates)
        found = {code: (count - after[code], there.minutes[code] - left.minutes[code]) for code, count in today.items()}
        return {code: taken for code, taken in found.items() if taken[0] > 0}

    @cached_property
    def vehicles(self) -> Mapping[str, WorkingTime]:
        """Give the time of every vehicle by code: the office's day, less its service, on each day on which the office has it."""
        length = self.staged.office.bureau.day_minutes
        codes = dict.fromkeys(one.code for phase in self.staged.phases for one in phase.office.vehicles)
        had = [{one.code for one in office.vehicles} for office in self.offices]
        return {
            code: WorkingTime(
                self.opening,
                [
                    left.get(code, length) if works and code in there else 0
                    for works, there, left in zip(self.working, had, self._left, strict=True)
                ],
            )
            for code in codes
        }

    @cached_property
    def towns(self) -> tuple[str, ...]:
        """Give the towns of the office's own filings, as often as they come."""
        towns, known = (case.filing.town for case in self.staged.bank), self.staged.office.town_by_name
        return tuple(town for town in towns if town in known)

    @cached_property
    def router(self) -> Router:
        """Give who routes by the staging's rules, with all that was worked out for cases that look alike."""
        return router_of(self.staged.rulebook)

    @cached_property
    def ways(self) -> Ways:
        """Give the ways of cases through the office."""
        return Ways(self.staged.process)

    @cached_property
    def _working_days(self) -> WorkingTime:
        return WorkingTime(self.opening, [int(works) for works in self.working])

    def day(self, now: float) -> int:
        """Give the number of the day of an instant."""
        return min(int(now // DAY), self.staged.days - 1)

    def on(self, now: float) -> date:
        """Give the date of an instant."""
        return self.dates[self.day(now)]

    def open_from(self, now: float) -> float:
        """Give the instant from which the office is open: now or the next opening; infinite when there is none."""
        if now >= self.staged.days * DAY:
            return math.inf
        day = self.opening.working_day(now)
        return math.inf if day >= self.staged.days else max(now, float(day * DAY + self.opening.opens))

    def after(self, now: float, wait: Duration, uniform: float) -> float:
        """Give the instant at which a wait is over, in the office's hours."""
        days = days_of(wait, uniform)
        if not days:
            return now
        return self.open_from(self._working_days.finish(now, days) if wait.unit == WORKING else now + days * DAY)

    def capacity(self, day: int) -> Capacity:
        """Give what everybody has to give from a day on."""
        found = self._capacities.get(day)
        if found is None:
            office = self.offices[day]
            shares = self._shares.setdefault(office.digest, {})
            found = self._capacities[day] = Capacity(office, self.staged.rulebook, self.dates[day], shares=shares)
        return found

    def duty(self, day: int) -> Duty:
        """Give who may lead cases on a day."""
        if day not in self._duties:
            self._duties[day] = self.duty_with(self.capacity(day))
        return self._duties[day]

    def duty_with(self, capacity: Capacity) -> Duty:
        """Give who may lead cases where everybody has so much to give."""
        key = capacity.office.digest, tuple(capacity.desks)
        parted = self._parted.setdefault(key, {})
        if len(parted) >= MOST_PARTED:
            parted.clear()
        return Duty(capacity, self.known(capacity.office), parted)

    def known(self, office: Office) -> dict[str, Known]:
        """Give what the people of an office go by, found once for all days on which it is arranged so."""
        return self._known.setdefault(office.digest, {})

    def filled(self, day: int, minutes: Mapping[str, int]) -> Capacity:
        """Give what everybody has to give from a day on, where so many minutes of special actions' cases fill lent time."""
        bare = self.capacity(day)
        return Capacity(bare.office, bare.rulebook, bare.day, minutes, bare.shares) if minutes else bare

    def snapshot(self, day: int, held: Held, recent: Mapping[str, int], capacity: Capacity) -> Snapshot:
        """Give the office as a decision of a day may see it."""
        return DaySnapshot(
            self.offices[day],
            self.staged.rulebook,
            self.dates[day],
            held.minutes,
            recent,
            filled=capacity.filled,
            known=capacity,
            docket=held,
        )

    def due(self, node: Node, start: int) -> int:
        """Give the last day of a node that begins to run on a day, both by number; negative ones are before the first."""
        found = self._due.get((node.id, start))
        if found is None:
            last = due_on(node, self.staged.first + timedelta(days=start), self.staged.office.calendar)
            found = self._due[node.id, start] = (last - self.staged.first).days
        return found


_known: list[Timetable] = []


def timetable_of(staged: Staged) -> Timetable:
    """Give the timetable of a staging's ground; the last few are kept, for replications come one after the other."""
    for table in _known:
        if table.staged is staged or table.staged.ground == staged.ground:
            return table
    table = Timetable(staged)
    _known.append(table)
    del _known[:-KEPT]
    return table


def minute(clock: str) -> int:
    """Read HH:MM as a minute of the day."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
