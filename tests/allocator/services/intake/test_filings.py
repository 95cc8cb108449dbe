"""Filings come in: one by one, and whole files."""

from dataclasses import replace

import pytest

from allocator.domain.errors import BadInput, Conflict
from allocator.services.intake.filings import file_case, import_file
from allocator.services.loads.board import page
from allocator.services.transaction import the_office, the_rulebook
from fixtures.guyang_month import Month, month
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing


def entries(bureau: BureauAtWork, kind: str) -> int:
    """Count log entries of a kind."""
    with bureau.context.database.reading() as uow:
        return len(uow.log.entries(kind=kind))


def test_a_plain_loan_goes_to_the_fast_track(bureau: BureauAtWork) -> None:
    """A small claim with every question answered is certainly simple, and weighs something."""
    case = file_case(bureau.context, a_filing())

    assert (case.standing.track, case.standing.lane, case.standing.certain) == ("fast", "fast", True)
    assert sum(case.standing.minutes.values()) > 0


def test_the_draw_is_committed_before_the_first_filing_of_the_day(bureau: BureauAtWork) -> None:
    """The commitment stands in the log before the filing it will serve."""
    file_case(bureau.context, a_filing(1))
    file_case(bureau.context, a_filing(2))

    with bureau.context.database.reading() as uow:
        kinds = [entry.kind for entry in uow.log.entries()]
    assert kinds[-3:] == ["draw_day", "filing", "filing"]


def test_the_same_case_number_is_refused_a_second_time(bureau: BureauAtWork) -> None:
    """Nobody's case stands on the docket twice."""
    file_case(bureau.context, a_filing())

    with pytest.raises(Conflict) as refusal:
        file_case(bureau.context, a_filing(title="another"))

    assert refusal.value.code == "case-exists"
    assert len(page(bureau.context)) == 1


@pytest.mark.parametrize(
    "change, field",
    [({"kind": "民初"}, "kind"), ({"town": "桃花源镇"}, "town"), ({"traits": {"no_such": True}}, "traits.no_such")],
)
def test_a_filing_that_names_what_the_office_does_not_know_is_refused(
    bureau: BureauAtWork, change: dict[str, object], field: str
) -> None:
    """The refusal names the field, and nothing is kept."""
    with pytest.raises(BadInput) as refusal:
        file_case(bureau.context, replace(a_filing(), **change))  # type: ignore[arg-type]

    assert [fault["field"] for fault in refusal.value.faults] == [field]
    assert page(bureau.context) == ()


def test_a_later_case_of_the_same_debtor_weighs_less(bureau: BureauAtWork) -> None:
    """Series are found through party keys: the second case of one debtor has the discount."""
    debtor = a_debtor("子虚", "150222197001010011")
    first = file_case(bureau.context, a_filing(1, debtor))
    second = file_case(bureau.context, a_filing(2, debtor))

    assert sum(second.standing.minutes.values()) < sum(first.standing.minutes.values())


def test_a_file_with_faults_changes_nothing(bureau: BureauAtWork) -> None:
    """An import is whole or nothing; every faulty row is told."""
    sheet = september(bureau)

    report = import_file(bureau.context, sheet.name, sheet.came)

    assert (report.applied, report.created, report.new) == (False, 0, ())
    assert report.errors >= 6
    assert page(bureau.context) == ()
    assert entries(bureau, "filing") == 0


def test_the_repaired_file_is_taken_whole_and_only_once(bureau: BureauAtWork) -> None:
    """The same file again changes nothing: no case, no entry in the log."""
    sheet = september(bureau)
    first = import_file(bureau.context, sheet.name, sheet.repaired)
    logged = entries(bureau, "filing")

    again = import_file(bureau.context, sheet.name, sheet.repaired)

    assert (first.created, len(first.new), logged) == (len(sheet.filings), len(sheet.filings), len(sheet.filings))
    assert (again.applied, again.created, again.unchanged, again.new) == (True, 0, len(sheet.filings), ())
    assert entries(bureau, "filing") == logged
    assert {row.status for row in again.sheet.rows} <= {"unchanged", "skipped"}


def test_a_dry_run_reports_and_changes_nothing(bureau: BureauAtWork) -> None:
    """What would come in is counted; nothing comes in."""
    sheet = september(bureau)

    report = import_file(bureau.context, sheet.name, sheet.repaired, dry_run=True)

    assert (report.dry_run, report.applied, report.created, report.new) == (True, False, len(sheet.filings), ())
    assert page(bureau.context) == ()


def test_a_row_that_says_something_else_of_a_known_case_stops_the_file(bureau: BureauAtWork) -> None:
    """A case number on the docket with other content is an error that names the row."""
    sheet = september(bureau)
    known = sheet.filings[3]
    file_case(bureau.context, replace(known, claim=known.claim + 1))

    report = import_file(bureau.context, sheet.name, sheet.repaired)

    (fault,) = [fault for fault in report.faults if fault["severity"] == "error"]
    row = next(row for row in report.sheet.rows if row.case_no == known.case_no)
    assert (fault["code"], fault["row"], fault["field"]) == ("case-differs", row.row, "claim")
    assert (row.status, report.sheet.counts()["error"], len(page(bureau.context))) == ("error", 1, 1)


def test_what_comes_in_complex_is_complex(bureau: BureauAtWork) -> None:
    """An auction makes a case complex, certainly."""
    case = file_case(bureau.context, a_complex_filing())

    assert (case.standing.track, case.standing.certain) == ("regular", True)


def september(bureau: BureauAtWork) -> Month:
    """The clerk's sheet of September."""
    with bureau.context.database.reading() as uow:
        office = the_office(uow)
        return month(office, the_rulebook(uow, bureau.context.today(office)))
