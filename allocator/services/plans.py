"""Batch plans (批量分案): drafted by a durable job, looked at by a person, published whole or in part, or refused."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from allocator.decisions.allocation import Allocation, Progress, allocate
from allocator.decisions.certificate import certified, must_be_certified, proof_parts
from allocator.decisions.checker import Placement, check_plan
from allocator.decisions.draw import lot
from allocator.decisions.pool_guard import Alarm, watch_all
from allocator.domain.canonical import plain
from allocator.domain.cases import CaseState, normal_name
from allocator.domain.docket import Case, Holding
from allocator.domain.errors import BadInput, Conflict, NotFound, Stale
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context, look, look_back, writing
from allocator.services.drawing import open_day, secret_to_draw
from allocator.services.job_errors import cancelled as run_cancelled
from allocator.services.remembering import edits_of, place, snapshot_entry

DEFAULT_SECONDS = 60
Report = Callable[[Progress], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as it waits for a person: the run's document, and which of its rows are published already."""

    run: str
    digest: str
    document: Mapping[str, Any]
    published: tuple[str, ...]


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
    seed = seed_of(secret, snapshot.digest)
    plan = allocate(places, snapshot, lots_of(secret), seed, seconds, report, cancelled)
    with writing(context) as (uow, here):
        document = _document(plan, snapshot_entry(uow, snapshot), cases, places) | {
            "run": run, "snapshot_digest": snapshot.digest, "seed": seed, "seconds": seconds,
            "alarms": [plain(alarm) for alarm in alarms], **proof_parts(plan.proof, snapshot),
        }  # fmt: skip
        document = certified(run, document, plan.proof, snapshot)
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
    """Give a plan's seed from the day's secret and what it sees, so that nobody chooses it (批量抽签种子)."""
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


def read_draft(context: Context, run: str) -> Draft:
    """Give the plan of a finished run; raises NotFound or Conflict while there is none."""
    with context.database.reading() as uow:
        return draft_in(uow, run)


def draft_in(uow: UnitOfWork, run: str) -> Draft:
    """Give the plan of a finished run within a unit of work; raises like `read_draft`."""
    found = uow.runs.get(run)
    if found is None:
        raise NotFound(
            Text(f"没有任务“{run}”。", f'There is no run "{run}".'),
            Text("列表见 fenliu runs。", "`fenliu runs` lists them."),
            code="run-unknown",
        )
    if not found.result:
        raise Conflict(
            Text(f"任务尚无方案（{found.state}）。", f"The run has no plan yet ({found.state})."),
            Text("请等待完成，或重新提交。", "Wait for it to finish, or submit it anew."),
            code="run-without-plan",
            facts={"state": found.state},
        )
    document = uow.documents.get(found.result)
    done = [
        name
        for entry in uow.log.entries(kind="publication")
        if entry.body["run"] == run
        for name in entry.body["cases"]
    ]
    return Draft(run, found.result, document, tuple(done))


def publish(context: Context, run: str, only: Sequence[str] | None = None) -> tuple[Case, ...]:
    """Publish a draft whole, or only some cases of it, in one transaction.

    Raises Stale when office, rulebook or a case changed since the draft (saying which), BadInput for cases that are
    not in it or were published already, Conflict when the checker objects to it on today's loads.
    """
    with writing(context) as (uow, here):
        draft = draft_in(uow, run)
        must_be_certified(draft.document)
        rows = _chosen_rows(draft, only)
        snapshot = look(uow, here)
        cases = {name: uow.cases.get(draft.document["ids"][name]) for name in (row["case_no"] for row in rows)}
        _check_fresh(draft, cases, snapshot)
        places = [place(uow, case, snapshot) for case in cases.values()]
        _check_lawful(rows, places, snapshot)
        numbers = _write_down(uow, here, draft, rows, cases, snapshot, places)
        given = [_given(row, cases[row["case_no"]], snapshot, seq) for row, seq in zip(rows, numbers, strict=True)]
        saved = uow.cases.assign_many(given)
        uow.commit()
        return tuple(saved)


def _write_down(
    uow: UnitOfWork,
    context: Context,
    draft: Draft,
    rows: Sequence[Mapping[str, Any]],
    cases: Mapping[str, Case],
    snapshot: Snapshot,
    places: Sequence[CaseToPlace],
) -> list[int]:
    """Write one entry of the publication with what it was checked against, and one for each case; gives the latter."""
    body = {
        "run": draft.run,
        "document": draft.digest,
        "cases": list(cases),
        "rows": rows,
        "left_out": len(draft.document["rows"]) - len(draft.published) - len(rows),
        "alarms": [*draft.document.get("alarms", []), *_drafted_often(uow, snapshot)],
        "snapshot": snapshot_entry(uow, snapshot),
        "places": uow.documents.put("places", [plain(item) for item in places]),
    }
    now, actor = context.now(), context.actor
    seq = uow.log.append(now, actor, "publication", None, body)
    return uow.log.append_many(
        (now, actor, "placement", cases[row["case_no"]].id, {**row, "run": draft.run, "publication": seq})
        for row in rows
    )


def _drafted_often(uow: UnitOfWork, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Tell the auditor of a day with several drafts: who drafts until the wished plan comes leaves a trace."""
    runs = [entry.body["run"] for entry in uow.log.walk(kind="plan", day=snapshot.day)]
    if len(runs) < 2:
        return []
    text = Text(f"当日已草拟 {len(runs)} 份方案", f"{len(runs)} plans were drafted that day")
    return [{"alarm": plain(Alarm("drafted_again", text, {"runs": runs})), "cases": []}]


def _chosen_rows(draft: Draft, only: Sequence[str] | None) -> list[dict[str, Any]]:
    rows = {row["case_no"]: row for row in draft.document["rows"]}
    wanted = [name for name in rows if name not in draft.published] if only is None else list(_as_written(only, rows))
    foreign = [name for name in wanted if name not in rows]
    again = [name for name in wanted if name in draft.published]
    if not wanted:
        raise _nothing_left(rows)
    if foreign or again:
        listed = "、".join([*foreign, *again])
        raise BadInput(
            Text(f"方案中没有可发布的案件：{listed}。", f"Nothing to publish, or not in the plan: {listed}."),
            Text("请从方案未发布的行中选择。", "Choose from the plan's rows that are not published yet."),
            code="not-in-plan",
            facts={"unknown": foreign, "already_published": again},
        )
    return [rows[name] for name in wanted]


def _nothing_left(rows: Mapping[str, Any]) -> BadInput:
    done = Text("方案已全部发布。", "The whole plan is published already.")
    empty = Text("方案没有安排任何案件。", "The plan places no case.")
    remedy = Text("新收案件请另行生成方案。", "Draft a new plan for the cases that wait now.")
    return BadInput(done if rows else empty, remedy, code="not-in-plan")


def _as_written(names: Sequence[str], rows: Mapping[str, Any]) -> Iterator[str]:
    """Give each case number once, as the plan writes it where it is there, whatever brackets were typed."""
    known = {normal_name(name): name for name in rows}
    yield from dict.fromkeys(known.get(normal_name(name), name) for name in names)


def _check_fresh(draft: Draft, cases: Mapping[str, Case], snapshot: Snapshot) -> None:
    seen = draft.document["snapshot"]
    changed = [
        name for name, case in cases.items()
        if case.version != draft.document["versions"][str(case.id)] or case.state != CaseState.WAITING
    ]  # fmt: skip
    parts = {
        "office": seen["office"] != snapshot.office.digest,
        "rulebook": seen["rulebook"] != snapshot.rulebook.digest,
        "cases": bool(changed),
    }
    if any(parts.values()):
        what = [name for name, moved in parts.items() if moved]
        raise Stale(
            Text(f"方案已过时：{'、'.join(what)} 已变更。", f"The plan is stale: {', '.join(what)} changed meanwhile."),
            Text("请重新生成方案。", "Draft a new plan."),
            code="plan-stale",
            facts={"changed": what, "cases": changed},
        )


def placements(rows: Sequence[Mapping[str, Any]]) -> list[Placement]:
    """Read the rows of a plan as the checker takes them."""
    return [Placement(row["case_no"], row["officer"], row["mentor"]) for row in rows]


def _check_lawful(rows: Sequence[Mapping[str, Any]], places: Sequence[CaseToPlace], snapshot: Snapshot) -> None:
    """Check again on today's loads: what was assigned since the draft may have filled somebody's day."""
    objections = check_plan(places, placements(rows), snapshot)
    if objections:
        raise Conflict(
            Text(f"校验不通过：{objections[0].text.zh}。", f"The checker objects: {objections[0].text.en}."),
            Text("请重新生成方案，或只发布其余案件。", "Draft anew, or publish the other cases only."),
            code="plan-unlawful",
            facts={"objections": [plain(item) for item in objections]},
        )


def _given(row: Mapping[str, Any], case: Case, snapshot: Snapshot, seq: int) -> Case:
    holding = Holding(row["officer"], row["mentor"], "plan", snapshot.day, row["charges"], seq)
    return replace(case, state=CaseState.ASSIGNED, holding=holding)
