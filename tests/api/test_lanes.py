"""The class of a case changed by hand over HTTP, disputes settled, slips taken back."""

import pytest

from tests.allocator.services.stories import ALL_ANSWERED
from tests.api.conftest import a_filing

COMPLEX = {"class": "complex", "reason": "file_says_more", "words": "另有一案同一财产"}


@pytest.fixture
def simple(clerk):
    """A case that is certainly simple."""
    body = a_filing(preserved=0, assets=["deposit"], town="金山镇", traits=ALL_ANSWERED)
    case = clerk.post("/filings", body).json
    assert (case["class"], case["by_hand"], case["dispute"]) == ("fast", None, None)
    return case


def test_a_clerk_makes_a_case_complex_and_takes_it_back(clerk, simple):
    """At once, with the reason in its history and in the triage's own words; the way back is the same address."""
    path = f"/cases/{simple['id']}/lane"

    done = clerk.post(path, COMPLEX, version=1)

    assert (done.status_code, done.json["act"], done.json["converted"]) == (200, "moved", "to_regular")
    assert done.headers["ETag"] == '"2"'
    case = clerk.get(f"/cases/{simple['id']}").json
    assert (case["class"], case["dispute"], case["by_hand"]["by"]) == ("regular", "rule", "a clerk")
    assert [one["id"] for one in clerk.get("/cases?disputed=true").json["items"]] == [simple["id"]]
    said = clerk.get(f"/cases/{simple['id']}/triage").json["said"][0]
    assert "the file says more than the facts put down" in said["en"]
    assert "另有一案同一财产" in said["zh"]
    why = clerk.get(f"/cases/{simple['id']}/explanation").json["said"]
    assert "made it complex by hand" in why[0]["en"]
    back = clerk.delete(path, version=2)
    assert (back.status_code, back.json["class"], back.json["conversions"]) == (200, "fast", {})
    assert clerk.get("/cases?disputed=true").json["items"] == []
    assert len(clerk.get("/cases?disputed=false").json["items"]) == 1


def test_a_request_sent_twice_happens_once(clerk, simple):
    """Under its key it gets the answer it got; without one the old version is refused."""
    path = f"/cases/{simple['id']}/lane"
    first, again = (clerk.post(path, COMPLEX, version=1, key="one") for _ in range(2))

    assert (again.status_code, again.json) == (200, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert clerk.post(path, COMPLEX, version=1).status_code == 412
    assert clerk.post(path, COMPLEX, version=2).json["type"] == "/problems/lane-unchanged"
    kinds = [entry["kind"] for entry in clerk.get(f"/cases/{simple['id']}/history").json["items"]]
    assert kinds == ["filing", "lane"]


def test_settling_is_for_a_supervisor_and_for_somebody_else(clerk, supervisor, simple):
    """A clerk is refused; a supervisor confirms, and a second time there is nothing to settle."""
    clerk.post(f"/cases/{simple['id']}/lane", COMPLEX, version=1)
    path = f"/cases/{simple['id']}/dispute"

    assert clerk.post(path, {"class": "complex"}, version=2).status_code == 403
    done = supervisor.post(path, {"class": "complex"}, version=2)
    assert (done.status_code, done.json["act"], done.json["case"]["dispute"]) == (200, "confirmed", None)
    assert supervisor.post(path, {"class": "complex"}, version=3).json["type"] == "/problems/no-dispute"


def test_to_simple_waits_for_somebody_else(clerk, supervisor, planner, simple):
    """What a supervisor asks, another approves by the address of conversions."""
    clerk.post(f"/cases/{simple['id']}/lane", COMPLEX, version=1)
    asked = supervisor.post(f"/cases/{simple['id']}/dispute", {"class": "simple"}, version=2)
    assert (asked.json["act"], asked.json["held_back"], asked.json["case"]["class"]) == (
        "asked",
        "needs_approval",
        "regular",
    )

    own = supervisor.post(f"/cases/{simple['id']}/conversion", version=3)
    done = planner.post(f"/cases/{simple['id']}/conversion", version=3)

    assert (own.status_code, own.json["type"]) == (409, "/problems/second-person-same")
    assert (done.status_code, done.json["converted"], done.json["case"]["class"]) == (200, "to_fast", "fast")


@pytest.mark.parametrize(
    "body, status",
    [
        ({**COMPLEX, "class": "fast"}, 422),
        ({**COMPLEX, "reason": "recusal"}, 409),
        ({**COMPLEX, "words": "住院"}, 422),
        ({"class": "complex"}, 422),
        ({**COMPLEX, "class": "simple"}, 409),
    ],
)
def test_what_cannot_be_is_refused(clerk, simple, body, status):
    """A class there is none, no listed reason, words on health, what it is already; nothing changes."""
    assert clerk.post(f"/cases/{simple['id']}/lane", body, version=1).status_code == status
    assert clerk.get(f"/cases/{simple['id']}").json["version"] == 1
