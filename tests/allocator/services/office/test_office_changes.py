"""Single changes of the office: a row at a time, by all that checks the folder, told before and logged."""

from datetime import date

import pytest

from allocator.domain.errors import BadInput, Conflict, NotFound, Stale
from allocator.files.office.editing import RowChange
from allocator.services.assignment.giving import assign
from allocator.services.cases.wishes import Wish
from allocator.services.fieldwork.publishing import publish_by_hand
from allocator.services.intake.filings import file_case
from allocator.services.office.office_changes import change_office, export_office, read_sheets
from allocator.services.office.offices import load_office
from allocator.services.reading import read_office
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week
from tests.allocator.services.stories import a_filing

NEW_CAR = RowChange("vehicles", {}, {"code": "V9", "name": "四号车", "kind": "van", "seats": "7"})


def leave(code: str, day: str) -> RowChange:
    """Somebody leaves on a day."""
    return RowChange("people", {"code": code}, {"left": day})


def away(code: str, first: str, last: str, reason: str = "leave") -> RowChange:
    """Somebody is away."""
    return RowChange("absences", {}, {"officer": code, "first": first, "last": last, "reason": reason})


def test_a_new_vehicle_is_there_at_once_and_the_log_says_who_and_why(bureau: BureauAtWork) -> None:
    """The version grows by one, the difference is told, and the pool guard hears of it."""
    context = bureau.by("管理员")
    before = read_sheets(context).version

    done = change_office(context, [NEW_CAR], before, "新购")

    office, _ = read_office(context)
    assert office.vehicles[-1].seats == 7
    assert (done.version, [(change.kind, change.key) for change in done.changes]) == (before + 1, [("added", "V9")])
    with context.database.reading() as uow:
        entry = uow.log.entries(kind="office")[-1]
    assert (entry.actor, entry.body["because"], entry.body["office"]) == ("管理员", "新购", office.digest)


def test_nothing_happens_on_trial(bureau: BureauAtWork) -> None:
    """A dry run tells the difference and leaves the office as it was."""
    before = read_office(bureau.context)[0].digest

    assert change_office(bureau.context, [NEW_CAR], None, "新购", dry_run=True).changes

    assert read_office(bureau.context)[0].digest == before


def test_whoever_leaves_is_told_with_cases_pairs_and_trips(bureau: BureauAtWork) -> None:
    """Before it is so: what somebody else must have, which pair goes on, which published trip loses somebody."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))
    trips = a_booked_week(bureau.context, 1)
    publish_by_hand(bureau.context, MONDAY, trips)
    rider = trips[0].people[0]

    changes = [leave(code, "2022-10-01") for code in dict.fromkeys(("G08", "G14", rider))]
    told = change_office(bureau.context, changes, None, "调令 2022-9", dry_run=True).touched

    assert {("cases", "G08", date(2022, 10, 1)), ("pairs", "G14", date(2022, 10, 1))} <= {
        (one.kind, one.ref, one.on) for one in told
    }
    assert ("trip", "2022W41-1") in [(one.kind, one.ref) for one in told]


def test_absences_outages_and_days_off_touch_published_trips(bureau: BureauAtWork) -> None:
    """Whoever is aboard, the vehicle, its seats, the day itself; what does not meet the trip is not told."""
    [trip] = a_booked_week(bureau.context, 1)
    publish_by_hand(bureau.context, MONDAY, (trip,))
    day = date.fromordinal(MONDAY.toordinal() + trip.leaves // 1440).isoformat()
    outage = {"holder": trip.vehicle, "kind": "outage", "first": day, "last": day}
    other = next(code for code in ("V1", "V2", "V3") if code != trip.vehicle)

    def told(change: RowChange, because: str = "") -> list[str]:
        return [one.ref for one in change_office(bureau.context, [change], None, because, dry_run=True).touched]

    assert told(away(trip.people[0], day, day)) == ["2022W41-1"]
    assert told(away(trip.people[0], "2022-11-01", "2022-11-02")) == []
    assert told(RowChange("engagements", {}, outage)) == ["2022W41-1"]
    assert told(RowChange("engagements", {}, {**outage, "holder": other})) == []
    off = RowChange("calendar", {}, {"day": day, "works": "no"})
    assert told(off, "县里通知") == ["2022W41-1"]


def test_who_changes_team_keeps_the_cases_and_that_is_told(bureau: BureauAtWork) -> None:
    """Open cases do not move by themselves."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))
    moved = RowChange("people", {"code": "G08"}, {"team": "regular_2"})

    [told] = change_office(bureau.context, [moved], None, "轮岗").touched

    assert (told.kind, told.ref) == ("cases", "G08")
    assert read_office(bureau.context)[0].officer("G08").team == "regular_2"


def test_a_change_on_an_old_view_is_refused(bureau: BureauAtWork) -> None:
    """Somebody was quicker; the version now is told."""
    seen = read_sheets(bureau.context).version
    change_office(bureau.context, [NEW_CAR], seen, "新购")

    with pytest.raises(Stale) as refused:
        change_office(bureau.context, [leave("G08", "2022-12-31")], seen, "调令")

    assert refused.value.facts == {"version": seen + 1}


@pytest.mark.parametrize(
    "change, field",
    [
        (RowChange("vehicles", {"code": "V1"}, {"seats": "1"}), "seats"),
        (RowChange("people", {"code": "G08"}, {"role": "astronaut"}), "role"),
        (RowChange("people", {"code": "G07"}, None), "teams.fast.lead"),
        (RowChange("pairings", {}, {"mentor": "G15", "apprentice": "G22", "first": "2022-10-01"}), "mentor"),
        (RowChange("calendar", {}, {"day": "soon", "works": "no"}), "day"),
    ],
)
def test_a_change_obeys_what_the_folder_obeys(bureau: BureauAtWork, change: RowChange, field: str) -> None:
    """Seats, roles, a team without its lead, a mentor who is an apprentice, a day that is none; nothing is changed."""
    before = read_office(bureau.context)[0].digest

    with pytest.raises(BadInput) as refused:
        change_office(bureau.context, [change], None, "试一试")

    assert field in [fault["field"] for fault in refused.value.faults]
    assert read_office(bureau.context)[0].digest == before


def test_several_changes_are_made_together_or_not_at_all(bureau: BureauAtWork) -> None:
    """A leaver's team gets another lead in the same breath would be bureau.toml; here: one good and one bad row."""
    bad = RowChange("vehicles", {"code": "V1"}, {"seats": "0"})

    with pytest.raises(BadInput):
        change_office(bureau.context, [NEW_CAR, bad], None, "新购")

    assert len(read_office(bureau.context)[0].vehicles) == 3


@pytest.mark.parametrize(
    "change",
    [
        RowChange("vehicles", {"code": "V8"}, {"seats": "5"}),
        RowChange("calendar", {"day": "2022-10-08"}, None),
        RowChange("furniture", {}, {"code": "F1"}),
    ],
)
def test_a_row_that_is_not_there_cannot_be_changed(bureau: BureauAtWork, change: RowChange) -> None:
    """An unknown vehicle, a correction nobody made, a table there is not."""
    with pytest.raises(NotFound):
        change_office(bureau.context, [change], None, "试一试")


def test_a_column_there_is_not_and_a_code_that_would_change_are_refused(bureau: BureauAtWork) -> None:
    """Cases know people by their code."""
    for cells in ({"salary": "1"}, {"code": "G99"}):
        with pytest.raises(BadInput) as refused:
            change_office(bureau.context, [RowChange("people", {"code": "G08"}, cells)], None, "试一试")
        assert refused.value.code == "row-change"


def test_a_change_that_changes_nothing_is_said_to_be_none(bureau: BureauAtWork) -> None:
    """The log grows by no empty entry."""
    with pytest.raises(Conflict):
        change_office(bureau.context, [RowChange("vehicles", {"code": "V1"}, {"seats": "5"})], None, "核对")


def test_a_reason_is_needed_and_never_tells_of_health(bureau: BureauAtWork) -> None:
    """Absences say why by their code alone; a change about people must not carry a diagnosis in its reason."""
    for because in ("", " ", "长" * 201, "生病住院"):
        with pytest.raises(BadInput) as refused:
            change_office(bureau.context, [leave("G08", "2022-12-31")], None, because)
        assert refused.value.code == "office-because"

    assert change_office(bureau.context, [away("G08", "2022-10-10", "2022-10-12")], None).changes


def test_new_warnings_are_told_and_old_ones_are_not(bureau: BureauAtWork) -> None:
    """A skill without its last day in time is the change's own; what was doubtful before is not told again."""
    skills = {"skills": "network_query:查控授权2024-001:2022-01-31"}

    quiet = change_office(bureau.context, [NEW_CAR], None, "新购")
    told = change_office(bureau.context, [RowChange("people", {"code": "G01"}, skills)], None, "换证")

    assert quiet.warnings == ()
    assert [warning["code"] for warning in told.warnings] == ["skill-expired"]


def test_the_changed_office_goes_out_as_a_folder_and_comes_back_the_same(bureau: BureauAtWork, tmp_path) -> None:
    """A vehicle, an absence, a correction of the calendar: exported and loaded, nothing differs."""
    off = RowChange("calendar", {}, {"day": "2022-10-10", "works": "no"})
    change_office(bureau.context, [NEW_CAR, away("G08", "2022-10-10", "2022-10-12"), off], None, "县里通知")
    office, _ = read_office(bureau.context)

    version = export_office(bureau.context, tmp_path / "out")
    report = load_office(bureau.context, tmp_path / "out")

    assert (report.changes, report.new_rulebook, report.office) == ((), False, office)
    assert read_sheets(bureau.context).version == version
    with pytest.raises(Conflict):
        export_office(bureau.context, tmp_path / "out")


def test_days_off_twice_and_after_the_last_day_are_told(bureau: BureauAtWork) -> None:
    """An absence that meets another of the same person; one that goes on after somebody left; apart they are nothing to tell."""
    context = bureau.context
    alone = change_office(context, [away("G06", "2022-12-01", "2022-12-10")], None)
    twice = change_office(context, [away("G06", "2022-12-10", "2022-12-12")], None)
    later = change_office(context, [away("G06", "2022-12-20", "2022-12-21")], None)
    left = change_office(context, [leave("G06", "2022-12-11")], None, "调离", dry_run=True)

    assert [one.kind for one in (*alone.touched, *later.touched)] == []
    assert [(one.kind, one.ref, str(one.on)) for one in twice.touched] == [("absences", "G06", "2022-12-10")]
    assert "2022-12-01 至 2022-12-10" in twice.touched[0].text.zh
    assert {one.text.zh[2:12] for one in left.touched if one.kind == "absences"} >= {"2022-12-10", "2022-12-20"}
    assert not any("2022-12-01" in one.text.zh for one in left.touched)


def test_a_faulty_change_is_told_as_a_change_and_not_as_a_folder(bureau: BureauAtWork) -> None:
    """Nobody at a form has the folder in hand: the field is named, no row of a file, and no loading is asked for."""
    with pytest.raises(BadInput) as refused:
        change_office(bureau.context, [away("G06", "2022-12-10", "2022-12-01")], None)

    [fault] = refused.value.faults
    assert (fault["file"], fault["row"], fault["field"]) == (None, None, "last")
    assert "载入" not in refused.value.remedy.zh
