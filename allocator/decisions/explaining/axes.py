"""Along which lines an office may change (变化方向): each a kind of change that can be small or big, up to the most there is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from allocator.decisions.explaining.changes import MINUTES_AN_HOUR, Change
from allocator.decisions.explaining.otherwise import MOVED, place_of, rivals
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.solving import heights, lawful
from allocator.domain.workload import PERMILLE
from solver.assignment import Plan, score

TOLERATED = ("peak", "spread", "misfit")
"""Levels whose tolerance is a lever of the rulebook."""
MOST_CAP = 2 * PERMILLE  # nobody plans for more than twice somebody's time
MORE_MOVES = 2


@dataclass(frozen=True, slots=True)
class Axis:
    """One kind of change that can be small or big: in steps of a grain, from an amount up to the most there can be."""

    change: Change
    grain: int
    most: int

    @property
    def steps(self) -> int:
        """How many steps there are; the last one may be a shorter one."""
        return -(-max(0, self.most - self.change.amount) // self.grain)

    def at(self, step: int) -> Change:
        """Give the change after so many steps."""
        return replace(self.change, amount=min(self.most, self.change.amount + step * self.grain))

    def upto(self, most: int) -> "Axis":
        """Give the same axis, ending sooner."""
        return replace(self, most=min(self.most, most))


def stages(base: Planned, case: int, officer: str, theirs: Plan) -> Iterator[list[Axis]]:
    """Give the axes to look along, those that ask least of the office first; those of one stage are of one unit."""
    loads = (*_own_load(base, officer), *_helpers_load(base, case, officer), *_lead_load(base, case, officer))
    yield [axis for axis in loads if axis.steps]
    yield [axis for axis in _moves(base, officer) if axis.steps]
    yield [axis for axis in _others_load(base, case, officer) if axis.steps]
    yield [axis for axis in (*_cap(base, case, officer), *_tolerances(base, officer, theirs)) if axis.steps]


def _own_load(base: Planned, officer: str) -> Iterator[Axis]:
    """Only work somebody really holds can be taken away."""
    counted = int(base.instance.held[place_of(base, officer)])
    yield Axis(Change("less_load", officer), MINUTES_AN_HOUR, min(base.snapshot.held.get(officer, 0), counted))


def _helpers_load(base: Planned, case: int, officer: str) -> Iterator[Axis]:
    """A mentor who stands beside the lead and has no room for that would have to hold less."""
    instance = base.instance
    for option in base.options_of(case, officer)[:1]:
        places = instance.charges_of(np.array([option]))
        short = instance.own[places] & (instance.charge_minutes[places] > instance.room[instance.charge_person[places]])
        for person in instance.charge_person[places][short].tolist():
            code = base.snapshot.office.officers[person].code
            if code != officer:
                yield Axis(Change("less_load", code), MINUTES_AN_HOUR, int(instance.held[person]))


def _lead_load(base: Planned, case: int, officer: str) -> Iterator[Axis]:
    """More work is of no use than fills the lead's time."""
    lead = base.lead(case)
    if lead is not None and lead != officer:
        yield Axis(Change("more_load", lead), MINUTES_AN_HOUR, _room(base, lead))


def _others_load(base: Planned, case: int, officer: str) -> Iterator[Axis]:
    others = rivals(base, case, officer)
    if len(others) > 1:
        most = max(_room(base, other) for other in others)
        yield Axis(Change("others_more_load", officer, 0, str(len(others))), MINUTES_AN_HOUR, most)


def _room(base: Planned, officer: str) -> int:
    """Give the minutes up to somebody's cap, in whole hours rounded up."""
    room = int(base.instance.room[place_of(base, officer)])
    return -(-room // MINUTES_AN_HOUR) * MINUTES_AN_HOUR


def _moves(base: Planned, officer: str) -> Iterator[Axis]:
    if MOVED in base.given:
        yield Axis(Change("more_moves", officer), 1, MORE_MOVES)


def _cap(base: Planned, case: int, officer: str) -> Iterator[Axis]:
    """A higher cap is of use where somebody has no room for the case."""
    if not base.instance.usable[base.options_of(case, officer)].any():
        yield Axis(Change("raise_cap", officer, base.instance.ceiling), 1, MOST_CAP)


def _tolerances(base: Planned, officer: str, theirs: Plan) -> Iterator[Axis]:
    """A level may rise further for the good of those below it: the first on which the plan known is worse."""
    near = heights(base, lawful(base, base.plan))
    values = score(base.instance, theirs, base.decided)
    level = next((name for name, value in values.items() if value > near[name]), "")
    if level in TOLERATED and not base.kept:
        before = int(getattr(base.instance, f"{level}_tolerance"))
        yield Axis(Change("tolerance", officer, before, level), 1, PERMILLE)
