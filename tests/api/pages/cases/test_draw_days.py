"""Draws on a page: today's commitment, asked for by one and shown by another, transcripts of days gone by."""

import pytest

from allocator.services.assignment.draw_reveals import read_draws
from tests.api.signed import Browser, a_user


@pytest.fixture
def people(app, context, filed, language):
    """Two supervisors signed in, on a day with a filing."""
    browsers = []
    for name in ("jia", "yi"):
        a_user(context, name, "supervisor")
        browser = Browser(app, language)
        browser.sign_in(name)
        browser.get("/draws")
        browsers.append(browser)
    return browsers


def keyed(browser, step, **more):
    """The form of a step with the key of the page seen last."""
    key = browser.page.partition('name="key" value="')[2].partition('"')[0]
    return {"key": key, "step": step, **more}


def test_two_persons_show_todays_secret_and_one_cannot(people, context, filed):
    """Asked with a reason; who asked sees no button and is refused; the second shows it; then nothing is drawn."""
    first, second = people
    assert first.post("/draws", keyed(first, "ask")).status_code == 422
    first.get("/draws")
    assert first.post("/draws", keyed(first, "ask", because="当事人要求")).status_code == 303
    first.get("/draws")
    assert 'value="reveal"' not in first.page
    assert first.post("/draws", keyed(first, "reveal")).status_code == 409
    second.get("/draws")
    assert "当事人要求" in second.page
    assert second.post("/draws", keyed(second, "reveal")).status_code == 303

    assert read_draws(context).revealed


def test_asking_is_taken_back_and_days_gone_by_lead_to_their_transcripts(people, context, clock):
    """Nothing waits any more; tomorrow the day stands in the list."""
    first, _ = people
    first.post("/draws", keyed(first, "ask", because="当事人要求"))
    first.get("/draws")
    assert first.post("/draws", keyed(first, "back")).status_code == 303
    assert read_draws(context).asked is None

    clock.forward(hours=11)
    first.get("/draws")
    clock.forward(days=1)
    first.sign_in("jia")
    first.get("/draws")
    assert "/draws?day=2022-09-05" in first.page


def test_a_day_gone_by_shows_its_draws_in_words(visitor, clerk, filed, clock, language):
    """Who was drawn for which case among whom, with commitment and secret; the document for programs is offered to be kept."""
    done = clerk.put(f"/cases/{filed['id']}/assignment", {}, version="*").json
    clock.forward(days=1)
    who = visitor("clerk", language)
    seen = who.get("/draws?day=2022-09-05")

    [row] = seen.tree.one("section", class_="box").one("tbody").all("tr")
    assert filed["case_no"] in row.text
    assert str(done["draw"]["round"]) in row.text
    assert len(seen.tree.one("dl", class_="keys").all("code")[1].text) == 64
    assert seen.tree.all("a", href="/api/v1/draws/2022-09-05")
    assert who.get("/draws?day=2022-09-06").status == 409
    assert who.get("/draws?day=gestern").status == 422


def test_a_clerk_reads_and_asks_for_nothing(visitor, language):
    """No form before the first filing, and none for a clerk."""
    seen = visitor("clerk", language).get("/draws")

    assert seen.status == 200
    assert not [form for form in seen.tree.all("form") if form["method"] == "post" and "step" in form.fields()]
    assert visitor("clerk", language).post("/draws", {"step": "ask", "because": "x"}).status == 403
