"""A handler steps aside from a case: nobody gives it back to them, neither by hand nor by lot."""

import pytest

from allocator.domain.errors import NotAllowed
from allocator.services.assignment.giving import assign, recommend
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from allocator.services.office.office_changes import export_office
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing

RECUSED = Wish(reason="recusal")


@pytest.fixture
def held(bureau: BureauAtWork):
    """A case that an officer has who signs for nobody else."""
    case = file_case(bureau.context, a_filing(1))
    found = recommend(bureau.context, case.id)
    people = found.snapshot.office.officer_by_code
    officer = next(one.officer for one in found.ranking.candidates if people[one.officer].role == "officer")
    return assign(bureau.context, case.id, wish=Wish(officer=officer, reason="better_knowledge"))


def test_who_stepped_aside_never_has_the_case_again(bureau: BureauAtWork, held) -> None:
    """However often it is drawn anew: refused by name, and by hand too."""
    gone = held.case.holding.officer
    after = assign(bureau.context, held.case.id, wish=RECUSED).case.holding
    assert after is not None
    assert after.officer != gone
    refused = {one.officer: one.reasons for one in recommend(bureau.context, held.case.id).ranking.refused}

    assert "recused" in [reason.code for reason in refused[gone]]
    with pytest.raises(NotAllowed) as error:
        assign(bureau.context, held.case.id, wish=Wish(officer=gone, reason="rebalance"))
    assert error.value.code == "officer-refused"
    assert not verify_log(bureau.context).breaks


def test_nothing_is_kept_where_nobody_could_take_the_case(bureau: BureauAtWork, held) -> None:
    """Named somebody who must not have it, the handler goes on, and no recusal is left behind."""
    officer = held.case.holding.officer
    with pytest.raises(NotAllowed):
        assign(bureau.context, held.case.id, wish=Wish(officer="G01", reason="recusal"))

    with bureau.context.database.reading() as uow:
        office = uow.office.load()
    assert office is not None
    assert not [one for one in office.recusals if (one.officer, one.case_no) == (officer, held.case.case_no)]


def test_it_is_the_offices_own_and_leaves_with_its_folder(bureau: BureauAtWork, held, tmp_path) -> None:
    """A row of the recusals, of the case and the day; another case of the same people is not touched."""
    officer, case_no = held.case.holding.officer, held.case.case_no
    assign(bureau.context, held.case.id, wish=RECUSED)
    export_office(bureau.context, tmp_path / "out")
    rows = (tmp_path / "out" / "recusals.csv").read_text(encoding="utf-8").splitlines()

    assert f"{officer},回避,declared,,,{case_no},2022-09-30" in rows
    other = file_case(bureau.context, a_filing(2))
    assert officer in [item.officer for item in recommend(bureau.context, other.id).ranking.candidates]


def test_another_reason_bars_nobody(bureau: BureauAtWork, held) -> None:
    """Who gave a case up for the load may have it again."""
    officer = held.case.holding.officer
    assign(bureau.context, held.case.id, wish=Wish(reason="rebalance"))

    with bureau.context.database.reading() as uow:
        office = uow.office.load()
    assert office is not None
    assert not [one for one in office.recusals if one.officer == officer and one.case_no == held.case.case_no]
