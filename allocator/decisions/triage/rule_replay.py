"""What other rules would have made of past filings (规则回放): the same filings, triaged by both versions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from allocator.decisions.triage.triage import Classification, classifier
from allocator.domain.facts import CaseInput, facts_of
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class PastFlip:
    """A past filing the other rules would have routed otherwise: by case number, from which lane to which."""

    case_no: str
    old_lane: str
    new_lane: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """What one version makes of the filings: cases by class and by lane, and minutes of work by role."""

    tracks: Mapping[str, int]
    lanes: Mapping[str, int]
    minutes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Replayed:
    """Past filings under the rules in force and under others; `flips` in the order in which they were filed."""

    filings: int
    before: Sorted
    after: Sorted
    flips: tuple[PastFlip, ...]


@dataclass
class _Count:
    tracks: Counter[str] = field(default_factory=Counter)
    lanes: Counter[str] = field(default_factory=Counter)
    minutes: Counter[str] = field(default_factory=Counter)

    def add(self, found: Classification) -> None:
        self.tracks[found.track] += 1
        self.lanes[found.lane] += 1
        self.minutes.update(found.weight.minutes)

    def done(self) -> Sorted:
        return Sorted(*(dict(sorted(count.items())) for count in (self.tracks, self.lanes, self.minutes)))


def replay(cases: Iterable[CaseInput], office: Office, old: Rulebook, new: Rulebook) -> Replayed:
    """Triage past filings by both versions, by all that is known of them today; a pure function."""
    before, after, flips = _Count(), _Count(), list[PastFlip]()
    for case in cases:
        was = classifier(old).classify(facts_of(case, office, old))
        now = classifier(new).classify(facts_of(case, office, new))
        before.add(was)
        after.add(now)
        if was.lane != now.lane:
            flips.append(PastFlip(case.filing.case_no, was.lane, now.lane))
    return Replayed(before.lanes.total(), before.done(), after.done(), tuple(flips))
