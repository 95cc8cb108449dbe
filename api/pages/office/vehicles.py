"""车辆 Vehicles: seats, hours out of order, trips that are booked; added, changed, out of order for some days."""

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.fieldwork.trips import clock
from allocator.domain.people import VEHICLE_KINDS
from allocator.domain.words import Text
from allocator.files.office.editing import RowChange
from allocator.services.fieldwork.told_hours import take_back_told
from allocator.services.office.vehicle_pages import read_vehicles
from api.errors import status_of
from api.pages.forms import field, new_key, once
from api.pages.office.office_forms import cells_of, change
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting, asking

page = Page("vehicles", "/vehicles")
CELLS = ("name", "kind", "seats")
OUTAGE = ("kind", "first", "last", "begins", "ends")
TOLD_BACK = Text("临时占用已撤销，可重新安排。", "The hours are taken back, and free again.")
KINDS = {"outage": Text("故障停用", "out of order"), "service": Text("保养年检", "service")}


@page.get("")
@page.needs("office:read")
def index() -> Response:
    """List the vehicles."""
    return _listed()


@page.post("")
@page.needs("office:write")
def add() -> Response:
    """Add a vehicle."""
    return _change(RowChange("vehicles", {}, cells_of(("code", *CELLS))))


@page.post("/<code>")
@page.needs("office:write")
def write(code: str) -> Response:
    """Change a vehicle, or take it out of the office."""
    gone = field("gone", needed=False)
    return _change(RowChange("vehicles", {"code": code}, None if gone else cells_of(CELLS)))


@page.post("/<code>/outages")
@page.needs("field:write")
def outage(code: str) -> Response:
    """Put hours down in which a vehicle cannot be had."""
    return _change(RowChange("engagements", {}, {**cells_of(OUTAGE), "holder": code}))


@page.post("/<code>/outages/back")
@page.needs("field:write")
def no_outage(code: str) -> Response:
    """Take such hours back."""
    key = {**cells_of(("kind", "first", "begins")), "holder": code}
    return _change(RowChange("engagements", key, None))


@page.post("/<code>/told/<id:told_id>/back")
@page.needs("errands:urgent")
def untell(code: str, told_id: int) -> Response:
    """Take back an outage that was told in the field week."""
    try:
        return _untell(code, told_id)
    except AllocatorError as error:
        return _listed(error)


@once
def _untell(code: str, told_id: int) -> Done:
    take_back_told(acting(), told_id, code)
    return Done(url_for("vehicles.index"), TOLD_BACK)


def _change(wanted: RowChange) -> Response:
    return change([wanted], url_for("vehicles.index"), _listed)


def _listed(error: AllocatorError | None = None) -> Response:
    asker = asking()
    return show(
        "vehicles/index.html",
        status_of(error) if error else 200,
        found=read_vehicles(acting()),
        error=error,
        typed=request.form if error else {},
        kinds=KINDS,
        car_kinds=VEHICLE_KINDS,
        clock=clock,
        key=new_key,
        may_write=asker.may("office:write"),
        may_outages=asker.may("field:write"),
        may_tell=asker.may("errands:urgent"),
    )
