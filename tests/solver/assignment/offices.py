"""Offices for the tests of the solver: small ones written out, random ones by seed, and all plans of a tiny one."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from solver.assignment import MUST, Instance, Plan
from solver.assignment.columns import Columns
from solver.assignment.rules.variables import Variables
from tests.solver.posting import posted_in

LI, WANG, ZHAO = 0, 1, 2
LATE, WIDE = (
    1.2,
    0.3,
)  # of a late office: the work, in times what can be done; the part of all people who may have a case

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def to(lead, minutes, *, misfit=0, lot=0, besides=None):
    """An option: who leads, for how many minutes, and who else is charged how many."""
    return (lead, {lead: minutes} | (besides or {}), misfit, lot)


def an_office(*cases, capacity=(1000, 1000, 1000), held=None, desks=(), **more):
    """An office whose cases are lists of options; nothing held, one rank, exact levels unless said otherwise.

    What falls on the people of `desks` beside a lead falls on them through a desk.
    """
    options = [(number, *option) for number, case in enumerate(cases) for option in case]
    charges = [sorted(option[2].items()) for option in options]
    given = {
        "capacity": capacity,
        "held": [0] * len(capacity) if held is None else held,
        "priority": [0] * len(cases),
        "option_case": [option[0] for option in options],
        "option_lead": [option[1] for option in options],
        "charge_start": np.cumsum([0, *(len(part) for part in charges)]),
        "charge_person": [person for part in charges for person, _ in part],
        "charge_minutes": [minutes for part in charges for _, minutes in part],
        "charge_desk": [
            int(person in desks and person != option[1])
            for option, part in zip(options, charges, strict=True)
            for person, _ in part
            if desks
        ],
        "option_misfit": [option[3] for option in options],
        "option_lot": [option[4] for option in options],
        "holder": [-1] * len(cases),
        "ceiling": 1000,
        "peak_tolerance": 0,
        "spread_tolerance": 0,
        "misfit_tolerance": 0,
    }
    return Instance(**(given | more))


def a_tally(kind, *entries, limit=0, price=1, side=1, held=0, person=LI):
    """One tally as the instance wants it: entries are pairs (option, amount)."""
    return {
        "tally_kind": [kind],
        "tally_person": [person],
        "tally_held": [held],
        "tally_limit": [limit],
        "tally_price": [price],
        "tally_side": [side],
        "entry_tally": [0] * len(entries),
        "entry_option": [option for option, _ in entries],
        "entry_amount": [amount for _, amount in entries],
    }


def plan(*options):
    """The plan that takes these options, -1 for none."""
    return Plan(np.array(options, dtype=np.int64))


posted = partial(posted_in, Variables)
"""What the solver makes of a plan when only one rule is posted (see posting)."""


def lawful(instance, given):
    """Whether a plan keeps every hard rule."""
    return not any(term.measure(instance, given) for term in MUST)


def every_plan(instance) -> Iterator[Plan]:
    """All lawful plans of a tiny office."""
    choices = [[-1, *instance.options_of(case).tolist()] for case in range(instance.cases)]
    return (given for options in product(*choices) if lawful(instance, given := plan(*options)))


def a_random_office(seed, cases=5, people=3, **more):
    """A random office: some people absent or busy, some cases heavy, linked, held, or nobody's; some things tallied."""
    chance = np.random.default_rng(seed)
    listed = [
        [
            _random_option(chance, lead, people)
            for lead in range(people)
            if chance.random() < 0.75
        ]
        for _ in range(cases)
    ]  # fmt: skip
    capacity = np.where(chance.random(people) < 0.12, 0, chance.integers(300, 1200, people))
    groups = [
        tuple(sorted(chance.choice(cases, min(2, cases), replace=False).tolist())) for _ in range(chance.integers(0, 3))
    ]
    given = {
        "capacity": capacity,
        "held": (capacity * chance.uniform(0, 1.05, people)).astype(np.int64),
        "priority": chance.integers(0, 3, cases),
        "holder": np.where(chance.random(cases) < 0.3, chance.integers(0, people, cases), -1),
        "together": groups,
        "ceiling": int(chance.choice([900, 1000, 1100])),
        "spread_step": int(chance.choice([20, 50, 200])),
    }
    given |= _random_tallies(chance, people, sum(len(options) for options in listed))
    return _with_present(_with_rations(_with_desks(an_office(*listed, **(given | more)), chance), seed), seed)


def a_late_office(seed, cases, people, days):
    """More work than there is time for, due day by day: a tally for each person and day, all cases placed, loads free."""
    chance = np.random.default_rng(seed)
    minutes, due = chance.integers(6, 120, cases) * 10, chance.integers(0, days, cases)
    may = chance.random((cases, people)) < WIDE
    may[np.arange(cases), chance.integers(0, people, cases)] = True
    part = chance.choice([500, 800, 1000], people, p=[0.2, 0.3, 0.5])
    free = minutes.sum() / LATE / part.sum() * part
    case, lead = np.nonzero(may)
    entries = [
        (int(lead[option]) * days + day, option, int(minutes[case[option]]))
        for option in range(len(case))
        for day in range(due[case[option]], days)
    ]
    tally, option, amount = np.array(sorted(entries)).T
    person, day = np.divmod(np.arange(people * days), days)
    return an_office(
        *([to(int(one), int(minutes[number])) for one in np.flatnonzero(may[number])] for number in range(cases)),
        capacity=(3 * free).astype(int),
        ceiling=5_000,
        tally_kind=np.zeros_like(person),
        tally_person=person,
        tally_held=np.zeros_like(person),
        tally_limit=(free[person] * (day + 1) / days).astype(int),
        tally_price=np.ones_like(person),
        tally_side=np.ones_like(person),
        entry_tally=tally,
        entry_option=option,
        entry_amount=amount,
    )


def _with_rations(office, seed):
    """In two of five offices, let some people be given a few new cases at most."""
    chance = np.random.default_rng([seed, 5])
    most = np.where(chance.random(office.people) < 0.5, chance.integers(0, 4, office.people), -1)
    return replace(office, most_new=most) if chance.random() < 0.4 and not len(office.most_new) else office


def _with_present(office, seed):
    """In one of five offices, let everybody hold something now, some more than the ceiling."""
    chance = np.random.default_rng([seed, 6])
    present = office.held + (office.capacity * chance.uniform(0, 0.6, office.people)).astype(np.int64)
    return replace(office, present=present) if chance.random() < 0.2 and not len(office.present) else office


def _with_desks(office, chance):
    """In two of three offices, let half of what falls on others than the lead fall on them through a desk."""
    beside = office.charge_person != office.option_lead[office.charge_option]
    through = beside & (chance.random(len(beside)) < 0.5)
    return replace(office, charge_desk=through.astype(np.int64)) if chance.random() < 0.67 else office


def _random_tallies(chance, people, options):
    """Up to four tallies of any rule, on either side, some without effect; an option may count twice or negatively."""
    tallies = int(chance.integers(0, 5))
    entries = int(chance.integers(0, 2 * options + 1)) if tallies else 0
    return {
        "tally_kind": chance.integers(0, 4, tallies),
        "tally_person": chance.integers(0, people, tallies),
        "tally_held": chance.integers(-50, 200, tallies),
        "tally_limit": chance.integers(-50, 400, tallies),
        "tally_price": chance.integers(0, 5, tallies),
        "tally_side": chance.choice([-1, 1], tallies),
        "entry_tally": chance.integers(0, max(1, tallies), entries),
        "entry_option": chance.integers(0, max(1, options), entries),
        "entry_amount": chance.integers(-30, 200, entries),
    }


def _random_option(chance, lead, people):
    besides = {
        int(other): int(chance.integers(0, 60))
        for other in range(people)
        if other != lead and chance.random() < 0.3
    }  # fmt: skip
    minutes = int(chance.integers(0, 400))
    return to(lead, minutes, misfit=int(chance.integers(0, 50)), lot=int(chance.integers(0, 1000)), besides=besides)


random_offices = st.builds(a_random_office, st.integers(0, 10_000_000), st.integers(1, 5), st.integers(2, 4))


@st.composite
def offices_with_a_plan(draw):
    """A random office with one of its lawful plans."""
    instance = draw(random_offices)
    chance = np.random.default_rng(draw(st.integers(0, 10_000_000)))
    chosen = np.full(instance.cases, -1, dtype=np.int64)
    for case in chance.permutation(instance.cases).tolist():
        options = [-1, *instance.options_of(case).tolist()]
        tried = chosen.copy()
        tried[case] = options[int(chance.integers(len(options)))]
        chosen = tried if lawful(instance, Plan(tried)) else chosen
    return instance, Plan(chosen)


@st.composite
def offices_with_any_plan(draw):
    """A random office with a plan that may break its rules."""
    instance = draw(random_offices)
    chosen = [draw(st.sampled_from([-1, *instance.options_of(case).tolist()])) for case in range(instance.cases)]
    return instance, plan(*chosen)


def all_to(office, lead):
    """Every case with one lead."""
    columns = Columns.of(office)
    return columns.plan(np.flatnonzero(columns.lead == lead))
