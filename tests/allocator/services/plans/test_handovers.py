"""The hand-over pack of one case: as it changed hands last, to somebody named, or to whom the paper names."""

import pytest

from allocator.decisions.allocation.handover_words import lines
from allocator.domain.errors import BadInput
from allocator.services.assignment.giving import assign
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.plans.handovers import pack_of_case
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing


def test_a_held_case_goes_to_somebody_named_or_to_whom_the_paper_names(bureau: BureauAtWork) -> None:
    """From its holder; the line for the taker is blank where nobody is named."""
    case = file_case(bureau.context, a_filing())
    held = assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge")).case

    blank, named = (pack_of_case(bureau.context, case.id, to) for to in (None, "G09"))

    assert held.holding
    assert [(one.packs[0].giver, one.packs[0].taker) for one in (blank, named)] == [("G08", ""), ("G08", "G09")]
    assert "移入：＿＿＿＿＿＿" in lines(blank.packs[0], blank.names)[1].zh
    assert blank.packs[0].held_since == held.holding.since


def test_a_case_that_changed_hands_tells_who_handed_it_to_whom(bureau: BureauAtWork) -> None:
    """From the holder before, since the day they had it, to the one of today; on to a third from the one of today."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))
    first = bureau.clock().date()
    bureau.clock.next_day()
    assign(bureau.context, case.id, wish=Wish("G09", "recusal"))

    [pack] = pack_of_case(bureau.context, case.id).packs
    [onwards] = pack_of_case(bureau.context, case.id, "G08").packs

    assert (pack.giver, pack.taker, pack.held_since) == ("G08", "G09", first)
    assert (onwards.giver, onwards.taker) == ("G09", "G08")


def test_nobodys_case_is_handed_over_by_nobody(bureau: BureauAtWork) -> None:
    """Told with what to do first."""
    case = file_case(bureau.context, a_filing())
    with pytest.raises(BadInput, match="Nobody holds"):
        pack_of_case(bureau.context, case.id)
