"""What happened in cases is recorded whole or not at all, and the clocks follow."""

from datetime import date

import pytest

from allocator.domain.clocks.events import CaseEvent
from allocator.domain.errors import BadInput
from allocator.services.assignment.giving import assign
from allocator.services.cases.events import record_event_file, record_events
from allocator.services.clocks.deadlines import case_nodes
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing

TODAY = date(2022, 9, 30)
SENT = CaseEvent("S1", "", "notice_sent", TODAY)


def done(bureau: BureauAtWork, number: int) -> dict[str, date | None]:
    """Give the day on which each node of a case was done."""
    return {item.node.id: item.clock.done_on for item in case_nodes(bureau.context, number).items}


def test_an_event_fulfils_the_node_it_ends(bureau: BureauAtWork) -> None:
    """The notice goes out; sent twice over the wire it is recorded once; the log is whole."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id)

    first = record_events(bureau.context, case.id, [SENT])
    again = record_events(bureau.context, case.id, [SENT])

    assert (first.added, first.known, again.added, again.known) == (1, 0, 0, 1)
    assert done(bureau, case.id)["N05"] == TODAY
    assert not verify_log(bureau.context).breaks


def test_a_key_stands_for_one_event(bureau: BureauAtWork) -> None:
    """The same key with another day is a mistake, not a change."""
    case = file_case(bureau.context, a_filing())
    record_events(bureau.context, case.id, [SENT])

    with pytest.raises(BadInput) as refused:
        record_events(bureau.context, case.id, [CaseEvent("S1", "", "notice_sent", date(2022, 9, 29))])

    assert [(fault["field"], fault["code"]) for fault in refused.value.faults] == [("key", "event-key-taken")]


def test_a_wrong_event_is_taken_back_with_a_reason(bureau: BureauAtWork) -> None:
    """It stays in the record, and counts no more."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id)
    record_events(bureau.context, case.id, [SENT])

    record_events(bureau.context, case.id, [CaseEvent("C1", "", "correction", TODAY, "S1", note="另一案件的通知")])

    assert done(bureau, case.id)["N05"] is None


def test_a_file_is_recorded_whole_or_not_at_all(bureau: BureauAtWork) -> None:
    """One wrong row keeps all of them out, told with its row and column; corrected, all go in, and once."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id)
    file = bureau.path.parent / "events.csv"
    head = "案号,事件,日期,事项,金额\n"
    good = f"{case.case_no},案款到账,2022-09-29,R1,1000\n{case.case_no},发出执行通知,2022-09-30,,\n"
    file.write_text(f"{head}{good}{case.case_no},案款发放,2022-09-30,R1,1000.01\n", encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        record_event_file(bureau.context, file)

    fault = refused.value.faults[0]
    assert (fault["row"], fault["field"], fault["code"]) == (4, "amount", "payment-above-receipt")
    assert done(bureau, case.id)["N05"] is None
    file.write_text(f"{head}{good}{case.case_no},案款发放,2022-09-30,R1,1000\n", encoding="utf-8")
    assert record_event_file(bureau.context, file).added == 3
    assert record_event_file(bureau.context, file).known == 3
    assert done(bureau, case.id)["N34"] == TODAY


def test_faults_are_told_from_the_top_of_the_file_down(bureau: BureauAtWork) -> None:
    """Whatever is wrong and in whichever case: unknown cases, days to come, and what contradicts what came before."""
    one, other = (file_case(bureau.context, a_filing(number)) for number in (1, 2))
    file = bureau.path.parent / "events.csv"
    rows = [
        f"{one.case_no},suspension_over,2022-09-29,,",
        f"{other.case_no},发出执行通知,2022-10-09,,",
        f"{one.case_no},案款发放,2022-09-30,R1,1",
        "（2022）内0222执9999号,发出执行通知,2022-09-30,,",
        f"{other.case_no},发出执行通知,2021-01-04,,",
    ]
    file.write_text("\n".join(["案号,事件,日期,事项,金额", *rows]) + "\n", encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        record_event_file(bureau.context, file)

    assert [fault["row"] for fault in refused.value.faults] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "row, field, code",
    [
        ("（2022）内0222执1号,发出执行通知,2022-09-30,,", "case_no", "case-unknown"),
        ("{no},打电话,2022-09-30,,", "kind", "name-unknown"),
        ("{no},结案,2022-09-30,,", "kind", "name-unknown"),
        ("{no},closing,2022-09-30,,", "kind", "event-from-case"),
        ("{no},查封扣押冻结,2022-09-30,船舶:1,", "item", "event-asset-unknown"),
        ("{no},发出执行通知,2022-09-31,,", "on", "date-impossible"),
    ],
)
def test_a_wrong_row_is_told_with_its_column(bureau: BureauAtWork, row, field, code) -> None:
    """Unknown cases, kinds, days."""
    case = file_case(bureau.context, a_filing())
    file = bureau.path.parent / "events.csv"
    file.write_text("案号,事件,日期,事项,金额\n" + row.format(no=case.case_no) + "\n", encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        record_event_file(bureau.context, file)

    assert [(fault["row"], fault["field"]) for fault in refused.value.faults] == [(2, field)]
    assert refused.value.faults[0]["code"] == code or code in ("name-unknown", "date-impossible")


def test_an_attached_thing_is_named_by_its_kind(bureau: BureauAtWork) -> None:
    """存款 is a deposit: its attachment lasts a year."""
    case = file_case(bureau.context, a_filing())
    file = bureau.path.parent / "events.csv"
    file.write_text(f"案号,事件,日期,事项\n{case.case_no},查封扣押冻结,2022-09-30,存款：6222\n", encoding="utf-8")

    record_event_file(bureau.context, file)

    (item,) = [one for one in case_nodes(bureau.context, case.id).items if one.node.id == "N17"]
    assert (item.clock.item, item.clock.due) == ("deposit:6222", date(2023, 9, 30))
