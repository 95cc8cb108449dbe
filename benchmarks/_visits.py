"""Reading instances of joint visits (同访算例读入): what a file must say, told with its place where it does not."""

import json
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from allocator.domain.words import Text
from benchmarks._reading import MOST, Unreadable, read_text

AS_PUBLISHED = Text(
    "请对照 HHCRSP 算例的格式更正。", "Correct it as the published instances (HHCRSP, JSON) are written."
)
FARTHEST = MOST // 10**6  # distances and times are taken in thousandths, and added up


def files_of(folder: Path) -> list[Path]:
    """List the instances of a folder, the small ones first; raises Unreadable where there is none."""

    def size(path: Path) -> tuple[int, ...]:
        return tuple(int(part) for part in path.stem.split("_") if part.isdecimal())

    found = sorted(folder.glob("*.json"), key=size)
    if not found:
        wrong = Text("没有 .json 算例。", "there is no instance (*.json) in it.")
        raise Unreadable(folder, wrong, Text("请给出算例所在的文件夹。", "Name the folder that holds the instances."))
    return found


def read_visits(path: Path) -> dict[str, Any]:
    """Read an instance; raises Unreadable with the place of what is missing or can be no part of one."""
    try:
        given = json.loads(read_text(path))
    except ValueError as error:
        wrong = Text(f"不是 JSON（{error}）。", f"it is no JSON ({error}).")
        raise Unreadable(path, wrong, AS_PUBLISHED) from error
    for place in _faults(given):
        wrong = Text(f"{place} 缺失或不成立。", f"{place} is missing, or cannot be so.")
        raise Unreadable(path, wrong, AS_PUBLISHED)
    return given  # type: ignore[no-any-return]


def _faults(given: Any) -> Iterator[str]:
    """Name the places that are not as they must be, the first one first; what follows one is not looked at for certain."""
    if not isinstance(given, dict):
        yield "{}"
        return
    for name in ("patients", "caregivers", "distances"):
        if not isinstance(given.get(name), list) or not given[name]:
            yield name
            return
    yield from _distance_faults(given["distances"], len(given["patients"]) + 1)
    yield from _caregiver_faults(given["caregivers"])
    offered = {service for one in given["caregivers"] for service in one["abilities"]}
    for number, patient in enumerate(given["patients"]):
        yield from (f"patients[{number}].{place}" for place in _patient_faults(patient, offered))


def _distance_faults(rows: list[Any], count: int) -> Iterator[str]:
    for number in range(max(count, len(rows))):
        row = rows[number] if number < len(rows) else None
        if not isinstance(row, list) or number >= count or len(row) != count or not all(map(_is_length, row)):
            yield f"distances[{number}]"


def _caregiver_faults(caregivers: list[Any]) -> Iterator[str]:
    for number, one in enumerate(caregivers):
        if not isinstance(one, dict) or not _are_names(one.get("abilities")):
            yield f"caregivers[{number}].abilities"


def _patient_faults(patient: Any, offered: set[str]) -> Iterator[str]:
    """A window, one visit or two, each of a service somebody offers; and of two how far apart they begin."""
    if not isinstance(patient, dict):
        yield "{}"
        return
    if not _is_range(patient.get("time_window")):
        yield "time_window"
    asked = patient.get("required_caregivers")
    if not isinstance(asked, list) or len(asked) not in (1, 2):
        yield "required_caregivers"
        return
    for number, one in enumerate(asked):
        if not isinstance(one, dict) or one.get("service") not in offered or not _is_length(one.get("duration")):
            yield f"required_caregivers[{number}]"
    if len(asked) > 1:
        yield from _synchronization_faults(patient.get("synchronization"))


def _synchronization_faults(said: Any) -> Iterator[str]:
    if not isinstance(said, dict) or ("distance" in said and not _is_range(said["distance"])):
        yield "synchronization"


def _is_length(value: Any) -> bool:
    return isinstance(value, int | float) and isfinite(value) and 0 <= value <= FARTHEST


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_length, value)) and value[0] <= value[1]


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
