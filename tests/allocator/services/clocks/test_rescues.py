"""The rescue desk at work: what no longer fits is found with its way out, and nothing is changed by looking."""

from datetime import date

import pytest

from allocator.domain.docket import Holding
from allocator.services.assignment.giving import assign
from allocator.services.cases.wishes import Wish
from allocator.services.clocks.rescues import rescue_all, rescue_case, rescues_view
from allocator.services.fieldwork.errands import add_errand
from allocator.services.intake.filings import file_case
from allocator.services.loads import board
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import add, reload
from tests.allocator.services.stories import a_debtor, a_filing


def given_to(bureau: BureauAtWork, tmp_path, officer: str) -> tuple[str, Holding]:
    """A case to be closed within a fortnight with somebody who is away until the day after."""
    case = file_case(bureau.context, a_filing(1, a_debtor("旧案"), filed_on=date(2022, 4, 12)))
    wish = Wish(officer, "load_judgement", "近日收案少")
    holding = assign(bureau.context, case.id, None, wish).case.holding
    assert holding is not None
    reload(bureau.context, tmp_path, absences=add(f"{officer},2022-09-30,2022-10-14,leave"))
    return case.case_no, holding


@pytest.fixture
def pressed(bureau: BureauAtWork, tmp_path) -> tuple[str, Holding]:
    """Such a case with an officer of the fast team, whose judge is there."""
    return given_to(bureau, tmp_path, "G08")


def test_work_that_no_longer_fits_is_found_with_its_cheapest_way_out(bureau: BureauAtWork, pressed) -> None:
    """Somebody else covers it until the handler is back; looking changes nothing, and all is what one case is."""
    case_no, holding = pressed
    before = board.loads(bureau.context)
    found = rescue_case(bureau.context, case_no)

    assert [(one.late.work.case_no, one.late.work.node) for one in found.rescues][-1] == (case_no, "N37")
    way = found.rescues[-1].way
    assert way is not None
    assert (way.kind, way.until, way.changes[0].holder) == ("cover", date(2022, 10, 14), holding.officer)
    assert rescue_all(bureau.context).rescues == found.rescues
    assert board.loads(bureau.context) == before
    assert "leave" not in str(rescues_view(found))


def test_no_cover_helps_where_nobody_is_there_to_sign(bureau: BureauAtWork, tmp_path) -> None:
    """The only judge of the team is away herself: an officer has the time, and the case would still be late."""
    case_no, _ = given_to(bureau, tmp_path, "G07")

    late = rescue_case(bureau.context, case_no).rescues[-1]

    assert (late.late.work.node, late.way) == ("N37", None)
    assert late.still_late == 2


def test_an_errand_that_is_not_booked_gets_the_first_hour_there_is(bureau: BureauAtWork, pressed) -> None:
    """A day before the case is due, or the reasons why there is none."""
    case_no, _ = pressed
    errand = {"kind": "service", "case_no": case_no, "place": {"town": "银号镇"}}
    kept = add_errand(bureau.context, errand)

    (slot,) = rescue_case(bureau.context, case_no).slots

    assert slot.errand == kept.errand.code
    assert (slot.day is not None and slot.day <= slot.by) or slot.reasons


def test_where_all_fits_there_is_nothing_to_rescue(bureau: BureauAtWork) -> None:
    """A young case with a handler who is there."""
    case = file_case(bureau.context, a_filing(2, a_debtor("新案")))
    assign(bureau.context, case.id)

    assert rescue_all(bureau.context).rescues == ()
