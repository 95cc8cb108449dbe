"""Everybody's trips as a calendar (个人日历): behind a secret address that can be changed, for the telephone to read."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allocator.domain.errors import NotFound
from allocator.domain.words import Text
from allocator.files.field_calendar import Event, calendar
from allocator.services.access.hiding import hidden_from
from allocator.services.access.permissions import SECRET_BYTES, hashed
from allocator.services.context import Context
from allocator.services.fieldwork.own_trips import DARK, OwnStop, OwnTrip, OwnTrips
from allocator.services.transaction import the_office, the_rulebook, writing

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
        hidden = hidden_from(uow, context, None, code, leave=False)
        trips = OwnTrips(uow, office, the_rulebook(uow, today), code, hidden).since(today - SHOWN)
    person = office.officer_by_code.get(code)
    name = f"外勤 Field work: {person.name if person else code}"
    zone = ZoneInfo(office.bureau.timezone)
    events = [_event(one, office.bureau.code) for one in trips]
    return calendar(name, zone, events, (today - SHOWN).year)


def _event(trip: OwnTrip, bureau: str) -> Event:
    """Write a trip down as somebody's event: cancelled when it is withdrawn, and when it now goes without them."""
    return Event(
        uid=f"trip-{trip.kept.id}@{bureau}.fenliu",
        sequence=trip.kept.version - 1,
        stamp=trip.kept.changed_at,
        begins=trip.begins,
        ends=trip.ends,
        summary=f"外勤 {'、'.join(trip.towns)}（{trip.kept.trip.code}）",
        place="、".join(trip.towns),
        about=[
            *map(_said, trip.stops),
            f"车辆 vehicle: {trip.car}",
            f"同车 aboard: {'、'.join(trip.aboard)}",
        ],
        cancelled=trip.off,
    )


def _said(stop: OwnStop) -> str:
    """Say what is done where, in both languages: a calendar is read in either."""
    what = DARK.zh if stop.is_dark else f"{stop.kind.zh} {stop.kind.en} {stop.case_no}"
    return f"{stop.hour} {stop.town}{stop.village} {what}"
