"""The question put to one level (分层提问): how low it can be, given what the levels above it hold.

The same question is put to the dual (for prices and a proof) and to the search (for a plan), so that both mean one
thing. Everything that is counted is a *quantity*: the level itself is quantity 0, each held level another one with the
most it may be. What adds to a quantity is a cost of a column, a case left out, a split group, or the shape of a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Columns, Floats
from solver.assignment.instance import PERMILLE, Instance
from solver.assignment.prices.shapes import Shapes, shapes
from solver.assignment.rules.prefer import COSTS
from solver.assignment.rules.tally_rules import TALLIED

NOWHERE = -1
NO_LIMIT = 2**60


@dataclass(frozen=True, eq=False)
class Question:
    """One level of an instance, as arrays.

    `names[q]` is what quantity q counts and `most[q]` the most it may be (none for the level); rows start at `begin`,
    end between `low` and `high` (`capped`: not above, as for what people may hold), and add to quantity `row_to[r]` by
    their shape; `dense[d]` is a cost by column that adds to `dense_to[d]`; a case left out adds one to `out_to[n]`, and
    `must[n]` says that it cannot be left out; a split group adds one to `group_to`. -1 adds to nothing. `capacity` is
    what the peak is measured by, none otherwise.
    """

    instance: Instance
    columns: Columns
    names: tuple[str, ...]
    most: Ints
    begin: Ints
    low: Ints
    high: Ints
    capped: Flags
    row_to: Ints
    dense: Floats
    dense_to: Ints
    out_to: Ints
    must: Flags
    group_to: int
    capacity: Ints

    @property
    def level(self) -> str:
        """The level asked about."""
        return self.names[0]

    @property
    def peak(self) -> bool:
        """Say whether the level is the peak."""
        return self.level == "peak"

    @property
    def never_split(self) -> bool:
        """Say whether what is held allows no split group."""
        return self.group_to > 0 and not self.most[self.group_to]

    @cached_property
    def shapes(self) -> Shapes:
        """The shape of each row."""
        return shapes(self.instance, (self.low, self.high))

    @cached_property
    def _steps(self) -> Ints:
        return self.columns.steps(len(self.begin))

    def ends(self, row: int) -> list[int]:
        """Give where a row may end: as low or as high as it can, or where its line bends.

        Where all there is comes in steps, it ends a step below or above.
        """
        low, high, step = int(self.low[row]), int(self.high[row]), int(self._steps[row])
        bends = self.shapes.points(row) if self.row_to[row] >= 0 else []
        below = [x - (x - int(self.begin[row])) % step for x in bends]
        return sorted({low, high, *(x for x in (*below, *(x + step for x in below)) if low < x < high)})

    def all_ends(self) -> tuple[Ints, Ints]:
        """Give the rows with where each may end (see `ends`), some ends more than once."""
        rows, start = np.arange(len(self.begin)), self.shapes.start
        bends = np.repeat(rows, np.diff(start))
        below = self.shapes.x - (self.shapes.x - self.begin[bends]) % self._steps[bends]
        row, x = np.concatenate([bends, bends]), np.concatenate([below, below + self._steps[bends]])
        inside = (self.row_to[row] >= 0) & (self.low[row] < x) & (x < self.high[row])
        return np.concatenate([rows, rows, row[inside]]), np.concatenate([self.low, self.high, x[inside]])


def ask(instance: Instance, columns: Columns, level: str, held: Mapping[str, int]) -> Question:
    """Put the question of a level, `held` being the values of the levels above it."""
    names = [level, *(name for name in held if name != "peak")]
    place = {name: number for number, name in enumerate(names)}
    costs = [(number, COSTS[name]) for name, number in place.items() if name in COSTS]
    low, high = _reach(instance, columns, held)
    dense = np.array([cost.costs(instance)[columns.option] for _, cost in costs], dtype=np.float64)
    return Question(
        instance=instance,
        columns=columns,
        names=tuple(names),
        most=np.array([NO_LIMIT, *(held[name] for name in names[1:])], dtype=np.int64),
        begin=_begin(instance),
        low=low,
        high=high,
        capped=_capped(instance),
        row_to=_row_to(instance, place),
        dense=dense.reshape(len(costs), columns.size),
        dense_to=np.array([number for number, _ in costs], dtype=np.int64),
        out_to=_out_to(instance, place),
        must=_must(instance, columns, held),
        group_to=place.get("together", NOWHERE),
        capacity=np.where(instance.chargeable & (level == "peak"), instance.capacity, 0),
    )


def weighed(question: Question) -> Question:
    """Leave out what all columns of a case count alike for a tally, if the case must be placed: it counts from the beginning.

    Prices prove as much, and mean the same; most of what is counted for fair shares and rotation is of that kind.
    """
    instance, columns = question.instance, question.columns
    tallies = range(instance.people, instance.people + instance.tallies)
    bare, alike = columns.apart(question.must, tallies, instance.rows)
    if bare is columns:
        return question
    less, more = _least_and_most(instance, bare)
    begin, mine = question.begin + alike, slice(tallies.start, tallies.stop)
    low, high = question.low.copy(), question.high.copy()
    low[mine], high[mine] = begin[mine] + less[mine], begin[mine] + more[mine]
    return replace(question, columns=bare, begin=begin, low=low, high=high)


def same(question: Question, other: Question) -> bool:
    """Say whether two questions of one instance ask the same: one level, and the same held above it."""
    alike = question.names == other.names and bool(np.array_equal(question.most, other.most))
    return alike and question.columns is other.columns and bool(np.array_equal(question.high, other.high))


def _begin(instance: Instance) -> Ints:
    """Say what each row holds before anything is given."""
    new = np.zeros(len(instance.rationed), dtype=np.int64)
    return np.concatenate([instance.held, instance.tally_held, instance.held[instance.both], new])


def _reach(instance: Instance, columns: Columns, held: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Give the least and the most each row may come to: people by what is allowed, tallies by what there is to count."""
    less, more = _least_and_most(instance, columns)
    tallies = slice(instance.people, instance.people + instance.tallies)
    steps, own = columns.steps(instance.rows), instance.both
    low = _begin(instance)
    low[tallies] += less[tallies]
    most = _in_steps(instance.held, _most(instance, held), steps[: instance.people])
    mine = _in_steps(instance.held[own], (instance.held + instance.room)[own], steps[tallies.stop :][: len(own)])
    new = instance.most_new[instance.rationed]
    return low, np.concatenate([most, instance.tally_held + more[tallies], mine, new])


def _least_and_most(instance: Instance, columns: Columns) -> tuple[Ints, Ints]:
    """Give what all columns together take off each row, and what they add to it."""
    less, more = np.zeros(instance.rows, dtype=np.int64), np.zeros(instance.rows, dtype=np.int64)
    np.add.at(less, columns.row, np.minimum(columns.amount, 0))
    np.add.at(more, columns.row, np.maximum(columns.amount, 0))
    return less, more


def _capped(instance: Instance) -> Flags:
    """Say which rows may not end above what they may come to: all but tallies."""
    capped = np.ones(instance.rows, dtype=np.bool_)
    capped[instance.people : instance.people + instance.tallies] = False
    return capped


def _in_steps(begin: Ints, most: Ints, step: Ints) -> Ints:
    """Say how far each row can come where all there is comes in whole steps."""
    reached: Ints = begin + np.maximum(most - begin, 0) // step * step
    return np.where(most < begin, most, reached)


def _most(instance: Instance, held: Mapping[str, int]) -> Ints:
    if "peak" not in held:
        return instance.limit
    below_peak = held["peak"] * instance.capacity // PERMILLE
    most: Ints = np.where(instance.chargeable, np.minimum(instance.limit, below_peak), instance.limit)
    return most


def _row_to(instance: Instance, place: Mapping[str, int]) -> Ints:
    people = np.full(instance.people, place.get("spread", NOWHERE), dtype=np.int64)
    people[~instance.chargeable] = NOWHERE
    kinds = {term.kind: place.get(term.level, NOWHERE) for term in TALLIED}
    tallies = [kinds.get(int(kind), NOWHERE) for kind in instance.tally_kind]
    rest = np.full(instance.rows - len(people) - len(tallies), NOWHERE)
    return np.concatenate([people, np.array(tallies, dtype=np.int64), rest])


def _out_to(instance: Instance, place: Mapping[str, int]) -> Ints:
    ranks, where = np.unique(instance.priority, return_inverse=True)
    to = np.array([place.get(f"assigned:{rank}", NOWHERE) for rank in ranks], dtype=np.int64)
    found: Ints = to[where] if len(to) else np.zeros(0, dtype=np.int64)
    return found


def _must(instance: Instance, columns: Columns, held: Mapping[str, int]) -> Flags:
    """A case with columns cannot be left out when only those without may be."""
    must = np.zeros(instance.cases, dtype=np.bool_)
    for name, value in held.items():
        if name.startswith("assigned"):
            mine = instance.priority == int(name.partition(":")[2])
            must |= mine & ~columns.stranded & (value <= int(np.count_nonzero(mine & columns.stranded)))
    return must
