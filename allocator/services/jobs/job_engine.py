"""The job engine behind `jobs` (任务引擎): DBOS, which remembers what was started and starts it again after a crash.

Its tables lie beside an embedded database, in `<file>.jobs.sqlite`, not in it. Tried in the same file, with one
process writing decisions without pause: putting 40 jobs in the queue took 1.9 s instead of 0.1 s, and the longest wait
of a decision doubled, because the engine polls its queue by write transactions. A server keeps them in the schema
`dbos`. That a run may be stored and the engine not told (a crash between the two) is healed by `Jobs.sweep`.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from allocator.domain.errors import Conflict
from allocator.domain.words import Text
from allocator.persistence.engine import Database

if TYPE_CHECKING:  # read when it is first needed: whatever is done here and now does not wait for it
    from dbos import DBOSClient, DBOSConfig

# Pinned: the engine starts again only what was begun under the same version, and a run must survive an upgrade.
VERSION = "1"
QUEUE = "fenliu_runs"
RUN = "fenliu_run"
TICK = "fenliu_tick"
POLL_SECONDS = 0.5
SCHEDULE_SECONDS = 5.0

Work = Callable[[str], None]
Tick = Callable[[datetime, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A run to be submitted again and again (定时任务): five cron fields in a time zone, kind and parameters."""

    name: str
    cron: str
    kind: str
    params: dict[str, Any]
    zone: str


class _Hands:
    """What the engine's two workflows call: they are registered once for the process, the worker changes."""

    work: Work | None = None
    tick: Tick | None = None


def _run(run_id: str) -> None:
    if _Hands.work is not None:
        _Hands.work(run_id)


def _tick(scheduled: datetime, context: Any) -> None:
    if _Hands.tick is not None:
        _Hands.tick(scheduled, dict(context))


@dataclass(frozen=True)
class JobEngine:
    """The engine of one database, as a web process (which only puts in) or as a worker (which also takes out)."""

    database: Database

    def enqueue(self, run_id: str) -> None:
        """Put a run in the queue; a second time changes nothing."""
        self._client.enqueue({"queue_name": QUEUE, "workflow_name": RUN, "workflow_id": run_id}, run_id)

    def states(self, run_ids: Collection[str]) -> dict[str, tuple[str, str | None]]:
        """Give the engine's state and executor of the runs it knows."""
        if not run_ids:
            return {}
        found = self._client.list_workflows(workflow_ids=list(run_ids), load_input=False, load_output=False)
        return {flow.workflow_id: (flow.status, flow.executor_id) for flow in found}

    def resume(self, run_id: str) -> None:
        """Give a run whose worker is dead to whoever takes it next."""
        self._client.resume_workflow(run_id, queue_name=QUEUE)

    def forget(self, run_id: str) -> None:
        """Take a run out of the queue."""
        self._client.cancel_workflow(run_id)

    def start(self, executor: str, threads: int, work: Work, tick: Tick) -> None:
        """Run what is queued, and what this executor had begun before it died; one engine a process."""
        if _Hands.work is not None:
            raise Conflict(
                Text("本进程已有任务引擎在运行。", "This process runs a job engine already."),
                Text("请先停止它。", "Stop it first."),
                code="engine-running",
            )
        from dbos import DBOS

        self._prepare()
        _Hands.work, _Hands.tick = work, tick
        DBOS(config=self._config(executor))
        _register()
        DBOS.launch()
        DBOS.register_queue(
            QUEUE, worker_concurrency=threads, polling_interval_sec=POLL_SECONDS, on_conflict="always_update"
        )

    def schedule(self, schedules: Iterable[Schedule]) -> None:
        """Keep these schedules; one of the same name is replaced. The engine must be started."""
        from dbos import DBOS, ScheduleInput

        inputs = [
            ScheduleInput(
                schedule_name=item.name,
                workflow_fn=_workflows()[TICK],
                schedule=item.cron,
                cron_timezone=item.zone,
                context={"name": item.name, "kind": item.kind, "params": item.params},
                queue_name=QUEUE,
            )
            for item in schedules
        ]
        DBOS.apply_schedules(inputs)

    def stop(self, seconds: int = 0) -> None:
        """Take nothing more, wait so long for what runs, and let go."""
        from dbos import DBOS

        DBOS.destroy(workflow_completion_timeout_sec=seconds)
        _Hands.work = _Hands.tick = None

    def close(self) -> None:
        """Let go of this process's connections for putting runs in; the next one put in makes them again."""
        with _clients_lock:
            client = _clients.pop(self.url, None)
        if client is not None:
            client.destroy()

    @cached_property
    def url(self) -> str:
        """Where the engine keeps its tables."""
        path = self.database.path
        if path is not None:
            return f"sqlite:///{path.with_name(path.name + '.jobs.sqlite')}"
        return self.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def _client(self) -> "DBOSClient":
        """The one client of this process and database, made when it is first needed."""
        from dbos import DBOSClient, DBOSPortableJSONSerializer

        with _clients_lock:
            if self.url not in _clients:
                self._prepare()
                _clients[self.url] = DBOSClient(
                    system_database_url=self.url, serializer=DBOSPortableJSONSerializer(), retry_connection_errors=False
                )
            return _clients[self.url]

    def _prepare(self) -> None:
        """Make the engine's tables, or bring them to its present form; harmless when they are."""
        from dbos import DBOS

        _quiet()
        path = self.database.path
        if path is not None:
            with sqlite3.connect(path.with_name(path.name + ".jobs.sqlite"), timeout=30) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
            connection.close()
        DBOS.migrate(self.url)

    def _config(self, executor: str) -> "DBOSConfig":
        from dbos import DBOSConfig, DBOSPortableJSONSerializer

        return DBOSConfig(
            name="fenliu",
            system_database_url=self.url,
            application_version=VERSION,
            executor_id=executor,
            serializer=DBOSPortableJSONSerializer(),
            log_level="WARNING",
            scheduler_polling_interval_sec=SCHEDULE_SECONDS,
        )


_clients: dict[str, "DBOSClient"] = {}
_clients_lock = threading.Lock()
_registered: dict[str, Any] = {}


def _workflows() -> dict[str, Any]:
    return _registered


def _register() -> None:
    """Tell the engine its two workflows, once for the process."""
    if not _registered:
        from dbos import DBOS

        _registered[RUN] = DBOS.workflow(name=RUN)(_run)
        _registered[TICK] = DBOS.workflow(name=TICK)(_tick)


def _quiet() -> None:
    """Keep the engine's own remarks out of the log, except what goes wrong."""
    logging.getLogger("dbos").setLevel(logging.WARNING)
