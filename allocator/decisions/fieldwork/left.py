"""Why an errand has no place in a week (未能安排的原因), and the least change that would give it one, solved again with it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from allocator.decisions.fieldwork.changes import MENDS, Otherwise, changes, mended
from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.checker_windows import windows_of
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.outcome import Change, LeftOut
from allocator.decisions.fieldwork.windows import starts_of
from allocator.decisions.fieldwork.words import RULES, errand_name, until, when
from allocator.domain.field_snapshot import FieldWeek
from allocator.domain.fieldwork import DAY, Errand, Span, Stop, Trip, TripState, WeekPlan
from allocator.domain.words import Text, listed
from solver.fieldwork import fill

STEP = 60  # minutes between the starts that are asked which rules they break


def left_out(week: FieldWeek, plan: WeekPlan, cancelled: Callable[[], bool] | None = None) -> tuple[LeftOut, ...]:
    """Explain each errand without a place, the most urgent first; once called off, only why and no change."""
    placed = {errand for errand, _ in plan.placed}
    left = sorted((one for one in week.errands if one.code not in placed), key=lambda one: (week.rank(one), one.code))
    standing = _standing(week, plan)
    return tuple(_explained(standing, errand, not (cancelled and cancelled())) for errand in left)


def _standing(week: FieldWeek, plan: WeekPlan) -> FieldWeek:
    """Give the week in which everything planned stands and nothing else is asked for."""
    placed = {errand for errand, _ in plan.placed}
    trips = tuple(replace(trip, state=TripState.STARTED) for trip in plan.trips)
    return replace(week, trips=trips, errands=tuple(one for one in week.errands if one.code in placed))


def _explained(standing: FieldWeek, errand: Errand, search: bool) -> LeftOut:  # noqa: FBT001  (whether to look for a change)
    open_ = [starts_of(standing, errand, part) for part in range(len(standing.kind(errand).parts))]
    if not all(open_):
        return _impossible(standing, errand, search)
    change = _least(changes(standing, errand)) if search else None
    said = [_open_hours(standing, errand, open_[0]), *_closing(standing, change)]
    return LeftOut(errand.code, tuple(said), (), change)


def _open_hours(week: FieldWeek, errand: Errand, spans: tuple[Span, ...]) -> Text:
    first, last = until(week, spans[0]), until(week, spans[-1])
    name = errand_name(week, errand)
    between = (
        Text(f"{first.zh}", f"{first.en}")
        if len(spans) == 1
        else Text(f"{first.zh}……{last.zh}", f"{first.en} … {last.en}")
    )
    return Text(
        f"{name.zh}可在{between.zh}间开始，但其时没有空闲的车辆和合格人员。",
        f"{name.en} could begin within {between.en}, but no car with a lawful crew is free then.",
    )


def _closing(week: FieldWeek, change: Change | None) -> Iterator[Text]:
    if change:
        at = when(week, change.starts)
        yield Text(
            f"若{change.text.zh}，可于{at.zh}开始（已重新求解验证）。",
            f"If {change.text.en}, it begins {at.en} (found by solving again).",
        )


def _impossible(standing: FieldWeek, errand: Errand, search: bool) -> LeftOut:  # noqa: FBT001  (likewise)
    """Name the fewest hard rules that stand in the way at any hour of the week, and mend them where that can be done."""
    rules = conflict(standing, errand)
    otherwise = mended(standing, errand, rules) if search and rules else None
    change = _least(_and_more(otherwise)) if otherwise else None
    name = errand_name(standing, errand)
    named = listed(_rule_said(standing, errand, rule) for rule in rules)
    said = Text(f"{name.zh}本周没有合法的时间：{named.zh}。", f"{name.en} has no lawful hour this week: {named.en}.")
    return LeftOut(errand.code, (said, *_closing(standing, change)), rules, change)


def _rule_said(week: FieldWeek, errand: Errand, rule: str) -> Text:
    """Name a hard rule; of things that are not there at all, which."""
    missing = [kind for kind in week.uses(errand) if week.resource(kind, errand.place) is None]
    names = listed(week.rulebook.fieldwork.things[kind].name for kind in missing)
    said = Text(f"{RULES[rule].zh}（{names.zh}）", f"{RULES[rule].en} ({names.en})")
    return said if rule == "thing_there" else RULES[rule]


def _and_more(otherwise: Otherwise) -> Iterator[Otherwise]:
    """Walk a change by itself, then with each other one on top."""
    yield otherwise
    for more in changes(otherwise.week, otherwise.errand):
        yield replace(
            more, text=Text(f"{otherwise.text.zh}，{more.text.zh}", f"{otherwise.text.en}, and {more.text.en}")
        )


def conflict(week: FieldWeek, errand: Errand) -> tuple[str, ...]:
    """Give the rules broken at the hour of the week that breaks the fewest, at best the earliest of them; () where none is."""
    own = replace(week, errands=(errand,), trips=())
    seen = (_broken(own, errand, minute) for minute in range(max(0, week.now), len(week.days) * DAY, STEP))
    rank = {rule: place for place, rule in enumerate(MENDS)}
    return min(seen, key=lambda rules: (len(rules), sum(rank.get(rule, len(rank)) for rule in rules)), default=())


def _broken(week: FieldWeek, errand: Errand, minute: int) -> tuple[str, ...]:
    stop = Stop(errand.code, minute)
    trip = Trip("", "", "", (), minute, minute + 1, (stop,))
    return tuple(dict.fromkeys(objection.rule for objection in windows_of(week, trip, stop)))


def _least(otherwise: Iterator[Otherwise]) -> Change | None:
    """Give the first change with which the errand has a place beside everything that stands."""
    for one in otherwise:
        starts = _place_of(one)
        if starts is not None:
            return Change(one.kind, one.text, starts // DAY, starts)
    return None


def _place_of(one: Otherwise) -> int | None:
    """Solve again with one change; give the minute at which the errand begins, in a plan the checker agrees to."""
    week = replace(one.week, errands=(*one.week.errands, one.errand))
    meaning, instance = translate_week(week)
    plan = meaning.week_plan(fill(instance))
    found = plan.placed.get((one.errand.code, 0))
    return found[1].starts if found and not check_week(week, plan) else None
