"""Clocks after a change of the rules or the calendar (时钟重算): on what they rest meanwhile, and the run that works them out anew.

Whoever changes a case keeps its clocks with it (`clock_work`); reading never writes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allocator.domain.words import Count, Text
from allocator.persistence.runs import OPEN
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_work import CLOCKS, STEP, Desk, keep_stale, let_rest
from allocator.services.context import Context
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.jobs.job_progress import Cancelled, Report
from allocator.services.jobs.jobs import Jobs
from allocator.services.transaction import the_office, the_rulebook, writing

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Resting:
    """How many cases still have clocks by earlier rules or an earlier calendar (时钟依据), and the run that works on it.

    `progress` is how far the run is, per mille.
    """

    behind: int = 0
    run: str | None = None
    progress: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Give it for a document."""
        return {"behind": self.behind, "run": self.run, "progress": self.progress}


UP_TO_DATE = Resting()


def desk(uow: UnitOfWork, context: Context) -> Desk:
    """Lay out what clocks are worked out by."""
    office = the_office(uow)
    today = context.today(office)
    return Desk(office, the_rulebook(uow, today), today)


def resting(uow: UnitOfWork, by: Desk) -> Resting:
    """Say on what the kept clocks rest; one query while it is on what holds today."""
    if not uow.clocks.is_behind(by.basis):
        return UP_TO_DATE
    run = next(iter(uow.runs.list(1, states=OPEN, kinds=(CLOCKS,))), None)
    behind = uow.clocks.behind(by.basis)
    return Resting(behind, run.id, run.progress) if run else Resting(behind)


def work_out_anew(context: Context, run: str, report: Report, cancelled: Cancelled) -> str:
    """Work out the clocks that rest on other rules or another calendar, some at a time; gives the digest of the run's document.

    Each step is kept by itself, so that others write in between, and what was done stays when it is called off or killed.
    """
    done = 0
    while not cancelled():
        with writing(context) as (uow, here):
            by = desk(uow, here)
            let_rest(uow, by)
            left = uow.clocks.behind(by.basis)
            if not left:
                return _finish(uow, here, run, by, done)
            keep_stale(uow, by, STEP)
            uow.commit()
        done += min(left, STEP)
        report(WHOLE * done // (done + left), message=Text(f"尚余 {left} 件。", f"{Count(left):case|cases} to go."))
    raise run_cancelled()


def _finish(uow: UnitOfWork, here: Context, run: str, by: Desk, done: int) -> str:
    digest = uow.documents.put(CLOCKS, {"cases": done, "basis": by.basis, "rulebook": by.rulebook.digest})
    told = Text(f"已重算 {done} 件案件的时钟。", f"The clocks of {Count(done):case was|cases were} worked out anew.")
    if not uow.runs.finish(run, digest, here.now(), told):
        raise run_cancelled()
    uow.commit()
    return digest


def start_where_behind(context: Context, jobs: Jobs) -> Callable[[], None]:
    """Give what a worker does now and then: begin the run where a day brought other rules, or a new version of the program."""

    def look() -> None:
        """Submit the run, unless nothing is behind or one is under way."""
        with context.database.reading() as uow, uow.for_the_office():
            if uow.office.load() is None or uow.rulebooks.in_force(context.today(the_office(uow))) is None:
                return
            found = resting(uow, desk(uow, context))
        if found.behind and found.run is None:
            jobs.submit(CLOCKS, {}, context.actor)

    return look
