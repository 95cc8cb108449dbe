"""收案分流 Inbox: the queue by urgency, beside it one case with its why, its handlers and its draw; a key for a plain case."""

from collections.abc import Callable
from functools import partial

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError, BadInput
from allocator.domain.words import Text
from allocator.services.assignment import desk as desks
from allocator.services.assignment.giving import Assigned, assign
from allocator.services.assignment.handler_approvals import AskedHandler, assign_or_ask
from allocator.services.assignment.undoing import last_undoable, undo_assignment
from allocator.services.cases.lane_entries import LANE
from allocator.services.cases.lane_words import CLASSES
from allocator.services.cases.wishes import Wish
from allocator.services.log_words import KINDS
from allocator.services.views import recommendation_view, triage_view
from api.access import check
from api.errors import status_of
from api.pages.cases import lane_forms
from api.pages.cases.case import handler_told, lead_back
from api.pages.forms import field, new_key, number, once
from api.pages.said import Done, just_said
from api.pages.shell import Entry, Page, show
from api.pages.wording import LIGHTS
from api.surroundings import acting, asking

NAME = Text("收案分流", "Inbox")
PURPOSE = Text(
    "待分案件按缓急排列，一键采纳建议。", "Cases that wait, the most urgent first; one key accepts what is suggested."
)
page = Page("inbox", "/inbox", Entry(NAME, PURPOSE, "assignment:draw"))
BOXES = 3
GIVEN = "given"
SHOWN_TO_CLERKS, SHOWN_TO_NAMERS = 6, 30
MOST_AT_ONCE = desks.SHOWN
TAKEN_BACK = Text("已撤销，案件重新待分。", "Taken back: the case waits again.")
ANSWERED = Text("{case}：已记下，并已重新分类。", "{case}: noted, and triaged again.")
CLASS_BACK = Text("已撤销刚才的类别变更。", "The change of class is taken back.")
DRAWN = Text("已逐件抽签派出 {n} 件。", "{n:case was|cases were} given out, a draw each.")


@page.get("")
@page.needs("assignment:draw")
def index() -> Response:
    """Show the queue with its first case."""
    return _shown(None)


@page.get("/<id:case_id>")
@page.needs("assignment:draw")
def look(case_id: int) -> Response:
    """Show the queue with one case of it."""
    return _shown(case_id)


@page.get("/given")
@page.needs("assignment:draw")
def given() -> Response:
    """Show what was given out today, with who may still take which back."""
    return show("inbox/given.html", given=desks.given_today(acting()), key=new_key, tab=GIVEN)


@page.post("/<id:case_id>/assignment")
@page.needs("assignment:draw")
def give(case_id: int) -> Response:
    """Give the case to the one the draw names, or to a named one with a listed reason; who comes second is told by whom."""
    return _or_told(partial(_give, case_id), case_id)


@once
def _give(case_id: int) -> Done:
    wish = _wish()
    if wish is not None:
        check("assignment:name")
        return _named(case_id, wish)
    done = assign(acting(), case_id, number("version"))
    return Done(url_for("inbox.index", tab=_tab()), entry=done.decision)


def _named(case_id: int, wish: Wish) -> Done:
    """Give the case to the one named, or ask for it where that needs approval: it waits on its own page."""
    done = assign_or_ask(acting(), case_id, number("version"), wish, approval=bool(field("approval", needed=False)))
    if isinstance(done, AskedHandler):
        return lead_back(case_id, handler_told(done))
    return Done(url_for("inbox.index", tab=_tab()), entry=done.decision)


def _wish() -> Wish | None:
    if not field("by_name", needed=False):
        return None
    officer, reason = field("named"), field("reason")
    return Wish(officer, reason or None, field("note", needed=False))


@page.post("/<id:case_id>/facts")
@page.needs("facts:write")
def tell(case_id: int) -> Response:
    """Take the answer to a question about the case, and triage it again on the spot."""
    return _or_told(partial(_tell, case_id), case_id)


@once
def _tell(case_id: int) -> Done:
    fact, text = field("fact"), field("value")
    amount = f"{text}元" if field("unit", needed=False) and text.replace(".", "", 1).isdecimal() else text
    because = field("because", needed=False)
    told = desks.answer(acting(), case_id, fact, amount, number("version"), because)
    return Done(url_for("inbox.look", case_id=case_id, tab=_tab()), ANSWERED.fill(case=told.case_no))


@page.post("/<id:case_id>/undo")
@page.needs("assignment:draw")
def undo(case_id: int) -> Response:
    """Take back an assignment one has just made; the case waits again."""
    return _or_told(partial(_undo, case_id), case_id)


@once
def _undo(case_id: int) -> Done:
    undo_assignment(acting(), case_id, number("decision"))
    return Done(url_for("inbox.look", case_id=case_id), TAKEN_BACK)


@page.post("/<id:case_id>/lane")
@page.needs("lanes:write")
def lane(case_id: int) -> Response:
    """Say that the case is simple or complex, with a listed reason."""
    return _or_told(partial(_lane, case_id), case_id)


@once
def _lane(case_id: int) -> Done:
    done = lane_forms.changed(case_id)
    return Done(url_for("inbox.look", case_id=case_id, tab=_tab()), entry=done.decision)


@page.post("/<id:case_id>/dispute")
@page.needs("lanes:settle")
def settle(case_id: int) -> Response:
    """Settle a dispute about the class of the case, and go on with the next one."""
    return _or_told(partial(_settle, case_id), case_id)


@once
def _settle(case_id: int) -> Done:
    done = lane_forms.settled(case_id)
    return Done(url_for("inbox.index", tab=_tab()), entry=done.decision)


@page.post("/<id:case_id>/lane/undo")
@page.needs("lanes:write")
def undo_lane(case_id: int) -> Response:
    """Take back what one has just said of the class."""
    return _or_told(partial(_undo_lane, case_id), case_id)


@once
def _undo_lane(case_id: int) -> Done:
    lane_forms.taken_back(case_id)
    return Done(url_for("inbox.look", case_id=case_id, tab=_tab()), CLASS_BACK)


@page.post("/certain")
@page.needs("assignment:draw")
def certain() -> Response:
    """Draw handlers for the certain cases that the page showed, all of them or none."""
    return _or_told(_certain, None)


@once
def _certain() -> Done:
    done: tuple[Assigned, ...] = desks.draw_all(acting(), _versions())
    return Done(url_for("inbox.index"), DRAWN.fill(n=len(done)))


def _versions() -> list[tuple[int, int]]:
    pairs = [item.partition(":") for item in field("cases").split(",")]
    if len(pairs) > MOST_AT_ONCE or not all(a.isdecimal() and b.isdecimal() and len(a + b) < 20 for a, _, b in pairs):
        raise BadInput(
            Text("所选案件无法识别。", "Which cases are meant cannot be read."),
            Text("请刷新页面后重试。", "Load the page again."),
            code="form-refused",
        )
    return [(int(case), int(version)) for case, _, version in pairs]


def _or_told(act: Callable[[], Response], case_id: int | None) -> Response:
    """Do it, or show the desk as it is now with what stands in the way and who was quicker."""
    try:
        return act()
    except AllocatorError as error:
        before = desks.last_change(acting(), case_id) if case_id and status_of(error) in (409, 412) else None
        return _shown(case_id, error, before, status_of(error))


def _shown(
    case_id: int | None, error: AllocatorError | None = None, before: object = None, status: int = 200
) -> Response:
    found = desks.desk(acting(), case_id, _tab())
    chosen = found.chosen
    return show(
        "inbox/index.html",
        status,
        desk=found,
        tab=_tab(),
        chosen=chosen,
        triage=chosen and triage_view(chosen.waiting.case, chosen.triage, found.rulebook),
        ranked=chosen and recommendation_view(chosen.recommendation),
        next_to=_neighbours(found),
        key=new_key,
        names=found.names,
        may_name=asking().may("assignment:name"),
        may_settle=asking().may("lanes:settle"),
        classes=CLASSES,
        verdict_names=lane_forms.VERDICTS,
        acts=lane_forms.ACTS,
        shown=SHOWN_TO_NAMERS if asking().may("assignment:name") else SHOWN_TO_CLERKS,
        boxes=BOXES,
        lights=LIGHTS,
        kinds=KINDS,
        error=error,
        before=before,
        **_done(),
    )


def _tab() -> str | None:
    """Give the tab one is on: what hangs on an unknown fact, is in dispute, waits for a second person; or all that waits."""
    asked = request.args.get("tab")
    return asked if asked in (desks.UNSETTLED, desks.DISPUTES, desks.SECOND) else None


def _neighbours(found: desks.Desk) -> tuple[int | None, int | None]:
    ids = [one.case.id for one in found.queue]
    here = found.chosen.waiting.case.id if found.chosen else None
    at = ids.index(here) if here in ids else -1
    return (ids[at - 1] if at > 0 else None), (ids[at + 1] if at + 1 < len(ids) else None)


def _done() -> dict[str, object]:
    """Say what the form just sent did, and what of one's own can still be taken back, both from the log."""
    seq = just_said().get("entry")
    entry = desks.made(acting(), seq) if seq else None
    told = entry if entry is not None and entry.kind in ("assignment", LANE) else None
    return {"done": told, "undoable": last_undoable(acting())}
