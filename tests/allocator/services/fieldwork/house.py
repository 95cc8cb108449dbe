"""Field work as the bureau would ask for it: errands of the second week of October 2022."""

from datetime import date
from typing import Any

from allocator.domain.fieldwork.trips import Trip
from allocator.persistence.errands import KeptErrand
from allocator.services.context import Context
from allocator.services.fieldwork.errands import add_errand
from allocator.services.fieldwork.seeing import read_week
from fixtures.field_booking import book

MONDAY = date(2022, 10, 10)
NEXT_MONDAY = date(2022, 10, 17)


def asked(kind: str = "service", **more: Any) -> dict[str, Any]:
    """A service of documents at Yinhao for a case that is on nobody's docket."""
    place = {"town": "银号镇", "village": "", "minutes": 0}
    return {"kind": kind, "case_no": "（2022）内0222执9001号", "place": place, "handler": "G08", **more}


def an_errand(context: Context, kind: str = "service", **more: Any) -> KeptErrand:
    """Ask for an errand."""
    return add_errand(context, asked(kind, **more))


def a_booked_week(context: Context, count: int = 4) -> tuple[Trip, ...]:
    """Ask for some services of documents and book them lawfully, one errand a trip, as a clerk would; nothing is published."""
    for number in range(1, count + 1):
        an_errand(context, case_no=f"（2022）内0222执{number}号", place=a_place(number))
    trips = book(read_week(context, MONDAY)).trips
    assert sum(len(trip.stops) for trip in trips) == count
    return trips


def a_place(number: int) -> dict[str, Any]:
    """Give another town to every other errand."""
    return {"town": ("银号镇", "怀朔镇")[number % 2], "village": "", "minutes": 0}
