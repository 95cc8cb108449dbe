"""Who serves in the office (人员): by team with hours to give, and one person with weeks ahead, pairs and absences."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from allocator.domain.capacities import capacity_on
from allocator.domain.office import Office
from allocator.domain.people import Absence, Officer, Pairing, Period, Reduction, Team
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.workload import Capacity
from allocator.services.context import Context
from allocator.services.office.office_keeping import as_filed
from allocator.services.transaction import look

WEEK, WEEKS = 7, 4


@dataclass(frozen=True, slots=True)
class Row:
    """One member of the office in a list: minutes to give in the horizon, open cases, and with whom paired."""

    officer: Officer
    serves: bool
    minutes: int
    cases: int
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamPeople:
    """A team and its people in the office's own order; None: those of no team."""

    team: Team | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class People:
    """Everybody by team (人员一览); `days` are the working days the minutes are of."""

    office: Office
    rulebook: Rulebook
    today: date
    version: int
    days: int
    capacity: Capacity
    cases: Mapping[str, int]

    @cached_property
    def teams(self) -> tuple[TeamPeople, ...]:
        """Give everybody by team, in the office's own order; a page of one person does without."""
        rows = [_row(officer, self) for officer in self.office.officers]
        teams: list[Team | None] = [*self.office.teams, None]
        found = (
            TeamPeople(team, tuple(row for row in rows if row.officer.team == (team.code if team else None)))
            for team in teams
        )
        return tuple(one for one in found if one.team or one.rows)


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """A week of somebody (周工时): minutes to give, and minutes lost to absences."""

    monday: date
    minutes: int
    away: int


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the office (人员档案): weeks ahead, open cases, pairs, and absences and reductions that are not over."""

    people: People
    officer: Officer
    serves: bool
    cases: int
    weeks: tuple[WeekAhead, ...]
    pairs: tuple[Pairing, ...]
    absences: tuple[Absence, ...]
    reductions: tuple[Reduction, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Find everybody's name by code."""
        return {one.code: one.name for one in self.people.office.officers}


def read_people(context: Context) -> People:
    """Give everybody of the office's files by team, those who left since too; nobody is ranked."""
    return _people(context)


def _people(context: Context, only: str | None = None) -> People:
    """Give everybody, with the cases of all or of one."""
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        office, version = as_filed(uow), uow.office.version()
        cases = uow.cases.counts_by_officer(office.officer(only).code if only else None)
    days = snapshot.rulebook.levers.horizon_days
    return People(office, snapshot.rulebook, snapshot.day, version, days, snapshot.capacity, cases)


def read_person(context: Context, code: str) -> Person:
    """Give one member of the office by code; raises NotFound."""
    people = _people(context, code)
    officer = people.office.officer(code)
    mine = (pair for pair in people.office.pairings if officer.code in (pair.mentor, pair.apprentice))
    return Person(
        people,
        officer,
        officer.serves(people.today),
        people.cases.get(officer.code, 0),
        _weeks(people, officer),
        tuple(mine),
        tuple(one for one in people.office.absences_of(officer.code) if _is_ahead(one.period, people.today)),
        tuple(one for one in people.office.reductions_of(officer.code) if _is_ahead(one.period, people.today)),
    )


def _row(officer: Officer, people: People) -> Row:
    office, today, code = people.office, people.today, officer.code
    minutes = people.capacity.minutes.get(code, 0)
    others = (*office.mentors_on(code, today), *office.taught_by(code, today))
    names = tuple(office.officer_by_code[other].name for other in others)
    return Row(officer, officer.serves(today), minutes, people.cases.get(code, 0), names)


def _weeks(people: People, officer: Officer) -> tuple[WeekAhead, ...]:
    monday = people.today - timedelta(days=people.today.weekday())
    there = capacity_on(people.today, people.office, people.rulebook)
    whole = Capacity(replace(people.office, officers=(officer,), absences=()), people.rulebook, people.today)
    return tuple(_week(monday + timedelta(weeks=number), officer, there, whole) for number in range(WEEKS))


def _week(monday: date, officer: Officer, there: Capacity, whole: Capacity) -> WeekAhead:
    days = there.office.calendar.between(monday, monday + timedelta(days=WEEK - 1))
    minutes = there.over(days)[officer.code]
    return WeekAhead(monday, minutes, whole.over(days)[officer.code] - minutes)


def _is_ahead(period: Period, today: date) -> bool:
    return period.last is None or period.last >= today
