"""A plan of moves to choose from (均衡方案): the frontier of moves against gain, its knee, and what can be ticked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from allocator.decisions.allocation.knee import knee
from allocator.domain.errors import NotFound
from allocator.domain.hidden import NOTHING, Hidden
from allocator.domain.words import Text
from allocator.domain.workload import Load
from allocator.persistence.runs import Run
from allocator.services.context import Context
from allocator.services.plans.plans import REBALANCE, Draft, draft_in
from allocator.services.transaction import look, the_office


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
    """Somebody whose load moves of the plan touch, in the office's own order: now, with the moves looked at, cases more or fewer."""

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
    now: Mapping[str, Load] = field(default_factory=dict)
    days: int = 0
    hidden: Hidden = NOTHING

    @property
    def settled(self) -> frozenset[str]:
        """Give the cases whose moves a person settled on before the plan was drafted."""
        rows = self.draft.document.get("taken", ()) if self.draft else ()
        return frozenset(row["case_no"] for row in rows)

    @property
    def open(self) -> tuple[Mapping[str, Any], ...]:
        """Give the moves that are not published yet, as far as their cases are for whoever asks."""
        gone = self.draft.published if self.draft else ()
        rows = (row for row in self.draft.rows if row["case_no"] not in gone) if self.draft else ()
        return tuple(row for row in rows if not self.hidden.hides(row["case_no"]))

    def turns(self, cases: Collection[str]) -> tuple[LoadTurn, ...]:
        """Give the loads as they are at this moment, and as they would be once the moves of some cases are published.

        Everybody whom an open move touches is listed, whether these moves do or not; `now` has them in the office's order.
        """
        wanted = [row for row in self.open if row["case_no"] in cases]
        return tuple(self._turn(officer, load, wanted) for officer, load in self.now.items())

    def _turn(self, officer: str, load: Load, rows: Sequence[Mapping[str, Any]]) -> LoadTurn:
        minutes = sum(row["charges"].get(officer, 0) - self.held(row["case_no"]).get(officer, 0) for row in rows)
        more = sum((row["officer"] == officer) - (row["holder"] == officer) for row in rows)
        return LoadTurn(officer, load, Load(load.held + minutes, load.available), more)

    def held(self, case_no: str) -> Mapping[str, int]:
        """Give who carries which minutes of a case before it moves."""
        held: list[list[Any]] = self.draft.document["held"] if self.draft else []
        return next((row[-1] for row in held if row[0] == case_no), {})


def read_move_plan(context: Context, run_id: str) -> MovePlan:
    """Give a run that moves held cases, with its plan once it is done; raises NotFound."""
    with context.database.reading() as uow:
        run = uow.runs.get(run_id)
        if run is None or run.kind != REBALANCE:
            raise _no_such_plan(run_id)
        names = {officer.code: officer.name for officer in the_office(uow).officers}
        if not run.result:
            return MovePlan(run, names)
        draft, snapshot = draft_in(uow, run_id), look(uow, context)
    points = () if draft.document["asked"]["absent"] else _points(draft.document, uow.hidden)
    best = knee([point.peak for point in points])
    plan = MovePlan(run, names, draft, points, best, hidden=uow.hidden)
    now = {code: snapshot.load(code) for code in names if code in _touched(plan)}
    return replace(plan, now=now, days=snapshot.rulebook.levers.horizon_days)


def _touched(plan: MovePlan) -> set[str]:
    """Give everybody whom an open move gives or takes minutes."""
    rows = plan.open
    return {code for row in rows for code in (*row["charges"], *plan.held(row["case_no"]))}


def _points(document: Mapping[str, Any], hidden: Hidden) -> tuple[FrontierPoint, ...]:
    there = {(row["case_no"], row["officer"]) for row in (*document.get("taken", ()), *document["rows"])}
    return tuple(_point(item, there, hidden) for item in document["points"])


def _point(item: Mapping[str, Any], there: set[tuple[str, str]], hidden: Hidden) -> FrontierPoint:
    levels = {level["name"]: level for level in item["levels"]}
    rows = {(row["case_no"], row["officer"]) for row in item["rows"]}
    peak, spread = levels["peak"], levels["spread"]
    cases = tuple(row["case_no"] for row in item["rows"] if not hidden.hides(row["case_no"]))
    return FrontierPoint(item["most"], peak["value"], peak["bound"], spread["value"], cases, rows <= there)


def _no_such_plan(run_id: str) -> NotFound:
    return NotFound(
        Text("没有这个均衡方案。", "There is no such plan of moves."),
        Text("请从团队负荷页重新生成。", "Draft one from the board of teams."),
        code="run-unknown",
        facts={"run": run_id},
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of the moves of a draft (对草案的取舍): those ticked, those shown without, and cases that stay."""

    ticked: frozenset[str]
    shown: frozenset[str]
    staying: frozenset[str]


def asked_again(seen: MovePlan, said: Said) -> dict[str, Any]:
    """Give what to ask for anew: as before; what is ticked is settled, what is not is refused, and what stays does so."""
    params, wanted = seen.run.params, said.ticked - said.staying
    moves = {row["case_no"]: {"case": row["case_no"], "officer": row["officer"]} for row in seen.open}
    before = [dict(item) for item in params.get("refuse") or ()]
    more = [item for case_no, item in moves.items() if case_no in said.shown - wanted - said.staying]
    staying = [case_no for case_no in moves if case_no in said.staying]
    return {
        **params,
        "refuse": [*before, *(item for item in more if item not in before)],
        "take": [item for case_no, item in moves.items() if case_no in wanted],
        "keep": list(dict.fromkeys([*(params.get("keep") or ()), *staying])),
    }
