"""The moves of a stock (可移案件): each case may stay with who holds it, or go to somebody else, as changes of load.

A move is an option whose lead is not the holder; what it changes is what it charges less what staying charges.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.instance import PERMILLE, Instance, permille
from solver.assignment.plan import Plan

Rows = tuple[int, ...]
"""A choice of moves by their numbers, in order; no two of the same case."""

OVER = 10**9  # what a minute above the aim costs, against a minute of spread
NEVER = 2**60


@dataclass(frozen=True, eq=False)
class Moves:
    """`option`, `case` and `price` by move, sorted by case; its changes at `start` to `start` of the next.

    `person` and `change` are those changes: whose minutes, and by how many; `present` what everybody holds now; `limit`
    the most anybody may come to hold; `counts` who counts for the levels of load.
    """

    instance: Instance
    stays: Ints
    option: Ints
    case: Ints
    price: Ints
    start: Ints
    person: Ints
    change: Ints
    present: Ints
    limit: Ints
    counts: Flags

    @classmethod
    def of(cls, instance: Instance) -> "Moves":
        """List the moves; raises ValueError for a case nobody holds, or that its holder could not keep."""
        stays = _stays(instance)
        present = instance.held + _charged(instance, stays)
        option = _others(instance)
        start, person, change = _changes(instance, option, stays)
        lasting = np.diff(start) > 0
        kept = np.repeat(lasting, np.diff(start))
        case = instance.option_case[option[lasting]]
        return cls(
            instance,
            stays,
            option[lasting],
            case,
            instance.move_price[case],
            np.concatenate([[0], np.cumsum(np.diff(start)[lasting])]).astype(np.int64),
            person[kept],
            change[kept],
            present,
            np.maximum(present, instance.limit),
            instance.chargeable,
        )

    @property
    def size(self) -> int:
        """Number of moves."""
        return len(self.option)

    @cached_property
    def lead(self) -> Ints:
        """To whom each move goes."""
        lead: Ints = self.instance.option_lead[self.option]
        return lead

    @cached_property
    def case_start(self) -> Ints:
        """Where the moves of each case that has any begin, and where the last one's end."""
        first = np.flatnonzero(np.diff(self.case, prepend=-1)) if self.size else self.case
        return np.append(first, self.size)

    @cached_property
    def of_case(self) -> Ints:
        """Which of those cases each move is of, counted from 0."""
        return np.repeat(np.arange(len(self.case_start) - 1), np.diff(self.case_start))

    @cached_property
    def busiest(self) -> Ints:
        """People who count, by number."""
        return np.flatnonzero(self.counts)

    def added(self, weights: Ints) -> Ints:
        """Add up the changes of each move, each minute with the weight of its person."""
        return self.summed(weights[self.person] * self.change)

    def summed(self, values: Ints) -> Ints:
        """Add up what stands at the changes of each move."""
        found: Ints = np.add.reduceat(values, self.start[:-1])
        return found

    def loads(self, rows: Rows) -> Ints:
        """Give everybody's minutes once some moves are made."""
        found = self.present.copy()
        places = self._places(np.array(rows, dtype=np.int64))[1]
        np.add.at(found, self.person[places], self.change[places])
        return found

    def peak(self, loads: Ints) -> int:
        """Give the load of the busiest who counts, in per mille, rounded up."""
        return max(permille(loads, self.instance.capacity)[self.busiest].tolist(), default=0)

    def spread(self, loads: Ints) -> int:
        """Give how uneven the loads are, in step-minutes (see load_rules.EvenLoad)."""
        return int(self.steep(loads[self.busiest], self.busiest).sum())

    def slopes(self, loads: Ints) -> Ints:
        """Give what one more minute of each person costs at some loads: the steps below it, nothing for who counts not."""
        return np.where(self.counts, self.steps(loads, np.arange(len(loads))), 0)

    def lawful(self, loads: Ints) -> bool:
        """Say whether nobody is lifted above the limit."""
        return bool((loads <= self.limit).all())

    def keeps(self, rows: Rows) -> bool:
        """Say whether some moves lift nobody above the limit, and give nobody more new cases than may be."""
        over = (
            self._given(rows) > self.instance.most_new if len(self.instance.most_new) else np.zeros(0, dtype=np.bool_)
        )
        return self.lawful(self.loads(rows)) and not (over & (self.instance.most_new >= 0)).any()

    def full(self, rows: Rows) -> Flags:
        """Say of each move whether it goes to somebody whom these moves give as many cases as may be."""
        most = self.instance.most_new
        if not len(most):
            return np.zeros(self.size, dtype=np.bool_)
        full: Flags = ((most >= 0) & (self._given(rows) >= most))[self.lead]
        return full

    def _given(self, rows: Rows) -> Ints:
        leads = self.instance.option_lead[self.option[list(rows)]]
        return np.bincount(leads, minlength=self.instance.people)

    def worth(self, loads: Ints, aim: int, toll: int | None = None) -> Ints:
        """Say what each move makes of the spread from some loads on, minutes above an aimed-at peak counted dearest.

        What would lift somebody above the limit is barred; with a toll, each minute of that costs so much instead.
        """
        now = loads[self.person]
        then = now + self.change
        cap = self._caps(aim)[self.person]
        cost = self.steep(then, self.person) - self.steep(now, self.person)
        cost += OVER * (np.maximum(0, then - cap) - np.maximum(0, now - cap))
        cost = np.where(self.counts[self.person], cost, 0)
        most = self.limit[self.person]
        if toll is not None:
            return self.summed(cost + toll * (np.maximum(0, then - most) - np.maximum(0, now - most)))
        barred = (self.change > 0) & (then > most)
        found: Ints = np.add.reduceat(np.where(barred, NEVER, 0), self.start[:-1])
        return np.where(found > 0, NEVER, np.add.reduceat(cost, self.start[:-1]))

    def cost(self, loads: Ints, aim: int, toll: int | None = None) -> int:
        """Give the spread of some loads, minutes above an aimed-at peak counted dearest, those above a limit as the toll says."""
        over = np.maximum(0, loads - self._caps(aim))[self.busiest]
        beyond = np.maximum(0, loads - self.limit) if toll else 0
        return self.spread(loads) + OVER * int(over.sum()) + (toll or 0) * int(np.sum(beyond))

    def part(self, rows: Ints) -> "Moves":
        """Give the same stock with some of its moves only, in their order."""
        start, places = self._places(rows)
        return replace(
            self,
            option=self.option[rows],
            case=self.case[rows],
            price=self.price[rows],
            start=start,
            person=self.person[places],
            change=self.change[places],
        )

    def _places(self, rows: Ints) -> tuple[Ints, Ints]:
        """Lay the places of the changes of some moves end to end: where each move's begin, and the places."""
        width = np.diff(self.start)[rows]
        start = np.concatenate([[0], np.cumsum(width)]).astype(np.int64)
        return start, np.repeat(self.start[rows] - start[:-1], width) + np.arange(int(start[-1]))

    def plan(self, rows: Rows) -> Plan:
        """Give the plan in which these cases move and all others stay."""
        chosen = self.stays.copy()
        chosen[self.case[list(rows)]] = self.option[list(rows)]
        return Plan(chosen)

    def _caps(self, aim: int) -> Ints:
        return aim * self.instance.capacity // PERMILLE

    def steps(self, loads: Ints, people: Ints) -> Ints:
        """Count the steps below each load of some people: step j lies at j * step * capacity / 1000 minutes, rounded down."""
        width = np.maximum(1, self.instance.capacity[people] * self.instance.spread_step)
        steps: Ints = np.maximum(0, (PERMILLE * loads - 1) // width)
        return steps

    def steep(self, loads: Ints, people: Ints) -> Ints:
        """Give the step-minutes of each load: what lies above every step below it."""
        heights, first = self._heights
        steps = np.minimum(self.steps(loads, people), np.diff(first)[people] - 1)
        above: Ints = steps * loads - heights[first[people] + steps]
        return above

    @cached_property
    def _heights(self) -> tuple[Ints, Ints]:
        """The heights of everybody's steps up to the limit, added up from the first on, laid end to end."""
        most = self.steps(np.maximum(np.maximum(self.limit, self.instance.limit), 1), np.arange(len(self.limit)))
        width = self.instance.capacity * self.instance.spread_step
        parts = [np.cumsum(np.arange(count + 1) * step // PERMILLE) for count, step in zip(most, width, strict=True)]
        return np.concatenate(parts), np.concatenate([[0], np.cumsum(most + 1)])


def _stays(instance: Instance) -> Ints:
    """Give the option by which each case stays: the first one whose lead is its holder."""
    stays = np.full(instance.cases, -1, dtype=np.int64)
    own = np.flatnonzero(instance.option_lead == instance.holder[instance.option_case])[::-1]
    stays[instance.option_case[own]] = own
    kept = (stays >= 0) & instance.usable[stays]
    if not kept.all():
        raise ValueError(f"Case {int(np.argmin(kept))} has nobody who holds it and can go on with it.")
    return stays


def _others(instance: Instance) -> Ints:
    """Give the usable options that take a case from its holder, sorted by case."""
    order, _ = instance.options_by_case
    away = instance.option_lead != instance.holder[instance.option_case]
    found: Ints = order[(instance.usable & away)[order]]
    return found


def _charged(instance: Instance, options: Ints) -> Ints:
    found = np.zeros(instance.people, dtype=np.int64)
    places = instance.charges_of(options)
    np.add.at(found, instance.charge_person[places], instance.charge_minutes[places])
    return found


def _changes(instance: Instance, option: Ints, stays: Ints) -> tuple[Ints, Ints, Ints]:
    """Lay the changes of load of some options end to end: who, by how many minutes; those of none are left out."""
    people = max(1, instance.people)
    parts = []
    for options, sign in ((option, 1), (stays[instance.option_case[option]], -1)):
        places = instance.charges_of(options)
        row = np.repeat(np.arange(len(option)), np.diff(instance.charge_start)[options])
        parts.append((row * people + instance.charge_person[places], sign * instance.charge_minutes[places]))
    key, place = np.unique(np.concatenate([part[0] for part in parts]), return_inverse=True)
    change = np.zeros(len(key), dtype=np.int64)
    np.add.at(change, place, np.concatenate([part[1] for part in parts]))
    key, change = key[change != 0], change[change != 0]
    start = np.searchsorted(key // people, np.arange(len(option) + 1)).astype(np.int64)
    return start, key % people, change
