"""The command for tokens (令牌): make one, list who has one, take one back."""

from datetime import datetime

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.domain.errors import BadInput
from allocator.domain.words import Count, Text
from allocator.services.access.permissions import ROLES, create_token
from allocator.services.access.tokens import TokenRecord, list_tokens, withdraw_tokens


@command("token", help="发放令牌 make a token for the API, shown once; --list who has one; --withdraw take it back.")
@click.argument("name", required=False)
@click.option("--role", type=click.Choice(ROLES), default="clerk", show_default=True)
@click.option("--days", type=int, default=None, help="有效天数 days it is valid; without end if not given.")
@click.option("--list", "listing", is_flag=True, help="列出令牌 list the tokens, never the secrets.")
@click.option("--withdraw", is_flag=True, help="收回此人的全部令牌 take back every token of this name.")
def token(shell: Shell, name: str | None, role: str, days: int | None, *, listing: bool, withdraw: bool) -> None:
    """Make a token, list the tokens, or take one back."""
    if listing and not name and not withdraw:
        records = list_tokens(shell.context)
        shell.show([record.as_dict() for record in records], lambda: _show(shell, records))
    elif listing or not name:
        raise _unclear()
    elif withdraw:
        _withdraw(shell, name)
    else:
        secret = create_token(shell.context, name, role, days)
        shell.show({"name": name, "role": role, "token": secret}, lambda: click.echo(secret))


def _unclear() -> BadInput:
    return BadInput(
        Text("须写明持有人姓名，或只用 --list。", "Name the holder, or give --list alone."),
        Text("用法见 fenliu token --help。", "See fenliu token --help."),
        code="usage",
    )


def _withdraw(shell: Shell, name: str) -> None:
    records = withdraw_tokens(shell.context, name)
    count, whose = len(records), records[0].name
    text = Text(
        f"已收回 {whose} 的 {count} 个令牌，立即失效。", f"{Count(count):token|tokens} of {whose} withdrawn, as of now."
    )
    shell.show([record.as_dict() for record in records], lambda: click.echo(shell.say(text)))


def _show(shell: Shell, records: tuple[TokenRecord, ...]) -> None:
    table = Table(box=None)
    for title in ("持有人 name", "角色 role", "发放 made", "到期 expires", "收回 withdrawn"):
        table.add_column(title)
    for record in records:
        instants = (record.created_at, record.expires_at, record.withdrawn_at)
        table.add_row(record.name, record.role, *map(_minute, instants))
    shell.out.print(table if records else shell.say(Text("还没有令牌。", "No tokens yet.")))


def _minute(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%MZ}" if instant else "-"
