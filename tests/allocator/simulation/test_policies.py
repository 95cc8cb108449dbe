"""Ways of giving cases out, held against each other."""

from dataclasses import replace

import pytest

from allocator.domain.scenarios.scenario import Policy
from allocator.simulation.engine import run, run_once
from tests.allocator.processes import a_process
from tests.allocator.simulation.lives import a_stage
from tests.allocator.simulation.tracks import lives_of


@pytest.mark.parametrize("policy", list(Policy))
def test_every_policy_closes_cases(policy):
    """Whoever gets the next case, the office goes on."""
    figures = run_once(a_stage(policy=policy), 0).figures

    assert figures["closed"] > 0


def test_before_the_reform_the_one_who_leads_carries_everything():
    """One person from start to end: no clerk and no pool has anything to do."""
    world = run(a_stage(policy=Policy.ONE_PERSON), 0)

    assert all(world.desks.workers[code].worked(world.clock.now) == 0 for code in ("clerk", "fast_clerk", "pool"))
    charged = [life.case.holding for life in world.docket.open.values() if life.case.holding]
    assert all(list(holding.charges) == [holding.officer] for holding in charged)


def test_who_has_fewest_cases_gets_the_next_and_turns_go_round():
    """Policies differ in whom they burden: in turn everybody of the lane gets about as many."""
    counts = {policy: _given(policy) for policy in (Policy.FEWEST, Policy.ROUND_ROBIN)}

    regular = [counts[Policy.ROUND_ROBIN].get(code, 0) for code in ("judge", "officer")]
    assert max(regular) - min(regular) <= 2
    assert counts[Policy.FEWEST] != counts[Policy.ROUND_ROBIN]


def _given(policy):
    found: dict[str, int] = {}
    world = run(a_stage(policy=policy, days=70, process=replace(a_process(), overstays=())), 0)
    for life in lives_of(world).values():
        if life.case.holding and life.case.standing.lane == "regular" and not life.case.standing.conversions:
            found[life.case.holding.officer] = found.get(life.case.holding.officer, 0) + 1
    return found
