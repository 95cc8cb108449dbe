"""Faults of fields that a form shows in other units than its file has (百分数栏目等), told as they were typed: percent, hours, yuan."""

from collections.abc import Mapping
from typing import Any

from allocator.domain.rulebook.section import give, share_between, unusable
from allocator.domain.words import Text
from allocator.domain.workload import PERMILLE
from allocator.files.scenario_tables import LEAST_GROWTH, MOST_TIMES
from allocator.files.targets import NOT_NEGATIVE

BOUNDS: Mapping[str, tuple[int, int]] = {
    "growth": (LEAST_GROWTH, MOST_TIMES),
    "probability": (1, PERMILLE - 1),
    "sure": (PERMILLE // 2, PERMILLE - 1),
    "zone": (1, PERMILLE // 2),
    "targets": (0, PERMILLE),
}
"""Between which shares, per mille, the fields lie whose forms show percent."""


def in_percent(fault: Mapping[str, Any], name: str, typed: str) -> Mapping[str, Any]:
    """Tell in percent that what was typed into a field is out of its bounds, and of a target below nothing what was typed.

    Any other fault stays as it is.
    """
    bounds = BOUNDS.get(name)
    if name == "targets" and fault.get("remedy") == give(NOT_NEGATIVE).as_dict():
        return {**fault, "text": unusable(typed).as_dict()}
    if bounds is None or fault.get("remedy") != give(share_between(*bounds)).as_dict():
        return fault
    least, most = (f"{bound / 10:g}" for bound in bounds)
    wanted = Text(f"{least} 到 {most} 的百分数", f"a percentage from {least} to {most}")
    return {**fault, "text": unusable(typed).as_dict(), "remedy": give(wanted).as_dict()}
