"""The office, single changes of it, its calendar, and everybody's load (机构、单项变更、工作日历、负荷)."""

from collections.abc import Mapping
from typing import Any

from allocator.files.office.editing import RowChange
from allocator.services.fieldwork.feeds import make_feed, revoke_feed
from allocator.services.loads import board
from allocator.services.loads.load_change import explain_load_change, load_change_view
from allocator.services.loads.load_weeks import load_weeks_view, read_load_weeks
from allocator.services.office.calendar_years import read_year, year_view
from allocator.services.office.office_changes import change_office, changed_view, needed_for, read_sheets
from allocator.services.reading import read_office
from allocator.services.views import person_view
from api.access import check
from api.noun import ETAG, Noun
from api.schemas.office import Calendar, LoadChangeQuery, Loads, LoadSum, LoadWeeks, LoadWeeksQuery, Office
from api.schemas.office_changes import CalendarYear, ChangesIn, OfficeChanged, OfficeTable, YearQuery
from api.spec import PREFIX
from api.surroundings import acting, asking
from api.versions import etag, expected_version
from api.views import office_view

office = Noun("office", "机构 Teams and people.")
officers = Noun("officers", "人员 Everybody's load: hours held against hours available, never a ranking.")


@office.get("")
@office.needs("office:read")
@office.response(200, Office)
def read() -> Any:
    """Read the office as it is today."""
    return office_view(*read_office(acting()))


@office.get("/load-change")
@office.needs("office:read")
@office.arguments(LoadChangeQuery, location="query")
@office.response(200, LoadSum)
def load_change(query: Mapping[str, Any]) -> Any:
    """Read as a sum why the load of a team, or of the office, changed between the ends of two days.

    One person's is for that person, and for who may ask about people (`people:explain`). Absence shows as hours, never as a reason.
    """
    if query["person"] not in (None, asking().officer):
        check("people:explain")
    found = explain_load_change(acting(), query["first"], query["last"], person=query["person"], team=query["team"])
    return load_change_view(found)


@office.get("/load-weeks")
@office.needs("indicators:read")
@office.arguments(LoadWeeksQuery, location="query")
@office.response(200, LoadWeeks)
def load_weeks(query: Mapping[str, Any]) -> Any:
    """Read the load of each team at the end of past weeks, and the person-weeks of sustained overload, with the cases behind.

    How many people stood at the cap is told by team, never who.
    """
    return load_weeks_view(read_load_weeks(acting(), query["first"], query["last"]))


@office.get("/tables/<string(maxlength=20):table>")
@office.needs("absences:write")
@office.response(200, OfficeTable, headers=ETAG)
def table(table: str) -> Any:
    """Read a table of the office as its rows are changed; the ETAG is the office's version.

    Absences and engagements are for a supervisor, every other table is for an administrator.
    """
    check(needed_for(table))
    found = read_sheets(acting())
    return {"table": table, "rows": list(found.table(table))}, 200, etag(found.version)


@office.post("/changes")
@office.needs("absences:write")
@office.versioned
@office.arguments(ChangesIn)
@office.once
@office.response(200, OfficeChanged, headers=ETAG)
def change(body: Mapping[str, Any]) -> Any:
    """Change rows of the office, all or none, by all that checks its folder; with `dry_run` only say what would be.

    A row is named by its key columns (none: a new one; an identity number may be left out); `cells` null removes it. Every change but of absences and
    engagements needs a reason and an administrator. Answers what changed, and what it touches: open cases and pairs of
    somebody who goes, trips that are published.
    """
    expected = expected_version()
    changes = [RowChange(one["table"], one["key"], one["cells"]) for one in body["changes"]]
    for one in changes:
        check(needed_for(one.table))
    found = change_office(acting(), changes, expected, body["because"], dry_run=body["dry_run"])
    return changed_view(found, dry_run=body["dry_run"]), 200, etag(found.version)


@office.get("/calendar")
@office.needs("office:read")
@office.arguments(YearQuery, location="query")
@office.response(200, CalendarYear)
def year(query: Mapping[str, Any]) -> Any:
    """Read a year of the calendar: the days that are not what their weekday says, and those corrected, each with its reason."""
    return year_view(read_year(acting(), query["year"]))


@officers.get("/loads")
@officers.needs("office:read")
@officers.response(200, Loads)
def loads() -> Any:
    """Read everybody's load."""
    return {"items": [person_view(person) for person in board.loads(acting())]}


@officers.post("/<code>/calendar")
@officers.needs("calendars:write")
@officers.response(201, Calendar)
def calendar(code: str) -> Any:
    """Get a new secret address for somebody's calendar of trips; the old one is good no more, and this one is shown once."""
    officer, secret = make_feed(acting(), code)
    return {"officer": officer, "address": f"{PREFIX}/calendars/{secret}.ics"}, 201


@officers.delete("/<code>/calendar")
@officers.needs("calendars:write")
@officers.response(204)
def end_calendar(code: str) -> None:
    """Take the address of somebody's calendar away: whoever holds it reads nothing any more. Asked again, it answers as before."""
    revoke_feed(acting(), code)
