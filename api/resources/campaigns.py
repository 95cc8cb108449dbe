"""Special actions (专项行动): what one would cost the rest, opening it, what came of it."""

from collections.abc import Mapping
from typing import Any

from allocator.services.indicators.campaign_reports import report_campaign, report_view
from allocator.services.indicators.campaigns import (
    end_campaign,
    list_campaigns,
    open_campaign,
    opened_view,
    preview_campaign,
    preview_view,
)
from api.noun import Noun
from api.schemas.campaigns import CampaignEnd, CampaignIn, CampaignReport, Opened, OpenedList, Preview
from api.surroundings import acting

campaigns = Noun(
    "campaigns", "专项行动 Campaigns: window, filter, quota and target; what they cost and what came of them."
)
EXAMPLE = {
    "toml": 'code = "w"\nname = {zh = "凛冬亮剑"}\nfirst = 2022-11-01\nlast = 2022-12-31\nfilter = "claim <= yuan(10_000)"\n'
}


@campaigns.post("/previews")
@campaigns.needs("campaigns:read")
@campaigns.arguments(CampaignIn, example=EXAMPLE)
@campaigns.response(200, Preview)
def preview(body: Mapping[str, Any]) -> Any:
    """See what a campaign would cost the rest before it is opened; nothing changes."""
    return preview_view(preview_campaign(acting(), body["toml"]))


@campaigns.post("")
@campaigns.needs("campaigns:write")
@campaigns.arguments(CampaignIn, example=EXAMPLE)
@campaigns.once
@campaigns.response(201, Opened)
def create(body: Mapping[str, Any]) -> Any:
    """Open a campaign; what it costs is put down with it, and its quota is taken out of the office while it lasts."""
    return opened_view(open_campaign(acting(), body["toml"])), 201


@campaigns.post("/<string(maxlength=100):code>/end")
@campaigns.needs("campaigns:write")
@campaigns.arguments(CampaignEnd, example={"because": "上级要求提前收官"})
@campaigns.response(200, Opened)
def end(body: Mapping[str, Any], code: str) -> Any:
    """Call a campaign off: from today on everybody has all hours again, and every vehicle serves all."""
    return opened_view(end_campaign(acting(), code, body["because"]))


@campaigns.get("")
@campaigns.needs("campaigns:read")
@campaigns.response(200, OpenedList)
def index() -> Any:
    """Read the campaigns that were opened, oldest first."""
    return {"items": [opened_view(one) for one in list_campaigns(acting())]}


@campaigns.get("/<string(maxlength=100):code>/report")
@campaigns.needs("campaigns:read")
@campaigns.response(200, CampaignReport)
def report(code: str) -> Any:
    """Read what came of a campaign up to today, against its target, and of the deadlines of all other cases."""
    return report_view(report_campaign(acting(), code))
