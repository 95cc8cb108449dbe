"""What a case means for whoever does a part of it is what adding everything up gives, however it is worked out."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from allocator.decisions.recommendation.shares import FULLEST_KEPT, Shares
from allocator.domain.workload import permille, spread
from tests.allocator.decisions.offices import a_random_office


@given(st.integers(0, 10**4), st.floats(0, 1.2))
@example(1, 1.0)
def test_who_comes_above_the_whole_is_found_whether_or_not_a_desk_is_shared_out(seed, fill):
    """Desks that only support are filled to about the brim: nobody above it is passed over, nobody below it named."""
    office = a_random_office(seed)
    capacity = office.seen.capacity
    full = {desk: round(minutes * fill) for desk, (minutes, _) in office.seen.support.desks.items()}
    seen = replace(office.seen, held={**office.seen.held, **full})
    for case in office.cases:
        shares = Shares(seen)
        for lead in capacity.leaders:
            part = shares.of(lead, case)

            assert part.fullest == above_the_whole(part.desks, seen)


def above_the_whole(desks, seen):
    """The fullest of those who have a part at any desk, each with all that is held and the desk's minutes."""
    capacity, held = seen.capacity, spread(seen.held, seen.capacity)
    parts = [(code, own) for desk, count in desks.items() for code, own in capacity.parts(desk, count).items()]
    over = [
        (permille(held[code] + own, capacity.minutes[code]), code)
        for code, own in parts
        if held[code] + own > capacity.minutes[code] > 0
    ]
    return tuple(sorted(over, reverse=True)[:FULLEST_KEPT])
