"""Draws on a page: today's commitment, asked for by one and shown by another, transcripts of days gone by."""

import pytest

from allocator.services.draw_reveals import read_draws
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
    assert "/api/v1/draws/2022-09-05" in first.page


def test_a_clerk_reads_and_asks_for_nothing(visitor, language):
    """No form before the first filing, and none for a clerk."""
    seen = visitor("clerk", language).get("/draws")

    assert seen.status == 200
    assert not [form for form in seen.tree.all("form") if form["method"] == "post" and "step" in form.fields()]
    assert visitor("clerk", language).post("/draws", {"step": "ask", "because": "x"}).status == 403
