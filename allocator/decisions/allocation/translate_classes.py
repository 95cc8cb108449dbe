"""Cases that are alike for all who might lead them (同类案件): who may lead is asked once for each class.

Two cases are alike when they have the same lane and skills, the same holder, the same people declined, and bar the same
people of the office: those tied to a party, and those who handled what it reviews.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from allocator.decisions.recommendation.eligibility import Refusal, leads_cases, mentor_for, refusals
from allocator.decisions.recommendation.recusal import tied
from allocator.domain.cases import normal_name
from allocator.domain.snapshot import CaseToPlace, Snapshot

STAYS = frozenset({"is_holder", "intake_stopped", "new_case_cap"})
"""What keeps new cases from somebody but does not take away one held already."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A way to lead a case: the lead and the mentor beside (-1: none), by number in the office's order."""

    lead: int
    mentor: int


@dataclass(frozen=True, slots=True)
class CaseClass:
    """Cases alike, by number, and the seats each of them may be given."""

    cases: tuple[int, ...]
    seats: tuple[Seat, ...]


def classes(cases: Sequence[CaseToPlace], snapshot: Snapshot) -> Iterator[CaseClass]:
    """Sort cases into classes and give each its seats."""
    ties = _Ties(snapshot)
    found: dict[object, list[int]] = {}
    for number, case in enumerate(cases):
        barred = (case.declined, ties.people(case), frozenset(case.barred))
        found.setdefault((case.lane, case.skills, case.holder, barred), []).append(number)
    for members in found.values():
        yield CaseClass(tuple(members), tuple(_seats(cases[members[0]], snapshot)))


def _seats(case: CaseToPlace, snapshot: Snapshot) -> Iterator[Seat]:
    number = {officer.code: place for place, officer in enumerate(snapshot.office.officers)}
    for place, officer in enumerate(snapshot.office.officers):
        if leads_cases(officer, snapshot) and not hindrances(place, case, snapshot):
            yield Seat(place, number.get(mentor_for(officer, case, snapshot) or "", -1))


def hindrances(place: int, case: CaseToPlace, snapshot: Snapshot) -> tuple[Refusal, ...]:
    """Give what keeps somebody (by number) from leading a case; from a case held already only what bars going on."""
    officer = snapshot.office.officers[place]
    found = refusals(officer, case, snapshot)
    return tuple(item for item in found if item.code not in STAYS) if officer.code == case.holder else found


class _Ties:
    """Finds who is tied to a case, asking only those whom the names, identities or the number of the case may concern."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._people: dict[str, set[str]] = {}
        for officer in snapshot.office.officers:
            self._note(officer.name, officer.code)
        for recusal in snapshot.office.recusals:
            for word in (recusal.party, recusal.identity, recusal.case_no):
                self._note(word, recusal.officer)

    def _note(self, word: str | None, code: str) -> None:
        if word:
            self._people.setdefault(normal_name(word), set()).add(code)

    def people(self, case: CaseToPlace) -> tuple[str, ...]:
        """Name them, in the order of their codes."""
        filing, people = case.case.filing, self._people
        words = [filing.case_no, *(word for party in filing.parties for word in (party.name, party.identity) if word)]
        met = [people[name] for name in map(normal_name, words) if name in people]
        asked = sorted(set().union(*met)) if met else []
        officers = self._snapshot.office.officer_by_code
        return tuple(code for code in asked if code in officers and tied(officers[code], case, self._snapshot))


def refused(case: CaseToPlace, snapshot: Snapshot) -> Mapping[str, tuple[Refusal, ...]]:
    """Give for everybody who leads cases, but not this one, every reason."""
    people = enumerate(snapshot.office.officers)
    found = {
        officer.code: hindrances(place, case, snapshot) for place, officer in people if leads_cases(officer, snapshot)
    }
    return {code: reasons for code, reasons in found.items() if reasons}


def new_cases_left(snapshot: Snapshot) -> tuple[int, ...]:
    """Say how many new cases each may still be given within the seven days (新案余额); nothing where the rulebook has no such cap."""
    most = snapshot.rulebook.levers.most_new_in_7_days
    if most is None:
        return ()
    return tuple(max(0, most - snapshot.recent.get(one.code, 0)) for one in snapshot.office.officers)
