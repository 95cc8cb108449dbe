"""What happens in cases and what is due, over HTTP."""

import pytest

SENT = {"key": "S1", "kind": "query_sent", "on": "2022-09-05"}


def test_a_clerk_records_what_happened(clerk, filed):
    """Sent twice it is recorded once, and the node is done."""
    path = f"/cases/{filed['id']}/events"

    assert clerk.post(path, {"events": [SENT]}).json == {"added": 1, "known": 0, "cases": 1}
    assert clerk.post(path, {"events": [SENT]}).json == {"added": 0, "known": 1, "cases": 1}
    nodes = {item["node"]: item for item in clerk.get(f"/cases/{filed['id']}/nodes").json["items"]}
    assert (nodes["N07"]["done_on"], nodes["N03"]["done_on"]) == ("2022-09-05", None)


@pytest.mark.parametrize(
    "event",
    [
        {**SENT, "kind": "query_lost"},
        {**SENT, "on": "2022-09-06"},
        {**SENT, "on": "soon"},
        {"kind": "query_sent", "on": "2022-09-05"},
        {**SENT, "kind": "money_paid", "item": "r1", "amount": 1},
    ],
)
def test_what_cannot_have_happened_is_refused(clerk, filed, event):
    """Unknown, yet to come, without a key, paid from nothing: nothing of the request is recorded."""
    path = f"/cases/{filed['id']}/events"

    assert (
        clerk.post(path, {"events": [SENT, {**event, "key": "S2"}] if "key" in event else [event]}).status_code == 422
    )
    assert clerk.post(path, {"events": [SENT]}).json["added"] == 1


def test_lists_come_by_pages(clerk, filed):
    """Each page goes on where the last one ended; together they are the list."""
    whole = clerk.get("/due?days=366").json
    page = clerk.get("/due?days=366&limit=2").json
    found = page["items"]
    while page["next"]:
        page = clerk.get(f"/due?days=366&limit=2&after={page['next']}").json
        found += page["items"]

    assert found == whole["items"]
    assert len(found) > 3
    assert {item["case_no"] for item in found} == {filed["case_no"]}


def test_lists_are_asked_for_by_owner_light_and_day(clerk, clock, filed):
    """A week on, the case is overdue for who gives cases out."""
    clock.forward(days=10)

    (item,) = clerk.get("/due?list=unassigned&owner=allocator&light=red").json["items"]

    assert (item["node"], item["case_no"], item["days_left"]) == ("N03", filed["case_no"], -2)
    assert clerk.get("/due?as_of=2022-09-04").json["items"] == []
    assert clerk.get("/due?as_of=2022-09-16").status_code == 422
    assert clerk.get("/due?after=!!").status_code == 422
    assert clerk.get("/due?after=eA").json["type"] == "/problems/cursor-unknown"
    assert clerk.get("/due?list=late").status_code == 422


def test_the_check_list_before_a_closing_is_read(clerk, filed):
    """Twelve items before a dormant closing, none before another, and no list of a way nobody knows."""
    path = f"/cases/{filed['id']}/closing-checks"

    assert len(clerk.get(path).json["items"]) == 12
    assert clerk.get(f"{path}?way=fulfilled").json == {"way": "fulfilled", "items": []}
    assert clerk.get(f"{path}?way=lost").status_code == 422
