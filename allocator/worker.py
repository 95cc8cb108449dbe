"""The worker (后台进程): runs what was submitted until it is told to stop. `python -m allocator.worker [--db URL]`."""

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable, Sequence

from allocator.domain.errors import AllocatorError, Unavailable
from allocator.domain.words import Text
from allocator.lifeline import end_with_parent
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from allocator.services.clocks.clock_keeping import start_where_behind
from allocator.services.context import Context
from allocator.services.jobs.jobs import Jobs

REAP_SECONDS = 15.0
REFUSED = 2

logger = logging.getLogger("fenliu.worker")


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the database, become a worker, and work until SIGTERM or SIGINT; gives the exit code."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    end_with_parent()
    try:
        database = open_database(_url(given.db))
        upgrade(database)
        from allocator.services.run_kinds import jobs_of  # brings the solver, which no refusal should wait for

        context = Context(database, actor="worker")
        jobs = jobs_of(context)
        work(jobs, stop, threads=given.threads, look=start_where_behind(context, jobs))
    except AllocatorError as error:
        logger.error("%s %s | %s %s", error.text.zh, error.remedy.zh, error.text.en, error.remedy.en)  # noqa: TRY400
        return REFUSED
    return 0


def work(
    jobs: Jobs,
    stop: threading.Event,
    threads: int = 1,
    reap_seconds: float = REAP_SECONDS,
    look: Callable[[], None] = lambda: None,
) -> None:
    """Be a worker until `stop` is set; look now and then after runs whose worker has died, and what `look` cares for."""
    slot = jobs.start(threads)
    logger.info("%s is working", slot)
    try:
        look()
        while not stop.wait(reap_seconds):
            look()
            revived = jobs.reap()
            if revived:
                logger.warning("revived %s", ", ".join(revived))
    finally:
        jobs.stop()
        logger.info("%s has stopped", slot)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m allocator.worker", description="后台任务 runs submitted jobs")
    parser.add_argument("--db", default=None, help="数据库 database URL; else FENLIU_DB")
    parser.add_argument("--threads", type=int, default=1, help="同时任务数 runs at once")
    return parser


def _url(given: str | None) -> str:
    url = given or os.environ.get("FENLIU_DB")
    if url:
        return url
    raise Unavailable(
        Text("没有指定数据库。", "No database was named."),
        Text("请用 --db 或环境变量 FENLIU_DB。", "Use --db or set FENLIU_DB."),
        code="database-unnamed",
    )


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    # A run in mid-work would keep the process alive to its end. It is begun again by the next worker, as after a crash.
    os._exit(code)
