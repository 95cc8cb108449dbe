"""A search or a detention is needed: one says so with a reason, another who is signed in decides; until then nobody knows."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.domain.docket import Case
from allocator.domain.errors import AllocatorError, BadInput, Conflict, NotAllowed, Stale
from allocator.domain.facts import facts_of
from allocator.services.assignment.handler_approvals import ASKING
from allocator.services.audit import history
from allocator.services.cases.casework import add_facts, read_case
from allocator.services.cases.closings import close_case
from allocator.services.cases.flags import approve_flag, refuse_flag, withdraw_flag
from allocator.services.cases.retriage import retriage
from allocator.services.context import Context
from allocator.services.intake.filings import file_case, import_file
from allocator.services.intake.typed_filings import look_at_typed
from allocator.services.log_check import verify_log
from allocator.services.transaction import look
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.cases.classes import now
from tests.allocator.services.cases.test_closings import PAID
from tests.allocator.services.stories import a_filing
from tests.allocator.services.whole import assert_whole

SEARCH = "search_or_detain"
WHY = "查控未反馈，现场有人转移粮食"
OPEN = {SEARCH: None}


def said_by(context: Context, case: Case, because: str = WHY) -> Case:
    """Say of a case that a search is needed."""
    return add_facts(context, case.id, {SEARCH: True}, because=because).case


def known(context: Context, case: Case) -> object:
    """Give what every decision sees of whether a search is needed."""
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        return facts_of(now(context, case).input, snapshot.office, snapshot.rulebook)[SEARCH]


def flagged(context: Context) -> list[int]:
    """Give the cases that wait for a second person, as the tab of the desk has them."""
    with context.database.reading() as uow:
        found = [case.id for case in uow.queues.for_a_second(50, ASKING)]
        assert uow.queues.count_for_a_second(ASKING) == len(found)
        return found


def test_what_one_says_is_unknown_until_another_agrees(people) -> None:
    """Neither who said it nor a name nor a token lets it hold; a supervisor who is signed in does, and the log names both."""
    wang, zhao, li, _ = people
    case = file_case(wang, a_filing(answers=OPEN))

    waiting = said_by(wang, case)

    assert (known(wang, case), flagged(wang)) == (None, [case.id])
    assert [(one.fact, one.by, one.because) for one in waiting.flags] == [(SEARCH, "wang", WHY)]
    with pytest.raises(NotAllowed, match="You said it: somebody else has to decide"):
        approve_flag(wang, case.id, SEARCH)
    with pytest.raises(NotAllowed, match="signed in"):
        approve_flag(replace(zhao, signed_in=False), case.id, SEARCH)
    done = approve_flag(li, case.id, SEARCH, waiting.version)
    assert (known(wang, case), flagged(wang), done.case.flags) == (True, [], ())
    assert done.classification.gross.total > read_case(wang, file_case(wang, a_filing(2)).id)[1].gross.total
    body = history(wang, case.id)[-1].body
    assert (body["facts"], body["asked_by"], body["approved_by"]) == ({SEARCH: True}, "wang", "li")
    assert body["asked"] == waiting.flags[0].decision
    assert verify_log(wang).breaks == ()
    assert_whole(wang, replayed=True)


@pytest.mark.parametrize("before", [None, False])
def test_what_is_refused_is_as_it_was_before(people, before: object) -> None:
    """Said against a known "no" it is unknown meanwhile, and "no" again once refused; the reason stands in the log."""
    wang, _, li, _ = people
    case = file_case(wang, a_filing(answers={SEARCH: before}))

    said_by(wang, case)
    assert known(wang, case) is None
    with pytest.raises(BadInput, match="say why"):
        refuse_flag(li, case.id, SEARCH, " ")
    done = refuse_flag(li, case.id, SEARCH, "线索未穷尽")

    assert (known(wang, case), flagged(wang), done.flags) == (before, [], ())
    told = next(entry for entry in history(wang, case.id) if entry.kind == "flag_refused")
    assert (told.actor, told.body["because"], told.body["asked_by"]) == ("li", "线索未穷尽", "wang")
    with pytest.raises(Conflict, match="waits for a second person"):
        approve_flag(li, case.id, SEARCH)
    assert verify_log(wang).breaks == ()
    assert_whole(wang, replayed=True)


def test_who_said_it_takes_it_back_and_nobody_else(people) -> None:
    """Another clerk may neither, nor answer the question meanwhile: somebody decides it first."""
    wang, zhao, _, _ = people
    case = file_case(wang, a_filing(answers=OPEN))
    waiting = said_by(wang, case)

    with pytest.raises(NotAllowed, match="wang said it"):
        withdraw_flag(zhao, case.id, SEARCH)
    for value in (True, False, None):
        with pytest.raises(Conflict, match="waits for a second person"):
            add_facts(zhao, case.id, {SEARCH: value}, because=WHY)
    with pytest.raises(Stale):
        withdraw_flag(wang, case.id, SEARCH, waiting.version - 1)
    assert withdraw_flag(wang, case.id, SEARCH).flags == ()
    assert (known(wang, case), flagged(wang)) == (None, [])
    assert verify_log(wang).breaks == ()


def test_taking_back_what_holds_takes_one_person(people) -> None:
    """It protects the debtor; to say it anew takes two again."""
    wang, zhao, li, _ = people
    case = file_case(wang, a_filing(answers=OPEN))
    said_by(wang, case)
    approve_flag(li, case.id, SEARCH)

    again = add_facts(zhao, case.id, {SEARCH: True}).case
    assert (again.flags, known(wang, case)) == ((), True)
    add_facts(zhao, case.id, {SEARCH: False})
    assert known(wang, case) is False
    said_by(li, case)
    assert (known(wang, case), flagged(wang)) == (None, [case.id])


def test_other_facts_said_with_it_hold_at_once(people) -> None:
    """Only what opens coercive measures waits; without a reason nothing is put down at all."""
    wang, _, li, _ = people
    case = file_case(wang, a_filing(answers={**OPEN, "appraisal_needed": None}))

    with pytest.raises(BadInput, match="say why"):
        add_facts(wang, case.id, {SEARCH: True, "appraisal_needed": True})
    assert now(wang, case).version == case.version
    done = add_facts(wang, case.id, {SEARCH: True, "appraisal_needed": True}, because=WHY)

    assert (done.converted, done.case.input.learned, known(wang, case)) == (
        "to_regular",
        {"appraisal_needed": True},
        None,
    )
    approve_flag(li, case.id, SEARCH)
    assert known(wang, case) is True
    assert_whole(wang, replayed=True)


def test_what_comes_with_a_filing_waits_too(people, bureau: BureauAtWork) -> None:
    """By the form, by the API and by a file; the same file brought again is no news, and the suggestion says unknown."""
    wang, _, li, _ = people
    typed = file_case(wang, a_filing(answers={SEARCH: True}))
    sheet = (
        "案号,立案日期,申请执行人,被执行人,标的额,须搜查拘留\n（2022）内0222执7001号,2022-09-29,甲某,乙某,3万元,是\n"
    )

    first, again = (import_file(wang, "september.csv", sheet.encode()) for _ in range(2))

    assert (first.created, again.created, again.unchanged, again.errors) == (1, 0, 1, 0)
    assert flagged(wang) == [typed.id, first.new[0]]
    assert typed.flags == now(wang, typed).flags
    assert [(one.by, one.because) for one in typed.flags] == [("wang", "")]
    assert (known(wang, typed), typed.version) == (None, 1)
    form = {"case_no": "（2022）内0222执7002号", "filed_on": "2022-09-29", "debtors": "丙某", "claim": "3万"}
    blank, told = (look_at_typed(wang, {**form, **answer}).triage for answer in ({}, {SEARCH: "是"}))
    assert blank == told != look_at_typed(wang, {**form, SEARCH: "否"}).triage
    approve_flag(li, typed.id, SEARCH)
    assert (known(wang, typed), flagged(wang)) == (True, [first.new[0]])
    assert verify_log(wang).breaks == ()
    assert_whole(wang, replayed=True)


def test_an_office_in_which_nobody_signs_in_names_two_people(bureau: BureauAtWork) -> None:
    """Two names are two persons; the same name twice is one, and no name leaves it waiting."""
    head = bureau.by("王某")
    one, two = (file_case(head, a_filing(number, answers=OPEN)) for number in (1, 2))

    with pytest.raises(NotAllowed, match="said it and approves it"):
        add_facts(head, one.id, {SEARCH: True}, approved_by=" 王某", because=WHY)
    both = add_facts(head, one.id, {SEARCH: True}, approved_by="李某", because=WHY)
    said_by(head, two)

    assert (known(head, one), both.case.flags, known(head, two)) == (True, (), None)
    assert [entry.kind for entry in history(head, one.id)] == ["filing", "flag_asked", "facts"]
    assert approve_flag(bureau.by("李某"), two.id, SEARCH).case.flags == ()
    assert verify_log(head).breaks == ()


def test_a_typed_name_approves_nothing_where_people_sign_in(people) -> None:
    """As for every second person."""
    wang, *_ = people
    case = file_case(wang, a_filing(answers=OPEN))

    with pytest.raises(NotAllowed, match="a name that was typed"):
        add_facts(wang, case.id, {SEARCH: True}, approved_by="院长", because=WHY)
    assert flagged(wang) == []


def test_it_waits_through_everything_else(people) -> None:
    """The stock triaged anew leaves it waiting; a case that is closed waits no more, and nobody decides about it."""
    wang, _, li, _ = people
    case = file_case(wang, a_filing(answers=OPEN))
    said_by(wang, case)

    retriage(li)
    assert (known(wang, case), flagged(wang)) == (None, [case.id])
    close_case(wang, case.id, PAID)
    assert flagged(wang) == []
    with pytest.raises(NotAllowed, match="closed"):
        approve_flag(li, case.id, SEARCH)
    assert verify_log(wang).breaks == ()


def test_a_docket_changed_behind_the_log_is_found(people, bureau: BureauAtWork) -> None:
    """Who takes a waiting fact away in the database file is told of by the check of the log."""
    wang, *_ = people
    case = said_by(wang, file_case(wang, a_filing(answers=OPEN)))

    with wang.database.writing() as uow:
        uow.cases.save(replace(case, flags=()), case.version)
        uow.commit()

    assert [(one.code, one.seq) for one in verify_log(wang).breaks] == [("docket", case.flags[0].decision)]


ACTS: dict[str, Callable[[Context, int], object]] = {
    "say": lambda who, case: add_facts(who, case, {SEARCH: True}, because=WHY),
    "deny": lambda who, case: add_facts(who, case, {SEARCH: False}),
    "forget": lambda who, case: add_facts(who, case, {SEARCH: None}),
    "approve": lambda who, case: approve_flag(who, case, SEARCH),
    "refuse": lambda who, case: refuse_flag(who, case, SEARCH, "不"),
    "withdraw": lambda who, case: withdraw_flag(who, case, SEARCH),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([*ACTS])), max_size=8))
def test_it_never_holds_by_one_persons_word(people, told: list[tuple[int, str]]) -> None:
    """Whatever is tried by whom in whatever order: it holds only if one said it and another approved, last of all that counted."""
    case = file_case(people[0], a_filing(len(history_of_all(people[0])) + 1, answers=OPEN))
    asked: int | None = None
    holds = False
    for who, act in told:
        try:
            ACTS[act](people[who], case.id)
        except AllocatorError:
            continue
        if act == "approve":
            assert asked not in (None, who)
        holds = act == "approve" or (holds and act == "say")
        asked = who if act == "say" and not holds else None
        assert (known(people[0], case) is True) == holds
        assert [one.by for one in now(people[0], case).flags] == ([] if asked is None else [people[asked].actor])


def history_of_all(context: Context) -> list[object]:
    """Give every entry of the log, so that each story has a case number of its own."""
    with context.database.reading() as uow:
        return list(uow.log.entries())
