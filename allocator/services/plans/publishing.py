"""Publishing drafts (发布方案): whole or in part, in one transaction, by whoever comes first; or withdrawing them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from allocator.decisions.allocation.move_plan import Asked, Move
from allocator.decisions.certificates.certificate import must_be_certified
from allocator.decisions.checking.checker import Objection, Placement, check_plan
from allocator.decisions.checking.move_checker import check_moves
from allocator.decisions.recommendation.placing import held_case
from allocator.domain.canonical import plain, restore
from allocator.domain.cases import CaseState, normal_name
from allocator.domain.docket import Case, Holding
from allocator.domain.errors import BadInput, Conflict
from allocator.domain.snapshot import CaseToPlace, HeldCase, Snapshot
from allocator.domain.words import Text, listed
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.jobs.kept_drafts import check_not_withdrawn, withdrawn
from allocator.services.plans.plans import REBALANCE, Draft, draft_in, is_moves
from allocator.services.plans.staleness import check_fresh
from allocator.services.plans.steering import traces_of
from allocator.services.remembering import place, snapshot_entry
from allocator.services.transaction import look_back, writing

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Matter:
    """What is to be published, and the office as it is now."""

    draft: Draft
    rows: Sequence[Row]
    cases: Mapping[str, Case]
    places: Sequence[CaseToPlace]
    snapshot: Snapshot


def publish(context: Context, run: str, only: Sequence[str] | None = None) -> tuple[Case, ...]:
    """Publish a draft whole, or only some cases of it, in one transaction.

    Raises Stale when office, rulebook or a case changed since the draft (saying which), BadInput for cases that are
    not in it or were published already, Conflict when it was withdrawn or the checker objects to it on today's loads.
    """
    with writing(context) as (uow, here):
        draft = draft_in(uow, run)
        check_not_withdrawn(draft)
        must_be_certified(draft.document)
        rows = _chosen_rows(draft, only)
        snapshot = look_back(uow, here)
        cases = {name: uow.cases.get(draft.document["ids"][name]) for name in (row["case_no"] for row in rows)}
        check_fresh(uow, draft, cases, snapshot)
        places = [place(uow, case, snapshot) for case in cases.values()]
        matter = _Matter(draft, rows, cases, places, snapshot)
        _check_lawful(matter)
        numbers = _write_down(uow, here, matter)
        given = [_given(row, cases[row["case_no"]], snapshot, seq) for row, seq in zip(rows, numbers, strict=True)]
        saved = uow.cases.assign_many(given)
        uow.commit()
        return tuple(saved)


def withdraw(context: Context, run: str) -> Draft:
    """Withdraw a draft: what is not published yet cannot be any more; withdrawing it again changes nothing.

    Raises Conflict when the whole draft is published already.
    """
    with writing(context) as (uow, here):
        draft = draft_in(uow, run)
        if draft.withdrawn:
            return draft
        if draft.rows and len(draft.published) == len(draft.rows):
            raise Conflict(
                Text("方案已全部发布，不能撤回。", "The whole plan is published; it cannot be withdrawn."),
                Text("如须更正，请另行再平衡或改派。", "To correct it, rebalance anew or reassign single cases."),
                code="plan-published",
            )
        gone = withdrawn(uow, here, draft)
        uow.commit()
    return gone


def _write_down(uow: UnitOfWork, context: Context, matter: _Matter) -> list[int]:
    """Write one entry of the publication with what it was checked against, and one for each case; gives the latter."""
    draft, cases = matter.draft, matter.cases
    body = {
        "run": draft.run,
        "document": draft.digest,
        "cases": list(cases),
        "rows": matter.rows,
        "left_out": len(draft.rows) - len(draft.published) - len(matter.rows),
        "alarms": [
            *draft.document.get("alarms", []),
            *traces_of(uow, draft, {case.id for case in cases.values()}),
        ],
        "snapshot": snapshot_entry(uow, matter.snapshot),
        "places": uow.documents.put("places", [plain(item) for item in matter.places]),
        **({"stock": uow.documents.put("stock", plain(_stock(matter)))} if is_moves(draft.document) else {}),
    }
    now, actor = context.now(), context.actor
    seq = uow.log.append(now, actor, "publication", None, body)
    return uow.log.append_many(
        (now, actor, "placement", cases[row["case_no"]].id, {**_told(row), "run": draft.run, "publication": seq})
        for row in matter.rows
    )


def _told(row: Row) -> dict[str, Any]:
    """Give a row as the case's own entry has it; a move says from whom it comes, as every reassignment does."""
    return {**row, "from": row["holder"]} if "holder" in row else dict(row)


def _chosen_rows(draft: Draft, only: Sequence[str] | None) -> list[Row]:
    rows = {row["case_no"]: row for row in draft.rows}
    wanted = [name for name in rows if name not in draft.published] if only is None else list(_as_written(only, rows))
    foreign = [name for name in wanted if name not in rows]
    again = [name for name in wanted if name in draft.published]
    if not wanted:
        raise _nothing_left(rows) if only is None else _nothing_chosen()
    if foreign or again:
        names = listed([*foreign, *again])
        raise BadInput(
            Text(f"方案中没有可发布的案件：{names.zh}。", f"Nothing to publish, or not in the plan: {names.en}."),
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


def _nothing_chosen() -> BadInput:
    return BadInput(
        Text("没有选定任何一件，未发布任何案件。", "Nothing is chosen, so nothing was published."),
        Text("请选定要发布的案件。", "Choose the cases to publish."),
        code="nothing-chosen",
    )


def _as_written(names: Sequence[str], rows: Mapping[str, Any]) -> Iterator[str]:
    """Give each case number once, as the plan writes it where it is there, whatever brackets were typed."""
    known = {normal_name(name): name for name in rows}
    yield from dict.fromkeys(known.get(normal_name(name), name) for name in names)


def placements(rows: Sequence[Row]) -> list[Placement]:
    """Read the rows of a plan as the checker takes them."""
    return [Placement(row["case_no"], row["officer"], row["mentor"]) for row in rows]


def moves(rows: Sequence[Row]) -> list[Move]:
    """Read the rows of a plan of moves as its checker takes them."""
    return [restore(Move, {name: value for name, value in row.items() if name != "from"}) for row in rows]


def objections_to(
    document: Mapping[str, Any],
    rows: Sequence[Row],
    places: Sequence[CaseToPlace],
    stock: Sequence[HeldCase],
    snapshot: Snapshot,
) -> tuple[Objection, ...]:
    """Check the rows of a plan on the loads of a moment."""
    if is_moves(document):
        return check_moves(stock, moves(rows), snapshot, restore(Asked, document["asked"]))
    return check_plan(places, placements(rows), snapshot)


def _stock(matter: _Matter) -> list[HeldCase]:
    pairs = zip(matter.cases.values(), matter.places, strict=True)
    return [held_case(case, seen) for case, seen in pairs]


def _check_lawful(matter: _Matter) -> None:
    """Check again on today's loads: what was assigned since the draft may have filled somebody's day."""
    stock = _stock(matter) if is_moves(matter.draft.document) else []
    objections = objections_to(matter.draft.document, matter.rows, matter.places, stock, matter.snapshot)
    if objections:
        first = objections[0]
        officer = matter.snapshot.office.officer_by_code.get(first.officer)
        about = " ".join(filter(None, (first.case_no, officer.name if officer else first.officer)))
        raise Conflict(
            Text(f"校验不通过：{about}：{first.text.zh}。", f"The checker objects: {about}: {first.text.en}."),
            Text("请重新生成方案，或只发布其余案件。", "Draft anew, or publish the other cases only."),
            code="plan-unlawful",
            facts={"objections": [plain(item) for item in objections]},
        )


def _given(row: Row, case: Case, snapshot: Snapshot, seq: int) -> Case:
    how = REBALANCE if "holder" in row else "plan"
    holding = Holding(row["officer"], row["mentor"], how, snapshot.day, row["charges"], seq)
    return replace(case, state=CaseState.ASSIGNED, holding=holding)
