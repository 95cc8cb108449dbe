"""Loads at the ends of weeks gone by (每周负荷), by team, and the person-weeks of sustained overload (持续超负荷)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocator.decisions.loads.load_change import Moment, padded
from allocator.decisions.loads.load_turns import Carried
from allocator.domain.overload import in_long_runs
from allocator.domain.workload import Capacity, Load, spread

Minutes = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WeekEnd:
    """The office at the end of a week's last day, and who carried what of each case (by its id)."""

    moment: Moment
    carried: Mapping[int, Carried]


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """A team at the end of a week: its load, of so many people how many stood at or above the cap, and for how long already.

    `sustained` are those among them in a run of four weeks or more, `cases` the ids of cases they carried themselves.
    """

    team: str
    load: Load
    people: int
    over: int
    sustained: int
    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """All teams at the end of a week, in the office's order."""

    last: date
    teams: tuple[TeamWeek, ...]


def load_weeks(ends: Sequence[WeekEnd]) -> tuple[Week, ...]:
    """Give the loads of every team at each week's end; a run may begin before the first week only if that is among `ends`."""
    known = {code: one for end in reversed(ends) for code, one in end.moment.office.officer_by_code.items()}
    ends = [replace(end, moment=padded(end.moment, known)) for end in ends]
    loads = [_loads(end) for end in ends]
    over = [_over(end, load) for end, load in zip(ends, loads, strict=True)]
    long = _sustained(over)
    return tuple(_week(*one) for one in zip(ends, loads, over, long, strict=True))


def _loads(end: WeekEnd) -> dict[str, Load]:
    moment, held = end.moment, Counter[str]()
    for carried in end.carried.values():
        held.update(carried.charges)
    capacity = Capacity(moment.office, moment.rulebook, moment.day, moment.filled)
    minutes = spread(held, capacity)
    return {one.code: Load(minutes[one.code], capacity.minutes[one.code]) for one in moment.office.officers}


def _over(end: WeekEnd, loads: Mapping[str, Load]) -> set[str]:
    """Give who stands at or above the cap; who has no hours has no load."""
    cap = end.moment.rulebook.levers.most_load
    return {code for code, load in loads.items() if load.permille is not None and load.permille >= cap}


def _sustained(over: Sequence[set[str]]) -> list[set[str]]:
    found: list[set[str]] = [set() for _ in over]
    for code in set().union(*over):
        for place, long in enumerate(in_long_runs([code in week for week in over])):
            if long:
                found[place].add(code)
    return found


def _week(end: WeekEnd, loads: Mapping[str, Load], over: set[str], long: set[str]) -> Week:
    office, cases = end.moment.office, _cases(end.carried, long)
    members = {team.code: [one.code for one in office.officers if one.team == team.code] for team in office.teams}
    return Week(
        end.moment.day,
        tuple(
            TeamWeek(
                team,
                _total(loads[code] for code in codes),
                len(codes),
                len(over.intersection(codes)),
                len(long.intersection(codes)),
                tuple(sorted({case for code in codes for case in cases.get(code, ())})),
            )
            for team, codes in members.items()
        ),
    )


def _total(loads: Iterable[Load]) -> Load:
    every = list(loads)
    return Load(sum(load.held for load in every), sum(load.available for load in every))


def _cases(carried: Mapping[int, Carried], codes: set[str]) -> dict[str, list[int]]:
    """Give by person what some people carried themselves."""
    found: dict[str, list[int]] = {}
    for case, one in carried.items() if codes else ():
        for code in codes.intersection(one.charges):
            found.setdefault(code, []).append(case)
    return found
