"""Special actions (专项行动): for some weeks some people and vehicles work on some cases only, towards a target."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from allocator.domain.docket import Case
from allocator.domain.facts import facts_of
from allocator.domain.office import Office
from allocator.domain.people import Lending, Period
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import Condition, evaluate
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class SpecialAction:
    """A special action (专项行动，如凛冬亮剑): its window, the cases it is about, and what is given to it.

    `share` is the part of the working time of `people` (by code) given to its cases, per mille; `vehicles` are given whole.
    The targets are cases closed, and fen recovered in them; None: none is set. `about` says in words which cases.
    """

    code: str
    name: Text
    window: Period
    when: Condition
    people: tuple[str, ...]
    share: int
    vehicles: tuple[str, ...] = ()
    closed: int | None = None
    recovered: int | None = None
    about: Text = field(default_factory=lambda: Text("", ""))

    @property
    def last(self) -> date:
        """Give its last day; a window always has one."""
        return self.window.last or self.window.first


def of_action(
    cases: Iterable[Case], action: SpecialAction, office: Office, rulebook: Rulebook
) -> tuple[list[Case], int]:
    """Give the cases an action is about, and how many more might be but for facts that nobody has entered yet."""
    found: list[Case] = []
    open_facts = 0
    for case in cases:
        truth = evaluate(action.when, facts_of(case.input, office, rulebook))
        open_facts += truth is None
        if truth:
            found.append(case)
    return found, open_facts


def with_lent(office: Office, action: SpecialAction) -> Office:
    """Give the office with what a special action takes of it in its window: a share of its people's time, its vehicles whole."""
    people = [Lending(action.code, code, action.share, action.window) for code in action.people]
    vehicles = [Lending(action.code, code, 1000, action.window) for code in action.vehicles]
    return replace(office, lendings=(*office.lendings, *people, *vehicles))


def given_back(office: Office, code: str, day: date) -> Office:
    """Give the office in which a special action takes nothing from a day on; what it took before stays as it was."""
    return replace(office, lendings=tuple(one for kept in office.lendings for one in _until(kept, code, day)))


def _until(kept: Lending, code: str, day: date) -> tuple[Lending, ...]:
    if kept.action != code or (kept.period.last is not None and kept.period.last < day):
        return (kept,)
    if kept.period.first >= day:
        return ()
    return (replace(kept, period=replace(kept.period, last=day - date.resolution)),)


def lent_people(office: Office, day: date) -> frozenset[str]:
    """Give by code the people of whom a special action takes time on a day or later."""
    ahead = (one for one in office.lendings if one.period.last is None or one.period.last >= day)
    return frozenset(one.holder for one in ahead) & office.officer_by_code.keys()
