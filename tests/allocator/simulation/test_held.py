"""Minutes kept up from case to case are those added up from all cases."""

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.people import Absence, Period
from allocator.domain.supporting import support_of
from allocator.domain.workload import Capacity, spread
from allocator.simulation.held import Held
from tests.allocator.processes import nodes_rulebook
from tests.allocator.simulation.lives import FIRST, a_small_bureau


@given(st.integers(0, 10**6))
def test_whatever_comes_and_goes_people_hold_what_adding_up_gives(seed):
    """Cases taken and given back, desks whose people are away from time to time, a desk of a team there is no more."""
    random, held = Random(seed), Held()
    away = Absence("clerk", Period(FIRST + timedelta(days=1), FIRST + timedelta(days=30)))
    office, rulebook = a_small_bureau(absences=(away,)), nodes_rulebook()
    keys = (*office.officer_by_code, "fast/clerk", "regular_1/clerk", "services/clerk", "gone/clerk")
    taken: list[dict[str, int]] = []
    for _ in range(4):
        capacity = Capacity(office, rulebook, FIRST + timedelta(days=random.randrange(3)))
        leads = [one.code for one in capacity.leaders]
        for _ in range(5):
            if taken and random.random() < 0.4:
                held.take(taken.pop(random.randrange(len(taken))), -1)
            else:
                taken.append({random.choice(keys): random.randrange(1, 999) for _ in range(random.randrange(4))})
                held.take(taken[-1])

            people = held.by_lead(capacity)
            assert {code: people[code] for code in leads} == {code: added_up(held, capacity)[code] for code in leads}
            assert held.support_is_usual(capacity) == (held.minutes.keys() <= support_of(capacity).usual)
            if random.random() < 0.5:
                assert held.by_person(capacity) == added_up(held, capacity)


@given(st.integers(0, 10**6))
def test_without_a_case_leads_hold_what_adding_up_the_others_gives(seed):
    """A case whose handler is sought is taken off for that, at people and at desks, and stays on the docket."""
    random, held = Random(seed), Held()
    office = a_small_bureau()
    capacity = Capacity(office, nodes_rulebook(), FIRST)
    keys = (*office.officer_by_code, "fast/clerk", "fast/judge", "regular_1/officer", "services/clerk", "gone/officer")
    cases = [{random.choice(keys): random.randrange(1, 999) for _ in range(4)} for _ in range(5)]
    for case in cases:
        held.take(case)
    before = dict(held.minutes)

    people = held.by_lead_less(cases[0], capacity)

    others = Held()
    for case in cases[1:]:
        others.take(case)
    leads = [one.code for one in capacity.leaders]
    assert {code: people[code] for code in leads} == {code: added_up(others, capacity)[code] for code in leads}
    assert held.minutes == before
    assert held.by_person(capacity) == added_up(held, capacity)


def added_up(held, capacity):
    """The minutes by person, worked out from the beginning."""
    return spread(held.minutes, capacity)
