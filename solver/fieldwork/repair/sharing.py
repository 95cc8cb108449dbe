"""Shared things between bookings that stand and parts that look for a place (共用资源让路): no more are used than there are.

What is carried along is out as often as vehicles are, not as often as parts use it: once for all that one vehicle serves at
a time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from ortools.sat.python import cp_model

from solver.fieldwork.repair.roving import Roving
from solver.fieldwork.repair.standing import Span, Standing, meet, used_by
from solver.fieldwork.rules.shared_rules import taken_of

Out = Mapping[int, cp_model.LinearExprT]  # how many each vehicle (or part) has out, at least


@dataclass(frozen=True)
class _Use:
    """A pinned part that uses the thing for a span, as far as all of some pinned parts stand."""

    part: int
    span: Span
    along: tuple[int, ...]


class Sharing:
    """One shared thing in a model of who gives way: `keep` of each pinned part, the roving parts, `same` of two on one trip."""

    def __init__(
        self,
        model: cp_model.CpModel,
        standing: Standing,
        thing: int,
        keep: Mapping[int, cp_model.IntVar],
        roving: tuple[Mapping[int, Roving], Mapping[tuple[int, int], cp_model.IntVar]],
    ) -> None:
        self._model, self._standing, self._thing, self._keep = model, standing, thing, keep
        parts, self._same = roving
        self._count = int(standing.of.resource_count[thing])
        self._carried = bool(standing.of.resource_carried[thing])
        self._used = {part: used_by(standing.of, part).get(thing, 0) for part in (*keep, *parts)}
        self._all = list(parts.values())
        self._parts = [one for one in self._all if self._used[one.part] and _lasts(standing.uses(one.part, thing, 0))]
        self._taken = taken_of(standing.of, thing)

    def post(self) -> None:
        """Post it where there may be too few."""
        for one in self._parts:
            if self._used[one.part] > self._count:
                self._model.add(one.on == 0)
        for span, there in self._moments():
            self._at(span, there)
        for one, other in combinations(self._parts, 2):
            if self._used[one.part] + self._used[other.part] > self._count:
                self._apart(one, other)

    def _uses(self) -> Iterator[_Use]:
        """Walk the uses of bookings; what is carried is out all along a trip, as far as it reaches."""
        chains = self._standing.chains if self._carried else tuple((part,) for part in self._keep)
        for chain in ([part for part in chain if part in self._keep] for chain in chains):
            for at, part in enumerate(chain):
                for first in range(at + 1) if self._used[part] else ():
                    for last in range(at, len(chain)):
                        spans = [self._standing.uses(one, self._thing) for one in chain[first : last + 1]]
                        hull = min(span[0] for span in spans), max(span[1] for span in spans)
                        yield _Use(part, hull, tuple(chain[first : last + 1]))

    def _moments(self) -> Iterator[tuple[Span, list[_Use]]]:
        """Walk the spans between two moments at which a booking or the calendar begins or ends, with the uses then."""
        uses = list(self._uses())
        taken = [(begins, ends) for begins, ends, _ in self._taken]
        moments = sorted({moment for span in (*(use.span for use in uses), *taken) for moment in span})
        for span in pairwise(moments):
            yield span, [use for use in uses if meet(span, use.span)]

    def _at(self, span: Span, there: list[_Use]) -> None:
        room = self._count - sum(row[2] for row in self._taken if meet(span, row[:2]))
        most: dict[int, int] = {}
        for use in there:
            most[self._key(use.part)] = max(most.get(self._key(use.part), 0), self._used[use.part])
        near = [one for one in self._all if one.domain.overlaps_with(self._under_way(one, span))]
        if sum(most.values()) + max((self._most[one.part] for one in near), default=0) <= room:
            return
        out = self._out(there, most)
        if sum(most.values()) > room:
            self._model.add(cp_model.LinearExpr.sum(list(out.values())) <= room)
        for one in near:
            if sum(most.values()) + self._most[one.part] - self._own(one, most) > room:
                self._beside(one, span, out, room)

    def _own(self, one: Roving, most: Mapping[int, int]) -> int:
        """Give how much at least is out on the very vehicle of a roving part, whichever that is."""
        return min((most.get(vehicle, 0) for vehicle in one.vehicle), default=0) if self._carried else 0

    def _under_way(self, one: Roving, span: Span) -> cp_model.Domain:
        """Give the starts at which a roving part uses it at some moment of a span, if it does."""
        begins, ends = self._standing.uses(one.part, self._thing, 0)
        return cp_model.Domain(span[0] - ends + 1, span[1] - begins - 1)

    @cached_property
    def _most(self) -> dict[int, int]:
        """The most that may be out for each roving part: for itself, or on one trip with others."""
        others = max((self._used[part] for part in self._keep), default=0) if self._carried else 0
        return {one.part: max(self._used[one.part], others) for one in self._all}

    def _key(self, part: int) -> int:
        return self._standing.vehicle(part) if self._carried else part

    def _out(self, there: list[_Use], most: Mapping[int, int]) -> Out:
        if not self._carried:
            return {use.part: self._used[use.part] * self._keep[use.part] for use in there}
        found = {vehicle: self._model.new_int_var(0, count, "") for vehicle, count in most.items()}
        for use in there:
            stands = 1 - cp_model.LinearExpr.sum([1 - self._keep[part] for part in use.along])
            self._model.add(found[self._key(use.part)] >= self._used[use.part] * stands)
        return found

    def _beside(self, one: Roving, span: Span, out: Out, room: int) -> None:
        """Either a roving part is not under way then, or the others leave enough for its trip, whoever of it uses more."""
        own, clear = self._used[one.part], self._model.new_bool_var("")
        away = self._under_way(one, span).complement()
        self._model.add_linear_expression_in_domain(one.start, away).only_enforce_if(clear)
        if own and _lasts(self._standing.uses(one.part, self._thing, 0)):
            for vehicle, taken in one.vehicle.items():
                self._others(out, vehicle, room - own, [taken, ~clear])
        for booked in self._keep if self._carried else ():
            same = self._same.get((one.part, booked))
            if same is not None:
                vehicle = self._standing.vehicle(booked)
                if self._used[booked]:
                    self._others(out, vehicle, room - self._used[booked], [same, ~clear])
                if own and meet(span, self._standing.uses(booked, self._thing)):
                    self._others(out, vehicle, room - own, [same])

    def _others(self, out: Out, vehicle: int, room: int, given: list[cp_model.LiteralT]) -> None:
        """What the others have out leaves enough; a vehicle may have it out already."""
        others = [count for key, count in out.items() if not (self._carried and key == vehicle)]
        if room < 0:
            self._model.add_bool_or([~one for one in given])
        elif others:
            self._model.add(cp_model.LinearExpr.sum(others) <= room).only_enforce_if(given)

    def _apart(self, one: Roving, other: Roving) -> None:
        """Two roving parts do not use it at once; what is carried may serve both on one vehicle."""
        free = [~one.on, ~other.on]
        for first, then in ((one, other), (other, one)):
            ends, begins = (self._standing.uses(part, self._thing, 0) for part in (first.part, then.part))
            free.append(self._model.new_bool_var(""))
            self._model.add(then.start + begins[0] >= first.start + ends[1]).only_enforce_if(free[-1])
        if not self._carried:
            self._model.add_bool_or(free)
            return
        for here, mine in one.vehicle.items():
            for there, theirs in other.vehicle.items():
                if here != there:
                    self._model.add_bool_or([*free[2:], ~mine, ~theirs])


def _lasts(span: Span) -> bool:
    return span[0] < span[1]
