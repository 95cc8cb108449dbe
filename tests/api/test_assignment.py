"""A case gets its person over HTTP."""

import pytest


def test_the_draw_names_one_of_the_pool(clerk, filed):
    """Without a wish the handler is drawn, and the answer shows the draw and the load."""
    path = f"/cases/{filed['id']}"
    pool = clerk.get(path + "/recommendation").json["pool"]
    answer = clerk.put(path + "/assignment", {}, version=1)

    assert answer.status_code == 200
    assert answer.json["officer"] in pool
    assert answer.json["draw"]["chosen"] == answer.json["officer"]
    assert answer.json["how"] == "draw"
    assert answer.headers["ETag"] == '"2"'
    assert clerk.get(path).json["holding"]["officer"] == answer.json["officer"]


def test_who_comes_second_gets_the_current_state(clerk, supervisor, filed):
    """The loser of a race is told who has the case now."""
    path = f"/cases/{filed['id']}/assignment"
    officer = clerk.put(path, {}, version=1).json["officer"]
    second = supervisor.put(path, {}, version=1)

    assert second.status_code == 412
    assert second.json["facts"] == {
        "id": filed["id"], "case_no": filed["case_no"], "version": 2, "state": "assigned", "handler": officer,
    }  # fmt: skip


def test_a_held_case_is_not_drawn_again_without_a_reason(clerk, filed):
    """A second draw needs a listed reason."""
    path = f"/cases/{filed['id']}/assignment"
    clerk.put(path, {}, version=1)

    assert clerk.put(path, {}, version=2).json["type"] == "/problems/already-assigned"


def test_a_supervisor_designates_with_a_listed_reason(supervisor, filed):
    """Named instead of drawn, with the reason in the log."""
    path = f"/cases/{filed['id']}"
    candidate = supervisor.get(path + "/recommendation").json["candidates"][-1]["officer"]
    answer = supervisor.put(path + "/assignment", {"officer": candidate, "reason": "linked_case"}, version=1)

    assert (answer.status_code, answer.json["officer"], answer.json["draw"]) == (200, candidate, None)
    entry = supervisor.get(f"/decisions/{answer.json['assignment_decision']}").json
    assert entry["body"]["wish"]["reason"] == "linked_case"


def test_a_clerk_may_not_name_a_handler(clerk, filed):
    """Naming somebody is for a supervisor; the case stays as it is."""
    path = f"/cases/{filed['id']}"
    answer = clerk.put(path + "/assignment", {"officer": "G08", "reason": "linked_case"}, version=1)

    assert answer.status_code == 403
    assert clerk.get(path).json["state"] == "waiting"


@pytest.mark.parametrize(
    "body, status, code",
    [
        ({"officer": "G08"}, 409, "reason-needed"),
        ({"officer": "G08", "reason": "because"}, 409, "reason-needed"),
        ({"officer": "nobody", "reason": "linked_case"}, 404, "officer-unknown"),
        ({"officer": "G08", "reason": "linked_case", "note": "他患病"}, 422, "note-private"),
        ({"officer": "G08", "reason": "linked_case", "note": "x" * 501}, 422, "input-refused"),
        ({"officer": 8, "reason": "linked_case"}, 422, "input-refused"),
        ({"officer": "G31", "reason": "linked_case"}, 409, "officer-refused"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_what_stands_in_the_way(supervisor, filed, body, status, code):
    """No reason, an unlisted one, a stranger, a private note: each says what to do instead."""
    answer = supervisor.put(f"/cases/{filed['id']}/assignment", body, version=1)

    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{code}")
    assert answer.json["remedy"]


def test_a_case_changes_hands_with_a_reason(supervisor, filed):
    """A reassignment names the old handler in the log."""
    path = f"/cases/{filed['id']}"
    first = supervisor.put(path + "/assignment", {}, version=1).json["officer"]
    others = [item["officer"] for item in supervisor.get(path + "/recommendation").json["candidates"]]
    other = next(code for code in others if code != first)
    answer = supervisor.put(path + "/assignment", {"officer": other, "reason": "rebalance"}, version=2)

    assert (answer.status_code, answer.json["officer"]) == (200, other)
    assert supervisor.get(f"/decisions/{answer.json['assignment_decision']}").json["body"]["from"] == first


def test_a_slip_is_taken_back_over_http(clerk, supervisor, filed):
    """By who made it, at the version it was answered with; the case waits again."""
    path = f"/cases/{filed['id']}/assignment"
    given = clerk.put(path, {}, version=1).json
    assert clerk.delete(path).status_code == 428
    assert supervisor.delete(path, version=given["version"]).json["type"] == "/problems/undo-anothers"
    back = clerk.delete(path, version=given["version"])

    assert (back.status_code, back.json["state"], back.json["holding"]) == (200, "waiting", None)
    assert clerk.delete(path, version=back.json["version"]).json["type"] == "/problems/undo-overtaken"
