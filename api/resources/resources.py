"""Officers, vehicles and shared things of field work (外勤资源): what happens when one drops out."""

from collections.abc import Mapping
from typing import Any

from allocator.domain.fieldwork.trips import hours_between
from allocator.services.fieldwork.repairs import outage as drop_out
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.told_hours import take_back_told, told_hours, told_view
from allocator.services.fieldwork.views import answered_view
from api.noun import Noun
from api.schemas.fieldwork import Answered, OutageIn, ToldHours, ToldHoursList
from api.surroundings import acting

resources = Noun("resources", "外勤资源 Officers, vehicles and shared things: what to do when one drops out.")


@resources.post("/<code>/outage")
@resources.needs("errands:urgent")
@resources.arguments(OutageIn, example={"week": "2022-W36", "first": "2022-09-06", "last": "2022-09-06"})
@resources.alt_response(412, "PRECONDITION_FAILED")
@resources.response(200, Answered)
def outage(body: Mapping[str, Any], code: str) -> Any:
    """Do without an officer, a vehicle or a shared thing, moving the fewest published bookings; nothing changes until confirmed.

    It lasts from `begins` on the first day until `ends` on the last, and lies within the week: each week is asked about by
    itself (422). Why somebody is away is not asked. A confirmation is refused as stale (412) when the week has moved on since.
    """
    hours = hours_between(body["first"], body["begins"], body["last"], body["ends"])
    return answered_view(drop_out(acting(), code, hours, the_monday(body["week"]), body["confirm"]))


@resources.get("/<code>/told")
@resources.needs("errands:urgent")
@resources.response(200, ToldHoursList)
def told(code: str) -> Any:
    """Read the hours told of an officer, a vehicle or a shared thing that are not over."""
    return {"items": [told_view(one) for one in told_hours(acting(), code)]}


@resources.delete("/<code>/told/<id:told_id>")
@resources.needs("errands:urgent")
@resources.response(200, ToldHours)
def take_back(code: str, told_id: int) -> Any:
    """Take such hours back: they are free again; no published trip moves by itself."""
    return told_view(take_back_told(acting(), told_id, code))
