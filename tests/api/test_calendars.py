"""Calendars over HTTP: the address is the key."""


def test_a_calendar_is_read_by_its_address_without_a_token(caller, supervisor):
    """As iCalendar, and not again while nothing changed; an address nobody gave out is not found."""
    made = supervisor.post("/officers/G08/calendar")
    assert (made.status_code, made.json["officer"]) == (201, "G08")
    path = made.json["address"].removeprefix("/api/v1")

    answer = caller(None).get(path)
    again = caller(None).get(path, headers={"If-None-Match": answer.headers["ETag"]})

    assert (again.status_code, again.text) == (304, "")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.text.startswith("BEGIN:VCALENDAR")
    assert caller(None).get("/calendars/guessed.ics").json["type"] == "/problems/calendar-unknown"


def test_a_clerk_gets_nobody_elses_address(clerk, supervisor):
    """A supervisor hands them out; for somebody unknown there is none."""
    assert clerk.post("/officers/G08/calendar").status_code == 403
    assert supervisor.post("/officers/G99/calendar").status_code == 404


def test_a_secret_address_is_written_into_no_log(caller, supervisor, capsys):
    """The service's own log names the pattern of the address only."""
    path = supervisor.post("/officers/G08/calendar").json["address"].removeprefix("/api/v1")
    caller(None).get(path)

    said = capsys.readouterr().err
    assert "/api/v1/calendars/<secret>.ics" in said
    assert path not in said


def test_an_address_is_taken_away(caller, clerk, supervisor):
    """Whoever holds it reads nothing any more; asked again it answers as before."""
    path = supervisor.post("/officers/G08/calendar").json["address"].removeprefix("/api/v1")

    assert clerk.delete("/officers/G08/calendar").status_code == 403
    assert [supervisor.delete("/officers/G08/calendar").status_code for _ in range(2)] == [204, 204]
    assert caller(None).get(path).status_code == 404
    assert supervisor.delete("/officers/G99/calendar").status_code == 404
