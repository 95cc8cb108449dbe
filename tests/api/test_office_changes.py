"""Single changes of the office over HTTP: rows by their key, on a version, each table for who keeps it."""

import pytest

CAR = {"table": "vehicles", "key": {}, "cells": {"code": "V9", "name": "四号车", "kind": "van", "seats": "7"}}
AWAY = {"table": "absences", "key": {}, "cells": {"officer": "G08", "first": "2022-10-10", "last": "2022-10-12"}}
OFF = {"table": "calendar", "key": {}, "cells": {"day": "2022-10-10", "works": "no"}}


def ask(*changes, because="新购", **more):
    """The body of a request."""
    return {"changes": list(changes), "because": because, **more}


def test_an_administrator_changes_a_row_on_the_version_seen(admin):
    """The table names the version; the change gives the next one, and what it changed."""
    table = admin.get("/office/tables/vehicles")
    assert [row["code"] for row in table.json["rows"]] == ["V1", "V2", "V3"]

    done = admin.post("/office/changes", ask(CAR), version=table.headers["ETag"])

    assert done.status_code == 200
    assert [(change["kind"], change["key"]) for change in done.json["changes"]] == [("added", "V9")]
    assert admin.get("/office/tables/vehicles").headers["ETag"] == done.headers["ETag"]
    assert admin.post("/office/changes", ask(OFF), version=table.headers["ETag"]).status_code == 412
    assert admin.post("/office/changes", ask(OFF)).status_code == 428


def test_a_trial_only_tells(admin):
    """Nothing is there afterwards."""
    told = admin.post("/office/changes", ask(CAR, dry_run=True), version="*").json

    assert (told["dry_run"], len(told["changes"])) == (True, 1)
    assert len(admin.get("/office/tables/vehicles").json["rows"]) == 3


def test_a_supervisor_keeps_absences_and_nothing_else(supervisor, clerk):
    """A clerk keeps neither; reasons of absence are read by a supervisor alone."""
    assert supervisor.post("/office/changes", ask(AWAY, because=""), version="*").status_code == 200
    assert supervisor.get("/office/tables/absences").json["rows"][-1]["officer"] == "G08"
    for change in (CAR, OFF):
        assert supervisor.post("/office/changes", ask(change), version="*").status_code == 403
    assert supervisor.get("/office/tables/people").status_code == 403
    assert clerk.get("/office/tables/absences").status_code == 403
    assert clerk.post("/office/changes", ask(AWAY), version="*").status_code == 403


def test_a_change_sent_twice_under_a_key_happens_once(admin):
    """The second answer is the first one."""
    first = admin.post("/office/changes", ask(CAR), version="*", key="car-9")
    again = admin.post("/office/changes", ask(CAR), version="*", key="car-9")

    assert (first.status_code, again.json) == (200, first.json)


@pytest.mark.parametrize(
    "body, status",
    [
        (ask({**CAR, "cells": {"code": "V9", "name": "四号车", "seats": "1"}}), 422),
        (ask({**CAR, "table": "furniture"}), 404),
        (ask({"table": "vehicles", "key": {"code": "V8"}, "cells": {"seats": "5"}}), 404),
        (ask({**CAR, "cells": {"wheels": "4"}}), 422),
        (ask(CAR, because=""), 422),
        (ask(), 422),
        (ask({"table": "vehicles", "cells": {"seats": 5}}), 422),
        (ask({**CAR, "key": {"code": "V1"}, "cells": {"seats": "5"}}), 409),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(admin, body, status):
    """By the folder's own checks; nothing is changed."""
    before = admin.get("/office/tables/vehicles").json

    assert admin.post("/office/changes", body, version="*").status_code == status
    assert admin.get("/office/tables/vehicles").json == before


def test_a_table_there_is_not_is_not_found(admin):
    """Nor guessed at."""
    assert admin.get("/office/tables/furniture").status_code == 404


def test_the_calendar_of_a_year_shows_corrections_with_their_reason(admin, clerk):
    """Everybody at a desk may look; a year whose holidays are not known is refused."""
    admin.post("/office/changes", ask(OFF, because="停电检修"), version="*")

    year = clerk.get("/office/calendar").json

    assert (year["year"], year["estimated"]) == (2022, False)
    [day] = [day for day in year["days"] if day["day"] == "2022-10-10"]
    assert (day["works"], day["correction"]["because"]) == (False, "停电检修")
    assert clerk.get("/office/calendar?year=2028").json["estimated"]
    assert clerk.get("/office/calendar?year=1999").status_code == 422
