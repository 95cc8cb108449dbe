"""Reading what a rulebook says about plans (分案规则的读取); a section that is left out is no rule."""

from allocator.domain.planning import Moves, MoveStage
from allocator.domain.rulebook_section import Section

DEAREST = 10_000


def read_moves(top: Section) -> Moves:
    """Read [moves]: the price of a change of handler by stage; without the section every move costs the same."""
    if "moves" not in top.values:
        return Moves()
    section = top.section("moves")
    return Moves(
        price=section.integer("price", 1, most=DEAREST),
        no_second_move_days=section.integer("no_second_move_days", 30, most=3650),
        stages=tuple(_stage(stage) for stage in section.sections("stages")),
    )


def _stage(section: Section) -> MoveStage:
    price = section.integer("price", most=DEAREST)
    return MoveStage(section.text("id"), section.condition(), price, section.names(), section.text("source", ""))
