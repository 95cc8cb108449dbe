"""How a case ends (结案): the ways the rulebook lists, the day, what was recovered; and what a closing must not be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from allocator.domain.cases import CaseState
from allocator.domain.clocks.deadlines import first_on
from allocator.domain.docket import Case
from allocator.domain.errors import AllocatorError, BadInput, Conflict, NotAllowed
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.condition_reading import FEN_PER_YUAN
from allocator.domain.words import Text

BEYOND = 100  # times the amount claimed: no interest comes to so much, but units mistaken for one another do


@dataclass(frozen=True, slots=True)
class Closing:
    """How and when a case was closed: way by id, the day, and what was recovered (到位金额) in fen, None where nothing is due."""

    way: str
    on: date
    recovered: int | None = None
    note: str = ""


def is_closed_so(case: Case, closing: Closing) -> bool:
    """Say whether a case was closed in just this way already."""
    return (case.closed_on, case.closed_as, case.recovered) == (closing.on, closing.way, closing.recovered)


def closed(case: Case, closing: Closing) -> Case:
    """Give a case as it is once it is closed; it keeps its last handler."""
    return replace(
        case, state=CaseState.CLOSED, closed_on=closing.on, closed_as=closing.way, recovered=closing.recovered
    )


def reopened(case: Case) -> Case:
    """Give a case as it is once its closing is undone: with its handler again, or waiting."""
    state = CaseState.ASSIGNED if case.holding else CaseState.WAITING
    return replace(case, state=state, closed_on=None, closed_as=None, recovered=None)


def check_closing(case: Case, closing: Closing, rulebook: Rulebook, today: date) -> None:
    """Refuse a closing that contradicts the case or the rules; raises Conflict, BadInput or NotAllowed with the reason."""
    if case.state == CaseState.CLOSED:
        raise _closed_already(case)
    for refusal in _refusals(case, closing, rulebook, today):
        raise refusal


def _closed_already(case: Case) -> Conflict:
    return Conflict(
        Text(f"{case.case_no} 已于 {case.closed_on} 结案。", f"{case.case_no} was closed on {case.closed_on}."),
        Text("如登记有误，请由主管撤销结案。", "If that was a mistake, a supervisor reopens it."),
        code="case-closed",
        facts={"case_no": case.case_no, "closed_on": str(case.closed_on)},
    )


def _refusals(case: Case, closing: Closing, rulebook: Rulebook, today: date) -> Iterator[AllocatorError]:
    filed = case.input.filing.filed_on
    if closing.on > today:
        yield BadInput(
            Text(f"结案日期 {closing.on} 尚未到来。", f"The day of closing, {closing.on}, is yet to come."),
            Text("请核对日期。", "Check the date."),
            code="closing-in-future",
        )
    if closing.on < filed:
        yield BadInput(
            Text(f"结案日期 {closing.on} 早于立案日期 {filed}。", f"It was filed on {filed}, after {closing.on}."),
            Text("请更正其中一个日期。", "Correct one of the dates."),
            code="closing-before-filing",
        )
    yield from _way_refusals(case, closing, rulebook)


def _way_refusals(case: Case, closing: Closing, rulebook: Rulebook) -> Iterator[AllocatorError]:
    way = rulebook.closings.get(closing.way)
    if way is None:
        listed = "、".join(f"{name}（{item.name.zh}）" for name, item in rulebook.closings.items())
        names = ", ".join(f"{name} ({item.name.en})" for name, item in rulebook.closings.items())
        yield BadInput(
            Text(f"没有结案方式“{closing.way}”。", f'There is no way of closing "{closing.way}".'),
            Text(f"可用：{listed or '无'}。", f"Use one of: {names or 'none'}."),
            code="closing-way-unknown",
        )
        return
    kind = case.input.filing.kind
    if way.kinds and kind not in way.kinds:
        yield NotAllowed(
            Text(
                f"“{kind}”案件不能以“{way.name.zh}”结案。", f'A case of kind "{kind}" is not closed as {way.name.en}.'
            ),
            Text(f"该方式限于：{'、'.join(way.kinds)}。", f"That way is for: {', '.join(way.kinds)}."),
            code="closing-way-of-another-kind",
        )
    yield from _too_early(case, closing, rulebook)
    if way.recovers and closing.recovered is None:
        yield BadInput(
            Text(f"以“{way.name.zh}”结案须填到位金额。", f"Closed as {way.name.en}, it needs the amount recovered."),
            Text("没有到位的填 0。", "Write 0 where nothing was."),
            code="recovered-missing",
        )
    yield from _beyond_all_measure(case, closing)


def _beyond_all_measure(case: Case, closing: Closing) -> Iterator[AllocatorError]:
    """Refuse an amount that only a mistaken unit explains: recovery rates would be false for years."""
    claim = case.input.filing.claim
    if not claim or closing.recovered is None or closing.recovered < BEYOND * claim:
        return
    recovered, claimed = f"{closing.recovered / FEN_PER_YUAN:,.2f}", f"{claim / FEN_PER_YUAN:,.2f}"
    yield BadInput(
        Text(
            f"到位金额 {recovered} 元是执行标的 {claimed} 元的 {BEYOND} 倍以上。",
            f"{recovered} yuan recovered are {BEYOND} times the {claimed} yuan claimed, or more.",
        ),
        Text("请核对单位：以元填写，或写明如“3万元”。", 'Check the unit: write yuan, or say it as in "3万元".'),
        code="recovered-beyond-claim",
    )


def _too_early(case: Case, closing: Closing, rulebook: Rulebook) -> Iterator[AllocatorError]:
    way = rulebook.closings[closing.way]
    node = next((node for node in rulebook.nodes if node.id == way.earliest), None)
    first = first_on(node, case.input.filing.filed_on) if node else date.min
    if closing.on < first:
        yield NotAllowed(
            Text(f"以“{way.name.zh}”结案不得早于 {first}。", f"Closed as {way.name.en}, not before {first}."),
            Text(f"依据：{way.source or way.earliest}。", f"Basis: {way.source or way.earliest}."),
            code="closing-too-early",
            facts={"first": first.isoformat(), "node": way.earliest},
        )
