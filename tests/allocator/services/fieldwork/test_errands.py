"""Errands asked for, changed and withdrawn."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from allocator.domain.cases import CaseState
from allocator.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from allocator.services.fieldwork.errands import (
    add_errand_file,
    add_errand_row,
    change_errand,
    list_errands,
    read_errand,
    withdraw_errand,
)
from allocator.services.intake.filings import file_case
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import an_errand
from tests.allocator.services.stories import a_filing

SHEET = "编号,任务类型,案号,乡镇,村,提出日期,优先级\nX1,送达,（2022）内0222执9001号,银号镇,,2022-09-29,{priority}\n"


def entries(bureau: BureauAtWork) -> list[tuple[str, int | None]]:
    """Give how each errand came about, and the case its entry belongs to."""
    with bureau.context.database.reading() as uow:
        return [(entry.body["how"], entry.case_id) for entry in uow.log.entries(kind="errand")]


def test_an_errand_gets_code_and_day_and_an_entry_of_its_case(bureau: BureauAtWork) -> None:
    """What the clerk did not say, the office fills in; the case's history tells of it."""
    case = file_case(bureau.context, a_filing())

    kept = an_errand(bureau.context)

    assert (kept.errand.code, kept.errand.asked_on, kept.errand.priority) == ("W1", date(2022, 9, 30), 9)
    assert read_errand(bureau.context, "W1") == kept
    assert entries(bureau) == [("asked", case.id)]


def test_a_number_of_digits_is_no_id_of_a_case(bureau: BureauAtWork) -> None:
    """An errand for a case numbered 1, which is not on the docket, is no entry of the case that was filed first."""
    file_case(bureau.context, a_filing())

    an_errand(bureau.context, case_no="1")

    assert entries(bureau) == [("asked", None)]


def test_a_closed_case_has_no_field_work(bureau: BureauAtWork) -> None:
    """The number of the case is told; nothing is kept."""
    case = file_case(bureau.context, a_filing())
    with bureau.context.database.writing() as uow:
        uow.cases.save(replace(case, state=CaseState.CLOSED, closed_on=date(2022, 9, 30)), case.version)
        uow.commit()

    with pytest.raises(NotAllowed) as refused:
        an_errand(bureau.context, case_no=case.case_no)

    assert (refused.value.code, refused.value.facts["case_no"]) == ("case-closed", case.case_no)
    assert list_errands(bureau.context, 10) == ()


def test_what_nobody_knows_is_refused_at_every_place(bureau: BureauAtWork) -> None:
    """Kind, town, people, skills and things: each fault with its place, nothing kept."""
    with pytest.raises(BadInput) as refused:
        an_errand(bureau.context, "dance", place={"town": "上海"}, handler="X", needs={"magic": 1}, uses={"drone": 1})

    places = [fault["field"] for fault in refused.value.faults]
    assert places == ["kind", "place.town", "handler", "needs", "uses"]
    assert list_errands(bureau.context, 10) == ()


def test_a_file_is_taken_whole_and_a_second_time_changes_nothing(bureau: BureauAtWork, tmp_path: Path) -> None:
    """The same rows again are no new errands; a code that means something else is refused."""
    file = tmp_path / "errands.csv"
    file.write_text(SHEET.format(priority=3), encoding="utf-8")
    first = add_errand_file(bureau.context, file)

    assert add_errand_file(bureau.context, file) == first
    assert [kept.errand.code for kept in list_errands(bureau.context, 10)] == ["X1"]
    file.write_text(SHEET.format(priority=4), encoding="utf-8")
    with pytest.raises(Conflict):
        add_errand_file(bureau.context, file)


def test_a_change_needs_the_version_it_rests_on(bureau: BureauAtWork) -> None:
    """Who comes second sees the state; code, case and day stay what they are."""
    kept = an_errand(bureau.context)

    changed = change_errand(bureau.context, "W1", {"urgent": True, "latest": date(2022, 10, 14)}, kept.version)

    assert (changed.version, changed.errand.urgent, changed.errand.latest) == (2, True, date(2022, 10, 14))
    with pytest.raises(Stale):
        change_errand(bureau.context, "W1", {"urgent": False}, kept.version)
    with pytest.raises(BadInput) as refused:
        change_errand(bureau.context, "W1", {"case_no": "（2022）内0222执1号"}, 2)
    assert refused.value.code == "errand-fixed"
    assert [how for how, _ in entries(bureau)] == ["asked", "changed"]


def test_a_withdrawn_errand_is_left_alone(bureau: BureauAtWork) -> None:
    """It cannot be changed or withdrawn once more, and stays on the list of withdrawn ones."""
    an_errand(bureau.context)
    withdraw_errand(bureau.context, "W1", 1)

    with pytest.raises(NotAllowed) as refused:
        withdraw_errand(bureau.context, "W1", None)
    assert refused.value.facts == {"errand": "W1", "state": "withdrawn"}
    assert [kept.errand.code for kept in list_errands(bureau.context, 10, state="withdrawn")] == ["W1"]
    with pytest.raises(NotFound):
        read_errand(bureau.context, "W2")


def test_a_case_that_is_not_named_is_one_fault(bureau: BureauAtWork) -> None:
    """Written field by field; not once for the blank, and once more for the number that is none."""
    with pytest.raises(BadInput) as refused:
        add_errand_row(bureau.context, {"kind": "送达", "town": "银号镇"})

    assert [(fault["field"], fault["code"]) for fault in refused.value.faults] == [("case_no", "cell-blank")]
