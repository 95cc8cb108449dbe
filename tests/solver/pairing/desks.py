"""Apprentices and mentors for the tests of pairing: small ones written out, random ones by seed, all plans of a tiny one."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from solver.pairing import MUST, Instance, Pair, Plan
from solver.pairing.rules.variables import Variables
from tests.solver.posting import posted_in

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def a_pair(apprentice, mentor, wish=1, regard=1, **more):
    """A pair that may be made, each the other's first choice unless said otherwise."""
    return Pair(apprentice, mentor, wish, regard, **more)


def a_desk(*pairs, slots, apprentices=None, loads=None, present=None):
    """Apprentices and mentors with these pairs; a mentor's load is 100 for each apprentice unless said otherwise."""
    count = 1 + max((pair.apprentice for pair in pairs), default=-1) if apprentices is None else apprentices
    return Instance(
        apprentices=count,
        pairs=tuple(pairs),
        slots=tuple(slots),
        loads=tuple(tuple(own) for own in loads or [[100 * (place + 1) for place in range(own)] for own in slots]),
        present=tuple(present or [-1] * count),
    )


posted = partial(posted_in, Variables)
"""What the solver makes of a plan when only one rule is posted (see posting)."""


def every_plan(instance) -> Iterator[Plan]:
    """All plans of a tiny desk that keep every hard rule."""
    choices = [[-1, *own] for own in instance.of_apprentice]
    plans = (Plan(tuple(options)) for options in product(*choices))
    return (plan for plan in plans if not any(rule.measure(instance, plan) for rule in MUST))


def a_random_desk(seed, apprentices=4, mentors=3, *, concessions=False):
    """A random desk: lists with ties and gaps, mentors of no or few slots, some loaded, some apprentices paired already."""
    chance = np.random.default_rng(seed)
    pairs = tuple(
        Pair(
            apprentice,
            mentor,
            int(chance.integers(1, 4)),
            int(chance.integers(1, 4)),
            int(chance.integers(0, 50)),
            bool(concessions and chance.random() < 0.3),
        )
        for apprentice in range(apprentices)
        for mentor in range(mentors)
        if chance.random() < 0.8
    )
    slots = tuple(int(count) for count in chance.integers(0, 3, mentors))
    places = [own + (int(chance.integers(0, 2)) if concessions else 0) for own in slots]
    loads = tuple(tuple(sorted(chance.integers(1, 900, own).tolist())) for own in places)
    present = tuple(int(mentor) for mentor in chance.integers(-1, mentors, apprentices))
    return Instance(apprentices, pairs, slots, loads, present)


def random_desks(*, concessions=False):
    """Random desks by seed."""
    return st.integers(0, 10_000).map(lambda seed: a_random_desk(seed, concessions=concessions))


@st.composite
def desks_with_any_plan(draw, *, concessions=True):
    """A random desk and any plan of it, lawful or not."""
    desk = draw(random_desks(concessions=concessions))
    return desk, Plan(tuple(draw(st.sampled_from([-1, *own])) for own in desk.of_apprentice))
