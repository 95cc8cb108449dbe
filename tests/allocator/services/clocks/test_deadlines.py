"""What is due: lists that are complete and without duplicates, as of any day."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from allocator.domain.clocks.clock import NodeClock, clocks
from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.deadlines import months_later
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.errors import BadInput
from allocator.services.assignment.giving import assign
from allocator.services.cases.closings import close_case
from allocator.services.cases.events import record_events
from allocator.services.clocks.clock_keeping import desk
from allocator.services.clocks.deadlines import BY_NODE, LISTS, Portion, case_nodes, due_list
from allocator.services.clocks.due_items import Due
from allocator.services.intake.filings import file_case
from allocator.services.office.offices import load_office
from tests.allocator.conftest import BureauAtWork, at_work
from tests.allocator.services.stories import a_filing

FIRST = date(2021, 1, 4)
TODAY = date(2022, 9, 30)
CHECKED_FROM, EARLY = date(2022, 9, 1), 100  # before that day, and late enough, a case ends without its check-list


def a_history(luck: Random, filed: date, closed: date | None) -> list[CaseEvent]:
    """Make a sound history: attachments renewed or not, money paid in parts, stops, notices."""
    last = min(closed or TODAY, TODAY)

    def day(first: date) -> date:
        return first + timedelta(days=luck.randint(0, max(0, (last - first).days)))

    events = [CaseEvent("n", "", "notice_sent", day(filed))] if luck.random() < 0.7 else []
    if luck.random() < 0.6:
        seized = day(filed)
        events.append(CaseEvent("a", "", "attachment", seized, luck.choice(("deposit:1", "vehicle:2"))))
        if luck.random() < 0.4:
            events.append(CaseEvent("r", "", "attachment_renewed", day(seized), events[-1].item))
    if luck.random() < 0.6:
        came = day(filed)
        events.append(CaseEvent("m", "", "money_received", came, "R", 1000))
        events += [CaseEvent(f"p{part}", "", "money_paid", day(came), "R", 500) for part in range(luck.randint(0, 2))]
    if luck.random() < 0.5:
        begun = day(filed)
        events.append(CaseEvent("s", "", "suspension", begun))
        if closed or luck.random() < 0.6:
            events.append(CaseEvent("e", "", "suspension_over", day(begun)))
    if not closed and luck.random() < 0.5:
        told = day(filed)
        events.append(CaseEvent("x", "", "public_notice", told, until=told + timedelta(days=luck.randint(5, 60))))
    return [*events, *what_lists_ask_for(luck, day, filed)]


def what_lists_ask_for(luck: Random, day: Callable[[date], date], filed: date) -> Iterator[CaseEvent]:
    """Go on with what has a list of its own: a sale announced, an appraisal."""
    if luck.random() < 0.5:
        planned = day(filed)
        yield CaseEvent("u", "", "auction_planned", planned, "house")
        if luck.random() < 0.5:
            yield CaseEvent("h", "", "sale_held", day(planned), "house")
    if luck.random() < 0.5:
        asked = day(filed)
        yield CaseEvent("v", "", "appraisal_mandated", asked, "house")
        if luck.random() < 0.5:
            yield CaseEvent("w", "", "appraisal_reported", day(asked), "house")
    if luck.random() < 0.4:
        yield CaseEvent("c", "", "conversion_trigger", day(filed))


@pytest.fixture(scope="module")
def busy_file(guyang_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bureau with forty cases of a year and a half, some closed, each with a history of its own; made once."""
    with at_work(guyang_template, tmp_path_factory.mktemp("busy")) as bureau:
        fill(bureau)
    return bureau.path


@pytest.fixture
def busy(busy_file: Path, tmp_path: Path) -> Iterator[BureauAtWork]:
    """That bureau, of this test."""
    with at_work(busy_file, tmp_path) as bureau:
        yield bureau


def fill(bureau: BureauAtWork) -> None:
    """File, give out and close its cases, and tell their histories."""
    luck = Random(6)
    for number in range(40):
        filed = FIRST + timedelta(days=luck.randint(0, 600))
        case = file_case(bureau.context, a_filing(number, filed_on=filed))
        if number % 5:
            assign(bureau.context, case.id)
        closed = min(TODAY, filed + timedelta(days=luck.randint(40, 300))) if number % 3 == 0 else None
        if closed:
            dormant = closed < CHECKED_FROM and (closed - filed).days > EARLY
            close_case(bureau.context, case.id, Closing("dormant" if dormant else "fulfilled", closed, 0))
        record_events(bureau.context, case.id, a_history(luck, filed, closed))


def by_hand(bureau: BureauAtWork, day: date) -> dict[tuple[str, str, int], NodeClock]:
    """Give every clock open on a day, case by case from its events, without anything that is kept."""
    with bureau.context.database.reading() as uow:
        by = desk(uow, bureau.context)
        cases = list(uow.cases.all())
        given, events = uow.clocks.first_given([case.id for case in cases]), uow.events.all()
        return {
            (case.case_no, clock.node, clock.number): clock
            for case in cases
            for clock in clocks(
                by.matter(case, given.get(case.id)), events.get(case.id, ()), by.rulebook, by.office.calendar, day
            )
            if clock.is_open(day)
        }


def key_of(item: Due) -> tuple[str, str, int]:
    """Name a clock."""
    return item.case_no, item.node.id, item.clock.number


DAYS = (TODAY, date(2022, 9, 1), date(2022, 6, 30), date(2022, 1, 31), date(2021, 8, 13))


@pytest.mark.parametrize("day", DAYS)
def test_lists_hold_exactly_what_a_count_by_hand_finds(busy: BureauAtWork, day: date) -> None:
    """Nothing missing, nothing twice, each with its last day and light, today and on days gone by."""
    expected = {
        key: (clock.due, clock.light(day), clock.left, clock.stopped)
        for key, clock in by_hand(busy, day).items()
        if not clock.earliest and clock.due and clock.due <= day + timedelta(days=366)
    }
    found = due_list(busy.context, days=366, as_of=day).items
    named = [key_of(item) for item in found]

    assert len(named) == len(set(named))
    assert {
        key: (item.clock.due, item.light, item.clock.left, item.clock.stopped)
        for key, item in zip(named, found, strict=True)
    } == expected
    assert expected


NODES = {
    "attachments": {"N17"},
    "announcements": {"N23", "N23b", "N23c", "N25"},
    "appraisals": {"N20", "N20b"},
    "payments": {"N34"},
    "unassigned": {"N03"},
    "conversions": {"N13", "N13b"},
    "requeries": {"N36"},
}
AHEAD: dict[str, Callable[[date], tuple[date, date]]] = {
    "due": lambda day: (date.min, day + timedelta(days=7)),
    "today": lambda day: (day, day),
    "week": lambda day: (day, day + timedelta(days=6 - day.weekday())),
    "overdue": lambda day: (date.min, day - timedelta(days=1)),
}


def belongs(name: str, node: str, clock: NodeClock, day: date) -> bool:
    """Say the same as a list does, from the clock alone."""
    if name in AHEAD:
        first, last = AHEAD[name](day)
        return clock.due is not None and first <= clock.due <= last
    if name == "long_pending":
        return node == "N37" and clock.started + timedelta(days=clock.stopped) < months_later(day, -12)
    if name == "payments":
        return node in NODES[name] and (day - clock.started).days >= 5
    return node in NODES[name] and (name == "unassigned" or clock.light(day) != "green")


@pytest.mark.parametrize("day", DAYS)
def test_every_list_holds_what_belongs_to_it_on_a_day(busy: BureauAtWork, day: date) -> None:
    """Complete, nothing twice, in order; its parts by page and by light make up the whole, and the counts are right."""
    whole = {key: clock for key, clock in by_hand(busy, day).items() if not clock.earliest}
    for name in LISTS:
        found = due_list(busy.context, name, as_of=day)
        keys = [key_of(item) for item in found.items]
        expected = {key for key, clock in whole.items() if belongs(name, key[1], clock, day)}

        assert len(keys) == len(set(keys))
        assert set(keys) == expected, name
        assert [item.mark for item in found.items] == sorted(item.mark for item in found.items)
        assert +Counter(found.lights) == Counter(item.light for item in found.items)
        assert in_portions(busy, name, day, None) == list(found.items)
        assert in_portions(busy, name, day, "red") == [item for item in found.items if item.light == "red"]
        assert due_list(busy.context, name, as_of=day, portion=Portion(skip=2, most=3)).items == found.items[2:5]


def in_portions(busy: BureauAtWork, name: str, day: date, light: str | None) -> list[Due]:
    """Read a list on by twenty."""
    found: list[Due] = []
    after = None
    while True:
        part = due_list(busy.context, name, as_of=day, portion=Portion(light, after, most=20))
        found += part.items
        after = part.next
        if after is None:
            return found


def test_the_lists_are_met(busy: BureauAtWork) -> None:
    """On one of the days each, or they would prove nothing; what ends on the very day is luck."""
    met = {name for name in LISTS for day in DAYS if due_list(busy.context, name, as_of=day).items}

    assert met >= set(LISTS) - {"today"}


@pytest.mark.parametrize("day", DAYS[:2])
def test_somebodys_list_is_what_is_theirs_of_the_whole(busy: BureauAtWork, day: date) -> None:
    """Officers by who held the case on that day, teams with their officers', desks by name, words of the rulebook too."""
    whole = due_list(busy.context, days=366, as_of=day).items
    owners = {name for item in whole for name in (item.owner, item.team, item.clock.owner) if name} | {"bailiff"}

    for owner in sorted(owners):
        mine = due_list(busy.context, days=366, as_of=day, owner=owner)
        assert mine.items == tuple(item for item in whole if item.is_of(owner)), owner
        assert sum(mine.lights.values()) == len(mine.items)


def test_long_pending_cases_are_older_than_a_year_net_of_stops(busy: BureauAtWork) -> None:
    """Each with why it waits and what would be cheapest."""
    found = due_list(busy.context, "long_pending").items
    expected = {
        key[0]
        for key, clock in by_hand(busy, TODAY).items()
        if key[1] == "N37" and clock.started + timedelta(days=clock.stopped) < date(2021, 9, 30)
    }

    assert {item.case_no for item in found} == expected
    assert expected
    assert all(item.next_step is not None and item.next_step.cause.zh for item in found)


def test_a_case_waits_for_the_stop_that_holds_it_and_not_for_one_that_ran_out(bureau: BureauAtWork) -> None:
    """Of two notices the one that goes on is the cause; where its named day is over, a node that is late is."""
    over, held = (file_case(bureau.context, a_filing(number, filed_on=date(2021, 3, 1))) for number in (1, 2))
    for case, begun, until in (
        (over, date(2021, 5, 1), date(2021, 6, 1)), (held, date(2022, 8, 1), date(2022, 12, 1)),
    ):  # fmt: skip
        record_events(bureau.context, case.id, [CaseEvent("1", case.case_no, "public_notice", begun, until=until)])

    listed = {item.case_no: item.next_step for item in due_list(bureau.context, "long_pending").items}
    causes = {case_no: step.cause.zh for case_no, step in listed.items() if step is not None}

    assert causes[held.case_no] == "公告送达"
    assert causes[over.case_no] == "移送执行"


def test_every_item_has_one_owner(busy: BureauAtWork) -> None:
    """A handler where the case has one, a team, or a desk; what is nobody's yet is for who gives out cases."""
    found = due_list(busy.context, days=366).items
    owners = {item.owner for item in found}

    assert all(item.owner and item.owner_name.zh for item in found)
    assert {item.owner for item in found if item.node.id == "N03"} == {"allocator"}
    for owner in sorted(owners):
        mine = due_list(busy.context, days=366, owner=owner).items
        assert {item.owner for item in mine} >= {owner}
        assert [item for item in found if item.owner == owner] == [item for item in mine if item.owner == owner]


def queries(bureau: BureauAtWork, day: date) -> dict[str, int]:
    """Count what each list asks the database for, as of a day."""
    asked: list[str] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        asked.append(statement)

    sa.event.listen(bureau.context.database.engine, "before_cursor_execute", note)
    counts = {}
    for name in LISTS:
        asked.clear()
        due_list(bureau.context, name, as_of=day)
        counts[name] = len([one for one in asked if one.lstrip().upper().startswith("SELECT")])
    sa.event.remove(bureau.context.database.engine, "before_cursor_execute", note)
    return counts


@pytest.mark.parametrize("day", DAYS[:3])
def test_a_list_takes_a_fixed_number_of_queries(busy: BureauAtWork, day: date) -> None:
    """However many cases there are, today and on a day gone by."""
    due_list(busy.context, days=8)
    before = queries(busy, day)
    for number in range(40, 60):
        case = file_case(busy.context, a_filing(number, filed_on=date(2021, 3, 1)))
        record_events(busy.context, case.id, a_history(Random(number), date(2021, 3, 1), None))

    assert queries(busy, day) == before
    assert max(before.values()) <= 20, before


def test_a_new_handler_takes_over_what_is_due(bureau: BureauAtWork) -> None:
    """On earlier days it was still for who gives out cases."""
    case = file_case(bureau.context, a_filing(filed_on=date(2022, 9, 1)))
    holding = assign(bureau.context, case.id).case.holding
    assert holding is not None

    now = {item.node.id: item.owner for item in case_nodes(bureau.context, case.id).items}
    before = {item.node.id: item.owner for item in case_nodes(bureau.context, case.id, date(2022, 9, 29)).items}

    assert now["N37"] == holding.officer
    assert before["N37"] == "allocator"


def test_a_corrected_calendar_moves_every_last_day(bureau: BureauAtWork) -> None:
    """The office works no longer on a make-up day: what ended then ends on the next working day, in every list at once."""
    case = file_case(bureau.context, a_filing(filed_on=TODAY))
    assert [item.clock.due for item in due_list(bureau.context, days=30, owner="allocator").items] == [
        date(2022, 10, 8)
    ]
    folder = bureau.path.parent / "office"
    shutil.copytree(bureau.folder, folder)
    own = folder / "bureau.toml"
    text = own.read_text(encoding="utf-8").replace("extra_holidays = []", "extra_holidays = [2022-10-08]")
    own.write_text(text, encoding="utf-8")

    load_office(bureau.by("admin"), folder)

    assert [item.clock.due for item in due_list(bureau.context, days=30, owner="allocator").items] == [
        date(2022, 10, 9)
    ]
    (handler,) = [item for item in case_nodes(bureau.context, case.id).items if item.node.id == "N03"]
    assert handler.clock.due == date(2022, 10, 9)


@pytest.mark.parametrize(
    "asked, code",
    [
        ({"name": "late"}, "list-unknown"),
        ({"days": 367}, "days-out-of-range"),
        ({"as_of": date(2022, 10, 1)}, "as-of-in-future"),
        ({"owner": "G99"}, "owner-unknown"),
    ],
)
def test_what_cannot_be_listed_is_told(bureau: BureauAtWork, asked, code) -> None:
    """An unknown list, days without end, a day to come, an owner nobody knows."""
    with pytest.raises(BadInput) as refused:
        due_list(bureau.context, **asked)

    assert refused.value.code == code


def test_the_lists_by_node_are_those_the_rulebook_may_name() -> None:
    """A node that names a list is found in it."""
    assert set(BY_NODE) < set(LISTS)
