"""Small packings, and their best choice found by trying everything."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from solver.assignment.finish.packing import Packing
from solver.assignment.instance import PERMILLE, Instance
from solver.assignment.plan import Plan
from solver.assignment.rules.load_rules import PeakLoad


def a_packing(costs, minutes, room):
    """Build a packing from tables with a row for each case and a place for each person."""
    costs, minutes = np.array(costs, dtype=np.int64), np.array(minutes, dtype=np.int64)
    cases, people = costs.shape
    return Packing(
        np.arange(cases + 1) * people,
        np.tile(np.arange(people), cases),
        minutes.reshape(-1),
        costs.reshape(-1),
        np.append(np.array(room, dtype=np.int64), 0),
        np.arange(cases * people),
        np.arange(cases),
    )


def a_busy_office(people=7, cases=40, seed=3):
    """Cases that are cheap where they take long, and desks with little room to spare."""
    chance = np.random.default_rng(seed)
    minutes = chance.integers(5, 60, (cases, people))
    costs = 70 - minutes + chance.integers(0, 20, (cases, people))
    return a_packing(costs, minutes, [int(0.8 * minutes.sum() / people**2)] * people)


def is_lawful(packing, options):
    """Say whether everybody has room for what a choice gives."""
    used = np.bincount(packing.person[options], weights=packing.minutes[options], minlength=packing.people)
    return bool((packing.row[options] == np.arange(packing.rows)).all() and (used <= packing.room).all())


def an_office(packing):
    """Make the office a packing was cut out of; everybody has a capacity of 1,000 minutes."""
    people, options = packing.people - 1, len(packing.person)
    return Instance(
        capacity=np.full(people, PERMILLE),
        held=np.zeros(people, dtype=np.int64),
        priority=np.zeros(packing.rows, dtype=np.int64),
        option_case=packing.row,
        option_lead=packing.person,
        charge_start=np.arange(options + 1),
        charge_person=packing.person,
        charge_minutes=packing.minutes,
        option_misfit=packing.cost,
        option_lot=np.zeros(options, dtype=np.int64),
        holder=np.full(packing.rows, -1),
    )


def peak_of(office, options):
    """Measure the peak of a choice as the rule does."""
    return PeakLoad().amount(office, Plan(options))


def _lawful(packing):
    ranges = [range(packing.start[row], packing.start[row + 1]) for row in range(packing.rows)]
    return [np.array(one) for one in product(*ranges) if is_lawful(packing, np.array(one))]


def cheapest(packing):
    """Try every choice; None where none is lawful."""
    return min((int(packing.cost[one].sum()) for one in _lawful(packing)), default=None)


def any_lawful(packing):
    """Give some lawful choice; None where there is none."""
    return next(iter(_lawful(packing)), None)


def lowest_peak(packing):
    """Try every choice; None where none is lawful."""
    office = an_office(packing)
    return min((peak_of(office, one) for one in _lawful(packing)), default=None)


@st.composite
def packings(draw):
    """Up to six cases and three people, tight or roomy."""
    cases, people = draw(st.integers(2, 6)), draw(st.integers(2, 3))
    table = st.lists(st.lists(st.integers(0, 9), min_size=people, max_size=people), min_size=cases, max_size=cases)
    room = draw(st.lists(st.integers(4, 25), min_size=people, max_size=people))
    return a_packing(draw(table), draw(table), room)
