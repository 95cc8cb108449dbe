"""Users (用户): who signs in, in which role; every change is an entry of the log, and ends their sessions where it must."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from allocator.domain.words import Text
from allocator.persistence.accounts import User
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.access_rules import PasswordRules
from allocator.services.access.passwords import kept_form
from allocator.services.access.permissions import STAFF, check_role
from allocator.services.context import Context
from allocator.services.transaction import the_office, writing

ADMIN = "admin"
NAME = re.compile(r"\w[\w.\-]{0,39}")
LONGEST_DISPLAY = 60
NOT_PEOPLE = {
    "system": Text("系统", "the program"),
    "worker": Text("后台进程", "the worker"),
    "console": Text("命令行", "the command line"),
    "first start": Text("首次启动", "the first start"),
}
"""Names under which the log has what no person did, and how they are shown."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to change of a user (变更); None leaves a thing as it is, an empty officer unties the user from theirs."""

    display: str | None = None
    role: str | None = None
    officer: str | None = None
    disabled: bool | None = None


def user_name(typed: str) -> str:
    """Write the name a user signs in with in its one form, as a keyboard of any width and case gives it."""
    return unicodedata.normalize("NFKC", typed.encode("utf-8", "replace").decode()).strip().casefold()


def user_view(user: User) -> dict[str, Any]:
    """Show a user; never anything of the password but whether there is one."""
    shown = ("name", "display", "role", "officer", "disabled", "created_at")
    return {**{name: plain(getattr(user, name)) for name in shown}, "has_password": user.has_password}


def list_users(context: Context) -> tuple[User, ...]:
    """List the users by name."""
    with context.database.reading() as uow:
        return uow.users.all()


def names_shown(context: Context) -> dict[str, str]:
    """Give the name by which each user is shown (姓名), by the name they sign in with, under which the log knows them."""
    with context.database.reading() as uow:
        return uow.users.displays()


def read_user(context: Context, name: str) -> User:
    """Give a user; raises NotFound."""
    with context.database.reading() as uow:
        return the_user(uow, name)


def the_user(uow: UnitOfWork, name: str) -> User:
    """Find a user within a unit of work; raises NotFound."""
    found = uow.users.find(user_name(name))
    if found is None:
        raise NotFound(
            Text(f"没有用户“{name}”。", f'There is no user "{name}".'),
            Text("用户列表见 fenliu user list。", "`fenliu user list` lists them."),
            code="user-unknown",
        )
    return found


def add_user(context: Context, name: str, display: str, role: str, officer: str | None = None) -> User:
    """Put a user down, as yet without a password; raises BadInput, or Conflict for a name that is taken."""
    with writing(context) as (uow, here):
        user = put_down(uow, here, name, display, role, officer)
        uow.commit()
    return user


def put_down(uow: UnitOfWork, here: Context, name: str, display: str, role: str, officer: str | None = None) -> User:
    """Put a user down within a unit of work; raises BadInput or Conflict like `add_user`."""
    office = the_office(uow)
    user = User(_checked_name(name), _checked_display(display or name), role, officer or None, False, here.now())
    check_role(role, "user-role")
    _check_officer(user, tuple(office.officer_by_code))
    if any(token.actor == user.name for token in uow.tokens.all()) or not uow.users.add(user):
        raise Conflict(
            Text(f"名称“{user.name}”已被使用。", f'The name "{user.name}" is taken.'),
            Text("请换一个登录名。", "Choose another name."),
            code="user-exists",
        )
    uow.log.append(here.now(), here.actor, "user", None, {"change": "added", **user_view(user)})
    return user


def change_user(context: Context, name: str, changes: Changes) -> User:
    """Change a user; another role, or being disabled, ends their sessions at once, and disabling takes back their tokens too.

    Raises NotFound, BadInput, and NotAllowed where no administrator who can sign in would be left.
    """
    with writing(context) as (uow, here):
        before = the_user(uow, name)
        after = _changed(before, changes)
        check_role(after.role, "user-role")
        _check_officer(after, tuple(the_office(uow).officer_by_code))
        if after == before:
            return before
        _check_administrator_left(uow, before, after)
        uow.users.change(
            before.name, display=after.display, role=after.role, officer=after.officer, disabled=after.disabled
        )
        if after.disabled or (after.role, after.officer) != (before.role, before.officer):
            end_access(uow, after)
        uow.log.append(here.now(), here.actor, "user", None, {"change": "changed", **user_view(after)})
        uow.commit()
    return after


def _changed(before: User, changes: Changes) -> User:
    return replace(
        before,
        display=before.display if changes.display is None else _checked_display(changes.display),
        role=before.role if changes.role is None else changes.role,
        officer=before.officer if changes.officer is None else changes.officer or None,
        disabled=before.disabled if changes.disabled is None else changes.disabled,
    )


def set_password(context: Context, name: str, password: str, rules: PasswordRules, keep: int | None = None) -> None:
    """Give a user another password, which ends all of their sessions but the one named; raises NotFound or BadInput."""
    user = read_user(context, name)
    kept = kept_form(password, rules, user.name, user.display)  # slow on purpose, so outside of the unit of work
    with writing(context) as (uow, here):
        keep_password(uow, here, user.name, kept, keep)
        uow.commit()


def keep_password(uow: UnitOfWork, here: Context, name: str, kept: str, keep: int | None = None) -> None:
    """Keep a password's hash within a unit of work, and end sessions and links made before it."""
    uow.users.change(name, password=kept)
    uow.sessions.end(name, but=keep)
    uow.links.void(name)
    uow.log.append(here.now(), here.actor, "user", None, {"change": "password", "name": name})


def end_access(uow: UnitOfWork, user: User) -> None:
    """End what a user came in by: sessions and links, and of one disabled the tokens of that name."""
    uow.sessions.end(user.name)
    uow.links.void(user.name)
    mine = [token for token in uow.tokens.all() if user.disabled and user_name(token.actor) == user.name]
    for token in mine:
        uow.tokens.remove(token.hash)


def _check_administrator_left(uow: UnitOfWork, before: User, after: User) -> None:
    """Refuse to let the last administrator who can sign in go."""
    stays = after.role == ADMIN and not after.disabled
    if before.role != ADMIN or before.disabled or stays:
        return
    others = [user for user in uow.users.all() if user.role == ADMIN and not user.disabled and user.name != before.name]
    if not any(user.has_password for user in others):
        raise NotAllowed(
            Text("这是最后一位能登录的管理员。", "This is the last administrator who can sign in."),
            Text("请先设另一位管理员。", "Make somebody else an administrator first."),
            code="last-administrator",
        )


def _checked_name(typed: str) -> str:
    name = user_name(typed)
    if not NAME.fullmatch(name) or name in NOT_PEOPLE:
        raise _wrong("name", Text("登录名不可用。", "The name cannot be used."), Text(
            "请用 1 到 40 个汉字、字母、数字或 . - _，首位不用 . 或 -。",
            "Use 1 to 40 letters, digits or any of . - _, neither . nor - leading.",
        ))  # fmt: skip
    return name


def _checked_display(typed: str) -> str:
    shown = typed.strip()
    if not shown or len(shown) > LONGEST_DISPLAY or not shown.isprintable():
        raise _wrong("display", Text("显示姓名不可用。", "The name shown cannot be used."), Text(
            f"请写 1 到 {LONGEST_DISPLAY} 个字符。", f"Give 1 to {LONGEST_DISPLAY} printable characters."
        ))  # fmt: skip
    return shown


def _check_officer(user: User, known: tuple[str, ...]) -> None:
    if user.officer is not None and user.officer not in known:
        raise _wrong("officer", Text(f"没有人员“{user.officer}”。", f'There is no officer "{user.officer}".'), Text(
            "代码见 fenliu loads。", "`fenliu loads` lists the codes."
        ))  # fmt: skip
    if user.role == STAFF and user.officer is None:
        raise _wrong("officer", Text("办案人员用户须对应一名人员。", "A user of staff must be one of the officers."), Text(
            "请写明人员代码。", "Name the officer's code."
        ))  # fmt: skip


def _wrong(field: str, text: Text, remedy: Text) -> BadInput:
    return BadInput(text, remedy, code=f"user-{field}", faults=[{"field": field, "text": text.as_dict()}])
