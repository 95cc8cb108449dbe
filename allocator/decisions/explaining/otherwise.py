"""A plan's matter in an office a little different (另一种情形): what is counted is changed in the instance itself.

Loads, limits and tolerances are figures of the instance; only what decides who may lead needs the cases translated again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from allocator.decisions.explaining.changes import Change, made
from allocator.decisions.explaining.planned import Planned
from solver.assignment.rules.prefer import PREFER, CasesMoved

MOVED = CasesMoved.level


def otherwise(planned: Planned, case: int, changes: Sequence[Change]) -> Planned:
    """Give the plan's matter in the office with some changes, in which the plan may be unlawful."""
    snapshot, counted = planned.snapshot, [change for change in changes if change.kind in _COUNTED]
    for change in changes:
        if change.kind not in _COUNTED:
            snapshot = made(snapshot, planned.cases[case], change)
    changed = planned if snapshot is planned.snapshot else planned.changed(snapshot)
    for change in counted:
        changed = _COUNTED[change.kind](changed, case, change)
    return changed


def rivals(planned: Planned, case: int, officer: str) -> list[str]:
    """Give everybody else who may lead a case in the plan."""
    leads = dict.fromkeys(planned.lead_of(option) for option in planned.options_of(case))
    return [lead for lead in leads if lead != officer]


def place_of(planned: Planned, officer: str) -> int:
    """Give somebody's number in the instance."""
    return [item.code for item in planned.snapshot.office.officers].index(officer)


def _load(sign: int) -> Callable[[Planned, int, Change], Planned]:
    def change_load(planned: Planned, case: int, change: Change) -> Planned:
        snapshot = made(planned.snapshot, planned.cases[case], change)
        return replace(_loaded(planned, [change.officer], sign * change.amount), snapshot=snapshot)

    return change_load


def _others(planned: Planned, case: int, change: Change) -> Planned:
    return _loaded(planned, rivals(planned, case, change.officer), change.amount)


def _loaded(planned: Planned, officers: Sequence[str], minutes: int) -> Planned:
    """Give some people more minutes in hand, or fewer; nobody holds less than nothing."""
    held = planned.instance.held.copy()
    places = [place_of(planned, officer) for officer in officers]
    held[places] = np.maximum(0, held[places] + minutes)
    return replace(planned, instance=replace(planned.instance, held=held))


def _cap(planned: Planned, case: int, change: Change) -> Planned:
    snapshot = made(planned.snapshot, planned.cases[case], change)
    ceiling = max(planned.instance.ceiling, change.amount) if planned.kept else change.amount
    return replace(planned, snapshot=snapshot, instance=replace(planned.instance, ceiling=ceiling))


def _tolerance(planned: Planned, case: int, change: Change) -> Planned:
    """Let a level rise as much further as the higher tolerance allows at its value."""
    del case
    [term] = [term for term in PREFER if getattr(term, "level", "") == change.what]
    looser: dict[str, Any] = {f"{change.what}_tolerance": change.amount}
    instance = replace(planned.instance, **looser)
    levels = [
        replace(level, held=level.held + term.tolerance(instance, level.value) - term.tolerance(planned.instance, level.value))
        if level.name == change.what
        else level
        for level in planned.levels
    ]  # fmt: skip
    return replace(planned, instance=instance, levels=tuple(levels))


def _moves(planned: Planned, case: int, change: Change) -> Planned:
    del case
    return replace(planned, given={**planned.given, MOVED: planned.given[MOVED] + change.amount})


_COUNTED: Mapping[str, Callable[[Planned, int, Change], Planned]] = {
    "less_load": _load(-1),
    "more_load": _load(1),
    "others_more_load": _others,
    "raise_cap": _cap,
    "tolerance": _tolerance,
    "more_moves": _moves,
}
