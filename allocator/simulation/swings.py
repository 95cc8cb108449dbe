"""How far an answer moves with what is assumed (敏感性): the same scenarios under other weights and other filings.

The weights of cases are proposals until a time study confirms them, so that what a reform is worth is told under each of
them: three in ten less, as they are, three in ten more.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

from allocator.domain.scenarios.figures import FIGURES, UNIT_NAMES
from allocator.domain.scenarios.rules import EVERY
from allocator.domain.scenarios.scenario import PERMILLE, Scenario
from allocator.domain.words import Text
from allocator.simulation.batches import Run
from allocator.simulation.engine import run_once
from allocator.simulation.opening import Opening
from allocator.simulation.replications import Asked, Tell, replicate
from allocator.simulation.report import Report
from allocator.simulation.report_tables import FIGURE, UNIT, ReportTable, difference_shown
from allocator.simulation.staging import staged

AS_THEY_ARE = Text("按现有假设", "as assumed")


@dataclass(frozen=True, slots=True)
class Swing:
    """One assumption moved (假设变动): its name, and what it does to a scenario."""

    name: Text
    move: Callable[[Scenario], Scenario]


@dataclass(frozen=True, slots=True)
class Swung:
    """The answer under one assumption (变动后的结果)."""

    name: Text
    report: Report

    def as_dict(self) -> dict[str, Any]:
        """Give it as one JSON-ready document."""
        return {"name": self.name.as_dict(), "report": self.report.as_dict(), "digest": self.report.digest}


UNMOVED = Swing(AS_THEY_ARE, lambda scenario: scenario)


def weights_swung(permille: int, causes: Sequence[str] = (EVERY,)) -> tuple[Swing, ...]:
    """Move the weight of all cases, or of each of some causes, so much down and up; nothing moved comes first."""
    moves = [(cause, PERMILLE + sign * permille) for cause in causes for sign in (-1, 1)]
    return (UNMOVED, *(Swing(_weight_name(cause, factor), _weighed(cause, factor)) for cause, factor in moves))


def filings_swung(permille: int) -> tuple[Swing, ...]:
    """Move the number of filings so much down and up; nothing moved comes first."""
    factors = (PERMILLE - permille, PERMILLE + permille)
    return (
        UNMOVED,
        *(Swing(Text("收案 ×{by}", "filings × {by}").fill(by=f"{one / PERMILLE:g}"), _filed(one)) for one in factors),
    )


def under_swings(
    opening: Opening, scenarios: Sequence[Scenario], swings: Sequence[Swing], ask: "Ask"
) -> tuple[Swung, ...]:
    """Answer the same scenarios under each assumption, with the same luck; the first scenario is the baseline of each."""
    found = []
    for swing in swings:
        stagings = [staged(opening, swing.move(scenario)) for scenario in scenarios]
        found.append(Swung(swing.name, replicate(stagings, ask.asked, ask.run, ask.executor, ask.tell)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Ask:
    """How an answer is worked out (推演方式): how sharp, by which run, on which workers, and who hears of it."""

    asked: Asked
    run: Run = run_once
    executor: Executor | None = None
    tell: Tell | None = None


def swings_table(found: Sequence[Swung], scenario: int = 1) -> ReportTable:
    """Lay out the differences of one scenario to the baseline, with a column for each assumption."""
    head = (FIGURE, UNIT, *(one.name for one in found))
    outcomes = [one.report.outcomes[scenario] for one in found]
    rows = (
        (
            FIGURES[name].name,
            UNIT_NAMES[FIGURES[name].unit],
            *(difference_shown(outcome.differences[name], FIGURES[name].unit) for outcome in outcomes),
        )
        for name in outcomes[0].differences
    )
    return ReportTable(head, tuple(rows))


def _weight_name(cause: str, factor: int) -> Text:
    by = f"{factor / PERMILLE:g}"
    if cause == EVERY:
        return Text("全部权重 ×{by}", "all weights × {by}").fill(by=by)
    return Text("{cause} 权重 ×{by}", "weight of {cause} × {by}").fill(cause=cause, by=by)


def _weighed(cause: str, factor: int) -> Callable[[Scenario], Scenario]:
    def move(scenario: Scenario) -> Scenario:
        before = scenario.weights.get(cause, PERMILLE)
        return replace(scenario, weights={**scenario.weights, cause: before * factor // PERMILLE})

    return move


def _filed(factor: int) -> Callable[[Scenario], Scenario]:
    def move(scenario: Scenario) -> Scenario:
        growth = (PERMILLE + scenario.arrivals.growth) * factor // PERMILLE - PERMILLE
        return replace(scenario, arrivals=replace(scenario.arrivals, growth=growth))

    return move
