"""Finishing a level (收尾): search and proof side by side, until they meet or the allowance is spent."""

from dataclasses import dataclass, replace

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.packing import Packing
from solver.assignment.finish.peak import Peak
from solver.assignment.finish.proof import Proof
from solver.assignment.finish.search import Search
from solver.assignment.finish.sides import run
from solver.assignment.instance import Instance
from solver.limits import Allowance

PEAK_SHARE = 0.1  # of the allowance, for the peak; what is still open then is for moves and models
PLACING_SHARE = 0.25  # of the allowance, for placing every case; after that it may well be impossible
BESIDE = 1_000  # between the seeds of two searches
AHEAD = 1.01  # of what is proven, for the proof to aim at: the cost in hand may be far off at first


@dataclass(frozen=True)
class Choice:
    """What was found: a column for each case (None where no better is known), the bound, deterministic seconds spent."""

    chosen: Ints | None
    bound: int
    seconds: float


def finish(instance: Instance, packing: Packing, level: str, chosen: Ints, bound: int, allowance: Allowance) -> Choice:
    """Bring a level of plain shape down from a choice of columns, and its bound up."""
    start, cases = packing.options(chosen), len(chosen)
    if level.startswith("assigned"):
        return _place_all(packing, cases, bound, allowance)
    if level == "peak":
        share = replace(allowance, seconds=PEAK_SHARE * allowance.seconds)
        return _lower_peak(Peak(instance, packing, start, bound, share), packing, cases, share)
    cost = _Cost(packing, start, bound, allowance.seed)
    run(cost, allowance)
    return Choice(_columns(packing, cost.best, cases), cost.bound, sum(cost.spent))


def _columns(packing: Packing, options: Ints | None, cases: int) -> Ints | None:
    return None if options is None else packing.chosen(options, cases)


def _place_all(packing: Packing, cases: int, bound: int, allowance: Allowance) -> Choice:
    """Look for any choice that places every case, by those with the fewest minutes in all."""
    search = Search(replace(packing, cost=packing.minutes), None, allowance.seed)
    while search.best is None and search.seconds < PLACING_SHARE * allowance.seconds and not allowance.over():
        search.go()
    return Choice(_columns(packing, search.best, cases), bound, search.seconds)


def _lower_peak(peak: Peak, packing: Packing, cases: int, allowance: Allowance) -> Choice:
    run(peak, allowance)
    return Choice(_columns(packing, peak.best, cases), peak.bound, sum(peak.spent))


class _Cost:
    """A cost level as the two sides see it; the second search shares its side with the proof, and begins after its first step."""

    def __init__(self, packing: Packing, start: Ints | None, bound: int, seed: int) -> None:
        self._packing, self._seed = packing, seed
        self._search = Search(packing, start, seed)
        self._second: Search | None = None
        self._proof = Proof(packing, self._search.worth(), bound)
        self._worth: Floats | None = None  # since the two last exchanged, as are value and best
        self.value, self.best = self._search.cost, start
        self.exchange()

    @property
    def bound(self) -> int:
        return self._proof.bound

    @property
    def spent(self) -> tuple[float, float]:
        return self._search.seconds, self._proof.seconds + self._beside

    @property
    def _beside(self) -> float:
        return 0.0 if self._second is None else self._second.seconds

    def exchange(self) -> None:
        """Let each search have the cheaper choice, and the worths of the rows where knapsacks are small enough."""
        if self._second is not None:
            self._search.adopt(self._second)
            self._second.adopt(self._search)
        self.value, self.best = self._search.cost, self._search.best
        self._worth = self._proof.worth if self._proof.possible else None

    def search(self) -> None:
        self._search.go(self._worth)

    def prove(self) -> None:
        if self._proof.open and self._proof.seconds <= self._beside:
            self._proof.go(min(self.value, AHEAD * max(self._search.floor, self._proof.bound) + 1.0))
            return
        self._second = self._second or Search(self._packing, self.best, self._seed + BESIDE)
        self._second.go(self._worth)
