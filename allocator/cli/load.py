"""Commands about the office itself: load its folder, show everybody's load."""

from pathlib import Path

import click
from rich.table import Table

from allocator.cli.group import Shell, command, fault_line
from allocator.domain.words import Count, Text
from allocator.services.loads import board
from allocator.services.office.office_words import change_words
from allocator.services.office.offices import LoadReport, load_office
from allocator.services.views import load_report_view, person_view

MOST_SHOWN = 40


@command("load", help="载入机构目录 load an office from its folder; loading again shows the difference.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查 check and show the difference only.")
def load(shell: Shell, folder: Path, *, dry_run: bool) -> None:
    """Load an office's folder, checked whole first."""
    report = load_office(shell.context, folder, dry_run=dry_run)
    shell.show({**load_report_view(report), "dry_run": dry_run}, lambda: show_load(shell, report))


def show_load(shell: Shell, report: LoadReport) -> None:
    """Print what loading changed."""
    name = shell.say(report.office.bureau.name)
    shell.out.print(
        shell.say(
            Text(
                f"{name}：{len(report.office.teams)} 个团队，{len(report.office.officers)} 人，"
                f"规则手册 {report.rulebook.version}；变更 {len(report.changes)} 项。",
                f"{name}: {len(report.office.teams)} teams, {len(report.office.officers)} people, "
                f"rulebook {report.rulebook.version}; {Count(len(report.changes)):change|changes}.",
            )
        )
    )
    for warning in report.warnings:
        shell.out.print("! " + fault_line(warning, shell.language))
    if not report.first:
        for change in report.changes[:MOST_SHOWN]:
            shell.out.print(f"  {shell.say(change_words(change))}", highlight=False, markup=False)


@command("loads", help="负荷一览 everybody's load: hours held against hours available.")
def loads(shell: Shell) -> None:
    """Show the load of everybody in service."""
    people = board.loads(shell.context)
    shell.show([person_view(person) for person in people], lambda: show_loads(shell, people))


def show_loads(shell: Shell, people: tuple[board.PersonLoad, ...]) -> None:
    """Print the loads as a table, in the office's own order."""
    table, called = Table(box=None), board.called(shell.context)
    for title in (
        "编号 code",
        "姓名 name",
        "团队 team",
        "岗位 role",
        "负荷 load",
        "小时 hours",
        "案件 cases",
        "近七日 7 d",
    ):
        table.add_column(title)
    for person in people:
        hours = f"{person.load.held / 60:.1f} / {person.load.available / 60:.1f}"
        table.add_row(
            person.officer, person.name, *(shell.say(text) for text in called(person)), shell.say(person.load.words), hours,
            str(person.cases), str(person.recent),
        )  # fmt: skip
    shell.out.print(table)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(load)
    group.add_command(loads)
