"""The office as one value (机构): everything that changes by files or by a supervisor, not by a filing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from allocator.domain.calendar import Correction, WorkCalendar
from allocator.domain.canonical import added_later, digest
from allocator.domain.errors import NotFound
from allocator.domain.people import (
    Absence,
    Lending,
    Officer,
    Pairing,
    Preference,
    Recusal,
    Reduction,
    Team,
    Town,
    TownMinutes,
    Vehicle,
)
from allocator.domain.words import Text

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Bureau:
    """The bureau itself (执行局): names, clock and hours.

    `day_minutes` is the working time of a day in minutes; `country` names the holiday calendar ("" for none);
    `case_no_pattern` is a regular expression for case numbers ("" accepts any); `opens`/`closes` are HH:MM.
    """

    code: str
    name: Text
    court: Text
    timezone: str = "Asia/Shanghai"
    country: str = "CN"
    day_minutes: int = 480
    opens: str = "08:30"
    closes: str = "17:30"
    case_no_pattern: str = ""
    command_centre: Text | None = None
    seat: str | None = None


@dataclass(frozen=True)
class Office:
    """A bureau with its teams, people and shared resources at one instant; the digest names it."""

    bureau: Bureau
    teams: tuple[Team, ...]
    officers: tuple[Officer, ...]
    pairings: tuple[Pairing, ...] = ()
    absences: tuple[Absence, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    towns: tuple[Town, ...] = ()
    town_minutes: tuple[TownMinutes, ...] = ()
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    preferences: tuple[Preference, ...] = added_later(())
    corrections: tuple[Correction, ...] = added_later(())
    lendings: tuple[Lending, ...] = added_later(())

    @cached_property
    def digest(self) -> str:
        """Name this state of the office."""
        return digest(self)

    @cached_property
    def officer_by_code(self) -> dict[str, Officer]:
        """Find officers by code."""
        return {officer.code: officer for officer in self.officers}

    @cached_property
    def team_by_code(self) -> dict[str, Team]:
        """Find teams by code."""
        return {team.code: team for team in self.teams}

    @cached_property
    def town_by_name(self) -> dict[str, Town]:
        """Find towns by any of their written forms."""
        return {name: town for town in self.towns for name in (town.name, town.name_en, *town.aliases) if name}

    def officer(self, code_or_name: str) -> Officer:
        """Find an officer by code, or by a name that only one bears; raises NotFound."""
        if code_or_name in self.officer_by_code:
            return self.officer_by_code[code_or_name]
        named = [officer for officer in self.officers if officer.name == code_or_name]
        if len(named) == 1:
            return named[0]
        raise NotFound(
            Text(f"没有人员“{code_or_name}”，或有多人同名。", f'Nobody, or more than one, is called "{code_or_name}".'),
            Text("请用 people.csv 中的编号。", "Use a code from people.csv."),
            code="officer-unknown",
        )

    def mentor_of(self, apprentice: str) -> tuple[Pairing, ...]:
        """Give the pairs of an apprentice, of any date; who covers for a mentor comes last."""
        return self._mentors.get(apprentice, ())

    def mentors_on(self, apprentice: str, day: date) -> tuple[str, ...]:
        """Give who may stand beside an apprentice on a day: the mentor, and while the mentor is away who covers (代管)."""
        pairs = [pairing for pairing in self.mentor_of(apprentice) if pairing.period.covers(day)]
        own = [pairing.mentor for pairing in pairs if not pairing.cover]
        there = any(self.is_there(mentor, day) for mentor in own)
        return tuple(own if there else [pairing.mentor for pairing in pairs])

    def taught_by(self, mentor: str, day: date) -> tuple[str, ...]:
        """Give a mentor's apprentices on a day: own ones before those only covered, and the older pairs first."""
        pairs = [pairing for pairing in self._apprentices.get(mentor, ()) if pairing.period.covers(day)]
        pairs.sort(key=lambda pairing: (pairing.cover, pairing.period.first, pairing.apprentice))
        return tuple(pairing.apprentice for pairing in pairs)

    def is_there(self, officer: str, day: date) -> bool:
        """Say whether somebody serves that day and is not away."""
        known = self.officer_by_code.get(officer)
        if known is None or not known.serves(day):
            return False
        absences = self.absences_of(officer)
        return not absences or not any(absence.period.covers(day) for absence in absences)

    def absences_of(self, officer: str) -> tuple[Absence, ...]:
        """Give an officer's absences, of any date."""
        return self._absences.get(officer, ())

    def reductions_of(self, officer: str) -> tuple[Reduction, ...]:
        """Give an officer's reductions, of any date."""
        return self._reductions.get(officer, ())

    def lent_of(self, holder: str) -> tuple[Lending, ...]:
        """Give what special actions take of an officer or a vehicle, of any date."""
        return self._lent.get(holder, ())

    def lent_on(self, holder: str, day: date) -> int:
        """Give the part of an officer's time, or of a vehicle, that special actions take on a day, per mille."""
        return min(1000, sum(one.permille for one in self.lent_of(holder) if one.period.covers(day)))

    def recusals_of(self, officer: str) -> tuple[Recusal, ...]:
        """Give an officer's recusals that bar."""
        return self._recusals.get(officer, ())

    @cached_property
    def _absences(self) -> dict[str, tuple[Absence, ...]]:
        return _by(self.absences, attrgetter("officer"))

    @cached_property
    def _reductions(self) -> dict[str, tuple[Reduction, ...]]:
        return _by(self.reductions, attrgetter("officer"))

    @cached_property
    def _lent(self) -> dict[str, tuple[Lending, ...]]:
        return _by(self.lendings, attrgetter("holder"))

    @cached_property
    def _mentors(self) -> dict[str, tuple[Pairing, ...]]:
        own_first = sorted(self.pairings, key=attrgetter("cover"))
        return _by(own_first, attrgetter("apprentice"))

    @cached_property
    def _apprentices(self) -> dict[str, tuple[Pairing, ...]]:
        return _by(self.pairings, attrgetter("mentor"))

    @cached_property
    def _recusals(self) -> dict[str, tuple[Recusal, ...]]:
        return _by((recusal for recusal in self.recusals if recusal.bars), attrgetter("officer"))


def _by(items: Iterable[Item], named: Callable[[Item], str]) -> dict[str, tuple[Item, ...]]:
    """Sort by whom or what each is of, in the order in which they come."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(named(item), []).append(item)
    return {name: tuple(own) for name, own in found.items()}
