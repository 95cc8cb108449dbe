"""What may be submitted as a durable job (任务种类), and doing one here and now."""

from collections.abc import Callable, Mapping
from typing import Any

from allocator.decisions.allocation import Progress
from allocator.domain.errors import BadInput, Unavailable
from allocator.domain.words import Text
from allocator.persistence.runs import Run
from allocator.services import plans
from allocator.services.context import Context
from allocator.services.job_progress import Cancelled, Report
from allocator.services.jobs import Jobs

KINDS = ("allocate",)
MOST_SECONDS = 3600
WHOLE = 1000


def jobs_of(context: Context) -> Jobs:
    """Give the jobs of a database with every kind of run known to them."""
    jobs = Jobs(context.database, context.clock)
    jobs.register("allocate", lambda run, report, cancelled: _allocate(context, run, report, cancelled))
    return jobs


def _allocate(context: Context, run: str, report: Report, cancelled: Cancelled) -> str:
    with context.database.reading() as uow:
        asked = uow.runs.get(run)
    seconds = int(asked.params["seconds"]) if asked else plans.DEFAULT_SECONDS

    def tell(done: Progress) -> None:
        share = min(WHOLE - 1, int(done.seconds * WHOLE / seconds))
        message = Text(f"求解层级 {done.level}", f"solving level {done.level}")
        report(share, value=done.value, bound=done.bound, message=message)

    return plans.draft_plan(context.by(asked.actor if asked else context.actor), run, seconds, tell, cancelled)


def checked(kind: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Check what a run is asked to do, and fill in what was left out; raises BadInput."""
    seconds = params.get("seconds", plans.DEFAULT_SECONDS)
    sound = isinstance(seconds, int) and not isinstance(seconds, bool) and 1 <= seconds <= MOST_SECONDS
    if kind not in KINDS or not sound:
        raise BadInput(
            Text(f"不能提交“{kind}”（秒数 {seconds}）。", f'"{kind}" with {seconds} seconds cannot be submitted.'),
            Text(
                f"任务种类：{'、'.join(KINDS)}；秒数 1 到 {MOST_SECONDS}。",
                f"Kinds: {', '.join(KINDS)}; seconds from 1 to {MOST_SECONDS}.",
            ),
            code="run-refused",
        )
    return {"seconds": seconds}


def run_now(context: Context, kind: str, params: Mapping[str, Any], on_end: Callable[[Run], None] | None = None) -> Run:
    """Do a run here and now, without a worker; raises Unavailable with its error when it does not finish."""
    jobs = jobs_of(context)
    run = jobs.submit(kind, checked(kind, params), context.actor, inline=True)
    try:
        done = jobs.run_inline(run.id)
    finally:
        jobs.close()
    if on_end is not None:
        on_end(done)
    if done.state != "done":
        said: Mapping[str, Any] = (done.error or {}).get("text") or {"zh": done.state, "en": done.state}
        raise Unavailable(
            Text(f"任务未完成：{said['zh']}", f"The run did not finish: {said['en']}"),
            Text("请查看日志后重试。", "Look at the log, then try again."),
            code="run-failed",
            facts={"run": done.id, "state": done.state},
        )
    return done
