"""时限 Clocks: the lists of last days from which people work, what is one's own leading."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services.clocks.deadline_views import list_view
from allocator.services.clocks.deadlines import Portion, due_list
from allocator.services.reading import read_office
from allocator.services.rules.rehearsal import rulebook_of
from api.errors import status_of
from api.pages.asked import choice, day, number, typed
from api.pages.shell import Entry, Page, show
from api.pages.wording import LIGHTS
from api.surroundings import acting, asking

NAME = Text("时限", "Clocks")
PURPOSE = Text(
    "到期、超期、续封、案款等清单，不漏一个期限。", "What is due, overdue, expiring or unpaid, and whose it is."
)
page = Page("clocks", "/clocks", Entry(NAME, PURPOSE, "cases:read"))

LISTS = {
    "due": Text("七日内到期与超期", "Due in 7 days, or overdue"),
    "today": Text("今日到期", "Due today"),
    "week": Text("本周到期", "Due this week"),
    "overdue": Text("已超期", "Overdue"),
    "attachments": Text("查封冻结将届满", "Attachments expiring"),
    "announcements": Text("公告期", "Announcements"),
    "appraisals": Text("评估", "Appraisals"),
    "payments": Text("案款未发放", "Money unpaid"),
    "unassigned": Text("未分案", "Not assigned"),
    "conversions": Text("快执临近转换", "Fast cases near conversion"),
    "requeries": Text("终本再查询", "Dormant cases to query again"),
    "long_pending": Text("长期未结", "Long pending"),
}
"""The lists of the service as a person reads them; a test holds that none is missing."""

SHOWN = 100
"""How many rows a page shows: more than anybody works off in a day."""


@page.get("")
@page.needs("cases:read")
def index() -> Response:
    """Show a list as of today or an earlier day, SHOWN rows from a place on."""
    form = _form()
    try:
        start = number("start") or 0
        portion = Portion(_light(), skip=start, most=SHOWN)
        found = due_list(acting(), form["list"], owner=choice("owner"), as_of=day("as_of"), portion=portion)
    except BadInput as error:
        return show("clocks/index.html", status_of(error), form=form, error=error)
    return show(
        "clocks/index.html",
        form=form,
        found=list_view(found),
        counts={light: found.lights.get(light, 0) for light in LIGHTS},
        lights=LIGHTS,
        assets=rulebook_of(acting()).assets,
        places={"start": start, "total": _shown(found.lights), "all": sum(found.lights.values()), "shown": SHOWN},
    )


def _light() -> str | None:
    """Give the light whose rows alone are wanted; whatever else stands in the address wants all of them."""
    asked = typed("light")
    return asked if asked in LIGHTS else None


def _shown(lights: Mapping[str, int]) -> int:
    """Count the rows of a list as far as they are wanted."""
    wanted = _light()
    return sum(lights.values()) if wanted is None else lights.get(wanted, 0)


def _form() -> Mapping[str, Any]:
    """Give what may be chosen, and what was; owners in the office's own order, oneself leading."""
    office, today = read_office(acting())
    own = asking().officer
    people = {one.code: Text(one.name, one.name) for one in sorted(office.officers, key=lambda one: one.code != own)}
    desks = {
        word: owner.name
        for word, owner in rulebook_of(acting()).happenings.owners.items()
        if owner.by not in ("handler", "lane")
    }
    return {
        "today": today,
        "lists": LISTS,
        "list": typed("list") or "due",
        "owners": {**people, **{team.code: team.name for team in office.teams}, **desks},
        "own": own,
        "asked": {name: typed(name) for name in ("list", "owner", "as_of", "light") if typed(name)},
    }
