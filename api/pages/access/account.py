"""One's own account (本人账户): where one is signed in, signing out elsewhere, another password."""

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError, NotAllowed
from allocator.domain.words import Text
from allocator.services.access.passwords import fits
from allocator.services.access.sessions import end_session, end_sessions, list_sessions
from allocator.services.access.users import read_user, set_password
from api.pages.forms import new_key, once, tell_once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting, asking, surroundings

CHANGED = Text("口令已更改，其他浏览器均已退出。", "The password is changed; you are signed out everywhere else.")
ENDED = Text("该浏览器已退出。", "That browser is signed out.")
ALONE = Text("其他浏览器均已退出。", "You are signed out everywhere else.")
page = Page("account", "/account")


@page.get("")
@page.needs("account:own")
def index() -> Response:
    """Show the account and its sessions."""
    return _shown()


@page.post("/sessions/<id:number>/end")
@page.needs("account:own")
@once
def end(number: int) -> Done:
    """Sign out in one browser."""
    end_session(acting(), asking().actor, number)
    return Done(url_for("account.index"), ENDED)


@page.post("/sessions/end-others")
@page.needs("account:own")
@once
def end_others() -> Done:
    """Sign out everywhere else."""
    end_sessions(acting(), asking().actor, asking().session)
    return Done(url_for("account.index"), ALONE)


@page.post("/password")
@page.needs("account:own")
def password() -> Response:
    """Set another password, which signs one out everywhere else; sent twice it is changed already.

    It has no key of a form: what is kept under one would be made of the password.
    """
    try:
        _set(request.form.get("password_now", ""), request.form.get("password", ""))
    except AllocatorError as error:
        return _shown(422, error=error)
    return tell_once(Done(url_for("account.index"), CHANGED))


def _set(present: str, wanted: str) -> None:
    here, who = surroundings(), asking()
    kept = read_user(here.context, who.actor).password
    if fits(kept, present):
        set_password(acting(), who.actor, wanted, here.rules.passwords, who.session)
    elif not fits(kept, wanted):
        raise _not_the_one()


def _shown(status: int = 200, error: AllocatorError | None = None) -> Response:
    here, who = surroundings(), asking()
    return show(
        "account/index.html",
        status,
        user=read_user(here.context, who.actor),
        sessions=list_sessions(here.context, who.actor, here.rules.sessions),
        present=who.session,
        key=new_key,
        shortest=here.rules.passwords.shortest,
        end_address=lambda number: url_for("account.end", number=number),
        error=error,
    )


def _not_the_one() -> NotAllowed:
    return NotAllowed(
        Text("现用口令不对。", "The present password is wrong."),
        Text("请核对后再试。", "Try again."),
        code="password-wrong",
    )
