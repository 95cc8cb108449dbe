"""Parties of a row."""

from allocator.domain.cases import PartyKind, PartySide
from tests.allocator.files.sheets import codes, taken, the_row

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


def test_a_wrong_check_digit_is_a_warning_and_the_number_is_kept():
    """The clerk may be right and the card wrong."""
    report = the_row(被执行人证件号=CARD[:-1] + "1")

    assert codes(report) == ["id-doubtful"]
    assert debtors(report)[0].identity == CARD[:-1] + "1"


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
