"""The day's secret (当日随机密钥): committed before the first filing, kept to itself all day, revealed after it."""

import secrets
from dataclasses import replace
from datetime import date

from allocator.decisions.recommendation.draw import SECRET_BYTES, commitment
from allocator.domain.errors import Conflict, NotFound
from allocator.domain.office import Office
from allocator.domain.words import Text
from allocator.persistence.desk import DrawDay
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context, utc_now
from allocator.services.transaction import the_office


def open_day(uow: UnitOfWork, context: Context, day: date) -> None:
    """Commit the day's secret if nobody has yet, and reveal those of days gone by; both are entries of the log."""
    if uow.draws.day(day) is None:
        secret = secrets.token_bytes(SECRET_BYTES)
        bound = commitment(day, secret)
        uow.draws.commit(day, bound, secret, context.now())
        body = {"day": day.isoformat(), "commitment": bound}
        uow.log.append(context.now(), "system", "draw_day", None, body)
        reveal_past(uow, context, day)


def reveal_past(uow: UnitOfWork, context: Context, today: date) -> None:
    """Write the secrets of days gone by into the log, so that everybody can check their draws."""
    for past in uow.draws.unrevealed(before=min(today, over_before(context, the_office(uow)))):
        uow.draws.reveal(past.day, context.now())
        body = {"day": past.day.isoformat(), "secret": past.secret.hex()}
        uow.log.append(context.now(), "system", "draw_reveal", None, body)


def over_before(context: Context, office: Office) -> date:
    """Give the day before which every day is over: no rehearsal clock that runs ahead shows a secret still in use."""
    return min(context.today(office), replace(context, clock=utc_now).today(office))


def secret_of(uow: UnitOfWork, day: date) -> bytes:
    """Give a day's secret to look back on a decision of that day; raises NotFound when none was committed."""
    return _known(uow, day).secret


def secret_to_draw(uow: UnitOfWork, day: date) -> bytes:
    """Give a day's secret to a draw; raises Conflict once it was revealed, for then anybody could foresee the outcome.

    That happens where two persons showed it before its day was over, and when a clock was set back behind a day gone by.
    """
    known = _known(uow, day)
    if known.revealed_at is not None:
        raise Conflict(
            Text(
                f"{day} 的随机密钥已公开，当日不能再抽签。",
                f"The secret of {day} is public; nothing more is drawn then.",
            ),
            Text(
                "请次日再抽签；若未提前公开，请核对系统时钟。",
                "Draw on the next day; if nobody showed it early, check the clock.",
            ),
            code="draw-day-revealed",
            facts={"day": day.isoformat()},
        )
    return known.secret


def _known(uow: UnitOfWork, day: date) -> DrawDay:
    known = uow.draws.day(day)
    if known is None:
        raise NotFound(
            Text(f"{day} 没有抽签承诺。", f"No draw was committed on {day}."),
            Text("当日尚无收案。", "Nothing was filed that day."),
            code="draw-day-missing",
        )
    return known
