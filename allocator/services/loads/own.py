"""One's own work (本人工作): what a member of staff carries and why, what is due, and where they go; nothing of anybody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allocator.decisions.recommendation.reasons import why_class
from allocator.decisions.triage.triage import classify
from allocator.domain.docket import Case, Holding
from allocator.domain.errors import NotFound
from allocator.domain.people import Officer
from allocator.domain.words import Text
from allocator.domain.workload import Load
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.permissions import Access
from allocator.services.cases.casework import find_case, unknown_case
from allocator.services.cases.lane_words import told
from allocator.services.clocks.deadlines import DueList, Portion, due_list
from allocator.services.context import Context
from allocator.services.fieldwork.feeds import make_feed, revoke_feed
from allocator.services.fieldwork.own_trips import OwnTrip, OwnTrips
from allocator.services.transaction import look, the_office, the_rulebook

SHOWN = 50
DUE_DAYS, DUE_SHOWN = 7, 20
WEEK = timedelta(days=7)
HOW = {
    "draw": Text("抽签分得", "drawn"),
    "plan": Text("按分案方案分得", "given by a published plan"),
    "rebalance": Text("按均衡方案移交", "moved by a plan that levels the load"),
    "conversion": Text("繁简转换后移交", "moved when the case changed class"),
}

BY_HAND = Text("由人指定", "given by hand")


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What somebody carries (本人负荷): the load in minutes against capacity, open cases by id, where the list goes on."""

    officer: Officer
    load: Load
    recent: int
    cases: tuple[Case, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class OwnDays:
    """What lies before somebody (近期事项): clocks missed or due within a week, trips not back yet, since when their calendar has an address."""

    due: DueList
    trips: tuple[OwnTrip, ...]
    calendar_since: datetime | None


@dataclass(frozen=True, slots=True)
class OwnCase:
    """Why a case is one's own (分案理由): how it came, and the rules that made its class."""

    case: Case
    how: Text
    reasons: tuple[Text, ...]


def own_work(context: Context, access: Access, after: int | None = None) -> OwnWork:
    """Give what the one who asks carries, fifty open cases at a time; raises NotFound for who is no officer."""
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        officer = snapshot.office.officer(_officer_of(access))
        found = uow.cases.page(after, SHOWN + 1, state="assigned", handler=officer.code)
    more = found[SHOWN - 1].id if len(found) > SHOWN else None
    recent = snapshot.recent.get(officer.code, 0)
    return OwnWork(officer, snapshot.load(officer.code), recent, found[:SHOWN], more)


def own_days(context: Context, access: Access) -> OwnDays:
    """Give what lies before the one who asks: the first twenty clocks, every trip; raises NotFound for who is no officer."""
    code = _officer_of(access)
    due = due_list(context, days=DUE_DAYS, owner=code, portion=Portion(most=DUE_SHOWN))
    with context.database.reading() as uow:
        office = the_office(uow)
        today, now = context.today(office), context.now()
        trips = OwnTrips(uow, office, the_rulebook(uow, today), code, uow.hidden).since(today - WEEK)
        since = uow.feeds.since().get(code)
    return OwnDays(due, tuple(one for one in trips if not one.off and (one.is_out or one.ends > now)), since)


def own_calendar(context: Context, access: Access) -> str:
    """Make a new secret address for the calendar of the one who asks, and give the secret; raises NotFound."""
    return make_feed(context, _officer_of(access))[1]


def end_own_calendar(context: Context, access: Access) -> bool:
    """Let the calendar of the one who asks have no address any more; False where it had none. Raises NotFound."""
    return revoke_feed(context, _officer_of(access))


def own_case(context: Context, access: Access, case_id: int) -> OwnCase:
    """Say why a case is one's own; raises NotFound for a case of somebody else, as for one there is not."""
    code = _officer_of(access)
    with context.database.reading() as uow:
        case, holding = _held_by(uow, case_id, code)
        snapshot = look(uow, context)
        said = told(uow, case, snapshot.rulebook)
    found = classify(case.input, snapshot.office, snapshot.rulebook)
    return OwnCase(case, HOW.get(holding.how, BY_HAND), (*said, *why_class(found, snapshot.rulebook)))


def _held_by(uow: UnitOfWork, case_id: int, code: str) -> tuple[Case, Holding]:
    case = find_case(uow, case_id)
    if case.holding is None or code not in (case.holding.officer, case.holding.mentor):
        raise unknown_case(case_id)
    return case, case.holding


def _officer_of(access: Access) -> str:
    if access.officer is None:
        raise NotFound(
            Text("该用户未对应人员，没有本人案件。", "This user is none of the officers, and has no cases."),
            Text("请管理员在用户页中对应人员。", "An administrator names the officer on the page of users."),
            code="own-officer-missing",
        )
    return access.officer
