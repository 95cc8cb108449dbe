"""Rules changed in the open: a value, its difference, the rehearsal, the second person, and the way back."""

import pytest

from allocator.services.rules import release_forecast
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.rules.releases import REHEARSAL
from allocator.services.run_kinds import jobs_of
from allocator.services.runs import list_runs


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """One process, the test's own."""
    monkeypatch.setattr(release_forecast, "usual_hands", lambda: 1)


def propose(seen):
    """Change one value, look at the difference, have it rehearsed."""
    main = seen.page.locator("main")
    main.locator("input[name=version]").fill("2022-2")
    main.locator("input[name=effective_from]").fill("2022-09-09")
    main.locator("input[name=path]").first.fill("triage.score.threshold")
    main.locator("input[name=value]").first.fill("20")
    with seen.page.expect_navigation():
        main.locator("input[name=value]").first.press("Enter")
    seen.is_clean()
    with seen.page.expect_navigation():
        main.get_by_role("button", name="试行" if seen.language == "zh" else "Rehearse it").click()


def work(office):
    """Rehearse, as the worker would."""
    jobs = jobs_of(office)
    for run in [run for run in list_runs(office, 9) if run.kind == REHEARSAL and not run.ended]:
        jobs.run_inline(run.id)
    jobs.close()


def test_a_value_is_changed_rehearsed_released_by_another_and_taken_back(browse, office, language, monkeypatch):
    """Each of the two sees what is theirs to do; every page on the way is clean."""
    short(office, monkeypatch)
    seen = browse("planner", language).go("/releases")
    seen.is_clean()
    seen.picture("releases")
    propose(seen)
    work(office)
    seen.page.locator("#ahead").wait_for()
    seen.is_clean()
    seen.fits()
    seen.picture("releases-rehearsed")
    second = browse("admin", language).go(seen.page.url)
    with second.page.expect_navigation():
        second.page.locator("form[action$='/release'] button").dblclick()
    second.is_clean()
    assert rulebook_of(office).version == "2022-1"  # from tomorrow on
    second.go("/releases")
    assert second.page.locator("form[action$='/retreat']").count() == 0  # nothing before it to go back to
    second.is_clean()


def short(office, monkeypatch):
    """Let the rules in force ask for a forecast of some weeks from two runs."""
    from dataclasses import replace

    real = release_forecast.forecast

    def forecast(opening, proposed, today, tell=None):
        """The same, over three weeks."""
        rules = replace(opening.rulebook.release, ahead_days=21, replications=2)
        return real(replace(opening, rulebook=replace(opening.rulebook, release=rules)), proposed, today, tell)

    monkeypatch.setattr(release_forecast, "forecast", forecast)
