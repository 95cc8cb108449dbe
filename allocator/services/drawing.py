"""The day's secret (当日随机密钥): committed before the first filing, kept to itself all day, revealed after it."""

import secrets
from datetime import date

from allocator.decisions.draw import SECRET_BYTES, commitment
from allocator.domain.errors import NotFound
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context


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
    for past in uow.draws.unrevealed(before=today):
        uow.draws.reveal(past.day, context.now())
        body = {"day": past.day.isoformat(), "secret": past.secret.hex()}
        uow.log.append(context.now(), "system", "draw_reveal", None, body)


def secret_of(uow: UnitOfWork, day: date) -> bytes:
    """Give a day's secret to a decision of that day; raises NotFound when none was committed."""
    known = uow.draws.day(day)
    if known is None:
        raise NotFound(
            Text(f"{day} 没有抽签承诺。", f"No draw was committed on {day}."),
            Text("当日尚无收案。", "Nothing was filed that day."),
            code="draw-day-missing",
        )
    return known.secret
