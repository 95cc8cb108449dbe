"""What changed since a draft (方案时效): a stale one is refused, and it is said which case, person or rule moved on."""

from collections.abc import Iterator, Mapping
from typing import Any

from allocator.domain.cases import CaseState
from allocator.domain.difference import describe
from allocator.domain.docket import Case
from allocator.domain.errors import Stale
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text, listed
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.plans.plans import Draft, rows_of
from allocator.services.remembering import kept_office

MOST_TOLD = 3
PARTS = {
    "office": Text("机构资料", "the office"),
    "rulebook": Text("规则手册", "the rulebook"),
    "cases": Text("案件", "cases"),
}
CALLED = {
    "handler": Text("承办人已变更", "has another handler"),
    "closed": Text("已结案", "is closed"),
    "class": Text("通道已变更", "changed its lane"),
    "facts": Text("案情已更新", "has new facts"),
}
TABLES = {
    "absences": Text("缺勤", "absence"),
    "people": Text("人员", "person"),
    "pairings": Text("师徒结对", "pair"),
    "reductions": Text("减量", "reduction"),
    "recusals": Text("回避", "recusal"),
    "teams": Text("团队", "team"),
}


def check_fresh(uow: UnitOfWork, draft: Draft, cases: Mapping[str, Case], snapshot: Snapshot) -> None:
    """Refuse a draft that the office, the rulebook or one of these cases has overtaken; raises Stale with what changed."""
    seen = draft.document["snapshot"]
    changed = {name: how for name, case in cases.items() if (how := _how_changed(draft.document, case))}
    office = list(_office_changes(uow, seen["office"], snapshot)) if seen["office"] != snapshot.office.digest else []
    parts = {
        "office": seen["office"] != snapshot.office.digest,
        "rulebook": seen["rulebook"] != snapshot.rulebook.digest,
        "cases": bool(changed),
    }
    what = [name for name, moved in parts.items() if moved]
    if what:
        told = _told(office, changed)
        raise Stale(
            Text("方案已过时：{what}已变更{told}。", "The plan is stale: {what} changed meanwhile{told}.").fill(
                what=listed(PARTS[name] for name in what), told=told
            ),
            Text("请重新生成方案。", "Draft a new plan."),
            code="plan-stale",
            facts={
                "changed": what,
                "cases": list(changed),
                "how": changed,
                "office": office,
                "rulebook": {"drafted": seen["rulebook"], "now": snapshot.rulebook.digest},
            },
        )


def _how_changed(document: Mapping[str, Any], case: Case) -> str | None:
    """Say how a case differs from what the draft saw; None when it is as it was."""
    if case.version == document["versions"][str(case.id)]:
        return None
    if case.state == CaseState.CLOSED:
        return "closed"
    if (case.holding.officer if case.holding else None) != _holder(document, case.case_no):
        return "handler"
    lanes = {item["case"]["filing"]["case_no"]: item["lane"] for item in document["cases"]}
    return "facts" if lanes.get(case.case_no, case.standing.lane) == case.standing.lane else "class"


def _holder(document: Mapping[str, Any], case_no: str) -> str | None:
    return next((row.get("holder") for row in rows_of(document) if row["case_no"] == case_no), None)


def _office_changes(uow: UnitOfWork, drafted: str, snapshot: Snapshot) -> Iterator[dict[str, str]]:
    """Tell which rows of the office changed; never why somebody is away."""
    for change in describe(kept_office(uow, drafted), snapshot.office):
        yield {"kind": change.kind.value, "table": change.table, "key": change.key, "field": change.field}


def _told(office: list[dict[str, str]], changed: Mapping[str, str]) -> Text:
    rows = [_named(TABLES.get(item["table"], Text(item["table"], item["table"])), item["key"]) for item in office]
    rows += [Text(f"{name}{CALLED[how].zh}", f"{name} {CALLED[how].en}") for name, how in changed.items()]
    if not rows:
        return Text("", "")
    shown, more = listed(rows[:MOST_TOLD]), len(rows) - MOST_TOLD
    rest = Text(f"等 {len(rows)} 处", f" and {more} more") if more > 0 else Text("", "")
    return Text(f"（{shown.zh}{rest.zh}）", f" ({shown.en}{rest.en})")


def _named(table: Text, key: str) -> Text:
    return Text(f"{table.zh} {key}", f"{table.en} {key}")
