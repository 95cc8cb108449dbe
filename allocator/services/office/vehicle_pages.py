"""The vehicles of the office (车辆): seats, hours out of order, and the trips that are booked."""

from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.people import Vehicle
from allocator.persistence.trips import GONE_OUT
from allocator.services.context import Context
from allocator.services.fieldwork.told_hours import ToldHours, told_hours
from allocator.services.office.office_keeping import as_filed

OUT = (EngagementKind.OUTAGE, EngagementKind.SERVICE)


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """A vehicle, the hours it cannot be had, those told in the field week apart, and its trips ahead by day."""

    vehicle: Vehicle
    outages: tuple[Engagement, ...]
    told: tuple[ToldHours, ...]
    trips: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class Vehicles:
    """Every vehicle (车辆一览), and the version of the office they are of."""

    rows: tuple[VehicleRow, ...]
    today: date
    version: int


def read_vehicles(context: Context) -> Vehicles:
    """Give the vehicles in the office's own order, with outages and services that are not over."""
    with context.database.reading() as uow:
        office, version = as_filed(uow), uow.office.version()
        today = context.today(office)
        filed = _ahead(uow.means.engagements(only_filed=True), today)
        trips = [
            (kept.day, kept.trip.code, kept.trip.vehicle)
            for kept in uow.trips.ahead(today - timedelta(days=today.weekday()))
            if kept.day >= today and kept.state not in GONE_OUT
        ]
    told = told_hours(context)
    rows = (
        VehicleRow(
            one,
            tuple(item for item in filed if item.holder == one.code),
            tuple(item for item in told if item.engagement.holder == one.code),
            tuple((trip, day) for day, trip, code in sorted(trips) if code == one.code),
        )
        for one in office.vehicles
    )
    return Vehicles(tuple(rows), today, version)


def _ahead(engagements: tuple[Engagement, ...], today: date) -> list[Engagement]:
    return [
        one
        for one in engagements
        if one.kind in OUT and (one.hours.period.last is None or one.hours.period.last >= today)
    ]
