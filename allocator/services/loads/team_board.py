"""The board of teams (团队负荷): each team's people with hours against capacity, cases by track, pairs, hours away; no ranking."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocator.domain.cases import CaseState
from allocator.domain.people import Team
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import Snapshot
from allocator.domain.workload import PERMILLE, Capacity, Load
from allocator.services.context import Context
from allocator.services.loads.board import PersonLoad, loads_in
from allocator.services.transaction import look

MOST_CARDS = 120  # of people on one page: more than that nobody takes in, and a browser is slow to draw


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person (人员卡): the load, minutes lost to absences in the horizon, open cases by track, and pairs by name."""

    person: PersonLoad
    away: int
    tracks: Mapping[str, int]
    mentors: tuple[str, ...]
    apprentices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamLane:
    """A team with its people in the office's own order, and what they hold and have together; None: no team."""

    team: Team | None
    cards: tuple[PersonCard, ...]

    @property
    def code(self) -> str:
        """Name the lane: by its team's code, by nothing for those in no team."""
        return self.team.code if self.team else ""

    @property
    def over(self) -> int:
        """Count people who hold more than they have minutes for (超负荷)."""
        return sum((card.person.load.permille or 0) > PERMILLE for card in self.cards)

    @property
    def load(self) -> Load:
        """Add up the minutes held and available of everybody in it."""
        held = sum(card.person.load.held for card in self.cards)
        return Load(held, sum(card.person.load.available for card in self.cards))


@dataclass(frozen=True, slots=True)
class TeamBoard:
    """All teams on a day; `days` are the working days looked ahead, `waiting` counts cases without a handler."""

    day: date
    days: int
    lanes: tuple[TeamLane, ...]
    waiting: int
    rulebook: Rulebook

    @property
    def over(self) -> int:
        """Count people of all teams who hold more than they have minutes for."""
        return sum(lane.over for lane in self.lanes)

    @property
    def is_idle(self) -> bool:
        """Say whether nobody holds a case and none waits, as on an office's first day."""
        return not self.waiting and not any(card.person.cases for lane in self.lanes for card in lane.cards)

    @property
    def is_large(self) -> bool:
        """Say whether there are more people than are looked at on one page."""
        return sum(len(lane.cards) for lane in self.lanes) > MOST_CARDS

    def opened(self, teams: Collection[str], person: str) -> tuple[str, ...]:
        """Name the lanes whose cards are shown: all; in a large office those asked for and the person's own, or else the first."""
        if not self.is_large:
            return tuple(lane.code for lane in self.lanes)
        own = {lane.code for lane in self.lanes if any(card.person.officer == person for card in lane.cards)}
        asked = tuple(lane.code for lane in self.lanes if lane.code in own or lane.code in teams)
        return asked or (self.lanes[0].code,)


def read_team_board(context: Context) -> TeamBoard:
    """Give the board of today: teams and people in the order of the office's own files."""
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        tracks = uow.cases.counts_by_track()
        waiting = uow.cases.count_by_state().get(CaseState.WAITING.value, 0)
    people = loads_in(snapshot, {code: sum(counts.values()) for code, counts in tracks.items()})
    away = hours_away(snapshot)
    cards = [_card(person, away.get(person.officer, 0), tracks, snapshot) for person in people]
    days = snapshot.rulebook.levers.horizon_days
    return TeamBoard(snapshot.day, days, _lanes(cards, snapshot.office.teams), waiting, snapshot.rulebook)


def hours_away(snapshot: Snapshot) -> dict[str, int]:
    """Give the minutes of the horizon each person loses to absences (缺勤折时); why somebody is away is not told."""
    office = snapshot.office
    missing = tuple(one for one in office.officers if office.absences_of(one.code))
    whole = Capacity(replace(office, officers=missing, absences=()), snapshot.rulebook, snapshot.day).minutes
    return {code: lost for code, there in whole.items() if (lost := there - snapshot.capacity.minutes[code])}


def _card(person: PersonLoad, away: int, tracks: Mapping[str, Mapping[str, int]], snapshot: Snapshot) -> PersonCard:
    office, day = snapshot.office, snapshot.day
    mentors = tuple(office.officer_by_code[code].name for code in office.mentors_on(person.officer, day))
    taught = tuple(office.officer_by_code[code].name for code in office.taught_by(person.officer, day))
    return PersonCard(person, away, tracks.get(person.officer, {}), mentors, taught)


def _lanes(cards: Sequence[PersonCard], teams: Sequence[Team]) -> tuple[TeamLane, ...]:
    of_team = {team.code: team for team in teams}
    found: dict[str | None, list[PersonCard]] = {code: [] for code in (*of_team, None)}
    for card in cards:
        code = card.person.team
        found[code if code in of_team else None].append(card)
    lanes = (TeamLane(of_team.get(code or ""), tuple(own)) for code, own in found.items())
    return tuple(lane for lane in lanes if lane.cards)
