"""Prices of a level: what they prove is near the best there is, wherever climbing begins."""

from dataclasses import replace

from benchmarks._offices import an_office as a_month
from solver.assignment.columns import Columns
from solver.assignment.prices.prices import priced
from solver.assignment.prices.question import ask

PLACED = {f"assigned:{rank}": 0 for rank in range(3)}
PROVEN_FROM_THE_HOTTEST, LITTLE = 9_790, 0.002  # misfit; of it


def never():
    """Nobody stops the climb."""
    return False


def test_prices_are_found_where_a_step_from_the_beginning_promises_next_to_nothing():
    """A month in which many cases suit several people alike and half of the people have room left.

    At no prices a step promises little at any heat, though the top is far: begun cold, 7,173 was proven of 9,790, and no
    plan came near what such prices want.
    """
    month = replace(a_month(1_535, 25, 2), together=())
    question = ask(month, Columns.of(month), "misfit", {**PLACED, "peak": 935})

    assert priced(question, 73_741, never).bound >= (1.0 - LITTLE) * PROVEN_FROM_THE_HOTTEST
