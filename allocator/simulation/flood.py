"""How many filings a scenario makes at most (收案上限): more than any office meets are a slip, and no run would end."""

from collections.abc import Sequence
from math import prod

from allocator.domain.facts import CaseInput
from allocator.domain.scenarios.faults import ScenarioFaults
from allocator.domain.scenarios.scenario import Arrivals
from allocator.domain.words import Text

PERMILLE, YEAR = 1000, 365
MOST_A_YEAR = 1_000_000
"""Some twenty-five times what a court of 500 officers takes in."""


def check_flood(asked: Arrivals, bank: Sequence[CaseInput], faults: ScenarioFaults) -> None:
    """Note where a scenario asks for more filings than can be simulated, at what multiplies them most."""
    usual = asked.per_year if asked.per_year is not None else _usual(bank)
    times = {
        "arrivals.growth": (PERMILLE + asked.growth) / PERMILLE,
        "arrivals.mix": max([PERMILLE, *asked.mix.values()]) / PERMILLE,
        "arrivals.campaigns": prod(max(PERMILLE, one.factor) / PERMILLE for one in asked.campaigns),
    }
    count = usual * prod(times.values())
    if count > MOST_A_YEAR:
        worst = max(times, key=lambda path: times[path])
        field = worst if times[worst] > 1 else "arrivals.per_year"
        text = Text(
            f"一年可达 {count:,.0f} 件收案，多于可推演的 {MOST_A_YEAR:,} 件。",
            f"That makes up to {count:,.0f} filings a year; no more than {MOST_A_YEAR:,} can be simulated.",
        )
        faults.add(field, text, Text("请减小该项。", "Make it less."))


def _usual(bank: Sequence[CaseInput]) -> float:
    """Give the filings of a year in the office's own."""
    days = [case.filing.filed_on for case in bank]
    return len(bank) * YEAR / ((max(days) - min(days)).days + 1) if days else 0.0
