"""The way out for a case that a plan leaves out: the cheapest change that places it when all is allocated anew."""

from dataclasses import replace

import pytest

from allocator.decisions.explaining.anew import Drawing
from allocator.decisions.explaining.answers import why, why_not
from allocator.decisions.explaining.changes import Change
from allocator.decisions.explaining.otherwise import otherwise
from allocator.domain.rulebook.planning import Reserve
from solver.assignment import solve
from tests.allocator.decisions.builders import rules
from tests.allocator.decisions.explaining.answered import (
    OTHERWISE_LIMITED,
    allocated,
    told,
)
from tests.allocator.decisions.explaining.asking import LI, WANG, ZHAO, asked, cases, three_officers
from tests.stories import an_officer, away


def test_a_case_nobody_has_room_for_says_by_how_much_and_the_way_out():
    """Everybody is at the cap; the least excess is told, and with so many minutes less it is placed."""
    planned = asked(cases(20), three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5000)))
    answer = why(planned, 0)
    [change] = [Change(**item) for item in answer.facts["way_out"]]

    assert answer.facts["excess_minutes"] == change.amount > 0
    assert str(change.amount) in told(answer)
    again = solve(otherwise(planned, 0, (change,)).instance, OTHERWISE_LIMITED, 5)
    assert int(again.plan.chosen[0]) >= 0
    almost = replace(change, amount=change.amount - 1)
    assert int(solve(otherwise(planned, 0, (almost,)).instance, OTHERWISE_LIMITED, 5).plan.chosen[0]) < 0


def test_where_others_wait_for_every_hour_a_way_out_makes_room_for_all_of_them():
    """Three are full and five wait: what is told places this one when all is allocated anew, and leaves out no more."""
    planned = asked(cases(20, 4, 4, 4, 4), three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5220)))
    answer = why(planned, 0)

    assert planned.lead(0) is None
    assert answer.facts["way_out"]
    assert allocated(planned, 0, answer.facts["way_out"]) is not None
    assert "confirmed by allocating the whole batch anew" in told(answer)


def test_where_no_way_holds_whom_a_supervisor_may_name_is_told(monkeypatch):
    """No whole plan places it: what was tried is told, and who would be over the cap by the least."""
    monkeypatch.setattr(Drawing, "places", lambda self, *changes: self(*changes).lead == "nobody")
    planned = asked(cases(20), three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5000)))
    answer = why(planned, 0)

    assert answer.facts["way_out"] == []
    assert answer.facts["by_hand"]["amount"] == answer.facts["excess_minutes"]
    assert "A supervisor may still name" in told(answer)
    assert "Nothing that was tried would place it (" in told(answer)


def test_a_plan_the_clock_cut_short_is_confirmed_without_that_clock_and_says_so():
    """Allocating may be cut short again, and then come to something else."""
    planned = replace(asked(cases(10), three_officers(held={WANG: 1800, ZHAO: 2400})), cut=True)

    assert "without the clock that cut this plan short" in told(why_not(planned, 0, WANG))


def test_a_case_whose_people_have_had_the_weeks_new_cases_says_so_and_the_way_out():
    """Two each a week: of seven cases one waits, and is placed once the cap is three. It bars who has two."""
    seen = replace(three_officers(), rulebook=rules("most_new_in_7_days = 2\n"))
    planned = asked(cases(*[2.0] * 7), seen)
    [left] = [case for case in range(7) if planned.lead(case) is None]

    answer = why(planned, left)

    assert "all who may lead it (3 people) have had the cap of new cases in seven days" in told(answer)
    assert "7 days" in told(answer)
    assert [item["kind"] for item in answer.facts["way_out"]] == ["new_cap"]
    given_case = next(case for case in range(7) if planned.lead(case) == LI)
    assert "1 case over the cap of new cases" in told(why(planned, given_case))


def test_a_case_that_waits_for_room_kept_free_says_so():
    """The board shows less than the cap for everybody: what is kept free for cases that will convert is told."""
    seen = three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5200))
    kept = replace(seen, rulebook=replace(seen.rulebook, reserves=(Reserve("regular", "regular", 1000),)))
    waits = why(asked(cases(1, 1, 1), kept), 0)

    assert why(asked(cases(1, 1, 1), seen), 0).facts["lead"] is not None
    assert waits.facts["lead"] is None
    assert "(with 60 minutes kept free for cases that will convert)" in told(waits)


@pytest.mark.parametrize(
    "seen, needed, kind",
    [
        (three_officers(), ("reviewer",), "add_skill"),
        (
            three_officers(absences=tuple(away(code, "2022-09-05", "2022-09-05") for code in (LI, WANG, ZHAO))),
            (),
            "end_absence",
        ),
    ],
)
def test_a_case_nobody_may_lead_says_the_cheapest_way_out(seen, needed, kind):
    """A skill lent, a leave ended: verified by solving again."""
    planned = asked(cases(10, skills=needed), seen)
    answer = why(planned, 0)

    [change] = answer.facts["way_out"]
    assert change["kind"] == kind
    assert "no more cases of any rank left out" in told(answer)
    assert int(solve(otherwise(planned, 0, (Change(**change),)).instance, OTHERWISE_LIMITED, 5).plan.chosen[0]) >= 0


def test_a_case_everybody_is_barred_from_takes_one_more_person():
    """A recusal is not for the office to lift; who comes anew handled nothing."""
    planned = asked(cases(10, barred=(LI, WANG, ZHAO)), three_officers())
    answer = why(planned, 0)

    assert [change["kind"] for change in answer.facts["way_out"]] == ["hire"]
    assert allocated(planned, 0, answer.facts["way_out"]) == "X01"


def test_nothing_helps_where_a_newcomer_would_not_either():
    """All handled the act and none holds the skill: no change of one kind places it."""
    planned = asked(cases(10, skills=("reviewer",), barred=(LI, WANG, ZHAO)), three_officers())

    assert why(planned, 0).facts["way_out"] == []
    assert "Nothing that was tried would place it" in told(why(planned, 0))


def test_where_others_as_urgent_take_the_place_made_all_of_them_are_given_one():
    """Nobody holds the skill six cases take, and two new cases each may be given: one skill and a higher cap place this one."""
    seen = replace(three_officers(), rulebook=rules("most_new_in_7_days = 2\n"))
    planned = asked(cases(*[2.0] * 6, skills=("reviewer",)), seen)

    for case in range(6):
        found = why(planned, case).facts["way_out"]
        assert {change["kind"] for change in found} <= {"add_skill", "new_cap"}
        assert allocated(planned, case, found) is not None


def test_room_for_one_more_case_costs_no_more_than_what_must_give_way():
    """Li is full with two cases: given the one nobody has, another is left out, and as many are placed as before."""
    planned = asked(cases(40, 40, 40, 40), three_officers(held={WANG: 4800, ZHAO: 2400}))
    left = next(case for case in range(4) if planned.lead(case) is None)

    found = why_not(planned, left, LI).facts["contrast"]

    assert not str(found["level"]).startswith("assigned")


def test_where_everybody_has_had_the_weeks_new_cases_before_the_cap_alone_is_the_way_out():
    """All who may lead it had their two before the plan: no team need take the lane, and nobody be hired, for what a higher cap places."""
    elsewhere = an_officer("other", team="fast", name="Other")
    seen = replace(three_officers(elsewhere), rulebook=rules("most_new_in_7_days = 2\n"))
    planned = asked(cases(*[2.0] * 7), replace(seen, recent=dict.fromkeys((LI, WANG, ZHAO), 2)))

    for case in range(7):
        found = why(planned, case).facts["way_out"]
        assert [change["kind"] for change in found] in (["new_cap"], ["open_lane"])
        assert allocated(planned, case, found) is not None
