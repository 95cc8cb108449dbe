"""A week of field work as one plan (周外勤方案): drafted, checked by the independent checker, what is left out explained."""

from collections.abc import Callable

from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.left import left_out
from allocator.decisions.fieldwork.outcome import FieldOutcome, FieldProof, judged
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import WeekPlan
from solver.fieldwork import solve
from solver.search import Limits, Progress

__all__ = ["Limits", "Progress", "draft_week", "planned_week"]


def draft_week(
    week: FieldWeek,
    limits: Limits,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FieldOutcome:
    """Draft the trips of a week; published ones move only at the rulebook's price, those under way never.

    The same week, limits and seed give the same plan unless the certificate tells of the safety net. Whatever is left out
    says why, and the least change that would place it. A plan that the checker objects to says so; it may not be published.
    """
    meaning, instance = translate_week(week)
    result = solve(instance, limits, seed, on_progress, cancelled)
    plan = meaning.week_plan(result.plan)
    values, objections = judged(week, plan, result.certificate)
    proof = FieldProof(instance, result.plan, result.certificate)
    return FieldOutcome(plan, left_out(week, plan, cancelled), values, objections, proof)


def planned_week(week: FieldWeek, limits: Limits, seed: int) -> WeekPlan:
    """Give the trips of a week alone: those `draft_week` drafts within the same limits, nothing checked, proven or explained."""
    meaning, instance = translate_week(week)
    return meaning.week_plan(solve(instance, limits, seed).plan)
