"""A change of load as a sum (负荷变动分解): what each cause did to it, parts that add up exactly.

A load is minutes held over minutes available. From the office of the first day to that of the second one thing is
replaced after another, in the order of the functions below, and each part is what its replacement did. Minutes are
integers and loads are fractions, so nothing is lost; the per mille shown are rounded so that they add up, too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from allocator.decisions.loads.load_turns import (
    ABSENCES,
    ARRIVALS,
    CALENDAR,
    CAMPAIGNS,
    CAUSES,
    CLOSINGS,
    CONVERSIONS,
    HAND_OFFS,
    MENTORING,
    MIX,
    STAFFING,
    WEIGHTS,
    Carried,
    Turn,
)
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.workload import PERMILLE, Capacity, Load, members_of, spread

Minutes = Mapping[str, int]
MINUTES_FIRST = (ARRIVALS, CLOSINGS, MIX, CONVERSIONS, HAND_OFFS, MENTORING, WEIGHTS)
"""What moves minutes is replaced first, at the hours of the first day; then what moves hours."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The office, its rules and the day from which hours are counted, at one end of the span.

    `filled` are the minutes each officer held of cases that a special action gave time for.
    """

    office: Office
    rulebook: Rulebook
    day: date
    filled: Minutes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """What one cause did: minutes held and available, the load as a fraction and per mille, and the cases it moved.

    Without a load (nobody available at some step) both are None, and the minutes alone are told.
    """

    cause: str
    held: int
    available: int
    load: Fraction | None
    permille: int | None
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadChange:
    """A person's or a team's load at both ends, and the parts of the difference in the order of CAUSES."""

    before: Load
    after: Load
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _View:
    """The office as it is between two replacements."""

    held: Minutes
    office: Office
    rulebook: Rulebook
    day: date
    filled: Minutes

    def load(self, wanted: "Wanted") -> Load:
        """Give the load of whom we ask about."""
        capacity = Capacity(self.office, self.rulebook, self.day, self.filled)
        minutes, codes = spread(self.held, capacity), wanted.codes(self.office)
        return Load(sum(minutes[code] for code in codes), sum(capacity.minutes[code] for code in codes))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose load is asked about: a person by code, or else a team by code; of neither, the whole office."""

    person: str | None = None
    team: str | None = None

    def codes(self, office: Office) -> tuple[str, ...]:
        """Give the people meant, as the office then is."""
        if self.person is not None:
            return (self.person,)
        return tuple(one.code for one in office.officers if self.team in (None, one.team))


def load_change(
    opening: Iterable[Carried], turns: Sequence[Turn], first: Moment, last: Moment, wanted: Wanted,
    everybody: Mapping[str, Officer] | None = None,
) -> LoadChange:  # fmt: skip
    """Explain the change of a load between two moments as a sum.

    `opening` is who carried what of every case at the first moment, `turns` what changed since, oldest first.
    `everybody` are people by code who may be missing in either office and yet hold minutes.
    """
    carried = list(opening)
    known = {**(everybody or {}), **last.office.officer_by_code, **first.office.officer_by_code}
    ends = padded(first, known), padded(last, known)
    steps = _steps(carried, turns, *ends)
    views = [view for _, view in steps]
    loads = [view.load(wanted) for view in views]
    return LoadChange(loads[0], loads[-1], _parts([cause for cause, _ in steps[1:]], loads, turns, wanted, views))


def padded(moment: Moment, known: Mapping[str, Officer]) -> Moment:
    """Give the office with those it does not know yet, or no more: they serve nowhere, but what they hold is theirs."""
    office = moment.office
    missing = [one for code, one in known.items() if code not in office.officer_by_code]
    strangers = tuple(replace(one, role="", share=0, entered=date.max, left=None) for one in missing)
    return replace(moment, office=replace(office, officers=(*office.officers, *strangers)))


def _steps(opening: Sequence[Carried], turns: Sequence[Turn], first: Moment, last: Moment) -> list[tuple[str, _View]]:
    """Replace one thing after another, from the first moment to the last."""
    view = _View(_total(opening), first.office, first.rulebook, first.day, first.filled)
    steps = [("", view)]
    moved = _moved(turns, _usual(opening, turns))
    for cause in MINUTES_FIRST:
        view = replace(view, held=_sum(view.held, moved[cause]))
        steps.append((cause, view))
    return [*steps, *_hours(view, last)]


def _hours(view: _View, last: Moment) -> Iterator[tuple[str, _View]]:
    """Replace what makes hours: nobody lent or away, the days, the people, the rules, and then those away and lent on the last day."""
    view = replace(view, office=replace(view.office, lendings=()))
    yield CAMPAIGNS, view
    view = replace(view, office=_present(view.office))
    yield ABSENCES, view
    view = replace(view, office=replace(view.office, calendar=last.office.calendar), day=last.day)
    yield CALENDAR, view
    view = replace(view, office=_present(last.office))
    yield STAFFING, view
    view = replace(view, rulebook=last.rulebook)
    yield WEIGHTS, view
    view = replace(view, office=replace(last.office, lendings=()))
    yield ABSENCES, view
    yield CAMPAIGNS, replace(view, office=last.office, filled=last.filled)


def _present(office: Office) -> Office:
    return replace(office, absences=(), reductions=(), lendings=())


def _total(opening: Sequence[Carried]) -> Minutes:
    held: Counter[str] = Counter()
    for carried in opening:
        held.update(carried.charges)
    return held


def _sum(held: Minutes, more: Minutes) -> Minutes:
    return {holder: held.get(holder, 0) + more.get(holder, 0) for holder in {**held, **more}}


def _usual(opening: Sequence[Carried], turns: Sequence[Turn]) -> Minutes:
    """Give what one case usually takes from each holder, in whole minutes: the mean of the stock of the first day.

    Who held nothing then: the mean of what came, so that what came is no heavier than usual.
    """
    came = [turn.after for turn in turns if turn.cause == ARRIVALS]
    went = [turn.before for turn in turns if turn.cause == CLOSINGS]
    return {**_means(went), **_means(came), **_means(opening)}


def _means(cases: Sequence[Carried]) -> Minutes:
    total: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for carried in cases:
        total.update(carried.own)
        count.update(carried.own.keys())
    return {holder: minutes // count[holder] for holder, minutes in total.items()}


def _moved(turns: Sequence[Turn], usual: Minutes) -> dict[str, Counter[str]]:
    """Give the minutes each cause moved, by holder; they add up to all that the turns moved."""
    moved: dict[str, Counter[str]] = {cause: Counter() for cause in CAUSES}
    for turn in turns:
        own = _difference(turn.before.own, turn.after.own)
        _add(moved[MENTORING], _difference(turn.before.mentored, turn.after.mentored))
        if turn.cause in (ARRIVALS, CLOSINGS):
            told = {holder: usual.get(holder, 0) * (1 if minutes > 0 else -1) for holder, minutes in own.items()}
            _add(moved[turn.cause], told)
            _add(moved[MIX], _difference(told, own))
        else:
            _add(moved[turn.cause], own)
    return moved


def _difference(before: Minutes, after: Minutes) -> dict[str, int]:
    found = {holder: after.get(holder, 0) - before.get(holder, 0) for holder in {**before, **after}}
    return {holder: minutes for holder, minutes in found.items() if minutes}


def _add(total: Counter[str], more: Minutes) -> None:
    for holder, minutes in more.items():
        total[holder] += minutes


def _parts(
    causes: Sequence[str], loads: Sequence[Load], turns: Sequence[Turn], wanted: Wanted, views: Sequence[_View]
) -> tuple[Part, ...]:
    held: Counter[str] = Counter()
    available: Counter[str] = Counter()
    for cause, before, after in zip(causes, loads, loads[1:], strict=False):
        held[cause] += after.held - before.held
        available[cause] += after.available - before.available
    fractions = _fractions(causes, loads)
    shown = _shown(fractions, loads[0], loads[-1])
    cases = _cases(turns, _holders(wanted, (views[0], views[-1])))
    return tuple(
        Part(cause, held[cause], available[cause], fractions.get(cause), shown.get(cause), cases.get(cause, ()))
        for cause in CAUSES
    )


def _fractions(causes: Sequence[str], loads: Sequence[Load]) -> dict[str, Fraction]:
    """Give what each cause did to the load; nothing where a load on the way is none."""
    if not all(load.available for load in loads):
        return {}
    values = [Fraction(load.held, load.available) for load in loads]
    found = dict.fromkeys(CAUSES, Fraction(0))
    for cause, before, after in zip(causes, values, values[1:], strict=False):
        found[cause] += after - before
    return found


def _shown(fractions: Mapping[str, Fraction], before: Load, after: Load) -> dict[str, int]:
    """Round to per mille that add up to the difference of the loads as shown (largest remainder, then the order told).

    A cause that did nothing stays at nothing.
    """
    if before.permille is None or after.permille is None or not fractions:
        return {}
    exact = {cause: part * PERMILLE for cause, part in fractions.items()}
    whole = {cause: part.numerator // part.denominator for cause, part in exact.items()}
    left = after.permille - before.permille - sum(whole.values())
    moved = sorted((cause for cause in exact if exact[cause]), key=lambda cause: whole[cause] - exact[cause])
    return {**whole, **{cause: whole[cause] + 1 for cause in moved[:left]}}


def _holders(wanted: Wanted, views: Sequence[_View]) -> set[str]:
    """Give the holders of minutes that concern whom we ask about: the people themselves, and their desks."""
    found: set[str] = set()
    for view in views:
        codes, capacity = set(wanted.codes(view.office)), Capacity(view.office, view.rulebook, view.day)
        desks = {key for key in view.held if "/" in key and codes & set(members_of(key, capacity))}
        found |= codes | desks
    return found


def _cases(turns: Sequence[Turn], holders: set[str]) -> dict[str, tuple[str, ...]]:
    """Name the cases behind each part that moves minutes, in the order of what happened."""
    found: dict[str, dict[str, None]] = {}
    for turn in turns:
        if holders & _difference(turn.before.own, turn.after.own).keys():
            found.setdefault(turn.cause, {})[turn.case_no] = None
        if holders & _difference(turn.before.mentored, turn.after.mentored).keys():
            found.setdefault(MENTORING, {})[turn.case_no] = None
    for cause in (ARRIVALS, CLOSINGS):  # what came and went is what may be lighter or heavier than usual
        found.setdefault(MIX, {}).update(found.get(cause, {}))
    return {cause: tuple(cases) for cause, cases in found.items()}
