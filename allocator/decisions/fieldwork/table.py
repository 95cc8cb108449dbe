"""The trips of a week as a table (外勤表): a row for each stop, in the form in which a plan drawn by hand is read."""

import csv
import io

from allocator.domain.field_snapshot import FieldWeek
from allocator.domain.fieldwork import WeekPlan, clock

COLUMNS = ("trip", "vehicle", "driver", "people", "day", "leaves", "back", "errand", "start", "part")


def week_table(week: FieldWeek, plan: WeekPlan) -> str:
    """Write the trips in the order of their hours as CSV; read again it gives the same trips."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for trip in sorted(plan.trips, key=lambda trip: (trip.leaves, trip.code)):
        of_trip = (trip.code, trip.vehicle, trip.driver, "; ".join(trip.people), week.day(trip.leaves).isoformat())
        for stop in trip.stops:
            hours = (clock(trip.leaves), clock(trip.back), stop.errand, clock(stop.starts), stop.part + 1)
            writer.writerow((*of_trip, *hours))
    return out.getvalue()
