"""A handler named with approval (指定、改派须批准), among the operations of cases: asked by one person, done by a second."""

from collections.abc import Mapping
from typing import Any

from allocator.services.assignment.handler_approvals import (
    approve_handler,
    ask_for_handler,
    asking_view,
    read_asking,
    withdraw_asking,
)
from allocator.services.cases.wishes import Wish
from allocator.services.views import assigned_view, case_view
from api.noun import ETAG
from api.resources.cases import cases
from api.schemas.assignment import Assigned, HandlerAsking, HandlerAskingIn
from api.schemas.cases import Case
from api.surroundings import acting
from api.versions import etag, expected_version


@cases.get("/<id:case_id>/assignment/asking")
@cases.needs("cases:read")
@cases.response(200, HandlerAsking)
def asked(case_id: int) -> Any:
    """Read what is asked of a case's handler and waits for a second person; null where nothing is."""
    return asking_view(read_asking(acting(), case_id))


@cases.post("/<id:case_id>/assignment/asking")
@cases.needs("assignment:name")
@cases.versioned
@cases.arguments(HandlerAskingIn, example={"officer": "G09", "reason": "supervision"})
@cases.once
@cases.response(201, HandlerAsking)
def ask(body: Mapping[str, Any], case_id: int) -> Any:
    """Ask that a case goes to somebody named, or is drawn anew, with approval; it lapses with any change of the case."""
    return asking_view(ask_for_handler(acting(), case_id, Wish(**body), expected_version())), 201


@cases.delete("/<id:case_id>/assignment/asking")
@cases.needs("assignment:name")
@cases.response(200, Case)
def take_back(case_id: int) -> Any:
    """Take back what one asked for."""
    return case_view(withdraw_asking(acting(), case_id))


@cases.post("/<id:case_id>/assignment/approval")
@cases.needs("assignment:name")
@cases.versioned
@cases.response(200, Assigned, headers=ETAG)
def approve(case_id: int) -> Any:
    """Do what somebody else asked for, as the second person: a user who is signed in, where the office's people are."""
    done = approve_handler(acting(), case_id, expected_version())
    return assigned_view(done), 200, etag(done.case.version)
