"""A handler named with approval over HTTP: asked, read, taken back, done by another."""


def test_a_supervisor_asks_and_another_does_it(clerk, supervisor, planner, filed):
    """201, then the case as it was given; the one who asked is refused, and so is a clerk."""
    path, body = f"/cases/{filed['id']}/assignment", {"officer": "G09", "reason": "supervision"}
    assert clerk.post(f"{path}/asking", body, version=1).status_code == 403
    first, again = (supervisor.post(f"{path}/asking", body, version=1, key="one") for _ in range(2))

    assert (first.status_code, again.json) == (201, first.json)
    assert clerk.get(f"{path}/asking").json["asked"]["by"] == "a supervisor"
    assert [one["id"] for one in planner.get("/cases?asked=true").json["items"]] == [filed["id"]]
    assert planner.get("/cases?asked=false").status_code == 422
    assert supervisor.post(f"{path}/approval", version=1).json["type"] == "/problems/second-person-same"
    done = planner.post(f"{path}/approval", version=1)
    assert (done.status_code, done.json["officer"], done.json["how"]) == (200, "G09", "designated")
    assert clerk.get(f"{path}/asking").json == {"asked": None}
    assert planner.get("/cases?asked=true").json["items"] == []
    assert planner.post(f"{path}/approval", version=2).json["type"] == "/problems/no-handler-waits"


def test_what_was_asked_is_taken_back_by_who_asked(supervisor, planner, filed):
    """Nobody else does."""
    path, body = f"/cases/{filed['id']}/assignment", {"officer": None, "reason": "supervision"}
    supervisor.post(f"{path}/asking", body, version=1)

    assert planner.delete(f"{path}/asking").status_code == 409
    assert supervisor.delete(f"{path}/asking").status_code == 200
    assert supervisor.delete(f"{path}/asking").json["type"] == "/problems/no-handler-waits"
