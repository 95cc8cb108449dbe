"""The mentor ledger (师傅台账): hours given, kinds of case met, evidence of readiness, and the step it speaks for.

Figures of one pair are never set beside another's: no person is ranked. The step is a proposal; a person decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.docket import Case
from allocator.domain.facts import cause_id, facts_of
from allocator.domain.people import Officer, Pairing
from allocator.domain.rulebook.conditions import evaluate
from allocator.domain.rulebook.learning import Coverage
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import PERMILLE, ladder_step

DAYS_A_WEEK = 7
NEXT, GRADUATE, STAY = "next_step", "graduate", "stay"


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes a mentor was charged (带教工时), with the interval the causes' weights leave open."""

    minutes: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class PairHours:
    """What one mentor gave one apprentice in the window (师徒工时).

    `given` are minutes charged as mentor on cases closed by now, `running` on those still open, as they were estimated;
    `asked` is what the rulebook asks for in the days the pair stood.
    """

    mentor: str
    cover: bool
    first: date
    last: date | None
    cases: int
    given: Hours
    running: Hours
    asked: int


@dataclass(frozen=True, slots=True)
class CaseCount:
    """Cases of one kind an apprentice met (应办类型进度): how many of `least`, and how many of them with a mentor."""

    id: str
    text: Text
    least: int
    met: int
    together: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing the next step asks for (出师依据项): how much was found of what is wanted, in a unit."""

    id: str
    wanted: int
    found: int
    text: Text

    @property
    def enough(self) -> bool:
        """Say whether it is there."""
        return self.found >= self.wanted


@dataclass(frozen=True, slots=True)
class StepProposal:
    """The step of the ladder the evidence speaks for (拟晋级).

    `kind` is "next_step", "graduate" or "stay"; `now` and `then` are steps, 1 the lowest, with the capacity (per mille) of
    each; `decided` when a person set the present one; None throughout where the rulebook has no ladder.
    """

    kind: str
    now: int | None
    then: int | None
    capacity_now: int | None
    capacity_then: int | None
    decided: bool
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """An apprentice's book over a window of days (师傅台账): pairs, cases, kinds met, evidence and the step proposed.

    `together` of `cases` were handled with a mentor, `share` per mille of them (None without cases), `asked_share` what
    the rulebook asks for; `moved_away` counts cases of the window another handler has now.
    """

    apprentice: str
    first: date
    last: date
    pairs: tuple[PairHours, ...]
    cases: int
    open: int
    together: int
    share: int | None
    asked_share: int
    moved_away: int
    kinds: tuple[CaseCount, ...]
    evidence: tuple[Evidence, ...]
    step: StepProposal


def ledger(apprentice: Officer, cases: Sequence[Case], moved_away: int, snapshot: Snapshot, days: int) -> Ledger:
    """Keep the book of one apprentice over so many days up to the snapshot's; `cases` are those held in that time."""
    first = snapshot.day - timedelta(days=days - 1)
    together = [case for case in cases if case.holding and case.holding.mentor]
    kinds = tuple(_counted(row, cases, snapshot) for row in snapshot.rulebook.learning.coverage)
    evidence = tuple(_evidence(cases, kinds, snapshot, days))
    return Ledger(
        apprentice=apprentice.code,
        first=first,
        last=snapshot.day,
        pairs=tuple(_pair_hours(pair, cases, first, snapshot) for pair in _pairs(apprentice, first, snapshot)),
        cases=len(cases),
        open=sum(case.closed_on is None for case in cases),
        together=len(together),
        share=len(together) * PERMILLE // len(cases) if cases else None,
        asked_share=snapshot.rulebook.learning.co_handled,
        moved_away=moved_away,
        kinds=kinds,
        evidence=evidence,
        step=_step(apprentice, evidence, snapshot),
    )


def _pairs(apprentice: Officer, first: date, snapshot: Snapshot) -> list[Pairing]:
    """Give the pairs that stood within the window, cover after them."""
    own = snapshot.office.mentor_of(apprentice.code)
    return [
        pair
        for pair in own
        if pair.period.first <= snapshot.day and (pair.period.last is None or pair.period.last >= first)
    ]


def _pair_hours(pair: Pairing, cases: Sequence[Case], first: date, snapshot: Snapshot) -> PairHours:
    mine = [case for case in cases if case.holding and case.holding.mentor == pair.mentor]
    begin, end = max(first, pair.period.first), min(snapshot.day, pair.period.last or snapshot.day)
    stood = (end - begin).days + 1
    return PairHours(
        mentor=pair.mentor,
        cover=pair.cover,
        first=pair.period.first,
        last=pair.period.last,
        cases=len(mine),
        given=_hours(pair.mentor, [case for case in mine if case.closed_on is not None], snapshot),
        running=_hours(pair.mentor, [case for case in mine if case.closed_on is None], snapshot),
        asked=snapshot.rulebook.learning.weekly_minutes * stood // DAYS_A_WEEK,
    )


def _hours(mentor: str, cases: Sequence[Case], snapshot: Snapshot) -> Hours:
    """Add up what a mentor was charged; the interval is that of the causes' weights, each at its end."""
    weights = snapshot.rulebook.weights
    causes = {cause.id: cause for cause in weights.causes}
    charged = [
        (case.holding.charges.get(mentor, 0), causes.get(_cause(case, snapshot) or "", weights.other))
        for case in cases
        if case.holding is not None
    ]
    return Hours(
        sum(minutes for minutes, _ in charged),
        sum(minutes * cause.low // PERMILLE for minutes, cause in charged),
        sum(-(-minutes * cause.high // PERMILLE) for minutes, cause in charged),
    )


def _cause(case: Case, snapshot: Snapshot) -> str | None:
    return cause_id(case.input.filing.cause, snapshot.rulebook)


def _counted(row: Coverage, cases: Sequence[Case], snapshot: Snapshot) -> CaseCount:
    met = [case for case in cases if evaluate(row.when, facts_of(case.input, snapshot.office, snapshot.rulebook))]
    together = sum(1 for case in met if case.holding and case.holding.mentor)
    return CaseCount(row.id, row.text, row.least, len(met), together)


def _evidence(cases: Sequence[Case], kinds: Sequence[CaseCount], snapshot: Snapshot, days: int) -> Iterator[Evidence]:
    """Count what the rulebook asks for before the next step; what it does not ask for is not listed."""
    wanted = snapshot.rulebook.learning.readiness
    closed = [case for case in cases if case.closed_on is not None]
    signed = [case for case in closed if case.holding and case.holding.mentor]
    covered = sum(row.met >= row.least for row in kinds) * PERMILLE // len(kinds) if kinds else PERMILLE
    if wanted.closed:
        text = Text(
            f"近 {days} 日办结 {{found}} 件，要求 {{wanted}} 件", f"closed {{found}} in {days} days, {{wanted}} asked"
        )
        yield _one("closed", wanted.closed, len(closed), text)
    if wanted.signed_off:
        text = Text(
            "其中师傅共同办结 {found} 件，要求 {wanted} 件", "of them {found} closed with the mentor, {wanted} asked"
        )
        yield _one("signed_off", wanted.signed_off, len(signed), text)
    if wanted.covered:
        text = Text(
            "应办类型已满足 {found}%，要求 {wanted}%", "{found} % of the kinds to meet are met, {wanted} % asked"
        )
        said = text.fill(found=covered // 10, wanted=wanted.covered // 10)
        yield Evidence("covered", wanted.covered, covered, said)


def _one(name: str, wanted: int, found: int, text: Text) -> Evidence:
    return Evidence(name, wanted, found, text.fill(found=found, wanted=wanted))


def _step(apprentice: Officer, evidence: Sequence[Evidence], snapshot: Snapshot) -> StepProposal:
    ladder = snapshot.rulebook.ladder
    step, decided = ladder_step(apprentice, snapshot.rulebook, snapshot.day), apprentice.step is not None
    if step is None:
        return StepProposal(STAY, None, None, None, None, decided, (NO_LADDER,))
    now = ladder.index(step) + 1
    ready, last = bool(evidence) and all(item.enough for item in evidence), now == len(ladder)
    kind = STAY if not ready else GRADUATE if last else NEXT
    then = now + 1 if kind == NEXT else now
    reasons = tuple(item.text for item in evidence) or (NOTHING_ASKED,)
    said = reasons if decided else (*reasons, BY_MONTHS)
    return StepProposal(kind, now, then, step.capacity, ladder[then - 1].capacity, decided, said)


NO_LADDER = Text("规则手册没有成长阶梯", "the rulebook has no ladder")
NOTHING_ASKED = Text("规则手册未规定出师依据", "the rulebook asks for no evidence")
BY_MONTHS = Text("现阶段按任职月数确定", "the present step goes by months of service")
