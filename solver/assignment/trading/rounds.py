"""Rounds (轮番重摊): a few people give back all they can and are dealt out again, in turn, at prices reckoned anew in between.

Chains of two moves stop where loads have to fit to the minute and where much has to pass through few hands. So somebody
who is off is opened, and those with whom cases are easily exchanged; what comes out of dealing them out in turn (see
`dealing`) stays unless the plan gets heavier.
"""

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.prices import soft
from solver.assignment.prices.climb import Climb
from solver.assignment.prices.question import NOWHERE, Question
from solver.assignment.trading import market as at
from solver.assignment.trading.dealing import CLOSED, Turn, deal, freedom, settle_lines
from solver.assignment.trading.opening import Opened, Opening, broken, change, how_far_off, liked
from solver.assignment.trading.roles import ORDERS, Roles
from solver.assignment.trading.stall import Grain, Stall, open_stall
from solver.assignment.trading.trading import Effort

HEAT = 0.0007  # of what a case costs: how softly those still open choose
STEPS, CLOSE = 2, 4  # of climbing, before each one is dealt out; where many are
FEWEST, MOST, CROWD = 7, 11, 30  # people opened at once; where the whole is to be dealt out, at most
EVERYBODY = 200  # likewise, once, where a plan is begun: with more people it would take too long
FIRST, FIRST_FEWEST, FIRST_MOST = 0.2, 20, 25  # of the effort goes to so many at once, where that is more than a crowd
AT_FIRST = 0.4  # of the effort: where by then a plan begun is not better than what is in hand, it is given up
USUAL = 4  # orders among which a few are dealt out; many in any
ANEW = 0.5  # of the effort is for dealing out the whole
TRIES, MENDED = 8, 60  # the lightest of so many is mended, by so many rounds
TRYING = 0.4  # of the effort, at most, goes to the first tries: else nothing is left to mend a plan with
HOPE = 0.66  # of these: until then something may be broken
NEAR = 0.3  # of what a case costs: regret up to which somebody could be had elsewhere
OFTEN = 0.25  # of what a case costs: the weight by which somebody who is not off is drawn
WORST = 40.0  # likewise, at most: else nobody but one who is far off would be drawn
BURST = 3_000  # columns looked at, following chains, to mend what is broken
NOISE = 0.3  # by how much the order varies
EASE = 0.7  # what is held is to be used up, yet may be spared for a while
SLOWLY = 0.999  # what was mended keeps pressing
WARM = 0.05  # of what a case costs: how much heavier a plan may get at first
COOL = 0.8  # of the effort: after that no heavier at all
FREELY = 0.5  # of the effort: until then what is broken may stay so for a while
PATIENCE = 20  # rounds, at most, for which it stays so: what is not mended by then hardly ever is
PASSES, PER_ROW = 1, 200  # for each open case, and for each row dealt out: as much as weighing so many columns


def rounds(question: Question, prices: Floats, chosen: Ints, grain: Grain, effort: Effort) -> Ints | None:
    """Deal out anew from a choice of columns by case that breaks nothing; None when nothing better was found."""
    return _rounds(question, prices, chosen, grain, effort, begin=False)


def begin_rounds(question: Question, prices: Floats, chosen: Ints, grain: Grain, effort: Effort) -> Ints | None:
    """Likewise, where what is in hand was made for another level: everybody is dealt out first, as far as that is possible."""
    return _rounds(question, prices, chosen, grain, effort, begin=True)


def _rounds(
    question: Question, prices: Floats, chosen: Ints, grain: Grain, effort: Effort, *, begin: bool
) -> Ints | None:
    stall = open_stall(question, prices, chosen, effort.seed, grain)
    k, x = stall.k, stall.x
    at.take(k, x, stall.choices.taking(chosen))
    x[at.REACH], x[at.EASE], x[at.FADING] = np.inf, EASE, SLOWLY
    at.trade(k, x, int(k[at.CLOCK]) + 1, float(effort.enough))
    began, begun = float(x[at.WORTH]), int(k[at.CLOCK])
    dealer = Rounds(stall, question, grain, effort)
    if not begin:
        dealer.go()
    elif question.instance.people <= CROWD:
        dealer.go(AT_FIRST)
    else:
        dealer.begin()
    effort.spend(int(k[at.CLOCK]) - begun)
    if not x[at.WORTH] < began:
        return None
    return stall.choices.chosen(k[k[at.BEST] : k[at.BEST] + k[at.CHOOSERS]], question.instance.cases)


class Rounds:
    """Deals out anew within one stall; chance is drawn from a seed."""

    def __init__(self, stall: Stall, question: Question, grain: Grain, effort: Effort) -> None:
        self._stall, self._question, self._cost, self._effort = stall, question, grain.cost, effort
        self._rows, self._people = len(question.begin), question.instance.people
        self._chance = np.random.default_rng(effort.seed)
        self._units = question.columns.steps(self._rows)
        self._unmended = 0  # rounds since nothing was broken
        self._whole, self._sizes, self._crowd = False, (FEWEST, MOST), CROWD
        self._opening, self._roles = Opening(stall, question), Roles(stall, question, grain)

    def go(self, first: float = 1.0) -> None:
        """Deal out anew until the effort is spent, or a plan is good enough; in the end nothing is to stay broken.

        `first`: the part of the effort after which it is given up if nothing was better than what it began with.
        """
        k, x, steps, began = self._stall.k, self._stall.x, self._effort.steps, float(self._stall.x[at.WORTH])
        begun = int(k[at.CLOCK])
        self._anew(begun + int(min(ANEW, first) * steps))
        if first < 1.0 and not x[at.WORTH] < began:
            return
        self._anew(begun + int(ANEW * steps))
        begun = int(k[at.CLOCK])
        while (done := (int(k[at.CLOCK]) - begun) / max(1, (1.0 - ANEW) * steps)) < 1.0 and not self._enough():
            self._unmended = self._unmended + 1 if broken(k, x) else 0
            if self._unmended > (0 if done > FREELY else PATIENCE):
                self._back_to(self._best())
                self._unmended = 0
            self._once(self._warm(done), strict=done > FREELY)

    def begin(self) -> None:
        """Deal everybody out once and mend that: many at once while much is broken, later a few; of all plans the best stays."""
        k, x, begun, began = self._stall.k, self._stall.x, int(self._stall.k[at.CLOCK]), float(self._stall.x[at.WORTH])
        best, self._crowd = self._best(), self._people
        change(k, x, self._lightest(best, 0), np.inf)
        x[at.WORTH] = np.inf
        while (done := (int(k[at.CLOCK]) - begun) / self._effort.steps) < 1.0 and not self._enough():
            if done > AT_FIRST and not np.isfinite(x[at.WORTH]):
                break
            self._sizes = (FIRST_FEWEST, FIRST_MOST) if done < FIRST else (FEWEST, MOST)
            self._once(0.0, strict=done > FREELY)
        if not x[at.WORTH] < began:
            x[at.WORTH], k[k[at.BEST] : k[at.BEST] + k[at.CHOOSERS]] = began, best

    def _enough(self) -> bool:
        """Say whether a plan is good enough, or somebody says stop."""
        return bool(self._stall.x[at.WORTH] <= self._effort.enough + at.HALF) or self._effort.stop()

    def _warm(self, done: float) -> float:
        """Draw how much heavier a plan may get."""
        return max(0.0, 1.0 - done / COOL) * WARM * self._cost * float(self._chance.exponential())

    def _anew(self, until: int) -> None:
        """Deal out the whole, again and again: the lightest of a few tries is mended by rounds; of all plans the best stays."""
        k, x = self._stall.k, self._stall.x
        best, worth = self._best(), float(x[at.WORTH])
        trying = int(k[at.CLOCK]) + int(TRYING * (until - int(k[at.CLOCK])))
        while int(k[at.CLOCK]) < until and not self._enough():
            begin, trying = self._lightest(best, trying), until
            x[at.WORTH] = np.inf
            change(k, x, begin, np.inf)
            self._mend(until)
            if x[at.WORTH] < worth:
                best, worth = self._best(), float(x[at.WORTH])
            x[at.WORTH] = worth
            self._unpressed(best)
        k[k[at.BEST] : k[at.BEST] + k[at.CHOOSERS]] = best

    def _lightest(self, had: Ints, until: int) -> Ints:
        """Deal out the whole a few times; gives the columns that make the lightest plan."""
        k, x, found, least = self._stall.k, self._stall.x, had[:0], np.inf
        x[at.WORTH], self._whole = -np.inf, True  # nothing is remembered of what is only tried
        for _ in range(TRIES):
            k[at.CLOCK] += PER_ROW
            columns = self._dealt(self._drawn())
            heavier = change(k, x, columns, np.inf)
            self._unpressed(had)
            if heavier < least:
                found, least = columns, heavier
            if int(k[at.CLOCK]) >= until or self._effort.stop():
                break
        self._whole = False
        return found

    def _unpressed(self, columns: Ints) -> None:
        """Let everybody choose what they had, and nothing press that was broken; whatever comes then is remembered in full."""
        k, x, count = self._stall.k, self._stall.x, len(self._prices)
        self._back_to(columns)
        x[k[at.PRESS] : k[at.PRESS] + count] = x[k[at.STIFF] : k[at.STIFF] + count]
        k[k[at.LOG]] = at.LOGGED + 1

    def _mend(self, until: int) -> None:
        """Deal out a few, again and again; nothing is to stay broken, or else it is given up."""
        k, x = self._stall.k, self._stall.x
        for turn in range(MENDED):
            hoping = turn < HOPE * MENDED
            if int(k[at.CLOCK]) >= until or self._enough() or not (hoping or np.isfinite(x[at.WORTH])):
                return
            if not hoping and broken(k, x):
                self._back_to(self._best())
            self._once(self._warm(turn / MENDED), strict=not hoping)

    def _best(self) -> Ints:
        """Give the columns of the best plan."""
        k = self._stall.k
        return k[k[at.BEST] : k[at.BEST] + k[at.CHOOSERS]].copy()

    def _once(self, most: float, *, strict: bool) -> None:
        """Deal out a few; what that breaks is mended, or, where nothing is to break, everything is as it was."""
        k, x = self._stall.k, self._stall.x
        had = k[k[at.CHOSEN] : k[at.CHOSEN] + k[at.CHOOSERS]].copy()
        pressed = x[k[at.PRESS] : k[at.PRESS] + len(self._prices)].copy()
        k[at.CLOCK] += PER_ROW
        change(k, x, self._dealt(self._drawn()), max(most, at.LEAST))
        if broken(k, x) and self._people <= CROWD:  # among many chains press what is broken through at any regret
            at.trade(k, x, int(k[at.CLOCK]) + BURST, float(self._effort.enough))
        if strict and broken(k, x):
            self._back_to(had)
            x[k[at.PRESS] : k[at.PRESS] + len(pressed)] = pressed

    def _back_to(self, columns: Ints) -> None:
        """Let everybody choose what they had."""
        k, x = self._stall.k, self._stall.x
        at.take(k, x, columns[columns != k[k[at.CHOSEN] : k[at.CHOSEN] + k[at.CHOOSERS]]])

    def _drawn(self) -> Flags:
        """Draw who is opened: somebody by how far off, then those with whom cases are easily exchanged; all tallies."""
        k, x, people = self._stall.k, self._stall.x, self._people
        count = self._crowd if self._whole else int(self._chance.integers(self._sizes[0], self._sizes[1] + 1))
        opened = np.zeros(self._rows, dtype=np.bool_)
        weight = np.minimum(how_far_off(k, x, people) + OFTEN * self._cost, WORST * self._cost)
        liking = np.zeros(self._rows)
        for _ in range(min(people, count)):
            one = int(self._chance.choice(people, p=weight / weight.sum()))
            opened[one] = True
            liked(k, x, one, NEAR * self._cost, liking)
            weight = np.where(opened[:people], 0.0, np.sqrt(liking[:people]) + at.LEAST)
        opened[people:] = True
        return opened

    def _dealt(self, rows: Flags) -> Ints:
        """Deal out whoever is opened; gives the columns taken."""
        opened = self._opening.of(rows, self._chance.random() * self._roles.margin)
        chosen = np.full(opened.offer.alone, NOWHERE, dtype=np.int64)
        if len(chosen):
            self._in_turn(opened, chosen)
        taken: Ints = opened.column[chosen[chosen >= 0]]
        return taken

    def _in_turn(self, opened: Opened, chosen: Ints) -> None:
        """Deal out person by person, each at prices reckoned anew."""
        clock, prices = self._stall.k, np.append(self._prices, CLOSED)
        climb, main = Climb(opened.offer, self._question, prices, self._effort.stop), self._roles.main[opened.column]
        noise = np.exp(NOISE * self._chance.standard_normal(self._rows))
        stage, left = self._order(), opened.rows[opened.rows < self._people]
        done = np.zeros(self._rows, dtype=np.bool_)
        while len(left):
            prices = climb.again(HEAT * self._cost, prices, CLOSE if self._whole else STEPS)
            k, x = climb.arrays
            soft.put(k, x, prices)
            free = freedom(k, x, main, self._rows, NEAR * self._cost) * noise
            row = int(left[np.lexsort((free[left], stage[left]))[0]])
            deal(k, x, main, self._roles.lines, self._turn(row, done), chosen)
            settle_lines(k, x, self._roles.lines, opened.line_row)
            done[row], left = True, left[left != row]
            clock[at.CLOCK] += int(k[soft.ALONE]) * PASSES + PER_ROW

    def _order(self) -> Ints:
        """Say who comes first, by role, in an order that is drawn; before all who has too much, unless all are dealt out."""
        k, x = self._stall.k, self._stall.x
        order = np.array(ORDERS[int(self._chance.integers(len(ORDERS) if self._whole else USUAL))])[self._roles.role]
        sums, limits = (x[k[part] : k[part] + self._rows] for part in (at.SUM, at.LIMIT))
        first: Ints = np.where((sums > limits) & (not self._whole), -1, order)
        return first

    def _turn(self, row: int, done: Flags) -> Turn:
        """Say whose turn it is; whoever is charged beside has to be looked at once dealt out."""
        beside = int(self._roles.beside[row])
        beside = beside if beside >= 0 and done[beside] else NOWHERE
        shared = beside >= 0 or bool(self._roles.mentor[row])
        return Turn(row, beside, int(self._units[row]), HEAT * self._cost * shared)

    @property
    def _prices(self) -> Floats:
        begin = self._stall.k[at.PRICE]
        return self._stall.x[begin : begin + self._rows + len(self._question.most)]
