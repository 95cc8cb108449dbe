"""The triage table, folded fact by fact."""

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.triage.decision_table import DecisionTable, Open, table_atoms
from allocator.decisions.triage.sight import Sight
from tests.allocator.decisions.rulebooks import WIDE, Rules, cases, completions, rules

EXACT = settings(max_examples=60, deadline=None)
OPEN = {**dict.fromkeys(WIDE), "claim": 1}


def ready(book):
    """A rulebook's table and the lenses it looks through."""
    read = book.book()
    sight = Sight(read.facts)
    sight.places(table_atoms(read.triage))
    return DecisionTable(read.triage, tuple(sight.lenses)), sight


@EXACT
@given(rules(), st.lists(cases(most_open=0), min_size=1, max_size=8))
def test_folding_a_known_case_gives_the_lane_of_its_rows_and_points(book, stock):
    """Fact by fact one comes to where the first row that holds, or the score, leads; the steps are shared by all."""
    table, sight = ready(book)

    for facts in stock:
        assert table.assumed(sight.look(facts)) == book.lane(facts)


@EXACT
@given(rules(), cases())
def test_what_is_reached_is_what_some_completion_does(book, facts):
    """No lane is missed, and none is reached that no completion leads to."""
    table, sight = ready(book)

    assert table.reached(sight.look(facts)) == {book.lane(complete) for complete in completions(facts)}


@EXACT
@given(rules(), cases(most_open=7))
def test_a_state_reads_only_facts_that_come_later(book, facts):
    """Each step goes on to a later fact, so that a case is told after one step for each fact at most."""
    table, sight = ready(book)
    views = sight.look(facts)

    waiting = [table.start]
    while waiting:
        node = waiting.pop()
        if isinstance(node.state, Open):
            targets = [table.step(node, cell.truths) for cell in views[node.place].cells]
            assert all(target.place > node.place for target in targets)
            waiting += targets


def test_nothing_behind_a_row_that_holds_is_asked():
    """Once the debtor is ill, no further fact is read."""
    table, sight = ready(Rules(rows=(("ill", "regular"), ("rich and visits >= 2", "services")), points=(("far", 10),)))

    assert table.step(table.start, (True,)).state == "regular"
    assert table.reached(sight.look({**OPEN, "ill": True})) == {"regular"}


def test_a_score_that_can_no_longer_turn_is_a_lane():
    """With 15 of 10 points and at most 5 to lose, the rest of the score is not asked for."""
    table, _ = ready(Rules(points=(("rich", 15), ("far", -5)), ends=("regular", "fast")))

    assert table.step(table.start, (True,)).state == "regular"
    assert table.step(table.start, (False,)).state == "fast"


def test_points_at_the_threshold_count_as_reached():
    """Ten of ten points suffice, nine do not."""
    ten, nine = Rules(points=(("rich", 10),)), Rules(points=(("rich", 9),))

    assert ready(ten)[0].step(ready(ten)[0].start, (True,)).state == "regular"
    assert ready(nine)[0].start.state == "fast"


def test_rows_that_lead_where_the_score_leads_anyway_are_not_asked():
    """A last row to the fast lane says nothing when the score can only say fast."""
    table, _ = ready(Rules(rows=(("ill", "regular"), ("rich", "fast")), ends=("regular", "fast")))

    assert table.step(table.start, (False,)).state == "fast"


def test_one_score_is_one_state_whichever_points_made_it():
    """Two ways to six points are one state from there on."""
    table, _ = ready(Rules(points=(("ill", 6), ("rich", 6), ("far", 4))))
    ill, well = table.step(table.start, (True,)), table.step(table.start, (False,))

    assert table.step(ill, (False,)) is table.step(well, (True,))


def test_a_lane_stays_a_lane():
    """Where nothing is left to decide no answer leads on."""
    table, _ = ready(Rules(ends=("fast", "fast")))

    assert table.start.lane == "fast"
    assert table.step(table.start, (True,)) is table.start
