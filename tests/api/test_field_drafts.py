"""A week drafted, published and repaired over HTTP."""

import pytest

from tests.api.fieldwork import WEEK, an_errand

UNKNOWN = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def drafted(supervisor, week_draft):
    """The plan of a week with two errands: the run once it is done."""
    return supervisor.get(f"/field-weeks/drafts/{week_draft}").json


def test_a_draft_shows_trips_proof_and_what_is_left_out(clerk, supervisor, drafted):
    """Whoever may read weeks may read it; runs show it without a plan of cases."""
    plan = drafted["draft"]

    assert {stop["errand"] for trip in plan["trips"] for stop in trip["stops"]} == {"W1", "W2"}
    assert (plan["left"], plan["objections"], plan["published"], plan["withdrawn"]) == ([], [], [], False)
    assert all(level["bound"] <= level["value"] for level in plan["certificate"]["levels"])
    assert clerk.get(f"/field-weeks/drafts/{drafted['id']}").json == drafted
    assert supervisor.get(f"/runs/{drafted['id']}").json["plan"] is None
    assert supervisor.post(f"/runs/{drafted['id']}/publication", {}).json["type"] == "/problems/run-of-another-kind"
    assert supervisor.get(f"/field-weeks/drafts/{UNKNOWN}").status_code == 404


def test_the_certificate_of_a_week_is_taken_along_and_verified(clerk, supervisor, auditor, drafted):
    """By the same addresses as that of a plan of cases; altered, it is refuted with its place."""
    document = supervisor.get(f"/runs/{drafted['id']}/certificate").json

    verdict = auditor.post("/certificates/verify?seconds=1", document).json
    assert (verdict["holds"], verdict["seal"]) == (True, drafted["draft"]["seal"])
    row = document["plan"]["rows"][0]
    row["leaves"] += 30
    refuted = auditor.post("/certificates/verify?seconds=1", document).json
    assert {item["place"] for item in refuted["findings"]} >= {
        "certificate.digests.plan",
        f"plan.rows.{row['code']}.leaves",
    }
    assert clerk.get(f"/runs/{drafted['id']}/certificate").status_code == 403


def test_a_draft_is_published_by_a_supervisor_and_once(clerk, supervisor, drafted):
    """Afterwards the week stands, and there is nothing left to publish or to take back."""
    path = f"/field-weeks/drafts/{drafted['id']}"
    assert clerk.post(f"{path}/publication", {}).status_code == 403
    done = supervisor.post(f"{path}/publication", {}).json

    assert {trip["state"] for trip in done["published"]} == {"published"}
    assert clerk.get(f"/field-weeks/{WEEK}").json["left"] == []
    assert supervisor.post(f"{path}/publication", {}).json["type"] == "/problems/not-in-plan"
    assert supervisor.post(f"{path}/withdrawal").json["type"] == "/problems/plan-published"


def test_a_draft_put_away_is_published_no_more(supervisor, drafted):
    """Withdrawing is for what waits."""
    path = f"/field-weeks/drafts/{drafted['id']}"

    assert supervisor.post(f"{path}/withdrawal").json["withdrawn"]
    assert supervisor.post(f"{path}/publication", {}).json["type"] == "/problems/plan-withdrawn"


def test_a_stale_draft_is_refused_and_says_what_changed(clerk, supervisor, drafted):
    """An errand that was changed after the draft."""
    clerk.send("PATCH", "/errands/1", json={"priority": 1}, version="*")

    answer = supervisor.post(f"/field-weeks/drafts/{drafted['id']}/publication", {})

    assert (answer.status_code, answer.json["facts"]["errands"]) == (412, ["W1"])


def test_an_urgent_errand_is_shown_a_place_and_then_gets_it(clerk, supervisor, drafted):
    """Only the answer that was shown is applied; a clerk may not."""
    supervisor.post(f"/field-weeks/drafts/{drafted['id']}/publication", {})
    clerk.post("/errands", an_errand(3))
    assert clerk.post("/errands/3/urgent", {"week": WEEK}).status_code == 403

    shown = supervisor.post("/errands/3/urgent", {"week": WEEK}).json
    assert (shown["placed"], shown["proven"], shown["applied"]) == (True, True, None)
    done = supervisor.post("/errands/3/urgent", {"week": WEEK, "confirm": shown["confirm"]}).json

    assert done["applied"] is not None
    assert clerk.get(f"/field-weeks/{WEEK}").json["left"] == []
    again = supervisor.post("/errands/3/urgent", {"week": WEEK, "confirm": shown["confirm"]})
    assert (again.status_code, again.json["type"]) == (412, "/problems/answer-stale")


def test_a_car_that_breaks_is_answered_with_what_moves(supervisor, drafted):
    """Whoever is to be told is named; what nobody knows is not found."""
    done = supervisor.post(f"/field-weeks/drafts/{drafted['id']}/publication", {}).json
    car = done["published"][0]["vehicle"]
    days = {"week": WEEK, "first": "2022-09-12", "last": "2022-09-18"}

    shown = supervisor.post(f"/resources/{car}/outage", days).json

    assert shown["moves"][0]["told"]
    proof = supervisor.get(f"/field-weeks/answers/{shown['confirm']}/certificate").json
    applied = supervisor.post(f"/resources/{car}/outage", days | {"confirm": shown["confirm"]}).json["applied"]
    assert (proof["certificate"]["kind"], proof["certificate"]["levels"][1]["name"]) == ("field-repair", "moved")
    assert supervisor.get("/field-weeks/answers/none/certificate").json["type"] == "/problems/answer-unknown"
    assert car not in {trip["vehicle"] for trip in applied["published"] + applied["moved"]}
    assert supervisor.post("/resources/V99/outage", days).json["type"] == "/problems/resource-unknown"
    assert (
        supervisor.post(f"/resources/{car}/outage", days | {"last": "2022-09-12", "begins": 9, "ends": 6}).status_code
        == 422
    )
    late = days | {"last": "2022-09-19"}
    assert supervisor.post(f"/resources/{car}/outage", late).json["type"] == "/problems/outage-outside-week"


def test_an_urgent_errand_without_a_place_says_why_in_both_languages(clerk, supervisor):
    """Its last day is over; nothing changed, and what would give it a place is told."""
    clerk.post("/errands", an_errand(latest="2022-09-09"))

    shown = supervisor.post("/errands/1/urgent", {"week": WEEK}).json

    (left,) = shown["left"]
    assert (shown["placed"], shown["under_way"], left["errand"], left["rules"]) == (False, [], "W1", ["latest"])
    assert all(text["zh"] and text["en"] for text in left["reasons"])
    assert left["change"]["kind"] == "mend"
