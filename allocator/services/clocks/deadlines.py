"""What is due (期限清单): the clocks of cases as they stand on a day, in the lists from which people work."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from allocator.domain.clocks.clock import Mark, NodeClock, clocks
from allocator.domain.clocks.deadlines import months_later
from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.persistence.clock_lists import Wanted
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import find_case
from allocator.services.clocks.clock_keeping import UP_TO_DATE, Resting, desk, resting
from allocator.services.clocks.clock_work import Desk
from allocator.services.clocks.due_items import Dresser, Due
from allocator.services.clocks.list_counts import lights_kept
from allocator.services.clocks.long_pending import next_steps
from allocator.services.context import Context
from allocator.services.many_values import many_values

BY_NODE = ("attachments", "announcements", "appraisals", "payments", "unassigned", "conversions", "requeries")
LISTS = ("due", "today", "week", "overdue", *BY_NODE, "long_pending")
"""The lists (清单): everything within some days or overdue, due today, due this week, overdue, and those by kind of node."""

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Portion:
    """Which part of a list is wanted (清单分页): of one light, behind a place, some skipped, at most so many."""

    light: str | None = None
    after: Mark | None = None
    skip: int = 0
    most: int | None = None


WHOLE = Portion()


@dataclass(frozen=True, slots=True)
class DueList:
    """A list as it stood at the end of a day, under which version of the rules.

    `lights` counts the whole list by light, whatever part of it `items` are; `next` is the place to go on behind, None
    where nothing follows; `resting` says how many cases' clocks still rest on earlier rules or an earlier calendar.
    """

    name: str
    as_of: date
    rulebook: str
    items: tuple[Due, ...]
    lights: Mapping[str, int]
    next: Mark | None = None
    resting: Resting = UP_TO_DATE


def due_list(
    context: Context,
    name: str = "due",
    *,
    days: int = 7,
    owner: str | None = None,
    as_of: date | None = None,
    portion: Portion = WHOLE,
) -> DueList:
    """Give a list of LISTS as it stood on a day (today, if none is given), the first last day leading.

    Complete and without duplicates, in a fixed number of queries; of a portion no more rows are read than it holds.
    `days` is how far ahead "due" looks; `owner` an officer's code, a team's, or a desk of the rulebook's [owners]. Raises
    BadInput for an unknown list or owner, a day to come, or days out of range.
    """
    _check(name, days)
    with context.database.reading() as uow, many_values():
        by = desk(uow, context)
        day = _the_day(as_of, by)
        _check_owner(owner, by)
        return _Seen(uow, by, day, owner, context.database.url).listed(name, days, portion)


def case_nodes(context: Context, ref: str | int, as_of: date | None = None) -> DueList:
    """Give every clock of a case as it stood on a day, done and lapsed ones too; raises NotFound, or BadInput for the day."""
    with context.database.reading() as uow:
        by = desk(uow, context)
        day = _the_day(as_of, by)
        case = find_case(uow, ref)
        given, events = uow.clocks.first_given([case.id]).get(case.id), uow.events.of([case.id]).get(case.id, ())
        matter = by.matter(case, given, uow.measured.lanes_before([case.id]).get(case.id, ()))
        found = [(case.id, one) for one in clocks(matter, events, by.rulebook, by.office.calendar, day)]
        items = tuple(Dresser(uow, by, day).dressed(found))
        return DueList("nodes", day, by.rulebook.version, items, _lights(items))


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


def _check_owner(owner: str | None, by: Desk) -> None:
    """A slip of the pen must not look like a desk with nothing to do."""
    desks, teams = by.rulebook.happenings.owners, by.office.team_by_code
    if owner is None or owner in desks or owner in teams or owner in by.office.officer_by_code:
        return
    listed = ", ".join((*teams, *desks))
    raise BadInput(
        Text(f"没有责任人“{owner}”。", f'There is no owner "{owner}".'),
        Text(f"请用人员编号，或：{listed}。", f"Give somebody's code, or one of: {listed}."),
        code="owner-unknown",
    )


def _the_day(as_of: date | None, by: Desk) -> date:
    if as_of is not None and as_of > by.today:
        raise BadInput(
            Text(f"{as_of} 尚未到来。", f"{as_of} is yet to come."),
            Text("请给出今天或以前的日期。", "Give today or an earlier day."),
            code="as-of-in-future",
        )
    return as_of or by.today


def _mark(case: int, clock: NodeClock) -> Mark:
    return (clock.due or date.max, case, clock.node, clock.number)


def _lights(items: Iterable[Due]) -> Mapping[str, int]:
    return Counter(item.light for item in items)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The clocks of all cases, or of those somebody answers for, looked at on one day."""

    uow: UnitOfWork
    by: Desk
    day: date
    owner: str | None
    url: str

    def listed(self, name: str, days: int, portion: Portion) -> DueList:
        """Give a portion of a list: no more of its clocks are read and dressed than it holds."""
        wanted, rests = self._wanted(name, days), resting(self.uow, self.by)
        asked = (self.url, name, days, self.day, self.owner, self.by.rulebook.digest, self.by.basis, rests.behind)
        lights = lights_kept(self.uow, asked, lambda: self.uow.clocks.lights(wanted))
        most = None if portion.most is None else portion.most + 1
        part = replace(wanted, light=portion.light)
        found = self.uow.clocks.open_on(part, after=portion.after, skip=portion.skip, most=most)
        page = replace(self._page(name, found, portion, lights), resting=rests)
        return page if name != "long_pending" else replace(page, items=tuple(self._with_steps(page.items)))

    def _page(
        self, name: str, found: Sequence[tuple[int, NodeClock]], portion: Portion, lights: Mapping[str, int]
    ) -> DueList:
        """Dress what was found, in order and one more than wanted where more follows."""
        page = found[: portion.most]
        items = tuple(Dresser(self.uow, self.by, self.day).dressed(page))
        after = _mark(*page[-1]) if page and len(page) < len(found) else None
        return DueList(name, self.day, self.by.rulebook.version, items, lights, after)

    def _wanted(self, name: str, days: int) -> Wanted:
        """Say what a list asks for."""
        ahead = {"due": days, "today": 0, "week": 6 - self.day.weekday(), "overdue": -1}
        last = self.day + timedelta(days=ahead[name]) if name in ahead else None
        return Wanted(
            self.day,
            None if name in ahead else self._nodes(name),
            due_from=self.day if name in ("today", "week") else None,
            due_by=last,
            warned=name in BY_NODE and name not in ("payments", "unassigned"),
            ran_before=self._oldest if name == "long_pending" else None,
            whose=None if self.owner is None else Dresser(self.uow, self.by, self.day).whose(self.owner),
        )

    def _nodes(self, name: str) -> dict[str, date]:
        """Give the nodes of a list with the day by which they must have begun: their first step, or so many months ago."""
        rules = self.by.rulebook.happenings
        if name == "long_pending":
            return {rules.closing_node: self._oldest} if rules.closing_node else {}
        nodes = [node for node in self.by.rulebook.nodes if node.list == name]
        if name != "payments":
            return {node.id: self.day for node in nodes}
        return {node.id: self.day - timedelta(days=min(node.steps)) for node in nodes if node.steps}

    @property
    def _oldest(self) -> date:
        return months_later(self.day, -self.by.rulebook.happenings.long_pending_months)

    def _with_steps(self, items: Sequence[Due]) -> Iterator[Due]:
        """Add why each case waits, and the cheapest thing to do."""
        steps = next_steps(self.uow, self.by, self.day, list(dict.fromkeys(item.case_id for item in items)))
        return (item._replace(next_step=steps[item.case_id]) for item in items)
