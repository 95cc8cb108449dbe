"""All that one decision may see (快照): the office, the rulebook, the day and the loads at that instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from allocator.domain.canonical import added_later, digest
from allocator.domain.capacities import capacity_on
from allocator.domain.cases import LinkedCase
from allocator.domain.facts import CaseInput
from allocator.domain.ledgers import Ledgers
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.supporting import Support, support_of
from allocator.domain.workload import Capacity, Load, spread


@dataclass(frozen=True)
class Snapshot:
    """The office at one instant.

    `held` are minutes of open work by officer code or desk key; `recent` counts cases given to each officer in the
    past seven days; `ledgers` are the rolling books, which only a plan for many cases looks into. `filled` are the minutes
    each officer holds of cases that a special action gave him time for (专项行动).
    """

    office: Office
    rulebook: Rulebook
    day: date
    held: Mapping[str, int] = field(default_factory=dict)
    recent: Mapping[str, int] = field(default_factory=dict)
    ledgers: Ledgers = field(default_factory=Ledgers)
    filled: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def capacity(self) -> Capacity:
        """What everybody has to give from this day on."""
        return capacity_on(self.day, self.office, self.rulebook, self.filled)

    @cached_property
    def minutes_held(self) -> dict[str, int]:
        """Minutes of open work by person, desks shared out."""
        return spread(self.held, self.capacity)

    @property
    def minutes_led(self) -> Mapping[str, int]:
        """Give the same, where only those are asked for who lead cases or teach; of others it may be out of date."""
        return self.minutes_held

    @cached_property
    def support(self) -> Support:
        """Tell the desks that only support."""
        return support_of(self.capacity)

    @property
    def support_is_usual(self) -> bool:
        """Whether people of desks that only support hold nothing but what their desk does."""
        return self.held.keys() <= self.support.usual

    def less(self, charges: Mapping[str, int]) -> "Snapshot":
        """Give the office as it would be without what a case takes of it."""
        return replace(self, held=self.held_less(charges))

    def held_less(self, charges: Mapping[str, int]) -> dict[str, int]:
        """Give the minutes of open work by holder without what a case takes."""
        left = dict(self.held)
        for name in charges.keys() & left.keys():
            left[name] -= charges[name]
        return left

    @property
    def signers(self) -> dict[str, tuple[Officer, ...]]:
        """Who signs in each team that day (签发法官)."""
        return self.capacity.signers

    def load(self, code: str, extra: int = 0) -> Load:
        """Give a person's load, with some minutes more."""
        return Load(self.minutes_held[code] + extra, self.capacity.minutes[code])

    @cached_property
    def digest(self) -> str:
        """Name what was seen: office, rulebook, day, loads and rolling books."""
        parts = [self.office.digest, self.rulebook.digest, self.day, dict(self.held), dict(self.recent), self.ledgers]
        return digest([*parts, dict(self.filled)] if self.filled else parts)


@dataclass(frozen=True, slots=True)
class CaseToPlace:
    """A case as recommendation and allocation see it: its input, class and effort, and the cases tied to it.

    `minutes` is the effort by role; `barred` are officers who may not touch it for reasons of the case itself
    (who handled the act under objection, for example), `declined` those a supervisor does not want to have it.
    """

    case: CaseInput
    lane: str
    minutes: Mapping[str, int]
    priority: int
    skills: tuple[str, ...] = ()
    linked: tuple[LinkedCase, ...] = ()
    barred: tuple[str, ...] = ()
    holder: str | None = None
    declined: tuple[str, ...] = added_later(())


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A case somebody holds, as a rebalancing sees it (在手案件): with whom, since when, and who carries what of it."""

    place: CaseToPlace
    mentor: str | None
    since: date
    charges: Mapping[str, int]

    @property
    def case_no(self) -> str:
        """Give the case number (案号)."""
        return self.place.case.filing.case_no

    @property
    def holder(self) -> str:
        """Give who holds it, by code."""
        return self.place.holder or ""
