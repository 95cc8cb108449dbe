"""Hours between bookings that stand and parts that look for a place (工时让路): nobody is out longer than the law allows.

A booking takes its people at least from the seat and back; two on one trip as long as both together. A roving part takes
whom it takes as long by itself; what it adds to the trip of a booking, or of a roving part before it, is not counted.
"""

from collections.abc import Iterator, Mapping

from ortools.sat.python import cp_model

from solver.fieldwork.repair.roving import Roving
from solver.fieldwork.repair.standing import Standing
from solver.fieldwork.rules.hours_rules import WEEK, limits_of
from solver.fieldwork.rules.variables import day_of


class HoursLeft:
    """The hours of everybody in a model of who gives way: `keep` of each pinned part, roving parts, `same` of two on one trip."""

    def __init__(
        self,
        model: cp_model.CpModel,
        standing: Standing,
        keep: Mapping[int, cp_model.IntVar],
        parts: Mapping[int, Roving],
        same: Mapping[tuple[int, int], cp_model.IntVar],
    ) -> None:
        self._model, self._standing, self._keep, self._parts = model, standing, keep, list(parts.values())
        self._joins = {
            part: [
                joins for (one, other), joins in same.items() if one == part and (other not in parts or other < part)
            ]
            for part in parts
        }
        self._days: dict[tuple[int, int], cp_model.IntVar] = {}

    def post(self) -> None:
        """Post it for everybody who might be out too long."""
        for person, day, most, _, _ in limits_of(self._standing.of):
            roving = [one for one in self._parts if person in one.aboard and self._may_fall(one, day)]
            booked = [part for part in self._keep if person in self._standing.crew[part] and self._falls(part, day)]
            if sum(self._long(part) for part in (*booked, *(one.part for one in roving))) > most:
                out = [*self._booked(booked), *(self._long(one.part) * self._goes(one, person, day) for one in roving)]
                self._model.add(cp_model.LinearExpr.sum(out) <= most)

    def _long(self, part: int) -> int:
        out, home = self._standing.span(part, 0)
        return home - out

    def _falls(self, part: int, day: int) -> bool:
        return day in (WEEK, day_of(self._standing.of, self._standing.starts(part)))

    def _may_fall(self, one: Roving, day: int) -> bool:
        return day == WEEK or one.domain.overlaps_with(self._within(day))

    def _within(self, day: int) -> cp_model.Domain:
        return cp_model.Domain(int(self._standing.of.day_opens[day]), int(self._standing.of.day_closes[day]))

    def _booked(self, parts: list[int]) -> Iterator[cp_model.LinearExprT]:
        """Walk how long each booking takes somebody, less what two of one trip have in common."""
        for part in parts:
            yield self._long(part) * self._keep[part]
        for one, other in self._standing.pairs:
            if one in parts and other in parts:
                spans = [self._standing.span(part, self._standing.starts(part)) for part in (one, other)]
                common = min(spans[0][1], spans[1][1]) - max(spans[0][0], spans[1][0])
                both = self._model.new_bool_var("")
                self._model.add_implication(both, self._keep[one])
                self._model.add_implication(both, self._keep[other])
                yield -max(0, common) * both

    def _goes(self, one: Roving, person: int, day: int) -> cp_model.IntVar:
        """A Boolean that holds where somebody goes with a roving part on a day, unless it joins a trip."""
        goes = self._model.new_bool_var("")
        given = [~one.aboard[person], *self._joins[one.part], goes]
        self._model.add_bool_or(given if day == WEEK else [*given, ~self._on_day(one, day)])
        return goes

    def _on_day(self, one: Roving, day: int) -> cp_model.IntVar:
        """A Boolean that holds where a roving part starts on a day."""
        if (one.part, day) not in self._days:
            found = self._days[one.part, day] = self._model.new_bool_var("")
            other = self._within(day).complement()
            self._model.add_linear_expression_in_domain(one.start, other).only_enforce_if(~found)
        return self._days[one.part, day]
