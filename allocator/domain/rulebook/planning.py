"""What a rulebook says about plans (分案规则): sections that an office may have or leave out, each figure with its source."""

from dataclasses import dataclass

from allocator.domain.rulebook.conditions import Condition
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class MoveStage:
    """A stage of a case (办理阶段) that makes it dear to take from its handler; the first one known to hold counts.

    `returns` says that a case at this stage goes back to its handler when an absence ends (销假后回转); others stay.
    """

    id: str
    when: Condition
    price: int
    text: Text
    source: str = ""
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change of handler costs (变更代价), by the stage of the case, and for how long it may not happen again.

    `price` is that of a case at no listed stage, in the same unit as the stages'; no case is moved a second time within
    `no_second_move_days` calendar days (0: the office has no such rule). `returns` is for a case at no listed stage.
    """

    price: int = 1
    no_second_move_days: int = 0
    stages: tuple[MoveStage, ...] = ()
    returns: bool = False


@dataclass(frozen=True, slots=True)
class DueShare:
    """A node that a plan must heed (计入期限的节点) and the part of a case's work to be done by then, per mille."""

    node: str
    share: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Which deadlines a plan looks ahead to (期限): the nodes that count, and the days at which it looks.

    `horizons` are working days from the plan's day on; a minute due by one of them that nobody has left until then costs
    `price`. A node must start at filing, or when the handler receives the case.
    """

    nodes: tuple[DueShare, ...] = ()
    horizons: tuple[int, ...] = ()
    price: int = 1


@dataclass(frozen=True, slots=True)
class Fairness:
    """Two clocks of what people were given lately (两本账): effort, and unpleasant work (苦累案件).

    Unpleasant are the cases of these causes and kinds. Both are counted over `window_days` calendar days and this plan; a
    minute that lies more than `slack` (per mille) above somebody's share by available time costs the clock's price.
    """

    window_days: int = 0
    slack: int = 0
    effort_price: int = 0
    unpleasant_price: int = 0
    causes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rotation:
    """No kind of case stays with one team (轮换): the most of a cause one team may have of a lane's cases, per mille.

    Counted over `window_days` calendar days and this plan; each case above it costs `price`. Only lanes that two teams
    or more take can rotate.
    """

    most_share: int = 1000
    window_days: int = 0
    price: int = 1
    lanes: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reserve:
    """Room kept for cases that will convert (简转繁预留): a share of the work in one lane, per mille, held free in another.

    It rolls: what is closed or converted is no longer part of the work, so that the room shrinks with it.
    """

    lane: str
    to: str
    share: int
