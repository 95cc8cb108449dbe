"""What field work shares and what takes it away (外勤资源): things, engagements of people and things, closed roads."""

from dataclasses import dataclass
from enum import StrEnum

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.trips import ALWAYS, Hours
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class Resource:
    """A shared thing or desk of which there are `count` (共用资源), of a kind of the rulebook's [field.things].

    A body camera, a registry desk, a seat in the command centre; with a `town` it serves errands there only, as a
    village's contact does. `hours` are the days and hours it can be had.
    """

    code: str
    name: str
    kind: str
    count: int = 1
    town: str | None = None
    hours: Hours = ALWAYS

    def __post_init__(self) -> None:
        if self.count < 1:
            raise BadInput(
                Text(f"{self.name}：数量须为正数。", f"{self.name}: there must be one at least."),
                Text("没有的不必写。", "Leave out what there is none of."),
            )


class EngagementKind(StrEnum):
    """What takes somebody or something (占用事由).

    A hearing, the duty desk, the hotline, a seat in the command centre, hours not worked (part time), other business;
    of a vehicle or thing its service (保养), or that it is out of order (故障).
    """

    HEARING = "hearing"
    DUTY_DESK = "duty_desk"
    HOTLINE = "hotline"
    COMMAND = "command"
    PART_TIME = "part_time"
    OTHER = "other"
    SERVICE = "service"
    OUTAGE = "outage"


@dataclass(frozen=True, slots=True)
class Engagement:
    """Hours for which an officer, a vehicle or `count` of a shared thing are taken (占用); `holder` is its code."""

    holder: str
    kind: EngagementKind
    hours: Hours
    count: int = 1


@dataclass(frozen=True, slots=True)
class Closure:
    """Hours in which a town, or one village of it, cannot be reached (封路).

    The drive from and to the seat counts in: work there ends so that one is back when it begins, and begins no sooner
    than one can be there after it ends.
    """

    town: str
    hours: Hours
    village: str | None = None
    reason: str = ""

    def shuts(self, town: str, village: str) -> bool:
        """Say whether a place lies behind it."""
        return self.town == town and self.village in (None, village)


@dataclass(frozen=True, slots=True)
class FieldMeans:
    """All that field work of an office shares and that takes it away (外勤资源): things, engagements, closed roads."""

    resources: tuple[Resource, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    closures: tuple[Closure, ...] = ()


NO_MEANS = FieldMeans()
