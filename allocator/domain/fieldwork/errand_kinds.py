"""What the rulebook says of field work (外勤规则): sections [errands.*] and [field]; each figure with its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from allocator.domain.fieldwork.trips import DAY, WEEK_DAYS, Span
from allocator.domain.rulebook.conditions import Condition
from allocator.domain.words import Text


class HandlerRule(StrEnum):
    """Whether who holds the case must go (承办人到场): must, may send a stand-in at a price (可替), or need not."""

    MUST = "must"
    STAND_IN = "stand_in"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Part:
    """What one vehicle brings to an errand (一车一组).

    At least `crew` people who count as crew are aboard, and for each skill at least so many with it; `vehicles` are the kinds
    of vehicle that will do (empty: any), `seats` those taken besides the people aboard from here until the seat (被执行人).
    `after` is how many minutes after the first part's start this one begins, at least and at most.
    """

    crew: int = 2
    needs: Mapping[str, int] = field(default_factory=dict)
    vehicles: tuple[str, ...] = ()
    seats: int = 0
    after: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class ErrandKind:
    """A kind of field work (外勤任务类型).

    - `minutes` on the spot, from `low` to `high`; `parts`, one for each vehicle it takes (several: a convoy, 车队);
    - `handler` says whether who holds the case goes with the first part, `stand_in_price` what a stand-in costs;
    - `uses` are shared things by kind while it lasts: body cameras, the registry desk, a village's witness (村民见证人);
    - `approval`, `warrant`: the president's approval, a warrant must be there, and holds for `approval_days` or `warrant_days`
      calendar days after its own (None: for good); `notice_days` calendar days must have run since the notice, day 0 not
      counted and a last day on a holiday rolling on; `lead_days` working days lie between booking and the day (法警预约);
    - `hours` of the day in which it may be done, minutes after midnight; `any_day`: also when the office is closed;
      `months` in which it may be done (empty: all);
    - `preferred` are hours in which it had better begin (适宜时段), `odd_price` what another hour costs (empty: all are alike);
    - `hardness` is what it counts as hard work for each person there, in minutes; `night` work counts all its minutes.
    """

    id: str
    name: Text
    minutes: int
    low: int
    high: int
    parts: tuple[Part, ...] = (Part(),)
    handler: HandlerRule = HandlerRule.STAND_IN
    stand_in_price: int = 1
    uses: Mapping[str, int] = field(default_factory=dict)
    approval: bool = False
    warrant: bool = False
    approval_days: int | None = None
    warrant_days: int | None = None
    notice_days: int | None = None
    lead_days: int = 0
    hours: tuple[Span, ...] = (Span(0, DAY),)
    any_day: bool = False
    months: tuple[int, ...] = ()
    preferred: tuple[Span, ...] = ()
    odd_price: int = 1
    hardness: int = 0
    night: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class ThingKind:
    """A kind of shared thing (共用资源类型); what is `carried` is taken for the whole trip, other things on the spot."""

    id: str
    name: Text
    carried: bool = False


@dataclass(frozen=True, slots=True)
class OutHours:
    """How long one person may be out in the field (在外工时), in minutes; what stands here by default binds nobody.

    - `day_norm`, `week_norm` are the normal hours, of a working day and a week; a minute beyond costs `price`. On a day
      the office is closed every minute is beyond, and costs `rest_price`;
    - `day_most`, `week_most` are the longest the law allows; nobody is out longer;
    - `works` are the kinds of engagement that count as work of the day besides (a hearing, the duty desk);
    - who works part time by a reduction of one of the kinds `shortened_by` has hours of the week in proportion.
    """

    day_norm: int = DAY
    day_most: int = DAY
    week_norm: int = WEEK_DAYS * DAY
    week_most: int = WEEK_DAYS * DAY
    price: int = 0
    rest_price: int = 0
    works: tuple[str, ...] = ()
    shortened_by: tuple[str, ...] = ()
    source: str = ""


CHANGES = {
    "exchange": 5,
    "stand_in": 10,
    "later": 20,
    "hours": 30,
    "longer_day": 40,
    "day_off": 50,
    "thing": 60,
    "person": 70,
    "driver": 80,
    "vehicle": 90,
    "manned_vehicle": 150,
    "team": 300,
}
"""What could be otherwise (可行的改变), and at which price where a rulebook says nothing: an exchange with other errands, a
stand-in, a day outside its first and last, other hours, a longer day out, a day off, one more thing, person, driver, vehicle,
vehicle with a driver, a team of its own."""


@dataclass(frozen=True, slots=True)
class NodeErrand:
    """Field work that a node of a case asks for (节点派生外勤): while the node runs, where `when` holds of the case.

    The errand of `kind` may begin when the node does, and is late after the node's last day; `binding`: it cannot be done
    after it at all. It is done at the debtor's town, or `at_seat`.
    """

    id: str
    node: str
    kind: str
    when: Condition = True
    at_seat: bool = False
    binding: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class FieldRules:
    """What holds for all field work (外勤通则).

    - `crew`: roles that count as crew; `brings`: skills a role has by itself; `driver`: the skill of whoever drives;
    - `out_from` and `back_by` bound every trip, minutes after midnight; `least_drive` lies between any two places;
    - drives take `winter_factor` (per mille) in the `winter_months`;
    - `urgent_waives_lead`: an urgent errand need not wait for the lead time of bookings;
    - hard work is shared by a ledger over `window_days` calendar days; of a drive from the seat what lies above `long_drive`
      minutes counts as hard, there and back, once for a trip (its farthest place);
    - mentor and apprentice share a trip every `joint_trip_days` calendar days (0: no such rule), and an apprentice sees
      `apprentice_kinds` so often within the window;
    - `mentor_stands_in`: an apprentice's mentor in a case counts in the field as who holds it;
    - `nodes` say which nodes of a case ask for which errands;
    - `hours` say how long anybody may be out on a day and in a week;
    - `move_price` is what moving a published trip or stop costs;
    - `changes` are the prices of what could be otherwise for an errand without a place, by kind.
    """

    crew: tuple[str, ...] = ()
    brings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    driver: str = ""
    out_from: int = 0
    back_by: int = DAY
    least_drive: int = 0
    winter_factor: int = 1000
    winter_months: tuple[int, ...] = ()
    urgent_waives_lead: bool = False
    mentor_stands_in: bool = False
    window_days: int = 84
    long_drive: int = DAY
    joint_trip_days: int = 0
    apprentice_kinds: Mapping[str, int] = field(default_factory=dict)
    hours: OutHours = OutHours()
    nodes: tuple[NodeErrand, ...] = ()
    move_price: int = 1
    changes: Mapping[str, int] = field(default_factory=lambda: dict(CHANGES))
    things: Mapping[str, ThingKind] = field(default_factory=dict)
    source: str = ""
