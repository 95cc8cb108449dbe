"""The stock under the rulebook in force (存量重新分流): every open case triaged anew, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from allocator.decisions.triage.relearning import Relearned, triage_anew
from allocator.domain.docket import Case
from allocator.domain.snapshot import Snapshot
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.bulk import much_at_once
from allocator.services.cases.casework import entry_of
from allocator.services.context import Context
from allocator.services.drawing import open_day
from allocator.services.transaction import look, writing

BECAUSE: Mapping[str, object] = {"facts": {}, "approved_by": None, "because": "rulebook"}


@dataclass(frozen=True, slots=True)
class Retriaged:
    """What triaging the stock anew did (存量重新分流结果): cases looked at, and those that now stand otherwise."""

    cases: int
    changed: tuple[tuple[Case, Relearned], ...]


@much_at_once()
def retriage(context: Context, *, dry_run: bool = False) -> Retriaged:
    """Triage every open case by the rulebook in force; one held is converted as by new facts, each way at most once."""
    with writing(context) as (uow, here):
        snapshot = look(uow, here)
        open_day(uow, here, snapshot.day)
        found = [(case, triage_anew(case, snapshot)) for case in uow.cases.open()]
        changed = [(case, outcome) for case, outcome in found if outcome.case != case]
        if not dry_run:
            _remember(uow, here, changed, snapshot)
            uow.commit()
    return Retriaged(len(found), tuple(changed))


def _remember(uow: UnitOfWork, context: Context, changed: Sequence[tuple[Case, Relearned]], snapshot: Snapshot) -> None:
    now, actor = context.now(), context.actor
    entries = [
        (now, actor, "facts", case.id, entry_of(uow, case, outcome, snapshot, BECAUSE)) for case, outcome in changed
    ]
    numbers = uow.log.append_many(entries)
    uow.cases.assign_many(
        replace(outcome.case, standing=replace(outcome.case.standing, decision=seq))
        for (_, outcome), seq in zip(changed, numbers, strict=True)
    )
