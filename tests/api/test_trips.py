"""Trips over HTTP, on their day."""

import pytest

from tests.api.fieldwork import WEEK, an_errand, publish


@pytest.fixture
def trip(clerk, supervisor, context):
    """A published trip that serves one errand."""
    clerk.post("/errands", an_errand())
    return publish(supervisor, context)


def test_a_trip_is_read_and_listed(clerk, trip):
    """With its version; hours in minutes of the week."""
    answer = clerk.get(f"/trips/{trip['id']}")

    assert answer.json == trip
    assert answer.headers["ETag"] == '"1"'
    assert clerk.get(f"/trips?week={WEEK}").json == {"items": [trip]}
    assert clerk.get("/trips?week=soon").status_code == 422
    assert clerk.get("/trips/99").json["type"] == "/problems/trip-unknown"


def test_a_trip_starts_and_comes_back(clerk, trip, clock):
    """Not before its day; each step rests on the version before; its errand is done."""
    path = f"/trips/{trip['id']}"
    assert clerk.post(f"{path}/start", version=1).json["type"] == "/problems/trip-ahead"
    clock.forward(days=11)
    assert clerk.post(f"{path}/start", version=7).status_code == 412
    assert clerk.post(f"{path}/start", version=1).json["state"] == "started"

    back = clerk.post(f"{path}/return", {}, version=2)

    assert (back.json["state"], back.json["undone"], back.headers["ETag"]) == ("finished", [], '"3"')
    assert clerk.get("/errands/1").json["state"] == "done"


def test_what_could_not_be_done_is_named(clerk, trip, clock):
    """It waits again; an errand of another trip cannot be named."""
    clock.forward(days=11)
    path = f"/trips/{trip['id']}"
    clerk.post(f"{path}/start", version=1)
    assert clerk.post(f"{path}/return", {"undone": ["W9"]}, version=2).status_code == 422

    assert clerk.post(f"{path}/return", {"undone": ["W1"]}, version=2).json["undone"] == ["W1"]
    assert clerk.get("/errands/1").json["state"] == "open"


def test_a_trip_is_withdrawn_by_a_supervisor_before_it_starts(clerk, supervisor, trip):
    """Not by a clerk, and not twice."""
    path = f"/trips/{trip['id']}/withdrawal"
    assert clerk.post(path, version=1).status_code == 403
    assert supervisor.post(path, version=1).json["state"] == "withdrawn"

    assert supervisor.post(path, version="*").json["type"] == "/problems/trip-state"
    assert clerk.get(f"/trips?week={WEEK}").json == {"items": []}
