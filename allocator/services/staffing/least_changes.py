"""The least change that reaches targets, as a run (反问任务): what was found stays with the run, with all that was tried."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.check import key_lacking, untold
from allocator.domain.scenarios.figures import NONE_OF_IT
from allocator.domain.scenarios.scenario import Scenario
from allocator.domain.scenarios.targets import Targets
from allocator.domain.words import Text
from allocator.files.office.toml_lines import row_of_path
from allocator.files.scenarios import ScenarioText, read_scenario, scenario_of
from allocator.files.targets import read_targets
from allocator.services.context import Context
from allocator.services.jobs.hands import usual_hands
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.jobs.job_progress import Cancelled
from allocator.services.jobs.job_progress import Report as Teller
from allocator.services.staffing.beginnings import live_opening, opening_without_cases
from allocator.services.staffing.simulations import (
    NEARLY_DONE,
    Keeper,
    check_on_stage,
    helpers,
    missing,
    opening_entry,
    read_kept,
)
from allocator.services.transaction import the_office
from allocator.simulation.changes import Bundle, name_of
from allocator.simulation.engine import run_once
from allocator.simulation.least_change import Answer, Asked, answer
from allocator.simulation.opening import Opening
from allocator.simulation.search import BUDGET, Look, Tried
from allocator.simulation.sequential import Reached

STAFFING = "staffing"
YEAR, MINUTE = 365, 60.0
AS_IT_IS = Text("现状", "as it is")
Params = Mapping[str, Any]
Heard = Callable[[Look[Bundle]], None]


@dataclass(frozen=True)
class Question:
    """A question turned round (反问), read for an office: targets, and the scenario to start from."""

    targets: Targets
    scenario: Scenario


def question_of(opening: Opening, params: Params, today: date) -> Question:
    """Read {"targets": {"name", "toml", "folder"}, "scenario": {"name", "toml"}}; raises BadInput by file, row and field.

    The scenario to start from is the one sent, else the file the targets name beside them, else the office as it is for a
    year from today.
    """
    source, sent = params.get("targets"), params.get("scenario")
    if not source:
        raise missing("targets")
    targets = _within(read_targets(source["toml"], source["name"], opening.office, opening.rulebook), params)
    known = opening.office, opening.rulebook
    if not sent and not targets.scenario:
        return _told(Question(targets, Scenario(AS_IT_IS, today, YEAR)))
    if sent:
        text = ScenarioText(sent["name"], sent["toml"])
        scenario = scenario_of(text, *known)
    elif source.get("folder"):
        file = Path(source["folder"]) / targets.scenario
        if not file.is_file():
            raise _scenario_not_there(source, targets.scenario)
        scenario = read_scenario(file, *known)
        text = ScenarioText(file.name, file.read_text(encoding="utf-8", errors="replace"), file.parent)
    else:
        raise _scenario_not_sent(targets.scenario)
    check_on_stage(opening, [(text, scenario)])
    return _told(Question(targets, scenario))


def _told(question: Question) -> Question:
    """Give a question again whose targets its scenario tells; raises BadInput for a figure nothing would ever be known of."""
    for target in question.targets.targets:
        lacking = key_lacking(target.figure, question.scenario)
        if lacking is not None and target.figure not in NONE_OF_IT:
            text, remedy = untold(target.figure, lacking)
            raise BadInput(text, remedy, code="figure-not-told", facts={"figure": target.figure})
    return question


def _within(targets: Targets, params: Params) -> Targets:
    """Give targets with the runs allowed, where another number than the file's is asked for."""
    runs = params.get("budget")
    return replace(targets, effort=replace(targets.effort, budget=int(runs))) if runs else targets


def _scenario_not_there(source: Mapping[str, str], file: str) -> BadInput:
    text = Text(f"目标文件旁没有“{file}”。", f'There is no file "{file}" beside the targets.')
    remedy = Text("请更正文件名，或删去 scenario。", "Correct the name, or leave `scenario` out.")
    place = {"file": source["name"], "row": row_of_path(source["toml"], "scenario"), "field": "scenario"}
    return BadInput(
        text,
        remedy,
        code="scenario-missing",
        facts={"file": file},
        faults=[{**place, "text": text.as_dict(), "remedy": remedy.as_dict()}],
    )


def _scenario_not_sent(file: str) -> BadInput:
    return BadInput(
        Text(f"目标文件引用“{file}”，但未一并提交。", f'The targets name "{file}", which was not sent with them.'),
        Text("请同时提交该推演方案，或删去 scenario。", "Send that scenario too, or leave `scenario` out."),
        code="scenario-missing",
    )


def staffing_for(opening: Opening, question: Question, params: Params, tell: Heard | None = None) -> Answer:
    """Find the least change for an office; equal questions give equal answers on however many processes, or a cluster's.

    With `minutes` the search ends by the clock, and how far it comes differs from machine to machine.
    """
    workers, minutes = int(params.get("workers") or usual_hands()), params.get("minutes")
    end = time.monotonic() + float(minutes) * MINUTE if minutes else math.inf
    with helpers(workers, params.get("cluster") or "") as executor:
        asked = Asked(opening, question.scenario, question.targets, run_once, executor, lambda: time.monotonic() >= end)
        return answer(asked, tell)


def check_question(context: Context, params: Params) -> None:
    """Refuse at once what no worker could answer; raises NotFound or BadInput like `draft_answer`."""
    question_of(opening_without_cases(context), params, _today(context))


def _today(context: Context) -> date:
    with context.database.reading() as uow:
        return context.today(the_office(uow))


def draft_answer(context: Context, run: str, params: Params, report: Teller, cancelled: Cancelled) -> str:
    """Find the least change for the office as it stands and keep the answer as a document; gives its digest."""
    opening = live_opening(context)
    question = question_of(opening, params, _today(context))

    def tell(done: int, text: Text) -> None:
        if cancelled():
            raise run_cancelled()
        report(done, message=text)

    found = staffing_for(opening, question, params, counting(tell))
    keeper = Keeper(context, run, lambda done: answer_document(opening, question, done), STAFFING)
    return keeper.last(found, _ready(found))


def counting(tell: Callable[[int, Text], None]) -> Heard:
    """Tell per mille and in a sentence how far the search is: what is tried, what it used up, what is ruled out."""
    tell(0, Text("试推演以选定预热期", "pilot runs to choose the warm-up"))

    def heard(look: Look[Bundle]) -> None:
        """Hear of one more batch."""
        decided = look.ruled_out + look.reaching
        part = max(look.spent * NEARLY_DONE // look.budget, decided * NEARLY_DONE // look.changes)
        tell(part, _so_far(look))

    return heard


def _so_far(look: Look[Bundle]) -> Text:
    """Say how far a search is."""
    now, count = name_of(look.now.change), look.now.replications
    met = round(look.now.share * count)
    zh = f"试“{now.zh}”：{count} 次中 {met} 次达标；已用 {look.spent} / {look.budget} 次；"
    en = f"trying {now.en}: met in {met} of {count} runs; {look.spent} of at most {look.budget} runs used; "
    return Text(
        f"{zh}{look.changes} 种变动中 {look.ruled_out} 种未达到、{look.reaching} 种达到",
        f"{en}of {look.changes} changes {look.ruled_out} fail, {look.reaching} reach",
    )


def _ready(found: Answer) -> Text:
    if not found.found.best:
        return Text("没有找到能达到目标的变动。", "No change was found that reaches the targets.")
    best = name_of(found.found.best[0].change)
    if found.found.open:
        return Text(f"至此最好：{best.zh}。", f"The best found so far: {best.en}.")
    return Text(f"最小变动：{best.zh}。", f"The least change: {best.en}.")


def answer_document(opening: Opening, question: Question, done: Answer) -> dict[str, Any]:
    """Give an answer as it is kept and shown."""
    found = done.found
    return {
        "question": question.targets.digest,
        "scenario": {"name": question.scenario.name.as_dict(), "digest": question.scenario.digest},
        "opening": opening_entry(opening),
        "warm_up_days": done.warm_up_days,
        "best": [_tried(one) for one in found.best],
        "runners_up": [_tried(one) for one in found.runners_up],
        "open": [_tried(one) for one in found.open],
        "nearest": _tried(found.nearest) if found.nearest else None,
        "tried": [_tried(one) for one in found.tried],
        "untried": [{"name": name_of(change).as_dict(), "cost": cost} for change, cost in found.untried],
        "left": len(found.untried),
        "replications": found.replications,
        "exhausted": found.stopped == BUDGET,
        "stopped": found.stopped,
        "decided": found.decided,
        "worth": [
            {
                "name": one.step.name.as_dict(),
                "differences": {name: asdict(value) for name, value in one.differences.items()},
            }
            for one in done.worth
        ],
    }


def _tried(one: Tried[Bundle]) -> dict[str, Any]:
    return {
        "name": name_of(one.change).as_dict(),
        "steps": [{"name": step.name.as_dict(), "cost": step.cost} for step in one.change],
        "cost": one.cost,
        "state": one.state,
        "replications": one.replications,
        "targets": [_reached(item) for item in one.targets],
        "means": {name: None if math.isnan(mean) else mean for name, mean in one.means.items()},
    }


def _reached(item: Reached) -> dict[str, Any]:
    """Show in how many futures a target was met and what its probability is, with an interval."""
    target = item.target
    return {
        "figure": target.figure,
        "value": float(target.value),
        "at_least": target.at_least,
        "probability": target.probability / 1000,
        "met": item.met,
        "low": item.low,
        "high": item.high,
    }


def read_answer(context: Context, run: str) -> dict[str, Any]:
    """Give the answer of a finished run; raises NotFound, or Conflict while there is none."""
    return read_kept(context, run, STAFFING)
