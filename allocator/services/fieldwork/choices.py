"""What can be chosen for a week of field work (可选项): vehicles, people and things, kinds of errands, towns."""

from dataclasses import dataclass
from datetime import date

from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.fieldwork.seeing import read_week
from allocator.services.fieldwork.views import week_name

Choice = tuple[str, str]
"""A code, and what it is called."""


@dataclass(frozen=True, slots=True)
class WeekChoices:
    """What can be chosen for a week, in the office's own order."""

    week: str
    days: tuple[date, ...]
    vehicles: tuple[Choice, ...]
    people: tuple[Choice, ...]
    things: tuple[Choice, ...]
    kinds: tuple[tuple[str, Text], ...]
    towns: tuple[str, ...]

    def name(self, code: str) -> str:
        """Say who or what a code is; the code itself of one nobody knows."""
        return dict((*self.vehicles, *self.people, *self.things)).get(code, code)


def read_choices(context: Context, monday: date) -> WeekChoices:
    """Give what can be chosen for a week."""
    week = read_week(context, monday)
    return WeekChoices(
        week=week_name(monday),
        days=week.days,
        vehicles=tuple((one.code, one.name) for one in week.office.vehicles),
        people=tuple((one.code, one.name) for one in week.field_staff),
        things=tuple((one.code, one.name) for one in week.resources),
        kinds=tuple((kind.id, kind.name) for kind in week.rulebook.errands.values()),
        towns=tuple(town.name for town in week.office.towns),
    )
