"""The docket of a simulated office (在册案件): open cases, who holds which minutes, who got how many lately, what is tied."""

from collections import deque
from collections.abc import Mapping
from datetime import date

from allocator.domain.cases import Filing, LinkedCase, normal_name
from allocator.domain.docket import Holding
from allocator.domain.ties import STRENGTH, TIED, Key, keys_of
from allocator.simulation.held import Held
from allocator.simulation.life import Life

WEEK = 7
NEWEST = 50


class Docket:
    """What the office remembers; `held` is minutes of open work."""

    def __init__(self) -> None:
        self.open: dict[str, Life] = {}
        self.held = Held()
        self.cases_of: dict[str, int] = {}
        self.asking: dict[str, Life] = {}
        self._given: deque[tuple[int, str]] = deque()
        self._recent: dict[str, int] = {}
        self._keys: dict[tuple[str, str], list[tuple[Key, Life]]] = {}
        self._numbers: dict[str, Life] = {}

    def add(self, life: Life) -> None:
        """Take a case in."""
        self.open[life.case_no] = life
        self._numbers[normal_name(life.case_no)] = life
        life.keys = keys_of(life.case.input.filing)
        for key in life.keys:
            self._keys.setdefault((key.side, key.key), []).append((key, life))

    def knows(self, case_no: str) -> bool:
        """Say whether a case has a number, open or closed."""
        return normal_name(case_no) in self._numbers

    def hold(self, holding: Holding | None, sign: int = 1) -> None:
        """Add what a holding takes of people and desks, or take it off again with sign -1."""
        if holding is None:
            return
        self.held.take(holding.charges, sign)
        self.cases_of[holding.officer] = self.cases_of.get(holding.officer, 0) + sign

    def given(self, day: int, officer: str) -> None:
        """Note that somebody got a case."""
        self._given.append((day, officer))
        self._recent[officer] = self._recent.get(officer, 0) + 1

    def recent(self, day: int) -> Mapping[str, int]:
        """Count the cases given to each officer in the past seven days."""
        while self._given and self._given[0][0] <= day - WEEK:
            officer = self._given.popleft()[1]
            self._recent[officer] -= 1
        return self._recent

    def linked(self, life: Life) -> tuple[LinkedCase, ...]:
        """Find the cases tied to one, newest first, each by its strongest tie."""
        best: dict[int, tuple[bool, int]] = {}
        lives: dict[int, Life] = {}
        for mine in life.keys:
            for side, place in TIED[mine.side]:
                for key, other in self._keys.get((side, mine.key), ()):
                    if other is not life and mine.agrees(key):
                        rank = (not (mine.sure and key.sure), place)
                        best[other.number] = min(rank, best.get(other.number, rank))
                        lives[other.number] = other
        origin = self.origin(life.case.input.filing)
        if origin is not None:
            best[origin.number], lives[origin.number] = (False, 0), origin
        tied = [(lives[number], *best[number]) for number in lives]
        tied.sort(key=lambda one: (one[0].filed, one[0].number), reverse=True)
        return tuple(_link(*one) for one in tied[:NEWEST])

    def origin(self, filing: Filing) -> Life | None:
        """Find the case a filing goes back to."""
        return self._numbers.get(normal_name(filing.origin_case_no)) if filing.origin_case_no else None


def _link(life: Life, unsure: bool, place: int) -> LinkedCase:  # noqa: FBT001 - the parts of one row
    case = life.case
    holder = case.holding
    since: date | None = case.closed_on or (holder.since if holder else None)
    handler = holder.officer if holder else None
    return LinkedCase(case.case_no, STRENGTH[place], not unsure, handler, since, case.closed_on is None)
