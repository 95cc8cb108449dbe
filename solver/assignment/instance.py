"""The instance (分案算例): cases, people, eligible options and who is charged how many minutes, as integers only.

People and cases are numbers here; what they mean is the caller's business. An instance that contradicts itself cannot
be built, so no later step checks again.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solver.arrays import LARGEST, UNSAID, Arrays, Flags, Ints, check_same_length, check_within, nothing
from solver.assignment.desks import most_of_each

PERMILLE = 1000
HIGHEST_CEILING = 1_000 * PERMILLE  # with the largest capacity minutes in per mille still leave 63 bits room for sums


@dataclass(frozen=True, eq=False)
class Instance(Arrays):
    """What the assignment model needs to know; all arrays are int64 and read-only.

    n cases, m people, k options, one option being one lawful way to place one case:

    - `capacity[m]`, `held[m]`: minutes available in the horizon (可用工时, may be 0) and minutes already held (在手);
    - `priority[n]`: rank of urgency, 0 first; `holder[n]`: who holds the case now, -1 for nobody;
    - `option_case[k]`, `option_lead[k]`: the case an option places, and its lead (承办人);
    - `charge_start[k+1]`, `charge_person[]`, `charge_minutes[]`: who is charged how many minutes if it is taken;
    - `charge_desk[]`: 1 where the minutes fall on somebody through a desk (配合岗位), who neither leads the case nor stands
      beside the lead: the ceiling does not bar them, as the work of a case is done by whoever sits there; none when left
      out;
    - `option_misfit[k]`: fit cost in per mille; `option_lot[k]`: a drawn number that decides among equals;
    - `move_price[n]`: what it costs to take a case from its holder, by its stage (变更代价); 1 for each when left out;
    - `present[m]`: minutes each holds now, all cases included, where the plan is one of moves (现有): who is above the ceiling
      may stay there, but comes to hold no more; none when left out;
    - `most_new[m]`: how many cases each may newly be given to lead (新案上限), -1 for any number; none when left out;
    - `together`: groups of linked cases (关联案件) that should have one lead;
    - `tally_kind[t]`, `tally_person[t]`, `tally_held[t]`, `tally_limit[t]`, `tally_price[t]`, `tally_side[t]`: things that
      are counted besides load (计数): whose, for which rule (see tally_rules), what is counted already, the limit, and what
      a unit beyond it costs; side 1 counts what is above the limit, -1 what is short of it;
    - `entry_tally[]`, `entry_option[]`, `entry_amount[]`: what an option adds to a tally if it is taken (may be negative);
    - `ceiling`: nobody is given cases to lead, or to stand beside, above this share of the own capacity, in per mille
      (负荷上限);
    - `spread_step`: the width of one step of the spread level in per mille (see prefer.EvenLoad);
    - `peak_tolerance`, `spread_tolerance`, `misfit_tolerance`: what may be given up again for the levels below (容差):
      of the peak in per mille of load, of the spread and the misfit in per mille of their values.
    """

    capacity: Ints
    held: Ints
    priority: Ints
    option_case: Ints
    option_lead: Ints
    charge_start: Ints
    charge_person: Ints
    charge_minutes: Ints
    option_misfit: Ints
    option_lot: Ints
    holder: Ints
    move_price: Ints = field(default_factory=nothing)
    tally_kind: Ints = field(default_factory=nothing)
    tally_person: Ints = field(default_factory=nothing)
    tally_held: Ints = field(default_factory=nothing)
    tally_limit: Ints = field(default_factory=nothing)
    tally_price: Ints = field(default_factory=nothing)
    tally_side: Ints = field(default_factory=nothing)
    entry_tally: Ints = field(default_factory=nothing)
    entry_option: Ints = field(default_factory=nothing)
    entry_amount: Ints = field(default_factory=nothing)
    charge_desk: Ints = field(default_factory=nothing, metadata=UNSAID)
    most_new: Ints = field(default_factory=nothing, metadata=UNSAID)
    present: Ints = field(default_factory=nothing, metadata=UNSAID)
    together: tuple[tuple[int, ...], ...] = ()
    ceiling: int = 1100
    spread_step: int = 50
    peak_tolerance: int = 3
    spread_tolerance: int = 4
    misfit_tolerance: int = 2

    def __post_init__(self) -> None:
        """Freeze the arrays and refuse what contradicts itself, one sentence each."""
        super().__post_init__()
        self.fill_in("move_price", self.cases, 1)
        object.__setattr__(self, "together", tuple(tuple(int(case) for case in group) for group in self.together))
        _check_people(self)
        _check_options(self)
        _check_charges(self)
        _check_groups(self)
        _check_tallies(self)

    @property
    def cases(self) -> int:
        """Number of cases."""
        return len(self.priority)

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.capacity)

    @property
    def tallies(self) -> int:
        """Number of tallies."""
        return len(self.tally_kind)

    @property
    def options(self) -> int:
        """Number of options."""
        return len(self.option_case)

    @cached_property
    def highest(self) -> Ints:
        """Minutes up to which cases of the own may lift each person: the ceiling, or what is held now if that is more."""
        ceiling = self.capacity * self.ceiling // PERMILLE
        highest: Ints = np.maximum(ceiling, self.present) if len(self.present) else ceiling
        return highest

    @cached_property
    def room(self) -> Ints:
        """Minutes each person may still be given by cases of the own; who is above the ceiling already gets none."""
        room: Ints = np.maximum(self.highest - self.held, 0)
        return room

    @cached_property
    def limit(self) -> Ints:
        """Most minutes each person can come to hold: what there is room for, and whatever may come through a desk."""
        through = np.flatnonzero(~self.own)
        case = self.option_case[self.charge_option[through]]
        more = most_of_each(case, self.charge_person[through], self.charge_minutes[through], self.people)
        limit: Ints = self.held + self.room + more
        return limit

    @cached_property
    def own(self) -> Flags:
        """Charges by cases of the own, which the ceiling bars: those of leads, and of mentors beside them."""
        return self.charge_desk == 0 if len(self.charge_desk) else np.ones(len(self.charge_minutes), dtype=np.bool_)

    @cached_property
    def both(self) -> Ints:
        """People charged in both ways, by cases of the own and through a desk: their own minutes are counted apart."""
        owned, through = (np.unique(self.charge_person[mine]) for mine in (self.own, ~self.own))
        return np.intersect1d(owned, through)

    @cached_property
    def newly(self) -> Flags:
        """Options that give a case to somebody who does not hold it."""
        newly: Flags = self.option_lead != self.holder[self.option_case]
        return newly

    @cached_property
    def rationed(self) -> Ints:
        """People who could be given more new cases than they may: how many they are given is counted."""
        if not len(self.most_new):
            return nothing()
        pairs = np.unique(self.option_case[self.newly] * self.people + self.option_lead[self.newly])
        could = np.bincount(pairs % self.people, minlength=self.people)
        return np.flatnonzero((self.most_new >= 0) & (could > self.most_new))

    @property
    def rows(self) -> int:
        """What is counted: minutes of all, tallies, own minutes of who is charged in both ways, new cases of who is rationed."""
        return self.people + self.tallies + len(self.both) + len(self.rationed)

    @cached_property
    def charge_option(self) -> Ints:
        """The option each charge belongs to."""
        return np.repeat(np.arange(self.options), np.diff(self.charge_start))

    @cached_property
    def usable(self) -> Flags:
        """Options that would be lawful if they were the only one taken."""
        over = self.own & (self.charge_minutes > self.room[self.charge_person])
        absent = (self.capacity[self.charge_person] == 0) & (self.charge_minutes > 0)
        usable = self.capacity[self.option_lead] > 0
        if len(self.most_new):
            usable &= ~self.newly | (self.most_new[self.option_lead] != 0)
        usable[self.charge_option[over | absent]] = False
        return usable

    @cached_property
    def chargeable(self) -> Flags:
        """People with minutes whom this batch can lawfully charge: only they count for the levels of load."""
        found = np.zeros(self.people, dtype=np.bool_)
        live = self.usable[self.charge_option] & (self.charge_minutes > 0)
        found[self.charge_person[live]] = True
        return found & (self.capacity > 0)

    @cached_property
    def options_by_case(self) -> tuple[Ints, Ints]:
        """The options sorted by case, and where each case's begin (n + 1 places)."""
        order = np.argsort(self.option_case, kind="stable")
        return order, np.searchsorted(self.option_case[order], np.arange(self.cases + 1))

    def options_of(self, case: int) -> Ints:
        """Give the options of one case."""
        order, start = self.options_by_case
        return order[start[case] : start[case + 1]]

    def charges_of(self, options: Ints) -> Ints:
        """Give the places of the charges of some options, one after the other."""
        start, width = self.charge_start[options], np.diff(self.charge_start)[options]
        skip = np.repeat(start - np.concatenate([[0], np.cumsum(width)[:-1]]), width) if len(options) else start
        return skip + np.arange(len(skip))


def permille(count: Ints, capacity: Ints) -> Ints:
    """Give minutes as load in per mille of the capacity, rounded up; 0 where there is no capacity."""
    loads: Ints = -(-count * PERMILLE // np.maximum(capacity, 1))
    return np.where(capacity > 0, loads, 0)


def _check_people(instance: Instance) -> None:
    check_same_length(instance, "capacity", "held")
    check_same_length(instance, "priority", "holder")
    check_within(instance.capacity, 0, LARGEST, "The capacity of person {}")
    check_within(instance.held, 0, LARGEST, "The minutes held by person {}")
    check_within(instance.priority, 0, LARGEST, "The priority of case {}")
    check_within(instance.holder, -1, instance.people, "The holder of case {}")
    if len(instance.most_new):
        check_same_length(instance, "capacity", "most_new")
        check_within(instance.most_new, -1, LARGEST, "The most new cases of person {}")
    if len(instance.present):
        check_same_length(instance, "capacity", "present")
        check_within(instance.present, 0, LARGEST, "The present minutes of person {}")
    if not 0 <= instance.ceiling <= HIGHEST_CEILING:
        raise ValueError(f"The ceiling is {instance.ceiling} per mille, which must be from 0 to {HIGHEST_CEILING}.")
    if not 1 <= instance.spread_step <= 100 * PERMILLE:
        raise ValueError(f"The step of the spread is {instance.spread_step} per mille, which must be at least 1.")
    for name in ("peak_tolerance", "spread_tolerance", "misfit_tolerance"):
        if not 0 <= getattr(instance, name) <= PERMILLE:
            raise ValueError(f"{name} is {getattr(instance, name)} per mille, which must be from 0 to {PERMILLE}.")


def _check_options(instance: Instance) -> None:
    check_same_length(instance, "option_case", "option_lead", "option_misfit", "option_lot")
    check_within(instance.option_case, 0, instance.cases, "The case of option {}")
    check_within(instance.option_lead, 0, instance.people, "The lead of option {}")
    check_within(instance.option_misfit, 0, LARGEST, "The misfit of option {}")
    check_within(instance.option_lot, 0, LARGEST, "The lot of option {}")


def _check_charges(instance: Instance) -> None:
    check_same_length(instance, "charge_person", "charge_minutes")
    start = instance.charge_start
    if len(start) != instance.options + 1 or start[0] != 0 or start[-1] != len(instance.charge_person):
        raise ValueError("charge_start must have one place more than there are options, from 0 to the last charge.")
    if np.any(np.diff(start) < 0):
        raise ValueError("charge_start must not decrease.")
    check_within(instance.charge_person, 0, instance.people, "The person of charge {}")
    check_within(instance.charge_minutes, 0, LARGEST, "The minutes of charge {}")
    if len(instance.charge_desk):
        check_same_length(instance, "charge_person", "charge_desk")
        check_within(instance.charge_desk, 0, 2, "Whether charge {} falls through a desk")
    _check_no_double_charge(instance)


def _check_no_double_charge(instance: Instance) -> None:
    pairs = instance.charge_option * max(1, instance.people) + instance.charge_person
    if np.all(pairs[1:] > pairs[:-1]):  # the usual order of a caller, told without sorting
        return
    pairs.sort()
    twice = np.flatnonzero(pairs[1:] == pairs[:-1])
    if len(twice):
        option, person = divmod(int(pairs[twice[0]]), instance.people)
        raise ValueError(f"Option {option} charges person {person} twice; add the minutes up.")


def _check_groups(instance: Instance) -> None:
    for number, group in enumerate(instance.together):
        if len(set(group)) != len(group):
            raise ValueError(f"Group {number} of linked cases names a case twice.")
        if not all(0 <= case < instance.cases for case in group):
            raise ValueError(f"Group {number} of linked cases names a case that is not there.")


def _check_tallies(instance: Instance) -> None:
    check_same_length(instance, "priority", "move_price")
    check_same_length(instance, "tally_kind", "tally_person", "tally_held", "tally_limit", "tally_price", "tally_side")
    check_same_length(instance, "entry_tally", "entry_option", "entry_amount")
    check_within(instance.move_price, 0, LARGEST, "The price of moving case {}")
    check_within(instance.tally_kind, 0, LARGEST, "The rule of tally {}")
    check_within(instance.tally_person, 0, instance.people, "The person of tally {}")
    for name in ("tally_held", "tally_limit", "entry_amount"):
        check_within(getattr(instance, name), -LARGEST, LARGEST, name + "[{}]")
    check_within(instance.tally_price, 0, LARGEST, "The price of tally {}")
    if not np.isin(instance.tally_side, (-1, 1)).all():
        raise ValueError("The side of a tally must be 1 (what is above the limit) or -1 (what is short of it).")
    check_within(instance.entry_tally, 0, instance.tallies, "The tally of entry {}")
    check_within(instance.entry_option, 0, instance.options, "The option of entry {}")
