"""Ways out for a case nobody may have: each is what it says once it is done, none is told where somebody may have the case."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.explaining.case_ways import MOST_TOLD, ways_out
from allocator.decisions.explaining.changes import Change, made
from allocator.decisions.recommendation.recommendation import rank
from allocator.domain.people import Absence, Period, Recusal, RecusalState, Reduction
from tests.allocator.decisions.offices import a_random_office

BARRING = "Who comes first in the order is away, stopped or recused, until nobody is left."


def nobody_left(seed):
    """A case of a random office, everybody who might have it away, stopped or recused by chance; see BARRING."""
    office = a_random_office(seed)
    chance, seen, case = Random(seed), office.seen, office.cases[0]
    while found := rank(case, seen).candidates:
        seen = replace(seen, office=barring(seen, found[0].officer, case, chance))
    return case, seen


def barring(seen, officer, case, chance):
    """The office in which somebody may not have a case, for a while or for good."""
    office, until = seen.office, seen.day + timedelta(days=chance.randrange(1, 9))
    what = chance.randrange(3)
    if what == 0:
        return replace(office, absences=(*office.absences, Absence(officer, Period(seen.day, until), "leave")))
    if what == 1:
        last = until if chance.random() < 0.5 else None
        return replace(office, reductions=(*office.reductions, Reduction(officer, "stop", 0, Period(seen.day, last))))
    tie = Recusal(officer, "kin", RecusalState.UPHELD, case_no=case.case.filing.case_no)
    return replace(office, recusals=(*office.recusals, tie))


def done(way, case, seen):
    """The office once a way was gone, a cap overruled apart."""
    if way.kind == "wait":
        return replace(seen, day=date.fromisoformat(way.facts["day"]))
    for change in way.facts["changes"]:
        seen = made(seen, case, Change(change["kind"], change["officer"], what=change["what"]))
    return seen


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000))
def test_whoever_a_way_names_may_have_the_case_once_it_is_gone(seed):
    """Everybody ranked anew in the office as it then is: those named are among the candidates, and none was before."""
    case, seen = nobody_left(seed)
    ways = ways_out(case, rank(case, seen), seen)

    assert len(ways) <= MOST_TOLD
    for way in ways:
        assert way.people
        if way.kind == "name":
            refused = {item.officer: {one.code for one in item.reasons} for item in rank(case, seen).refused}
            assert all(refused[code] <= {"over_cap", "mentor_over_cap", "new_case_cap"} for code in way.people)
            continue
        assert set(way.people) <= {item.officer for item in rank(case, done(way, case, seen)).candidates}
        assert all(seen.office.officer_by_code[code].name in way.text.en for code in way.people[:4])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2000))
def test_no_recusal_is_lifted_to_find_a_way(seed):
    """Whoever is tied to the case is named by no way at all."""
    case, seen = nobody_left(seed)
    ranking = rank(case, seen)
    tied = {item.officer for item in ranking.refused if {"recused", "is_party"} & {one.code for one in item.reasons}}

    assert not {code for way in ways_out(case, ranking, seen) for code in way.people} & tied


def test_where_somebody_may_have_a_case_no_way_is_told():
    """There is nothing to get out of."""
    office = a_random_office(3)
    case = next(one for one in office.cases if rank(one, office.seen).candidates)

    assert ways_out(case, rank(case, office.seen), office.seen) == ()


def test_a_random_office_meets_ways_of_most_kinds():
    """What the properties above hold for is not empty: waiting, stops, lanes and loans all come up."""
    kinds = set()
    for seed in range(60):
        case, seen = nobody_left(seed)
        kinds |= {way.kind for way in ways_out(case, rank(case, seen), seen)}

    assert {"wait", "resume_intake", "open_lane"} <= kinds
