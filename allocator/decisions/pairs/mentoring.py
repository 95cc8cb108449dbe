"""Who may mentor whom, and what each thinks of it (带教资格与意愿): rules, places and lists, without any search."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from allocator.decisions.recommendation.eligibility import Refusal
from allocator.domain.people import Officer, Pairing
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import PERMILLE, Load

DAYS_A_WEEK = 5
NEVER = 0
"""The place in a list of somebody who said that it will not do."""

Bars = Callable[[Officer, Officer], Iterable[Refusal]]


@dataclass(frozen=True)
class Round:
    """What is to be paired (结对范围): these apprentices, with these pairs standing already.

    `bars` adds reasons of the occasion why a mentor may not take an apprentice (cover, for example); `without` are
    people who do not mentor this time. `places` and `consents` are exceptions somebody decided on: places more by mentor,
    and pairs (apprentice, mentor) to which who had refused agrees after all.
    """

    snapshot: Snapshot
    apprentices: tuple[str, ...]
    standing: tuple[Pairing, ...]
    without: frozenset[str] = frozenset()
    bars: Bars | None = field(default=None, compare=False)
    places: Mapping[str, int] = field(default_factory=dict)
    consents: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def mentors(self) -> tuple[str, ...]:
        """Who mentors at all by role, in the office's order."""
        roles, snapshot = self.snapshot.rulebook.roles, self.snapshot
        return tuple(
            officer.code
            for officer in snapshot.office.officers
            if officer.code not in self.without
            and (role := roles.get(officer.role)) is not None
            and role.mentors
            and officer.serves(snapshot.day)
        )

    @cached_property
    def refused(self) -> dict[tuple[str, str], tuple[Refusal, ...]]:
        """Why a mentor may not take an apprentice, by both codes; none means that the pair may be made."""
        people = self.snapshot.office.officer_by_code
        return {
            (apprentice, mentor): tuple(self._refusals(people[apprentice], people[mentor]))
            for apprentice in self.apprentices
            for mentor in self.mentors
        }

    def _refusals(self, apprentice: Officer, mentor: Officer) -> Iterator[Refusal]:
        if not near(apprentice, mentor, self.snapshot):
            yield Refusal("far_team", Text("不在同队或相邻团队", "neither in the team nor in one near enough"))
        if not self.snapshot.capacity.minutes[mentor.code]:
            yield Refusal("no_minutes", Text("近期无可用工时", "has no available minutes in the horizon"))
        if self.bars is not None:
            yield from self.bars(apprentice, mentor)

    def taken(self, mentor: str) -> int:
        """Count the apprentices a mentor has by the pairs that stand, cover included."""
        return len({pairing.apprentice for pairing in self.standing if pairing.mentor == mentor})

    def slots(self, mentor: str) -> int:
        """Give how many more apprentices a mentor may take: the cap, or as many as his hours hold, less those he has."""
        most, need = self.snapshot.rulebook.levers.most_apprentices, hours_needed(self.snapshot)
        held = min(most, self.snapshot.capacity.minutes[mentor] // need) if need else most
        return max(0, held - self.taken(mentor)) + self.places.get(mentor, 0)

    def load(self, mentor: str, more: int = 0) -> Load:
        """Give a mentor's load: work held, the hours promised to apprentices, and those of some more."""
        promised = (self.taken(mentor) + more) * hours_needed(self.snapshot)
        return Load(self.snapshot.minutes_held[mentor] + promised, self.snapshot.capacity.minutes[mentor])

    def permille(self, mentor: str, more: int) -> int:
        """Give the load as a number; somebody without minutes counts as full."""
        return self.load(mentor, more).permille or PERMILLE

    @cached_property
    def wishes(self) -> dict[tuple[str, str], int]:
        """Places in lists, by person and other: 1 the best, equal places equally liked; NEVER for one refused."""
        lists = ranks_of(self.snapshot)
        found: dict[tuple[str, str], int] = {}
        for apprentice in self.apprentices:
            others = [mentor for mentor in self.mentors if not self.refused[apprentice, mentor]]
            found |= _places(apprentice, others, lists.get(apprentice, {}))
        for mentor in self.mentors:
            others = [apprentice for apprentice in self.apprentices if not self.refused[apprentice, mentor]]
            found |= _places(mentor, others, lists.get(mentor, {}))
        return found


def hours_needed(snapshot: Snapshot) -> int:
    """Give the minutes an apprentice takes of a mentor in the horizon, by the hours a week the rulebook asks for."""
    return snapshot.rulebook.learning.weekly_minutes * snapshot.rulebook.levers.horizon_days // DAYS_A_WEEK


def near(apprentice: Officer, mentor: Officer, snapshot: Snapshot) -> bool:
    """Say whether a mentor is near enough: in the team, in one with a lane of the same class, or anywhere."""
    whence = snapshot.rulebook.learning.mentor_from
    if whence == "office" or apprentice.team == mentor.team:
        return True
    return whence == "class" and bool(_classes(apprentice, snapshot) & _classes(mentor, snapshot))


def _classes(officer: Officer, snapshot: Snapshot) -> set[str]:
    team = snapshot.office.team_by_code.get(officer.team or "")
    return {snapshot.rulebook.lanes[lane].track for lane in (team.lanes if team else ())}


def ranks_of(snapshot: Snapshot) -> dict[str, dict[str, int | None]]:
    """Give what everybody wrote down about the others."""
    found: dict[str, dict[str, int | None]] = {}
    for wish in snapshot.office.preferences:
        found.setdefault(wish.person, {})[wish.other] = wish.rank
    return found


def _places(person: str, others: Sequence[str], said: Mapping[str, int | None]) -> dict[tuple[str, str], int]:
    """Close the gaps of a list among those who may be taken at all; whom nobody ranked comes after all others."""
    ranks = sorted({rank for other in others if (rank := said.get(other)) is not None})
    place = {rank: number for number, rank in enumerate(ranks, start=1)}
    return {
        (person, other): NEVER
        if other in said and said[other] is None
        else place.get(said.get(other) or NEVER, len(ranks) + 1)
        for other in others
    }


def learners(snapshot: Snapshot) -> tuple[str, ...]:
    """Give the apprentices in service, in the office's order."""
    roles = snapshot.rulebook.roles
    return tuple(
        officer.code
        for officer in snapshot.office.officers
        if (role := roles.get(officer.role)) is not None and role.learns and officer.serves(snapshot.day)
    )


def standing_pairs(snapshot: Snapshot) -> tuple[Pairing, ...]:
    """Give the pairs in force that day; one whose mentor or apprentice has left is over."""
    people = snapshot.office.officer_by_code
    return tuple(
        pairing
        for pairing in snapshot.office.pairings
        if pairing.period.covers(snapshot.day)
        and all(code in people and people[code].serves(snapshot.day) for code in (pairing.mentor, pairing.apprentice))
    )


def former_mentor(apprentice: str, snapshot: Snapshot) -> str | None:
    """Give the mentor an apprentice has that day, cover apart."""
    own = (pair for pair in snapshot.office.mentor_of(apprentice) if not pair.cover)
    return next((pair.mentor for pair in own if pair.period.covers(snapshot.day)), None)
