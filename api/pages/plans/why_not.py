"""为何不是此人 Why not: of one case, and what would bring it to somebody, found by a run that is followed like any other."""

from flask import Response, request, url_for

from allocator.services.cases.casework import read_case
from allocator.services.loads.board import names
from allocator.services.plans.asked_why import EXPLANATION, asked_why, question_of
from allocator.services.plans.change_places import row_words
from allocator.services.plans.explanations import explain_case, explained_view
from allocator.services.runs import run_view
from allocator.services.staffing.laboratory import waiting_of
from api.access import check_own, may_stop
from api.pages.forms import KEY, field, new_key
from api.pages.shell import Page, show
from api.surroundings import acting, engine

page = Page("why_not", "/board")


@page.get("/cases/<id:case_id>/why-not")
@page.needs("people:explain")
def index(case_id: int) -> Response:
    """Say why a case does not go to somebody; what would make it is asked for with a button where it takes whole plans."""
    here, person = acting(), request.args.get("person") or None
    found = explain_case(here, case_id, request.args.get("run") or None, person)
    return show(
        "board/why_not.html",
        case=read_case(here, case_id)[0],
        code=person,
        person=person and names(here).get(person, person),
        found=explained_view(found),
        row_words=row_words,
        key=new_key,
    )


@page.post("/cases/<id:case_id>/why-not")
@page.needs("people:explain")
def ask(case_id: int) -> Response:
    """Have what would change it found by a worker, once for one form, and lead to where it can be followed."""
    plan, person = field("run"), field("person", needed=False) or None
    params = question_of(acting(), case_id, plan, person)
    return _to(engine().submit(EXPLANATION, params, acting().actor, f"form-{field(KEY)}").id)


def _to(run_id: str) -> Response:
    return Response(status=303, headers={"Location": url_for("why_not.run", run_id=run_id)})


@page.get("/why-not/<uuid:run_id>")
@page.needs("people:explain")
def run(run_id: object) -> Response:
    """Show how far a question is: plans drawn of how many, what would do so far; and once there is one its answer."""
    here = acting()
    found = asked_why(here, str(run_id))
    person = found.run.params["why_not"]
    return show(
        "board/why_not_run.html",
        case=read_case(here, found.run.params["case_id"])[0],
        person=person and names(here).get(person, person),
        run=run_view(found.run),
        ended=found.run.ended,
        waiting=waiting_of(here, found.run),
        may_stop=may_stop(found.run.actor),
        found=found.answer,
        row_words=row_words,
        key=new_key,
    )


@page.post("/why-not/<uuid:run_id>/stop")
@page.needs("people:explain")
def stop(run_id: object) -> Response:
    """Call a question off."""
    found = asked_why(acting(), str(run_id))
    check_own(found.run.actor)
    engine().cancel(found.run.id, acting().actor)
    return _to(found.run.id)
