"""The planner's week in a real browser: drafted, looked at, published, by mouse and by keyboard."""

from datetime import date

import pytest

from allocator.files.office import read_office
from allocator.services.fieldwork.errands import add_errand, add_errand_upload
from allocator.services.fieldwork.publishing import list_trips, publish_week
from allocator.services.log_check import verify_log
from allocator.services.run_kinds import run_now
from fixtures.guyang_week import guyang_week, sheet
from tests.browser.conftest import GUYANG

WEEK, MONDAY = "2022-W37", date(2022, 9, 12)
SCREEN = (1280, 720)


@pytest.fixture
def asked(office):
    """Two dozen errands of next week on the books."""
    add_errand_upload(office, "errands.csv", sheet(guyang_week(read_office(GUYANG), MONDAY, count=24)))
    return office


@pytest.fixture
def drafted(asked):
    """The run of a plan of next week, done."""
    return run_now(asked, "field-week", {"week": MONDAY.isoformat(), "seconds": 3})


def click(seen, selector):
    """Press a button or a link, and wait for the page it opens."""
    with seen.page.expect_navigation():
        seen.page.locator(selector).first.click()


def test_a_drafted_week_is_seen_beside_what_stands_and_published(browse, office, drafted, language):
    """From the week one click to the draft, one to publish; a second press publishes nothing more."""
    seen = browse("supervisor", language, *SCREEN).go(f"/field-week?week={WEEK}")
    click(seen, "a[href*='/field-week/drafts/']")
    seen.fits()
    seen.is_clean()
    seen.picture("field-week-draft")
    click(seen, "form[action$='/publication'] button[type=submit]")
    out = len(list_trips(office, MONDAY))
    seen.fits()
    seen.is_clean()
    seen.picture("field-week")
    assert out


@pytest.fixture
def published(office, drafted):
    """Next week published; three errands found no place, and a service of documents was asked for since."""
    publish_week(office, drafted.id)
    place = {"town": "银号镇", "village": "", "minutes": 0}
    asked = {"code": "S1", "kind": "service", "case_no": "（2022）内0222执99号", "place": place}
    add_errand(office, asked)
    return office


SERVICE = "li[data-errand]:has-text('S1') a"


def served(office):
    """The errands that are on trips, in order."""
    return sorted(stop.errand for kept in list_trips(office, MONDAY) for stop in kept.trip.stops)


def drag(seen, start, end):
    """Drag with the mouse from the beginning of one thing to a place."""
    mouse, (x, y) = seen.page.mouse, end
    box = seen.page.locator(start).first.bounding_box()
    mouse.move(box["x"] + min(box["width"] / 2, 20), box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(x - 20, y, steps=3)
    mouse.move(x, y, steps=3)
    with seen.page.expect_navigation():
        mouse.up()


def at(seen, lane, share):
    """Give a place in a lane, by its share of the axis."""
    box = seen.page.locator(f"g[data-lane={lane}] .lane-ground").first.bounding_box()
    return box["x"] + box["width"] * share, box["y"] + box["height"] / 2


AFTERNOONS = 0.93, 0.70, 0.47, 0.24  # a quarter past four on four days, the last first


def free(seen, lane):
    """Give an afternoon of a lane on which no trip is drawn: which one that is, is the plan's to say."""
    drawn = [bar.bounding_box() for bar in seen.page.locator(f"g[data-lane={lane}] a.bar").all()]
    places = [at(seen, lane, share) for share in AFTERNOONS]
    return next(place for place in places if not any(covers(box, place[0]) for box in drawn))


MORNINGS = 0.6, 0.8, 0.4, 0.2, 0.0
MOVE = "section.impact form button"  # there where a move is lawful


def other_mornings(seen, trips):
    """Give the mornings on which the first of some trips of a lane is not under way, those without any trip first."""
    drawn = [bar.bounding_box() for bar in seen.page.locator(trips).all()]
    places = [at(seen, "V1", share) for share in MORNINGS]
    others = [place for place in places if not covers(drawn[0], place[0])]
    return sorted(others, key=lambda place: sum(covers(box, place[0]) for box in drawn))


def drag_where_it_may_be(seen, trips):
    """Drag the first of some trips to one morning after the other until one is lawful: which that is, is the plan's to say."""
    mornings = len(other_mornings(seen, trips))
    for morning in range(mornings):
        drag(seen, trips, other_mornings(seen, trips)[morning])
        if seen.page.locator(MOVE).count():
            return
        seen.go(f"/field-week?week={WEEK}")
    raise AssertionError(f"no lawful morning among {mornings}")


def covers(box, x, room=40):
    """Tell whether a bar lies at a point of its lane, or so near that an errand would go along with it."""
    return box["x"] - room <= x <= box["x"] + box["width"] + room


def test_an_errand_is_dragged_onto_the_axis_and_confirmed_once(browse, published, language):
    """One drag and one press, what it does seen in between; a double click books once, and the back button books nothing."""
    seen = browse("supervisor", language, *SCREEN).go(f"/field-week?week={WEEK}")
    drag(seen, SERVICE, free(seen, "V3"))
    assert "vehicle=V3" in seen.page.url
    assert "S1" not in served(published)
    seen.fits()
    seen.is_clean()
    with seen.page.expect_navigation():
        seen.page.locator("main form button[type=submit]").first.dblclick()

    assert served(published).count("S1") == 1
    assert seen.page.locator("p.good").count() == 1
    seen.page.go_back()
    assert "S1" in seen.text()
    assert seen.page.locator("section.impact form").count() == 0
    assert served(published).count("S1") == 1
    assert not verify_log(published).breaks


def test_a_trip_is_dragged_to_another_day(browse, published, language):
    """What it moves and whom to tell is seen, by drag as by form; nothing is changed before the press."""
    seen = browse("supervisor", language, *SCREEN).go(f"/field-week?week={WEEK}")
    trips = list_trips(published, MONDAY)
    drag_where_it_may_be(seen, "g[data-lane=V1] a[data-change]")
    seen.fits()
    seen.is_clean()
    assert "/field-week/trips/" in seen.page.url
    assert list_trips(published, MONDAY) == trips
    seen.picture("field-week-move")
    click(seen, MOVE)

    assert list_trips(published, MONDAY) != trips
    seen.is_clean()


def test_an_errand_takes_two_presses_at_its_cheapest_place(browse, published, language):
    """Tray, place: no drag and no script is needed."""
    seen = browse("supervisor", language, *SCREEN).go(f"/field-week?week={WEEK}")
    click(seen, SERVICE)
    seen.fits()
    seen.is_clean()
    seen.picture("field-week-place")
    with seen.page.expect_navigation():
        seen.page.keyboard.press("1")

    assert "S1" in served(published)


def test_an_errand_is_placed_in_two_presses_without_a_script(chromium, request, published, furnished):
    """Tray, place; a plain link and one form."""
    window = chromium.new_context(
        java_script_enabled=False,
        base_url=request.getfixturevalue("served")[1],
        extra_http_headers={"Authorization": f"Bearer {furnished[1]['supervisor']}"},
    )
    tab = window.new_page()
    tab.goto(f"/field-week?week={WEEK}")
    for press in (SERVICE, "#cheap ~ div form button"):
        with tab.expect_navigation():
            tab.locator(press).first.click()
    window.close()

    assert "S1" in served(published)


def test_two_supervisors_at_once_get_one_winner_and_one_clear_answer(browse, published):
    """Each has seen an answer; the second is told, and asked anew below it."""
    first, second = browse("supervisor", "zh"), browse("planner", "en")
    for seen, time in ((first, "10:00"), (second, "14:00")):
        click(seen.go(f"/field-week?week={WEEK}"), SERVICE)
        seen.page.locator("select[name=day]").select_option("2022-09-16")
        seen.page.locator("input[name=time]").fill(time)
        click(seen, "#hand ~ form button")
    click(first, "section.impact form button")
    click(second, "section.impact form button")

    assert "S1" in second.text("[role=alert]")
    assert served(published).count("S1") == 1


def test_an_urgent_errand_goes_in_and_a_car_drops_out(browse, published, language):
    """Each form shows the fewest moves first; one press makes them, and the week says so."""
    seen = browse("supervisor", language, *SCREEN).go(f"/field-week?week={WEEK}")
    click(seen, "a[data-key=u]")
    seen.page.locator("input[name=case_no]").fill("（2022）内0222执98号")
    seen.page.locator("select[name=town]").select_option("怀朔镇")
    click(seen, "#urgent ~ form button")
    seen.fits()
    seen.is_clean()
    seen.picture("field-week-urgent")
    click(seen, "section.impact form button")
    assert seen.page.locator("p.good").count() == 1

    click(seen, "a[data-key=u]")
    seen.page.locator("select[name=holder]").select_option("V1")
    seen.page.locator("input[name=first]").fill("2022-09-13")
    click(seen, "#outage ~ form button")
    seen.fits()
    seen.is_clean()
    click(seen, "section.impact form button")
    assert "V1" not in {kept.trip.vehicle for kept in list_trips(published, MONDAY) if kept.day == date(2022, 9, 13)}


def test_the_week_is_read_at_two_hundred_per_cent(browse, published, language):
    """Half as wide: nothing is cut off but what scrolls by itself; the table holds what the axis draws."""
    seen = browse("supervisor", language, 640, 360).go(f"/field-week?week={WEEK}")
    seen.fits()
    drawn = seen.page.locator("svg.timeline a.bar").count()
    assert drawn == seen.page.locator("table.week p.outing:not(.quiet)").count()
    assert drawn
