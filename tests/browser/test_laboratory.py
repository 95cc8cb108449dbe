"""The planner's question: one less, asked from the top bar in three clicks, followed until its answer stands there."""

import pytest

from allocator.services.run_kinds import jobs_of
from allocator.services.staffing import laboratory, simulations
from allocator.services.staffing.laboratory import experiments

COMPRESSED_FIRST_LOAD = 600_000


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """One process, a month, a handful of runs."""
    monkeypatch.setattr(simulations, "usual_hands", lambda: 1)
    monkeypatch.setattr(laboratory, "QUARTER", 35)
    monkeypatch.setattr(laboratory, "MOST_RUNS", 6)


def work(office):
    """Do what was asked, as the worker would."""
    jobs = jobs_of(office)
    for run in experiments(office, 9):
        jobs.run_inline(run.id)
    jobs.close()


def ask(seen):
    """From any page: the entry, the post that stands ready, the button."""
    seen.page.locator(".entries a[href='/laboratory']").click()
    with seen.page.expect_navigation():
        seen.page.get_by_role("button", name="看会怎样" if seen.language == "zh" else "See what happens").click()
    return seen


def test_one_less_in_three_clicks(browse, office, language):
    """Entry, button; the page follows the run by itself and shows the answer with its drawings; all of it clean."""
    seen = ask(browse("planner", language).go("/"))
    seen.is_clean()
    assert seen.page.locator("progress").count() == 1
    work(office)
    seen.page.locator("a[href$='report.json']").wait_for()
    seen.is_clean()
    seen.picture("laboratory-result")
    seen.fits()
    seen.go("/laboratory").is_clean()
    seen.picture("laboratory")
    seen.page.locator("main td a").first.click()
    assert seen.page.locator("svg.whisker").first.is_visible()


def test_a_run_is_followed_by_its_events(browse, office):
    """What the run tells comes by its stream: the page that never asks by itself shows the answer too."""
    seen = ask(browse("planner").go("/"))
    seen.page.route("**/laboratory/runs/*", _never_asks_by_itself)
    seen.go(seen.page.url)
    assert seen.page.locator("[hx-trigger=news]").count() == 1
    work(office)

    seen.page.locator("a[href$='report.json']").wait_for()
    seen.page.unroute_all(behavior="wait")
    seen.is_clean()


def _never_asks_by_itself(route):
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("news, every 15s", "news"))


def test_a_double_click_asks_once_and_the_way_back_shows_it(browse, office):
    """The button pressed twice is one run; the page gone back to lists it."""
    seen = browse("planner").go("/laboratory")
    seen.page.get_by_role("button", name="看会怎样").dblclick()
    seen.page.wait_for_url("**/runs/**")
    [asked] = experiments(office, 9)
    seen.page.go_back()

    listed = seen.page.locator(f"a[href$='{asked.id}']")
    listed.wait_for()
    assert listed.count() == 1


def test_a_run_nobody_takes_is_told_and_stopped(browse, office, language):
    """No worker runs in this test: the page says so; stopped, it says by whom."""
    seen = ask(browse("planner", language).go("/laboratory"))
    assert "fenliu serve" in seen.text("#plan")
    with seen.page.expect_navigation():
        seen.page.get_by_role("button", name="停止" if language == "zh" else "Stop").click()
    seen.is_clean()
    assert [run.state for run in experiments(office, 9)] == ["cancelled"]


def test_a_scenario_is_written_refused_and_played(browse, office, language):
    """A fault stands beside its field; corrected it is played; the keyboard alone sends the form."""
    seen = browse("planner", language).go("/laboratory/scenarios")
    main = seen.page.locator("main")
    main.locator("select[name=leave_who1]").select_option("G13")
    main.locator("input[name=growth1]").fill("a lot")
    main.locator("input[name=name1]").fill("少一人，多收案 / one less, more filings")
    with seen.page.expect_navigation():
        main.locator("input[name=days]").press("Enter")
    seen.complaints.clear()  # that the answer was 422 is the browser's own word
    seen.is_clean()
    seen.fits()
    assert main.locator("input[name=growth1]").get_attribute("aria-invalid") == "true"
    seen.picture("laboratory-scenarios")
    main.locator("input[name=growth1]").fill("20")
    main.locator("input[name=days]").fill("21")
    main.locator("select[name=fieldwork1]").select_option("weeks")
    main.locator("input[name=every_days1]").fill("7")
    main.locator("input[name=replications]").fill("2")
    with seen.page.expect_navigation():
        main.locator("input[name=growth1]").press("Enter")
    work(office)
    seen.page.locator("a[href$='report.json']").wait_for()
    with seen.page.expect_navigation():
        seen.page.locator("a[href*='from=']").first.click()
    assert main.locator("input[name=growth1]").input_value() == "20"
    assert main.locator("select[name=fieldwork1]").input_value() == "weeks"
    assert main.locator("input[name=every_days1]").input_value() == "7"
    seen.is_clean()


def test_the_answer_weighs_little(browse, office):
    """Everything its first load brings, compressed as it is sent, is far under what the laboratory may weigh."""
    seen = ask(browse("planner").go("/laboratory"))
    address = seen.page.url
    work(office)
    fresh, sizes = browse("planner"), []
    session = fresh.page.context.new_cdp_session(fresh.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    fresh.go(address).page.wait_for_load_state("networkidle")

    assert len(sizes) > 4
    assert sum(sizes) < COMPRESSED_FIRST_LOAD


def test_what_would_reach_it_is_asked_and_answered(browse, office, language, monkeypatch):
    """From the laboratory's page to the answer in the words of its promise; every page clean."""
    from allocator.services.staffing import least_changes

    monkeypatch.setattr(least_changes, "usual_hands", lambda: 1)
    seen = browse("planner", language).go("/laboratory")
    with seen.page.expect_navigation():
        seen.page.locator("a[href='/laboratory/targets']").click()
    seen.is_clean()
    seen.picture("laboratory-targets")
    seen.page.locator("select[name=targets_figure]").first.select_option("closing_rate")
    for name, typed in (
        ("targets_value", "10"),
        ("days", "28"),
        ("probability", "50"),
        ("zone", "20"),
        ("budget", "40"),
    ):
        seen.page.locator(f"input[name={name}]").first.fill(typed)
    with seen.page.expect_navigation():
        seen.page.locator("input[name=days]").press("Enter")
    work(office)
    seen.page.locator("#answer").wait_for()
    seen.is_clean()
    seen.fits()
    seen.picture("laboratory-reached")
