"""Clocks are kept right by whoever writes, in the same transaction; a change of the rules or the calendar has a run for many."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.events import CORRECTION, CaseEvent
from allocator.domain.clocks.stretches import kept_clocks
from allocator.domain.errors import AllocatorError
from allocator.persistence.tables.base import core
from allocator.persistence.tables.cases import CaseRow
from allocator.persistence.tables.events import ClockStateRow, NodeClockRow
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.assignment.giving import assign
from allocator.services.assignment.undoing import undo_present
from allocator.services.cases.casework import add_facts
from allocator.services.cases.closings import close_case, reopen_case
from allocator.services.cases.events import record_events
from allocator.services.clocks import clock_work
from allocator.services.clocks.clock_keeping import desk, start_where_behind
from allocator.services.clocks.clock_work import CLOCKS, Desk, keep_stale, let_rest
from allocator.services.clocks.deadlines import due_list
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.office.calendar_years import correct_day, take_back_day
from allocator.services.office.offices import load_office
from allocator.services.rules.releases import bring_back
from allocator.services.run_kinds import jobs_of
from allocator.services.runs import list_runs
from allocator.services.transaction import writing
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.clocks.test_deadlines import a_history
from tests.allocator.services.stories import a_filing

TODAY = date(2022, 9, 30)
MAKE_UP = date(2022, 10, 8)
STEPS = 30


def kept(context: Context) -> tuple[set[Any], dict[int, Any]]:
    """Give every row that is kept of clocks, and the state of each case, as the tables hold them."""
    with context.database.reading() as uow:
        return kept_in(uow)


def kept_in(uow: UnitOfWork) -> tuple[set[Any], dict[int, Any]]:
    """Give that as one transaction sees it."""
    rows = {tuple(row) for row in uow.session.execute(sa.select(core(NodeClockRow)))}
    states = {
        row.case_id: (row.basis, row.settled, row.told) for row in uow.session.execute(sa.select(core(ClockStateRow)))
    }
    return rows, states


def derived(context: Context) -> tuple[set[Any], dict[int, Any]]:
    """Give the same worked out from cases and events as they are now."""
    with context.database.reading() as uow:
        return derived_by(uow, desk(uow, context))


def derived_by(uow: UnitOfWork, by: Desk) -> tuple[set[Any], dict[int, Any]]:
    """Give that by some rules and calendar."""
    columns = [column.key for column in core(NodeClockRow).columns]
    rows, states = set(), {}
    cases = list(uow.cases.all())
    ids = [case.id for case in cases]
    given, events = uow.clocks.first_given(ids), uow.events.of(ids)
    for case in cases:
        worked = by.worked(case, given.get(case.id), events.get(case.id, ()))
        states[case.id] = (by.basis, worked.settled, worked.told.plain())
        for clock, since, until, final in worked.clocks:
            named = {**clock._asdict(), "amount_left": clock.left, "case_id": case.id}
            named |= {"since": since, "until": until, "final": final}
            rows.add(tuple(named[name] for name in columns))
    return rows, states


def other_rules(bureau: BureauAtWork, luck: Random) -> None:
    """Load the office with another time for giving out a case."""
    folder = bureau.path.parent / f"office{luck.randint(0, 10**9)}"
    shutil.copytree(bureau.folder, folder)
    book = folder / "rulebook.toml"
    text = book.read_text(encoding="utf-8")
    text = re.sub(r'(id = "N03".*?limit = )\d+', rf"\g<1>{luck.randint(2, 30)}", text, count=1, flags=re.DOTALL)
    book.write_text(text, encoding="utf-8")
    load_office(bureau.by("admin"), folder)


def writes(bureau: BureauAtWork, luck: Random) -> Sequence[Callable[[], object]]:
    """Give everything that changes what clocks rest on, with something drawn for it to be done to."""
    context = bureau.context
    with context.database.reading() as uow:
        cases = list(uow.cases.all())
        of = uow.events.all()
    number, filed = len(cases), TODAY - timedelta(days=luck.randint(0, 500))
    new: list[Callable[[], object]] = [lambda: file_case(context, a_filing(number, filed_on=filed))]
    if not cases:
        return new
    case = luck.choice(cases)
    history = a_history(luck, case.input.filing.filed_on, case.closed_on)
    drawn = [CaseEvent(f"{event.key}{luck.random()}", *plain[1:]) for event in history if (plain := as_row(event))]
    wrong = luck.choice(of.get(case.id, (CaseEvent("no", "", "notice_sent", TODAY),))).key
    taken_back = CaseEvent(f"c{luck.random()}", "", CORRECTION, TODAY, wrong, note="错登")
    day = luck.choice((MAKE_UP, date(2022, 9, 30), date(2021, 6, 1), TODAY + timedelta(days=luck.randint(-600, 900))))
    works = luck.random() < 0.5
    return [
        *new,
        lambda: assign(context, case.id),
        lambda: undo_present(context, case.id),
        lambda: close_case(context, case.id, Closing("fulfilled", TODAY, 0)),
        lambda: reopen_case(context, case.id, "误结"),
        lambda: add_facts(context, case.id, {"no_asset": luck.random() < 0.5}),
        *(lambda event=event: record_events(context, case.id, [event]) for event in drawn),
        lambda: record_events(context, case.id, [taken_back]),
        lambda: correct_day(context, day, None, "检修", works=works),
        lambda: take_back_day(context, day, None, "改期"),
        lambda: other_rules(bureau, luck),
        lambda: bring_back(context),
    ]


def as_row(event: CaseEvent) -> tuple[Any, ...]:
    return (event.key, "", event.kind, event.on, event.item, event.amount, event.until, event.approver, event.note)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_writes_clocks_are_as_worked_out_afresh(bureau: BureauAtWork, seed: int) -> None:
    """New cases, events, corrections, closings undone, hand-overs, facts, days and rules changed; nobody reads in between."""
    luck, done = Random(seed), 0
    while done < STEPS:
        try:
            luck.choice(writes(bureau, luck))()
        except AllocatorError:  # what the office refuses changes nothing, and is part of the story
            continue
        done += 1
        if done % 5 == 0:
            assert kept(bureau.context) == derived(bureau.context)


@pytest.fixture
def lived_in(bureau: BureauAtWork) -> BureauAtWork:
    """Twenty cases with histories, three in four of them closed, one of these as dormant."""
    luck = Random(5)
    ways = (None, "fulfilled", "dormant", "terminated")
    for number in range(20):
        filed = TODAY - timedelta(days=luck.randint(20, 700))
        file_case(bureau.context, a_filing(number, filed_on=filed))
    with writing(bureau.context) as (uow, _):
        cases = list(uow.cases.all())
        for case in cases:
            way, filed = ways[case.id % 4], case.input.filing.filed_on
            over = None if way is None else filed + timedelta(days=luck.randint(10, (TODAY - filed).days))
            ended = {"state": "closed", "closed_on": over, "closed_as": way} if way else {}
            if ended:
                table = core(CaseRow)
                uow.session.execute(sa.update(table).where(table.c.id == case.id).values(**ended))
            drawn = [event for _ in range(4) for event in a_history(luck, filed, over)]
            events = [replace(event, key=f"{n}", case_no=case.case_no) for n, event in enumerate(drawn)]
            uow.events.add({case.id: events}, {case.id: 0})
        uow.commit()
    return bureau


@pytest.mark.slow
def test_other_rules_for_some_nodes_leave_all_others_and_give_what_all_worked_out_gives(lived_in: BureauAtWork) -> None:
    """Each node in turn with another limit, another beginning, or none at all any more; two at once; and all back again."""
    with writing(lived_in.context) as (uow, here):
        first = desk(uow, here)
        assert kept_in(uow) == derived_by(uow, first)
        for place, node in enumerate(first.rulebook.nodes):
            others = [one for one in first.rulebook.nodes if one is not node]
            begun = replace(node, start=others[place % len(others)].start)
            two = [*others[1:], replace(others[0], limit=others[0].limit + 3)]
            for nodes in (
                (*others, replace(node, limit=node.limit + 1)), (*others, begun), others, (*two, begun),
            )[place % 4 : place % 4 + 2]:  # fmt: skip
                by = Desk(first.office, replace(first.rulebook, nodes=tuple(nodes)), first.today)
                let_rest(uow, by)
                keep_stale(uow, by, 1000)
                assert kept_in(uow) == derived_by(uow, by), node.id
        let_rest(uow, first)
        keep_stale(uow, first, 1000)
        assert kept_in(uow) == derived_by(uow, first)


def test_a_node_that_concerns_few_cases_is_looked_into_in_these_alone(
    lived_in: BureauAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other cases are not even read; of these no other node is worked out."""
    seen: list[tuple[int, Any]] = []
    real = kept_clocks

    def watched(*args: Any) -> Any:
        seen.append((len(args), args[4] if len(args) > 4 else None))
        return real(*args)

    monkeypatch.setattr(clock_work, "kept_clocks", watched)
    with writing(lived_in.context) as (uow, here):
        by = desk(uow, here)
        node = next(one for one in by.rulebook.nodes if one.start == "petition_received")
        others = tuple(one for one in by.rulebook.nodes if one is not node)
        few = sum(any(event.kind in node.starts for event in own) for own in uow.events.all().values())
        other = Desk(by.office, replace(by.rulebook, nodes=(*others, replace(node, limit=99))), by.today)
        let_rest(uow, other)
        keep_stale(uow, other, 1000)

    assert few < 20
    assert [only for _, only in seen] == [frozenset({node.id})] * few


def test_what_is_refused_or_only_tried_leaves_the_clocks(bureau: BureauAtWork) -> None:
    """A change that is not kept keeps no clocks either."""
    file_case(bureau.context, a_filing())
    before = kept(bureau.context)

    correct_day(bureau.context, MAKE_UP, None, "检修", works=False, dry_run=True)
    with pytest.raises(AllocatorError):
        record_events(bureau.context, 1, [CaseEvent("x", "", "sale_held", TODAY + timedelta(days=9), "house")])

    assert kept(bureau.context) == before


@pytest.fixture
def large(bureau: BureauAtWork, monkeypatch: pytest.MonkeyPatch) -> BureauAtWork:
    """A bureau with more cases than are worked out at once, as seven are too many here."""
    monkeypatch.setattr(clock_work, "AT_ONCE", 6)
    monkeypatch.setattr("allocator.services.clocks.clock_keeping.STEP", 3)
    for number in range(7):
        file_case(bureau.context, a_filing(number, filed_on=TODAY))
    return bureau


def last_days(bureau: BureauAtWork) -> set[date | None]:
    """Give the last days on which the cases must be given out."""
    return {item.clock.due for item in due_list(bureau.context, days=30, owner="allocator").items}


def test_a_changed_calendar_begins_a_run_where_there_are_many(large: BureauAtWork) -> None:
    """The lists say how many cases rest on the old calendar until it is done; what is written meanwhile is right at once."""
    correct_day(large.context, MAKE_UP, None, "检修", works=False)
    (run,) = list_runs(large.context, 5)
    rests = due_list(large.context).resting

    assert (run.kind, run.state) == (CLOCKS, "queued")
    assert (rests.behind, rests.run) == (7, run.id)
    assert last_days(large) == {MAKE_UP}

    assign(large.context, 1)
    assert due_list(large.context).resting.behind == 6
    jobs = jobs_of(large.context)
    jobs.execute(run.id, "a worker")
    jobs.close()

    assert jobs.get(run.id).state == "done"
    assert due_list(large.context).resting.behind == 0
    assert last_days(large) == {date(2022, 10, 9)}
    assert kept(large.context) == derived(large.context)


def test_a_day_that_no_clock_runs_over_costs_nothing(large: BureauAtWork) -> None:
    """A correction years ahead: the clocks rest on the new calendar at once, and no run is begun; of a nearer day they do not."""
    before, _ = kept(large.context)
    correct_day(large.context, date(2026, 6, 10), None, "检修", works=False)

    assert (list_runs(large.context, 5), due_list(large.context).resting.behind) == ((), 0)
    assert kept(large.context) == derived(large.context)
    assert kept(large.context)[0] == before

    record_events(large.context, 1, [CaseEvent("s", "", "suspension", TODAY)])
    record_events(large.context, 2, [CaseEvent("m", "", "money_received", date(2022, 9, 30), "R", 1000)])
    correct_day(large.context, date(2026, 6, 11), None, "检修", works=False)
    assert due_list(large.context).resting.behind == 0
    assert kept(large.context) == derived(large.context)


def test_a_run_that_is_called_off_keeps_what_it_did(large: BureauAtWork) -> None:
    """And the next look of a worker begins another one for the rest."""
    correct_day(large.context, MAKE_UP, None, "检修", works=False)
    (run,) = list_runs(large.context, 5)
    jobs = jobs_of(large.context)
    calls = iter((False, True))
    with pytest.raises(AllocatorError):
        jobs._functions[CLOCKS](run.id, lambda *_, **__: None, lambda: next(calls))

    assert due_list(large.context).resting.behind == 4
    jobs.cancel(run.id)
    start_where_behind(large.context, jobs)()
    again = list_runs(large.context, 5)[0]
    assert (again.kind, again.id == run.id) == (CLOCKS, False)
    start_where_behind(large.context, jobs)()
    jobs.close()

    assert list_runs(large.context, 5)[0].id == again.id


def test_a_day_that_brings_other_rules_is_noticed_by_the_worker(bureau: BureauAtWork) -> None:
    """Nobody writes at midnight, and no reader works anything out."""
    file_case(bureau.context, a_filing(filed_on=TODAY))
    folder = bureau.path.parent / "office"
    shutil.copytree(bureau.folder, folder)
    book = folder / "rulebook.toml"
    text = re.sub(r'(id = "N03".*?limit = )\d+', r"\g<1>20", book.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
    text = re.sub(r"effective_from = [\d-]+", "effective_from = 2022-10-01", text, count=1)
    book.write_text(text, encoding="utf-8")
    load_office(bureau.by("admin"), folder)
    assert due_list(bureau.context).resting.behind == 0

    bureau.clock.next_day()
    assert due_list(bureau.context).resting.behind == 1
    jobs = jobs_of(bureau.context)
    start_where_behind(bureau.context, jobs)()
    (run,) = list_runs(bureau.context, 5)
    jobs.execute(run.id, "a worker")
    jobs.close()

    assert (run.kind, due_list(bureau.context).resting.behind) == (CLOCKS, 0)
    assert kept(bureau.context) == derived(bureau.context)


def test_rules_that_no_clock_asks_for_leave_the_clocks(bureau: BureauAtWork) -> None:
    """Other minutes for a kind of work: nothing is worked out anew."""
    file_case(bureau.context, a_filing())
    before = kept(bureau.context)
    folder = bureau.path.parent / "office"
    shutil.copytree(bureau.folder, folder)
    book = folder / "rulebook.toml"
    text = book.read_text(encoding="utf-8")
    book.write_text(f"{text}\n[release]\nback_days = 123\n", encoding="utf-8")
    report = load_office(bureau.by("admin"), folder)

    assert report.new_rulebook
    assert kept(bureau.context) == before
