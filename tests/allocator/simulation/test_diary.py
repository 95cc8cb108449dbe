"""The path of one person or vehicle: there, ill or away, cases that come and go, work in hand, trips."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.scenarios.process import Duration, Sickness
from allocator.domain.scenarios.scenario import Leave, People
from allocator.simulation.engine import path_of, run, tell
from tests.allocator.processes import a_process
from tests.allocator.simulation.field_lives import a_field_stage
from tests.allocator.simulation.lives import a_small_bureau, a_stage
from tests.stories import away


def said(story):
    return [moment.text.en for moment in story]


def test_a_persons_path_tells_cases_and_work_in_order_of_time():
    """What is given to him, what he does of which case for how long, and which of his cases are closed."""
    story = tell(a_stage(), 0, "officer")

    assert said(story)[0] == "there"
    assert [moment.at for moment in story] == sorted(moment.at for moment in story)
    assert "given to a handler" in said(story)
    assert "a case of the own is closed" in said(story)
    works = [moment for moment in story if moment.text.zh.startswith("着手")]
    assert works
    assert all(moment.who or "beside cases" in moment.text.en for moment in works)


def test_what_is_watched_happens_as_it_would_unwatched():
    """The figures of a run are the same whoever's path is written down."""
    plain, watched = run(a_stage(), 0), run(a_stage(), 0, listens="officer")

    assert path_of(plain) == path_of(watched)


def test_leave_and_departure_are_told_with_the_cases_that_go_elsewhere():
    """Away for three weeks, back, and gone for good at the end of March: what he still has is handed over."""
    office = a_small_bureau(absences=(away("officer", "2023-01-30", "2023-02-17"),))
    stage = a_stage(office, people=People(leave=(Leave("officer", date(2023, 3, 31)),)))

    days = {(moment.at.date(), moment.text.zh) for moment in tell(stage, 0, "officer")}

    states = [text for _, text in sorted(days) if text in ("到岗", "不在岗（未到任、休假、占用或已离任）")]
    assert [text[:2] for text in states] == ["到岗", "不在", "到岗", "不在"]
    assert (date(2023, 4, 1), "交出案件") in days


def test_sickness_is_told_on_its_first_day():
    """Somebody who is ill ten times a year."""
    process = replace(a_process(), sickness=Sickness(10_000, Duration("fixed", 3_000)))

    assert "ill" in said(tell(a_stage(process=process), 0, "officer"))


def test_a_vehicles_path_tells_what_it_was_out_for():
    """In a pool by stage and case; nothing is told of who or what is not there."""
    story = tell(a_stage(), 0, "V1")

    assert said(story)[0] == "ready to go"
    assert any(moment.who.startswith("（2023）推执") for moment in story)
    assert tell(a_stage(days=7), 0, "V9") == ()


@pytest.mark.slow
def test_trips_are_told_to_whoever_and_whatever_is_out():
    """With planned weeks: hours and vehicle, to the people aboard and to the vehicle alike."""
    stage = a_field_stage(days=28)
    world = run(stage, 0)
    codes = [one.code for one in stage.office.officers]

    out = {code: {one.at for one in tell(stage, 0, code) if one.text.en.startswith("out ")} for code in codes}
    by_car = {one.at for car in ("V1", "V2") for one in tell(stage, 0, car) if one.text.en.startswith("out ")}

    assert world.outings.done
    assert by_car
    assert set().union(*out.values()) == by_car
