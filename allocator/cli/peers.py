"""Commands about figures other courts have published (同类法院指标): bring them in, see them beside one's own."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from allocator.cli.group import Shell, command, readable
from allocator.domain.indicators.words import shown
from allocator.domain.words import Text
from allocator.services.indicators.peers import Beside, import_peers, peers_beside, peers_view


@click.group("peers", help="同类法院 figures other courts have published, beside one's own.")
def group() -> None:
    """Peers' figures."""


@command("import", help="导入 bring in a CSV or XLSX file of published figures, all rows or none.")
@click.argument("file", type=click.Path(path_type=Path))
def import_(shell: Shell, file: Path) -> None:
    """Bring in a file of figures."""
    done = import_peers(shell.context, readable(file))
    text = Text(
        f"登记 {done.added} 个数值，{done.known} 个已在册。",
        f"{done.added} figures put down, {done.known} there before.",
    )
    document = {"added": done.added, "known": done.known}
    shell.show(document, lambda: shell.out.print(shell.say(text), highlight=False))


@command("list", help="并列 the figures beside one's own of the same days, with source and day; in no order of values.")
@click.option("--of", "indicator", default=None, metavar="ID", help="只看此指标 of this indicator only.")
def list_(shell: Shell, indicator: str | None) -> None:
    """Show the figures."""
    found = peers_beside(shell.context, indicator)
    shell.show(peers_view(found), lambda: _tell(shell, found))


def _tell(shell: Shell, found: Sequence[Beside]) -> None:
    if not found:
        text = Text(
            "尚无同类法院的数值；请用 fenliu peers import 导入。",
            "No figures yet: bring some in by `fenliu peers import`.",
        )
        shell.out.print(shell.say(text), highlight=False)
        return
    table = Table(box=None)
    for title in (
        "指标 indicator",
        "期间 days",
        "法院 court",
        "数值 figure",
        "本院 own",
        "来源 source",
        "发布 published",
    ):
        table.add_column(title)
    for one in found:
        table.add_row(*_cells(shell, one))
    shell.out.print(table, highlight=False)


def _cells(shell: Shell, one: Beside) -> tuple[str, ...]:
    figure, own = one.figure, one.own
    name = shell.say(own.indicator.name) if own else figure.indicator
    theirs = shell.say(shown(own.indicator, figure.value)) if own else str(figure.value)
    ours = shell.say(shown(own.indicator, own.measure.value)) if own else "-"
    days = f"{figure.first} – {figure.last}"
    return name, days, figure.court, theirs, ours, figure.source, figure.published.isoformat()


def add_to(parent: click.Group) -> None:
    """Add these commands to the group."""
    for one in (import_, list_):
        group.add_command(one)
    parent.add_command(group)
