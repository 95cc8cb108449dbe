"""How field work is done and when loads are levelled, as a scenario's form has them (外勤方式、再平衡): single fields and back."""

from collections.abc import Mapping
from typing import Any

from allocator.domain.scenarios.scenario import Fieldwork
from allocator.services.staffing.scenario_values import typed_day_or_number

YES = "yes"
NUMBERS = ("every_days", "moves")
HAND_OVER = "hand_over"


def written_rebalance(every_days: str, moves: str, hand_over: str) -> dict[str, Any]:
    """Write the table of a scenario's file; nothing where nothing was filled in."""
    typed = {"every_days": every_days, "moves": moves}
    table = {name: typed_day_or_number(text) for name, text in typed.items() if text}
    return table | ({HAND_OVER: True} if hand_over else {})


def ways_of(values: dict[str, Any]) -> dict[str, str]:
    """Take out of a file's values what the fields can say, as it is typed; anything else stays."""
    return {**_fieldwork(values), **_rebalance(values)}


def _fieldwork(values: dict[str, Any]) -> dict[str, str]:
    if values.get("fieldwork") not in tuple(Fieldwork):
        return {}
    said = str(values.pop("fieldwork"))
    return {"fieldwork": "" if said == Fieldwork.POOL else said}


def _rebalance(values: dict[str, Any]) -> dict[str, str]:
    table = values.get("rebalance")
    if not isinstance(table, Mapping) or not _is_typed(table):
        return {}
    del values["rebalance"]
    numbers = {name: str(table[name]) for name in NUMBERS if name in table}
    return {**numbers, HAND_OVER: YES if table.get(HAND_OVER) else ""}


def _is_typed(table: Mapping[str, Any]) -> bool:
    """Say whether a table holds whole numbers and a yes or no, and nothing besides."""
    numbers = (table[name] for name in NUMBERS if name in table)
    plain = all(isinstance(value, int) and not isinstance(value, bool) for value in numbers)
    return plain and isinstance(table.get(HAND_OVER, False), bool) and table.keys() <= {*NUMBERS, HAND_OVER}
