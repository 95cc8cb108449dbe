"""Time lent to special actions in a simulated office (专项抽调): what their own cases fill of it, and what is left of it."""

from collections.abc import Iterable, Iterator, Mapping

from allocator.domain.docket import Holding
from allocator.domain.rulebook.conditions import evaluate
from allocator.domain.special_actions import SpecialAction, lent_people
from allocator.simulation.life import Life
from allocator.simulation.timetable import Timetable


def filled(table: Timetable, day: int, lives: Iterable[Life]) -> dict[str, int]:
    """Give by officer the minutes of open work that fill time lent to special actions, as the office in earnest counts them."""
    found: dict[str, int] = {}
    for _, holding in filling(table, day, lives):
        code = holding.officer
        found[code] = found.get(code, 0) + holding.charges.get(code, 0)
    return found


def filling(table: Timetable, day: int, lives: Iterable[Life]) -> Iterator[tuple[Life, Holding]]:
    """Give those of some cases that fill time lent to a special action, each with who holds it."""
    on = table.dates[day]
    lent = lent_people(table.offices[day], on)
    actions = [one for one in table.staged.actions if one.last >= on] if lent else []
    for life in lives if actions else ():
        holding = life.case.holding
        if holding is not None and holding.officer in lent and _fills(life, holding.officer, actions):
            yield life, holding


def _fills(life: Life, code: str, actions: Iterable[SpecialAction]) -> bool:
    return any(code in one.people and evaluate(one.when, life.seen.facts) for one in actions)


def out_with_actions(table: Timetable, day: int, minutes: Mapping[str, int]) -> dict[str, int]:
    """Give by officer the minutes of a day out with a special action: the part of its lent time that no case of it fills."""
    if not table.staged.actions:
        return {}
    found = {
        code: today * max(0, ahead - minutes.get(code, 0)) // ahead for code, (today, ahead) in table.lent(day).items()
    }
    return {code: count for code, count in found.items() if count}
