"""What follows a step (后续环节): the steps an end brings forth at once, as it did lately, and those that come late."""

from dataclasses import dataclass

import numpy as np

from allocator.simulation.calibration.history import NOBODY, History
from allocator.simulation.calibration.office_days import Numbers, Places
from allocator.simulation.forecasting.arrays import Items, joined, runs, starts_of
from allocator.simulation.forecasting.assumptions import Assumptions
from allocator.simulation.forecasting.waits import APART


@dataclass(frozen=True)
class Late:
    """Steps that come days after their forerunner's end, by forerunner's step from `first` on: delay, step, number per end."""

    delay: Numbers
    step: Places
    rate: Numbers
    of: Places
    first: Places


@dataclass(frozen=True)
class Succession:
    """Past ends by step, each with what it brought forth at once: `ends` from `first_end[step]`, children from `first_child`."""

    ends: Places
    first_end: Places
    children: Places
    first_child: Places
    child_step: Places
    child_delay: Numbers
    late: Late

    def at_once(self, done: Items, end: Numbers, chance: np.random.Generator) -> Items:
        """Bring forth what follows at once: each end takes after one past end of its step, drawn at random."""
        counts = self.first_end[done.step + 1] - self.first_end[done.step]
        known = np.flatnonzero(counts)
        picked = (chance.random(len(done)) * counts).astype(np.int64)
        source = self.ends[(self.first_end[done.step] + picked)[known]]
        places, which = runs(self.first_child, source)
        child, parent = self.children[places], known[which]
        return Items(self.child_step[child], end[parent] + self.child_delay[child], done.path[parent])

    def later(self, done: Items, end: Numbers, within: float, chance: np.random.Generator) -> Items:
        """Bring forth what follows late, as far as it begins within so many days."""
        late = self.late
        added = np.concatenate(([0.0], np.cumsum(late.rate)))
        base, top = added[late.first[done.step]], added[late.first[done.step + 1]]
        parent = np.repeat(np.arange(len(done)), chance.poisson(top - base))
        due = base[parent] + chance.random(len(parent)) * (top - base)[parent]
        row = np.clip(np.searchsorted(added, due, side="right") - 1, 0, len(late.rate) - 1)
        soon = late.delay[row] < within
        row, parent = row[soon], parent[soon]
        return Items(late.step[row], end[parent] + late.delay[row], done.path[parent])

    def after(self, done: Items, end: Numbers, within: float, chance: np.random.Generator) -> Items:
        """Bring forth all that follows."""
        found = self.at_once(done, end, chance)
        return joined([found, self.later(done, end, within, chance)]) if len(self.late.rate) else found


def succession(past: History, assumed: Assumptions) -> Succession:
    """Learn what follows what: the last months' ends at once, all ends for what comes late."""
    has = past.parent != NOBODY
    delay = np.where(has, past.start - past.end[past.parent], np.nan)
    at_once = np.flatnonzero(has & (delay <= assumed.late))
    children = at_once[np.argsort(past.parent[at_once], kind="stable")]
    ends = _lately(past, assumed)
    return Succession(
        ends=ends,
        first_end=starts_of(past.step[ends], len(past.steps)),
        children=children,
        first_child=starts_of(past.parent[children], len(past.step)),
        child_step=past.step,
        child_delay=delay,
        late=_late(past, np.flatnonzero(has & (delay > assumed.late)), delay),
    )


def _lately(past: History, assumed: Assumptions) -> Places:
    """Choose the ends to take after, sorted by step: those in the window, all of them where those are few."""
    ended = np.flatnonzero(past.ended)
    recent = past.end[ended] >= past.now - assumed.window
    few = np.bincount(past.step[ended[recent]], minlength=len(past.steps)) < assumed.least
    chosen = ended[recent | few[past.step[ended]]]
    return chosen[np.argsort(past.step[chosen], kind="stable")]


def _late(past: History, places: Places, delay: Numbers) -> Late:
    """Count late followers per end that has been watched for long enough to have had them."""
    of = past.step[past.parent[places]]
    order = np.lexsort((delay[places], of))
    places, of = places[order], of[order]
    keys, first = elapsed_keys(past)
    watched = first[of + 1] - np.maximum(np.searchsorted(keys, of * APART + delay[places], side="left"), first[of])
    rate = 1 / np.maximum(watched, 1)
    return Late(delay[places], past.step[places], rate, of, starts_of(of, len(past.steps)))


def elapsed_keys(past: History) -> tuple[Numbers, Places]:
    """Give how long ago each ended item ended, sorted within its step, and where each step begins."""
    ended = np.flatnonzero(past.ended)
    order = np.lexsort((-past.end[ended], past.step[ended]))
    ended = ended[order]
    keyed: Numbers = past.step[ended] * APART + (past.now - past.end[ended])
    return keyed, starts_of(past.step[ended], len(past.steps))


def still_to_come(past: History, late: Late, within: float, paths: int, chance: np.random.Generator) -> Items:
    """Draw the late followers of ends that lie in the past: those whose delay is not over yet, and will be in time."""
    keys, first = elapsed_keys(past)
    low = np.maximum(np.searchsorted(keys, late.of * APART + late.delay - within, side="left"), first[late.of])
    high = np.maximum(np.searchsorted(keys, late.of * APART + late.delay, side="left"), low)
    drawn = chance.poisson(late.rate * (high - low), size=(paths, len(late.rate)))
    path, row = np.nonzero(drawn)
    times = drawn[path, row]
    path, row = np.repeat(path, times), np.repeat(row, times)
    which = low[row] + (chance.random(len(row)) * (high - low)[row]).astype(np.int64)
    elapsed = keys[which] - late.of[row] * APART
    return Items(late.step[row], np.maximum(past.now, past.now + late.delay[row] - elapsed), path)
