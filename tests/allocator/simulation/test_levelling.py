"""A simulated office levels its loads every so many days, by the rules of the office in earnest."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from allocator.decisions.allocation.move_plan import Asked, Drawn
from allocator.decisions.allocation.rebalancing import rebalance
from allocator.decisions.checking.move_checker import check_moves
from allocator.domain.calendar import WorkCalendar
from allocator.domain.facts import CaseInput, facts_of
from allocator.domain.rulebook.book import CaseKind
from allocator.domain.rulebook.reading import rulebook_of
from allocator.domain.scenarios.scenario import Arrivals, Policy, Rebalance
from allocator.domain.scenarios.targets import Target
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.simulation import few_moves
from allocator.simulation.engine import run, run_once, tell
from allocator.simulation.few_moves import SECONDS
from allocator.simulation.giving import barred
from allocator.simulation.life import Life
from allocator.simulation.replications import Asked as Again
from allocator.simulation.replications import replicate
from allocator.simulation.report_tables import figures_table
from tests.allocator.decisions.offices import lots
from tests.allocator.processes import nodes_rulebook
from tests.allocator.simulation.lives import FIRST, a_random_stage, a_small_bureau, a_stage

CASH_KNOWN = {
    "id": "cash",
    "when": "full_cash",
    "price": 900,
    "zh": "已知存款",
    "en": "cash known",
    "source": "a story",
}
OFTEN, WEEKLY = Rebalance(14, 3), Rebalance(7, 4)


def busy(rulebook=None, rule=OFTEN):
    """Many filings, given to whoever has the fewest cases: loads drift apart."""
    return a_stage(rulebook=rulebook, rebalance=rule, policy=Policy.FEWEST, arrivals=Arrivals(per_year=700))


class Mornings:
    """Notes what every morning's moves were drawn from, and what they were."""

    def __init__(self, monkeypatch):
        self.seen = []
        self._draw = few_moves.few_moves
        monkeypatch.setattr(few_moves, "few_moves", self)

    def __call__(self, stock, snapshot, most, secret):
        plain = Snapshot(
            snapshot.office,
            snapshot.rulebook,
            snapshot.day,
            dict(snapshot.held),
            dict(snapshot.recent),
            snapshot.ledgers,
            dict(snapshot.filled),
        )
        moves = self._draw(stock, snapshot, most, secret)
        self.seen.append((stock, plain, secret, moves))
        return moves

    @property
    def days(self) -> list[date]:
        """The days on which loads were levelled."""
        return [seen.day for _, seen, _, _ in self.seen]

    @property
    def moved(self) -> list[tuple[date, str]]:
        """Each move, by day and case."""
        return [(seen.day, move.case_no) for _, seen, _, moves in self.seen for move in moves]


@pytest.fixture
def mornings(monkeypatch):
    return Mornings(monkeypatch)


def test_loads_are_levelled_every_so_many_days(mornings):
    """Counted from the first day; where that is a day off, on the next day worked, and once even if the office was long closed."""
    closed = frozenset(FIRST + timedelta(days=number) for number in range(28, 45))
    office = a_small_bureau(calendar=WorkCalendar(holidays=closed))

    run(a_stage(office, rebalance=OFTEN), 0)

    days = [(day - FIRST).days for day in mornings.days]
    assert days[:4] == [14, 45, 56, 70]
    assert all(office.calendar.is_working(day) for day in mornings.days)


def test_an_office_that_does_not_ask_for_it_moves_nothing(mornings):
    """Without the table no plan of moves is drawn, and no report tells of one."""
    path = run_once(a_stage(), 0)

    assert mornings.seen == []
    assert "moved" not in path.figures


@pytest.mark.parametrize("seed", range(4))
def test_each_mornings_moves_are_those_of_the_plan_drafted_from_the_same_stock(mornings, seed):
    """Random offices: a whole plan, drafted from a plain snapshot by the same seed, moves the same and is lawful."""
    stage = replace(a_random_stage(seed), policy=Policy.RECOMMEND, rebalance=OFTEN)
    run(stage, 0)

    assert mornings.moved
    for stock, seen, secret, moves in mornings.seen:
        seed_of = int.from_bytes(secret[:4], "big") % 2**31
        whole = rebalance(stock, seen, Asked(most=OFTEN.moves), Drawn(lots, seed_of), SECONDS)
        assert moves == whole.rows
        assert check_moves(stock, moves, seen, Asked(most=OFTEN.moves)) == ()


def test_what_is_moved_is_held_by_whom_it_went_to(mornings):
    """Who has it, how, since when and with which minutes; its story and the counts say so too."""
    stage = busy()
    world = run(stage, 0)
    last = {move.case_no: (seen.day, move) for _, seen, _, moves in mornings.seen for move in moves}
    number, life = next((number, life) for number, life in world.docket.open.items() if is_as_moved(life, last))
    day, move = last[number]

    holding = life.case.holding
    assert holding
    assert holding.officer == move.officer != move.holder
    assert (holding.since, life.moved) == (day, day)
    assert move.holder in life.former
    assert world.tally.moved == len(mornings.moved) > 0
    assert world.tally.reassigned >= world.tally.moved
    told = [one for one in tell(stage, 0, number) if one.text.en == "moved to level the loads"]
    assert (told[-1].who, told[-1].text.zh) == (move.officer, "再平衡移交")


def is_as_moved(life, last) -> bool:
    """Whether nothing happened to who holds a case since it was moved."""
    return life.case_no in last and life.case.holding.how == "rebalance"


def test_no_case_moves_twice_within_the_rulebooks_days(mornings):
    """Weekly levelling, ninety days between two moves of a case; a rulebook without that rule lets cases move sooner."""
    run(busy(ruled(price=1, no_second_move_days=90), WEEKLY), 0)
    strict = gaps(mornings.moved)
    mornings.seen.clear()
    run(busy(ruled(price=1, no_second_move_days=0), WEEKLY), 0)

    assert all(gap >= 90 for gap in strict)
    assert min(gaps(mornings.moved)) < 90


def test_what_changed_hands_otherwise_is_not_moved_soon_either(mornings):
    """A case that was handed over because of its class is among those moved lately."""
    world = run(busy(ruled(price=1, no_second_move_days=30), WEEKLY), 0)

    lately = {(day, case) for _, seen, _, _ in mornings.seen for case, day in seen.ledgers.moved.items()}
    assert lately - set(mornings.moved)
    assert world.tally.reassigned > world.tally.moved


def test_the_price_of_a_stage_is_that_of_its_case(mornings):
    """A rulebook that makes a stage dear: what is known of the case on that morning says what its move costs."""
    run(busy(ruled(stages=[CASH_KNOWN], price=7, no_second_move_days=0)), 0)

    found = [(stock, move) for stock, _, _, moves in mornings.seen for move in moves]
    assert {move.price for _, move in found} <= {900, 7}
    for stock, move in found:
        item = next(item for item in stock if item.case_no == move.case_no)
        knows_cash = facts_of(item.place.case, a_small_bureau(), nodes_rulebook())["full_cash"] is True
        assert move.price == (900 if knows_cash else 7)


def test_whoever_had_a_case_may_not_sit_on_its_review():
    """Who led the case under objection before it was moved is barred, as whoever leads it now."""
    world = run(busy(), 0)
    kind = CaseKind("异", Text("异议", "objection"), reviews=True)
    world.rulebook = replace(world.rulebook, kinds={**world.rulebook.kinds, "异": kind})
    moved = next(life for life in world.docket.open.values() if life.former)
    filing = replace(moved.case.input.filing, case_no="review", kind="异", origin_case_no=moved.case_no)
    review = replace(moved.case, input=CaseInput(filing))

    found = barred(world, Life(review, 0, {}, {}, 0, moved.seen, moved.way))

    assert moved.case.holding
    assert {moved.case.holding.officer, *filter(None, moved.former)} <= set(found)


def ruled(**moves):
    """The small rulebook with other rules of moving."""
    return rulebook_of({**nodes_rulebook().source, "moves": moves})


def gaps(moved) -> list[int]:
    """Days between two moves of one case."""
    days: dict[str, list[date]] = {}
    for day, case_no in moved:
        days.setdefault(case_no, []).append(day)
    return [(later - day).days for own in days.values() for day, later in pairwise(own)]


def test_a_report_tells_moves_beside_the_changes_of_handler():
    """A baseline that does not level its loads has none, so that the difference is all there are; without anybody's levelling nothing is told."""
    still, levelled = a_stage(days=35), a_stage(days=35, rebalance=OFTEN)

    report = replicate([still, levelled], Again(2))

    names = list(report.outcomes[0].figures)
    assert names[names.index("reassigned") + 1] == "moved"
    assert report.outcomes[0].figures["moved"].mean == 0
    moved = report.outcomes[1].figures["moved"].mean
    assert moved
    assert report.outcomes[1].differences["moved"].mean == moved
    assert Text("其中再平衡移交", "of which moved to level loads") in [row[0] for row in figures_table(report).rows]
    assert "moved" not in replicate([still], Again(2)).outcomes[0].figures


def test_a_target_for_moves_is_met_by_an_office_that_makes_none():
    """At most ten moves, asked of an office whose scenario levels nothing."""
    few = Target("moved", Fraction(10), at_least=False, probability=900)

    assert few.is_met(run_once(a_stage(days=14), 0).figures)


def test_a_life_with_levelling_is_the_same_twice_over():
    """Seed and replication say everything."""
    stage = a_stage(rebalance=OFTEN)

    assert repr(run_once(stage, 2)) == repr(run_once(stage, 2))
