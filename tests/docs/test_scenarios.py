"""What the page on scenario files says is so."""

import re

from allocator.domain.scenarios.figures import FIGURES
from allocator.domain.scenarios.scenario import Policy, Rebalance
from allocator.files.scenarios import ScenarioText, scenario_of
from tests.fixtures.folders import GUYANG, load
from tests.proofs import tree

PAGE = (tree.ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_example_with_everything_in_it_is_read():
    """Whoever copies a table from the page gets what it says."""
    [example] = re.findall(r"```toml\n(.+?)```", PAGE, flags=re.DOTALL)
    folder = load(GUYANG)

    scenario = scenario_of(ScenarioText("example.toml", example), folder.office, folder.rulebook)

    people, teams, arrivals = scenario.people, scenario.teams, scenario.arrivals
    assert [len(table) for table in (people.join, people.leave, people.move, people.away)] == [2, 1, 1, 1]
    assert [len(table) for table in (teams.formed, teams.merged, teams.lanes, arrivals.campaigns)] == [1, 1, 1, 1]
    assert len(scenario.rules) == 4
    assert scenario.rebalance == Rebalance(30, 10, hand_over=True)


def test_every_figure_and_policy_is_named():
    """Nobody has to look into the code for a name."""
    assert [name for name in FIGURES if not re.search(rf"\b{name}\b", PAGE)] == []
    assert [policy.value for policy in Policy if not re.search(rf"\b{policy.value}\b", PAGE)] == []
