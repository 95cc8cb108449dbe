"""Minutes shared out by weight add up exactly, and by weight it is known who has one minute more."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.sharing import Sharers

MEMBERS = st.dictionaries(st.text("ABC", min_size=1, max_size=4), st.integers(1, 6), min_size=1, max_size=12)


@given(st.integers(0, 400), MEMBERS)
def test_the_largest_remainders_have_one_minute_more_of_equal_ones_the_first_by_code(count, members):
    """As it reads: everybody's whole minutes first, then one by one what is left."""
    whole = sum(members.values())
    exact = {code: Fraction(count * weight, whole) for code, weight in members.items()}
    expected = {code: int(part) for code, part in exact.items()}
    by_remainder = sorted(members, key=lambda code: (expected[code] - exact[code], code))
    for code in by_remainder[: count - sum(expected.values())]:
        expected[code] += 1

    assert Sharers(members).share(count) == expected


@given(st.integers(0, 400), MEMBERS)
def test_portions_tell_by_weight_what_everybody_has(count, members):
    """Of each weight those with one minute more are the first by code."""
    sharers = Sharers(members)
    told = {
        code: part + (place < more)
        for _, codes, part, more in sharers.portions(count)
        for place, code in enumerate(codes)
    }

    assert told == sharers.share(count)
    assert all(members[code] == weight for weight, codes, _, _ in sharers.portions(count) for code in codes)


def test_nobody_shares_nothing():
    """A desk of nobody has no part of anything."""
    assert (Sharers({}).share(7), Sharers({}).portions(7)) == ({}, [])
