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
CALLED = {
    str: Text("不是文字", "it is no text"),
    int: Text("不是整数", "it is no whole number"),
    dict: Text("不是带名称的一组值", "it is no object of values by name"),
}
TWICE = Text("同一组内有重复的名称", "a name stands twice in one object")
NO_JSON = Text("不是完整的 JSON", "it is no whole JSON document")

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
            raise unreadable("format", _not_known(document["format"]))
        for number, name in enumerate(document["certificate"]["rules"]):
            if name not in self.rules:
                raise unreadable(f"certificate.rules[{number}]", _not_known(name))
        try:
            return self.instance(json.dumps(document["instance"]))
        except (ValueError, TypeError, OverflowError) as error:
            told = Text("算例不完整或前后不符", "the instance is not whole, or contradicts itself")
            raise unreadable("instance", told, reason=str(error)[:200]) from error


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
        raise unreadable(f"{error.lineno}:{error.colno}", NO_JSON) from error
    except UnicodeDecodeError as error:
        raise unreadable("1:1", Text("不是 UTF-8 文字", "it is not text in UTF-8")) from error
    except RecursionError as error:
        raise unreadable("1:1", Text("嵌套太深", "it is nested too deep")) from error
    except ValueError as error:
        told = error.args[0] if error.args and isinstance(error.args[0], Text) else NO_JSON
        raise unreadable("1:1", told) from error
    if not isinstance(found, dict):
        raise unreadable("1:1", CALLED[dict])
    return found


def _not_known(word: str) -> Text:
    return Text(f"不认识“{word[:40]}”", f'"{word[:40]}" is not known')


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(TWICE)
    return found


def _whole(number: str) -> Any:
    raise ValueError(Text(f"{number[:40]} 不是整数", f"{number[:40]} is no whole number"))


def expect(value: Any, shape: Any, place: str = "") -> None:
    """Hold a value against a shape; raises BadInput with the place where it differs."""
    if isinstance(shape, Mapping):
        _expect_plain(value, dict, place)
        for name, inner in shape.items():
            if name not in value:
                raise unreadable(f"{place}.{name}".lstrip("."), Text("缺失", "it is missing"))
            expect(value[name], inner, f"{place}.{name}".lstrip("."))
    elif isinstance(shape, tuple):
        _expect_plain(value, dict, place)
        for name, item in value.items():
            expect(item, shape[0], f"{place}.{name}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise unreadable(place, Text("不是列表", "it is no list"))
        for number, item in enumerate(value):
            expect(item, shape[0], f"{place}[{number}]")
    else:
        _expect_plain(value, shape, place)


def _expect_plain(value: Any, kind: type, place: str) -> None:
    if type(value) is not kind:
        raise unreadable(place, CALLED[kind])
    if isinstance(value, int) and not -LARGEST < value < LARGEST:
        raise unreadable(place, Text("数太大", "the number is too large"))


def unreadable(place: str, what: Text, **facts: object) -> BadInput:
    """Make the error for a file that is no certificate: where it is not, why, and what to do."""
    return BadInput(
        Text("证明文件无法读取，位置 {place}：{what}。", "The certificate cannot be read at {place}: {what}.").fill(
            place=place, what=what
        ),
        Text(
            "请用 fenliu certificate export 重新导出，勿改动文件。",
            "Export it again with `fenliu certificate export`, and leave the file as it is.",
        ),
        code="certificate-unreadable",
        facts={"place": place, **facts},
    )
