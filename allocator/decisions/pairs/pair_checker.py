"""The independent checker of pairs (结对校验): says again, in plain Python and without the solver, whether pairs are sound.

It reads the office and works everything out anew: who may mentor, how many each may take, what each wrote down; whether
two people would both rather be together; how many could be paired at all; and what the balance is worth.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from allocator.decisions.pairs.mentoring import Round
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Count, Text


@dataclass(frozen=True, slots=True)
class Matched:
    """A pair as the checker takes it."""

    apprentice: str
    mentor: str


@dataclass(frozen=True, slots=True)
class PairObjection:
    """Something pairs must not be: the rule, the people, and by how much where that has a unit (异议)."""

    rule: str
    apprentice: str
    mentor: str
    text: Text
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PairCheck:
    """What the checker found (校验结果): objections, blocking pairs (none: stable), and the balance with its floors.

    `most` is how many could be paired if wishes of others counted for nothing: no stable matching pairs more. `balance`
    is the sum of the loads (per mille) at which apprentices are taken on, `peak` the load of the busiest mentor who takes
    one; the floors hold for every matching of as many.
    """

    objections: tuple[PairObjection, ...]
    blocking: tuple[Matched, ...]
    paired: int
    most: int
    balance: int
    balance_floor: int
    peak: int
    peak_floor: int


def check_pairs(asked: Round, made: Sequence[Matched]) -> PairCheck:
    """Check the pairs of a round against the office; no objection and no blocking pair means sound and stable."""
    desk = _Anew(asked)
    coming = Counter(pair.mentor for pair in made)
    known = {mentor: count for mentor, count in coming.items() if mentor in desk.slots}
    places = sorted(desk.load(mentor, place) for mentor in desk.slots for place in range(1, desk.slots[mentor] + 1))
    reached = [desk.load(mentor, place) for mentor, count in known.items() for place in range(1, count + 1)]
    return PairCheck(
        objections=tuple(desk.objections(made, coming)),
        blocking=tuple(desk.blocking(made)),
        paired=len(made),
        most=desk.most(),
        balance=sum(reached),
        balance_floor=sum(places[: len(made)]),
        peak=max(reached, default=0),
        peak_floor=max(places[: len(made)], default=0),
    )


class _Anew:
    """The round worked out again from the office's own rows."""

    def __init__(self, asked: Round) -> None:
        self.asked, self.snapshot = asked, asked.snapshot
        office, rulebook, day = self.snapshot.office, self.snapshot.rulebook, self.snapshot.day
        self.people = {officer.code: officer for officer in office.officers}
        mentors = [
            officer.code
            for officer in office.officers
            if rulebook.roles[officer.role].mentors
            and officer.entered <= day
            and (officer.left is None or day <= officer.left)
            and officer.code not in asked.without
        ]
        self.need = rulebook.learning.weekly_minutes * rulebook.levers.horizon_days // 5
        self.had = {mentor: {pair.apprentice for pair in asked.standing if pair.mentor == mentor} for mentor in mentors}
        self.slots = {mentor: self._slots(mentor) for mentor in mentors}
        self.said = {(wish.person, wish.other): wish.rank for wish in office.preferences}

    def _slots(self, mentor: str) -> int:
        minutes, most = self.snapshot.capacity.minutes[mentor], self.snapshot.rulebook.levers.most_apprentices
        by_hours = minutes // self.need if self.need else most
        own = max(0, min(most, by_hours) - len(self.had[mentor])) if minutes else 0
        return own + self.asked.places.get(mentor, 0)

    def load(self, mentor: str, more: int) -> int:
        """The load of a mentor with some more apprentices, per mille, rounded up."""
        held = self.snapshot.minutes_held[mentor] + (len(self.had[mentor]) + more) * self.need
        minutes = self.snapshot.capacity.minutes[mentor]
        return -(-held * 1000 // minutes) if minutes else 1000

    def lawful(self, apprentice: str, mentor: str) -> str | None:
        """Name the rule that forbids a pair, if one does."""
        if mentor not in self.slots:
            return "mentors"
        if not _near(apprentice, mentor, self.snapshot):
            return "near"
        if not self.snapshot.capacity.minutes[mentor]:
            return "minutes"
        bars = self.asked.bars
        barred = bars is not None and any(True for _ in bars(self.people[apprentice], self.people[mentor]))
        return "occasion" if barred else None

    def willing(self, apprentice: str, mentor: str) -> bool:
        """Say whether neither of two wrote that it will not do, or agreed to it after all."""
        if (apprentice, mentor) in self.asked.consents:
            return True
        both = ((apprentice, mentor), (mentor, apprentice))
        return all(one not in self.said or self.said[one] is not None for one in both)

    def open_pairs(self) -> Iterator[Matched]:
        """Walk the pairs that law and both sides allow."""
        for apprentice in self.asked.apprentices:
            for mentor in self.slots:
                if self.lawful(apprentice, mentor) is None and self.willing(apprentice, mentor):
                    yield Matched(apprentice, mentor)

    def objections(self, made: Sequence[Matched], coming: Mapping[str, int]) -> Iterator[PairObjection]:
        """Walk what the pairs must not be."""
        often = Counter(pair.apprentice for pair in made)
        for pair in made:
            if pair.apprentice not in self.asked.apprentices or often[pair.apprentice] > 1:
                yield _object("one_mentor", pair, Text("不在范围内，或有两名师傅", "not asked for, or twice"))
                continue
            rule = self.lawful(pair.apprentice, pair.mentor)
            if rule is not None:
                yield _object(rule, pair, Text("不符合带教规则", "against a rule for mentors"))
            elif not self.willing(pair.apprentice, pair.mentor):
                yield _object("willing", pair, Text("一方不接受", "one of the two will not"))
        for mentor, count in sorted(coming.items()):
            over = count - self.slots.get(mentor, 0)
            if over > 0:
                text = Text(f"超过带徒名额 {over} 名", f"{Count(over):apprentice|apprentices} too many")
                yield PairObjection("places", "", mentor, text, {"over": over})

    def blocking(self, made: Sequence[Matched]) -> Iterator[Matched]:
        """Walk the pairs that are not made although both would rather: each is strictly better off."""
        mentor_of = {pair.apprentice: pair.mentor for pair in made}
        taken: dict[str, list[str]] = {}
        for pair in made:
            taken.setdefault(pair.mentor, []).append(pair.apprentice)
        for pair in self.open_pairs():
            now, others = mentor_of.get(pair.apprentice), taken.get(pair.mentor, [])
            tempted = now is None or self.rank(pair.apprentice, pair.mentor) < self.rank(pair.apprentice, now)
            own = self.rank(pair.mentor, pair.apprentice)
            free = len(others) < self.slots[pair.mentor]
            if tempted and (free or any(own < self.rank(pair.mentor, other) for other in others)):
                yield pair

    def rank(self, person: str, other: str) -> float:
        """What a person wrote of another; nothing written comes after all that is, a refusal last."""
        if (person, other) not in self.said:
            return UNRANKED
        rank = self.said[person, other]
        return REFUSED if rank is None else rank

    def most(self) -> int:
        """Count the largest matching there could be, stable or not: augmenting paths, one apprentice after another."""
        open_to: dict[str, list[str]] = {}
        for pair in self.open_pairs():
            open_to.setdefault(pair.apprentice, []).append(pair.mentor)
        taken: dict[str, list[str]] = {mentor: [] for mentor in self.slots}
        return sum(self._find(apprentice, open_to, taken, set()) for apprentice in open_to)

    def _find(
        self, apprentice: str, open_to: Mapping[str, list[str]], taken: dict[str, list[str]], tried: set[str]
    ) -> bool:
        for mentor in open_to[apprentice]:
            if mentor in tried:
                continue
            tried.add(mentor)
            if len(taken[mentor]) < self.slots[mentor]:
                taken[mentor].append(apprentice)
                return True
            for other in list(taken[mentor]):
                if self._find(other, open_to, taken, tried):
                    taken[mentor][taken[mentor].index(other)] = apprentice
                    return True
        return False


UNRANKED, REFUSED = 10.0**6, 10.0**9


def _object(rule: str, pair: Matched, text: Text) -> PairObjection:
    return PairObjection(rule, pair.apprentice, pair.mentor, text)


def _near(apprentice: str, mentor: str, snapshot: Snapshot) -> bool:
    """Same team, or teams whose lanes share a class, or anybody: as the rulebook says."""
    people = snapshot.office.officer_by_code
    teams = [people[code].team for code in (apprentice, mentor)]
    whence = snapshot.rulebook.learning.mentor_from
    if whence == "office" or teams[0] == teams[1]:
        return True
    classes = [
        {
            snapshot.rulebook.lanes[lane].track
            for team in snapshot.office.teams
            if team.code == code
            for lane in team.lanes
        }
        for code in teams
    ]
    return whence == "class" and bool(classes[0] & classes[1])
