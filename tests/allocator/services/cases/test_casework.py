"""New facts: classified again, converted at most once each way, nothing lost."""

import pytest

from allocator.decisions.triage.relearning import handover_reasons
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput, NotAllowed, NotFound, Stale
from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts, read_case
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.transaction import look
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing


def test_an_auction_makes_a_simple_case_complex(bureau: BureauAtWork) -> None:
    """The fact is kept, the class follows, and the log has the step."""
    case = file_case(bureau.context, a_filing())

    done = add_facts(bureau.context, case.id, {"appraisal_needed": True})

    assert (done.converted, done.case.standing.track, done.case.version) == ("to_regular", "regular", case.version + 1)
    assert read_case(bureau.context, case.case_no)[1].rule == "C02"


def test_back_to_simple_needs_a_supervisor(bureau: BureauAtWork) -> None:
    """Without approval the class stays, and the answer says why."""
    case = file_case(bureau.context, a_filing())
    add_facts(bureau.context, case.id, {"appraisal_needed": True})

    refused = add_facts(bureau.context, case.id, {"appraisal_needed": False})
    agreed = add_facts(bureau.context, case.id, {"settlement_intent": True}, approved_by="head")

    assert (refused.held_back, refused.case.standing.track) == ("needs_approval", "regular")
    assert (agreed.converted, agreed.case.standing.track) == ("to_fast", "fast")


def test_a_case_does_not_bounce(bureau: BureauAtWork) -> None:
    """Each way once: the third change of class is held back."""
    case = file_case(bureau.context, a_filing())
    add_facts(bureau.context, case.id, {"appraisal_needed": True})
    add_facts(bureau.context, case.id, {"appraisal_needed": False}, approved_by="head")

    third = add_facts(bureau.context, case.id, {"objection_pending": True})

    assert (third.converted, third.held_back, third.case.standing.track) == (None, "already_converted", "fast")


def test_a_converted_case_is_handed_over_and_meanwhile_held(bureau: BureauAtWork) -> None:
    """The fast team's handler stays responsible until somebody of a regular team takes over."""
    case = file_case(bureau.context, a_filing())
    holder = assign(bureau.context, case.id).case.holding

    done = add_facts(bureau.context, case.id, {"appraisal_needed": True})

    assert holder is not None
    assert done.handover is not None
    assert done.handover["from"] == holder.officer
    assert waits_for(bureau, done.case) == ["track"]
    after = assign(bureau.context, case.id).case
    assert after.holding is not None
    assert after.holding.officer != holder.officer
    assert waits_for(bureau, after) == []


def waits_for(bureau: BureauAtWork, case: Case) -> list[str]:
    """Say why a case waits for a new handler."""
    with bureau.context.database.reading() as uow:
        return [reason.code for reason in handover_reasons(case, look(uow, bureau.context))]


def test_a_case_that_goes_to_another_team_of_its_class_is_handed_over_too(bureau: BureauAtWork) -> None:
    """From a regular team to the one for dormant cases: no conversion, but another handler."""
    case = file_case(bureau.context, a_complex_filing())
    assign(bureau.context, case.id)

    done = add_facts(bureau.context, case.id, {"petition_high": True, "was_dormant": True})

    assert (done.converted, done.case.standing.lane) == (None, "dormant")
    assert done.handover is not None
    assert waits_for(bureau, done.case) == ["track"]


def test_a_case_held_back_weighs_what_it_takes_where_it_is(bureau: BureauAtWork) -> None:
    """Asking for a conversion frees nobody's hours."""
    case = file_case(bureau.context, a_filing())
    complex_ = add_facts(bureau.context, case.id, {"appraisal_needed": True}).case
    weight = add_facts(bureau.context, case.id, {"appraisal_needed": False}, approved_by="head").classification.gross

    back = add_facts(bureau.context, case.id, {"appraisal_needed": True}).case

    assert (complex_.standing.track, back.standing.track, back.standing.certain) == ("regular", "fast", False)
    assert back.standing.minutes["officer"] < complex_.standing.minutes["officer"]
    assert back.standing.minutes["officer"] > weight.minutes["officer"] // 2


def test_a_case_that_may_not_convert_again_is_named_to_somebody_with_approval(bureau: BureauAtWork) -> None:
    """The president's word takes it where its facts call for; a complex case never stays with the fast team for ever."""
    case = file_case(bureau.context, a_filing())
    add_facts(bureau.context, case.id, {"appraisal_needed": True})
    add_facts(bureau.context, case.id, {"appraisal_needed": False}, approved_by="head")
    add_facts(bureau.context, case.id, {"objection_pending": True})
    with pytest.raises(NotAllowed):
        assign(bureau.context, case.id, wish=Wish("G12", "major_case"))

    done = assign(bureau.context, case.id, wish=Wish("G12", "major_case", approved_by="院长")).case

    assert done.holding is not None
    assert (done.holding.officer, done.standing.track, waits_for(bureau, done)) == ("G12", "regular", [])


def test_facts_on_an_old_view_are_refused_with_the_present_state(bureau: BureauAtWork) -> None:
    """Two clerks, one case: the second learns what it is now."""
    case = file_case(bureau.context, a_filing())
    add_facts(bureau.context, case.id, {"on_site": True}, expected=case.version)

    with pytest.raises(Stale) as refusal:
        add_facts(bureau.context, case.id, {"on_site": False}, expected=case.version)

    assert refusal.value.facts["version"] == case.version + 1


@pytest.mark.parametrize("facts", [{"no_such": True}, {"claim": 1}, {"on_site": "perhaps"}, {"preserved": -1}])
def test_facts_the_rulebook_does_not_take_are_refused(bureau: BureauAtWork, facts: dict[str, object]) -> None:
    """Unknown names, fixed facts and wrong kinds change nothing."""
    case = file_case(bureau.context, a_filing())

    with pytest.raises(BadInput):
        add_facts(bureau.context, case.id, facts)  # type: ignore[arg-type]

    assert read_case(bureau.context, case.id)[0].version == case.version


def test_an_unknown_case_is_told_so(bureau: BureauAtWork) -> None:
    """The message names what was asked for."""
    with pytest.raises(NotFound) as refusal:
        read_case(bureau.context, "（2022）内0222执1号")

    assert refusal.value.code == "case-unknown"


def test_a_corrected_town_brings_its_own_drive(bureau: BureauAtWork) -> None:
    """Far away weighs more, also when that was found out later."""
    near = file_case(bureau.context, a_filing(1, town="金山镇"))
    far = file_case(bureau.context, a_filing(2, a_debtor("乙"), town="西斗铺镇"))

    moved = add_facts(bureau.context, near.id, {"town": "西斗铺镇"}).case

    assert moved.standing.minutes == far.standing.minutes
    assert moved.standing.minutes != near.standing.minutes
