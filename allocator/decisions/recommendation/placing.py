"""A case before it is given to somebody and after (待分与已分): as a recommendation sees it, and who then carries what."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from allocator.decisions.triage.relearning import standing_today
from allocator.domain.cases import CaseState, Filing, LinkedCase
from allocator.domain.docket import Case, Holding
from allocator.domain.office import Office
from allocator.domain.snapshot import CaseToPlace, HeldCase, Snapshot


class Taker(Protocol):
    """Who gets a case, with the mentor beside, and who carries which minutes of it."""

    @property
    def officer(self) -> str:
        """Name the officer by code."""

    @property
    def mentor(self) -> str | None:
        """Name the mentor by code."""

    @property
    def charges(self) -> Mapping[str, int]:
        """Give the minutes by holder."""


def placed(
    case: Case, snapshot: Snapshot, linked: Sequence[LinkedCase] | None, barred: Sequence[str] = ()
) -> CaseToPlace:
    """Give a case as recommendation and allocation see it; `linked` None: the cases tied to it are not asked for."""
    standing = standing_today(case, snapshot)
    ties = () if linked is None else (*_named_before(case.input.filing, linked, snapshot), *linked)
    return CaseToPlace(
        case=case.input,
        lane=standing.lane,
        minutes=standing.minutes,
        priority=standing.priority,
        skills=standing.skills,
        linked=ties,
        barred=tuple(barred),
        holder=case.holding.officer if case.holding else None,
    )


def without(case: Case, snapshot: Snapshot) -> Snapshot:
    """Give the office as it would be without what a held case takes: whoever gets it next, it weighs once."""
    if case.holding is None:
        return snapshot
    return snapshot.less(case.holding.charges)


def is_held(case: Case) -> bool:
    """Say whether somebody holds a case, so that it may be moved."""
    return case.state == CaseState.ASSIGNED and case.holding is not None


def held_case(case: Case, seen: CaseToPlace) -> HeldCase:
    """Give a case on the docket as one that somebody holds; raises ValueError for one that nobody holds."""
    if case.holding is None:
        raise ValueError(f"{case.case_no} is held by nobody.")
    return HeldCase(seen, case.holding.mentor, case.holding.since, dict(case.holding.charges))


def given(case: Case, taker: Taker, how: str, day: date, decision: int = 0) -> Case:
    """Give a case to somebody; `decision` is the number of the log entry that says why."""
    return case.given(Holding(taker.officer, taker.mentor, how, day, taker.charges, decision))


def _named_before(filing: Filing, linked: Sequence[LinkedCase], snapshot: Snapshot) -> tuple[LinkedCase, ...]:
    """The former handler a resumed case names (原承办人), where the docket does not know the case it resumes.

    His credit has aged since the end of the year in that case's number; without such a number it cannot be told, and a
    name alone must not choose the handler.
    """
    kind = snapshot.rulebook.kinds.get(filing.kind)
    code = named_handler(filing, snapshot.office)
    since = _year_end(filing.origin_case_no or "") if code is not None else None
    if code is None or since is None or kind is None or not kind.resumes:
        return ()
    if any(link.tie == "resumed" for link in linked):
        return ()
    tie = LinkedCase(filing.origin_case_no or "", "resumed", True, code, min(since, filing.filed_on), False)
    return (tie,)


def named_handler(filing: Filing, office: Office) -> str | None:
    """Find whom a filing names as former handler; None for nobody of this office, or two of one name."""
    named = filing.previous_handler
    if not named:
        return None
    known = [officer.code for officer in office.officers if named in (officer.code, officer.name)]
    return known[0] if len(known) == 1 else None


def _year_end(case_no: str) -> date | None:
    found = re.match(r"\D?((?:19|20)\d{2})\D", case_no)
    return date(int(found[1]), 12, 31) if found else None
