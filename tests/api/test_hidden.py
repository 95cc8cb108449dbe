"""A walk over every address that is read, as everybody there is: no answer tells of a case that is not for them.

Four cases are planted (`planted`) with numbers, names and amounts that stand nowhere else. A route that is added is walked
too: the walk comes from the application's own map.
"""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from allocator.persistence.engine import open_database
from allocator.services.access.grants import give_grant
from allocator.services.context import Context
from api.access import OPEN
from api.surroundings import Surroundings
from tests.api.conftest import Caller, Clock, Engine
from tests.api.planted import HANDLER, RECUSED, RESTRICTED, TIED, planted_file
from tests.api.signed import Browser, a_user
from tests.api.test_everybody import PLACE

VERIFY = Path(__file__).parents[2] / "docs" / "verify_draws.py"

QUERIES = {
    "inbox.index": ["?tab=disputes", "?tab=unsettled"],
    "cases.index": ["?disputed=true", "?disputed=false"],
    "case.index": ["?q=98765432", "?q=郗", "?q=87659321", "?q=逄"],
    "office.load_change": ["?from=2022-09-05", f"?from=2022-09-05&person={HANDLER}"],
    "numbers.index": ["?from=2022-01-01", "?from=2022-09-05&to=2022-09-05"],
    "numbers.behind": ["?from=2022-01-01"],
    "indicators.read": ["?from=2022-01-01&to=2022-09-13", "?from=2022-09-05&to=2022-09-05"],
    "indicators.table_csv": ["?from=2022-09-05&to=2022-09-05"],
    "indicators.table_xlsx": ["?from=2022-01-01&to=2022-09-13"],
    "indicators.cases": ["?from=2022-01-01&to=2022-09-13"],
    "indicators.cases_csv": ["?from=2022-01-01&to=2022-09-13"],
    "indicators.cases_xlsx": ["?from=2022-01-01&to=2022-09-13"],
    "indicators.signals": ["?from=2022-01-01&to=2022-09-13"],
    "indicators.report": ["?month=2022-09-01"],
    "indicators.report_docx": ["?month=2022-09-01"],
    "due.index": ["?list=due&days=366", "?list=unassigned", "?list=long_pending"],
    "due.misses": ["?days=366"],
    "clocks.index": ["?list=due&days=366", "?list=unassigned"],
    "field_week.index": ["?week=2022-W37"],
    "placing.index": ["?week=2022-W37"],
    "placing.place": ["?week=2022-W37", "?week=2022-W37&day=2022-09-14&time=10:00"],
    "field_days.press": ["?week=2022-W37"],
    "field_days.index": ["?week=2022-W37", "?holder=V1&first=2022-09-14", "?holder=V2&first=2022-09-14"],
    "outings.index": ["?day=2022-09-15&time=09:00"],
    "errands.slots": ["?week=2022-W37"],
    "trips.index": ["?week=2022-W37"],
    "runs.explanation": ["?officer=G01", "?case=（2022）内0222执11号"],
    "board.index": [f"?person={HANDLER}"],
    "cases.checks": ["?way=dormant"],
}


@pytest.fixture
def planted(guyang, built, tmp_path):
    """The bureau of this test behind the application; the day is the Tuesday a week later."""
    template, found = planted_file(guyang[0])
    path = tmp_path / "bureau.db"
    shutil.copy(template, path)
    database = open_database(path)
    clock = Clock()
    clock.forward(days=8)
    context = Context(database, clock)
    app, settings, _ = built
    app.extensions["fenliu"] = Surroundings(context, Engine(context))
    app.config.update(settings, TESTING=True, EVENT_SECONDS=1, PROPAGATE_EXCEPTIONS=None)
    yield app, replace(found, context=context)
    database.close()


def signed_in(app, context, role, officer=None, *, leave=False):
    """Somebody of a role who is signed in, with a grant by name where they have leave."""
    a_user(context, role, role, officer)
    if leave:
        give_grant(context, role, "restricted:read", context.now() + timedelta(days=1), "督办")
    browser = Browser(app)
    browser.sign_in(role)
    return browser


def addresses(app, planted):
    """Every address that can be read, with everything there is in its places, and the questions it can be asked."""
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in OPEN:
            continue
        paths = [rule.rule]
        for name in PLACE.findall(rule.rule):
            one = re.compile(rf"<(?:[^:<>]+:)?{name}>")
            paths = [one.sub(value, path, count=1) for path in paths for value in planted.places.get(name, ["1"])]
        for path in paths:
            for query in ("", *QUERIES.get(rule.endpoint, ())):
                yield rule.endpoint, path + query


def words_of(answer):
    """Everything an answer says, whatever its form."""
    if answer.mimetype.startswith("application/vnd.openxmlformats"):
        with zipfile.ZipFile(io.BytesIO(answer.get_data())) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return answer.get_data(as_text=True)


def told(text, path, secret, ids):
    """Find what an answer tells of hidden cases beside the echo of what was typed: number, party, amount, address."""
    address, _, typed = path.partition("?q=")
    for echo in (f"q={typed}&", f'value="{typed}"', f": {typed}<") if typed else ():
        text = text.replace(echo, "")
    links = re.findall(r'/(?:cases|inbox|own)/(\d+)\b|"case_id": ?(\d+)\b', text.replace(f'href="{address}', ""))
    met = {one for pair in links for one in pair}
    return [sign for sign in secret.signs if sign in text] + [str(one) for one in ids if str(one) in met]


def told_at(browser, path, secret, ids):
    """Read an address, and find what it tells of hidden cases."""
    answer = browser.get(path, headers={"Accept": "*/*"} if path.startswith("/api/") else {})
    assert answer.status_code < 500, path
    return told(words_of(answer), path, secret, ids) if answer.status_code < 400 or secret.number in path else []


def walk(app, browser, planted, secret, ids):
    """Read everything, and give what told of hidden cases: endpoint and address with the signs."""
    for endpoint, path in addresses(app, planted):
        found = told_at(browser, path, secret, ids)
        if found:
            yield endpoint, path, found


# Where a case in hand, a waiting one or a closed one is told of to whoever may know: the walk must find them there.
LISTING = {
    *(
        "board.case",
        "board.index",
        "why_not.index",
        "why_not.run",
        "case.index",
        "case.look",
        "case.sheet",
        "cases.entries",
    ),
    *("cases.explanation", "cases.index", "cases.nodes", "cases.read", "cases.recommendation", "cases.triage"),
    *("clocks.index", "decisions.read", "draws.transcript", "due.index", "due.misses", "errands.index", "errands.read"),
    *("field-weeks.bookings", "field-weeks.drafted", "field-weeks.read", "field-weeks.sheets", "placing.index"),
    *("field_week.index", "inbox.index", "inbox.look", "indicators.cases", "indicators.cases_csv"),
    *("indicators.cases_xlsx", "indicators.read", "indicators.report", "indicators.report_docx", "indicators.signals"),
    *("indicators.table_csv", "indicators.table_xlsx", "move_plans.plan", "numbers.behind", "numbers.index"),
    *(
        "restrictions.index",
        "runs.certificate",
        "runs.explanation",
        "runs.handover",
        "runs.read",
        "trips.index",
        "trips.read",
    ),
}


def restricted_ids(planted):
    """The ids of the restricted cases."""
    return [number for name, number in planted.hidden.items() if name != "tied"]


def test_whoever_has_leave_finds_them_in_every_list(planted):
    """So that what the next tests do not find is not missing by itself."""
    app, bureau = planted
    browser = signed_in(app, bureau.context, "planner", leave=True)

    missing = set(LISTING)
    for endpoint, path in addresses(app, bureau):
        if endpoint in missing and told_at(browser, path, RESTRICTED, restricted_ids(bureau)):
            missing.remove(endpoint)

    assert missing == set()


def test_nobody_without_leave_is_told_of_a_restricted_case(planted):
    """Wherever they look, in whatever form: not its number, a party, an amount, nor its address."""
    app, bureau = planted
    browser = signed_in(app, bureau.context, "planner")

    assert list(walk(app, browser, bureau, RESTRICTED, restricted_ids(bureau))) == []


def test_nobodys_leave_lifts_a_recusal(planted):
    """An auditor may know of every case, but of none that a relative is a party of."""
    app, bureau = planted
    browser = signed_in(app, bureau.context, "auditor", RECUSED)

    assert list(walk(app, browser, bureau, TIED, [bureau.hidden["tied"]])) == []


def test_a_hidden_case_is_as_one_there_is_not(planted):
    """Whatever is asked or done, by whatever address: the same status and, but for the id, the same words."""
    app, bureau = planted
    browser = signed_in(app, bureau.context, "planner")
    browser.get("/account")
    token = browser.token
    number = str(bureau.hidden["held"])

    def send(rule, method, case):
        path = re.sub("<id:case_id>", case, rule.rule)
        body = {"because": "x", "way": "fulfilled", "on": "2022-09-05"} if method != "GET" else None
        headers = {"X-CSRF-Token": token, "If-Match": "*", "Accept": "*/*" if path.startswith("/api") else "text/html"}
        sent = {"json": body} if path.startswith("/api") else {"data": {**(body or {}), "key": "k", "version": "1"}}
        answer = browser.send(method, path, headers=headers, **sent)
        words = re.sub(rf"\b{case}\b", "N", answer.get_data(as_text=True)) if path.startswith("/api") else ""
        return answer.status_code, words

    rules = [rule for rule in app.url_map.iter_rules() if "<id:case_id>" in rule.rule]
    told = [
        (rule.rule, method)
        for rule in rules
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        if send(rule, method, number) != send(rule, method, "99999")
    ]

    assert told == []
    assert len(rules) > 15
    assert browser.get(f"/api/v1/cases/{number}", headers={"Accept": "*/*"}).status_code == 404


def test_the_telephone_of_who_rides_along_names_the_town_alone(planted):
    """A calendar is read without signing in: whoever drives to a restricted case is told where to, and no more."""
    app, bureau = planted
    feeds = [
        Browser(app).get(f"/api/v1/calendars/{secret}.ics").get_data(as_text=True)
        for code, secret in bureau.feeds.items()
        if code != HANDLER
    ]

    assert any("▇▇▇" in feed for feed in feeds)
    assert not [sign for feed in feeds for sign in RESTRICTED.signs if sign in feed]


def test_a_transcript_with_withheld_entries_still_proves_the_chain(planted, tmp_path):
    """Their place is proven by the hashes; whoever puts another entry there is found out."""
    app, bureau = planted
    browser = signed_in(app, bureau.context, "clerk")
    transcript = browser.get("/api/v1/draws/2022-09-05", headers={"Accept": "*/*"}).json
    withheld = [entry for entry in transcript["entries"] if entry.get("withheld")]
    file = tmp_path / "draws.json"

    file.write_text(json.dumps(transcript), encoding="utf-8")
    seen = subprocess.run([sys.executable, VERIFY, file], capture_output=True, text=True, check=False)
    assert withheld
    assert (seen.returncode, f"{len(withheld)} of them withheld" in seen.stdout) == (0, True)

    withheld[0]["hash"] = "0" * 64
    file.write_text(json.dumps(transcript), encoding="utf-8")
    assert subprocess.run([sys.executable, VERIFY, file], capture_output=True, check=False).returncode == 1


def test_a_supervisor_marks_a_case_on_its_page_and_lifts_that_again(planted):
    """With a reason; who marked it still finds it, a colleague does not until it is lifted."""
    app, bureau = planted
    number = bureau.shown[0]
    marker, colleague = signed_in(app, bureau.context, "supervisor"), signed_in(app, bureau.context, "clerk")
    marker.get(f"/cases/{number}")

    done = marker.post(f"/cases/{number}/restriction", {"key": "one", "because": "当事人为本院工作人员亲属"})
    assert (done.status_code, done.headers["Location"]) == (303, f"/cases/{number}")
    assert "当事人为本院工作人员亲属" in marker.get(f"/cases/{number}").get_data(as_text=True)
    assert colleague.get(f"/cases/{number}").status_code == 404

    marker.get(f"/cases/{number}")
    marker.post(f"/cases/{number}/restriction", {"key": "two", "because": "事由已消除", "lift": "1"})
    assert colleague.get(f"/cases/{number}").status_code == 200


def test_restricting_by_the_api(planted, contract, guyang):
    """It asks for a reason, happens once, is listed for who may know, and is lifted with a reason."""
    app, _ = planted
    supervisor, auditor, clerk = (Caller(app, contract, guyang[1][role]) for role in ("supervisor", "auditor", "clerk"))
    case = {"case": "（2022）内0222执2号", "because": "涉及本院工作人员"}

    assert supervisor.post("/restrictions", {**case, "because": " "}).status_code == 422
    made = supervisor.post("/restrictions", case, key="one")
    assert (made.status_code, made.json["because"]) == (201, "涉及本院工作人员")
    assert clerk.post("/restrictions", case).status_code == 403
    assert supervisor.post("/restrictions", case, key="one").json == made.json
    assert supervisor.post("/restrictions", case).status_code == 404
    assert made.json["case_no"] in [one["case_no"] for one in auditor.get("/restrictions").json["items"]]
    assert clerk.get("/restrictions").json["items"] == []
