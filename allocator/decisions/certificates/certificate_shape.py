"""The shape of a certificate's file (证明文件格式): what must stand in it, whatever is planned; told with place and remedy where not."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from allocator.decisions.certificates.sealing import FORMAT
from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from solver.search import LevelResult

LARGEST = 2**53
COUNTS = (int,)  # an object of whole numbers by name
NAMES = (str,)  # an object of words by name
LEVEL = {
    "name": str, "value": int, "bound": int, "gap": int, "unit": str, "status": str, "reached": int, "held": int,
}  # fmt: skip
CERTIFICATE: Mapping[str, Any] = {
    "levels": [LEVEL],
    "kind": str,
    "run": str,
    "instance": str,
    "rules": [str],
    "seed": int,
    "seconds": int,
    "solver_version": str,
    "digests": {"rulebook": str, "snapshot": str, "instance": str, "plan": str, "code": str},
    "checker": {"name": str, "digest": str, "objections": int},
}
"""What every certificate states. A shape is a dictionary by name, a list of one kind, or a plain value."""
CALLED = {str: "text", int: "a whole number", dict: "an object"}

InstanceT = TypeVar("InstanceT")


@dataclass(frozen=True)
class Form(Generic[InstanceT]):
    """What stands in the file of one kind of certificate.

    `certificate` and `plan` are the shapes of what it states beyond what all state, `rules` the names of rules it may
    switch on; `instance` reads its instance and raises ValueError where it is none.
    """

    certificate: Mapping[str, Any]
    plan: Mapping[str, Any]
    rules: Collection[str]
    instance: Callable[[str], InstanceT]

    def read(self, document: Mapping[str, Any]) -> InstanceT:
        """Hold a document against the form and give its instance; raises BadInput with the place of what cannot be read."""
        certificate = {**CERTIFICATE, **self.certificate}
        expect(document, {"format": str, "seal": str, "certificate": certificate, "plan": self.plan, "instance": dict})
        if document["format"] != FORMAT:
            raise unreadable("format", f"{document['format'][:40]!r}")
        for number, name in enumerate(document["certificate"]["rules"]):
            if name not in self.rules:
                raise unreadable(f"certificate.rules[{number}]", f"{name[:40]!r}")
        try:
            return self.instance(json.dumps(document["instance"]))
        except (ValueError, TypeError, OverflowError) as error:
            raise unreadable("instance", str(error)[:200]) from error


def kind_of(document: Mapping[str, Any]) -> str | None:
    """Give the kind of plan a document says it is of; None where it says nothing."""
    certificate = document.get("certificate")
    kind = certificate.get("kind") if isinstance(certificate, dict) else None
    return kind if isinstance(kind, str) else None


def stated_levels(document: Mapping[str, Any]) -> tuple[LevelResult, ...]:
    """Give the levels a certificate states."""
    return tuple(LevelResult(**{name: level[name] for name in LEVEL}) for level in document["certificate"]["levels"])


def parsed(text: str | bytes) -> dict[str, Any]:
    """Read a file as a JSON object of whole numbers; raises BadInput with the place where it stops being one."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_float=_whole, parse_constant=_whole)
    except json.JSONDecodeError as error:
        raise unreadable(f"{error.lineno}:{error.colno}", error.msg) from error
    except (ValueError, RecursionError) as error:
        raise unreadable("1:1", str(error)[:80]) from error
    if not isinstance(found, dict):
        raise unreadable("1:1", "not an object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _whole(number: str) -> Any:
    raise ValueError(f"{number[:40]} is no whole number")


def expect(value: Any, shape: Any, place: str = "") -> None:
    """Hold a value against a shape; raises BadInput with the place where it differs."""
    if isinstance(shape, Mapping):
        _expect_plain(value, dict, place)
        for name, inner in shape.items():
            if name not in value:
                raise unreadable(f"{place}.{name}".lstrip("."), "missing")
            expect(value[name], inner, f"{place}.{name}".lstrip("."))
    elif isinstance(shape, tuple):
        _expect_plain(value, dict, place)
        for name, item in value.items():
            expect(item, shape[0], f"{place}.{name}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise unreadable(place, "not a list")
        for number, item in enumerate(value):
            expect(item, shape[0], f"{place}[{number}]")
    else:
        _expect_plain(value, shape, place)


def _expect_plain(value: Any, kind: type, place: str) -> None:
    if type(value) is not kind:
        raise unreadable(place, f"not {CALLED[kind]}")
    if isinstance(value, int) and not -LARGEST < value < LARGEST:
        raise unreadable(place, "a number too large")


def unreadable(place: str, what: str) -> BadInput:
    """Make the error for a file that is no certificate: where it is not, why, and what to do."""
    return BadInput(
        Text(f"证明文件无法读取，位置 {place}：{what}。", f"The certificate cannot be read at {place}: {what}."),
        Text(
            "请用 fenliu certificate export 重新导出，勿改动文件。",
            "Export it again with `fenliu certificate export`, and leave the file as it is.",
        ),
        code="certificate-unreadable",
        facts={"place": place},
    )
