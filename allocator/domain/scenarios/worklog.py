"""What an office really did (办案日志): who did which step of which case, begun and ended when; open work has no end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from allocator.domain.canonical import digest
from allocator.domain.errors import BadInput
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One step of one case in one person's hands (工作事项).

    `started` and `ended` are instants with their zone, told by the office's own clock; no end: it is open work.
    """

    case: str
    step: str
    person: str
    started: datetime
    ended: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse instants without a zone and an end before the start."""
        if self.started.tzinfo is None or (self.ended is not None and self.ended.tzinfo is None):
            raise BadInput(
                Text("时刻缺少时区。", "A time lacks its zone."),
                Text("请写成 2022-09-30T09:00+08:00。", "Write 2022-09-30T09:00+08:00."),
                code="zone-missing",
            )
        if self.ended is not None and self.ended < self.started:
            raise BadInput(
                Text(
                    f"结束（{self.ended.isoformat()}）早于开始（{self.started.isoformat()}）。",
                    f"The end ({self.ended.isoformat()}) is before the start ({self.started.isoformat()}).",
                ),
                Text(
                    "请更正其中一个；尚未办结的，结束留空。", "Correct one of them; leave the end of open work blank."
                ),
                code="times-reversed",
            )

    def known_at(self, instant: datetime) -> "WorkItem":
        """Give the item as it was known at an instant: an end that was still to come is no end."""
        if self.ended is None or self.ended < instant:
            return self
        return WorkItem(self.case, self.step, self.person, self.started)


@dataclass(frozen=True)
class WorkLog:
    """The work items of an office (办案日志), in the order in which they began."""

    items: tuple[WorkItem, ...]

    @classmethod
    def of(cls, items: Iterable[WorkItem]) -> "WorkLog":
        """Put items in order; those that began at one instant stay in the order they came."""
        return cls(tuple(sorted(items, key=lambda item: item.started)))

    def __post_init__(self) -> None:
        """Refuse a log in which nothing was ever begun."""
        if not self.items:
            raise BadInput(
                Text("日志中没有工作事项。", "The log holds no work."),
                Text("请核对文件与日期。", "Check the file and the date."),
                code="log-empty",
            )

    @property
    def first(self) -> datetime:
        """The instant at which the first item began."""
        return self.items[0].started

    @cached_property
    def last(self) -> datetime:
        """The last instant of which the log tells: a start or an end."""
        return max(max(item.started, item.ended or item.started) for item in self.items)

    @cached_property
    def repeated(self) -> int:
        """Count the items that are the same as an earlier one in everything: most likely a row brought twice (重复行)."""
        return len(self.items) - len(set(self.items))

    @cached_property
    def digest(self) -> str:
        """Name the log by its content (SHA-256)."""
        return digest([(item.case, item.step, item.person, item.started, item.ended) for item in self.items])

    def known_at(self, instant: datetime) -> "WorkLog":
        """Give the log as it stood at an instant (当时所知): later work is not there, later ends are not known."""
        return WorkLog(tuple(item.known_at(instant) for item in self.items if item.started < instant))
