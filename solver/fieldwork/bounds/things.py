"""What a shared thing has no time for (共用资源不敷): a seat or a desk that is used on the spot, by one errand after the other."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from solver.fieldwork.instance import Instance
from solver.fieldwork.rules.shared_rules import users_of

Span = tuple[int, int]


def crowded_out(instance: Instance, errands: Sequence[int]) -> int:
    """Give how many of some errands find no time at one of the things they use, whatever else is planned.

    What goes along for a whole trip is left out: parts of one trip use it together.
    """
    on_the_spot = (thing for thing in range(instance.resources) if not instance.resource_carried[thing])
    return max((_left_out(instance, errands, thing) for thing in on_the_spot), default=0)


def _left_out(instance: Instance, errands: Sequence[int], thing: int) -> int:
    uses = users_of(instance, thing)
    asked = [sum(_minutes(instance, uses, part) for part in instance.parts_of[errand]) for errand in errands]
    users = sorted(minutes for minutes in asked if minutes)
    parts = [part for errand in errands for part in instance.parts_of[errand] if part in uses]
    room = _room(instance, thing, list(_spans(instance, parts))) if users else 0
    return sum(minutes > room for minutes in accumulate(users))


def _minutes(instance: Instance, uses: dict[int, int], part: int) -> int:
    return uses.get(part, 0) * int(instance.part_minutes[part])


def _spans(instance: Instance, parts: Iterable[int]) -> Iterable[Span]:
    """Walk when some parts may last, by their windows and the days, with the ways there and back."""
    days = list(zip(instance.day_opens.tolist(), instance.day_closes.tolist(), strict=True))
    for part in parts:
        place, minutes = int(instance.part_place[part]), int(instance.part_minutes[part])
        for opens, closes in instance.rows("window", part):
            for begins, ends in days:
                first = max(opens, begins + instance.way(0, place))
                after = min(closes + minutes, ends - instance.way(place, 0))
                if first + minutes <= after:
                    yield first, after


def _room(instance: Instance, thing: int, spans: list[Span]) -> int:
    """Add up how long how many of a thing are there within some spans."""
    taken = instance.rows("taken", thing)
    edges = sorted({moment for span in spans for moment in span} | {moment for row in taken for moment in row[:2]})
    room = 0
    for begins, ends in pairwise(edges):
        used = sum(count for start, until, count in taken if start <= begins and ends <= until)
        if any(first <= begins and ends <= after for first, after in spans):
            room += (ends - begins) * max(0, int(instance.resource_count[thing]) - used)
    return room
