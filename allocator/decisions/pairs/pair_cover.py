"""Cover for a mentor who is away (代管): every apprentice gets somebody the same day, within the rules, until the leave ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from allocator.decisions.pairs.mentoring import Round, standing_pairs
from allocator.decisions.pairs.pair_checker import Matched
from allocator.decisions.pairs.pairing import PairProposal, Search, match
from allocator.decisions.recommendation.eligibility import Refusal
from allocator.decisions.recommendation.recusal import tied
from allocator.domain.people import Officer, Pairing, Period
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text

CoHandled = Mapping[str, Sequence[CaseToPlace]]
"""The open cases each apprentice handles together with the mentor who is away, by the apprentice's code."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Who stands in for whom beside which apprentice, and for how long (代管安排); `notice` is what the three are told."""

    apprentice: str
    mentor: str
    cover: str
    period: Period
    notice: Text

    @property
    def pairing(self) -> Pairing:
        """The pair as the office keeps it: it counts among the cover's apprentices, and ends with the leave."""
        return Pairing(self.cover, self.apprentice, self.period, cover=True)


@dataclass(frozen=True, slots=True)
class CoverProposal:
    """Cover for each apprentice of those away, and the matching behind it: who stays alone and why, the way out."""

    covers: tuple[Cover, ...]
    matching: PairProposal


def cover(away: Mapping[str, Period], snapshot: Snapshot, cases: CoHandled, search: Search) -> CoverProposal:
    """Find cover for the apprentices of mentors who are away from the snapshot's day on, each until the leave ends.

    Whoever covers is there all that time, has a place left (two apprentices at most, cover included), need not recuse
    from what is handled together, and has the skills it asks for; wishes and balance decide as for pairs that last.
    """
    mentor_of = _left_alone(away, snapshot)
    bars = _Occasion(away, mentor_of, snapshot, cases)
    standing = tuple(pair for pair in standing_pairs(snapshot) if not _over(pair, mentor_of, away))
    asked = Round(snapshot, tuple(mentor_of), standing, without=frozenset(away), bars=bars.refusals)
    found = match(asked, search)
    made = [Matched(pair.apprentice, pair.mentor) for pair in found.pairs]
    return CoverProposal(tuple(_cover(pair, mentor_of, away, snapshot) for pair in made), found)


def _left_alone(away: Mapping[str, Period], snapshot: Snapshot) -> dict[str, str]:
    """Find whose mentor is away, in the order of the office."""
    pairs = [pair for pair in standing_pairs(snapshot) if not pair.cover and pair.mentor in away]
    return {pair.apprentice: pair.mentor for pair in pairs}


def _over(pair: Pairing, mentor_of: Mapping[str, str], away: Mapping[str, Period]) -> bool:
    """An earlier cover for the same apprentice makes room for the new one; so does one by somebody now away."""
    return pair.cover and (pair.apprentice in mentor_of or pair.mentor in away)


@dataclass(frozen=True)
class _Occasion:
    """What bars somebody from covering, besides the rules for every mentor."""

    away: Mapping[str, Period]
    mentor_of: Mapping[str, str]
    snapshot: Snapshot
    cases: CoHandled

    def refusals(self, apprentice: Officer, mentor: Officer) -> Iterator[Refusal]:
        """Walk the reasons why a mentor may not cover for an apprentice."""
        yield from self._absent(apprentice, mentor)
        for case in self.cases.get(apprentice.code, ()):
            case_no: dict[str, object] = {"case": case.case.filing.case_no}
            if tied(mentor, case, self.snapshot) or mentor.code in case.barred:
                yield Refusal("recused", Text("须回避其在办案件", "recused in an open case"), case_no)
            for skill in self._lacking(apprentice, mentor, case):
                yield Refusal("skill_missing", Text(f"缺少资格 {skill}", f"lacks {skill}"), {**case_no, "skill": skill})

    def _absent(self, apprentice: Officer, mentor: Officer) -> Iterator[Refusal]:
        span = self.away[self.mentor_of[apprentice.code]]
        for absence in self.snapshot.office.absences_of(mentor.code):
            if _overlap(absence.period, Period(self.snapshot.day, span.last)):
                facts: dict[str, object] = {"first": str(absence.period.first), "last": str(absence.period.last or "")}
                yield Refusal("absent", Text("代管期间不在岗", "away in that time"), facts)

    def _lacking(self, apprentice: Officer, mentor: Officer, case: CaseToPlace) -> list[str]:
        valid = {skill.id for one in (apprentice, mentor) for skill in one.skills if skill.valid(self.snapshot.day)}
        return [skill for skill in case.skills if skill not in valid]


def _overlap(one: Period, other: Period) -> bool:
    return one.covers(other.first) or other.covers(one.first)


def _cover(pair: Matched, mentor_of: Mapping[str, str], away: Mapping[str, Period], snapshot: Snapshot) -> Cover:
    mentor = mentor_of[pair.apprentice]
    period = Period(snapshot.day, away[mentor].last)
    names = {code: snapshot.office.officer_by_code[code].name for code in (pair.apprentice, mentor, pair.mentor)}
    until = Text(f"至 {period.last} ", f"until {period.last}") if period.last else Text("", "until further notice")
    text = Text(
        "{apprentice}：{mentor}自 {first} 起{until}不在岗，其间由{cover}代管，期满自动终止。",
        "{apprentice}: {mentor} is away from {first} {until}; meanwhile {cover} stands in, and it ends by itself.",
    )
    notice = text.fill(
        apprentice=names[pair.apprentice],
        mentor=names[mentor],
        cover=names[pair.mentor],
        first=period.first,
        until=until,
    )
    return Cover(pair.apprentice, mentor, pair.mentor, period, notice)
