"""The calendar by the year: what each day is, what was corrected and why, and the clocks that follow."""

from datetime import date

import pytest

from allocator.domain.errors import BadInput, NotFound
from allocator.services.clocks.deadlines import case_nodes
from allocator.services.intake.filings import file_case
from allocator.services.office.calendar_years import DayKind, correct_day, read_year, take_back_day, year_view
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing

MONDAY, SUNDAY = date(2022, 10, 10), date(2022, 10, 16)


def kind_of(bureau: BureauAtWork, day: date) -> DayKind:
    """What a day is now."""
    months = read_year(bureau.context, day.year).months
    return months[day.month - 1].days[day.day - 1].kind


def test_a_year_is_shown_by_months_and_weeks(bureau: BureauAtWork) -> None:
    """Monday first; National Day is a holiday with its name, the Saturday after it a make-up day."""
    year = read_year(bureau.context)

    assert (year.year, len(year.months), year.estimated) == (2022, 12, False)
    october = year.months[9]
    assert [day and day.day.day for day in october.weeks[0]] == [None] * 5 + [1, 2]
    first, eighth = october.days[0], october.days[7]
    assert (first.kind, first.name and first.name.zh, eighth.kind) == (DayKind.HOLIDAY, "国庆节", DayKind.MAKE_UP)
    assert sum(month.working for month in year.months) == year.working


def test_a_year_without_proclaimed_make_up_days_is_an_estimate(bureau: BureauAtWork) -> None:
    """The statutory days are there already; further off nothing is known."""
    assert read_year(bureau.context, 2028).estimated
    for unknown in (2019, 2029):
        with pytest.raises(BadInput):
            read_year(bureau.context, unknown)


def test_a_correction_is_made_with_a_reason_and_taken_back_likewise(bureau: BureauAtWork) -> None:
    """Off, then (corrected anew) worked, then as the nation says; each a row of the log by name and reason."""
    context = bureau.by("管理员")
    correct_day(context, MONDAY, None, "停电检修", works=False)
    assert kind_of(bureau, MONDAY) is DayKind.HOLIDAY
    [made] = read_year(context).corrections
    assert (made.because, made.by) == ("停电检修", "管理员")

    correct_day(context, SUNDAY, None, "补班", works=True)
    correct_day(context, SUNDAY, None, "改在周六", works=False)
    assert kind_of(bureau, SUNDAY) is DayKind.WEEKEND

    take_back_day(context, MONDAY, None, "检修改期")
    assert kind_of(bureau, MONDAY) is DayKind.WORKING
    with context.database.reading() as uow:
        reasons = [entry.body.get("because") for entry in uow.log.entries(kind="office")]
    assert reasons[-4:] == ["停电检修", "补班", "改在周六", "检修改期"]


def test_the_clocks_of_cases_follow_a_correction(bureau: BureauAtWork) -> None:
    """With a make-up day less, what runs in working days ends later, and nothing sooner; taken back, all is as it was."""
    case = file_case(bureau.context, a_filing())

    def due() -> dict[str, date]:
        nodes = case_nodes(bureau.context, case.id).items
        return {node.clock.node: node.clock.due for node in nodes if node.clock.due}

    before = due()
    correct_day(bureau.context, date(2022, 10, 8), None, "停电检修", works=False)
    after = due()
    take_back_day(bureau.context, date(2022, 10, 8), None, "检修改期")

    assert any(after[node] > last for node, last in before.items())
    assert all(after[node] >= last for node, last in before.items())
    assert due() == before


def test_a_correction_without_a_reason_or_of_no_day_is_refused(bureau: BureauAtWork) -> None:
    """And what nobody corrected cannot be taken back."""
    with pytest.raises(BadInput):
        correct_day(bureau.context, MONDAY, None, "", works=False)
    with pytest.raises(NotFound):
        take_back_day(bureau.context, MONDAY, None, "无此更正")


def test_the_view_lists_only_days_that_are_special(bureau: BureauAtWork) -> None:
    """Holidays, make-up days and corrections, each once."""
    correct_day(bureau.context, MONDAY, None, "停电检修", works=False)

    view = year_view(read_year(bureau.context))

    days = [day["day"] for day in view["days"]]
    assert len(days) == len(set(days))
    [monday] = [day for day in view["days"] if day["day"] == "2022-10-10"]
    assert monday["correction"] == {"because": "停电检修", "by": "clerk"}
    assert "2022-10-11" not in days
