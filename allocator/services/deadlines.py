"""What is due (期限清单): the clocks of cases as they stand on a day, in the lists from which people work."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.clocks import NodeClock
from allocator.domain.deadlines import months_later
from allocator.domain.errors import BadInput
from allocator.domain.nodes import Node
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.casework import find_case
from allocator.services.clock_keeping import Desk, bring_up_to_date, desk, worked_out
from allocator.services.context import Context
from allocator.services.long_pending import NextStep, next_steps

BY_NODE = ("attachments", "announcements", "appraisals", "payments", "unassigned", "conversions", "requeries")
LISTS = ("due", "today", "week", "overdue", *BY_NODE, "long_pending")
"""The lists (清单): everything within some days or overdue, due today, due this week, overdue, and those by kind of node."""

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that somebody must heed (待办期限): of which case and node, whose it is, until when.

    `owner` is an officer's code, a team's, or the name of a desk; `team` that of the officer. `days_left` are calendar
    days, negative once missed, None while the clock stands still. `step` is the day of the node's steps it has passed.
    `estimated` says that the make-up days of the year of `due` are not proclaimed yet. `next_step` is for long-pending
    cases: why they wait, and the cheapest thing to do.
    """

    case_id: int
    case_no: str
    node: Node
    clock: NodeClock
    light: str
    owner: str
    owner_name: Text
    team: str | None
    days_left: int | None
    step: int | None
    estimated: bool
    next_step: NextStep | None = None


@dataclass(frozen=True, slots=True)
class DueList:
    """A list as it stood at the end of a day, under which version of the rules."""

    name: str
    as_of: date
    rulebook: str
    items: tuple[Due, ...]


def due_list(
    context: Context, name: str = "due", *, days: int = 7, owner: str | None = None, as_of: date | None = None
) -> DueList:
    """Give a list of LISTS as it stood on a day (today, if none is given), the first last day leading.

    Complete and without duplicates, in a fixed number of queries. `days` is how far ahead "due" looks; `owner` an
    officer's code, a team's, or a desk of the rulebook's [owners]. Raises BadInput for an unknown list, a day to come, or
    days out of range.
    """
    _check(name, days)
    bring_up_to_date(context)
    with context.database.reading() as uow:
        by = desk(uow, context)
        day = _the_day(as_of, by)
        seen = _Seen(uow, by, day)
        items = seen.long_pending() if name == "long_pending" else seen.listed(name, days)
        mine = [item for item in items if owner in (None, item.owner, item.team, item.clock.owner)]
    mine.sort(key=lambda item: (item.clock.due or date.max, item.case_id, item.node.id, item.clock.number))
    return DueList(name, day, by.rulebook.version, tuple(mine))


def case_nodes(context: Context, ref: str | int, as_of: date | None = None) -> DueList:
    """Give every clock of a case as it stood on a day, done and lapsed ones too; raises NotFound, or BadInput for the day."""
    with context.database.reading() as uow:
        by = desk(uow, context)
        day = _the_day(as_of, by)
        case = find_case(uow, ref)
        seen = _Seen(uow, by, day)
        found = [(case.id, clock) for _, worked in worked_out(uow, [case.id], by, day) for clock in worked.clocks]
        return DueList("nodes", day, by.rulebook.version, tuple(seen.dressed(found)))


def _check(name: str, days: int) -> None:
    if name not in LISTS:
        raise BadInput(
            Text(f"没有清单“{name}”。", f'There is no list "{name}".'),
            Text(f"可用：{'、'.join(LISTS)}。", f"Use one of: {', '.join(LISTS)}."),
            code="list-unknown",
        )
    if not 0 <= days <= MOST_DAYS:
        raise BadInput(
            Text(f"天数须为 0 到 {MOST_DAYS}。", f"Days lie between 0 and {MOST_DAYS}."),
            Text("请更改天数。", "Change the days."),
            code="days-out-of-range",
        )


def _the_day(as_of: date | None, by: Desk) -> date:
    if as_of is not None and as_of > by.today:
        raise BadInput(
            Text(f"{as_of} 尚未到来。", f"{as_of} is yet to come."),
            Text("请给出今天或以前的日期。", "Give today or an earlier day."),
            code="as-of-in-future",
        )
    return as_of or by.today


@dataclass(frozen=True, slots=True)
class _Seen:
    """The clocks of all cases, looked at on one day."""

    uow: UnitOfWork
    by: Desk
    day: date

    def listed(self, name: str, days: int) -> list[Due]:
        """Give a list that asks for nodes or last days."""
        nodes = {node.id for node in self.by.rulebook.nodes if name not in BY_NODE or node.list == name}
        last = self._last(name, days)
        items = self.dressed(self._open(nodes if name in BY_NODE else None, last))
        return [item for item in items if item.node.id in nodes and self._wanted(name, item, last)]

    def _last(self, name: str, days: int) -> date | None:
        ahead = {"due": days, "today": 0, "week": 6 - self.day.weekday(), "overdue": -1}
        return self.day + timedelta(days=ahead[name]) if name in ahead else None

    def _wanted(self, name: str, item: Due, last: date | None) -> bool:
        due = item.clock.due
        if item.clock.earliest:
            return False
        if last is not None:
            return due is not None and due <= last and (name in ("due", "overdue") or due >= self.day)
        return item.step is not None if name == "payments" else item.light != "green"

    def long_pending(self) -> list[Due]:
        """Give the open cases older than the rulebook's months, net of stops, with why they wait and what is cheapest."""
        rules = self.by.rulebook.happenings
        if not rules.closing_node:
            return []
        oldest = months_later(self.day, -rules.long_pending_months)
        running = self._open({rules.closing_node}, begun_by=oldest)
        old = [(case, clock) for case, clock in running if clock.started + timedelta(days=clock.stopped) < oldest]
        steps = next_steps(self.uow, self.by, self.day, [case for case, _ in old])
        return self.dressed(old, steps)

    def _open(
        self, nodes: Collection[str] | None, due_by: date | None = None, begun_by: date | None = None
    ) -> list[tuple[int, NodeClock]]:
        """Give the clocks open on the day: the kept ones, and those of unsettled cases worked out as of the day."""
        kept = self.uow.clocks.open_on(self.day, nodes, due_by, begun_by)
        moving = self.uow.clocks.unsettled(self.day)
        anew = (
            (case.id, clock)
            for case, worked in worked_out(self.uow, moving, self.by, self.day)
            for clock in worked.clocks
            if clock.is_open(self.day)
            and (nodes is None or clock.node in nodes)
            and (begun_by is None or clock.started <= begun_by)
        )
        return [*kept, *anew]

    def dressed(self, found: Iterable[tuple[int, NodeClock]], steps: Mapping[int, NextStep] | None = None) -> list[Due]:
        """Give clocks with their case, their light and the one who answers for each; two queries."""
        clocks = list(found)
        ids = list(dict.fromkeys(case for case, _ in clocks))
        numbers, held = self.uow.clocks.numbers(ids), self.uow.clocks.handlers_on(ids, self.day)
        nodes = {node.id: node for node in self.by.rulebook.nodes}
        return [
            self._dress(case, numbers[case], nodes[clock.node], clock, held.get(case), (steps or {}).get(case))
            for case, clock in clocks
            if clock.node in nodes
        ]

    def _dress(
        self, case: int, case_no: str, node: Node, clock: NodeClock, handler: str | None, step: NextStep | None
    ) -> Due:
        owner, name, team = self._owner(clock.owner, handler)
        age = (self.day - clock.started).days
        passed = [days for days in node.steps if days <= age] if node.list == "payments" else []
        due = clock.due
        return Due(
            case,
            case_no,
            node,
            clock,
            clock.light(self.day),
            owner,
            name,
            team,
            None if due is None else (due - self.day).days,
            passed[-1] if passed else None,
            due is not None and self.by.office.calendar.is_estimated(due.year),
            step,
        )

    def _owner(self, word: str, handler: str | None) -> tuple[str, Text, str | None]:
        """Give the one who answers for a clock: the handler where it is theirs, the team of a lane, else a desk by name."""
        office, owners = self.by.office, self.by.rulebook.happenings.owners
        rule = owners.get(word)
        if rule is None:
            return word, Text(word, word), None
        if rule.by == "handler":
            officer = office.officer_by_code.get(handler or "")
            if officer is not None:
                return officer.code, Text(officer.name, officer.name), officer.team
            giving = next((node.owner for node in self.by.rulebook.nodes if node.list == "unassigned"), word)
            return (word, rule.name, None) if giving == word else self._owner(giving, None)
        team = next((team for team in office.teams if rule.by == "lane" and rule.lane in team.lanes), None)
        return (team.code, team.name, team.code) if team else (word, rule.name, None)
