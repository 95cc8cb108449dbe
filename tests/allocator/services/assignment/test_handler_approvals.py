"""A handler named with approval: one asks, another who is signed in does it; a typed name is no approval where people sign in."""

import pytest

from allocator.domain.errors import BadInput, Conflict, NotAllowed, Stale
from allocator.services.assignment.desk import SECOND, desk
from allocator.services.assignment.giving import assign
from allocator.services.assignment.handler_approvals import (
    AskedHandler,
    approve_handler,
    ask_for_handler,
    assign_or_ask,
    read_asking,
    withdraw_asking,
)
from allocator.services.audit import history, replay
from allocator.services.cases.casework import add_facts
from allocator.services.cases.closings import close_case
from allocator.services.cases.wishes import Wish
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.loads.board import page
from allocator.services.log_check import verify_log
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.cases.test_closings import PAID
from tests.allocator.services.stories import a_filing
from tests.allocator.services.whole import assert_whole

LEADER = Wish("G09", "supervision")


def test_what_one_asks_another_does(people) -> None:
    """Nothing changes until then; the log names both, and the decision can be run again."""
    _, _, li, qian = people
    case = file_case(li, a_filing())

    asked = assign_or_ask(li, case.id, case.version, LEADER)

    assert isinstance(asked, AskedHandler)
    assert (waiting := read_asking(qian, case.id)) is not None
    assert waiting.wish.officer == "G09"
    with pytest.raises(NotAllowed, match="You asked for it"):
        approve_handler(li, case.id)
    done = approve_handler(qian, case.id, case.version)
    assert (done.entry["officer"], done.entry["how"]) == ("G09", "designated")
    wish = history(li, case.id)[-1].body["wish"]
    assert (wish["approved_by"], wish["asked"]) == ("qian", asked.seq)
    assert replay(li, done.decision).identical
    with pytest.raises(Conflict, match="waits for approval"):
        approve_handler(qian, case.id)
    assert verify_log(li).breaks == ()
    assert_whole(li)


def waits_for_a_second(context: Context) -> list[int]:
    """Give what stands under the tab of the desk for whoever decides second."""
    found = desk(context, tab=SECOND)
    assert found.counts.second == len(found.queue)
    assert sorted(one.case.id for one in found.queue) == [case.id for case in page(context, asked=True)]
    return [one.case.id for one in found.queue]


def test_who_decides_second_finds_what_waits_on_the_desk(people) -> None:
    """Nobody need be told of it: until it is approved, taken back, or the case changed, it stands under a tab, held cases too."""
    _, _, li, qian = people
    first, second, third, other = (file_case(li, a_filing(number)) for number in (1, 2, 3, 4))
    held = assign(li, second.id).case

    asked = [ask_for_handler(li, case.id, Wish(None, "integrity")) for case in (held,)]
    asked += [ask_for_handler(li, case.id, LEADER) for case in (first, third)]

    assert sorted(waits_for_a_second(qian)) == [first.id, second.id, third.id]
    approve_handler(qian, first.id)
    assert sorted(waits_for_a_second(qian)) == [second.id, third.id]
    withdraw_asking(li, third.id)
    assert waits_for_a_second(qian) == [second.id]
    close_case(li, second.id, PAID)
    assert waits_for_a_second(qian) == []
    ask_for_handler(li, other.id, LEADER)
    add_facts(li, other.id, {"appraisal_needed": True})
    assert waits_for_a_second(qian) == []


def test_a_reassignment_for_integrity_takes_two(people) -> None:
    """A held case changes hands by two persons where its reason needs approval."""
    _, _, li, qian = people
    case = file_case(li, a_filing())
    held = assign(li, case.id).case

    ask_for_handler(li, case.id, Wish(None, "integrity"))
    done = approve_handler(qian, case.id)

    assert held.holding
    assert (done.entry["from"], done.draw is not None) == (held.holding.officer, True)


def test_a_name_that_is_typed_is_no_approval_where_people_sign_in(people, bureau: BureauAtWork) -> None:
    """Nor does a token approve."""
    _, _, li, _ = people
    case = file_case(li, a_filing())

    with pytest.raises(NotAllowed, match="a name that was typed"):
        assign(li, case.id, wish=Wish("G09", "supervision", approved_by="院长"))
    with pytest.raises(NotAllowed, match="another user signs in"):
        assign(li, case.id, wish=LEADER)
    ask_for_handler(li, case.id, LEADER)
    with pytest.raises(NotAllowed, match="signed in"):
        approve_handler(bureau.context.by("a machine"), case.id)


def test_what_was_asked_lapses_with_a_change_of_the_case(people) -> None:
    """It was asked of another state of things; it can be taken back by who asked, too."""
    wang, _, li, qian = people
    case = file_case(li, a_filing())
    ask_for_handler(li, case.id, LEADER)
    with pytest.raises(Conflict, match="already"):
        ask_for_handler(qian, case.id, LEADER)
    with pytest.raises(NotAllowed, match="li asked for it"):
        withdraw_asking(qian, case.id)
    withdraw_asking(li, case.id)
    assert read_asking(li, case.id) is None

    ask_for_handler(li, case.id, LEADER)
    add_facts(wang, case.id, {"appraisal_needed": True})
    assert read_asking(li, case.id) is None
    with pytest.raises(Conflict):
        approve_handler(qian, case.id)


def test_what_cannot_be_asked_is_refused_at_once(people) -> None:
    """No listed reason, words on health, an old view; the one named must still be somebody who may have it."""
    _, _, li, qian = people
    case = file_case(li, a_filing())

    with pytest.raises(NotAllowed):
        ask_for_handler(li, case.id, Wish("G09", "no_such"))
    with pytest.raises(BadInput):
        ask_for_handler(li, case.id, Wish("G09", "supervision", "原承办人住院"))
    with pytest.raises(Stale):
        ask_for_handler(li, case.id, LEADER, case.version + 1)
    ask_for_handler(li, case.id, Wish("G02", "supervision"))
    with pytest.raises(NotAllowed, match="must not have it"):
        approve_handler(qian, case.id)


def test_a_reason_that_needs_nobody_is_done_at_once_unless_approval_is_wished(people) -> None:
    """Whoever wants a second pair of eyes gets one."""
    _, _, li, _ = people
    first, second = file_case(li, a_filing(1)), file_case(li, a_filing(2))
    wish = Wish("G09", "better_knowledge")

    assert not isinstance(assign_or_ask(li, first.id, 1, wish), AskedHandler)
    assert isinstance(assign_or_ask(li, second.id, 1, wish, approval=True), AskedHandler)


def test_an_office_in_which_nobody_signs_in_goes_by_names(bureau: BureauAtWork) -> None:
    """Two names are two persons, and a typed one is an approval."""
    first, second = (file_case(bureau.context, a_filing(number)) for number in (1, 2))
    ask_for_handler(bureau.by("li"), first.id, LEADER)

    assert approve_handler(bureau.by("qian"), first.id).entry["officer"] == "G09"
    assert (
        assign(bureau.by("li"), second.id, wish=Wish("G09", "supervision", approved_by="院长")).entry["officer"]
        == "G09"
    )
