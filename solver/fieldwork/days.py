"""Days dealt anew (单日重排): the latest days of a plan are searched for alone, each time from nothing.

What a week's search has frozen on a day is undone by no step of it: every step on the way is worse. Alone a day is small, and
a search of it from the beginning takes a fraction of a second, so that there is time for many.
"""

from collections.abc import Callable, Sequence

import numpy as np

from solver.fieldwork.apart import Apart, hours_out, served, without
from solver.fieldwork.engine import Engine
from solver.fieldwork.instance import Instance
from solver.fieldwork.layout import SMALL_WEEK
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.rule import Prefer
from solver.fieldwork.rules.variables import day_of

PER_PART = 0.07  # of 400,000 trips timed in one search, for each part of a day
CHEAP = 0.4  # deterministic seconds for so many trips of a day alone: they are timed in two fifths of the time
TRIES = 8  # searches of the latest day there must be time for; with fewer, the week's own search makes more of it
VAIN = 20  # searches in vain, one after the other, after which no more are tried
OTHERS, LUKEWARM = 0.4, 0.3  # of that for the other days, where they must have fewer hours; and how warm that begins
STRIDE = 1_000_003  # between the seeds of two searches


class Days:
    """Searches days of a week alone and keeps what makes the week better; `spent` deterministic seconds."""

    def __init__(self, instance: Instance, levels: Sequence[Prefer], seed: int) -> None:
        self._instance, self._levels, self._seed = instance, levels, seed
        self._tries, self._begun = [0] * instance.days, 0
        self._made: dict[tuple[int, int], Apart] = {}
        self.spent = 0.0

    def fit(self, plan: Plan, seconds: float) -> bool:
        """Say whether to deal the latest days of a plan anew: in small weeks, if there is time for it, and nothing is published."""
        day, week = self._next(plan), self._instance
        if day is None or week.parts > SMALL_WEEK or np.any(week.booked_vehicle >= 0):
            return False
        parts = sum(day_of(self._instance, plan.start[part]) == day for part in plan.placed)
        return TRIES * CHEAP * PER_PART * parts <= seconds

    def search(self, plan: Plan, seconds: float, stop: Callable[[], bool]) -> Plan:
        """Deal one day after the other anew, the later it is the more often; gives the best plan."""
        ends, worth, vain = self.spent + seconds, self._worth(plan), 0
        self._made = {}
        while self.spent < ends and vain < VAIN and not stop():
            vain += 1
            day = self._next(plan)
            if day is None:
                break
            found = self._anew(plan, day, stop)
            if self._worth(found) < worth:
                found = self._mended(found, day, stop)
            value = self._worth(found)
            if value < worth and not any(self._over(found)):
                plan, worth, self._made, vain = found, value, {}, 0
        return plan

    def _worth(self, plan: Plan) -> tuple[int, ...]:
        return tuple(term.amount(self._instance, plan) for term in self._levels)

    def _next(self, plan: Plan) -> int | None:
        """Give the day with most lateness for each search it has had; None where nothing is late."""
        late = [0] * self._instance.days
        for part in plan.placed:
            late[day_of(self._instance, plan.start[part])] += self._late(plan, part)
        days = [day for day, minutes in enumerate(late) if minutes]
        return max(days, key=lambda one: (late[one] / (1 + self._tries[one]), -one), default=None)

    def _late(self, plan: Plan, part: int) -> int:
        return max(0, plan.start[part] - int(self._instance.part_due[part]))

    def _anew(self, plan: Plan, day: int, stop: Callable[[], bool]) -> Plan:
        """Search a day from nothing."""
        key = (day, self._tries[day] % 2)
        if key not in self._made:
            self._made[key] = self._cleared(plan, day, self._late_elsewhere(plan, day) if key[1] else [])
        self._tries[day] += 1
        one = self._made[key]
        return one.joined(self._searched(one.alone, Plan.empty(one.alone), PER_PART * one.alone.parts, stop))

    def _over(self, plan: Plan) -> list[int]:
        """Give the minutes everybody is out beyond the hours of the week."""
        beyond: list[int] = np.maximum(0, hours_out(self._instance, plan) - self._instance.week_most).tolist()
        return beyond

    def _mended(self, plan: Plan, day: int, stop: Callable[[], bool]) -> Plan:
        """Let the other days have the hours that a day dealt anew leaves."""
        over, week = self._over(plan), self._instance
        if not any(over) or week.days == 1:
            return plan
        others = without(week, plan, day)
        own = Plan.of(week.parts, [one for one in served(plan) if day_of(week, one[0].leaves) == day])
        errands = sorted({int(week.part_errand[part]) for part in others.placed})
        rest = Apart.of(week, own, errands, [one for one in range(week.days) if one != day])
        told = rest.told(_shortened(others, over))
        return rest.joined(self._searched(rest.alone, told, OTHERS * PER_PART * rest.alone.parts, stop, LUKEWARM))

    def _searched(
        self, alone: Instance, plan: Plan, seconds: float, stop: Callable[[], bool], warmth: float = 1.0
    ) -> Plan:
        self._begun += 1
        engine = Engine(alone, self._levels, self._seed + STRIDE * self._begun)
        engine.fill(plan)
        found = engine.search(seconds, stop, warmth)
        self.spent += CHEAP * engine.spent
        return found

    def _cleared(self, plan: Plan, day: int, brought: Sequence[int] = ()) -> Apart:
        """Take a day apart, with errands brought to it.

        What of it goes in time on other days goes there first: it only stands in the way of the late.
        """
        week = self._instance
        here = {int(week.part_errand[part]) for part in plan.placed if day_of(week, plan.start[part]) == day}
        others = without(week, plan, day, [*here, *brought])
        elsewhere = self._put(others, [one for one in sorted(here) if self._may_go(plan, one, day)], day)
        stays = [one for one in sorted({*here, *brought}) if elsewhere.trip[week.parts_of[one][0]] < 0]
        return Apart.of(week, elsewhere, stays, [day], freely=True)

    def _late_elsewhere(self, plan: Plan, day: int) -> list[int]:
        """Give the errands that are late on another day and could be on this one, less late."""
        week = self._instance
        here = (week.window_opens <= week.day_closes[day]) & (week.window_closes >= week.day_opens[day])
        able = {part for part in week.window_part[here].tolist() if plan.start[part] > week.day_closes[day]}
        return [
            errand
            for errand, parts in enumerate(week.parts_of)
            if able.issuperset(parts) and any(self._late(plan, part) for part in parts)
        ]

    def _may_go(self, plan: Plan, errand: int, day: int) -> bool:
        """Say whether an errand is in time, and could be on another day."""
        week, parts = self._instance, self._instance.parts_of[errand]
        opens, closes = week.day_opens[day], week.day_closes[day]
        away = (week.window_opens < opens) | (week.window_closes > closes)
        able = set(week.window_part[away & (week.window_opens <= week.part_due[week.window_part])].tolist())
        return all(part in able and not self._late(plan, part) for part in parts)

    def _put(self, others: Plan, errands: Sequence[int], day: int) -> Plan:
        """Put errands of a day into the plan of the others, as long as nothing becomes late by it."""
        week = self._instance
        if not errands or week.days == 1:
            return others
        placed = {int(week.part_errand[part]) for part in others.placed}
        days = [one for one in range(week.days) if one != day]
        one = Apart.of(week, Plan.of(week.parts, []), sorted({*placed, *errands}), days)
        found = one.joined(self._searched(one.alone, one.told(others), 0.0, bool))
        late = {found.trip[part] for part in found.placed if self._late(found, part) > self._late(others, part)}
        wrong = {int(week.part_errand[part]) for part in found.placed if found.trip[part] in late}
        kept = [errand for errand in errands if errand not in wrong]
        if not late:
            return found
        return self._put(others, kept, day) if len(kept) < len(errands) else others


def _shortened(plan: Plan, over: list[int]) -> Plan:
    """Take out trips of those who are out too long, the last ones first, until none is; `over`: minutes beyond, by person."""
    kept = []
    for trip, stops in reversed(served(plan)):
        if any(over[person] > 0 for person in trip.people):
            for person in trip.people:
                over[person] -= trip.back - trip.leaves
        else:
            kept.append((trip, stops))
    return Plan.of(len(plan.trip), kept)
