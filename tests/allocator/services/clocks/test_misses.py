"""Predicted misses at work: from few closed cases a rate with its interval, of every open clock once, and nothing changed."""

from datetime import date

import pytest

from allocator.decisions.deadlines.missing import RATE
from allocator.domain.clocks.closing import Closing
from allocator.domain.errors import BadInput
from allocator.services.assignment.giving import assign
from allocator.services.cases.closings import close_case
from allocator.services.clocks.deadlines import due_list
from allocator.services.clocks.misses import predict_misses, prediction_view
from allocator.services.fieldwork.errands import add_errand
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import some_cases


def test_every_open_clock_that_is_not_missed_yet_has_its_probability(bureau: BureauAtWork) -> None:
    """With few closed cases they are rates, which the answer says; the list is the one that `due` gives."""
    cases = [assign(bureau.context, case.id).case for case in some_cases(bureau.context, 3)]
    add_errand(bureau.context, {"kind": "service", "case_no": cases[1].case_no, "place": {"town": "银号镇"}})
    bureau.clock.next_day()
    close_case(bureau.context, cases[0].id, Closing("withdrawn", date(2022, 10, 1)))

    found = predict_misses(bureau.context)
    listed = due_list(bureau.context, "due", days=60)

    assert found.foresight.method == RATE
    assert found.foresight.looks > 0
    assert [(one.due.case_id, one.due.clock) for one in found.items] == [
        (item.case_id, item.clock) for item in listed.items if item.clock.due and item.clock.due >= listed.as_of
    ]
    assert all(0 < item["low"] < item["probability"] < item["high"] < 1 for item in prediction_view(found)["items"])
    with pytest.raises(BadInput):
        predict_misses(bureau.context, days=1000)
