"""Prices (影子价格) of one level, and what they prove.

The dual is smoothed (see soft) and climbed by Newton's steps, with less and less heat. Whatever comes out, the bound is
added up again in whole numbers; by weak duality no plan is better, whoever searches and however long.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, log2
from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.prices import soft as at
from solver.assignment.prices.climb import COOLING, Climb
from solver.assignment.prices.offer import Offer, lay_out, sampled
from solver.assignment.prices.question import Question, weighed

EXACT_BITS = 51  # of the 53 in which floats are whole numbers
WHOLE = 2.0**53  # from here on they are not
FINEST_BITS = 40
HEATS = tuple(3.0 * COOLING**step for step in range(11))  # of what a case costs on average
LEAST_COST = 0.02  # a case costs at least so much of a unit on average, where units are counted
SAMPLE_ENTRIES = 80_000  # of columns; of bigger instances a sample is priced first
SAMPLE_CASES = 1_000  # in a sample at least: with fewer its prices lay so far off that they led nowhere
WARM = 5  # heats for the sample; three more for the whole
TOO_MUCH = 1.2  # of what a plan reaches: where a sample proves more, it finds too little room
BUCKET = 40  # cases of the sample whom like people may have
FEW_STEPS = 10  # at one heat, of the whole after a sample
WORTHS = tuple(0.1 * 3.0**step for step in range(8))  # of another level's prices, in what a case costs here and there
STEPS = 25  # at one heat


def no_prices(question: Question) -> Floats:
    """Give prices at which nothing counts but the level itself."""
    prices = np.zeros(len(question.begin) + len(question.most))
    prices[len(question.begin)] = 1.0
    return prices


class Known(NamedTuple):
    """A question that was priced, the prices, and the bound they prove."""

    question: Question
    prices: Floats
    bound: int


def priced(question: Question, value: int, stop: Callable[[], bool], last: Known | None = None) -> Known:
    """Price a question and prove a bound, `value` being what some plan reaches.

    Prices begin at none, where those of a sample prove more there, or where those of the level before (`last`) do.
    """
    asked, question = question, weighed(question)
    heats, whole = [heat * usual_cost(question, value) for heat in HEATS], lay_out(question)
    climb, begins, steps = Climb(whole, question, first_prices(question), stop), [first_prices(question)], STEPS
    if _one_in(question) > 1:
        sample = Climb(sampled(whole, question, _sample(question)), question, begins[0], stop)
        begins.append(sample.through(begins[0], heats[:WARM], STEPS, TOO_MUCH * value))
        heats, steps = heats[WARM - 2 : WARM + 2], FEW_STEPS
    prices = max([*begins, *_carried(question, value, last)], key=climb.proves)
    prices = climb.through(prices, heats, steps, place=climb.begins(prices, heats))
    return Known(asked, prices, proven(whole, question, prices))


def _carried(question: Question, value: int, last: Known | None) -> list[Floats]:
    """Give the prices of the level above, more and more of them beside the level's own; weights of a peak say nothing."""
    if last is None or last.question.peak or question.peak:
        return []
    rows, own = len(question.begin), usual_cost(question, value) / usual_cost(last.question, max(1, last.bound))
    place = {name: number for number, name in enumerate(last.question.names)}
    found = np.zeros(rows + len(question.names))
    found[:rows] = last.prices[:rows]
    for number, name in enumerate(question.names):
        found[rows + number] = last.prices[rows + place[name]] if name in place else 0.0
    all_ = [found * own * worth for worth in WORTHS]
    for prices in all_:
        prices[rows] = 1.0
    return all_


def _one_in(question: Question) -> int:
    """Say of how many cases one is in the sample: 1 where none is taken, as it would hold too few to stand for the whole."""
    every = len(question.columns.row) // SAMPLE_ENTRIES + 1
    return every if question.instance.cases >= every * SAMPLE_CASES else 1


def _sample(question: Question) -> Ints:
    """Take cases of every size alike among those whom like people may have: the sample stands for as much work there."""
    columns, every = question.columns, _one_in(question)
    order = np.argsort(columns.lead_of_cases, kind="stable")
    bucket = np.arange(len(order)) // (every * BUCKET)
    return order[np.lexsort((columns.size_of_cases[order], bucket))][every // 2 :: every]


def usual_cost(question: Question, value: int) -> float:
    """Say what a case costs on average where a plan is worth so much."""
    return max(value, LEAST_COST * question.instance.cases) / max(1, question.instance.cases)


def left_open(question: Question, value: int) -> float:
    """Say how dear a column may seem that is not dear: as far as the last heat blurs prices.

    Where tallies are counted one heat less: their big steps left chains half a per cent of the late minutes away.
    """
    finer = int(question.instance.tallies > 0)
    last = HEATS[WARM + 2 + finer] if _one_in(question) > 1 else HEATS[-1]
    return last * usual_cost(question, value)


def first_prices(question: Question) -> Floats:
    """Give prices to begin with: none, but for the peak each person's minutes alike."""
    prices = no_prices(question)
    if question.peak:
        prices[: question.instance.people] = (question.capacity > 0) / max(1, int(question.capacity.sum()))
    return prices


def proven(offer: Offer, question: Question, prices: Floats) -> int:
    """Give the bound which some prices prove (any prices do; good ones prove much).

    For the peak it is what everybody's loads, weighed by their prices, come to on average. Where sums get so big that
    floats are no longer whole numbers nothing is proven but that no level is below 0.
    """
    k, x = at.flat(offer)
    at.put(k, x, prices)
    bits = min(FINEST_BITS, int(EXACT_BITS - log2(at.size_of(k, x) + 1.0)))
    scale = 2 ** max(bits, 0)
    whole = np.rint(prices * scale)
    whole[len(question.begin)] = scale
    people = question.instance.people
    if question.peak:
        whole[:people] = np.where(question.capacity > 0, np.maximum(whole[:people], 0), 0)
        weights = zip(whole[:people].tolist(), question.capacity.tolist(), strict=True)
        scale = sum(int(weight) * capacity for weight, capacity in weights)
    at.put(k, x, whole)
    if not at.size_of(k, x) < WHOLE:
        return 0
    return ceil(Fraction(int(at.firm_value(k, x)), scale)) if scale > 0 else 0
