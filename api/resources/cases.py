"""Cases (案件): the docket, triage, recommendation, facts, assignment, history."""

from collections.abc import Mapping
from typing import Any

from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.events import CaseEvent
from allocator.services.assignment.giving import assign, recommend
from allocator.services.assignment.undoing import undo_present, undo_present_lane
from allocator.services.audit import history
from allocator.services.cases.casework import add_facts, read_case
from allocator.services.cases.closing_checks import checks_view, closing_checks
from allocator.services.cases.closings import close_case, reopen_case
from allocator.services.cases.conversions import approve_conversion
from allocator.services.cases.events import record_events
from allocator.services.cases.lane_words import why_by_hand
from allocator.services.cases.lanes import TRACKS, change_lane, settle_dispute
from allocator.services.cases.wishes import Wish
from allocator.services.clocks.deadline_views import list_view, recorded_view
from allocator.services.clocks.deadlines import case_nodes
from allocator.services.loads import board
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.views import (
    assigned_view,
    case_view,
    closed_view,
    laned_view,
    recommendation_view,
    relearned_view,
    triage_view,
)
from api.access import check
from api.noun import ETAG, Noun
from api.schemas.assignment import Assigned, AssignmentIn, Recommendation
from api.schemas.cases import (
    Case,
    CasePage,
    CaseQuery,
    Closed,
    ClosingIn,
    DisputeIn,
    History,
    Laned,
    LaneIn,
    NewFacts,
    Relearned,
    ReopeningIn,
    TriageSaid,
)
from api.schemas.deadlines import EXAMPLE_EVENTS, AsOf, CheckList, CheckQuery, DueItems, EventsIn, EventsRecorded
from api.schemas.fields import cursor
from api.surroundings import acting
from api.tidy import after_id
from api.versions import etag, expected_version, unless_held
from api.views import entry_view

cases = Noun("cases", "案件 The docket: triage, recommendation, assignment and history of each case.")


@cases.get("")
@cases.needs("cases:read")
@cases.arguments(CaseQuery, location="query")
@cases.response(200, CasePage)
def index(query: Mapping[str, Any]) -> Any:
    """List cases, oldest id first."""
    after, limit = after_id(query), query["limit"]
    wanted = {"state": query.get("state"), "track": query.get("class_"), "handler": query.get("handler")}
    wanted |= {"disputed": query.get("disputed"), "flagged": query.get("flagged"), "asked": query.get("asked")}
    found = board.page(acting(), after=after, limit=limit, **wanted)
    more = len(found) == limit and board.page(acting(), after=found[-1].id, limit=1, **wanted)
    return {"items": [case_view(case) for case in found], "next": cursor(found[-1].id) if more else None}


@cases.get("/<id:case_id>")
@cases.needs("cases:read")
@cases.cached
@cases.response(200, Case, headers=ETAG)
def read(case_id: int) -> Any:
    """Read a case."""
    case, _ = read_case(acting(), case_id)
    return unless_held(case.version, case_view(case))


@cases.get("/<id:case_id>/triage")
@cases.needs("cases:read")
@cases.response(200, TriageSaid)
def triage(case_id: int) -> Any:
    """Read what triage says of a case.

    The class with the rules and reasons, whether it is certain, what could flip it and what to ask next, the weight; and
    who gave the case another class by hand (`said`).
    """
    case, classification = read_case(acting(), case_id)
    said = [text.as_dict() for text in why_by_hand(acting(), case)]
    return {**triage_view(case, classification, rulebook_of(acting())), "said": said}


@cases.get("/<id:case_id>/recommendation")
@cases.needs("cases:read")
@cases.response(200, Recommendation, headers=ETAG)
def recommendation(case_id: int) -> Any:
    """Rank every officer for a case.

    With the load before and after, those refused with the reason, and the pool a draw would take from.
    """
    found = recommend(acting(), case_id)
    return recommendation_view(found), 200, etag(found.case.version)


@cases.post("/<id:case_id>/facts")
@cases.needs("facts:write")
@cases.versioned
@cases.arguments(NewFacts, example={"facts": {"full_cash": True}})
@cases.response(200, Relearned, headers=ETAG)
def learn(body: Mapping[str, Any], case_id: int) -> Any:
    """Put new facts to a case and triage it again.

    Naming who approved a conversion back to simple (approved_by) is for a supervisor, and where people sign in for nobody:
    a second person approves then (`POST /cases/{id}/conversion`). What opens coercive measures needs a reason (`because`) and
    waits, unknown, for a second person (`flags`; `POST /cases/{id}/flags/{fact}/approval`).
    """
    if body["approved_by"] is not None:
        check("facts:approve")
        check("flags:approve")
    done = add_facts(acting(), case_id, body["facts"], expected_version(), body["approved_by"], because=body["because"])
    return relearned_view(done, rulebook_of(acting())), 200, etag(done.case.version)


@cases.post("/<id:case_id>/conversion")
@cases.needs("facts:approve")
@cases.versioned
@cases.response(200, Relearned, headers=ETAG)
def convert(case_id: int) -> Any:
    """Approve that a case becomes simple, as somebody asked by hand or as the facts put down last would have it.

    By another user than who asked or put them down.
    """
    done = approve_conversion(acting(), case_id, expected_version())
    return relearned_view(done, rulebook_of(acting())), 200, etag(done.case.version)


@cases.post("/<id:case_id>/lane")
@cases.needs("lanes:write")
@cases.versioned
@cases.arguments(LaneIn, example={"class": "complex", "reason": "file_says_more", "words": "另有案外人"})
@cases.once
@cases.response(200, Laned, headers=ETAG)
def lane(body: Mapping[str, Any], case_id: int) -> Any:
    """Say that a case is complex, which it then is, or simple, to which a second person has to agree.

    The second one approves it (`POST /cases/{id}/conversion`); until then the case is in dispute. A class given by hand
    stays when the stock is triaged anew; facts that contradict it put it in dispute.
    """
    done = change_lane(acting(), case_id, TRACKS[body["class_"]], body["reason"], body["words"], expected_version())
    return laned_view(done, rulebook_of(acting())), 200, etag(done.case.version)


@cases.delete("/<id:case_id>/lane")
@cases.needs("lanes:write")
@cases.versioned
@cases.response(200, Case, headers=ETAG)
def undo_said(case_id: int) -> Any:
    """Take back what one has just said of a class, within the rulebook's minutes; the case stands as before."""
    done = undo_present_lane(acting(), case_id, expected_version())
    return case_view(done), 200, etag(done.version)


@cases.post("/<id:case_id>/dispute")
@cases.needs("lanes:settle")
@cases.versioned
@cases.arguments(DisputeIn, example={"class": "complex"})
@cases.once
@cases.response(200, Laned, headers=ETAG)
def settle(body: Mapping[str, Any], case_id: int) -> Any:
    """Settle a dispute about a class: confirm the one the case stands in, go back to the rules', or agree to what was asked.

    Nobody does for their own word. To simple it takes two persons here too: the first asks, the second approves.
    """
    done = settle_dispute(acting(), case_id, TRACKS[body["class_"]], body["words"], expected_version())
    return laned_view(done, rulebook_of(acting())), 200, etag(done.case.version)


@cases.put("/<id:case_id>/assignment")
@cases.needs("assignment:draw")
@cases.versioned
@cases.arguments(AssignmentIn, example={"officer": None})
@cases.response(200, Assigned, headers=ETAG)
def give(body: Mapping[str, Any], case_id: int) -> Any:
    """Give a case to the one the draw names, or to a named one with a listed reason.

    Naming somebody, or taking a case from its holder, is for a supervisor. Who comes second gets 412 with the state.
    """
    wish = Wish(**body) if any(body.values()) else None
    if wish is not None:
        check("assignment:name")
    done = assign(acting(), case_id, expected_version(), wish)
    return assigned_view(done), 200, etag(done.case.version)


@cases.delete("/<id:case_id>/assignment")
@cases.needs("assignment:draw")
@cases.versioned
@cases.alt_response(409, "CONFLICT")
@cases.response(200, Case, headers=ETAG)
def undo(case_id: int) -> Any:
    """Take back a first assignment one has just made, within the rulebook's minutes; the case waits again."""
    done = undo_present(acting(), case_id, expected_version())
    return case_view(done), 200, etag(done.version)


@cases.post("/<id:case_id>/closing")
@cases.needs("closings:write")
@cases.versioned
@cases.arguments(ClosingIn, example={"way": "fulfilled", "on": "2026-11-27", "recovered": 3_000_000})
@cases.alt_response(409, "CONFLICT")
@cases.response(200, Closed, headers=ETAG)
def close(body: Mapping[str, Any], case_id: int) -> Any:
    """Close a case. Its minutes leave the loads, its open errands are withdrawn; put down twice, it answers as before."""
    done = close_case(acting(), case_id, Closing(**body), expected_version())
    return closed_view(done), 200, etag(done.case.version)


@cases.post("/<id:case_id>/reopening")
@cases.needs("closings:undo")
@cases.versioned
@cases.arguments(ReopeningIn, example={"because": "登记错案号"})
@cases.alt_response(409, "CONFLICT")
@cases.response(200, Case, headers=ETAG)
def reopen(body: Mapping[str, Any], case_id: int) -> Any:
    """Undo a closing put down by mistake, with the reason; a round that is over is filed as another case instead."""
    done = reopen_case(acting(), case_id, body["because"], expected_version())
    return case_view(done), 200, etag(done.version)


@cases.post("/<id:case_id>/events")
@cases.needs("events:write")
@cases.arguments(EventsIn, example=EXAMPLE_EVENTS)
@cases.response(200, EventsRecorded)
def record(body: Mapping[str, Any], case_id: int) -> Any:
    """Record what happened in a case: all events or none. Sent twice, those that are there word for word change nothing.

    What contradicts the case, the rules or its history is refused (422): `errors` names each event and field.
    """
    return recorded_view(record_events(acting(), case_id, [CaseEvent(case_no="", **one) for one in body["events"]]))


@cases.get("/<id:case_id>/closing-checks")
@cases.needs("cases:read")
@cases.arguments(CheckQuery, location="query")
@cases.alt_response(422, "UNPROCESSABLE_ENTITY")
@cases.response(200, CheckList)
def checks(query: Mapping[str, Any], case_id: int) -> Any:
    """Read the check-list before a case may be closed in some way, item by item, as it stands today."""
    return {"way": query["way"], "items": checks_view(closing_checks(acting(), case_id, query["way"]))}


@cases.get("/<id:case_id>/nodes")
@cases.needs("cases:read")
@cases.arguments(AsOf, location="query")
@cases.alt_response(422, "UNPROCESSABLE_ENTITY")
@cases.response(200, DueItems)
def nodes(query: Mapping[str, Any], case_id: int) -> Any:
    """Read every node that runs or ran in a case, with last day, light and who answers for it."""
    return list_view(case_nodes(acting(), case_id, query.get("as_of")))


@cases.get("/<id:case_id>/history")
@cases.needs("cases:read")
@cases.response(200, History)
def entries(case_id: int) -> Any:
    """Read every entry of the decision log about a case."""
    case, _ = read_case(acting(), case_id)
    return {"items": [entry_view(entry.as_dict()) for entry in history(acting(), case.id)]}
