"""Where a simulation begins: the office of the database at one instant, or that of a folder."""

import shutil
from datetime import date, timedelta

import pytest

from allocator.domain.errors import BadInput, NotFound
from allocator.files.office import read_office
from allocator.services.context import Context
from allocator.services.indicators.campaigns import end_campaign, open_campaign
from allocator.services.intake.filings import import_file
from allocator.services.staffing.beginnings import live_opening, open_folder
from fixtures.guyang_month import GUYANG
from tests.allocator.conftest import MORNING, BureauAtWork
from tests.allocator.services.drafting import reload, some_cases, swap
from tests.allocator.services.laboratory import filings_of_a_year
from tests.allocator.services.stories import FILED

TODAY = date(2022, 9, 30)
WINTER = (GUYANG / "campaigns" / "winter.toml").read_text(encoding="utf-8")


def test_the_office_opens_with_its_open_cases_and_the_filings_of_a_year(bureau: BureauAtWork) -> None:
    """People, rules and process are those of today; a filing older than a year is no pattern for what comes."""
    cases = some_cases(bureau.context, 4)
    now = live_opening(bureau.context)
    bureau.clock.now += FILED + timedelta(days=366) - TODAY
    later = live_opening(bureau.context)

    assert [case.id for case in now.stock] == [case.id for case in cases]
    assert [one.filing.case_no for one in now.bank] == [case.case_no for case in cases]
    assert now.process.digest == read_process_of_guyang()
    assert (len(later.stock), later.bank) == (4, ())


def test_an_opened_campaign_goes_into_the_simulation_with_what_it_lends(bureau: BureauAtWork) -> None:
    """To the last day on which it takes anything, be it called off; its own cases fill its time there as they do in earnest."""
    context = bureau.context
    open_campaign(context, WINTER)
    opened = live_opening(context)
    bureau.clock.now += date(2022, 11, 10) - TODAY
    end_campaign(context, "2022-winter", "改由另案专班办理")
    now, before = live_opening(context), opened.actions[0]

    assert (before.people, before.last) == (("G07", "G08"), date(2022, 12, 31))
    assert {one.holder for one in opened.office.lendings} == {"G07", "G08", "V3"}
    assert now.actions == ()


def read_process_of_guyang():
    process = read_office(GUYANG, TODAY).process
    assert process is not None
    return process.digest


def test_a_changed_process_is_told_at_loading_and_used_from_then_on(bureau: BureauAtWork, tmp_path) -> None:
    """Its file is kept whole, so that a simulation can be asked again to the letter."""
    before = live_opening(bureau.context).process
    report = reload(bureau.context, tmp_path, process=swap("effort_spread = ", "effort_spread = 0.1 # "))
    again = reload(bureau.context, tmp_path)

    assert [change.table for change in report.changes] == ["process"]
    assert again.changes == ()
    assert live_opening(bureau.context).process.digest != before.digest


def test_an_office_without_a_process_is_not_simulated(database, tmp_path) -> None:
    """Nothing is invented in its place; the remedy names the file."""
    folder = tmp_path / "plain"
    shutil.copytree(GUYANG, folder)
    (folder / "process.toml").unlink()
    context = Context(database)
    reload_from(context, folder)

    for opening in (lambda: live_opening(context), lambda: open_folder(folder, None, MORNING)):
        with pytest.raises(NotFound) as told:
            opening()
        assert told.value.code == "process-missing"
        assert "process.toml" in told.value.remedy.en


def reload_from(context, folder):
    from allocator.services.office.offices import load_office

    load_office(context, folder)


def test_a_folder_opens_with_its_sheet_and_nothing_open(tmp_path) -> None:
    """The sheet is named or lies in the folder; it is taken whole or not at all."""
    folder = tmp_path / "guyang"
    shutil.copytree(GUYANG, folder)
    sheet = filings_of_a_year(30)
    named = open_folder(folder, ("year.csv", sheet), MORNING)
    with pytest.raises(NotFound) as told:
        open_folder(folder, None, MORNING)
    (folder / "filings.csv").write_bytes(sheet)
    found = open_folder(folder, None, MORNING)
    with pytest.raises(BadInput):
        open_folder(folder, ("year.csv", b"\xe6\xa1\x88\xe5\x8f\xb7\n1\n"), MORNING)

    assert (len(named.bank), named.stock) == (30, ())
    assert found == named
    assert told.value.code == "filings-missing"


def test_the_folder_and_the_database_see_the_same_filings(bureau: BureauAtWork) -> None:
    """Whichever way the year comes in."""
    sheet = filings_of_a_year(30)
    import_file(bureau.context, "year.csv", sheet)

    live, folder = live_opening(bureau.context), open_folder(GUYANG, ("year.csv", sheet), MORNING)

    assert {one.filing.case_no for one in live.bank} == {one.filing.case_no for one in folder.bank}
    assert (live.office, live.rulebook.digest, live.process) == (folder.office, folder.rulebook.digest, folder.process)
