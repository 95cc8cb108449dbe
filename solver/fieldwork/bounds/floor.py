"""What no plan of a week can be below (下界), level by level, from what can be seen of each errand alone."""

from collections.abc import Callable, Mapping
from math import ceil

import numpy as np
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

from solver.fieldwork.bounds.things import crowded_out
from solver.fieldwork.instance import Instance


def floor(instance: Instance, level: str, held: Mapping[str, int]) -> int:
    """Give a bound of a level that is proven without a search, while the levels above are held."""
    if level.startswith("placed:"):
        own = _of_rank(instance, int(level.partition(":")[2]))
        alone = [errand for errand in own if placeable(instance, errand)]
        return len(own) - len(alone) + crowded_out(instance, alone)
    if level == "travel":
        return _roads(instance, held)
    if level in LEAST:
        return _least(instance, held, LEAST[level])
    if level == "rounds" and not any(held.get(f"placed:{rank}", 1) for rank in instance.errand_rank.tolist()):
        return rounds_floor(instance)
    return 0


def _of_rank(instance: Instance, rank: int) -> list[int]:
    return [errand for errand, own in enumerate(instance.errand_rank.tolist()) if own == rank]


def placeable(instance: Instance, errand: int) -> bool:
    """Say whether each part of an errand, were it alone, has a moment, a vehicle and people."""
    return all(
        earliest(instance, part) is not None and _has_vehicle(instance, part) and _has_people(instance, part)
        for part in instance.parts_of[errand]
    )


def earliest(instance: Instance, part: int) -> int | None:
    """Give the earliest start of a part within a window and a day, with the ways there and back.

    Where somebody must stand for it, one of these is there all the while.
    """
    there = instance.way(0, int(instance.part_place[part]))
    home = int(instance.part_minutes[part]) + instance.way(int(instance.part_place[part]), 0)
    days = zip((instance.day_opens + there).tolist(), (instance.day_closes - home).tolist(), strict=True)
    busy = [
        sorted((begins - home + 1, ends + there) for begins, ends in instance.rows("away", person) if begins < ends)
        for person in _standing(instance, part)
    ]
    moments = [
        moment
        for first, last in days
        for opens, closes in instance.rows("window", part)
        for moment in _free(max(opens, first), busy)
        if moment <= min(closes, last)
    ]
    return min(moments, default=None)


def _standing(instance: Instance, part: int) -> list[int]:
    """Give those of whom one must be aboard for a part, and who may be; nobody: whoever it is."""
    barred = {person for (person,) in instance.rows("barred", part)}
    return [person for person, _ in instance.rows("who", part) if person not in barred]


def _free(moment: int, busy: list[list[tuple[int, int]]]) -> list[int]:
    """Give the first moment from one on that is in none of somebody's stretches, for each of them; with nobody the moment."""
    found = []
    for stretches in busy:
        first = moment
        for begins, after in stretches:
            first = after if begins <= first < after else first
        found.append(first)
    return found or [moment]


def _has_vehicle(instance: Instance, part: int) -> bool:
    needed = max((count for _, count in instance.rows("need", part)), default=0) + int(instance.part_seats[part])
    return any(
        int(instance.part_vehicles[part]) >> vehicle & 1 and seats >= needed
        for vehicle, seats in enumerate(instance.vehicle_seats.tolist())
    )


def _has_people(instance: Instance, part: int) -> bool:
    barred = {person for (person,) in instance.rows("barred", part)}
    able = [skills for person, skills in enumerate(instance.person_skills.tolist()) if person not in barred]
    who = {person for person, _ in instance.rows("who", part)}
    enough = all(sum(skills >> skill & 1 for skills in able) >= count for skill, count in instance.rows("need", part))
    return enough and (not who or bool(who - barred))


def _least(instance: Instance, held: Mapping[str, int], costs: Callable[[Instance, int], float]) -> int:
    """Add up what each errand costs at least if it is placed, but for the dearest of those that may be left out."""
    alone = {errand: costs(instance, errand) for errand in range(instance.errands) if placeable(instance, errand)}
    return least_sum(instance, held, alone)


def least_sum(instance: Instance, held: Mapping[str, int], costs: Mapping[int, float]) -> int:
    """Add up what errands cost at least, those that can be placed at all, but for the dearest that may be left out."""
    kept = 0.0
    for rank in sorted(set(instance.errand_rank.tolist())):
        own = _of_rank(instance, rank)
        least = sorted(costs[errand] for errand in own if errand in costs)
        out = held.get(f"placed:{rank}", len(own))
        kept += sum(least[: max(0, len(own) - out)])
    return ceil(kept)


def _stood_for(instance: Instance, errand: int) -> int:
    """Give the price of the least dear who may stand for each part of an errand."""
    found = 0
    for part in instance.parts_of[errand]:
        barred = {person for (person,) in instance.rows("barred", part)}
        found += min((price for person, price in instance.rows("who", part) if person not in barred), default=0)
    return found


def _odd(instance: Instance, errand: int) -> int:
    """Give what an errand costs whose parts can start within no stretch that they prefer."""
    return sum(int(instance.odd_price[part]) for part in instance.parts_of[errand] if not _can_be_good(instance, part))


def _can_be_good(instance: Instance, part: int) -> bool:
    good = instance.rows("prefer", part)
    return any(
        opens <= last and first <= closes for first, last in good for opens, closes in instance.rows("window", part)
    )


def _roads(instance: Instance, held: Mapping[str, int]) -> int:
    """Add up the ways to and from each village at least, but for as many as the errands that may be left out have parts."""
    ranks = instance.errand_rank.tolist()
    most = max((len(parts) for parts in instance.parts_of), default=0)
    out = most * sum(held.get(f"placed:{rank}", ranks.count(rank)) for rank in sorted(set(ranks)))
    least = sorted(reach(instance).values())
    return ceil(sum(least[: max(0, len(least) - out)], 0.0))


def reach(instance: Instance) -> dict[int, float]:
    """Give the ways to and from each village at least: from the seat, or half of one between two villages."""
    villages = sorted(set(instance.part_place.tolist()) - {0})
    ways, found = instance.travel.reshape(instance.places, -1), dict[int, float]()
    for village in villages:
        others = [other for other in villages if other != village]
        there = min([float(ways[0, village]), *(ways[others, village] / 2).tolist()])
        found[village] = there + min([float(ways[village, 0]), *(ways[village, others] / 2).tolist()])
    return found


def _way_to(instance: Instance, part: int) -> float:
    place, errand = int(instance.part_place[part]), int(instance.part_errand[part])
    able, own = instance.part_vehicles, int(instance.part_vehicles[part])
    with_it = ((able & own) > 0) & (instance.part_errand != errand)
    ways = instance.travel.reshape(instance.places, -1)
    others = instance.part_place[with_it]
    there = min([float(ways[0, place]), *(ways[others, place] / 2).tolist()])
    home = min([float(ways[place, 0]), *(ways[place, others] / 2).tolist()])
    return float(there + home)


def _away(instance: Instance, errand: int) -> float:
    """Give the minutes away for the parts of an errand at least: work and way, for as many as must be there."""
    found = 0.0
    for part in instance.parts_of[errand]:
        crew = max((count for _, count in instance.rows("need", part)), default=int(bool(instance.rows("who", part))))
        found += crew * (int(instance.part_minutes[part]) + _way_to(instance, part))
    return found


def _lateness(instance: Instance, errand: int) -> int:
    """Give how late an errand must be at least, if it is placed."""
    return sum(_part_late(instance, part) for part in instance.parts_of[errand])


def _part_late(instance: Instance, part: int) -> int:
    return max(0, (earliest(instance, part) or 0) - int(instance.part_due[part]))


def rounds_floor(instance: Instance) -> int:
    """Give the least ways on which every part is reached from another or from the seat, and left again (指派下界).

    Each part has one before it and one after it that the same vehicle may serve; a vehicle leaves the seat at most once
    for each part. Besides: the least lateness of each part, and the largest of these once more.
    """
    count = instance.parts
    places = np.concatenate([instance.part_place, np.zeros(count, dtype=np.int64)])
    ways = instance.travel.reshape(instance.places, -1)[places[:, None], places[None, :]]
    served = np.zeros_like(ways, dtype=np.bool_)
    served[:count, :count] = (instance.part_vehicles[:, None] & instance.part_vehicles[None, :]) == 0
    served[:count, :count] |= instance.part_errand[:, None] == instance.part_errand[None, :]
    one, other = np.nonzero(~served)
    matching = SimpleLinearSumAssignment()
    matching.add_arcs_with_cost(one, other, ways[one, other])
    if matching.solve() != matching.OPTIMAL:
        return 0
    late = [_part_late(instance, part) for part in range(instance.parts)]
    return int(matching.optimal_cost()) + sum(late) + max(late, default=0)


LEAST: Mapping[str, Callable[[Instance, int], float]] = {
    "late": _lateness,
    "standin": _stood_for,
    "preferred": _odd,
    "away": _away,
}
"""What an errand costs at least on a level, wherever it is placed."""
