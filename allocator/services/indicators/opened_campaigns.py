"""Special actions that were opened (已启动的专项行动), as the log has them, and those that were called off before their last day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.domain.special_actions import SpecialAction
from allocator.domain.words import Text
from allocator.files.special_actions import read_action
from allocator.persistence.unit_of_work import UnitOfWork

CAMPAIGN, CALLED_OFF = "campaign", "campaign_ended"


@dataclass(frozen=True, slots=True)
class CalledOff:
    """That a special action ended early (提前结束): who said so, why, and from which day on everybody has all hours again."""

    actor: str
    on: date
    because: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A special action as the log has it: who opened it, on which day, what it was expected to cost."""

    seq: int
    actor: str
    on: date
    action: SpecialAction
    preview: Mapping[str, Any]
    ended: CalledOff | None = None

    def state(self, day: date) -> Text:
        """Say how it stands on a day (状态)."""
        if self.ended is not None and day >= self.ended.on:
            return Text("已提前结束", "called off")
        if day < self.action.window.first:
            return Text("待开始", "to begin")
        return Text("进行中", "under way") if day <= self.action.last else Text("已结束", "over")

    @property
    def last(self) -> date:
        """Give the last day on which it takes anything; the day before its first where it was called off before."""
        return self.action.last if self.ended is None else min(self.action.last, self.ended.on - date.resolution)


def opened_in(uow: UnitOfWork) -> Iterator[Opened]:
    """Walk the special actions that were opened, oldest first."""
    ended = {entry.body["code"]: _called_off(entry.actor, entry.body) for entry in uow.log.walk(kind=CALLED_OFF)}
    for entry in uow.log.walk(kind=CAMPAIGN):
        body = entry.body
        action = read_action(body["toml"], body["code"], uow.rulebooks.by_digest(body["rulebook"]))
        day = date.fromisoformat(body["day"])
        yield Opened(entry.seq, entry.actor, day, action, body["preview"], ended.get(action.code))


def _called_off(actor: str, body: Mapping[str, Any]) -> CalledOff:
    return CalledOff(actor, date.fromisoformat(body["day"]), body["because"])
