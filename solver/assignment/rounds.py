"""Rounds (轮番重摊): a few people give back all they can and are dealt out again, in turn, at prices reckoned anew in between.

Chains of two moves stop where loads have to fit to the minute and where much has to pass through few hands. So somebody
who is off is opened, and those with whom cases are easily exchanged; what comes out of dealing them out in turn (see
`dealing`) stays unless the plan gets heavier.
"""

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment import market as at
from solver.assignment import soft
from solver.assignment.climb import Climb
from solver.assignment.columns import Floats
from solver.assignment.dealing import CLOSED, Turn, deal, freedom, settle_lines
from solver.assignment.opening import Opened, Opening, broken, change, how_far_off, liked
from solver.assignment.question import NOWHERE, Question
from solver.assignment.roles import MENTORS, Roles
from solver.assignment.stall import Grain, Stall, open_stall
from solver.assignment.trading import Effort

HEAT = 0.0007  # of what a case costs: how softly those still open choose
STEPS = 2  # of climbing, before each one is dealt out
FEWEST, MOST = 7, 11  # people opened at once
NEAR = 0.3  # of what a case costs: regret up to which somebody could be had elsewhere
OFTEN = 0.25  # of what a case costs: the weight by which somebody who is not off is drawn
WORST = 40.0  # likewise, at most: else nobody but one who is far off would be drawn
ORDERS = ((0, 1, 2, 3), (0, 2, 3, 1))  # when those of each role are dealt out
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
    stall = open_stall(question, prices, chosen, effort.seed, grain)
    k, x = stall.k, stall.x
    at.take(k, x, stall.choices.taking(chosen))
    x[at.REACH], x[at.EASE], x[at.FADING] = np.inf, EASE, SLOWLY
    at.trade(k, x, int(k[at.CLOCK]) + 1, float(effort.enough))
    began, begun = float(x[at.WORTH]), int(k[at.CLOCK])
    Rounds(stall, question, grain, effort).go()
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
        self._opening, self._roles = Opening(stall, question), Roles(stall, question, grain)

    def go(self) -> None:
        """Deal out anew until the effort is spent, or a plan is good enough; in the end nothing is to stay broken."""
        k, x, begun = self._stall.k, self._stall.x, int(self._stall.k[at.CLOCK])
        while (done := (int(k[at.CLOCK]) - begun) / max(1, self._effort.steps)) < 1.0:
            if x[at.WORTH] <= self._effort.enough + at.HALF or self._effort.stop():
                break
            self._unmended = self._unmended + 1 if broken(k, x) else 0
            if self._unmended > (0 if done > FREELY else PATIENCE):
                self._back_to(k[k[at.BEST] : k[at.BEST] + k[at.CHOOSERS]])
                self._unmended = 0
            warm = max(0.0, 1.0 - done / COOL) * WARM * self._cost
            self._once(warm * self._chance.exponential(), strict=done > FREELY)

    def _once(self, most: float, *, strict: bool) -> None:
        """Deal out a few; what that breaks is mended, or, where nothing is to break, everything is as it was."""
        k, x = self._stall.k, self._stall.x
        had = k[k[at.CHOSEN] : k[at.CHOSEN] + k[at.CHOOSERS]].copy()
        pressed = x[k[at.PRESS] : k[at.PRESS] + len(self._prices)].copy()
        k[at.CLOCK] += PER_ROW
        change(k, x, self._dealt(self._drawn()), max(most, at.LEAST))
        if broken(k, x):
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
        opened = np.zeros(self._rows, dtype=np.bool_)
        weight = np.minimum(how_far_off(k, x, people) + OFTEN * self._cost, WORST * self._cost)
        liking = np.zeros(self._rows)
        for _ in range(min(people, int(self._chance.integers(FEWEST, MOST + 1)))):
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
            prices = climb.again(HEAT * self._cost, prices, STEPS)
            k, x = climb.arrays
            soft.put(k, x, prices)
            free = freedom(k, x, main, self._rows, NEAR * self._cost) * noise
            row = int(left[np.lexsort((free[left], stage[left]))[0]])
            deal(k, x, main, self._roles.lines, self._turn(row, done), chosen)
            settle_lines(k, x, self._roles.lines, opened.line_row)
            done[row], left = True, left[left != row]
            clock[at.CLOCK] += int(k[soft.ALONE]) * PASSES + PER_ROW

    def _order(self) -> Ints:
        """Say who comes first: who has too much, then by stage, apprentices at times before their mentors."""
        k, x = self._stall.k, self._stall.x
        stage = np.array(ORDERS[int(self._chance.integers(len(ORDERS)))])[self._roles.stage]
        sums, limits = (x[k[part] : k[part] + self._rows] for part in (at.SUM, at.LIMIT))
        first: Ints = np.where(sums > limits, -1, stage)
        return first

    def _turn(self, row: int, done: Flags) -> Turn:
        """Say whose turn it is; whoever is charged beside has to be looked at once dealt out."""
        beside = int(self._roles.beside[row])
        beside = beside if beside >= 0 and done[beside] else NOWHERE
        shared = beside >= 0 or self._roles.stage[row] == MENTORS
        return Turn(row, beside, int(self._units[row]), HEAT * self._cost * shared)

    @property
    def _prices(self) -> Floats:
        begin = self._stall.k[at.PRICE]
        return self._stall.x[begin : begin + self._rows + len(self._question.most)]
