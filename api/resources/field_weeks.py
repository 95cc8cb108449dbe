"""Weeks of field work (外勤周): as they stand, checked, published."""

from collections.abc import Mapping, Sequence
from typing import Any

from allocator.domain.fieldwork import Stop, Trip
from allocator.services.field_checks import check_plan, standing_week
from allocator.services.field_publishing import publish_by_hand
from allocator.services.field_seeing import the_monday
from allocator.services.field_views import check_view, set_down_view, week_view
from api.noun import Noun
from api.schemas.fieldwork import EXAMPLE_TRIPS, FieldCheck, FieldWeek, Published, TripsIn
from api.surroundings import acting

field_weeks = Noun("field-weeks", "外勤周 A week of field work: its trips, what the checker says, what is published.")


@field_weeks.get("/<week>")
@field_weeks.needs("field:read")
@field_weeks.alt_response(422, "UNPROCESSABLE_ENTITY")
@field_weeks.response(200, FieldWeek)
def read(week: str) -> Any:
    """Read a week as it stands: `2022-W41`, or the day of its Monday."""
    return week_view(*standing_week(acting(), the_monday(week)))


@field_weeks.post("/<week>/check")
@field_weeks.needs("field:read")
@field_weeks.arguments(TripsIn, example=EXAMPLE_TRIPS)
@field_weeks.response(200, FieldCheck)
def check(body: Mapping[str, Any], week: str) -> Any:
    """Check a plan made by hand for the whole week: each violation by name, person and hour, the value of each level."""
    return check_view(check_plan(acting(), the_monday(week), trips_of(body)))


@field_weeks.post("/<week>/trips")
@field_weeks.needs("field:publish")
@field_weeks.arguments(TripsIn, example=EXAMPLE_TRIPS)
@field_weeks.once
@field_weeks.response(201, Published)
def publish(body: Mapping[str, Any], week: str) -> Any:
    """Publish trips made by hand beside those that stand.

    Refused (409) where the checker objects, or where somebody or something is taken: who, when, by which trip.
    """
    return set_down_view(publish_by_hand(acting(), the_monday(week), trips_of(body))), 201


def trips_of(body: Mapping[str, Any]) -> Sequence[Trip]:
    """Make the trips of a request; raises BadInput where one contradicts itself."""
    return [
        Trip(**{**item, "people": tuple(item["people"]), "stops": tuple(Stop(**stop) for stop in item["stops"])})
        for item in body["trips"]
    ]
