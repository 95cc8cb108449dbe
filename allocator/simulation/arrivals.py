"""Which cases come in on each day (收案): drawn from the office's own filings, whole series at once, under new names.

Of two scenarios the one with more filings has those of the other and some besides: the first of a day are the same.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from itertools import count as count_from

from allocator.domain.cases import Filing, Party, PartyKind, normal_name
from allocator.domain.facts import CaseInput, cause_id
from allocator.domain.scenarios.scenario import Arrivals, Campaign
from allocator.domain.ties import CREDITOR, keys_of
from allocator.simulation.chance import Chance, count, pick
from allocator.simulation.timetable import KEPT, Timetable

PERMILLE, YEAR, MONTHS = 1000, 365, 12
SEASON_FROM = 330
"""A bank that spans so many days tells the season; a shorter one would take its own gaps for one."""

MARK = "推"
"""What tells a simulated case's number from a real one's."""

Group = tuple[CaseInput, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A filing that comes in, and the number of the one it was drawn from (样本)."""

    case: CaseInput
    template: str


@dataclass
class Source:
    """Where filings come from (案源): the bank in groups tied by series or debtor, and how many come on which day."""

    bank: Sequence[CaseInput]
    table: Timetable
    _weights: dict[tuple[Campaign, ...], tuple[float, list[float]]] = field(default_factory=dict, repr=False)

    @property
    def asked(self) -> Arrivals:
        """Give what the scenario says of arrivals."""
        return self.table.staged.arrivals

    @cached_property
    def groups(self) -> list[Group]:
        """Give the bank's cases by series and debtor, each group in the order of filing."""
        return grouped(self.bank)

    @cached_property
    def causes(self) -> list[str]:
        """Give the cause of the first case of each group."""
        return [cause_id(group[0].filing.cause, self.table.staged.rulebook) or "" for group in self.groups]

    @cached_property
    def mark(self) -> str:
        """Give what stands in every simulated number and in none that the office knows: 推, as often as that takes."""
        filings = (case.filing for case in (*self.bank, *(one.input for one in self.table.staged.stock)))
        known = normal_name("、".join(no for one in filings for no in (one.case_no, one.origin_case_no or "")))
        return next(mark for times in count_from(1) if (mark := MARK * times) not in known)

    @cached_property
    def per_year(self) -> float:
        """Give the filings of a year of 365 days, by the scenario or as in the bank."""
        asked = self.asked.per_year
        usual = len(self.bank) * YEAR / self._span if self.bank else 0.0
        return (usual if asked is None else asked) * (PERMILLE + self.asked.growth) / PERMILLE

    @cached_property
    def _span(self) -> int:
        days = [case.filing.filed_on for case in self.bank]
        return (max(days) - min(days)).days + 1

    @cached_property
    def season(self) -> Sequence[float]:
        """Give the weight of a working day by month, January first."""
        if self.asked.season:
            return self.asked.season
        if not self.bank or self._span < SEASON_FROM:
            return (1.0,) * MONTHS
        filed = [case.filing.filed_on for case in self.bank]
        open_days = Counter(day.month for day in _days(min(filed), max(filed)) if self._works(day))
        came = Counter(day.month for day in filed)
        return [came[month] / max(1, open_days[month]) for month in range(1, MONTHS + 1)]

    @cached_property
    def _whole(self) -> float:
        """Add up the weights of the working days of a year."""
        return sum(self.season[day.month - 1] for day in self._year)

    @property
    def working_days(self) -> int:
        """Count the working days of a year from the first day on."""
        return len(self._year)

    @cached_property
    def _year(self) -> list[date]:
        year = _days(self.table.staged.first, self.table.staged.first + timedelta(days=YEAR - 1))
        return [day for day in year if self._works(day)]

    def _works(self, day: date) -> bool:
        return self.table.staged.office.calendar.is_working(day)

    def groups_on(self, day: date) -> float:
        """Give how many groups are expected to begin on a working day."""
        size = len(self.bank) / len(self.groups)
        return self.per_year * self.season[day.month - 1] / self._whole / size * self._weighted(day)[0]

    def _weighted(self, day: date) -> tuple[float, list[float]]:
        """Give how much more than usual is filed on a day, and the weights of the groups added up."""
        running = [one for one in self.asked.campaigns if one.period.covers(day)]
        key = tuple(running)
        if key not in self._weights:
            weights = [_weight(cause, self.asked.mix, running) for cause in self.causes]
            self._weights[key] = sum(weights) / len(weights), list(accumulate(weights))
        return self._weights[key]

    def begun(self, day: int, chance: Chance) -> Iterator[tuple[int, Drawn]]:
        """Draw the filings of groups that begin on a working day, each with the number of its own day."""
        if not self.bank:
            return
        on = self.table.dates[day]
        cumulated = self._weighted(on)[1]
        for number in range(count(self.groups_on(on), chance.uniform("filings", str(day)))):
            name = f"{day + 1}-{number + 1}"
            group = self.groups[pick(cumulated, chance.uniform("filing", name))]
            first, numbers = group[0].filing.filed_on, new_numbers(group, name, on, self.mark)
            for case in group:
                later = day + (case.filing.filed_on - first).days
                if later < self.table.staged.days:
                    yield later, Drawn(renamed(case, numbers, name, self.table.dates[later]), case.filing.case_no)


@lru_cache(maxsize=KEPT)
def source_of(table: Timetable) -> Source:
    """Give where the filings of a staging come from; worked out once for all its replications."""
    return Source(table.staged.bank, table)


def _weight(cause: str, mix: Mapping[str, int], running: Sequence[Campaign]) -> float:
    weight = mix.get(cause, PERMILLE) / PERMILLE
    for campaign in running:
        if not campaign.causes or cause in campaign.causes:
            weight *= campaign.factor / PERMILLE
    return weight


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def grouped(bank: Sequence[CaseInput]) -> list[Group]:
    """Put together what is tied by a series or surely by its debtor."""
    owner: dict[tuple[str, str], int] = {}
    members: dict[int, list[CaseInput]] = {}
    for place, case in enumerate(sorted(bank, key=lambda one: (one.filing.filed_on, one.filing.case_no))):
        keys = [(key.side, key.key) for key in keys_of(case.filing) if key.sure and key.side != CREDITOR]
        mine = min((owner[key] for key in keys if key in owner), default=place)
        members.setdefault(mine, []).append(case)
        for key in keys:
            owner.setdefault(key, mine)
    return [tuple(members[place]) for place in sorted(members)]


def renamed(case: CaseInput, numbers: Mapping[str, str], name: str, day: date) -> CaseInput:
    """Make a filing of a template: a number and parties of its own, the same within its group; what was learned later is not known."""
    filing = case.filing
    fresh = replace(
        filing,
        case_no=numbers[filing.case_no],
        parties=tuple(_party(party, name) for party in filing.parties),
        filed_on=day,
        origin_case_no=numbers.get(filing.origin_case_no or "", filing.origin_case_no),
        series=f"{filing.series}·{name}" if filing.series else None,
    )
    return CaseInput(fresh, case.in_series)


def new_numbers(group: Group, name: str, day: date, mark: str = MARK) -> dict[str, str]:
    """Give every case of a group its new number, by the old one."""
    return {one.filing.case_no: new_number(one.filing, name, place, day, mark) for place, one in enumerate(group)}


def new_number(filing: Filing, name: str, place: int, day: date, mark: str = MARK) -> str:
    """Give a simulated case a number no real one has."""
    return f"（{day.year}）{mark}{filing.kind}{name}-{place + 1}号"


def _party(party: Party, name: str) -> Party:
    if party.kind == PartyKind.ORGAN:
        return party
    identity = f"{party.identity}·{name}" if party.identity else None
    return Party(party.side, f"{party.name}·{name}", party.kind, identity)
