"""People at their desks (在岗): who is seated where, who falls ill, who leaves and changes teams, and what that does to cases."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from allocator.decisions.recommendation.eligibility import mentor_for
from allocator.decisions.recommendation.placing import placed
from allocator.decisions.triage.relearning import handover_reasons
from allocator.domain.docket import Holding
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.workload import Desk, charges
from allocator.simulation.carrying import put_again, put_anew
from allocator.simulation.chance import count, days
from allocator.simulation.desks import Task
from allocator.simulation.giving import ask
from allocator.simulation.handing_on import hand_on, hands_on
from allocator.simulation.life import Life, Piece
from allocator.simulation.timetable import VEHICLES, vehicle_at
from allocator.simulation.working_time import WorkingTime
from allocator.simulation.world import World

YEAR, THOUSANDTHS = 365, 1000


def seat_everybody(world: World) -> None:
    """Seat people and vehicles; who is still to come finds the desk empty until then."""
    office, times = world.staged.office, people_of(world)
    world.tally.people = times
    for officer in office.officers:
        if officer.left is None or officer.left >= world.staged.first:
            world.desks.seat(officer.code, times[officer.code], *queues_of(officer))
    for code, hours in world.table.vehicles.items():
        world.desks.seat(vehicle_at(code), hours, VEHICLES)
    _let_help(world, office)


def _let_help(world: World, office: Office) -> None:
    """Let people help at desks of their role in other teams, as the process says."""
    for rule in world.process.helps:
        desks = [Desk(team.code, rule.role).key for team in office.teams if rule.lane in team.lanes]
        for officer in office.officers:
            if officer.role == rule.role and officer.code in world.desks.workers:
                for desk in desks:
                    world.desks.help(officer.code, desk)


def queues_of(officer: Officer) -> tuple[str, ...]:
    """Name the queues somebody works at: the own one and that of the desk."""
    return (officer.code, Desk(officer.team, officer.role).key) if officer.team else (officer.code,)


def people_of(world: World) -> Mapping[str, WorkingTime]:
    """Give everybody's working time of this run, less the days of sickness it draws (病假)."""
    rule, table = world.process.sickness, world.table
    if rule is None:
        return table.people
    found = dict(table.people)
    mean = rule.per_year / THOUSANDTHS * world.staged.days / YEAR
    for code, hours in table.people.items():
        spells = count(mean, world.chance.uniform("spells", code))
        if spells:
            drawn = world.chance.uniforms("sickness", code, 2 * spells)
            ill = {
                int(begins * world.staged.days) + day
                for begins, lasts in zip(drawn[::2], drawn[1::2], strict=True)
                for day in range(max(1, round(days(rule.lasts, lasts))))
            }
            own = [0 if day in ill else minutes for day, minutes in enumerate(hours.minutes)]
            found[code] = WorkingTime(hours.office, own)
    return found


def begin_day(world: World, day: int) -> None:
    """Let go who served for the last time, and arrange the office anew where a phase begins."""
    yesterday = world.table.dates[day] - timedelta(days=1)
    office, before = world.table.offices[day], world.table.offices[max(0, day - 1)]
    for officer in office.officers:
        if officer.left == yesterday:
            _leave(world, officer)
    if office is not before:
        _arrange(world, office, before)


def _leave(world: World, officer: Officer) -> None:
    if officer.code not in world.desks.workers:
        return
    left = world.desks.unseat(officer.code)
    if left is not None:
        _hand_back(world, *left)
    _drain(world, queues_of(officer)[1:])
    together = hands_on(world)
    for life in _lives(world):
        holding = life.case.holding
        if holding is None:
            continue
        if holding.officer == officer.code and not together:
            ask(world, life)
        elif holding.mentor == officer.code:
            _without_mentor(world, life, holding)
    if together:
        hand_on(world, officer.code)


def _lives(world: World) -> list[Life]:
    return list(world.docket.open.values())


def _hand_back(world: World, task: Task, minutes: float) -> None:
    """Put what is left of a task to who carries it now."""
    if isinstance(task, Piece) and task.life is not None:
        put_again(world, task.life, task, minutes)


def _drain(world: World, keys: Iterable[str]) -> None:
    """Give what waits at a desk nobody is left at to other people of the role (岗位撤空)."""
    for key in keys:
        queue = world.desks.queue(key)
        if queue.workers.seated:
            continue
        other = world.capacity().desk_of_role(key.rpartition("/")[2])
        for task in list(queue.take()):
            if isinstance(task, Piece):
                _hand_back(world, task, task.minutes)
            elif other is not None:
                world.desks.put(other, task)


def _without_mentor(world: World, life: Life, holding: Holding) -> None:
    """Find another mentor for a case whose mentor has left; where one is needed and nobody there, the case is given anew."""
    snapshot = world.snapshot()
    lead = snapshot.office.officer_by_code[holding.officer]
    mentor = mentor_for(lead, placed(life.case, snapshot, None), snapshot)
    standing = life.case.standing
    taken = charges(standing.minutes, standing.track, lead, mentor, snapshot.capacity)
    world.docket.hold(holding, -1)
    life.case = replace(life.case, holding=replace(holding, mentor=mentor, charges=taken))
    world.docket.hold(life.case.holding)
    put_anew(world, life)
    if handover_reasons(life.case, snapshot):
        ask(world, life)


def _arrange(world: World, office: Office, before: Office) -> None:
    """Seat anew who changes desks, and hand over what their holders may not go on with."""
    moved = [one for one in office.officers if queues_of(one) != queues_of(before.officer_by_code[one.code])]
    for officer in moved:
        if officer.code in world.desks.workers:
            world.desks.reseat(officer.code, *queues_of(officer))
    _let_help(world, office)
    for life in _lives(world):
        life.split = None
        if life.case.holding is not None and not life.asks and handover_reasons(life.case, world.snapshot()):
            ask(world, life)
    _drain(world, dict.fromkeys(queues_of(before.officer_by_code[one.code])[-1] for one in moved))
    _take_vehicles(world, office, before)


def _take_vehicles(world: World, office: Office, before: Office) -> None:
    here = {one.code for one in office.vehicles}
    for vehicle in before.vehicles:
        name = vehicle_at(vehicle.code)
        if vehicle.code not in here and name in world.desks.workers:
            left = world.desks.unseat(name)
            if left is not None:
                _hand_back(world, *left)
