"""What opens coercive measures over HTTP: said with a reason, unknown until another decides, listed, taken back."""

import pytest

from tests.allocator.services.stories import ALL_ANSWERED
from tests.api.conftest import a_filing

SEARCH = "search_or_detain"
SAID = {"facts": {SEARCH: True}, "because": "现场有人转移粮食"}


@pytest.fixture
def case(clerk):
    """A case of which nobody knows whether a search is needed."""
    return clerk.post("/filings", a_filing(traits={**ALL_ANSWERED, SEARCH: None})).json


def test_a_clerk_says_it_and_a_supervisor_decides(clerk, supervisor, planner, case):
    """422 without a reason; 403 for a clerk who decides; 409 for who said it; then it holds, and waits no more."""
    path = f"/cases/{case['id']}"
    assert clerk.post(f"{path}/facts", {"facts": {SEARCH: True}}, version=1).json["type"] == "/problems/flag-because"
    said = supervisor.post(f"{path}/facts", SAID, version=1)

    assert (said.status_code, said.json["case"]["facts"].get(SEARCH)) == (200, None)
    assert [(one["fact"], one["by"], one["because"]) for one in said.json["case"]["flags"]] == [
        (SEARCH, "a supervisor", "现场有人转移粮食")
    ]
    assert [one["id"] for one in clerk.get("/cases?flagged=true").json["items"]] == [case["id"]]
    assert clerk.post(f"{path}/flags/{SEARCH}/approval", version=2).status_code == 403
    own = supervisor.post(f"{path}/flags/{SEARCH}/approval", version=2)
    assert (own.status_code, own.json["type"]) == (409, "/problems/second-person-same")
    assert planner.post(f"{path}/flags/{SEARCH}/approval").status_code == 428
    done = planner.post(f"{path}/flags/{SEARCH}/approval", version=2)
    assert (done.status_code, done.json["case"]["facts"][SEARCH], done.json["case"]["flags"]) == (200, True, [])
    assert done.headers["ETag"] == '"3"'
    assert clerk.get("/cases?flagged=true").json["items"] == []
    assert len(clerk.get("/cases?flagged=false").json["items"]) == 1
    assert planner.post(f"{path}/flags/{SEARCH}/approval", version=3).json["type"] == "/problems/flag-not-waiting"


def test_it_is_refused_or_taken_back(clerk, supervisor, case):
    """With a reason by another; without one by who said it; the case is as before."""
    path = f"/cases/{case['id']}"
    clerk.post(f"{path}/facts", SAID, version=1)
    assert clerk.post(f"{path}/facts", {"facts": {SEARCH: False}}, version=2).json["type"] == "/problems/flag-waits"
    assert supervisor.delete(f"{path}/flags/{SEARCH}", version=2).json["type"] == "/problems/flag-anothers"
    assert supervisor.post(f"{path}/flags/{SEARCH}/refusal", {}, version=2).status_code == 422
    refused = supervisor.post(f"{path}/flags/{SEARCH}/refusal", {"because": "线索未穷尽"}, version=2)
    assert (refused.status_code, refused.json["flags"]) == (200, [])
    clerk.post(f"{path}/facts", SAID, version=3)
    assert clerk.delete(f"{path}/flags/{SEARCH}", version=4).json["flags"] == []
    kinds = [entry["kind"] for entry in clerk.get(f"{path}/history").json["items"]]
    assert kinds == ["filing", "flag_asked", "flag_refused", "flag_asked", "flag_withdrawn"]


def test_what_comes_with_a_filing_waits(clerk, supervisor):
    """The filing is taken in, the fact is unknown."""
    case = clerk.post("/filings", a_filing(traits={SEARCH: True})).json

    assert (case["facts"][SEARCH], [one["because"] for one in case["flags"]]) == (None, [""])
    done = supervisor.post(f"/cases/{case['id']}/flags/{SEARCH}/approval", version=1)
    assert done.json["case"]["facts"][SEARCH] is True
