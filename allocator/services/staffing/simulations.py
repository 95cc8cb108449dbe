"""Simulations as runs (推演任务): scenarios played on the office as it stands; the report stays with the run.

Nothing is decided or changed, so nothing enters the decision log. What is known so far is kept while a run goes on, and
stays when it is cancelled.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from allocator.domain.errors import BadInput, NotFound
from allocator.domain.scenarios.faults import ScenarioFaults
from allocator.domain.scenarios.scenario import Scenario
from allocator.domain.words import Count, Text
from allocator.files.office.toml_lines import row_of_path
from allocator.files.scenarios import ScenarioText, scenario_of
from allocator.services.context import Context
from allocator.services.jobs.cluster import cluster
from allocator.services.jobs.hands import hands, usual_hands
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.jobs.job_progress import Cancelled
from allocator.services.jobs.job_progress import Report as Teller
from allocator.services.jobs.kept_drafts import finished_run
from allocator.services.staffing.beginnings import live_opening, opening_without_cases
from allocator.simulation.engine import run_once
from allocator.simulation.engine import tell as tell_story
from allocator.simulation.manned import check_manned
from allocator.simulation.opening import Opening
from allocator.simulation.replications import Asked as Sharpness
from allocator.simulation.replications import asked_by, check_alike, replicate
from allocator.simulation.report import Report
from allocator.simulation.staging import staged

SIMULATION = "simulation"
NEARLY_DONE = 990
PARTIAL_SECONDS = 10.0
Params = Mapping[str, Any]
Heard = Callable[[int, int, Report], None]


@dataclass(frozen=True)
class Asked:
    """What is to be simulated (推演要求): scenarios, the first being the baseline, and by how many processes or which cluster.

    `replications` and `half_width` (of figures, in their unit) stand above what the baseline's file says.
    """

    scenarios: tuple[Scenario, ...]
    replications: int | None = None
    half_width: Mapping[str, Fraction] = field(default_factory=dict)
    workers: int = 1
    cluster: str = ""


def helpers(workers: int, address: str = "") -> AbstractContextManager[Executor | None]:
    """Hold helping processes ready, or those of the Dask cluster at an address."""
    return cluster(address) if address else hands(workers)


def read_scenarios(opening: Opening, sources: Sequence[ScenarioText]) -> tuple[Scenario, ...]:
    """Read scenarios for an office; raises BadInput with the faults of every one of them, by file, row and field."""
    found, faults = list[Scenario](), list[dict[str, object]]()
    for source in sources:
        try:
            found.append(scenario_of(source, opening.office, opening.rulebook))
        except BadInput as error:
            refused = error
            faults += error.faults
    if faults and len(sources) > 1:
        raise _several_faulty(faults)
    if faults:
        raise refused
    return tuple(found)


def _several_faulty(faults: Sequence[dict[str, object]]) -> BadInput:
    return BadInput(
        Text(
            f"推演方案有 {len(faults)} 处错误，未作推演。",
            f"The scenarios have {Count(len(faults)):fault|faults}; nothing was simulated.",
        ),
        Text("请按文件、行、项逐处更正。", "Correct each at its file, row and field."),
        code="scenario-faulty",
        faults=faults,
    )


def simulate(opening: Opening, asked: Asked, tell: Heard | None = None) -> Report:
    """Play the scenarios on an office; `tell` hears of runs done, runs planned and the report so far.

    Equal questions give equal reports to the last bit, on however many processes.
    """
    with helpers(asked.workers, asked.cluster) as executor:
        return played(opening, asked, executor, tell)


def played(opening: Opening, asked: Asked, executor: Executor | None, tell: Heard | None = None) -> Report:
    """Play the scenarios like `simulate` with processes that are ready already."""
    stagings = [staged(opening, scenario) for scenario in asked.scenarios]
    return replicate(stagings, sharpness(asked), run_once, executor, tell)


def sharpness(asked: Asked) -> Sharpness:
    """Say how sharp the answer has to be: as the baseline's file says, where nothing else is asked."""
    baseline = asked_by(asked.scenarios[0])
    if asked.replications is not None:
        baseline = replace(baseline, replications=asked.replications, half_width={})
    return replace(baseline, half_width=asked.half_width) if asked.half_width else baseline


def story_of(opening: Opening, scenario: Scenario, name: str) -> list[dict[str, Any]]:
    """Tell what happens to one case, person or vehicle in the first run of a scenario; raises NotFound where there is none."""
    moments = tell_story(staged(opening, scenario), 0, name)
    if not moments:
        raise NotFound(
            Text(f"推演中没有案件、人员或车辆“{name}”。", f'No case, person or vehicle "{name}" is in the simulation.'),
            Text(
                "在办案件用其案号，模拟收案的案号形如 （2023）推执12-0-1号；人员、车辆用其编号。",
                "Open cases go by their number, simulated ones are called like （2023）推执12-0-1号; people and vehicles go by code.",
            ),
            code="case-unknown",
            facts={"case": name},
        )
    return [{"at": one.at.isoformat(), "text": one.text.as_dict(), "who": one.who} for one in moments]


def check_simulation(context: Context, params: Params) -> None:
    """Refuse at once what no worker could simulate; raises NotFound or BadInput like `draft_simulation`."""
    opening = opening_without_cases(context)
    asked = asked_of(opening, params)
    check_alike([staged(opening, scenario) for scenario in asked.scenarios], sharpness(asked))


def check_on_stage(opening: Opening, read: Sequence[tuple[ScenarioText, Scenario]]) -> None:
    """Refuse scenarios that read well and still cannot be played; raises BadInput with each fault by file, row and field."""
    faults = [
        {**fault, "file": source.name, "row": row_of_path(source.text, str(fault["field"]))}
        for source, scenario in read
        for fault in _faults_on_stage(opening, scenario)
    ]
    if faults:
        raise _several_faulty(faults)


def _faults_on_stage(opening: Opening, scenario: Scenario) -> Sequence[dict[str, object]]:
    """Give what stands in the way of a scenario that reads well: rules the process cannot do without, lanes nobody serves."""
    faults = ScenarioFaults()
    try:
        check_manned(opening, staged(opening, scenario), scenario, faults)
        faults.stop_if_any()
    except BadInput as error:
        return error.faults
    return ()


def asked_of(opening: Opening, params: Params) -> Asked:
    """Read what a run is asked: {"scenarios": [{"name", "toml"}], "replications"}; raises BadInput with faults by file and row."""
    if not params.get("scenarios"):
        raise missing("scenarios")
    sources = [ScenarioText(one["name"], one["toml"], _folder(one)) for one in params["scenarios"]]
    widths = {name: Fraction(width) for name, width in (params.get("half_width") or {}).items()}
    workers = int(params.get("workers") or usual_hands())
    scenarios = read_scenarios(opening, sources)
    check_on_stage(opening, list(zip(sources, scenarios, strict=True)))
    return Asked(scenarios, params.get("replications"), widths, workers, params.get("cluster") or "")


def missing(name: str) -> BadInput:
    """Make the error for a request without what it is about."""
    text = Text(f"没有给出 {name}。", f"No {name} are given.")
    return BadInput(
        text,
        Text(f"请写明 {name}：name 与 toml。", f"Give {name} by name and toml."),
        code="nothing-asked",
        faults=[{"field": name, "text": text.as_dict()}],
    )


def _folder(source: Mapping[str, str]) -> Path | None:
    """Give the folder beside which a scenario of the command line lies; one sent from afar has none."""
    return Path(source["folder"]) if source.get("folder") else None


def draft_simulation(context: Context, run: str, params: Params, report: Teller, cancelled: Cancelled) -> str:
    """Simulate the office as it stands and keep the report as a document; gives its digest.

    Reads one instant of the office; its report is kept now and then while it grows.
    """
    opening = live_opening(context)
    asked = asked_of(opening, params)
    keep = Keeper(context, run, lambda found: document_of(opening, found))

    def tell(done: int, planned: int, so_far: Report) -> None:
        """Report how far it is, keep what is known, and stop where somebody called it off."""
        if cancelled():
            raise run_cancelled()
        report(done * NEARLY_DONE // planned, message=told(done, planned))
        keep.now_and_then(so_far)

    found = simulate(opening, asked, tell)
    return keep.last(found, _ready(found))


@dataclass
class Keeper:
    """Keeps what a run has found so far (阶段结果), seldom enough to cost nothing, and its last word."""

    context: Context
    run: str
    document: Callable[[Any], Mapping[str, Any]]
    kind: str = SIMULATION
    _due: float = field(default_factory=lambda: time.monotonic() + PARTIAL_SECONDS)

    def now_and_then(self, found: Any) -> None:
        """Keep a partial result if the last one is old enough."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + PARTIAL_SECONDS
        with self.context.database.noting() as uow:
            digest = uow.documents.put_text(self.kind, figures_text(self.document(found)))
            uow.runs.update(self.run, only_in=("running",), result=digest)
            uow.commit()

    def last(self, found: Any, message: Text) -> str:
        """Keep the result and end the run with it; raises Conflict when the run was cancelled."""
        with self.context.database.writing() as uow:
            digest = uow.documents.put_text(self.kind, figures_text(self.document(found)))
            if not uow.runs.finish(self.run, digest, self.context.now(), message):
                raise run_cancelled()
            uow.commit()
        return digest


def figures_text(document: Mapping[str, Any]) -> str:
    """Write a document of figures as the one text that stands for it: floats exactly, keys sorted, nothing not a number."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def document_of(opening: Opening, found: Report) -> dict[str, Any]:
    """Give a report as it is kept and shown, with what it was played on by digest."""
    return {"digest": found.digest, "opening": opening_entry(opening), **found.as_dict()}


def opening_entry(opening: Opening) -> dict[str, Any]:
    """Say what was played on: office, rulebook and process by digest, how many open cases and filings of before."""
    return {
        "office": opening.office.digest,
        "rulebook": opening.rulebook.digest,
        "process": opening.process.digest,
        "stock": len(opening.stock),
        "bank": len(opening.bank),
    }


def told(done: int, planned: int) -> Text:
    """Say how many runs are done."""
    return Text(f"已推演 {done} / {planned} 次", f"{done} of {planned} runs simulated")


def _ready(found: Report) -> Text:
    count = len(found.outcomes)
    return Text(
        f"推演完成：{count} 个方案各 {found.replications} 次。",
        f"The simulation is done: {Count(count):scenario|scenarios}, {found.replications} runs each.",
    )


def read_simulation(context: Context, run: str) -> dict[str, Any]:
    """Give the report of a run, or what is known of it so far; raises NotFound, or Conflict while there is nothing."""
    return read_kept(context, run, SIMULATION)


def read_kept(context: Context, run: str, kind: str) -> dict[str, Any]:
    """Give the document of a run of a kind with its state; raises like `read_simulation`."""
    with context.database.reading() as uow:
        found = finished_run(uow, run, (kind,))
        kept: dict[str, Any] = uow.documents.get(found.result or "")
    return {"run": run, "state": found.state, **kept}


def without_run(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give a kept document without the run it came from: equal questions, equal bytes."""
    return {name: value for name, value in document.items() if name not in ("run", "state")}
