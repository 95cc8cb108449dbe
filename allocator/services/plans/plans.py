"""Batch plans (批量分案): drafted by a durable job, to be looked at by a person before anything is published."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from allocator.decisions.allocation.allocation import Allocation, Progress, allocate
from allocator.decisions.certificates.certificate import ALLOCATE, certified, must_be_certified, proof_parts
from allocator.decisions.recommendation.draw import lot
from allocator.decisions.recommendation.pool_guard import watch_all
from allocator.domain.canonical import plain
from allocator.domain.docket import Case
from allocator.domain.snapshot import CaseToPlace
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.drawing import open_day, secret_to_draw
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.jobs.kept_drafts import KeptDraft
from allocator.services.remembering import edits_of, place, snapshot_entry
from allocator.services.transaction import look_back, writing

DEFAULT_SECONDS = 60
REBALANCE = "rebalance"
Report = Callable[[Progress], None]
Cancelled = Callable[[], bool]


class Draft(KeptDraft):
    """A plan of cases as it waits for a person."""

    kinds, entry, named = (ALLOCATE, REBALANCE), "publication", "cases"

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """Give what it would change: cases given to somebody, and apprentices' cases that get another mentor."""
        return rows_of(self.document)


def rows_of(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Give the rows of a plan's document: what was settled on before it, what it found, whose mentor changes."""
    return (*document.get("taken", ()), *document["rows"], *document.get("covered", ()))


def draft_plan(
    context: Context,
    run: str,
    seconds: int = DEFAULT_SECONDS,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> str:
    """Make a plan for all waiting cases and keep it as a document; gives the document's digest.

    Reads one instant of the office, solves without holding any lock, and writes once at the end, the run's own end
    included: cancelled or killed before that, it leaves no trace.
    """
    with writing(context) as (uow, here):
        snapshot = look_back(uow, here)
        open_day(uow, here, snapshot.day)
        secret = secret_to_draw(uow, snapshot.day)
        cases = uow.cases.waiting()
        places = tuple(place(uow, case, snapshot) for case in cases)
        alarms = watch_all(places, edits_of(uow, snapshot), snapshot)
        uow.commit()
    seed = seed_of(secret, ALLOCATE)
    plan = allocate(places, snapshot, lots_of(secret), seed, seconds, report, cancelled)
    with writing(context) as (uow, here):
        document = _document(plan, snapshot_entry(uow, snapshot), cases, places) | {
            "run": run, "snapshot_digest": snapshot.digest, "seed": seed, "seconds": seconds,
            "alarms": [plain(alarm) for alarm in alarms], **proof_parts(plan.proof, snapshot),
        }  # fmt: skip
        document = certified(document, plan.proof, snapshot)
        must_be_certified(document)
        uow.documents.put_text("instance", plan.proof.problem.to_json())
        digest = uow.documents.put("plan", document)
        body = {"run": run, "document": digest, "certificate": document["seal"], **_summary(plan)}
        uow.log.append(here.now(), here.actor, "plan", None, body)
        if not uow.runs.finish(run, digest, here.now(), _ready(plan)):
            raise run_cancelled()
        uow.commit()
    return digest


def _ready(plan: Allocation) -> Text:
    placed, left = len(plan.rows), len(plan.unplaced)
    return Text(
        f"方案已就绪：安排 {placed} 件，未能安排 {left} 件。", f"The plan is ready: {placed} placed, {left} not placed."
    )


def seed_of(secret: bytes, seen: str) -> int:
    """Give a plan's seed from the day's secret and what it sees, so that nobody chooses it (批量抽签种子).

    A plan for waiting cases has the day's one seed, whatever it sees: nobody alters the office by a trifle until the wished
    plan comes, and an office a little different is drawn in the same way, so that what would come of it can be told.
    """
    return int.from_bytes(hashlib.sha256(secret + seen.encode()).digest()[:4], "big") % (2**31)


def lots_of(secret: bytes) -> Callable[[str, str], int]:
    """Give the lots of a day: drafting again brings the same ones, so that nobody drafts until the wished plan comes."""
    return lambda case_no, officer: lot(secret, case_no, officer)


def _summary(plan: Allocation) -> dict[str, Any]:
    return {
        "placed": len(plan.rows),
        "unplaced": len(plan.unplaced),
        "lawful": not plan.objections,
        "levels": plain(plan.proof.certificate.levels),
        "instance": plan.instance,
    }


def _document(
    plan: Allocation, seen: Mapping[str, Any], cases: Sequence[Case], places: Sequence[CaseToPlace]
) -> dict[str, Any]:
    return {
        "snapshot": seen,
        "versions": {str(case.id): case.version for case in cases},
        "ids": {case.case_no: case.id for case in cases},
        "cases": [plain(item) for item in places],
        "rows": [plain(row) for row in plan.rows],
        "unplaced": [plain(item) for item in plan.unplaced],
        "loads": [plain(item) for item in plan.loads],
        "measured": dict(plan.measured),
        "objections": [plain(item) for item in plan.objections],
    }


def is_moves(document: Mapping[str, Any]) -> bool:
    """Say whether a plan moves held cases, instead of placing waiting ones."""
    return document.get("kind") == REBALANCE


def read_draft(context: Context, run: str) -> Draft:
    """Give the plan of a finished run; raises NotFound or Conflict while there is none."""
    with context.database.reading() as uow:
        return draft_in(uow, run)


def draft_in(uow: UnitOfWork, run: str) -> Draft:
    """Give the plan of a finished run within a unit of work; raises like `read_draft`."""
    return Draft.read(uow, run)
