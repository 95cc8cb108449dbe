"""Whether one change can follow another (先后核对): a team is there when it is named, people have come and are not gone.

Asked of what a planner writes. An office lives through such a scenario too: nothing would come of the change, and nobody
would say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from allocator.domain.office import Office
from allocator.domain.scenarios.faults import ScenarioFaults, numbered
from allocator.domain.scenarios.scenario import LanesGiven, Move, Scenario, TeamFormed, TeamsMerged
from allocator.domain.words import Text

Arranged: TypeAlias = TeamsMerged | TeamFormed | LanesGiven
Row: TypeAlias = tuple[date, str, Arranged]
CHANGED_BY_A_MOVE = ("role", "team", "share")
KEEP_ONE = Text("请只保留一处。", "Keep one of them.")


def check_order(scenario: Scenario, office: Office, faults: ScenarioFaults) -> None:
    """Note every change that cannot be made on its day because of another one, or that says nothing."""
    teams = _Teams(scenario, office, faults)
    for row in _arranged(scenario):
        teams.arrange(row)
    teams.check_newcomers()
    _People(scenario, office, faults).check()


def _arranged(scenario: Scenario) -> list[Row]:
    """Give the changes of teams day by day; on one day teams are merged, then formed, then given lanes."""
    teams, rows = scenario.teams, list[Row]()
    tables: tuple[tuple[str, tuple[Arranged, ...]], ...] = (
        ("merged", teams.merged),
        ("formed", teams.formed),
        ("lanes", teams.lanes),
    )
    for table, changes in tables:
        for number, change in enumerate(changes, start=1):
            rows.append((_from(scenario, change.first), f"teams.{table}[{number}]", change))
    return sorted(rows, key=lambda row: row[0])


def _from(scenario: Scenario, first: date | None) -> date:
    """Give the day from which a change counts: none before the first one."""
    return max(first or scenario.first, scenario.first)


@dataclass
class _Teams:
    """The teams that are there as the days pass; `done` is what was arranged of which on which day already."""

    scenario: Scenario
    office: Office
    faults: ScenarioFaults
    there: set[str] = field(init=False)
    days: list[tuple[date, frozenset[str]]] = field(default_factory=list)
    done: set[tuple[str, str, date | None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.there = set(self.office.team_by_code)
        self.days.append((date.min, frozenset(self.there)))

    def arrange(self, row: Row) -> None:
        """Make one change, noting what is in its way."""
        day, place, change = row
        match change:
            case TeamsMerged():
                self._merge(day, place, change)
            case TeamFormed():
                self._once(f"{place}.code", ("formed", change.code, None))
                for path, member in numbered(f"{place}.members", change.members):
                    self._once(path, ("member", member, day))
                self.there.add(change.code)
            case LanesGiven():
                self._need(f"{place}.team", change.team, day)
                self._once(f"{place}.team", ("lanes", change.team, day))
        self.days.append((day, frozenset(self.there)))

    def _merge(self, day: date, place: str, change: TeamsMerged) -> None:
        self._need(f"{place}.into", change.into, day)
        for number, (path, code) in enumerate(numbered(f"{place}.absorbs", change.absorbs)):
            if code in change.absorbs[:number]:
                self._twice(path, code)
            else:
                self._need(path, code, day)
        self.there -= set(change.absorbs) - {change.into}

    def check_newcomers(self) -> None:
        """Nobody is sent to a team on a day on which it is not there."""
        people = self.scenario.people
        named = [(f"people.join[{number}]", one.team, one.first) for number, one in enumerate(people.join, start=1)]
        named += [(f"people.move[{number}]", one.team, one.first) for number, one in enumerate(people.move, start=1)]
        for place, team, first in named:
            day = _from(self.scenario, first)
            self.there = set([there for since, there in self.days if since <= day][-1])
            if team:
                self._need(f"{place}.team", team, day)

    def _need(self, path: str, team: str, day: date) -> None:
        """Note a team that is not there on a day; one that never is, is told elsewhere."""
        formed = {one.code for one in self.scenario.teams.formed}
        if team in self.there or team not in {*self.office.team_by_code, *formed}:
            return
        text = Text(
            f"{day} 时没有团队“{team}”：尚未设立，或已并入他队。",
            f'There is no team "{team}" on {day}: it is formed later, or was merged into another before.',
        )
        self.faults.add(path, text, Text("请更正日期或团队。", "Correct the day or the team."))

    def _once(self, path: str, key: tuple[str, str, date | None]) -> None:
        if key in self.done:
            self._twice(path, key[1])
        self.done.add(key)

    def _twice(self, path: str, word: str) -> None:
        text = Text(f"“{word}”在此写了两次。", f'"{word}" is named twice here.')
        self.faults.add(path, text, KEEP_ONE)


@dataclass
class _People:
    """Who has come by a day and is not gone; people go by their codes, whatever a row calls them."""

    scenario: Scenario
    office: Office
    faults: ScenarioFaults
    codes: dict[str, str] = field(init=False)
    comes: dict[str, date] = field(init=False)
    goes: dict[str, date] = field(init=False)

    def __post_init__(self) -> None:
        officers, people = self.office.officers, self.scenario.people
        self.codes = {one.name: one.code for one in officers} | {one.code: one.code for one in officers}
        self.comes = {one.code: one.entered for one in officers} | {one.code: one.first for one in people.join}
        self.goes = {one.code: one.left for one in officers if one.left is not None}
        for leave in people.leave:
            code = self._code(leave.who)
            self.goes[code] = min(leave.last, self.goes.get(code, leave.last))

    def check(self) -> None:
        """Note who is copied, leaves, moves or is away before coming or after going."""
        people = self.scenario.people
        before = set(self.office.officer_by_code) | {one.name for one in self.office.officers}
        for number, join in enumerate(people.join, start=1):
            if join.like in {one.code for one in people.join} - before:
                text = Text(f"{join.like} 在后面才加入。", f"{join.like} joins in a later row only.")
                remedy = Text("请把其所在行移到前面。", "Put that row before this one.")
                self.faults.add(f"people.join[{number}].like", text, remedy)
            before.add(join.code)
        for path, who, first, last in self._spans():
            self._check_there(path, self._code(who), first, last)
        self._check_moves()

    def _spans(self) -> Iterator[tuple[str, str, date, date]]:
        """Walk the rows that need somebody to be there, with the first and the last day on which that would do."""
        people, start = self.scenario.people, self.scenario.first
        for number, leave in enumerate(people.leave, start=1):
            yield f"people.leave[{number}].last", leave.who, date.min, leave.last
        for number, move in enumerate(people.move, start=1):
            yield f"people.move[{number}].first", move.who, max(move.first, start), max(move.first, start)
        for number, away in enumerate(people.away, start=1):
            yield f"people.away[{number}].first", away.who, away.period.first, away.period.last or date.max
        for number, formed in enumerate(self.scenario.teams.formed, start=1):
            for path, member in numbered(f"teams.formed[{number}].members", formed.members):
                yield path, member, _from(self.scenario, formed.first), date.max

    def _check_there(self, path: str, code: str, first: date, last: date) -> None:
        comes, goes = self.comes.get(code, date.min), self.goes.get(code, date.max)
        if last < comes:
            text = Text(f"{code} 到 {comes} 才到任。", f"{code} comes on {comes} only.")
        elif first > goes:
            text = Text(f"{code} 已于 {goes} 离任。", f"{code} has left on {goes} already.")
        else:
            return
        self.faults.add(path, text, Text("请更正日期或人员。", "Correct the day or the person."))

    def _check_moves(self) -> None:
        """A move changes something, and no two of a day change the same of somebody."""
        done = set[tuple[str, date, str]]()
        for number, move in enumerate(self.scenario.people.move, start=1):
            keys = [key for key in CHANGED_BY_A_MOVE if getattr(move, key) is not None]
            if not keys and not move.skills:
                text = Text("没有写明变动什么。", "It does not say what changes.")
                remedy = Text("请写 team、role、share 或 skills。", "Give team, role, share or skills.")
                self.faults.add(f"people.move[{number}]", text, remedy)
            for key in keys:
                self._once_a_day(f"people.move[{number}].{key}", (self._code(move.who), self._day(move), key), done)

    def _once_a_day(self, path: str, key: tuple[str, date, str], done: set[tuple[str, date, str]]) -> None:
        if key in done:
            text = Text(f"{key[0]} 在 {key[1]} 已有此项变动。", f"This of {key[0]} changes on {key[1]} already.")
            self.faults.add(path, text, KEEP_ONE)
        done.add(key)

    def _day(self, move: Move) -> date:
        return _from(self.scenario, move.first)

    def _code(self, who: str) -> str:
        return self.codes.get(who, who)
