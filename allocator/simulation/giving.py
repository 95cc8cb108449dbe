"""Who gets a case (分案): by the recommendation and the draw of the office in earnest, or by a policy to compare with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from allocator.decisions.recommendation.draw import draw
from allocator.decisions.recommendation.placing import Taker, given, placed, without
from allocator.decisions.recommendation.recommendation import Candidate, candidate_with
from allocator.decisions.recommendation.shares import Shares
from allocator.decisions.recommendation.shortlist import shortlist
from allocator.domain.scenarios.scenario import Policy
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.simulation.carrying import put_anew
from allocator.simulation.life import Life
from allocator.simulation.world import World


@dataclass(frozen=True, slots=True)
class Given:
    """Who gets a case, with the mentor beside, and who carries which minutes of it."""

    officer: str
    mentor: str | None
    charges: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody comes to a case (分案途径): as the holding says, and as its story tells."""

    how: str
    told: Text


HANDED_OVER = Text("交出案件", "case handed over")
DRAWN = Way("draw", Text("确定承办人", "given to a handler"))


def ask(world: World, life: Life) -> None:
    """Ask for a handler, now or as soon as somebody can be found."""
    life.asks = True
    world.docket.asking[life.case_no] = life
    if not _waits_for_morning(world, life):
        decide(world, life)


def ask_again(world: World) -> None:
    """Try once more for everybody who waits for a handler, the urgent and the older first."""
    waiting = sorted(world.docket.asking.values(), key=lambda life: (life.case.standing.priority, life.number))
    together = [life for life in waiting if _waits_for_morning(world, life)]
    if together:
        _decide_together(world, together)
    for life in waiting:
        if life.asks and (life not in together or _overdue(world, life)):
            decide(world, life)


def _waits_for_morning(world: World, life: Life) -> bool:
    """Say whether a case is given with all others at once; who may not go on with one hands it over at once, as ever."""
    return world.staged.policy == Policy.ALLOCATE and life.case.holding is None


def _decide_together(world: World, waiting: list[Life]) -> None:
    """Give cases to people by one plan for all of them.

    The solver is brought in here: reading it takes a second, and no other policy needs it.
    """
    from allocator.simulation.morning_plan import morning_plan

    snapshot = world.snapshot()
    places = [_seen(world, life, snapshot) for life in waiting]
    secret = world.chance.secret("draw", snapshot.day.isoformat())
    for life, option in zip(waiting, morning_plan(places, snapshot, secret), strict=True):
        if option is None:
            _count_late(world, life)
        else:
            give(world, life, Given(option.lead, option.mentor, option.charges), DRAWN)


def decide(world: World, life: Life) -> None:
    """Give a case to somebody if there is anybody."""
    snapshot = without(life.case, world.snapshot())
    seen = _seen(world, life, snapshot)
    taker = CHOOSE[world.staged.policy](world, life, seen, snapshot)
    if taker is None:
        _count_late(world, life)
        return
    give(world, life, taker, DRAWN)


def _seen(world: World, life: Life, snapshot: Snapshot) -> CaseToPlace:
    return placed(life.case, snapshot, world.docket.linked(life), barred(world, life))


def give(world: World, life: Life, taker: Taker, way: Way) -> None:
    """Let somebody have a case from now on, whoever had it before."""
    docket, holding, day = world.docket, life.case.holding, world.table.dates[world.today]
    docket.hold(holding, -1)
    life.case = given(life.case, taker, way.how, day)
    docket.hold(life.case.holding)
    docket.given(world.today, taker.officer)
    docket.asking.pop(life.case_no, None)
    life.asks, life.split = False, None
    _count_late(world, life)
    world.tally.met(taker.officer, life)
    world.tell(life, way.told.zh, way.told.en, taker.officer)
    if holding is None:
        life.assigned = world.today
        world.acts.go_on(world, life)
    else:
        world.tally.reassigned += 1
        world.note_for(holding.officer, HANDED_OVER, life.case_no)
        life.former = (*life.former, holding.officer, holding.mentor)
        life.moved = day if taker.officer != holding.officer else life.moved
        put_anew(world, life)


def _count_late(world: World, life: Life) -> None:
    """Count a case once that nobody holds when the days for assigning it are over."""
    if not life.late and life.assigned is None and _overdue(world, life):
        life.late = True
        world.tally.unassigned_late += 1


def _overdue(world: World, life: Life) -> bool:
    return world.today - life.filed > world.rulebook.levers.assign_within_days


def _recommended(world: World, life: Life, seen: CaseToPlace, snapshot: Snapshot) -> Candidate | None:
    """Draw from the recommendation's pool; when time is up and only the caps bar, take the best in spite of them (指定)."""
    duty = world.duty()
    ranking = shortlist(seen, snapshot, duty)
    pool = ranking.pool
    if not pool:
        if not _overdue(world, life) and life.case.holding is None:
            return None
        return shortlist(seen, snapshot, duty, capped=False).best
    life.rounds += 1
    secret = world.chance.secret("draw", snapshot.day.isoformat())
    drawn = draw(secret, life.case_no, life.rounds, pool, ranking.pool_digest)
    return ranking.candidate(drawn.chosen)


def _free(world: World, seen: CaseToPlace, snapshot: Snapshot) -> list[Candidate]:
    shares = Shares(snapshot)
    able = world.duty().able(seen, snapshot).people
    return [candidate_with(one.officer, mentor, seen, shares) for one, mentor in able]


def _fewest(world: World, life: Life, seen: CaseToPlace, snapshot: Snapshot) -> Candidate | None:
    cases = world.docket.cases_of
    return min(_free(world, seen, snapshot), key=lambda one: (cases.get(one.officer, 0), one.officer), default=None)


def _least_loaded(world: World, life: Life, seen: CaseToPlace, snapshot: Snapshot) -> Candidate | None:
    return min(_free(world, seen, snapshot), key=lambda one: (one.before.permille or 0, one.officer), default=None)


def _in_turn(world: World, life: Life, seen: CaseToPlace, snapshot: Snapshot) -> Candidate | None:
    """Take the next by code after whoever had the last case of the lane."""
    last = world.last_in_turn.get(seen.lane, "")
    taker = min(_free(world, seen, snapshot), key=lambda one: (one.officer <= last, one.officer), default=None)
    if taker is not None:
        world.last_in_turn[seen.lane] = taker.officer
    return taker


def _alone(world: World, life: Life, seen: CaseToPlace, snapshot: Snapshot) -> Given | None:
    """Take the next by code for the whole of the case, with nobody beside."""
    taker = _in_turn(world, life, seen, snapshot)
    if taker is None:
        return None
    return Given(taker.officer, None, {taker.officer: sum(life.case.standing.minutes.values())})


Choose = Callable[[World, Life, CaseToPlace, Snapshot], Taker | None]
CHOOSE: Mapping[Policy, Choose] = {
    Policy.RECOMMEND: _recommended,
    Policy.ALLOCATE: _recommended,  # for whoever hands over, and for what no plan places in time
    Policy.FEWEST: _fewest,
    Policy.LEAST_LOADED: _least_loaded,
    Policy.ROUND_ROBIN: _in_turn,
    Policy.ONE_PERSON: _alone,
}


def barred(world: World, life: Life) -> tuple[str, ...]:
    """Keep whoever handles the case under objection, or ever did, away from its review (OBJ 11)."""
    filing = life.case.input.filing
    kind = world.rulebook.kinds.get(filing.kind)
    origin = world.docket.origin(filing) if kind is not None and kind.reviews else None
    holding = origin.case.holding if origin else None
    if origin is None or holding is None:
        return ()
    return tuple(dict.fromkeys(code for code in (holding.officer, holding.mentor, *origin.former) if code))
