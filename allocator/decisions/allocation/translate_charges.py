"""Who carries which minutes of many cases at once (工作量归属): `workload.charges`, said over whole columns of cases.

A crew is all that a lead's team and signing role decide: leads of one crew charge the same desks alike, so that the desks'
minutes are worked out once for each crew and each person, every part of a desk rounded up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import PERMILLE, desk_for, members_of
from solver.arrays import Ints

OWN = ""
"""Where a crew notes what falls on the lead, whoever that is."""


@dataclass(frozen=True, eq=False)
class Crew:
    """What the cases cost a crew, a column a case: by person through desks, by the lead directly, by a mentor beside."""

    desks: Mapping[int, Ints]
    own: Ints
    mentor: Ints


class Crews:
    """Works out the minutes of each crew when they are first asked for."""

    def __init__(self, cases: Sequence[CaseToPlace], snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        roles = dict.fromkeys(role for case in cases for role in case.minutes)
        self._minutes = {role: _column(case.minutes.get(role, 0) for case in cases) for role in roles}
        mentor, lanes = snapshot.rulebook.charging.mentor, snapshot.rulebook.lanes
        self._beside = _column(mentor.get(lanes[case.lane].track, 0) for case in cases)
        self._number = {officer.code: place for place, officer in enumerate(snapshot.office.officers)}
        self._known: dict[tuple[str, str], Crew] = {}
        self._rest, self._pooled = self._pools()

    def of(self, lead: Officer) -> Crew:
        """Give the crew of a lead."""
        signs = lead.role if self.snapshot.rulebook.roles[lead.role].signs else ""
        key = (lead.team or "", signs)
        if key not in self._known:
            self._known[key] = self._crew(lead, signs)
        return self._known[key]

    def _pools(self) -> tuple[dict[str, Ints], dict[str, Ints]]:
        """Take the pools' shares first: what remains by role, and what each pool's desk takes."""
        rest, taken = dict(self._minutes), dict[str, Ints]()
        for pool in self.snapshot.rulebook.charging.pools:
            desk = self.snapshot.capacity.desk_of_pool(pool.lane, pool.by or pool.role)
            whole = rest.get(pool.role)
            if desk is not None and whole is not None:
                fixed = np.minimum(pool.fixed, whole)
                part = fixed + (whole - fixed) * pool.permille // PERMILLE
                rest[pool.role] = whole - part
                _add(taken, desk, part)
        return rest, taken

    def _crew(self, lead: Officer, signs: str) -> Crew:
        lead_role, nothing = self.snapshot.rulebook.charging.lead_role, np.zeros_like(self._beside)
        own = self._rest.get(lead_role, nothing)
        if signs and signs != lead_role:
            own = own + self._rest.get(signs, nothing)
        holders = dict(self._pooled)
        _add(holders, OWN, own)
        for role, part in self._rest.items():
            if role not in (lead_role, signs):
                desk = desk_for(role, lead, self.snapshot.capacity)
                _add(holders, OWN if desk == lead.code else desk, part)
        direct = holders.pop(OWN)
        return Crew(self._people(holders), direct, own * self._beside // PERMILLE)

    def _people(self, holders: Mapping[str, Ints]) -> dict[int, Ints]:
        """Turn the desks' minutes into those of each member with time, every part rounded up."""
        found: dict[int, Ints] = {}
        for desk, part in holders.items():
            members = members_of(desk, self.snapshot.capacity)
            total = sum(members.values())
            for code, weight in members.items():
                place = self._number[code]
                found[place] = found.get(place, 0) - (-part * weight // total)
        return found


def _column(values: object) -> Ints:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload,no-any-return]


def _add(found: dict[str, Ints], holder: str, minutes: Ints) -> None:
    found[holder] = found[holder] + minutes if holder in found else minutes
