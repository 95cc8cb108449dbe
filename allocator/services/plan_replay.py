"""Running a stored plan again (方案重演): the same cases, office and seed must give the same plan."""

from typing import Any

from allocator.decisions.allocation import allocate
from allocator.decisions.draw import lot
from allocator.domain.canonical import plain, restore
from allocator.domain.snapshot import CaseToPlace
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.drawing import secret_of
from allocator.services.remembering import kept_snapshot


def replay_plan(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Solve a plan's instance again; gives the stored rows and levels, and those found now."""
    document = uow.documents.get(entry.body["document"])
    snapshot = kept_snapshot(uow, document["snapshot"])
    secret = secret_of(uow, snapshot.day)
    run = document["run"]
    cases = [restore(CaseToPlace, item) for item in document["cases"]]
    plan = allocate(
        cases,
        snapshot,
        lambda case_no, officer: lot(secret, f"{run}\n{case_no}", officer),
        document["seed"],
        document["seconds"],
    )
    return _compared(document), {"instance": plan.instance, "rows": [plain(row) for row in plan.rows]}


def _compared(document: dict[str, Any]) -> dict[str, Any]:
    return {"instance": document["instance"], "rows": document["rows"]}
