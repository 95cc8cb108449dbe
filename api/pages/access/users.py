"""Users (用户管理): who may come in, in which role, further than it for a time, and who came or failed to."""

from datetime import datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError, BadInput
from allocator.domain.words import Text
from allocator.services.access.grants import end_grant, give_grant, list_grants
from allocator.services.access.links import make_link
from allocator.services.access.permissions import LEAST_ROLE, ROLES
from allocator.services.access.sessions import end_session, end_sessions, list_sessions
from allocator.services.access.sign_in import attempts
from allocator.services.access.users import Changes, add_user, change_user, list_users, read_user, user_name
from allocator.services.reading import read_office
from api.pages.forms import new_key, once, once_secret
from api.pages.said import Done
from api.pages.shell import Entry, Page, show
from api.roles import PERMISSION_NAMES, ROLE_NAMES
from api.surroundings import acting, surroundings

page = Page(
    "users",
    "/users",
    Entry(
        Text("用户", "Users"),
        Text(
            "谁能登录、以何角色；一次性链接、临时授权与登录记录。",
            "Who signs in, in which role; links, grants, sign-ins.",
        ),
        "users:read",
    ),
)
SHOWN = 100
LINK_SHOWN = Text(
    "链接已生成并显示过一次。如未记下，请重新生成，旧链接随即作废。",
    "The link was made and shown once. If nobody kept it, make another: that ends the old one.",
)

SAVED = Text("已保存。", "It is saved.")
ENDED = Text("该会话已结束，那台浏览器须重新登录。", "The session is ended: that browser has to sign in again.")
ALL_ENDED = Text("全部会话已结束，本人须重新登录。", "All sessions are ended: the user has to sign in again.")
GRANTED = Text("已授权“{what}”，至 {day}（含）。", '"{what}" is granted until the end of {day}.')
GRANT_ENDED = Text("授权已收回，即刻失效。", "The grant is taken back and good no more.")


@page.get("")
@page.needs("users:read")
def index() -> Response:
    """List the users."""
    return _listed()


@page.post("")
@page.needs("users:write")
def add() -> Response:
    """Put a user down, and show the one-time link for the password; the page loaded anew makes neither again."""
    name = user_name(request.form.get("name", ""))
    try:
        return once_secret(_add, partial(_shown_link, name), Done(url_for("users.one", name=name or "-"), LINK_SHOWN))
    except AllocatorError as error:
        return _listed(422, error)


def _add() -> str:
    form = request.form
    user = add_user(acting(), form.get("name", ""), form.get("display", ""), form.get("role", ""), _officer())
    return _link(user.name)


def _shown_link(name: str, link: str) -> Response:
    return _one(name, link=link)


@page.get("/all/sign-ins")
@page.needs("users:read")
def sign_ins() -> Response:
    """List who signed in and who failed to."""
    return show("users/sign_ins.html", attempts=attempts(acting(), SHOWN))


@page.get("/<name>")
@page.needs("users:read")
def one(name: str) -> Response:
    """Show a user with sessions and grants."""
    return _one(name)


@page.post("/<name>")
@page.needs("users:write")
def change(name: str) -> Response:
    """Change a user."""
    try:
        return _change(name)
    except AllocatorError as error:
        return _one(name, 422, error=error)


@once
def _change(name: str) -> Done:
    form = request.form
    wanted = Changes(
        form.get("display") or None, form.get("role") or None, form.get("officer"), form.get("disabled") == "yes"
    )
    change_user(acting(), name, wanted)
    return _back(name, SAVED)


@page.post("/<name>/link")
@page.needs("users:write")
def link(name: str) -> Response:
    """Make a one-time link, shown this once; the page loaded anew makes none."""
    again = Done(url_for("users.one", name=name), LINK_SHOWN)
    return once_secret(partial(_link, name), partial(_shown_link, name), again)


@page.post("/<name>/sessions/end")
@page.needs("users:write")
@once
def end_all(name: str) -> Done:
    """End every session of a user."""
    end_sessions(acting(), name)
    return _back(name, ALL_ENDED)


@page.post("/<name>/sessions/<id:number>/end")
@page.needs("users:write")
@once
def end_one(name: str, number: int) -> Done:
    """End one session of a user."""
    end_session(acting(), name, number)
    return _back(name, ENDED)


@page.post("/<name>/grants")
@page.needs("grants:write")
def grant(name: str) -> Response:
    """Let a user further, to the end of a day of the office."""
    try:
        return _grant(name)
    except AllocatorError as error:
        return _one(name, 422, error=error)


@once
def _grant(name: str) -> Done:
    form, what = request.form, request.form.get("what", "")
    give_grant(acting(), name, what, _end_of(form.get("until", "")), form.get("because", ""))
    named = {**PERMISSION_NAMES, **ROLE_NAMES}[what]
    return _back(name, GRANTED.fill(what=named, day=form["until"]))


@page.post("/<name>/grants/<id:number>/end")
@page.needs("grants:write")
@once
def end_granted(name: str, number: int) -> Done:
    """End a grant at once."""
    end_grant(acting(), number)
    return _back(name, GRANT_ENDED)


def _listed(status: int = 200, error: AllocatorError | None = None) -> Response:
    return show("users/index.html", status, users=list_users(acting()), error=error, form=request.form, **_choices())


def _one(name: str, status: int = 200, link: str | None = None, error: AllocatorError | None = None) -> Response:
    user = read_user(acting(), name)
    grants = [grant for grant in list_grants(acting()) if grant.user == user.name]
    sessions = list_sessions(acting(), user.name, surroundings().rules.sessions)
    more = {
        "permissions": sorted(LEAST_ROLE),
        "link": link,
        "error": error,
        "end_address": partial(_end_address, user.name),
    }
    return show("users/one.html", status, user=user, grants=grants, sessions=sessions, **more, **_choices())


def _end_address(name: str, number: int) -> str:
    return url_for("users.end_one", name=name, number=number)


def _choices() -> dict[str, Any]:
    office, today = read_office(acting())
    return {
        "key": new_key,
        "roles": ROLES,
        "officers": office.officers,
        "today": today,
        "hours": surroundings().rules.links.hours,
    }


def _link(name: str) -> str:
    secret = make_link(acting(), name, surroundings().rules.links)
    return url_for("sign_in.look", secret=secret, _external=True)


def _officer() -> str | None:
    return request.form.get("officer") or None


def _end_of(day: str) -> datetime:
    """Give the end of a day by the office's clock; raises BadInput for what is no day."""
    office, _ = read_office(acting())
    try:
        return datetime.combine(datetime.fromisoformat(day).date(), time.max, ZoneInfo(office.bureau.timezone))
    except ValueError as error:
        raise BadInput(
            Text("请写明到期日。", "Name the day on which it ends."),
            Text("例如 2026-12-31。", "For example 2026-12-31."),
            code="grant-until",
        ) from error


def _back(name: str, told: Text) -> Done:
    return Done(url_for("users.one", name=name), told)
