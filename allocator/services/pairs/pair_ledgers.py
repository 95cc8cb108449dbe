"""The mentor ledger (师傅台账) of everybody or of one person, and the step of the ladder a person decides on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from allocator.decisions.pairs.mentoring import learners
from allocator.decisions.pairs.pair_ledger import GRADUATE, NEXT, Ledger, ledger
from allocator.domain.canonical import plain
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput, NotAllowed
from allocator.domain.office import Office
from allocator.domain.people import Officer, Pairing, Period
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Count, Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.office.office_keeping import Edit, as_filed, keep_office_changed
from allocator.services.transaction import look, writing

MOST_DAYS = 730
WEEK = 7


@dataclass(frozen=True, slots=True)
class Advanced:
    """A step decided (晋级决定): who, from which step to which (1 the lowest), whether it ends the apprenticeship.

    `proposed` is the step the ledger spoke for, None when it spoke for the end of the apprenticeship.
    """

    apprentice: str
    before: int | None
    after: int | None
    graduated: bool
    proposed: int | None
    ended: tuple[Pairing, ...]
    decision: int


def ledgers(context: Context, person: str | None = None, days: int | None = None) -> tuple[Ledger, ...]:
    """Give the books of all apprentices, or of one, or of those one mentor has had in the window; in the office's order.

    `days` is the window up to today, the rulebook's where none is given. Raises NotFound for an unknown person, BadInput
    for an impossible window or somebody who neither learns nor mentors in it.
    """
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        span = _window(days, snapshot)
        return _books(uow, _asked(person, span, snapshot), span, snapshot)


def _window(days: int | None, snapshot: Snapshot) -> int:
    span = snapshot.rulebook.learning.window_days if days is None else days
    if WEEK <= span <= MOST_DAYS:
        return span
    raise BadInput(
        Text(f"台账期间须为 {WEEK} 到 {MOST_DAYS} 日。", f"A ledger spans {WEEK} to {MOST_DAYS} days."),
        Text("请更改 days。", "Change days."),
        code="days-out-of-range",
    )


def _asked(person: str | None, days: int, snapshot: Snapshot) -> tuple[str, ...]:
    everybody = learners(snapshot)
    if person is None:
        return everybody
    code, first = snapshot.office.officer(person).code, snapshot.day - timedelta(days=days - 1)
    if code in everybody:
        return (code,)
    mine = {
        pair.apprentice
        for pair in snapshot.office.pairings
        if pair.mentor == code and (pair.period.last is None or pair.period.last >= first)
    }
    found = tuple(one for one in everybody if one in mine)
    if not found:
        raise BadInput(
            Text(
                f"{person} 近 {days} 日既不是徒弟也没有徒弟。", f"{person} neither learnt nor mentored in {days} days."
            ),
            Text("请给出徒弟或师傅的编号，或不写人员。", "Name an apprentice or a mentor, or nobody for all."),
            code="no-pair",
        )
    return found


def _books(uow: UnitOfWork, apprentices: Sequence[str], days: int, snapshot: Snapshot) -> tuple[Ledger, ...]:
    first = snapshot.day - timedelta(days=days - 1)
    held: dict[str, list[Case]] = {code: [] for code in apprentices}
    for case in uow.pair_books.held(apprentices, first):
        if case.holding is not None:
            held[case.holding.officer].append(case)
    moved = uow.pair_books.moved_away(apprentices, first)
    people = snapshot.office.officer_by_code
    return tuple(ledger(people[code], held[code], moved.get(code, 0), snapshot, days) for code in apprentices)


def advance(context: Context, person: str, step: int | None = None) -> Advanced:
    """Decide on an apprentice's step: the one the ledger proposes, or another that is named; at the top, the end.

    The step holds from now on, whatever the months say. Raises BadInput for somebody who does not learn or a step that is
    not there, NotAllowed when the ledger speaks for no change and no step is named.
    """
    with writing(context) as (uow, here):
        snapshot = look(uow, here)
        officer = _learner(person, snapshot)
        book = _books(uow, (officer.code,), snapshot.rulebook.learning.window_days, snapshot)[0]
        after = _decided(step, book, snapshot)
        graduated = step is None and book.step.kind == GRADUATE
        ended = _own_pairs(officer, snapshot) if graduated else ()
        office = _changed(as_filed(uow), officer, after, ended, snapshot)
        told = {"apprentice": officer.code, "after": after, "graduated": graduated, "ledger": plain(book)}
        body = {"document": uow.documents.put("ladder", told)}
        edits: list[Edit] = [("people", officer.code, officer.code)]
        edits += [("pairings", f"{pair.mentor} {pair.apprentice} {pair.period.first}", officer.code) for pair in ended]
        seq = keep_office_changed(uow, here, office, edits, "ladder", body)
        uow.commit()
    proposed = None if book.step.kind == GRADUATE else book.step.then
    return Advanced(officer.code, book.step.now, after, graduated, proposed, ended, seq)


def _learner(person: str, snapshot: Snapshot) -> Officer:
    officer = snapshot.office.officer(person)
    if officer.code in learners(snapshot):
        return officer
    raise BadInput(
        Text(f"{officer.name} 不是在岗的徒弟。", f"{officer.name} is no apprentice in service."),
        Text("请给出徒弟的编号。", "Name an apprentice."),
        code="no-apprentice",
    )


def _decided(step: int | None, book: Ledger, snapshot: Snapshot) -> int:
    steps = len(snapshot.rulebook.ladder)
    if step is not None and not 1 <= step <= steps:
        raise BadInput(
            Text(f"成长阶梯只有 {steps} 级。", f"The ladder has {Count(steps):step|steps}."),
            Text("请给出其中一级。", "Name one of them."),
            code="step-unknown",
        )
    if step is None and book.step.kind not in (NEXT, GRADUATE):
        said = Text("；", "; ")
        raise NotAllowed(
            Text(
                f"台账不建议晋级：{said.zh.join(reason.zh for reason in book.step.reasons)}。",
                f"The ledger speaks for no change: {said.en.join(reason.en for reason in book.step.reasons)}.",
            ),
            Text("如仍要决定，请写明级数（--step）。", "To decide otherwise, name the step (--step)."),
            code="not-ready",
        )
    return step if step is not None else book.step.then or 1


def _own_pairs(officer: Officer, snapshot: Snapshot) -> tuple[Pairing, ...]:
    return tuple(pair for pair in snapshot.office.mentor_of(officer.code) if pair.period.covers(snapshot.day))


def _changed(office: Office, officer: Officer, step: int, ended: Sequence[Pairing], snapshot: Snapshot) -> Office:
    """Write the step down, and let the pairs of one who has graduated end today."""
    officers = tuple(replace(one, step=step) if one.code == officer.code else one for one in office.officers)
    pairs = (
        replace(pair, period=Period(pair.period.first, snapshot.day)) if pair in ended else pair
        for pair in office.pairings
    )
    return replace(office, officers=officers, pairings=tuple(pairs))
