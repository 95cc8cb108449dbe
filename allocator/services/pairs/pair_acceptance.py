"""A person decides on pairs (采纳结对): a proposal accepted whole or in part, a step of the ladder, an apprenticeship ended.

What is written is the office's own data, as a loaded folder would: who loads the folder again should have put the same
rows into it, which is why they are handed out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from allocator.decisions.pairs.mentoring import Round, standing_pairs
from allocator.decisions.pairs.pair_checker import Matched, check_pairs
from allocator.domain.canonical import plain, restore
from allocator.domain.errors import BadInput, Conflict, Stale
from allocator.domain.office import Office
from allocator.domain.people import Absence, Pairing, Period
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text, listed
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.office.office_keeping import as_filed, keep_office_changed
from allocator.services.pairs.pairs import proposal_of
from allocator.services.transaction import look, writing

PARTS = {
    "office": Text("机构资料", "the office"),
    "rulebook": Text("规则手册", "the rulebook"),
    "day": Text("日期", "the day"),
}
"""What a proposal of pairs rests on."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting a proposal changed (采纳结果): pairs begun and ended, what people are told, the log's entry.

    `left` are open cases, by apprentice, that still name the mentor of an ended pair; `away` the leave that was entered for
    mentors who are covered, as far as it was not there: cover counts only while the mentor is away.
    """

    begun: tuple[Pairing, ...]
    ended: tuple[Pairing, ...]
    notices: tuple[Text, ...]
    left: Mapping[str, int]
    away: tuple[Absence, ...]
    decision: int


def accept(context: Context, run: str, only: Sequence[str] | None = None) -> Accepted:
    """Accept a proposal, whole or for some apprentices: the pairs begin today, and one log entry says who decided.

    Raises Stale when office, rulebook or (for cover) the day changed since the proposal, BadInput for apprentices it does
    not pair, Conflict when the checker objects.
    """
    with writing(context) as (uow, here):
        document = proposal_of(uow, run)
        snapshot = look(uow, here)
        _check_fresh(document, snapshot)
        rows = _chosen(document, only, snapshot.office)
        begun = tuple(_begun(row, snapshot) for row in rows)
        ended = _replaced(begun, snapshot)
        away = tuple(_leave(document, rows, snapshot))
        _check_sound(begun, ended, snapshot)
        left = _left(uow, ended)
        told = {"proposal": _named(uow, run), "begun": plain(begun), "ended": plain(ended)}
        body = {"run": run, "document": uow.documents.put("pairs_accepted", told), "pairs": len(begun)}
        edits = [("pairings", _key(pair), pair.apprentice) for pair in (*ended, *begun)]
        edits += [("absences", f"{item.officer} {item.period.first}", item.officer) for item in away]
        office = _with_pairs(uow, begun, ended, snapshot.day)
        office = replace(office, absences=(*office.absences, *away))
        seq = keep_office_changed(uow, here, office, edits, "pairs_accepted", body)
        uow.commit()
    return Accepted(begun, ended, tuple(_notice(row, snapshot) for row in rows), left, away, seq)


def _named(uow: UnitOfWork, run: str) -> str | None:
    found = uow.runs.get(run)
    return found.result if found else None


def _check_fresh(document: Mapping[str, Any], snapshot: Snapshot) -> None:
    seen = document["snapshot"]
    parts = {
        "office": seen["office"] != snapshot.office.digest,
        "rulebook": seen["rulebook"] != snapshot.rulebook.digest,
        "day": bool(document["covers"]) and seen["day"] != snapshot.day.isoformat(),
    }
    what = [name for name, moved in parts.items() if moved]
    if what:
        raise Stale(
            Text("结对方案已过时：{what}已变更。", "The proposal is stale: {what} changed.").fill(
                what=listed(PARTS[name] for name in what)
            ),
            Text("请重新生成方案。", "Propose anew."),
            code="proposal-stale",
            facts={"changed": what},
        )


def _chosen(document: Mapping[str, Any], only: Sequence[str] | None, office: Office) -> list[Mapping[str, Any]]:
    """Give the rows to accept: those of cover where the proposal is one, else the pairs that are new."""
    rows = document["covers"] or [row for row in document["pairs"] if row["former"] != row["mentor"]]
    known = {row["apprentice"]: row for row in rows}
    wanted = list(known) if only is None else list(dict.fromkeys(office.officer(name).code for name in only))
    foreign = [code for code in wanted if code not in known]
    if foreign or not wanted:
        names = listed(foreign)
        raise BadInput(
            Text(f"方案没有为以下人员结对：{names.zh}。", f"The proposal pairs none of these: {names.en}.")
            if foreign
            else Text("方案没有新的结对。", "The proposal holds no new pair."),
            Text("请从方案所列徒弟中选择，或重新生成方案。", "Choose among its apprentices, or propose anew."),
            code="not-in-proposal",
            facts={"unknown": foreign},
        )
    return [known[code] for code in wanted]


def _begun(row: Mapping[str, Any], snapshot: Snapshot) -> Pairing:
    if "cover" not in row:
        return Pairing(row["mentor"], row["apprentice"], Period(snapshot.day))
    last = row["period"]["last"]
    period = Period(snapshot.day, date.fromisoformat(last) if last else None)
    return Pairing(row["cover"], row["apprentice"], period, cover=True)


def _replaced(begun: Sequence[Pairing], snapshot: Snapshot) -> tuple[Pairing, ...]:
    """Find the pairs the new ones take the place of: of the same apprentice, and of the same kind."""
    new = {(pair.apprentice, pair.cover) for pair in begun}
    pairs = [pair for pair in snapshot.office.pairings if pair.period.covers(snapshot.day)]
    return tuple(pair for pair in pairs if (pair.apprentice, pair.cover) in new)


def _leave(document: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], snapshot: Snapshot) -> Iterator[Absence]:
    """Enter the leave of the mentors covered where it was not entered, or not as long; why somebody is away is not asked."""
    for mentor in sorted({row["mentor"] for row in rows if "cover" in row}):
        last = restore(Period, document["away"][mentor]).last
        spans = [item.period for item in snapshot.office.absences_of(mentor) if item.period.covers(snapshot.day)]
        known = max((span.last or date.max for span in spans), default=snapshot.day - timedelta(days=1))
        if known < (last or date.max):
            yield Absence(mentor, Period(known + timedelta(days=1), last))


def _check_sound(begun: Sequence[Pairing], ended: Sequence[Pairing], snapshot: Snapshot) -> None:
    """Ask the checker again: a part of a proposal must be lawful by itself, and so must the whole one today."""
    standing = tuple(pair for pair in standing_pairs(snapshot) if pair not in ended)
    made = [Matched(pair.apprentice, pair.mentor) for pair in begun]
    found = check_pairs(Round(snapshot, tuple(pair.apprentice for pair in begun), standing), made)
    if found.objections:
        first = found.objections[0]
        raise Conflict(
            Text(
                f"校验不通过：{first.mentor}：{first.text.zh}。",
                f"The checker objects: {first.mentor}: {first.text.en}.",
            ),
            Text("请重新生成方案。", "Propose anew."),
            code="pairs-unlawful",
            facts={"objections": plain(found.objections)},
        )


def _left(uow: UnitOfWork, ended: Sequence[Pairing]) -> dict[str, int]:
    """Count the open cases that still name the mentor of a pair that ends: a person hands them over."""
    gone = {(pair.mentor, pair.apprentice) for pair in ended if not pair.cover}
    found: dict[str, int] = {}
    for case in uow.pair_books.together(sorted({mentor for mentor, _ in gone})) if gone else ():
        if case.holding is not None and (case.holding.mentor, case.holding.officer) in gone:
            found[case.holding.officer] = found.get(case.holding.officer, 0) + 1
    return found


def _with_pairs(uow: UnitOfWork, begun: Sequence[Pairing], ended: Sequence[Pairing], day: date) -> Office:
    """Give the files' office with pairs ended the day before, and the new ones; one that began today goes whole."""
    office = as_filed(uow)
    kept = [_closed(pair, day) if pair in ended else pair for pair in office.pairings]
    return replace(office, pairings=(*(pair for pair in kept if pair is not None), *begun))


def _closed(pair: Pairing, day: date) -> Pairing | None:
    if pair.period.first >= day:
        return None
    return replace(pair, period=Period(pair.period.first, day - timedelta(days=1)))


def _key(pair: Pairing) -> str:
    return f"{pair.mentor} {pair.apprentice} {pair.period.first}"


def _notice(row: Mapping[str, Any], snapshot: Snapshot) -> Text:
    if "notice" in row:
        return Text(**row["notice"])
    people = snapshot.office.officer_by_code
    text = Text("{one}：自 {day} 起由{other}带教。", "{one}: {other} is the mentor from {day} on.")
    return text.fill(one=people[row["apprentice"]].name, other=people[row["mentor"]].name, day=snapshot.day)
