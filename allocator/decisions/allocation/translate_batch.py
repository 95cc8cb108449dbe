"""What tallies are made of (计数的材料): a batch of cases with their options, and one thing that is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from allocator.decisions.allocation.translate_options import Options
from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from solver.arrays import Flags, Ints


@dataclass(frozen=True, eq=False)
class Tally:
    """One thing that is counted: for whom (by number), what stands already, the limit, and what each option adds.

    `side` 1 counts what is above the limit, -1 what is short of it; `text` says what is counted.
    """

    kind: int
    person: int
    held: int
    limit: int
    price: int
    side: int
    text: Text
    options: Ints
    amounts: Ints

    def idle(self, case_of: Ints, cases: int) -> bool:
        """Say whether no plan can bring it beyond its limit, one option of each case being taken at most."""
        most = np.zeros(cases, dtype=np.int64)
        np.maximum.at(most, case_of[self.options], self.side * self.amounts)
        return self.side * (self.held - self.limit) + int(most.sum()) <= 0


@dataclass(frozen=True)
class Batch:
    """What tallies are made of: the cases, their options, and what the decision may see."""

    cases: Sequence[CaseToPlace]
    options: Options
    seen: Snapshot

    @property
    def people(self) -> tuple[Officer, ...]:
        """The office's people, in order."""
        return self.seen.office.officers

    def where(self, cases: Flags) -> Flags:
        """Say of each option whether its case is one of some."""
        return cases[self.options.case]

    @cached_property
    def led(self) -> list[Ints]:
        """Give the options each person leads."""
        return sorted_by(self.options.lead, len(self.people))

    @cached_property
    def mentored(self) -> list[Ints]:
        """Give the options each person mentors."""
        return sorted_by(self.options.mentor + 1, len(self.people) + 1)[1:]

    def flags(self, values: object) -> Flags:
        """Put one truth for each case into an array."""
        return np.fromiter(values, dtype=np.bool_, count=len(self.cases))  # type: ignore[call-overload,no-any-return]


def sorted_by(people: Ints, count: int) -> list[Ints]:
    """Give the places at which each person stands, in order."""
    order = np.argsort(people.astype(np.uint16), kind="stable")
    ends = np.searchsorted(people[order], np.arange(count + 1)).tolist()
    return [order[first:last] for first, last in pairwise(ends)]
