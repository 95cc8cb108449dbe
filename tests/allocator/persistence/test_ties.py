"""Cases tied to one another."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from allocator.domain.cases import CaseState, LinkedCase, PartyKind
from allocator.domain.docket import Holding, Standing
from allocator.domain.facts import CaseInput
from tests.stories import MONDAY, a_creditor, a_debtor, a_filing, a_staffed_office

NOW = datetime(2022, 9, 5, tzinfo=UTC)
FAST = Standing("fast", "fast", True, {"officer": 60}, 1)
FIRM = PartyKind.ENTERPRISE


def no(number):
    return f"（2022）内0222执{number}号"


def filed(*debtors, number=1, creditors=(), **more):
    return a_filing(no(number), parties=(*creditors, *debtors), **more)


@pytest.fixture
def docket(either):
    """Puts filings on the docket of a staffed office."""
    with either.writing() as uow:
        uow.office.save(a_staffed_office(), MONDAY)
        uow.commit()

    def put_down(*filings):
        with either.writing() as uow:
            uow.cases.add([(CaseInput(filing), FAST, NOW) for filing in filings])
            uow.commit()
        return either

    return put_down


def ties(database, filing):
    with database.reading() as uow:
        return [(found.case_no, found.tie, found.sure) for found in uow.cases.linked(filing)]


def in_series(database, *filings):
    with database.reading() as uow:
        return uow.cases.in_series(filings)


def give(database, number, officer, since, closed_on=None):
    with database.writing() as uow:
        case = uow.cases.get(number)
        holding = Holding(officer, None, "draw", since, {officer: 1})
        state = CaseState.CLOSED if closed_on else CaseState.ASSIGNED
        uow.cases.save(replace(case, state=state, holding=holding, closed_on=closed_on), case.version)
        uow.commit()


OLD = [
    pytest.param(a_debtor("赵某", identity="15A"), a_debtor("赵  某", identity="15a"), [("debtor", True)], id="same identity"),
    pytest.param(a_debtor("赵某", identity="15A"), a_debtor("赵某"), [("debtor", False)], id="a name, one identity unknown"),
    pytest.param(a_debtor("赵某"), a_debtor("赵某"), [("debtor", False)], id="a person's name only"),
    pytest.param(a_debtor("赵某", identity="15A"), a_debtor("赵某", identity="15B"), [], id="namesakes"),
    pytest.param(a_debtor("甲公司", FIRM), a_debtor("甲公司", FIRM), [("debtor", True)], id="an enterprise's name"),
    pytest.param(a_debtor("甲公司", FIRM, "91"), a_debtor("甲公司", FIRM, "92"), [], id="two enterprises of one name"),
    pytest.param(a_debtor("甲"), a_debtor("甲", FIRM), [("debtor", False)], id="person and enterprise"),
    pytest.param(a_creditor("赵某", identity="15A"), a_debtor("赵某", identity="15A"), [("creditor_is_debtor", True)], id="crosswise"),
    pytest.param(a_creditor("赵某", identity="15A"), a_creditor("赵某", identity="15A"), [], id="one creditor of two"),
    pytest.param(a_debtor("赵某"), a_debtor("李某"), [], id="strangers"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, expected", OLD)
def test_parties_tie_cases_together(docket, old, new, expected):
    """Who is the same party, who only may be, and who is not."""
    database = docket(filed(old, number=1))

    assert [(tie, sure) for _, tie, sure in ties(database, filed(new, number=2))] == expected


def test_a_series_ties_however_it_is_written(docket):
    """The word of the series in any width and spacing."""
    database = docket(filed(a_debtor("甲"), number=1, series="Ａ小区 物业"))

    assert ties(database, filed(a_debtor("乙"), number=2, series="a小区物业")) == [(no(1), "series", True)]
    assert ties(database, filed(a_debtor("乙"), number=2, series="b小区物业")) == []


def test_a_resumed_case_is_tied_to_the_one_it_resumes(docket):
    """The number may be typed with other brackets."""
    database = docket(filed(a_debtor("甲"), number=1), filed(a_debtor("乙"), number=2))

    assert ties(database, filed(a_debtor("丙"), number=3, origin_case_no="(2022)内0222执1号")) == [
        (no(1), "resumed", True)
    ]
    assert ties(database, filed(a_debtor("丙"), number=3, origin_case_no="（2019）内0222执1号")) == []


def test_a_case_is_tied_by_its_strongest_tie_and_a_sure_one_goes_first(docket):
    """One line for each case, whatever connects them."""
    firm = a_debtor("甲公司", FIRM)
    database = docket(filed(firm, number=1), filed(firm, number=2, series="某案"))
    new = filed(firm, number=3, series="某案", origin_case_no=no(1))

    assert sorted(ties(database, new)) == [(no(1), "resumed", True), (no(2), "series", True)]


def test_a_case_is_not_tied_to_itself(docket):
    """Looked at again, a case on the docket is no former case of its own."""
    filing = filed(a_debtor("甲公司", FIRM), number=1, series="某案", origin_case_no=no(1))
    database = docket(filing)

    assert ties(database, filing) == []


def test_the_holder_or_last_holder_is_named(docket):
    """Who has it, or had it when it was closed, and since when; of one whose assignment was undone, nobody."""
    firm = a_debtor("甲公司", FIRM)
    database = docket(*(filed(firm, number=number, filed_on=date(2022, 1, number)) for number in (1, 2, 3, 4)))
    give(database, 1, "officer", date(2022, 2, 1))
    give(database, 2, "judge", date(2022, 2, 2), closed_on=date(2022, 6, 1))
    give(database, 3, "judge", date(2022, 2, 3))
    with database.writing() as uow:
        case = uow.cases.get(3)
        uow.cases.save(replace(case, state=CaseState.WAITING, holding=None), case.version)
        uow.commit()

    with database.reading() as uow:
        found = uow.cases.linked(filed(firm, number=9))

    assert found == (
        LinkedCase(no(4), "debtor", sure=True, handler=None, since=None, open=True),
        LinkedCase(no(3), "debtor", sure=True, handler=None, since=None, open=True),
        LinkedCase(no(2), "debtor", sure=True, handler="judge", since=date(2022, 6, 1), open=False),
        LinkedCase(no(1), "debtor", sure=True, handler="officer", since=date(2022, 2, 1), open=True),
    )


def test_a_debtor_of_many_cases_ties_the_fifty_newest(docket):
    """A developer with a hundred cases does not drown the page."""
    firm = a_debtor("甲公司", FIRM)
    database = docket(*(filed(firm, number=number) for number in range(1, 81)))

    found = ties(database, filed(firm, number=99))

    assert [case_no for case_no, _, _ in found] == [no(number) for number in range(80, 30, -1)]


def test_a_bank_with_many_cases_as_creditor_ties_nothing(docket):
    """To sue often is no tie."""
    bank = a_creditor("某银行", FIRM, "9115")
    database = docket(*(filed(a_debtor(f"债{n}"), number=n, creditors=(bank,)) for n in range(1, 60)))

    assert ties(database, filed(a_debtor("新债"), number=99, creditors=(bank,))) == []


def test_the_later_case_of_a_debtor_or_series_is_in_a_series(docket):
    """On the docket before, or in an earlier row of the same file; the first one is not."""
    firm, other = a_debtor("甲公司", FIRM), a_debtor("乙公司", FIRM)
    database = docket(filed(firm, number=1))

    rows = (
        filed(other, number=2),
        filed(other, number=3),
        filed(firm, number=4),
        filed(a_debtor("丙"), number=5, series="某案"),
        filed(a_debtor("丁"), number=6, series="某案"),
        filed(a_debtor("戊"), number=7),
    )
    assert in_series(database, *rows) == [False, True, True, False, True, False]


@pytest.mark.parametrize("first, second, tied", [
    (a_debtor("赵某"), a_debtor("赵某"), False),
    (a_debtor("赵某", identity="15A"), a_debtor("赵某", identity="15A"), True),
    (a_debtor("甲公司", FIRM, "91"), a_debtor("甲公司", FIRM, "92"), False),
    (a_debtor("甲公司", FIRM, "91"), a_debtor("甲公司", FIRM), True),
    (a_debtor("甲公司", FIRM), a_debtor("甲公司", FIRM, "92"), True),
    (a_creditor("甲公司", FIRM), a_debtor("甲公司", FIRM), False),
])  # fmt: skip
@pytest.mark.parametrize("where", ["docket", "batch"])
def test_only_a_sure_tie_makes_a_series(docket, first, second, tied, where):
    """A namesake lowers nobody's weight, whether the other case is on the docket or in the same file."""
    old, new = filed(first, number=1), filed(second, number=2)

    found = in_series(docket(old), new) if where == "docket" else in_series(docket(), old, new)[1:]

    assert found == [tied]
