"""A case is handled stage by stage (办案): work, wait, what becomes known, conversion, handing over, closing."""

from dataclasses import replace

from allocator.decisions.triage.relearning import Settled, handover_reasons, outstayed, settle
from allocator.domain.facts import CaseInput, facts_after
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.scenarios.process import Overstay, ProcessStage
from allocator.domain.scenarios.scenario import Policy
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.simulation.carrying import put_pieces
from allocator.simulation.chance import share
from allocator.simulation.desks import Task
from allocator.simulation.giving import ask
from allocator.simulation.life import Life, Piece
from allocator.simulation.outings.asking import asked_for
from allocator.simulation.working_time import DAY
from allocator.simulation.world import World

AT_ASSIGNMENT = ("assignment", "handler_receives_file")
FILING = "filing"
CLOSED = Text("所承办案件结案", "a case of the own is closed")


def begin(world: World, life: Life) -> None:
    """Begin the stage a case has come to."""
    life.since = world.clock.now
    if life.story is not None:
        text = world.stages[life.place].text
        world.tell(life, text.zh, text.en)
    if not (world.stages[life.place].errand and asked_for(world, life)):
        put_pieces(world, life)
    if not life.pieces:
        wait(world, life)


def finished(world: World, task: Task) -> None:
    """A piece of a case's work is done; the last of a stage lets it wait."""
    if isinstance(task, Piece) and task.life is not None:
        life = task.life
        life.pieces.remove(task)
        if not life.pieces:
            wait(world, life)


def wait(world: World, life: Life) -> None:
    """Let the stage's wait run; it ends in the office's hours, and not before the day the law allows."""
    stage, now = world.stages[life.place], world.clock.now
    life.waits_from = now
    end = world.table.after(now, stage.wait, world.chance.for_wait(stage.wait, f"wait {stage.id}", life.case_no))
    if stage.not_before:
        earliest = world.table.due(world.nodes[stage.not_before], life.filed)
        end = max(end, world.table.open_from(max(now, float(earliest * DAY))))
    if end == now:
        end_stage(world, life)
    elif end < world.staged.days * DAY:
        world.clock.at(end, world.ended, life)


def end_stage(world: World, life: Life) -> None:
    """End a stage: its clock, its node, its facts; then close, ask for a handler, or go on."""
    stage = world.stages[life.place]
    if stage.stops_clock:
        life.stopped += (world.clock.now - life.waits_from) / DAY
    if stage.node:
        _check_node(world, life, stage)
    if stage.closes:
        close(world, life, stage)
        return
    if stage.reveals or stage.sets:
        learn(world, life, stage)
    if stage.id == world.process.assigned_after:
        ask(world, life)
    else:
        go_on(world, life)


def go_on(world: World, life: Life) -> None:
    """Go on to the next stage of a case's way."""
    life.place = life.way.after(life.place)
    begin(world, life)


def _check_node(world: World, life: Life, stage: ProcessStage) -> None:
    """Count a node that was not kept (节点超期)."""
    node, table = world.nodes[stage.node], world.table
    start = life.filed
    if node.start in AT_ASSIGNMENT:
        start = start if life.assigned is None else max(0, life.assigned)
    elif node.start != FILING:
        start = table.day(life.since)
    if table.day(world.clock.now) > table.due(node, start):
        world.tally.overdue += 1
        world.tell(life, f"节点 {node.id} 超期", f"node {node.id} is overdue")


def learn(world: World, life: Life, stage: ProcessStage) -> None:
    """Let what a stage brings to light become known: triage again, as the office in earnest does."""
    new = _news(life, stage)
    if not new:
        return
    learned = life.case.input.learn(new)
    office = world.table.offices[world.today]
    seen = facts_after(life.seen.facts, learned, new, office, world.rulebook)
    life.seen = world.router.see(seen, life.seen, (*new, *world.rulebook.following))
    world.docket.held.changes += 1
    snapshot = world.snapshot()
    _stand(world, life, _settled(world, life, learned, snapshot), snapshot)


def _news(life: Life, stage: ProcessStage) -> dict[str, FactValue]:
    """Give the facts a stage reveals or sets that are other than what was known."""
    known, truth, sets = life.seen.facts, life.facts, stage.sets
    new: dict[str, FactValue] = {
        name: value
        for name in stage.reveals
        if (value := truth[name]) is not None and known[name] != value and name not in sets
    }
    if sets:
        new.update({name: value for name, value in sets.items() if value is not None and known[name] != value})
    return new


def _settled(world: World, life: Life, learned: CaseInput, snapshot: Snapshot) -> Settled:
    """Let a case stand as triage now finds it; found again as it was when it last was settled, it stands as it does."""
    found, standing = world.router.route(life.seen), life.case.standing
    if life.settled is not None and life.settled[0] is found and life.settled[1] is standing:
        return Settled(life.case.stands(learned, standing, life.case.holding), None, None)
    settled = settle(life.case, found, snapshot, learned=learned)
    life.settled = found, settled.case.standing
    return settled


def overstay(world: World, life: Life, rule: Overstay) -> None:
    """Move a case that has stayed too long in its lane, unless it is being closed; while its clock stands still, ask later."""
    if life.closed or life.case.standing.lane != rule.lane or life.place == life.way.places[-1]:
        return
    left = rule.days - _effective_days(world, life)
    if left > 0:
        world.watch(life, rule, world.clock.now + max(1.0, left) * DAY)
        return
    snapshot = world.snapshot()
    found = outstayed(life.case, rule.to, world.router.route(life.seen), snapshot)
    _stand(world, life, found, snapshot)


def _stand(world: World, life: Life, settled: Settled, snapshot: Snapshot) -> None:
    """Let a case stand as it was settled; who may not go on with it hands it over."""
    before, after = life.case, settled.case
    if world.staged.policy == Policy.ONE_PERSON and after.holding is not None:
        charges = {after.holding.officer: sum(after.standing.minutes.values())}
        after = replace(after, holding=replace(after.holding, charges=charges))
    if after.holding is not before.holding:
        world.docket.hold(before.holding, -1)
        world.docket.hold(after.holding)
    life.case = after
    if after.standing.lane != before.standing.lane:
        life.split = None
        life.way = world.way(life.facts, after.standing.track)
    if settled.converted:
        world.tally.conversions += 1
        world.tell(life, "转换通道", "converted to another lane", after.standing.lane)
    if after.holding is not None and not life.asks and handover_reasons(after, snapshot):
        ask(world, life)


def _effective_days(world: World, life: Life) -> float:
    """Give a case's age in days, less those on which its clock stood still."""
    now = world.clock.now
    running = world.stages[life.place].stops_clock and not life.pieces
    return now / DAY - life.filed - life.stopped - ((now - life.waits_from) / DAY if running else 0.0)


def close(world: World, life: Life, stage: ProcessStage) -> None:
    """Close a case; what it took of people is free, and some of the dormant ones come back."""
    day = world.table.on(world.clock.now)
    life.closed, life.asks = True, False
    world.docket.hold(life.case.holding, -1)
    world.docket.asking.pop(life.case_no, None)
    del world.docket.open[life.case_no]
    recovered = share(stage.recovers, world.chance.uniform("recovered", life.case_no)) if stage.recovers else 0.0
    world.tally.closed(life, round(recovered * life.case.input.filing.claim), world.clock.now)
    world.tell(life, f"结案：{stage.text.zh}", f"closed: {stage.text.en}", stage.closes)
    if life.case.holding is not None:
        world.note_for(life.case.holding.officer, CLOSED, life.case_no)
    _let_come_back(world, life, stage)
    life.rest(day)


def _let_come_back(world: World, life: Life, stage: ProcessStage) -> None:
    rule = world.process.resumption
    if rule is None or rule.closes != stage.closes:
        return
    comes, after = world.chance.uniforms("resumption", life.case_no, 2)
    if comes * 1000 < rule.chance:
        at = world.table.after(world.clock.now, rule.after, after)
        if at < world.staged.days * DAY:
            world.clock.at(at, world.resumed, life)
