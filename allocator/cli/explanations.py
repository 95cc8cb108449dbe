"""Commands that answer why: about a case, a person, a whole plan."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command, read_bytes
from allocator.cli.watching import watched
from allocator.decisions.explaining.difference import PlanDifference, Side, difference
from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services.loads.board import names
from allocator.services.plans.asked_why import EXPLANATION, question_left, read_explanation
from allocator.services.plans.change_places import row_words
from allocator.services.plans.differences import difference_view, side_of_file, side_of_run
from allocator.services.plans.explanations import explain_case, explain_person, explain_run, explained_view


@command("explain", help="释明 say why: of a case, of a person's share, of a plan.")
@click.argument("case", required=False)
@click.option("--run", help="所问方案 the plan asked about.")
@click.option("--why-not", metavar="PERSON", help="为何不是此人 why not this person, and what would change it.")
@click.option("--person", help="某人所得 what the plan means for this person.")
def explain(shell: Shell, case: str | None, run: str | None, why_not: str | None, person: str | None) -> None:
    """Explain a case, a person's share or a plan."""
    found = _found(shell, case, run, why_not, person)
    shell.show(found, lambda: _tell(shell, found))


def _found(
    shell: Shell, case: str | None, run: str | None, why_not: str | None, person: str | None
) -> Mapping[str, Any]:
    if case is not None and person is None:
        return _of_case(shell, case, run, why_not)
    if case is None and why_not is None and person is not None:
        return explained_view(explain_person(shell.context, person, run))
    if case is None and why_not is None and run is not None:
        return explained_view(explain_run(shell.context, run))
    raise BadInput(
        Text("请指明一个案件、一个人或一个方案。", "Name a case, a person or a plan."),
        Text(
            "例如 fenliu explain CASE --why-not G07，或 --person G07，或 --run RUN。",
            "For example `fenliu explain CASE --why-not G07`, or `--person G07`, or `--run RUN`.",
        ),
        code="usage",
    )


def _of_case(shell: Shell, case: str, run: str | None, why_not: str | None) -> Mapping[str, Any]:
    """Answer at once what takes no whole plan; anything else as a run here and now, with a bar that tells how far it is."""
    found = explain_case(shell.context, case, run, why_not)
    if not found.answer.open:
        return explained_view(found)
    params = question_left(shell.context, case, found)
    return read_explanation(shell.context, watched(shell, EXPLANATION, params, Text("释明", "explaining")).id)


def _tell(shell: Shell, found: Mapping[str, Any]) -> None:
    for sentence in (*found["said"], *found["sentences"]):
        shell.out.print(sentence[shell.language], highlight=False, markup=False)
    for change in found["changes"]:
        for row in change["rows"]:
            shell.out.print("  " + shell.say(row_words(row)), highlight=False, markup=False)


@command("diff", help="方案差异 what one plan does otherwise than another; each a run or an exported certificate.")
@click.argument("plan")
@click.argument("other")
def diff(shell: Shell, plan: str, other: str) -> None:
    """Compare two plans."""
    found = difference(_side(shell, plan), _side(shell, other))
    named = not (Path(plan).exists() or Path(other).exists())
    shell.show(difference_view(found), lambda: _tell_difference(shell, found, names(shell.context) if named else {}))


def _side(shell: Shell, plan: str) -> Side:
    """Read a plan from a file where there is one of that name, else from the run."""
    return side_of_file(read_bytes(plan)) if Path(plan).exists() else side_of_run(shell.context, plan)


def _tell_difference(shell: Shell, found: PlanDifference, called: Mapping[str, str]) -> None:
    """Print a difference, people by code and by name where both plans are of this office; a file knows codes alone."""

    def who(code: str | None) -> str:
        """Write a person."""
        return "-" if code is None else f"{code} {called.get(code, '')}".strip()

    for sentence in found.sentences:
        shell.out.print(shell.say(sentence), highlight=False, markup=False)
    if found.handed:
        table = Table(box=None)
        for title in ("案号 case", "之前 before", "之后 after"):
            table.add_column(title)
        for item in found.handed:
            table.add_row(item.case_no, who(item.before), who(item.after))
        shell.out.print(table)
    for person in (*found.risen, *found.fallen):
        loads = " → ".join("—" if load is None else f"{load / 10:g} %" for load in (person.before, person.after))
        shell.out.print(f"  {who(person.officer)} {person.minutes / 60:+.1f} h, {loads}", highlight=False)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(explain)
    group.add_command(diff)
