"""Why an errand has no place in a week (未能安排的原因), and the cheapest change that would give it one, solved again with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from allocator.decisions.fieldwork.changes import MENDS, Otherwise, by_price, changes, mended
from allocator.decisions.fieldwork.checker import check_plan
from allocator.decisions.fieldwork.checker_windows import windows_of
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.outcome import Change, LeftOut
from allocator.decisions.fieldwork.repair import repaired
from allocator.decisions.fieldwork.shortages import lacking
from allocator.decisions.fieldwork.windows import next_day, starts_of
from allocator.decisions.fieldwork.words import RULES, day_name, errand_name, starting, when
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Span, Stop, Trip, TripState, WeekPlan
from allocator.domain.words import Count, Text, listed
from solver.fieldwork import fill
from solver.search import Limits

STEP = 60  # minutes between the starts that are asked which rules they break
PAIRS = 30  # two changes at once that are tried for an errand, the cheapest
EXCHANGES = 3  # for which others may be booked otherwise: nothing else, or one of the cheapest changes
URGENT = 3  # errands of a week, the most urgent, for which these are tried: they take up to a second
PROOF = Limits(seconds=5, deterministic=0.2)
FOR_ALL = frozenset({"longer_day", "thing", "person", "driver", "vehicle", "manned_vehicle", "team"})


@dataclass(frozen=True)
class _Seen:
    """The week in which everything planned stands and nothing else is asked for; trips that may move; what has no place."""

    week: FieldWeek
    planned: frozenset[str]
    left: tuple[Errand, ...]
    told: set[str] = field(default_factory=set)  # changes of which is told whom else they would place: once each


def left_out(
    week: FieldWeek, plan: WeekPlan, cancelled: Callable[[], bool] | None = None, exchanges: int = EXCHANGES
) -> tuple[LeftOut, ...]:
    """Explain each errand without a place, the most urgent first; once called off, only why and no change.

    The change is the cheapest found; errands that the very same change would give a place as well are told with it.
    `exchanges` says for how many changes others may be booked otherwise: none where that was tried already.
    """
    placed = {errand for errand, _ in plan.placed}
    left = sorted((one for one in week.errands if one.code not in placed), key=lambda one: (week.rank(one), one.code))
    planned = frozenset(trip.code for trip in plan.trips if trip.state == TripState.DRAFT)
    seen = _Seen(_standing(week, plan), planned, tuple(left))
    return tuple(
        _explained(seen, errand, None if cancelled and cancelled() else exchanges if number < URGENT else 0)
        for number, errand in enumerate(left)
    )


def _standing(week: FieldWeek, plan: WeekPlan) -> FieldWeek:
    """Give the week in which everything planned stands and nothing else is asked for."""
    placed = {errand for errand, _ in plan.placed}
    trips = tuple(replace(trip, state=TripState.STARTED) for trip in plan.trips)
    return replace(week, trips=trips, errands=tuple(one for one in week.errands if one.code in placed))


def _explained(seen: _Seen, errand: Errand, exchanges: int | None) -> LeftOut:
    """Say why an errand has no place; None: no change is looked for."""
    standing = seen.week
    open_ = [starts_of(standing, errand, part) for part in range(len(standing.kind(errand).parts))]
    if not all(open_):
        return _impossible(seen, errand, search=exchanges is not None)
    if (needed := _there_and_back(standing, errand)) > standing.rulebook.fieldwork.hours.day_most:
        return LeftOut(errand.code, (_too_long(standing, errand, needed),), ("hours_day",))
    tried = by_price(standing, errand, PAIRS if exchanges else 0, exchanges) if exchanges is not None else []
    change = _least(seen, tried)
    said = [_open_hours(standing, errand, open_[0]), *_closing(standing, change)]
    return LeftOut(errand.code, tuple(said), (), change)


def _there_and_back(week: FieldWeek, errand: Errand) -> int:
    """Give how long whoever does nothing else that day is out for an errand, in minutes."""
    return week.minutes(errand) + 2 * week.travel.from_seat(errand.place)


def _too_long(week: FieldWeek, errand: Errand, needed: int) -> Text:
    """Say that no day is long enough for an errand: whoever and whatever there is more of, nobody may be out so long."""
    name, most = errand_name(week, errand), week.rulebook.fieldwork.hours.day_most
    return Text(
        f"{name.zh}往返和办理共需 {needed} 分钟，超过一人一日在外工时上限 {most} 分钟；请缩短用时或分次办理。",
        f"{name.en} takes {needed} minutes there and back, and nobody may be out longer than {most} on one day: "
        "give it fewer minutes, or divide it.",
    )


def _open_hours(week: FieldWeek, errand: Errand, spans: tuple[Span, ...]) -> Text:
    first, last = starting(week, spans[0]), starting(week, spans[-1])
    name = errand_name(week, errand)
    between = (
        Text(f"{first.zh}", f"{first.en}")
        if len(spans) == 1
        else Text(f"{first.zh}……{last.zh}", f"{first.en} … {last.en}")
    )
    lacks = lacking(week, errand, spans)
    return Text(
        f"{name.zh}可于{between.zh}开始，但{lacks.zh}。", f"{name.en} could begin {between.en}, but {lacks.en}."
    )


def _closing(week: FieldWeek, change: Change | None) -> Iterator[Text]:
    if change:
        at = when(week, change.starts)
        yield Text(
            f"若{change.text.zh}，可于{at.zh}开始（已重新求解验证）。",
            f"If {change.text.en}, it begins {at.en} (found by solving again).",
        )
        if change.also:
            codes = "、".join(change.also), ", ".join(change.also)
            yield Text(
                f"同一改变还可安排另外 {len(change.also)} 项：{codes[0]}。",
                f"The same change would place {len(change.also)} more: {codes[1]}.",
            )


def _impossible(seen: _Seen, errand: Errand, *, search: bool) -> LeftOut:
    """Name the fewest hard rules that stand in the way at any hour of the week, and mend them where that can be done."""
    standing = seen.week
    rules = conflict(standing, errand)
    otherwise = mended(standing, errand, rules) if search and rules else None
    change = _least(seen, _and_more(otherwise)) if otherwise else None
    name = errand_name(standing, errand)
    named = listed(_rule_said(standing, errand, rule) for rule in rules)
    said = Text(f"{name.zh}本周没有合法的时间：{named.zh}。", f"{name.en} has no lawful hour this week: {named.en}.")
    more = _closing(standing, change) if change else _another_week(standing, errand)
    return LeftOut(errand.code, (said, *more), rules, change)


def _another_week(week: FieldWeek, errand: Errand) -> Iterator[Text]:
    """Say from which day on an errand may be done that no change brings into this week, or what has to be served first."""
    day, notice = next_day(week, errand), week.kind(errand).notice_days
    if notice is not None and errand.noticed_on is None:
        yield Text(
            f"请先公告、通知并登记其日期，满 {notice} 日后方可办理。",
            f"Serve the notice and put down its day first: {Count(notice):day has|days have} to run after it.",
        )
    elif day is not None:
        at = day_name(week, (day - week.monday).days * DAY)
        yield Text(f"最早可于{at.zh}办理，请排入该周。", f"The first day for it is {at.en}: plan it in that week.")


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
        yield more.said_after(otherwise)


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


def _least(seen: _Seen, tried: Iterable[Otherwise]) -> Change | None:
    """Give the first change with which the errand has a place: beside everything that stands, or others moved for it."""
    for one in tried:
        found = _exchanged(seen, one) if one.exchange else _beside(one)
        if found is not None:
            starts, moved = found
            text = _with_moved(one.text, moved) if one.exchange else one.text
            return Change(one.kind or "exchange", text, starts // DAY, starts, one.price, moved, _also(seen, one))
    return None


def _beside(one: Otherwise) -> tuple[int, tuple[str, ...]] | None:
    """Solve again with a change; give the minute at which the errand begins, in a plan the checker agrees to."""
    week = replace(one.week, errands=(*one.week.errands, one.errand))
    starts = _starts(week, _filled(week), one.errand.code)
    return None if starts is None else (starts, ())


def _exchanged(seen: _Seen, one: Otherwise) -> tuple[int, tuple[str, ...]] | None:
    """Solve again with what is planned free to move, as little as can be, so that everything has a place; who moves."""
    trips = tuple(
        replace(trip, state=TripState.PUBLISHED) if trip.code in seen.planned else trip for trip in one.week.trips
    )
    first = replace(one.errand, livelihood=True)  # the first rank, which asks for nothing by law
    found = repaired(replace(one.week, trips=trips, errands=(*one.week.errands, first)), PROOF)
    moved = tuple(sorted({move.errand for move in (*found.moves, *found.along) if move.before}))
    if not found.placed or found.objections or not moved:
        return None
    at = found.plan.placed.get((first.code, 0))
    return (at[1].starts, moved) if at else None


def _with_moved(text: Text, moved: tuple[str, ...]) -> Text:
    zh, en = f"将 {'、'.join(moved)} 改期", f"{', '.join(moved)} can be booked otherwise"
    return Text(f"{text.zh}，{zh}", f"{text.en}, and {en}") if text.zh else Text(zh, en)


def _also(seen: _Seen, one: Otherwise) -> tuple[str, ...]:
    """Give the others without a place that have one in the same plan; each change that is made for everybody is asked once."""
    others = tuple(errand for errand in seen.left if errand.code != one.errand.code)
    if one.kind not in FOR_ALL or one.exchange or not others or one.text.zh in seen.told:
        return ()
    seen.told.add(one.text.zh)
    week = replace(one.week, errands=(*one.week.errands, one.errand, *others))
    plan = _filled(week)
    placed = {errand for errand, _ in plan.placed}
    sound = one.errand.code in placed and not check_plan(week, plan)
    return tuple(errand.code for errand in others if errand.code in placed) if sound else ()


def _filled(week: FieldWeek) -> WeekPlan:
    meaning, instance = translate_week(week)
    return meaning.week_plan(fill(instance))


def _starts(week: FieldWeek, plan: WeekPlan, code: str) -> int | None:
    found = plan.placed.get((code, 0))
    return found[1].starts if found and not check_plan(week, plan) else None
