"""The two things asked of the pairing model (结对求解): solve it, measure a plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from solver.pairing.instance import Instance
from solver.pairing.plan import Plan
from solver.pairing.problem import PairingProblem
from solver.pairing.rules.must import MUST
from solver.pairing.rules.prefer import levels
from solver.search import Certificate, Limits, Progress, descend
from solver.term import Match


@dataclass(frozen=True)
class Result:
    """A pairing, what stands behind it, and every match of every rule: the explanation is made of these."""

    plan: Plan
    certificate: Certificate
    matches: Mapping[str, tuple[Match, ...]]


def solve(
    instance: Instance,
    limits: Limits,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Result:
    """Give the best pairing found within the limits, and its certificate; there is always one, and it is stable."""
    answer = descend(PairingProblem(instance), limits, seed, on_progress, cancelled)
    return Result(answer.plan, answer.certificate, measure(instance, answer.plan))


def measure(instance: Instance, plan: Plan) -> dict[str, tuple[Match, ...]]:
    """Give the matches of every hard rule (by its name; none when lawful) and of every level, without any solver."""
    rules = {term.name: term.measure(instance, plan) for term in MUST}
    return rules | {term.level: term.measure(instance, plan) for term in levels(instance)}
