"""Campaigns over HTTP: previewed, opened once, listed, reported; for supervisors."""

from tests.api.conftest import GUYANG

WINTER = {"toml": (GUYANG / "campaigns" / "winter.toml").read_text(encoding="utf-8")}


def test_a_campaign_is_previewed_opened_listed_and_reported(supervisor, filed):
    """What was seen before is what is put down."""
    seen = supervisor.post("/campaigns/previews", WINTER).json
    opened = supervisor.post("/campaigns", WINTER)

    assert (opened.status_code, opened.json["preview"]) == (201, seen)
    assert [one["campaign"]["code"] for one in supervisor.get("/campaigns").json["items"]] == ["2022-winter"]
    assert supervisor.get("/campaigns/2022-winter/report").json["closed"] == []
    assert supervisor.get("/campaigns/none/report").status_code == 404
    assert supervisor.post("/campaigns", WINTER).status_code == 409


def test_a_campaign_is_called_off_with_a_reason(supervisor, clerk):
    """The answer says who did it, when and why; it is over then."""
    supervisor.post("/campaigns", WINTER)
    why = {"because": "提前收官"}

    assert clerk.post("/campaigns/2022-winter/end", why).status_code == 403
    assert supervisor.post("/campaigns/2022-winter/end", {"because": ""}).status_code == 422
    assert supervisor.post("/campaigns/2022-winter/end", why).json["called_off"]["because"] == "提前收官"
    assert supervisor.post("/campaigns/2022-winter/end", why).status_code == 409
    assert supervisor.post("/campaigns/none/end", why).status_code == 404


def test_a_clerk_opens_none_and_a_faulty_one_is_refused(clerk, supervisor):
    """Who gives people away is a supervisor; faults come with their field."""
    assert clerk.post("/campaigns", WINTER).status_code == 403
    refused = supervisor.post("/campaigns/previews", {"toml": "code = 1"})
    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (422, "campaign-faulty")
