"""Hand-over packs (交接清单) of a plan's moves, or of one case: read anew from the case, so that they say what is so today."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from allocator.decisions.allocation.handover import Pack, pack
from allocator.decisions.allocation.handover_words import lines
from allocator.domain.canonical import plain
from allocator.domain.clocks.clock import NodeClock, clocks
from allocator.domain.docket import Case, Holding
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import find_case
from allocator.services.clocks.clock_work import Desk
from allocator.services.context import Context
from allocator.services.plans.plans import draft_in, is_moves, rows_of
from allocator.services.remembering import place
from allocator.services.transaction import look


@dataclass(frozen=True)
class Packs:
    """The packs of a plan of moves (`run` is empty for those of one case), the names of the people in them, and the rules."""

    run: str
    packs: tuple[Pack, ...]
    names: Mapping[str, str]
    rules: Rulebook


def packs_of(context: Context, run: str, case: str | None = None) -> Packs:
    """Give the hand-over pack of each move of a plan, or of one case of it.

    Raises NotFound for an unknown run or case, Conflict while there is no plan, BadInput for a plan that moves nothing or
    a case that is not among its moves.
    """
    with context.database.reading() as uow:
        document = draft_in(uow, run).document
        rows = rows_of(document) if is_moves(document) else ()
        wanted = find_case(uow, case).case_no if case else None
        chosen = [row for row in rows if wanted in (None, row["case_no"]) and not uow.hidden.hides(row["case_no"])]
        if not chosen:
            raise _nothing(wanted)
        snapshot = look(uow, context)
        held = {name: (holder, mentor, since) for name, holder, mentor, since, _ in document["held"]}
        packs = tuple(_pack(uow, row, held[row["case_no"]], snapshot) for row in chosen)
        names = {officer.code: officer.name for officer in snapshot.office.officers}
        return Packs(run, packs, names, snapshot.rulebook)


BLANK, LINE = "", "＿＿＿＿＿＿"
"""Who takes a case over, where that is to be written in by hand."""


def pack_of_case(context: Context, ref: str | int, taker: str | None = None) -> Packs:
    """Give the hand-over pack of one case: to somebody named by code; else as it changed hands last, or to whom the paper names.

    Raises NotFound for an unknown case or person, BadInput for a case nobody holds.
    """
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        case = find_case(uow, ref)
        if case.holding is None:
            raise _nobodys(case.case_no)
        to = snapshot.office.officer(taker).code if taker else None
        names = {officer.code: officer.name for officer in snapshot.office.officers} | {BLANK: LINE}
        return Packs("", (_of_case(uow, case, case.holding, to, snapshot),), names, snapshot.rulebook)


def _of_case(uow: UnitOfWork, case: Case, holding: Holding, to: str | None, snapshot: Snapshot) -> Pack:
    """Hand a case on from its holder to somebody; with nobody named, as it changed hands last, if it did."""
    before = None if to else uow.past.held_before(case.id)
    if before is not None:
        holder, mentor, since = before
        row = {"case_no": case.case_no, "officer": holding.officer, "mentor": holding.mentor}
        return _pack(uow, row, (holder, mentor, since.isoformat()), snapshot)
    row = {"case_no": case.case_no, "officer": to or BLANK, "mentor": None}
    return _pack(uow, row, (holding.officer, holding.mentor, holding.since.isoformat()), snapshot)


def _nobodys(case_no: str) -> BadInput:
    return BadInput(
        Text(f"{case_no} 尚无承办人，无从交接。", f"Nobody holds {case_no}: there is nothing to hand over."),
        Text("请先分案。", "Give it out first."),
        code="nothing-handed-over",
        facts={"case": case_no},
    )


def _pack(uow: UnitOfWork, row: Mapping[str, Any], before: tuple[str, str | None, str], snapshot: Snapshot) -> Pack:
    """Give the pack of one move: the case as it stands, handed over by who held it when the plan was drafted."""
    holder, mentor, since = before
    case = find_case(uow, row["case_no"])
    seen = place(uow, case, snapshot)
    told = tuple(link for link in seen.linked if not uow.hidden.hides(link.case_no))
    seen = replace(seen, holder=holder, linked=told)
    item = HeldCase(seen, mentor, date.fromisoformat(since), case.holding.charges if case.holding else {})
    return pack(item, row["officer"], row["mentor"], snapshot, _history(uow, case, snapshot))


def _history(uow: UnitOfWork, case: Case, snapshot: Snapshot) -> tuple[NodeClock, ...]:
    """Give the clocks of a case as its events tell them today, so that what is done is not handed on as open."""
    by = Desk(snapshot.office, snapshot.rulebook, snapshot.day)
    given, events = uow.clocks.first_given([case.id]).get(case.id), uow.events.of([case.id]).get(case.id, ())
    matter = by.matter(case, given, uow.measured.lanes_before([case.id]).get(case.id, ()))
    return clocks(matter, events, by.rulebook, by.office.calendar, snapshot.day)


def _nothing(case: str | None) -> BadInput:
    text = Text("方案没有移交任何案件。", "The plan moves no case.")
    if case is not None:
        text = Text(f"方案没有移交 {case}。", f"The plan does not move {case}.")
    return BadInput(
        text,
        Text("请给出一个再平衡方案，或其中移交的案件。", "Name a plan of moves, or a case that it moves."),
        code="nothing-handed-over",
        facts={"case": case},
    )


def packs_view(found: Packs) -> dict[str, Any]:
    """Show the packs: each as data, and as the lines a person reads."""
    return {"run": found.run, "items": [_view(item, found) for item in found.packs]}


def _view(item: Pack, found: Packs) -> dict[str, Any]:
    told: dict[str, Any] = plain(item)
    return {**told, "text": [line.as_dict() for line in lines(item, found.names, found.rules)]}
