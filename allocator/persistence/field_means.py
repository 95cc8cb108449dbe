"""What field work shares and what takes it away (外勤资源), as the office's files say it and as it is told in between."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.fieldwork.means import Closure, Engagement, EngagementKind, Resource
from allocator.domain.fieldwork.trips import Hours
from allocator.domain.people import Period
from allocator.persistence.tables.base import Base, core
from allocator.persistence.tables.fieldwork import ClosureRow, EngagementRow, HoursColumns, ResourceRow

Values = dict[str, Any]


@dataclass(frozen=True)
class Means:
    """Shared things, engagements and closed roads of one unit of work."""

    session: Session

    def resources(self) -> tuple[Resource, ...]:
        """Give the shared things, in the order of their file."""
        rows = self.session.scalars(sa.select(ResourceRow).order_by(ResourceRow.position))
        return tuple(Resource(row.code, row.name, row.kind, row.count, row.town, _hours(row)) for row in rows)

    def engagements(self, *, only_filed: bool = False) -> tuple[Engagement, ...]:
        """Give the engagements: those of the file, then (unless not wanted) those told since."""
        wanted = EngagementRow.filed if only_filed else sa.true()
        rows = self.session.scalars(
            sa.select(EngagementRow).where(wanted).order_by(sa.not_(EngagementRow.filed), EngagementRow.id)
        )
        return tuple(_engaged(row) for row in rows)

    def told(self) -> tuple[tuple[int, Engagement], ...]:
        """Give the engagements told since the file, each by its number, in the order they were told."""
        rows = self.session.scalars(sa.select(EngagementRow).where(~EngagementRow.filed).order_by(EngagementRow.id))
        return tuple((row.id, _engaged(row)) for row in rows)

    def release(self, number: int) -> None:
        """Take back that somebody or something is taken, as it was told."""
        self.session.expunge_all()
        self.session.execute(sa.delete(EngagementRow).where(~EngagementRow.filed, EngagementRow.id == number))

    def closures(self) -> tuple[Closure, ...]:
        """Give the closed roads, in the order of their file."""
        rows = self.session.scalars(sa.select(ClosureRow).order_by(ClosureRow.position))
        return tuple(Closure(row.town, _hours(row), row.village, row.reason) for row in rows)

    def save(
        self, resources: Sequence[Resource], engagements: Sequence[Engagement], closures: Sequence[Closure]
    ) -> None:
        """Put the files' state in place of the old one; what was told in between stays."""
        self.session.expunge_all()
        for table, wanted in ((ResourceRow, sa.true()), (EngagementRow, EngagementRow.filed), (ClosureRow, sa.true())):
            self.session.execute(sa.delete(table).where(wanted))
        self._insert(ResourceRow, ({"position": place, **_resource(one)} for place, one in enumerate(resources)))
        self._insert(EngagementRow, (_engagement(one, filed=True) for one in engagements))
        self._insert(ClosureRow, ({"position": place, **_closure(one)} for place, one in enumerate(closures)))

    def engage(self, told: Engagement) -> None:
        """Note that somebody or something is taken, as somebody tells it: an outage, an illness."""
        self._insert(EngagementRow, [_engagement(told, filed=False)])

    def _insert(self, table: type[Base], values: Iterable[Values]) -> None:
        listed = list(values)
        if listed:
            self.session.execute(sa.insert(core(table)), listed)


def _engaged(row: EngagementRow) -> Engagement:
    return Engagement(row.holder, EngagementKind(row.kind), _hours(row), row.count)


def _hours(row: HoursColumns) -> Hours:
    return Hours(Period(row.first, row.last), row.begins, row.ends, tuple(row.weekdays))


def _hours_values(hours: Hours) -> Iterator[tuple[str, object]]:
    yield from (("first", hours.period.first), ("last", hours.period.last))
    yield from (("begins", hours.begins), ("ends", hours.ends), ("weekdays", list(hours.weekdays)))


def _resource(one: Resource) -> Values:
    named = {"code": one.code, "name": one.name, "kind": one.kind, "count": one.count, "town": one.town}
    return {**named, **dict(_hours_values(one.hours))}


def _engagement(one: Engagement, *, filed: bool) -> Values:
    named = {"filed": filed, "holder": one.holder, "kind": one.kind.value, "count": one.count}
    return {**named, **dict(_hours_values(one.hours))}


def _closure(one: Closure) -> Values:
    named = {"town": one.town, "village": one.village, "reason": one.reason}
    return {**named, **dict(_hours_values(one.hours))}
