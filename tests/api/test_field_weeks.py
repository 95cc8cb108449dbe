"""Weeks of field work over HTTP: seen, checked, published."""

from io import BytesIO

import pytest

from tests.api.fieldwork import WEEK, an_errand, publish, trips_by_hand

PATH = f"/field-weeks/{WEEK}"


@pytest.fixture
def by_hand(clerk, context):
    """Two errands, and lawful trips for them."""
    clerk.post("/errands", an_errand(1))
    clerk.post("/errands", an_errand(2, place={"town": "怀朔镇"}))
    return trips_by_hand(context)


def test_a_week_is_seen_with_its_trips_and_what_has_no_place(clerk, supervisor, context, by_hand):
    """By number or Monday; before and after something is published."""
    before = clerk.get(PATH).json
    assert (before["trips"], before["left"], before["lawful"]) == ([], ["W1", "W2"], True)

    publish(supervisor, context, by_hand)

    after = clerk.get("/field-weeks/2022-09-12").json
    assert (after["week"], after["left"], after["objections"]) == (WEEK, [], [])
    assert {trip["state"] for trip in after["trips"]} == {"published"}
    assert (after["estimated"], clerk.get("/field-weeks/2029-W42").json["estimated"]) == (False, True)
    assert clerk.get("/field-weeks/soon").json["type"] == "/problems/week-unreadable"


def test_a_plan_made_by_hand_is_checked_and_nothing_changes(clerk, by_hand):
    """Lawful as it is; with somebody in two places it is not, by name and hour."""
    sound = clerk.post(f"{PATH}/check", {"trips": by_hand}).json
    assert (sound["lawful"], sound["left"], sound["repair"]) == (True, [], None)

    wrong = [by_hand[0] | {"back": by_hand[0]["leaves"] + 1}, *by_hand[1:]]
    said = clerk.post(f"{PATH}/check", {"trips": wrong}).json

    assert not said["lawful"]
    assert all(objection["text"]["zh"] and objection["text"]["en"] for objection in said["objections"])
    stranger = clerk.post(f"{PATH}/check", {"trips": [by_hand[0] | {"vehicle": "V9"}]}).json
    assert stranger["objections"][0]["rule"] == "known_vehicle"
    assert said["repair"]["trips"]
    assert said["repair"]["objections"] == []
    drive = next(one for one in said["objections"] if one["rule"] == "drive")
    assert (drive["unit"], drive["cost"] >= 0, set(drive["moves"]) <= {"W1", "W2"}) == ("minutes", True, True)
    assert clerk.get(PATH).json["trips"] == []


HEADER = "车次,车辆,驾驶员,人员,日期,出发,返回,任务,开始\n"


def check_file(clerk, text, encoding="utf-8", name="外勤.csv"):
    """Send a table of trips to be checked."""
    data = {"file": (BytesIO(text.encode(encoding)), name)}
    return clerk.send("POST", f"{PATH}/check/imports", data=data, content_type="multipart/form-data")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_table_drawn_by_hand_is_checked_as_it_is_sent(clerk, by_hand, encoding):
    """In the encodings spreadsheet programs write; what is wrong in a row is refused with row and column."""
    row = "T1,V1,G31,G31; G08,2022-09-12,8:00,8:10,W1,8:05\n"

    found = check_file(clerk, HEADER + row, encoding).json
    refused = check_file(clerk, HEADER + row + row.replace("V1", "V9"), encoding)

    assert {"drive", "crew"} & {one["rule"] for one in found["objections"]}
    assert found["left"] == ["W2"]
    assert refused.status_code == 422
    assert [(one["row"], one["field"]) for one in refused.json["errors"]] == [(3, "vehicle")]
    assert refused.json["errors"][0]["remedy"]["en"]


def test_who_comes_second_is_told_who_is_taken_when_and_by_which_trip(clerk, supervisor, by_hand):
    """A problem document with the remedy, in both languages."""
    supervisor.post(f"{PATH}/trips", {"trips": by_hand})
    clerk.post("/errands", an_errand(3))
    other = by_hand[0] | {"stops": [by_hand[0]["stops"][0] | {"errand": "W3"}]}

    zh = supervisor.post(f"{PATH}/trips", {"trips": [other]}, headers={"Accept-Language": "zh"})
    en = supervisor.post(f"{PATH}/trips", {"trips": [other]})

    assert (zh.status_code, zh.json["type"]) == (409, "/problems/booking-taken")
    assert "已被占用" in zh.json["detail"]
    assert "is taken 2022-09-" in en.json["detail"]
    assert en.json["facts"]["trip"] == "2022W37-1"
    assert en.json["remedy"]


def test_publishing_is_for_a_supervisor_and_happens_once(clerk, supervisor, by_hand):
    """A clerk may look; the same request again gets the answer it got."""
    body = {"trips": by_hand}
    assert clerk.post(f"{PATH}/trips", body).status_code == 403
    first = supervisor.post(f"{PATH}/trips", body, key="once")

    assert first.status_code == 201
    assert supervisor.post(f"{PATH}/trips", body, key="once").json == first.json
    assert set(first.json["codes"]) == {trip["code"] for trip in by_hand}


@pytest.mark.parametrize("wrong", [{"back": 0}, {"people": ["G08", "G08"]}, {"stops": []}, {"colour": "red"}])
def test_a_trip_that_contradicts_itself_is_refused(supervisor, by_hand, wrong):
    """Back before it leaves, somebody twice, no stop, a word nobody knows."""
    assert supervisor.post(f"{PATH}/trips", {"trips": [by_hand[0] | wrong]}).status_code == 422
