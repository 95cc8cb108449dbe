"""How likely a deadline is missed (超期概率): told from closed cases by few named features, and how good that was, out of sample.

Each closed clock is looked at as it stood at its beginning and at quarters of its time, while it was open: what was known
then, and whether it was missed in the end. A logistic curve over five features is fitted by Newton's method from nought, so
that the same cases give the same numbers. The older ones fit, the newer ones test; what is shown is the Brier score of the
newer. Where cases are too few, or the curve is no better than how often each node is missed, that rate is told instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from allocator.domain.words import Text

Floats = NDArray[np.float64]
FEATURES = {
    "node": Text("此节点以往的超期情况", "how often this node was missed"),
    "left": Text("剩余时间", "time left"),
    "load": Text("承办人在手案件", "cases in the handler's hands"),
    "away": Text("期限内不在岗", "days away before it is due"),
    "errands": Text("待办外勤", "field work still to be done"),
}
"""The features by name, in the order of the curve's weights."""

LEAST, LEAST_OF_EACH = 100, 20
"""Looks at closed clocks without which no curve is fitted: in all, and of those missed and kept."""
TESTED = 0.3
STEPS, RIDGE = 30, 1.0
CURVE, RATE = "curve", "rate"


@dataclass(frozen=True, slots=True)
class Look:
    """A clock as it stood on a day (节点观察): shares of one but `load`, the handler's open cases over the office's mean.

    `known_on` is the day its end was known; `missed` None while it is open.
    """

    node: str
    left: float
    load: float
    away: float
    errands: float
    known_on: date
    missed: bool | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a clock is missed, with a 95 % interval where a rate is told, and what speaks for it, the strongest first."""

    probability: float
    low: float | None = None
    high: float | None = None
    because: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Foresight:
    """What closed cases tell (超期预测): the curve's weights or plain rates, and Brier scores on the newer cases.

    `brier` is that of what is told, `brier_of_rate` that of the rates; None where nothing was left to test on.
    """

    method: str
    looks: int
    missed: int
    tested: int
    brier: float | None
    brier_of_curve: float | None
    brier_of_rate: float | None
    weights: tuple[float, ...]
    means: tuple[float, ...]
    rates: dict[str, tuple[int, int]]

    def chance(self, look: Look) -> Chance:
        """Give how likely an open clock is missed."""
        missed, seen = self.rates.get(look.node, _whole(self.rates))
        if self.method == RATE:
            low, high = betaincinv(missed + 0.5, seen - missed + 0.5, (0.025, 0.975))
            return Chance(_rate(missed, seen), float(low), float(high))
        row = _row(look, self.rates)
        shares = [float(weight * (value - mean)) for weight, value, mean in zip(self.weights[1:], row[1:], self.means, strict=True)]  # fmt: skip
        told = sorted(zip(FEATURES, shares, strict=True), key=lambda one: -abs(one[1]))
        return Chance(float(_curve(np.array(row), np.array(self.weights))), because=tuple(told))


def foresee(looks: Sequence[Look]) -> Foresight:
    """Learn from looks at closed clocks, oldest first, and test on the newest; the same looks give the same answer."""
    known = sorted((look for look in looks if look.missed is not None), key=lambda look: look.known_on)
    cut = int(len(known) * (1 - TESTED))
    first_tested = known[cut].known_on if known else date.max
    older, newer = [one for one in known if one.known_on < first_tested], [one for one in known if one.known_on >= first_tested]  # fmt: skip
    of_rate, of_curve = _tested(older, newer)
    fits = of_curve is not None and of_rate is not None and of_curve < of_rate
    rates = _rates(known)
    weights = _fitted(known, rates) if fits else np.zeros(0)
    rows = np.array([_row(look, rates)[1:] for look in known]) if known else np.zeros((0, len(FEATURES)))
    return Foresight(
        method=CURVE if fits else RATE,
        looks=len(known),
        missed=sum(bool(look.missed) for look in known),
        tested=len(newer) if of_rate is not None else 0,
        brier=of_curve if fits else of_rate,
        brier_of_curve=of_curve,
        brier_of_rate=of_rate,
        weights=tuple(map(float, weights)),
        means=tuple(map(float, rows.mean(axis=0))) if fits else (),
        rates=rates,
    )


def _tested(older: Sequence[Look], newer: Sequence[Look]) -> tuple[float | None, float | None]:
    """Give the Brier scores of the rates and of the curve on newer looks, told from older ones only."""
    if not older or not newer:
        return None, None
    rates, truth = _rates(older), np.array([bool(look.missed) for look in newer], dtype=float)
    of_rate = _brier(np.array([_rate(*rates.get(look.node, _whole(rates))) for look in newer]), truth)
    missed = sum(bool(look.missed) for look in older)
    if len(older) < LEAST or min(missed, len(older) - missed) < LEAST_OF_EACH:
        return of_rate, None
    rows = np.array([_row(look, rates) for look in newer])
    return of_rate, _brier(_curve(rows, _fitted(older, rates)), truth)


def _brier(told: Floats, truth: Floats) -> float:
    return float(np.mean((told - truth) ** 2))


def _rates(looks: Sequence[Look]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for look in looks:
        missed, seen = found.get(look.node, (0, 0))
        found[look.node] = (missed + bool(look.missed), seen + 1)
    return dict(sorted(found.items()))


def _whole(rates: dict[str, tuple[int, int]]) -> tuple[int, int]:
    return sum(missed for missed, _ in rates.values()), sum(seen for _, seen in rates.values())


def _rate(missed: int, seen: int) -> float:
    """Give a rate that is never quite nought or one (Jeffreys)."""
    return (missed + 0.5) / (seen + 1)


def _row(look: Look, rates: dict[str, tuple[int, int]]) -> list[float]:
    rate = _rate(*rates.get(look.node, _whole(rates)))
    return [1.0, float(np.log(rate / (1 - rate))), look.left, look.load, look.away, look.errands]


def _curve(rows: Floats, weights: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
    return found


def _fitted(looks: Sequence[Look], rates: dict[str, tuple[int, int]]) -> Floats:
    """Fit by Newton's method, all weights but the first held towards nought."""
    rows = np.array([_row(look, rates) for look in looks])
    truth = np.array([bool(look.missed) for look in looks], dtype=float)
    held = np.diag([0.0, *[RIDGE] * len(FEATURES)])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        told = _curve(rows, weights)
        slope = rows.T @ (truth - told) - held @ weights
        weights = weights + np.linalg.solve(
            (rows.T * (told * (1 - told))) @ rows + held + 1e-9 * np.eye(len(held)), slope
        )
    return weights
