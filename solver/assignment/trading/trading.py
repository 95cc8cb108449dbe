"""Trading (调整): a better plan of one level, found without search trees: chains of moves (`market`), dealing out anew (`redeal`).

Steps are counted, never timed, so that the same plan comes out every time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.prices.question import Question
from solver.assignment.trading import market as at
from solver.assignment.trading.redeal import redeal
from solver.assignment.trading.stall import Grain, Stall, open_stall

CHUNK = 50_000  # columns looked at before somebody may say stop
BEGINNING = 30  # columns for each person that are looked at, at first, besides everybody's least dear ones
LATE, EASE = 0.3, 0.9  # after this part of the effort what is held is used up rather than kept below
SOON, SLOWLY, LAST = 0.95, 0.999, 0.6  # what is left of pressure, and late when what was mended is not to break again
STALLED = 0.25  # of the effort, without anything better: then groups that are still apart stay so
ANEW = 0.4  # of the effort is for dealing out anew
DEAR = 0.6  # of what a case costs: moves that regret more are not looked at then
WARM = 0.1  # of the first reach: how much heavier a plan may get at times


@dataclass(frozen=True)
class Effort:
    """How long to go on (columns looked at), what is good enough, which draw of chance, and who may say stop before.

    `spend` is told how many columns it were in the end.
    """

    steps: int
    enough: int
    seed: int
    stop: Callable[[], bool]
    spend: Callable[[int], None]


def better(question: Question, prices: Floats, chosen: Ints, grain: Grain, effort: Effort) -> Ints | None:
    """Improve a choice of columns by case, which breaks nothing; None when nothing better was found."""
    stall = open_stall(question, prices, chosen, effort.seed, grain)
    at.take(stall.k, stall.x, stall.choices.taking(chosen))
    return _trade(stall, question, effort, grain)


def afresh(question: Question, prices: Floats, grain: Grain, effort: Effort) -> Ints | None:
    """Choose for all cases anew, the surest first, and mend what that breaks; None when that does not succeed."""
    stall = open_stall(question, prices, None, effort.seed, grain)
    shares, order = _shares(stall, grain.open)
    stall.x[at.REACH] = _reach(stall, question, 0.0, grain)
    at.settle(stall.k, stall.x, order, shares)
    return _trade(stall, question, effort, grain)


def _reach(stall: Stall, question: Question, progress: float, grain: Grain) -> float:
    """Say up to which regret columns are looked at: at first a few for each person, at last all."""
    others, begun = stall.others, min(BEGINNING * question.instance.people, len(stall.others))
    if not begun:
        return grain.equal
    listed = begun * (len(others) / begun) ** progress
    return grain.equal + float(others[min(int(listed), len(others)) - 1])


def _shares(stall: Stall, heat: float) -> tuple[Floats, Ints]:
    """Say in what part choosers would take each column, and who is to become sure first: who is, then the biggest."""
    choices = stall.choices
    owner, begin = choices.owner, choices.first[:-1]
    shares = np.exp(-np.minimum(choices.regret / heat, 500.0))
    shares /= np.add.reduceat(shares, begin)[owner]
    sure = np.maximum.reduceat(shares, begin) > 0.999
    rows = int(stall.k[at.ROWS])
    minutes = np.where(choices.coordinate < rows, choices.amount, 0.0)
    size = np.bincount(np.repeat(owner, np.diff(choices.start)), weights=minutes, minlength=len(begin))
    order: Ints = np.lexsort((-size / np.diff(choices.first), ~sure))
    return shares, order


def _trade(stall: Stall, question: Question, effort: Effort, grain: Grain) -> Ints | None:
    """Follow chains, and deal out anew in the last part of the effort: not before nothing is broken, and no groups."""
    k, x = stall.k, stall.x
    begun, x[at.HEAT] = int(k[at.CLOCK]), WARM * _reach(stall, question, 0.0, grain)
    groups = question.level == "together"
    chains = effort.steps if groups else int((1.0 - ANEW) * effort.steps)
    for done in _pieces(stall, begun, effort, STALLED if groups else 1.0):
        if done >= chains and np.isfinite(x[at.WORTH]):
            break
        x[at.REACH] = _reach(stall, question, done / effort.steps, grain)
        x[at.EASE] = EASE if done > LATE * effort.steps else 0.0
        x[at.FADING] = SLOWLY if done > LAST * effort.steps else SOON
        until = begun + min(chains if done < chains else effort.steps, done + CHUNK)
        at.trade(k, x, until, float(effort.enough))
    steps = question.columns.steps(len(question.begin))
    for done in () if groups else _pieces(stall, begun, effort, 1.0):
        until = begun + min(effort.steps, done + CHUNK)
        redeal(k, x, steps, DEAR * grain.cost, until, float(effort.enough))
    effort.spend(int(k[at.CLOCK]) - begun)
    if not np.isfinite(x[at.WORTH]):
        return None
    return stall.choices.chosen(k[k[at.BEST] : k[at.BEST] + k[at.CHOOSERS]], question.instance.cases)


def _pieces(stall: Stall, begun: int, effort: Effort, stalled: float) -> Iterator[int]:
    """Give how many columns have been looked at, again and again, until that is enough, the plan is, or somebody says stop.

    `stalled`: the part of the effort after which a plan that breaks nothing and did not get better is not looked at any longer.
    """
    worth, since = np.inf, 0
    while (
        (done := int(stall.k[at.CLOCK]) - begun) < effort.steps
        and stall.x[at.WORTH] > effort.enough + at.HALF
        and not effort.stop()
    ):
        if stall.x[at.WORTH] < worth:
            worth, since = float(stall.x[at.WORTH]), done
        if np.isfinite(worth) and done - since > stalled * effort.steps:
            return
        yield done
