"""Everybody's trips as a calendar (个人日历): behind a secret address that can be changed, for the telephone to read."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allocator.domain.errors import NotFound
from allocator.domain.fieldwork import Errand
from allocator.domain.hidden import BLACKED_OUT, Hidden
from allocator.domain.office import Office
from allocator.domain.rulebook import Rulebook
from allocator.domain.words import Text
from allocator.files.field_calendar import Event, calendar
from allocator.persistence.trips import WITHDRAWN, KeptTrip
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access import SECRET_BYTES, hashed
from allocator.services.context import Context, the_office, the_rulebook, writing
from allocator.services.hiding import hidden_from

SHOWN = timedelta(days=28)


def make_feed(context: Context, person: str) -> tuple[str, str]:
    """Make a new secret address for somebody's calendar, by code or name; the old one is good no more.

    Gives the officer's code and the secret, which is shown once: only its SHA-256 is kept. Raises NotFound.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with writing(context) as (uow, here):
        officer = the_office(uow).officer(person)
        uow.feeds.put(officer.code, hashed(secret), here.now())
        uow.log.append(here.now(), here.actor, "calendar_address", None, {"officer": officer.code})
        uow.commit()
    return officer.code, secret


@dataclass(frozen=True, slots=True)
class FeedHeld:
    """Somebody of the office, and since when they have an address of their calendar; None: they have none."""

    officer: str
    name: str
    since: datetime | None


def list_feeds(context: Context) -> tuple[FeedHeld, ...]:
    """Give everybody of the office in its own order, with since when they have a calendar's address; the addresses nobody knows."""
    with context.database.reading() as uow:
        office, since = the_office(uow), uow.feeds.since()
        today = context.today(office)
    return tuple(FeedHeld(one.code, one.name, since.get(one.code)) for one in office.officers if one.serves(today))


def revoke_feed(context: Context, person: str) -> bool:
    """Let somebody's calendar have no address any more; False where it had none. Raises NotFound."""
    with writing(context) as (uow, here):
        officer = the_office(uow).officer(person)
        gone = uow.feeds.remove(officer.code)
        if gone:
            body = {"officer": officer.code, "revoked": True}
            uow.log.append(here.now(), here.actor, "calendar_address", None, body)
            uow.commit()
    return gone


def feed_of(context: Context, secret: str) -> bytes:
    """Give the calendar behind a secret address: trips of the last four weeks and all to come; raises NotFound.

    As long as no trip of its person changes it is the same to the byte, but that the oldest week falls out on its day.
    """
    with context.database.reading() as uow:
        code = uow.feeds.holder(hashed(secret))
        if code is None:
            raise NotFound(
                Text("没有这个日历地址。", "There is no such calendar."),
                Text("请向管理人员索取新的地址。", "Ask for a new address."),
                code="calendar-unknown",
            )
        office = the_office(uow)
        today = context.today(office)
        rulebook = the_rulebook(uow, today)
        since = today - SHOWN
        trips = uow.trips.of_person(code, since)
        errands = uow.errands.by_code(sorted({stop.errand for one in trips for stop in one.trip.stops}))
        known = {name: kept.errand for name, kept in errands.items()}
        hidden = hidden_from(uow, context, None, code, leave=False)
        events = [_event(uow, one, code, known, office, rulebook, hidden) for one in trips]
    person = office.officer_by_code.get(code)
    name = f"外勤 Field work: {person.name if person else code}"
    return calendar(name, ZoneInfo(office.bureau.timezone), events, since.year)


def _event(
    uow: UnitOfWork,
    kept: KeptTrip,
    code: str,
    errands: dict[str, Errand],
    office: Office,
    rulebook: Rulebook,
    hidden: Hidden,
) -> Event:
    """Write a trip down as somebody's event: cancelled when it is withdrawn, and when it now goes without them."""
    trip, instant = kept.trip, uow.trips.bookings.instant
    towns = list(dict.fromkeys(errands[stop.errand].place.town for stop in trip.stops))
    people = [office.officer_by_code[code].name for code in trip.people if code in office.officer_by_code]
    car = next((one.name for one in office.vehicles if one.code == trip.vehicle), trip.vehicle)
    stops = [
        f"{instant(kept.monday, stop.starts):%H:%M} {_said(errands[stop.errand], rulebook, hidden)}"
        for stop in trip.stops
    ]
    return Event(
        uid=f"trip-{kept.id}@{office.bureau.code}.fenliu",
        sequence=kept.version - 1,
        stamp=kept.changed_at,
        begins=instant(kept.monday, trip.leaves),
        ends=instant(kept.monday, trip.back),
        summary=f"外勤 {'、'.join(towns)}（{trip.code}）",
        place="、".join(towns),
        about=[*stops, f"车辆 vehicle: {car}", f"同车 aboard: {'、'.join(people)}"],
        cancelled=kept.state == WITHDRAWN or code not in trip.people,
    )


def _said(errand: Errand, rulebook: Rulebook, hidden: Hidden) -> str:
    """Say what is done where; whoever rides along to a case that is not for them is told the town and no more."""
    if errand.code in hidden.errands:
        return f"{errand.place.town} {BLACKED_OUT}"
    kind = rulebook.errands.get(errand.kind)
    name = f"{kind.name.zh} {kind.name.en}" if kind else errand.kind
    return f"{errand.place.town}{errand.place.village} {name} {errand.case_no}"
