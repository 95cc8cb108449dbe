"""Durable jobs (持久任务): submit, get, progress, cancel, schedule, reap. What a kind of job does is handed in.

A run is stored in the office's own database before the engine hears of it. It is one function call which reads,
computes, and writes its result in one transaction: killed at any moment, it is begun again from the start by the next
worker, or has left nothing but what it told of its progress (a sentence, a partial result). A run begun five times
without an end is given up, so that one poisonous run cannot kill worker after worker.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.persistence import locks
from allocator.persistence.engine import Database
from allocator.persistence.runs import DONE, NO_LEVEL, OPEN, Run
from allocator.services.context import utc_now, whole_seconds
from allocator.services.idempotency import key_reused
from allocator.services.jobs import job_errors
from allocator.services.jobs.job_engine import JobEngine, Schedule
from allocator.services.jobs.job_progress import Asker, Cancelled, Function, Report, Teller

__all__ = ["Cancelled", "Function", "Jobs", "Report"]

logger = logging.getLogger(__name__)

MOST_STARTS = 5
BEGINNING = timedelta(minutes=1)
WHOLE = 1000
NOTHING_YET = Text("", "")
LOOKED_AT = 10_000
ENGINE_ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


@dataclass
class Jobs:
    """The jobs of one database."""

    database: Database
    clock: Callable[[], datetime] = utc_now
    _functions: dict[str, Function] = field(default_factory=dict, repr=False)
    _schedules: dict[str, Schedule] = field(default_factory=dict, repr=False)
    _slot: locks.Held | None = None

    def __post_init__(self) -> None:
        self.engine = JobEngine(self.database)

    def register(self, kind: str, function: Function) -> None:
        """Say what runs of a kind do; every worker and every inline run needs it, a submitter does not."""
        self._functions[kind] = function

    def submit(
        self, kind: str, params: Mapping[str, Any], actor: str, key: str | None = None, *, inline: bool = False
    ) -> Run:
        """Put a run down and tell the engine; an inline one waits for `run_inline` instead.

        The same actor's same key gives the run it gave before; raises BadInput when that was another one.
        An engine out of reach is no failure: the run is kept, and the next sweep tells it.
        """
        with self.database.writing() as uow:
            run_id = uow.runs.add(kind, params, actor, key, self._now(), inline=inline)
            run = _there(uow.runs.get(run_id), run_id)
            if (run.kind, dict(run.params)) != (kind, dict(params)):
                raise key_reused()
            uow.commit()
        if run.state == "queued" and not inline:
            self._tell_engine(run_id)
        return run

    def get(self, run_id: str) -> Run:
        """Give a run; raises NotFound."""
        with self.database.reading() as uow:
            return _there(uow.runs.get(run_id), run_id)

    def progress(self, run_id: str, **fields: Any) -> None:
        """Write how far a run is (`progress`, `value`, `bound`, `message`); nothing once it has ended."""
        with self.database.noting() as uow:
            uow.runs.update(run_id, only_in=("running",), **fields)
            uow.commit()

    def cancel(self, run_id: str, actor: str | None = None) -> Run:
        """Stop a run: at once while it waits, as soon as it looks up while it runs; an ended one stays as it is.

        Who asked first stands in its error from then on, for however it goes on, this run ends as cancelled.
        """
        with self.database.writing() as uow:
            asked = _there(uow.runs.get(run_id), run_id)
            end = _end_as_cancelled(job_errors.cancelled(actor).as_dict())
            uow.runs.update(run_id, only_in=("queued",), finished_at=self._now(), **end)
            if not asked.cancel_asked:
                uow.runs.update(run_id, only_in=("running",), cancel_asked=True, error=end["error"])
            run = _there(uow.runs.get(run_id), run_id)
            uow.commit()
        return run

    def schedule(self, name: str, cron: str, kind: str, params: Mapping[str, Any], zone: str = "Asia/Shanghai") -> None:
        """Submit a run again and again by a cron line in a time zone; each instant once, however many workers there are."""
        self._schedules[name] = Schedule(name, cron, kind, dict(params), zone)
        if self._slot:
            self.engine.schedule([self._schedules[name]])

    def run_inline(self, run_id: str) -> Run:
        """Run a run here and now, on the way a worker would, without one; gives it as it ended.

        Interrupted from the keyboard it counts as cancelled; killed, as failed, when the next one looks.
        """
        with locks.holding(locks.take_first(self.database, "inline")) as name:
            self._bury_inline(own=name)
            self.execute(run_id, name)
        return self.get(run_id)

    def start(self, threads: int = 1) -> str:
        """Become a worker: take the lowest free slot, finish what its last holder had begun, then what is queued."""
        self._slot = locks.take_first(self.database, "worker")
        slot = self._slot.name
        try:
            self._give_back(slot)
            self.engine.start(slot, threads, lambda run_id: self.execute(run_id, slot), self._tick)
        except BaseException:
            self._release()
            raise
        self.engine.schedule(self._schedules.values())
        self.reap()
        return slot

    def stop(self, seconds: int = 0) -> None:
        """Stop being a worker, giving what runs so many seconds to end; the rest is begun again by the next one."""
        if self._slot:
            self.engine.stop(seconds)
            self._release()

    def close(self) -> None:
        """Let go of the engine's connections."""
        self.engine.close()

    def reap(self) -> list[str]:
        """Care for runs nobody works on: queued but unknown to the engine, or begun by somebody dead; gives their ids."""
        self._bury_inline()
        with self.database.reading() as uow:
            open_runs = [run for run in uow.runs.list(limit=LOOKED_AT, states=OPEN) if not run.inline]
        known = self.engine.states([run.id for run in open_runs])
        return [run.id for run in open_runs if self._revive(run, known.get(run.id))]

    def execute(self, run_id: str, holder: str) -> None:
        """Do a run's work and write down how it ended; what it raises becomes its error, never the worker's."""
        run = self._begin(run_id, holder)
        if run is None:
            return
        try:
            digest = self._functions[run.kind](run_id, self._teller(run_id), self._asker(run_id))
        except AllocatorError as error:
            self._end(run_id, "failed", error=error.as_dict())
        except Exception as error:
            logger.exception("run %s (%s) failed", run_id, run.kind)
            self._end(run_id, "failed", error=job_errors.unforeseen(error).as_dict())
        except BaseException:
            self._end(run_id, "cancelled", error=job_errors.cancelled().as_dict())
            raise
        else:
            self._end(run_id, "done", result=digest, progress=WHOLE)

    def _now(self) -> datetime:
        return whole_seconds(self.clock())

    def _release(self) -> None:
        if self._slot:
            self._slot.release()
            self._slot = None

    def _begin(self, run_id: str, holder: str) -> Run | None:
        """Mark a run as begun; None when there is nothing to do: ended, cancelled, given up, or of an unknown kind."""
        with self.database.noting() as uow:
            run = uow.runs.get(run_id)
            if run is None or run.ended:
                return None
            refusal = self._refusal(run)
            if refusal is None:
                begun: dict[str, Any] = {"state": "running", "holder": holder, "started_at": self._now()}
                begun |= {"starts": run.starts + 1, "progress": 0, "message": NOTHING_YET, "result": None}
                begun |= NO_LEVEL
                uow.runs.update(run_id, **begun)
            uow.commit()
        if refusal is not None:
            self._end(run_id, "cancelled" if run.cancel_asked else "failed", error=refusal.as_dict())
        return run if refusal is None else None

    def _refusal(self, run: Run) -> AllocatorError | None:
        if run.cancel_asked:
            return job_errors.cancelled()
        if run.kind not in self._functions:
            return job_errors.kind_unknown(run.kind, list(self._functions))
        return job_errors.given_up(run.starts) if run.starts >= MOST_STARTS else None

    def _end(self, run_id: str, state: str, **fields: Any) -> None:
        """Write down how a run ended; one that was asked to stop is cancelled, whatever it brought."""
        with self.database.noting() as uow:
            run = uow.runs.get(run_id)
            end = {**fields, **NO_LEVEL, "state": state, "message": _told(fields.get("error"))}
            if run and run.cancel_asked:
                end |= _end_as_cancelled(run.error or job_errors.cancelled().as_dict())
            uow.runs.update(run_id, only_in=OPEN, finished_at=self._now(), holder=None, **end)
            uow.commit()

    def _tell_engine(self, run_id: str) -> None:
        try:
            self.engine.enqueue(run_id)
        except Exception:
            logger.exception("run %s is kept, but the job engine could not be told", run_id)

    def _revive(self, run: Run, known: tuple[str, str | None] | None) -> bool:
        if known is None:
            if run.state == "running" and run.holder and not locks.is_free(self.database, run.holder):
                return False
            self._tell_engine(run.id)
            return True
        state, executor = known
        if state == "PENDING" and executor and locks.is_free(self.database, executor):
            self.engine.resume(run.id)
            return True
        if state in ENGINE_ENDED:
            self._end(run.id, "failed", error=job_errors.interrupted().as_dict())
            return True
        return False

    def _bury_inline(self, own: str | None = None) -> None:
        """Fail the inline runs whose process is gone: nobody waits for them any more."""
        with self.database.reading() as uow:
            inline = [run for run in uow.runs.list(limit=LOOKED_AT, states=OPEN) if run.inline]
        for run in inline:
            if (own is not None and run.holder == own) or self._is_lost(run):
                self._end(run.id, "failed", error=job_errors.interrupted().as_dict())

    def _is_lost(self, run: Run) -> bool:
        if run.holder is None:
            return run.created_at < self.clock() - BEGINNING
        return locks.is_free(self.database, run.holder)

    def _give_back(self, slot: str) -> None:
        """Put back in the queue what the last holder of a slot had begun."""
        with self.database.noting() as uow:
            for run in uow.runs.list(limit=LOOKED_AT, states=("running",)):
                if run.holder == slot:
                    uow.runs.update(run.id, state="queued", holder=None)
            uow.commit()

    def _teller(self, run_id: str) -> Teller:
        return Teller(lambda **news: self.progress(run_id, **news))

    def _asker(self, run_id: str) -> Asker:
        return Asker(lambda: self.get(run_id).cancel_asked)

    def _tick(self, scheduled: datetime, context: dict[str, Any]) -> None:
        key = f"{context['name']}@{scheduled.astimezone(UTC).isoformat()}"
        self.submit(context["kind"], context["params"], "schedule", key)


def _told(error: Mapping[str, Any] | None) -> Text:
    """Say in a sentence how a run ended: what went wrong, or that nothing did."""
    return Text(**error["text"]) if error else DONE


def _end_as_cancelled(error: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": "cancelled", "error": error, "message": _told(error), **NO_LEVEL}


def _there(run: Run | None, run_id: str) -> Run:
    if run is None:
        raise job_errors.run_unknown(run_id)
    return run
