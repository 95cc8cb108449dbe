"""What taking a case from its handler costs (变更承办人的代价), and whether it may happen at all now."""

from datetime import date, timedelta

from allocator.domain.facts import facts_of
from allocator.domain.rulebook.conditions import evaluate
from allocator.domain.rulebook.planning import MoveStage
from allocator.domain.snapshot import CaseToPlace, Snapshot


def stage_of(case: CaseToPlace, snapshot: Snapshot) -> MoveStage | None:
    """Give the first stage of the rulebook that is known to hold for a case; None at no listed stage."""
    stages = snapshot.rulebook.moves.stages
    facts = facts_of(case.case, snapshot.office, snapshot.rulebook) if stages else {}
    return next((stage for stage in stages if evaluate(stage.when, facts) is True), None)


def move_price(case: CaseToPlace, snapshot: Snapshot) -> int:
    """Give what a change of handler costs, by the stage of the case."""
    stage = stage_of(case, snapshot)
    return snapshot.rulebook.moves.price if stage is None else stage.price


def may_move_from(case: CaseToPlace, snapshot: Snapshot) -> date | None:
    """Give the first day on which a case moved lately may move again; None where it may today (三十日内不二次变更)."""
    last, days = snapshot.ledgers.moved.get(case.case.filing.case_no), snapshot.rulebook.moves.no_second_move_days
    free = None if last is None else last + timedelta(days=days)
    return free if free is not None and free > snapshot.day else None
