"""Near-equals are drawn in batches too: the day's secret decides among plans within the tolerance, and nothing else."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.allocation.allocation import allocate
from allocator.decisions.recommendation.draw import lot
from solver.assignment import score
from tests.allocator.decisions.explaining.asking import cases, three_officers
from tests.allocator.decisions.stock import snapshot, waiting

secrets = st.binary(min_size=32, max_size=32)


def drawn(waits, seen, secret):
    """The proof of a plan drafted with a day's secret."""
    return allocate(waits, seen, partial(lot, secret), seed=7, seconds=3).proof


def who(proof):
    """Who leads each case."""
    return [int(proof.problem.option_lead[option]) for option in proof.plan.chosen.tolist()]


def test_two_secrets_give_two_plans_of_equal_worth():
    """Six like cases for three officers: which of them gets which is the secret's to say."""
    waits, seen = cases(*[10] * 6), three_officers()

    plans = [drawn(waits, seen, bytes([number]) * 32) for number in range(4)]

    values = [score(proof.problem, proof.plan) for proof in plans]
    assert len({tuple(who(proof)) for proof in plans}) > 1
    assert len({tuple(value for name, value in found.items() if name != "lots") for found in values}) == 1


def test_the_same_secret_gives_the_same_plan():
    """Drafting again brings nothing new, so that nobody drafts until the wished plan comes."""
    waits, seen = cases(*[10] * 6), three_officers()

    assert who(drawn(waits, seen, b"s" * 32)) == who(drawn(waits, seen, b"s" * 32))


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 1_000_000), secrets, secrets)
def test_whatever_the_secret_no_level_pays_more_than_its_tolerance(seed, one, other):
    """Each plan keeps what its certificate holds, near the bound that holds for both: the price is within the tolerance."""
    first, second = (drawn(waiting(seed, 8), snapshot(seed), secret) for secret in (one, other))

    for proof in (first, second):
        values = score(proof.problem, proof.plan)
        for level in proof.certificate.levels[:-1]:
            assert level.bound <= values[level.name] <= level.held
            assert values[level.name] - score(proof.problem, proof.settled)[level.name] <= level.held - level.bound
