"""What stands in the way of a case that stays unassigned is named, with the measure."""

from hypothesis import given

from solver.assignment import excess, obstacles
from solver.assignment.obstacles import Excess
from tests.solver.assignment.offices import LI, WANG, an_office, few, offices_with_a_plan, plan, to


def test_the_least_excess_over_somebodys_ceiling_is_named():
    """Li would be 300 minutes over, Wang 100: it is Wang, by 100."""
    office = an_office([to(LI, 500), to(WANG, 500)], held=[800, 600, 0])

    assert [(item.term, item.subjects, item.amount) for item in obstacles(office, plan(-1))] == [
        ("within_ceiling", (0, WANG), 100)
    ]
    assert excess(office, plan(-1)) == {0: Excess(WANG, 100)}


def test_a_case_without_anybody_eligible_says_so():
    """There is no excess to measure."""
    office = an_office([])

    assert [(item.term, item.subjects) for item in obstacles(office, plan(-1))] == [("eligible_option", (0,))]
    assert excess(office, plan(-1)) == {}


def test_a_case_that_needs_somebody_without_minutes_says_who():
    """Wang is the only one eligible and has no minutes."""
    office = an_office([to(WANG, 60)], capacity=(1000, 0))

    assert [(item.term, item.subjects) for item in obstacles(office, plan(-1))] == [
        ("nobody_without_minutes", (0, WANG))
    ]


def test_a_case_whose_people_have_had_their_new_cases_says_so():
    """Li may be given one more and has it; Wang has had his; nobody's minutes stand in the way."""
    office = an_office([to(LI, 10)], [to(LI, 10), to(WANG, 10)], most_new=[1, 0, -1])

    assert [(item.term, item.subjects) for item in obstacles(office, plan(0, -1))] == [("within_new_cases", (1, LI))]
    assert excess(office, plan(0, -1)) == {}


def test_what_the_plan_gave_to_others_counts():
    """The first case filled Li's desk; the second is 100 minutes too many."""
    office = an_office([to(LI, 600)], [to(LI, 500)])

    assert excess(office, plan(0, -1)) == {1: Excess(LI, 100)}


def test_a_case_that_would_fit_after_all_has_no_excess():
    """A plan that forgot a case is told so."""
    office = an_office([to(LI, 500)])

    assert excess(office, plan(-1)) == {0: Excess(LI, 0)}


def test_without_a_plan_every_case_is_asked_about_as_the_last_one():
    """Two cases of 600 on a desk of 1,000: whichever comes last is 200 too many."""
    office = an_office([to(LI, 600)], [to(LI, 600)], [])

    assert excess(office)[1] == Excess(LI, 200)
    assert set(excess(office)) == {0, 1}


@few
@given(offices_with_a_plan())
def test_every_unassigned_case_is_explained_once(drawn):
    """Never a bare impossible."""
    office, given_plan = drawn

    explained = [item.subjects[0] for item in obstacles(office, given_plan)]

    assert explained == [case for case in range(office.cases) if given_plan.chosen[case] < 0]
