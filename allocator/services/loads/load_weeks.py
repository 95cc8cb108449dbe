"""Loads of past weeks by team, and sustained overload (每周负荷、持续超负荷), from the decision log; nobody is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allocator.decisions.loads.load_turns import Carried
from allocator.decisions.loads.load_weeks import TeamWeek, Week, WeekEnd, load_weeks
from allocator.domain.errors import BadInput
from allocator.domain.overload import WEEKS_IN_A_ROW
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.loads.load_past import Timed, carried_at, check_span, moment_of, with_filled
from allocator.services.transaction import the_office, the_rulebook
from allocator.services.views import load_view

SUNDAY, WEEK = 6, timedelta(days=7)
USUAL_WEEKS, MOST_WEEKS = 13, 108


@dataclass(frozen=True, slots=True)
class LoadWeeks:
    """Weeks as they ended, the cap they are held against (per mille), names of teams, and the person-weeks of overload."""

    weeks: tuple[Week, ...]
    cap: int
    teams: dict[str, Text]
    numbers: dict[int, str]

    @property
    def sustained(self) -> int:
        """Count the person-weeks in a run of four or more at the cap or above."""
        return sum(one.sustained for week in self.weeks for one in week.teams)


def read_load_weeks(context: Context, first: date | None = None, last: date | None = None) -> LoadWeeks:
    """Give the loads at the end of each week (Sunday) of a span, by default the thirteen weeks up to today.

    Weeks that ended before the office was loaded are left out: nothing is known of them. Raises BadInput for days the wrong
    way round, yet to come, or more than two years apart.
    """
    with context.database.reading() as uow:
        office = the_office(uow)
        today = context.today(office)
        last = last or today
        first = first or last - WEEK * USUAL_WEEKS
        check_span(first, last, today)
        with uow.for_the_office():
            days = _sundays(first - WEEK * (WEEKS_IN_A_ROW - 1), last)
            weeks = _within(first, _known(uow, context.database.url, days))
        ids = sorted({case for week in weeks for one in week.teams for case in one.cases})
        cap = the_rulebook(uow, last).levers.most_load
        return LoadWeeks(weeks, cap, {one.code: one.name for one in office.teams}, uow.cases.numbers(ids))


Told = tuple[str, str, tuple[tuple[str, str], ...]]
_seen: dict[Told, tuple[Week, ...]] = {}
_KEPT = 8


def _known(uow: UnitOfWork, url: str, days: Sequence[date]) -> tuple[Week, ...]:
    """Give the weeks that end on some days, worked out once in a process.

    They rest on what the log told before the last of these days was over, which nothing told later changes, and on the
    rules of each day. So whatever happens today, the weeks that are over need not be added up again.
    """
    instants = [uow.load_trail.end_of(day) for day in days]
    rules = tuple((instant, _rules_of(uow, day)) for instant, day in zip(instants, days, strict=True))
    key = (url, uow.load_trail.head_before(instants[-1]) if instants else "", rules)
    found = _seen.get(key)
    if found is None:
        for old in list(_seen)[: max(0, len(_seen) - _KEPT + 1)]:
            _seen.pop(old, None)
        found = _seen[key] = load_weeks(_ends(uow, days))
    return found


def _rules_of(uow: UnitOfWork, day: date) -> str:
    """Name the rules in force on a day; "" where none had begun."""
    book = uow.rulebooks.in_force(day)
    return book.digest if book else ""


def _within(first: date, weeks: Sequence[Week]) -> tuple[Week, ...]:
    """Leave out the weeks that were looked at only because a run may have begun in them."""
    return tuple(week for week in weeks if week.last >= first)


def _sundays(first: date, last: date) -> list[date]:
    day = first + timedelta(days=(SUNDAY - first.weekday()) % 7)
    count = (last - day) // WEEK + 1
    if count > MOST_WEEKS:
        raise BadInput(
            Text(f"最多两年，所问为 {count} 周。", f"At most two years; these are {count} weeks."),
            Text("请缩短期间。", "Ask for fewer days."),
            code="span-too-long",
        )
    return [day + WEEK * number for number in range(count)]


def _ends(uow: UnitOfWork, days: Sequence[date]) -> list[WeekEnd]:
    moments = [moment for day in days if (moment := moment_of(uow, day)) is not None]
    if not moments:
        return []
    opening, turns = carried_at(uow, moments[0].day, moments[-1].day)
    instants = [uow.load_trail.end_of(moment.day) for moment in moments]
    states = zip(moments, _states(opening, turns, instants), strict=True)
    return [WeekEnd(with_filled(uow, moment, carried), carried) for moment, carried in states]


def _states(
    opening: dict[int, Carried], turns: Sequence[Timed], instants: Sequence[str]
) -> Iterator[dict[int, Carried]]:
    """Give who carried what at each instant, the first being that of the opening."""
    state, waiting = dict(opening), iter([*turns, None])
    coming = next(waiting)
    for instant in instants:
        while coming is not None and coming.at < instant:
            state[coming.case_id] = coming.turn.after
            coming = next(waiting)
        yield dict(state)


def load_weeks_view(found: LoadWeeks) -> dict[str, Any]:
    """Show the weeks: loads per mille by team, how many people stood at the cap, and the cases behind a sustained overload."""
    return {
        "sustained": found.sustained,
        "cap": found.cap,
        "weeks_in_a_row": WEEKS_IN_A_ROW,
        "weeks": [
            {"last": week.last.isoformat(), "teams": [_team_view(one, found) for one in week.teams]}
            for week in found.weeks
        ],
    }


def _team_view(one: TeamWeek, found: LoadWeeks) -> dict[str, Any]:
    return {
        "team": one.team,
        "name": found.teams.get(one.team, Text(one.team, one.team)).as_dict(),
        "load": load_view(one.load),
        "people": one.people,
        "over": one.over,
        "sustained": one.sustained,
        "cases": [{"id": case, "case_no": found.numbers[case]} for case in one.cases if case in found.numbers],
    }
