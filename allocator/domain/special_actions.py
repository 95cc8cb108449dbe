"""Special actions (专项行动): for some weeks some people and vehicles work on some cases only, towards a target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allocator.domain.docket import Case
from allocator.domain.facts import facts_of
from allocator.domain.office import Office
from allocator.domain.people import Period
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import Condition, evaluate
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class SpecialAction:
    """A special action (专项行动，如凛冬亮剑): its window, the cases it is about, and what is given to it.

    `share` is the part of the working time of `people` (by code) given to its cases, per mille; `vehicles` are given whole.
    The targets are cases closed, and fen recovered in them; None: none is set.
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
