"""Forms about a case's facts (案情表单), on its page: put one down; decide, as a second person, what opens coercive measures."""

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.assignment.desk import SECOND, answer
from allocator.services.cases.flags import approve_flag, refuse_flag, withdraw_flag
from allocator.services.rules.rehearsal import rulebook_of
from api.pages.cases.case import lead_back, page, shown
from api.pages.forms import field, number, once
from api.pages.said import Done
from api.surroundings import acting

TOLD = Text("已记下“{name}”，并已重新分类。", '"{name}" is noted, and the case was triaged again.')
ASKED = Text("已提出“{name}”，待另一人复核。", '"{name}" is put forward, and waits for a second person.')
APPROVED = Text("已批准“{name}”，案件已重新分类。", '"{name}" is approved, and the case was triaged again.')
REFUSED = Text("未批准“{name}”，按未知处理。", '"{name}" is refused, and stays unknown.')
WITHDRAWN = Text("已撤回“{name}”。", '"{name}" is taken back.')


@page.post("/<id:case_id>/facts")
@page.needs("facts:write")
def tell(case_id: int) -> Response:
    """Put a fact down; what opens coercive measures waits for a second person."""
    try:
        return _tell(case_id)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _tell(case_id: int) -> Done:
    because, fact = field("because", needed=False), field("fact")
    told = answer(acting(), case_id, fact, field("value"), number("version"), because)
    waits = fact in {flag.fact for flag in told.flags}
    return lead_back(case_id, (ASKED if waits else TOLD).fill(name=_name(fact)))


@page.post("/<id:case_id>/flags/<fact>")
@page.needs("flags:approve")
def decide(case_id: int, fact: str) -> Response:
    """Approve or refuse, as the second person, what somebody else said."""
    try:
        return _decide(case_id, fact)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _decide(case_id: int, fact: str) -> Done:
    if field("act") == "approve":
        approve_flag(acting(), case_id, fact, number("version"))
        return _back(case_id, APPROVED.fill(name=_name(fact)))
    refuse_flag(acting(), case_id, fact, field("because", needed=False), number("version"))
    return _back(case_id, REFUSED.fill(name=_name(fact)))


@page.post("/<id:case_id>/flags/<fact>/withdrawal")
@page.needs("facts:write")
def withdraw(case_id: int, fact: str) -> Response:
    """Take back what one said oneself."""
    try:
        return _withdraw(case_id, fact)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _withdraw(case_id: int, fact: str) -> Done:
    withdraw_flag(acting(), case_id, fact, number("version"))
    return _back(case_id, WITHDRAWN.fill(name=_name(fact)))


def _name(fact: str) -> Text:
    known = rulebook_of(acting()).facts.get(fact)
    return known.name if known else Text(fact, fact)


def _back(case_id: int, told: Text) -> Done:
    """Lead back to where it was decided, the tab of the desk or the case, which says what was."""
    at_desk = request.args.get("tab") == SECOND
    return Done(url_for("inbox.index", tab=SECOND), told) if at_desk else lead_back(case_id, told)
