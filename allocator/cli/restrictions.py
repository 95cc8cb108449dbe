"""Commands about cases that not everybody may know of (限制知悉): mark one, lift that, list them."""

from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.domain.words import Text
from allocator.services.cases.restricting import (
    Restricted,
    disclose_case,
    list_restricted,
    restrict_case,
    restricted_view,
)
from allocator.services.views import case_view


@command("restrict", help="限制知悉 restrict a case: only its handler, its mentor and whoever has leave know of it.")
@click.argument("case")
@click.option("--because", required=True, help="理由 why it is not for everybody.")
def restrict(shell: Shell, case: str, because: str) -> None:
    """Restrict a case."""
    done = restrict_case(shell.context, case, because)
    text = Text(f"{done.case.case_no} 已限制知悉。", f"{done.case.case_no} is restricted.")
    shell.show(restricted_view(done), lambda: shell.out.print(shell.say(text), highlight=False))


@command("disclose", help="解除限制知悉 lift the restriction of a case.")
@click.argument("case")
@click.option("--because", required=True, help="理由 why it may be known again.")
def disclose(shell: Shell, case: str, because: str) -> None:
    """Lift the restriction of a case."""
    done = disclose_case(shell.context, case, because)
    text = Text(f"{done.case_no} 已解除限制知悉。", f"{done.case_no} is restricted no more.")
    shell.show(case_view(done), lambda: shell.out.print(shell.say(text), highlight=False))


@command("restricted", help="限制知悉案件清单 list the restricted cases.")
def restricted(shell: Shell) -> None:
    """List the restricted cases."""
    found = list_restricted(shell.context)
    shell.show([restricted_view(one) for one in found], lambda: shell.out.print(_table(found)))


def _table(found: tuple[Restricted, ...]) -> Table:
    table = Table(box=None)
    for title in ("案号 case", "自 since", "标记人 by", "理由 because"):
        table.add_column(title)
    for one in found:
        told: dict[str, Any] = restricted_view(one)
        table.add_row(told["case_no"], told["at"], told["by"], told["because"])
    return table


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for each in (restrict, disclose, restricted):
        group.add_command(each)
