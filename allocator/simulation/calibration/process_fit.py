"""An office's way of working, as far as its own log tells it (流程校准): each figure with its interval, each other with why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scipy.special import gammaincinv

from allocator.domain.cases import normal_name
from allocator.domain.errors import BadInput
from allocator.domain.scenarios.process import WORKING, Duty, Process, ProcessStage
from allocator.domain.scenarios.worklog import WorkLog
from allocator.domain.words import Text, listed
from allocator.simulation.calibration.estimates import Fitted
from allocator.simulation.calibration.history import record
from allocator.simulation.calibration.process_minutes import POOLED, WORK, Weighed, fit_weights, weights_of, worked
from allocator.simulation.calibration.process_waits import FEWEST, Wait, fit_wait, next_ones, overlap

YEAR, HALF_A_YEAR = 365.25, 182
THOUSANDTHS = 1000
NEVER_TOLD = {
    "effort_spread": Text(
        "日志只有各环节的平均用时，看不出个案与其权重之差。",
        "A log tells a step's mean minutes, not how far a case's differ from its weight.",
    ),
    "recovers": Text("日志中没有到位金额。", "A log tells of no money."),
    "resumption": Text(
        "恢复执行用新案号，日志不相连。", "Who comes back has a new number, which the log ties to nothing."
    ),
    "sickness": Text("日志看不出没有办结的在岗日。", "A log does not show who was there on a day without an end."),
    "overstays": Text("转道期限是规则，不是习惯。", "When a case changes lanes is a rule, not a habit."),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the process file that the log tells (已校准数值): its path, what to write, and what that rests on."""

    path: str
    value: str
    basis: str

    def as_dict(self) -> dict[str, str]:
        """Give it for a document."""
        return {"path": self.path, "value": self.value, "basis": self.basis}


@dataclass(frozen=True, slots=True)
class Untold:
    """A figure the log does not tell (不能校准): the file's own stays, and why."""

    path: str
    why: Text

    def as_dict(self) -> dict[str, Any]:
        """Give it for a document."""
        return {"path": self.path, "why": self.why.as_dict()}


@dataclass(frozen=True)
class ProcessFit:
    """What a log tells of a process: figures, those it does not tell, and steps of the log the process does not name."""

    figures: tuple[Figure, ...]
    untold: tuple[Untold, ...]
    steps_unknown: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give it as one document."""
        return {
            "figures": [one.as_dict() for one in self.figures],
            "untold": [one.as_dict() for one in self.untold],
            "steps_unknown": list(self.steps_unknown),
        }


@dataclass
class _Fitting:
    """The fitting under way: what is told so far."""

    log: WorkLog
    process: Process
    steps: Mapping[str, str]
    figures: list[Figure] = field(default_factory=list)
    untold: list[Untold] = field(default_factory=list)

    @property
    def span(self) -> str:
        """Name the log and the days it tells of."""
        return f"log {self.log.digest[:8]}, {self.log.first.date()} to {self.log.last.date()}"


def fit_process(log: WorkLog, process: Process, roles: Mapping[str, str]) -> ProcessFit:
    """Fit a process from a log whose steps are its stages and duties, by id or name; `roles` name the role of each person.

    Raises BadInput where no step of the log is one of the process.
    """
    steps = _steps(log, process)
    if not steps:
        raise _nothing_named(log, process)
    fitting = _Fitting(log, process, steps)
    _waits(fitting)
    for kind in (WORK, POOLED):
        _weights(fitting, kind, roles)
    for duty in process.duties:
        _duty(fitting, duty)
    fitting.untold += [Untold(path, why) for path, why in NEVER_TOLD.items()]
    unknown = sorted({item.step for item in log.items} - steps.keys())
    return ProcessFit(tuple(fitting.figures), tuple(fitting.untold), tuple(unknown))


def _steps(log: WorkLog, process: Process) -> dict[str, str]:
    """Find the stage or duty each step of a log is, by id or name."""
    rows: tuple[ProcessStage | Duty, ...] = (*process.stages, *process.duties)
    names = {normal_name(name): row.id for row in rows for name in (row.text.en, row.text.zh, row.id)}
    met = {item.step: names.get(normal_name(item.step)) for item in log.items}
    return {step: name for step, name in met.items() if name is not None}


def _nothing_named(log: WorkLog, process: Process) -> BadInput:
    some = listed(sorted({item.step for item in log.items})[:3])
    known = listed(stage.id for stage in process.stages[:5])
    return BadInput(
        Text(f"日志的环节（{some.zh} 等）都不在流程中。", f"No step of the log ({some.en} …) is one of the process."),
        Text(
            f"请把日志的环节写成流程的 id 或名称（{known.zh} 等）。",
            f"Call the log's steps by the process's ids or names ({known.en} …).",
        ),
        code="steps-unknown",
    )


def _waits(fitting: _Fitting) -> None:
    past, shared = record(fitting.log), overlap(fitting.log)
    pairs: dict[str, list[tuple[int, int]]] = {}
    for before, after in next_ones(fitting.log, past):
        name = fitting.steps.get(fitting.log.items[before].step, "")
        pairs.setdefault(name, []).append((before, after))
    for stage in fitting.process.stages:
        if stage.id in fitting.steps.values() and (stage.wait.typical or stage.wait.high):
            found = fit_wait(stage, pairs.get(stage.id, []), past, shared)
            _put(fitting, f"stages.{stage.id}.wait", _wait(found, stage) if isinstance(found, Wait) else found)


def _wait(found: Wait, stage: ProcessStage) -> tuple[str, str]:
    unit = f', unit = "{WORKING}"' if stage.wait.unit == WORKING else ""
    value = f'{{shape = "lognormal", typical = {_days(found.median)}, high = {_days(found.most)}{unit}}}'
    told = f"median {_shown(found.median)}, nineteen in twenty under {_shown(found.most)} days"
    return value, f"wait: {told}, {found.count} gaps between steps"


def _weights(fitting: _Fitting, kind: str, roles: Mapping[str, str]) -> None:
    """Fit the weights of every role, and write each stage's row anew with those that are told."""
    known = set(fitting.steps.values())
    found = worked(fitting.log, fitting.steps, roles)
    names = dict.fromkeys(role for stage in fitting.process.stages for role in weights_of(stage, kind))
    fits = {role: fit_weights(fitting.process, kind, role, found) for role in names}
    for stage in fitting.process.stages:
        own = weights_of(stage, kind)
        told = {role: fit for role in own if isinstance(fit := fits[role][stage.id], Weighed)}
        if stage.id in known:
            doubts = ((role, why) for role in own if isinstance(why := fits[role][stage.id], Text))
            fitting.untold += [Untold(f"stages.{stage.id}.{kind}.{role}", why) for role, why in doubts]
        if told:
            _put(fitting, f"stages.{stage.id}.{kind}", _row(kind, own, told))


def _row(kind: str, own: Mapping[str, int], told: Mapping[str, Weighed]) -> tuple[str, str]:
    weights = {role: float(told[role].weight.value or 0) if role in told else float(own[role]) for role in own}
    value = ", ".join(f"{role} = {max(1, round(weight)) / THOUSANDTHS:g}" for role, weight in weights.items())
    basis = "; ".join(
        f"{role} {_shown(one.weight, THOUSANDTHS)} by {_shown(one.minutes)} min a case, {one.count} items"
        for role, one in told.items()
    )
    return f"{{{value}}}", f"{kind}: {basis}"


def _duty(fitting: _Fitting, duty: Duty) -> None:
    if duty.id not in fitting.steps.values():
        return
    count = sum(fitting.steps.get(item.step) == duty.id for item in fitting.log.items)
    days = (fitting.log.last - fitting.log.first).total_seconds() / 86400
    if days < HALF_A_YEAR or count < FEWEST:
        why = Text(
            f"{days:.0f} 天内只有 {count} 次，不足以说一年。", f"{count} in {days:.0f} days tell too little of a year."
        )
        fitting.untold.append(Untold(f"duties.{duty.id}.per_year", why))
        return
    years = days / YEAR
    bounds = gammaincinv(count, 0.025), gammaincinv(count + 1, 0.975)  # of a Poisson count, exact
    a_year = Fitted(count / years, *(float(bound) / years for bound in bounds))
    _put(fitting, f"duties.{duty.id}.per_year", (f"{round(count / years)}", f"per_year: {_shown(a_year)}, {count} met"))


def _put(fitting: _Fitting, path: str, found: tuple[str, str] | Text) -> None:
    if isinstance(found, Text):
        fitting.untold.append(Untold(path, found))
    else:
        fitting.figures.append(Figure(path, found[0], f"{found[1]} ({fitting.span})"))


def _days(one: Fitted) -> str:
    return f"{one.value or 0:.3f}".rstrip("0").rstrip(".")


def _shown(one: Fitted, scale: int = 1) -> str:
    value, low, high = ((part or 0.0) / scale for part in (one.value, one.low, one.high))
    return f"{value:.3g} [{low:.3g}, {high:.3g}]"
