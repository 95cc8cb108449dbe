"""Plans of moves (移交方案): what is asked, the moves, and what they make of the loads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocator.decisions.allocation.allocation import LoadChange, Unplaced
from allocator.decisions.allocation.moving import may_move_from, move_price, stage_of
from allocator.decisions.allocation.translate import Lots
from allocator.decisions.certificates.certificate import Proof
from allocator.decisions.checking.checker import Objection
from allocator.decisions.pairs.pair_cover import Cover
from allocator.domain.people import Absence, Period
from allocator.domain.snapshot import CaseToPlace, HeldCase, Snapshot
from allocator.domain.workload import Load
from solver.assignment.plan import minutes
from solver.search import LevelResult


@dataclass(frozen=True, slots=True)
class Asked:
    """What a supervisor asks for (再平衡请求): at most so many moves, the whole frontier up to them, or a handing over.

    `absent` hands over all its cases, for good or `until` a last day away. `keep` never move; `refuse` are single moves
    not wanted: a case and whom it may not go to (None: it may not move at all); `take` are moves a person settled on, a
    case and whom it goes to; `second` may move although they moved lately, for the reason given in `because`.
    """

    most: int = 0
    frontier: bool = False
    absent: str | None = None
    until: date | None = None
    keep: tuple[str, ...] = ()
    refuse: tuple[tuple[str, str | None], ...] = ()
    take: tuple[tuple[str, str], ...] = ()
    second: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the day's secret decides (当日抽签): the lots among equals, and the seed of the search."""

    lots: Lots
    seed: int


@dataclass(frozen=True, slots=True)
class Move:
    """One move (移交): the case, from whom and to whom, what it costs by its stage, and how many others could have had it.

    `second` says that the case was moved lately; `afterwards` what becomes of it when an absence ends: "back" or "stay".
    Where only the mentor beside an apprentice changes, `officer` is the holder.
    """

    case_no: str
    holder: str
    officer: str
    mentor: str | None
    charges: Mapping[str, int]
    price: int
    stage: str | None
    alternatives: int
    second: bool
    afterwards: str | None = None


@dataclass(frozen=True, slots=True)
class MovePoint:
    """A point of the frontier: at most so many moves, which, and value, bound and gap of each level."""

    most: int
    rows: tuple[Move, ...]
    levels: tuple[LevelResult, ...]


@dataclass(frozen=True, slots=True)
class Rebalancing:
    """A plan of moves: the points looked at, the moves of the one drafted, what stands behind it, and what is left.

    `taken` are the moves a person settled on, which stand in every point before those that were found (`rows`). `cases` are
    those that could move besides, as the solver saw them. `covered` are cases of apprentices beside whom another mentor
    stands now, `unmentored` those whose mentor is away and whom nobody covers yet; `covers` is who should cover, to be
    accepted by a person. `fixed` says why cases stay: "kept" by a person, "moved_lately", their holder is "away", or
    "nobody" else may have them.
    """

    points: tuple[MovePoint, ...]
    end: str
    rows: tuple[Move, ...]
    taken: tuple[Move, ...]
    unplaced: tuple[Unplaced, ...]
    covered: tuple[Move, ...]
    unmentored: tuple[str, ...]
    covers: tuple[Cover, ...]
    fixed: Mapping[str, str]
    loads: tuple[LoadChange, ...]
    objections: tuple[Objection, ...]
    cases: tuple[CaseToPlace, ...]
    proof: Proof

    @property
    def instance(self) -> str:
        """Name the instance that was solved."""
        return self.proof.problem.digest


def away_too(snapshot: Snapshot, person: str, until: date | None) -> Snapshot:
    """Give the office as it is once somebody is away from this day on, until a last day or for good."""
    absence = Absence(person, Period(snapshot.day, until), "")
    return replace(snapshot, office=replace(snapshot.office, absences=(*snapshot.office.absences, absence)))


def no_room_kept(snapshot: Snapshot) -> Snapshot:
    """Give the office as it is without room kept for conversions (简转繁预留), which new cases must leave free.

    What is handed over comes in anew for nobody: it is among the open cases from which conversions are expected already, and
    no case stays with somebody who is away so that room be kept for cases that may come.
    """
    return replace(snapshot, rulebook=replace(snapshot.rulebook, reserves=()))


def handed_over_in(snapshot: Snapshot, asked: Asked) -> Snapshot:
    """Give the office in which cases are moved: as it is, or once whoever hands over is away."""
    return no_room_kept(away_too(snapshot, asked.absent, asked.until)) if asked.absent else snapshot


def kept(asked: Asked) -> frozenset[str]:
    """Give the cases that may not move at all."""
    return frozenset(asked.keep) | {case_no for case_no, officer in asked.refuse if officer is None}


def declined(stock: Sequence[HeldCase], asked: Asked) -> list[HeldCase]:
    """Give the stock with those whom a supervisor does not want to have a case."""
    unwanted: dict[str, tuple[str, ...]] = {}
    for case_no, officer in asked.refuse:
        if officer is not None:
            unwanted[case_no] = (*unwanted.get(case_no, ()), officer)
    return [_declining(item, unwanted[item.case_no]) if item.case_no in unwanted else item for item in stock]


def _declining(item: HeldCase, people: tuple[str, ...]) -> HeldCase:
    return replace(item, place=replace(item.place, declined=(*item.place.declined, *people)))


def move_of(
    item: HeldCase, officer: str, mentor: str | None, taken: Mapping[str, int], others: int, snapshot: Snapshot
) -> Move:
    """Give one move of a held case with what its stage says of it."""
    stage = stage_of(item.place, snapshot)
    second = may_move_from(item.place, snapshot) is not None
    price = move_price(item.place, snapshot)
    return Move(item.case_no, item.holder, officer, mentor, taken, price, stage.id if stage else None, others, second)


def with_moves(held: Mapping[str, int], rows: Sequence[Move], stock: Sequence[HeldCase]) -> dict[str, int]:
    """Give the minutes held by people and desks once some moves are made."""
    known = {item.case_no: item for item in stock}
    found = without(held, [known[row.case_no] for row in rows])
    for row in rows:
        for holder, count in row.charges.items():
            found[holder] = found.get(holder, 0) + count
    return found


def without(held: Mapping[str, int], cases: Sequence[HeldCase]) -> dict[str, int]:
    """Give the minutes held by people and desks without what some cases take."""
    found = dict(held)
    for item in cases:
        for holder, count in item.charges.items():
            found[holder] = found.get(holder, 0) - count
    return found


def loads_after(proof: Proof, rows: Sequence[Move], before: Snapshot) -> tuple[LoadChange, ...]:
    """Give everybody's load before and after a plan, and how many cases more or fewer that makes."""
    count = dict.fromkeys(before.office.officer_by_code, 0)
    for row in rows:
        count[row.officer] += 1
        count[row.holder] -= 1
    held, capacity = minutes(proof.problem, proof.plan).tolist(), proof.problem.capacity.tolist()
    people = zip(before.office.officers, held, capacity, strict=True)
    return tuple(
        LoadChange(one.code, before.load(one.code), Load(then, has), count[one.code]) for one, then, has in people
    )
