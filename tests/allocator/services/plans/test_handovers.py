"""The hand-over pack of one case: as it changed hands last, to somebody named, or to whom the paper names."""

import re

import pytest

from allocator.decisions.allocation.handover_words import lines
from allocator.domain.errors import BadInput
from allocator.services.assignment.giving import assign
from allocator.services.cases.events import record_typed_event
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
    assert "移入：＿＿＿＿＿＿" in lines(blank.packs[0], blank.names, blank.rules)[1].zh
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


def test_what_is_done_does_not_go_along(bureau: BureauAtWork) -> None:
    """The query was sent: its deadline is not handed on as open, nor is finding a handler the next step of who has it."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))
    before = {clock.node for clock in pack_of_case(bureau.context, case.id).packs[0].clocks}
    record_typed_event(bureau.context, case.id, {"kind": "query_sent", "on": bureau.clock().date().isoformat()})
    after = {clock.node for clock in pack_of_case(bureau.context, case.id).packs[0].clocks}

    assert "N07" in before
    assert after == before - {"N07"}
    assert "N03" not in before


def test_a_pack_is_said_in_the_rulebooks_words(bureau: BureauAtWork) -> None:
    """The lane by its name, where a deadline comes from written out, the claim as this office calls it; no mark, no code."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))
    found = pack_of_case(bureau.context, case.id)
    told = "\n".join(line.zh for line in lines(found.packs[0], found.names, found.rules))

    assert f"通道：{found.rules.lanes[found.packs[0].lane].name.zh}" in told
    assert f"案款：{found.rules.facts['claim'].name.zh}" in told
    assert not re.search(r"\b(D06|INT|EXE) \d", told)


def test_nobodys_case_is_handed_over_by_nobody(bureau: BureauAtWork) -> None:
    """Told with what to do first."""
    case = file_case(bureau.context, a_filing())
    with pytest.raises(BadInput, match="Nobody holds"):
        pack_of_case(bureau.context, case.id)
