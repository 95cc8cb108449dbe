"""Reading and checking nodes, events and clock stops (节点、事件、扣除期间): [[nodes]], [happenings], [[stops]], [owners]."""

from collections.abc import Iterable, Iterator, Mapping

from allocator.domain.clocks.nodes import (
    FROM_CASE,
    LISTS,
    MONEY,
    NEEDS,
    UNITS,
    ClockStop,
    Extension,
    Happening,
    Happenings,
    Node,
    Owner,
    Variant,
)
from allocator.domain.rulebook.section import Faults, Section
from allocator.domain.words import Text

OWNED_BY = ("handler", "lane", "desk")
LONGEST_WARNING = 366


def read_node(section: Section) -> Node:
    """Read a row of [[nodes]]; what it does not say about events is as `Node` has it."""
    return Node(
        section.text("id"), section.names(), section.text("start"), section.integer("limit"),
        section.choice("unit", UNITS), section.text("owner"), section.text("basis"), section.flag("confirmed"),
        section.condition("begun_when") if "begun_when" in section.values else False,
        part_of=section.text("part_of", ""),
        ends=section.strings("ends"),
        also=section.strings("also"),
        within_months=section.optional("within_months", least=1),
        warn=section.integer("warn", 3, most=LONGEST_WARNING),
        when=section.condition() if "when" in section.values else True,
        lanes=section.strings("lanes"),
        earliest=section.flag("earliest"),
        until_sets=section.flag("until_sets"),
        roll=section.flag("roll", default=True),
        survives=section.strings("survives"),
        steps=_steps(section),
        list=section.choice("list", LISTS) if "list" in section.values else "",
        variants=tuple(_variant(row, section.text("unit")) for row in section.sections("variants")),
        extension=_extension(section.section("extension")) if "extension" in section.values else None,
    )  # fmt: skip


def _steps(section: Section) -> tuple[int, ...]:
    steps = section.value("steps", [])
    whole = isinstance(steps, list) and all(type(step) is int and step > 0 for step in steps)
    if whole and steps == sorted(set(steps)):
        return tuple(steps)
    section.wrong("steps", Text("递增的天数", "rising numbers of days"))
    return ()


def _variant(row: Section, unit: str) -> Variant:
    return Variant(
        row.integer("limit"),
        row.choice("unit", UNITS, unit),
        row.text("basis", ""),
        row.strings("assets"),
        row.condition() if "when" in row.values else False,
    )


def _extension(section: Section) -> Extension:
    return Extension(section.integer("by", least=1), section.integer("times", 1, least=1), section.integer("ask", 0))


def read_happenings(top: Section) -> Happenings:
    """Read [happenings], [[stops]], [owners] and [long_pending]; a rulebook without them knows no events."""
    pending = top.section("long_pending")
    return Happenings(
        {name: _happening(name, section) for name, section in top.named("happenings")},
        tuple(_stop(section) for section in top.sections("stops")),
        {name: _owner(name, section) for name, section in top.named("owners")},
        pending.integer("months", 12, least=1),
        pending.text("node", ""),
    )


def _happening(name: str, section: Section) -> Happening:
    return Happening(
        name,
        section.names(),
        section.strings("needs"),
        section.flag("after_closing"),
        section.flag("alone"),
        section.choice("money", MONEY, ""),
        section.flag("extends"),
        section.optional("minutes"),
        section.text("source", ""),
    )


def _stop(section: Section) -> ClockStop:
    return ClockStop(
        section.text("id"), section.names(), section.text("begins"), section.text("ends"), section.strings("nodes"),
        section.flag("open_ended"), section.text("source", ""),
    )  # fmt: skip


def _owner(name: str, section: Section) -> Owner:
    return Owner(name, section.names(), section.choice("by", OWNED_BY, "desk"), section.text("lane", ""))


Named = Iterator[tuple[str, str, str]]


def check_happenings(
    rules: Happenings, nodes: tuple[Node, ...], known: Mapping[str, Iterable[str]], faults: Faults
) -> None:
    """Note every name that nodes, events and stops use and nothing declares; without [happenings] nodes stand alone."""
    if not rules.kinds:
        return
    told = {**known, "nodes": [node.id for node in nodes], "happenings": rules.kinds, "needs": NEEDS}
    told["starts"] = (*FROM_CASE, *rules.kinds, *known["ruled"])
    told["ends"] = (*FROM_CASE, *rules.kinds)
    told["owners"] = (*rules.owners, *known["lanes"])
    for path, name, table in (*_of_nodes(nodes), *_of_kinds(rules), *_of_stops(rules)):
        if name and name not in told[table]:
            listed = ", ".join(told[table])
            text = Text(f"“{name}”不在 {table} 中。", f'"{name}" is not in {table}.')
            faults.add(path, text, Text(f"可用：{listed}。", f"Use one of: {listed}."))


def _of_nodes(nodes: tuple[Node, ...]) -> Named:
    for node in nodes:
        path = f"nodes.{node.id}"
        yield from ((f"{path}.start", name, "starts") for name in node.starts)
        yield from ((f"{path}.ends", name, "ends") for name in node.ends)
        yield from ((f"{path}.lanes", name, "lanes") for name in node.lanes)
        yield from ((f"{path}.survives", name, "closings") for name in node.survives)
        yield from ((f"{path}.variants", name, "assets") for row in node.variants for name in row.assets)
        yield f"{path}.part_of", node.part_of, "nodes"
        yield f"{path}.owner", node.owner, "owners"


def _of_kinds(rules: Happenings) -> Named:
    for kind in rules.kinds.values():
        yield from ((f"happenings.{kind.id}.needs", need, "needs") for need in kind.needs)
    for owner in rules.owners.values():
        yield f"owners.{owner.id}.lane", owner.lane, "lanes"
    yield "long_pending.node", rules.closing_node, "nodes"


def _of_stops(rules: Happenings) -> Named:
    for stop in rules.stops:
        yield from ((f"stops.{stop.id}.nodes", name, "nodes") for name in stop.nodes)
        yield f"stops.{stop.id}.begins", stop.begins, "happenings"
        yield f"stops.{stop.id}.ends", stop.ends, "happenings"
