"""Signing in and out (登录与退出), and the page behind a one-time link.

Whoever lost the session in the middle of a form finds what was written after signing in again, ready to be sent on.
"""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request, url_for

from allocator.domain.errors import AllocatorError, TooOften
from allocator.services.access.links import Wanted, look_at, use_link
from allocator.services.access.permissions import Access
from allocator.services.access.sessions import sign_out, who_is
from allocator.services.access.sign_in import SignedIn, sign_in
from api.csrf import FIELD, csrf_token, is_unsafe
from api.pages.shell import Page, show
from api.surroundings import asking, surroundings
from api.visitors import begin_session, end_session, session_cookie, visitor

page = Page("sign_in", "")
START = "/"
MOST_KEPT = 200_000  # characters of a form that are carried over a sign-in


def keep_place(app: Flask) -> None:
    """Let the guard answer people who are not signed in with this page, and hand forms their token."""
    app.extensions["fenliu.session_lost"] = ask_in_between
    app.jinja_env.globals["csrf_token"] = csrf_token


def ask_in_between() -> Response:
    """Ask whoever was on the way somewhere to sign in, and keep the way, with the form that was sent.

    Of what a page sends by itself while somebody types, the page is told in a note: every word stays where it is.
    """
    if not is_unsafe():
        address = url_for("sign_in.ask", next=_place())
        if "HX-Request" in request.headers:
            return Response(status=401, headers={"HX-Redirect": address})
        return redirect(address, 303)  # type: ignore[return-value]
    if "HX-Request" in request.headers:
        note = show("sign_in/lost.html", 401)
        note.headers.update({"HX-Retarget": "#lost", "HX-Reswap": "innerMorph"})
        return note
    kept = _form()
    return _asking(401, next_=own_path(request.path) if kept else START, kept=kept, files=bool(request.files))


@page.get("/sign-in")
def ask() -> Response:
    """Show the form to sign in; who is signed in already goes on."""
    place = own_path(request.args.get("next", START))
    return redirect(place, 303) if _present() else _asking(200, next_=place)  # type: ignore[return-value]


@page.post("/sign-in")
def send() -> Response:
    """Sign in, then go back to the place one came from."""
    form, here = request.form, surroundings()
    place, kept = own_path(form.get("next", START)), form.get("kept", "")[:MOST_KEPT]
    name = form.get("name", "")
    if kept and not name and _present():
        return _go_on(redirect(place, 303), place, kept)  # type: ignore[arg-type]
    try:
        done = sign_in(here.context, name, form.get("password", ""), visitor(), here.rules)
    except AllocatorError as error:
        return _asking(429 if isinstance(error, TooOften) else 401, next_=place, kept=kept, error=error, name=name)
    return come_in(done, place, kept)


@page.post("/sign-out")
@page.needs("account:own")
def leave() -> Response:
    """Sign out."""
    sign_out(surroundings().context, asking())
    return end_session(redirect(url_for("sign_in.ask"), 303))  # type: ignore[arg-type]


@page.get("/enter/<secret>")
def look(secret: str) -> Response:
    """Show where a one-time link leads: a form for the password, and for the first administrator the name."""
    return _entering(200, secret)


@page.post("/enter/<secret>")
def use(secret: str) -> Response:
    """Set the password by a one-time link, and be signed in."""
    form, here = request.form, surroundings()
    wanted = Wanted(form.get("password", ""), form.get("name", ""), form.get("display", ""))
    try:
        done = use_link(here.context, secret, wanted, visitor(), here.rules)
    except AllocatorError as error:
        look_at(here.context, secret)  # a link that does not open is told as such, not as a wrong password
        return _entering(422, secret, error)
    return come_in(done, START, "")


def own_path(given: str) -> str:
    """Give a place of our own to go to; anything that could lead elsewhere becomes the first page."""
    parts = urlsplit(given) if given.isprintable() and "\\" not in given else None
    if parts is None or parts.scheme or parts.netloc or not given.startswith("/") or given.startswith("//"):
        return START
    return START if parts.path.startswith(("/sign-", "/enter/")) else given


def _place() -> str:
    """Give the page one was on: that of the request, or the one a part of it was asked for from."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    given = f"{shown.path}?{shown.query}" if "HX-Request" in request.headers else request.full_path
    return own_path(given.rstrip("?"))


def _form() -> str:
    """Give the fields of the form that was sent, to be sent on later."""
    fields = request.form.items(multi=True)
    found = [(name, value) for name, value in fields if name != FIELD and not name.startswith("password")]
    text = json.dumps(found, ensure_ascii=False)
    return "" if len(text) > MOST_KEPT or request.files else text


def _asking(
    status: int,
    *,
    next_: str,
    kept: str = "",
    files: bool = False,
    error: AllocatorError | None = None,
    name: str = "",
) -> Response:
    answer = show("sign_in/ask.html", status, next=next_, kept=kept, files=files, error=error, name=name)
    if error is not None and "seconds" in error.facts:
        answer.headers["Retry-After"] = str(error.facts["seconds"])
    return answer


def _entering(status: int, secret: str, error: AllocatorError | None = None) -> Response:
    here = surroundings()
    opened = look_at(here.context, secret)
    shortest = here.rules.passwords.shortest
    form = {name: request.form.get(name, "") for name in ("name", "display")}
    return show("sign_in/enter.html", status, user=opened.user, shortest=shortest, error=error, form=form)


def asking_again(status: int, place: str, error: AllocatorError) -> Response:
    """Ask somebody to sign in who did not succeed by another door, and say why."""
    return _asking(status, next_=place, error=error)


def come_in(done: SignedIn, place: str, kept: str = "") -> Response:
    """Begin the session in this browser, in place of the one before, and go on."""
    here, before = surroundings(), _present()
    if before is not None:
        sign_out(here.context, before)
    g.access = who_is(here.context, done.cookie, here.rules.sessions)
    return begin_session(_go_on(redirect(place, 303), place, kept), done.cookie)  # type: ignore[arg-type]


def _go_on(there: Response, place: str, kept: str) -> Response:
    """Go on to a place, or first show the form that was written before."""
    return show("sign_in/resume.html", place=place, fields=list(_fields(kept))) if kept else there


def _present() -> Access | None:
    """Give who is signed in at this browser, on a page that anybody may see."""
    here = surroundings()
    return who_is(here.context, session_cookie() or "", here.rules.sessions)


def _fields(kept: str) -> Iterator[tuple[str, str]]:
    """Read the fields that were kept; whatever is none is left out, for the form went through the browser."""
    try:
        found = json.loads(kept or "[]")
    except (ValueError, RecursionError):
        return
    for item in found if isinstance(found, list) else ():
        if isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item):
            yield item[0], item[1]
