"""The independent checker of moves (移交校验): says again, without the solver, whether a plan of moves is lawful.

It reads the stock, the snapshot and the moves, and works everything out anew: whose case it is, who keeps it whatever
happens, what moved lately, what somebody away must hand over; and, by the checker of plans, who may have it and how full
everybody becomes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from allocator.decisions.allocation.move_plan import Asked, Move
from allocator.decisions.checking.checker import Objection, Placement, check_plan
from allocator.domain.people import Absence, Period
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.words import Text

Found = Iterator[Objection]
FOR_NEW_WORK = ("load_cap", "intake_stop", "new_cases")
"""What bars new work; an apprentice who only gets another mentor beside takes none."""


def check_moves(
    stock: Sequence[HeldCase],
    rows: Sequence[Move],
    snapshot: Snapshot,
    asked: Asked,
    unplaced: Sequence[str] = (),
) -> tuple[Objection, ...]:
    """Check a plan of moves against the office; no objection means lawful.

    `unplaced` are the cases the plan itself says it could give nobody.
    """
    held = {item.case_no: item for item in stock}
    found = [
        *_each_once(rows, held),
        *_few(rows, asked),
        *_pinned(rows, asked),
        *_not_again(rows, held, snapshot, asked),
    ]
    found += _handing_over(rows, held, asked, unplaced)
    sound = [row for row in rows if row.case_no in held]
    return (*found, *_as_placements(sound, held, snapshot, asked))


def _each_once(rows: Sequence[Move], held: Mapping[str, HeldCase]) -> Found:
    """A case moves once, from the one who holds it, to somebody else (or to another mentor's side)."""
    for case_no, times in Counter(row.case_no for row in rows).items():
        if times > 1:
            yield Objection("moved_once", case_no, "", Text("同一案件移交两次", "the case moves twice"))
    for row in rows:
        item = held.get(row.case_no)
        if item is None:
            yield Objection("held_case", row.case_no, row.officer, Text("不是在手案件", "nobody holds the case"))
        elif item.holder != row.holder:
            yield Objection("holder", row.case_no, row.holder, Text("并非其承办", "it is not theirs to give"))
        elif (row.officer, row.mentor) == (item.holder, item.mentor):
            yield Objection(
                "moves_somewhere", row.case_no, row.officer, Text("本来就由其承办", "that person has it already")
            )


def _few(rows: Sequence[Move], asked: Asked) -> Found:
    """No more moves than were asked for."""
    if asked.absent is None and len(rows) > asked.most:
        text = Text(
            f"移交 {len(rows)} 件，最多 {asked.most} 件", f"{len(rows)} moves, at most {asked.most} were asked for"
        )
        yield Objection("few_moves", "", "", text, {"moves": len(rows), "most": asked.most})


def _pinned(rows: Sequence[Move], asked: Asked) -> Found:
    """What a person keeps where it is stays there; what a person refused is not proposed."""
    for row in rows:
        if row.case_no in asked.keep:
            yield Objection("pinned", row.case_no, row.holder, Text("已指明不移交", "a person keeps it where it is"))
        if any(name == row.case_no and who in (None, row.officer) for name, who in asked.refuse):
            yield Objection("refused", row.case_no, row.officer, Text("已否定此移交", "a person refused this move"))


def _not_again(rows: Sequence[Move], held: Mapping[str, HeldCase], snapshot: Snapshot, asked: Asked) -> Found:
    """No case moves a second time within the rulebook's days, unless somebody agreed or its holder goes (不二次变更)."""
    since = snapshot.day - timedelta(days=snapshot.rulebook.moves.no_second_move_days)
    for row in rows:
        last = snapshot.ledgers.moved.get(row.case_no)
        stays = row.officer == row.holder
        if last is None or last <= since or stays or row.case_no in asked.second or _goes(row, held, asked):
            continue
        text = Text(f"{last} 刚变更过承办人", f"it changed hands on {last}")
        yield Objection("second_move", row.case_no, row.officer, text, {"last": last.isoformat()})


def _goes(row: Move, held: Mapping[str, HeldCase], asked: Asked) -> bool:
    item = held.get(row.case_no)
    return item is not None and item.holder == asked.absent


def _handing_over(rows: Sequence[Move], held: Mapping[str, HeldCase], asked: Asked, unplaced: Sequence[str]) -> Found:
    """Who is away keeps nothing unless a person says so or nobody may have it; nobody else's cases move."""
    if asked.absent is None:
        return
    moved = {row.case_no for row in rows} | set(unplaced)
    stays = set(asked.keep) | {name for name, who in asked.refuse if who is None}
    for item in held.values():
        if item.holder == asked.absent and item.case_no not in moved | stays:
            yield Objection("handed_over", item.case_no, item.holder, Text("未移交", "it is not handed over"))
    for row in rows:
        theirs = held.get(row.case_no)
        if theirs is not None and asked.absent not in (theirs.holder, theirs.mentor):
            yield Objection("others_stay", row.case_no, row.holder, Text("他人案件不移交", "others' cases stay"))
        elif theirs is not None and theirs.holder not in (asked.absent, row.officer):
            yield Objection("others_stay", row.case_no, row.holder, Text("仅更换师傅", "only the mentor changes"))


def _as_placements(
    rows: Sequence[Move], held: Mapping[str, HeldCase], snapshot: Snapshot, asked: Asked
) -> tuple[Objection, ...]:
    """Check the moved cases as if they waited and their holders had nothing of them (资格、负荷上限)."""
    minutes = dict(snapshot.held)
    for name in {row.case_no for row in rows}:
        for holder, count in held[name].charges.items():
            minutes[holder] = minutes.get(holder, 0) - count
    office = snapshot.office
    if asked.absent is not None:
        absence = Absence(asked.absent, Period(snapshot.day, asked.until), "")
        office = replace(office, absences=(*office.absences, absence))
    there = replace(snapshot, office=office, held=minutes)
    places = [held[name].place for name in dict.fromkeys(row.case_no for row in rows)]
    found = check_plan(places, [Placement(row.case_no, row.officer, row.mentor) for row in rows], there)
    taking = {who for row in rows for who in (row.officer if row.officer != row.holder else None, row.mentor)}
    return tuple(item for item in found if item.rule not in FOR_NEW_WORK or item.officer in taking)
