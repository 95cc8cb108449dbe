"""How far an answer moves with what is assumed: the same question under other weights and other filings."""

from allocator.domain.scenarios.scenario import Arrivals
from allocator.simulation.replications import Asked
from allocator.simulation.swings import Ask, filings_swung, swings_table, under_swings, weights_swung
from tests.allocator.simulation.stages import an_opening, drawn
from tests.allocator.simulation.test_staging import a_scenario

ASK = Ask(Asked(10), drawn)


def asked(swings, **more):
    scenarios = (a_scenario(warm_up_days=0), a_scenario(warm_up_days=0, **more))
    return under_swings(an_opening(), scenarios, swings, ASK)


def test_nothing_moved_comes_first_then_less_and_more():
    """Three columns: as assumed, three in ten less, three in ten more."""
    assert [swing.name.en for swing in weights_swung(300)] == ["as assumed", "all weights × 0.7", "all weights × 1.3"]
    assert [swing.name.zh for swing in filings_swung(100)] == ["按现有假设", "收案 ×0.9", "收案 ×1.1"]


def test_each_cause_can_be_moved_alone():
    """Which weight matters is seen by moving one after the other."""
    names = [swing.name.en for swing in weights_swung(300, ("loan", "wage"))]

    assert names[1:] == ["weight of loan × 0.7", "weight of loan × 1.3", "weight of wage × 0.7", "weight of wage × 1.3"]


def test_a_weight_that_was_moved_already_is_moved_from_there():
    """A scenario's own assumption is the middle of the swing."""
    less, more = (swing.move(a_scenario(weights={"every": 2000})) for swing in weights_swung(300)[1:])

    assert (less.weights["every"], more.weights["every"]) == (1400, 2600)


def test_filings_are_moved_from_the_growth_assumed():
    """A fifth more, and a tenth more or less of that."""
    less, more = (swing.move(a_scenario(arrivals=Arrivals(growth=200))) for swing in filings_swung(100)[1:])

    assert (less.arrivals.growth, more.arrivals.growth) == (80, 320)


def test_the_question_is_answered_under_each_assumption_with_the_same_luck():
    """Common luck also between assumptions: where the run does not heed weights, nothing moves."""
    found = asked(weights_swung(300), arrivals=Arrivals(growth=200))

    differences = [one.report.outcomes[1].differences["accepted"] for one in found]
    assert len(found) == 3
    assert differences[0] == differences[1] == differences[2]
    assert len({one.report.digest for one in found}) == 3


def test_the_table_has_a_column_for_each_assumption():
    """The planner reads along the row whether the answer stands."""
    table = swings_table(asked(filings_swung(500), arrivals=Arrivals(growth=200)))

    assert [text.en for text in table.head] == ["figure", "unit", "as assumed", "filings × 0.5", "filings × 1.5"]
    assert all("clearly more" in text.en for text in table.rows[0][2:])
    assert all(len(row) == 5 for row in table.rows)


def test_an_answer_under_an_assumption_is_one_document():
    """It carries its name and the digest of its report."""
    (found,) = asked(weights_swung(300)[:1])

    document = found.as_dict()
    assert document["name"] == {"zh": "按现有假设", "en": "as assumed"}
    assert document["digest"] == found.report.digest
    assert len(document["report"]["outcomes"]) == 2
