"""Moves a person settled on (已选定的移交): they stand in the plan drafted anew, and the rest is searched around them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from allocator.decisions.allocation.move_plan import Asked, Move, handed_over_in, move_of, with_moves
from allocator.decisions.checking.checker import Objection
from allocator.decisions.checking.move_checker import check_moves
from allocator.decisions.recommendation.eligibility import leads_cases, mentor_for, refusals
from allocator.domain.errors import Conflict
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.words import Text, listed
from allocator.domain.workload import charges

Wanted: TypeAlias = tuple[str, str]
"""A move that is wanted: the number of its case, and the code of whom it goes to."""


@dataclass(frozen=True)
class Settled:
    """What is settled before a plan is searched for: the moves, the cases besides, and the office once they are made."""

    rows: tuple[Move, ...]
    rest: tuple[HeldCase, ...]
    office: Snapshot

    @classmethod
    def of(cls, rows: tuple[Move, ...], stock: Sequence[HeldCase], snapshot: Snapshot) -> "Settled":
        """Take some moves out of a stock, and their minutes to whom they go, for whom each is a new case."""
        named = {row.case_no for row in rows}
        rest = tuple(item for item in stock if item.case_no not in named)
        given = Counter(row.officer for row in rows if row.officer != row.holder)
        recent = {code: snapshot.recent.get(code, 0) + given[code] for code in {*snapshot.recent, *given}}
        return cls(rows, rest, replace(snapshot, held=with_moves(snapshot.held, rows, stock), recent=recent))


def taken_moves(stock: Sequence[HeldCase], snapshot: Snapshot, asked: Asked) -> tuple[Move, ...]:
    """Give the moves a person settled on, as they come out today.

    Raises Conflict where they are not lawful any more, all together and nothing else moved, saying which and why: what
    only other moves would make lawful is not settled. Of moves refused it names those they need.
    """
    rows, found = _checked(stock, snapshot, asked)
    if found:
        raise _unlawful(found, rows, snapshot, _needed(stock, snapshot, asked))
    return rows


def _checked(
    stock: Sequence[HeldCase], snapshot: Snapshot, asked: Asked
) -> tuple[tuple[Move, ...], tuple[Objection, ...]]:
    held, there = {item.case_no: item for item in stock}, handed_over_in(snapshot, asked)
    rows = tuple(_move(held[case_no], officer, there) for case_no, officer in asked.take)
    named = {row.case_no for row in rows}
    others = [item.case_no for item in stock if item.case_no not in named]
    return rows, check_moves(stock, rows, snapshot, asked, others)


def _needed(stock: Sequence[HeldCase], snapshot: Snapshot, asked: Asked) -> tuple[Wanted, ...]:
    """Give the refused moves with which those settled on are lawful: one where one will do, else some none of which can be left out."""
    beside = _beside(stock, asked)

    def is_lawful(more: tuple[Wanted, ...]) -> bool:
        refuse = tuple(one for one in asked.refuse if one not in more)
        return not _checked(stock, snapshot, replace(asked, take=(*asked.take, *more), refuse=refuse))[1]

    alone = next(((one,) for one in beside if is_lawful((one,))), ())
    if alone or not beside or not is_lawful(beside):
        return alone
    needed = beside
    for one in beside:
        fewer = tuple(other for other in needed if other != one)
        needed = fewer if is_lawful(fewer) else needed
    return needed


def _beside(stock: Sequence[HeldCase], asked: Asked) -> tuple[Wanted, ...]:
    """Give the moves that are refused, of cases that could move: whoever takes a move out of a plan refuses it."""
    settled = {case_no for case_no, _ in asked.take}
    free = {item.case_no for item in stock} - settled - set(asked.keep)
    wanted = [(case_no, officer) for case_no, officer in asked.refuse if officer is not None and case_no in free]
    return tuple(dict.fromkeys(wanted))


def _move(item: HeldCase, officer: str, there: Snapshot) -> Move:
    lead = there.office.officer_by_code[officer]
    mentor = mentor_for(lead, item.place, there)
    track = there.rulebook.lanes[item.place.lane].track
    taken = charges(item.place.minutes, track, lead, mentor, there.capacity)
    return move_of(item, officer, mentor, taken, _others(item, officer, there), there)


def _others(item: HeldCase, officer: str, there: Snapshot) -> int:
    """Count who else could have it, whoever holds it included."""
    people = (one for one in there.office.officers if one.code != officer and leads_cases(one, there))
    return sum(1 for one in people if not refusals(one, item.place, there))


def _unlawful(
    found: Sequence[Objection], rows: Sequence[Move], snapshot: Snapshot, needed: Sequence[Wanted]
) -> Conflict:
    first = found[0]
    cases = [first.case_no] if first.case_no else [row.case_no for row in rows if first.officer in ("", row.officer)]
    person = snapshot.office.officer_by_code.get(first.officer)
    name = person.name if person else ""
    return Conflict(
        Text("选定的移交已不可行（{case}{to}）：{why}。", "A move settled on is not lawful ({case}{to}): {why}.").fill(
            case=listed(cases), to=Text(f" → {name}" if name else "", f" → {name}" if name else ""), why=first.text
        ),
        _remedy(needed, snapshot),
        code="taken-unlawful",
        facts={
            "cases": cases,
            "objections": [[item.rule, item.case_no, item.officer] for item in found],
            "needed": [{"case_no": case_no, "officer": officer} for case_no, officer in needed],
        },
    )


def _remedy(needed: Sequence[Wanted], snapshot: Snapshot) -> Text:
    """Say what to settle on as well, where that helps, or else what to take out."""
    if not needed:
        return Text(
            "请去掉该移交后重算；其余选定的仍会保留。",
            "Take that move out and draft anew; the others settled on stay.",
        )
    people = snapshot.office.officer_by_code
    moves = [f"{case_no} → {people[officer].name}" for case_no, officer in needed]
    return Text(
        f"同时选定 {'、'.join(moves)} 即可行；或去掉该移交后重算。",
        f"With {', '.join(moves)} settled on as well it is lawful; or take that move out and draft anew.",
    )
