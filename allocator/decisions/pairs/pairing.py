"""Pair matching (师徒匹配): apprentices and mentors by what both wish, stable and balanced, checked and explained."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from allocator.decisions.allocation.translate import Lots
from allocator.decisions.pairs.mentoring import NEVER, Round, former_mentor, learners, standing_pairs
from allocator.decisions.pairs.pair_checker import Matched, PairCheck, check_pairs
from allocator.decisions.pairs.pair_words import Alone, Concession, Proposed, say_alone, say_concessions, say_proposed
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from solver.pairing import Instance, Pair, Plan, Result, solve
from solver.pairing.rules.prefer import PREFER
from solver.search import Certificate, Limits, Progress

__all__ = ["PAIR_LEVELS", "Alone", "Concession", "PairProposal", "Proposed", "Search", "match", "propose"]

SLOWEST = 3  # a busy machine's deterministic second, as for plans
PAIR_LEVELS = {term.name: Text(term.zh, term.en) for term in PREFER}
"""What each level of a pairing is called."""


@dataclass(frozen=True, slots=True)
class PairProposal:
    """Pairs proposed, who stays alone and why, and the cheapest way to pair them too; with certificate and check.

    `way_out` holds the exceptions, `way_pairs` the pairs they would lead to, `way_check` what the checker says of those
    once the exceptions are made; empty when everybody is paired, or when no exception would help.
    """

    pairs: tuple[Proposed, ...]
    kept: tuple[Matched, ...]
    alone: tuple[Alone, ...]
    certificate: Certificate
    check: PairCheck
    way_out: tuple[Concession, ...] = ()
    way_pairs: tuple[Matched, ...] = ()
    way_check: PairCheck | None = None


@dataclass(frozen=True)
class Search:
    """How pairs are searched for: lots among equals, seed, seconds at most, and who hears of it or may stop it."""

    lots: Lots
    seed: int
    seconds: int
    on_progress: Callable[[Progress], None] | None = None
    cancelled: Callable[[], bool] | None = None

    def solve(self, instance: Instance) -> Result:
        """Search one instance."""
        limits = Limits(seconds=self.seconds, deterministic=self.seconds / SLOWEST)
        return solve(instance, limits, self.seed, self.on_progress, self.cancelled)


def propose(snapshot: Snapshot, search: Search, *, anew: bool = False) -> PairProposal:
    """Propose a mentor for every apprentice without one; `anew`: for all, whatever pairs stand."""
    standing = standing_pairs(snapshot)
    paired = {pairing.apprentice for pairing in standing if not pairing.cover}
    asked = tuple(code for code in learners(snapshot) if anew or code not in paired)
    kept = tuple(pairing for pairing in standing if pairing.apprentice not in asked)
    return match(Round(snapshot, asked, kept), search)


def match(asked: Round, search: Search) -> PairProposal:
    """Match the apprentices of a round; where somebody stays alone, look for the cheapest way out and prove it too."""
    desk = _Desk(asked, search.lots)
    result = search.solve(desk.instance())
    plain = desk.matched(desk.instance(), result.plan)
    found = PairProposal(
        pairs=say_proposed(asked, plain),
        kept=tuple(Matched(pair.apprentice, pair.mentor) for pair in asked.standing if not pair.cover),
        alone=say_alone(asked, plain),
        certificate=result.certificate,
        check=check_pairs(asked, plain),
    )
    return _with_way_out(found, desk, search) if found.alone else found


def _with_way_out(found: PairProposal, desk: "_Desk", search: Search) -> PairProposal:
    wide = desk.instance(more=len(found.alone))
    made = desk.matched(wide, search.solve(wide).plan)
    if len(made) <= len(found.pairs):
        return found
    way_out = say_concessions(desk.asked, made)
    places = {one.mentor: one.amount for one in way_out if one.apprentice is None}
    consents = frozenset((one.apprentice, one.mentor) for one in way_out if one.apprentice is not None)
    granted = replace(desk.asked, places=places, consents=consents)
    return replace(found, way_out=way_out, way_pairs=made, way_check=check_pairs(granted, made))


class _Desk:
    """A round as the solver's numbers, and back: the only place of pair matching that speaks both tongues."""

    def __init__(self, asked: Round, lots: Lots) -> None:
        self.asked = asked
        self.lots = lots

    def instance(self, more: int = 0) -> Instance:
        """Write the round as numbers; with `more`, exceptions too: so many places more, and pairs somebody refused."""
        asked = self.asked
        slots = [asked.slots(mentor) for mentor in asked.mentors]
        places = [
            count + (more if asked.snapshot.capacity.minutes[mentor] else 0)
            for mentor, count in zip(asked.mentors, slots, strict=True)
        ]
        return Instance(
            apprentices=len(asked.apprentices),
            pairs=tuple(pair for pair in self._pairs() if more or not pair.conceded),
            slots=tuple(slots),
            loads=tuple(
                tuple(asked.permille(mentor, place + 1) for place in range(count))
                for mentor, count in zip(asked.mentors, places, strict=True)
            ),
            present=tuple(self._present(code) for code in asked.apprentices),
        )

    def _pairs(self) -> list[Pair]:
        numbers = {mentor: number for number, mentor in enumerate(self.asked.mentors)}
        return [
            self._pair(number, numbers[mentor], apprentice, mentor)
            for number, apprentice in enumerate(self.asked.apprentices)
            for mentor in self.asked.mentors
            if not self.asked.refused[apprentice, mentor]
        ]

    def _pair(self, number: int, of_mentor: int, apprentice: str, mentor: str) -> Pair:
        wish, regard = self.asked.wishes[apprentice, mentor], self.asked.wishes[mentor, apprentice]
        last = len(self.asked.mentors) + len(self.asked.apprentices) + 1
        lot = self.lots(apprentice, mentor)
        return Pair(number, of_mentor, wish or last, regard or last, lot, NEVER in (wish, regard))

    def _present(self, apprentice: str) -> int:
        former = former_mentor(apprentice, self.asked.snapshot)
        return self.asked.mentors.index(former) if former in self.asked.mentors else -1

    def matched(self, instance: Instance, plan: Plan) -> tuple[Matched, ...]:
        """Read a plan as pairs of codes."""
        pairs = [instance.pairs[number] for number in plan.made]
        return tuple(Matched(self.asked.apprentices[one.apprentice], self.asked.mentors[one.mentor]) for one in pairs)
