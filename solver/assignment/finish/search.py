"""The search of the finisher (收尾搜索): dives over everybody, then over one group after the other, in counted steps.

Where no dive places everything, a greedy choice is repaired by regrouping.
"""

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.diver import WAY_SECONDS, Diver, deal_of
from solver.assignment.finish.packing import Packing
from solver.assignment.finish.walk import desk_of, improve, repair, seat
from solver.assignment.finish.wide import WideDive

PER_ROW = 10  # options of a row among which it may move, at most
MEAN_PER_ROW = 5
REPAIRS = 300  # calls of one go at a repair
DIVES, AT_FIRST = (
    5,
    3.0,
)  # over everybody, and seconds of them, before groups are dealt out anew or a choice is repaired
FADE = 0.95  # of what a way took and gained, after each go
GROUPS, COVERED = 50, 20  # dealt out anew in one go, by dives and by covering
PATIENCE = 3.0  # seconds without a cheaper choice, besides as many as it came down before: then it is begun anew
WIDE_SECONDS = 0.3  # of a wide dive in one go
BEGINNINGS = 6  # wide dives, of which the cheapest is where the search begins anew
MORE_DIVES = 3  # times as long as repairing, while there is no choice
CALLS = 50  # of one go at improvement
STALE = 2_000  # calls without a better choice before a fresh start
LAST_REPAIR = 10_000  # calls without a lawful choice before a fresh start
FIRST_SIZE = 3.0
UNIT = 1.0 - 1e-6  # costs are whole numbers: a better deal is cheaper by one


@dataclass(frozen=True, eq=False)
class Levelling:
    """A choice to begin near, which need not be lawful, and what an unused minute of each person gives away."""

    near: Ints
    idle: Floats


@dataclass
class Way:
    """A way to deal out groups anew: deterministic seconds it took, and by how many units what it found is cheaper.

    Both fade, so that what it gained long ago does not speak for it.
    """

    seconds: float = 0.0
    gained: float = 0.0

    @property
    def due(self) -> float:
        """How long it was taken for what it gained: whichever was taken less is next."""
        return self.seconds / (1.0 + self.gained)

    def fade(self) -> None:
        """Let what was, count less."""
        self.seconds, self.gained = FADE * self.seconds, FADE * self.gained


class Search:
    """Looks for cheaper choices within everybody's room; `best` is the cheapest so far, an option of each row.

    `unit` is a small difference of cost; more than that, and more each time, may be lost when one overload is repaired.
    Where loads are levelled, any lawful choice will do, and minutes have no price but what the cost says.
    """

    def __init__(
        self, packing: Packing, start: Ints | None, seed: int, unit: float = 1.0, levelling: Levelling | None = None
    ) -> None:
        nothing = np.zeros(packing.people)
        self._whole = packing
        self.best = start
        self._unit, self._chance = unit, np.random.default_rng(seed)
        self._diver, self._dives = Diver(packing, seed, unit, levelling.idle if levelling else nothing), 0
        self._most = float((levelling.idle * packing.room).sum()) if levelling else np.inf
        self.prices = self._diver.prices if levelling is None else nothing
        self.floor = self._diver.floor if levelling is None else -np.inf
        self._near, self._levelling = levelling.near if levelling else None, levelling is not None
        self._narrow, self._number = self._likely()
        self._deal = deal_of(self._narrow)
        self._desk = desk_of(self._deal, seed)
        self._size, self._stale, self._fits = FIRST_SIZE, LAST_REPAIR, False
        self._hands = seat(self._deal, self._narrow.start[:-1])
        self._diving, self._covering = Way(), Way()
        self._here: Ints | None = None
        self._wide: WideDive | None = None
        self._led_to: list[Ints] = []  # by wide dives, since the search last stood
        self._dived = 0
        self._begun = self._since = 0.0  # when the present descent began, and was last cheaper

    @property
    def cost(self) -> float:
        """The cost of the best choice; infinite while there is none."""
        return np.inf if self.best is None else self._cost_of(self.best)

    @property
    def seconds(self) -> float:
        """Deterministic seconds spent."""
        return self._mended + self._diver.seconds

    def adopt(self, other: "Search") -> None:
        """Take what another search has found, where that is cheaper; the first descent goes on from there."""
        if other.cost < self.cost:
            self.best, first = other.best, self._begun == 0.0
            self._here = None if first else self._here

    @property
    def _mended(self) -> float:
        return float(self._desk.state[1]) * WAY_SECONDS

    def worth(self) -> Floats:
        """Say what each row's cheapest option costs at everybody's prices."""
        packing = self._whole
        found: Floats = np.minimum.reduceat(
            packing.cost + self.prices[packing.person] * packing.minutes, packing.start[:-1]
        )
        return found

    def regret(self) -> Floats:
        """Say by how much each option is dearer than its row's cheapest, at everybody's prices."""
        packing = self._whole
        found: Floats = packing.cost + self.prices[packing.person] * packing.minutes - self.worth()[packing.row]
        return found

    def _likely(self) -> tuple[Packing, Ints]:
        """Keep the cheapest few options of each row, cheapest first, and say which they are."""
        packing, regret = self._whole, self.regret()
        order = np.lexsort((regret, packing.row))
        rank = np.arange(len(order)) - packing.start[packing.row[order]]
        kept: Flags = (rank < PER_ROW) & ((rank < 2) | (regret[order] <= self._dearest(regret)))
        if self._near is not None:
            kept |= self._near[packing.row[order]] == order
        number = order[kept]
        start = np.searchsorted(packing.row[number], np.arange(packing.rows + 1))
        narrow = Packing(
            start,
            packing.person[number],
            packing.minutes[number],
            packing.cost[number],
            packing.room,
            packing.column[number],
            packing.case,
        )
        return narrow, number

    def _dearest(self, regret: Floats) -> float:
        """Say how dear an option may be: no more than the gap in hand, and so that rows have a few options on average."""
        if self._near is not None:
            return np.inf
        common = np.sort(regret)[min(len(regret), MEAN_PER_ROW * self._whole.rows) - 1]
        return float(min(common, max(1.0, self.cost - self.floor)))

    def go(self, worth: Floats | None = None) -> None:
        """Take a number of counted steps: dive over everybody, then over groups; repair where no dive led to a choice.

        With worths of the rows, groups are dealt out by covering too.
        """
        if not self._diver.possible:
            self._mend()
        elif self._dives_first or (self.best is None and self._diver.seconds <= MORE_DIVES * self._mended):
            self._dive()
        elif self.best is not None:
            self._on(self.best, worth)
        else:
            self._mend()

    @property
    def _dives_first(self) -> bool:
        """Whether more dives over everybody come before all else: one at least, then as long as they are quick."""
        return not self._dives or (self._dives < DIVES and self._diver.seconds < AT_FIRST)

    def _on(self, best: Ints, worth: Floats | None) -> None:
        """Go on from where the search stands; where it has stood as long as it came down before, from a dive anew."""
        if self._wide is None and 2 * self._since - self._begun + PATIENCE < self.seconds:
            self._wide = self._diver.wide()
            if self._wide is None:
                self._begin_at(self._lower(self._diver.whole(np.inf)))
        if self._wide is not None:
            self._widen(self._wide)
        else:
            self._descend(best if self._here is None else self._here, worth)

    def _descend(self, here: Ints, worth: Floats | None) -> None:
        """Deal out groups anew where the search stands."""
        self._here = self._anew(here, worth)
        if self._cost_of(self._here) < self._cost_of(here):
            self._since = self.seconds
        if self._cost_of(self._here) < self.cost:
            self.best = self._here

    def _widen(self, dive: WideDive) -> None:
        """Go on with a wide dive; after a few of them begin at the cheapest choice they led to."""
        last = self.seconds + WIDE_SECONDS
        while dive.open and self.seconds < last:
            dive.step()
        if dive.open:
            return
        found = self._lower(self._diver.ended(dive))
        self._led_to += [] if found is None else [found]
        self._wide, self._dived = self._diver.wide(), self._dived + 1
        if self._dived % BEGINNINGS == 0:
            cheapest = min(self._led_to, key=self._cost_of, default=None)
            self._wide, self._led_to = None, []
            self._begin_at(cheapest)

    def _lower(self, found: Ints | None) -> Ints | None:
        """Keep what was found where it is the cheapest so far; gives it back."""
        if found is not None and self._cost_of(found) < self.cost:
            self.best = found
        return found

    def _begin_at(self, found: Ints | None) -> None:
        """Come down from a new beginning; from the best choice where it led to none."""
        self._here, self._begun = found, self.seconds
        self._since = self._begun

    def _cost_of(self, options: Ints) -> float:
        return float(self._whole.cost[options].sum())

    def _anew(self, best: Ints, worth: Floats | None) -> Ints:
        """Deal out groups by dives or by covering: each has time in proportion to what it gained."""
        began, covers = self.seconds, worth is not None and self._covering.due <= self._diving.due
        found = (
            self._diver.cover(best, worth, COVERED) if worth is not None and covers else self._diver.anew(best, GROUPS)
        )
        self._covering.fade()
        self._diving.fade()
        way = self._covering if covers else self._diving
        way.seconds += self.seconds - began
        way.gained += (self._cost_of(best) - self._cost_of(found)) / self._unit
        return found

    def _dive(self) -> None:
        found, self._dives = self._diver.whole(self._most), self._dives + 1
        if found is None:
            return
        cost = self._cost_of(found)
        self._most = min(self._most, cost - self._unit)
        if cost < self.cost:
            self.best = found

    def _mend(self) -> None:
        """Repair what is too much, improve; begin afresh where that led no further."""
        if self._stale >= (STALE if self._fits else LAST_REPAIR):
            self._begin()
        self._fits = self._repair()
        if self._fits or (self._levelling and self._stale >= REPAIRS):
            self._size = improve(self._deal, self._hands, self._desk, self.prices, UNIT, self._size, CALLS)
        self._stale += CALLS
        self._note()

    def _begin(self) -> None:
        """Take the choice to begin near, the first time, or a greedy one."""
        if self._near is not None:
            chosen, self._near = self._begin_near(self._near), None
        else:
            chosen = self._first_that_fits()
        self._hands = seat(self._deal, chosen)
        self._size, self._stale = FIRST_SIZE, 0

    def _first_that_fits(self) -> Ints:
        """Give each row its cheapest option that fits, or its cheapest; rows with most to lose come first, but for chance."""
        packing, chosen, left = self._narrow, self._narrow.start[:-1].copy(), self._narrow.room.copy()
        regret = self.regret()[self._number]
        second = regret[np.minimum(packing.start[:-1] + 1, packing.start[1:] - 1)]
        for row in np.argsort(-second * self._chance.uniform(0.5, 1.5, packing.rows), kind="stable").tolist():
            options = np.arange(packing.start[row], packing.start[row + 1])
            fitting = options[packing.minutes[options] <= left[packing.person[options]]]
            chosen[row] = fitting[0] if len(fitting) else options[0]
            left[packing.person[chosen[row]]] -= packing.minutes[chosen[row]]
        return chosen

    def _begin_near(self, near: Ints) -> Ints:
        chosen = np.empty(self._narrow.rows, dtype=np.int64)
        places = np.flatnonzero(near[self._narrow.row] == self._number)
        chosen[self._narrow.row[places]] = places
        return chosen

    def _repair(self) -> bool:
        calls = CALLS if self._levelling else REPAIRS  # the more has failed in one go, the more may be given away
        return repair(self._deal, self._hands, self._desk, self.prices, self._unit, calls)

    def _note(self) -> None:
        """Keep what is better than the best so far, and lawful."""
        found = self._number[self._hands.chosen]
        lawful = bool((self._hands.load <= self._deal.room).all())
        if lawful and self._whole.cost[found].sum() < self.cost:
            self.best, self._stale = found, 0
