"""Stocks of held cases for the tests of the frontier: small ones written out, random ones by seed, all their choices."""

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import strategies as st

from solver.assignment.frontier import Moves
from solver.assignment.instance import permille
from solver.assignment.plan import Plan
from solver.assignment.rules.must import WithinNewCases
from tests.solver.assignment.offices import an_office, to

MOST = 100_000


def a_stock(*held, **more):
    """An office in which each case is held by the lead of its first option."""
    return an_office(*held, **({"holder": [case[0][0] for case in held]} | more))


def a_random_stock(seed, cases=5, people=3, **more):
    """Cases of random weight held by random people, some of whom are absent; nobody is above the ceiling."""
    chance = np.random.default_rng(seed)
    holders = chance.choice(people, cases, p=chance.dirichlet(np.ones(people)))
    held = [_case(chance, int(holder), people) for holder in holders]
    away = (chance.random(people) < 0.3) & ~np.isin(np.arange(people), [*holders, *(holders + 1) % people])
    capacity = np.where(away, 0, chance.integers(300, 1200, people))
    loose = a_stock(*held, **({"capacity": capacity, "ceiling": MOST} | more))
    highest = permille(Moves.of(loose).present, loose.capacity).max()
    given = {"capacity": capacity, "ceiling": int(highest + chance.choice([0, 50, 500]))}
    return a_stock(*held, **(given | _rations(seed, people) | more))


def _rations(seed, people):
    """In two of five stocks, some people may be given one or two more cases, or none."""
    chance = np.random.default_rng([seed, 5])
    most = np.where(chance.random(people) < 0.5, chance.integers(0, 3, people), -1)
    return {"most_new": most} if chance.random() < 0.4 else {}


def _case(chance, holder, people):
    minutes = int(chance.integers(10, 300))
    others = [lead for lead in range(people) if lead != holder and chance.random() < 0.7]
    shares = [(lead, minutes * int(chance.choice([80, 100, 110])) // 100) for lead in others]
    stays = _option(chance, holder, minutes, people)
    return [stays, *(_option(chance, lead, share, people) for lead, share in shares)]


def _option(chance, lead, minutes, people):
    helper = (lead + 1) % people
    return to(lead, minutes, besides={helper: minutes // 3} if helper != lead and chance.random() < 0.4 else {})


def an_overloaded_stock(seed, cases=5, people=3, share=None, **more):
    """The same, but the ceiling lies somewhere below the load of the busiest: whoever is above it may stay there."""
    office = a_random_stock(seed, cases, people, **more)
    present = Moves.of(office).present
    chance = np.random.default_rng([seed, 6])
    share = float(chance.uniform(0.2, 1.0)) if share is None else share
    return replace(office, present=present, ceiling=int(share * permille(present, office.capacity).max()))


random_stocks = st.builds(a_random_stock, st.integers(0, 10_000_000), st.integers(0, 5), st.integers(2, 3))


overloaded_stocks = st.builds(an_overloaded_stock, st.integers(0, 10_000_000), st.integers(0, 5), st.integers(2, 4))


every_stock = st.one_of(random_stocks, overloaded_stocks)


def best_of_all(moves, most):
    """Peak and spread of the best of all lawful choices of at most so many moves, tried one by one."""
    instance = moves.instance
    choices = [[None, *np.flatnonzero(moves.case == case).tolist()] for case in range(instance.cases)]
    listed = (tuple(row for row in rows if row is not None) for rows in product(*choices))
    lawful = (rows for rows in listed if len(rows) <= most and not WithinNewCases().measure(instance, moves.plan(rows)))
    loads = [moves.loads(rows) for rows in lawful]
    return min((moves.peak(load), moves.spread(load)) for load in loads if moves.lawful(load))


def worth(point):
    """Peak and spread of a point of the frontier."""
    return tuple(level.value for level in point.levels[-2:])


def everybody_stays(instance):
    """The plan in which nothing moves."""
    return Plan(Moves.of(instance).stays)
