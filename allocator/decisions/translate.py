"""Between the office and the solver (翻译): a snapshot with its waiting cases becomes an instance, a plan comes back.

The one file that speaks both tongues. People are numbered in the office's order, cases in the given order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.decisions.eligibility import Refusal, leads_cases, mentor_for, refusals
from allocator.decisions.recommendation import continuity_terms
from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import charges, members_of
from solver.assignment import Instance, Plan

Lots = Callable[[str, str], int]


@dataclass(frozen=True, slots=True)
class Option:
    """One lawful way to place one case: the lead, the mentor beside, and who carries which minutes."""

    case: int
    lead: str
    mentor: str | None
    charges: Mapping[str, int]
    minutes: Mapping[str, int]
    misfit: int


@dataclass(frozen=True)
class Translation:
    """An instance with what its numbers mean, and why each officer was left out of each case."""

    instance: Instance
    cases: tuple[CaseToPlace, ...]
    options: tuple[Option, ...]
    refused: tuple[Mapping[str, tuple[Refusal, ...]], ...]


def translate(cases: Sequence[CaseToPlace], snapshot: Snapshot, lots: Lots) -> Translation:
    """Turn waiting cases and the office into an instance of the assignment model."""
    leaders = [officer for officer in snapshot.office.officers if leads_cases(officer, snapshot)]
    options: list[Option] = []
    refused: list[dict[str, tuple[Refusal, ...]]] = []
    for number, case in enumerate(cases):
        found = {officer.code: refusals(officer, case, snapshot) for officer in leaders}
        refused.append({code: reasons for code, reasons in found.items() if reasons})
        eligible = (officer for officer in leaders if not found[officer.code])
        options += [_option(number, officer, case, snapshot) for officer in eligible]
    instance = _instance(tuple(cases), tuple(options), snapshot, lots)
    return Translation(instance, tuple(cases), tuple(options), tuple(refused))


def _option(number: int, officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Option:
    mentor = mentor_for(officer, case, snapshot)
    track = snapshot.rulebook.lanes[case.lane].track
    taken = charges(case.minutes, track, officer, mentor, snapshot.capacity)
    credit = -sum(term.amount for term in continuity_terms(officer.code, case, snapshot))
    misfit = snapshot.rulebook.continuity.most - credit
    return Option(number, officer.code, mentor, taken, _upper_minutes(taken, snapshot), max(0, misfit))


def _upper_minutes(taken: Mapping[str, int], snapshot: Snapshot) -> dict[str, int]:
    """Turn charges on people and desks into minutes by person, each part of a desk rounded up.

    Desks share their whole sum to the minute; adding up cases rounded up can only overstate a load, never hide one.
    """
    found: dict[str, int] = {}
    for holder, count in taken.items():
        own = holder in snapshot.office.officer_by_code
        members = {holder: 1} if own else members_of(holder, snapshot.capacity)
        total = sum(members.values())
        for code, weight in members.items():
            found[code] = found.get(code, 0) - (-count * weight // total)
    return found


def _instance(cases: tuple[CaseToPlace, ...], options: tuple[Option, ...], snapshot: Snapshot, lots: Lots) -> Instance:
    place = {officer.code: number for number, officer in enumerate(snapshot.office.officers)}
    capacity = snapshot.capacity.minutes
    charged = [[(place[code], count) for code, count in option.minutes.items() if capacity[code]] for option in options]
    starts = np.cumsum([0, *(len(parts) for parts in charged)], dtype=np.int64)
    return Instance(
        capacity=_numbers(capacity[officer.code] for officer in snapshot.office.officers),
        held=_numbers(snapshot.minutes_held[officer.code] for officer in snapshot.office.officers),
        priority=_numbers(urgency(case, snapshot) for case in cases),
        option_case=_numbers(option.case for option in options),
        option_lead=_numbers(place[option.lead] for option in options),
        charge_start=starts,
        charge_person=_numbers(person for parts in charged for person, _ in parts),
        charge_minutes=_numbers(count for parts in charged for _, count in parts),
        option_misfit=_numbers(option.misfit for option in options),
        option_lot=_numbers(lots(cases[option.case].case.filing.case_no, option.lead) for option in options),
        holder=_numbers(place.get(case.holder or "", -1) for case in cases),
        together=_together(cases),
        ceiling=snapshot.rulebook.levers.most_load,
    )


def urgency(case: CaseToPlace, snapshot: Snapshot) -> int:
    """Give the rank in which a case is served: by the rulebook's priority, and in each the overdue ones first.

    Overdue is what has waited the days within which a handler must be named (D06 2), so that newer work never
    overtakes it: priority p becomes rank 2p when overdue and 2p + 1 otherwise.
    """
    waited = (snapshot.day - case.case.filing.filed_on).days
    return 2 * case.priority + (0 if waited >= snapshot.rulebook.levers.assign_within_days else 1)


def _numbers(values: object) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload,no-any-return]


def _together(cases: tuple[CaseToPlace, ...]) -> tuple[tuple[int, ...], ...]:
    """Group waiting cases that are surely tied to each other (关联案件): same series, same debtor, resumed."""
    number = {case.case.filing.case_no: place for place, case in enumerate(cases)}
    root = list(range(len(cases)))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for place, case in enumerate(cases):
        for link in case.linked:
            if link.sure and link.case_no in number and cases[number[link.case_no]].lane == case.lane:
                root[find(place)] = find(number[link.case_no])
    groups: dict[int, list[int]] = {}
    for place in range(len(cases)):
        groups.setdefault(find(place), []).append(place)
    return tuple(tuple(members) for members in groups.values() if len(members) > 1)


def chosen(translation: Translation, plan: Plan) -> tuple[Option | None, ...]:
    """Give the option each case has in a plan, None where it stays unplaced."""
    return tuple(translation.options[place] if place >= 0 else None for place in plan.chosen.tolist())
