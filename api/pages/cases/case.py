"""案件 Case: its facts and its story, why it went to whom it went, another handler with a reason, and a sheet to print."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for

from allocator.decisions.allocation.handover_words import lines
from allocator.decisions.triage.triage import SCORE
from allocator.domain.cases import CASE_STATES
from allocator.domain.docket import HOW
from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.assignment.desk import last_change
from allocator.services.assignment.giving import Assigned
from allocator.services.assignment.handler_approvals import (
    AskedHandler,
    approve_handler,
    assign_or_ask,
    read_asking,
    withdraw_asking,
)
from allocator.services.cases.case_file import case_file, search
from allocator.services.cases.events import record_typed_event
from allocator.services.cases.flag_entries import FLAGS
from allocator.services.cases.lane_words import CLASSES
from allocator.services.cases.restricting import disclose_case, restrict_case, restriction_of
from allocator.services.cases.wishes import Wish
from allocator.services.clocks.deadline_views import list_view
from allocator.services.clocks.deadlines import case_nodes
from allocator.services.log_words import KINDS
from allocator.services.plans.handovers import pack_of_case
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.views import case_view, recommendation_view, triage_view
from api.errors import status_of
from api.pages.asked import choice
from api.pages.cases import lane_forms
from api.pages.forms import field, new_key, number, once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.pages.wording import LIGHTS
from api.surroundings import acting, asking
from api.tidy import IMPOSSIBLE

page = Page("case", "/cases")
LONGEST = 100
GIVEN = Text("{case} 现由{name}承办。", "{name} has {case} now.")
WAITS = Text(
    "已提请：{case} 的承办人待另一人批准。", "Asked for: who handles {case} waits for somebody else to approve."
)
TAKEN_BACK = Text("已撤回提请，承办人不变。", "What was asked for is taken back; the handler stays.")
RECORDED = Text("已登记“{what}”（{day}），时限已随之更新。", '"{what}" of {day} is recorded, and the clocks follow.')
KNOWN = Text(
    "“{what}”（{day}）原已登记，没有重复记入。", '"{what}" of {day} was recorded before, and is not there twice.'
)
RESTRICTED = Text(
    "已限制知悉，无权者在任何清单中都看不到本案。", "It is restricted: no list shows it to those without leave."
)
LIFTED = Text("已解除限制知悉。", "The restriction is lifted.")
EVENT = ("kind", "on", "item", "amount", "until", "approver", "note")


@page.get("")
@page.needs("cases:read")
def index() -> Response:
    """Find cases by number or party; a single one is opened at once."""
    text = IMPOSSIBLE.sub("", request.args.get("q", ""))[:LONGEST].strip()
    found = search(acting(), text)
    if len(found) == 1:
        return Response(status=303, headers={"Location": url_for("case.look", case_id=found[0].id)})
    return show("case/found.html", text=text, found=found, states=CASE_STATES, rulebook=rulebook_of(acting()))


@page.get("/<id:case_id>")
@page.needs("cases:read")
def look(case_id: int) -> Response:
    """Show the file of a case."""
    return shown(case_id)


@page.get("/<id:case_id>/sheet")
@page.needs("cases:read")
def sheet(case_id: int) -> Response:
    """Show the decision on a case as a sheet to print and sign."""
    found = case_file(acting(), case_id)
    triage = triage_view(found.case, found.triage, found.rulebook)
    return show("case/sheet.html", file=found, triage=triage, how=HOW)


@page.get("/<id:case_id>/handover")
@page.needs("cases:read")
def pack(case_id: int) -> Response:
    """Show the hand-over pack of the case to print and sign."""
    found = pack_of_case(acting(), case_id, choice("to"))
    return show(
        "board/packs.html", packs=[lines(one, found.names, found.rules) for one in found.packs], run="", case_id=case_id
    )


@page.post("/<id:case_id>/handler")
@page.needs("assignment:name")
def change(case_id: int) -> Response:
    """Give a held case to a named one, or draw anew, with a listed reason such as recusal."""
    try:
        return _change(case_id)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _change(case_id: int) -> Done:
    wish = Wish(field("officer", needed=False) or None, field("reason"), field("note", needed=False))
    done = assign_or_ask(acting(), case_id, number("version"), wish, approval=bool(field("approval", needed=False)))
    return lead_back(case_id, handler_told(done))


@page.post("/<id:case_id>/handler/approval")
@page.needs("assignment:name")
def approve(case_id: int) -> Response:
    """Do what somebody else asked for, as the second person; or take back what one asked for oneself."""
    try:
        return _approve(case_id)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _approve(case_id: int) -> Done:
    if field("withdraw", needed=False):
        withdraw_asking(acting(), case_id)
        return lead_back(case_id, TAKEN_BACK)
    return lead_back(case_id, handler_told(approve_handler(acting(), case_id, number("version"))))


def handler_told(done: Assigned | AskedHandler) -> Text:
    """Say who has the case now, or that somebody else has to approve it."""
    if isinstance(done, AskedHandler):
        return WAITS.fill(case=done.case.case_no)
    return GIVEN.fill(case=done.case.case_no, name=done.snapshot.office.officer(done.entry["officer"]).name)


def lead_back(case_id: int, told: Text) -> Done:
    """Lead back to the file of the case, which says what was done."""
    return Done(url_for("case.look", case_id=case_id), told)


@page.post("/<id:case_id>/events")
@page.needs("events:write")
def record(case_id: int) -> Response:
    """Record something that happened in the case; its clocks follow."""
    try:
        return _record(case_id)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _record(case_id: int) -> Done:
    typed = {name: field(name, needed=name in ("kind", "on")) for name in EVENT}
    done = record_typed_event(acting(), case_id, typed)
    what = rulebook_of(acting()).happenings.kinds[typed["kind"]].name
    return lead_back(case_id, (RECORDED if done.added else KNOWN).fill(what=what, day=typed["on"]))


def _nodes(case_id: int) -> Mapping[str, list[Mapping[str, Any]]]:
    """Give the clocks of a case: what waits for somebody, what may not be done before a day, what is over."""
    found: dict[str, list[Mapping[str, Any]]] = {"open": [], "earliest": [], "over": []}
    for one in list_view(case_nodes(acting(), case_id))["items"]:
        over = one["done_on"] or one["lapsed_on"]
        found["over" if over else "earliest" if one["earliest"] else "open"].append(one)
    return found


@page.post("/<id:case_id>/lane")
@page.needs("lanes:write")
def lane(case_id: int) -> Response:
    """Say that the case is simple or complex, with a listed reason."""
    try:
        return _lane(case_id)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _lane(case_id: int) -> Done:
    return lead_back(case_id, lane_forms.told(lane_forms.changed(case_id)))


@page.post("/<id:case_id>/dispute")
@page.needs("lanes:settle")
def settle(case_id: int) -> Response:
    """Settle a dispute about the class of the case."""
    try:
        return _settle(case_id)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _settle(case_id: int) -> Done:
    return lead_back(case_id, lane_forms.told(lane_forms.settled(case_id)))


@page.post("/<id:case_id>/restriction")
@page.needs("cases:restrict")
def restrict(case_id: int) -> Response:
    """Restrict a case, or lift that, with a reason."""
    try:
        return _restrict(case_id)
    except AllocatorError as error:
        return shown(case_id, error)


@once
def _restrict(case_id: int) -> Done:
    because = field("because")
    if field("lift", needed=False):
        disclose_case(acting(), case_id, because)
        return lead_back(case_id, LIFTED)
    restrict_case(acting(), case_id, because)
    return lead_back(case_id, RESTRICTED)


def shown(case_id: int, error: AllocatorError | None = None) -> Response:
    """Show the file of a case, and what stands in the way of what was tried."""
    found = case_file(acting(), case_id)
    return show(
        "case/index.html",
        status_of(error) if error else 200,
        file=found,
        case=case_view(found.case),
        triage=triage_view(found.case, found.triage, found.rulebook),
        ranked=recommendation_view(found.recommendation),
        names=found.name,
        kinds=KINDS,
        how=HOW,
        states=CASE_STATES,
        lights=LIGHTS,
        nodes=_nodes(case_id),
        key=new_key,
        asked=read_asking(acting(), case_id),
        may_name=asking().may("assignment:name"),
        said=found.said,
        may_settle=asking().may("lanes:settle"),
        classes=CLASSES,
        verdict_names=lane_forms.VERDICTS,
        acts=lane_forms.ACTS,
        flag_kinds=FLAGS,
        may_record=asking().may("events:write"),
        happenings=found.rulebook.happenings.kinds,
        assets=found.rulebook.assets,
        typed=request.form,
        may_restrict=asking().may("cases:restrict"),
        restriction=restriction_of(acting(), case_id),
        error=error,
        before=last_change(acting(), case_id) if error and status_of(error) in (409, 412) else None,
        unknown=Text("未知", "unknown"),
        by_points=SCORE,
    )
