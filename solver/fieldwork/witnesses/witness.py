"""Witnesses of a week's bounds (作证): HiGHS confirms one from another statement, or a better plan refutes it.

HiGHS works on a week that says less than the rules do, and for what moves on the bookings and what is urgent alone, hour by hour.
What it proves holds for every plan; where it proves less than is stated, the bound stays open, and that is said. Refuted is a
bound only by a plan that keeps every hard rule and all that is held, as `measure` finds.
"""

from collections.abc import Sequence
from functools import cached_property
from time import monotonic

from solver.fieldwork.instance import Instance
from solver.fieldwork.office import repair, score, solve
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.must import MUST
from solver.fieldwork.rules.prefer import PREFER
from solver.fieldwork.rules.rule import Prefer
from solver.fieldwork.witnesses.restated import Restated
from solver.fieldwork.witnesses.restated_moves import RestatedMoves
from solver.limits import Limits
from solver.witness import Testimony, bound_of, most, solved

MOST_RIDES = 100_000  # above, writing the programme down alone would take longer than anybody waits


class Witnesses:
    """Those who are asked about the bounds of one week: HiGHS, and plans that somebody else may have found."""

    def __init__(self, instance: Instance, plans: Sequence[Plan | None], terms: Sequence[Prefer] = PREFER) -> None:
        self._instance = instance
        lawful = (plan for plan in plans if plan and not any(term.measure(instance, plan) for term in MUST))
        self._plans = [(plan, score(instance, plan, terms)) for plan in lawful]
        self._held: dict[str, int] = {}
        self._untold: list[str] = []  # what HiGHS has not been told yet to hold

    @cached_property
    def _restated(self) -> Restated | None:
        return None if _too_large(self._instance) else Restated(self._instance)

    def hold(self, level: str, most: int) -> None:
        """Let a level be no higher than some value from now on: the levels below are asked about under that."""
        self._held[level] = most
        self._untold.append(level)

    def hear(self, level: str, stated: int, seconds: float) -> Testimony[Plan]:
        """Ask about the bound of a level under all that is held, for at most so many seconds.

        No level can be below 0, so that a bound of 0 needs nobody.
        """
        if stated <= 0:
            return Testimony(level, "confirmed", stated, 0)
        for plan, values in self._plans:
            kept = all(values[name] <= height for name, height in self._held.items())
            if kept and values[level] < stated:
                return Testimony(level, "refuted", stated, None, values[level], plan)
        return self._proven(level, stated, monotonic() + seconds)

    def _proven(self, level: str, stated: int, end: float) -> Testimony[Plan]:
        """Let HiGHS say how low the level could be: first with errands served in part, which is quick, then whole."""
        best = self._given_way(level, end)
        if best is not None and best >= stated:
            return Testimony(level, "confirmed", stated, best)
        restated = self._restated if end > monotonic() else None
        if restated is None or not restated.knows(level):
            return Testimony(level, "open", stated, best)
        for name in (name for name in self._untold if restated.knows(name)):
            restated.hold(name, self._held[name])
        self._untold.clear()
        restated.aim(level)
        for whole in (False, True):
            restated.relax(whole=whole)
            result = solved(restated.model, end - monotonic())
            best = most(best, bound_of(result)) if result else best
            if best is not None and best >= stated:
                return Testimony(level, "confirmed", stated, best)
        return Testimony(level, "open", stated, best)

    def _given_way(self, level: str, end: float) -> int | None:
        """Let HiGHS say how few bookings must move, or how few of the first rank have no place, hour by hour."""
        if _too_large(self._instance) or end <= monotonic():
            return None
        moves = RestatedMoves(self._instance)
        if not moves.knows(level):
            return None
        result = solved(moves.ask(level, self._held), end - monotonic())
        return bound_of(result) if result else None


def rival(
    instance: Instance, seconds: float, seed: int, terms: Sequence[Prefer] = PREFER, *, repairs: bool = False
) -> Plan | None:
    """Search the week anew (另行求解) for a plan that may be better than the one a certificate speaks of; None where none comes.

    `repairs`: bookings stay before all that is not urgent, as when the day goes wrong.
    """
    if not seconds > 0 or _too_large(instance):
        return None
    try:
        limits = Limits(seconds)
        return repair(instance, limits, seed).plan if repairs else solve(instance, limits, seed, terms=terms).plan
    except Exception:  # noqa: BLE001  (the instance is somebody else's; without a rival the bounds are judged by HiGHS alone)
        return None


def _too_large(instance: Instance) -> bool:
    return instance.parts * instance.people * instance.days > MOST_RIDES
