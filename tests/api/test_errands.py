"""Errands over HTTP: asked for by a clerk, once; changed on the version that was seen; withdrawn."""

from io import BytesIO

import pytest

from tests.api.fieldwork import WEEK, an_errand, publish


@pytest.fixture
def asked(clerk):
    """An errand just asked for, as it was answered."""
    return clerk.post("/errands", an_errand()).json


def test_an_errand_is_asked_for_and_found_where_the_answer_says(clerk):
    """With the code and the day it got."""
    answer = clerk.post("/errands", an_errand(due="2022-09-16"))

    assert (answer.status_code, answer.json["code"], answer.json["asked_on"]) == (201, "W1", "2022-09-05")
    there = clerk.get(answer.headers["Location"].removeprefix("/api/v1"))
    assert there.json == answer.json
    assert there.headers["ETag"] == answer.headers["ETag"] == '"1"'
    assert clerk.get("/errands/1", headers={"If-None-Match": '"1"'}).status_code == 304


def test_the_same_request_again_asks_for_nothing_new(clerk):
    """With its key it gets the answer it got."""
    first = clerk.post("/errands", an_errand(), key="k1")
    again = clerk.post("/errands", an_errand(), key="k1")

    assert again.json == first.json
    assert [item["code"] for item in clerk.get("/errands").json["items"]] == ["W1"]


def test_what_nobody_knows_is_told_at_every_place_in_both_languages(clerk):
    """A kind, a town and a person; the problem names each field."""
    answer = clerk.post("/errands", an_errand(kind="dance", place={"town": "上海"}, handler="X"))

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/errand-faulty")
    assert [fault["field"] for fault in answer.json["errors"]] == ["kind", "place.town", "handler"]
    assert all(fault["text"]["zh"] and fault["remedy"]["en"] for fault in answer.json["errors"])
    assert clerk.post("/errands", an_errand(earliest="2022-09-16", latest="2022-09-12")).status_code == 422


def test_a_code_stands_for_one_errand(clerk):
    """A second one of the code is refused."""
    clerk.post("/errands", an_errand(code="A-1"))

    answer = clerk.post("/errands", an_errand(2, code="A-1"))

    assert (answer.status_code, answer.json["type"]) == (409, "/problems/errand-exists")


def test_what_nodes_of_cases_ask_for_is_confirmed_before_it_is_put_down(clerk, supervisor):
    """Nothing is asked where nobody holds a case; a confirmation of something else is stale (412)."""
    shown = clerk.post("/errands/from-nodes", {"week": WEEK})
    done = clerk.post("/errands/from-nodes", {"week": WEEK, "confirm": shown.json["confirm"]})

    assert shown.json == {"confirm": shown.json["confirm"], "errands": [], "nowhere": [], "added": None}
    assert done.json["added"] == []
    assert clerk.post("/errands/from-nodes", {"week": WEEK, "confirm": "0" * 64}).status_code == 412
    assert clerk.post("/errands/from-nodes", {"week": "soon"}).status_code == 422


def test_a_change_rests_on_the_version_that_was_seen(clerk, asked):
    """Without one it is asked for, an old one is refused with the state, the right one counts."""
    path = f"/errands/{asked['id']}"
    assert clerk.send("PATCH", path, json={"priority": 1}).status_code == 428
    changed = clerk.send("PATCH", path, json={"priority": 1, "needs": {"woman": 1}}, version=1)

    assert (changed.json["priority"], changed.json["needs"], changed.json["version"]) == (1, {"woman": 1}, 2)
    late = clerk.send("PATCH", path, json={"priority": 2}, version=1)
    assert (late.status_code, late.json["facts"]["version"]) == (412, 2)
    assert clerk.send("PATCH", path, json={"code": "X"}, version=2).status_code == 422


def test_a_withdrawn_errand_stays_on_the_list(clerk, asked):
    """It cannot be withdrawn again."""
    path = f"/errands/{asked['id']}/withdrawal"
    assert clerk.post(path, version=1).json["state"] == "withdrawn"

    assert clerk.post(path, version="*").status_code == 409
    assert [item["state"] for item in clerk.get("/errands?state=withdrawn").json["items"]] == ["withdrawn"]
    assert clerk.get("/errands?state=open").json == {"items": [], "next": None}


def test_the_list_goes_on_where_a_page_ended(clerk):
    """Two pages of three errands; a mark of another list is none of this one."""
    for number in (1, 2, 3):
        clerk.post("/errands", an_errand(number))

    first = clerk.get("/errands?limit=2").json
    second = clerk.get(f"/errands?limit=2&after={first['next']}").json

    assert [item["id"] for item in (*first["items"], *second["items"])] == [1, 2, 3]
    assert second["next"] is None
    assert clerk.get("/errands?after=eHg").status_code == 422
    assert clerk.get("/errands/99").json["type"] == "/problems/errand-unknown"


def test_an_errand_on_a_published_trip_waits_for_the_trip(clerk, supervisor, context, asked):
    """Who wants to change it is told the trip."""
    trip = publish(supervisor, context)

    answer = clerk.send("PATCH", f"/errands/{asked['id']}", json={"priority": 1}, version="*")

    assert (answer.status_code, answer.json["facts"]) == (409, {"errand": "W1", "trip": trip["code"]})


def test_hours_are_offered_to_a_partner_with_what_each_costs(clerk, asked):
    """The best three of the week; nothing is booked by it."""
    found = clerk.get(f"/errands/{asked['id']}/slots?week={WEEK}").json["items"]

    assert 1 <= len(found) <= 3
    assert all(one["booking"]["people"] and one["day"].startswith("2022-09-1") for one in found)
    assert clerk.get(f"/field-weeks/{WEEK}").json["trips"] == []
    assert clerk.get(f"/errands/{asked['id']}/slots?week=2022-W30").json["type"] == "/problems/week-over"


def test_where_no_hour_can_be_offered_it_is_said_why(clerk, supervisor, context, asked):
    """A search without its warrant; an errand that is booked already is on its trip."""
    search = clerk.post("/errands", an_errand(2, kind="search")).json
    trip = publish(supervisor, context)

    none = clerk.get(f"/errands/{search['id']}/slots?week={WEEK}").json
    booked = clerk.get(f"/errands/{asked['id']}/slots?week={WEEK}")

    assert none["items"] == []
    assert "搜查令" in none["advice"][0]["zh"]
    assert (booked.status_code, booked.json["facts"]["trip"]) == (409, trip["code"])


SHEET = "编号,任务类型,案号,乡镇,提出日期\nX1,送达,（2022）内0222执1号,银号镇,2022-09-01\nX2,{},（2022）内0222执2号,怀朔镇,{}\n"


def upload(clerk, kind, day="2022-09-01"):
    """Send a sheet of two errands, the second of some kind, asked for on some day."""
    file = (BytesIO(SHEET.format(kind, day).encode()), "外勤.csv")
    return clerk.send("POST", "/errands/imports", data={"file": file}, content_type="multipart/form-data")


def test_a_file_of_errands_is_brought_in_whole_or_not_at_all(clerk):
    """A faulty row keeps both out, with its place; the same file again is nothing new."""
    faulty = upload(clerk, "跳舞")
    assert (faulty.status_code, faulty.json["errors"][0]["row"]) == (422, 3)
    assert clerk.get("/errands").json["items"] == []

    first = upload(clerk, "送达")

    assert [item["code"] for item in first.json["items"]] == ["X1", "X2"]
    assert upload(clerk, "送达").json == first.json


def test_nothing_is_asked_for_more_than_a_year_ahead(clerk):
    """A file is refused with the cell and what to do; an errand sent by its fields is asked for today, and may name no day."""
    (fault,) = upload(clerk, "送达", "2023-09-07").json["errors"]
    said = clerk.post("/errands", an_errand(asked_on="2022-09-06"))

    assert (fault["row"], fault["field"], fault["code"]) == (3, "asked_on", "day-in-future")
    assert fault["text"] == {
        "zh": "日期“2023-09-07”在一年以后（2023-09-06 之后）。",
        "en": 'The day "2023-09-07" is more than a year ahead (after 2023-09-06).',
    }
    assert fault["remedy"]["zh"] == "请核对年份。"
    assert said.status_code == 422
    assert clerk.get("/errands").json["items"] == []


def test_hours_told_are_read_and_taken_back(clerk, supervisor, context):
    """By who may tell them; 404 the second time, and for a number that is another's."""
    clerk.post("/errands", an_errand())
    asked = {"week": WEEK, "first": "2022-09-13", "last": "2022-09-13"}
    shown = supervisor.post("/resources/V1/outage", asked).json
    supervisor.post("/resources/V1/outage", {**asked, "confirm": shown["confirm"]})
    assert clerk.get("/resources/V1/told").status_code == 403
    [told] = supervisor.get("/resources/V1/told").json["items"]

    assert (told["holder"], told["kind"], told["hours"]["period"]["first"]) == ("V1", "outage", "2022-09-13")
    assert supervisor.delete(f"/resources/V2/told/{told['id']}").status_code == 404
    assert [supervisor.delete(f"/resources/V1/told/{told['id']}").status_code for _ in range(2)] == [200, 404]
    assert supervisor.get("/resources/V1/told").json["items"] == []
