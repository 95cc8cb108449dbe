"""Reading a certificate's file (证明文件): what is missing or of another kind is told with its place and a remedy."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from allocator.decisions.certificate import FORMAT
from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from solver.assignment import PREFER, Instance
from solver.assignment.instance import PERMILLE
from solver.search import LevelResult

LARGEST = 2**53
MOST_STEPS = 1_000_000  # of load, all people together: more belong to no office, and measuring them would never end
COUNTS = (int,)  # an object of whole numbers by name
LOAD = {"held": int, "available": int}
LEVEL = {
    "name": str, "value": int, "bound": int, "gap": int, "unit": str, "status": str, "reached": int, "held": int,
}  # fmt: skip
SHAPE: Mapping[str, Any] = {
    "format": str,
    "seal": str,
    "certificate": {
        "levels": [LEVEL],
        "kind": str,
        "run": str,
        "instance": str,
        "rules": [str],
        "given": COUNTS,
        "seed": int,
        "seconds": int,
        "solver_version": str,
        "digests": {"rulebook": str, "snapshot": str, "instance": str, "plan": str, "code": str},
        "checker": {"name": str, "digest": str, "objections": int},
        "draw": COUNTS,
    },
    "plan": {
        "people": [str],
        "cases": [str],
        "chosen": [int],
        "settled": [int],
        "rows": [{"case_no": str, "officer": str, "charges": COUNTS, "alternatives": int}],
        "unplaced": [{"case_no": str}],
        "loads": [{"officer": str, "before": LOAD, "after": LOAD, "cases": int}],
    },
    "instance": dict,
}
"""What must stand in the file, and of which kind: a dictionary by name, a list of one kind, or a plain value."""
CALLED = {str: "text", int: "a whole number", dict: "an object"}


def read_certificate(text: str | bytes) -> tuple[dict[str, Any], Instance]:
    """Read an exported certificate; gives the document and its instance.

    Raises BadInput with the place of what cannot be read.
    """
    document = _parsed(text)
    _expect(document, SHAPE, "")
    if document["format"] != FORMAT:
        raise _unreadable("format", f"{document['format'][:40]!r}")
    for number, name in enumerate(document["certificate"]["rules"]):
        if name not in {term.name for term in PREFER}:
            raise _unreadable(f"certificate.rules[{number}]", f"{name[:40]!r}")
    return document, _instance(document["instance"])


def stated_levels(document: Mapping[str, Any]) -> tuple[LevelResult, ...]:
    """Give the levels a certificate states."""
    return tuple(LevelResult(**{name: level[name] for name in LEVEL}) for level in document["certificate"]["levels"])


def _parsed(text: str | bytes) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_float=_whole, parse_constant=_whole)
    except json.JSONDecodeError as error:
        raise _unreadable(f"{error.lineno}:{error.colno}", error.msg) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable("1:1", str(error)[:80]) from error
    if not isinstance(found, dict):
        raise _unreadable("1:1", "not an object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _whole(number: str) -> Any:
    raise ValueError(f"{number[:40]} is no whole number")


def _expect(value: Any, shape: Any, place: str) -> None:
    if isinstance(shape, Mapping):
        _expect_plain(value, dict, place)
        for name, inner in shape.items():
            if name not in value:
                raise _unreadable(f"{place}.{name}".lstrip("."), "missing")
            _expect(value[name], inner, f"{place}.{name}".lstrip("."))
    elif isinstance(shape, tuple):
        _expect_plain(value, dict, place)
        for name, item in value.items():
            _expect(item, shape[0], f"{place}.{name}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise _unreadable(place, "not a list")
        for number, item in enumerate(value):
            _expect(item, shape[0], f"{place}[{number}]")
    else:
        _expect_plain(value, shape, place)


def _expect_plain(value: Any, kind: type, place: str) -> None:
    if type(value) is not kind:
        raise _unreadable(place, f"not {CALLED[kind]}")
    if isinstance(value, int) and not -LARGEST < value < LARGEST:
        raise _unreadable(place, "a number too large")


def _instance(values: Mapping[str, Any]) -> Instance:
    try:
        found = Instance.from_json(json.dumps(values))
    except (ValueError, TypeError, OverflowError) as error:
        raise _unreadable("instance", str(error)[:200]) from error
    there = found.capacity > 0
    steps = np.maximum(found.held, found.limit)[there] * PERMILLE / (found.capacity[there] * found.spread_step)
    if steps.sum() > MOST_STEPS:
        raise _unreadable("instance.spread_step", "more steps of load than any office has")
    return found


def _unreadable(place: str, what: str) -> BadInput:
    return BadInput(
        Text(f"证明文件无法读取，位置 {place}：{what}。", f"The certificate cannot be read at {place}: {what}."),
        Text(
            "请用 fenliu certificate export 重新导出，勿改动文件。",
            "Export it again with `fenliu certificate export`, and leave the file as it is.",
        ),
        code="certificate-unreadable",
        facts={"place": place},
    )
