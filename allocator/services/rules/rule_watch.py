"""Watching what a released version of the rules does (规则跟踪): the weeks that pass, held against its forecast."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.rules.release_forecast import Drift, drifts, weeks_lived
from allocator.services.rules.releases import RELEASE
from allocator.services.transaction import the_office, the_rulebook


@dataclass(frozen=True, slots=True)
class Watched:
    """How the version in force does (跟踪结果): weeks looked at, what drifts, and the version to go back to if it must be.

    Without a forecast (no release, or none could be made) there is nothing to hold the weeks against: `weeks` is None.
    """

    version: str
    weeks: int | None
    drifts: tuple[Drift, ...] = ()
    follows: str | None = None


def watch_rules(context: Context) -> Watched:
    """Hold what the docket tells of the weeks since the rehearsal against the forecast of the version in force."""
    with context.database.reading() as uow, uow.for_the_office():
        today = context.today(the_office(uow))
        now = the_rulebook(uow, today)
        entry = _release_of(uow, now.digest)
        report = entry and uow.documents.get(entry["document"])["forecast"]["report"]
        if not entry or not report:
            return Watched(now.version, None)
        first = date.fromisoformat(report["first"])
        lived = weeks_lived(first, today, uow.cases.filed_by_day(), uow.cases.closed_by_day())
        before = uow.rulebooks.by_digest(entry["follows"]).version
    return Watched(now.version, len(lived), drifts(report, lived), before)


def _release_of(uow: UnitOfWork, digest: str) -> dict[str, Any] | None:
    """Find the entry that released a version last; one brought back has no document of its own."""
    entries = [entry.body for entry in uow.log.entries(kind=RELEASE) if entry.body["rulebooks"] == [digest]]
    return next((dict(body) for body in reversed(entries) if "document" in body), None)
