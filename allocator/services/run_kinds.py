"""The kinds of runs (运行类别): what each of them does, and one done here and now."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from allocator.decisions.allocation.allocation import Progress
from allocator.decisions.certificates.certificate import ALLOCATE
from allocator.decisions.explaining.saying import level_name
from allocator.decisions.explaining.search_words import IN_ASSIGNMENT, IN_FIELDWORK, IN_PAIRING, so_far
from allocator.decisions.fieldwork.certificate import FIELD
from allocator.decisions.fieldwork.outcome import level_name as field_level_name
from allocator.decisions.pairs.pairing import PAIR_LEVELS
from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.persistence.runs import Run
from allocator.services.clocks.clock_keeping import work_out_anew
from allocator.services.clocks.clock_work import CLOCKS
from allocator.services.context import Context
from allocator.services.fieldwork.drafts import DEFAULT_SECONDS as FIELD_SECONDS
from allocator.services.fieldwork.drafts import draft_field
from allocator.services.jobs.job_progress import Cancelled, Report
from allocator.services.jobs.jobs import NOTHING_YET, Jobs
from allocator.services.pairs.pairs import DEFAULT_SECONDS as PAIR_SECONDS
from allocator.services.pairs.pairs import PAIRS, draft_pairs
from allocator.services.plans.asked_why import EXPLANATION, draft_explanation
from allocator.services.plans.plans import DEFAULT_SECONDS, REBALANCE, draft_plan
from allocator.services.plans.rebalance import DEFAULT_SECONDS as MOVE_SECONDS
from allocator.services.plans.rebalance import draft_rebalance
from allocator.services.rules.releases import REHEARSAL, rehearse_rules
from allocator.services.runs import read_run
from allocator.services.staffing.least_changes import STAFFING, draft_answer
from allocator.services.staffing.simulations import SIMULATION, draft_simulation
from allocator.services.staffing.work_logs import CALIBRATION, FORECAST, draft_calibration, draft_forecast

NEARLY_DONE = 990


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is: per mille of its time, the level searched, its best value and proven bound so far."""

    progress: int
    value: int | None
    bound: int | None
    text: Text


Watch = Callable[[Step], None]


def jobs_of(context: Context, watch: Watch | None = None) -> Jobs:
    """Give the jobs of an office's database with what each kind of run does; `watch` hears of every step besides."""
    jobs = Jobs(context.database, context.clock)

    def allocate(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Draft a plan for the cases that wait."""
        run = read_run(context, run_id)
        seconds = int(run.params.get("seconds", DEFAULT_SECONDS))
        tell = _teller(seconds, report, watch)
        return draft_plan(context.by(run.actor), run_id, seconds, tell, cancelled)

    def pair(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Propose pairs of mentor and apprentice, or cover."""
        run = read_run(context, run_id)
        tell = _teller(
            int(run.params.get("seconds", PAIR_SECONDS)), report, watch, (PAIR_LEVELS.__getitem__, IN_PAIRING)
        )
        return draft_pairs(context.by(run.actor), run_id, run.params, tell, cancelled)

    def rebalance(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Draft moves of held cases."""
        run = read_run(context, run_id)
        tell = _teller(int(run.params.get("seconds") or MOVE_SECONDS), report, watch)
        return draft_rebalance(context.by(run.actor), run_id, run.params, tell, cancelled)

    def field_week(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Draft the trips of a week."""
        run = read_run(context, run_id)
        tell = _teller(int(run.params.get("seconds", FIELD_SECONDS)), report, watch, (field_level_name, IN_FIELDWORK))
        return draft_field(context.by(run.actor), run_id, run.params, tell, cancelled)

    jobs.register(ALLOCATE, allocate)
    jobs.register(FIELD, field_week)
    jobs.register(PAIRS, pair)
    jobs.register(REBALANCE, rebalance)
    jobs.register(CLOCKS, lambda *given: work_out_anew(context, *given))
    _register_answers(jobs, context, watch)
    _register_laboratory(jobs, context, watch)
    return jobs


def _register_answers(jobs: Jobs, context: Context, watch: Watch | None) -> None:
    """Say what runs do that draft nothing: they answer why, or what other rules would do."""

    def rehearsal(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Rehearse another version of the rules."""
        run = read_run(context, run_id)
        return rehearse_rules(context.by(run.actor), run_id, run.params, report, cancelled)

    def explanation(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Answer why not, or what would place a case, with whole plans."""
        run = read_run(context, run_id)
        return draft_explanation(context.by(run.actor), run_id, run.params, _overheard(report, watch), cancelled)

    jobs.register(EXPLANATION, explanation)
    jobs.register(REHEARSAL, rehearsal)


def _register_laboratory(jobs: Jobs, context: Context, watch: Watch | None) -> None:
    """Say what runs on the simulated office do."""

    def simulate(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Play scenarios on the office as it stands."""
        run = read_run(context, run_id)
        return draft_simulation(context.by(run.actor), run_id, run.params, _overheard(report, watch), cancelled)

    def staffing(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Find the least change that reaches some targets."""
        run = read_run(context, run_id)
        return draft_answer(context.by(run.actor), run_id, run.params, _overheard(report, watch), cancelled)

    def calibration(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Fit what a log of work tells."""
        run = read_run(context, run_id)
        return draft_calibration(context.by(run.actor), run_id, run.params, _overheard(report, watch), cancelled)

    def forecast(run_id: str, report: Report, cancelled: Cancelled) -> str:
        """Forecast months from a log of work."""
        run = read_run(context, run_id)
        return draft_forecast(context.by(run.actor), run_id, run.params, _overheard(report, watch), cancelled)

    jobs.register(SIMULATION, simulate)
    jobs.register(STAFFING, staffing)
    jobs.register(CALIBRATION, calibration)
    jobs.register(FORECAST, forecast)


def _overheard(report: Report, watch: Watch | None) -> Report:
    """Let whoever watches hear too what a run tells of itself in a sentence."""

    def tell(
        progress: int | None = None, *, value: int | None = None, bound: int | None = None, message: Text | None = None
    ) -> None:
        """Tell the run and whoever watches."""
        report(progress, value=value, bound=bound, message=message)
        if watch is not None:
            watch(Step(progress or 0, value, bound, message or NOTHING_YET))

    return tell


Words = tuple[Callable[[str], Text], Mapping[str, Text | None]]
"""What the levels of a search are called, and what their values mean."""


def _teller(
    seconds: int, report: Report, watch: Watch | None, words: Words = (level_name, IN_ASSIGNMENT)
) -> Callable[[Progress], None]:
    def tell(found: Progress) -> None:
        """Report how far a search is, to the run and to whoever watches."""
        done = min(NEARLY_DONE, int(found.seconds * 1000 / seconds))
        step = Step(done, found.value, found.bound, _improving(found.level, words[0]))
        told = so_far(found.level, found.value, found.bound, words[1])
        message = Text(f"{step.text.zh}。{told.zh}", f"{step.text.en}. {told.en}".rstrip())
        report(step.progress, value=step.value, bound=step.bound, message=message)
        if watch is not None:
            watch(step)

    return tell


def _improving(level: str, called: Callable[[str], Text] = level_name) -> Text:
    """Say which level is being searched, with its rank of urgency where it has one; of a level nobody named its code."""
    name = Text(level, level)
    with suppress(KeyError):
        name = called(level)
    return Text(f"正在优化：{name.zh}", f"improving: {name.en}")


def run_now(context: Context, kind: str, params: Mapping[str, Any], watch: Watch | None = None) -> Run:
    """Do a run here and now, on the way a worker would; raises AllocatorError with what stopped it."""
    jobs = jobs_of(context, watch)
    try:
        run = jobs.run_inline(jobs.submit(kind, params, context.actor, inline=True).id)
    finally:
        jobs.close()
    if run.error:
        raise _failed(run.error)
    return run


def _failed(error: Mapping[str, Any]) -> AllocatorError:
    text, advice = Text(**error["text"]), Text(**error["remedy"])
    return AllocatorError(text, advice, code=error["code"], facts=error["facts"], faults=error["faults"])
