"""Documents only the API shows (视图): the office without anybody's reasons for absence, the rulebook, log entries."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from allocator.domain.docket import Case
from allocator.domain.office import Office
from allocator.domain.people import Officer, Team
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text

REVEALED_IN = "draw_reveal"


def office_view(office: Office, today: date) -> dict[str, Any]:
    """Show the office today; that somebody is away shows, why does not."""
    bureau = office.bureau
    return {
        "code": bureau.code,
        "name": bureau.name.as_dict(),
        "court": bureau.court.as_dict(),
        "timezone": bureau.timezone,
        "today": today.isoformat(),
        "teams": [_team(team) for team in office.teams],
        "people": [_person(officer, office, today) for officer in office.officers],
        "towns": [town.name for town in office.towns],
    }


def _team(team: Team) -> dict[str, Any]:
    return {"code": team.code, "name": team.name.as_dict(), "lanes": list(team.lanes), "lead": team.lead}


def _person(officer: Officer, office: Office, today: date) -> dict[str, Any]:
    away = any(absence.period.covers(today) for absence in office.absences_of(officer.code))
    return {
        "code": officer.code,
        "name": officer.name,
        "role": officer.role,
        "team": officer.team,
        "share_permille": officer.share,
        "entered": officer.entered.isoformat(),
        "left": officer.left.isoformat() if officer.left else None,
        "skills": [skill.id for skill in officer.skills if skill.valid(today)],
        "in_service": officer.serves(today),
        "present": officer.serves(today) and not away,
    }


def rulebook_view(rulebook: Rulebook) -> dict[str, Any]:
    """Show the rulebook: what may be filed, which facts it asks for and how, and the listed reasons."""
    return {
        "version": rulebook.version,
        "digest": rulebook.digest,
        "effective_from": rulebook.effective_from.isoformat(),
        "name": rulebook.name.as_dict(),
        "lanes": [
            {"id": lane.id, "class": lane.track, "name": lane.name.as_dict()} for lane in rulebook.lanes.values()
        ],
        "kinds": _named((kind.id, kind.name) for kind in rulebook.kinds.values()),
        "assets": _named(rulebook.assets.items()),
        "causes": _named((cause.id, cause.name) for cause in rulebook.weights.causes),
        "facts": [
            {
                "id": fact.id,
                "kind": fact.kind,
                "name": fact.name.as_dict(),
                "question": fact.question.as_dict(),
                "may_be_unknown": fact.may_be_unknown,
                "values": list(fact.values),
                "source": fact.source,
            }
            for fact in rulebook.facts.values()
        ],
        "reasons": [
            {"id": code.id, "name": code.name.as_dict(), "uses": list(code.uses), "approval": code.approval}
            for code in rulebook.reasons.values()
        ],
    }


def _named(pairs: Iterable[tuple[str, Text]]) -> list[dict[str, Any]]:
    return [{"id": id_, "name": name.as_dict()} for id_, name in pairs]


def entry_view(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Show an entry of the log; a secret shows only in the entry that reveals it, after its day."""
    if entry["kind"] == REVEALED_IN:
        return dict(entry)
    return {**entry, "body": without_secrets(entry["body"])}


def without_secrets(value: Any) -> Any:
    """Leave out whatever is named a secret or a token, however deep it stands."""
    if isinstance(value, Mapping):
        return {name: without_secrets(item) for name, item in value.items() if name not in ("secret", "token", "hash")}
    return [without_secrets(item) for item in value] if isinstance(value, list) else value


def published_view(run: str, cases: tuple[Case, ...]) -> dict[str, Any]:
    """Show what a publication gave out."""
    return {
        "run": run,
        "published": len(cases),
        "items": [
            {
                "id": case.id,
                "version": case.version,
                "case_no": case.case_no,
                "officer": case.holding.officer if case.holding else None,
                "mentor": case.holding.mentor if case.holding else None,
            }
            for case in cases
        ],
    }
