"""Weeks of field work (外勤周): as they stand, checked, published."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response
from werkzeug.datastructures import FileStorage

from allocator.decisions.fieldwork.certificate import FIELD
from allocator.domain.fieldwork.trips import Stop, Trip
from allocator.services.fieldwork.checks import standing_week
from allocator.services.fieldwork.drafts import read_week_draft
from allocator.services.fieldwork.publishing import publish_by_hand, publish_week, withdraw_week
from allocator.services.fieldwork.reviews import review_trips, review_upload, review_view
from allocator.services.fieldwork.seeing import the_monday, week_ahead
from allocator.services.fieldwork.sheets import bookings_table, week_sheets
from allocator.services.fieldwork.views import draft_view, set_down_view, week_name, week_view
from allocator.services.plans.certificates import export_answer
from allocator.services.runs import read_run, run_view
from api.language import asked_language
from api.noun import ETAG, LOCATION, Noun, key_of_request
from api.schemas.explanations import Certificate
from api.schemas.fieldwork import DraftIn, FieldReview, FieldWeek, RunWithWeek, SheetQuery, WeekPublicationIn
from api.schemas.filings import ImportFile
from api.schemas.runs import Run, Withdrawal
from api.schemas.trips import EXAMPLE_TRIPS, Published, TripsIn
from api.sheets import in_language, sheets_page
from api.spec import PREFIX
from api.surroundings import acting, engine
from api.tidy import file_name
from api.versions import bytes_unless_held

field_weeks = Noun("field-weeks", "外勤周 A week of field work: its trips, what the checker says, what is published.")


@field_weeks.get("/<week>")
@field_weeks.needs("field:read")
@field_weeks.alt_response(422, "UNPROCESSABLE_ENTITY")
@field_weeks.response(200, FieldWeek)
def read(week: str) -> Any:
    """Read a week as it stands: `2022-W41`, or the day of its Monday."""
    return week_view(*standing_week(acting(), the_monday(week)))


@field_weeks.get("/<week>/sheets")
@field_weeks.needs("field:read")
@field_weeks.arguments(SheetQuery, location="query")
@field_weeks.cached
@field_weeks.alt_response(422, "UNPROCESSABLE_ENTITY")
@field_weeks.response(200, {"type": "string"}, content_type="text/html", headers=ETAG)
def sheets(query: Mapping[str, Any], week: str) -> Response:
    """Give day sheets to print, one a page: of all who go out, or `of` a person or vehicle; of all days, or of one.

    The same bytes while nothing changes. In Chinese or English by `Accept-Language`; the page asks nothing of anybody.
    """
    return sheets_page(week_sheets(acting(), the_monday(week), query["of"], query["day"]))


@field_weeks.get("/<week>/bookings")
@field_weeks.needs("field:read")
@field_weeks.cached
@field_weeks.alt_response(422, "UNPROCESSABLE_ENTITY")
@field_weeks.response(200, {"type": "string"}, content_type="text/csv", headers=ETAG)
def bookings(week: str) -> Response:
    """Give the published trips of a week as CSV, a row for each stop in the order of hours; headers by `Accept-Language`.

    Changed by hand it can be sent to `/field-weeks/{week}/check/imports`. No cell is taken for a formula.
    """
    monday, language = the_monday(week), asked_language()
    answer = bytes_unless_held(bookings_table(acting(), monday, language).encode(), "text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{week_name(monday)}.csv"'
    return in_language(answer, language)


@field_weeks.post("/<week>/check")
@field_weeks.needs("field:read")
@field_weeks.arguments(TripsIn, example=EXAMPLE_TRIPS)
@field_weeks.response(200, FieldReview)
def check(body: Mapping[str, Any], week: str) -> Any:
    """Check a plan made by hand for the whole week: each violation by name, person and hour with its price, a lawful repair."""
    return review_view(review_trips(acting(), the_monday(week), trips_of(body)))


@field_weeks.post("/<week>/check/imports")
@field_weeks.needs("field:read")
@field_weeks.arguments(ImportFile, location="files")
@field_weeks.response(200, FieldReview)
def check_file(upload: Mapping[str, FileStorage], week: str) -> Any:
    """Check a plan made by hand that is a CSV or Excel file, in the form of `/field-weeks/{week}/bookings`; keeps nothing.

    A file with a faulty row is refused whole (422): `errors` names each place and what to do.
    """
    file = upload["file"]
    name = file_name(file.filename)
    return review_view(review_upload(acting(), the_monday(week), name, file.stream.read()))


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


@field_weeks.post("/<week>/drafts")
@field_weeks.needs("field:write")
@field_weeks.arguments(DraftIn, example={"seconds": 30})
@field_weeks.keyed
@field_weeks.response(202, Run, headers=LOCATION)
def draft(body: Mapping[str, Any], week: str) -> Any:
    """Ask for a plan of a week; a worker drafts it. A week that is over is refused (409)."""
    monday = week_ahead(acting(), the_monday(week)).monday
    params = {"week": monday.isoformat(), "seconds": body["seconds"]}
    run = engine().submit(FIELD, params, acting().actor, key_of_request())
    return run_view(run), 202, {"Location": f"{PREFIX}/field-weeks/drafts/{run.id}"}


@field_weeks.get("/drafts/<uuid:run_id>")
@field_weeks.needs("field:read")
@field_weeks.response(200, RunWithWeek)
def drafted(run_id: object) -> Any:
    """Read how far a run is, and its plan of a week once it is done; stop it at /runs."""
    run = read_run(acting(), str(run_id))
    done = run.result and run.kind == FIELD
    return {**run_view(run), "draft": draft_view(read_week_draft(acting(), run.id)) if done else None}


@field_weeks.post("/drafts/<uuid:run_id>/publication")
@field_weeks.needs("field:publish")
@field_weeks.arguments(WeekPublicationIn, example={"trips": None})
@field_weeks.alt_response(412, "PRECONDITION_FAILED")
@field_weeks.response(200, Published)
def publication(body: Mapping[str, Any], run_id: object) -> Any:
    """Publish a plan of a week, whole or some trips of it; published trips it replaces give way.

    Refused as stale (412) when office, rulebook, means, an errand or a trip changed since it was drafted, and with the name,
    the hours and the trip (409) where somebody or something is taken meanwhile.
    """
    return set_down_view(publish_week(acting(), str(run_id), body["trips"]))


@field_weeks.get("/answers/<answer>/certificate")
@field_weeks.needs("certificates:read")
@field_weeks.alt_response(409, "CONFLICT")
@field_weeks.response(200, Certificate)
def certificate(answer: str) -> Any:
    """Take along the certificate of an answer to an urgent errand or an outage, by its digest: how few bookings must move.

    Refused (409) for an answer to something a person chose: it moves what was asked for, and proves nothing.
    """
    return export_answer(acting(), answer)


@field_weeks.post("/drafts/<uuid:run_id>/withdrawal")
@field_weeks.needs("field:publish")
@field_weeks.response(200, Withdrawal)
def withdrawal(run_id: object) -> Any:
    """Withdraw a draft: what is not published yet cannot be any more. Asked again, it answers as before.

    Refused (409) when all of it is published: its trips stand.
    """
    gone = withdraw_week(acting(), str(run_id))
    return {"run": gone.run, "withdrawn": gone.withdrawn, "published": list(gone.published)}


def trips_of(body: Mapping[str, Any]) -> Sequence[Trip]:
    """Make the trips of a request; raises BadInput where one contradicts itself."""
    return [
        Trip(**{**item, "people": tuple(item["people"]), "stops": tuple(Stop(**stop) for stop in item["stops"])})
        for item in body["trips"]
    ]
