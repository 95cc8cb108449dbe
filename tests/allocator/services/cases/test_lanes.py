"""The class of a case changed by a person: to complex at once, to simple by two; disputes, and slips taken back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from allocator.domain.canonical import plain
from allocator.domain.clocks.closing import Closing
from allocator.domain.docket import Dispute
from allocator.domain.errors import BadInput, Conflict, NotAllowed, Stale
from allocator.services.assignment.giving import assign, recommend
from allocator.services.assignment.undoing import undo_lane, undo_present_lane
from allocator.services.audit import history
from allocator.services.cases.casework import add_facts
from allocator.services.cases.closings import close_case
from allocator.services.cases.conversions import approve_conversion
from allocator.services.cases.lanes import change_lane, settle_dispute
from allocator.services.cases.retriage import retriage
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from allocator.services.rules.rehearsal import rehearse
from fixtures.guyang_month import GUYANG
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.cases.classes import WHY, disputed, now
from tests.allocator.services.drafting import reload, swap
from tests.allocator.services.stories import a_complex_filing, a_filing
from tests.allocator.services.whole import assert_whole


def test_a_clerk_makes_a_simple_case_complex_at_once(people, bureau: BureauAtWork) -> None:
    """It is routed to the regular teams, stands in dispute with the rules, and the log holds reason, words and person."""
    wang, *_ = people
    case = file_case(wang, a_filing())
    teams = {item.team for item in recommend(wang, case.id).ranking.candidates}

    done = change_lane(wang, case.id, "regular", WHY, " 另有一案同一财产 ", case.version)

    standing = now(wang, case).standing
    assert (standing.lane, standing.track, standing.dispute) == ("regular", "regular", Dispute.RULE)
    assert (done.heard.act, done.heard.outcome.converted) == ("moved", "to_regular")
    assert teams.isdisjoint({item.team for item in recommend(wang, case.id).ranking.candidates})
    body = history(wang, case.id)[-1].body
    assert (body["reason"], body["words"], body["said"]["by"]) == (WHY, "另有一案同一财产", "wang")
    assert plain(standing.hand) == {
        "track": "regular",
        "by": "wang",
        "lane": "fast",
        "rules": ["score"],
        "decision": done.decision,
    }
    assert disputed(wang) == [(case.id, "rule")]
    assert_whole(wang, replayed=True)
    assert verify_log(wang).breaks == ()


def test_a_case_somebody_holds_is_handed_over_and_weighs_what_a_complex_one_does(bureau: BureauAtWork) -> None:
    """As by new facts: its holder may not go on with it, and carries more until somebody else has it."""
    context = bureau.context
    case = file_case(context, a_filing())
    held = assign(context, case.id).case

    done = change_lane(context, case.id, "regular", WHY)

    after = now(context, case)
    assert done.heard.outcome.handover is not None
    assert after.holding
    assert held.holding
    assert sum(after.holding.charges.values()) > sum(held.holding.charges.values())
    assert assign(context, case.id).entry["officer"] != held.holding.officer
    assert_whole(context, replayed=True)
    assert verify_log(context).breaks == ()


def test_to_simple_takes_a_second_person(people, bureau: BureauAtWork) -> None:
    """Whoever asks does not approve, nor does a token; another supervisor does, and then nobody differs any more."""
    wang, _, li, _ = people
    case = file_case(wang, a_complex_filing())

    asked = change_lane(li, case.id, "fast", WHY)

    assert (asked.heard.act, now(wang, case).standing.track, disputed(wang)) == (
        "asked",
        "regular",
        [(case.id, "asked")],
    )
    with pytest.raises(NotAllowed, match="You asked for it: somebody else has to approve"):
        approve_conversion(li, case.id)
    with pytest.raises(NotAllowed, match="signed in"):
        approve_conversion(bureau.context.by("a machine"), case.id)
    done = approve_conversion(people[3], case.id)
    standing = now(wang, case).standing
    assert (done.converted, standing.track, standing.hand and standing.hand.by, standing.dispute) == (
        "to_fast",
        "fast",
        "li",
        None,
    )
    assert disputed(wang) == []
    body = history(wang, case.id)[-1].body
    assert (body["asked_by"], body["approved_by"], body["act"]) == ("li", "qian", "moved")
    assert_whole(wang, replayed=True)
    assert verify_log(wang).breaks == ()


def test_a_class_by_hand_survives_triaging_the_stock_anew(people, tmp_path) -> None:
    """Under the same rules nothing changes; under others it stays too, and is shown as a dispute."""
    wang, _, li, _ = people
    case = file_case(wang, a_filing(claim=15_000_000))
    change_lane(wang, case.id, "regular", WHY)
    settle_dispute(li, case.id, "regular")

    assert retriage(wang).changed == ()
    stricter = swap("threshold = 60", "threshold = 0")
    text = stricter((GUYANG / "rulebook.toml").read_text(encoding="utf-8"))
    reload(wang, tmp_path, rulebook=stricter)
    flips = [flip.id for flip in rehearse(wang, text).flips]
    ((_, outcome),) = retriage(wang).changed
    assert (flips, outcome.case.standing.hand, outcome.case.standing.track) == ([], None, "regular")


def test_who_asked_takes_it_back(people) -> None:
    """Saying complex after all withdraws one's own word."""
    wang, *_ = people
    case = file_case(wang, a_complex_filing())
    change_lane(wang, case.id, "fast", WHY)

    assert change_lane(wang, case.id, "regular", WHY).heard.act == "withdrawn"
    assert disputed(wang) == []


def test_what_was_asked_lapses_with_new_facts(people) -> None:
    """It was said of other facts: nothing is left to approve."""
    wang, _, li, _ = people
    case = file_case(wang, a_complex_filing())
    change_lane(wang, case.id, "fast", WHY)
    add_facts(wang, case.id, {"settlement_intent": True})

    with pytest.raises(Conflict, match="No conversion"):
        approve_conversion(li, case.id)
    assert disputed(wang) == []


def test_a_slip_is_taken_back_by_who_made_it(people, bureau: BureauAtWork) -> None:
    """The case stands exactly as before, conversions too, and may be changed anew; the log holds both."""
    wang, zhao, *_ = people
    case = file_case(wang, a_filing())
    before = assign(wang, case.id).case
    done = change_lane(wang, case.id, "regular", WHY)

    with pytest.raises(NotAllowed, match="wang did this"):
        undo_lane(zhao, case.id, done.decision)
    undone = undo_lane(wang, case.id, done.decision)

    assert (undone.standing, undone.holding) == (before.standing, before.holding)
    assert [entry.kind for entry in history(wang, case.id)][-2:] == ["lane", "lane_undone"]
    assert change_lane(wang, case.id, "regular", WHY).heard.act == "moved"
    assert verify_log(wang).breaks == ()
    assert_whole(wang, replayed=True)


def test_a_slip_is_not_taken_back_late_nor_after_something_else(people, bureau: BureauAtWork) -> None:
    """The rulebook's minutes hold here too, and nothing done since is overturned with it."""
    wang, zhao, *_ = people
    first, second = file_case(wang, a_filing(1)), file_case(wang, a_filing(2))
    change_lane(wang, first.id, "regular", WHY)
    late = change_lane(wang, second.id, "regular", WHY)
    assign(zhao, first.id)

    with pytest.raises(Conflict, match="changed since"):
        undo_present_lane(wang, first.id)
    bureau.clock.now += timedelta(minutes=11)
    with pytest.raises(NotAllowed, match="is over"):
        undo_lane(wang, second.id, late.decision)
    with pytest.raises(Stale):
        undo_present_lane(wang, second.id, 1)


def test_no_change_without_a_listed_reason_nor_with_words_on_health(people) -> None:
    """What is refused says what would do, and changes nothing."""
    wang, *_ = people
    case = file_case(wang, a_filing())

    with pytest.raises(NotAllowed, match="one of the listed reasons"):
        change_lane(wang, case.id, "regular", "recusal")
    with pytest.raises(BadInput, match="health"):
        change_lane(wang, case.id, "regular", WHY, "被执行人住院")
    with pytest.raises(Stale):
        change_lane(wang, case.id, "regular", WHY, "", case.version + 1)
    with pytest.raises(Conflict, match="stands as simple"):
        change_lane(wang, case.id, "fast", WHY)
    assert now(wang, case) == case


def test_a_class_changes_once_each_way_by_hand_too(people) -> None:
    """As by facts: who wants it a second time names a handler with approval."""
    wang, _, li, qian = people
    case = file_case(wang, a_filing())
    change_lane(wang, case.id, "regular", WHY)
    settle_dispute(li, case.id, "fast")
    settle_dispute(qian, case.id, "fast")

    with pytest.raises(Conflict, match="converted that way once before"):
        change_lane(wang, case.id, "regular", WHY)


def test_a_closed_case_has_no_class_to_change_nor_to_dispute(people) -> None:
    """It leaves the list with its closing."""
    wang, *_ = people
    case = file_case(wang, a_filing())
    change_lane(wang, case.id, "regular", WHY)
    close_case(wang, case.id, Closing("withdrawn", case.input.filing.filed_on))

    assert disputed(wang) == []
    with pytest.raises(NotAllowed, match="is closed"):
        change_lane(wang, case.id, "fast", WHY)
    assert verify_log(wang).breaks == ()


def test_a_docket_that_denies_the_hand_is_found(people, bureau: BureauAtWork) -> None:
    """A class that somebody made theirs by writing into the database is named by the check of the log."""
    wang, *_ = people
    case = file_case(wang, a_filing())
    change_lane(wang, case.id, "regular", WHY)
    with wang.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE case_file SET hand = NULL"))

    assert [found.code for found in verify_log(wang).breaks] == ["docket"]


def test_an_office_in_which_nobody_signs_in_goes_by_names(bureau: BureauAtWork) -> None:
    """Two names are two persons, as with facts."""
    case = file_case(bureau.context, a_complex_filing())
    change_lane(bureau.by("wang"), case.id, "fast", WHY)

    assert approve_conversion(bureau.by("li"), case.id).converted == "to_fast"
