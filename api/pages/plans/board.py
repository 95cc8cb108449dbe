"""团队负荷 Board: teams, people with hours against capacity, one person's cases, and one case moved with both loads seen."""

from functools import partial

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.assignment.handler_approvals import AskedHandler, assign_or_ask
from allocator.services.assignment.move_preview import preview_move
from allocator.services.cases.wishes import Wish
from allocator.services.loads import board as loads
from allocator.services.loads.team_board import read_team_board
from api.errors import status_of
from api.pages.cases.case import handler_told, lead_back
from api.pages.forms import field, new_key, number, once
from api.pages.said import Done
from api.pages.shell import Entry, Page, show
from api.surroundings import acting, asking

NAME = Text("团队负荷", "Teams")
PURPOSE = Text(
    "各团队人员的工时与可用工时；改派一件，或一次均衡。",
    "Everybody's hours against capacity; move one case, or balance all at once.",
)
page = Page("board", "/board", Entry(NAME, PURPOSE, "pairs:read"))
MOST_LISTED = 200
TRACKS = {"fast": Text("简", "fast"), "regular": Text("繁", "regular")}


@page.get("")
@page.needs("pairs:read")
def index() -> Response:
    """Show all teams, those looked at (`team`) with their people, and beside them the cases of one person."""
    here = acting()
    person = request.args.get("person", "")
    board = read_team_board(here)
    held = loads.page(here, limit=MOST_LISTED, state="assigned", handler=person) if person else ()
    return show(
        "board/index.html",
        board=board,
        opened=board.opened(request.args.getlist("team"), person),
        person=person,
        held=held,
        most=MOST_LISTED,
        names=loads.names(here),
        tracks=TRACKS,
        key=new_key,
        may_move=asking().may("assignment:name"),
        may_plan=asking().may("runs:write"),
    )


@page.get("/cases/<id:case_id>")
@page.needs("assignment:name")
def case(case_id: int) -> Response:
    """Show who may have a case, and with somebody chosen (`to`) both loads before and after."""
    return _case(case_id, request.args.get("to", ""))


@page.post("/cases/<id:case_id>")
@page.needs("assignment:name")
def move(case_id: int) -> Response:
    """Give the case to the one chosen, for a listed reason; of two who do it at once the second is told."""
    try:
        return once(partial(_move, case_id))()
    except AllocatorError as error:
        return _case(case_id, request.form.get("to", ""), error)


def _move(case_id: int) -> Done:
    officer = field("to")
    wish = Wish(officer, field("reason"), field("note", needed=False))
    approval = bool(field("approval", needed=False))
    done = assign_or_ask(acting(), case_id, number("version"), wish, approval=approval)
    if isinstance(done, AskedHandler):
        return lead_back(case_id, handler_told(done))
    return Done(url_for("board.index", person=officer), handler_told(done))


def _case(case_id: int, chosen: str, error: AllocatorError | None = None) -> Response:
    seen = preview_move(acting(), case_id)
    return show(
        "board/case.html",
        status_of(error) if error else 200,
        seen=seen,
        to=seen.choice(chosen),
        asked=chosen,
        typed=request.form,
        key=new_key,
        error=error,
    )
