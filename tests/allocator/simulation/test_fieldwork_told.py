"""A report says how its field work was simulated."""

from dataclasses import replace

from allocator.domain.scenarios.figures import told
from allocator.domain.scenarios.scenario import Fieldwork
from allocator.domain.words import Text
from allocator.simulation.fieldwork_told import TOLD, fieldwork_told
from allocator.simulation.replications import Asked, replicate
from allocator.simulation.report import report_from
from tests.allocator.simulation.field_lives import a_field_stage


def report_of(*ways):
    """Two runs each of two weeks."""
    stages = [replace(a_field_stage(days=14, fieldwork=way), name=Text(way.value, way.value)) for way in ways]
    return replicate(stages, Asked(2))


def test_one_way_for_all_is_said_once():
    """A pool as ever, or weeks."""
    for way in Fieldwork:
        assert list(fieldwork_told(report_of(way))) == [TOLD[way]]


def test_scenarios_that_differ_are_named_and_what_a_pool_does_not_tell_is_no_nought():
    """Nobody reads that no errand waited where none was asked for; the document keeps it all."""
    report = report_of(Fieldwork.POOL, Fieldwork.WEEKS)

    assert [text.en.partition(": ")[0] for text in fieldwork_told(report)] == ["pool", "weeks"]
    assert report.outcomes[0].figures["errands_waiting"].mean is None
    assert report.outcomes[1].figures["errands_waiting"].mean is not None
    assert report.outcomes[1].differences["errands_waiting"].mean is None
    assert report.outcomes[1].differences["closing_rate"].n == 2
    assert report_from(report.as_dict()) == report


def test_a_report_of_pools_is_the_document_it_always_was():
    """Digests of reports that were kept stand."""
    document = report_of(Fieldwork.POOL).as_dict()

    assert all("fieldwork" not in outcome for outcome in document["outcomes"])
    assert not any(name.startswith("errand") for name in document["outcomes"][0]["figures"])


def test_a_figure_that_is_not_told_meets_no_target():
    """Not a number is neither at least nor at most anything."""
    assert told({"closed": 3.0}, "closed") == 3
    assert told({"closed": 3.0}, "errand_days") != told({"closed": 3.0}, "errand_days")
