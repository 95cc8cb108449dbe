"""Stages and runs for the tests of replications: a small office, and figures drawn without simulating anything."""

import math
from datetime import date
from typing import Any

from allocator.domain.scenarios.process import Process
from allocator.domain.scenarios.scenario import Arrivals, Scenario
from allocator.domain.words import Text
from allocator.simulation.chance import Chance, normal
from allocator.simulation.opening import Opening
from allocator.simulation.paths import Path
from allocator.simulation.staging import Staged, staged
from tests.stories import a_small_rulebook, a_staffed_office

WEEKS = 40


def an_opening() -> Opening:
    """A small office without cases."""
    return Opening(a_staffed_office(), a_small_rulebook(), Process((), "", 0, "N37"))


def a_stage(growth: int = 0, **more: Any) -> Staged:
    """The small office on stage, with so many more filings per mille."""
    given: dict[str, Any] = {
        "name": Text(f"增{growth}‰", f"{growth} more"),
        "first": date(2022, 10, 3),
        "days": 7 * WEEKS,
        "warm_up_days": 0,
        "arrivals": Arrivals(growth=growth),
        **more,
    }
    return staged(an_opening(), Scenario(**given))


def drawn(stage: Staged, replication: int) -> Path:
    """Draw a path: what comes in is common luck, what is closed depends on the scenario, and the start is empty."""
    chance = Chance(stage.seed, replication)
    luck = normal(chance.uniform("filings", ""))
    more = 1 + stage.arrivals.growth / 1000
    accepted = round((1000 + 30 * luck) * more)
    rate = 0.8 + 0.01 * normal(chance.uniform("closing", "")) - 0.1 * (more - 1)
    fast = math.nan if replication == 3 else 30 + luck
    weeks = tuple(100 * (1 - math.exp(-week / 4)) + normal(chance.uniform("week", str(week))) for week in range(WEEKS))
    return Path({"accepted": accepted, "closing_rate": rate, "days_fast": fast}, {"open": weeks})
