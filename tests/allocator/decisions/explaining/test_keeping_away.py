"""Keeping others away from a case, as few as does, with room for whoever is asked about: and more new cases where the cap is reached."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from allocator.decisions.explaining import keeping_away
from allocator.decisions.explaining.anew import Changes, Drawing, Outcome, more_new, spent_by
from allocator.decisions.explaining.changes import Change
from allocator.decisions.explaining.flips import Flip
from allocator.decisions.explaining.keeping_away import without_others
from allocator.decisions.explaining.otherwise import otherwise, rivals
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.smaller import less_in_hand, no_more_than_needed, smallest
from tests.allocator.decisions.builders import rules
from tests.allocator.decisions.explaining.asking import LI, WANG, ZHAO, asked, cases, three_officers
from tests.stories import an_officer

AWAY = tuple(Change("recuse", other) for other in (WANG, ZHAO))


def two_new_cases_each(*hours: float, **more):
    """Li, Wang and Zhao may be given two new cases each."""
    return asked(cases(*hours), replace(three_officers(**more), rulebook=rules("most_new_in_7_days = 2\n")))


def drawing_of(planned: Planned) -> Drawing:
    """Whole plans about the first case."""
    assert planned.lots is not None
    return Drawing(planned, 0, planned.lots)


def told(planned: Planned, outcome: Callable[[Changes], Outcome]) -> Drawing:
    """Whole plans that come out as they are told to."""
    drawing = drawing_of(planned)
    setattr(drawing, "_drawn", outcome)  # noqa: B010 - what is drawn stands in for the solver
    return drawing


def without(drawing: Drawing, officer: str) -> Flip:
    """The flip there is."""
    flip = without_others(drawing, officer, ())
    assert flip is not None
    return flip


def test_who_has_had_the_new_cases_of_the_week_is_known_of_every_plan():
    """Seven cases and two each: all three have had theirs; without a cap nobody has."""
    planned, free = two_new_cases_each(*[2.0] * 7), asked(cases(2, 2), three_officers())

    assert spent_by(planned, planned.instance, planned.plan) == {LI, WANG, ZHAO}
    assert spent_by(free, free.instance, free.plan) == frozenset()
    assert drawing_of(planned)().spent == {LI, WANG, ZHAO}


def test_a_cap_is_told_once_and_only_where_there_is_one():
    """A cap raised before is raised higher, not said twice."""
    planned = two_new_cases_each(2)
    before = (Change("open_lane", LI), Change("new_cap", LI, 3))

    assert more_new(planned, LI, before, 7) == (before[0], Change("new_cap", LI, 9))
    assert more_new(asked(cases(2), three_officers()), LI, before, 7) == ()


def test_whoever_gets_the_case_is_kept_away_one_after_the_other():
    """First the lead; then whoever has it then, and no more."""
    planned = asked(cases(10), three_officers(held={WANG: 3000, ZHAO: 2400}))
    flip = without(drawing_of(planned), WANG)

    assert planned.lead(0) == LI
    assert [change.officer for change in flip.changes] == [LI, ZHAO]


def test_after_a_change_whoever_gets_it_then_is_kept_away():
    """Opened to more people, the case went to Zhao and not to Li any more: it is Zhao who stays away."""
    planned = asked(cases(10), three_officers(held={WANG: 3000, ZHAO: 2400}))
    before = (Change("resume_intake", WANG),)
    drawing = told(planned, lambda changes: Outcome(WANG if Change("recuse", ZHAO) in changes else ZHAO, (0,)))
    drawing(*before)
    flip = without_others(drawing, WANG, before)

    assert flip is not None
    assert flip.changes == (*before, Change("recuse", ZHAO))


def test_only_who_signs_takes_no_new_case_that_day_and_the_others_are_recused_from_this_one():
    """The only judge recused, nobody of the team could have the case signed; Li is kept away from this one case, not from all."""
    judge = an_officer("judge", role="judge", name="Judge")
    planned = asked(cases(10), three_officers(judge, held={LI: 600, WANG: 3000, ZHAO: 9000}))
    order = iter((LI, "judge", WANG))
    drawing = told(planned, lambda _: Outcome(next(order), (0,)))
    drawing()

    assert without(drawing, WANG).changes == (Change("recuse", LI), Change("stop_intake", "judge"))


def test_many_colleagues_are_kept_away_at_the_price_of_one(monkeypatch):
    """All cases are translated for each try: once where all may be recused, and a few times to find the only judge among thirty."""
    others = [an_officer(f"o{number}", name=f"O{number}") for number in range(30)]
    judge = an_officer("judge", role="judge", name="Judge")
    tries: list[Changes] = []

    def counted(at: Planned, case: int, changes: Changes) -> Planned:
        tries.append(changes)
        return otherwise(at, case, changes)

    monkeypatch.setattr(keeping_away, "otherwise", counted)
    for officers, away, most in ([*others], LI, 1), ([*others[:20], judge, *others[20:]], "judge", 9):
        planned = asked(cases(10), three_officers(*officers))
        tries.clear()
        kept = keeping_away._kept_away(planned, 0, WANG, rivals(planned, 0, WANG))

        assert [change.officer for change in kept if change.kind == "stop_intake"] == [away] * (away == "judge")
        assert len(kept) == len(officers) + 2
        assert len(tries) <= most


def test_where_that_is_not_enough_all_are_kept_away_and_what_is_not_needed_is_taken_away_again():
    """Only with Zhao kept away and a cap of five the case comes: neither Wang nor the hours stand in what is told."""
    planned = two_new_cases_each(*[2.0] * 7, held=dict.fromkeys((LI, WANG, ZHAO), 600))

    def comes(changes):
        cap = next((one.amount for one in changes if one.kind == "new_cap"), 2)
        away = {one.officer for one in changes if one.kind == "recuse"}
        return Outcome(LI if cap >= 5 and ZHAO in away else WANG, (0,))

    flip = without(told(planned, comes), LI)

    assert flip.changes == (Change("recuse", ZHAO), Change("new_cap", LI, 5))
    assert flip.short == Change("new_cap", LI, 4)


def test_something_is_told_though_a_fresh_plan_would_do_without():
    """A case that was left out, and goes where it is asked for in whatever plan is drawn: one change stands, not none."""
    planned = two_new_cases_each(*[2.0] * 7)
    left = next(case for case in range(7) if planned.lead(case) is None)
    drawing = told(planned, lambda _: Outcome(LI, (0,)))
    drawing.case = left

    assert len(without(drawing, LI).changes) == 1


def test_where_even_that_does_not_bring_it_nothing_is_told():
    """Everybody kept away and all the room there is: a case that goes elsewhere nevertheless has no such change."""
    planned = two_new_cases_each(*[2.0] * 7)

    assert without_others(told(planned, lambda _: Outcome(None, (1,))), LI, ()) is None


@pytest.mark.parametrize("needed, short", [(5, 4), (3, None), (10, 9)])
def test_a_cap_is_told_as_low_as_does(needed, short):
    """Of a cap of two raised to ten, whatever it takes, and that one less would not do; below three there is none to try."""
    planned = two_new_cases_each(2)
    flip = smallest(
        told(planned, lambda changes: Outcome(LI if changes[-1].amount >= needed else WANG, (0,))),
        LI,
        (Change("new_cap", LI, 10),),
    )

    assert flip.changes == (Change("new_cap", LI, needed),)
    assert flip.short == (short and Change("new_cap", LI, short))


def test_hours_are_told_to_within_an_eighth():
    """Of forty hours the twenty-two it takes are told, and that twenty would not do; each draw is a whole hour."""
    planned = two_new_cases_each(2, held={LI: 3000})
    drawing = told(planned, lambda changes: Outcome(LI if changes[-1].amount >= 22 * 60 else WANG, (0,)))
    flip = smallest(drawing, LI, less_in_hand(planned, LI, 2400))

    assert flip.changes == (Change("less_load", LI, 22 * 60),)
    assert flip.short == Change("less_load", LI, 20 * 60)
    assert all(change.amount % 60 == 0 for changes in drawing.known for change in changes)
    assert less_in_hand(planned, LI, 90) == (Change("less_load", LI, 120),)
    assert less_in_hand(planned, WANG, 90) == ()


@pytest.mark.parametrize("amount, short", [(5, 4), (3, None)])
def test_what_is_told_is_drawn_with_a_little_less(amount, short):
    """A cap of five: four would not do. One case more than the cap there is no less of."""
    planned = two_new_cases_each(2)
    flip = no_more_than_needed(told(planned, lambda _: Outcome(WANG, (0,))), LI, (Change("new_cap", LI, amount),))

    assert flip.short == (short and Change("new_cap", LI, short))
