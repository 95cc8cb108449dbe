"""What a case is really like."""

from statistics import fmean

import pytest

from allocator.domain.facts import CaseInput, facts_of
from allocator.domain.rulebook.condition_reading import read_condition
from allocator.domain.rulebook.conditions import FactValue
from allocator.simulation.chance import Chance
from allocator.simulation.truth import holds, open_facts, truth_of
from tests.allocator.processes import a_process, nodes_rulebook
from tests.stories import a_filing, a_staffed_office

KINDS = {"full_cash": "yes_no", "claim": "money", "mood": "choice", "title": "text"}


def truth(number=1, seed=1, **filed):
    """The truth of a case under the small rulebook."""
    case = CaseInput(a_filing(f"（2022）内0222执{number}号", **filed))
    office, rulebook = a_staffed_office(), nodes_rulebook()
    known = facts_of(case, office, rulebook)
    return truth_of(case, known, open_facts(known, rulebook, a_process()), office, rulebook, Chance(seed, 0))


def test_what_is_known_is_true_and_nothing_stays_open():
    """What the filing says stands; everything else gets a value."""
    found = truth(traits={"full_cash": True}, assets=frozenset({"vehicle"}))

    assert (found["full_cash"], found["asset_vehicle"], found["asset_deposit"]) == (True, True, False)
    assert found["visits"] == 0
    assert found["mood"] in ("willing", "hostile")
    assert truth(cause=None)["cause"] in ("loan", "wage", "other")


def test_open_facts_come_out_as_often_as_the_rulebook_says():
    """Full cash in one case of five."""
    assert fmean(bool(truth(number)["full_cash"]) for number in range(2000)) == pytest.approx(0.2, abs=0.03)


def test_a_truth_hangs_on_nothing_but_the_cases_own_name():
    """What else is known of it does not change the rest."""
    plain, known = truth(), truth(traits={"mood": "hostile"})

    assert {name: value for name, value in plain.items() if name != "mood"} == {
        name: value for name, value in known.items() if name != "mood"
    }


@pytest.mark.parametrize(
    "sentence, true",
    [
        ("full_cash", True),
        ("not full_cash", False),
        ("full_cash and claim >= yuan(30_000)", True),
        ("full_cash and claim > yuan(30_000)", False),
        ("claim > yuan(30_000) or mood == 'hostile'", False),
        ("mentions(title, '民间借贷')", True),
    ],
)
def test_conditions_made_ready_say_what_they_say(sentence, true):
    """And, or, not and comparisons over facts that are known."""
    facts: dict[str, FactValue] = {"full_cash": True, "claim": 3_000_000, "mood": "willing", "title": "民间借贷纠纷"}

    assert holds(read_condition(sentence, KINDS))(facts) is true
    assert holds(True)(facts)


def test_an_open_fact_counts_as_not_so():
    """Only what is known passes."""
    assert not holds(read_condition("full_cash", KINDS))({"full_cash": None})
