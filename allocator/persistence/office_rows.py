"""Rows of the office's tables and the domain's values, written out both ways (行与领域对象)."""

from collections.abc import Iterable, Iterator
from typing import Any

from allocator.domain.calendar import Correction, WorkCalendar
from allocator.domain.office import Bureau, Office
from allocator.domain.people import (
    Absence,
    Lending,
    Officer,
    Pairing,
    Period,
    Preference,
    Recusal,
    RecusalState,
    Reduction,
    Skill,
    Team,
    Town,
    TownMinutes,
    Vehicle,
)
from allocator.domain.words import Text
from allocator.persistence.tables import office as tables
from allocator.persistence.tables.base import Base

Values = Iterator[dict[str, Any]]


def bureau(row: tables.BureauRow) -> Bureau:
    """Read the bureau."""
    centre = None if row.command_centre_zh is None else Text(row.command_centre_zh, row.command_centre_en or "")
    return Bureau(
        code=row.code,
        name=Text(row.name_zh, row.name_en),
        court=Text(row.court_zh, row.court_en),
        timezone=row.timezone,
        country=row.country,
        day_minutes=row.day_minutes,
        opens=row.opens,
        closes=row.closes,
        case_no_pattern=row.case_no_pattern,
        command_centre=centre,
        seat=row.seat,
    )


def bureau_values(office: Office, digest: str, version: int) -> dict[str, Any]:
    """Write the bureau, with the digest of the whole office and its version."""
    value = office.bureau
    centre = value.command_centre
    return {
        "id": 1,
        "code": value.code,
        "name_zh": value.name.zh,
        "name_en": value.name.en,
        "court_zh": value.court.zh,
        "court_en": value.court.en,
        "timezone": value.timezone,
        "country": value.country,
        "day_minutes": value.day_minutes,
        "opens": value.opens,
        "closes": value.closes,
        "case_no_pattern": value.case_no_pattern,
        "command_centre_zh": centre.zh if centre else None,
        "command_centre_en": centre.en if centre else None,
        "seat": value.seat,
        "office_digest": digest,
        "version": version,
    }


def team(row: tables.TeamRow) -> Team:
    """Read a team."""
    return Team(row.code, Text(row.name_zh, row.name_en), tuple(row.lanes), row.lead)


def team_values(office: Office) -> Values:
    """Write the teams, in order."""
    for position, value in enumerate(office.teams):
        yield {
            "code": value.code,
            "position": position,
            "name_zh": value.name.zh,
            "name_en": value.name.en,
            "lanes": list(value.lanes),
            "lead": value.lead,
        }


def skills(rows: Iterable[tables.SkillRow]) -> dict[str, tuple[Skill, ...]]:
    """Read the skills of everybody."""
    found: dict[str, tuple[Skill, ...]] = {}
    for row in rows:
        found[row.officer] = (*found.get(row.officer, ()), Skill(row.skill, row.evidence, row.expires))
    return found


def officer(row: tables.OfficerRow, skills: tuple[Skill, ...]) -> Officer:
    """Read an officer."""
    return Officer(row.code, row.name, row.role, row.team, row.share, row.entered, row.left_on, skills, row.step)


def officer_values(office: Office, filed: int) -> Values:
    """Write the officers, in order; the first `filed` of them stand in the files."""
    for position, value in enumerate(office.officers):
        yield {
            "code": value.code,
            "position": position,
            "name": value.name,
            "role": value.role,
            "team": value.team,
            "share": value.share,
            "entered": value.entered,
            "left_on": value.left,
            "filed": position < filed,
            "step": value.step,
        }


def pairing(row: tables.PairingRow) -> Pairing:
    """Read a mentor-apprentice pair."""
    return Pairing(row.mentor, row.apprentice, Period(row.first, row.last), row.cover)


def preference(row: tables.PreferenceRow) -> Preference:
    """Read a wish."""
    return Preference(row.person, row.other, row.rank)


def absence(row: tables.AbsenceRow) -> Absence:
    """Read an absence."""
    return Absence(row.officer, Period(row.first, row.last), row.reason)


def reduction(row: tables.ReductionRow) -> Reduction:
    """Read a reduction of capacity."""
    return Reduction(row.officer, row.kind, row.permille, Period(row.first, row.last))


def lending(row: tables.LendingRow) -> Lending:
    """Read what a special action takes."""
    return Lending(row.action, row.holder, row.permille, Period(row.first, row.last))


def lending_values(office: Office) -> Values:
    """Write what special actions take, in the order in which they were opened."""
    return _numbered(
        {"action": one.action, "holder": one.holder, "permille": one.permille, **_period(one.period)}
        for one in office.lendings
    )


def recusal(row: tables.RecusalRow) -> Recusal:
    """Read a recusal."""
    state = RecusalState(row.state)
    return Recusal(row.officer, row.relation, state, row.party, row.identity, row.case_no, row.since)


def vehicle(row: tables.VehicleRow) -> Vehicle:
    """Read a vehicle."""
    return Vehicle(row.code, row.name, row.kind, row.seats)


def town(row: tables.TownRow) -> Town:
    """Read a town."""
    return Town(row.name, row.name_en, row.minutes, row.code, tuple(row.aliases), row.lat, row.lon, row.source)


def town_minutes(row: tables.TownMinutesRow) -> TownMinutes:
    """Read the drive between two towns."""
    return TownMinutes(row.origin, row.target, row.minutes, row.source)


def correction(row: tables.CorrectionRow) -> Correction:
    """Read a correction of the calendar."""
    return Correction(row.day, row.works, row.because, row.by)


def calendar(rows: Iterable[tables.CalendarDayRow]) -> WorkCalendar:
    """Read the calendar from the days that are not what their weekday says."""
    days = list(rows)
    return WorkCalendar(
        frozenset(row.day for row in days if not row.working), frozenset(row.day for row in days if row.working)
    )


def leaf_values(office: Office) -> Iterator[tuple[type[Base], Values]]:
    """Write the tables nobody else names, in the order of the office."""
    yield (
        tables.SkillRow,
        _numbered(_skill(person.code, skill) for person in office.officers for skill in person.skills),
    )
    yield tables.PairingRow, _numbered(_pairing(value) for value in office.pairings)
    yield tables.PreferenceRow, _numbered(_preference(value) for value in office.preferences)
    yield tables.AbsenceRow, _numbered(_absence(value) for value in office.absences)
    yield tables.ReductionRow, _numbered(_reduction(value) for value in office.reductions)
    yield tables.RecusalRow, _numbered(_recusal(value) for value in office.recusals)
    yield tables.VehicleRow, _numbered(_vehicle(value) for value in office.vehicles)
    yield tables.TownRow, _numbered(_town(value) for value in office.towns)
    yield tables.TownMinutesRow, _numbered(_town_minutes(value) for value in office.town_minutes)
    yield tables.CalendarDayRow, _days(office.calendar)
    yield tables.CorrectionRow, _numbered(_correction(value) for value in office.corrections)


def _numbered(values: Iterable[dict[str, Any]]) -> Values:
    return ({"position": position, **value} for position, value in enumerate(values))


def _skill(code: str, value: Skill) -> dict[str, Any]:
    return {"officer": code, "skill": value.id, "evidence": value.evidence, "expires": value.expires}


def _correction(value: Correction) -> dict[str, Any]:
    return {"day": value.day, "works": value.works, "because": value.because, "by": value.by}


def _period(value: Period) -> dict[str, Any]:
    return {"first": value.first, "last": value.last}


def _pairing(value: Pairing) -> dict[str, Any]:
    return {"mentor": value.mentor, "apprentice": value.apprentice, "cover": value.cover, **_period(value.period)}


def _preference(value: Preference) -> dict[str, Any]:
    return {"person": value.person, "other": value.other, "rank": value.rank}


def _absence(value: Absence) -> dict[str, Any]:
    return {"officer": value.officer, "reason": value.reason, **_period(value.period)}


def _reduction(value: Reduction) -> dict[str, Any]:
    return {"officer": value.officer, "kind": value.kind, "permille": value.permille, **_period(value.period)}


def _recusal(value: Recusal) -> dict[str, Any]:
    return {
        "officer": value.officer,
        "relation": value.relation,
        "state": value.state.value,
        "party": value.party,
        "identity": value.identity,
        "case_no": value.case_no,
        "since": value.since,
    }


def _vehicle(value: Vehicle) -> dict[str, Any]:
    return {"code": value.code, "name": value.name, "kind": value.kind, "seats": value.seats}


def _town(value: Town) -> dict[str, Any]:
    return {
        "name": value.name,
        "name_en": value.name_en,
        "minutes": value.minutes,
        "code": value.code,
        "aliases": list(value.aliases),
        "lat": value.lat,
        "lon": value.lon,
        "source": value.source,
    }


def _town_minutes(value: TownMinutes) -> dict[str, Any]:
    return {"origin": value.origin, "target": value.target, "minutes": value.minutes, "source": value.source}


def _days(calendar: WorkCalendar) -> Values:
    for working, days in ((False, calendar.holidays), (True, calendar.extra_workdays)):
        yield from ({"day": day, "working": working} for day in sorted(days))
