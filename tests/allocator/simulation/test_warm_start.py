"""The stock on the first morning: where each open case stands, and who has it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from allocator.decisions.triage.relearning import standing_of
from allocator.decisions.triage.triage import classify
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Holding
from allocator.domain.facts import CaseInput
from allocator.simulation.engine import run
from tests.allocator.processes import nodes_rulebook
from tests.allocator.simulation.lives import FIRST, a_small_bureau, a_stage
from tests.allocator.simulation.tracks import lives_of
from tests.stories import a_filing, an_officer


def test_the_stock_starts_where_its_age_puts_it():
    """A case of last week is at the query, one of half a year ago at its end, one nobody holds is given out at once."""
    stock = tuple(
        _held(number, age, holder) for number, age, holder in ((1, 4, "judge"), (2, 180, "judge"), (3, 10, None))
    )
    world = run(a_stage(stock=stock, bank=(), days=1), 0)

    first, second, third = (lives_of(world)[case.case_no] for case in stock)
    assert world.process.stages[first.place].id == "query"
    assert world.process.stages[second.place].closes
    assert third.case.holding is not None


def test_a_stage_and_days_of_a_stopped_clock_that_a_file_names_count():
    """Whatever its age says; and a clock that stood still for two months is two months younger."""
    stock = (_held(1, 180, "judge"), _held(2, 180, "judge"))
    named = stock[0].case_no
    stage = replace(a_stage(stock=stock, bank=(), days=1), reached={named: "query"}, stopped={named: 60})

    world = run(stage, 0)

    first, second = (lives_of(world)[case.case_no] for case in stock)
    assert world.process.stages[first.place].id == "query"
    assert world.process.stages[second.place].closes
    assert (first.stopped, second.stopped) == (60.0, 0.0)


def _held(number, age, holder):
    filing = a_filing(f"（2022）内0222执9{number}号", claim=60_000_000, filed_on=FIRST - timedelta(days=age))
    seen = CaseInput(filing)
    standing = standing_of(classify(seen, a_small_bureau(), nodes_rulebook()))
    holding = Holding(holder, None, "draw", filing.filed_on, {holder: 300}) if holder else None
    state = CaseState.ASSIGNED if holder else CaseState.WAITING
    return Case(number, 1, seen, state, standing, datetime(2022, 12, 30, tzinfo=UTC), holding)


def test_a_stock_that_is_called_like_simulated_cases_is_kept_apart_from_them():
    """A file written by a simulation, say: every case is closed or open once, and dormant ones come back under a new number."""
    plain = run(a_stage(days=84), 0)
    held = tuple(
        replace(one, input=CaseInput(replace(one.input.filing, case_no=life.case_no)))
        for life, one in zip(lives_of(plain).values(), [_held(n, 200, "judge") for n in range(40)], strict=False)
    )
    back = tuple(
        replace(one, input=CaseInput(replace(one.input.filing, case_no=f"{one.case_no}执恢")), id=one.id + 100)
        for one in held
    )

    world = run(a_stage(stock=(*held, *back), days=84), 0)

    assert world.tally.filed + len(held) + len(back) == len(world.docket.open) + len(world.tally.closings)
    assert len(lives_of(world)) == world.tally.filed + len(held) + len(back)


def test_the_stock_of_somebody_who_left_before_is_given_out_on_the_first_day():
    """Nobody starts with a handler who is not there."""
    office = a_small_bureau(
        officers=(an_officer("judge", "judge", left=date(2022, 12, 1)), *a_small_bureau().officers[3:])
    )
    world = run(a_stage(office, stock=(_held(1, 20, "judge"),), bank=(), days=7), 0)

    (life,) = lives_of(world).values()
    assert life.case.holding.officer != "judge"
