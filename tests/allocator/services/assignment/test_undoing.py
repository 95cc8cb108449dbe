"""A slip is taken back at once: by who made it, for some minutes, and in the open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from allocator.domain.cases import CaseState
from allocator.domain.errors import Conflict, NotAllowed, Stale
from allocator.persistence.log import Entry
from allocator.services.assignment.giving import assign
from allocator.services.assignment.undoing import undo_assignment, undo_present
from allocator.services.audit import replay
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from allocator.services.transaction import look
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing


def given_out(bureau: BureauAtWork, number: int = 1):
    """A case just given to somebody by the draw."""
    case = file_case(bureau.context, a_filing(number))
    return assign(bureau.context, case.id)


def later(bureau: BureauAtWork, **span: int):
    """The same people some time later."""
    now = bureau.context.now() + timedelta(**span)
    return replace(bureau.context, clock=lambda: now)


def test_a_case_taken_back_waits_and_weighs_on_nobody(bureau: BureauAtWork) -> None:
    """The load and the count of new cases are what they were; the log tells of both and is whole."""
    done = given_out(bureau)

    back = undo_assignment(bureau.context, done.case.id, done.decision)

    assert (back.state, back.holding) == (CaseState.WAITING, None)
    with bureau.context.database.reading() as uow:
        seen = look(uow, bureau.context)
        assert (dict(seen.held), dict(seen.recent)) == ({}, {})
    assert not verify_log(bureau.context).breaks


def test_what_was_drawn_and_undone_comes_out_again(bureau: BureauAtWork) -> None:
    """However often: nobody draws until the wished one comes. Whoever checks the day finds each of them in order."""
    done = given_out(bureau)
    assert done.draw is not None
    for number in (2, 3, 4):
        undo_assignment(bureau.context, done.case.id, done.decision)
        given_out(bureau, number)  # the loads of others change, and the pool with them
        done = assign(bureau.context, done.case.id)
        assert done.draw is not None
        assert (done.draw.round, done.entry["repeats"] > 0, done.alarms) == (1, True, ())
        assert replay(bureau.context, done.decision).identical
    assert len({entry.body["officer"] for entry in entries_of(bureau, done.case.id)}) == 1
    assert not verify_log(bureau.context).breaks


def test_the_day_after_a_case_is_drawn_again_in_the_open(bureau: BureauAtWork) -> None:
    """Another day has another secret: it is the next round, of which the auditor is told."""
    done = given_out(bureau)
    undo_assignment(bureau.context, done.case.id, done.decision)
    bureau.clock.next_day()

    again = assign(bureau.context, done.case.id)

    assert again.draw is not None
    assert again.draw.round == 2
    assert "drawn_again" in [alarm.code for alarm in again.alarms]


def entries_of(bureau: BureauAtWork, case_id: int) -> list[Entry]:
    """The assignments of a case in the log."""
    with bureau.context.database.reading() as uow:
        return uow.log.entries(kind="assignment", case_id=case_id)


@pytest.mark.parametrize("minutes, code", [(10, None), (11, "undo-too-late")])
def test_there_is_as_long_for_it_as_the_rulebook_says(bureau: BureauAtWork, minutes: int, code: str | None) -> None:
    """Ten minutes in Guyang, to the minute; later it is a reassignment with a reason."""
    done = given_out(bureau)
    context = later(bureau, minutes=minutes)

    if code is None:
        assert undo_assignment(context, done.case.id, done.decision).holding is None
        return
    with pytest.raises(NotAllowed) as error:
        undo_assignment(context, done.case.id, done.decision)
    assert error.value.code == code


def test_somebody_elses_assignment_is_not_taken_back(bureau: BureauAtWork) -> None:
    """The message names who made it."""
    done = given_out(bureau)

    with pytest.raises(NotAllowed, match="did this") as error:
        undo_assignment(bureau.context.by("somebody else"), done.case.id, done.decision)
    assert error.value.code == "undo-anothers"


def test_what_was_changed_since_is_not_taken_back(bureau: BureauAtWork) -> None:
    """Neither twice, nor past a later decision, nor a change of hands."""
    done = given_out(bureau)
    moved = assign(bureau.context, done.case.id, wish=Wish(reason="rebalance"))

    with pytest.raises(Conflict):
        undo_assignment(bureau.context, done.case.id, done.decision)
    with pytest.raises(NotAllowed) as error:
        undo_assignment(bureau.context, done.case.id, moved.decision)
    assert error.value.code == "undo-not-first"


def test_the_present_assignment_is_taken_back_by_its_case_alone(bureau: BureauAtWork) -> None:
    """At the version one saw; a case that waits has none to take back."""
    done = given_out(bureau)
    with pytest.raises(Stale):
        undo_present(bureau.context, done.case.case_no, done.case.version - 1)

    assert undo_present(bureau.context, done.case.case_no, done.case.version).holding is None
    with pytest.raises(Conflict):
        undo_present(bureau.context, done.case.id)
