"""Forms about a case's facts (案情表单), on its page: put one down; decide, as a second person, what opens coercive measures."""

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError
from allocator.services.assignment.desk import SECOND, answer
from allocator.services.cases.flags import approve_flag, refuse_flag, withdraw_flag
from api.pages.case import page, shown
from api.pages.forms import field, number, once
from api.surroundings import acting


@page.post("/<id:case_id>/facts")
@page.needs("facts:write")
def tell(case_id: int) -> Response:
    """Put a fact down; what opens coercive measures waits for a second person."""
    try:
        return _tell(case_id)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _tell(case_id: int) -> str:
    because = field("because", needed=False)
    answer(acting(), case_id, field("fact"), field("value"), number("version"), because)
    return url_for("case.look", case_id=case_id)


@page.post("/<id:case_id>/flags/<fact>")
@page.needs("flags:approve")
def decide(case_id: int, fact: str) -> Response:
    """Approve or refuse, as the second person, what somebody else said."""
    try:
        return _decide(case_id, fact)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _decide(case_id: int, fact: str) -> str:
    if field("act") == "approve":
        approve_flag(acting(), case_id, fact, number("version"))
    else:
        refuse_flag(acting(), case_id, fact, field("because", needed=False), number("version"))
    return _back(case_id)


@page.post("/<id:case_id>/flags/<fact>/withdrawal")
@page.needs("facts:write")
def withdraw(case_id: int, fact: str) -> Response:
    """Take back what one said oneself."""
    try:
        return _withdraw(case_id, fact)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _withdraw(case_id: int, fact: str) -> str:
    withdraw_flag(acting(), case_id, fact, number("version"))
    return _back(case_id)


def _back(case_id: int) -> str:
    """Lead back to where it was decided: the tab of the desk, or the case."""
    at_desk = request.args.get("tab") == SECOND
    return url_for("inbox.index", tab=SECOND) if at_desk else url_for("case.look", case_id=case_id)
