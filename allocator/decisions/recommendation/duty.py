"""Who may lead a case today (当日可分人员), asked by the thousand: the same people as `eligibility` finds, no reasons.

What bars somebody whatever the case is asked once for a day and a lane. Of a case only that is asked which it may change:
where it names nobody here and nobody has had his fill of new cases, all cases of a lane that ask for the same skills have
the same people, found once a day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from allocator.decisions.recommendation.eligibility import (
    NO,
    WHATEVER_OF_A_MENTOR,
    WHATEVER_THE_CASE,
    WITH_MENTOR,
    barred_by,
    ladder,
    leads_in,
    mentors_of,
)
from allocator.decisions.recommendation.recusal import tied
from allocator.decisions.recommendation.shares import Parted
from allocator.domain.cases import normal_name
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import Capacity

Post = tuple[str | None, str]
"""A team and a role."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Somebody, and the names and numbers by which a case could be tied to them: who signs in a team, who stands beside."""

    officer: Officer
    code: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class OnDuty:
    """Somebody who may lead cases of a lane today; `mentors` None: leads alone, else who may stand beside; `signers` are others."""

    known: Known
    officer: Officer
    code: str
    post: Post
    skills: frozenset[str]
    mentors: tuple[Known, ...] | None
    signers: tuple[Known, ...]


Able = tuple[OnDuty, str | None]
"""Who may lead a case, and the mentor who must stand beside."""


@dataclass(frozen=True, eq=False)
class Together:
    """Those of one team and role who may lead a case (同队可分人员); `alone`: none of them with a mentor."""

    people: tuple[Able, ...]
    alone: bool
    codes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Found:
    """Who may lead a case (可分人员), in the office's order."""

    people: tuple[Able, ...]

    @cached_property
    def posts(self) -> tuple[Together, ...]:
        """Give the same people by team and role, for which most of a price is the same."""
        posts: dict[Post, list[Able]] = {}
        for pair in self.people:
            posts.setdefault(pair[0].post, []).append(pair)
        return tuple(
            Together(tuple(pairs), all(mentor is None for _, mentor in pairs), tuple(one.code for one, _ in pairs))
            for pairs in posts.values()
        )


@dataclass(frozen=True, eq=False)
class LaneDuty:
    """Who may lead cases of a lane today, in the office's order."""

    people: tuple[OnDuty, ...]
    _found: dict[frozenset[str], Found] = field(default_factory=dict, repr=False)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Give everybody who may lead or stand beside."""
        return frozenset(
            code for one in self.people for code in (one.code, *(other.code for other in one.mentors or ()))
        )

    def skilled(self, skills: Iterable[str]) -> Found:
        """Give who may lead a case that asks for some skills, where nothing else of it keeps anybody away."""
        key = frozenset(skills)
        if key not in self._found:
            fit = (one for one in self.people if one.skills >= key and one.mentors != ())
            self._found[key] = Found(tuple((one, one.mentors[0].code if one.mentors else None) for one in fit))
        return self._found[key]

    @cached_property
    def marks(self) -> frozenset[str]:
        """Give every name and number by which a case could be tied to any of them, their mentors or who signs."""
        known = [other for one in self.people for other in (one.known, *(one.mentors or ()), *one.signers)]
        return frozenset(mark for one in known for mark in one.marks)


@dataclass(eq=False)
class Duty:
    """The people of one day; snapshots handed in must be of that day and office.

    `known` keeps what somebody goes by from day to day, as long as the office is the same; `parted` who does what of cases,
    as long as the same desks are staffed too.
    """

    capacity: Capacity
    known: dict[str, Known] = field(default_factory=dict, repr=False)
    parted: Parted = field(default_factory=dict, repr=False)
    _lanes: dict[str, LaneDuty] = field(default_factory=dict, repr=False)
    _signing: dict[str, tuple[tuple[Known, ...], frozenset[str]]] = field(default_factory=dict, repr=False)

    def able(self, case: CaseToPlace, snapshot: Snapshot) -> Found:
        """Give everybody whom nothing keeps from leading a case, load apart, in the office's order."""
        lane = self._lane(case, snapshot)
        named = _marks_of(case)
        if named.isdisjoint(lane.marks):  # tied to nobody
            named = set()
        kept = {*case.barred, *case.declined, case.holder, *_full(snapshot)}
        if not named and kept.isdisjoint(lane.codes):
            return lane.skilled(case.skills)
        return Found(tuple(_able(lane, case, kept, named, snapshot)))

    def _lane(self, case: CaseToPlace, snapshot: Snapshot) -> LaneDuty:
        found = self._lanes.get(case.lane)
        if found is None:
            found = self._lanes[case.lane] = LaneDuty(tuple(self._on_duty(case, snapshot)))
        return found

    def _on_duty(self, case: CaseToPlace, snapshot: Snapshot) -> Iterator[OnDuty]:
        for officer in self.capacity.leaders:
            if not leads_in(officer, case.lane, snapshot.office) or barred_by(
                WHATEVER_THE_CASE, officer, case, snapshot
            ):  # most are of other teams: no words for them
                continue
            may = ladder(officer, case, snapshot)
            if may != NO:
                yield self._serving(
                    officer, self._beside(officer, case, snapshot) if may == WITH_MENTOR else None, snapshot
                )

    def _beside(self, officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> tuple[Known, ...]:
        """Give the mentors of an apprentice who are there today, in the order in which they are asked."""
        people, minutes = snapshot.office.officer_by_code, snapshot.capacity.minutes
        found = [people[code] for code in mentors_of(officer, snapshot) if minutes.get(code)]
        return tuple(
            self._known(one, snapshot.office)
            for one in found
            if not barred_by(WHATEVER_OF_A_MENTOR, one, case, snapshot)
        )

    def _serving(self, officer: Officer, mentors: tuple[Known, ...] | None, snapshot: Snapshot) -> OnDuty:
        return OnDuty(
            self._known(officer, snapshot.office),
            officer,
            officer.code,
            (officer.team, officer.role),
            frozenset(skill.id for skill in officer.skills if skill.valid(snapshot.day)),
            mentors,
            self._signers(officer, snapshot),
        )

    def _signers(self, officer: Officer, snapshot: Snapshot) -> tuple[Known, ...]:
        """Give who signs for somebody; nobody for who signs himself."""
        team = officer.team or ""
        found = self._signing.get(team)
        if found is None:
            signers = [self._known(one, snapshot.office) for one in snapshot.signers.get(team, ())]
            found = self._signing[team] = tuple(signers), frozenset(one.code for one in signers)
        return () if officer.code in found[1] else found[0]

    def _known(self, officer: Officer, office: Office) -> Known:
        found = self.known.get(officer.code)
        if found is None:
            found = self.known[officer.code] = _known(officer, office)
        return found


def _able(
    lane: LaneDuty, case: CaseToPlace, kept: set[str | None], named: set[str], snapshot: Snapshot
) -> Iterator[Able]:
    """Walk those of a lane whom neither the case nor their fill of new ones keeps away."""
    for one in lane.people:
        if one.code in kept or not one.skills.issuperset(case.skills):
            continue
        if named and _is_kept_away(one, named, case, snapshot):
            continue
        if one.mentors is None:
            yield one, None
        elif (mentor := _first_free(one.mentors, named, case, snapshot)) is not None:
            yield one, mentor


def _full(snapshot: Snapshot) -> set[str]:
    """Give who has had as many new cases in seven days as the rules allow."""
    most = snapshot.rulebook.levers.most_new_in_7_days
    return set() if most is None else {code for code, count in snapshot.recent.items() if count >= most}


def _is_kept_away(one: OnDuty, named: set[str], case: CaseToPlace, snapshot: Snapshot) -> bool:
    """Say whether somebody, or everybody who signs for her, must stay away from a case."""
    if _is_tied(one.known, named, case, snapshot):
        return True
    return bool(one.signers) and all(_is_tied(signer, named, case, snapshot) for signer in one.signers)


def _first_free(mentors: tuple[Known, ...], named: set[str], case: CaseToPlace, snapshot: Snapshot) -> str | None:
    """Give the first of some mentors whom nothing of a case keeps away."""
    for one in mentors:
        if one.code not in case.barred and not _is_tied(one, named, case, snapshot):
            return one.code
    return None


def _is_tied(one: Known, named: set[str], case: CaseToPlace, snapshot: Snapshot) -> bool:
    """Say whether somebody must stay away; who has nothing in common with a case's parties need not be asked further."""
    return not one.marks.isdisjoint(named) and tied(one.officer, case, snapshot)


def _known(officer: Officer, office: Office) -> Known:
    """Give somebody with every name and number by which a case could be found tied to them."""
    own = office.recusals_of(officer.code)
    found = (officer.name, *(mark for one in own for mark in (one.case_no, one.identity, one.party)))
    return Known(officer, officer.code, frozenset(normal_name(mark) for mark in found if mark))


def _marks_of(case: CaseToPlace) -> set[str]:
    """Give the names and numbers of a case and its parties."""
    filing = case.case.filing
    found = (filing.case_no, *(mark for one in filing.parties for mark in (one.name, one.identity)))
    return {normal_name(mark) for mark in found if mark}
