"""抽签 Draws: how today's draws stand, the days gone by with their transcripts, and showing today's secret by two persons."""

from collections.abc import Mapping
from typing import Any

from flask import Response, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.assignment.draw_reveals import ask_to_reveal, read_draws, reveal_today, take_back_asking
from allocator.services.audit import export_draws
from allocator.services.loads.board import names
from api.errors import status_of
from api.pages.asked import day
from api.pages.forms import field, new_key, once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting, asking

page = Page("draw_days", "/draws")
SHOWN = 60
ASKED = Text("已申请，待另一位用户复核。", "It is asked for; another user has to do it.")
TAKEN_BACK = Text("申请已撤回，密钥仍保密。", "What was asked for is taken back; the secret stays closed.")
SHOWN_NOW = Text("今日密钥已公开，今日不再抽签。", "Today's secret is shown: nothing more is drawn today.")


@page.get("")
@page.needs("draws:read")
def index() -> Response:
    """Show today and the days before it; of a day gone by (`day`) its draws and what checks them."""
    try:
        wanted = day("day")
        return _shown(past=export_draws(acting(), wanted) if wanted else None)
    except AllocatorError as error:
        return _shown(error)


@page.post("")
@page.needs("draws:reveal")
def step() -> Response:
    """Ask that today's secret be shown, take that back, or do it as the second person."""
    try:
        return _step()
    except AllocatorError as error:
        return _shown(error)


@once
def _step() -> Done:
    wanted = field("step")
    if wanted == "ask":
        ask_to_reveal(acting(), field("because", needed=False))
        told = ASKED
    elif wanted == "back":
        take_back_asking(acting())
        told = TAKEN_BACK
    else:
        reveal_today(acting())
        told = SHOWN_NOW
    return Done(url_for("draw_days.index"), told)


def _shown(error: AllocatorError | None = None, past: Mapping[str, Any] | None = None) -> Response:
    found, asker = read_draws(acting()), asking()
    mine = found.asked is not None and found.asked.by == asker.actor
    status = status_of(error) if error else 200
    drawn = [one for one in past["entries"] if one.get("body", {}).get("draw")] if past else []
    values = {"mine": mine, "may": asker.may("draws:reveal"), "past": past, "drawn": drawn, "names": names(acting())}
    return show("draw_days/index.html", status, found=found, most=SHOWN, error=error, key=new_key, **values)
