"""What the plan of a week sees of the office."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from allocator.domain.cases import CaseState
from allocator.domain.errors import BadInput, Conflict
from allocator.domain.fieldwork.trips import DAY, Stop, Trip, TripState
from allocator.persistence import offices
from allocator.services.assignment.giving import assign
from allocator.services.cases.wishes import Wish
from allocator.services.fieldwork.days import finish_trip, start_trip
from allocator.services.fieldwork.publishing import withdraw_trip
from allocator.services.fieldwork.seeing import read_week, state_of, the_monday
from allocator.services.intake.filings import file_case
from allocator.services.office.offices import load_office
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import add, reload, swap
from tests.allocator.services.fieldwork.house import MONDAY, NEXT_MONDAY, an_errand
from tests.allocator.services.stories import a_debtor, a_filing


def publish(bureau: BureauAtWork, monday: date, *people: str, errand: str = "W1") -> None:
    """Publish a trip of a week's Monday, past all rules."""
    trip = Trip("-", "V1", people[0], people, 480, 600, (Stop(errand, 520),))
    with bureau.context.database.writing() as uow:
        uow.trips.publish(monday, [(trip, [])], bureau.context.now())
        uow.commit()


def come_back(bureau: BureauAtWork, code: str, hard: dict[str, int], undone: tuple[str, ...] = ()) -> None:
    """Let a trip come back."""
    with bureau.context.database.writing() as uow:
        done = uow.trips.change(uow.trips.get(code), "finished", bureau.context.now(), undone)
        uow.trips.note_hard(done, hard)
        uow.errands.mark({stop.errand: "done" for stop in done.trip.stops if stop.errand not in undone})
        uow.commit()


@pytest.mark.parametrize("written", ["2022-W41", "2022-10-10"])
def test_a_week_is_named_by_number_or_monday(written: str) -> None:
    """ISO weeks, which begin on Mondays."""
    assert the_monday(written) == MONDAY


@pytest.mark.parametrize("written", ["2022-10-11", "2022-W54", "soon", "", "W", "2022-W4x"])
def test_what_is_no_week_is_refused(written: str) -> None:
    """A Tuesday begins none."""
    with pytest.raises(BadInput) as refused:
        the_monday(written)

    assert refused.value.code == "week-unreadable"


@pytest.mark.parametrize("written", ["0001-01-01", "9999-12-27"])
def test_a_week_no_calendar_has_is_refused_with_those_that_can_be_asked(written: str) -> None:
    """Nobody plans there, and days before or after it could not be counted."""
    with pytest.raises(BadInput) as refused:
        the_monday(written)

    assert refused.value.code == "week-too-far"
    assert "2000" in refused.value.remedy.zh


def test_who_holds_the_case_goes_and_who_is_tied_to_it_stays_away(bureau: BureauAtWork, tmp_path) -> None:
    """As docket and office say now, whatever was asked; a livelihood case makes its errand one."""
    reload(bureau.context, tmp_path, recusals=add("G09,配偶,upheld,子虚,,,2022-09-01"))
    case = file_case(bureau.context, a_filing(1, a_debtor("子虚"), cause="追索劳动报酬纠纷"))
    assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))
    an_errand(bureau.context, handler="G12")

    (errand,) = read_week(bureau.context, MONDAY).errands

    assert errand.handler == "G08"
    assert "G09" in errand.barred
    assert errand.livelihood


def test_a_case_nobody_has_on_the_docket_is_as_it_was_asked_for(bureau: BureauAtWork, tmp_path) -> None:
    """But for who is tied to it by its number."""
    reload(bureau.context, tmp_path, recusals=add("G09,曾任代理人,upheld,,,（2022）内0222执9001号,2022-09-01"))
    an_errand(bureau.context, handler="G12")

    (errand,) = read_week(bureau.context, MONDAY).errands

    assert (errand.handler, errand.barred) == ("G12", ("G09",))


def test_the_minute_of_planning_is_the_offices_own(bureau: BureauAtWork) -> None:
    """Nine in the morning of the last Friday of September, by Chinese time; the state has the same name a minute later."""
    first = read_week(bureau.context, MONDAY)
    bureau.clock.now = datetime(2022, 9, 30, 1, 1, tzinfo=UTC)
    second = read_week(bureau.context, MONDAY)

    assert (first.now, second.now) == (-10 * DAY + 9 * 60, -10 * DAY + 9 * 60 + 1)
    assert first.digest != second.digest
    assert state_of(first) == state_of(second)


def test_the_means_of_the_folder_are_seen_and_what_is_told_in_between_stays(bureau: BureauAtWork, tmp_path) -> None:
    """Shared things, rosters, closed roads; a folder loaded again changes what its files changed."""
    before = read_week(bureau.context, MONDAY)
    report = reload(bureau.context, tmp_path, closures=add("银号镇,,2022-10-13,2022-10-13,,,塌方"))
    after = read_week(bureau.context, MONDAY)

    assert [len(one) for one in (before.resources, before.engagements, before.closures)] == [10, 19, 4]
    assert [(change.table, change.key) for change in report.changes] == [("closures", "银号镇 2022-10-13 0")]
    assert [one.reason for one in after.closures if one.town == "银号镇"] == ["塌方"]


def test_errands_of_a_folder_join_those_asked_for(bureau: BureauAtWork, tmp_path) -> None:
    """A row again does nothing, a changed row of an open errand changes it."""
    row = "X1,service,（2022）内0222执1号,银号镇,2022-09-29,{}"
    folder = tmp_path / "altered"
    reload(bureau.context, tmp_path, closures=add("银号镇,,2022-10-13,2022-10-13,,,塌方"))
    sheet = folder / "errands.csv"
    told = []
    for priority in (3, 3, 1):
        sheet.write_text("code,kind,case_no,town,asked_on,priority\n" + row.format(priority) + "\n", encoding="utf-8")
        told.append([(change.kind.value, change.field) for change in load_office(bureau.context, folder).changes])

    assert told == [[("added", "")], [], [("changed", "priority")]]
    assert read_week(bureau.context, MONDAY).errand_by_code["X1"].priority == 1


def test_what_the_office_knows_no_more_is_not_seen(bureau: BureauAtWork) -> None:
    """An errand of a kind or town that is gone waits for somebody to put it right."""
    kept = an_errand(bureau.context)
    with bureau.context.database.writing() as uow:
        uow.errands.save(replace(kept, errand=replace(kept.errand, kind="gone")), 1)
        uow.commit()

    assert read_week(bureau.context, MONDAY).errands == ()


def test_what_waits_for_a_closed_case_is_not_seen_but_what_a_trip_serves_is(bureau: BureauAtWork) -> None:
    """A case that is over asks for nothing new; what was published stays until somebody withdraws it, then it is not seen."""
    case = file_case(bureau.context, a_filing(1, a_debtor("子虚")))
    for _ in range(2):
        an_errand(bureau.context, case_no=case.case_no)
    publish(bureau, MONDAY, "G08", "G09")
    with bureau.context.database.writing() as uow:
        uow.cases.save(replace(case, state=CaseState.CLOSED, closed_on=date(2022, 9, 30)), case.version)
        uow.commit()

    assert set(read_week(bureau.context, MONDAY).errand_by_code) == {"W1"}
    assert read_week(bureau.context, NEXT_MONDAY).errands == ()

    withdraw_trip(bureau.context, "2022W41-1", None)

    assert read_week(bureau.context, MONDAY).errands == ()


def test_a_folder_without_what_a_published_trip_serves_is_refused_until_the_week_is_over(
    bureau: BureauAtWork, tmp_path
) -> None:
    """A kind of errand that is gone would leave the trip without an errand to plan around; withdrawn, it may go."""
    an_errand(bureau.context, "registry", place={"town": "金山镇", "village": "", "minutes": 0})
    publish(bureau, MONDAY, "G08", "G09")
    without = {"rulebook": swap("[errands.registry]", "[errands.land_registry]")}

    with pytest.raises(Conflict) as refused:
        reload(bureau.context, tmp_path, **without)
    assert (refused.value.code, refused.value.facts["trips"]) == ("errand-kind-served", ["2022W41-1"])
    assert "registry" in read_week(bureau.context, MONDAY).rulebook.errands

    bureau.clock.now = datetime(2022, 10, 17, 1, tzinfo=UTC)
    reload(bureau.context, tmp_path)

    assert "registry" not in read_week(bureau.context, NEXT_MONDAY).rulebook.errands


def test_trips_are_seen_as_they_stand(bureau: BureauAtWork) -> None:
    """Published ones may move, what came back is as little moved as what is under way; other weeks see none of it."""
    for _ in range(3):
        an_errand(bureau.context)
    publish(bureau, MONDAY, "G08", "G09")
    publish(bureau, MONDAY, "G12", "G13", errand="W2")
    come_back(bureau, "2022W41-2", {"G12": 60})

    week, later = read_week(bureau.context, MONDAY), read_week(bureau.context, NEXT_MONDAY)

    assert [(trip.code, trip.state) for trip in week.trips] == [
        ("2022W41-1", TripState.PUBLISHED),
        ("2022W41-2", TripState.STARTED),
    ]
    assert set(week.errand_by_code) == {"W1", "W2", "W3"}
    assert (set(later.errand_by_code), later.trips) == ({"W3"}, ())
    assert (week.hard, later.hard) == ({}, {"G12": 60})


def test_a_published_trip_nobody_has_marked_back_counts_as_it_was_planned(bureau: BureauAtWork) -> None:
    """Twenty hard minutes for each aboard, from the week after on; once it is back the ledger says what it was."""
    an_errand(bureau.context, "seizure_vehicle")
    publish(bureau, MONDAY, "G08", "G09")

    week, later = read_week(bureau.context, MONDAY), read_week(bureau.context, NEXT_MONDAY)
    come_back(bureau, "2022W41-1", {"G08": 50})

    assert (week.hard, later.hard) == ({}, {"G08": 20, "G09": 20})
    assert read_week(bureau.context, NEXT_MONDAY).hard == {"G08": 50}


def test_two_errands_of_one_far_village_were_one_long_drive(bureau: BureauAtWork) -> None:
    """Marked back or not: ninety minutes on from a town that is 35 from the seat, above sixty, there and back."""
    for _ in range(2):
        an_errand(bureau.context, place={"town": "银号镇", "village": "远村", "minutes": 90})
    trip = Trip("-", "V1", "G08", ("G08", "G09"), 480, 900, (Stop("W1", 600), Stop("W2", 660)))
    with bureau.context.database.writing() as uow:
        uow.trips.publish(MONDAY, [(trip, [])], bureau.context.now())
        uow.commit()
    bureau.clock.now = datetime(2022, 10, 14, 9, 0, tzinfo=UTC)
    planned = read_week(bureau.context, NEXT_MONDAY).hard

    start_trip(bureau.context, "2022W41-1", None)
    finish_trip(bureau.context, "2022W41-1", None)

    drive = 2 * (35 + 90 - 60)
    assert planned == read_week(bureau.context, NEXT_MONDAY).hard == {"G08": drive, "G09": drive}


def test_the_ledger_rolls_over_what_was_planned_too(bureau: BureauAtWork) -> None:
    """Twelve weeks on, the day of the trip has left the window; a trip withdrawn was never in it."""
    an_errand(bureau.context, "seizure_vehicle")
    publish(bureau, MONDAY, "G08", "G09")
    in_twelve, in_thirteen = MONDAY + timedelta(weeks=12), MONDAY + timedelta(weeks=13)

    assert read_week(bureau.context, in_twelve).hard == {"G08": 20, "G09": 20}
    assert read_week(bureau.context, in_thirteen).hard == {}

    withdraw_trip(bureau.context, "2022W41-1", None)

    assert read_week(bureau.context, NEXT_MONDAY).hard == {}


def test_a_trip_that_could_do_nothing_is_over_and_its_errand_waits(bureau: BureauAtWork) -> None:
    """What was not done is asked for again, in whatever week."""
    an_errand(bureau.context)
    publish(bureau, MONDAY, "G08", "G09")
    come_back(bureau, "2022W41-1", {}, undone=("W1",))

    week = read_week(bureau.context, MONDAY)

    assert week.trips == ()
    assert set(week.errand_by_code) == set(read_week(bureau.context, NEXT_MONDAY).errand_by_code) == {"W1"}


def test_what_apprentices_saw_and_with_whom_they_rode_is_remembered(bureau: BureauAtWork) -> None:
    """The last ride with the mentor, and kinds of errands within the window."""
    an_errand(bureau.context)
    publish(bureau, MONDAY, "G14", "G15", "G31")

    week = read_week(bureau.context, NEXT_MONDAY)

    assert week.joint == {"G15": MONDAY}
    assert week.seen["G15"] == {"service": 1}


def test_a_week_takes_a_fixed_number_of_queries(bureau: BureauAtWork) -> None:
    """Whether one errand waits or forty, with their cases and trips."""

    def queries() -> int:
        offices._met.clear()
        read_week(bureau.context, MONDAY)
        told: list[str] = []
        listen = ("before_cursor_execute", lambda *call: told.append(call[2]))
        sa.event.listen(bureau.context.database.engine, *listen)
        read_week(bureau.context, MONDAY)
        sa.event.remove(bureau.context.database.engine, *listen)
        return len([text for text in told if text.startswith("SELECT")])

    few = queries()
    for number in range(40):
        file_case(bureau.context, a_filing(number))
        an_errand(bureau.context, case_no=f"（2022）内0222执{9000 + number}号")
    publish(bureau, MONDAY, "G08", "G09")
    publish(bureau, MONDAY, "G12", "G13", errand="W7")

    assert queries() - few <= 1  # the parties of cases are asked for only where there are cases
    assert few <= 18
