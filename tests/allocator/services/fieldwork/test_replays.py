"""Weeks of field work run again from the log: the same plan, and the same verdict on what was published."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from allocator.domain.fieldwork.trips import Hours
from allocator.domain.people import Period
from allocator.services import audit
from allocator.services.audit import replay
from allocator.services.fieldwork import drafts, repairs
from allocator.services.fieldwork.drafts import kept_week, read_week_draft, week_entry
from allocator.services.fieldwork.publishing import publish_by_hand, publish_week
from allocator.services.fieldwork.seeing import read_week
from solver.limits import Limits
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import away, reload
from tests.allocator.services.fieldwork.conftest import DraftedWeek, a_drafted_week
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week


def entry_of(bureau: BureauAtWork, kind: str) -> int:
    """The number of the last entry of a kind."""
    with bureau.context.database.reading() as uow:
        return uow.log.entries(kind=kind)[-1].seq


@pytest.fixture
def unhurried(monkeypatch) -> None:
    """A quiet machine: as many steps as ever, and all the time they need."""
    monkeypatch.setattr(drafts, "Limits", lambda seconds: Limits(100 * seconds, Limits(seconds).budget))


@pytest.mark.slow
@pytest.mark.usefixtures("unhurried")
def test_a_draft_runs_again_to_the_same_plan(bureau: BureauAtWork, tmp_path) -> None:
    """Trips, reasons, values and bounds, from what was seen then: that somebody is away since makes no difference."""
    run = a_drafted_week(bureau)
    trip = read_week_draft(bureau.context, run).plan.trips[0]
    reload(bureau.context, tmp_path, absences=away("2022-10-08", "2022-10-16", trip.people[0]))

    again = replay(bureau.context, entry_of(bureau, "field_plan"))

    assert again.identical, again
    assert again.note is None
    assert {"trips", "left", "levels", "seed", "snapshot"} <= again.stored.keys()


@pytest.mark.slow
def test_a_draft_somebody_altered_does_not_come_out_again(drafted: DraftedWeek) -> None:
    """The document behind the entry has another trip."""
    bureau, run = drafted
    document = dict(read_week_draft(bureau.context, run).document)
    document["trips"] = [
        {**document["trips"][0], "leaves": document["trips"][0]["leaves"] - 10},
        *document["trips"][1:],
    ]
    with bureau.context.database.writing() as uow:
        forged = uow.documents.put("field_plan", document)
        entry = uow.log.entries(kind="field_plan")[-1]
        seq = uow.log.append(bureau.clock.now, "head", "field_plan", None, {**entry.body, "document": forged})
        uow.commit()

    assert not replay(bureau.context, seq).identical


def test_another_program_is_told_beside_the_outcome(drafted: DraftedWeek, monkeypatch) -> None:
    """Whoever runs a plan, or what was published of it, again with a later version hears that it is one."""
    bureau, run = drafted
    publish_week(bureau.context, run)
    monkeypatch.setattr(audit, "code_digest", lambda: "0" * 64)

    again = replay(bureau.context, entry_of(bureau, "trips_published"))

    assert again.note is not None
    assert "版本" in again.note.zh


def test_publications_are_held_against_their_plans(drafted: DraftedWeek) -> None:
    """A draft's trips, trips made by hand, and the answer to an outage: each as it was planned, and lawful on what stood."""
    bureau, run = drafted
    publish_week(bureau.context, run)
    trip = read_week(bureau.context, MONDAY).trips[0]
    hours = (Hours(Period(trip_day(trip.leaves), trip_day(trip.leaves))),)
    shown = repairs.outage(bureau.context, trip.vehicle, hours, MONDAY)
    repairs.outage(bureau.context, trip.vehicle, hours, MONDAY, shown.digest)

    for kind in ("trips_published", "trips_repaired"):
        again = replay(bureau.context, entry_of(bureau, kind))
        assert again.identical, again
        assert again.stored["trips"]


def trip_day(minute: int):
    """The day of a minute of the week."""
    return MONDAY + timedelta(days=minute // 1440)


def test_trips_made_by_hand_are_checked_again(bureau: BureauAtWork) -> None:
    """What was published by hand is as lawful as it was."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 2))

    assert replay(bureau.context, entry_of(bureau, "trips_published")).identical


def test_a_published_trip_the_plan_does_not_have_is_found(bureau: BureauAtWork) -> None:
    """An entry that tells of another hour than the plan's."""
    a_plan = a_booked_week(bureau.context, 1)
    publish_by_hand(bureau.context, MONDAY, a_plan)
    with bureau.context.database.writing() as uow:
        body = dict(uow.log.entries(kind="trips_published")[-1].body)
        body["published"] = [{**body["published"][0], "leaves": 0}]
        seq = uow.log.append(bureau.clock.now, "head", "trips_published", None, body)
        uow.commit()

    assert not replay(bureau.context, seq).identical


def test_a_week_is_kept_to_the_letter(bureau: BureauAtWork) -> None:
    """What is read back has the same name, the books of hard work and learning included."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 2))
    week = read_week(bureau.context, MONDAY)
    with bureau.context.database.writing() as uow:
        again = kept_week(uow, week_entry(uow, week), MONDAY)
        assert again.digest == week.digest
        assert uow.session.scalar(sa.text("SELECT count(*) FROM document WHERE kind = 'field_week'"))
