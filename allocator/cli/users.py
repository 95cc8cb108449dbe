"""Commands for users (用户): put down, list, disable and enable, a one-time link for a password, end sessions."""

from collections.abc import Sequence
from datetime import datetime

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.domain.words import Count, Text
from allocator.persistence.accounts import User
from allocator.services.access.access_rules import AccessRules, rules_from
from allocator.services.access.links import make_link
from allocator.services.access.permissions import ROLES
from allocator.services.access.sessions import end_sessions
from allocator.services.access.users import Changes, add_user, change_user, list_users, read_user, user_view

SETTINGS = click.option(
    "--settings", envvar="FENLIU_ACCESS", default=None, help="准入设置 file of the settings of access."
)


@click.group("user", help="用户 users: who signs in, in which role; one-time links for their passwords.")
def users() -> None:
    """Hold the commands about users."""


@command("add", help="新增用户 put a user down and print a one-time link for the password.")
@click.argument("name")
@click.option("--display", default="", help="显示姓名 the name shown; the name itself if not given.")
@click.option("--role", type=click.Choice(ROLES), default="clerk", show_default=True)
@click.option("--officer", default=None, help="对应人员 code of the officer a user of staff is.")
@SETTINGS
def add(shell: Shell, name: str, display: str, role: str, officer: str | None, settings: str | None) -> None:
    """Put a user down."""
    rules = rules_from(settings)
    user = add_user(shell.context, name, display, role, officer)
    _show_link(shell, user, rules)


@command("list", help="用户列表 list the users.")
def listing(shell: Shell) -> None:
    """List the users."""
    found = list_users(shell.context)
    shell.show([user_view(user) for user in found], lambda: _show(shell, found))


@command("disable", help="停用用户 disable a user, whose sessions and tokens end at once; --enable undoes it.")
@click.argument("name")
@click.option("--enable", is_flag=True, help="启用 let the user in again.")
def disable(shell: Shell, name: str, *, enable: bool) -> None:
    """Disable or enable a user."""
    user = change_user(shell.context, name, Changes(disabled=not enable))
    done = (
        Text("已启用", "enabled")
        if enable
        else Text("已停用，会话与令牌立即失效", "disabled; sessions and tokens are void")
    )
    shell.show(user_view(user), lambda: click.echo(f"{user.name}  {shell.say(done)}"))


@command("role", help="更改角色 give a user another role, which ends the user's sessions.")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--officer", default=None, help="对应人员 code of the officer a user of staff is.")
def change_role(shell: Shell, name: str, role: str, officer: str | None) -> None:
    """Give a user another role."""
    user = change_user(shell.context, name, Changes(role=role, officer=officer))
    shell.show(user_view(user), lambda: _show(shell, (user,)))


@command("password-link", help="口令链接 print a one-time link with which the user sets a password.")
@click.argument("name")
@SETTINGS
def password_link(shell: Shell, name: str, settings: str | None) -> None:
    """Print a one-time link."""
    _show_link(shell, read_user(shell.context, name), rules_from(settings))


@command("sign-out", help="强制下线 end every session of a user at once.")
@click.argument("name")
def sign_out(shell: Shell, name: str) -> None:
    """End every session of a user."""
    ended = end_sessions(shell.context, name)
    text = Text(f"已结束 {ended} 个会话。", f"{Count(ended):session|sessions} ended.")
    shell.show({"name": name, "ended": ended}, lambda: click.echo(shell.say(text)))


def link_address(rules: AccessRules, secret: str) -> str:
    """Give the address a one-time link is opened at."""
    return f"{rules.web.address.rstrip('/')}/enter/{secret}"


def _show_link(shell: Shell, user: User, rules: AccessRules) -> None:
    address = link_address(rules, make_link(shell.context, user.name, rules.links))
    document = {**user_view(user), "link": address, "hours": rules.links.hours}
    text = Text(
        f"一次性链接（只显示一次，{rules.links.hours} 小时内有效）：{address}",
        f"One-time link, shown this once, good for {rules.links.hours} hours: {address}",
    )
    shell.show(document, lambda: click.echo(shell.say(text)))


def _show(shell: Shell, found: Sequence[User]) -> None:
    table = Table(box=None)
    for title in (
        "登录名 name",
        "姓名 display",
        "角色 role",
        "人员 officer",
        "口令 password",
        "状态 state",
        "建立 made",
    ):
        table.add_column(title)
    for user in found:
        state = Text("停用", "disabled") if user.disabled else Text("启用", "enabled")
        password = Text("已设", "set") if user.has_password else Text("未设", "none")
        shown = (user.name, user.display, user.role, user.officer or "-", shell.say(password), shell.say(state))
        table.add_row(*shown, _minute(user.created_at))
    shell.out.print(table if found else shell.say(Text("还没有用户。", "No users yet.")))


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%MZ}"


for one in (add, listing, disable, change_role, password_link, sign_out):
    users.add_command(one)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(users)
