"""A simulated office sees its held cases as the office in earnest does when it drafts moves; a rule of moving changes both alike."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from allocator.decisions.allocation.moving import may_move_from, move_price, stage_of
from allocator.domain.scenarios.scenario import Rebalance, Scenario
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.words import Text
from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts
from allocator.services.cases.wishes import Wish
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.plans.stock import whole_stock
from allocator.services.staffing.beginnings import live_opening
from allocator.services.transaction import look_back
from allocator.simulation.chance import Chance
from allocator.simulation.handling import end_stage, finished, go_on, overstay
from allocator.simulation.levelling import seen_today, stock
from allocator.simulation.staffing import seat_everybody
from allocator.simulation.staging import staged
from allocator.simulation.timetable import timetable_of
from allocator.simulation.warm_start import take_over
from allocator.simulation.world import Acts, World
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import reload, swap
from tests.allocator.services.stories import a_debtor, a_filing

TODAY = date(2022, 9, 30)
Rows = list[tuple[Any, ...]]


def some_held_cases(context: Context) -> None:
    """Four cases with one clerk; one of them has met its debtor, one has changed hands today."""
    cases = [file_case(context, a_filing(n, a_debtor(f"债务人{n}"))) for n in range(1, 5)]
    for case in cases:
        assign(context, case.id, wish=Wish("G08", "better_knowledge"))
    add_facts(context, cases[1].id, {"contact_made": True})
    assign(context, cases[2].id, wish=Wish("G07", "health"))


def in_earnest(context: Context) -> Rows:
    """What a draft of moves would see now."""
    with context.database.reading() as uow:
        snapshot = look_back(uow, context)
        return told(whole_stock(uow, snapshot)[1], snapshot)


def simulated(context: Context) -> Rows:
    """What a life that begins today with the open cases of the database would see on its first morning."""
    asked = Scenario(Text("一月", "a month"), TODAY, 30, rebalance=Rebalance(30))
    stage = staged(live_opening(context), asked)
    world = World(stage, timetable_of(stage), Chance(1, 0), Acts(finished, end_stage, go_on, overstay))
    seat_everybody(world)
    take_over(world, stage.stock)
    seen = seen_today(world)
    return told(stock(world, seen), seen)


def told(held: Sequence[HeldCase], snapshot: Snapshot) -> Rows:
    """Who has each case, with what it takes, at which stage and price, and from when it may move."""
    rows = [
        (item.case_no, item.holder, item.mentor, item.since, dict(item.charges), *_rules(item, snapshot))
        for item in held
    ]
    return sorted(rows, key=lambda row: row[0])


def _rules(item: HeldCase, snapshot: Snapshot) -> tuple[Any, ...]:
    place, stage = item.place, stage_of(item.place, snapshot)
    asked = (place.lane, dict(place.minutes), place.skills, place.barred, place.linked)
    return (*asked, stage.id if stage else None, move_price(place, snapshot), may_move_from(place, snapshot))


def test_held_cases_are_seen_as_a_draft_of_moves_sees_them(bureau: BureauAtWork) -> None:
    """Holder, minutes, stage, price, and that a case has just moved: the same rows."""
    some_held_cases(bureau.context)

    rows = simulated(bureau.context)

    assert rows == in_earnest(bureau.context)
    assert [row[-3:-1] for row in rows] == [(None, 10), ("contact_made", 20), (None, 10), (None, 10)]
    assert [row[-1] for row in rows] == [None, None, date(2022, 10, 30), None]


def test_another_rule_of_moving_changes_both_alike(bureau: BureauAtWork, tmp_path) -> None:
    """A dearer stage and no rule against second moves, loaded as any rulebook: simulation and draft see the new ones."""
    some_held_cases(bureau.context)
    before = in_earnest(bureau.context)
    reload(bureau.context, tmp_path, rulebook=planted)

    rows = simulated(bureau.context)

    assert rows == in_earnest(bureau.context) != before
    assert [row[-2] for row in rows] == [10, 75, 10, 10]
    assert [row[-1] for row in rows] == [None] * 4


def planted(rulebook: str) -> str:
    """A rulebook with another price for a stage, and no days between two moves."""
    dearer = swap('when = "contact_made or settlement_intent"\nprice = 20', 'when = "contact_made"\nprice = 75')
    return swap("no_second_move_days = 30", "no_second_move_days = 0")(dearer(rulebook))
