"""Changed cases written back: on the state they were seen in, one or a whole plan, loads included."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from allocator.domain.cases import CaseState
from allocator.domain.errors import NotFound, Stale
from tests.allocator.persistence.docket import get, held_by, loads, no, put_down, save
from tests.stories import MONDAY, a_debtor, a_filing


def test_a_change_moves_the_version_and_is_read_back(either_office):
    """What was saved is what the next reader sees."""
    put_down(either_office, a_filing())
    case = held_by(get(either_office, 1), officer=60, judge=30, mentor=None)
    case = replace(case, holding=replace(case.holding, mentor="judge"))
    saved = save(either_office, case)

    assert saved.version == 2
    assert get(either_office, 1) == saved


def test_a_change_on_an_old_view_is_refused_with_the_present_state(either_office):
    """The loser of a race is told who has the case now."""
    put_down(either_office, a_filing())
    seen = get(either_office, 1)
    save(either_office, held_by(seen))

    with pytest.raises(Stale) as refused:
        save(either_office, held_by(seen, "judge"))

    assert refused.value.facts == {"id": 1, "case_no": no(1), "version": 2, "state": "assigned", "handler": "officer"}
    assert get(either_office, 1).holding.officer == "officer"


def test_a_case_that_does_not_exist_cannot_be_saved(office):
    """A change of nothing is told."""
    put_down(office, a_filing())

    with pytest.raises(NotFound):
        save(office, replace(get(office, 1), id=2))


def test_the_database_itself_allows_one_handler_a_case(either_office):
    """A second row for one case is refused, whoever writes it."""
    put_down(either_office, a_filing())
    save(either_office, held_by(get(either_office, 1)))

    with pytest.raises(sa.exc.IntegrityError), either_office.writing() as uow:
        uow.session.execute(
            sa.text("INSERT INTO assignment SELECT case_id,'judge',mentor,how,since,charges,decision FROM assignment")
        )


def test_a_handler_nobody_knows_is_refused(either_office):
    """A case is never held by a code without a person."""
    put_down(either_office, a_filing())

    with pytest.raises(sa.exc.IntegrityError):
        save(either_office, held_by(get(either_office, 1), "ghost"))


def test_nobody_is_mentor_of_himself(either_office):
    """The pair on a case is two people."""
    put_down(either_office, a_filing())

    with pytest.raises(sa.exc.IntegrityError):
        save(either_office, held_by(get(either_office, 1), "judge", "judge"))


def test_loads_are_the_sum_of_what_open_cases_charge(either_office):
    """Minutes follow the case: to the holder and desk, to the next holder, and away when it is closed."""
    put_down(either_office, a_filing(), a_filing(no(2)))
    first = save(either_office, held_by(get(either_office, 1), "officer", **{"officer": 60, "regular_1/clerk": 20}))
    save(either_office, held_by(get(either_office, 2), "officer", officer=5, judge=1))
    assert loads(either_office) == {"officer": 65, "regular_1/clerk": 20, "judge": 1}

    first = save(either_office, held_by(first, "judge", **{"judge": 60, "regular_1/clerk": 25}))
    assert loads(either_office) == {"officer": 5, "regular_1/clerk": 25, "judge": 61}

    closed = save(either_office, replace(first, state=CaseState.CLOSED, closed_on=MONDAY))
    assert loads(either_office) == {"officer": 5, "judge": 1}
    assert get(either_office, 1) == closed
    assert closed.holding.officer == "judge"

    save(either_office, replace(closed, state=CaseState.ASSIGNED, closed_on=None))
    assert loads(either_office) == {"officer": 5, "regular_1/clerk": 25, "judge": 61}


def test_a_case_given_back_waits_again_and_charges_nobody(either_office):
    """A handover leaves no minutes behind."""
    put_down(either_office, a_filing())
    case = save(either_office, held_by(get(either_office, 1)))
    save(either_office, replace(case, state=CaseState.WAITING, holding=None))

    assert loads(either_office) == {}
    with either_office.reading() as uow:
        assert [waiting.id for waiting in uow.cases.waiting()] == [1]


def test_a_plan_is_written_whole(either_office):
    """Many cases get their people in one go."""
    put_down(either_office, *(a_filing(no(number)) for number in range(50)))
    with either_office.writing() as uow:
        given = uow.cases.assign_many([held_by(case, officer=3, judge=1) for case in uow.cases.waiting()])
        uow.commit()

    assert {case.version for case in given} == {2}
    assert loads(either_office) == {"officer": 150, "judge": 50}
    with either_office.reading() as uow:
        assert uow.cases.counts_by_officer() == {"officer": 50}
        assert uow.cases.count_by_state() == {"assigned": 50}
        assert uow.cases.versions([1, 50, 51]) == {1: 2, 50: 2}
        assert tuple(uow.cases.open()) == given


def test_a_plan_with_one_stale_case_is_not_written_at_all(either_office):
    """Whole or nothing."""
    put_down(either_office, a_filing(), a_filing(no(2)))
    with either_office.reading() as uow:
        waiting = uow.cases.waiting()
    save(either_office, held_by(waiting[1], "judge"))

    with pytest.raises(Stale), either_office.writing() as uow:
        uow.cases.assign_many([held_by(case) for case in waiting])

    assert loads(either_office) == {"judge": 60}


def test_an_empty_plan_changes_nothing(office):
    """Nothing to publish publishes nothing."""
    with office.writing() as uow:
        assert uow.cases.assign_many([]) == ()


def test_a_corrected_filing_takes_its_parties_along(either_office):
    """Parties and keys follow what was corrected."""
    put_down(either_office, a_filing())
    case = get(either_office, 1)
    corrected = replace(case.input.filing, parties=(a_debtor("新人", identity="99"),), series="某案")
    saved = save(either_office, replace(case, input=replace(case.input, filing=corrected)))

    assert get(either_office, 1) == saved
    with either_office.reading() as uow:
        assert [tie.tie for tie in uow.cases.linked(a_filing(no(9), parties=(a_debtor("别名", identity="99"),)))] == [
            "debtor"
        ]
        assert uow.cases.linked(a_filing(no(9))) == ()


def test_a_decision_is_noted_without_a_new_version(database):
    """The log's number is written down after the log gave it; nobody's view of the case grows old by that."""
    put_down(database, a_filing(), a_filing(no(2)))
    with database.writing() as uow:
        uow.cases.mark_decisions({1: 11, 2: 12})
        uow.cases.mark_decisions({})
        uow.commit()

    assert (get(database, 1).standing.decision, get(database, 1).version) == (11, 1)
