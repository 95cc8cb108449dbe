"""One's own work (本人工作): the load, the open cases, and of each why it is here; nothing of anybody else."""

from flask import Response, request

from allocator.domain.words import Text
from allocator.services.own import own_case, own_work
from api.pages.shell import Entry, Page, show
from api.surroundings import acting, asking
from api.tidy import after_id

page = Page(
    "own",
    "/own",
    Entry(
        Text("本人工作", "My work"),
        Text("本人负荷、在办案件及分案理由。", "Your load, your cases, and why each is yours."),
        "own:read",
    ),
)


@page.get("")
@page.needs("own:read")
def index() -> Response:
    """Show what whoever asks carries; who is none of the officers is told where that is set."""
    work = own_work(acting(), asking(), after_id(request.args)) if asking().officer else None
    return show("own/index.html", work=work)


@page.get("/<id:case_id>")
@page.needs("own:read")
def one(case_id: int) -> Response:
    """Show why a case is one's own."""
    return show("own/one.html", found=own_case(acting(), asking(), case_id))
