"""What a process must hold together (办案流程一致性): names the rulebook knows, minutes that are all worked, cases that all close."""

from collections.abc import Iterable, Iterator

from allocator.domain.facts import fits
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.check import TRACKS
from allocator.domain.rulebook.conditions import FactValue, atoms
from allocator.domain.rulebook.section import Faults
from allocator.domain.scenarios.process import Process, ProcessStage
from allocator.domain.words import Text

Named = tuple[str, str, Iterable[str], str]
"""A path, the name that stands there, those that may, and where they are declared."""


def check_process(process: Process, rulebook: Rulebook, faults: Faults) -> None:
    """Note every place where a process contradicts itself or its rulebook."""
    _check_names(process, rulebook, faults)
    _check_facts(process, rulebook, faults)
    _check_once(process, faults)
    _check_errands(process, faults)
    _check_assignment(process, faults)
    _check_work(process, rulebook, faults)
    _check_closing(process, faults)


def names_gone(process: Process, rulebook: Rulebook) -> Iterator[tuple[str, str, str]]:
    """Walk what a process names and another rulebook does not have any more: path, name, and where it should stand.

    A pool that is gone is nothing missing: its work falls to the handler's team.
    """
    yield from ((path, name, where) for path, name, _, where in _unknown(process, rulebook) if ".pooled." not in path)
    parts = [(f"stages[{number}]", stage.when) for number, stage in enumerate(process.stages, start=1)]
    parts += [(f"overstays[{number}]", one.when) for number, one in enumerate(process.overstays, start=1)]
    for path, when in parts:
        asked = {name for atom in atoms(when) for name in atom.facts()}
        yield from ((f"{path}.when", name, "[facts]") for name in sorted(asked - rulebook.facts.keys()))


def _unknown(process: Process, rulebook: Rulebook) -> Iterator[Named]:
    for named in (*_of_stages(process, rulebook), *_of_others(process, rulebook)):
        if named[1] and named[1] not in named[2]:
            yield named


def _check_names(process: Process, rulebook: Rulebook, faults: Faults) -> None:
    for path, name, known, where in _unknown(process, rulebook):
        text = Text(f"“{name}”不在 {where} 中。", f'"{name}" is not in {where}.')
        listed = ", ".join(known)
        faults.add(path, text, Text(f"可用：{listed}。", f"Use one of: {listed}."))


def _of_stages(process: Process, rulebook: Rulebook) -> Iterator[Named]:
    nodes = [node.id for node in rulebook.nodes]
    pooled = list(dict.fromkeys(pool.by or pool.role for pool in rulebook.charging.pools))
    for number, stage in enumerate(process.stages, start=1):
        at = f"stages[{number}]"
        yield from ((f"{at}.work.{role}", role, rulebook.roles, "[roles]") for role in stage.work)
        yield from ((f"{at}.pooled.{role}", role, pooled, "[[charging.pools]]") for role in stage.pooled)
        yield from ((f"{at}.reveals", name, rulebook.facts, "[facts]") for name in stage.reveals)
        yield from ((f"{at}.sets.{name}", name, rulebook.facts, "[facts]") for name in stage.sets)
        yield f"{at}.lane", stage.lane, rulebook.lanes, "[lanes]"
        yield f"{at}.node", stage.node, nodes, "[[nodes]]"
        yield f"{at}.not_before", stage.not_before, nodes, "[[nodes]]"
        yield f"{at}.errand", stage.errand, rulebook.errands, "[errands]"


def _of_others(process: Process, rulebook: Rulebook) -> Iterator[Named]:
    stages = [stage.id for stage in process.stages]
    ways = list(dict.fromkeys(stage.closes for stage in process.stages if stage.closes))
    yield "assigned_after", process.assigned_after, stages, "[[stages]]"
    yield "limit", process.limit, [node.id for node in rulebook.nodes], "[[nodes]]"
    for number, overstay in enumerate(process.overstays, start=1):
        yield f"overstays[{number}].lane", overstay.lane, rulebook.lanes, "[lanes]"
        yield f"overstays[{number}].to", overstay.to, rulebook.lanes, "[lanes]"
    for number, duty in enumerate(process.duties, start=1):
        yield f"duties[{number}].lane", duty.lane, rulebook.lanes, "[lanes]"
        yield from ((f"duties[{number}].hours.{role}", role, rulebook.roles, "[roles]") for role in duty.minutes)
    for number, one in enumerate(process.helps, start=1):
        yield f"helps[{number}].role", one.role, rulebook.roles, "[roles]"
        yield f"helps[{number}].lane", one.lane, rulebook.lanes, "[lanes]"
    if process.resumption:
        yield "resumption.closes", process.resumption.closes, ways, "[[stages]]"
        yield "resumption.kind", process.resumption.kind, rulebook.kinds, "[kinds]"
        yield from ((f"resumption.facts.{name}", name, rulebook.facts, "[facts]") for name in process.resumption.facts)


def _check_facts(process: Process, rulebook: Rulebook, faults: Faults) -> None:
    """A fact that is set must be one a case may learn, of its own kind."""
    given: list[tuple[str, str, FactValue]] = [
        (f"stages[{number}].sets.{name}", name, value)
        for number, stage in enumerate(process.stages, start=1)
        for name, value in stage.sets.items()
    ]
    if process.resumption:
        given += [(f"resumption.facts.{name}", name, value) for name, value in process.resumption.facts.items()]
    for path, name, value in given:
        kind = rulebook.facts.get(name)
        if kind and not (kind.may_be_unknown and value is not None and fits(value, kind)):
            text = Text(f"“{name}”不能取此值。", f'"{name}" cannot have this value.')
            faults.add(path, text, Text(f"应为 {kind.kind} 类可变事实的值。", f"Give a value of kind {kind.kind}."))


def _check_once(process: Process, faults: Faults) -> None:
    seen: set[str] = set()
    for number, stage in enumerate(process.stages, start=1):
        if stage.id and stage.id in seen:
            text = Text(f"编号“{stage.id}”用了两次。", f'The id "{stage.id}" is used twice.')
            faults.add(f"stages[{number}].id", text, Text("每个环节编号须唯一。", "Give every stage its own id."))
        seen.add(stage.id)


def _check_errands(process: Process, faults: Faults) -> None:
    """An errand goes out with a vehicle; a stage without one would ask for it only where weeks are planned."""
    for number, stage in enumerate(process.stages, start=1):
        if stage.errand and not stage.vehicle:
            text = Text("有外勤任务而没有用车。", "It asks for an errand and for no vehicle.")
            remedy = Text(
                "请写 vehicle（不排周计划时用车的分钟数），或去掉 errand。",
                "Give `vehicle`, the minutes where no weeks are planned, or leave `errand` out.",
            )
            faults.add(f"stages[{number}].errand", text, remedy)


def _check_assignment(process: Process, faults: Faults) -> None:
    """Before anybody holds a case only pools work on it, every case passes, and none closes or is out with a vehicle."""
    for number, stage in enumerate(process.stages, start=1):
        if stage.work or stage.vehicle or stage.closes or stage.when is not True or stage.track:
            text = Text(
                "分案前的环节须适用于所有案件，且只有集约岗位的工作。",
                "A stage before the assignment is passed by every case, and only pools work there.",
            )
            remedy = Text("请移到 assigned_after 之后。", "Move it behind `assigned_after`.")
            faults.add(f"stages[{number}].id", text, remedy)
        if stage.id == process.assigned_after:
            return


def _check_work(process: Process, rulebook: Rulebook, faults: Faults) -> None:
    """Every role's minutes find a stage that every case passes before it may close, so that none of a case's work vanishes."""
    closing = next((place for place, stage in enumerate(process.stages) if stage.closes), len(process.stages))
    passed = [stage for stage in process.stages[:closing] if stage.when is True]
    worked = set.intersection(*(_roles(passed, track, "work") for track in TRACKS))
    pooled = set.intersection(*(_roles(passed, track, "pooled") for track in TRACKS))
    roles = {role for cause in rulebook.weights.causes for role, minutes in cause.minutes.items() if minutes}
    roles |= {role for adder in rulebook.weights.adders for role in adder.minutes}
    pools = {pool.by or pool.role for pool in rulebook.charging.pools}
    for key, lacking in (("work", sorted(roles - worked)), ("pooled", sorted(pools - pooled))):
        for role in lacking:
            text = Text(
                f"岗位 {role} 的工时没有每案必经的环节（{key}）。",
                f"The minutes of {role} have no stage that every case passes ({key}).",
            )
            faults.add("stages", text, Text("请给某个必经环节写上其份额。", "Give such a stage a share of them."))


def _roles(stages: Iterable[ProcessStage], track: str, key: str) -> set[str]:
    """Name the roles that work in some stages when a case of a class passes them."""
    weights = [stage.work if key == "work" else stage.pooled for stage in stages if stage.track in ("", track)]
    return {role for row in weights for role, weight in row.items() if weight}


def _check_closing(process: Process, faults: Faults) -> None:
    if not process.stages or not _closes_any(process.stages[-1]):
        text = Text("末环节须对所有案件结案。", "The last stage must close every case that gets there.")
        faults.add(
            "stages", text, Text("末环节写 closes，不写 when 与 track。", "Give it `closes`, no `when`, no `track`.")
        )


def _closes_any(stage: ProcessStage) -> bool:
    return bool(stage.closes) and stage.when is True and not stage.track
