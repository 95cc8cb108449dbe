"""The end of a case: closed as the rules allow, out of the loads and off the field plan; a mistake can be undone."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.cases import CaseState
from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.errors import BadInput, Conflict, NotAllowed, Stale
from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import find_case
from allocator.services.cases.closing_checks import closing_checks, histories
from allocator.services.cases.closings import close_case, close_file, reopen_case
from allocator.services.cases.events import record_events
from allocator.services.fieldwork.errands import add_errand_row, read_errand
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from allocator.services.transaction import look
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import FILED, a_filing

TODAY = date(2022, 9, 30)
DONE = (
    *("notice_sent", "query_answered", "site_inquiry", "other_assets_inquired", "consumption_limited"),
    *("closing_interview", "dormant_ruling_drafted", "debtor_checked", "undisposable_reasoned"),
)
ALL_DONE = [CaseEvent(kind, "", kind, TODAY, note="车辆已报废") for kind in DONE]
PAID = Closing("fulfilled", TODAY, 3_000_000)


def held(bureau: BureauAtWork) -> dict[str, int]:
    """The minutes of open work by holder."""
    with bureau.context.database.reading() as uow:
        return dict(look(uow, bureau.context).held)


def now(bureau: BureauAtWork, number: int):
    """A case as the docket has it."""
    with bureau.context.database.reading() as uow:
        return find_case(uow, number)


def test_a_closed_case_leaves_the_loads_and_keeps_its_handler(bureau: BureauAtWork) -> None:
    """Its minutes are nobody's any more; who held it stays known; the log tells of it and is whole."""
    case = file_case(bureau.context, a_filing())
    holding = assign(bureau.context, case.id).case.holding
    assert held(bureau)

    done = close_case(bureau.context, case.id, PAID)

    assert done.changed
    assert not held(bureau)
    kept = now(bureau, case.id)
    assert (kept.state, kept.closed_on, kept.closed_as, kept.recovered) == (
        CaseState.CLOSED, TODAY, "fulfilled", 3_000_000,
    )  # fmt: skip
    assert holding is not None
    assert kept.holding.officer == holding.officer
    assert not verify_log(bureau.context).breaks


def test_the_same_closing_again_changes_nothing(bureau: BureauAtWork) -> None:
    """A second click, or the same file again; closing it otherwise is a conflict."""
    case = file_case(bureau.context, a_filing())
    first = close_case(bureau.context, case.id, PAID, expected=1)

    again = close_case(bureau.context, case.id, PAID, expected=1)

    assert (again.changed, again.case) == (False, first.case)
    with pytest.raises(Conflict, match="closed on 2022-09-30"):
        close_case(bureau.context, case.id, Closing("withdrawn", TODAY))


@pytest.mark.parametrize(
    "closing, error, code",
    [
        (Closing("fulfilled", date(2022, 10, 1), 0), BadInput, "closing-in-future"),
        (Closing("fulfilled", date(2022, 9, 28), 0), BadInput, "closing-before-filing"),
        (Closing("done", TODAY, 0), BadInput, "closing-way-unknown"),
        (Closing("fulfilled", TODAY), BadInput, "recovered-missing"),
        (Closing("fulfilled", TODAY, 100 * 3_000_000), BadInput, "recovered-beyond-claim"),
        (Closing("decided", TODAY), NotAllowed, "closing-way-of-another-kind"),
        (Closing("dormant", TODAY, 0), NotAllowed, "closing-too-early"),
        (Closing("fulfilled", TODAY, 0, "抑郁症"), BadInput, "note-private"),
    ],
)
def test_a_closing_that_contradicts_case_or_rules_is_refused(bureau: BureauAtWork, closing, error, code) -> None:
    """With the reason; the case stays as it is."""
    case = file_case(bureau.context, a_filing())

    with pytest.raises(error) as refused:
        close_case(bureau.context, case.id, closing)

    assert refused.value.code == code
    assert now(bureau, case.id) == case


@pytest.mark.parametrize("filed_on, lawful", [(date(2022, 6, 30), True), (date(2022, 7, 1), False)])
def test_a_round_without_result_is_not_closed_before_three_months(bureau: BureauAtWork, filed_on, lawful) -> None:
    """On the very day it may be (D16 1), a day sooner it may not."""
    case = file_case(bureau.context, a_filing(filed_on=filed_on))

    closing = Closing("dormant", TODAY, 0)
    record_events(bureau.context, case.id, ALL_DONE)
    if lawful:
        assert close_case(bureau.context, case.id, closing).changed
    else:
        with pytest.raises(NotAllowed, match="not before 2022-10-01"):
            close_case(bureau.context, case.id, closing)


def test_a_round_without_result_is_not_closed_before_its_list_is_green(bureau: BureauAtWork) -> None:
    """Twelve items; what is missing is named, one by one, until nothing is."""
    case = file_case(bureau.context, a_filing(filed_on=date(2022, 6, 1)))
    assert [one.check.id for one in closing_checks(bureau.context, case.id, "dormant") if one.green] == [
        "K05",
        "K09",
        "K12",
    ]

    for place, event in enumerate(ALL_DONE):
        with pytest.raises(NotAllowed) as refused:
            close_case(bureau.context, case.id, Closing("dormant", TODAY, 0))
        assert refused.value.code == "closing-not-ready"
        red = refused.value.facts["checks"]
        assert isinstance(red, list)
        assert len(red) == len(ALL_DONE) - place
        record_events(bureau.context, case.id, [event])

    assert close_case(bureau.context, case.id, Closing("dormant", TODAY, 0)).changed


def test_history_from_before_the_list_was_kept_is_brought_in(bureau: BureauAtWork) -> None:
    """What was over before it was put down here was checked on paper; of a case long on the docket no early day dodges the list."""
    case = file_case(bureau.context, a_filing(filed_on=date(2022, 4, 1)))
    closing = Closing("dormant", date(2022, 8, 31), 0)
    with bureau.context.database.reading() as uow:
        examined = histories(uow, bureau.context, [case]).examined(case)

    assert not examined.checklist(closing)
    assert replace(examined, put_down=date(2022, 8, 1)).checklist(closing)
    assert close_case(bureau.context, case.id, closing).changed


def test_what_is_recovered_in_full_is_not_dormant(bureau: BureauAtWork) -> None:
    """Nothing is unpaid: the case is fulfilled."""
    case = file_case(bureau.context, a_filing(filed_on=date(2022, 6, 1)))
    record_events(bureau.context, case.id, ALL_DONE)

    with pytest.raises(NotAllowed, match="unpaid"):
        close_case(bureau.context, case.id, Closing("dormant", TODAY, 3_000_000))


def test_no_case_is_closed_while_a_stop_runs(bureau: BureauAtWork) -> None:
    """A suspension that nobody ended would never end."""
    case = file_case(bureau.context, a_filing(filed_on=date(2022, 6, 1)))
    record_events(bureau.context, case.id, [CaseEvent("1", "", "suspension", date(2022, 7, 1))])

    with pytest.raises(NotAllowed, match="has not ended"):
        close_case(bureau.context, case.id, PAID)
    record_events(bureau.context, case.id, [CaseEvent("2", "", "suspension_over", date(2022, 8, 1))])
    assert close_case(bureau.context, case.id, PAID).changed


def test_no_case_is_closed_before_what_happened_in_it_later(bureau: BureauAtWork) -> None:
    """An event after the closing is refused; so is the closing before the event, unless the event may follow one or is taken back."""
    case = file_case(bureau.context, a_filing(filed_on=date(2022, 9, 1)))
    visit = CaseEvent("V1", "", "site_inquiry", date(2022, 9, 20))
    came = CaseEvent("R1", "", "money_received", date(2022, 9, 28), "R1", 100)
    record_events(bureau.context, case.id, [visit, came])

    with pytest.raises(NotAllowed) as refused:
        close_case(bureau.context, case.id, replace(PAID, on=date(2022, 9, 19)))
    assert refused.value.code == "closing-before-events"
    assert "2022-09-20" in refused.value.text.zh

    wrong = CaseEvent("V2", "", "correction", date(2022, 9, 30), "V1", note="日期有误")
    record_events(bureau.context, case.id, [wrong])
    assert close_case(bureau.context, case.id, replace(PAID, on=date(2022, 9, 19))).changed


def test_a_closing_made_on_an_old_view_is_refused(bureau: BureauAtWork) -> None:
    """Somebody gave the case out meanwhile."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id)

    with pytest.raises(Stale):
        close_case(bureau.context, case.id, PAID, expected=case.version)


def test_field_work_of_a_closed_case_is_withdrawn(bureau: BureauAtWork) -> None:
    """An errand nobody has booked yet goes with the case."""
    case = file_case(bureau.context, a_filing())
    errand = add_errand_row(bureau.context, {"case_no": case.case_no, "kind": "service", "town": "金山镇"})

    done = close_case(bureau.context, case.id, PAID)

    assert (done.withdrawn, done.booked) == ((errand.errand.code,), ())
    assert read_errand(bureau.context, errand.id).state == "withdrawn"


def test_a_mistaken_closing_is_undone_with_a_reason(bureau: BureauAtWork) -> None:
    """The case is with its handler again and weighs what it did; without a reason, or an open one, it is refused."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id)
    before = held(bureau)
    close_case(bureau.context, case.id, PAID)

    with pytest.raises(BadInput, match="reason"):
        reopen_case(bureau.by("head"), case.id, " ")
    again = reopen_case(bureau.by("head"), case.id, "案号登记错误")

    assert (again.state, again.closed_on, again.closed_as, held(bureau)) == (CaseState.ASSIGNED, None, None, before)
    assert not verify_log(bureau.context).breaks
    with pytest.raises(Conflict, match="not closed"):
        reopen_case(bureau.by("head"), case.id, "案号登记错误")


def test_a_file_of_closings_is_whole_or_nothing(bureau: BureauAtWork, tmp_path) -> None:
    """One row that contradicts its case, and none is closed; put right, all are, and the same file again changes nothing."""
    cases = [file_case(bureau.context, a_filing(number)) for number in (1, 2)]
    file = tmp_path / "结案.csv"

    def written(second: str) -> None:
        rows = [f"{cases[0].case_no},2022-09-30,执行完毕,3万元", f"{cases[1].case_no},{second},销案,"]
        file.write_text("\n".join(["案号,结案日期,结案方式,到位金额", *rows]), encoding="utf-8")

    written("2022-09-01")
    with pytest.raises(BadInput) as refused:
        close_file(bureau.context, file)
    assert [(fault["row"], fault["field"], fault["code"]) for fault in refused.value.faults] == [
        (3, "closed_on", "closing-before-filing")
    ]
    assert now(bureau, cases[0].id).state == CaseState.WAITING

    written(str(FILED))
    assert [one.changed for one in close_file(bureau.context, file)] == [True, True]
    assert now(bureau, cases[0].id).recovered == 3_000_000
    assert [one.changed for one in close_file(bureau.context, file)] == [False, False]


@pytest.mark.parametrize(
    "row, field",
    [
        ("2022-09-30,执行完毕,", "recovered"),
        ("2022-09-30,审查结案,", "way"),
        ("2022-10-30,销案,", "closed_on"),
        ("2022-09-30,终结本次执行程序,0", "closed_on"),
    ],
)
def test_what_contradicts_the_case_is_told_at_its_column(bureau: BureauAtWork, tmp_path, row, field) -> None:
    """An amount that is due, a way for other kinds, a day to come or too early: each at the cell in which it is put right."""
    case = file_case(bureau.context, a_filing())
    file = tmp_path / "closings.csv"
    file.write_text(f"案号,结案日期,结案方式,到位金额\n{case.case_no},{row}\n", encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        close_file(bureau.context, file)

    assert refused.value.faults[0]["field"] == field


def test_faults_of_a_file_of_closings_are_told_by_row(bureau: BureauAtWork, tmp_path) -> None:
    """An unknown case, a way nobody knows, an amount nobody can read, the same case twice."""
    case = file_case(bureau.context, a_filing())
    file = tmp_path / "closings.csv"
    rows = [
        f"{case.case_no},2022-09-30,消案,",
        f"{case.case_no},2022-09-30,执行完毕,三五成群",
        "（2022）内0222执1号,2022-09-30,销案,",
    ]
    file.write_text("\n".join(["案号,结案日期,结案方式,到位金额", *rows]), encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        close_file(bureau.context, file)

    assert {(fault["row"], fault["field"]) for fault in refused.value.faults} == {(2, "way"), (3, "recovered")}

    good = f"{case.case_no},2022-09-30,销案,"
    file.write_text("\n".join(["案号,结案日期,结案方式,到位金额", good, good, rows[2]]), encoding="utf-8")
    with pytest.raises(BadInput) as again:
        close_file(bureau.context, file)
    assert [(fault["row"], fault["code"]) for fault in again.value.faults] == [(3, "row-twice")]
