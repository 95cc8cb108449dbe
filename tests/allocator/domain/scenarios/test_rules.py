"""The rulebook of a scenario is read by the reader of every rulebook, with exactly what the scenario says changed."""

from copy import deepcopy
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.scenarios.rules import rulebook_for
from allocator.domain.scenarios.scenario import Scenario
from allocator.domain.words import Text
from tests.stories import SMALL_RULEBOOK, a_rulebook, a_small_rulebook, small_rulebook_with


def changed(own, **more):
    return rulebook_for(Scenario(Text("试", "a try"), date(2022, 10, 1), 90, **more), own)


def test_nothing_asked_is_the_own_rulebook_itself():
    """A scenario without rules plays by the rules in force."""
    assert changed(a_small_rulebook()) is a_small_rulebook()


@pytest.mark.parametrize("path, value, old, new", [
    ("levers.horizon_working_days", 20, "horizon_working_days = 10", "horizon_working_days = 20"),
    ("triage.rules.R2.when", "claim >= yuan(9)", "claim >= yuan(500_000)", "claim >= yuan(9)"),
    ("triage.points.P1.points", 3, "points = 10", "points = 3"),
    ("ladder[2].capacity", "0.6", "capacity = 0.5", "capacity = 0.6"),
    ("weights.causes.wage.hours.clerk", "3.1", "clerk = 2.1", "clerk = 3.1"),
    ("levers.most_new_in_7_days", 5, "horizon_working_days = 10", "horizon_working_days = 10\nmost_new_in_7_days = 5"),
])  # fmt: skip
def test_a_changed_value_is_the_same_as_a_changed_file(path, value, old, new):
    """A rehearsed rule has the digest of the rule that would be put in force."""
    assert changed(a_small_rulebook(), rules={path: value}) == read_rulebook(small_rulebook_with((old, new)))


def test_another_rulebook_takes_the_place_of_the_own():
    """With values of it changed on top."""
    other = a_rulebook()

    found = changed(a_small_rulebook(), rulebook=other.source, rules={"triage.score.threshold": 40})

    assert found.triage.threshold == 40
    assert found.version == other.version


@given(factor=st.integers(100, 3000))
def test_every_weight_is_multiplied_and_shares_stay(factor):
    """Three in ten more effort everywhere: causes, traits and the fixed part of a pool."""
    own, found = a_small_rulebook(), changed(a_small_rulebook(), weights={"every": factor})

    for before, after in zip(own.weights.causes, found.weights.causes, strict=True):
        for role, minutes in before.minutes.items():
            assert abs(after.minutes[role] - Fraction(minutes * factor, 1000)) <= Fraction(1, 2)
    assert [pool.permille for pool in found.charging.pools] == [pool.permille for pool in own.charging.pools]
    assert abs(found.charging.pools[0].fixed - Fraction(30 * factor, 1000)) <= Fraction(1, 2)


def test_one_cause_is_made_dearer_alone():
    """A time study of one kind of case is tried before it is believed."""
    found = changed(a_small_rulebook(), weights={"wage": 2000})

    assert [cause.minutes["clerk"] for cause in found.weights.causes] == [144, 252]


def test_the_weight_of_trips_and_intake_grows_too():
    """What a cause takes is all of it: hours, ways and intake."""
    own, found = a_rulebook(), changed(a_rulebook(), weights={"every": 1300})

    for before, after in zip(own.weights.causes, found.weights.causes, strict=True):
        for role, minutes in before.minutes.items():
            assert abs(after.minutes[role] - minutes * 1.3) <= 2


@pytest.mark.parametrize("more, field", [
    ({"rules": {"levers.most_load": "12"}}, "rules.levers.most_load"),
    ({"rules": {"levers.most": 1}}, "rules.levers.most"),
    ({"rules": {"triage.rules.R9.lane": "fast"}}, "rules.triage.rules.R9.lane"),
    ({"rules": {"charging.pools": [{"lane": "x", "role": "clerk"}]}}, "rules.charging.pools"),
    ({"rules": {"lanes": {}}}, "rules"),
    ({"weights": {"wages": 1}}, "weights.wages"),
    ({"weights": {"every": 0}}, "weights.every"),
    ({"weights": {"wage": 0}, "rules": {"levers.horizon_working_days": 33}}, "weights.wage"),
    ({"rulebook": {"version": "x"}}, "rulebook"),
])  # fmt: skip
def test_what_the_reader_refuses_is_told_at_the_key_that_caused_it(more, field):
    """The planner finds the line of the scenario, not of a rulebook nobody wrote."""
    with pytest.raises(BadInput) as caught:
        changed(a_small_rulebook(), **more)

    assert field in {fault["field"] for fault in caught.value.faults}


def test_the_own_rulebook_is_never_touched():
    """A scenario changes a copy."""
    own = read_rulebook(SMALL_RULEBOOK)
    before = deepcopy(own)

    changed(own, rules={"levers.horizon_working_days": 33}, weights={"every": 1300})

    assert own == before
