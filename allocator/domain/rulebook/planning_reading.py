"""Reading what a rulebook says about plans (分案规则的读取), and checking it; a section that is left out is no rule."""

from collections.abc import Iterable, Mapping

from allocator.domain.rulebook.planning import Deadlines, DueShare, Fairness, Moves, MoveStage, Reserve, Rotation
from allocator.domain.rulebook.section import Faults, Section
from allocator.domain.words import Text

DEAREST = 10_000
LONGEST_DAYS = 3650
STARTS = ("filing", "handler_receives_file", "assignment")
"""From when a node that a plan heeds may run: only these days are known while cases are given out."""


def read_moves(top: Section) -> Moves:
    """Read [moves]: the price of a change of handler by stage; without the section every move costs the same."""
    if "moves" not in top.values:
        return Moves()
    section = top.section("moves")
    return Moves(
        price=section.integer("price", 1, most=DEAREST),
        no_second_move_days=section.integer("no_second_move_days", 30, most=LONGEST_DAYS),
        stages=tuple(_stage(stage) for stage in section.sections("stages")),
        returns=section.flag("returns"),
    )


def _stage(section: Section) -> MoveStage:
    price = section.integer("price", most=DEAREST)
    source, returns = section.text("source", ""), section.flag("returns")
    return MoveStage(section.text("id"), section.condition(), price, section.names(), source, returns)


def read_deadlines(top: Section) -> Deadlines:
    """Read [deadlines]: the nodes with the share of the work due by each, and the horizons in working days."""
    if "deadlines" not in top.values:
        return Deadlines()
    section = top.section("deadlines")
    nodes = tuple(
        DueShare(node.text("node"), node.permille("share", 1000, least=1)) for node in section.sections("nodes")
    )
    horizons = tuple(section.value("horizons", [10, 20, 40]) if _days(section, "horizons") else ())
    return Deadlines(nodes, horizons, section.integer("price", 1, most=DEAREST))


def _days(section: Section, key: str) -> bool:
    """Say whether a list of days rises; a fault is noted where it does not."""
    days = section.value(key, [1])
    whole = isinstance(days, list) and all(isinstance(day, int) and not isinstance(day, bool) for day in days)
    if whole and days and days == sorted(set(days)) and days[0] >= 1 and days[-1] <= 260:
        return True
    section.wrong(key, Text("递增的工作日数，1 到 260", "rising numbers of working days, 1 to 260"))
    return False


def read_fairness(top: Section) -> Fairness:
    """Read [fairness]: the window and the price of each of the two clocks, and what counts as unpleasant."""
    if "fairness" not in top.values:
        return Fairness()
    section = top.section("fairness")
    return Fairness(
        window_days=section.integer("window_days", 84, least=1, most=LONGEST_DAYS),
        slack=section.permille("slack", 100),
        effort_price=section.integer("effort_price", 1, most=DEAREST),
        unpleasant_price=section.integer("unpleasant_price", 1, most=DEAREST),
        causes=section.strings("causes"),
        kinds=section.strings("kinds"),
    )


def read_rotation(top: Section) -> Rotation:
    """Read [rotation]: the most of a cause that one team of a lane may have, and over how many days."""
    if "rotation" not in top.values:
        return Rotation()
    section = top.section("rotation")
    return Rotation(
        most_share=section.permille("most_share", 600, least=1),
        window_days=section.integer("window_days", 180, most=LONGEST_DAYS),
        price=section.integer("price", 1, most=DEAREST),
        lanes=section.strings("lanes"),
        causes=section.strings("causes"),
    )


def read_reserves(top: Section) -> tuple[Reserve, ...]:
    """Read [reserves.LANE]: the share of a lane's work for which room is kept in another."""
    return tuple(
        Reserve(lane, section.text("to"), section.permille("share")) for lane, section in top.named("reserves")
    )


def check_planning(
    parts: tuple[Deadlines, Fairness, Rotation, tuple[Reserve, ...]], known: Mapping[str, Iterable[str]], faults: Faults
) -> None:
    """Note what the sections name and the rulebook has not; `known` gives lanes, causes, kinds, and nodes by start."""
    deadlines, fairness, rotation, reserves = parts
    named = [("deadlines.nodes", item.node, "nodes") for item in deadlines.nodes]
    named += [("fairness.causes", cause, "causes") for cause in fairness.causes]
    named += [("fairness.kinds", kind, "kinds") for kind in fairness.kinds]
    named += [("rotation.lanes", lane, "lanes") for lane in rotation.lanes]
    named += [("rotation.causes", cause, "causes") for cause in rotation.causes]
    named += [(f"reserves.{item.lane}", lane, "lanes") for item in reserves for lane in (item.lane, item.to)]
    for path, name, table in named:
        listed = tuple(known[table])
        if name and name not in listed:
            text = Text(f"“{name}”不能用。", f'"{name}" cannot be used.')
            faults.add(path, text, Text(f"可用：{'、'.join(listed)}。", f"Use one of: {', '.join(listed)}."))
