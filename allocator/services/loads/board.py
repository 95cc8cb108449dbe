"""The load of everybody (负荷一览): hours against capacity, never a ranking of people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from allocator.domain.docket import Case
from allocator.domain.errors import BadInput
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text, name_in
from allocator.domain.workload import Load
from allocator.services.assignment.handler_approvals import ASKING
from allocator.services.context import Context
from allocator.services.transaction import look, the_office, the_rulebook

MOST_PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """One person's load: hours held and available, open cases led, new ones in seven days."""

    officer: str
    name: str
    role: str
    team: str | None
    load: Load
    cases: int
    recent: int


def loads(context: Context) -> tuple[PersonLoad, ...]:
    """Give everybody in service, and who left and still holds work, in the office's own order (by file, not by load)."""
    with context.database.reading() as uow:
        return loads_in(look(uow, context), uow.cases.counts_by_officer())


def loads_in(snapshot: Snapshot, cases: Mapping[str, int]) -> tuple[PersonLoad, ...]:
    """Give the loads of a snapshot; `cases` counts the open ones each leads."""
    return tuple(
        PersonLoad(
            officer.code, officer.name, officer.role, officer.team, snapshot.load(officer.code),
            cases.get(officer.code, 0), snapshot.recent.get(officer.code, 0),
        )
        for officer in snapshot.office.officers
        if officer.serves(snapshot.day) or cases.get(officer.code) or snapshot.minutes_held[officer.code]
    )  # fmt: skip


def called(context: Context) -> Callable[[PersonLoad], tuple[Text, Text]]:
    """Give how the team and the role of somebody are called; nothing for who is in no team."""
    with context.database.reading() as uow:
        office = the_office(uow)
        teams, roles = office.team_by_code, the_rulebook(uow, context.today(office)).roles
    return lambda person: (
        name_in(teams, person.team) if person.team else Text("", ""),
        name_in(roles, person.role),
    )


def names(context: Context) -> dict[str, str]:
    """Give everybody's name by code, of all who were ever loaded."""
    with context.database.reading() as uow:
        return {officer.code: officer.name for officer in the_office(uow).officers}


def page(
    context: Context,
    after: int | None = None,
    limit: int = 50,
    state: str | None = None,
    track: str | None = None,
    handler: str | None = None,
    *,
    asked: bool | None = None,
    **marks: bool | None,
) -> tuple[Case, ...]:
    """Give a page of the docket in order of id, `disputed` or `flagged` or not; raises BadInput for an impossible limit.

    `asked`: only those whose handler somebody asks for, which a second person has to approve.
    """
    if not 1 <= limit <= MOST_PER_PAGE:
        raise BadInput(
            Text(f"每页 1 到 {MOST_PER_PAGE} 件。", f"A page holds 1 to {MOST_PER_PAGE} cases."),
            Text("请更改 limit。", "Change limit."),
            code="limit-out-of-range",
        )
    with context.database.reading() as uow:
        known = marks | ({"asked": ASKING} if asked else {})
        return uow.cases.page(after=after, limit=limit, state=state, track=track, handler=handler, marks=known)
