"""What would make a case go to somebody else: told only where it comes out once the whole batch is allocated anew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.explaining.anew import MOST_DRAWN, Whole
from allocator.decisions.explaining.answers import why, why_not
from allocator.decisions.explaining.contrast import contrast, swapped
from solver.assignment import score
from tests.allocator.decisions.explaining.answered import allocated, short_of, told
from tests.allocator.decisions.explaining.asking import LI, WANG, ZHAO, asked, cases, three_officers
from tests.allocator.decisions.stock import snapshot, waiting
from tests.stories import away


def test_removing_what_bars_somebody_may_not_be_enough_by_itself():
    """Li is away and busy: back at the desk Li does not get the case yet; what else it takes is told, and comes out."""
    planned = asked(cases(10), three_officers(held={LI: 4500}, absences=(away(LI, "2022-09-05", "2022-09-05"),)))
    answer = why_not(planned, 0, LI)
    first, *more = answer.facts["flip"]["changes"]

    assert first["kind"] == "end_absence"
    assert more
    assert "were present that day and" in told(answer)
    assert allocated(planned, 0, [first]) != LI
    assert allocated(planned, 0, [first, *more]) == LI


def test_who_is_full_gets_it_with_less_in_hand_once_the_others_stay_away():
    """Li is at the cap, Wang and Zhao have room: whatever is told comes out when all is allocated anew."""
    planned = asked(cases(20, 4, 4), three_officers(held={LI: 5280}))
    answer = why_not(planned, 0, LI)

    assert planned.lead(0) in (WANG, ZHAO)
    assert allocated(planned, 0, answer.facts["flip"]["changes"]) == LI


def test_in_a_full_office_a_change_is_found_and_comes_out():
    """Everybody is near the cap and others wait for every hour that gets free: what is told comes out all the same."""
    planned = asked(cases(*[8] * 7), three_officers(held={LI: 5270, WANG: 3900, ZHAO: 3900}))
    case = next(case for case in range(7) if planned.lead(case) is not None)
    answer = why_not(planned, case, LI)

    assert sum(planned.lead(one) is None for one in range(7)) > 0
    assert answer.facts["flip"]["goes"]
    assert allocated(planned, case, answer.facts["flip"]["changes"]) == LI
    assert answer.facts["drawn"] <= MOST_DRAWN


def test_without_leave_to_draw_the_question_stays_open():
    """No whole plan is drawn, and the answer says that more can be found; where nothing could be, it does not."""
    planned = asked(cases(10), three_officers(held={WANG: 1800, ZHAO: 2400}))
    left = asked(cases(20, 20), three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5000)))

    assert why_not(planned, 0, WANG, None).open
    assert why(left, 0, None).open
    assert not why(planned, 0, None).open
    assert not why_not(planned, 0, WANG).open


def test_called_off_nothing_more_is_drawn():
    """Whoever is told how far it is may stop it there."""

    def stop(done, text):
        """Call it off once the second plan is to be drawn."""
        told_of.append(text.en)
        if done:
            raise KeyboardInterrupt

    told_of: list[str] = []
    planned = asked(cases(20, 4, 4), three_officers(held={LI: 5280}))
    with pytest.raises(KeyboardInterrupt):
        why_not(planned, 0, LI, Whole(stop))

    assert [f"{count} of at most {MOST_DRAWN}" in one for count, one in enumerate(told_of, 1)] == [True, True]


def test_where_nothing_brings_it_there_what_came_out_instead_is_told():
    """Li has not one minute of time, whatever is taken off and whoever stays away: told with what was drawn."""
    planned = asked(cases(100), three_officers(held={LI: 60}))
    answer = why_not(planned, 0, LI)

    assert answer.facts["flip"] is None or allocated(planned, 0, answer.facts["flip"]["changes"]) == LI
    for tried in answer.facts["instead"]:
        assert allocated(planned, 0, tried["changes"]) == tried["lead"] != LI


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 1_000_000))
def test_what_is_said_of_a_random_month_is_measured_and_what_is_confirmed_comes_out(seed):
    """Each contrast is what `measure` says of that plan; with the change told, allocating from the beginning gives the case there."""
    planned = asked(waiting(seed, 6), snapshot(seed))
    officers = [officer.code for officer in planned.snapshot.office.officers]

    case, officer = seed % len(planned.cases), officers[seed % len(officers)]
    told(why(planned, case))
    answer = why_not(planned, case, officer)

    told(answer)
    for item in why(planned, case).facts.get("others", []):
        plan, found = swapped(planned, case, item["officer"])
        assert contrast(planned, plan, item["officer"]) == found
        assert item["near"] or item["broken"] or item["after"] == score(planned.instance, plan)[item["level"]]
    if flip := answer.facts.get("flip"):
        assert allocated(planned, case, flip["changes"]) == officer
        assert flip["short"] is None or allocated(planned, case, short_of(flip)) != officer
    for tried in answer.facts.get("instead", []):
        assert allocated(planned, case, tried["changes"]) == tried["lead"] != officer
