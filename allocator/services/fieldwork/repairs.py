"""The day goes wrong (当日变动): an urgent errand, an outage; the plan is shown first, and applied when a person confirms it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from allocator.decisions.fieldwork.certificate import REPAIR, certified, must_be_certified, proof_parts
from allocator.decisions.fieldwork.left import left_out
from allocator.decisions.fieldwork.repair import FieldRepair, on_the_way
from allocator.decisions.fieldwork.repair import outage as without
from allocator.decisions.fieldwork.repair import urgent as pressing
from allocator.domain.canonical import plain, restore
from allocator.domain.errors import BadInput, NotAllowed, NotFound
from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Errand, Hours
from allocator.domain.people import Period
from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.fieldwork.answers import Answered, applied, confirmed, shown
from allocator.services.fieldwork.errands import open_errand, remember
from allocator.services.fieldwork.seeing import week_ahead
from allocator.services.transaction import writing


def urgent(context: Context, ref: str | int, monday: date, confirm: str | None = None) -> Answered:
    """Find a place in a week for an errand that cannot wait; with the digest of the answer that was shown, apply it.

    Nothing changes before that. Raises NotFound, NotAllowed for an errand that is closed and a week that is over, Stale when the week has moved on
    since the answer, Conflict when the checker objects.
    """
    if confirm is None:
        week = week_ahead(context, monday)
        with context.database.reading() as uow:
            errand = open_errand(uow, ref, None).errand
        asked = {"asked": "urgent", "errand": errand.code}
        return _shown(context, week, pressing(week, in_week(week, errand.code)), asked)
    with writing(context) as (uow, here):
        week, document = confirmed(uow, here, monday, confirm, {"asked": "urgent"})
        must_be_certified(document)
        kept = open_errand(uow, document["errand"], None)
        saved = uow.errands.save(replace(kept, errand=replace(kept.errand, urgent=True)), kept.version)
        remember(uow, here, saved, "urgent")
        others = (one for one in week.errands if one.code != saved.errand.code)
        now = replace(in_week(week, saved.errand.code), urgent=True)
        done = applied(uow, here, replace(week, errands=(*others, now)), confirm, document)
        uow.commit()
    return Answered(confirm, document, done)


def outage(context: Context, holder: str, hours: Sequence[Hours], monday: date, confirm: str | None = None) -> Answered:
    """Do without an officer, a vehicle or a shared thing for some hours of a week; confirmed and raising like `urgent`.

    Raises BadInput for days outside that week: each week is asked about by itself.
    Why somebody is away is asked of nobody: of a person only that other business takes these hours.
    """
    if confirm is None:
        week = week_ahead(context, monday)
        for one in hours:
            _check_in_week(week, one.period)
        told = [Engagement(*_holder(week, holder), one, _all_of(week, holder)) for one in hours]
        before = replace(week, engagements=(*week.engagements, *told[:-1]))
        running = plain(on_the_way(week, told))
        asked = {"asked": "outage", "engagements": plain(told), **({"under_way": running} if running else {})}
        return _shown(context, week, without(before, told[-1]), asked)
    with writing(context) as (uow, here):
        week, document = confirmed(uow, here, monday, confirm, {"asked": "outage"})
        must_be_certified(document)
        told = [restore(Engagement, row) for row in document["engagements"]]
        for engagement in told:
            uow.means.engage(engagement)
        done = applied(uow, here, replace(week, engagements=(*week.engagements, *told)), confirm, document)
        uow.commit()
    return Answered(confirm, document, done)


def in_week(week: FieldWeek, code: str) -> Errand:
    """Give an errand as its week sees it; raises NotAllowed for one another week serves, or whose kind or town is gone."""
    errand = week.errand_by_code.get(code)
    if errand is None:
        raise NotAllowed(
            Text(f"任务 {code} 不在本周安排之列。", f"Errand {code} is none of this week's."),
            Text(
                "请核对任务类型和乡镇，或撤回他周的出车。", "Check its kind and town, or withdraw another week's trip."
            ),
            code="errand-not-in-week",
            facts={"errand": code},
        )
    return errand


def _shown(context: Context, week: FieldWeek, found: FieldRepair, asked: Mapping[str, Any]) -> Answered:
    """Keep the answer with its certificate under its digest, so that exactly it can be confirmed.

    What has no place says why, and what would give it one; whom that would move is decided already.
    """
    why = left_out(found.week, found.plan, exchanges=0) if found.left else ()
    told = {
        "run": asked["asked"],
        "monday": week.monday.isoformat(),
        "trips": plain(found.plan.trips),
        "moves": plain(found.moves),
        "along": plain(found.along),
        "value": found.value,
        "bound": found.bound,
        "proven": found.proven,
        "told": plain(found.told),
        "placed": found.placed,
        "objections": plain(found.objections),
        "values": dict(found.values),
        "left": plain(why),
        **proof_parts(found.proof, found.week),
    }
    return shown(context, week, asked, certified(told, found.proof, found.week, REPAIR), found.proof.problem.to_json())


def _check_in_week(week: FieldWeek, period: Period) -> None:
    first, last = week.days[0], week.days[-1]
    if period.first < first or (period.last or date.max) > last:
        raise BadInput(
            Text(
                f"{period.first} 至 {period.last} 不全在 {first} 至 {last} 这一周。",
                f"{period.first} to {period.last} is not within the week from {first} to {last}.",
            ),
            Text("跨周的请按周分别办理。", "Ask about each week by itself."),
            code="outage-outside-week",
            facts={"first": period.first.isoformat(), "monday": first.isoformat()},
        )


def _holder(week: FieldWeek, holder: str) -> tuple[str, EngagementKind]:
    """Find whom or what is meant, by code; raises NotFound."""
    if holder in week.office.officer_by_code:
        return holder, EngagementKind.OTHER
    if holder in week.vehicle_by_code or holder in {one.code for one in week.resources}:
        return holder, EngagementKind.OUTAGE
    raise NotFound(
        Text(f"没有人员、车辆或共用资源“{holder}”。", f'There is no officer, vehicle or shared thing "{holder}".'),
        Text("请给出编号。", "Give the code."),
        code="resource-unknown",
        facts={"holder": holder},
    )


def _all_of(week: FieldWeek, holder: str) -> int:
    return next((one.count for one in week.resources if one.code == holder), 1)
