"""What a rulebook says about plans (分案规则): sections that an office may have or leave out, each figure with its source."""

from dataclasses import dataclass

from allocator.domain.conditions import Condition
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class MoveStage:
    """A stage of a case (办理阶段) that makes it dear to take from its handler; the first one known to hold counts."""

    id: str
    when: Condition
    price: int
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change of handler costs (变更代价), by the stage of the case, and for how long it may not happen again.

    `price` is that of a case at no listed stage, in the same unit as the stages'; no case is moved a second time within
    `no_second_move_days` calendar days (0: the office has no such rule).
    """

    price: int = 1
    no_second_move_days: int = 0
    stages: tuple[MoveStage, ...] = ()
