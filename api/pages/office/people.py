"""人员 People: who serves in which team with how many hours, and changes of one: team, role, leaving, absences, pairs."""

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.fieldwork.trips import clock
from allocator.domain.words import Text
from allocator.files.office.editing import RowChange
from allocator.files.office.tables import REASONS
from allocator.files.office.writing import share
from allocator.services.fieldwork.told_hours import take_back_told, told_hours
from allocator.services.office.people_pages import read_people, read_person
from api.errors import status_of
from api.pages.forms import field, new_key, once
from api.pages.office.office_forms import cells_of, change
from api.pages.office.vehicles import TOLD_BACK
from api.pages.said import Done
from api.pages.shell import Entry, Page, show
from api.surroundings import acting, asking

NAME = Text("机构", "Office")
PURPOSE = Text("人员、车辆、工作日历、规则手册。", "People, vehicles, working days and the rulebook.")
page = Page("people", "/people", Entry(NAME, PURPOSE, "office:read"))
CELLS = ("name", "role", "team", "share", "entered", "left", "skills", "step")
ABSENCE = ("officer", "first", "last", "reason")
REDUCTION = ("kind", "share", "first", "last")
TEAM = ("zh", "en", "lead")
PAIR = ("mentor", "apprentice", "first", "last")
KINDS = {name: Text(words[0], name) for name, words in REASONS.items()}


@page.get("")
@page.needs("office:read")
def index() -> Response:
    """List everybody by team."""
    return _listed()


@page.post("")
@page.needs("office:write")
def add() -> Response:
    """Add a member of the office."""
    wanted = [RowChange("people", {}, cells_of(("code", *CELLS)))]
    return change(wanted, url_for("people.index"), _listed)


@page.get("/<code>")
@page.needs("office:read")
def one(code: str) -> Response:
    """Show one member of the office."""
    return _shown(code)


@page.post("/<code>")
@page.needs("office:write")
def write(code: str) -> Response:
    """Change a member: team, role, share, leaving."""
    return _change(code, RowChange("people", {"code": code}, cells_of(CELLS)))


@page.post("/<code>/absences")
@page.needs("absences:write")
def absent(code: str) -> Response:
    """Put an absence down."""
    return _change(code, RowChange("absences", {}, {**cells_of(ABSENCE), "officer": code}))


@page.post("/<code>/absences/back")
@page.needs("absences:write")
def not_absent(code: str) -> Response:
    """Take an absence back."""
    return _change(code, RowChange("absences", {"officer": code, "first": field("first")}, None))


@page.post("/<code>/told/<id:told_id>/back")
@page.needs("errands:urgent")
def untell(code: str, told_id: int) -> Response:
    """Take back hours that were told in the field week."""
    try:
        return _untell(code, told_id)
    except AllocatorError as error:
        return _shown(code, error)


@once
def _untell(code: str, told_id: int) -> Done:
    take_back_told(acting(), told_id, code)
    return Done(url_for("people.one", code=code), TOLD_BACK)


@page.post("/<code>/pairs")
@page.needs("office:write")
def pair(code: str) -> Response:
    """Put a pair down, or give one its last day."""
    cells = cells_of(PAIR)
    key = {name: cells[name] for name in PAIR[:3]} if field("known", needed=False) else {}
    return _change(code, RowChange("pairings", key, cells))


@page.post("/<code>/reductions")
@page.needs("office:write")
def reduced(code: str) -> Response:
    """Put a reduction of somebody's capacity down."""
    return _change(code, RowChange("reductions", {}, {**cells_of(REDUCTION), "officer": code}))


@page.post("/<code>/reductions/back")
@page.needs("office:write")
def not_reduced(code: str) -> Response:
    """Take a reduction back."""
    return _change(code, RowChange("reductions", {**cells_of(("kind", "first")), "officer": code}, None))


@page.post("/teams")
@page.needs("office:write")
def add_team() -> Response:
    """Add a team."""
    return change([RowChange("teams", {}, {**_team(), "code": field("code")})], url_for("people.index"), _listed)


@page.post("/teams/<code>")
@page.needs("office:write")
def team(code: str) -> Response:
    """Change a team: its names, its lanes, who leads it; or give it up."""
    cells = None if field("gone", needed=False) else _team()
    return change([RowChange("teams", {"code": code}, cells)], url_for("people.index"), _listed)


def _team() -> dict[str, str]:
    return {**cells_of(TEAM), "lanes": ";".join(request.form.getlist("lanes"))}


def _change(code: str, wanted: RowChange) -> Response:
    return change([wanted], url_for("people.one", code=code), lambda error: _shown(code, error))


def _listed(error: AllocatorError | None = None) -> Response:
    found = read_people(acting())
    status = status_of(error) if error else 200
    typed = request.form if error else {}
    return show("people/index.html", status, people=found, error=error, typed=typed, key=new_key, **_may())


def _shown(code: str, error: AllocatorError | None = None) -> Response:
    found = read_person(acting(), code)
    status = status_of(error) if error else 200
    skills = "；".join(f"{skill.id}:{skill.evidence}:{skill.expires or ''}" for skill in found.officer.skills)
    more = {"skills": skills, "share": share(found.officer.share), "kinds": KINDS, "key": new_key}
    more = {**more, "told": told_hours(acting(), found.officer.code), "clock": clock}
    return show("people/one.html", status, person=found, people=found.people, error=error, **more, **_may())


def _may() -> dict[str, bool]:
    asker = asking()
    return {
        "may_write": asker.may("office:write"),
        "may_absences": asker.may("absences:write"),
        "may_reasons": asker.may("absences:reasons"),
        "may_tell": asker.may("errands:urgent"),
    }
