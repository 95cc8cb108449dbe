"""Why a load changed (负荷变动): between the ends of two days, for a person, a team or the whole office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allocator.decisions.load_change import LoadChange, Moment, Part, Wanted, load_change
from allocator.decisions.load_turns import CAUSES, TELLING, Carried, Turn, turns_of
from allocator.domain.errors import BadInput, NotFound
from allocator.domain.office import Office
from allocator.domain.words import Text
from allocator.persistence.load_trail import ChargeNow, Told
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context, the_office, the_rulebook
from allocator.services.remembering import kept_office
from allocator.services.views import load_view

OFFICE_ENTRIES = ("office", "pairs_accepted", "ladder")
"""The kinds of entries after which the office is another."""
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
    with context.database.reading() as uow:
        office = the_office(uow)
        last = last or context.today(office)
        first = first or last - WEEK
        _check_days(first, last, context.today(office))
        wanted, name = _meant(office, person, team)
        opening, turns = _told(uow, first, last)
        moments = _moment(uow, first), _moment(uow, last)
        change = load_change(opening, turns, *moments, wanted, office.officer_by_code)
    return LoadChangeFound(wanted, name, first, last, change)


def _check_days(first: date, last: date, today: date) -> None:
    if not first < last <= today:
        raise BadInput(
            Text(f"起止日期不成立：{first} 至 {last}。", f"From {first} to {last} is no span up to today."),
            Text(f"起日须早于止日，止日不晚于 {today}。", f"Begin before the end, and end by {today}."),
            code="span-impossible",
        )


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
        listed = "、".join(office.team_by_code)
        raise NotFound(
            Text(f"没有团队“{team}”。", f'There is no team "{team}".'),
            Text(f"可用：{listed}。", f"Use one of: {listed}."),
            code="team-unknown",
        )
    return Wanted(team=team), office.team_by_code[team].name


def _moment(uow: UnitOfWork, day: date) -> Moment:
    """Give the office and the rules as they were at the end of a day, hours counted from that day on."""
    digest = uow.load_trail.office_at(uow.load_trail.end_of(day), OFFICE_ENTRIES)
    if digest is None:
        raise BadInput(
            Text(f"{day} 日终时机构尚未载入。", f"At the end of {day} the office was not loaded yet."),
            Text("请选择载入之后的日期。", "Choose days after it was loaded."),
            code="before-the-office",
        )
    return Moment(kept_office(uow, digest), the_rulebook(uow, day), day)


def _told(uow: UnitOfWork, first: date, last: date) -> tuple[list[Carried], list[Turn]]:
    """Give who carried what at the end of the first day, and what changed by the end of the last, as the log tells it."""
    start, end = uow.load_trail.end_of(first), uow.load_trail.end_of(last)
    touched = uow.load_trail.since(start, TELLING)
    opening = [Carried(*one) for one in _untouched(uow.load_trail.charges(), touched)]
    turns: list[tuple[str, Turn]] = []
    for entries in touched.values():
        told = list(zip((entry.at for entry in entries), turns_of((e.kind, e.body) for e in entries), strict=True))
        opening += [turn.after for at, turn in told if at < start][-1:]
        turns += [(at, turn) for at, turn in told if start <= at < end and turn.before != turn.after]
    return opening, [turn for _, turn in sorted(turns, key=lambda pair: pair[0])]


def _untouched(
    charges: Sequence[ChargeNow], touched: Mapping[int, Sequence[Told]]
) -> Iterator[tuple[dict[str, int], str | None]]:
    """Give by case what nothing has changed since: it was then as it is now."""
    found: dict[int, tuple[dict[str, int], str | None]] = {}
    for row in charges:
        if row.case_id not in touched:
            found.setdefault(row.case_id, ({}, row.mentor))[0][row.holder] = row.minutes
    yield from found.values()


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
