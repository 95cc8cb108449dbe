"""What a log tells of a process's weights (环节工时权重): how a role's minutes of a case are spread over the stages it passes.

Minutes fitted from spans hold breaks too, and so are upper bounds; of stages compared with one another that falls away.
Measured is the share between stages the log tells of; together they keep the weight the file gave them beside the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from allocator.domain.scenarios.process import Process, ProcessStage
from allocator.domain.scenarios.worklog import WorkLog
from allocator.domain.words import Text
from allocator.simulation.calibration.estimates import Fitted, estimate
from allocator.simulation.calibration.minutes import StepMinutes, step_minutes
from allocator.simulation.calibration.process_waits import FEWEST, UNSURE, is_sure

POOLED, WORK = "pooled", "work"
THOUSANDTHS, LEAST = 1000, 2
Label = tuple[str, str]
"""A stage and a role."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A role's weight in a stage (环节权重) in thousandths, with the minutes of a case it rests on and how many items."""

    count: int
    weight: Fitted
    minutes: Fitted


@dataclass(frozen=True)
class Worked:
    """Minutes by stage and role (分角色用时), their draws, and how many of each had ended."""

    labels: tuple[str, ...]
    fitted: StepMinutes
    ended: Mapping[str, int]
    passed: Mapping[str, int]

    def of_a_case(self, label: Label) -> tuple[int, float, np.ndarray]:
        """Give how many items of a role in a stage ended, its minutes of a case that passes the stage, and their draws."""
        name = named(label)
        if name not in self.labels:
            return 0, np.nan, np.full(1, np.nan)
        place, count = self.labels.index(name), self.ended.get(name, 0)
        times = count / max(1, self.passed.get(label[0], 0))
        return count, float(self.fitted.minutes[place]) * times, self.fitted.drawn[:, place] * times


def named(label: Label) -> str:
    """Write a stage and a role as one step."""
    return "\n".join(label)


def worked(log: WorkLog, steps: Mapping[str, str], roles: Mapping[str, str]) -> Worked:
    """Fit minutes by stage and role; `steps` name the stage of a step, `roles` the role of a person."""
    items = [
        replace(item, step=named((steps.get(item.step, f"?{item.step}"), roles.get(item.person, ""))))
        for item in log.items
    ]
    relabelled = WorkLog(tuple(items))
    labels = tuple(sorted({item.step for item in items}))
    ended: dict[str, int] = {}
    passed: dict[str, set[str]] = {}
    for item in items:
        if item.ended is not None:
            ended[item.step] = ended.get(item.step, 0) + 1
            passed.setdefault(item.step.partition("\n")[0], set()).add(item.case)
    counts = {stage: len(cases) for stage, cases in passed.items()}
    return Worked(labels, step_minutes(relabelled, labels), ended, counts)


def fit_weights(process: Process, kind: str, role: str, found: Worked) -> Mapping[str, Weighed | Text]:
    """Fit a role's weights in all stages that have one, by stage; a text says why the log does not tell it."""
    stages = [stage for stage in process.stages if role in weights_of(stage, kind)]
    rows = {stage.id: found.of_a_case((stage.id, role)) for stage in stages}
    told: dict[str, Weighed | Text] = {name: why for name, row in rows.items() if (why := _doubt(*row))}
    sure = [stage for stage in stages if stage.id not in told]
    if len(sure) < LEAST:
        return {**told, **{stage.id: ALONE for stage in sure}}
    whole = sum(weights_of(stage, kind)[role] for stage in sure)
    return {**told, **_shared(sure, rows, whole)}


def _doubt(count: int, minutes: float, drawn: np.ndarray) -> Text | None:
    if count < FEWEST:
        return Text(
            f"该角色办结 {count} 个事项，少于 {FEWEST}。",
            f"{count} items of it were ended by people of the role, fewer than {FEWEST}.",
        )
    return None if is_sure(estimate(minutes, drawn)) else UNSURE


def _shared(
    stages: Sequence[ProcessStage], rows: Mapping[str, tuple[int, float, np.ndarray]], whole: int
) -> Mapping[str, Weighed]:
    """Share the weight the stages have together out by their minutes, draw by draw."""
    total = sum(rows[stage.id][1] for stage in stages)
    totals = sum(rows[stage.id][2] for stage in stages)
    return {
        stage.id: Weighed(count, estimate(whole * minutes / total, whole * drawn / totals), estimate(minutes, drawn))
        for stage in stages
        for count, minutes, drawn in (rows[stage.id],)
    }


def weights_of(stage: ProcessStage, kind: str) -> Mapping[str, int]:
    """Give a stage's weights of the team or of the pools."""
    return stage.work if kind == WORK else stage.pooled


ALONE = Text(
    "只有一个环节可量，权重是环节之间的比例。",
    "Only one stage is told of; weights are shares between stages.",
)
