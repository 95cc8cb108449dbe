"""Room kept for cases that will convert (简转繁预留): minutes held free by those who will take them over."""

from collections.abc import Sequence

from allocator.decisions.recommendation.eligibility import leads_cases, leads_in
from allocator.domain.rulebook.planning import Reserve
from allocator.domain.sharing import shared
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import PERMILLE


def reserves(cases: Sequence[CaseToPlace], snapshot: Snapshot) -> dict[str, int]:
    """Give the minutes to be held free by each officer: of what is open in a lane and what comes in, the share that converts.

    They are shared by available time among those who lead in the lane it converts to, and weigh what work does there.
    """
    found: dict[str, int] = {}
    for reserve in snapshot.rulebook.reserves:
        leads = {
            officer.code: snapshot.capacity.minutes[officer.code]
            for officer in snapshot.office.officers
            if leads_cases(officer, snapshot) and leads_in(officer, reserve.to, snapshot.office)
        }
        for code, minutes in shared(expected(reserve, cases, snapshot), leads).items():
            found[code] = found.get(code, 0) + minutes
    return found


def kept_free(officer: str, cases: Sequence[CaseToPlace], snapshot: Snapshot) -> Text:
    """Say how much of somebody's load is room kept free, which no load on the board shows; nothing where none is."""
    minutes = reserves(cases, snapshot).get(officer, 0)
    if not minutes:
        return Text("", "")
    return Text(
        f"（含为简转繁预留的 {minutes} 分钟）", f"(with {minutes} minutes kept free for cases that will convert)"
    )


def expected(reserve: Reserve, cases: Sequence[CaseToPlace], snapshot: Snapshot) -> int:
    """Give the minutes of the lead role expected to convert from one lane to another, as they weigh there."""
    role, lanes = snapshot.rulebook.charging.lead_role, snapshot.rulebook.lanes
    coming = sum(case.minutes.get(role, 0) for case in cases if case.lane == reserve.lane)
    whole = snapshot.ledgers.open.get(reserve.lane, 0) + coming
    return whole * reserve.share * lanes[reserve.to].effort // (PERMILLE * lanes[reserve.lane].effort)
