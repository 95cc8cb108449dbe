"""One filing typed in: what triage would say of it as far as it goes, and the filing once all is valid."""

from pathlib import Path

import pytest

from allocator.domain.errors import BadInput, Conflict
from allocator.services.context import Context
from allocator.services.intake.typed_filings import file_typed, look_at_typed
from allocator.services.office.offices import load_office
from tests.allocator.services.stories import NOON

GUYANG = Path(__file__).parents[4] / "fixtures" / "guyang"
TYPED = {"case_no": "(2022)内0222执7001号", "claim": "３万", "debtors": "赵某", "filed_on": "2022-09-05"}


@pytest.fixture
def bai(database):
    """The clerk Bai of the office of Guyang, on the fifth of September."""
    context = Context(database, lambda: NOON, "白云")
    load_office(context, GUYANG)
    return context


def test_what_is_typed_is_triaged_as_it_would_be_once_filed(bai):
    """The same class, the same question; looking writes nothing, the rest is a doubt and no fault."""
    seen = look_at_typed(bai, TYPED)
    assert seen.triage is not None
    assert seen.known is None
    case = file_typed(bai, TYPED)

    assert (case.standing.track, case.standing.lane) == (seen.triage.track, seen.triage.lane)
    assert case.input.filing == seen.report.filing
    assert look_at_typed(bai, TYPED).known == case


def test_before_it_is_complete_nothing_is_said_of_its_class(bai):
    """What is unknown may not count as anything: each missing thing is named, in both languages."""
    seen = look_at_typed(bai, {"claim": "3万"})
    missing = {fault.field: fault.en for fault in seen.report.faults if fault.is_error}

    assert seen.triage is None
    assert set(missing) == {"case_no", "filed_on", "debtors"}
    assert all(text.isascii() for text in missing.values())


def test_a_fault_or_a_number_that_is_there_stops_it(bai):
    """Nothing is filed, and every fault names its field."""
    with pytest.raises(BadInput) as refused:
        file_typed(bai, {**TYPED, "claim": "很多", "town": "无此镇"})
    assert {fault["field"] for fault in refused.value.faults} == {"claim", "town"}
    file_typed(bai, TYPED)
    with pytest.raises(Conflict):
        file_typed(bai, TYPED)
