"""The end of a case over HTTP: a clerk closes it, a supervisor undoes a mistake."""

import pytest

PAID = {"way": "fulfilled", "on": "2022-09-05", "recovered": 3_000_000}


def test_a_clerk_closes_a_case(clerk, filed):
    """It answers with the closed case; a second click answers the same, another closing is a conflict."""
    path = f"/cases/{filed['id']}/closing"

    done = clerk.post(path, PAID, version=1)

    assert (done.status_code, done.json["state"], done.json["closed_as"]) == (200, "closed", "fulfilled")
    assert (done.json["changed"], done.json["errands"]) == (True, {"withdrawn": [], "booked": []})
    assert clerk.post(path, PAID, version=1).json["changed"] is False
    other = clerk.post(path, {**PAID, "recovered": 1}, version=2)
    assert (other.status_code, other.json["type"]) == (409, "/problems/case-closed")
    assert clerk.get("/cases?state=closed").json["items"][0]["recovered"] == 3_000_000


@pytest.mark.parametrize(
    "body, status",
    [
        ({"way": "fulfilled", "on": "yesterday"}, 422),
        ({"way": "fulfilled", "on": "2022-09-06", "recovered": 0}, 422),
        ({"way": "dormant", "on": "2022-09-05", "recovered": 0}, 409),
        ({"way": "fulfilled", "on": "2022-09-05", "recovered": -1}, 422),
        ({"on": "2022-09-05"}, 422),
    ],
)
def test_what_cannot_be_is_refused(clerk, filed, body, status):
    """A day that is none, or is yet to come; too early; a negative amount; no way."""
    assert clerk.post(f"/cases/{filed['id']}/closing", body, version=1).status_code == status
    assert clerk.get(f"/cases/{filed['id']}").json["state"] == "waiting"


def test_only_a_supervisor_undoes_a_closing(clerk, supervisor, filed):
    """With the reason; the case waits again."""
    clerk.post(f"/cases/{filed['id']}/closing", PAID, version=1)
    path, why = f"/cases/{filed['id']}/reopening", {"because": "登记错案号"}

    assert clerk.post(path, why, version=2).status_code == 403
    done = supervisor.post(path, why, version=2)
    assert (done.status_code, done.json["state"], done.json["closed_on"]) == (200, "waiting", None)
    assert supervisor.post(path, why, version=3).json["type"] == "/problems/case-open"
