"""Parties of a row."""

import pytest

from allocator.domain.cases import PartyKind, PartySide
from allocator.files.filings import read_filings
from tests.allocator.files.sheets import codes, taken, the_row, the_usual_context
from tests.allocator.files.workbooks import a_workbook

CARD, CODE, ORGAN = "11010519491231002X", "91350100M000100Y43", "11150222011571234T"


def debtors(report):
    """The debtors of the row."""
    return taken(report).side(PartySide.DEBTOR)


def test_names_and_numbers_go_together_in_their_order():
    """The second debtor has no number."""
    report = the_row(被执行人="赵某乙、孙某丙", 被执行人证件号=f"{CARD}、无")

    assert [(party.name, party.identity) for party in debtors(report)] == [("赵某乙", CARD), ("孙某丙", None)]


def test_one_number_finds_the_one_party_it_can_belong_to():
    """A credit code is the enterprise's, wherever it stands."""
    report = the_row(被执行人="赵某乙、某某商贸有限公司", 被执行人证件号=CODE)

    assert [(party.kind, party.identity) for party in debtors(report)] == [
        (PartyKind.PERSON, None),
        (PartyKind.ENTERPRISE, CODE),
    ]


def test_numbers_that_cannot_be_placed_are_not_used():
    """One ID card between two persons could be either's."""
    report = the_row(被执行人="赵某乙、孙某丙", 被执行人证件号=CARD)

    assert codes(report) == ["ids-unmatched"]
    assert [party.identity for party in debtors(report)] == [None, None]


def test_the_number_says_what_a_party_is():
    """张店 with an ID card is a person, not a shop; a code that begins with 11 is an organ's."""
    assert debtors(the_row(被执行人="张店", 被执行人证件号=CARD))[0].kind == PartyKind.PERSON
    assert debtors(the_row(被执行人="某某办公室", 被执行人证件号=ORGAN))[0].kind == PartyKind.ORGAN


@pytest.mark.parametrize("number", [CARD[:-1] + "1", "150222199001011000", CODE[:-1] + "4"])
def test_a_number_that_fails_its_check_is_told_and_names_nobody(number):
    """It may be another's or nobody's: as a sure key it would tie strangers together."""
    report = the_row(被执行人证件号=number)

    assert codes(report) == ["id-doubtful"]
    assert debtors(report)[0].identity is None
    assert debtors(report)[0].keys == ("name:赵某乙",)


def test_a_number_excel_has_spoilt_is_told_with_the_way_to_keep_it():
    """The last digits of an ID card stored as a number are gone."""
    header = ["案号", "案由", "执行标的额", "申请执行人", "被执行人", "乡镇", "立案日期", "被执行人证件号"]
    row = ["（2022）内0222执1号", "民间借贷", 3, "钱某甲", "赵某乙", "怀朔镇", "2022-09-05", 150222199001011000]

    (report,) = read_filings("a.xlsx", a_workbook(a=[header, row]), the_usual_context()).rows

    assert debtors(report)[0].identity is None
    (told,) = [fault for fault in report.faults if fault.code == "id-doubtful"]
    assert "末尾几位已丢失" in told.zh
    assert "as text" in told.remedy_en


def test_those_whom_and_others_leaves_unnamed_are_counted():
    """等4人 makes four debtors, three of whom link to no other case."""
    first, second = (debtors(the_row(案号=f"（2022）内0222执{number}号", 被执行人="赵某乙等4人")) for number in (1, 2))

    assert len(first) == 4
    assert {key for party in first[1:] for key in party.keys}.isdisjoint(
        key for party in second[1:] for key in party.keys
    )


def test_a_case_without_a_debtor_is_an_error():
    """Nobody to enforce against."""
    assert codes(the_row(被执行人="")) == ["DEBTOR-MISSING"]


def test_a_case_without_a_creditor_is_a_warning():
    """Fines are enforced by the court itself."""
    assert codes(the_row(申请执行人="")) == ["creditor-missing"]


@pytest.mark.parametrize(
    "cell,code,names",
    [
        ("卯禾川（已故）", "name-remark", ["卯禾川"]),
        ("李四，男，汉族", "name-remark", ["李四"]),
        ("卯禾川和寅石雨", "people-joined", ["卯禾川和寅石雨"]),
        ("Smith, John", "people-turned", ["John Smith"]),
        ("Madonna, John Smith", "people-comma", ["Madonna", "John Smith"]),
    ],
)
def test_every_doubt_about_names_is_told_on_the_row(cell, code, names):
    """What was left out, divided or left whole stands in the warning, in both languages."""
    report = the_row(被执行人=cell)

    assert [party.name for party in debtors(report)] == names
    (told,) = report.faults
    assert (told.code, told.severity, told.field) == (code, "warning", "debtors")
    assert all((told.zh, told.en, told.remedy_zh, told.remedy_en))
    assert "{" not in told.zh + told.en


def test_a_remark_beside_the_name_hides_no_party():
    """The key is that of the bare name, by which recusals and linked cases are found."""
    assert [party.key for party in debtors(the_row(被执行人="被执行人卯禾川（卯某之父）"))] == ["name:卯禾川"]


def test_a_cell_from_which_no_name_is_read_is_told():
    """A number alone is nobody; the case goes in without a creditor, and the clerk has read why."""
    assert "people-unread" in codes(the_row(申请执行人="19"))
    assert "people-unread" not in codes(the_row(申请执行人="无"))
