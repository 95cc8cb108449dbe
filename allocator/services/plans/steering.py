"""Traces of steering (干预痕迹): what the auditor is told of a publication, so that nobody tries until the wished plan comes unseen."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from allocator.decisions.recommendation.pool_guard import Alarm
from allocator.domain.canonical import plain
from allocator.domain.words import Text
from allocator.persistence.runs import Run
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.plans.asked_why import EXPLANATION
from allocator.services.plans.plans import REBALANCE, Draft, is_moves

Told = dict[str, Any]


def traces_of(uow: UnitOfWork, draft: Draft, cases: Collection[int]) -> list[Told]:
    """Give what is to be told of a plan whose cases (by id) are published, of the day it was drafted on: the lots are that day's."""
    day = date.fromisoformat(draft.document["snapshot"]["day"])
    return [*_drafted_often(uow, draft, day), *_asked_before(uow, cases, day)]


def _drafted_often(uow: UnitOfWork, draft: Draft, day: date) -> list[Told]:
    """Tell of a day with several drafts."""
    kind = REBALANCE if is_moves(draft.document) else "plan"
    runs = [entry.body["run"] for entry in uow.log.walk(kind=kind, day=day)]
    if len(runs) < 2:
        return []
    text = Text(f"当日已草拟 {len(runs)} 份方案", f"{len(runs)} plans were drafted that day")
    return [{"alarm": plain(Alarm("drafted_again", text, {"runs": runs})), "cases": []}]


def _asked_before(uow: UnitOfWork, cases: Collection[int], day: date) -> list[Told]:
    """Tell who learned since then what would bring a case to whom: the lots of a day are the same with that change made (ADR 60)."""
    runs = uow.runs.about(cases, EXPLANATION, datetime.combine(day, time(), uow.log.zone))
    if not runs:
        return []
    count = len(runs)
    text = Text(
        f"草拟之日起至发布前有 {count} 次询问何种改变会使其中案件改由他人承办",
        f"what would bring one of its cases to somebody else was asked {count} times between the day it was drafted on and its publication",
    )
    facts: dict[str, object] = {"asked": [_question(run) for run in runs]}
    return [{"alarm": plain(Alarm("asked_for_a_change", text, facts)), "cases": []}]


def _question(run: Run) -> Told:
    return {"run": run.id, "actor": run.actor, "case": run.params["case_id"], "why_not": run.params["why_not"]}
