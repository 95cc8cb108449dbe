"""Trips (出车): published, started, back, withdrawn."""

from collections.abc import Mapping
from typing import Any

from allocator.decisions.fieldwork.placing import Rearrangement
from allocator.services.fieldwork.by_hand import rearrange_trip
from allocator.services.fieldwork.days import finish_trip, start_trip
from allocator.services.fieldwork.publishing import list_trips, read_trip, withdraw_trip
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.views import answered_view, trip_view
from api.noun import ETAG, Noun
from api.schemas.fieldwork import Answered, RearrangeIn
from api.schemas.trips import Trip, TripBack, TripList, TripQuery
from api.surroundings import acting
from api.versions import etag, expected_version, unless_held

trips = Noun("trips", "出车 Published trips: on their day they start and come back.")


@trips.get("")
@trips.needs("field:read")
@trips.arguments(TripQuery, location="query")
@trips.alt_response(422, "UNPROCESSABLE_ENTITY")
@trips.response(200, TripList)
def index(query: Mapping[str, Any]) -> Any:
    """List the trips of a week that were not withdrawn."""
    return {"items": [trip_view(kept) for kept in list_trips(acting(), the_monday(query["week"]))]}


@trips.get("/<id:trip_id>")
@trips.needs("field:read")
@trips.cached
@trips.response(200, Trip, headers=ETAG)
def read(trip_id: int) -> Any:
    """Read a trip."""
    kept = read_trip(acting(), trip_id)
    return unless_held(kept.version, trip_view(kept))


@trips.post("/<id:trip_id>/start")
@trips.needs("trips:run")
@trips.versioned
@trips.response(200, Trip, headers=ETAG)
def start(trip_id: int) -> Any:
    """Let a published trip start; from now on nothing moves it."""
    kept = start_trip(acting(), trip_id, expected_version())
    return trip_view(kept), 200, etag(kept.version)


@trips.post("/<id:trip_id>/return")
@trips.needs("trips:run")
@trips.versioned
@trips.arguments(TripBack, example={"undone": []})
@trips.response(200, Trip, headers=ETAG)
def back(body: Mapping[str, Any], trip_id: int) -> Any:
    """Let a started trip come back: its errands are done but for those named, and hard work goes into the ledger."""
    kept = finish_trip(acting(), trip_id, expected_version(), body["undone"])
    return trip_view(kept), 200, etag(kept.version)


@trips.post("/<id:trip_id>/withdrawal")
@trips.needs("field:publish")
@trips.versioned
@trips.response(200, Trip, headers=ETAG)
def withdrawal(trip_id: int) -> Any:
    """Withdraw a trip that has not started: what it took is free, its errands wait again."""
    kept = withdraw_trip(acting(), trip_id, expected_version())
    return trip_view(kept), 200, etag(kept.version)


@trips.post("/<id:trip_id>/change")
@trips.needs("field:publish")
@trips.arguments(RearrangeIn, example={"vehicle": "V2", "confirm": None})
@trips.alt_response(412, "PRECONDITION_FAILED")
@trips.response(200, Answered)
def change(body: Mapping[str, Any], trip_id: int) -> Any:
    """Let a published trip go otherwise: at another hour, in another vehicle, with somebody else; nothing changes until confirmed.

    Where that is not lawful, `against` names each violation, and the answer is the lawful plan nearest to it.
    """
    wish = Rearrangement(body["leaves"], body["vehicle"], body["out"], body["into"])
    return answered_view(rearrange_trip(acting(), trip_id, wish, body["confirm"]))
