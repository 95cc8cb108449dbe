"""Why a load changed (负荷变动): between the ends of two days, for a person, a team or the whole office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allocator.decisions.loads.load_change import LoadChange, Moment, Part, Wanted, load_change
from allocator.decisions.loads.load_turns import CAUSES, Carried
from allocator.domain.errors import BadInput, NotFound
from allocator.domain.office import Office
from allocator.domain.words import Text, listed
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.loads.load_past import carried_at, check_span, moment_of, with_filled
from allocator.services.transaction import the_office
from allocator.services.views import load_view

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LoadChangeFound:
    """The change of a load from the end of one day to the end of another, and whose it is."""

    wanted: Wanted
    name: Text
    first: date
    last: date
    change: LoadChange


def explain_load_change(
    context: Context,
    first: date | None = None,
    last: date | None = None,
    *,
    person: str | None = None,
    team: str | None = None,
) -> LoadChangeFound:
    """Explain as a sum how a load changed from the end of `first` to the end of `last` (by default a week, up to now).

    Raises BadInput for days the wrong way round, yet to come or before the office was loaded, or both a person and a
    team; NotFound for a person or team the office does not know.
    """
    with context.database.reading() as uow, uow.for_the_office():
        office = the_office(uow)
        last = last or context.today(office)
        first = first or last - WEEK
        check_span(first, last, context.today(office))
        wanted, name = _meant(office, person, team)
        opening, timed = carried_at(uow, first, last)
        closing = {**opening, **{one.case_id: one.turn.after for one in timed}}
        moments = _moment(uow, first, opening), _moment(uow, last, closing)
        turns = [one.turn for one in timed]
        change = load_change(opening.values(), turns, *moments, wanted, office.officer_by_code)
    return LoadChangeFound(wanted, name, first, last, change)


def _meant(office: Office, person: str | None, team: str | None) -> tuple[Wanted, Text]:
    if person is not None and team is not None:
        raise BadInput(
            Text("人员与团队只能选一个。", "Name a person or a team, not both."),
            Text("去掉其中一个。", "Leave one of them out."),
            code="person-or-team",
        )
    if person is not None:
        known = office.officer(person)
        return Wanted(person=known.code), Text(known.name, known.name)
    if team is None:
        return Wanted(), office.bureau.name
    if team not in office.team_by_code:
        teams = listed(office.team_by_code)
        raise NotFound(
            Text(f"没有团队“{team}”。", f'There is no team "{team}".'),
            Text(f"可用：{teams.zh}。", f"Use one of: {teams.en}."),
            code="team-unknown",
        )
    return Wanted(team=team), office.team_by_code[team].name


def _moment(uow: UnitOfWork, day: date, carried: Mapping[int, Carried]) -> Moment:
    found = moment_of(uow, day)
    if found is None:
        raise BadInput(
            Text(f"{day} 日终时机构尚未载入。", f"At the end of {day} the office was not loaded yet."),
            Text("请选择载入之后的日期。", "Choose days after it was loaded."),
            code="before-the-office",
        )
    return with_filled(uow, found, carried)


def load_change_view(found: LoadChangeFound) -> dict[str, Any]:
    """Show a change of load as its sum: minutes held and available, per mille, and the cases behind each part."""
    change = found.change
    return {
        "person": found.wanted.person,
        "team": found.wanted.team,
        "name": found.name.as_dict(),
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "before": load_view(change.before),
        "after": load_view(change.after),
        "parts": [_part_view(part) for part in change.parts],
    }


def _part_view(part: Part) -> dict[str, Any]:
    exact = None if part.load is None else f"{part.load.numerator}/{part.load.denominator}"
    return {
        "cause": part.cause,
        "name": CAUSES[part.cause].as_dict(),
        "held": part.held,
        "available": part.available,
        "permille": part.permille,
        "exact": exact,
        "cases": list(part.cases),
    }
