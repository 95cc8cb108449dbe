"""Errands (外勤任务): field work that cases ask for."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import FileStorage

from allocator.decisions.fieldwork.placing import Spot
from allocator.services.fieldwork.by_hand import place_errand
from allocator.services.fieldwork.errands import (
    add_errand,
    add_errand_upload,
    change_errand,
    list_errands,
    read_errand,
    withdraw_errand,
)
from allocator.services.fieldwork.from_nodes import asked_view, errands_from_nodes
from allocator.services.fieldwork.repairs import urgent as press
from allocator.services.fieldwork.reviews import offers, offers_view
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.views import answered_view, errand_view
from api.noun import ETAG, LOCATION, Noun
from api.schemas.errands import (
    EXAMPLE_ERRAND,
    AskedByNodes,
    Errand,
    ErrandChanges,
    ErrandIn,
    ErrandList,
    ErrandPage,
    ErrandQuery,
)
from api.schemas.fields import cursor
from api.schemas.fieldwork import Answered, Confirmation, PlacingIn, SlotQuery, Slots
from api.schemas.filings import ImportFile
from api.spec import PREFIX
from api.surroundings import acting
from api.tidy import after_id, file_name
from api.versions import etag, expected_version, unless_held

errands = Noun("errands", "外勤任务 Field work that cases ask for: asked, changed, withdrawn.")


@errands.post("")
@errands.needs("errands:write")
@errands.arguments(ErrandIn, example=EXAMPLE_ERRAND)
@errands.once
@errands.response(201, Errand, headers={**LOCATION, **ETAG})
def create(body: Mapping[str, Any]) -> Any:
    """Ask for an errand. What office or rulebook do not know is refused with every place; a code that is there, too (409)."""
    kept = add_errand(acting(), body)
    return errand_view(kept), 201, {"Location": f"{PREFIX}/errands/{kept.id}", **etag(kept.version)}


@errands.post("/imports")
@errands.needs("errands:write")
@errands.arguments(ImportFile, location="files")
@errands.once
@errands.response(201, ErrandList)
def bring_in(upload: Mapping[str, FileStorage]) -> Any:
    """Bring in errands from a CSV or Excel file, all or none; a row that is there word for word changes nothing.

    A file with a faulty row is refused whole (422): `errors` names each place.
    """
    file = upload["file"]
    kept = add_errand_upload(acting(), file_name(file.filename), file.stream.read())
    return {"items": [errand_view(one) for one in kept]}, 201


@errands.post("/from-nodes")
@errands.needs("errands:write")
@errands.arguments(Confirmation, example={"week": "2022-W36", "confirm": None})
@errands.alt_response(412, "PRECONDITION_FAILED")
@errands.response(200, AskedByNodes)
def from_nodes(body: Mapping[str, Any]) -> Any:
    """Propose the errands that running nodes of cases ask for by a week; nothing is put down until confirmed.

    A node that has asked once does not ask again. A confirmation is refused as stale (412) when something else would be
    put down than was shown.
    """
    return asked_view(errands_from_nodes(acting(), the_monday(body["week"]), body["confirm"]))


@errands.get("")
@errands.needs("errands:read")
@errands.arguments(ErrandQuery, location="query")
@errands.response(200, ErrandPage)
def index(query: Mapping[str, Any]) -> Any:
    """List errands, oldest id first."""
    limit = query["limit"]
    found = list_errands(acting(), limit + 1, after_id(query), query.get("state"))
    shown = found[:limit]
    more = len(found) > limit
    return {"items": [errand_view(kept) for kept in shown], "next": cursor(shown[-1].id) if more else None}


@errands.get("/<id:errand_id>")
@errands.needs("errands:read")
@errands.cached
@errands.response(200, Errand, headers=ETAG)
def read(errand_id: int) -> Any:
    """Read an errand."""
    kept = read_errand(acting(), errand_id)
    return unless_held(kept.version, errand_view(kept))


@errands.patch("/<id:errand_id>")
@errands.needs("errands:write")
@errands.versioned
@errands.arguments(ErrandChanges, example={"due": "2022-09-15"})
@errands.response(200, Errand, headers=ETAG)
def change(body: Mapping[str, Any], errand_id: int) -> Any:
    """Change what an open errand asks; one on a published trip waits until the trip is withdrawn (409)."""
    kept = change_errand(acting(), errand_id, body, expected_version())
    return errand_view(kept), 200, etag(kept.version)


@errands.post("/<id:errand_id>/withdrawal")
@errands.needs("errands:write")
@errands.versioned
@errands.response(200, Errand, headers=ETAG)
def withdrawal(errand_id: int) -> Any:
    """Withdraw an open errand that is on no published trip."""
    kept = withdraw_errand(acting(), errand_id, expected_version())
    return errand_view(kept), 200, etag(kept.version)


@errands.get("/<id:errand_id>/slots")
@errands.needs("errands:read")
@errands.arguments(SlotQuery, location="query")
@errands.alt_response(422, "UNPROCESSABLE_ENTITY")
@errands.alt_response(409, "CONFLICT")
@errands.response(200, Slots)
def slots(query: Mapping[str, Any], errand_id: int) -> Any:
    """Give the best hours of a week to offer a partner (a village committee, a registry), with what each adds to each level.

    Nothing is booked. Refused (409) for an errand that is closed or booked already, and for a week that is over.
    """
    return offers_view(offers(acting(), errand_id, the_monday(query["week"]), query["most"]))


@errands.post("/<id:errand_id>/urgent")
@errands.needs("errands:urgent")
@errands.arguments(Confirmation, example={"week": "2022-W36", "confirm": None})
@errands.alt_response(412, "PRECONDITION_FAILED")
@errands.response(200, Answered)
def urgent(body: Mapping[str, Any], errand_id: int) -> Any:
    """Find a place for an errand that cannot wait, moving the fewest published bookings; nothing changes until confirmed.

    A confirmation is refused as stale (412) when the week has moved on since the answer was shown.
    """
    return answered_view(press(acting(), errand_id, the_monday(body["week"]), body["confirm"]))


@errands.post("/<id:errand_id>/place")
@errands.needs("field:publish")
@errands.arguments(PlacingIn, example={"week": "2022-W36", "starts": 2040, "vehicle": "V2", "confirm": None})
@errands.alt_response(412, "PRECONDITION_FAILED")
@errands.response(200, Answered)
def place(body: Mapping[str, Any], errand_id: int) -> Any:
    """Place an errand by hand: at an hour, in a vehicle, on a published trip; nothing changes until confirmed.

    Where that is not free, the answer is the nearest that is, and `against` says why; with `placed` false there is none.
    """
    spot = Spot(body["starts"], body["vehicle"], body["trip"])
    return answered_view(place_errand(acting(), errand_id, the_monday(body["week"]), spot, body["confirm"]))
