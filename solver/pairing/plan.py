"""Who goes with whom (结对方案): for each apprentice the number of a pair, or -1."""

from dataclasses import dataclass

from solver.pairing.instance import Instance


@dataclass(frozen=True, slots=True)
class Plan:
    """The pair of each apprentice, -1 for none."""

    chosen: tuple[int, ...]

    @property
    def made(self) -> tuple[int, ...]:
        """The pairs that are made, in the order of the apprentices."""
        return tuple(pair for pair in self.chosen if pair >= 0)


def counts(instance: Instance, plan: Plan) -> list[int]:
    """Count the apprentices each mentor newly takes."""
    found = [0] * instance.mentors
    for pair in plan.made:
        found[instance.pairs[pair].mentor] += 1
    return found


def blocking(instance: Instance, plan: Plan) -> tuple[int, ...]:
    """Give the pairs whose two people would both rather be together (阻碍对): both are strictly better off.

    The apprentice has nobody or likes the mentor better than the one given; the mentor has a slot free or likes the
    apprentice better than one of those taken. A pair that would be a concession blocks nothing.
    """
    taken, worst = counts(instance, plan), _last_regard(instance, plan)
    return tuple(
        number
        for number, pair in enumerate(instance.pairs)
        if not pair.conceded
        and pair.wish < _own_wish(instance, plan, pair.apprentice)
        and (taken[pair.mentor] < instance.slots[pair.mentor] or pair.regard < worst[pair.mentor])
    )


def _own_wish(instance: Instance, plan: Plan, apprentice: int) -> float:
    own = plan.chosen[apprentice]
    return instance.pairs[own].wish if own >= 0 else float("inf")


def _last_regard(instance: Instance, plan: Plan) -> list[int]:
    found = [0] * instance.mentors
    for number in plan.made:
        pair = instance.pairs[number]
        found[pair.mentor] = max(found[pair.mentor], pair.regard)
    return found
