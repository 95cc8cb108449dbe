"""Workload (工作量): the minutes a person has, the minutes a case takes from whom, and the load that follows.

Load is minutes of open work over the person's available minutes in the horizon, per mille. A person with no
available minutes has no load at all ("n/a, holds k h"), so that an absent one never looks idle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from allocator.domain.office import Office
from allocator.domain.people import Officer, Period
from allocator.domain.rulebook.book import LadderStep, PoolShare, Rulebook
from allocator.domain.sharing import Sharers
from allocator.domain.words import Text

PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class Desk:
    """The people of one role in one team (岗位组) who share that role's minutes by their available time."""

    team: str
    role: str

    @property
    def key(self) -> str:
        """Name the desk as a holder of minutes, distinct from any person's code."""
        return f"{self.team}/{self.role}"


def permille(held: int, available: int) -> int:
    """Give the load of somebody who has minutes available: held over available, rounded up."""
    return -(-held * PERMILLE // available)


@dataclass(frozen=True, slots=True)
class Load:
    """A person's load: minutes held and minutes available in the horizon."""

    held: int
    available: int

    @property
    def permille(self) -> int | None:
        """Give held over available, rounded up; None when nothing is available."""
        return permille(self.held, self.available) if self.available else None

    @property
    def words(self) -> Text:
        """Say the load for people."""
        share = self.permille
        if share is None:
            hours = f"{self.held // 60}.{self.held % 60 * 10 // 60}"
            return Text(f"无可用工时，现有 {hours} 小时", f"n/a, holds {hours} h")
        percent = (share + 5) // 10
        return Text(f"{percent}%", f"{percent} %")


def ladder_step(officer: Officer, rulebook: Rulebook, day: date) -> LadderStep | None:
    """Give an apprentice's step of the ladder (成长阶梯) on a day: the one decided, else by months; None for others."""
    role = rulebook.roles.get(officer.role)
    if role is None or not role.learns:
        return None
    if officer.step is not None:
        return rulebook.ladder[min(officer.step, len(rulebook.ladder)) - 1] if rulebook.ladder else None
    months = officer.months_served(day)
    reached = (step for step in rulebook.ladder if step.until_month is None or months < step.until_month)
    return next(reached, None)


@dataclass(frozen=True)
class Capacity:
    """What everybody has to give from one day on: minutes by officer, over the rulebook's horizon of working days.

    Time lent to a special action counts as far as its cases fill it (`filled`).
    `shares` are the parts of single days worked out so far; capacities of other days of one office and rulebook may share them.
    """

    office: Office
    rulebook: Rulebook
    day: date
    filled: Mapping[str, int] = field(default_factory=dict)
    shares: dict[tuple[str, date], int] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def minutes(self) -> dict[str, int]:
        """Available minutes by officer code: working days less absences, share, reductions and ladder."""
        return self.over(self.office.calendar.working_days(self.day, self.rulebook.levers.horizon_days))

    def over(self, days: tuple[date, ...]) -> dict[str, int]:
        """Give the available minutes of everybody on some working days; a span asked for again is not worked out again."""
        if days not in self._spans:
            span = Period(min(days), max(days)) if days else None
            self._spans[days] = {one.code: self._available(one, days, span) for one in self.office.officers}
        return self._spans[days]

    @cached_property
    def _spans(self) -> dict[tuple[date, ...], dict[str, int]]:
        return {}

    @cached_property
    def _found(self) -> dict[tuple[str | None, ...], str | None]:
        return {}

    def parts(self, desk: str, count: int) -> Mapping[str, int]:
        """Share minutes of a desk among its members."""
        return self.sharers(desk).share(count)

    def sharers(self, desk: str) -> Sharers:
        """Give the members of a desk as those who share its minutes."""
        if desk not in self._sharers:
            self._sharers[desk] = Sharers(members_of(desk, self))
        return self._sharers[desk]

    @cached_property
    def _sharers(self) -> dict[str, Sharers]:
        return {}

    @cached_property
    def signers(self) -> dict[str, tuple[Officer, ...]]:
        """Who signs in each team that day (签发法官)."""
        found: dict[str, tuple[Officer, ...]] = {}
        for officer in self.office.officers:
            role = self.rulebook.roles.get(officer.role)
            if officer.team and role and role.signs and officer.serves(self.day):
                found[officer.team] = (*found.get(officer.team, ()), officer)
        return found

    @cached_property
    def leaders(self) -> tuple[Officer, ...]:
        """Everybody whose role leads cases, in the office's order."""
        roles = self.rulebook.roles
        return tuple(one for one in self.office.officers if (role := roles.get(one.role)) is not None and role.leads)

    def desk_of_pool(self, lane: str, role: str) -> str | None:
        """Find the desk of a pool: the first team of that lane where the role is staffed."""
        key = lane, role
        if key not in self._found:
            keys = (Desk(team.code, role).key for team in self.office.teams if lane in team.lanes)
            self._found[key] = next((desk for desk in keys if desk in self.desks), None)
        return self._found[key]

    @cached_property
    def pools(self) -> tuple[tuple[PoolShare, str, str], ...]:
        """Give the pools that are staffed, each with the role that does its work and the desk where."""
        named = ((pool, pool.by or pool.role) for pool in self.rulebook.charging.pools)
        found = ((pool, role, self.desk_of_pool(pool.lane, role)) for pool, role in named)
        return tuple((pool, role, desk) for pool, role, desk in found if desk)

    def desk_of_role(self, role: str) -> str | None:
        """Find a staffed desk of a role anywhere, the first by name."""
        key = "", role
        if key not in self._found:
            self._found[key] = min((desk for desk in self.desks if desk.endswith(f"/{role}")), default=None)
        return self._found[key]

    def beside(self, role: str, lead: Officer) -> str | None:
        """Find who carries a role's minutes that no pool took: None for the lead's own work, a desk, the lead for want of one."""
        key = role, lead.team, lead.role
        if key not in self._found:
            found = None if carries_himself(role, lead, self.rulebook) else desk_for(role, lead, self)
            if found == lead.code:
                return found
            self._found[key] = found
        return self._found[key]

    @cached_property
    def desks(self) -> dict[str, dict[str, int]]:
        """Available minutes of every desk by member: those who serve, by key of the desk."""
        members: dict[str, dict[str, int]] = {}
        for officer in self.office.officers:
            if officer.team and self.minutes[officer.code] > 0:
                key = Desk(officer.team, officer.role).key
                members.setdefault(key, {})[officer.code] = self.minutes[officer.code]
        return members

    def _available(self, officer: Officer, days: tuple[date, ...], span: Period | None) -> int:
        absences = self.office.absences_of(officer.code)
        away = [one for one in absences if one.period.meets(span)] if span and absences else []
        present: Sequence[date] = days
        if span and (away or not officer.serves(span.first) or not officer.serves(span.last or span.first)):
            present = [day for day in days if officer.serves(day) and not any(one.period.covers(day) for one in away)]
        steady = not self.office.reductions_of(officer.code) and ladder_step(officer, self.rulebook, self.day) is None
        share = len(present) * officer.share if steady else sum([self._share(officer, day) for day in present])
        unfilled = max(0, self._lent(officer, present) - self.filled.get(officer.code, 0))
        return self.office.bureau.day_minutes * share // PERMILLE - unfilled

    def _lent(self, officer: Officer, days: Sequence[date]) -> int:
        """Give the minutes of some days that special actions take."""
        lent, code = self.office.lent_on, officer.code
        if not self.office.lent_of(code):
            return 0
        parts = sum(self._share(officer, day) * lent(code, day) for day in days)
        return self.office.bureau.day_minutes * parts // PERMILLE**2

    def _share(self, officer: Officer, day: date) -> int:
        """Give the part of one day for cases, per mille: a reduction or a step may begin or end within the horizon."""
        key = officer.code, day
        if key not in self.shares:
            self.shares[key] = self._share_of(officer, day)
        return self.shares[key]

    def _share_of(self, officer: Officer, day: date) -> int:
        step = ladder_step(officer, self.rulebook, day)
        share = officer.share * (step.capacity if step else PERMILLE) // PERMILLE
        reduced = sum(item.permille for item in self.office.reductions_of(officer.code) if item.period.covers(day))
        return share * (PERMILLE - min(PERMILLE, reduced)) // PERMILLE


def charges(
    minutes: Mapping[str, int], track: str, lead: Officer, mentor: str | None, capacity: Capacity
) -> dict[str, int]:
    """Say who carries which minutes of a case: keys are officer codes and desk keys (工作量归属).

    `minutes` is the case's effort by role. Pools take their share first, the lead carries the lead role's minutes
    (a signing lead also the signing role's), every other role's minutes fall on that role's desk in the lead's team,
    and a mentor carries the rulebook's share of an apprentice's minutes on top.
    """
    rest = dict(minutes)
    found, own = team_part(take_pools(rest, capacity), rest, lead, capacity)
    if mentor is not None:
        _add(found, mentor, mentor_part(own, track, capacity.rulebook))
    return {holder: count for holder, count in found.items() if count > 0}


def team_part(
    pooled: Sequence[tuple[str, str, int]], rest: Mapping[str, int], lead: Officer, capacity: Capacity
) -> tuple[dict[str, int], int]:
    """Say who carries which minutes of a case, mentors apart, and how many are the lead's own, pools having taken their part."""
    found: dict[str, int] = {}
    own = 0
    for desk, _, count in pooled:
        _add(found, desk, count)
    for role, count in rest.items():
        holder = capacity.beside(role, lead)
        if holder is None:
            own += count
        else:
            _add(found, holder, count)
    _add(found, lead.code, own)
    return found, own


def take_pools(rest: dict[str, int], capacity: Capacity) -> list[tuple[str, str, int]]:
    """Take out of minutes by role what pools do of them (事务集约): desk, role there, minutes; `rest` keeps what is left."""
    found = []
    for pool, role, desk in capacity.pools:
        whole = rest.get(pool.role, 0)
        fixed = min(pool.fixed, whole)
        taken = fixed + (whole - fixed) * pool.permille // PERMILLE
        if taken:
            rest[pool.role] = whole - taken
            found.append((desk, role, taken))
    return found


def carries_himself(role: str, lead: Officer, rulebook: Rulebook) -> bool:
    """Say whether a lead works the minutes of a role himself: those of the lead role, and a signing lead's own role."""
    return role == rulebook.charging.lead_role or (role == lead.role and rulebook.roles[lead.role].signs)


def mentor_part(own: int, track: str, rulebook: Rulebook) -> int:
    """Give the minutes a mentor adds to what an apprentice carries himself."""
    return own * rulebook.charging.mentor.get(track, 0) // PERMILLE


def desk_for(role: str, lead: Officer, capacity: Capacity) -> str:
    """Find the desk that serves a role for a lead: the own team's, else any staffed one, else the lead."""
    own = f"{lead.team or ''}/{role}"
    return own if own in capacity.desks else capacity.desk_of_role(role) or lead.code


def _add(found: dict[str, int], holder: str, minutes: int) -> None:
    found[holder] = found.get(holder, 0) + minutes


def spread(held: Mapping[str, int], capacity: Capacity) -> dict[str, int]:
    """Turn minutes held by people and desks into minutes by person; a desk's are shared by available time."""
    found = {officer.code: held.get(officer.code, 0) for officer in capacity.office.officers}
    for key, count in held.items():
        if key not in found:
            for code, part in capacity.parts(key, count).items():
                found[code] += part
    return found


def members_of(desk: str, capacity: Capacity) -> Mapping[str, int]:
    """Give a desk's members with their minutes; when nobody is present, all who belong to it, equally.

    A desk nobody belongs to any more (a team dissolved) falls to all of that role, so that no minutes vanish.
    """
    if desk in capacity.desks:
        return capacity.desks[desk]
    team, _, role = desk.rpartition("/")
    of_role = [officer for officer in capacity.office.officers if officer.role == role]
    here = [officer for officer in of_role if officer.serves(capacity.day)] or of_role
    return {officer.code: 1 for officer in [one for one in here if one.team == team] or here}
