"""The stock on the first morning (期初存量): open cases as they stand, each put into a stage by its age and what is known of it.

The rule: a case whose stage a file names is in it, or in the next on its way. Any other is in the first stage that, by usual
waits and a day of work each, ends after its age; not before the stage behind one whose mark is known (an auction that is
announced is past the auction's notice), nor beyond the stage that closes.
What the stages behind it make known is known; its class stays as the docket has it until more is learned. The stage is
begun anew, so that what was half done counts as still to do.
"""

from dataclasses import replace

from allocator.domain.docket import Case
from allocator.domain.facts import facts_after
from allocator.domain.scenarios.process import WORKING, ProcessStage
from allocator.simulation.chance import days
from allocator.simulation.giving import ask
from allocator.simulation.handling import begin
from allocator.simulation.intake import entered, first_look
from allocator.simulation.life import Life
from allocator.simulation.world import World

MIDDLE, A_DAY = 0.5, 1.0
CALENDAR_OF_WORKING = 365 / 249
"""Calendar days that pass with a working day, by the year's count of them (domain: 249 in 2022)."""


def take_over(world: World, stock: tuple[Case, ...]) -> None:
    """Take over every open case, in the order of filing."""
    for case in sorted(stock, key=lambda one: (one.input.filing.filed_on, one.case_no)):
        life = _enter(world, case)
        if life.case.holding is None and life.place > _assigning(world):
            life.place = _assigning(world)
            ask(world, life)
        elif _gone(world, life):
            ask(world, life)
            begin(world, life)
        else:
            begin(world, life)


def _enter(world: World, case: Case) -> Life:
    life = entered(world, replace(case, id=world.numbers + 1), *first_look(world, case.input))
    world.docket.hold(case.holding)
    if case.holding is not None:
        life.assigned = (case.holding.since - world.staged.first).days
    life.moved = world.staged.moved.get(case.case_no)
    life.place = _reached(world, life)
    _know(world, life)
    return life


def _assigning(world: World) -> int:
    return _place(world, world.process.assigned_after)


def _place(world: World, stage: str) -> int:
    return [one.id for one in world.process.stages].index(stage)


def _reached(world: World, life: Life) -> int:
    """Give the place of the stage a case is in: as a file names it, else by its age and marks."""
    named = world.staged.reached.get(life.case_no)
    if named is not None:
        at = _place(world, named)
        return next((place for place in life.way.places if place >= at), life.way.places[-1])
    age, passed = float(-life.filed), 0.0
    stages = world.process.stages
    marked = [place for place in life.way.places if _marked(stages[place], life)]
    for place in life.way.places:
        passed += _usual(stages[place])
        if passed > age and place > max(marked, default=-1):
            return place
    return life.way.places[-1]


def _usual(stage: ProcessStage) -> float:
    """Give the calendar days a stage usually takes."""
    wait = days(stage.wait, MIDDLE) * (CALENDAR_OF_WORKING if stage.wait.unit == WORKING else 1)
    return wait + (A_DAY if stage.work or stage.pooled else 0)


def _marked(stage: ProcessStage, life: Life) -> bool:
    """Say whether what a stage sets is known of the case."""
    return bool(stage.sets) and all(life.seen.facts.get(name) == value for name, value in stage.sets.items())


def _know(world: World, life: Life) -> None:
    """Let be known what the stages behind a case have shown."""
    behind = [world.process.stages[place] for place in life.way.places if place < life.place]
    shown = {name: life.facts[name] for stage in behind for name in stage.reveals}
    shown |= {name: value for stage in behind for name, value in stage.sets.items()}
    new = {name: value for name, value in shown.items() if value is not None and life.seen.facts[name] is None}
    if new:
        learned = life.case.input.learn(new)
        life.case = replace(life.case, input=learned)
        facts = facts_after(life.seen.facts, learned, new, world.table.offices[0], world.rulebook)
        life.seen = world.router.see(facts, life.seen)


def _gone(world: World, life: Life) -> bool:
    """Say whether who holds a case serves no more on the first day."""
    holding = life.case.holding
    return holding is not None and not world.staged.office.officer_by_code[holding.officer].serves(world.staged.first)
