"""同类法院 Peers: what other courts have published, beside our own number of the very same days; brought in as a file, never ranked."""

from datetime import date
from typing import Any

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError, BadInput
from allocator.domain.words import Text
from allocator.services.indicators.peers import import_peers_upload, peer_days, peers_beside, peers_view
from allocator.services.rules.rehearsal import rulebook_of
from api.errors import status_of
from api.pages.asked import choice
from api.pages.forms import new_key, once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting, asking
from api.tidy import file_name

WRITE = "peers:write"
page = Page("other_courts", "/peers")


@page.get("")
@page.needs("indicators:read")
def index() -> Response:
    """Show the figures of the days chosen, those that ended last at first."""
    return _shown()


@page.post("")
@page.needs(WRITE)
def bring() -> Response:
    """Bring in a file of figures, all or none; a faulty one is refused with each row, and sent twice it happens once."""
    try:
        return _brought()
    except AllocatorError as error:
        return _shown(error)


@once
def _brought() -> Done:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise BadInput(
            Text("请选择一个文件。", "Choose a file."),
            Text("CSV 或 XLSX，列名见页面说明。", "CSV or XLSX, with the columns the page names."),
            code="one-file",
        )
    done = import_peers_upload(acting(), file_name(sent.filename), sent.stream.read())
    said = Text(
        f"登记 {done.added} 个数值，{done.known} 个已在册。", f"{done.added} put down, {done.known} there before."
    )
    return Done(url_for("other_courts.index"), said)


def _shown(error: AllocatorError | None = None) -> Response:
    days, indicator = peer_days(acting()), choice("indicator")
    chosen = next((one for one in days if _written(one) == choice("days")), days[0] if days else None)
    found: dict[str, Any] = {"items": []}
    if chosen is not None:
        found = peers_view(peers_beside(acting(), indicator, chosen))
    return show(
        "other_courts/index.html",
        status_of(error) if error else 200,
        items=found["items"],
        days={_written(one): one for one in days},
        chosen=_written(chosen) if chosen else "",
        indicator=indicator or "",
        indicators={one.id: one.name for one in rulebook_of(acting()).indicators.values()},
        may_write=asking().may(WRITE),
        error=error,
        key=new_key(),
    )


def _written(days: tuple[date, date]) -> str:
    return f"{days[0]}..{days[1]}"
