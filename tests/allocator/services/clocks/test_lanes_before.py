"""Clocks of a case that was in another lane before: each day is told by the lane in which the case stood then."""

from datetime import UTC, date, datetime

from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts
from allocator.services.clocks.deadlines import case_nodes, due_list
from allocator.services.indicators.numbers import Question, read_indicators
from allocator.services.intake.filings import file_case
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing

NEAR, OVER, TODAY = date(2022, 10, 25), date(2022, 11, 2), date(2022, 11, 8)


def stays(bureau: BureauAtWork, day: date) -> list[str]:
    """Give the cases near or past the end of their stay on the fast track, as the list of a day has them."""
    return [item.case_no for item in due_list(bureau.context, "conversions", as_of=day).items]


def missed(bureau: BureauAtWork, day: date) -> int:
    """Count the nodes missed since October began, as of a day."""
    found = read_indicators(bureau.context, Question(date(2022, 10, 1), day, day))
    return next(one.measure.numerator for one in found.readings if one.indicator.id == "overdue_nodes_per_case")


def test_a_converted_case_is_on_the_list_of_the_days_before(bureau: BureauAtWork) -> None:
    """Thirty days on the fast track, over on 31 October; converted on 8 November: the lists and numbers of days before stay."""
    case = file_case(bureau.context, a_filing(filed_on=date(2022, 9, 30)))
    assign(bureau.context, case.id)
    bureau.clock.now = datetime(2022, 11, 7, 2, tzinfo=UTC)
    before = {day: (stays(bureau, day), missed(bureau, day)) for day in (NEAR, OVER)}
    assert before[NEAR][0] == before[OVER][0] == [case.case_no]

    bureau.clock.now = datetime(2022, 11, 8, 2, tzinfo=UTC)
    add_facts(bureau.context, case.id, {"appraisal_needed": True})

    assert {day: (stays(bureau, day), missed(bureau, day)) for day in (NEAR, OVER)} == before
    assert stays(bureau, TODAY) == []
    assert "N13b" in {item.node.id for item in case_nodes(bureau.context, case.id, OVER).items}
    assert "N13b" not in {item.node.id for item in case_nodes(bureau.context, case.id).items}
