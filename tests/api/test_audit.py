"""Looking back over HTTP: decisions, the log, the draws of past days."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.people import Absence, Period


@pytest.fixture
def drawn(clerk, filed):
    """A case given by a draw."""
    return clerk.put(f"/cases/{filed['id']}/assignment", {}, version=1).json


def test_a_stored_decision_runs_again_to_the_same_outcome(auditor, drawn):
    """Triage and assignment, run again, say what they said."""
    for decision in (drawn["decision"], drawn["assignment_decision"]):
        answer = auditor.post(f"/decisions/{decision}/replay")

        assert (answer.status_code, answer.json["identical"]) == (200, True)
        assert "again" not in answer.json


def test_an_entry_that_decided_nothing_is_not_run(auditor, drawn):
    """The commitment of the day is no decision."""
    kinds = {auditor.get(f"/decisions/{seq}").json["kind"]: seq for seq in range(1, drawn["assignment_decision"])}

    assert auditor.post(f"/decisions/{kinds['draw_day']}/replay").json["type"] == "/problems/not-a-decision"


@pytest.mark.parametrize("seq", ["9999", "0", "-1", "x", "9" * 16, "9" * 40])
def test_an_unknown_decision_is_not_found(auditor, seq):
    """Any other number is answered with 404."""
    assert auditor.get(f"/decisions/{seq}").status_code == 404
    assert auditor.post(f"/decisions/{seq}/replay").status_code == 404


def test_the_log_is_whole_and_a_planted_change_is_found(auditor, context, drawn):
    """Who alters a stored entry behind the program's back is found."""
    assert auditor.get("/log/verification").json["whole"] is True

    with context.database.engine.begin() as connection:
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        for name in triggers:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql("UPDATE decision_log SET actor = 'nobody' WHERE seq = 2")

    check = auditor.get("/log/verification").json
    assert check["whole"] is False
    assert check["breaks"][0]["seq"] == 2


def test_todays_secret_stays_closed_and_yesterdays_is_shown(clerk, auditor, clock, drawn):
    """The transcript opens on the next day and its secret is the one that was committed."""
    assert auditor.get("/draws/2022-09-05").json["type"] == "/problems/draw-day-open"

    clock.forward(days=1)
    transcript = clerk.get("/draws/2022-09-05").json

    secret = bytes.fromhex(transcript["secret"])
    bound = hashlib.sha256(b"fenliu-commit-1\n2022-09-05\n" + secret).hexdigest()
    assert transcript["commitment"] == bound
    assert {"draw_day", "filing", "assignment"} <= {entry["kind"] for entry in transcript["entries"]}


@pytest.mark.parametrize(
    "day, status",
    [
        ("2022-09-06", 409),
        ("9999-12-31", 409),
        ("2022-08-01", 404),
        ("0001-01-01", 404),
        ("2022-02-30", 422),
        ("today", 422),
    ],
)
def test_other_days_have_no_transcript(clerk, day, status):
    """A day to come, a day without filings, and what is no day at all."""
    assert clerk.get(f"/draws/{day}").status_code == status


def test_nothing_the_service_shows_holds_todays_secret_or_a_token(context, caller, guyang, drawn):
    """Whoever asks, for whatever, no answer holds the secret of the day, a token or its hash."""
    with context.database.reading() as uow:
        secret = uow.draws.day(context.today(uow.office.load())).secret.hex()
    closed = [
        secret,
        *guyang[1].values(),
        *(hashlib.sha256(token.encode()).hexdigest() for token in guyang[1].values()),
    ]
    admin = caller("admin")
    last = drawn["assignment_decision"]
    paths = [f"/decisions/{seq}" for seq in range(1, last + 1)]
    paths += [f"/cases/1{part}" for part in ("", "/triage", "/recommendation", "/history")]
    paths += ["/cases", "/office", "/officers/loads", "/rulebook", "/runs", "/log/verification"]
    shown = [admin.get(path).get_data(as_text=True) for path in paths]
    shown += [admin.post(f"/decisions/{seq}/replay").get_data(as_text=True) for seq in range(1, last + 1)]

    assert not [text for text in shown for word in closed if word in text]


def test_nobody_is_told_why_somebody_is_away(context, caller, drawn):
    """Absences show as presence and hours; their reasons show nowhere."""
    away = Absence("G07", Period(date(2022, 9, 5)), "某种难言之隐")
    with context.database.writing() as uow:
        office = uow.office.load()
        uow.office.save(replace(office, absences=(*office.absences, away)))
        uow.commit()
    admin = caller("admin")
    shown = json.dumps(
        [admin.get(path).json for path in ("/office", "/officers/loads", "/decisions/1", "/cases/1/recommendation")],
        ensure_ascii=False,
    )

    assert away.reason not in shown
    assert [person["present"] for person in admin.get("/office").json["people"] if person["code"] == "G07"] == [False]


def test_todays_secret_is_shown_by_two(supervisor, planner, clerk, filed):
    """Asked for, taken back, asked again, refused to who asked, shown by another; sent twice it happens once."""
    assert clerk.get("/draws").json["asked"] is None
    assert clerk.post("/draws/today/asking", {"because": "核验"}).status_code == 403
    assert supervisor.post("/draws/today/asking", {"because": "核验"}).json["asked"]["because"] == "核验"
    assert supervisor.delete("/draws/today/asking").json["asked"] is None
    assert supervisor.delete("/draws/today/asking").status_code == 404
    assert supervisor.post("/draws/today/asking", {"because": "再次核验"}, key="ask").status_code == 201
    assert supervisor.post("/draws/today/asking", {"because": "再次核验"}, key="ask").status_code == 201
    assert supervisor.post("/draws/today/reveal").json["type"] == "/problems/second-person"

    assert planner.post("/draws/today/reveal", key="show").json["revealed"]
    assert planner.post("/draws/today/reveal", key="show").json["revealed"]
    assert planner.post("/draws/today/reveal").status_code == 404
