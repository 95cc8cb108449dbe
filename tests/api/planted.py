"""A bureau at work in which some cases are not for everybody: in plans, moves, field work, events, an action, draws."""

import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from allocator.domain.cases import Filing, Party, PartyKind, PartySide
from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.events import CaseEvent
from allocator.persistence.engine import open_database
from allocator.services.assignment.giving import assign
from allocator.services.cases.closings import close_case
from allocator.services.cases.events import record_events
from allocator.services.cases.lanes import change_lane
from allocator.services.cases.restricting import restrict_case
from allocator.services.cases.wishes import Wish
from allocator.services.context import Context
from allocator.services.fieldwork.errands import add_errand
from allocator.services.fieldwork.feeds import make_feed
from allocator.services.fieldwork.publishing import publish_week
from allocator.services.indicators.campaigns import open_campaign
from allocator.services.intake.filings import file_case
from allocator.services.plans.asked_why import EXPLANATION, question_of
from allocator.services.run_kinds import run_now
from tests.api.conftest import GUYANG, MONDAY_NINE, Clock

RECUSED, HANDLER, TIED_TO = "G13", "G08", "卯禾川"


@dataclass(frozen=True)
class Secret:
    """Signs of cases that stand nowhere else: within their numbers, their parties' names, and amounts in fen.

    Numbers are long, so that none of them comes up in what is drawn by chance (secret addresses, keys, digests).
    """

    number: str
    name: str
    amounts: tuple[int, ...]

    @property
    def signs(self):
        """Everything that would tell of them, amounts in every way they are written."""
        yuan = [(amount // 100, amount % 100) for amount in self.amounts]
        written = [f"{whole}.{part:02}" for whole, part in yuan] + [f"{whole:,}.{part:02}" for whole, part in yuan]
        return (self.number, self.name, *map(str, self.amounts), *written)


RESTRICTED = Secret("98765432", "郗", (2_943_611, 2_943_622, 2_943_633))
TIED = Secret("87659321", "逄", (2_951_714,))


def a_case(number, claim, *debtors):
    """A loan with debtors of its own and one that all cases share."""
    parties = (
        Party(PartySide.CREDITOR, "钱某", PartyKind.PERSON),
        *(Party(PartySide.DEBTOR, debtor, PartyKind.PERSON) for debtor in debtors),
        Party(PartySide.DEBTOR, "虚构同欠有限公司", PartyKind.ENTERPRISE),
    )
    day = (MONDAY_NINE - timedelta(days=70)).date()
    title = f"钱某与{debtors[-1]}民间借贷纠纷执行案"
    return Filing(f"（2022）内0222执{number}号", "执", title, "民间借贷纠纷", claim, parties, day)


@dataclass
class Planted:
    """A bureau at work in which some cases are not for everybody."""

    context: Context
    hidden: dict[str, int]
    shown: list[int]
    places: dict[str, list[str]] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)


def given(context, filing, officer=HANDLER):
    """File a case and give it to somebody by hand."""
    case = file_case(context, filing)
    return assign(context, case.id, case.version, Wish(officer, "better_knowledge")).case


@cache
def planted_file(guyang):
    """The bureau in a file beside that of the fixture bureau, made once a session; to be copied."""
    path = guyang.with_name("planted.db")
    shutil.copy(guyang, path)
    database = open_database(path)
    planted = plant(database)
    database.close()
    return path, planted


def plant(database):
    """Put the cases down, and all that tells of them: plans, moves, field work, events, an action, drawn cases."""
    clock = Clock()
    context = Context(database, clock, "console")
    waiting, held, closed = (
        a_case(f"98765432{place}", amount, f"郗{place}夫") for place, amount in enumerate(RESTRICTED.amounts)
    )
    hidden = {
        "waiting": file_case(context, waiting).id,
        "held": given(context, held).id,
        "closed": given(context, closed).id,
        "tied": given(context, a_case("876593211", TIED.amounts[0], TIED_TO, "逄四夫")).id,
    }
    shown = [given(context, a_case(str(number), 3_000_000, f"赵某{number}")).id for number in range(1, 7)]
    queue = [file_case(context, a_case(str(number), 3_000_000, f"孙某{number}")).id for number in range(11, 14)]
    assign(context, queue[0])
    _made_otherwise(context, hidden["waiting"], "郗某另有说法")
    _made_otherwise(context, queue[1], "孙某另有说法")
    record_events(context, hidden["held"], [CaseEvent("e1", "", _plain_kind(context), MONDAY_NINE.date())])
    for code, case_no in (("Z98765432", held.case_no), ("W1", "（2022）内0222执1号"), ("W2", "（2022）内0222执2号")):
        add_errand(context, {"kind": "service", "case_no": case_no, "place": {"town": "银号镇"}, "code": code})
    week = run_now(context, "field-week", {"week": "2022-W37", "seconds": 1})
    publish_week(context, week.id)
    add_errand(context, {"kind": "service", "case_no": held.case_no, "place": {"town": "怀朔镇"}, "code": "Z98766"})
    plan = run_now(context, "allocate", {"seconds": 1})
    moves = run_now(context, "rebalance", {"seconds": 2, "absent": HANDLER, "until": "2022-09-30"})
    open_campaign(context, (GUYANG / "campaigns" / "winter.toml").read_text(encoding="utf-8"))
    close_case(context, hidden["closed"], Closing("fulfilled", MONDAY_NINE.date(), RESTRICTED.amounts[2], ""))
    for name in ("waiting", "held", "closed"):
        restrict_case(context, hidden[name], "涉及本院工作人员")
    found = Planted(
        context, hidden, [*shown, *queue], feeds={code: make_feed(context, code)[1] for code in _crew(context)}
    )
    asked = run_now(context, EXPLANATION, question_of(context, hidden["waiting"], plan.id, HANDLER))
    found.places = _places(context, found, [plan.id, moves.id, week.id, asked.id])
    clock.forward(days=8)
    return found


def _made_otherwise(context, number, words):
    """Say by hand that a case is of the other class, so that it stands in dispute."""
    with context.database.reading() as uow:
        track = uow.cases.get(number).standing.track
    change_lane(context, number, "regular" if track == "fast" else "fast", "file_says_more", words)


def _plain_kind(context):
    """A kind of event that needs nothing but its day."""
    with context.database.reading() as uow:
        kinds = uow.rulebooks.in_force(MONDAY_NINE.date()).happenings.kinds
    return next(name for name, kind in kinds.items() if not kind.needs and kind.alone)


def _crew(context):
    with context.database.reading() as uow:
        return sorted({code for trip in uow.trips.ahead(MONDAY_NINE.date()) for code in trip.trip.people})


def _places(context, planted, runs):
    """What to put into the places of an address: everything there is."""
    with context.database.reading() as uow:
        seqs = [str(entry.seq) for entry in uow.log.walk() if entry.case_id in (None, planted.hidden["held"])]
        errands = [str(kept.id) for kept in uow.errands.page()]
        trips = [str(kept.id) for kept in uow.trips.ahead(MONDAY_NINE.date() - timedelta(days=7))]
    return {
        "case_id": [str(number) for number in (*planted.hidden.values(), *planted.shown[:2])],
        "seq": seqs,
        "run_id": runs,
        "errand_id": errands,
        "trip_id": trips,
        "day": ["2022-09-05"],
        "week": ["2022-W37"],
        "code": ["2022-winter"],
        "indicator": ["closed", "recovered", "accepted"],
        "name": ["closed", "recovered", "accepted"],
    }
