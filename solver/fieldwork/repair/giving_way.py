"""Who gives way (谁让路): a small model of the bookings that stand or give way, and of the few errands that look for a place.

Bookings stand where they are or not at all; *roving* errands may start at any moment, on any vehicle, with anybody. Every
rule is posted that binds a roving part by itself or with one other; what binds three at once is left out, so that the model
may find less than must move, never more: what it proves is a bound, and what it finds is measured before it is a plan.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from ortools.sat.python import cp_model

from solver.fieldwork.repair.hours_left import HoursLeft
from solver.fieldwork.repair.roving import Roving, roving
from solver.fieldwork.repair.sharing import Sharing
from solver.fieldwork.repair.standing import Standing


class GivingWay:
    """The model: `keep` says of each booking that can stand whether it does, `on` of each roving errand whether it has a place.

    An errand may be both: it stands as booked, or it looks for another place (`again`), or else only gives way.
    """

    def __init__(self, standing: Standing, free: Iterable[int], again: Iterable[int]) -> None:
        self.model, self.of, self.standing = cp_model.CpModel(), standing.of, standing
        able = [errand for errand in standing.errands if errand not in standing.forced]
        self.keep = {errand: self.model.new_bool_var("") for errand in able}
        self.on: dict[int, cp_model.IntVar] = {}
        self.parts: dict[int, Roving] = {}
        self._again = frozenset(again)
        for errand in free:
            self._errand(errand)
        self.pinned = [part for part in standing.parts if self._is_pinned(int(self.of.part_errand[part]))]
        self._same: dict[tuple[int, int], cp_model.IntVar] = {}
        self._near = _neighbours(standing)
        self._bookings()
        for one in self.parts.values():
            self._beside_bookings(one)
        for one, other in combinations(self.parts.values(), 2):
            self._beside(one, other)
        for one in self.parts.values():
            self._seats(one)
        standing_by = {part: self.keep[int(self.of.part_errand[part])] for part in self.pinned}
        HoursLeft(self.model, standing, standing_by, self.parts, self._same).post()
        for thing in range(self.of.resources):
            Sharing(self.model, standing, thing, standing_by, (self.parts, self._same)).post()

    def minimise(self, weight: int) -> None:
        """Ask for the fewest of `again` and unbooked without a place, each so heavy, then for the least price of moves."""
        urgent = [
            weight * (1 - on) for errand, on in self.on.items() if errand not in self.keep or errand in self._again
        ]
        moved = [int(self.of.move_price[errand]) * (1 - keep) for errand, keep in self.keep.items()]
        self.model.minimize(cp_model.LinearExpr.sum([*urgent, *moved]))

    def _is_pinned(self, errand: int) -> bool:
        return errand in self.keep and errand not in self.on

    def _errand(self, errand: int) -> None:
        """An errand that looks for a place with all its parts, on different vehicles; or it stands as it is booked."""
        on = self.on[errand] = self.model.new_bool_var("")
        own = [roving(self.model, self.standing, part, on) for part in self.of.parts_of[errand]]
        self.parts |= {one.part: one for one in own}
        for vehicle in range(self.of.vehicles) if len(own) > 1 else ():
            self.model.add_at_most_one([one.vehicle[vehicle] for one in own if vehicle in one.vehicle])
        for one in own:
            for second, least, most in self.of.rows("sync", one.part):
                if second in self.parts:
                    apart = self.parts[second].start - one.start
                    self.model.add_linear_constraint(apart, least, most).only_enforce_if(on)
        if errand in self.keep:
            self._stands(errand, own)

    def _stands(self, errand: int, own: Iterable[Roving]) -> None:
        keep, on = self.keep[errand], self.on[errand]
        self.model.add_implication(keep, on)
        if errand not in self._again:
            self.model.add_implication(on, keep)
        for one in (one for one in own if one.part in self.standing.crew):
            self.model.add(one.start == self.standing.starts(one.part)).only_enforce_if(keep)
            for goes in (
                one.vehicle.get(self.standing.vehicle(one.part)),
                *map(one.aboard.get, self.standing.crew[one.part]),
            ):
                self.model.add_bool_or([~keep] if goes is None else [~keep, goes])

    def _bookings(self) -> None:
        """Two bookings that cannot both stand do not."""
        for one, other in self.standing.clashes():
            self.model.add_bool_or([~self.keep[one], ~self.keep[other]])

    def _beside_bookings(self, one: Roving) -> None:
        """A roving part and each booking: far enough apart, or on one trip."""
        met = [booked for booked in self.pinned if self._may_meet(one, booked)]
        for booked in met:
            self._beside_booking(one, booked)
        for booked in met:
            self._on_one_trip(one, booked)

    def _may_meet(self, one: Roving, booked: int) -> bool:
        near = self.standing.near(one.part, booked, over_seat=True)
        common = self.standing.crew[booked] & one.aboard.keys()
        return one.domain.overlaps_with(near) and bool(common or self.standing.vehicle(booked) in one.vehicle)

    def _beside_booking(self, one: Roving, booked: int) -> None:
        keep, standing = self.keep[int(self.of.part_errand[booked])], self.standing
        near = standing.near(one.part, booked, over_seat=True)
        apart = [self.model.new_bool_var("")]
        self.model.add_linear_expression_in_domain(one.start, near.complement()).only_enforce_if(apart[0])
        taken = one.vehicle.get(standing.vehicle(booked))
        if taken is not None:
            straight = standing.near(one.part, booked, over_seat=False).complement()
            self.model.add_linear_expression_in_domain(one.start, straight).only_enforce_if([taken, keep])
            if standing.crew[booked] <= one.aboard.keys():
                same = self._same[one.part, booked] = self.model.new_bool_var("")
                self.model.add_implication(same, taken)
                self.model.add_implication(same, keep)
                apart.append(same)
            self.model.add_bool_or([*apart, ~taken, ~keep])
        for person in sorted(standing.crew[booked] & one.aboard.keys()):
            self.model.add_bool_or([*apart, ~one.aboard[person], ~keep])

    def _on_one_trip(self, one: Roving, booked: int) -> None:
        """On one trip with a booking: everybody who goes with it comes along, and all others can be there as well."""
        same, standing = self._same.get((one.part, booked)), self.standing
        if same is None:
            return
        barred = standing.barred(booked)
        for person, aboard in one.aboard.items():
            if person in standing.crew[booked]:
                self.model.add_implication(same, aboard)
            elif person in barred or standing.gone(person, booked):
                self.model.add_implication(same, ~aboard)
        for other in self._near[booked]:
            self._with_neighbour(one, (booked, other), same)

    def _with_neighbour(self, one: Roving, booked: tuple[int, int], same: cp_model.IntVar) -> None:
        """What is near that booking: on the same vehicle it comes along, else it shares nobody."""
        errand, standing = int(self.of.part_errand[booked[1]]), self.standing
        if not self._is_pinned(errand):
            return
        keep = self.keep[errand]
        if standing.chained(*booked):
            also = self._same.get((one.part, booked[1]))
            if also is not None:
                self.model.add_bool_or([~same, ~keep, also])
            return
        for person in sorted((standing.crew[booked[1]] - standing.crew[booked[0]]) & one.aboard.keys()):
            self.model.add_bool_or([~same, ~keep, ~one.aboard[person]])

    def _beside(self, one: Roving, other: Roving) -> None:
        """Two roving parts: far enough apart, or on one trip; of one errand never on one."""
        straight, round_ = self._either(one, other, over_seat=False), self._either(one, other, over_seat=True)
        if self.of.part_errand[one.part] != self.of.part_errand[other.part]:
            same = self._same[one.part, other.part] = self._same[other.part, one.part] = self.model.new_bool_var("")
            self._share(one, other, same)
            round_ = [*round_, same]
        for vehicle in sorted(one.vehicle.keys() & other.vehicle.keys()):
            both = [~one.vehicle[vehicle], ~other.vehicle[vehicle]]
            self.model.add_bool_or([*both, *straight])
            self.model.add_bool_or([*both, *round_])
        for person in sorted(one.aboard.keys() & other.aboard.keys()):
            self.model.add_bool_or([~one.aboard[person], ~other.aboard[person], *round_])

    def _either(self, one: Roving, other: Roving, *, over_seat: bool) -> list[cp_model.IntVar]:
        """Give two Booleans: the one comes before the other, and the other way round."""
        found = []
        for first, then in ((one, other), (other, one)):
            takes = int(self.of.part_minutes[first.part]) + self.standing.way(
                first.part, then.part, over_seat=over_seat
            )
            found.append(self.model.new_bool_var(""))
            self.model.add(then.start >= first.start + takes).only_enforce_if(found[-1])
        return found

    def _share(self, one: Roving, other: Roving, same: cp_model.IntVar) -> None:
        """On one trip: the same vehicle, the same people."""
        for mine, theirs in ((one.vehicle, other.vehicle), (one.aboard, other.aboard)):
            for key in sorted(mine.keys() | theirs.keys()):
                pair = mine.get(key), theirs.get(key)
                for here, there in (pair, pair[::-1]):
                    if here is not None:
                        self.model.add_bool_or([~same, ~here] if there is None else [~same, ~here, there])

    def _seats(self, one: Roving) -> None:
        """Everybody aboard and whoever is picked up along the trip has a seat."""
        seats = [int(self.of.part_seats[one.part]) * one.on]
        for (part, other), same in self._same.items():
            if part == one.part:
                seats.append(int(self.of.part_seats[other]) * same)
        room = [int(self.of.vehicle_seats[vehicle]) * taken for vehicle, taken in one.vehicle.items()]
        people = list(one.aboard.values())
        self.model.add(cp_model.LinearExpr.sum([*people, *seats]) <= cp_model.LinearExpr.sum(room)).only_enforce_if(
            one.on
        )


def _neighbours(standing: Standing) -> dict[int, list[int]]:
    found = defaultdict[int, list[int]](list)
    for one, other in standing.pairs:
        found[one].append(other)
        found[other].append(one)
    return found
