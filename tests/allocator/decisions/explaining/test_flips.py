"""What would make a case go to somebody else: the smallest change along an axis, within a count of plans solved."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.decisions.explaining import flips, solving
from allocator.decisions.explaining.axes import Axis, stages
from allocator.decisions.explaining.changes import Change
from allocator.decisions.explaining.flips import looked_for
from allocator.decisions.explaining.solving import forced
from allocator.domain.people import Pairing
from solver.search import Limits
from tests.allocator.decisions.builders import linked, rules
from tests.allocator.decisions.explaining.asking import LI, WANG, ZHAO, asked, cases, three_officers
from tests.stories import a_period, a_small_rulebook, a_snapshot, an_office, an_officer


def a_busy_wang():
    """Wang and Zhao are busy, so that one case goes to Li, who holds nothing."""
    return asked(cases(10), three_officers(held={WANG: 3000, ZHAO: 2400}))


def found_for(planned, officer):
    """What is found for the first case."""
    return looked_for(planned, 0, officer, forced(planned, 0, officer))


def test_an_axis_goes_in_steps_up_to_the_most_there_is():
    """Four hours and a half are five steps, the last a shorter one; ended sooner it has fewer."""
    axis = Axis(Change("less_load", LI), 60, 270)

    assert (axis.steps, axis.at(1).amount, axis.at(5).amount) == (5, 60, 270)
    assert axis.upto(120).steps == 2
    assert Axis(Change("raise_cap", LI, 1100), 1, 1000).steps == 0


def test_load_is_looked_at_before_others_and_tolerances_come_last():
    """What asks least of the office comes first: less for the one, more for the other, then everybody else, then rules."""
    planned = a_busy_wang()

    kinds = [[axis.change.kind for axis in stage] for stage in stages(planned, 0, WANG, forced(planned, 0, WANG).plan)]

    assert kinds == [["less_load", "more_load"], [], ["others_more_load"], ["tolerance"]]


def test_only_what_somebody_holds_can_be_taken_away():
    """Wang holds fifty hours: no flip takes away more, and what was tried in vain says up to what size."""
    found = found_for(a_busy_wang(), WANG)

    amounts = [change.amount for flip in found.flips for change in flip.changes if change.kind == "less_load"]
    assert found.flips
    assert all(0 < amount <= 3000 for amount in amounts)


def test_the_first_flip_told_is_the_smallest_found():
    """Whichever of the two loads would have to change least."""
    found = found_for(a_busy_wang(), WANG)

    amounts = [flip.changes[-1].amount for flip in found.flips]
    assert amounts == sorted(amounts)
    assert found.flips[0].short is None or found.flips[0].short.amount < amounts[0]


def test_no_more_plans_are_solved_than_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the count runs out before anything is confirmed, nothing is stated."""
    monkeypatch.setattr(flips, "MOST_SOLVED", 1)

    found = found_for(a_busy_wang(), WANG)

    assert (found.flips, found.solved) == ((), 1)


def test_the_same_question_has_the_same_answer():
    """Steps are counted, not timed."""
    assert found_for(a_busy_wang(), ZHAO) == found_for(a_busy_wang(), ZHAO)


def test_who_has_no_room_would_have_it_with_less_or_under_a_higher_cap():
    """Everybody is full: Wang lacks so many minutes, and would have room with so much less, to the hour."""
    planned = asked(cases(20), three_officers(held={WANG: 5000, ZHAO: 5000, LI: 5000}))
    first = forced(planned, 0, WANG)
    found = looked_for(planned, 0, WANG, first)

    over = int((planned.instance.held + 1200 - planned.instance.limit)[1])
    [change] = found.flips[0].changes
    assert planned.lead(0) is None
    assert first.contrast.broken[0].amount == over
    assert (change.kind, change.amount) == ("less_load", -(-over // 60) * 60)
    assert found.flips[0].goes


def test_who_holds_nothing_that_can_be_taken_away_needs_a_higher_cap():
    """The case is bigger than the time Wang has: the cap would have to be higher, and a per mille less would not do."""
    planned = asked(cases(100), three_officers())
    found = found_for(planned, WANG)

    [change] = found.flips[0].changes
    minutes, capacity = 6000, int(planned.instance.capacity[1])
    assert (change.kind, change.amount) == ("raise_cap", -(-minutes * 1000 // capacity))


def test_a_mentor_beside_the_lead_who_has_no_room_is_named_too():
    """Mei learns beside Li, who is full, and may have the case with so much less of Li's."""
    learner = an_officer("mei", "apprentice", entered=date(2021, 9, 1))
    office = an_office(an_officer(LI), learner, pairings=(Pairing(LI, "mei", a_period("2022-01-03")),))
    planned = asked(cases(10), a_snapshot(office, {LI: 5200}, rulebook=a_small_rulebook()))
    found = found_for(planned, "mei")

    [change] = found.flips[0].changes
    needed, room = 180, int(planned.instance.room[0])
    assert planned.lead(0) is None
    assert (change.kind, change.officer, change.amount) == ("less_load", LI, -(-(needed - room) // 60) * 60)


@pytest.mark.parametrize("blink", [solving.LIMITS, Limits(seconds=60, deterministic=1e-6)])
def test_in_an_office_in_which_others_may_lead_more_than_the_one_case_goes_elsewhere(monkeypatch, blink):
    """Ada had the first of Li's six cases before; opened to the team of Ada and Bea, the lane gives it to Ada, never to Bea.

    However little is solved for each size that is tried: the office with the lane opened has a plan of its own to begin from.
    """
    monkeypatch.setattr(solving, "LIMITS", blink)
    team = [an_officer(LI), an_officer("ada", team="fast"), an_officer("bea", team="fast")]
    six = cases(*[10] * 6)
    six[0] = replace(six[0], linked=(linked("ada"),))
    planned = asked(six, a_snapshot(an_office(*team), {}, rulebook=rules()))

    assert planned.lead(0) == LI
    for flip in looked_for(planned, 0, "bea").flips:
        assert [change.kind for change in flip.changes] != ["open_lane"]
