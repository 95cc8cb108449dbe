"""Disputes about a class: between the hand and the rules, between two people, over later facts; and how they are settled."""

import pytest

from allocator.domain.errors import Conflict, NotAllowed
from allocator.services.cases.casework import add_facts
from allocator.services.cases.conversions import approve_conversion
from allocator.services.cases.lanes import change_lane, settle_dispute
from allocator.services.cases.retriage import retriage
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from tests.allocator.services.cases.classes import WHY, disputed, now
from tests.allocator.services.stories import a_complex_filing, a_filing
from tests.allocator.services.whole import assert_whole


def test_the_rules_take_a_case_back_when_they_agree(people) -> None:
    """A fact that makes the case complex for the rules too ends the dispute, and the class is theirs again."""
    wang, *_ = people
    case = file_case(wang, a_filing())
    change_lane(wang, case.id, "regular", WHY)

    done = add_facts(wang, case.id, {"appraisal_needed": True})

    assert (done.converted, done.case.standing.hand, done.case.standing.dispute) == (None, None, None)


def test_a_later_fact_that_contradicts_the_hand_is_told_as_a_dispute(people) -> None:
    """The case stays as two persons agreed, but it is on the list until somebody settles it; nothing is drawn in bulk."""
    wang, zhao, li, qian = people
    case = file_case(wang, a_complex_filing())
    change_lane(wang, case.id, "fast", WHY)
    approve_conversion(li, case.id)

    done = add_facts(zhao, case.id, {"objection_pending": True})

    standing = now(wang, case).standing
    assert (done.held_back, standing.track, standing.dispute, standing.certain) == ("by_hand", "fast", "facts", False)
    assert disputed(wang) == [(case.id, "facts")]
    with pytest.raises(NotAllowed, match="somebody else has to confirm"):
        settle_dispute(wang, case.id, "fast")
    settle_dispute(qian, case.id, "fast")
    settled = now(wang, case).standing
    assert (settled.track, settled.dispute, settled.certain) == ("fast", None, True)
    assert retriage(wang).changed == ()
    add_facts(zhao, case.id, {"settlement_intent": True})
    assert now(wang, case).standing.dispute is None
    assert verify_log(wang).breaks == ()
    assert_whole(wang, replayed=True)


def test_back_to_the_rules_is_at_once_towards_complex(people) -> None:
    """A supervisor settles it; the class is the rules' again."""
    wang, zhao, li, qian = people
    case = file_case(wang, a_complex_filing())
    change_lane(wang, case.id, "fast", WHY)
    approve_conversion(li, case.id)
    add_facts(zhao, case.id, {"objection_pending": True})

    done = settle_dispute(qian, case.id, "regular")

    standing = now(wang, case).standing
    assert (done.heard.act, standing.lane, standing.hand, standing.dispute) == ("moved", "regular", None, None)


def test_back_to_the_rules_towards_simple_takes_two(people) -> None:
    """Who settles it so asks; another person approves, and the class is the rules'."""
    wang, _, li, qian = people
    case = file_case(wang, a_filing())
    change_lane(wang, case.id, "regular", WHY)

    asked = settle_dispute(li, case.id, "fast")

    assert (asked.heard.act, now(wang, case).standing.track) == ("asked", "regular")
    assert disputed(wang) == [(case.id, "clerks")]
    assert settle_dispute(qian, case.id, "fast").heard.act == "moved"
    standing = now(wang, case).standing
    assert (standing.track, standing.hand, standing.dispute) == ("fast", None, None)
    assert_whole(wang, replayed=True)


def test_two_clerks_who_differ_are_a_dispute(people) -> None:
    """One finds it simple, the other says complex: it stays complex until a supervisor settles it."""
    wang, zhao, li, _ = people
    case = file_case(wang, a_complex_filing())
    change_lane(wang, case.id, "fast", WHY)

    objected = change_lane(zhao, case.id, "regular", WHY)

    assert (objected.heard.act, disputed(wang)) == ("objected", [(case.id, "clerks")])
    with pytest.raises(Conflict, match="already"):
        change_lane(zhao, case.id, "regular", WHY)
    settle_dispute(li, case.id, "regular", "卷宗已核")
    standing = now(wang, case).standing
    assert (standing.asked, standing.hand, standing.dispute) == (None, None, None)
    with pytest.raises(Conflict, match="no dispute"):
        settle_dispute(li, case.id, "regular")
    assert_whole(wang, replayed=True)


def test_facts_held_back_are_a_dispute_that_is_settled_either_way(people) -> None:
    """Facts that make a complex case simple: a second person approves, or keeps it complex by hand."""
    wang, zhao, li, _ = people
    for number, track in ((1, "fast"), (2, "regular")):
        case = file_case(wang, a_filing(number))
        add_facts(wang, case.id, {"appraisal_needed": True})
        add_facts(wang, case.id, {"appraisal_needed": False})
        assert disputed(wang) == [(case.id, "facts")]
        with pytest.raises(Conflict, match="waits for approval"):
            change_lane(zhao, case.id, "fast", WHY)
        settle_dispute(li, case.id, track)
        standing = now(wang, case).standing
        assert (standing.track, standing.dispute, standing.hand is None) == (track, None, track == "fast")
    with pytest.raises(Conflict, match="No conversion"):
        approve_conversion(zhao, case.id)
    assert_whole(wang, replayed=True)
