"""The nodes of the process (流程节点) as the rulebook has them: limits, what begins and ends each, what stops its clock."""

from dataclasses import dataclass, field

from allocator.domain.rulebook.conditions import Condition
from allocator.domain.words import Text

UNITS = ("calendar", "working", "months", "years", "hours")
NEEDS = ("item", "asset", "amount", "until", "approver", "note")
MONEY = ("", "received", "paid")
FROM_CASE = ("filing", "assignment", "handler_receives_file", "closing")
"""What the case itself tells (案件自身事件): never recorded a second time as an event."""

EARLY = ("filing", "assignment", "handler_receives_file")
"""Beginnings before which a node may be fulfilled already: the notice is sent before anybody has the file."""

LISTS = ("attachments", "announcements", "appraisals", "payments", "unassigned", "conversions", "requeries", "closing")
"""The lists a node may belong to, beside those of everything that is due or overdue (工作清单)."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A kind of event (办案事件种类): what a record of it must carry, and what it does beyond beginning and ending nodes.

    `needs` are of NEEDS ("asset": the item begins with a kind of asset); `after_closing` ones may be dated after the
    case was closed; one may happen `alone`, without a beginning of what it fulfils on record; `money` says that its
    amount came in ("received") or went out ("paid"); `extends` that it prolongs the node its item names; `minutes` is
    what it takes to do, None where nobody said.
    """

    id: str
    name: Text
    needs: tuple[str, ...] = ()
    after_closing: bool = False
    alone: bool = False
    money: str = ""
    extends: bool = False
    minutes: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClockStop:
    """A span in which clocks stand still (扣除期间): the events that begin and end it, and the nodes it stops.

    An `open_ended` one may last until its end is recorded; any other must say until when it lasts.
    """

    id: str
    name: Text
    begins: str
    ends: str
    nodes: tuple[str, ...]
    open_ended: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a node belongs to (责任主体): to the case's handler ("handler"), to the team of a lane, or to a desk by name."""

    id: str
    name: Text
    by: str = "desk"
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another limit of a node (期限分档): for some kinds of asset, or for cases of which something holds."""

    limit: int
    unit: str
    basis: str
    assets: tuple[str, ...] = ()
    when: Condition = False


@dataclass(frozen=True, slots=True)
class Extension:
    """How a node may be prolonged (延长): by how much in the node's unit, how often, and asked how many days before."""

    by: int
    times: int = 1
    ask: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """A process node (流程节点): its start, limit and unit (calendar, working, months, hours) and its basis in law.

    `begun_when` tells that its clock runs in a case that does not record the first day (False: nothing tells).
    It is of cases where `when` holds and, if `lanes` are named, of cases in them. `also` are events that begin it anew,
    for `within_months` after its first day (None: always); `ends` fulfil it. `warn` are the calendar days before its
    last day from which it is yellow. An `earliest` one is no deadline: before it something may not be done. One that
    `until_sets` ends on the day its event names; one that does not `roll` ends on a holiday too. `survives` are the
    ways of closing after which it still runs. `steps` are days at which it is looked at (分段提醒).
    """

    id: str
    name: Text
    start: str
    limit: int
    unit: str
    owner: str
    basis: str
    confirmed: bool
    begun_when: Condition = False
    part_of: str = ""
    ends: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    within_months: int | None = None
    warn: int = 3
    when: Condition = True
    lanes: tuple[str, ...] = ()
    earliest: bool = False
    until_sets: bool = False
    roll: bool = True
    survives: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()
    list: str = ""
    variants: tuple[Variant, ...] = ()
    extension: Extension | None = None

    @property
    def starts(self) -> tuple[str, ...]:
        """Give every event that begins it."""
        return (self.start, *self.also)


@dataclass(frozen=True, slots=True)
class Happenings:
    """What the rulebook says about events (办案事件规则): their kinds, the clock stops, and to whom nodes belong."""

    kinds: dict[str, Happening] = field(default_factory=dict)
    stops: tuple[ClockStop, ...] = ()
    owners: dict[str, Owner] = field(default_factory=dict)
    long_pending_months: int = 12
    closing_node: str = ""
