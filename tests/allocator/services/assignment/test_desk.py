"""The clerk's desk: the most urgent first, one case with all that bears on it, all certain ones at once."""

import pytest
import sqlalchemy as sa

from allocator.domain.errors import BadInput, Stale
from allocator.services.assignment.desk import answer, desk, draw_all, given_today, last_change, light, made
from allocator.services.assignment.giving import assign
from allocator.services.intake.filings import file_case
from allocator.services.transaction import look
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing


def test_livelihood_comes_first_then_who_waits_longest(bureau: BureauAtWork) -> None:
    """The queue is in the order in which a plan would serve it."""
    loan = file_case(bureau.context, a_filing(1))
    wage = file_case(bureau.context, a_filing(2, cause="追索劳动报酬纠纷"))

    found = desk(bureau.context)

    assert [one.case.id for one in found.queue] == [wage.id, loan.id]
    assert (found.counts.waiting, found.counts.given) == (2, 0)
    assert found.chosen is not None
    assert found.chosen.waiting.case.id == wage.id


def test_a_wanted_case_is_on_the_desk_until_it_is_given_out(bureau: BureauAtWork) -> None:
    """Then the next one is, and the day's count has grown."""
    first, second = (file_case(bureau.context, a_filing(number)) for number in (1, 2))
    before = desk(bureau.context, second.id)
    assign(bureau.context, second.id)
    after = desk(bureau.context, second.id)

    assert before.chosen is not None
    assert before.chosen.waiting.case.id == second.id
    assert after.chosen is not None
    assert (after.chosen.waiting.case.id, after.counts.given) == (first.id, 1)


def test_what_hangs_on_an_unknown_fact_has_a_queue_of_its_own(bureau: BureauAtWork) -> None:
    """Only what waits and whose class an answer could change; given out or answered it is there no more."""
    file_case(bureau.context, a_filing(1))
    open_ = file_case(bureau.context, a_filing(2, answers={"act_enforcement": None}))
    assert not open_.standing.certain
    found = desk(bureau.context, tab="unsettled")

    assert ([one.case.id for one in found.queue], found.counts.unsettled, found.counts.waiting) == ([open_.id], 1, 2)
    answer(bureau.context, open_.id, "act_enforcement", "否", open_.version)
    assert desk(bureau.context, tab="unsettled").queue == ()


def test_what_was_given_out_today_is_listed_last_first(bureau: BureauAtWork) -> None:
    """With whether one may take it back oneself."""
    first, second = (file_case(bureau.context, a_filing(number)) for number in (1, 2))
    assign(bureau.context, first.id)
    assign(bureau.context.by("somebody else"), second.id)
    found = given_today(bureau.context)

    assert [(one.case.id, one.may_undo) for one in found.cases] == [(second.id, False), (first.id, True)]
    assert (found.counts.given, found.counts.waiting) == (2, 0)


def test_a_day_on_which_more_was_given_out_takes_no_more_queries(bureau: BureauAtWork) -> None:
    """One's own and somebody else's: ten cases are told in as many statements as two."""
    told: list[str] = []
    sa.event.listen(bureau.context.database.engine, "before_cursor_execute", lambda *call: told.append(call[2]))
    counts = []
    for day in (range(2), range(2, 10)):
        for number in day:
            case = file_case(bureau.context, a_filing(number))
            assign(bureau.context.by("somebody else") if number % 2 else bureau.context, case.id)
        told.clear()
        assert len(given_today(bureau.context).cases) == day[-1] + 1
        counts.append(len(told))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("days, shown", [(0, "green"), (3, "green"), (4, "yellow"), (6, "yellow"), (7, "red")])
def test_the_light_is_red_when_the_day_has_come(days: int, shown: str) -> None:
    """Within seven days in Guyang; yellow from half of them on."""
    assert light(days, 7) == shown


def test_an_answer_is_taken_as_it_is_typed(bureau: BureauAtWork) -> None:
    """The open question is answered in words and settles the class; what cannot be read is refused with its place."""
    case = file_case(bureau.context, a_filing(1, answers={"full_cash": None}))

    with pytest.raises(BadInput):
        answer(bureau.context, case.id, "full_cash", "也许", case.version)
    after = answer(bureau.context, case.id, "full_cash", "是", case.version)

    assert after.input.learned == {"full_cash": True}


def test_all_certain_cases_are_drawn_or_none(bureau: BureauAtWork) -> None:
    """A case changed since the page was shown stops the whole, so that nobody is given what was not looked at."""
    cases = [file_case(bureau.context, a_filing(number)) for number in (1, 2, 3)]
    shown = [(case.id, case.version) for case in cases]
    answer(bureau.context, cases[2].id, "full_cash", "是", cases[2].version)

    with pytest.raises(Stale):
        draw_all(bureau.context, shown)
    assert desk(bureau.context).counts.waiting == 3
    done = draw_all(bureau.context, shown[:2])

    assert len({one.decision for one in done}) == 2
    assert desk(bureau.context).counts.waiting == 1
    with bureau.context.database.reading() as uow:
        assert sum(look(uow, bureau.context).recent.values()) == 2


def test_who_was_quicker_is_named(bureau: BureauAtWork) -> None:
    """The last change of a case with its author; one's own entries only are told as one's own."""
    case = file_case(bureau.context, a_filing(1))
    done = assign(bureau.context.by("甲"), case.id)

    last = last_change(bureau.context, case.id)

    assert last is not None
    assert (last.actor, last.kind, last.seq) == ("甲", "assignment", done.decision)
    assert made(bureau.context, done.decision) is None
    assert made(bureau.context.by("甲"), done.decision) == last
    assert last_change(bureau.context, 999) is None
