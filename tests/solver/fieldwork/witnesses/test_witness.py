"""Witnesses on the bounds of a week: none beyond what a plan can reach is confirmed, and a better plan refutes."""

import pytest
from hypothesis import given, settings
from ortools.sat.python import cp_model

from solver.fieldwork import MUST, PREFER
from solver.fieldwork.rules.prefer import levels
from solver.fieldwork.rules.variables import Variables
from solver.fieldwork.witnesses.restated import Restated
from solver.fieldwork.witnesses.witness import Witnesses
from tests.solver.fieldwork.weeks import (
    CREW,
    DAY,
    LI,
    WANG,
    ZHAO,
    a_part,
    a_plan,
    a_week,
    an_errand,
    away,
    few,
    random_weeks,
    sync,
    there_and_back,
    wish,
)

ENOUGH = 20


def lowest(week, level, held):
    """What the model of all rules proves to be the lowest value of a level."""
    terms, model = {term.level: term for term in levels(week)}, cp_model.CpModel()
    variables = Variables(model, week, 2)
    for must in MUST:
        must.post(model, variables, week)
    for name, most in held.items():
        model.add(terms[name].post(model, variables, week) <= most)
    model.minimize(terms[level].post(model, variables, week))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_deterministic_time = 1, 2
    return round(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None


@settings(few, max_examples=6)
@given(random_weeks)
def test_no_bound_above_the_best_plan_is_confirmed(week):
    """Level by level, with what is held above it: HiGHS proves at most what the model of all rules proves."""
    witnesses, held = Witnesses(week, ()), dict[str, int]()
    for level in levels(week):
        best = lowest(week, level.level, held)
        if best is None:
            break
        assert witnesses.hear(level.level, best + 1, ENOUGH).word == "open"
        witnesses.hold(level.level, best)
        held[level.level] = best


def served(week):
    """Every errand of a week has a place."""
    return {f"placed:{rank}": 0 for rank in sorted(set(week.errand_rank.tolist()))}


def heard(week, level, stated, held=None, plans=(), seconds=ENOUGH):
    """What the witnesses say of a bound."""
    witnesses = Witnesses(week, plans)
    for name, most in (held or {}).items():
        witnesses.hold(name, most)
    return witnesses.hear(level, stated, seconds)


@pytest.mark.parametrize(
    "week, level, stated",
    [
        (a_week(an_errand(a_part(windows=()))), "placed:0", 1),
        (a_week(an_errand(a_part(need=((CREW, 4),)))), "placed:0", 1),
        (a_week(an_errand(), an_errand(), day_opens=[0], day_closes=[130], vehicle_seats=[4], vehicle_driver=[-1]), "placed:0", 1),
        (
            a_week(
                *(an_errand(a_part(minutes=120, use=((0, 1),), windows=((30, DAY - 150),))) for _ in range(4)),
                resource_count=[1],
                resource_carried=[0],
            ),
            "placed:0",
            1,
        ),
        (a_week(an_errand(a_part(due=10))), "late", 20),
        (a_week(an_errand(a_part(due=10)), **away((LI, 0, 300), (WANG, 0, 300), (ZHAO, 0, 300))), "late", 0),
        (a_week(an_errand(a_part(hard=60, need=((CREW, 2),)))), "fair", 120),
        (a_week(*(an_errand(a_part(need=((CREW, 2),))) for _ in range(2)), drive_hard=[0, 60, 0]), "fair", 120),
        (a_week(*(an_errand(a_part(windows=((day * DAY, day * DAY + 300),))) for day in range(2)), drive_hard=[0, 60, 0],
                vehicle_driver=[0, 0]), "fair", 120),
        (a_week(an_errand(a_part(need=((CREW, 2),))), out_norm=[100] * 6, out_price=[2] * 6), "overtime", 80),
        (a_week(an_errand(a_part(need=((CREW, 2),))), week_norm=[90] * 3), "overtime", 60),
        (a_week(an_errand(), out_most=[119] * 6), "placed:0", 0),
        (a_week(an_errand(a_part(need=((CREW, 2),))), out_most=[119] * 6), "placed:0", 1),
        (a_week(an_errand(a_part(windows=((100, 200),), prefer=((0, 99), (201, 300)), odd=7))), "preferred", 7),
        (a_week(an_errand(kind=1), **wish((LI, WANG, 0, 3))), "learning", 3),
        (a_week(an_errand(a_part(booked=(30, 1), crew=((LI,),)), price=5), **away((LI, 60, 70))), "moved", 5),
        (a_week(an_errand(a_part(who=((LI, 0), (WANG, 4)), barred=((LI,),)))), "standin", 4),
        (a_week(an_errand(a_part(need=((CREW, 2),)))), "away", 240),
        (a_week(an_errand(), an_errand(a_part(place=2))), "travel", 90),
    ],
)  # fmt: skip
def test_what_everybody_can_see_is_confirmed(week, level, stated):
    """No hour, too few people, a day too short, overdue, away, nobody to meet, taken on that day, barred; work and ways."""
    held = None if level.startswith("placed") else served(week)

    assert heard(week, level, stated, held).word == "confirmed"


def test_what_is_seen_less_of_stays_open_with_what_is_proven():
    """Two debtors who need three seats each cannot ride in one car: HiGHS is told of no seats but one errand's."""
    week = a_week(an_errand(a_part(seats=3)), an_errand(a_part(place=2, seats=3)))

    said = heard(week, "travel", 120, served(week))

    assert (said.word, said.proven) == ("open", 90)


def test_a_better_plan_refutes_a_bound():
    """It keeps what is held, and its measured value lies below; one that breaks a rule refutes nothing."""
    week = a_week(an_errand(a_part(need=((CREW, 2),))))
    good, alone = a_plan(1, there_and_back()), a_plan(1, there_and_back(people=(LI,)))

    said = heard(week, "away", 241, served(week), plans=(alone, good))

    assert (said.word, said.found, said.plan) == ("refuted", 240, good)
    assert heard(week, "away", 241, served(week), plans=(alone,)).word == "open"
    assert heard(week, "away", 241, {"placed:0": 0, "travel": 10}, plans=(good,)).word == "open"


def test_parts_go_by_different_vehicles():
    """A convoy of two needs two cars."""
    week = a_week(an_errand(a_part(), a_part()), vehicle_seats=[4], vehicle_driver=[-1], **sync((0, 1, 0, 0)))

    assert heard(week, "placed:0", 1).word == "confirmed"


def test_what_cannot_be_settled_stays_open(monkeypatch):
    """No time, a level nobody knows, too large a week, a solver that fails: the bound is neither true nor false."""
    week = a_week(an_errand())

    assert heard(week, "away", 50, seconds=0.0).word == "open"
    assert heard(week, "luck", 1).word == "open"
    with monkeypatch.context() as patch:
        patch.setattr("solver.fieldwork.witnesses.witness.MOST_RIDES", 1)
        assert heard(week, "travel", 60, served(week)).word == "open"
    monkeypatch.setattr("solver.witness.mathopt.solve", lambda *_, **__: 1 // 0)
    assert heard(week, "travel", 60, served(week)).word == "open"


def test_every_level_there_is_can_be_restated():
    """A rule that is added to the list of levels is added to the restatement too."""
    restated = Restated(a_week(an_errand()))

    assert [term.name for term in PREFER if not restated.knows(term.name)] == []
