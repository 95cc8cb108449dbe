"""Scenarios of the fixture bureau played by the engine: the same bytes on any workers, and what the reform is worth."""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from multiprocessing import get_context

import pytest

from allocator.domain.facts import CaseInput
from allocator.domain.scenarios.scenario import Arrivals
from allocator.files.scenarios import read_scenario
from allocator.simulation.opening import Opening
from allocator.simulation.replications import Asked, replicate
from allocator.simulation.staging import staged
from allocator.simulation.swings import Ask, under_swings, weights_swung
from fixtures.generate import generate
from tests.fixtures.folders import GUYANG, load


@cache
def guyang() -> Opening:
    """The fixture bureau with nothing open and the filings of a quarter to draw from."""
    folder = load(GUYANG)
    assert folder.process is not None
    filings = generate(1, 400, date(2022, 7, 1), date(2022, 9, 30), folder.rulebook, folder.office)
    bank = tuple(CaseInput(one) for one in filings)
    return Opening(folder.office, folder.rulebook, folder.process, (), bank, means=folder.fieldwork.means)


def scenario(name, **more):
    """A scenario of the fixture bureau, cut to some weeks."""
    asked = read_scenario(GUYANG / "scenarios" / f"{name}.toml", guyang().office, guyang().rulebook)
    return replace(asked, warm_up_days=0, **more)


def stage(name):
    return staged(guyang(), scenario(name, days=35))


@pytest.mark.slow
def test_one_two_and_four_workers_give_the_same_bytes():
    """A report is the same wherever it was worked out; the one is this process."""
    stages = [stage(name) for name in ("baseline", "one_officer_leaves", "rebalance_each_month", "field_weeks")]
    asked = Asked(6)
    alone = replicate(stages, asked)

    for workers in (2, 4):
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            together = replicate(stages, asked, executor=pool)

        assert json.dumps(together.as_dict()) == json.dumps(alone.as_dict())


def test_every_scenario_of_the_fixture_bureau_can_be_played():
    """Five weeks of each with few filings: people, teams, rules and vehicles are such as the engine can live with."""
    names = sorted(file.stem for file in (GUYANG / "scenarios").glob("*.toml"))

    few = Arrivals(per_year=150)
    report = replicate([staged(guyang(), scenario(name, days=35, arrivals=few)) for name in names], Asked(2))

    assert all(outcome.figures["accepted"].mean for outcome in report.outcomes)
    assert all(len(outcome.weeks["open"]) == 5 for outcome in report.outcomes)


@pytest.mark.slow
def test_the_reform_is_worth_something_and_moves_with_the_weights():
    """Five teams do with fewer hours what one person to the end does, under weights three in ten less and more."""
    scenarios = (scenario("one_person_to_the_end", days=112), scenario("baseline", days=112))

    found = under_swings(guyang(), scenarios, weights_swung(300), Ask(Asked(2)))

    worth = [one.report.outcomes[1].differences["hours_worked"].mean for one in found]
    assert [mean is not None and mean < 0 for mean in worth] == [True, True, True]
    assert len(set(worth)) == 3
