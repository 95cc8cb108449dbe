"""Showing the day's secret before its day is over (提前公开密钥): asked by one person with a reason, done by a second one.

Whoever doubts a draw need not wait for the night, and where the secret may have leaked nothing more must be drawn with it. Once
it is shown, nobody draws on that day any more: whoever knows the secret could foresee the outcome.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.domain.errors import Conflict, NotAllowed, NotFound
from allocator.domain.words import Text
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.second_person import check_proven
from allocator.services.context import Context
from allocator.services.saying_why import check_because
from allocator.services.transaction import the_office, writing

ASKED, TAKEN_BACK, REVEALED = "draw_reveal_asked", "draw_reveal_taken_back", "draw_reveal"


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for a second person (待复核申请): the entry of the log, who asked, when and why."""

    seq: int
    day: date
    by: str
    at: str
    because: str


@dataclass(frozen=True, slots=True)
class DrawsToday:
    """How the day's draws stand (当日抽签): the commitment (None before the first filing), whether shown, what was asked."""

    day: date
    commitment: str | None
    revealed: bool
    asked: Asked | None
    past: tuple[tuple[date, bool], ...]


def read_draws(context: Context) -> DrawsToday:
    """Give how today's draws stand, and every day before it on which something was drawn, the newest first."""
    with context.database.reading() as uow:
        today = context.today(the_office(uow))
        known = uow.draws.day(today)
        past = tuple((one.day, one.revealed_at is not None) for one in reversed(uow.draws.all()) if one.day < today)
        revealed = known is not None and known.revealed_at is not None
        return DrawsToday(today, known.commitment if known else None, revealed, _waiting(uow, today), past)


def ask_to_reveal(context: Context, because: str) -> Asked:
    """Ask that today's secret be shown before the day is over; a second person has to do it.

    Raises BadInput without a reason, NotFound where nothing was committed today, Conflict where it was shown or asked for.
    """
    missing = Text("须写明提前公开的事由。", "Say why the secret has to be shown early.")
    check_because(because, missing, "reveal-because")
    with writing(context) as (uow, here):
        today = here.today(the_office(uow))
        _check_closed(uow, today)
        if _waiting(uow, today):
            raise _asked_already(today)
        body = {"day": today.isoformat(), "because": because.strip()}
        seq = uow.log.append(here.now(), here.actor, ASKED, None, body)
        uow.commit()
        return Asked(seq, today, here.actor, here.now().isoformat(), because.strip())


def take_back_asking(context: Context) -> None:
    """Take back what was asked for today; raises NotFound where nothing is."""
    with writing(context) as (uow, here):
        asked = _the_asking(uow, here.today(the_office(uow)))
        uow.log.append(here.now(), here.actor, TAKEN_BACK, None, {"day": asked.day.isoformat(), "asked": asked.seq})
        uow.commit()


def reveal_today(context: Context) -> date:
    """Show today's secret, as a second person (双人复核); nothing more is drawn today.

    Raises NotFound where nobody asked, NotAllowed for who asked and for who is not signed in although people of the office
    do, Conflict where it was shown meanwhile.
    """
    with writing(context) as (uow, here):
        today = here.today(the_office(uow))
        asked = _the_asking(uow, today)
        if asked.by == here.actor:
            raise _same_person(asked)
        check_proven(uow, here)
        secret = _check_closed(uow, today)
        uow.draws.reveal(today, here.now())
        body = {"day": today.isoformat(), "secret": secret.hex(), "asked": asked.seq}
        uow.log.append(here.now(), here.actor, REVEALED, None, body)
        uow.commit()
    return today


def draws_view(found: DrawsToday) -> dict[str, Any]:
    """Show how the day's draws stand."""
    asked = found.asked
    return {
        "day": found.day.isoformat(),
        "commitment": found.commitment,
        "revealed": found.revealed,
        "asked": {"by": asked.by, "at": asked.at, "because": asked.because} if asked else None,
    }


def _waiting(uow: UnitOfWork, day: date) -> Asked | None:
    """Find what was asked for on a day and neither done nor taken back."""
    asked = _latest(uow, ASKED, day)
    answered = [entry.seq for kind in (TAKEN_BACK, REVEALED) if (entry := _latest(uow, kind, day))]
    if asked is None or any(seq > asked.seq for seq in answered):
        return None
    return Asked(asked.seq, day, asked.actor, asked.at, asked.body["because"])


def _latest(uow: UnitOfWork, kind: str, day: date) -> Entry | None:
    told = [entry for entry in uow.log.walk(kind=kind, day=day) if entry.body["day"] == day.isoformat()]
    return told[-1] if told else None


def _the_asking(uow: UnitOfWork, day: date) -> Asked:
    asked = _waiting(uow, day)
    if asked is None:
        raise NotFound(
            Text("今日没有待复核的公开申请。", "Nobody asked today that the secret be shown."),
            Text("请先由一人提出并写明事由。", "One person asks first, with a reason."),
            code="reveal-not-asked",
        )
    return asked


def _check_closed(uow: UnitOfWork, day: date) -> bytes:
    """Give the secret of a day, still closed; raises NotFound or Conflict."""
    known = uow.draws.day(day)
    if known is None:
        raise NotFound(
            Text("今日尚无抽签承诺。", "Nothing is committed today."),
            Text("当日首次收案时才产生密钥。", "The secret is made when the first case is filed."),
            code="draw-day-missing",
        )
    if known.revealed_at is not None:
        raise Conflict(
            Text(f"{day} 的随机密钥已经公开。", f"The secret of {day} is shown already."),
            Text("当日不再抽签，次日恢复。", "Nothing more is drawn that day; the next day is as usual."),
            code="draw-day-revealed",
        )
    return known.secret


def _asked_already(day: date) -> Conflict:
    return Conflict(
        Text(f"{day} 的公开申请已在等待复核。", f"It was asked for on {day} already and waits for a second person."),
        Text("请另一位用户复核，或先撤回。", "Another user does it, or it is taken back first."),
        code="reveal-asked",
    )


def _same_person(asked: Asked) -> NotAllowed:
    return NotAllowed(
        Text(f"申请由“{asked.by}”提出，须由另一人复核。", f'"{asked.by}" asked for it: somebody else must do it.'),
        Text("请另一位用户登录后办理。", "Another user signs in and does it."),
        code="second-person",
        facts={"asked_by": asked.by},
    )
