"""Special actions (专项行动): what one would cost the rest, opening it, calling it off. Each is an entry of the log.

While one lasts its people have their other hours only, and its vehicles serve its cases only, for every decision; the office's
files say nothing of it. Opening moves no case and books nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from allocator.decisions.deadlines.campaigning import ActionCost, cost_of
from allocator.domain.canonical import plain
from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.domain.snapshot import Snapshot
from allocator.domain.special_actions import SpecialAction, given_back, of_action, with_lent
from allocator.domain.words import Text
from allocator.files.special_actions import read_action
from allocator.persistence.trips import KeptTrip
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.indicators.opened_campaigns import CALLED_OFF, CAMPAIGN, CalledOff, Opened, opened_in
from allocator.services.plans.stock import whole_stock
from allocator.services.saying_why import check_because
from allocator.services.transaction import look, writing
from allocator.services.views import load_view

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Preview:
    """A special action before it begins: how many open cases it is about, held and not, and what it costs the rest."""

    action: SpecialAction
    held: int
    waiting: int
    unknown: int
    cost: ActionCost
    booked: tuple[str, ...]


def preview_campaign(context: Context, text: str, file: str = "campaign.toml") -> Preview:
    """Show what a special action would cost the rest, before it is opened; changes nothing. Raises BadInput with every fault."""
    with context.database.reading() as uow:
        seen = look(uow, context)
        return _preview(uow, read_action(text, file, seen.rulebook, seen.office), seen)


def open_campaign(context: Context, text: str, file: str = "campaign.toml") -> Opened:
    """Open a special action: what it costs is put down with it. Raises Conflict for a code used before, BadInput."""
    with writing(context) as (uow, here):
        seen = look(uow, here)
        action = read_action(text, file, seen.rulebook, seen.office)
        if action.last < seen.day:
            raise BadInput(
                Text(
                    f"“{action.code}”已于 {action.last} 结束。", f'"{action.code}" would be over since {action.last}.'
                ),
                Text("请更正期间。", "Correct the window."),
                code="campaign-over",
            )
        if any(one.action.code == action.code for one in opened_in(uow)):
            raise Conflict(
                Text(f"专项行动“{action.code}”已经启动。", f'The campaign "{action.code}" is open already.'),
                Text("请另取编号。", "Choose another code."),
                code="campaign-exists",
            )
        view = preview_view(_preview(uow, action, seen))
        office = uow.office.lend(with_lent(seen.office, action))
        body = {"code": action.code, "toml": text, "rulebook": seen.rulebook.digest, "day": seen.day, "preview": view}
        body["office"] = office.digest
        seq = uow.log.append(here.now(), here.actor, CAMPAIGN, None, plain(body))
        uow.commit()
    return Opened(seq, here.actor, seen.day, action, view)


def end_campaign(context: Context, code: str, because: str) -> Opened:
    """Call a special action off (提前结束): from today on everybody has all hours again, and every vehicle serves all.

    Raises NotFound for one there is not, Conflict for one that is over or was called off, BadInput without a reason.
    """
    check_because(
        because, Text("提前结束须写明事由。", "A reason is needed to call a campaign off."), "campaign-end-unsaid"
    )
    with writing(context) as (uow, here):
        seen = look(uow, here)
        opened = find_opened(uow, code)
        if opened.last < seen.day:
            raise Conflict(
                Text(f"“{code}”已于 {opened.last} 结束。", f'"{code}" has been over since {opened.last}.'),
                Text("无须再结束。", "There is nothing left to call off."),
                code="campaign-over",
            )
        office = uow.office.lend(given_back(seen.office, code, seen.day))
        body = {"code": code, "day": seen.day, "because": because.strip(), "office": office.digest}
        uow.log.append(here.now(), here.actor, CALLED_OFF, None, plain(body))
        uow.commit()
    return replace(opened, ended=CalledOff(here.actor, seen.day, because.strip()))


def find_opened(uow: UnitOfWork, code: str) -> Opened:
    """Give a special action that was opened, by its code; raises NotFound."""
    opened = next((one for one in opened_in(uow) if one.action.code == code), None)
    if opened is None:
        raise NotFound(
            Text(f"没有专项行动“{code}”。", f'There is no campaign "{code}".'),
            Text("可用编号见 fenliu campaign list。", "See `fenliu campaign list`."),
            code="campaign-unknown",
        )
    return opened


def list_campaigns(context: Context) -> tuple[Opened, ...]:
    """List the special actions that were opened, oldest first."""
    with context.database.reading() as uow:
        return tuple(opened_in(uow))


def _preview(uow: UnitOfWork, action: SpecialAction, seen: Snapshot) -> Preview:
    cases, stock = whole_stock(uow, seen)
    of_it, unknown = of_action(cases, action, seen.office, seen.rulebook)
    waiting, unknown_too = of_action(uow.cases.waiting(), action, seen.office, seen.rulebook)
    numbers = {case.case_no for case in of_it}
    mine = [case for case in stock if case.case_no in numbers]
    rest = [case for case in stock if case.case_no not in numbers]
    cost = cost_of(action, mine, rest, seen)
    return Preview(action, len(mine), len(waiting), unknown + unknown_too, cost, tuple(_booked(uow, action)))


def _booked(uow: UnitOfWork, action: SpecialAction) -> Iterator[str]:
    """Name the published trips in the window with vehicles or people that the action asks for."""
    wanted = {*action.vehicles, *action.people}
    for kept in trips_of(uow, action):
        if wanted & {kept.trip.vehicle, *kept.trip.people}:
            yield kept.trip.code


def trips_of(uow: UnitOfWork, action: SpecialAction) -> Iterator[KeptTrip]:
    """Give the trips of the window that were not withdrawn."""
    monday = action.window.first - timedelta(days=action.window.first.weekday())
    while monday <= action.last:
        yield from (kept for kept in uow.trips.of_week(monday) if action.window.covers(kept.day))
        monday += WEEK


def action_view(action: SpecialAction) -> dict[str, Any]:
    """Show a special action; the target's money in fen."""
    return {
        "code": action.code,
        "name": action.name.as_dict(),
        "first": action.window.first.isoformat(),
        "last": action.last.isoformat(),
        "about": action.about.as_dict(),
        "people": list(action.people),
        "share_permille": action.share,
        "vehicles": list(action.vehicles),
        "target": {"closed": action.closed, "recovered": action.recovered},
    }


def preview_view(found: Preview) -> dict[str, Any]:
    """Show what a special action would cost: minutes, days, loads, and each deadline that no longer fits."""
    cost = found.cost
    return {
        "campaign": action_view(found.action),
        "day": cost.day.isoformat(),
        "cases": {"held": found.held, "waiting": found.waiting, "facts_open": found.unknown},
        "minutes": {"needed": cost.needed, "given": cost.given},
        "vehicle_days": {"before": cost.vehicle_days[0], "after": cost.vehicle_days[1]},
        "people": [
            {
                "officer": one.officer,
                "given": one.given,
                "before": load_view(one.before),
                "after": load_view(one.after),
            }
            for one in cost.people
        ],
        "endangered": [
            {
                "case_no": late.work.case_no,
                "node": late.work.node,
                "officer": late.work.officer,
                "due": late.work.due.isoformat(),
                "short_minutes": late.short,
            }
            for late in cost.endangered
        ],
        "relieved": cost.relieved,
        "booked_trips": list(found.booked),
    }


def opened_view(opened: Opened) -> dict[str, Any]:
    """Show a special action that was opened, with what it was expected to cost."""
    return {
        "decision": opened.seq,
        "actor": opened.actor,
        "opened_on": opened.on.isoformat(),
        "campaign": action_view(opened.action),
        "called_off": None if opened.ended is None else plain(opened.ended),
        "preview": dict(opened.preview),
    }
