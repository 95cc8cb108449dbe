"""A plan as a whole, and what it means for one person (方案概述): hours and intervals, nobody ranked."""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from allocator.decisions.allocation.reserve import kept_free
from allocator.decisions.explaining.answers import Answer
from allocator.decisions.explaining.contrast import others
from allocator.decisions.explaining.planned import DRAW, Planned
from allocator.decisions.explaining.saying import RULES, amount, level_name
from allocator.domain.words import Count, Text, listed
from solver.assignment.instance import permille
from solver.assignment.plan import minutes
from solver.search import MILLION

PER_CENT = MILLION // 100
ONLY = "only"


def of_person(planned: Planned, officer: str) -> Answer:
    """Say what a plan gives somebody, where the loads of the others lie, and what decided for each of the cases."""
    led = [case for case in range(len(planned.cases)) if planned.lead(case) == officer]
    before, after = planned.load(officer)
    first = Text(
        "方案中{person}承办 {count} 件，工作增减 {hours} 小时，负荷由 {before} 至 {after}。",
        "In the plan {person} leads {count:case|cases}: {hours} h of work, and a load of {after} after {before}.",
    ).fill(
        person=planned.person(officer), count=len(led), hours=_hours(after.held - before.held), before=before.words,
        after=after.words,
    )  # fmt: skip
    low, high = middle_half(planned)
    second = Text(
        f"方案后，可分案人员中间一半的负荷在 {low / 10:g}% 至 {high / 10:g}% 之间。",
        f"After the plan the middle half of those who can be given cases lies between {low / 10:g} % and {high / 10:g} %.",
    )
    decided = Counter(_decided(planned, case) for case in led)
    facts = {
        "officer": officer,
        "cases": [planned.case_no(case) for case in led],
        "new_minutes": after.held - before.held,
        "load": [before.permille, after.permille],
        "middle_half": [low, high],
        "decided": dict(sorted(decided.items())),
    }
    return Answer((first, second, *([_deciders(decided)] if led else [])), facts)


def _decided(planned: Planned, case: int) -> str:
    """Say what kept a case from the nearest other person: a level, the draw, or that there is no other."""
    found = others(planned, case)
    if not found:
        return ONLY
    return found[0].decider or DRAW


def _deciders(decided: Mapping[str, int]) -> Text:
    names = {
        ONLY: Text("别无合格者", "nobody else may lead it"),
        DRAW: Text("抽签", "the draw"),
        **RULES,
    }
    parts = [
        Text(f"{names[name].zh} {count} 件", f"{names[name].en} ({Count(count):case|cases})")
        if name in names
        else Text(f"“{level_name(name).zh}”{count} 件", f'"{level_name(name).en}" ({Count(count):case|cases})')
        for name, count in sorted(decided.items())
    ]
    return Text(
        "各案不由最接近的他人承办的原因：{parts}。", "What kept each case from the nearest other person: {parts}."
    ).fill(parts=listed(parts))


def middle_half(planned: Planned) -> tuple[int, int]:
    """Give the interval, per mille of load as the board shows it, in which the middle half of those who count lies after the plan."""
    counting = (planned.load(planned.snapshot.office.officers[person].code)[1] for person in _counting(planned))
    loads = sorted(load.permille or 0 for load in counting)
    if not loads:
        return 0, 0
    return loads[len(loads) // 4], loads[-1 - len(loads) // 4]


def _counting(planned: Planned) -> list[int]:
    people: list[int] = np.flatnonzero(planned.instance.chargeable).tolist()
    return people


def _hours(count: int) -> str:
    return f"{count / 60:+.1f}"


def of_plan(planned: Planned, draw: Mapping[str, int]) -> Answer:
    """Say what a plan achieves, how near it is to what is proven, and what the draw cost."""
    placed = sum(1 for case in range(len(planned.cases)) if planned.lead(case) is not None)
    left = len(planned.cases) - placed
    first = Text(
        f"方案安排 {placed} 件，未能安排 {left} 件{{peak}}。",
        f"The plan places {Count(placed):case|cases} and leaves {left}{{peak}}.",
    ).fill(peak=_peak(planned))
    facts = {"placed": placed, "unplaced": left, "values": dict(planned.values), "draw": dict(draw)}
    return Answer((first, _widest(planned), _price(planned, draw)), facts)


def _widest(planned: Planned) -> Text:
    """Say on which level the plan may be farthest from the best; what the draw decides is neither better nor worse."""
    decided = [level for level in planned.levels if level.name != DRAW]
    widest = max(decided, key=lambda level: level.gap, default=None)
    if widest is not None and widest.gap:
        return Text(
            "与证明下界差距最大的是“{name}”：值 {value}，下界 {bound}，差 {gap}%。",
            'The widest gap is on "{name}": {value}, proven not below {bound}, {gap} %.',
        ).fill(
            name=level_name(widest.name),
            value=amount(widest.value, widest.unit, widest.name),
            bound=amount(widest.bound, widest.unit, widest.name),
            gap=f"{widest.gap / PER_CENT:.2f}",
        )
    if any(level.gap for level in planned.levels if level.name == DRAW):
        return Text("除抽签外，各层均已证明最优。", "Every level but the draw is proven to be at its best.")
    return Text("各层均已证明最优。", "Every level is proven to be at its best.")


def _peak(planned: Planned) -> Text:
    """Say the load of the busiest of those who count, with what of it is room kept free; nothing where nobody counts."""
    peak = next((level for level in planned.levels if level.name == "peak"), None)
    if peak is None or not _counting(planned):
        return Text("", "")
    value = Text("{value}", "{value}").fill(value=amount(peak.value, peak.unit, peak.name))
    return Text(
        "；最高负荷 {value}，证明不低于 {bound}", " with a peak load of {value}, proven not below {bound}"
    ).fill(value=value + _kept_by_the_busiest(planned), bound=amount(peak.bound, peak.unit, peak.name))


def _kept_by_the_busiest(planned: Planned) -> Text:
    """Say how much of the peak no load on the board shows; a plan of moves keeps nothing free."""
    loads = permille(minutes(planned.instance, planned.plan), planned.instance.capacity)
    busiest = planned.snapshot.office.officers[max(_counting(planned), key=loads.__getitem__)].code
    return kept_free(busiest, planned.cases, planned.snapshot) if planned.drawn else Text("", "")


def _price(planned: Planned, draw: Mapping[str, int]) -> Text:
    units = {level.name: level.unit for level in planned.levels}
    given = [
        Text("“{level}”{sign}{cost}", '"{level}" by {sign}{cost}').fill(
            level=level_name(name), sign="-" if cost < 0 else "+", cost=amount(abs(cost), units[name], name)
        )
        for name, cost in draw.items()
        if cost
    ]
    if not given:
        none = Text("抽签未使任何一层改变。", "The draw changed no level.")
        return none if planned.drawn else Text("本方案不经抽签。", "No draw took part.")
    return Text("抽签在容差内使各层改变：{parts}。", "The draw, within the tolerances, changed: {parts}.").fill(
        parts=listed(given)
    )
