"""专项行动 Campaigns: what one would cost the rest before it is opened, what is under way, what came of it; ended early with a reason."""

from datetime import timedelta
from typing import Any

from flask import Response, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.indicators.campaign_forms import LISTED, SINGLE, CampaignForm, written
from allocator.services.indicators.campaign_reports import report_campaign
from allocator.services.indicators.campaigns import (
    end_campaign,
    list_campaigns,
    open_campaign,
    preview_campaign,
    preview_view,
)
from allocator.services.reading import read_office
from allocator.services.rules.rehearsal import rulebook_of
from api.errors import status_of
from api.pages.forms import column, field, new_key, once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.schemas.campaigns import LONGEST_CAMPAIGN
from api.surroundings import acting, asking

READ, WRITE = "campaigns:read", "campaigns:write"
page = Page("special_actions", "/campaigns")
FIELDS = {
    "code": Text("编号", "Code"),
    "name": Text("名称", "Name"),
    "name.zh": Text("名称", "Name"),
    "name.en": Text("英文名称", "Name in English"),
    "first": Text("自", "From"),
    "last": Text("至", "To"),
    "filter": Text("案件范围", "Cases"),
    "quota.people": Text("抽调人员", "People given to it"),
    "quota.share": Text("工时占比", "Share of their time"),
    "quota.vehicles": Text("专用车辆", "Vehicles given to it"),
    "target.closed": Text("目标结案件数", "Cases to close"),
    "target.recovered_yuan": Text("目标到位金额", "Yuan to recover"),
}
"""How the form names what the file of a campaign holds."""


@page.get("")
@page.needs(READ)
def index() -> Response:
    """Show every campaign, the newest first, and the form for another."""
    return _index()


def _index(form: CampaignForm | None = None, error: AllocatorError | None = None) -> Response:
    office, today = read_office(acting())
    usual = CampaignForm(first=f"{today + timedelta(days=1)}")
    return show(
        "special_actions/index.html",
        status_of(error) if error else 200,
        opened=tuple(reversed(list_campaigns(acting()))),
        today=today,
        form=form or usual,
        error=error,
        may_write=asking().may(WRITE),
        **_named(office),
    )


def _named(office: Any) -> dict[str, Any]:
    """Give what a campaign may be about and take, by name."""
    rulebook = rulebook_of(acting())
    weights = rulebook.weights
    return {
        "claim": rulebook.facts["claim"].name,
        "office": office,
        "names": {one.code: one.name for one in office.officers},
        "cars": {one.code: one.name for one in office.vehicles},
        "causes": {cause.id: cause.name for cause in (*weights.causes, weights.other)},
        "fields": FIELDS,
    }


@page.post("/previews")
@page.needs(WRITE)
def preview() -> Response:
    """Show what the campaign of the form would cost the rest; nothing changes, and it is opened from here."""
    form = CampaignForm()
    try:
        form = _typed()
        text = written(form)
        found = preview_campaign(acting(), text)
    except AllocatorError as error:
        return _index(form, error)
    named = _named(read_office(acting())[0])
    return show("special_actions/preview.html", found=preview_view(found), text=text, key=new_key(), **named)


def _typed() -> CampaignForm:
    given: dict[str, Any] = {name: field(name, needed=False) for name in SINGLE}
    given |= {name: tuple(word for word in column(name) if word) for name in LISTED}
    return CampaignForm(**given)


@page.post("")
@page.needs(WRITE)
def open_() -> Response:
    """Open the campaign that was previewed, once however often it is sent, and lead to it."""
    try:
        return _opened()
    except AllocatorError as error:
        return _index(error=error)


@once
def _opened() -> Done:
    opened = open_campaign(acting(), field("toml", longest=LONGEST_CAMPAIGN))
    said = Text("专项行动已启动，期间内按此安排。", "The campaign is open; while it lasts decisions go by it.")
    return Done(url_for("special_actions.one", code=opened.action.code), said)


@page.get("/<string(maxlength=100):code>")
@page.needs(READ)
def one(code: str) -> Response:
    """Show one campaign: what it is about and takes, what it was expected to cost, what came of it so far."""
    return _one(code)


def _one(code: str, error: AllocatorError | None = None) -> Response:
    office, today = read_office(acting())
    found = report_campaign(acting(), code)
    return show(
        "special_actions/one.html",
        status_of(error) if error else 200,
        found=found,
        opened=found.opened,
        today=today,
        begun=found.opened.action.window.first <= today,
        may_end=asking().may(WRITE) and found.opened.last >= today,
        error=error,
        key=new_key(),
        **_named(office),
    )


@page.post("/<string(maxlength=100):code>/end")
@page.needs(WRITE)
def end(code: str) -> Response:
    """Call the campaign off, once however often it is sent, and show it again."""
    try:
        return _ended(code)
    except AllocatorError as error:
        return _one(code, error)


@once
def _ended(code: str) -> Done:
    end_campaign(acting(), code, field("because"))
    said = Text(
        "专项行动已提前结束，人员车辆自今日起恢复。",
        "The campaign is called off; from today on everybody has all hours again.",
    )
    return Done(url_for("special_actions.one", code=code), said)
