"""Whatever a planner asks, the office lives through it: no hour beyond those available, no case lost, the same every time."""

from datetime import date, timedelta
from random import Random

import pytest

from allocator.domain.people import Period
from allocator.domain.scenarios.scenario import (
    Arrivals,
    Away,
    CalendarChanged,
    Campaign,
    Join,
    LanesGiven,
    Leave,
    Move,
    People,
    Policy,
    Rebalance,
    Scenario,
    TeamFormed,
    Teams,
    TeamsMerged,
    VehiclesChanged,
)
from allocator.domain.words import Text
from allocator.simulation.engine import run_once
from allocator.simulation.opening import Opening
from allocator.simulation.staging import staged
from tests.allocator.processes import a_process, nodes_rulebook
from tests.allocator.simulation.lives import FIRST, a_bank, a_small_bureau

WEEKS = 12
OFFICE = a_small_bureau()
CODES = [officer.code for officer in OFFICE.officers]
TEAMS = [team.code for team in OFFICE.teams]


def a_day(random: Random) -> date:
    """A day of the span, or shortly before it."""
    return FIRST + timedelta(days=random.randrange(-10, 7 * WEEKS))


def some_people(random: Random) -> People:
    """Some leave, come, move and are away, also all who can do a thing."""
    moves = (
        Move(
            random.choice(CODES),
            a_day(random),
            role=random.choice((None, "judge", "officer", "clerk", "apprentice")),
            team=random.choice((None, *TEAMS)),
            share=random.choice((None, 0, 500, 1000)),
        )
        for _ in range(random.randrange(4))
    )
    return People(
        join=tuple(
            Join(f"N{number}", a_day(random), like=random.choice(CODES), team=random.choice(TEAMS))
            for number in range(random.randrange(3))
        ),
        leave=tuple(Leave(code, a_day(random)) for code in CODES if random.random() < 0.3),
        move=tuple(moves),
        away=tuple(Away(random.choice(CODES), Period(a_day(random))) for _ in range(random.randrange(2))),
    )


def some_teams(random: Random) -> Teams:
    """A team formed, two or all merged, lanes taken away."""
    members = tuple(random.sample(CODES, 3))
    formed = (TeamFormed("new", Text("新队", "new"), ("fast", "regular"), members, members[0], a_day(random)),)
    merged = (TeamsMerged(TEAMS[0], tuple(TEAMS[1 : random.randrange(1, len(TEAMS)) + 1]), a_day(random)),)
    lanes = (LanesGiven(TEAMS[0], random.choice(((), ("regular",), ("fast", "services"))), a_day(random)),)
    asked = [random.random() < 0.5 for _ in range(3)]
    return Teams(formed if asked[0] else (), merged if asked[1] else (), lanes if asked[2] else ())


def some_filings(random: Random) -> Arrivals:
    """None, few or many, in one month only or all year, without a cause, with a campaign."""
    campaign = Campaign(Text("专项", "campaign"), Period(a_day(random)), random.choice((0, 2000)), ("loan",))
    return Arrivals(
        per_year=random.choice((0, None, 300)),
        growth=random.choice((0, 200, -999)),
        season=random.choice(((), (0,) * 11 + (1,), (1000,) * 12)),
        mix=random.choice(({}, {"loan": 0}, {"wage": 2000})),
        campaigns=(campaign,) if random.random() < 0.3 else (),
    )


def a_scenario(seed: int) -> Scenario:
    """Anything a planner may ask of the small bureau."""
    random = Random(seed)
    policy = random.choice(list(Policy))
    return Scenario(
        name=Text("任意", "anything"),
        first=FIRST,
        days=7 * WEEKS,
        seed=seed,
        policy=policy,
        warm_up_days=0,
        arrivals=some_filings(random),
        people=some_people(random),
        teams=some_teams(random),
        vehicles=(VehiclesChanged(random.choice((-1, 1, 2)), None, a_day(random)),) if random.random() < 0.5 else (),
        calendar=CalendarChanged(frozenset(a_day(random) for _ in range(random.randrange(5)))),
        weights=random.choice(({}, {"every": 1300}, {"wage": 500})),
        rebalance=random.choice((None, Rebalance(7, 3), Rebalance(None, hand_over=True)))
        if policy != Policy.ONE_PERSON
        else None,
    )


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_asked_can_be_lived_through(seed):
    """Also without judges, clerks, lanes, vehicles or filings; the figures add up and come out again."""
    stage = staged(Opening(OFFICE, nodes_rulebook(), a_process(), (), a_bank()), a_scenario(seed))

    path = run_once(stage, 0)

    figures = path.figures
    assert figures["hours_worked"] <= figures["hours_available"] + 1e-6
    assert figures["accepted"] == figures["closed"] + figures["open_at_end"]
    assert {len(weeks) for weeks in path.weeks.values()} == {WEEKS}
    assert sum(path.weeks["filed"]) == figures["accepted"]
    assert repr(run_once(stage, 0)) == repr(path)
