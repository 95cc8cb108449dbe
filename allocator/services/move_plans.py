"""A plan of moves to choose from (均衡方案): the frontier of moves against gain, its knee, and what can be ticked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocator.decisions.knee import knee
from allocator.domain.errors import NotFound
from allocator.domain.hidden import NOTHING, Hidden
from allocator.domain.words import Text
from allocator.domain.workload import Load
from allocator.persistence.runs import Run
from allocator.services.context import Context, the_office
from allocator.services.plans import REBALANCE, Draft, draft_in


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """At most so many moves: the highest load they leave (per mille), its proven bound, the unevenness, and their cases.

    `at_hand`: these moves are among those of the draft, so that they can be published from it.
    """

    moves: int
    peak: int
    bound: int
    spread: int
    cases: tuple[str, ...]
    at_hand: bool


@dataclass(frozen=True, slots=True)
class LoadTurn:
    """Somebody whose load the plan changes, in the office's own order: before, after, cases more or fewer."""

    officer: str
    before: Load
    after: Load
    cases: int


@dataclass(frozen=True, slots=True)
class MovePlan:
    """A run that moves held cases, and once it is done its draft, frontier, knee and the loads it changes."""

    run: Run
    names: Mapping[str, str]
    draft: Draft | None = None
    points: tuple[FrontierPoint, ...] = ()
    knee: int = 0
    turns: tuple[LoadTurn, ...] = ()
    hidden: Hidden = NOTHING

    @property
    def open(self) -> tuple[Mapping[str, Any], ...]:
        """Give the moves that are not published yet, as far as their cases are for whoever asks."""
        gone = self.draft.published if self.draft else ()
        rows = (row for row in self.draft.rows if row["case_no"] not in gone) if self.draft else ()
        return tuple(row for row in rows if not self.hidden.hides(row["case_no"]))


def read_move_plan(context: Context, run_id: str) -> MovePlan:
    """Give a run that moves held cases, with its plan once it is done; raises NotFound."""
    with context.database.reading() as uow:
        run = uow.runs.get(run_id)
        if run is None or run.kind != REBALANCE:
            raise _no_such_plan(run_id)
        names = {officer.code: officer.name for officer in the_office(uow).officers}
        if not run.result:
            return MovePlan(run, names)
        draft = draft_in(uow, run_id)
    points = _points(draft.document, uow.hidden)
    best = knee([point.peak for point in points])
    return MovePlan(run, names, draft, points, best, _turns(draft.document), uow.hidden)


def _points(document: Mapping[str, Any], hidden: Hidden) -> tuple[FrontierPoint, ...]:
    there = {(row["case_no"], row["officer"]) for row in document["rows"]}
    return tuple(_point(item, there, hidden) for item in document["points"])


def _point(item: Mapping[str, Any], there: set[tuple[str, str]], hidden: Hidden) -> FrontierPoint:
    levels = {level["name"]: level for level in item["levels"]}
    rows = {(row["case_no"], row["officer"]) for row in item["rows"]}
    peak, spread = levels["peak"], levels["spread"]
    cases = tuple(row["case_no"] for row in item["rows"] if not hidden.hides(row["case_no"]))
    return FrontierPoint(item["most"], peak["value"], peak["bound"], spread["value"], cases, rows <= there)


def _turns(document: Mapping[str, Any]) -> tuple[LoadTurn, ...]:
    turns = (
        LoadTurn(row["officer"], _load(row["before"]), _load(row["after"]), row["cases"]) for row in document["loads"]
    )
    return tuple(turn for turn in turns if turn.before != turn.after)


def _load(stored: Mapping[str, int]) -> Load:
    return Load(stored["held"], stored["available"])


def _no_such_plan(run_id: str) -> NotFound:
    return NotFound(
        Text("没有这个均衡方案。", "There is no such plan of moves."),
        Text("请从团队负荷页重新生成。", "Draft one from the board of teams."),
        code="run-unknown",
        facts={"run": run_id},
    )


def asked_again(run: Run, refused: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Give what to ask for anew: as the run before, and these moves (case, officer) not."""
    before = [dict(item) for item in run.params.get("refuse") or ()]
    more = [{"case": case_no, "officer": officer} for case_no, officer in refused]
    return {**run.params, "refuse": [*before, *(item for item in more if item not in before)]}
