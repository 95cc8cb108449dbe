"""Who works on which part of a case in a stage (环节分工): pools, the lead, the team's desks, a mentor, a vehicle.

The minutes follow the charges by which the office in earnest says who carries what; a stage's part of them follows its weights.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

from allocator.domain.docket import Holding
from allocator.domain.people import Officer
from allocator.domain.scenarios.process import ProcessStage
from allocator.domain.scenarios.scenario import Policy
from allocator.domain.workload import carries_himself, take_pools
from allocator.simulation.life import DESK, LEAD, MENTOR, POOL, VEHICLE, Life, Piece, Pooled
from allocator.simulation.timetable import VEHICLES
from allocator.simulation.world import Carrier, World

PERMILLE, NEVER = 1000, math.inf
Queued = tuple[str, Piece]
"""A piece of work, and at whose queue it waits."""


def put_pieces(world: World, life: Life) -> None:
    """Put all pieces of the stage a case is in to the queues of who carries them."""
    found = _pieces(world, life, world.stages[life.place])
    life.pieces = [piece for _, piece in found]
    for key, piece in found:
        world.desks.put(key, piece)


def put_rest(world: World, life: Life, done: Mapping[str, float]) -> None:
    """Put what is left of a stage's work after its errand: `done` are the minutes for which people of each role were out for it."""
    left = dict(done)
    for key, piece in _pieces(world, life, world.stages[life.place]):
        if piece.kind != MENTOR:
            credit = min(left.get(piece.role, 0.0), piece.minutes)
            left[piece.role] = left.get(piece.role, 0.0) - credit
            piece.minutes -= credit
        if piece.minutes > 0:
            life.pieces.append(piece)
            world.desks.put(key, piece)


def put_anew(world: World, life: Life) -> None:
    """Put what nobody has begun, pools and vehicles apart, to who carries it now; a mentor's part goes with the mentor."""
    for piece in [one for one in life.pieces if one.worker is None and one.kind in (LEAD, DESK, MENTOR)]:
        piece.dropped = True
        put_again(world, life, piece, piece.minutes)


def put_again(world: World, life: Life, piece: Piece, minutes: float) -> None:
    """Put a piece, or what is left of it, as a new one in its place."""
    life.pieces.remove(piece)
    fresh = replace(piece, minutes=minutes, worker=None, begun=NEVER, dropped=False)
    life.pieces.append(fresh)
    _put(world, life, fresh)


def _put(world: World, life: Life, piece: Piece) -> None:
    key = _queue_of(world, life, piece)
    if key:
        world.desks.put(key, piece)
    else:  # a mentor's part without a mentor, or a pool's where there is no desk of that role at all
        life.pieces.remove(piece)


def _pieces(world: World, life: Life, stage: ProcessStage) -> list[Queued]:
    found: list[Queued] = []
    if not (stage.pooled or stage.work or stage.vehicle):
        return found
    pooled, rest = split_of(world, life)
    rank, done, way = life.case.standing.priority, world.finished, life.way
    for desk, role, minutes in pooled if stage.pooled else ():
        part = stage.pooled.get(role)
        if part:
            own = minutes * part / way.pooled[role]
            found.append((desk, Piece(own, rank, done, None, NEVER, False, life, POOL, role)))
    if stage.vehicle and not stage.errand:  # where it asks for an errand, a trip takes the vehicle
        piece = Piece(float(stage.vehicle), rank, done, None, NEVER, False, life, VEHICLE, "")
        found.append((VEHICLES, piece))
    holding = life.case.holding
    if holding is not None and stage.work:
        lead, lane, carriers = holding.officer, stage.lane, world.carriers()
        for role, part in stage.work.items():
            minutes = rest.get(role, 0)
            if part and minutes > 0:
                own = minutes * part / way.work[role]
                key, himself = carriers.get((lane, role, lead)) or _carrier(world, lane, role, lead)
                found.append((key, Piece(own, rank, done, None, NEVER, False, life, LEAD if himself else DESK, role)))
                if himself and holding.mentor:
                    found += _beside(world, life, role, own)
    return found


def _beside(world: World, life: Life, role: str, own: float) -> list[Queued]:
    """Give a mentor's piece beside what an apprentice does himself."""
    holding, standing = life.case.holding, life.case.standing
    share = world.rulebook.charging.mentor.get(standing.track, 0)
    if holding is None or holding.mentor is None or not share:
        return []
    part = own * share / PERMILLE
    piece = Piece(part, standing.priority, world.finished, None, NEVER, False, life, MENTOR, role)
    return [(holding.mentor, piece)]


def split_of(world: World, life: Life) -> tuple[Pooled, dict[str, int]]:
    """Give what pools do of a case and what is left for the team, in its lane as it truly is."""
    if life.split is None:
        effort = world.rulebook.lanes[life.case.standing.lane].effort
        rest = {role: round(minutes * effort / PERMILLE) for role, minutes in life.minutes.items()}
        alone = world.staged.policy == Policy.ONE_PERSON
        life.split = [] if alone else take_pools(rest, world.capacity()), rest
    return life.split


def _queue_of(world: World, life: Life, piece: Piece) -> str | None:
    """Say at whose queue a piece waits as the office stands today."""
    if piece.kind == VEHICLE:
        return VEHICLES
    holding = life.case.holding
    if piece.kind == MENTOR:
        return holding.mentor if holding else None
    if piece.kind == POOL:
        desk = next((desk for desk, role, _ in split_of(world, life)[0] if role == piece.role), None)
        return desk if desk in world.capacity().desks else _any_desk(world, piece.role, holding)
    if holding is None:
        return None
    return _carrier(world, world.stages[life.place].lane, piece.role, holding.officer)[0]


def _carrier(world: World, lane: str, role: str, code: str) -> Carrier:
    """Say at whose queue a role's work in a stage of a lane waits under a lead, and whether it is the lead's own."""
    carriers, key = world.carriers(), (lane, role, code)
    found = carriers.get(key)
    if found is None:
        lead = world.table.offices[world.today].officer_by_code[code]
        carried = _carried_by(world, lane, role, lead)
        found = carriers[key] = carried, carried == code and carries_himself(role, lead, world.rulebook)
    return found


def _carried_by(world: World, lane: str, role: str, lead: Officer) -> str:
    if world.staged.policy == Policy.ONE_PERSON:
        return lead.code
    capacity = world.capacity()
    elsewhere = capacity.desk_of_pool(lane, role) if lane else None
    return elsewhere or capacity.beside(role, lead) or lead.code


def _any_desk(world: World, role: str, holding: Holding | None) -> str | None:
    return world.capacity().desk_of_role(role) or (holding.officer if holding else None)
