"""Rows of the docket's tables and the domain's values, written out both ways (行与领域对象)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from allocator.domain.canonical import plain, restore
from allocator.domain.cases import CaseState, Filing, Party, PartyKind, PartySide, normal_name
from allocator.domain.docket import Case, Dispute, Hand, Holding, Standing, WaitingFlag
from allocator.domain.facts import CaseInput
from allocator.persistence.tables.base import AnyRow, core
from allocator.persistence.tables.cases import AssignmentRow, CaseRow, PartyRow

Values = dict[str, Any]

CASES = sa.select(
    core(CaseRow),
    AssignmentRow.handler,
    AssignmentRow.mentor,
    AssignmentRow.how,
    AssignmentRow.since,
    AssignmentRow.charges,
    AssignmentRow.decision.label("holding_decision"),
).outerjoin_from(CaseRow, AssignmentRow, AssignmentRow.case_id == CaseRow.id)
PARTIES = sa.select(PartyRow.case_id, PartyRow.side, PartyRow.name, PartyRow.kind, PartyRow.identity).order_by(
    PartyRow.case_id, PartyRow.position
)

_SIDES = {side.value: side for side in PartySide}
_KINDS = {kind.value: kind for kind in PartyKind}
_STATES = {state.value: state for state in CaseState}


def joined(cases: Iterable[AnyRow], parties: Iterable[AnyRow]) -> Iterator[Case]:
    """Read cases, given their rows and those of their parties, both in the order of case ids."""
    groups = groupby(parties, key=lambda row: row.case_id)
    group = next(groups, None)
    for row in cases:
        while group is not None and group[0] < row.id:
            group = next(groups, None)
        mine = tuple(party(found) for found in group[1]) if group is not None and group[0] == row.id else ()
        yield case(row, mine)


def party(row: AnyRow) -> Party:
    """Read a party."""
    return Party(_SIDES[row.side], row.name, _KINDS[row.kind], row.identity)


def case(row: AnyRow, parties: tuple[Party, ...]) -> Case:
    """Read a case."""
    return Case(
        id=row.id,
        version=row.version,
        input=CaseInput(filing(row, parties), row.in_series, row.learned),
        state=_STATES[row.state],
        standing=standing(row),
        received=row.received,
        holding=holding(row) if row.handler is not None else None,
        closed_on=row.closed_on,
        closed_as=row.closed_as,
        recovered=row.recovered,
        flags=tuple(restore(WaitingFlag, one) for one in row.flags or ()),
    )


def filing(row: AnyRow, parties: tuple[Party, ...]) -> Filing:
    """Read what was filed."""
    return Filing(
        case_no=row.case_no,
        kind=row.kind,
        title=row.title,
        cause=row.cause,
        claim=row.claim,
        parties=parties,
        filed_on=row.filed_on,
        town=row.town,
        preserved=row.preserved,
        assets=None if row.assets is None else frozenset(row.assets),
        origin_case_no=row.origin_case_no,
        previous_handler=row.previous_handler,
        series=row.series,
        traits=row.traits,
    )


def standing(row: AnyRow) -> Standing:
    """Read what triage said last."""
    return Standing(
        track=row.track,
        lane=row.lane,
        certain=row.certain,
        minutes=row.minutes,
        priority=row.priority,
        skills=tuple(row.skills),
        livelihood=row.livelihood,
        decision=row.decision,
        conversions=row.conversions,
        hand=restore(Hand, row.hand) if row.hand else None,
        asked=restore(Hand, row.asked) if row.asked else None,
        dispute=Dispute(row.dispute) if row.dispute else None,
    )


def holding(row: AnyRow) -> Holding:
    """Read who holds the case."""
    return Holding(row.handler, row.mentor, row.how, row.since, row.charges, row.holding_decision)


def case_values(given: CaseInput, said: Standing) -> Values:
    """Write filing, later facts and standing."""
    return {**_filing_values(given.filing), **_standing_values(said), "in_series": given.in_series, **_learned(given)}


def _learned(given: CaseInput) -> Values:
    return {"learned": None if given.learned is None else dict(given.learned)}


def _filing_values(given: Filing) -> Values:
    return {
        "case_key": normal_name(given.case_no),
        "case_no": given.case_no,
        "kind": given.kind,
        "title": given.title,
        "cause": given.cause,
        "claim": given.claim,
        "filed_on": given.filed_on,
        "town": given.town,
        "preserved": given.preserved,
        "assets": None if given.assets is None else sorted(given.assets),
        "origin_case_no": given.origin_case_no,
        "previous_handler": given.previous_handler,
        "series": given.series,
        "traits": dict(given.traits),
    }


def _standing_values(said: Standing) -> Values:
    return {
        "track": said.track,
        "lane": said.lane,
        "certain": said.certain,
        "minutes": dict(said.minutes),
        "priority": said.priority,
        "skills": list(said.skills),
        "livelihood": said.livelihood,
        "decision": said.decision,
        "conversions": dict(said.conversions),
        "hand": said.hand and plain(said.hand),
        "asked": said.asked and plain(said.asked),
        "dispute": said.dispute and said.dispute.value,
    }


def flag_values(flags: Sequence[WaitingFlag]) -> list[dict[str, Any]] | None:
    """Write what of a case waits for a second person; nothing where nothing does."""
    return [plain(one) for one in flags] or None


def party_values(case_id: int, parties: Sequence[Party]) -> Iterator[Values]:
    """Write the parties of a case, in order."""
    for position, value in enumerate(parties):
        yield {
            "case_id": case_id,
            "position": position,
            "side": value.side.value,
            "name": value.name,
            "kind": value.kind.value,
            "identity": value.identity,
        }


def holding_values(case_id: int, value: Holding) -> Values:
    """Write who holds a case."""
    return {**history_values(case_id, value), "charges": plain(value.charges)}


def history_values(case_id: int, value: Holding) -> Values:
    """Write an assignment as its history keeps it."""
    return {
        "case_id": case_id,
        "handler": value.officer,
        "mentor": value.mentor,
        "how": value.how,
        "since": value.since,
        "decision": value.decision,
    }


def charged(value: Case | None) -> Mapping[str, int]:
    """Give the minutes a case takes now: those of its holding, none when it is closed or nobody has it."""
    if value is None or value.holding is None or value.state == CaseState.CLOSED:
        return {}
    return {holder: minutes for holder, minutes in value.holding.charges.items() if minutes > 0}
