"""Field work as it is sent: errands of the second week of September, and trips a clerk has booked by hand."""

from datetime import date

from allocator.domain.canonical import plain
from allocator.services.fieldwork.seeing import read_week
from fixtures.field_booking import book

WEEK, MONDAY = "2022-W37", date(2022, 9, 12)


def an_errand(number=1, **more):
    """A service of documents at Yinhao, for a case that is not on the docket."""
    return {"kind": "service", "case_no": f"（2022）内0222执{number}号", "place": {"town": "银号镇"}, **more}


def trips_by_hand(context):
    """Lawful trips for all errands there are, as a clerk would book them one after the other."""
    return [as_sent(trip) for trip in book(read_week(context, MONDAY)).trips]


def as_sent(trip):
    """Write a trip as it is sent: a draft has no state yet."""
    return {name: value for name, value in plain(trip).items() if name != "state"}


def publish(supervisor, context, trips=None):
    """Publish trips; gives the first of them as it was answered."""
    trips = trips or trips_by_hand(context)
    return supervisor.post(f"/field-weeks/{WEEK}/trips", {"trips": trips}).json["published"][0]
