"""Who may lead a case today (当日可分人员), asked by the thousand: the same people as `eligibility` finds, no reasons.

What bars somebody whatever the case is asked once for a day and a lane. Of a case only that is asked which it may change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from allocator.decisions.eligibility import (
    NO,
    WHATEVER_THE_CASE,
    WITH_MENTOR,
    first_free,
    ladder,
    mentors_of,
)
from allocator.decisions.recusal import tied
from allocator.domain.cases import normal_name
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import Capacity


@dataclass(frozen=True, slots=True, eq=False)
class OnDuty:
    """Somebody who may lead cases of a lane today; `marks` as of a `Signer`, `mentors` None: leads alone, else who may stand beside."""

    officer: Officer
    code: str
    marks: frozenset[str]
    skills: frozenset[str]
    mentors: tuple[str, ...] | None
    signers: tuple["Signer", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Signer:
    """A judge who signs in a team (签发法官), and the names and numbers by which a case could be tied to her."""

    officer: Officer
    marks: frozenset[str]


Able = tuple[OnDuty, str | None]
"""Who may lead a case, and the mentor who must stand beside."""


@dataclass(eq=False)
class Duty:
    """The people of one day; snapshots handed in must be of that day and office."""

    capacity: Capacity
    _lanes: dict[str, tuple[OnDuty, ...]] = field(default_factory=dict, repr=False)

    def able(self, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Able]:
        """Give everybody whom nothing keeps from leading a case, load apart, in the office's order."""
        lane = self._lanes.get(case.lane)
        if lane is None:
            lane = self._lanes[case.lane] = tuple(self._on_duty(case, snapshot))
        named = _marks_of(case)
        most, recent = snapshot.rulebook.levers.most_new_in_7_days, snapshot.recent
        kept = {*case.barred, *case.declined, case.holder}
        for one in lane:
            if one.code in kept or (most is not None and recent.get(one.code, 0) >= most):
                continue
            if not one.skills.issuperset(case.skills) or _is_tied(one, named, case, snapshot):
                continue
            if one.signers and all(_is_tied(signer, named, case, snapshot) for signer in one.signers):
                continue
            mentor = None if one.mentors is None else first_free(one.mentors, case, snapshot)
            if mentor is not None or one.mentors is None:
                yield one, mentor

    def _on_duty(self, case: CaseToPlace, snapshot: Snapshot) -> Iterator[OnDuty]:
        for officer in self.capacity.leaders:
            may = None
            if not any(True for check in WHATEVER_THE_CASE for _ in check(officer, case, snapshot)):
                may = ladder(officer, case, snapshot)
            if may not in (None, NO):
                yield _on_duty(officer, mentors_of(officer, snapshot) if may == WITH_MENTOR else None, snapshot)


def _on_duty(officer: Officer, mentors: tuple[str, ...] | None, snapshot: Snapshot) -> OnDuty:
    office = snapshot.office
    signers = snapshot.signers.get(officer.team or "", ())
    others = () if officer in signers else signers
    return OnDuty(
        officer,
        officer.code,
        _marks(officer, office),
        frozenset(skill.id for skill in officer.skills if skill.valid(snapshot.day)),
        mentors,
        tuple(Signer(one, _marks(one, office)) for one in others),
    )


def _is_tied(one: OnDuty | Signer, named: set[str], case: CaseToPlace, snapshot: Snapshot) -> bool:
    """Say whether somebody must stay away; who has nothing in common with a case's parties need not be asked further."""
    return not one.marks.isdisjoint(named) and tied(one.officer, case, snapshot)


def _marks(officer: Officer, office: Office) -> frozenset[str]:
    """Give every name and number by which a case could be found tied to somebody."""
    own = office.recusals_of(officer.code)
    found = (officer.name, *(mark for one in own for mark in (one.case_no, one.identity, one.party)))
    return frozenset(normal_name(mark) for mark in found if mark)


def _marks_of(case: CaseToPlace) -> set[str]:
    """Give the names and numbers of a case and its parties."""
    filing = case.case.filing
    found = (filing.case_no, *(mark for one in filing.parties for mark in (one.name, one.identity)))
    return {normal_name(mark) for mark in found if mark}
