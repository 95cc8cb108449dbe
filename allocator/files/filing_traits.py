"""The columns of a filing sheet that hold facts of the rulebook (要素): yes, no, amounts, counts, choices."""

from collections.abc import Iterator
from functools import partial

from allocator.domain.cases import normal_name
from allocator.domain.rulebook.book import FactKind
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.words import Text
from allocator.files.amounts import money
from allocator.files.faults import ValueFault
from allocator.files.filing_cells import Cells
from allocator.files.filing_context import FilingContext
from allocator.files.values import count, is_unknown, yes_no_unknown

ANSWERED, OPEN = "query_answered", "query_unanswered"
ANSWERED_WORDS, OPEN_WORDS = ("已反馈", "反馈", "已查询", "answered"), ("未反馈", "待反馈", "未查询", "pending")


def traits_of(cells: Cells, context: FilingContext) -> dict[str, FactValue]:
    """Read the facts that have a column, in the rulebook's order; an unknown one is left out."""
    traits = dict(_known_traits(cells))
    if ANSWERED in cells.columns and OPEN in context.traits and OPEN not in cells.columns:
        answered = cells.read(ANSWERED, lambda text: yes_no_unknown(text, ANSWERED_WORDS, OPEN_WORDS))
        traits |= {} if answered is None else {OPEN: not answered}
    return traits


def _known_traits(cells: Cells) -> Iterator[tuple[str, FactValue]]:
    texts = cells.row.cells
    for column, kind in cells.sheet.facts:
        if texts[column.place]:
            value = cells.read(kind.id, partial(_fact, kind=kind, unit=column.unit or "元"))
            if value is not None:
                yield kind.id, value


def _fact(text: str, kind: FactKind, unit: str) -> FactValue:
    if kind.kind == "yes_no":
        return yes_no_unknown(text)
    if kind.kind == "money":
        return money(text, unit)
    if kind.kind == "count":
        return count(text)
    return None if is_unknown(text) else _chosen(text, kind)


def _chosen(text: str, kind: FactKind) -> str:
    values = {normal_name(value): value for value in kind.values}
    if not values:
        return text
    if normal_name(text) in values:
        return values[normal_name(text)]
    raise ValueFault(
        "choice-unknown",
        Text(f"“{text}”不在可选值中。", f'"{text}" is not one of the values.'),
        Text(f"可填：{'、'.join(kind.values)}。", f"Use one of: {', '.join(kind.values)}."),
    )
