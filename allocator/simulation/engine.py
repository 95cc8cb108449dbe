"""One simulated life of an office (推演一次): what a staging and a replication give, the same every time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from allocator.simulation.arrivals import source_of
from allocator.simulation.chance import Chance
from allocator.simulation.diary import keep_diary
from allocator.simulation.giving import ask_again
from allocator.simulation.handling import end_stage, finished, go_on, overstay
from allocator.simulation.intake import Intake
from allocator.simulation.levelling import level
from allocator.simulation.life import Moment
from allocator.simulation.outings.mending import mend_week
from allocator.simulation.outings.trips import set_out
from allocator.simulation.outings.weeks import begin_week
from allocator.simulation.paths import Path
from allocator.simulation.staffing import begin_day, seat_everybody
from allocator.simulation.staging import Staged
from allocator.simulation.timetable import timetable_of
from allocator.simulation.warm_start import take_over
from allocator.simulation.working_time import DAY
from allocator.simulation.world import Acts, World

WEEK = 7


def run_once(staged: Staged, replication: int) -> Path:
    """Let the office live through the time once."""
    with undisturbed():
        world = run(staged, replication)
        path = path_of(world)
        world.end()
        return path


def tell(staged: Staged, replication: int, name: str) -> tuple[Moment, ...]:
    """Tell what happens to one case (by number), person or vehicle (by code) in a replication; nothing where there is none."""
    with undisturbed():
        world = run(staged, replication, listens=name)
        story = tuple(world.story)
        world.end()
        return story


@contextmanager
def undisturbed() -> Iterator[None]:
    """Look for no rubbish while an office lives: a life makes none that nobody drops, and lets go of itself when it is over.

    The search went through everything a life keeps again and again, for a tenth to a quarter of the time.
    """
    if not gc.isenabled():  # somebody further out has seen to it
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(0)


def path_of(world: World) -> Path:
    """Give the figures and series of a run that is over; of a pilot the figures after each warm-up that may be chosen."""
    tally, now = world.tally, world.clock.now
    figures = {days: tally.figures(world.docket, world.desks, now, days) for days in tally.warm_ups}
    weeks = {name: tuple(values) for name, values in tally.weeks.items()}
    return Path(figures[tally.warm_ups[0]], weeks, figures if world.staged.warm_up_days is None else {})


def run(staged: Staged, replication: int, listens: str = "") -> World:
    """Run the clock from the first morning to the last night."""
    table = timetable_of(staged)
    world = World(staged, table, Chance(staged.seed, replication), Acts(finished, end_stage, go_on, overstay), listens)
    if listens:
        keep_diary(world)
    seat_everybody(world)
    take_over(world, staged.stock)
    intake = Intake(world, source_of(table))
    world.resumed = intake.come_back
    for day in range(staged.days):
        _run_day(world, intake, day)
    return world


def _run_day(world: World, intake: Intake, day: int) -> None:
    world.today = day
    if day in world.tally.warm_ups:
        world.tally.begin_counting(world.docket, world.desks, world.clock.now, day)
    if day:
        begin_day(world, day)
    mend_week(world)
    set_out(world)
    if world.table.working[day]:
        world.clock.run(float(day * DAY + world.table.opening.opens))
        ask_again(world)
        level(world)
        begin_week(world)
        intake.open_day(day)
    world.clock.run(float((day + 1) * DAY))
    if (day + 1) % WEEK == 0:
        world.tally.end_week(world.docket, world.desks, world.snapshot(), world.clock.now)
