"""One published trip (一趟出车): what it is, where it stands, and with whom and what it could go otherwise."""

from dataclasses import dataclass
from datetime import date

from allocator.services.context import Context
from allocator.services.fieldwork.checks import standing_week
from allocator.services.fieldwork.outings import Outing, Telling
from allocator.services.fieldwork.views import week_name


@dataclass(frozen=True, slots=True)
class TripSeen:
    """A trip with its week, the days of it, and as (code, name) the vehicles and people it could go with."""

    outing: Outing
    monday: date
    week: str
    days: tuple[date, ...]
    vehicles: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]

    @property
    def day(self) -> date:
        """Give its day."""
        return self.days[self.outing.day]

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """Give the people who are not aboard."""
        return tuple(one for one in self.people if one[0] not in self.outing.aboard)


def read_outing(context: Context, ref: str | int) -> TripSeen:
    """Give a published trip as it is told; raises NotFound."""
    with context.database.reading() as uow:
        kept = uow.trips.get(ref)
        asked = uow.errands.by_code(sorted({stop.errand for stop in kept.trip.stops}))
    week, _, check = standing_week(context, kept.monday)
    return TripSeen(
        outing=Telling(week, asked, check.objections).outing(kept.trip, kept),
        monday=kept.monday,
        week=week_name(kept.monday),
        days=week.days,
        vehicles=tuple((one.code, one.name) for one in week.office.vehicles),
        people=tuple((one.code, one.name) for one in week.field_staff),
    )
