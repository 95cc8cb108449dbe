"""Whom to give one case (承办人推荐): every officer ranked by load before and after, and those refused with the reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from allocator.decisions.recommendation.eligibility import Refusal, mentor_for, refusals
from allocator.decisions.recommendation.shares import Shares
from allocator.domain.canonical import digest_of_plain
from allocator.domain.people import Officer
from allocator.domain.rulebook.book import Continuity
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import PERMILLE, Load

LOAD_AFTER = Text("承办后的负荷", "load after taking the case")
TIES = {
    "resumed": Text("恢复执行的原承办人", "handled the case that is resumed"),
    "series": Text("同系列案的承办人", "handles the same series"),
    "debtor": Text("同一被执行人案件的承办人", "handles another case of the same debtor"),
    "creditor_is_debtor": Text("申请执行人另案为被执行人", "handles a case in which this creditor is debtor"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a candidate's price, per mille of load: what it is and how much it makes."""

    id: str
    amount: int
    text: Text


@dataclass(frozen=True, slots=True)
class Candidate:
    """An eligible officer: the load before and after, who else is charged, and the price that ranks (smaller first)."""

    officer: str
    team: str
    mentor: str | None
    before: Load
    after: Load
    charges: Mapping[str, int]
    terms: tuple[Term, ...]
    recent: int
    mentor_after: Load | None = None

    @property
    def price(self) -> int:
        """Add the terms up, per mille of load."""
        return sum(term.amount for term in self.terms)


@dataclass(frozen=True, slots=True)
class Refused:
    """An officer who may not take the case, with every reason."""

    officer: str
    team: str | None
    load: Load
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All officers for one case: candidates in order, the pool to draw from, and those refused."""

    case_no: str
    candidates: tuple[Candidate, ...]
    refused: tuple[Refused, ...]
    pool: tuple[str, ...]
    tolerance: int
    snapshot: str = field(default="")

    @property
    def pool_digest(self) -> str:
        """Name the pool with the loads it rests on, for the draw and its transcript."""
        return digest_of_pool(
            (item.officer, item.before.permille, item.after.permille, item.price) for item in self.in_pool()
        )

    def in_pool(self) -> tuple[Candidate, ...]:
        """Give the candidates to draw from, by officer code."""
        return tuple(
            sorted((item for item in self.candidates if item.officer in self.pool), key=lambda item: item.officer)
        )

    def candidate(self, officer: str) -> Candidate | None:
        """Find an officer among the candidates."""
        return next((item for item in self.candidates if item.officer == officer), None)


def digest_of_pool(rows: Iterable[tuple[str, int | None, int | None, int]]) -> str:
    """Name a pool by officer, load before and after (per mille) and price of everybody in it, in order of officer."""
    return digest_of_plain(list(rows))


def rank(case: CaseToPlace, snapshot: Snapshot) -> Ranking:
    """Rank every officer whose role leads cases for one case; a pure function of both."""
    shares = Shares(snapshot)
    judged = [_judge(officer, case, shares) for officer in snapshot.capacity.leaders]
    refused = tuple(item for item in judged if isinstance(item, Refused))
    ranked = ranking([item for item in judged if isinstance(item, Candidate)], case, snapshot)
    return replace(ranked, refused=refused, snapshot=snapshot.digest)


def judge(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Candidate | Refused:
    """Judge one officer for one case as `rank` does everybody."""
    return _judge(officer, case, Shares(snapshot))


def ranking(found: Sequence[Candidate], case: CaseToPlace, snapshot: Snapshot) -> Ranking:
    """Put candidates in order, and those into the pool that are as good as the best within the tolerance."""
    candidates = sorted(found, key=lambda item: (item.price, item.officer))
    tolerance = snapshot.rulebook.levers.tolerance
    pool = tuple(sorted(item.officer for item in candidates if item.price <= candidates[0].price + tolerance))
    return Ranking(case.case.filing.case_no, tuple(candidates), (), pool, tolerance)


def _judge(officer: Officer, case: CaseToPlace, shares: Shares) -> Candidate | Refused:
    reasons = refusals(officer, case, shares.snapshot)
    if reasons:
        return Refused(officer.code, officer.team, shares.snapshot.load(officer.code), reasons)
    candidate = candidate_of(officer, case, shares)
    over = tuple(_over_cap(candidate, shares.snapshot))
    return Refused(officer.code, officer.team, candidate.before, over) if over else candidate


def candidate_of(officer: Officer, case: CaseToPlace, shares: Shares) -> Candidate:
    """Work out what taking the case would mean for an officer, whatever the caps say."""
    return candidate_with(officer, mentor_for(officer, case, shares.snapshot), case, shares)


def candidate_with(officer: Officer, mentor: str | None, case: CaseToPlace, shares: Shares) -> Candidate:
    """Work out the same for somebody of whom it is known who stands beside."""
    snapshot = shares.snapshot
    part, taken = shares.of(officer, case), shares.charged(officer, mentor, case)
    before, after = shares.load(officer.code), shares.load(officer.code, part.minutes(officer.code, taken))
    with_mentor = shares.load(mentor, part.minutes(mentor, taken)) if mentor is not None else None
    terms = (
        *_load_terms(after.permille or 0, with_mentor, part.fullest_colleague((officer.code, mentor))),
        *continuity_terms(officer.code, case, snapshot),
    )
    recent = snapshot.recent.get(officer.code, 0)
    return Candidate(officer.code, officer.team or "", mentor, before, after, taken, terms, recent, with_mentor)


def _load_terms(after: int, mentor: Load | None, fullest: int) -> Iterator[Term]:
    yield Term("load_after", after, LOAD_AFTER)
    excess = (mentor.permille or 0) - after if mentor is not None else 0
    if excess > 0:
        yield Term("mentor_load", excess, Text("师傅的负荷更高", "the mentor's load is higher"))
    if fullest > PERMILLE:
        yield Term(
            "team_load", fullest - PERMILLE, Text("同队配合人员超负荷", "the supporting colleagues are over 100 %")
        )


def continuity_terms(officer: str, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Term]:
    """Credit a former handler of surely linked cases; the credit halves with time and has a ceiling (承办连续性)."""
    rules = snapshot.rulebook.continuity
    best: dict[str, int] = {}
    for link in case.linked:
        if link.handler == officer and link.sure:
            best[link.tie] = max(best.get(link.tie, 0), decayed(link.tie, link.since, snapshot.day, rules))
    left = rules.most
    for tie, credit in sorted(best.items()):
        given = min(credit, left)
        left -= given
        if given:
            yield Term(f"continuity_{tie}", -given, TIES[tie])


def decayed(tie: str, since: date | None, day: date, rules: Continuity) -> int:
    """Give the credit of a tie after some time, per mille; whole half-lives exactly, between them to the nearest."""
    age = max(0, (day - since).days) if since else 0
    kept: float = 0.5 ** (age / rules.half_life_days)
    return round(rules.credit.get(tie, 0) * kept)


def _over_cap(candidate: Candidate, snapshot: Snapshot) -> Iterator[Refusal]:
    cap = snapshot.rulebook.levers.most_load
    if _beyond(candidate.after, cap):
        yield _too_much("over_cap", candidate.after, cap, "")
    if candidate.mentor is not None and candidate.mentor_after is not None and _beyond(candidate.mentor_after, cap):
        name = snapshot.office.officer_by_code[candidate.mentor].name
        yield _too_much("mentor_over_cap", candidate.mentor_after, cap, name)


def _beyond(load: Load, cap: int) -> bool:
    return load.permille is None or load.permille > cap


def _too_much(code: str, load: Load, cap: int, name: str) -> Refusal:
    text = Text("{name}将达 {load}，上限 {cap}%", "{name} would reach {load}, the cap is {cap} %")
    return Refusal(
        code,
        text.fill(name=name, load=load.words, cap=cap // 10),
        {"load": load.permille, "cap": cap, "excess_minutes": load.held - load.available * cap // PERMILLE},
    )
