"""Nobody above the ceiling (负荷上限)."""

from hypothesis import given

from solver.assignment.rules.must import WithinCeiling
from tests.solver.assignment.offices import LI, WANG, an_office, few, offices_with_any_plan, plan, posted, to

RULE = WithinCeiling()


def test_light_work_breaks_nothing():
    """Far below the ceiling the rule is silent."""
    office = an_office([to(LI, 60)])

    assert posted(RULE, office, plan(0)) == 0
    assert RULE.measure(office, plan(0)) == ()


def test_too_much_work_is_forbidden_and_measured():
    """600 minutes held and 600 new on 1,000 are 200 too many."""
    office = an_office([to(LI, 600)], held=[600, 0, 0])

    assert posted(RULE, office, plan(0)) is None
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0))] == [((LI,), 200)]


def test_the_last_minute_below_the_ceiling_is_allowed():
    """At 110 % of 1,000 minutes 1,100 are allowed and 1,101 are not."""
    allowed = an_office([to(LI, 500)], held=[600, 0, 0], ceiling=1100)
    forbidden = an_office([to(LI, 501)], held=[600, 0, 0], ceiling=1100)

    assert posted(RULE, allowed, plan(0)) == 0
    assert posted(RULE, forbidden, plan(0)) is None


def test_who_is_above_already_receives_nothing_more():
    """What is held above the ceiling is nobody's fault here, but every new minute is one too many."""
    office = an_office([to(WANG, 100, besides={LI: 5})], held=[1200, 0, 0])

    assert posted(RULE, office, plan(-1)) == 0
    assert posted(RULE, office, plan(0)) is None
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0))] == [((LI,), 5)]


def test_who_is_above_and_holds_cases_that_may_move_can_stay_there():
    """Li holds 1,300 minutes of cases now, with a ceiling of 1,100: they may stay, one lighter may come instead, no more."""
    held = [to(LI, 900)], [to(LI, 400), to(WANG, 400)], [to(WANG, 300), to(LI, 300)], [to(WANG, 401), to(LI, 401)]
    office = an_office(*held, ceiling=1100, present=[1300, 701, 0])

    assert posted(RULE, office, plan(0, 1, 3, 5)) == posted(RULE, office, plan(0, 2, 4, 5)) == 0
    assert RULE.measure(office, plan(0, 1, 3, 5)) == ()
    assert posted(RULE, office, plan(0, 2, 3, 6)) is None
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0, 2, 3, 6))] == [((LI,), 1)]


def test_what_comes_through_a_desk_is_not_barred():
    """The clerk is full already and the case is done all the same; as a mentor beside the lead she would be in the way."""
    at_the_desk = an_office([to(WANG, 100, besides={LI: 500})], held=[1200, 0, 0], desks=[LI])
    beside = an_office([to(WANG, 100, besides={LI: 500})], held=[1200, 0, 0])

    assert posted(RULE, at_the_desk, plan(0)) == 0
    assert RULE.measure(at_the_desk, plan(0)) == ()
    assert posted(RULE, beside, plan(0)) is None


def test_a_judge_who_also_signs_for_others_is_measured_by_the_own_cases():
    """Li signs 300 minutes for Wang on top of 900 of her own: that is lawful, and 101 more of her own are not."""
    light = an_office([to(LI, 900)], [to(WANG, 60, besides={LI: 300})], desks=[LI])
    heavy = an_office([to(LI, 900)], [to(WANG, 60, besides={LI: 300})], [to(LI, 101)], desks=[LI])

    assert posted(RULE, light, plan(0, 1)) == 0
    assert posted(RULE, heavy, plan(0, 1, 2)) is None
    assert [(match.subjects, match.amount) for match in RULE.measure(heavy, plan(0, 1, 2))] == [((LI,), 1)]


@few
@given(offices_with_any_plan())
def test_post_equals_measure(drawn):
    """The solver forbids a plan exactly when the measure finds minutes above the ceiling."""
    office, given_plan = drawn

    assert (posted(RULE, office, given_plan) is None) == bool(RULE.measure(office, given_plan))
